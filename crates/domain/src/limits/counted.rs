//! What counts towards a limit: the part of a usage that limits need, and no more.

use crate::card::CardNumber;
use crate::event::EventKind;
use crate::id::{EventId, ShowingId, UsageId, VenueId};
use crate::money::Cents;
use crate::usage::{Usage, is_one_staff, one_staff, visitors};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// One usage as limits count it. A row of the `totals` feed too: other venues of the organisation
/// tell nothing more of it (C17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The usage: the same one is never counted twice.
    pub id: UsageId,
    /// Where it was recorded.
    pub venue: VenueId,
    /// The card.
    pub card: CardNumber,
    /// The event; not told by another venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<EventId>,
    /// What sort of event it was, where one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<EventKind>,
    /// The showing; not told by another venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub showing: Option<ShowingId>,
    /// The day of the event.
    pub event_date: Date,
    /// The clock time of the event, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_time: Option<Time>,
    /// Children along.
    pub children: u16,
    /// Staff members of a group; 1 for a customer's own card (C22).
    #[serde(default = "one_staff", skip_serializing_if = "is_one_staff")]
    pub staff: u16,
    /// The monetary value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Cents>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Cancelled: it frees its seat, its reservation and its visit (R108).
    #[serde(default)]
    pub is_cancelled: bool,
    /// Recorded by a clerk who knew that the cap is passed by it (R154).
    #[serde(default)]
    pub over_cap: bool,
}

impl Counted {
    /// What of a usage counts. `kind` is its event's, where it has one.
    #[must_use]
    pub fn of(usage: &Usage, kind: Option<EventKind>) -> Self {
        Self {
            id: usage.id,
            venue: usage.venue,
            card: usage.card,
            event: usage.event,
            kind,
            showing: usage.showing,
            event_date: usage.event_date,
            event_time: usage.event_time,
            children: usage.children,
            staff: usage.staff,
            value: usage.value,
            recorded_at: usage.recorded_at,
            is_cancelled: usage.facts.status().is_cancelled(),
            over_cap: usage.knew_of_cap(),
        }
    }

    /// Visits of a series ticket: the holder and every child (R139).
    #[must_use]
    pub fn visits(&self) -> u32 {
        visitors(self.staff, self.children)
    }

    /// Tickets that count towards a cap (C14).
    #[must_use]
    pub fn tickets(&self, leave_children_out: bool) -> u32 {
        tickets(self.staff, self.children, leave_children_out)
    }

    /// When the event begins; the end of its day where no time is known.
    #[must_use]
    pub fn begins(&self) -> DateTime {
        begins(self.event_date, self.event_time)
    }
}

/// Tickets of one record: the holder or the group's staff members, and the children unless left out (C14, C22).
pub(super) fn tickets(staff: u16, children: u16, leave_children_out: bool) -> u32 {
    visitors(staff, if leave_children_out { 0 } else { children })
}

/// When an event begins; the end of its day where no time is known.
pub(super) fn begins(date: Date, time: Option<Time>) -> DateTime {
    date.to_datetime(time.unwrap_or(Time::MAX))
}
