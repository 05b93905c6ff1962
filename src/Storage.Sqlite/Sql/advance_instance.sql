-- A turn that goes on touches no index. Nothing is updated where the instance is not active already, or has moved on.
UPDATE instances SET version = $version, hash = $hash, sequence = $sequence, updated_at = $updated_at, snapshot = $snapshot
WHERE id = $id AND sequence = $expected_sequence AND status = 0 AND disposed_at IS NULL;
