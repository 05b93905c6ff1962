DELETE FROM outbox AS o
USING unnest($2, $3, $4, $5) AS r (machine, key, sequence, position), instances AS i
WHERE (SELECT check_epoch($1))
    AND i.machine = r.machine AND i.key = r.key AND o.instance = i.id AND o.sequence = r.sequence AND o.position = r.position;
