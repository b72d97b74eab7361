//! What an operation is about, in a clerk's terms: many tell only an id.

use crate::error::StoreError;
use crate::event;
use jiff::civil::{Date, Time};
use kaikuasema_domain::operation::{Change, Settings};
use kaikuasema_domain::{EventId, OpId, Operation, ShowingId, Usage, UsageId};
use rusqlite::{Connection, OptionalExtension};

/// What an operation in the queue is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A use, as this station last knew it: a deleted one too.
    Usage(Box<Usage>),
    /// An event.
    Event {
        /// Its name.
        name: String,
    },
    /// A showing.
    Showing {
        /// The event's name.
        event: String,
        /// The day.
        date: Date,
        /// The clock time, where known.
        time: Option<Time>,
    },
}

/// What an operation is about; none where it names nothing but its venue, or what this station does
/// not know. A discarding is about what was discarded.
pub(crate) fn of(database: &Connection, operation: &Operation) -> Result<Option<About>, StoreError> {
    if let Change::OpVoid { op_id, .. } = &operation.change {
        return match operation_of(database, *op_id)? {
            Some(voided) => of_change(database, &voided.change),
            None => Ok(None),
        };
    }
    of_change(database, &operation.change)
}

fn of_change(database: &Connection, change: &Change) -> Result<Option<About>, StoreError> {
    let of_usage = |usage: &Usage| Some(About::Usage(Box::new(usage.clone())));
    if let Some((_, fact)) = change.fact() {
        return of_usage_id(database, fact.id);
    }
    match change {
        Change::UsageCreate(create) => Ok(of_usage(&create.usage)),
        Change::UsageUpdate(update) => Ok(of_usage(&update.usage)),
        Change::CardUnknown(aside) => Ok(of_usage(&aside.usage)),
        Change::UsageDelete { id } => of_usage_id(database, *id),
        Change::EventCreate(event) => Ok(Some(About::Event { name: event.name.clone() })),
        Change::SettingsUpdate(Settings::Event { event, .. }) => of_event(database, *event),
        Change::SettingsUpdate(Settings::Showing { showing, .. }) => of_showing(database, *showing),
        Change::TurnedAway(turned_away) => match turned_away.event {
            Some(event) => of_event(database, event),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

/// A use as it now is; a deleted one as the feed last told it, or as it was recorded here.
fn of_usage_id(database: &Connection, id: UsageId) -> Result<Option<About>, StoreError> {
    let sql = "SELECT body FROM (SELECT body, 0 AS place FROM usages_own WHERE id = ?1
                                 UNION ALL SELECT body, 1 FROM usages_base WHERE id = ?1)
               WHERE body IS NOT NULL ORDER BY place LIMIT 1";
    let body: Option<String> = database.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
    if let Some(body) = body {
        return Ok(Some(About::Usage(serde_json::from_str(&body)?)));
    }
    let sql = "SELECT bytes FROM outbox WHERE entity = ?1 AND kind IN ('usage.create', 'usage.update', 'card.unknown')
               ORDER BY sequence DESC LIMIT 1";
    let bytes: Option<Vec<u8>> = database.prepare_cached(sql)?.query_row([id.0], |row| row.get(0)).optional()?;
    let Some(bytes) = bytes else { return Ok(None) };
    let operation: Operation = serde_json::from_slice(&bytes)?;
    of_change(database, &operation.change)
}

fn of_event(database: &Connection, id: EventId) -> Result<Option<About>, StoreError> {
    Ok(event::present(database, event::resolve(database, id)?)?.map(|event| About::Event { name: event.name }))
}

fn of_showing(database: &Connection, id: ShowingId) -> Result<Option<About>, StoreError> {
    let Some(showing) = event::showing(database, id)? else { return Ok(None) };
    let event = event::present(database, event::resolve(database, showing.event)?)?;
    let name = event.map(|event| event.name).unwrap_or_default();
    Ok(Some(About::Showing { event: name, date: showing.date, time: showing.time }))
}

fn operation_of(database: &Connection, op: OpId) -> Result<Option<Operation>, StoreError> {
    let mut statement = database.prepare_cached("SELECT bytes FROM outbox WHERE op = ?1")?;
    let bytes: Option<Vec<u8>> = statement.query_row([op.0], |row| row.get(0)).optional()?;
    Ok(bytes.map(|bytes| serde_json::from_slice(&bytes)).transpose()?)
}
