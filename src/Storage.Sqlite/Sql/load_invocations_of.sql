SELECT i.machine, i.key, v.sequence, v.position, v.number, v.source, v.payload, v.trace, v.attempt, v.failures, v.due
FROM instances i JOIN invocations v ON v.instance = i.id
WHERE i.machine = $machine AND i.key = $key
ORDER BY v.sequence, v.position;
