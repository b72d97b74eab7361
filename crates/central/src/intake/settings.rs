//! Settings: a venue's rules, an event's limits, a showing's occasion. The model's floors hold here
//! as at the station, whatever it sent.

use super::{Job, accepted, conflict, rejected};
use crate::storage::StorageError;
use kaikuasema_domain::api::{EventOrShowing, EventRow};
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::operation::{Outcome, RejectionCode, Settings};
use kaikuasema_domain::usage::{MOST_STAFF, ONE_STAFF};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{LONGEST_COURSE_TERMS, VenueRules};
use kaikuasema_domain::{EventId, ShowingId};

/// More limits on uses than there are kinds of events and periods.
const MOST_USE_LIMITS: usize = 25;

/// Whether settings keep to the contract.
pub(super) fn is_sound(settings: &Settings) -> bool {
    match settings {
        Settings::Venue { rules } => {
            let is_control = |c: char| c.is_control() && c != '\n';
            rules.limits.uses.len() <= MOST_USE_LIMITS
                && rules.staff_max.is_none_or(|most| (ONE_STAFF..=MOST_STAFF).contains(&most))
                && rules
                    .course_terms
                    .as_deref()
                    .is_none_or(|terms| terms.chars().count() <= LONGEST_COURSE_TERMS && !terms.chars().any(is_control))
        }
        Settings::Event { .. } | Settings::Showing { .. } => true,
    }
}

/// Settings are a wish about what is to be: they need the right, and yield to what another set first.
pub(super) fn update(job: &Job<'_>, settings: &Settings) -> Result<Outcome, StorageError> {
    if !job.had(Right::ManageEvents)? {
        return rejected(RejectionCode::NotAllowed);
    }
    match settings {
        Settings::Venue { rules } => of_venue(job, rules),
        Settings::Event { event, limits } => of_event(job, *event, limits),
        Settings::Showing { showing, occasion, capacity } => of_showing(job, *showing, *occasion, *capacity),
    }
}

fn of_venue(job: &Job<'_>, rules: &VenueRules) -> Result<Outcome, StorageError> {
    let (write, venue) = (job.write, job.venue.id);
    if rules.limits.check().is_err() {
        return rejected(RejectionCode::BelowFloor);
    }
    let mut rules = rules.clone();
    if let Some(named) = rules.default_event {
        let Some(entity) = write.event(write.resolve_event(named)?)? else { return rejected(RejectionCode::EntityUnknown) };
        if entity.event.venue != venue {
            return rejected(RejectionCode::WrongVenue);
        }
        rules.default_event = Some(entity.event.id);
    }
    if job.is_outdated(venue.0)?
        && let Some((rules, version)) = write.rules(venue)?
    {
        return conflict(&EventRow::Present { version, entity: EventOrShowing::Rules { id: venue, rules } });
    }
    accepted(write.set_rules(venue, &rules, job.station())?)
}

fn of_event(job: &Job<'_>, named: EventId, limits: &EventLimits) -> Result<Outcome, StorageError> {
    let write = job.write;
    let Some(entity) = write.event(write.resolve_event(named)?)? else { return rejected(RejectionCode::EntityUnknown) };
    let event = entity.event;
    if event.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    if limits.check(event.kind, write.largest_capacity(event.id)?).is_err() {
        return rejected(RejectionCode::BelowFloor);
    }
    if job.is_outdated(event.id.0)? {
        return conflict(&EventRow::Present { version: entity.version, entity: EventOrShowing::Event(event) });
    }
    accepted(write.set_event_limits(event.id, limits, job.station())?)
}

/// A capacity is a fact, not a wish: a cap that it makes too small is never applied below the floor.
fn of_showing(job: &Job<'_>, id: ShowingId, occasion: ShowingOccasion, capacity: Option<u32>) -> Result<Outcome, StorageError> {
    let Some(entity) = job.write.showing(id)? else { return rejected(RejectionCode::EntityUnknown) };
    if entity.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    if job.is_outdated(id.0)? {
        return conflict(&EventRow::Present { version: entity.version, entity: EventOrShowing::Showing(entity.showing) });
    }
    accepted(job.write.set_showing(id, occasion, capacity, job.station())?)
}
