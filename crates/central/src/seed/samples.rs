//! One card number for every verdict, fixed and easy to recognise, for the sample-cards page.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kaikuasema_domain::{Card, CardNumber};

/// What a sample shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SampleKind {
    /// Valid for months (R37). It is the card of the guide's worked example (R81).
    Valid,
    /// Valid, ending within three weeks (R38).
    EndsSoon,
    /// Valid today for the last time (R43).
    EndsToday,
    /// Ended twelve days ago (R39).
    Ended,
    /// Barred from use (R36).
    Barred,
    /// Well-formed, but in no register (R33).
    Unknown,
    /// A community card, valid (R3).
    Community,
    /// A mobile-only customer card, valid (R4).
    MobileOnly,
    /// Valid now, but not on the day of the event (R42).
    EventAfterLastDay,
    /// Not a card number: one character short (R8, C1).
    Malformed,
}

impl SampleKind {
    /// Every kind, in the order of the page.
    pub const ALL: [SampleKind; 10] = [
        SampleKind::Valid,
        SampleKind::EndsSoon,
        SampleKind::EndsToday,
        SampleKind::Ended,
        SampleKind::Barred,
        SampleKind::Unknown,
        SampleKind::Community,
        SampleKind::MobileOnly,
        SampleKind::EventAfterLastDay,
        SampleKind::Malformed,
    ];
}

/// A sample card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// What it shows.
    pub kind: SampleKind,
    /// What its codes hold.
    pub text: &'static str,
    /// The card as the seed registers it; none where it is unknown or malformed.
    pub card: Option<Card>,
    /// The day of the event to try it with, where today would show something else.
    pub event_date: Option<Date>,
}

/// The sample cards of a day. Every `card` is in the seed of that day exactly so.
#[must_use]
pub fn samples(today: Date) -> Vec<Sample> {
    SampleKind::ALL.into_iter().map(|kind| sample(kind, today)).collect()
}

fn sample(kind: SampleKind, today: Date) -> Sample {
    let (text, active, days, children_max) = match kind {
        SampleKind::Valid => ("A9990000071", true, 200, Some(3)),
        SampleKind::EndsSoon => ("A9990000082", true, 10, Some(2)),
        SampleKind::EndsToday => ("A999000093", true, 0, Some(1)),
        SampleKind::Ended => ("A9990000104", true, -12, Some(2)),
        SampleKind::Barred => ("AM999000115", false, 120, Some(0)),
        SampleKind::Unknown => return Sample { kind, text: "A9990000999", card: None, event_date: None },
        SampleKind::Community => ("Y9990000126", true, 240, None),
        SampleKind::MobileOnly => ("X9990000KA", true, 150, Some(2)),
        SampleKind::EventAfterLastDay => ("AM99900137", true, 30, Some(4)),
        SampleKind::Malformed => return Sample { kind, text: "A99900014", card: None, event_date: None },
    };
    let valid_until = plus_days(today, days);
    let card = CardNumber::parse(text).ok().map(|number| Card { number, active, valid_until, children_max });
    // Saturdays have a showing at the training theatre.
    let saturday_after = || (1..=7).map(|days| plus_days(valid_until, days)).find(|day| day.weekday() == Weekday::Saturday);
    let event_date = if kind == SampleKind::EventAfterLastDay { saturday_after() } else { None };
    Sample { kind, text, card, event_date }
}

/// A day so many days from another; the day itself at the ends of time.
pub(super) fn plus_days(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(day)
}
