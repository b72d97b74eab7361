//! What a card is good for: one pure function that the screen, the command line and
//! the service all call (R33–R45, C5–C9).

use crate::card::Card;
use crate::civil::days_between;
use crate::id::EventId;
use crate::limits::VenueLimits;
use crate::money::Cents;
use crate::usage::{MOST_STAFF, ONE_STAFF};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// "Within three weeks", the last valid day included (R38, R43, C8).
pub const ENDS_SOON_DAYS: i32 = 21;
/// The longest terms of cancelling a course, in characters (R162).
pub const LONGEST_COURSE_TERMS: usize = 500;

/// What a venue does where the model leaves it to the venue's discretion (C5, C6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Record without asking.
    Allow,
    /// Record after one more deliberate key, which the record keeps.
    #[default]
    Ask,
    /// Never record; beats any override.
    Refuse,
}

/// A venue's rules: its discretion, its limits, and how it records.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VenueRules {
    /// A card whose validity has ended (R39).
    pub ended: Policy,
    /// An event later than the card's last valid day (R42).
    pub event_after_last_day: Policy,
    /// A limit of the venue that is reached (R152).
    pub limit_reached: Policy,
    /// What the venue limits (R127–R154).
    pub limits: VenueLimits,
    /// The event that a new form begins with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_event: Option<EventId>,
    /// A clean verdict saves by itself: for a museum or a swimming hall.
    pub one_scan: bool,
    /// Reminds to look at the identity document; never blocks (R156, C27).
    pub asks_identity: bool,
    /// The venue's own terms of cancelling a course, shown when one is recorded (R162).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub course_terms: Option<String>,
    /// What a charging wristband costs the holder (R140).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wristband_fee: Option<Cents>,
    /// The most staff members that one community record counts; none where it is 1 (C22).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_max: Option<u16>,
}

impl VenueRules {
    /// The most staff members that one community record counts: 1 unless the venue sets another number,
    /// and never more than [`MOST_STAFF`].
    #[must_use]
    pub fn most_staff(&self) -> u16 {
        self.staff_max.unwrap_or(ONE_STAFF).clamp(ONE_STAFF, MOST_STAFF)
    }
}

/// How the card stands today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// The card is in no register (R33).
    Unknown,
    /// The issuer has barred it from use (R36).
    Barred,
    /// Valid for longer than three weeks (R37).
    Valid {
        /// The last valid day.
        until: Date,
    },
    /// Valid, and the last valid day is within three weeks (R38).
    EndsSoon {
        /// The last valid day.
        until: Date,
        /// Days left: 0 on the last valid day.
        days_left: i32,
    },
    /// No longer valid (R39).
    Ended {
        /// The last valid day.
        until: Date,
        /// Days since: 1 on the day after the last valid day (R41).
        days_ago: i32,
    },
}

/// What may be done, in rising order of severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Usability {
    /// The use can be recorded with Enter.
    Usable,
    /// The venue may record it, with one more deliberate key.
    Discretion,
    /// It cannot be recorded, and nothing overrides that here.
    Refused,
    /// The card is not known: it cannot be recorded now (R33–R35).
    Unknown,
}

/// The answer about one card for one event date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Verdict {
    /// What may be done.
    pub usability: Usability,
    /// How the card stands today.
    #[serde(flatten)]
    pub standing: Standing,
    /// The event is later than the card's last valid day (R42).
    pub event_after_last_day: bool,
}

/// Judges a card for an event.
///
/// `card` is what the register copy holds, `None` where it holds nothing; `today` and
/// `event_date` are Finnish calendar days (R44).
#[must_use]
pub fn verdict(card: Option<&Card>, event_date: Date, today: Date, rules: &VenueRules) -> Verdict {
    let Some(card) = card else {
        return Verdict { usability: Usability::Unknown, standing: Standing::Unknown, event_after_last_day: false };
    };
    let until = card.valid_until;
    let event_after_last_day = event_date > until;
    if !card.active {
        return Verdict { usability: Usability::Refused, standing: Standing::Barred, event_after_last_day };
    }
    let days_left = days_between(today, until);
    let standing = match days_left {
        ..0 => Standing::Ended { until, days_ago: -days_left },
        0..=ENDS_SOON_DAYS => Standing::EndsSoon { until, days_left },
        _ => Standing::Valid { until },
    };
    let on_standing = if days_left < 0 { usability(rules.ended) } else { Usability::Usable };
    let on_event = if event_after_last_day { usability(rules.event_after_last_day) } else { Usability::Usable };
    Verdict { usability: on_standing.max(on_event), standing, event_after_last_day }
}

fn usability(policy: Policy) -> Usability {
    match policy {
        Policy::Allow => Usability::Usable,
        Policy::Ask => Usability::Discretion,
        Policy::Refuse => Usability::Refused,
    }
}

/// By how many the children exceed the card's maximum: advice, never a block (R56, C19).
#[must_use]
pub fn children_over_maximum(card: &Card, children: u16) -> Option<u16> {
    let over = children.checked_sub(card.children_max?)?;
    (over > 0).then_some(over)
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
