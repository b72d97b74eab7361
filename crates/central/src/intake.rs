//! Taking operations in: each at most once, for ever, and each by itself.
//!
//! A batch is one transaction; every operation has a savepoint of its own, so that a bad
//! one in the middle undoes nothing but itself. Nothing that happened at a counter is
//! refused for what came to be known later: it is taken in and flagged.

mod event;
mod usage;

use crate::api::Caller;
use crate::storage::{Settled, StorageError, Write};
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::operation::{Change, OperationResult, Outcome, RejectionCode};
use kaikuasema_domain::{OpId, Operation};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

/// The most operations that one operation may wait for.
const MOST_DEPENDENCIES: usize = 100;
/// The longest reason a clerk can give, in characters.
const LONGEST_REASON: usize = 1_000;

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
            Change::UsageCreate(create) => usage::is_sound(create),
            Change::EventCreate(event) => event::is_sound(event),
            Change::UsageDelete { .. } => true,
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
    if let Some(settled) = write.settled(received.op)? {
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
    let rejected = |code| Ok(Outcome::Rejected { code });
    let Some(venue) = write.venue(operation.venue)? else { return rejected(RejectionCode::VenueUnknown) };
    if !caller.may_write(write, venue.id)? {
        return rejected(RejectionCode::VenueNotYours);
    }
    match &operation.change {
        Change::UsageCreate(create) => usage::create(write, caller, operation, create, &venue),
        Change::UsageDelete { id } => usage::delete(write, operation, *id),
        Change::EventCreate(event) => event::create(write, operation, event),
        Change::OpVoid { op_id, reason } => void(write, operation, *op_id, reason),
    }
}

/// A discarded operation: only one that was not applied can be discarded.
fn void(write: &Write<'_>, operation: &Operation, voided: OpId, reason: &str) -> Result<Outcome, StorageError> {
    if let Some(settled) = write.settled(voided)?
        && matches!(settled.outcome, Outcome::Accepted { .. } | Outcome::Merged { .. })
    {
        return Ok(Outcome::Rejected { code: RejectionCode::NotAllowed });
    }
    let version = write.void(operation.op_id, voided, operation.venue, reason, operation.clerk, operation.recorded_at)?;
    Ok(Outcome::Accepted { version })
}

/// When it was made by the service's clock: rights are judged as they were then.
fn corrected(operation: &Operation) -> Timestamp {
    let offset = SignedDuration::from_millis(operation.clock_offset_ms.unwrap_or(0));
    operation.recorded_at.checked_add(offset).unwrap_or(operation.recorded_at)
}
