-- The staff members of a group (C22). Nobody counted them before: one.
ALTER TABLE usages ADD COLUMN staff INTEGER NOT NULL DEFAULT 1;
