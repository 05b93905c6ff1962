UPDATE invocations SET attempt = $attempt, failures = $failures, due = $due
WHERE instance = (SELECT id FROM instances WHERE machine = $machine AND key = $key) AND sequence = $sequence AND position = $position;
