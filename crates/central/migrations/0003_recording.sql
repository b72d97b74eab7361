-- What is known of a recording from the moment it is made.

-- The version that the record got then, on which the station's own next changes build. Of one that was
-- there already: the newest one that no station's change gave it.
ALTER TABLE usages ADD COLUMN first_version INTEGER;
UPDATE usages SET first_version = (SELECT version FROM edits WHERE entity_id = usages.id AND station_id = '');

-- Who typed a late entry in.
ALTER TABLE usages ADD COLUMN entered_by TEXT;

-- The clerk was told that the cap is passed by it. Of one that was there already, its discretion says so.
ALTER TABLE usages ADD COLUMN over_cap INTEGER NOT NULL DEFAULT 0;
