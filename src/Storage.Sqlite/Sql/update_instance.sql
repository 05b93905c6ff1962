-- Nothing is updated where the instance has moved on.
UPDATE instances
SET version = $version, hash = $hash, sequence = $sequence, status = $status, created_at = $created_at, updated_at = $updated_at,
    snapshot = $snapshot, first_sequence = $first_sequence, disposed_at = $disposed_at, is_purged = 0
WHERE id = $id AND sequence = $expected_sequence;
