//! Operations: everything a station tells the service, in the order it happened.
//!
//! An operation's bytes are frozen when it is queued. It is never collapsed or
//! rewritten; a correction is a new operation.

use crate::event::Event;
use crate::id::{EventId, OpId, UsageId, UserId, VenueId};
use crate::usage::Usage;
use crate::verdict::Verdict;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One operation as it is queued, sealed and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its id: applied at most once, for ever.
    pub op_id: OpId,
    /// Its place in the station's order, gapless as made, from 1.
    pub sequence: u64,
    /// The venue in whose name it was made.
    pub venue: VenueId,
    /// What it does.
    #[serde(flatten)]
    pub change: Change,
    /// The version of the entity that a change builds on; none where something is created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_version: Option<u64>,
    /// Operations that must be settled first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<OpId>,
    /// When it was made, by the station's clock as it stood.
    pub recorded_at: Timestamp,
    /// How far the service's clock was ahead of the station's when last compared, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock_offset_ms: Option<i64>,
    /// Which run of the machine it was made in.
    pub boot_id: Uuid,
    /// Milliseconds of that run's monotonic clock.
    pub monotonic_ms: u64,
    /// Who made it: a claim, checked against rights as they were then.
    pub clerk: UserId,
}

/// What an operation does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "body")]
pub enum Change {
    /// A use was recorded.
    #[serde(rename = "usage.create")]
    UsageCreate(UsageCreate),
    /// A use was undone or deleted.
    #[serde(rename = "usage.delete")]
    UsageDelete {
        /// The usage.
        id: UsageId,
    },
    /// An event was made.
    #[serde(rename = "event.create")]
    EventCreate(Event),
    /// A rejected operation was discarded by the clerk, with a reason.
    #[serde(rename = "op.void")]
    OpVoid {
        /// The operation discarded.
        op_id: OpId,
        /// Why.
        reason: String,
    },
}

/// A recorded use, with what it was judged by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageCreate {
    /// The usage.
    pub usage: Usage,
    /// The verdict it was recorded under.
    pub verdict: Verdict,
    /// The cursor of the register copy that gave the verdict.
    pub register_cursor: Option<String>,
}

/// The entity that an operation is about: later operations on the same one wait for earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityId {
    /// A usage.
    Usage(UsageId),
    /// An event.
    Event(EventId),
    /// An operation.
    Op(OpId),
}

impl Change {
    /// The entity it is about.
    #[must_use]
    pub fn entity(&self) -> EntityId {
        match self {
            Change::UsageCreate(create) => EntityId::Usage(create.usage.id),
            Change::UsageDelete { id } => EntityId::Usage(*id),
            Change::EventCreate(event) => EntityId::Event(event.id),
            Change::OpVoid { op_id, .. } => EntityId::Op(*op_id),
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Change::UsageCreate(_) => "usage.create",
            Change::UsageDelete { .. } => "usage.delete",
            Change::EventCreate(_) => "event.create",
            Change::OpVoid { .. } => "op.void",
        }
    }
}

/// The service's answer to one operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationResult {
    /// Which operation.
    pub op_id: OpId,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What became of an operation at the service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Applied now.
    Accepted {
        /// The entity's new version.
        version: u64,
    },
    /// Applied before, from the very same bytes.
    Duplicate {
        /// The version it had been given then.
        version: u64,
    },
    /// Applied, under the id of an event made before it (R199).
    Merged {
        /// The id to use from now on.
        id: EventId,
        /// That event's version.
        version: u64,
    },
    /// Someone changed the entity meanwhile; the clerk chooses.
    Conflict {
        /// The entity as it now is at the service.
        current: serde_json::Value,
    },
    /// Something it depends on is not settled; not final.
    Blocked,
    /// Refused; kept at the station for the clerk.
    Rejected {
        /// A stable code that the station has words for.
        code: RejectionCode,
    },
}

/// Why the service refuses an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectionCode {
    /// The same id came with other bytes before.
    OpIdReused,
    /// Not an operation of this version of the contract.
    Malformed,
    /// The venue does not exist or is no longer in use.
    VenueUnknown,
    /// The station may not write for this venue.
    VenueNotYours,
    /// The entity to change does not exist.
    EntityUnknown,
    /// A usage, event or showing of this id exists already, from another operation.
    EntityExists,
    /// The clerk has no right to this, and it is not a thing that already happened.
    NotAllowed,
    /// What is named is not of this venue.
    WrongVenue,
    /// A code that this version of the station does not know.
    #[serde(other)]
    Other,
}
