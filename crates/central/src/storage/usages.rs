//! Usages, and the tombstones of deleted ones.

use super::{Read, StorageError, Write, column};
use jiff::civil::Date;
use kaikuasema_domain::api::UsageRow;
use kaikuasema_domain::limits::Finding;
use kaikuasema_domain::usage::{Facts, Flag};
use kaikuasema_domain::verdict::Verdict;
use kaikuasema_domain::{CardCode, CardNumber, Cents, EventId, StationId, Usage, UsageId, VenueId};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

const USAGE: &str = "SELECT id, venue_id, card, event_id, event_name, showing_id, event_date, event_time, children, customer_cards,
                     value_cents, recorded_at, clerk_id, station_id, discretion, channel, group_id, entered_late, facts, flags,
                     version, deleted, entered_by, over_cap, staff FROM usages";

/// A usage to be kept, with what it was judged by.
pub(crate) struct UsageEntry<'a> {
    /// The usage, with the flags of the look that the service took at it.
    pub(crate) usage: &'a Usage,
    /// The verdict that the station gave; none in history that was put in.
    pub(crate) verdict: Option<&'a Verdict>,
    /// The cursor of the station's register copy.
    pub(crate) register_cursor: Option<&'a str>,
    /// What the limits said at the station.
    pub(crate) findings: &'a [Finding],
}

/// A usage as it is kept.
pub(crate) struct UsageRecord {
    /// The usage.
    pub(crate) usage: Usage,
    /// Its version.
    pub(crate) version: u64,
    /// Whether it was deleted.
    pub(crate) deleted: bool,
}

/// A usage as the service keeps it, for listing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredUsage {
    /// The usage.
    #[serde(flatten)]
    pub usage: Usage,
    /// Its version.
    pub version: u64,
}

/// Which usages to list; nothing set means all that are not deleted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsageFilter {
    /// Of this venue.
    pub venue: Option<VenueId>,
    /// Of this card.
    pub card: Option<CardNumber>,
    /// Of this event.
    pub event: Option<EventId>,
    /// With an event on or after this Finnish day.
    pub from: Option<Date>,
    /// With an event on or before this Finnish day.
    pub to: Option<Date>,
}

fn record(row: &Row<'_>) -> rusqlite::Result<UsageRecord> {
    let value: Option<u32> = row.get(10)?;
    let usage = Usage {
        id: column::text(row, 0)?,
        venue: column::text(row, 1)?,
        card: column::card(row, 2)?,
        event: column::optional_text(row, 3)?,
        event_name: row.get(4)?,
        showing: column::optional_text(row, 5)?,
        event_date: column::text(row, 6)?,
        event_time: column::optional_text(row, 7)?,
        children: row.get(8)?,
        customer_cards: row.get(9)?,
        staff: row.get(24)?,
        value: value.and_then(Cents::new),
        recorded_at: column::text(row, 11)?,
        clerk: column::text(row, 12)?,
        station: column::text(row, 13)?,
        discretion: column::optional_json(row, 14)?,
        over_cap: row.get(23)?,
        channel: column::named(row, 15)?,
        group: column::optional_text(row, 16)?,
        entered_late: row.get(17)?,
        entered_by: column::optional_text(row, 22)?,
        facts: column::json(row, 18)?,
        flags: column::json(row, 19)?,
    };
    Ok(UsageRecord { usage, version: column::version(row, 20)?, deleted: row.get(21)? })
}

impl Read<'_> {
    /// A usage by id, a deleted one too.
    pub(crate) fn usage(&self, id: UsageId) -> Result<Option<UsageRecord>, StorageError> {
        let mut statement = self.connection.prepare_cached(&format!("{USAGE} WHERE id = ?1"))?;
        Ok(statement.query_row([id.to_string()], record).optional()?)
    }

    /// The changes of a venue's usages after a version, in order.
    pub(crate) fn usage_changes(&self, venue: VenueId, after: u64, most: usize) -> Result<Vec<(u64, UsageRow)>, StorageError> {
        let sql = format!("{USAGE} WHERE venue_id = ?1 AND version > ?2 ORDER BY version LIMIT ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![venue.to_string(), column::stored(after), most], record)?;
        let row = |record: UsageRecord| {
            let UsageRecord { usage, version, deleted } = record;
            let row = if deleted {
                UsageRow::Deleted { id: usage.id, version, deleted: kaikuasema_domain::api::True }
            } else {
                UsageRow::Present { version, entity: usage }
            };
            (version, row)
        };
        Ok(rows.map(|record| record.map(row)).collect::<Result<_, _>>()?)
    }

    /// The usages that a filter asks for, deleted ones left out, in the order they came in.
    pub(crate) fn usages(&self, filter: &UsageFilter) -> Result<Vec<StoredUsage>, StorageError> {
        let sql = format!(
            "{USAGE} WHERE NOT deleted AND (?1 IS NULL OR venue_id = ?1) AND (?2 IS NULL OR card = ?2)
             AND (?3 IS NULL OR event_id = ?3) AND (?4 IS NULL OR event_date >= ?4) AND (?5 IS NULL OR event_date <= ?5)
             ORDER BY version"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let parameters = params![
            filter.venue.map(|venue| venue.to_string()),
            filter.card.map(|card| CardCode::from(card).to_i64()),
            filter.event.map(|event| event.to_string()),
            filter.from.map(|day| day.to_string()),
            filter.to.map(|day| day.to_string())
        ];
        let rows = statement.query_map(parameters, record)?;
        let stored = |UsageRecord { usage, version, .. }| StoredUsage { usage, version };
        Ok(rows.map(|record| record.map(stored)).collect::<Result<_, _>>()?)
    }
}

impl Write<'_> {
    /// Adds a usage; answers with its version.
    pub(crate) fn add_usage(&self, entry: &UsageEntry<'_>) -> Result<u64, StorageError> {
        let version = self.next_version();
        let usage = entry.usage;
        let sql = "INSERT INTO usages (id, venue_id, card, event_id, event_name, showing_id, event_date, event_time, children,
                   customer_cards, value_cents, recorded_at, clerk_id, station_id, discretion, verdict, register_cursor, findings,
                   channel, group_id, entered_late, facts, flags, deleted, version, first_version,
                   entered_by, over_cap, staff)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23,
                   0, ?24, ?24, ?25, ?26, ?27)";
        let findings = if entry.findings.is_empty() { None } else { Some(column::to_json(&entry.findings)?) };
        self.connection.prepare_cached(sql)?.execute(params![
            usage.id.to_string(),
            usage.venue.to_string(),
            CardCode::from(usage.card).to_i64(),
            usage.event.map(|event| event.to_string()),
            usage.event_name,
            usage.showing.map(|showing| showing.to_string()),
            usage.event_date.to_string(),
            usage.event_time.map(|time| time.to_string()),
            usage.children,
            usage.customer_cards,
            usage.value.map(Cents::get),
            usage.recorded_at.to_string(),
            usage.clerk.to_string(),
            usage.station.to_string(),
            usage.discretion.as_ref().map(column::to_json).transpose()?,
            entry.verdict.map(column::to_json).transpose()?,
            entry.register_cursor,
            findings,
            column::name(&usage.channel)?,
            usage.group.map(|group| group.to_string()),
            usage.entered_late,
            column::to_json(&usage.facts)?,
            column::to_json(&usage.flags)?,
            version,
            usage.entered_by.map(|by| by.to_string()),
            usage.over_cap,
            usage.staff
        ])?;
        self.note_edit(usage.id.0, None, version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Writes a corrected usage over the former one; answers with its new version. What stands of its
    /// recording stays: the station, the clerk, the instant, the verdict, and what became of the ticket.
    pub(crate) fn correct_usage(&self, usage: &Usage, by: StationId) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "UPDATE usages SET card = ?2, event_id = ?3, event_name = ?4, showing_id = ?5, event_date = ?6, event_time = ?7,
                   children = ?8, customer_cards = ?9, value_cents = ?10, discretion = ?11, channel = ?12, group_id = ?13,
                   flags = ?14, version = ?15, over_cap = ?16, staff = ?17 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![
            usage.id.to_string(),
            CardCode::from(usage.card).to_i64(),
            usage.event.map(|event| event.to_string()),
            usage.event_name,
            usage.showing.map(|showing| showing.to_string()),
            usage.event_date.to_string(),
            usage.event_time.map(|time| time.to_string()),
            usage.children,
            usage.customer_cards,
            usage.value.map(Cents::get),
            usage.discretion.as_ref().map(column::to_json).transpose()?,
            column::name(&usage.channel)?,
            usage.group.map(|group| group.to_string()),
            column::to_json(&usage.flags)?,
            version,
            usage.over_cap,
            usage.staff
        ])?;
        self.note_edit(usage.id.0, Some(by), version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Keeps what became of a ticket; answers with the usage's new version. `by` is none for what the
    /// holder did.
    pub(crate) fn set_facts(&self, id: UsageId, facts: &Facts, flags: &[Flag], by: Option<StationId>) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "UPDATE usages SET facts = ?2, flags = ?3, version = ?4 WHERE id = ?1";
        let parameters = params![id.to_string(), column::to_json(facts)?, column::to_json(&flags)?, version];
        self.connection.prepare_cached(sql)?.execute(parameters)?;
        self.note_edit(id.0, by, version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Puts a tombstone in a usage's place; answers with its version.
    pub(crate) fn delete_usage(&self, id: UsageId, by: StationId) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "UPDATE usages SET deleted = 1, version = ?2 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id.to_string(), version])?;
        self.note_edit(id.0, Some(by), version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }
}
