DELETE FROM incidents AS n USING unnest($2, $3, $4, $5) AS s (machine, key, kind, name)
WHERE (SELECT check_epoch($1)) AND n.machine = s.machine AND n.key = s.key AND n.kind = s.kind AND n.name = s.name;
