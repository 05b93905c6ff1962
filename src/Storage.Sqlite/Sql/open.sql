-- A commit is on disk when it is confirmed (DURABILITY.md): the log is synced at every transaction.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = OFF;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -65536;
-- The log goes to the database beside the commits. Where it comes to 256 MB all the same, commits wait for that.
PRAGMA wal_autocheckpoint = 65536;
