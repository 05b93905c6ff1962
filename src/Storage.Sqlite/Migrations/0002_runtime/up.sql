-- A life of an address begins with a turn and may end by being disposed of. The row is kept then, so that sequences never start again.
ALTER TABLE instances ADD COLUMN first_sequence INTEGER NOT NULL DEFAULT 1;
ALTER TABLE instances ADD COLUMN disposed_at INTEGER;
ALTER TABLE instances ADD COLUMN is_purged INTEGER NOT NULL DEFAULT 0;

-- Each stretch of it is in the order of finding, since an index ends with the id.
CREATE INDEX instances_by_status ON instances (machine, status) WHERE disposed_at IS NULL;
CREATE INDEX instances_to_purge ON instances (disposed_at) WHERE disposed_at IS NOT NULL AND is_purged = 0;

ALTER TABLE timers ADD COLUMN trace TEXT;
ALTER TABLE outbox ADD COLUMN trace TEXT;
ALTER TABLE history ADD COLUMN caller TEXT;

-- When an event was applied stands in the history of its turn.
ALTER TABLE processed_events ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
UPDATE processed_events SET at = coalesce(
    (SELECT h.at FROM history h WHERE h.instance = processed_events.instance AND h.sequence = processed_events.sequence),
    (SELECT i.updated_at FROM instances i WHERE i.id = processed_events.instance));

-- By what instances are found quickly.
CREATE TABLE instance_terms (
    term TEXT NOT NULL,
    instance INTEGER NOT NULL REFERENCES instances (id),
    PRIMARY KEY (term, instance)
) STRICT, WITHOUT ROWID;

CREATE INDEX terms_by_instance ON instance_terms (instance);

-- Of instances of the first form only their leaf states are known here; the rest follows when they change.
INSERT OR IGNORE INTO instance_terms (term, instance)
SELECT 's:' || s.value, i.id
FROM instances i, json_each(CASE WHEN json_valid(CAST(i.snapshot AS TEXT)) THEN CAST(i.snapshot AS TEXT) ELSE '{}' END, '$.stateIds') s;

-- Services that run beside their instances. Rows come and go with the commits of these.
CREATE TABLE invocations (
    instance INTEGER NOT NULL REFERENCES instances (id),
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    number INTEGER NOT NULL,
    source TEXT NOT NULL,
    payload BLOB NOT NULL,
    trace TEXT,
    attempt INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (instance, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX invocations_by_due ON invocations (due, instance, sequence, position);

-- What went wrong with nobody there to be told.
CREATE TABLE incidents (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    machine TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    UNIQUE (machine, key, kind, name)
) STRICT;

-- Random keys of this database, made when they are first asked for.
CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    secret BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The one host that writes. The epoch grows with each change of owner, and every transaction checks it.
CREATE TABLE ownership (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch INTEGER NOT NULL,
    owner TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;

INSERT INTO ownership (id, epoch, owner, since) VALUES (1, 0, '', 0);
