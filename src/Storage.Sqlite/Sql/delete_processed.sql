DELETE FROM processed_events WHERE instance = $instance AND event_id = $event_id;
