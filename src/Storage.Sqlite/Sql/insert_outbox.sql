INSERT INTO outbox (instance, sequence, position, kind, payload) VALUES ($instance, $sequence, $position, $kind, $payload);
