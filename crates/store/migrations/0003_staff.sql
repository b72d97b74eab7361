-- The staff members of a group (C22). In both tables, since one is copied into the other.
ALTER TABLE usages_base ADD COLUMN staff INTEGER;
ALTER TABLE usages_base_next ADD COLUMN staff INTEGER;

-- What was told before it was kept says nothing of it: one.
UPDATE usages_base SET staff = coalesce(body ->> '$.staff', 1) WHERE body IS NOT NULL;
UPDATE usages_base_next SET staff = coalesce(body ->> '$.staff', 1) WHERE body IS NOT NULL;

-- Each holds all that counting reads, so that a busy venue's bodies are never opened for it.
DROP INDEX usages_base_card;
DROP INDEX usages_base_event;
DROP INDEX usages_base_date;
CREATE INDEX usages_base_card ON usages_base
    (card, venue, event, showing, event_date, event_time, children, staff, value, recorded_at, is_cancelled, over_cap, version);
CREATE INDEX usages_base_event ON usages_base
    (event, venue, card, showing, event_date, event_time, children, staff, value, recorded_at, is_cancelled, over_cap, version)
    WHERE event IS NOT NULL;
CREATE INDEX usages_base_date ON usages_base
    (venue, event_date, card, event, showing, event_time, children, staff, value, recorded_at, is_cancelled, over_cap, version);
