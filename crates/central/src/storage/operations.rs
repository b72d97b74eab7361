//! What became of every operation, for ever: the ground of "exactly once".

use super::sessions::Hash;
use super::{Read, StorageError, Write, column};
use jiff::Timestamp;
use kaikuasema_domain::operation::Outcome;
use kaikuasema_domain::{OpId, StationId, UserId, VenueId};
use rusqlite::{OptionalExtension, params};

/// An operation that has its answer.
pub(crate) struct Settled {
    /// The fingerprint of the bytes that were answered.
    pub(crate) hash: Hash,
    /// The answer.
    pub(crate) outcome: Outcome,
}

impl Read<'_> {
    /// The answer given to an operation, if it has one.
    pub(crate) fn settled(&self, op: OpId) -> Result<Option<Settled>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT hash, outcome FROM operations WHERE op_id = ?1")?;
        let found = statement.query_row([op.to_string()], |row| Ok(Settled { hash: row.get(0)?, outcome: column::json(row, 1)? }));
        Ok(found.optional()?)
    }
}

impl Write<'_> {
    /// Keeps the answer to an operation. `sequence` is none where the operation could not be read.
    pub(crate) fn settle(
        &self,
        op: OpId,
        settled: &Settled,
        station: StationId,
        sequence: Option<u64>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let sql = "INSERT INTO operations (op_id, hash, outcome, station_id, sequence, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                   ON CONFLICT (op_id) DO UPDATE SET outcome = excluded.outcome, sequence = excluded.sequence";
        self.connection.prepare_cached(sql)?.execute(params![
            op.to_string(),
            settled.hash,
            column::to_json(&settled.outcome)?,
            station.to_string(),
            sequence.map(column::stored),
            column::millis(now)
        ])?;
        Ok(())
    }

    /// Keeps that a clerk discarded a rejected operation, and why; answers with the version of that.
    pub(crate) fn void(&self, by: OpId, op: OpId, venue: VenueId, reason: &str, clerk: UserId, at: Timestamp) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "INSERT INTO voids (by_op_id, op_id, venue_id, reason, clerk_id, recorded_at, version)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.connection
            .execute(sql, params![by.to_string(), op.to_string(), venue.to_string(), reason, clerk.to_string(), at.to_string(), version])?;
        Ok(u64::try_from(version).unwrap_or(0))
    }
}
