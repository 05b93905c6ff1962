DELETE FROM processed_events WHERE instance = $instance;
