-- The same as commit_plain_turns for one turn: a sender that is alone waits for this, so it does without arrays. Writes one row of history where it went well.
WITH owner AS MATERIALIZED (SELECT FROM ownership WHERE id = 1 AND epoch = $1 FOR SHARE),
written AS (
    UPDATE instances SET sequence = $4, status = $5, updated_at = $6, snapshot = $7
    WHERE (SELECT CASE WHEN $1 IS NULL OR EXISTS (SELECT FROM owner) THEN true ELSE check_epoch($1) END)
        AND machine = $2 AND key = $3 AND sequence = $4 - 1
    RETURNING id)
INSERT INTO history (instance, sequence, at, kind, event_id, caller, detail)
SELECT w.id, $4, $6, $8, $9, $10, $11 FROM written AS w;
