SELECT number, machine, key, kind, name, code, message, attempts, first_at, last_at FROM incidents
WHERE number > $after AND ($machine IS NULL OR machine = $machine) AND ($key IS NULL OR key = $key)
ORDER BY number LIMIT $limit;
