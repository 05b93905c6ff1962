WITH doomed AS MATERIALIZED (
    SELECT i.id FROM instances AS i
    WHERE (SELECT check_epoch($1)) AND i.disposed_at IS NOT NULL AND NOT i.is_purged AND i.disposed_at < $2
    ORDER BY i.disposed_at LIMIT $3
    FOR UPDATE),
forgotten AS (DELETE FROM history AS h USING doomed WHERE h.instance = doomed.id)
UPDATE instances AS i SET snapshot = '', is_purged = true FROM doomed WHERE i.id = doomed.id;
