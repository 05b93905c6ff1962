-- Nothing is updated, and no id returned, where the instance has moved on.
UPDATE instances
SET version = $version, hash = $hash, sequence = $sequence, status = $status, updated_at = $updated_at, snapshot = $snapshot
WHERE machine = $machine AND key = $key AND sequence = $expected_sequence
RETURNING id;
