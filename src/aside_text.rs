//! What is said about cards set aside: the text that asks the issuer or Kaikukeskus to register them
//! (R34, R35), and how each one stands by now. Pure. Tells numbers, days and venues, and not a word
//! about a person (R165, R166).

use crate::locale::Locale;
use crate::say;
use crate::station::{Aside, CopyAge, Prospect, Retried};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::verdict::Standing;
use kaikuasema_domain::{CardNumber, civil};

/// Where a card that is not registered can be reported (R34).
pub const KAIKUKESKUS: &str = "kaikukeskus@cultureforall.fi";

/// A card that the register is asked to take in: nothing but this is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The card.
    pub card: CardNumber,
    /// The Finnish day of the event that it was shown for.
    pub event_date: Date,
    /// The event's clock time, where known.
    pub event_time: Option<Time>,
    /// The venue's name.
    pub venue: String,
}

impl Wanted {
    /// What was set aside, at a venue of this name.
    #[must_use]
    pub fn of(aside: &SetAside, venue: String) -> Self {
        let usage = &aside.usage;
        Self { card: usage.card, event_date: usage.event_date, event_time: usage.event_time, venue }
    }
}

/// The text that asks for the cards to be registered, as plain lines: one card or several, each with
/// the day of the event and the venue. What is wanted twice is named once.
#[must_use]
pub fn text(wanted: &[Wanted], locale: &Locale) -> String {
    let mut cards: Vec<String> = Vec::new();
    for Wanted { card, event_date, event_time, venue } in wanted {
        let when = locale.occasion(*event_date, *event_time);
        let line = say!(locale, "aside-text-card", number = card.to_string(), when = when, venue = venue.as_str());
        if !cards.contains(&line) {
            cards.push(line);
        }
    }
    let count = cards.len();
    [
        say!(locale, "aside-text-title", count = count),
        say!(locale, "aside-text-to", email = KAIKUKESKUS),
        say!(locale, "aside-text-greeting"),
        say!(locale, "aside-text-ask", count = count),
        cards.join("\n"),
        say!(locale, "aside-text-thanks"),
    ]
    .join("\n\n")
}

/// A name for the printed text's file; without a card number, which others could read in the folder.
#[must_use]
pub fn file_name(now: Timestamp) -> String {
    let local = civil::in_finland(now);
    format!("kaikukortti-{}-{:02}{:02}{:02}.pdf", local.date(), local.hour(), local.minute(), local.second())
}

/// How a card set aside stands by now, and what becomes of it.
#[must_use]
pub fn prospect(aside: &Aside, locale: &Locale, today: Date) -> String {
    match aside.prospect() {
        Prospect::Awaited => awaited(aside, locale, today),
        Prospect::Due => say!(locale, "aside-due"),
        Prospect::RecordedAlready => say!(locale, "aside-recorded-already"),
        Prospect::AtDiscretion => match aside.verdict.standing {
            Standing::Ended { until, .. } => say!(locale, "aside-ended", day = locale.day(until)),
            _ => say!(locale, "aside-at-discretion"),
        },
        Prospect::Refused => match aside.verdict.standing {
            Standing::Barred => say!(locale, "aside-barred"),
            Standing::Ended { until, .. } => say!(locale, "aside-ended-refused", day = locale.day(until)),
            _ => say!(locale, "aside-refused"),
        },
        Prospect::Over => say!(locale, "aside-over"),
    }
}

/// "Not in this station's copy" is another thing than "not registered" (R196).
fn awaited(aside: &Aside, locale: &Locale, today: Date) -> String {
    let standing = match aside.copy {
        CopyAge::Fresh { as_of } => say!(locale, "aside-unknown", at = locale.moment(as_of, today)),
        CopyAge::Stale { as_of } => say!(locale, "aside-not-in-copy", at = locale.moment(as_of, today)),
        CopyAge::Missing => say!(locale, "aside-no-copy"),
    };
    if aside.aside.granted { format!("{standing} {}", say!(locale, "aside-then-recorded")) } else { standing }
}

/// What came of trying again, in a sentence for each sort of it.
#[must_use]
pub fn tried(retried: &Retried, locale: &Locale) -> String {
    let mut said = Vec::new();
    if !retried.has_answer {
        said.push(say!(locale, "aside-tried-silent"));
    }
    if retried.recorded > 0 {
        said.push(say!(locale, "aside-tried-recorded", count = retried.recorded));
    }
    if retried.over > 0 {
        said.push(say!(locale, "aside-tried-over", count = retried.over));
    }
    if retried.for_clerk > 0 {
        said.push(say!(locale, "aside-tried-for-clerk", count = retried.for_clerk));
    }
    if retried.unknown > 0 {
        said.push(say!(locale, "aside-tried-unknown", count = retried.unknown));
    }
    if retried.recorded + retried.over + retried.for_clerk + retried.unknown == 0 {
        said.push(say!(locale, "asides-empty"));
    }
    said.join(" ")
}

#[cfg(test)]
#[path = "aside_text_tests.rs"]
mod tests;
