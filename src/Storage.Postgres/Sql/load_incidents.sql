SELECT number, machine, key, kind, name, code, message, attempts, first_at, last_at
FROM incidents
WHERE number > $1 AND ($2 IS NULL OR machine = $2) AND ($3 IS NULL OR key = $3)
ORDER BY number LIMIT $4;
