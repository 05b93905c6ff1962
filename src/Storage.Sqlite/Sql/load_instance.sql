SELECT id, version, hash, sequence, status, created_at, updated_at, snapshot FROM instances WHERE machine = $machine AND key = $key;
