//! A venue's rules, and what was set of its events and showings: the feed's, under what was set here
//! and the feed has not told yet.

use crate::error::{StoreError, WriteError};
use crate::event;
use crate::recording::{Planned, Stamp, basis, write};
use crate::station;
use crate::store::Store;
use crate::writer::Writer;
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::operation::{Change, Settings};
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Event, EventId, Operation, Showing, ShowingId, VenueId};
use rusqlite::{Connection, OptionalExtension};
use std::collections::HashMap;

impl Store {
    /// A venue's rules as they now are: what was set here and is not told back yet, else what the feed
    /// of its events told, else what came with the session, else those of a venue that has set nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn rules(&self, venue: VenueId) -> Result<VenueRules, StoreError> {
        self.read(|database| {
            if let Some(rules) = Pending::of(database, venue)?.rules {
                return Ok(rules);
            }
            let sql = "SELECT body FROM events_base WHERE venue = ?1 AND id = ?1 AND entity = 'rules' AND body IS NOT NULL";
            let mut statement = database.prepare_cached(sql)?;
            let body: Option<String> = statement.query_row([venue.0], |row| row.get(0)).optional()?;
            if let Some(body) = body {
                return Ok(serde_json::from_str(&body)?);
            }
            let session = station::session(database)?;
            let access = session.and_then(|session| session.venues.into_iter().find(|access| access.venue.id == venue));
            Ok(access.map(|access| access.venue.rules).unwrap_or_default())
        })
    }

    /// Sets a venue's rules, or an event's or a showing's limits. It is on the disk and holds here when this
    /// returns; the floors and the right are the caller's to check, and the service checks them again.
    ///
    /// # Errors
    /// As for [`Store::record`].
    pub fn set_settings(&self, venue: VenueId, settings: Settings, stamp: Stamp) -> Result<(), WriteError> {
        self.write(move |writer| set(writer, venue, settings, &stamp))
    }
}

fn set(writer: &mut Writer, venue: VenueId, settings: Settings, stamp: &Stamp) -> Result<(), WriteError> {
    let settings = match settings {
        Settings::Event { event, limits } => Settings::Event { event: event::resolve(&writer.database, event)?, limits },
        other => other,
    };
    let change = Change::SettingsUpdate(settings);
    let entity = change.entity(venue).uuid();
    let mut planned = Planned::new(change);
    (planned.base_version, planned.depends_on) = basis(&writer.database, entity)?;
    write(writer, venue, stamp, vec![planned], &[])?;
    Ok(())
}

/// What was set here, in the order it was set, and the feed has not told yet. What the service refused
/// does not hold.
#[derive(Default)]
pub(crate) struct Pending {
    rules: Option<VenueRules>,
    events: HashMap<EventId, EventLimits>,
    showings: HashMap<ShowingId, (ShowingOccasion, Option<u32>)>,
}

impl Pending {
    /// Reads what is pending for a venue.
    pub(crate) fn of(database: &Connection, venue: VenueId) -> Result<Self, StoreError> {
        let sql = "SELECT bytes FROM outbox WHERE kind = 'settings.update' AND state IN ('waiting', 'sent') ORDER BY sequence";
        let mut statement = database.prepare_cached(sql)?;
        let operations = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        let mut pending = Self::default();
        for bytes in operations {
            let operation: Operation = serde_json::from_slice(&bytes?)?;
            let Change::SettingsUpdate(settings) = operation.change else { continue };
            if operation.venue != venue {
                continue;
            }
            match settings {
                Settings::Venue { rules } => pending.rules = Some(rules),
                Settings::Event { event, limits } => {
                    pending.events.insert(event::resolve(database, event)?, limits);
                }
                Settings::Showing { showing, occasion, capacity } => {
                    pending.showings.insert(showing, (occasion, capacity));
                }
            }
        }
        Ok(pending)
    }

    pub(crate) fn apply_to_event(&self, event: &mut Event) {
        if let Some(limits) = self.events.get(&event.id) {
            event.limits = *limits;
        }
    }

    pub(crate) fn apply_to_showing(&self, showing: &mut Showing) {
        if let Some((occasion, capacity)) = self.showings.get(&showing.id) {
            showing.occasion = *occasion;
            showing.capacity = *capacity;
        }
    }
}
