//! Usages as stations recorded and undid them.

use super::corrected;
use crate::api::Caller;
use crate::storage::{StorageError, UsageEntry, Write};
use jiff::civil::date;
use kaikuasema_domain::operation::{Outcome, RejectionCode, UsageCreate};
use kaikuasema_domain::usage::{MOST_CHILDREN, MOST_CUSTOMER_CARDS, is_event_name};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::Standing;
use kaikuasema_domain::{CardKind, Operation, Usage, UsageId, Venue, civil, verdict};

/// Whether a usage keeps to the contract: what no form lets through is no usage.
pub(super) fn is_sound(create: &UsageCreate) -> bool {
    let usage = &create.usage;
    let cards = match (usage.card.kind(), usage.customer_cards) {
        (CardKind::Customer, Some(_)) => false,
        (CardKind::Community, Some(cards)) => cards <= MOST_CUSTOMER_CARDS,
        (_, None) => true,
    };
    let reason = usage.discretion.as_ref().and_then(|discretion| discretion.reason.as_deref());
    cards
        && usage.children <= MOST_CHILDREN
        && usage.event_name.as_deref().is_none_or(is_event_name)
        && (date(2000, 1, 1)..=date(2199, 12, 31)).contains(&usage.event_date)
        && reason.is_none_or(|reason| reason.chars().count() <= super::LONGEST_REASON)
}

/// A use that happened: taken in whatever is known of the card and the clerk by now.
pub(super) fn create(
    write: &Write<'_>,
    caller: Caller,
    operation: &Operation,
    create: &UsageCreate,
    venue: &Venue,
) -> Result<Outcome, StorageError> {
    let rejected = |code| Ok(Outcome::Rejected { code });
    if create.usage.venue != venue.id {
        return rejected(RejectionCode::WrongVenue);
    }
    if write.usage(create.usage.id)?.is_some() {
        return rejected(RejectionCode::EntityExists);
    }
    let mut usage = create.usage.clone();
    let mut flags = Vec::new();

    if let Some(named) = usage.event {
        match write.event(write.resolve_event(named)?)? {
            Some(entity) if entity.event.venue != venue.id => return rejected(RejectionCode::WrongVenue),
            Some(entity) => usage.event = Some(entity.event.id),
            // Its making was refused, or it was never made here: the name says what it was.
            None => {
                usage.event = None;
                flags.push("event_unknown");
            }
        }
    }
    if let Some(showing) = usage.showing {
        let of = write.event_of_showing(showing)?;
        if of.is_none() || of != usage.event {
            // Date and time stand on the usage itself.
            usage.showing = None;
            flags.push("showing_unknown");
        }
    }
    flags_of_card(write, operation, &usage, venue, &mut flags)?;
    flags_of_clerk(write, caller, operation, &usage, &mut flags)?;

    let entry =
        UsageEntry { usage: &usage, verdict: Some(&create.verdict), register_cursor: create.register_cursor.as_deref(), flags: &flags };
    Ok(Outcome::Accepted { version: write.add_usage(&entry)? })
}

/// What the register says about the card by now.
fn flags_of_card(
    write: &Write<'_>,
    operation: &Operation,
    usage: &Usage,
    venue: &Venue,
    flags: &mut Vec<&'static str>,
) -> Result<(), StorageError> {
    let card = write.card(usage.card)?;
    let that_day = civil::in_finland(corrected(operation)).date();
    let judged = verdict(card.as_ref(), usage.event_date, that_day, &venue.rules);
    match judged.standing {
        Standing::Unknown => flags.push("card_unknown"),
        Standing::Barred => flags.push("card_barred"),
        Standing::Ended { .. } => flags.push("card_ended"),
        Standing::Valid { .. } | Standing::EndsSoon { .. } => {}
    }
    if judged.event_after_last_day {
        flags.push("event_after_last_day");
    }
    Ok(())
}

/// The clerk is a claim, checked against the rights as they were then.
fn flags_of_clerk(
    write: &Write<'_>,
    caller: Caller,
    operation: &Operation,
    usage: &Usage,
    flags: &mut Vec<&'static str>,
) -> Result<(), StorageError> {
    if write.user(operation.clerk)?.is_none() {
        flags.push("clerk_unknown");
    } else if !write.had_right(operation.clerk, usage.venue, Right::Record, corrected(operation))? {
        flags.push("clerk_without_right");
    }
    if usage.clerk != operation.clerk {
        flags.push("clerk_differs");
    }
    if usage.station != caller.station() {
        flags.push("other_station");
    }
    if !caller.may_see(write, usage.venue)? {
        flags.push("venue_no_longer_the_stations");
    }
    Ok(())
}

/// A use undone. Unlike the use itself it is a change to what is kept, so it needs the right.
pub(super) fn delete(write: &Write<'_>, operation: &Operation, id: UsageId) -> Result<Outcome, StorageError> {
    let rejected = |code| Ok(Outcome::Rejected { code });
    let Some(record) = write.usage(id)? else { return rejected(RejectionCode::EntityUnknown) };
    if record.usage.venue != operation.venue {
        return rejected(RejectionCode::WrongVenue);
    }
    if !may_delete(write, operation, &record.usage)? {
        return rejected(RejectionCode::NotAllowed);
    }
    if record.deleted {
        return Ok(Outcome::Accepted { version: record.version });
    }
    if operation.base_version.is_some_and(|base| base < record.version) {
        let mut current = serde_json::to_value(&record.usage)?;
        if let Some(fields) = current.as_object_mut() {
            fields.insert("version".to_owned(), record.version.into());
        }
        return Ok(Outcome::Conflict { current });
    }
    Ok(Outcome::Accepted { version: write.delete_usage(id)? })
}

/// Anyone's with one right; one's own of the same Finnish day, judged at the clerk's instant,
/// with the other (C24).
fn may_delete(write: &Write<'_>, operation: &Operation, usage: &Usage) -> Result<bool, StorageError> {
    let had = |right| write.had_right(operation.clerk, operation.venue, right, corrected(operation));
    if had(Right::DeleteAny)? {
        return Ok(true);
    }
    let day = |at| civil::in_finland(at).date();
    let own_today = usage.clerk == operation.clerk && day(usage.recorded_at) == day(operation.recorded_at);
    Ok(own_today && had(Right::DeleteOwnToday)?)
}
