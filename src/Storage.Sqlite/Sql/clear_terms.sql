DELETE FROM instance_terms WHERE instance = $instance;
