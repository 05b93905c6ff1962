DELETE FROM instance_terms WHERE term = $term AND instance = $instance;
