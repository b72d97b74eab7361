//! Venues, users, and who may do what where, now and at any time before.

use super::{Read, StorageError, Write, column};
use jiff::Timestamp;
use kaikuasema_domain::user::{Right, User, VenueAccess};
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{StationId, UserId, Venue, VenueId};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::BTreeSet;

const VENUE: &str = "SELECT id, organisation, name, municipality, kind, rules FROM venues";

fn venue(row: &Row<'_>) -> rusqlite::Result<Venue> {
    Ok(Venue {
        id: column::text(row, 0)?,
        organisation: column::text(row, 1)?,
        name: row.get(2)?,
        municipality: row.get(3)?,
        kind: column::named(row, 4)?,
        rules: column::json(row, 5)?,
    })
}

impl Read<'_> {
    /// Every venue, by name.
    pub(crate) fn venues(&self) -> Result<Vec<Venue>, StorageError> {
        let mut statement = self.connection.prepare_cached(&format!("{VENUE} ORDER BY name, id"))?;
        let venues = statement.query_map([], venue)?.collect::<Result<_, _>>()?;
        Ok(venues)
    }

    /// One venue.
    pub(crate) fn venue(&self, id: VenueId) -> Result<Option<Venue>, StorageError> {
        let mut statement = self.connection.prepare_cached(&format!("{VENUE} WHERE id = ?1"))?;
        Ok(statement.query_row([id.to_string()], venue).optional()?)
    }

    /// A user and the stored hash of the password, by e-mail address in its normal spelling.
    pub(crate) fn user_by_email(&self, email: &str) -> Result<Option<(User, String)>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT id, email, password FROM users WHERE email = ?1")?;
        let found = statement.query_row([email], |row| Ok((User { id: column::text(row, 0)?, email: row.get(1)? }, row.get(2)?)));
        Ok(found.optional()?)
    }

    /// A user by id.
    pub(crate) fn user(&self, id: UserId) -> Result<Option<User>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT id, email FROM users WHERE id = ?1")?;
        let found = statement.query_row([id.to_string()], |row| Ok(User { id: column::text(row, 0)?, email: row.get(1)? }));
        Ok(found.optional()?)
    }

    /// Where a user may act now, and with which rights, by the venue's name.
    pub(crate) fn access(&self, user: UserId) -> Result<Vec<VenueAccess>, StorageError> {
        let sql = "SELECT DISTINCT venue_id, right_name FROM access WHERE user_id = ?1 AND ended_at IS NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        let granted: Vec<(VenueId, Right)> =
            statement.query_map([user.to_string()], |row| Ok((column::text(row, 0)?, column::text(row, 1)?)))?.collect::<Result<_, _>>()?;
        let mut all = Vec::new();
        for venue in self.venues()? {
            let rights: BTreeSet<Right> = granted.iter().filter(|(id, _)| *id == venue.id).map(|(_, right)| *right).collect();
            if !rights.is_empty() {
                let colleagues = self.colleagues(venue.id)?;
                all.push(VenueAccess { venue, rights, colleagues });
            }
        }
        Ok(all)
    }

    /// Who records at a venue now, by e-mail address.
    fn colleagues(&self, venue: VenueId) -> Result<Vec<User>, StorageError> {
        let sql = "SELECT DISTINCT u.id, u.email FROM access a JOIN users u ON u.id = a.user_id
                   WHERE a.venue_id = ?1 AND a.right_name = ?2 AND a.ended_at IS NULL ORDER BY u.email";
        let mut statement = self.connection.prepare_cached(sql)?;
        let users = statement.query_map([venue.to_string().as_str(), Right::Record.name()], |row| {
            Ok(User { id: column::text(row, 0)?, email: row.get(1)? })
        })?;
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// A venue's rules with their version.
    pub(crate) fn rules(&self, venue: VenueId) -> Result<Option<(VenueRules, u64)>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT rules, rules_version FROM venues WHERE id = ?1")?;
        let found = statement.query_row([venue.to_string()], |row| Ok((column::json(row, 0)?, column::version(row, 1)?)));
        Ok(found.optional()?)
    }

    /// Whether a user has any right at a venue now.
    pub(crate) fn has_access(&self, user: UserId, venue: VenueId) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM access WHERE user_id = ?1 AND venue_id = ?2 AND ended_at IS NULL";
        Ok(self.connection.prepare_cached(sql)?.exists([user.to_string(), venue.to_string()])?)
    }

    /// Whether a user has or ever had any right at a venue.
    pub(crate) fn ever_had_access(&self, user: UserId, venue: VenueId) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM access WHERE user_id = ?1 AND venue_id = ?2";
        Ok(self.connection.prepare_cached(sql)?.exists([user.to_string(), venue.to_string()])?)
    }

    /// Whether a user has a right at any venue now.
    pub(crate) fn has_right_anywhere(&self, user: UserId, right: Right) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM access WHERE user_id = ?1 AND right_name = ?2 AND ended_at IS NULL";
        Ok(self.connection.prepare_cached(sql)?.exists([user.to_string().as_str(), right.name()])?)
    }

    /// Whether a user had a right at a venue at an instant.
    pub(crate) fn had_right(&self, user: UserId, venue: VenueId, right: Right, at: Timestamp) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM access WHERE user_id = ?1 AND venue_id = ?2 AND right_name = ?3
                   AND granted_at <= ?4 AND (ended_at IS NULL OR ended_at > ?4)";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.exists(params![user.to_string(), venue.to_string(), right.name(), column::millis(at)])?)
    }

    /// Whether nothing has been put in yet: no venue, no user, no card.
    pub(crate) fn is_empty(&self) -> Result<bool, StorageError> {
        let sql = "SELECT NOT EXISTS (SELECT 1 FROM venues) AND NOT EXISTS (SELECT 1 FROM users) AND NOT EXISTS (SELECT 1 FROM cards)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }
}

impl Write<'_> {
    /// Adds a venue.
    pub(crate) fn add_venue(&self, venue: &Venue) -> Result<(), StorageError> {
        let version = self.next_version();
        let sql = "INSERT INTO venues (id, organisation, name, municipality, kind, rules, rules_version)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.connection.execute(
            sql,
            params![
                venue.id.to_string(),
                venue.organisation.to_string(),
                venue.name,
                venue.municipality,
                column::name(&venue.kind)?,
                column::to_json(&venue.rules)?,
                version
            ],
        )?;
        self.note_edit(venue.id.0, None, version)
    }

    /// Sets a venue's rules; answers with their new version.
    pub(crate) fn set_rules(&self, venue: VenueId, rules: &VenueRules, by: StationId) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "UPDATE venues SET rules = ?2, rules_version = ?3 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![venue.to_string(), column::to_json(rules)?, version])?;
        self.note_edit(venue.0, Some(by), version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Adds a user with the hash of a password.
    pub(crate) fn add_user(&self, user: &User, password: &str) -> Result<(), StorageError> {
        let sql = "INSERT INTO users (id, email, password) VALUES (?1, ?2, ?3)";
        self.connection.execute(sql, params![user.id.to_string(), user.email, password])?;
        Ok(())
    }

    /// Gives a user another password, as its hash.
    pub(crate) fn set_password(&self, user: UserId, password: &str) -> Result<(), StorageError> {
        self.connection.execute("UPDATE users SET password = ?2 WHERE id = ?1", params![user.to_string(), password])?;
        Ok(())
    }

    /// Grants a right from an instant on; nothing changes where it is held already.
    pub(crate) fn grant(&self, user: UserId, venue: VenueId, right: Right, from: Timestamp) -> Result<(), StorageError> {
        let sql = "INSERT INTO access (user_id, venue_id, right_name, granted_at)
                   SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS
                   (SELECT 1 FROM access WHERE user_id = ?1 AND venue_id = ?2 AND right_name = ?3 AND ended_at IS NULL)";
        self.connection.execute(sql, params![user.to_string(), venue.to_string(), right.name(), column::millis(from)])?;
        Ok(())
    }

    /// Ends a right; what was recorded under it stays rightly recorded.
    pub(crate) fn end_right(&self, user: UserId, venue: VenueId, right: Right, at: Timestamp) -> Result<(), StorageError> {
        let sql = "UPDATE access SET ended_at = ?4 WHERE user_id = ?1 AND venue_id = ?2 AND right_name = ?3 AND ended_at IS NULL";
        self.connection.execute(sql, params![user.to_string(), venue.to_string(), right.name(), column::millis(at)])?;
        Ok(())
    }
}
