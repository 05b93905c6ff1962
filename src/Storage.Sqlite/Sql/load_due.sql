-- Up to the limit, and whatever else falls due at the time of the last one.
SELECT i.machine, i.key, t.due
FROM timers t JOIN instances i ON i.id = t.instance
WHERE t.due > $after AND t.due <= coalesce(
    (SELECT due FROM timers WHERE due > $after AND due <= $until ORDER BY due LIMIT 1 OFFSET $limit - 1), $until)
ORDER BY t.due;
