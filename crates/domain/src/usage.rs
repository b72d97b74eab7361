//! A use of a card, as a clerk records it (R46–R74).

mod facts;

pub use facts::{Beside, Besides, Cancelled, CancelledBy, Channel, Fact, Facts, Flag, Status};

use crate::card::{CardKind, CardNumber};
use crate::event::Event;
use crate::id::{EventId, ShowingId, StationId, UsageId, UserId, VenueId};
use crate::limits::{Finding, Severity, VenueLimits, passes_cap};
use crate::money::Cents;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// More children than this in one record is a slip of the finger.
pub const MOST_CHILDREN: u16 = 200;
/// More customer cards than this in one group is a slip of the finger.
pub const MOST_CUSTOMER_CARDS: u16 = 200;
/// The staff members of a group where the venue sets no other number, and the holder of a customer's own card (C22).
pub const ONE_STAFF: u16 = 1;
/// No venue lets one record count more staff members than this.
pub const MOST_STAFF: u16 = 10;
/// The longest event name, in characters.
pub const LONGEST_EVENT_NAME: usize = 200;

/// One recorded use of a card. Holds nothing about the holder but the number (R165).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Its id, made by the station.
    pub id: UsageId,
    /// The venue in whose name it was recorded.
    pub venue: VenueId,
    /// The card that was used.
    pub card: CardNumber,
    /// The event, where one was chosen (R52).
    pub event: Option<EventId>,
    /// The event's name when the use was recorded.
    pub event_name: Option<String>,
    /// The showing, for a scheduled event (R66).
    pub showing: Option<ShowingId>,
    /// The Finnish day of the event, not of the recording (R186).
    pub event_date: Date,
    /// The Finnish clock time of the event, where one is known.
    pub event_time: Option<Time>,
    /// Children or grandchildren along; of the group, for a community card (R54, R57).
    pub children: u16,
    /// Customer cards in the group, for a community card only (R59).
    pub customer_cards: Option<u16>,
    /// Staff members who came with the group, for a community card; 1 for a customer's own card, whose
    /// holder it stands for (C22). Not written where it is 1, as before it was kept.
    #[serde(default = "one_staff", skip_serializing_if = "is_one_staff")]
    pub staff: u16,
    /// The monetary value, where the event asks for it (R62).
    pub value: Option<Cents>,
    /// When it was recorded, by the station's clock corrected by the last known offset. The clock
    /// as it stood is on the operation.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub clerk: UserId,
    /// Where it was recorded.
    pub station: StationId,
    /// Kept when it was recorded at the venue's discretion (R41).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discretion: Option<Discretion>,
    /// The clerk was told that the cap is passed by it, whether or not the venue asks for a decision then:
    /// such a record is no clash of two stations (R154).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over_cap: bool,
    /// How the holder asked for it (R155).
    #[serde(default, skip_serializing_if = "Channel::is_desk")]
    pub channel: Channel,
    /// The community card's record of the group that the holder came with (R60, R61).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<UsageId>,
    /// Typed in afterwards from the paper form (R202): `recorded_at` is when it was typed, `clerk` who
    /// served the customer.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub entered_late: bool,
    /// Who typed it in, where it was entered late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<UserId>,
    /// What became of the ticket.
    #[serde(default, skip_serializing_if = "Facts::is_untold")]
    pub facts: Facts,
    /// What the service noticed when it took the record in; told by its feed, never by a station.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Flag>,
}

pub(crate) fn one_staff() -> u16 {
    ONE_STAFF
}

pub(crate) fn is_one_staff(staff: &u16) -> bool {
    *staff == ONE_STAFF
}

impl Usage {
    /// The people who came with it, see [`visitors`].
    #[must_use]
    pub fn visitors(&self) -> u32 {
        visitors(self.staff, self.children)
    }

    /// Whether the clerk knew that the cap is passed by it. Records of before that was kept for every
    /// policy have it with their discretion.
    #[must_use]
    pub fn knew_of_cap(&self) -> bool {
        self.over_cap || self.discretion.as_ref().is_some_and(|discretion| discretion.over_cap)
    }
}

/// That a clerk used the venue's discretion: who, when and why (R41). Another may have recorded the use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discretion {
    /// The clerk's reason, where one was given. Never about a person (R166).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who used it, where kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// When, by the corrected clock, where kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The clerk knew that the cap was reached: such a record is no clash of two stations (R154).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub over_cap: bool,
}

impl Discretion {
    /// The same, used on what was found.
    #[must_use]
    pub fn on(self, findings: &[Finding]) -> Self {
        Self { over_cap: passes_cap(findings), ..self }
    }
}

/// The event a clerk chose on the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EventChoice {
    /// No event: allowed, though the holder can then give no feedback (R52).
    #[default]
    None,
    /// One of the venue's events.
    Existing(EventId),
    /// One to be made now, by the last row "Luo …" (R50).
    New(String),
}

/// The filled-in form, before it is a [`Usage`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageDraft {
    /// The venue in whose name it is recorded.
    pub venue: VenueId,
    /// The card.
    pub card: CardNumber,
    /// The event.
    pub event: EventChoice,
    /// The showing, for a scheduled event; its date and time are then the showing's.
    pub showing: Option<ShowingId>,
    /// The day of the event.
    pub event_date: Date,
    /// The clock time of the event, where given.
    pub event_time: Option<Time>,
    /// Children along.
    pub children: u16,
    /// Customer cards in the group; only for a community card.
    pub customer_cards: Option<u16>,
    /// Staff members who come with the group; 1 for a customer's own card.
    pub staff: u16,
    /// The monetary value; only where the event asks for it.
    pub value: Option<Cents>,
    /// Set by the deliberate key.
    pub discretion: Option<Discretion>,
    /// How the holder asked for it.
    pub channel: Channel,
    /// The community card's record of the group that the holder came with.
    pub group: Option<UsageId>,
    /// Typed in afterwards from the paper form.
    pub late: Option<LateEntry>,
    /// What the limits said on the screen when the deliberate key was pressed: it confirms that and
    /// nothing else. None where nobody looks at a screen.
    pub shown: Option<Vec<Finding>>,
}

/// A record typed in from the paper form (R202).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateEntry {
    /// Who served the customer.
    pub clerk: UserId,
}

/// What in the form cannot be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// More than [`MOST_CHILDREN`].
    #[error("too many children for one record")]
    TooManyChildren,
    /// More than [`MOST_CUSTOMER_CARDS`].
    #[error("too many customer cards for one group")]
    TooManyCustomerCards,
    /// A number of customer cards on a customer's own card (R59).
    #[error("only a community card counts customer cards")]
    CustomerCardsOnCustomerCard,
    /// Staff members on a customer's own card, whose one holder is all that is counted (C22).
    #[error("only a community card counts staff members")]
    StaffOnCustomerCard,
    /// Nobody of the staff, or more than the venue's rules count (C22).
    #[error("a group has 1 to {most} staff members")]
    Staff {
        /// The most that the venue's rules count.
        most: u16,
    },
    /// An event name that is empty or longer than [`LONGEST_EVENT_NAME`].
    #[error("the event's name is empty or too long")]
    EventName,
    /// A limit of the venue counts by the event, and none is chosen (C2).
    #[error("the venue's limits need an event")]
    EventNeeded,
    /// A limit counts the value, and none is given (C30).
    #[error("the venue's limits need a value")]
    ValueNeeded,
    /// A value for an event that does not ask for one (R62).
    #[error("the event does not ask for a value")]
    ValueNotAsked,
}

impl UsageDraft {
    /// The form of a card as it is first shown: no event, nobody along.
    #[must_use]
    pub fn of(venue: VenueId, card: CardNumber, event_date: Date) -> Self {
        Self {
            venue,
            card,
            event: EventChoice::None,
            showing: None,
            event_date,
            event_time: None,
            children: 0,
            customer_cards: None,
            staff: ONE_STAFF,
            value: None,
            discretion: None,
            channel: Channel::Desk,
            group: None,
            late: None,
            shown: None,
        }
    }

    /// Whether a finding that asks or refuses was not on the screen when the deliberate key was pressed.
    #[must_use]
    pub fn is_surprised_by(&self, findings: &[Finding]) -> bool {
        let Some(shown) = &self.shown else { return false };
        let was_shown = |finding: &Finding| {
            let kind = std::mem::discriminant(&finding.cause);
            shown.iter().any(|one| one.severity > Severity::Advice && std::mem::discriminant(&one.cause) == kind)
        };
        findings.iter().any(|finding| finding.severity > Severity::Advice && !was_shown(finding))
    }

    /// Checks what the fields allow (R46), and that what the venue's limits count by is given.
    /// `event` is the chosen event, where it is an existing one; `most_staff` is what the venue's rules
    /// allow, [`VenueRules::most_staff`](crate::verdict::VenueRules::most_staff).
    ///
    /// # Errors
    /// The first [`DraftError`] found.
    pub fn check(&self, event: Option<&Event>, limits: &VenueLimits, most_staff: u16) -> Result<(), DraftError> {
        if self.children > MOST_CHILDREN {
            return Err(DraftError::TooManyChildren);
        }
        match (self.card.kind(), self.customer_cards) {
            (CardKind::Customer, Some(_)) => return Err(DraftError::CustomerCardsOnCustomerCard),
            (CardKind::Community, Some(n)) if n > MOST_CUSTOMER_CARDS => return Err(DraftError::TooManyCustomerCards),
            _ => {}
        }
        match self.card.kind() {
            CardKind::Customer if self.staff != ONE_STAFF => return Err(DraftError::StaffOnCustomerCard),
            CardKind::Community if !(ONE_STAFF..=most_staff).contains(&self.staff) => {
                return Err(DraftError::Staff { most: most_staff });
            }
            _ => {}
        }
        if let EventChoice::New(name) = &self.event
            && !is_event_name(name)
        {
            return Err(DraftError::EventName);
        }
        if self.value.is_some() && !event.is_some_and(|e| e.asks_value) {
            return Err(DraftError::ValueNotAsked);
        }
        if self.event == EventChoice::None && limits.needs_event() {
            return Err(DraftError::EventNeeded);
        }
        let counts_value = limits.value.is_some() && self.card.kind() == CardKind::Customer;
        if counts_value && self.value.is_none() && event.is_some_and(|e| e.asks_value) {
            return Err(DraftError::ValueNeeded);
        }
        Ok(())
    }
}

/// Whether a name can be an event's: not blank, not too long, no control characters.
#[must_use]
pub fn is_event_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= LONGEST_EVENT_NAME && !name.chars().any(char::is_control)
}

/// Visitors of one record: the holder (or the group's staff members) and the children.
/// The customer cards of a group have records of their own and are not added (R124, C22, C23).
#[must_use]
pub fn visitors(staff: u16, children: u16) -> u32 {
    u32::from(staff) + u32::from(children)
}

#[cfg(test)]
#[path = "usage_tests.rs"]
mod tests;
