UPDATE ownership
SET epoch = epoch + 1, owner = $1, since = (extract(epoch FROM clock_timestamp()) * 1000)::bigint
WHERE id = 1
RETURNING epoch;
