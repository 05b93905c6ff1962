SELECT o.ordinal, i.machine, i.key, o.sequence, o.position, o.kind, o.payload, o.trace
FROM outbox AS o JOIN instances AS i ON i.id = o.instance
WHERE o.ordinal > $1
ORDER BY o.ordinal LIMIT $2;
