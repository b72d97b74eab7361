//! Cards that were in no register when they were used (R33–R35).

use super::{Read, StorageError, Write, column};
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::{CardCode, UsageId, VenueId};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

const SET_ASIDE: &str = "SELECT usage, granted, version, deleted FROM set_asides";

/// A card set aside, as the service keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSetAside {
    /// What was set aside.
    #[serde(flatten)]
    pub set_aside: SetAside,
    /// Its version.
    pub version: u64,
}

/// A card set aside, also one that was taken back.
pub(crate) struct SetAsideRecord {
    /// What was set aside.
    pub(crate) set_aside: SetAside,
    /// Its version.
    pub(crate) version: u64,
    /// Whether it was taken back.
    pub(crate) deleted: bool,
}

fn record(row: &Row<'_>) -> rusqlite::Result<SetAsideRecord> {
    let set_aside = SetAside { usage: column::json(row, 0)?, granted: row.get(1)? };
    Ok(SetAsideRecord { set_aside, version: column::version(row, 2)?, deleted: row.get(3)? })
}

impl Read<'_> {
    /// What was set aside under a usage's id, if anything was.
    pub(crate) fn set_aside(&self, id: UsageId) -> Result<Option<SetAsideRecord>, StorageError> {
        let mut statement = self.connection.prepare_cached(&format!("{SET_ASIDE} WHERE id = ?1"))?;
        Ok(statement.query_row([id.to_string()], record).optional()?)
    }

    /// The cards that a venue has set aside and not recorded yet, in the order they came in.
    pub(crate) fn set_asides(&self, venue: VenueId) -> Result<Vec<StoredSetAside>, StorageError> {
        let sql = format!(
            "{SET_ASIDE} WHERE venue_id = ?1 AND NOT deleted
             AND NOT EXISTS (SELECT 1 FROM usages u WHERE u.id = set_asides.id) ORDER BY version"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([venue.to_string()], record)?;
        let stored = |SetAsideRecord { set_aside, version, .. }| StoredSetAside { set_aside, version };
        Ok(rows.map(|record| record.map(stored)).collect::<Result<_, _>>()?)
    }
}

impl Write<'_> {
    /// Keeps a card that was set aside; answers with its version.
    pub(crate) fn add_set_aside(&self, set_aside: &SetAside) -> Result<u64, StorageError> {
        let version = self.next_version();
        let usage = &set_aside.usage;
        let sql = "INSERT INTO set_asides (id, venue_id, card, event_id, usage, granted, deleted, version)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)";
        self.connection.prepare_cached(sql)?.execute(params![
            usage.id.to_string(),
            usage.venue.to_string(),
            CardCode::from(usage.card).to_i64(),
            usage.event.map(|event| event.to_string()),
            column::to_json(usage)?,
            set_aside.granted,
            version
        ])?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Takes back what was set aside; answers with the version of that.
    pub(crate) fn delete_set_aside(&self, id: UsageId) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "UPDATE set_asides SET deleted = 1, version = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id.to_string(), version])?;
        Ok(u64::try_from(version).unwrap_or(0))
    }
}
