//! Usages corrected afterwards: the whole record as it is to be.

use super::usage::{is_own, named_things, row};
use super::{Job, accepted, conflict, flags, rejected};
use crate::storage::StorageError;
use kaikuasema_domain::operation::{Outcome, RejectionCode};
use kaikuasema_domain::usage::Flag;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{Usage, civil};

/// What a look at the recording found, which correcting the record does not change.
const OF_RECORDING: [Flag; 5] =
    [Flag::ClerkUnknown, Flag::ClerkWithoutRight, Flag::ClerkDiffers, Flag::OtherStation, Flag::VenueNoLongerTheStations];

/// A record corrected. A change to what is kept, so it needs the right: anyone's with one, one's own
/// with the other, judged at the clerk's instant. Who recorded it, where and when, and what became of
/// the ticket, stays.
pub(super) fn update(job: &Job<'_>, wanted: &Usage) -> Result<Outcome, StorageError> {
    let Some(record) = job.write.usage(wanted.id)?.filter(|record| !record.deleted) else {
        return rejected(RejectionCode::EntityUnknown);
    };
    if record.usage.venue != job.venue.id || wanted.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    let may = job.had(Right::EditAny)? || (is_own(job, &record.usage) && job.had(Right::EditOwn)?);
    if !may {
        return rejected(RejectionCode::NotAllowed);
    }
    if job.is_outdated(wanted.id.0)? {
        return conflict(&row(record));
    }

    let stored = record.usage;
    let mut usage = Usage {
        recorded_at: stored.recorded_at,
        clerk: stored.clerk,
        station: stored.station,
        entered_late: stored.entered_late,
        entered_by: stored.entered_by,
        facts: stored.facts,
        ..wanted.clone()
    };
    let Some(mut noticed) = named_things(job, &mut usage)? else { return rejected(RejectionCode::WrongVenue) };
    noticed.extend(stored.flags.iter().filter(|flag| OF_RECORDING.contains(flag)));
    // Judged as when it was recorded, not as of the correcting.
    let recorded = civil::in_finland(usage.recorded_at).datetime();
    let was_set_aside = job.write.set_aside(usage.id)?.is_some();
    let that_day = if usage.entered_late || was_set_aside { usage.event_date } else { recorded.date() };
    flags::of_card(job, &usage, that_day, &mut noticed)?;
    flags::of_limits(job, &usage, (!usage.entered_late).then_some(recorded), &mut noticed)?;
    flags::of_facts(&usage.facts, &mut noticed);
    flags::of_staff(job, &usage, &mut noticed);
    usage.flags = noticed.into_iter().collect();
    accepted(job.write.correct_usage(&usage, job.station())?)
}
