//! What the venue's limits say, in words with numbers, above the form: what stops or asks, where
//! there is room instead, what is near its end, and that the same is recorded already.

use super::judgement::Judgement;
use super::{Counter, Message};
use crate::answer::{Answer, Colour};
use crate::context::Context;
use crate::finding_text;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::card;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::widget::{Column, column, row};
use iced::{Alignment, Element, Length};
use jiff::Timestamp;
use kaikuasema_domain::Cents;
use kaikuasema_domain::limits::{Cause, Finding, Room, Severity};

/// The ids of the buttons that choose another showing.
const ROOMS: [&str; 3] = ["room-1", "room-2", "room-3"];
/// Shorter ago than this it is told in minutes.
const IN_MINUTES: i64 = 120;

/// The verdict panel, where a limit and not the card decides.
pub(super) fn answer(finding: &Finding, context: &Context) -> Answer {
    let words = finding_text::finding(finding, &context.locale, context.today);
    let (name, colour) = match finding.severity {
        Severity::Stop => (Icon::Ban, Colour::Stop),
        Severity::Discretion | Severity::Advice => (Icon::UsersRound, Colour::Discretion),
    };
    // What to say to the customer stands where the clerk looks first.
    let detail = words.aloud.map_or(words.detail, |aloud| say!(context.locale, "limits-say", aloud = aloud));
    Answer { icon: name, colour, headline: words.headline, detail }
}

/// The card above the form; nothing where nothing is to say.
pub(super) fn view<'a>(counter: &'a Counter, judgement: &Judgement, context: &'a Context) -> Option<Element<'a, Message>> {
    let tokens = context.tokens();
    let chief = judgement.chief();
    let mut parts: Vec<Element<'a, Message>> = Vec::new();
    if let Some(repeat) = &judgement.repeat {
        let words = used_here(repeat.recorded_at, repeat.children, context);
        parts.push(bar::tinted(Icon::Clock, words, tokens.discretion, None).into());
    }
    if let Some(finding) = chief {
        parts.extend(decides(finding, counter, context));
    }
    let others = judgement.findings.iter().filter(|finding| chief != Some(*finding));
    let said: Vec<Element<'a, Message>> = others.map(|finding| advice(finding, context, tokens)).collect();
    if !said.is_empty() {
        parts.push(card(Column::with_children(said).spacing(8).padding([14, 20]), tokens).width(Length::Fill).into());
    }
    (!parts.is_empty()).then(|| Column::with_children(parts).spacing(super::view::GAP).into())
}

/// The finding that asks or refuses: what else there is, who may pass it, and how old the count is.
fn decides<'a>(finding: &Finding, counter: &Counter, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let small = |words, ink| text(words, lettering::BODY, lettering::REGULAR, ink).width(Length::Fill);
    let needs_right =
        (finding.severity == Severity::Stop && finding.cause.is_limit()).then(|| small(say!(locale, "limits-no-override"), tokens.ink));
    // Stations that were not heard since then may have sold more.
    let is_count = finding.cause.is_limit() && !matches!(finding.cause, Cause::LeftOut { .. } | Cause::NotOpenYet { .. });
    let as_of = counter.so_far.as_of.filter(|_| is_count);
    let as_of = as_of.map(|at| small(say!(locale, "limits-as-of", at = locale.moment(at, context.today)), tokens.muted));
    let instead = instead(finding, context);
    // The panel says what to say; the numbers stand here, unless they are the headline.
    let numbers = (!matches!(finding.cause, Cause::Cap { .. }))
        .then(|| small(finding_text::finding(finding, locale, context.today).detail, tokens.ink));
    let is_empty = numbers.is_none() && needs_right.is_none() && as_of.is_none() && instead.is_none();
    let said = column![].push(numbers).push(needs_right).push(instead).push(as_of).spacing(8);
    (!is_empty).then(|| card(said.padding([12, 20]), tokens).width(Length::Fill).into())
}

/// What the clerk can do instead: another showing, or a smaller value.
fn instead<'a>(finding: &Finding, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    match &finding.cause {
        Cause::Cap { elsewhere, .. } | Cause::LeftOut { elsewhere, .. } | Cause::CalledOff { elsewhere } if !elsewhere.is_empty() => {
            let lead = text(say!(locale, "limits-elsewhere"), lettering::BODY, lettering::SEMIBOLD, tokens.ink);
            let buttons = ROOMS.into_iter().zip(elsewhere).map(|(id, room)| {
                button(id, room_words(room, context), Weight::Plain).height(LOW).on_press(Message::RoomChosen(room.showing)).view(tokens)
            });
            Some(column![lead, row(buttons).spacing(12).padding([2, 4]).wrap().vertical_spacing(10.0)].spacing(6).into())
        }
        Cause::Value { this, own_share, .. } if *own_share > 0 && own_share < this => {
            let ours = Cents::new(this - own_share)?;
            let words = say!(locale, "limits-value-cut", ours = locale.euros(ours), theirs = locale.euros(Cents::new(*own_share)?));
            Some(button(ROOMS[0], words, Weight::Plain).height(LOW).on_press(Message::ValueCut(ours)).view(tokens))
        }
        _ => None,
    }
}

fn room_words(room: &Room, context: &Context) -> String {
    let occasion = context.locale.occasion(room.date, room.time);
    match room.left {
        Some(left) => say!(context.locale, "limits-room", occasion = occasion, left = left),
        None => occasion,
    }
}

pub(super) fn advice<'a>(finding: &Finding, context: &'a Context, tokens: &'static Tokens) -> Element<'a, Message> {
    let words = finding_text::finding(finding, &context.locale, context.today);
    let ink = if finding.severity > Severity::Advice { tokens.discretion.ink } else { tokens.ink };
    let name = if finding.severity > Severity::Advice { Icon::TriangleAlert } else { Icon::Info };
    let said = text(words.detail, lettering::BODY, lettering::REGULAR, ink).width(Length::Fill);
    row![icon(name, 20.0, ink), said].spacing(10).align_y(Alignment::Center).into()
}

/// "Used here 4 minutes ago, 2 children."
pub(super) fn used_here(recorded_at: Timestamp, children: u16, context: &Context) -> String {
    let locale = &context.locale;
    let minutes = (context.now.as_second() - recorded_at.as_second()) / 60;
    let with = if children > 0 { say!(locale, "children-count", count = children) } else { say!(locale, "limits-no-children") };
    match minutes {
        ..1 => say!(locale, "limits-used-just-now", with = with),
        1..IN_MINUTES => say!(locale, "limits-used-minutes-ago", minutes = minutes, with = with),
        _ => say!(locale, "limits-used-at", at = locale.moment(recorded_at, context.today), with = with),
    }
}
