SELECT version, status, count(*) FROM instances WHERE machine = $1 AND disposed_at IS NULL GROUP BY version, status;
