SELECT number, due, trace FROM timers WHERE instance = $instance AND trace IS NOT NULL ORDER BY number;
