SELECT o.ordinal, i.machine, i.key, o.sequence, o.position, o.kind, o.payload, o.trace
FROM outbox AS o JOIN instances AS i ON i.id = o.instance
WHERE i.machine = $1 AND i.key = $2
ORDER BY o.ordinal;
