//! Events made at stations, and their merging with one of the same name.

use super::corrected;
use crate::storage::{StorageError, Write};
use kaikuasema_domain::operation::{Outcome, RejectionCode};
use kaikuasema_domain::usage::is_event_name;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{Event, Operation};

/// Whether an event keeps to the contract.
pub(super) fn is_sound(event: &Event) -> bool {
    is_event_name(&event.name)
}

/// An event was made. One made with "Luo" becomes one with an active, unscheduled event of
/// the same folded name at the venue, for ever (R199).
pub(super) fn create(write: &Write<'_>, operation: &Operation, event: &Event) -> Result<Outcome, StorageError> {
    let rejected = |code| Ok(Outcome::Rejected { code });
    if event.venue != operation.venue {
        return rejected(RejectionCode::WrongVenue);
    }
    if write.event_id_is_taken(event.id)? {
        return rejected(RejectionCode::EntityExists);
    }
    let had = |right| write.had_right(operation.clerk, operation.venue, right, corrected(operation));
    let allowed = had(Right::ManageEvents)? || (event.made_at_counter && had(Right::Record)?);
    // What was made while recording has happened; what was made in the events view is a wish.
    if !allowed && !event.made_at_counter {
        return rejected(RejectionCode::NotAllowed);
    }
    if event.made_at_counter
        && event.active
        && let Some(target) = write.merge_target(event.venue, &event.name)?
    {
        write.add_alias(event.id, event.venue, target.event.id)?;
        return Ok(Outcome::Merged { id: target.event.id, version: target.version });
    }
    let flags: &[&str] = if allowed { &[] } else { &["clerk_without_right"] };
    Ok(Outcome::Accepted { version: write.add_event(event, flags)? })
}
