-- The limits of the operating model: settings with versions of their own, what becomes of a
-- ticket, cards set aside, customers turned away, and who changed what.

-- A venue's rules are told in the feed of its events: those that were there already get the next versions.
ALTER TABLE venues ADD COLUMN rules_version INTEGER NOT NULL DEFAULT 0;
UPDATE venues SET rules_version = (SELECT version FROM service) + (SELECT count(*) FROM venues v WHERE v.id <= venues.id);
UPDATE service SET version = version + (SELECT count(*) FROM venues);
CREATE INDEX venues_of_organisation ON venues (organisation, kind);

ALTER TABLE events ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';
ALTER TABLE showings ADD COLUMN occasion TEXT NOT NULL DEFAULT 'ordinary';

ALTER TABLE usages ADD COLUMN channel TEXT NOT NULL DEFAULT 'desk';
ALTER TABLE usages ADD COLUMN group_id TEXT;
ALTER TABLE usages ADD COLUMN entered_late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE usages ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
ALTER TABLE usages ADD COLUMN findings TEXT;
CREATE INDEX usages_by_event ON usages (event_id);
CREATE INDEX usages_by_day ON usages (venue_id, event_date);

-- The newest version of an entity by each station that made or changed it; without a station, its
-- making and what the issuer's side did. A station's own changes are no conflict with its next one.
CREATE TABLE edits (
    entity_id  TEXT    NOT NULL,
    station_id TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    PRIMARY KEY (entity_id, station_id)
) STRICT, WITHOUT ROWID;
INSERT INTO edits SELECT id, '', version FROM usages;
INSERT INTO edits SELECT id, '', version FROM events;
INSERT INTO edits SELECT id, '', version FROM showings;
INSERT INTO edits SELECT id, '', rules_version FROM venues;

-- Cards that were in no register when they were used. Each holds the usage that it becomes, under
-- the same id, once the card is registered.
CREATE TABLE set_asides (
    id       TEXT    PRIMARY KEY,
    venue_id TEXT    NOT NULL REFERENCES venues (id),
    card     INTEGER NOT NULL,
    event_id TEXT,
    usage    TEXT    NOT NULL,
    granted  INTEGER NOT NULL,
    deleted  INTEGER NOT NULL,
    version  INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX set_asides_in_order ON set_asides (venue_id, version);

-- Customers turned away. There is no card here, and is not to be.
CREATE TABLE turned_away (
    id         TEXT    PRIMARY KEY,
    venue_id   TEXT    NOT NULL REFERENCES venues (id),
    event_id   TEXT,
    showing_id TEXT,
    event_date TEXT    NOT NULL,
    event_time TEXT,
    reason     TEXT    NOT NULL,
    at         TEXT    NOT NULL,
    clerk_id   TEXT    NOT NULL,
    station_id TEXT    NOT NULL,
    version    INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX turned_away_by_day ON turned_away (venue_id, event_date);
