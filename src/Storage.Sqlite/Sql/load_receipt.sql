SELECT receipt FROM processed_events
WHERE instance = (SELECT id FROM instances WHERE machine = $machine AND key = $key) AND event_id = $event_id;
