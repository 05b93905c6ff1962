INSERT INTO outbox (instance, sequence, position, kind, payload, trace) VALUES ($instance, $sequence, $position, $kind, $payload, $trace);
