//! Cards in no register, set aside until they are (R33–R35).

use super::usage::named_things;
use super::{Job, accepted, rejected};
use crate::storage::StorageError;
use kaikuasema_domain::operation::{Outcome, RejectionCode, SetAside};

/// A card was set aside. Once it is registered, the record follows under the same id.
pub(super) fn add(job: &Job<'_>, set_aside: &SetAside) -> Result<Outcome, StorageError> {
    let mut set_aside = set_aside.clone();
    if set_aside.usage.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    let id = set_aside.usage.id;
    if job.write.usage(id)?.is_some() || job.write.set_aside(id)?.is_some() {
        return rejected(RejectionCode::EntityExists);
    }
    // What is noticed is told of the record that follows.
    if named_things(job, &mut set_aside.usage)?.is_none() {
        return rejected(RejectionCode::WrongVenue);
    }
    set_aside.usage.flags.clear();
    accepted(job.write.add_set_aside(&set_aside)?)
}
