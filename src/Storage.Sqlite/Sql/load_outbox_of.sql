SELECT o.ordinal, i.machine, i.key, o.sequence, o.position, o.kind, o.payload, o.trace
FROM outbox o JOIN instances i ON i.id = o.instance
WHERE i.machine = $machine AND i.key = $key
ORDER BY o.ordinal;
