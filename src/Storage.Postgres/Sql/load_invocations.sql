-- After the place of the last one of the page before. An instance keeps its id for ever, so the place is found again.
SELECT i.machine, i.key, v.sequence, v.position, v.number, v.source, v.payload, v.trace, v.attempt, v.failures, v.due
FROM invocations AS v JOIN instances AS i ON i.id = v.instance
WHERE v.due <= $1
    AND (v.due, v.instance, v.sequence, v.position)
        > ($2, coalesce((SELECT id FROM instances WHERE machine = $3 AND key = $4), 0), $5, $6)
ORDER BY v.due, v.instance, v.sequence, v.position LIMIT $7;
