INSERT OR REPLACE INTO invocations (instance, sequence, position, number, source, payload, trace, attempt, failures, due)
VALUES ($instance, $sequence, $position, $number, $source, $payload, $trace, $attempt, $failures, $due);
