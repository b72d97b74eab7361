//! Stations and their credentials, of which only hashes are kept.

use super::sessions::Hash;
use super::{Read, StorageError, Write, column};
use jiff::Timestamp;
use kaikuasema_domain::{StationId, UserId};
use rusqlite::{OptionalExtension, params};

impl Read<'_> {
    /// The hash of a station's credential.
    pub(crate) fn station_credential(&self, station: StationId) -> Result<Option<Hash>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT credential_hash FROM stations WHERE id = ?1")?;
        Ok(statement.query_row([station.to_string()], |row| row.get(0)).optional()?)
    }

    /// Those whose rights a station has: the one whose registering made its present
    /// credential, and whoever is signed in at it.
    pub(crate) fn station_users(&self, station: StationId, now: Timestamp) -> Result<Vec<UserId>, StorageError> {
        let sql = "SELECT user_id FROM station_users WHERE station_id = ?1 AND present
                   UNION SELECT user_id FROM sessions WHERE station_id = ?1 AND expires_at > ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let users = statement.query_map(params![station.to_string(), column::millis(now)], |row| column::text(row, 0))?;
        Ok(users.collect::<Result<_, _>>()?)
    }

    /// Those who ever signed in at a station or registered it.
    pub(crate) fn station_users_ever(&self, station: StationId) -> Result<Vec<UserId>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT user_id FROM station_users WHERE station_id = ?1")?;
        let users = statement.query_map([station.to_string()], |row| column::text(row, 0))?;
        Ok(users.collect::<Result<_, _>>()?)
    }
}

impl Write<'_> {
    /// Keeps that a user signed in at a station: what it records for that user's venues is
    /// taken in also after the user signed out.
    pub(crate) fn note_station_user(&self, station: StationId, user: UserId) -> Result<(), StorageError> {
        let sql = "INSERT INTO station_users (station_id, user_id, present) VALUES (?1, ?2, 0) ON CONFLICT DO NOTHING";
        self.connection.execute(sql, params![station.to_string(), user.to_string()])?;
        Ok(())
    }

    /// Registers a station in a user's name; its former credential ends.
    pub(crate) fn register_station(
        &self,
        station: StationId,
        name: &str,
        credential: &Hash,
        user: UserId,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let sql = "INSERT INTO stations (id, name, credential_hash, registered_at) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (id) DO UPDATE SET name = excluded.name, credential_hash = excluded.credential_hash,
                   registered_at = excluded.registered_at";
        self.connection.execute(sql, params![station.to_string(), name, credential, column::millis(now)])?;
        // A new credential never inherits what others' credentials could see: the id alone proves nothing.
        self.connection.execute("UPDATE station_users SET present = 0 WHERE station_id = ?1", [station.to_string()])?;
        let sql = "INSERT INTO station_users (station_id, user_id, present) VALUES (?1, ?2, 1)
                   ON CONFLICT (station_id, user_id) DO UPDATE SET present = 1";
        self.connection.execute(sql, params![station.to_string(), user.to_string()])?;
        Ok(())
    }
}
