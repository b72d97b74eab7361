//! Who made or changed what: the ground on which a change is told from a conflict.

use super::{Read, StorageError, Write, column};
use kaikuasema_domain::StationId;
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

impl Read<'_> {
    /// The newest version of an entity that did not come of a change by this station; 0 where there
    /// is none. What a station did after one version of an entity is no news to its next change.
    pub(crate) fn newest_by_others(&self, entity: Uuid, station: StationId) -> Result<u64, StorageError> {
        let sql = "SELECT coalesce(max(version), 0) FROM edits WHERE entity_id = ?1 AND station_id <> ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([entity.to_string(), station.to_string()], |row| column::version(row, 0))?)
    }

    /// The version that a usage got when this station recorded it; none where it is another's, or no usage.
    pub(crate) fn version_recorded_by(&self, usage: Uuid, station: StationId) -> Result<Option<u64>, StorageError> {
        let sql = "SELECT first_version FROM usages WHERE id = ?1 AND station_id = ?2 AND first_version IS NOT NULL";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([usage.to_string(), station.to_string()], |row| column::version(row, 0)).optional()?)
    }
}

impl Write<'_> {
    /// Keeps who made a version of an entity; none for its making and for what no station did.
    pub(super) fn note_edit(&self, entity: Uuid, by: Option<StationId>, version: i64) -> Result<(), StorageError> {
        let sql = "INSERT INTO edits (entity_id, station_id, version) VALUES (?1, ?2, ?3)
                   ON CONFLICT (entity_id, station_id) DO UPDATE SET version = excluded.version";
        let station = by.map_or_else(String::new, |station| station.to_string());
        self.connection.prepare_cached(sql)?.execute(params![entity.to_string(), station, version])?;
        Ok(())
    }
}
