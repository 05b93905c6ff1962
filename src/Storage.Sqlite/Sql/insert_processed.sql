INSERT OR REPLACE INTO processed_events (instance, event_id, sequence, at, receipt) VALUES ($instance, $event_id, $sequence, $at, $receipt);
