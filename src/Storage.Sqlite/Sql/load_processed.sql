SELECT event_id, at FROM processed_events WHERE instance = $instance ORDER BY sequence, event_id;
