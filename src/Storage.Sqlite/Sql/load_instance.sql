SELECT id, version, hash, sequence, status, created_at, updated_at, snapshot, first_sequence, disposed_at
FROM instances WHERE machine = $machine AND key = $key;
