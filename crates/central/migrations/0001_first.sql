-- Everything the central service keeps. Every row that a feed tells carries a version,
-- given inside the transaction of the one writer, so that the order of versions is the
-- order of commits and a cursor never skips.

CREATE TABLE service (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
    instance_id TEXT    NOT NULL,
    secret_key  BLOB    NOT NULL,
    version     INTEGER NOT NULL
) STRICT;

CREATE TABLE venues (
    id           TEXT PRIMARY KEY,
    organisation TEXT NOT NULL,
    name         TEXT NOT NULL,
    municipality TEXT NOT NULL,
    kind         TEXT NOT NULL,
    rules        TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id       TEXT PRIMARY KEY,
    email    TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL
) STRICT;

-- Rights are never removed, only ended: a record is judged by the rights of its time.
CREATE TABLE access (
    user_id    TEXT    NOT NULL REFERENCES users (id),
    venue_id   TEXT    NOT NULL REFERENCES venues (id),
    right_name TEXT    NOT NULL,
    granted_at INTEGER NOT NULL,
    ended_at   INTEGER,
    PRIMARY KEY (user_id, venue_id, right_name, granted_at)
) STRICT;

CREATE TABLE sessions (
    id            TEXT    PRIMARY KEY,
    user_id       TEXT    NOT NULL REFERENCES users (id),
    station_id    TEXT    NOT NULL,
    refresh_hash  BLOB    NOT NULL,
    previous_hash BLOB,
    expires_at    INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_by_station ON sessions (station_id);

CREATE TABLE access_tokens (
    id         TEXT    PRIMARY KEY,
    session_id TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    hash       BLOB    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX access_tokens_by_session ON access_tokens (session_id);

CREATE TABLE stations (
    id              TEXT    PRIMARY KEY,
    name            TEXT    NOT NULL,
    credential_hash BLOB    NOT NULL,
    registered_at   INTEGER NOT NULL
) STRICT;

-- Whoever ever signed in at or registered the station. It sees what those may see who are
-- signed in at it or whose registering made its present credential; what it recorded for
-- the others it may still hand in.
CREATE TABLE station_users (
    station_id TEXT    NOT NULL,
    user_id    TEXT    NOT NULL REFERENCES users (id),
    present    INTEGER NOT NULL,
    PRIMARY KEY (station_id, user_id)
) STRICT;

-- Cards that ended long ago are left out of the feed. One that was changed after that is told
-- all the same: stations may hold it as it was before.
CREATE TABLE cards (
    code         INTEGER PRIMARY KEY,
    active       INTEGER NOT NULL,
    valid_until  TEXT    NOT NULL,
    children_max INTEGER,
    changed_old  INTEGER NOT NULL,
    version      INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE events (
    id              TEXT    PRIMARY KEY,
    venue_id        TEXT    NOT NULL REFERENCES venues (id),
    name            TEXT    NOT NULL,
    folded_name     TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    active          INTEGER NOT NULL,
    asks_value      INTEGER NOT NULL,
    made_at_counter INTEGER NOT NULL,
    flags           TEXT    NOT NULL,
    version         INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX events_in_order ON events (venue_id, version);
CREATE INDEX events_by_name ON events (venue_id, folded_name);

CREATE TABLE showings (
    id        TEXT    PRIMARY KEY,
    event_id  TEXT    NOT NULL REFERENCES events (id),
    venue_id  TEXT    NOT NULL REFERENCES venues (id),
    date      TEXT    NOT NULL,
    time      TEXT,
    capacity  INTEGER,
    cancelled INTEGER NOT NULL,
    version   INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX showings_in_order ON showings (venue_id, version);
CREATE INDEX showings_of_event ON showings (event_id);

CREATE TABLE event_aliases (
    id       TEXT    PRIMARY KEY,
    venue_id TEXT    NOT NULL REFERENCES venues (id),
    into_id  TEXT    NOT NULL REFERENCES events (id),
    version  INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX event_aliases_in_order ON event_aliases (venue_id, version);

CREATE TABLE usages (
    id              TEXT    PRIMARY KEY,
    venue_id        TEXT    NOT NULL REFERENCES venues (id),
    card            INTEGER NOT NULL,
    event_id        TEXT    REFERENCES events (id),
    event_name      TEXT,
    showing_id      TEXT    REFERENCES showings (id),
    event_date      TEXT    NOT NULL,
    event_time      TEXT,
    children        INTEGER NOT NULL,
    customer_cards  INTEGER,
    value_cents     INTEGER,
    recorded_at     TEXT    NOT NULL,
    clerk_id        TEXT    NOT NULL,
    station_id      TEXT    NOT NULL,
    discretion      TEXT,
    verdict         TEXT,
    register_cursor TEXT,
    flags           TEXT    NOT NULL,
    deleted         INTEGER NOT NULL,
    version         INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX usages_in_order ON usages (venue_id, version);
CREATE INDEX usages_by_card ON usages (card);

-- One row per operation ever settled: id, fingerprint of its bytes, and the answer given.
CREATE TABLE operations (
    op_id       TEXT    PRIMARY KEY,
    hash        BLOB    NOT NULL,
    outcome     TEXT    NOT NULL,
    station_id  TEXT    NOT NULL,
    sequence    INTEGER,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX operations_by_station ON operations (station_id, sequence);

-- Rejected operations that a clerk discarded, and why.
CREATE TABLE voids (
    by_op_id    TEXT    PRIMARY KEY,
    op_id       TEXT    NOT NULL,
    venue_id    TEXT    NOT NULL REFERENCES venues (id),
    reason      TEXT    NOT NULL,
    clerk_id    TEXT    NOT NULL,
    recorded_at TEXT    NOT NULL,
    version     INTEGER NOT NULL UNIQUE
) STRICT;
