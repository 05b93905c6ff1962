-- What a turn changes that leaves its instance running: no column of any index, so that no index is written.
UPDATE instances SET sequence = $sequence, updated_at = $updated_at, snapshot = $snapshot WHERE id = $id AND sequence = $expected_sequence;
