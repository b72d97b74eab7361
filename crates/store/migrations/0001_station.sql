-- The first form of the station's file.

-- What the station knows about itself: its id, the service, who is signed in. One JSON value each.
CREATE TABLE station (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Small settings of the application. One JSON value each.
CREATE TABLE settings (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far each feed of the service has been read.
CREATE TABLE feeds (
    name          TEXT PRIMARY KEY,
    cursor        TEXT,              -- of the copy in use
    beside_cursor TEXT,              -- of the copy that is built beside it
    is_beside     INTEGER NOT NULL,  -- 1 while rows go beside
    as_of         INTEGER            -- microseconds; when a reply was last complete
) STRICT, WITHOUT ROWID;

-- The register copy (R165): a card's number as one integer, and what a venue may know of it.
-- A row without a last day is a card that left the register; its version stays known.
CREATE TABLE cards (
    code         INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL,
    valid_until  INTEGER,            -- days since 1970-01-01
    active       INTEGER NOT NULL,
    children_max INTEGER
) STRICT;

CREATE TABLE cards_next (
    code         INTEGER PRIMARY KEY,
    version      INTEGER NOT NULL,
    valid_until  INTEGER,
    active       INTEGER NOT NULL,
    children_max INTEGER
) STRICT;

-- What the service's feed said of a venue's events and showings. A row without a body is gone.
CREATE TABLE events_base (
    venue   BLOB NOT NULL,
    id      BLOB NOT NULL,
    version INTEGER NOT NULL,
    entity  TEXT CHECK (entity IN ('event', 'showing', 'alias')),
    body    TEXT,                    -- JSON
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_base_id ON events_base (id);

CREATE TABLE events_base_next (
    venue   BLOB NOT NULL,
    id      BLOB NOT NULL,
    version INTEGER NOT NULL,
    entity  TEXT CHECK (entity IN ('event', 'showing', 'alias')),
    body    TEXT,
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;

-- Events after this station's own operations that the feed has not passed yet.
CREATE TABLE events_own (
    id    BLOB PRIMARY KEY,
    venue BLOB NOT NULL,
    body  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Events merged into another, for ever (R199). `into_id` is never itself an alias.
CREATE TABLE event_aliases (
    id      BLOB PRIMARY KEY,
    into_id BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What the service's feed said of a venue's usages. A row without a body is gone. The columns
-- after the body repeat what is searched by.
CREATE TABLE usages_base (
    venue       BLOB NOT NULL,
    id          BLOB NOT NULL,
    version     INTEGER NOT NULL,
    body        TEXT,
    clerk       BLOB,
    card        INTEGER,
    event       BLOB,
    event_date  INTEGER,             -- days since 1970-01-01
    event_time  INTEGER,             -- seconds since midnight
    recorded_at INTEGER,             -- microseconds
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX usages_base_id ON usages_base (id, version);
CREATE INDEX usages_base_recorded ON usages_base (venue, recorded_at);
CREATE INDEX usages_base_card ON usages_base (card);
CREATE INDEX usages_base_date ON usages_base (venue, event_date);

CREATE TABLE usages_base_next (
    venue       BLOB NOT NULL,
    id          BLOB NOT NULL,
    version     INTEGER NOT NULL,
    body        TEXT,
    clerk       BLOB,
    card        INTEGER,
    event       BLOB,
    event_date  INTEGER,
    event_time  INTEGER,
    recorded_at INTEGER,
    PRIMARY KEY (venue, id)
) STRICT, WITHOUT ROWID;

-- Usages after this station's own operations that the feed has not passed yet.
-- A row without a body was deleted by such an operation.
CREATE TABLE usages_own (
    id          BLOB PRIMARY KEY,
    venue       BLOB NOT NULL,
    body        TEXT,
    clerk       BLOB,
    card        INTEGER,
    event       BLOB,
    event_date  INTEGER,
    event_time  INTEGER,
    recorded_at INTEGER
) STRICT, WITHOUT ROWID;

-- The present: own over base. A usage that moved between venues counts where it is newest.
CREATE VIEW usages_present AS
SELECT id, venue, body, clerk, card, event, event_date, event_time, recorded_at
FROM usages_own
WHERE body IS NOT NULL
UNION ALL
SELECT id, venue, body, clerk, card, event, event_date, event_time, recorded_at
FROM usages_base AS base
WHERE body IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM usages_own AS own WHERE own.id = base.id)
  AND NOT EXISTS (SELECT 1 FROM usages_base AS newer WHERE newer.id = base.id AND newer.version > base.version);

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

-- Everything this station has to tell the service, in the order it happened. Nothing is ever
-- removed here; the bytes are frozen.
CREATE TABLE outbox (
    sequence    INTEGER PRIMARY KEY,
    op          BLOB NOT NULL UNIQUE,
    bytes       BLOB NOT NULL,
    kind        TEXT NOT NULL,
    entity      BLOB NOT NULL,
    recorded_at INTEGER NOT NULL,    -- microseconds
    state       TEXT NOT NULL DEFAULT 'waiting'
                CHECK (state IN ('waiting', 'sent', 'rejected', 'conflict', 'settled', 'discarded')),
    attempts    INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT,
    next_try    INTEGER,             -- microseconds
    version     INTEGER,             -- the entity's, as the service told when it accepted
    outcome     TEXT,                -- the service's last answer, JSON
    sent_at     INTEGER              -- microseconds
) STRICT;
CREATE INDEX outbox_state ON outbox (state, sequence);
CREATE INDEX outbox_entity ON outbox (entity, sequence);
CREATE INDEX outbox_sent ON outbox (sent_at);
