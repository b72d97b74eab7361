//! Status facts: what became of a ticket. They happened, so none is refused; and they commute.

use super::{Job, accepted, flags, rejected};
use crate::storage::StorageError;
use kaikuasema_domain::operation::{FactOf, Outcome, RejectionCode};
use kaikuasema_domain::usage::{Fact, Flag};
use std::collections::BTreeSet;

/// Marks a fact, or takes it back, also on a record deleted meanwhile: whichever came first.
pub(super) fn mark(job: &Job<'_>, fact: Fact, of: FactOf) -> Result<Outcome, StorageError> {
    let Some(record) = job.write.usage(of.id)? else { return rejected(RejectionCode::EntityUnknown) };
    if record.usage.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    let mut facts = record.usage.facts;
    facts.mark(fact, job.at(), of.taken_back);
    let mut noticed: BTreeSet<Flag> = record.usage.flags.into_iter().collect();
    flags::of_clerk(job, &mut noticed)?;
    flags::of_facts(&facts, &mut noticed);
    let noticed: Vec<Flag> = noticed.into_iter().collect();
    accepted(job.write.set_facts(of.id, &facts, &noticed, Some(job.station()))?)
}
