//! The model's floors: no limit may be set below them, and none is ever applied below them.

use super::settings::{Cap, CapPer, EventLimits, VenueLimits};
use crate::event::EventKind;
use serde::{Deserialize, Serialize};

/// A cap is at least this percentage of the tickets (R129).
pub const CAP_PERCENT: u8 = 3;
/// Above so many people at once an event is a mass event (R131).
pub const MASS_EVENT_PEOPLE: u32 = 1_000;
/// A mass event's cap is at least so many tickets per day or event (R131).
pub const MASS_EVENT_TICKETS: u32 = 20;
/// A guest production's cap is at least so many tickets per showing; over a day or its whole run it is
/// bound like any other (R145).
pub const GUEST_TICKETS: u32 = 2;
/// A swimming hall's visits are at least so many a year (R138).
pub const VISITS_A_YEAR: u32 = 30;
/// Tickets can be had at the latest so many days before (R150).
pub const OPENS_DAYS: u16 = 7;
/// Tickets are handed over at the latest so many minutes before (R157).
pub const HAND_OVER_MINUTES: u16 = 30;

/// Which setting a floor is under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CappedSetting {
    /// The cap on performances, or an event's own.
    Cap,
    /// Places on a course.
    CoursePlaces,
    /// The cap on guest productions.
    GuestCap,
    /// Uses per card and period.
    Uses,
    /// Monetary value per card and period.
    Value,
    /// Visits per card and year.
    Visits,
    /// Coming reservations at once.
    Reservations,
    /// From when tickets can be had.
    OpensDaysBefore,
    /// From when tickets are handed over.
    HandsOverMinutesBefore,
}

/// Why there is a floor, in the model's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum FloorReason {
    /// A cap is not smaller than 3 % of the tickets (R129).
    ThreePercent {
        /// Of so many; none where it is the percentage itself that is too small.
        capacity: Option<u32>,
    },
    /// A mass event may cap at 20 tickets per day or event (R131).
    MassEvent,
    /// A cap per day or event is for mass events of over 1,000 people only (R132).
    MassEventsOnly,
    /// At least one or two places on a course (R133).
    CoursePlaces,
    /// 2 to 10 tickets for a guest production (R145).
    GuestTickets,
    /// At least 30 visits a year (R138).
    ThirtyVisits,
    /// At the latest a week before (R150).
    AWeekBefore,
    /// Thirty minutes before (R157).
    ThirtyMinutes,
    /// A limit of nothing is no limit but a refusal: such an offer is left out instead.
    AtLeastOne,
}

/// A setting that the model does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{setting:?} may not be {asked}: the model's floor is {floor}")]
pub struct BelowFloor {
    /// Which setting.
    pub setting: CappedSetting,
    /// What was asked: tickets, percent, cents, visits, days or minutes.
    pub asked: u32,
    /// The least that the model allows, in the same unit.
    pub floor: u32,
    /// Why.
    pub reason: FloorReason,
}

/// The share of a capacity that a percentage makes, rounded up (R130).
#[must_use]
pub(super) fn share(capacity: u32, percent: u8) -> u32 {
    let share = (u64::from(capacity) * u64::from(percent)).div_ceil(100);
    u32::try_from(share).unwrap_or(u32::MAX)
}

/// The fewest tickets that a cap may allow, and why. `capacity` is of one showing, where known.
#[must_use]
pub fn cap_floor(kind: EventKind, guest: bool, capacity: Option<u32>, per: CapPer) -> (u32, FloorReason) {
    if kind == EventKind::Course {
        return (1, FloorReason::CoursePlaces);
    }
    if guest && per == CapPer::Showing {
        return (GUEST_TICKETS, FloorReason::GuestTickets);
    }
    match (capacity, per) {
        (Some(people), CapPer::Day | CapPer::Event) if people > MASS_EVENT_PEOPLE => (MASS_EVENT_TICKETS, FloorReason::MassEvent),
        (Some(people), _) => (share(people, CAP_PERCENT).max(1), FloorReason::ThreePercent { capacity: Some(people) }),
        (None, _) => (1, FloorReason::AtLeastOne),
    }
}

impl VenueLimits {
    /// Checks every limit against the model's floor.
    ///
    /// # Errors
    /// The first [`BelowFloor`].
    pub fn check(&self) -> Result<(), BelowFloor> {
        if let Some(cap) = self.performance_cap {
            check_share(cap)?;
            if let Cap::Tickets { most, per } = cap {
                // How many are expected is the event's to say: a cap per day or event is for mass events.
                let (floor, reason) = match per {
                    CapPer::Showing => (1, FloorReason::AtLeastOne),
                    CapPer::Day | CapPer::Event => (MASS_EVENT_TICKETS, FloorReason::MassEvent),
                };
                at_least(CappedSetting::Cap, most, floor, reason)?;
            }
        }
        let one = |setting, asked: Option<u32>, floor, reason| asked.map_or(Ok(()), |asked| at_least(setting, asked, floor, reason));
        one(CappedSetting::CoursePlaces, self.course_places, 1, FloorReason::CoursePlaces)?;
        one(CappedSetting::GuestCap, self.guest_cap, GUEST_TICKETS, FloorReason::GuestTickets)?;
        for uses in &self.uses {
            at_least(CappedSetting::Uses, uses.most, 1, FloorReason::AtLeastOne)?;
        }
        one(CappedSetting::Value, self.value.map(|value| value.most.get()), 1, FloorReason::AtLeastOne)?;
        one(CappedSetting::Visits, self.visits.map(|visits| visits.most), VISITS_A_YEAR, FloorReason::ThirtyVisits)?;
        one(CappedSetting::Reservations, self.reservations, 1, FloorReason::AtLeastOne)?;
        check_opening(self.opens_days_before)?;
        let minutes = self.hands_over_minutes_before.map(u32::from);
        one(CappedSetting::HandsOverMinutesBefore, minutes, u32::from(HAND_OVER_MINUTES), FloorReason::ThirtyMinutes)
    }
}

impl EventLimits {
    /// Checks the event's limits against the model's floor. `largest` is the largest capacity of its
    /// showings, where one has any.
    ///
    /// # Errors
    /// The first [`BelowFloor`].
    pub fn check(&self, kind: EventKind, largest: Option<u32>) -> Result<(), BelowFloor> {
        check_opening(self.opens_days_before)?;
        let Some(cap) = self.cap else { return Ok(()) };
        check_share(cap)?;
        let Cap::Tickets { most, per } = cap else { return Ok(()) };
        let capacity = largest.max(self.expected);
        let is_mass = capacity.is_some_and(|people| people > MASS_EVENT_PEOPLE);
        if kind != EventKind::Course && per != CapPer::Showing && !is_mass {
            let floor = MASS_EVENT_PEOPLE + 1;
            return Err(BelowFloor {
                setting: CappedSetting::Cap,
                asked: capacity.unwrap_or(0),
                floor,
                reason: FloorReason::MassEventsOnly,
            });
        }
        let (floor, reason) = cap_floor(kind, self.guest, capacity, per);
        at_least(CappedSetting::Cap, most, floor, reason)
    }
}

fn check_share(cap: Cap) -> Result<(), BelowFloor> {
    let Cap::Share { percent } = cap else { return Ok(()) };
    let asked = if percent > 100 { 0 } else { percent };
    at_least(CappedSetting::Cap, u32::from(asked), u32::from(CAP_PERCENT), FloorReason::ThreePercent { capacity: None })
}

fn check_opening(days: Option<u16>) -> Result<(), BelowFloor> {
    let Some(days) = days else { return Ok(()) };
    at_least(CappedSetting::OpensDaysBefore, u32::from(days), u32::from(OPENS_DAYS), FloorReason::AWeekBefore)
}

fn at_least(setting: CappedSetting, asked: u32, floor: u32, reason: FloorReason) -> Result<(), BelowFloor> {
    if asked < floor { Err(BelowFloor { setting, asked, floor, reason }) } else { Ok(()) }
}
