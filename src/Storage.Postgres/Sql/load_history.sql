SELECT h.sequence, h.at, h.kind, h.event_id, h.detail, h.caller
FROM history AS h
WHERE h.instance = (SELECT id FROM instances WHERE machine = $1 AND key = $2) AND h.sequence > $3
ORDER BY h.sequence LIMIT $4;
