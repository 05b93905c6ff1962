SELECT i.machine, i.key, o.sequence, o.position, o.kind, o.payload
FROM outbox o JOIN instances i ON i.id = o.instance
ORDER BY o.ordinal;
