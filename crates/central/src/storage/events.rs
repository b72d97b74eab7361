//! Events, their showings, the aliases of merged ones and the venue's rules: together one feed per venue.

use super::{Read, StorageError, Write, column};
use kaikuasema_domain::api::{EventOrShowing, EventRow};
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::search::fold;
use kaikuasema_domain::usage::Flag;
use kaikuasema_domain::{Event, EventId, Showing, ShowingId, StationId, VenueId};
use rusqlite::{OptionalExtension, Row, params};

const EVENT: &str = "SELECT id, venue_id, name, kind, active, asks_value, made_at_counter, limits, version FROM events";
const SHOWING: &str = "SELECT id, event_id, date, time, capacity, cancelled, occasion, venue_id, version FROM showings";

/// An event with its version.
pub(crate) struct EventEntity {
    /// The event.
    pub(crate) event: Event,
    /// Its version.
    pub(crate) version: u64,
}

fn event(row: &Row<'_>) -> rusqlite::Result<EventEntity> {
    let event = Event {
        id: column::text(row, 0)?,
        venue: column::text(row, 1)?,
        name: row.get(2)?,
        kind: column::named(row, 3)?,
        active: row.get(4)?,
        asks_value: row.get(5)?,
        made_at_counter: row.get(6)?,
        limits: column::json(row, 7)?,
    };
    Ok(EventEntity { event, version: column::version(row, 8)? })
}

/// A showing with its venue and version.
pub(crate) struct ShowingEntity {
    /// The showing.
    pub(crate) showing: Showing,
    /// The venue of its event.
    pub(crate) venue: VenueId,
    /// Its version.
    pub(crate) version: u64,
}

fn showing(row: &Row<'_>) -> rusqlite::Result<ShowingEntity> {
    let showing = Showing {
        id: column::text(row, 0)?,
        event: column::text(row, 1)?,
        date: column::text(row, 2)?,
        time: column::optional_text(row, 3)?,
        capacity: row.get(4)?,
        cancelled: row.get(5)?,
        occasion: column::named(row, 6)?,
    };
    Ok(ShowingEntity { showing, venue: column::text(row, 7)?, version: column::version(row, 8)? })
}

impl Read<'_> {
    /// An event by id.
    pub(crate) fn event(&self, id: EventId) -> Result<Option<EventEntity>, StorageError> {
        let mut statement = self.connection.prepare_cached(&format!("{EVENT} WHERE id = ?1"))?;
        Ok(statement.query_row([id.to_string()], event).optional()?)
    }

    /// The id that a merged event goes by; the id itself where it was never merged.
    pub(crate) fn resolve_event(&self, id: EventId) -> Result<EventId, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT into_id FROM event_aliases WHERE id = ?1")?;
        Ok(statement.query_row([id.to_string()], |row| column::text(row, 0)).optional()?.unwrap_or(id))
    }

    /// The oldest active event without showings that has the same folded name at the venue:
    /// what an event made at a counter becomes one with (R199).
    pub(crate) fn merge_target(&self, venue: VenueId, name: &str) -> Result<Option<EventEntity>, StorageError> {
        let sql = format!(
            "{EVENT} WHERE venue_id = ?1 AND folded_name = ?2 AND active
             AND NOT EXISTS (SELECT 1 FROM showings s WHERE s.event_id = events.id) ORDER BY version LIMIT 1"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([venue.to_string(), fold(name)], event).optional()?)
    }

    /// A showing by id.
    pub(crate) fn showing(&self, id: ShowingId) -> Result<Option<ShowingEntity>, StorageError> {
        let mut statement = self.connection.prepare_cached(&format!("{SHOWING} WHERE id = ?1"))?;
        Ok(statement.query_row([id.to_string()], showing).optional()?)
    }

    /// The largest capacity among an event's showings, where one is known.
    pub(crate) fn largest_capacity(&self, event: EventId) -> Result<Option<u32>, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT max(capacity) FROM showings WHERE event_id = ?1")?;
        Ok(statement.query_row([event.to_string()], |row| row.get(0))?)
    }

    /// The changes of a venue's events, showings, aliases and rules after a version, in order.
    pub(crate) fn event_changes(&self, venue: VenueId, after: u64, most: usize) -> Result<Vec<(u64, EventRow)>, StorageError> {
        let present = |version, entity| (version, EventRow::Present { version, entity });
        let parameters = params![venue.to_string(), column::stored(after), most];
        let mut all: Vec<(u64, EventRow)> = Vec::new();

        let sql = format!("{EVENT} WHERE venue_id = ?1 AND version > ?2 ORDER BY version LIMIT ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for row in statement.query_map(parameters, event)? {
            let EventEntity { event, version } = row?;
            all.push(present(version, EventOrShowing::Event(event)));
        }
        let sql = format!("{SHOWING} WHERE venue_id = ?1 AND version > ?2 ORDER BY version LIMIT ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        for row in statement.query_map(parameters, showing)? {
            let ShowingEntity { showing, version, .. } = row?;
            all.push(present(version, EventOrShowing::Showing(showing)));
        }
        let sql = "SELECT id, into_id, version FROM event_aliases WHERE venue_id = ?1 AND version > ?2 ORDER BY version LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let aliases = statement.query_map(parameters, |row| {
            let alias = EventOrShowing::Alias { id: column::text(row, 0)?, into: column::text(row, 1)? };
            Ok((column::version(row, 2)?, alias))
        })?;
        for row in aliases {
            let (version, alias) = row?;
            all.push(present(version, alias));
        }

        if let Some((rules, version)) = self.rules(venue)?
            && version > after
        {
            all.push(present(version, EventOrShowing::Rules { id: venue, rules }));
        }

        // The first so many of all together are among the first so many of each.
        all.sort_by_key(|(version, _)| *version);
        all.truncate(most);
        Ok(all)
    }
}

impl Write<'_> {
    /// Adds an event; answers with its version.
    pub(crate) fn add_event(&self, event: &Event, flags: &[Flag]) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "INSERT INTO events (id, venue_id, name, folded_name, kind, active, asks_value, made_at_counter, limits,
                   flags, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        self.connection.prepare_cached(sql)?.execute(params![
            event.id.to_string(),
            event.venue.to_string(),
            event.name,
            fold(&event.name),
            column::name(&event.kind)?,
            event.active,
            event.asks_value,
            event.made_at_counter,
            column::to_json(&event.limits)?,
            column::to_json(&flags)?,
            version
        ])?;
        self.note_edit(event.id.0, None, version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Adds a showing of an event that exists; answers with its version.
    pub(crate) fn add_showing(&self, showing: &Showing) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "INSERT INTO showings (id, event_id, venue_id, date, time, capacity, cancelled, occasion, version)
                   VALUES (?1, ?2, (SELECT venue_id FROM events WHERE id = ?2), ?3, ?4, ?5, ?6, ?7, ?8)";
        self.connection.prepare_cached(sql)?.execute(params![
            showing.id.to_string(),
            showing.event.to_string(),
            showing.date.to_string(),
            showing.time.map(|time| time.to_string()),
            showing.capacity,
            showing.cancelled,
            column::name(&showing.occasion)?,
            version
        ])?;
        self.note_edit(showing.id.0, None, version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Sets an event's limits; answers with its new version.
    pub(crate) fn set_event_limits(&self, id: EventId, limits: &EventLimits, by: StationId) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "UPDATE events SET limits = ?2, version = ?3 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id.to_string(), column::to_json(limits)?, version])?;
        self.note_edit(id.0, Some(by), version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Sets what is special about a showing and how many it holds; answers with its new version.
    pub(crate) fn set_showing(
        &self,
        id: ShowingId,
        occasion: ShowingOccasion,
        capacity: Option<u32>,
        by: StationId,
    ) -> Result<u64, StorageError> {
        let version = self.next_version();
        let sql = "UPDATE showings SET occasion = ?2, capacity = ?3, version = ?4 WHERE id = ?1";
        self.connection.prepare_cached(sql)?.execute(params![id.to_string(), column::name(&occasion)?, capacity, version])?;
        self.note_edit(id.0, Some(by), version)?;
        Ok(u64::try_from(version).unwrap_or(0))
    }

    /// Keeps for ever that an event was merged into another.
    pub(crate) fn add_alias(&self, id: EventId, venue: VenueId, into: EventId) -> Result<(), StorageError> {
        let sql = "INSERT INTO event_aliases (id, venue_id, into_id, version) VALUES (?1, ?2, ?3, ?4)";
        self.connection.execute(sql, params![id.to_string(), venue.to_string(), into.to_string(), self.next_version()])?;
        Ok(())
    }

    /// Whether the id is taken, by an event or by one that was merged.
    pub(crate) fn event_id_is_taken(&self, id: EventId) -> Result<bool, StorageError> {
        let sql = "SELECT 1 FROM events WHERE id = ?1 UNION ALL SELECT 1 FROM event_aliases WHERE id = ?1";
        Ok(self.connection.prepare_cached(sql)?.exists([id.to_string()])?)
    }
}
