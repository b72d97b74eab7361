//! Events made at stations, and their merging with one of the same name.

use super::{Job, accepted, rejected};
use crate::storage::StorageError;
use kaikuasema_domain::Event;
use kaikuasema_domain::operation::{Outcome, RejectionCode};
use kaikuasema_domain::usage::{Flag, is_event_name};
use kaikuasema_domain::user::Right;

/// Whether an event keeps to the contract.
pub(super) fn is_sound(event: &Event) -> bool {
    is_event_name(&event.name)
}

/// An event was made. One made with "Luo" becomes one with an active, unscheduled event of
/// the same folded name at the venue, for ever (R199).
pub(super) fn create(job: &Job<'_>, event: &Event) -> Result<Outcome, StorageError> {
    let write = job.write;
    if event.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    if write.event_id_is_taken(event.id)? {
        return rejected(RejectionCode::EntityExists);
    }
    let manages = job.had(Right::ManageEvents)?;
    let allowed = manages || (event.made_at_counter && job.had(Right::Record)?);
    // What was made while recording has happened; what was made in the events view, and a limit, is a wish.
    if !allowed && !event.made_at_counter || !manages && !event.limits.is_empty() {
        return rejected(RejectionCode::NotAllowed);
    }
    if event.limits.check(event.kind, None).is_err() {
        return rejected(RejectionCode::BelowFloor);
    }
    if event.made_at_counter
        && event.active
        && let Some(target) = write.merge_target(event.venue, &event.name)?
    {
        write.add_alias(event.id, event.venue, target.event.id)?;
        return Ok(Outcome::Merged { id: target.event.id, version: target.version });
    }
    let flags: &[Flag] = if allowed { &[] } else { &[Flag::ClerkWithoutRight] };
    accepted(write.add_event(event, flags)?)
}
