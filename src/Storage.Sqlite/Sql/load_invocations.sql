-- After the place of the last one of the page before. An instance keeps its id for ever, so the place is found again.
SELECT i.machine, i.key, v.sequence, v.position, v.number, v.source, v.payload, v.trace, v.attempt, v.failures, v.due
FROM invocations v JOIN instances i ON i.id = v.instance
WHERE v.due <= $until AND (v.due, v.instance, v.sequence, v.position) > ($due, $instance, $sequence, $position)
ORDER BY v.due, v.instance, v.sequence, v.position LIMIT $limit;
