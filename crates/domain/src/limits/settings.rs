//! What a venue or an event can set. Everything is off by default: a limit is the venue's option (R127).

use super::period::Period;
use crate::event::EventKind;
use crate::money::Cents;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A ceiling on Kaikukortti tickets. Never seats kept: a ceiling on use only (R134).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "cap", rename_all = "snake_case")]
pub enum Cap {
    /// A share of a showing's capacity, rounded up (R129, R130).
    Share {
        /// Percent of the capacity, 3 to 100.
        percent: u8,
    },
    /// A number of tickets.
    Tickets {
        /// The most tickets.
        most: u32,
        /// What they are counted over.
        per: CapPer,
    },
}

/// What a cap is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapPer {
    /// One showing (C13); without a schedule, one event, date and time.
    Showing,
    /// All showings of the event on one day (R131).
    Day,
    /// The whole event, over all its showings (R131); a course's places (R133).
    Event,
}

/// A day of the week by its number: 1 is Monday, 7 is Sunday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct IsoDay(u8);

impl IsoDay {
    /// Every day, Monday first.
    pub const ALL: [IsoDay; 7] = [IsoDay(1), IsoDay(2), IsoDay(3), IsoDay(4), IsoDay(5), IsoDay(6), IsoDay(7)];

    /// The day of this number, 1 to 7.
    #[must_use]
    pub fn new(number: u8) -> Option<Self> {
        (1..=7).contains(&number).then_some(Self(number))
    }

    /// Its number: 1 is Monday, 7 is Sunday.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The day of the week of a date.
    #[must_use]
    pub fn of(date: jiff::civil::Date) -> Self {
        Self(date.weekday().to_monday_one_offset().unsigned_abs())
    }
}

impl TryFrom<u8> for IsoDay {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::new(number).ok_or("a day of the week is a number from 1 to 7")
    }
}

impl From<IsoDay> for u8 {
    fn from(day: IsoDay) -> Self {
        day.0
    }
}

/// How many uses one card has in a period ("two courses a calendar year").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UseLimit {
    /// Only events of this kind; every kind where there is none.
    pub kind: Option<EventKind>,
    /// The most uses, at least 1.
    pub most: u32,
    /// In what time.
    pub period: Period,
}

/// How much monetary value one card has in a period (R136, R137, C18).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueLimit {
    /// The most value; the holder pays what is above it.
    pub most: Cents,
    /// In what time.
    pub period: Period,
}

/// How many visits one card has in a year, accompanying children included (R138, R139, C17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLimit {
    /// The most visits, at least 30.
    pub most: u32,
    /// Which year: the calendar's, the last twelve months, or the card's.
    pub period: Period,
}

/// What a venue leaves out of Kaikukortti (R144–R147).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOut {
    /// Premieres (R146).
    pub premieres: bool,
    /// Galas (R146).
    pub galas: bool,
    /// Guest productions (R145).
    pub guests: bool,
    /// Days of the week (R147, C31).
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub days: BTreeSet<IsoDay>,
}

/// A venue's limits. Nothing is limited by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VenueLimits {
    /// A cap on performances that have none of their own (R129–R132).
    pub performance_cap: Option<Cap>,
    /// Places on one course (R133, C15).
    pub course_places: Option<u32>,
    /// Tickets for one showing of a guest production (R145).
    pub guest_cap: Option<u32>,
    /// Whether caps count the card holders only and leave children out (C14).
    pub caps_leave_children_out: bool,
    /// One ticket per card and production, over all its showings (R135, C13).
    pub once_per_production: bool,
    /// Uses per card and period (R128).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<UseLimit>,
    /// Monetary value per card and period (R136, R137).
    pub value: Option<ValueLimit>,
    /// Visits per card and year (R138, R139).
    pub visits: Option<VisitLimit>,
    /// Coming reservations that one card has at once (R141–R143).
    pub reservations: Option<u32>,
    /// What is left out (R144–R147).
    pub left_out: LeftOut,
    /// Tickets can be had from so many days before, at least 7 (R150, C16).
    pub opens_days_before: Option<u16>,
    /// Tickets are handed over from so many minutes before, at least 30 (R157, C32).
    pub hands_over_minutes_before: Option<u16>,
}

/// An event's own limits, in place of the venue's where they are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventLimits {
    /// A cap of its own.
    pub cap: Option<Cap>,
    /// One ticket per card over all its showings, whatever the venue does with others (R135).
    pub once: Option<bool>,
    /// Not part of Kaikukortti at all (R144, R149).
    pub left_out: bool,
    /// A guest production (R145).
    pub guest: bool,
    /// How many people are expected at once, where a showing has no capacity of its own (R131).
    pub expected: Option<u32>,
    /// Tickets can be had from so many days before, at least 7 (R150).
    pub opens_days_before: Option<u16>,
}

impl EventLimits {
    /// Whether nothing is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl VenueLimits {
    /// Whether recording at this venue needs an event to be named: a limit counts by it (C2).
    #[must_use]
    pub fn needs_event(&self) -> bool {
        self.performance_cap.is_some()
            || self.course_places.is_some()
            || self.guest_cap.is_some()
            || self.once_per_production
            || self.reservations.is_some()
            || self.uses.iter().any(|uses| uses.kind.is_some())
    }
}
