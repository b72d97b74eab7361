//! What becomes of a ticket after it was recorded, and how it was asked for (R155–R162).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How the holder asked for the ticket (R155).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// At the desk, with the card.
    #[default]
    Desk,
    /// By telephone: the number was told, the card is looked at when the ticket is handed over.
    Phone,
    /// By e-mail.
    Email,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 3] = [Channel::Desk, Channel::Phone, Channel::Email];

    /// Whether the card was at the desk.
    #[must_use]
    pub fn is_desk(&self) -> bool {
        *self == Channel::Desk
    }
}

/// A status fact about a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Handed over (R157).
    HandedOver,
    /// The holder arrived (R158).
    Arrived,
    /// Cancelled (C12).
    Cancelled,
    /// The holder did not come (R161).
    NoShow,
}

/// Who cancelled a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelledBy {
    /// A clerk, asked by the holder.
    Clerk,
    /// The holder, in the mobile card (R107).
    Holder,
}

/// That a ticket was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: CancelledBy,
}

/// All that is known of what became of a ticket. Facts are kept side by side, so that the order in
/// which stations tell them does not matter; [`Facts::status`] says what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facts {
    /// When it was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<Timestamp>,
    /// When the holder arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Timestamp>,
    /// When and by whom it was cancelled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Cancelled>,
    /// When it was marked that the holder did not come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_show: Option<Timestamp>,
    /// What else was told of each fact, by which a later telling is judged.
    #[serde(skip_serializing_if = "Besides::is_empty")]
    pub besides: Besides,
}

/// What was told of each fact beside the instant that stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Besides {
    /// Of handing over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub handed_over: Option<Beside>,
    /// Of arriving.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrived: Option<Beside>,
    /// Of cancelling by a clerk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Beside>,
    /// Of not coming.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_show: Option<Beside>,
}

impl Besides {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What was told of one fact beside the instant that stands. One is enough: once a fact was taken back,
/// the last mark after that is the one that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// Never taken back, and marked again: the last time then. The first one stands.
    Again(Timestamp),
    /// Taken back: the last time then. A mark stands if it is of a later instant.
    TakenBack(Timestamp),
}

/// One fact, from what was told of it in any order.
#[derive(Clone, Copy)]
struct Told {
    /// The instant at which it is marked, where it is.
    stands: Option<Timestamp>,
    beside: Option<Beside>,
}

impl Told {
    fn marked(self, at: Timestamp) -> Self {
        match (self.beside, self.stands) {
            (Some(Beside::TakenBack(back)), stands) => Self { stands: stands.max((at > back).then_some(at)), ..self },
            (Some(Beside::Again(last)), stands) => {
                Self { stands: Some(stands.map_or(at, |first| first.min(at))), beside: Some(Beside::Again(last.max(at))) }
            }
            (None, Some(first)) if first != at => Self { stands: Some(first.min(at)), beside: Some(Beside::Again(first.max(at))) },
            (None, _) => Self { stands: Some(at), beside: None },
        }
    }

    fn taken_back(self, at: Timestamp) -> Self {
        let (last, back) = match self.beside {
            Some(Beside::TakenBack(back)) => (self.stands, back.max(at)),
            Some(Beside::Again(last)) => (Some(last), at),
            None => (self.stands, at),
        };
        Self { stands: last.filter(|last| *last > back), beside: Some(Beside::TakenBack(back)) }
    }
}

/// What the facts come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Recorded, and nothing since: reserved, where the event is to come.
    Recorded,
    /// Handed over.
    HandedOver(Timestamp),
    /// Arrived.
    Arrived(Timestamp),
    /// Cancelled: no visitor, and its seat is free (R108).
    Cancelled(Cancelled),
    /// The holder did not come.
    NoShow(Timestamp),
}

impl Status {
    /// Whether the seat is free again.
    #[must_use]
    pub fn is_cancelled(self) -> bool {
        matches!(self, Status::Cancelled(_))
    }
}

impl Facts {
    /// Whether nothing became of it, or all that did was taken back.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Self { besides: Besides::default(), ..*self } == Self::default()
    }

    /// Whether nothing was ever told of it: nothing is to be written.
    pub(super) fn is_untold(&self) -> bool {
        *self == Self::default()
    }

    /// Arrived beats cancelled: who is here has the seat. Then cancelled, not come, handed over.
    #[must_use]
    pub fn status(&self) -> Status {
        if let Some(at) = self.arrived {
            Status::Arrived(at)
        } else if let Some(cancelled) = self.cancelled {
            Status::Cancelled(cancelled)
        } else if let Some(at) = self.no_show {
            Status::NoShow(at)
        } else if let Some(at) = self.handed_over {
            Status::HandedOver(at)
        } else {
            Status::Recorded
        }
    }

    /// Whether the holder arrived although the ticket was cancelled: the venue is told.
    #[must_use]
    pub fn is_contradictory(&self) -> bool {
        self.arrived.is_some() && self.cancelled.is_some()
    }

    /// Marks a fact at an instant, or takes it back at one. Whatever the order in which they are told, the
    /// later of marking and taking back stands, and at the same instant the taking back. A fact that was
    /// never taken back keeps its first instant; a holder's own cancelling is not taken back by a clerk.
    pub fn mark(&mut self, fact: Fact, at: Timestamp, taken_back: bool) {
        let tell = |stands: &mut Option<Timestamp>, beside: &mut Option<Beside>| {
            let told = Told { stands: *stands, beside: *beside };
            let told = if taken_back { told.taken_back(at) } else { told.marked(at) };
            (*stands, *beside) = (told.stands, told.beside);
        };
        match fact {
            Fact::HandedOver => tell(&mut self.handed_over, &mut self.besides.handed_over),
            Fact::Arrived => tell(&mut self.arrived, &mut self.besides.arrived),
            Fact::NoShow => tell(&mut self.no_show, &mut self.besides.no_show),
            Fact::Cancelled if self.is_cancelled_by_holder() => {}
            Fact::Cancelled => {
                let mut stands = self.cancelled.map(|former| former.at);
                tell(&mut stands, &mut self.besides.cancelled);
                self.cancelled = stands.map(|at| Cancelled { at, by: CancelledBy::Clerk });
            }
        }
    }

    /// Marks that the holder cancelled the ticket in the mobile card (R107). It stands in place of what
    /// clerks told of a cancelling, whichever came first, and keeps its first instant.
    pub fn cancel_by_holder(&mut self, at: Timestamp) {
        let first = self.cancelled.filter(|_| self.is_cancelled_by_holder()).map_or(at, |former| former.at.min(at));
        self.cancelled = Some(Cancelled { at: first, by: CancelledBy::Holder });
        self.besides.cancelled = None;
    }

    fn is_cancelled_by_holder(&self) -> bool {
        self.cancelled.is_some_and(|cancelled| cancelled.by == CancelledBy::Holder)
    }
}

/// What the service noticed about a record. Nothing that happened is refused for it: the record
/// stands, and the venue is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The card is in no register.
    CardUnknown,
    /// The card was barred by then (R197).
    CardBarred,
    /// The card's validity had ended.
    CardEnded,
    /// The event is later than the card's last valid day (R42).
    EventAfterLastDay,
    /// Its showing had more tickets than the cap (R154).
    OverCap,
    /// Another of the venue's limits was passed without discretion.
    OverLimit,
    /// It counts more staff members than the venue's rules do by now (C22).
    OverStaff,
    /// The service knows no such event; the name says what it was.
    EventUnknown,
    /// The service knows no such showing; day and time say which it was.
    ShowingUnknown,
    /// The service knows no such clerk.
    ClerkUnknown,
    /// The clerk had no right to record then.
    ClerkWithoutRight,
    /// Another clerk is named on the record than on the operation, and it is no late entry.
    ClerkDiffers,
    /// It came from another station than it names.
    OtherStation,
    /// The station may no longer see the venue.
    VenueNoLongerTheStations,
    /// The holder arrived with a cancelled ticket.
    ArrivedThoughCancelled,
    /// One that this version does not know.
    #[serde(other)]
    Other,
}

#[cfg(test)]
#[path = "facts_tests.rs"]
mod tests;
