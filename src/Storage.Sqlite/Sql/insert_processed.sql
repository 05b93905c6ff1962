INSERT INTO processed_events (instance, event_id, sequence, receipt) VALUES ($instance, $event_id, $sequence, $receipt);
