WITH held AS MATERIALIZED (SELECT check_epoch($1))
DELETE FROM outbox AS o
USING held, unnest($2, $3, $4, $5) AS r (machine, key, sequence, position), instances AS i
WHERE i.machine = r.machine AND i.key = r.key AND o.instance = i.id AND o.sequence = r.sequence AND o.position = r.position;
