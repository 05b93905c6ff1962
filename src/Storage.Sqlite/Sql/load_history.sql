SELECT sequence, at, kind, event_id, detail, caller FROM history
WHERE instance = (SELECT id FROM instances WHERE machine = $machine AND key = $key) AND sequence > $after
ORDER BY sequence LIMIT $limit;
