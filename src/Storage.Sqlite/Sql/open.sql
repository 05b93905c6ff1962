-- A commit is on disk when it is confirmed (DURABILITY.md): the log is synced at every transaction.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
-- A page that many turns write goes from the log to the database once for all of them: about 64 MB of log.
PRAGMA wal_autocheckpoint = 16384;
