SELECT p.receipt FROM instances AS i JOIN processed_events AS p ON p.instance = i.id
WHERE i.machine = $1 AND i.key = $2 AND p.event_id = $3;
