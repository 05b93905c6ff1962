-- Nothing is inserted, and no id returned, where the instance exists.
INSERT INTO instances (machine, key, version, hash, sequence, status, created_at, updated_at, snapshot, first_sequence, disposed_at)
VALUES ($machine, $key, $version, $hash, $sequence, $status, $created_at, $updated_at, $snapshot, $first_sequence, $disposed_at)
ON CONFLICT (machine, key) DO NOTHING
RETURNING id;
