INSERT INTO history (instance, sequence, at, kind, event_id, detail) VALUES ($instance, $sequence, $at, $kind, $event_id, $detail);
