DELETE FROM timers WHERE instance = $instance AND number = $number;
