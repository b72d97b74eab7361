//! What the service notices about a record when it takes it in. Nothing is refused for it.

use super::Job;
use crate::storage::{Capped, StorageError};
use jiff::civil::{Date, DateTime};
use kaikuasema_domain::limits::{Asked, CapPer, Cause, Counted, Severity, VenueLimits, effective_cap, findings};
use kaikuasema_domain::usage::{Facts, Flag};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Policy, Standing};
use kaikuasema_domain::{Usage, verdict};
use std::collections::BTreeSet;

/// What the register says about the card by now, as of a day.
pub(super) fn of_card(job: &Job<'_>, usage: &Usage, that_day: Date, noticed: &mut BTreeSet<Flag>) -> Result<(), StorageError> {
    let card = job.write.card(usage.card)?;
    let judged = verdict(card.as_ref(), usage.event_date, that_day, &job.venue.rules);
    match judged.standing {
        Standing::Unknown => noticed.insert(Flag::CardUnknown),
        Standing::Barred => noticed.insert(Flag::CardBarred),
        Standing::Ended { .. } => noticed.insert(Flag::CardEnded),
        Standing::Valid { .. } | Standing::EndsSoon { .. } => false,
    };
    if judged.event_after_last_day {
        noticed.insert(Flag::EventAfterLastDay);
    }
    Ok(())
}

/// The clerk is a claim, checked against the rights as they were then.
pub(super) fn of_clerk(job: &Job<'_>, noticed: &mut BTreeSet<Flag>) -> Result<(), StorageError> {
    if job.write.user(job.clerk())?.is_none() {
        noticed.insert(Flag::ClerkUnknown);
    } else if !job.had(Right::Record)? {
        noticed.insert(Flag::ClerkWithoutRight);
    }
    Ok(())
}

/// Which of the venue's limits the record passes beside all that is known by now, unless a clerk
/// decided so knowing it, or the venue passes it knowingly. `now` is the Finnish time at which it was recorded; none for a late entry, which is
/// judged as of its event.
pub(super) fn of_limits(job: &Job<'_>, usage: &Usage, now: Option<DateTime>, noticed: &mut BTreeSet<Flag>) -> Result<(), StorageError> {
    let write = job.write;
    let event = usage.event.map(|id| write.event(id)).transpose()?.flatten().map(|entity| entity.event);
    let showing = usage.showing.map(|id| write.showing(id)).transpose()?.flatten().map(|entity| entity.showing);
    let limits = &job.venue.rules.limits;
    if *limits == VenueLimits::default() && event.as_ref().is_none_or(|event| event.limits.is_empty()) {
        return Ok(());
    }
    let cap = event.as_ref().and_then(|event| effective_cap(event, showing.as_ref(), limits));
    let capped = usage.event.zip(cap).map(|(event, cap)| Capped {
        event,
        day: (cap.per != CapPer::Event).then_some(usage.event_date),
        showing: usage.showing,
    });
    let so_far = write.counted(job.venue, usage.card, capped)?;
    let card = write.card(usage.card)?;
    let this = Counted::of(usage, event.as_ref().map(|event| event.kind));

    // Judged as if the venue asked, so that a limit that is passed is told from one that is only near.
    let policy = job.venue.rules.limit_reached;
    let mut asking = job.venue.clone();
    asking.rules.limit_reached = Policy::Ask;
    let asked = Asked {
        card: usage.card,
        valid_until: card.as_ref().map(|card| card.valid_until),
        children_max: card.as_ref().and_then(|card| card.children_max),
        venue: &asking,
        event: event.as_ref(),
        showing: showing.as_ref(),
        showings: &[],
        date: usage.event_date,
        time: usage.event_time,
        children: usage.children,
        staff: usage.staff,
        value: usage.value,
        now: now.unwrap_or_else(|| this.begins()),
        // What was set aside under this id, and the record as it was before, is this one.
        instead_of: Some(usage.id),
        may_override: true,
    };
    let passed = findings(&asked, &so_far).into_iter().filter(|finding| finding.severity > Severity::Advice && finding.cause.is_limit());
    for finding in passed {
        match finding.cause {
            Cause::Cap { .. } => !usage.knew_of_cap() && noticed.insert(Flag::OverCap),
            // A venue that never asks passes its other limits knowingly.
            _ => policy != Policy::Allow && usage.discretion.is_none() && noticed.insert(Flag::OverLimit),
        };
    }
    Ok(())
}

/// Whether more staff members are counted than the venue's rules do by now: the station may have had
/// others when it was recorded (C22).
pub(super) fn of_staff(job: &Job<'_>, usage: &Usage, noticed: &mut BTreeSet<Flag>) {
    if usage.staff > job.venue.rules.most_staff() {
        noticed.insert(Flag::OverStaff);
    }
}

/// What the facts say that cannot be.
pub(super) fn of_facts(facts: &Facts, noticed: &mut BTreeSet<Flag>) {
    if facts.is_contradictory() {
        noticed.insert(Flag::ArrivedThoughCancelled);
    } else {
        noticed.remove(&Flag::ArrivedThoughCancelled);
    }
}
