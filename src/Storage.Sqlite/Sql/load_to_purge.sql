SELECT id FROM instances WHERE disposed_at IS NOT NULL AND is_purged = 0 AND disposed_at < $before ORDER BY disposed_at LIMIT $limit;
