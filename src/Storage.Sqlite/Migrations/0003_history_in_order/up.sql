-- Turns in the order in which they came, so that those of one transaction share a page of the log. Kept in the order of the index, each had
-- a page of its own to write, and every eighth one three or four.
CREATE TABLE turns (
    instance INTEGER NOT NULL REFERENCES instances (id),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    event_id TEXT,
    detail BLOB NOT NULL,
    caller TEXT,
    UNIQUE (instance, sequence)
) STRICT;

INSERT INTO turns (instance, sequence, at, kind, event_id, detail, caller)
SELECT instance, sequence, at, kind, event_id, detail, caller FROM history;

DROP TABLE history;
ALTER TABLE turns RENAME TO history;
