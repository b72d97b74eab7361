//! Customers turned away (R126): counted, and nothing of them is kept.

use super::{Job, accepted, rejected};
use crate::storage::StorageError;
use kaikuasema_domain::operation::{Outcome, RejectionCode, TurnedAway};

/// A customer was turned away. It happened: nothing but another venue's is refused, and the same one
/// is counted once.
pub(super) fn add(job: &Job<'_>, turned_away: &TurnedAway) -> Result<Outcome, StorageError> {
    let write = job.write;
    if turned_away.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    match write.turned_away(turned_away.id)? {
        Some((venue, _)) if venue != job.venue.id => return rejected(RejectionCode::WrongVenue),
        Some((_, version)) => return accepted(version),
        None => {}
    }
    // What is not this venue's, or not known, is left out.
    let event = turned_away.event.map(|named| write.resolve_event(named).and_then(|id| write.event(id))).transpose()?.flatten();
    let event = event.map(|entity| entity.event).filter(|event| event.venue == job.venue.id);
    let showing = turned_away.showing.map(|id| write.showing(id)).transpose()?.flatten();
    let showing = showing.map(|entity| entity.showing).filter(|showing| event.as_ref().is_some_and(|event| event.id == showing.event));
    let kept = TurnedAway { event: event.map(|event| event.id), showing: showing.map(|showing| showing.id), ..turned_away.clone() };
    accepted(write.add_turned_away(&kept, job.clerk())?)
}
