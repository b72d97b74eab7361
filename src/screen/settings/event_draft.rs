//! The limits of one event and what is special about one showing, as they are being typed. Pure.

use super::draft::{CapDraft, MOST_DAYS, Read, Wrong};
use super::field::{Field, Pick, Tick};
use super::merge::{Parts, Setting};
use crate::ui::number_field::number;
use kaikuasema_domain::event::{EventKind, Showing, ShowingOccasion};
use kaikuasema_domain::limits::EventLimits;

/// An event's limits as they are being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EventDraft {
    /// What is chosen and ticked; the numbers in it are not looked at.
    pub(super) limits: EventLimits,
    /// Its own cap.
    pub(super) cap: CapDraft,
    /// How many people are expected.
    pub(super) expected: String,
    /// From how many days before tickets can be had.
    pub(super) opens: String,
}

impl EventDraft {
    /// The limits as they are set.
    #[must_use]
    pub(super) fn of(limits: &EventLimits) -> Self {
        Self {
            limits: *limits,
            cap: CapDraft::of(limits.cap),
            expected: limits.expected.map(|n| n.to_string()).unwrap_or_default(),
            opens: limits.opens_days_before.map(|n| n.to_string()).unwrap_or_default(),
        }
    }

    /// How many people are expected, where that can be read.
    #[must_use]
    pub(super) fn expected(&self) -> Option<u32> {
        number(&self.expected).ok().flatten().filter(|people| *people > 0)
    }

    /// The limits that are meant. `largest` is the largest capacity of the event's showings.
    #[must_use]
    pub(super) fn read(&self, kind: EventKind, largest: Option<u32>) -> Read<EventLimits> {
        let mut wrong = Vec::new();
        let mut meant = EventLimits { cap: None, expected: None, opens_days_before: None, ..self.limits };
        match count(&self.expected) {
            Ok(expected) => meant.expected = expected,
            Err(found) => wrong.push((Field::Expected, found)),
        }
        match self.cap.cap() {
            Ok(cap) => match (EventLimits { cap, ..meant }).check(kind, largest) {
                Ok(()) => meant.cap = cap,
                Err(below) => wrong.push((Field::EventCap, Wrong::Below(below))),
            },
            Err(found) => wrong.push((Field::EventCap, found)),
        }
        match number(&self.opens) {
            Ok(Some(days)) if days > MOST_DAYS => wrong.push((Field::EventOpens, Wrong::TooLarge(MOST_DAYS))),
            Ok(days) => {
                let opens = EventLimits { opens_days_before: days.and_then(|days| u16::try_from(days).ok()), ..EventLimits::default() };
                match opens.check(kind, None) {
                    Ok(()) => meant.opens_days_before = opens.opens_days_before,
                    Err(below) => wrong.push((Field::EventOpens, Wrong::Below(below))),
                }
            }
            Err(found) => wrong.push((Field::EventOpens, found.into())),
        }
        Read { meant, wrong }
    }
}

impl Parts for EventDraft {
    fn settings() -> impl Iterator<Item = Setting> {
        let ticks = [Setting::Tick(Tick::EventLeftOut), Setting::Tick(Tick::EventGuest)];
        let rest = [Field::Expected, Field::EventCap, Field::EventOpens].map(Setting::Field);
        ticks.into_iter().chain(rest).chain([Setting::Pick(Pick::EventOnce)])
    }

    fn take(&mut self, setting: Setting, other: &Self) {
        match setting {
            Setting::Tick(Tick::EventLeftOut) => self.limits.left_out = other.limits.left_out,
            Setting::Tick(Tick::EventGuest) => self.limits.guest = other.limits.guest,
            Setting::Field(Field::Expected) => self.expected.clone_from(&other.expected),
            Setting::Field(Field::EventCap) => self.cap.clone_from(&other.cap),
            Setting::Pick(Pick::EventOnce) => self.limits.once = other.limits.once,
            Setting::Field(Field::EventOpens) => self.opens.clone_from(&other.opens),
            // The venue's and a showing's.
            _ => {}
        }
    }
}

/// A number of people: none, or at least one.
fn count(text: &str) -> Result<Option<u32>, Wrong> {
    match number(text)? {
        Some(0) => Err(Wrong::Nought),
        people => Ok(people),
    }
}

/// A showing as it is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShowingDraft {
    /// Premiere, gala or neither.
    pub(super) occasion: ShowingOccasion,
    /// How many people it holds.
    pub(super) capacity: String,
}

impl ShowingDraft {
    /// The showing as it is set.
    #[must_use]
    pub(super) fn of(showing: &Showing) -> Self {
        Self { occasion: showing.occasion, capacity: showing.capacity.map(|n| n.to_string()).unwrap_or_default() }
    }

    /// How many people it is meant to hold.
    ///
    /// # Errors
    /// What is wrong with the number.
    pub(super) fn capacity(&self) -> Result<Option<u32>, Wrong> {
        count(&self.capacity)
    }
}

impl Parts for ShowingDraft {
    fn settings() -> impl Iterator<Item = Setting> {
        [Setting::Field(Field::Capacity), Setting::Pick(Pick::Occasion)].into_iter()
    }

    fn take(&mut self, setting: Setting, other: &Self) {
        match setting {
            Setting::Field(Field::Capacity) => self.capacity.clone_from(&other.capacity),
            Setting::Pick(Pick::Occasion) => self.occasion = other.occasion,
            // The venue's and the event's.
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "event_draft_tests.rs"]
mod tests;
