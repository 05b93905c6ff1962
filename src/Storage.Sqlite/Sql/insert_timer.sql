INSERT INTO timers (instance, number, due) VALUES ($instance, $number, $due);
