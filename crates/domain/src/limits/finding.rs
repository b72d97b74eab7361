//! What judging a use by the limits finds: each finding with its numbers and the next possibility.

use super::period::Period;
use super::settings::CapPer;
use crate::event::EventKind;
use crate::id::ShowingId;
use crate::money::Cents;
use crate::verdict::{Usability, Verdict};
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// How much a finding weighs, in rising order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Said, never asked.
    Advice,
    /// One more deliberate key.
    Discretion,
    /// Not recorded: the venue refuses.
    Stop,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// How much it weighs.
    pub severity: Severity,
    /// What was found.
    #[serde(flatten)]
    pub cause: Cause,
}

/// Another showing that has room: the next possibility (R151).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    /// The showing.
    pub showing: ShowingId,
    /// Its day.
    pub date: Date,
    /// Its clock time, where known.
    pub time: Option<Time>,
    /// Tickets left under the cap; none where nothing caps it.
    pub left: Option<u32>,
}

/// What was found. `used` is before this record, `this` what it would add, `most` the limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cause", rename_all = "snake_case")]
pub enum Cause {
    /// The cap on tickets is reached or near (R129–R133, R145).
    Cap {
        /// Counted over what.
        per: CapPer,
        /// Whether it is the places of a course.
        course: bool,
        /// Tickets used.
        used: u32,
        /// Tickets of this record.
        this: u32,
        /// The most.
        most: u32,
        /// Where there is room (R151).
        elsewhere: Vec<Room>,
    },
    /// The card has been to this production, or has a ticket for it (R135, C13).
    Once {
        /// When.
        date: Date,
        /// At what time, where known.
        time: Option<Time>,
    },
    /// Uses per card and period (R128).
    Uses {
        /// Of what kind of event; every kind where none.
        kind: Option<EventKind>,
        /// In what time.
        period: Period,
        /// Uses before.
        used: u32,
        /// The most.
        most: u32,
        /// The first day of the next period, where it is a fixed one.
        again_from: Option<Date>,
    },
    /// Monetary value per card and period (R137).
    Value {
        /// In what time.
        period: Period,
        /// Used before, in cents.
        used: u32,
        /// This record's, in cents.
        this: u32,
        /// The most, in cents.
        most: u32,
        /// What the holder pays, in cents.
        own_share: u32,
        /// The first day of the next period, where it is a fixed one.
        again_from: Option<Date>,
    },
    /// Visits per card and year, accompanying children included (R138, R139).
    Visits {
        /// In what time.
        period: Period,
        /// Visits before.
        used: u32,
        /// This record's: the holder and the children.
        this: u32,
        /// The most.
        most: u32,
        /// The first day of the next period, where it is a fixed one.
        again_from: Option<Date>,
    },
    /// Coming reservations at once (R141–R143).
    Reservations {
        /// Open before this one.
        open: u32,
        /// The most.
        most: u32,
        /// The day after the first of them, when it frees itself.
        frees_on: Option<Date>,
    },
    /// The venue leaves this out (R144–R147).
    LeftOut {
        /// Why.
        why: LeftOutWhy,
        /// Showings that are not left out and have room.
        elsewhere: Vec<Room>,
    },
    /// Tickets cannot be had yet (R150).
    NotOpenYet {
        /// The first day on which they can.
        opens: Date,
    },
    /// The showing is called off (R98).
    CalledOff {
        /// Showings that have room.
        elsewhere: Vec<Room>,
    },
    /// The ticket is handed over from this moment on (R157).
    HandOver {
        /// Finnish civil time.
        from: DateTime,
    },
    /// More children than the issuer recorded (R56, C19).
    ChildrenOverMaximum {
        /// By how many.
        over: u16,
        /// What the issuer recorded.
        most: u16,
    },
    /// Children on a course (C21).
    ChildrenOnCourse,
    /// Look at the identity document (R156, C27).
    Identity,
    /// The course's own terms of cancelling bind (R162).
    CourseTerms {
        /// The venue's words.
        terms: String,
    },
    /// The cost of a charging wristband may be collected (R140).
    Wristband {
        /// How much.
        fee: Cents,
    },
}

/// Why something is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutWhy {
    /// The event is not part of Kaikukortti here (R144).
    Event,
    /// A guest production (R145).
    Guest,
    /// A premiere (R146).
    Premiere,
    /// A gala (R146).
    Gala,
    /// The day of the week (R147).
    Day,
}

impl Cause {
    /// Whether it is one of the venue's limits, reached: what `override` is the right to pass (R152).
    #[must_use]
    pub fn is_limit(&self) -> bool {
        matches!(
            self,
            Cause::Cap { .. }
                | Cause::Once { .. }
                | Cause::Uses { .. }
                | Cause::Value { .. }
                | Cause::Visits { .. }
                | Cause::Reservations { .. }
                | Cause::LeftOut { .. }
                | Cause::NotOpenYet { .. }
        )
    }
}

/// Whether the cap on tickets is passed, not only near, by what was found: whatever the venue does then.
#[must_use]
pub fn passes_cap(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| matches!(finding.cause, Cause::Cap { used, this, most, .. } if used.saturating_add(this) > most))
}

/// What may be done, by the card's verdict and the findings together.
#[must_use]
pub fn usability(verdict: &Verdict, findings: &[Finding]) -> Usability {
    let of = |finding: &Finding| match finding.severity {
        Severity::Advice => Usability::Usable,
        Severity::Discretion => Usability::Discretion,
        Severity::Stop => Usability::Refused,
    };
    findings.iter().map(of).fold(verdict.usability, Usability::max)
}
