-- One statement, so that an instance and what belongs to it are of the same moment.
SELECT i.id, i.version, i.hash, i.sequence, i.status, i.created_at, i.updated_at, i.snapshot, i.first_sequence, i.disposed_at,
    a.ordinal, p.ids, p.times, t.numbers, t.dues, t.traces
FROM unnest($1, $2) WITH ORDINALITY AS a (machine, key, ordinal)
JOIN instances AS i ON i.machine = a.machine AND i.key = a.key
CROSS JOIN LATERAL (
    SELECT array_agg(event_id ORDER BY sequence, event_id) AS ids, array_agg(at ORDER BY sequence, event_id) AS times
    FROM processed_events WHERE instance = i.id) AS p
CROSS JOIN LATERAL (
    SELECT array_agg(number ORDER BY number) AS numbers, array_agg(due ORDER BY number) AS dues, array_agg(trace ORDER BY number) AS traces
    FROM timers WHERE instance = i.id AND trace IS NOT NULL) AS t;
