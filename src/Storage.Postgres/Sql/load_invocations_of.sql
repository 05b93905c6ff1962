SELECT i.machine, i.key, v.sequence, v.position, v.number, v.source, v.payload, v.trace, v.attempt, v.failures, v.due
FROM instances AS i JOIN invocations AS v ON v.instance = i.id
WHERE i.machine = $1 AND i.key = $2
ORDER BY v.sequence, v.position;
