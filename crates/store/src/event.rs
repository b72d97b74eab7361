//! A venue's events and showings: what the feed said, what this station made and set, and what was merged.

use crate::columns;
use crate::error::StoreError;
use crate::feed::{self, Applied, Feed, FeedBatch};
use crate::layer;
use crate::settings::Pending;
use crate::store::Store;
use kaikuasema_domain::api::{ChangeRow, EventOrShowing, EventRow};
use kaikuasema_domain::search::fold;
use kaikuasema_domain::{Event, EventId, Showing, ShowingId, VenueId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::HashMap;
use uuid::Uuid;

/// An event with its showings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventWithShowings {
    /// The event.
    pub event: Event,
    /// Its showings, by date and time; cancelled ones too.
    pub showings: Vec<Showing>,
}

impl Store {
    /// A venue's events by name, active or not, with the limits, occasions and capacities that were set
    /// here and that the feed has not told yet.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn events(&self, venue: VenueId) -> Result<Vec<EventWithShowings>, StoreError> {
        self.read(|database| {
            let pending = Pending::of(database, venue)?;
            let mut showings = showings(database, venue, &pending)?;
            let mut statement = database.prepare_cached("SELECT body FROM events_present WHERE venue = ?1")?;
            let bodies = statement.query_map([venue.0], |row| row.get::<_, String>(0))?;
            let mut events = Vec::new();
            for body in bodies {
                let mut event: Event = serde_json::from_str(&body?)?;
                pending.apply_to_event(&mut event);
                let showings = showings.remove(&event.id).unwrap_or_default();
                events.push(EventWithShowings { event, showings });
            }
            events.sort_by_cached_key(|each| (fold(&each.event.name), each.event.id));
            Ok(events)
        })
    }

    /// Applies rows of a venue's feed of events with their cursor, in one transaction. Until a first
    /// load is complete the rows go beside the copy in use.
    ///
    /// # Errors
    /// [`StoreError::OutOfStep`] when the batch does not go on from the stored cursor, or when the database
    /// refuses; nothing of the batch is applied then.
    pub fn apply_events(&self, venue: VenueId, batch: FeedBatch<EventRow>) -> Result<(), StoreError> {
        self.write(move |writer| {
            let transaction = writer.begin()?;
            let insert = |transaction: &Transaction<'_>, table: &str, rows| insert(transaction, table, venue, rows);
            if feed::apply(&transaction, Feed::Events(venue), batch, insert)? != Applied::Beside {
                add_aliases_of(&transaction, venue)?;
                layer::settle(&transaction, None)?;
            }
            transaction.commit()?;
            Ok(())
        })
    }
}

fn showings(database: &Connection, venue: VenueId, pending: &Pending) -> Result<HashMap<EventId, Vec<Showing>>, StoreError> {
    let sql = "SELECT body FROM events_base WHERE venue = ?1 AND entity = 'showing' AND body IS NOT NULL";
    let mut statement = database.prepare_cached(sql)?;
    let bodies = statement.query_map([venue.0], |row| row.get::<_, String>(0))?;
    let mut showings: HashMap<EventId, Vec<Showing>> = HashMap::new();
    for body in bodies {
        let mut showing: Showing = serde_json::from_str(&body?)?;
        showing.event = resolve(database, showing.event)?;
        pending.apply_to_showing(&mut showing);
        showings.entry(showing.event).or_default().push(showing);
    }
    for each in showings.values_mut() {
        each.sort_by_key(|showing| (showing.starts(), showing.id));
    }
    Ok(showings)
}

/// The id under which an event is now known.
pub(crate) fn resolve(database: &Connection, id: EventId) -> Result<EventId, StoreError> {
    let mut statement = database.prepare_cached("SELECT into_id FROM event_aliases WHERE id = ?1")?;
    let into: Option<Uuid> = statement.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(into.map_or(id, EventId))
}

/// Every id that an event was ever known under, the present one first.
pub(crate) fn ids_of(database: &Connection, event: EventId) -> Result<Vec<EventId>, StoreError> {
    let mut statement = database.prepare_cached("SELECT ?1 UNION ALL SELECT id FROM event_aliases WHERE into_id = ?1")?;
    let ids = statement.query_map([event.0], |row| row.get(0).map(EventId))?;
    Ok(ids.collect::<rusqlite::Result<_>>()?)
}

/// An event as it now is, by its present id.
pub(crate) fn present(database: &Connection, id: EventId) -> Result<Option<Event>, StoreError> {
    let mut statement = database.prepare_cached("SELECT body FROM events_present WHERE id = ?1")?;
    let body: Option<String> = statement.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// A showing as the feed told it.
pub(crate) fn showing(database: &Connection, id: ShowingId) -> Result<Option<Showing>, StoreError> {
    let sql = "SELECT body FROM events_base WHERE id = ?1 AND entity = 'showing' AND body IS NOT NULL";
    let mut statement = database.prepare_cached(sql)?;
    let body: Option<String> = statement.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
}

/// Remembers for ever that `from` was merged into `into`.
pub(crate) fn add_alias(transaction: &Transaction<'_>, from: EventId, into: EventId) -> Result<(), StoreError> {
    let into = resolve(transaction, into)?;
    if into == from {
        tracing::warn!(%from, "an event cannot be merged into itself");
        return Ok(());
    }
    transaction.execute("UPDATE event_aliases SET into_id = ?2 WHERE into_id = ?1", [from.0, into.0])?;
    let sql = "INSERT INTO event_aliases (id, into_id) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING";
    transaction.prepare_cached(sql)?.execute([from.0, into.0])?;
    Ok(())
}

fn add_aliases_of(transaction: &Transaction<'_>, venue: VenueId) -> Result<(), StoreError> {
    let sql = "SELECT id, body FROM events_base
               WHERE venue = ?1 AND entity = 'alias' AND body IS NOT NULL AND id NOT IN (SELECT id FROM event_aliases)";
    let mut statement = transaction.prepare_cached(sql)?;
    let found = statement.query_map([venue.0], |row| Ok((row.get::<_, Uuid>(0)?, row.get::<_, String>(1)?)))?;
    for alias in found.collect::<rusqlite::Result<Vec<_>>>()? {
        add_alias(transaction, EventId(alias.0), serde_json::from_str(&alias.1)?)?;
    }
    Ok(())
}

fn insert(transaction: &Transaction<'_>, table: &str, venue: VenueId, rows: Vec<EventRow>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(&format!(
        "INSERT INTO {table} (venue, id, version, entity, body) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (venue, id) DO UPDATE SET version = excluded.version, entity = excluded.entity, body = excluded.body
         WHERE excluded.version > version"
    ))?;
    for row in rows {
        let (id, version, entity, body) = match row {
            ChangeRow::Checkpoint { .. } => continue,
            ChangeRow::Deleted { id, version, .. } => (id, version, None, None),
            ChangeRow::Present { version, entity } => match entity {
                EventOrShowing::Event(event) => (event.id.0, version, Some("event"), Some(serde_json::to_string(&event)?)),
                EventOrShowing::Showing(showing) => (showing.id.0, version, Some("showing"), Some(serde_json::to_string(&showing)?)),
                EventOrShowing::Rules { id, rules } => (id.0, version, Some("rules"), Some(serde_json::to_string(&rules)?)),
                EventOrShowing::Alias { id, into } => (id.0, version, Some("alias"), Some(serde_json::to_string(&into)?)),
            },
        };
        statement.execute(params![venue.0, id, columns::integer(version), entity, body])?;
    }
    Ok(())
}
