UPDATE ownership
SET epoch = epoch + 1, owner = $owner, since = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
WHERE id = 1
RETURNING epoch;
