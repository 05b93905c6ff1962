SELECT o.ordinal, i.machine, i.key, o.sequence, o.position, o.kind, o.payload, o.trace
FROM outbox o JOIN instances i ON i.id = o.instance
WHERE o.ordinal > $after
ORDER BY o.ordinal LIMIT $limit;
