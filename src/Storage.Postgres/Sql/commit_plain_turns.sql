-- Commits turns that change nothing but their instance, each with one entry of history, and returns the places of those that went well.
-- It is what most batches are, and much less for both sides than commit_turns: one statement, and no arrays but the filled ones.
-- The owner's row is locked as check_epoch does it; that function is only run to say that it is not there.
WITH owner AS MATERIALIZED (SELECT FROM ownership WHERE id = 1 AND epoch = $1 FOR SHARE),
written AS (
    UPDATE instances AS i SET sequence = c.sequence, status = c.status, updated_at = c.at, snapshot = c.snapshot
    FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
        AS c (machine, key, sequence, status, at, snapshot, kind, event_id, caller, detail, idx)
    WHERE (SELECT CASE WHEN $1 IS NULL OR EXISTS (SELECT FROM owner) THEN true ELSE check_epoch($1) END)
        AND i.machine = c.machine AND i.key = c.key AND i.sequence = c.sequence - 1
    RETURNING i.id, c.idx, c.sequence, c.at, c.kind, c.event_id, c.caller, c.detail),
told AS (
    INSERT INTO history (instance, sequence, at, kind, event_id, caller, detail)
    SELECT w.id, w.sequence, w.at, w.kind, w.event_id, w.caller, w.detail FROM written AS w)
SELECT w.idx::int FROM written AS w;
