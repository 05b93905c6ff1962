UPDATE instances SET snapshot = x'', is_purged = 1 WHERE id = $instance;
