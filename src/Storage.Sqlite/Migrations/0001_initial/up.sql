-- Published machines, in the order they were published. A row never changes.
CREATE TABLE definitions (
    ordinal INTEGER PRIMARY KEY,
    machine TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    document BLOB NOT NULL,
    children BLOB NOT NULL,
    UNIQUE (machine, version)
) STRICT;

-- Instances at rest. The other tables name them by this short id, which never leaves the store.
CREATE TABLE instances (
    id INTEGER PRIMARY KEY,
    machine TEXT NOT NULL,
    key TEXT NOT NULL,
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    status INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    snapshot BLOB NOT NULL,
    UNIQUE (machine, key)
) STRICT;

-- Pending timers: the truth of when an instance must be woken.
CREATE TABLE timers (
    instance INTEGER NOT NULL REFERENCES instances (id),
    number INTEGER NOT NULL,
    due INTEGER NOT NULL,
    PRIMARY KEY (instance, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX timers_by_due ON timers (due);

-- Effects that are to be performed; a row goes when that is confirmed.
CREATE TABLE outbox (
    ordinal INTEGER PRIMARY KEY AUTOINCREMENT,
    instance INTEGER NOT NULL REFERENCES instances (id),
    sequence INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    payload BLOB NOT NULL,
    UNIQUE (instance, sequence, position)
) STRICT;

-- The events an instance applied last, by the name their senders gave them, with the receipt to give again.
CREATE TABLE processed_events (
    instance INTEGER NOT NULL REFERENCES instances (id),
    event_id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    receipt BLOB NOT NULL,
    PRIMARY KEY (instance, event_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE history (
    instance INTEGER NOT NULL REFERENCES instances (id),
    sequence INTEGER NOT NULL,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    event_id TEXT,
    detail BLOB NOT NULL,
    PRIMARY KEY (instance, sequence)
) STRICT, WITHOUT ROWID;
