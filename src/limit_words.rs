//! The words that all texts about limits share: periods, kinds of event, how many times, and the
//! model's floors with their reasons (R130). Pure.

use crate::locale::Locale;
use crate::say;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{BelowFloor, CAP_PERCENT, CappedSetting, FloorReason, MASS_EVENT_PEOPLE, Period};

/// "In the calendar year".
#[must_use]
pub fn period(period: Period, locale: &Locale) -> String {
    let word = match period {
        Period::CalendarYear => "calendar-year",
        Period::TwelveMonths => "twelve-months",
        Period::CardYear => "card-year",
        Period::HalfYear => "half-year",
        Period::Month => "month",
    };
    say!(locale, "limit-period", period = word)
}

/// A kind of event as the messages name it; `any` where none is meant.
#[must_use]
pub fn kind_word(kind: Option<EventKind>) -> &'static str {
    match kind {
        Some(EventKind::Performance) => "performance",
        Some(EventKind::Course) => "course",
        Some(EventKind::Visit) => "visit",
        Some(EventKind::Fee) => "fee",
        None => "any",
    }
}

/// "Once", "2 times".
#[must_use]
pub fn times(most: u32, locale: &Locale) -> String {
    say!(locale, "limit-times", most = most)
}

/// A floor and its reason in one sentence, as it stands beside the setting.
#[must_use]
pub fn floor(setting: CappedSetting, floor: u32, reason: FloorReason, locale: &Locale) -> String {
    let people = || locale.number(u64::from(MASS_EVENT_PEOPLE));
    match reason {
        FloorReason::ThreePercent { capacity: Some(capacity) } => {
            let capacity = locale.number(u64::from(capacity));
            say!(locale, "floor-three-percent-of", percent = CAP_PERCENT, floor = floor, capacity = capacity)
        }
        FloorReason::ThreePercent { capacity: None } => say!(locale, "floor-three-percent", floor = floor),
        FloorReason::MassEvent => say!(locale, "floor-mass-event", people = people(), floor = floor),
        FloorReason::MassEventsOnly => say!(locale, "floor-mass-events-only", people = people()),
        FloorReason::CoursePlaces => say!(locale, "floor-course-places"),
        FloorReason::GuestTickets => say!(locale, "floor-guest-tickets"),
        FloorReason::ThirtyVisits => say!(locale, "floor-thirty-visits", floor = floor),
        FloorReason::AWeekBefore => say!(locale, "floor-a-week-before", floor = floor),
        FloorReason::ThirtyMinutes => say!(locale, "floor-thirty-minutes", floor = floor),
        FloorReason::AtLeastOne if setting == CappedSetting::Value => say!(locale, "floor-at-least-cent"),
        FloorReason::AtLeastOne => say!(locale, "floor-at-least-one"),
    }
}

/// Why a setting is refused: what was asked, and the floor with its reason.
#[must_use]
pub fn below_floor(below: &BelowFloor, locale: &Locale) -> String {
    let reason = floor(below.setting, below.floor, below.reason, locale);
    let asked = match (below.setting, below.reason) {
        // Here the number asked is of people expected or of nothing at all; the reason says it whole.
        (_, FloorReason::MassEventsOnly) => return reason,
        // More than a hundred percent is told with nought asked: the reason holds both bounds.
        (CappedSetting::Cap, FloorReason::ThreePercent { capacity: None }) if below.asked == 0 => return reason,
        (CappedSetting::Cap, FloorReason::ThreePercent { capacity: None }) => format!("{} %", below.asked),
        (CappedSetting::Value, _) => locale.euro_sum(u64::from(below.asked)),
        _ => locale.number(u64::from(below.asked)),
    };
    say!(locale, "floor-below", asked = asked, reason = reason)
}

#[cfg(test)]
#[path = "limit_words_tests.rs"]
mod tests;
