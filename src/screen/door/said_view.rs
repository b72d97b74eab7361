//! What is said of the card read last: large, with an icon, words and a colour, each enough alone.

use super::heard::{Has, Heard};
use super::view::{from_words, occasion_words};
use super::{ANYWAY, Message, Said};
use crate::answer::{Answer, Colour, answer, notice};
use crate::context::Context;
use crate::say;
use crate::station::door::{Already, Scan, Why};
use crate::ui::bar;
use crate::ui::button::{Weight, button};
use crate::ui::icon::Icon;
use crate::ui::verdict_panel::{Words, verdict_panel};
use iced::Element;
use iced::widget::{column, row};
use jiff::Timestamp;
use kaikuasema_domain::CardKind;
use kaikuasema_domain::usage::{Cancelled, CancelledBy, Fact};
use kaikuasema_domain::verdict::Standing;

/// The ids of the buttons that show another showing: so many are offered.
const ELSEWHERE: [&str; 3] = ["door-elsewhere", "door-elsewhere-2", "door-elsewhere-3"];

/// The panel, the card's own notice, and what can be done about it.
pub(super) fn view<'a>(said: &'a Said, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let heard = match said {
        Said::NoCard(read) => {
            let (icon, words) = read.words(locale);
            return verdict_panel(icon, words, tokens.unknown, tokens).into();
        }
        Said::Heard(heard) => heard,
    };
    let Answer { icon, colour, headline, detail } = told(heard, context);
    let kind = match heard.known.number.kind() {
        CardKind::Customer => say!(locale, "kind-customer"),
        CardKind::Community => say!(locale, "kind-community"),
    };
    let words = Words { headline, detail, number: heard.known.number.to_string(), kind };
    let panel = verdict_panel(icon, words, colour.tone(tokens), tokens);
    column![panel].push(of_the_card(heard, context)).push(deeds(heard, context)).spacing(10).into()
}

/// The card's own standing, where it is more than valid: the ticket may have been given long ago (R159).
fn of_the_card<'a>(heard: &Heard, context: &Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let is_said_large = matches!(heard.has, Has::Ticket { scan: Scan::Ask { why: Why::CardRefused, .. }, .. });
    match heard.verdict.standing {
        Standing::Valid { .. } => None,
        Standing::Barred | Standing::Unknown if is_said_large => None,
        Standing::Barred | Standing::Unknown => {
            let said = answer(&heard.known, &heard.verdict, context);
            let words = format!("{} {}", said.headline, said.detail);
            Some(bar::tinted(said.icon, words, said.colour.tone(tokens), None).into())
        }
        standing => notice(standing, locale)
            .map(|notice| bar::filled(notice.icon, notice.words, notice.colour.tone(tokens), tokens.on_filled).into()),
    }
}

fn deeds<'a>(heard: &Heard, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let buttons: Vec<Element<'a, Message>> = match &heard.has {
        Has::Ticket { scan: Scan::Ask { then, .. }, .. } => {
            let words = match then {
                Fact::HandedOver => say!(locale, "door-hand-over-anyway"),
                _ => say!(locale, "door-arrived-anyway"),
            };
            vec![button(ANYWAY, words, Weight::Discretion).icon(Icon::Check).key("F11").on_press(Message::AnywayPressed).view(tokens)]
        }
        Has::Ticket { .. } => return None,
        Has::Elsewhere(others) => others
            .iter()
            .zip(ELSEWHERE)
            .map(|((occasion, name), id)| {
                let words = say!(locale, "door-show-showing", showing = occasion_words(occasion.time, name.as_ref(), locale));
                button(id, words, Weight::Plain).icon(Icon::ArrowRight).on_press(Message::ElsewherePressed(*occasion)).view(tokens)
            })
            .collect(),
        Has::Nothing => {
            let to_counter = button("door-to-counter", say!(locale, "door-to-counter"), Weight::Plain);
            vec![to_counter.icon(Icon::Ticket).on_press(Message::CounterPressed).view(tokens)]
        }
    };
    Some(row(buttons).spacing(14).into())
}

fn told(heard: &Heard, context: &Context) -> Answer {
    let locale = &context.locale;
    match &heard.has {
        Has::Ticket { people, children, scan, is_marked, .. } => match scan {
            Scan::Mark(fact) => marked(*fact, (*people, *children), *is_marked, context),
            Scan::Ask { why, .. } => asked(why, heard, context),
            Scan::Say(already) => known_already(already, context),
        },
        Has::Elsewhere(others) => {
            let names: Vec<String> = others.iter().map(|(occasion, name)| occasion_words(occasion.time, name.as_ref(), locale)).collect();
            Answer {
                icon: Icon::CalendarClock,
                colour: Colour::Discretion,
                headline: say!(locale, "door-elsewhere"),
                detail: say!(locale, "door-elsewhere-detail", showings = names.join("; ")),
            }
        }
        Has::Nothing => Answer {
            icon: Icon::SearchX,
            colour: Colour::Unknown,
            headline: say!(locale, "door-no-ticket"),
            detail: say!(locale, "door-no-ticket-detail"),
        },
    }
}

fn marked(fact: Fact, (people, children): (u32, u16), is_marked: bool, context: &Context) -> Answer {
    let locale = &context.locale;
    let (icon, headline) = match fact {
        _ if !is_marked => (Icon::Clock, say!(locale, "form-saving")),
        Fact::HandedOver => (Icon::TicketCheck, say!(locale, "door-said-handed-over")),
        _ => (Icon::CircleCheckBig, say!(locale, "door-said-arrived")),
    };
    let mut detail = say!(locale, "door-said-people", people = people, children = children);
    if context.rules().asks_identity {
        detail = format!("{detail} {}", say!(locale, "door-said-identity"));
    }
    Answer { icon, colour: Colour::Go, headline, detail }
}

fn asked(why: &Why, heard: &Heard, context: &Context) -> Answer {
    let locale = &context.locale;
    match why {
        Why::NotYet { from } => {
            let from = from_words(*from, context);
            Answer {
                icon: Icon::Clock,
                colour: Colour::Discretion,
                headline: say!(locale, "door-not-yet", from = from.clone()),
                detail: say!(locale, "door-not-yet-detail", from = from),
            }
        }
        Why::Cancelled(cancelled) => cancelled_words(cancelled, context),
        Why::CardRefused => answer(&heard.known, &heard.verdict, context),
    }
}

fn cancelled_words(cancelled: &Cancelled, context: &Context) -> Answer {
    let locale = &context.locale;
    let at = locale.moment(cancelled.at, context.today);
    let detail = match cancelled.by {
        CancelledBy::Clerk => say!(locale, "door-said-cancelled-detail", at = at),
        CancelledBy::Holder => say!(locale, "door-said-cancelled-holder-detail", at = at),
    };
    Answer { icon: Icon::Ban, colour: Colour::Stop, headline: say!(locale, "door-said-cancelled"), detail }
}

fn known_already(already: &Already, context: &Context) -> Answer {
    let locale = &context.locale;
    let at = |at: Timestamp| locale.moment(at, context.today);
    match already {
        Already::Arrived(when) => Answer {
            icon: Icon::CircleAlert,
            colour: Colour::Discretion,
            headline: say!(locale, "door-already-arrived", at = at(*when)),
            detail: say!(locale, "door-already-arrived-detail"),
        },
        Already::JustHandedOver(when) => Answer {
            icon: Icon::TicketCheck,
            colour: Colour::Go,
            headline: say!(locale, "door-just-handed-over", at = at(*when)),
            detail: say!(locale, "door-just-handed-over-detail"),
        },
        Already::AnotherDay(day) => Answer {
            icon: Icon::CalendarClock,
            colour: Colour::Discretion,
            headline: say!(locale, "door-another-day", day = locale.weekday_and_day(*day)),
            detail: say!(locale, "door-another-day-detail"),
        },
        Already::Cancelled(cancelled) => cancelled_words(cancelled, context),
        Already::CalledOff => Answer {
            icon: Icon::CalendarX,
            colour: Colour::Stop,
            headline: say!(locale, "door-called-off"),
            detail: say!(locale, "door-called-off-detail"),
        },
    }
}
