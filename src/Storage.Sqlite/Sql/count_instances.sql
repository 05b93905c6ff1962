SELECT version, status, count(*) FROM instances WHERE machine = $machine GROUP BY version, status;
