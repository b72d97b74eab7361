-- What the operating model's limits need: which showing and group a usage is of, what counts of it,
-- the organisation's other venues, a venue's rules, and cards that were set aside.

-- A venue's rules come in the feed of its events: the check on `entity` needs the tables made anew.
DROP VIEW events_present;

CREATE TABLE events_base_new (
    venue   BLOB NOT NULL,
    id      BLOB NOT NULL,
    version INTEGER NOT NULL,
    entity  TEXT CHECK (entity IN ('event', 'showing', 'alias', 'rules')),
    body    TEXT,                    -- JSON
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;
INSERT INTO events_base_new SELECT venue, id, version, entity, body FROM events_base;
DROP TABLE events_base;
ALTER TABLE events_base_new RENAME TO events_base;
CREATE INDEX events_base_id ON events_base (id);

CREATE TABLE events_base_next_new (
    venue   BLOB NOT NULL,
    id      BLOB NOT NULL,
    version INTEGER NOT NULL,
    entity  TEXT CHECK (entity IN ('event', 'showing', 'alias', 'rules')),
    body    TEXT,
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;
INSERT INTO events_base_next_new SELECT venue, id, version, entity, body FROM events_base_next;
DROP TABLE events_base_next;
ALTER TABLE events_base_next_new RENAME TO events_base_next;

CREATE VIEW events_present AS
SELECT id, venue, body
FROM events_own
WHERE id NOT IN (SELECT id FROM event_aliases)
UNION ALL
SELECT id, venue, body
FROM events_base AS base
WHERE entity = 'event' AND body IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM events_own AS own WHERE own.id = base.id)
  AND id NOT IN (SELECT id FROM event_aliases);

-- What is searched by, and what counts towards a limit: read without opening the body. The same
-- columns in the same order in both tables, since one is copied into the other.
ALTER TABLE usages_base ADD COLUMN showing BLOB;
ALTER TABLE usages_base ADD COLUMN group_of BLOB;
ALTER TABLE usages_base ADD COLUMN children INTEGER;
ALTER TABLE usages_base ADD COLUMN value INTEGER;             -- cents
ALTER TABLE usages_base ADD COLUMN is_cancelled INTEGER;
ALTER TABLE usages_base ADD COLUMN over_cap INTEGER;
ALTER TABLE usages_base_next ADD COLUMN showing BLOB;
ALTER TABLE usages_base_next ADD COLUMN group_of BLOB;
ALTER TABLE usages_base_next ADD COLUMN children INTEGER;
ALTER TABLE usages_base_next ADD COLUMN value INTEGER;
ALTER TABLE usages_base_next ADD COLUMN is_cancelled INTEGER;
ALTER TABLE usages_base_next ADD COLUMN over_cap INTEGER;
ALTER TABLE usages_own ADD COLUMN showing BLOB;
ALTER TABLE usages_own ADD COLUMN group_of BLOB;

-- Groups, caps that were passed knowingly and what becomes of tickets were not known before.
UPDATE usages_base
SET showing = unhex(body ->> '$.showing', '-'),
    children = body ->> '$.children',
    value = body ->> '$.value',
    is_cancelled = 0,
    over_cap = 0
WHERE body IS NOT NULL;
UPDATE usages_base_next
SET showing = unhex(body ->> '$.showing', '-'),
    children = body ->> '$.children',
    value = body ->> '$.value',
    is_cancelled = 0,
    over_cap = 0
WHERE body IS NOT NULL;
UPDATE usages_own SET showing = unhex(body ->> '$.showing', '-') WHERE body IS NOT NULL;

-- Each holds all that counting reads, so that a busy venue's bodies are never opened for it.
DROP INDEX usages_base_card;
DROP INDEX usages_base_date;
CREATE INDEX usages_base_card ON usages_base
    (card, venue, event, showing, event_date, event_time, children, value, recorded_at, is_cancelled, over_cap, version);
CREATE INDEX usages_base_event ON usages_base
    (event, venue, card, showing, event_date, event_time, children, value, recorded_at, is_cancelled, over_cap, version)
    WHERE event IS NOT NULL;
CREATE INDEX usages_base_date ON usages_base
    (venue, event_date, card, event, showing, event_time, children, value, recorded_at, is_cancelled, over_cap, version);
CREATE INDEX usages_base_showing ON usages_base (showing) WHERE showing IS NOT NULL;
CREATE INDEX usages_base_group ON usages_base (group_of) WHERE group_of IS NOT NULL;
CREATE INDEX usages_own_card ON usages_own (card);
CREATE INDEX usages_own_event ON usages_own (event);
CREATE INDEX usages_own_date ON usages_own (venue, event_date);

DROP VIEW usages_present;
CREATE VIEW usages_present AS
SELECT id, venue, body, clerk, card, event, event_date, event_time, recorded_at, showing, group_of
FROM usages_own
WHERE body IS NOT NULL
UNION ALL
SELECT id, venue, body, clerk, card, event, event_date, event_time, recorded_at, showing, group_of
FROM usages_base AS base
WHERE body IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM usages_own AS own WHERE own.id = base.id)
  AND NOT EXISTS (SELECT 1 FROM usages_base AS newer WHERE newer.id = base.id AND newer.version > base.version);

-- What the service's feed said of usages at the organisation's other venues of the same sort, as far
-- as limits per organisation need them (C17). `venue` is the one whose feed it is.
CREATE TABLE totals_base (
    venue   BLOB NOT NULL,
    id      BLOB NOT NULL,
    version INTEGER NOT NULL,
    card    INTEGER,
    body    TEXT,                    -- JSON; none where it is gone
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX totals_base_card ON totals_base (venue, card);

CREATE TABLE totals_base_next (
    venue   BLOB NOT NULL,
    id      BLOB NOT NULL,
    version INTEGER NOT NULL,
    card    INTEGER,
    body    TEXT,
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;

-- Cards of no register, set aside to be recorded once they are in one (R34, R35). `id` is the
-- record's that follows. A row stays when it has ended.
CREATE TABLE set_asides (
    id       BLOB PRIMARY KEY,
    venue    BLOB NOT NULL,
    body     TEXT NOT NULL,          -- JSON
    granted  INTEGER NOT NULL,
    at       INTEGER NOT NULL,       -- microseconds
    ended    TEXT CHECK (ended IN ('recorded', 'dropped')),
    ended_at INTEGER                 -- microseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX set_asides_open ON set_asides (at) WHERE ended IS NULL;

-- Pending settings are looked for by their kind.
CREATE INDEX outbox_kind ON outbox (kind, state, sequence);
