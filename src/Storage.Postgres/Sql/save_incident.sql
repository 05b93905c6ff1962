-- The one of the same subject keeps its number, and when it was first seen.
INSERT INTO incidents (machine, key, kind, name, code, message, attempts, first_at, last_at)
SELECT $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE (SELECT check_epoch($1))
ON CONFLICT (machine, key, kind, name)
DO UPDATE SET code = excluded.code, message = excluded.message, attempts = excluded.attempts, last_at = excluded.last_at
RETURNING number, machine, key, kind, name, code, message, attempts, first_at, last_at;
