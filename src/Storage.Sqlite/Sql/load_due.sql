SELECT i.machine, i.key, t.due
FROM (SELECT instance, min(due) AS due FROM timers WHERE due > $after AND due <= $until GROUP BY instance) t
JOIN instances i ON i.id = t.instance
ORDER BY t.due;
