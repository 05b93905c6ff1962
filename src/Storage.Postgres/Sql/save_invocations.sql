UPDATE invocations AS v SET attempt = s.attempt, failures = s.failures, due = s.due
FROM unnest($2, $3, $4, $5, $6, $7, $8) AS s (machine, key, sequence, position, attempt, failures, due), instances AS i
WHERE (SELECT check_epoch($1))
    AND i.machine = s.machine AND i.key = s.key AND v.instance = i.id AND v.sequence = s.sequence AND v.position = s.position;
