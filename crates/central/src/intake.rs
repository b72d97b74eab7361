//! Taking operations in: each at most once, for ever, and each by itself.
//!
//! A batch is one transaction; every operation has a savepoint of its own, so that a bad
//! one in the middle undoes nothing but itself. Nothing that happened at a counter is
//! refused for what came to be known later: it is taken in and flagged.

mod correction;
mod event;
mod fact;
mod flags;
mod set_aside;
mod settings;
mod turned_away;
mod usage;

use crate::api::Caller;
use crate::mutant;
use crate::storage::{Settled, StorageError, Write};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kaikuasema_domain::operation::{Change, OperationResult, Outcome, RejectionCode};
use kaikuasema_domain::usage::Flag;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{OpId, Operation, StationId, Usage, UserId, Venue};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Uuid;

/// The most operations that one operation may wait for.
const MOST_DEPENDENCIES: usize = 100;
/// The longest reason a clerk can give, in characters.
const LONGEST_REASON: usize = 1_000;
/// More findings than the rules can make about one use.
const MOST_FINDINGS: usize = 100;

/// One operation as it came.
pub(crate) struct Received {
    op: OpId,
    /// The fingerprint of its frozen bytes.
    hash: [u8; 32],
    /// None where it is no operation of this version of the contract.
    operation: Option<Operation>,
}

impl Received {
    /// Reads an operation from its frozen bytes; none where not even its id can be read.
    pub(crate) fn read(raw: &RawValue) -> Option<Self> {
        #[derive(Deserialize)]
        struct OnlyId {
            op_id: OpId,
        }
        let OnlyId { op_id } = serde_json::from_str(raw.get()).ok()?;
        let operation = serde_json::from_str::<Operation>(raw.get()).ok().filter(is_sound);
        Some(Self { op: op_id, hash: Sha256::digest(raw.get()).into(), operation })
    }
}

/// Whether the operation keeps to the contract, apart from what is stored.
fn is_sound(operation: &Operation) -> bool {
    let sound = operation.depends_on.len() <= MOST_DEPENDENCIES && !operation.depends_on.contains(&operation.op_id);
    sound
        && match &operation.change {
            Change::UsageCreate(create) => usage::is_sound(&create.usage) && create.findings.len() <= MOST_FINDINGS,
            Change::UsageUpdate(update) => usage::is_sound(&update.usage),
            Change::CardUnknown(set_aside) => usage::is_sound(&set_aside.usage),
            Change::TurnedAway(turned_away) => is_near_enough(turned_away.event_date),
            Change::SettingsUpdate(settings) => settings::is_sound(settings),
            Change::EventCreate(event) => event::is_sound(event),
            Change::UsageDelete { .. }
            | Change::UsageHandedOver(_)
            | Change::UsageArrived(_)
            | Change::UsageCancelled(_)
            | Change::UsageNoShow(_) => true,
            Change::OpVoid { op_id, reason } => *op_id != operation.op_id && reason.chars().count() <= LONGEST_REASON,
        }
}

/// Takes a batch in, in its order; one result for each.
pub(crate) fn take_in(write: &Write<'_>, caller: Caller, batch: &[Received], now: Timestamp) -> Result<Vec<OperationResult>, StorageError> {
    let result = |received: &Received| Ok(OperationResult { op_id: received.op, outcome: take_in_one(write, caller, received, now)? });
    batch.iter().map(result).collect()
}

fn take_in_one(write: &Write<'_>, caller: Caller, received: &Received, now: Timestamp) -> Result<Outcome, StorageError> {
    let malformed = Outcome::Rejected { code: RejectionCode::Malformed };
    let known = if mutant::is_at_work("no_unique_op_id") { None } else { write.settled(received.op)? };
    if let Some(settled) = known {
        if settled.hash != received.hash {
            return Ok(Outcome::Rejected { code: RejectionCode::OpIdReused });
        }
        // What an older version of the service could not read was not applied: it is looked at again.
        if settled.outcome != malformed || received.operation.is_none() {
            return Ok(again(settled.outcome));
        }
    }
    let outcome = match &received.operation {
        None => malformed,
        Some(operation) => {
            for needed in &operation.depends_on {
                if write.settled(*needed)?.is_none() {
                    return Ok(Outcome::Blocked);
                }
            }
            match write.savepoint(|write| apply(write, caller, operation)) {
                Ok(outcome) => outcome,
                Err(error) if error.is_about_the_row() => {
                    tracing::error!(op = %received.op, error = &error as &dyn std::error::Error, "an operation fits no table");
                    malformed
                }
                Err(error) => return Err(error),
            }
        }
    };
    let sequence = received.operation.as_ref().map(|operation| operation.sequence);
    write.settle(received.op, &Settled { hash: received.hash, outcome: outcome.clone() }, caller.station(), sequence, now)?;
    Ok(outcome)
}

/// The answer to the same bytes sent again.
fn again(outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Accepted { version } => Outcome::Duplicate { version },
        other => other,
    }
}

fn apply(write: &Write<'_>, caller: Caller, operation: &Operation) -> Result<Outcome, StorageError> {
    let Some(venue) = write.venue(operation.venue)? else { return rejected(RejectionCode::VenueUnknown) };
    if !caller.may_write(write, venue.id)? {
        return rejected(RejectionCode::VenueNotYours);
    }
    let job = Job { write, caller, operation, venue: &venue };
    match &operation.change {
        Change::UsageCreate(create) => usage::create(&job, create),
        Change::UsageUpdate(update) => correction::update(&job, &update.usage),
        Change::UsageDelete { id } => usage::delete(&job, *id),
        Change::UsageHandedOver(_) | Change::UsageArrived(_) | Change::UsageCancelled(_) | Change::UsageNoShow(_) => {
            match operation.change.fact() {
                Some((fact, of)) => fact::mark(&job, fact, of),
                None => rejected(RejectionCode::Malformed),
            }
        }
        Change::CardUnknown(set_aside) => set_aside::add(&job, set_aside),
        Change::TurnedAway(turned_away) => turned_away::add(&job, turned_away),
        Change::SettingsUpdate(settings) => settings::update(&job, settings),
        Change::EventCreate(event) => event::create(&job, event),
        Change::OpVoid { op_id, reason } => void(&job, *op_id, reason),
    }
}

/// An operation on its way in, by someone who may write for its venue.
struct Job<'a> {
    write: &'a Write<'a>,
    caller: Caller,
    operation: &'a Operation,
    venue: &'a Venue,
}

impl Job<'_> {
    /// When it was made by the service's clock: rights are judged as they were then.
    fn at(&self) -> Timestamp {
        self.operation.made_at()
    }

    /// Who says to have made it.
    fn clerk(&self) -> UserId {
        self.operation.clerk
    }

    /// The station that it came from.
    fn station(&self) -> StationId {
        self.caller.station()
    }

    /// Whether the clerk had a right at the venue then.
    fn had(&self, right: Right) -> Result<bool, StorageError> {
        self.write.had_right(self.clerk(), self.venue.id, right, self.at())
    }

    /// Whether somebody else changed an entity after the version that the operation builds on. What
    /// the same station did in between is no conflict: it made both in this order. A change that names no
    /// version was made before the station knew the one of its own record: it builds on that.
    fn is_outdated(&self, entity: Uuid) -> Result<bool, StorageError> {
        let base = match self.operation.base_version {
            None => self.write.version_recorded_by(entity, self.station())?,
            named => named,
        };
        match base {
            Some(base) => Ok(self.write.newest_by_others(entity, self.station())? > base),
            None => Ok(false),
        }
    }
}

/// The flags of a record whose facts the issuer's side changed.
pub(crate) fn flags_after(usage: &Usage) -> Vec<Flag> {
    let mut noticed: BTreeSet<Flag> = usage.flags.iter().copied().collect();
    flags::of_facts(&usage.facts, &mut noticed);
    noticed.into_iter().collect()
}

/// Refused, and why.
fn rejected(code: RejectionCode) -> Result<Outcome, StorageError> {
    Ok(Outcome::Rejected { code })
}

/// Applied, with the entity's new version.
fn accepted(version: u64) -> Result<Outcome, StorageError> {
    Ok(Outcome::Accepted { version })
}

/// Somebody changed the entity meanwhile: the clerk sees it as a feed would tell it.
fn conflict(current: &impl Serialize) -> Result<Outcome, StorageError> {
    Ok(Outcome::Conflict { current: serde_json::to_value(current)? })
}

/// Whether a day is one that an event can be on.
fn is_near_enough(day: Date) -> bool {
    (date(2000, 1, 1)..=date(2199, 12, 31)).contains(&day)
}

/// A discarded operation: only one that was not applied can be discarded.
fn void(job: &Job<'_>, voided: OpId, reason: &str) -> Result<Outcome, StorageError> {
    if let Some(settled) = job.write.settled(voided)?
        && matches!(settled.outcome, Outcome::Accepted { .. } | Outcome::Merged { .. })
    {
        return rejected(RejectionCode::NotAllowed);
    }
    let operation = job.operation;
    accepted(job.write.void(operation.op_id, voided, operation.venue, reason, operation.clerk, operation.recorded_at)?)
}
