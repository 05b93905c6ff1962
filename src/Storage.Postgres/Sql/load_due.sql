-- Up to the limit, and whatever else falls due at the time of the last one.
SELECT i.machine, i.key, t.due
FROM timers AS t JOIN instances AS i ON i.id = t.instance
WHERE t.due > $1 AND t.due <= coalesce((SELECT due FROM timers WHERE due > $1 AND due <= $2 ORDER BY due LIMIT 1 OFFSET $3 - 1), $2)
ORDER BY t.due;
