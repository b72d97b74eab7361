//! Sessions and their tokens, of which only hashes are kept.

use super::{Read, StorageError, Write, column};
use jiff::Timestamp;
use kaikuasema_domain::{StationId, UserId};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

/// The hash of a token's secret.
pub(crate) type Hash = [u8; 32];

/// A session to begin.
pub(crate) struct NewSession {
    /// Its id, part of the refresh token.
    pub(crate) id: Uuid,
    /// Who signed in.
    pub(crate) user: UserId,
    /// At which station.
    pub(crate) station: StationId,
    /// The refresh token's hash.
    pub(crate) refresh: Hash,
    /// When the session ends unless refreshed.
    pub(crate) expires: Timestamp,
}

/// A session as it stands.
pub(crate) struct SessionRow {
    /// Its id.
    pub(crate) id: Uuid,
    /// Whose.
    pub(crate) user: UserId,
    /// At which station.
    pub(crate) station: StationId,
    /// The hashes of the refresh tokens that were given since one was last used, oldest first: the station
    /// has one of them, or none yet.
    pub(crate) unused: Vec<Hash>,
    /// The hash of the one that was last used, while that is still good.
    pub(crate) previous: Option<Hash>,
}

impl Read<'_> {
    /// A session that has not ended.
    pub(crate) fn session(&self, id: Uuid, now: Timestamp) -> Result<Option<SessionRow>, StorageError> {
        let sql = "SELECT user_id, station_id, refresh_hash, previous_hash FROM sessions WHERE id = ?1 AND expires_at > ?2";
        let found = self.connection.prepare_cached(sql)?.query_row(params![id.to_string(), column::millis(now)], |row| {
            let unused: Vec<u8> = row.get(2)?;
            let unused = unused.as_chunks().0.to_vec();
            Ok(SessionRow { id, user: column::text(row, 0)?, station: column::text(row, 1)?, unused, previous: row.get(3)? })
        });
        Ok(found.optional()?)
    }

    /// The hash of an access token that has not ended, and whose session it belongs to.
    pub(crate) fn access_token(&self, id: Uuid, now: Timestamp) -> Result<Option<(Hash, Uuid, UserId, StationId)>, StorageError> {
        let sql = "SELECT t.hash, s.id, s.user_id, s.station_id FROM access_tokens t JOIN sessions s ON s.id = t.session_id
                   WHERE t.id = ?1 AND t.expires_at > ?2 AND s.expires_at > ?2";
        let found = self.connection.prepare_cached(sql)?.query_row(params![id.to_string(), column::millis(now)], |row| {
            Ok((row.get(0)?, column::text(row, 1)?, column::text(row, 2)?, column::text(row, 3)?))
        });
        Ok(found.optional()?)
    }
}

impl Write<'_> {
    /// Clears away what has ended.
    pub(crate) fn clear_ended(&self, now: Timestamp) -> Result<(), StorageError> {
        self.connection.execute("DELETE FROM sessions WHERE expires_at <= ?1", [column::millis(now)])?;
        self.connection.execute("DELETE FROM access_tokens WHERE expires_at <= ?1", [column::millis(now)])?;
        Ok(())
    }

    /// Begins a session.
    pub(crate) fn begin_session(&self, new: &NewSession) -> Result<(), StorageError> {
        let sql = "INSERT INTO sessions (id, user_id, station_id, refresh_hash, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.connection.execute(
            sql,
            params![new.id.to_string(), new.user.to_string(), new.station.to_string(), new.refresh, column::millis(new.expires)],
        )?;
        Ok(())
    }

    /// Keeps the refresh tokens that are good from now on: those not used yet, and the one last used.
    pub(crate) fn rotate(&self, id: Uuid, unused: &[Hash], previous: &Hash, expires: Timestamp) -> Result<(), StorageError> {
        let sql = "UPDATE sessions SET refresh_hash = ?2, previous_hash = ?3, expires_at = ?4 WHERE id = ?1";
        self.connection.execute(sql, params![id.to_string(), unused.concat(), previous, column::millis(expires)])?;
        Ok(())
    }

    /// Adds an access token to a session.
    pub(crate) fn add_access_token(&self, id: Uuid, session: Uuid, hash: &Hash, expires: Timestamp) -> Result<(), StorageError> {
        let sql = "INSERT INTO access_tokens (id, session_id, hash, expires_at) VALUES (?1, ?2, ?3, ?4)";
        self.connection.execute(sql, params![id.to_string(), session.to_string(), hash, column::millis(expires)])?;
        Ok(())
    }

    /// Ends a session with all its tokens.
    pub(crate) fn end_session(&self, id: Uuid) -> Result<(), StorageError> {
        self.connection.execute("DELETE FROM sessions WHERE id = ?1", [id.to_string()])?;
        Ok(())
    }

    /// Ends every session of a user.
    pub(crate) fn end_sessions_of(&self, user: UserId) -> Result<(), StorageError> {
        self.connection.execute("DELETE FROM sessions WHERE user_id = ?1", [user.to_string()])?;
        Ok(())
    }
}
