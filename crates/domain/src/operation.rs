//! Operations: everything a station tells the service, in the order it happened.
//!
//! An operation's bytes are frozen when it is queued. It is never collapsed or
//! rewritten; a correction is a new operation.

use crate::event::{Event, ShowingOccasion};
use crate::id::{EventId, OpId, ShowingId, StationId, UsageId, UserId, VenueId};
use crate::limits::{EventLimits, Finding};
use crate::usage::{Fact, Usage};
use crate::verdict::{VenueRules, Verdict};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
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

impl Operation {
    /// When it was made by the service's clock: the station's, corrected by the offset known then.
    #[must_use]
    pub fn made_at(&self) -> Timestamp {
        let offset = jiff::SignedDuration::from_millis(self.clock_offset_ms.unwrap_or(0));
        self.recorded_at.checked_add(offset).unwrap_or(self.recorded_at)
    }
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
    /// A use was corrected: the whole record as it is to be.
    #[serde(rename = "usage.update")]
    UsageUpdate(UsageUpdate),
    /// The ticket was handed over (R157).
    #[serde(rename = "usage.handed_over")]
    UsageHandedOver(FactOf),
    /// The holder arrived (R158).
    #[serde(rename = "usage.arrived")]
    UsageArrived(FactOf),
    /// The holder asked for the ticket to be cancelled (C12).
    #[serde(rename = "usage.cancelled")]
    UsageCancelled(FactOf),
    /// The holder did not come (R161).
    #[serde(rename = "usage.no_show")]
    UsageNoShow(FactOf),
    /// A card that is not registered was set aside (R34, R35).
    #[serde(rename = "card.unknown")]
    CardUnknown(SetAside),
    /// A customer was turned away; whose card is not kept (R126).
    #[serde(rename = "turned_away")]
    TurnedAway(TurnedAway),
    /// A venue's rules, or an event's or a showing's limits, were set.
    #[serde(rename = "settings.update")]
    SettingsUpdate(Settings),
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
    /// What the venue's limits said when it was recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// A corrected use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageUpdate {
    /// The record as it is to be, under its own id. What became of the ticket is not changed by it.
    pub usage: Usage,
}

/// A status fact about a use. Facts of several stations commute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactOf {
    /// The use.
    pub id: UsageId,
    /// The fact was marked by mistake and is taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_back: bool,
}

/// A card that is in no register, set aside to be recorded once it is (R34, R35).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// The record that it becomes once the card is registered: under this id it takes its seat meanwhile.
    pub usage: Usage,
    /// Whether the customer was let in at the venue's discretion. If not, no record follows.
    pub granted: bool,
}

/// A customer was turned away. Holds no card number (R126).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedAway {
    /// Its id.
    pub id: Uuid,
    /// The venue.
    pub venue: VenueId,
    /// The event that was asked for, where one was chosen.
    pub event: Option<EventId>,
    /// The showing, where one was chosen.
    pub showing: Option<ShowingId>,
    /// The day that was asked for.
    pub event_date: Date,
    /// The clock time, where known.
    pub event_time: Option<Time>,
    /// Why.
    pub reason: TurnedAwayReason,
    /// When, by the corrected clock.
    pub at: Timestamp,
    /// Where.
    pub station: StationId,
}

/// Why a customer was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnedAwayReason {
    /// The cap was reached.
    Full,
    /// The card's validity had ended, or ends before the event.
    Expired,
    /// The card is barred from use.
    Inactive,
    /// The card is in no register.
    Unknown,
    /// Another of the venue's limits.
    Rule,
}

impl TurnedAwayReason {
    /// Every reason, in order.
    pub const ALL: [TurnedAwayReason; 5] =
        [TurnedAwayReason::Full, TurnedAwayReason::Expired, TurnedAwayReason::Inactive, TurnedAwayReason::Unknown, TurnedAwayReason::Rule];
}

/// Settings that the model's floors bound; the service checks them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Settings {
    /// The venue's rules, whole.
    Venue {
        /// As they are to be.
        rules: VenueRules,
    },
    /// An event's limits, whole.
    Event {
        /// The event.
        event: EventId,
        /// As they are to be.
        limits: EventLimits,
    },
    /// What is special about a showing, and how many it holds.
    Showing {
        /// The showing.
        showing: ShowingId,
        /// Premiere, gala or neither.
        occasion: ShowingOccasion,
        /// How many people it holds, where known.
        capacity: Option<u32>,
    },
}

/// The entity that an operation is about: later operations on the same one wait for earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EntityId {
    /// A usage.
    Usage(UsageId),
    /// An event.
    Event(EventId),
    /// A showing.
    Showing(ShowingId),
    /// A venue.
    Venue(VenueId),
    /// A customer turned away.
    TurnedAway(Uuid),
    /// An operation.
    Op(OpId),
}

impl EntityId {
    /// The id, whatever it is of.
    #[must_use]
    pub fn uuid(self) -> Uuid {
        match self {
            EntityId::Usage(id) => id.0,
            EntityId::Event(id) => id.0,
            EntityId::Showing(id) => id.0,
            EntityId::Venue(id) => id.0,
            EntityId::TurnedAway(id) => id,
            EntityId::Op(id) => id.0,
        }
    }
}

impl Change {
    /// The entity it is about; `venue` is the one in whose name it was made.
    #[must_use]
    pub fn entity(&self, venue: VenueId) -> EntityId {
        match self {
            Change::UsageCreate(create) => EntityId::Usage(create.usage.id),
            Change::UsageUpdate(update) => EntityId::Usage(update.usage.id),
            Change::UsageDelete { id }
            | Change::UsageHandedOver(FactOf { id, .. })
            | Change::UsageArrived(FactOf { id, .. })
            | Change::UsageCancelled(FactOf { id, .. })
            | Change::UsageNoShow(FactOf { id, .. }) => EntityId::Usage(*id),
            Change::CardUnknown(aside) => EntityId::Usage(aside.usage.id),
            Change::TurnedAway(turned_away) => EntityId::TurnedAway(turned_away.id),
            Change::SettingsUpdate(Settings::Venue { .. }) => EntityId::Venue(venue),
            Change::SettingsUpdate(Settings::Event { event, .. }) => EntityId::Event(*event),
            Change::SettingsUpdate(Settings::Showing { showing, .. }) => EntityId::Showing(*showing),
            Change::EventCreate(event) => EntityId::Event(event.id),
            Change::OpVoid { op_id, .. } => EntityId::Op(*op_id),
        }
    }

    /// Its name on the wire.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Change::UsageCreate(_) => "usage.create",
            Change::UsageUpdate(_) => "usage.update",
            Change::UsageDelete { .. } => "usage.delete",
            Change::UsageHandedOver(_) => "usage.handed_over",
            Change::UsageArrived(_) => "usage.arrived",
            Change::UsageCancelled(_) => "usage.cancelled",
            Change::UsageNoShow(_) => "usage.no_show",
            Change::CardUnknown(_) => "card.unknown",
            Change::TurnedAway(_) => "turned_away",
            Change::SettingsUpdate(_) => "settings.update",
            Change::EventCreate(_) => "event.create",
            Change::OpVoid { .. } => "op.void",
        }
    }

    /// The operation that marks a status fact, or takes it back.
    #[must_use]
    pub fn of_fact(id: UsageId, fact: Fact, taken_back: bool) -> Self {
        let of = FactOf { id, taken_back };
        match fact {
            Fact::HandedOver => Change::UsageHandedOver(of),
            Fact::Arrived => Change::UsageArrived(of),
            Fact::Cancelled => Change::UsageCancelled(of),
            Fact::NoShow => Change::UsageNoShow(of),
        }
    }

    /// The status fact that it marks or takes back, where it is about one.
    #[must_use]
    pub fn fact(&self) -> Option<(Fact, FactOf)> {
        match self {
            Change::UsageHandedOver(of) => Some((Fact::HandedOver, *of)),
            Change::UsageArrived(of) => Some((Fact::Arrived, *of)),
            Change::UsageCancelled(of) => Some((Fact::Cancelled, *of)),
            Change::UsageNoShow(of) => Some((Fact::NoShow, *of)),
            _ => None,
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
    /// A limit below the model's floor (R130).
    BelowFloor,
    /// A code that this version of the station does not know.
    #[serde(other)]
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_was_made_when_the_services_clock_says() {
        let recorded_at: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        let mut operation = Operation {
            op_id: OpId(Uuid::nil()),
            sequence: 1,
            venue: VenueId(Uuid::nil()),
            change: Change::UsageDelete { id: UsageId(Uuid::nil()) },
            base_version: None,
            depends_on: Vec::new(),
            recorded_at,
            clock_offset_ms: Some(-1500),
            boot_id: Uuid::nil(),
            monotonic_ms: 0,
            clerk: UserId(Uuid::nil()),
        };
        assert_eq!(operation.made_at(), "2026-11-22T09:59:58.5Z".parse::<Timestamp>().unwrap());
        assert_eq!(operation.change.entity(operation.venue).uuid(), Uuid::nil());
        operation.clock_offset_ms = None;
        assert_eq!(operation.made_at(), recorded_at);
    }
}
