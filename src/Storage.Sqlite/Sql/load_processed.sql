SELECT event_id FROM processed_events WHERE instance = $instance ORDER BY sequence, event_id;
