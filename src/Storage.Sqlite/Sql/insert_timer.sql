INSERT OR REPLACE INTO timers (instance, number, due, trace) VALUES ($instance, $number, $due, $trace);
