//! Customers turned away (R126). Whose cards they had is not kept.

use super::{Read, StorageError, Write, column};
use kaikuasema_domain::operation::TurnedAway;
use kaikuasema_domain::{UserId, VenueId};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

impl Read<'_> {
    /// The venue that turned a customer away, and the version of that, where it is told already.
    pub(crate) fn turned_away(&self, id: Uuid) -> Result<Option<(VenueId, u64)>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT venue_id, version FROM turned_away WHERE id = ?1")?;
        let found = statement.query_row([id.to_string()], |row| Ok((column::text(row, 0)?, column::version(row, 1)?)));
        Ok(found.optional()?)
    }
}

impl Write<'_> {
    /// Keeps that a customer was turned away; answers with the version of that.
    pub(crate) fn add_turned_away(&self, turned_away: &TurnedAway, clerk: UserId) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "INSERT INTO turned_away (id, venue_id, event_id, showing_id, event_date, event_time, reason, at, clerk_id, station_id,
                   version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        self.connection.prepare_cached(sql)?.execute(params![
            turned_away.id.to_string(),
            turned_away.venue.to_string(),
            turned_away.event.map(|event| event.to_string()),
            turned_away.showing.map(|showing| showing.to_string()),
            turned_away.event_date.to_string(),
            turned_away.event_time.map(|time| time.to_string()),
            column::name(&turned_away.reason)?,
            turned_away.at.to_string(),
            clerk.to_string(),
            turned_away.station.to_string(),
            version
        ])?;
        Ok(u64::try_from(version).unwrap_or(0))
    }
}
