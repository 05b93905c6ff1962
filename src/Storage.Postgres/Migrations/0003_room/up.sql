-- Instances that were made one after the other share a page, and timers that fall due together change all of them in one transaction. A
-- page then needs room for the next form of every row at once: one that is written elsewhere costs each index a new entry. Pages that are
-- there stay as they are.
ALTER TABLE instances SET (fillfactor = 50);
