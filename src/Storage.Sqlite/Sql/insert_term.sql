INSERT OR IGNORE INTO instance_terms (term, instance) VALUES ($term, $instance);
