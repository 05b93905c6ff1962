-- Tombstones are no instances.
SELECT version, status, count(*) FROM instances WHERE machine = $machine AND disposed_at IS NULL GROUP BY version, status;
