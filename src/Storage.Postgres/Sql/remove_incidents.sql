WITH held AS MATERIALIZED (SELECT check_epoch($1))
DELETE FROM incidents AS n USING held, unnest($2, $3, $4, $5) AS s (machine, key, kind, name)
WHERE n.machine = s.machine AND n.key = s.key AND n.kind = s.kind AND n.name = s.name;
