INSERT INTO history (instance, sequence, at, kind, event_id, detail, caller) VALUES ($instance, $sequence, $at, $kind, $event_id, $detail, $caller);
