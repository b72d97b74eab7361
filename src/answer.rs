//! The verdict in words, wherever a card is shown: from the verdict, the age of the register copy and what the
//! register itself answered, to an icon, a tone and words. Pure.

use crate::context::Context;
use crate::locale::Locale;
use crate::say;
use crate::station::CopyAge;
use crate::ui::icon::Icon;
use crate::ui::theme::{Tokens, Tone};
use jiff::civil::Date;
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{Card, CardNumber, Verdict};

/// What came of asking the register itself about a card that the copy does not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// It was not asked.
    #[default]
    No,
    /// It is being asked.
    Asking,
    /// It has no such card.
    Absent,
    /// It has the card, which is being fetched.
    Arriving,
    /// It did not answer.
    Silent,
}

/// A card as the counter knows it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its number.
    pub number: CardNumber,
    /// What the register copy holds of it.
    pub card: Option<Card>,
    /// How old the copy is.
    pub copy: CopyAge,
    /// What the register itself said.
    pub asked: Asked,
}

/// The colours that an answer is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Record it.
    Go,
    /// Do not.
    Stop,
    /// The clerk decides.
    Discretion,
    /// Not known.
    Unknown,
}

impl Colour {
    /// Its ink and ground.
    #[must_use]
    pub fn tone(self, tokens: &Tokens) -> Tone {
        match self {
            Colour::Go => tokens.go,
            Colour::Stop => tokens.stop,
            Colour::Discretion => tokens.discretion,
            Colour::Unknown => tokens.unknown,
        }
    }
}

/// The panel's icon, colour and words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The picture, enough by itself.
    pub icon: Icon,
    /// The colour, never alone.
    pub colour: Colour,
    /// What to do.
    pub headline: String,
    /// Why.
    pub detail: String,
}

/// The notice in Kaikukanta's colours: green for valid, red for ending and ended (R37–R39).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its picture.
    pub icon: Icon,
    /// Green or red.
    pub colour: Colour,
    /// Its words.
    pub words: String,
}

/// What the panel says about a card.
#[must_use]
pub fn answer(known: &Known, verdict: &Verdict, context: &Context) -> Answer {
    let locale = &context.locale;
    let mut answer = match (verdict.standing, verdict.usability) {
        (Standing::Unknown, _) => return unknown(known, context),
        (Standing::Barred, _) => Answer {
            icon: Icon::Ban,
            colour: Colour::Stop,
            headline: say!(locale, "verdict-barred"),
            detail: say!(locale, "verdict-barred-detail"),
        },
        (standing, Usability::Usable) => Answer {
            icon: Icon::CircleCheckBig,
            colour: Colour::Go,
            headline: say!(locale, "verdict-usable"),
            detail: match standing {
                Standing::Ended { .. } => say!(locale, "verdict-ended-allowed"),
                _ if verdict.event_after_last_day => say!(locale, "verdict-after-allowed"),
                Standing::EndsSoon { .. } => say!(locale, "verdict-ends-soon-detail"),
                _ => say!(locale, "verdict-usable-detail"),
            },
        },
        (standing, Usability::Discretion) => Answer {
            icon: Icon::CircleHelp,
            colour: Colour::Discretion,
            headline: say!(locale, "verdict-discretion"),
            detail: match standing {
                Standing::Ended { .. } => say!(locale, "verdict-ended-detail"),
                _ => say!(locale, "verdict-after-detail"),
            },
        },
        (standing, Usability::Refused | Usability::Unknown) => Answer {
            icon: Icon::Ban,
            colour: Colour::Stop,
            headline: say!(locale, "verdict-refused"),
            detail: match standing {
                Standing::Ended { .. } => say!(locale, "verdict-ended-refused"),
                _ => say!(locale, "verdict-after-refused"),
            },
        },
    };
    let can_be_saved = matches!(verdict.usability, Usability::Usable | Usability::Discretion);
    if let CopyAge::Stale { as_of } = known.copy
        && can_be_saved
    {
        let offline = say!(locale, "verdict-offline", at = locale.moment(as_of, context.today));
        let says_more = !matches!(verdict.standing, Standing::Valid { .. }) || verdict.event_after_last_day;
        answer.detail = if says_more { format!("{} {offline}", answer.detail) } else { offline };
    }
    answer
}

/// "Not in this station's copy" replaces "not found" whenever the copy is not fresh.
fn unknown(known: &Known, context: &Context) -> Answer {
    let locale = &context.locale;
    let (headline, detail) = match (known.asked, known.copy) {
        (Asked::Absent, _) => (say!(locale, "verdict-unknown"), say!(locale, "verdict-unknown-asked")),
        (Asked::Arriving, _) => (say!(locale, "verdict-checking"), say!(locale, "verdict-arriving")),
        (Asked::Asking, _) => (say!(locale, "verdict-checking"), say!(locale, "verdict-unknown-asking")),
        (_, CopyAge::Missing) => (say!(locale, "verdict-not-in-copy"), say!(locale, "verdict-no-copy-detail")),
        (_, CopyAge::Stale { as_of }) => {
            let at = locale.moment(as_of, context.today);
            (say!(locale, "verdict-not-in-copy"), say!(locale, "verdict-not-in-copy-detail", at = at))
        }
        (_, CopyAge::Fresh { as_of }) => {
            let at = locale.moment(as_of, context.today);
            (say!(locale, "verdict-unknown"), say!(locale, "verdict-unknown-fresh", at = at))
        }
    };
    Answer { icon: Icon::SearchX, colour: Colour::Unknown, headline, detail }
}

/// The notice about the card's validity, at the top of the recording page (R40).
#[must_use]
pub fn notice(standing: Standing, locale: &Locale) -> Option<Notice> {
    let day = |until: Date| locale.day(until);
    Some(match standing {
        Standing::Unknown | Standing::Barred => return None,
        Standing::Valid { until } => {
            Notice { icon: Icon::CalendarCheck, colour: Colour::Go, words: say!(locale, "notice-valid", day = day(until)) }
        }
        Standing::EndsSoon { until, days_left } => Notice {
            icon: Icon::CalendarClock,
            colour: Colour::Stop,
            words: say!(locale, "notice-ends-soon", day = day(until), days = days_left),
        },
        Standing::Ended { until, days_ago } => {
            Notice { icon: Icon::CalendarX, colour: Colour::Stop, words: say!(locale, "notice-ended", day = day(until), days = days_ago) }
        }
    })
}
