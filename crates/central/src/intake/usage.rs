//! Usages as stations recorded and undid them.

use super::{Job, LONGEST_REASON, accepted, conflict, flags, is_near_enough, rejected};
use crate::storage::{StorageError, UsageEntry, UsageRecord};
use kaikuasema_domain::api::{True, UsageRow};
use kaikuasema_domain::limits::passes_cap;
use kaikuasema_domain::operation::{Outcome, RejectionCode, SetAside, UsageCreate};
use kaikuasema_domain::usage::{Flag, MOST_CHILDREN, MOST_CUSTOMER_CARDS, MOST_STAFF, ONE_STAFF, is_event_name};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{CardKind, Usage, UsageId, civil};
use std::collections::BTreeSet;

/// Whether a usage keeps to the contract: what no form lets through is no usage.
pub(super) fn is_sound(usage: &Usage) -> bool {
    let cards = match (usage.card.kind(), usage.customer_cards) {
        (CardKind::Customer, Some(_)) => false,
        (CardKind::Community, Some(cards)) => cards <= MOST_CUSTOMER_CARDS,
        (_, None) => true,
    };
    let most_staff = if usage.card.kind() == CardKind::Community { MOST_STAFF } else { ONE_STAFF };
    let reason = usage.discretion.as_ref().and_then(|discretion| discretion.reason.as_deref());
    cards
        && usage.children <= MOST_CHILDREN
        && (ONE_STAFF..=most_staff).contains(&usage.staff)
        && usage.event_name.as_deref().is_none_or(is_event_name)
        && is_near_enough(usage.event_date)
        && usage.group != Some(usage.id)
        && reason.is_none_or(|reason| reason.chars().count() <= LONGEST_REASON)
}

/// A use that happened: taken in whatever is known of the card and the clerk by now. What a station
/// says that the service noticed is not heard.
pub(super) fn create(job: &Job<'_>, create: &UsageCreate) -> Result<Outcome, StorageError> {
    let write = job.write;
    let mut usage = create.usage.clone();
    if usage.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    if write.usage(usage.id)?.is_some() {
        return rejected(RejectionCode::EntityExists);
    }
    let set_aside = write.set_aside(usage.id)?.map(|record| record.set_aside);
    if set_aside.as_ref().is_some_and(|aside| aside.usage.venue != usage.venue) {
        return rejected(RejectionCode::WrongVenue);
    }
    // What the station's rules told the clerk is what the clerk knew.
    usage.over_cap |= passes_cap(&create.findings);
    let Some(mut noticed) = named_things(job, &mut usage)? else { return rejected(RejectionCode::WrongVenue) };
    // A record that was set aside, and one typed in from paper, is judged as of its event.
    let that_day = if usage.entered_late || set_aside.is_some() { usage.event_date } else { civil::in_finland(job.at()).date() };
    flags::of_card(job, &usage, that_day, &mut noticed)?;
    of_recording(job, &usage, set_aside.as_ref(), &mut noticed)?;
    let now = if usage.entered_late { None } else { Some(civil::in_finland(job.at()).datetime()) };
    flags::of_limits(job, &usage, now, &mut noticed)?;
    flags::of_facts(&usage.facts, &mut noticed);
    flags::of_staff(job, &usage, &mut noticed);
    usage.flags = noticed.into_iter().collect();

    let entry = UsageEntry {
        usage: &usage,
        verdict: Some(&create.verdict),
        register_cursor: create.register_cursor.as_deref(),
        findings: &create.findings,
    };
    accepted(write.add_usage(&entry)?)
}

/// Puts the event and the showing in that the service knows, and tells what it does not know; none
/// where the event is another venue's.
pub(super) fn named_things(job: &Job<'_>, usage: &mut Usage) -> Result<Option<BTreeSet<Flag>>, StorageError> {
    let write = job.write;
    let mut noticed = BTreeSet::new();
    if let Some(named) = usage.event {
        match write.event(write.resolve_event(named)?)? {
            Some(entity) if entity.event.venue != job.venue.id => return Ok(None),
            Some(entity) => usage.event = Some(entity.event.id),
            // Its making was refused, or it was never made here: the name says what it was.
            None => {
                usage.event = None;
                noticed.insert(Flag::EventUnknown);
            }
        }
    }
    if let Some(showing) = usage.showing {
        let of = write.showing(showing)?.map(|entity| entity.showing.event);
        if of.is_none() || of != usage.event {
            // Date and time stand on the usage itself.
            usage.showing = None;
            noticed.insert(Flag::ShowingUnknown);
        }
    }
    Ok(Some(noticed))
}

/// Who recorded it and where. The true clerk of a paper form, and who set the card aside, may be
/// another than who sends it now; who typed the form in sends it.
fn of_recording(job: &Job<'_>, usage: &Usage, set_aside: Option<&SetAside>, noticed: &mut BTreeSet<Flag>) -> Result<(), StorageError> {
    flags::of_clerk(job, noticed)?;
    if usage.entered_late {
        if job.write.user(usage.clerk)?.is_none() {
            noticed.insert(Flag::ClerkUnknown);
        }
        let is_sender = usage.entered_by.is_none_or(|by| by == job.clerk());
        if !is_sender && set_aside.is_none_or(|aside| aside.usage.entered_by != usage.entered_by) {
            noticed.insert(Flag::ClerkDiffers);
        }
    } else if usage.clerk != job.clerk() && set_aside.is_none_or(|aside| aside.usage.clerk != usage.clerk) {
        noticed.insert(Flag::ClerkDiffers);
    }
    if usage.station != job.station() {
        noticed.insert(Flag::OtherStation);
    }
    if !job.caller.may_see(job.write, usage.venue)? {
        noticed.insert(Flag::VenueNoLongerTheStations);
    }
    Ok(())
}

/// A use undone. Unlike the use itself it is a change to what is kept, so it needs the right.
pub(super) fn delete(job: &Job<'_>, id: UsageId) -> Result<Outcome, StorageError> {
    let Some(record) = job.write.usage(id)? else { return delete_set_aside(job, id) };
    if record.usage.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    if !may_delete(job, &record.usage)? {
        return rejected(RejectionCode::NotAllowed);
    }
    if record.deleted {
        return accepted(record.version);
    }
    if job.is_outdated(id.0)? {
        return conflict(&row(record));
    }
    accepted(job.write.delete_usage(id, job.station())?)
}

/// A card set aside by mistake, or given up: no record yet, so whoever records there may take it back.
fn delete_set_aside(job: &Job<'_>, id: UsageId) -> Result<Outcome, StorageError> {
    let Some(record) = job.write.set_aside(id)? else { return rejected(RejectionCode::EntityUnknown) };
    if record.set_aside.usage.venue != job.venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    if !job.had(Right::Record)? {
        return rejected(RejectionCode::NotAllowed);
    }
    if record.deleted {
        return accepted(record.version);
    }
    accepted(job.write.delete_set_aside(id)?)
}

/// Anyone's with one right; one's own of the same Finnish day, judged at the clerk's instant,
/// with the other (C24).
fn may_delete(job: &Job<'_>, usage: &Usage) -> Result<bool, StorageError> {
    if job.had(Right::DeleteAny)? {
        return Ok(true);
    }
    let day = |at| civil::in_finland(at).date();
    let own_today = is_own(job, usage) && day(usage.recorded_at) == day(job.at());
    Ok(own_today && job.had(Right::DeleteOwnToday)?)
}

/// One's own record. A late entry names who served; whoever typed it in sits at the same station.
pub(super) fn is_own(job: &Job<'_>, usage: &Usage) -> bool {
    usage.clerk == job.clerk() || (usage.entered_late && usage.station == job.station())
}

/// A stored usage as the feed tells it.
pub(super) fn row(record: UsageRecord) -> UsageRow {
    let UsageRecord { usage, version, deleted } = record;
    if deleted { UsageRow::Deleted { id: usage.id, version, deleted: True } } else { UsageRow::Present { version, entity: usage } }
}
