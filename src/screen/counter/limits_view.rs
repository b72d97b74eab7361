//! What the venue's limits say, in words with numbers, above the form: what stops or asks, where
//! there is room instead, what is near its end, and that the same is recorded already.

use super::judgement::Judgement;
use super::view::Air;
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
use kaikuasema_domain::limits::{CapPer, Cause, Finding, LeftOutWhy, Room, Severity};

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
pub(super) fn view<'a>(counter: &'a Counter, judgement: &Judgement, air: Air, context: &'a Context) -> Option<Element<'a, Message>> {
    let tokens = context.tokens();
    let chief = judgement.chief();
    let mut parts: Vec<Element<'a, Message>> = Vec::new();
    if let Some(repeat) = &judgement.repeat {
        let words = used_here(repeat.recorded_at, repeat.children, context);
        parts.push(bar::tinted(Icon::Clock, words, tokens.discretion, None).into());
    }
    if let Some(finding) = chief {
        parts.extend(decides(finding, counter, air, context));
    }
    let others = judgement.findings.iter().filter(|finding| chief != Some(*finding));
    let said: Vec<Element<'a, Message>> = others.map(|finding| advice(finding, context, tokens)).collect();
    if !said.is_empty() {
        parts.push(card(Column::with_children(said).spacing(8).padding([air.card(), 20.0]), tokens).width(Length::Fill).into());
    }
    (!parts.is_empty()).then(|| Column::with_children(parts).spacing(air.gap()).into())
}

/// What a limit is about: the event, and the day or showing where it counts those.
pub(super) fn about(finding: &Finding, counter: &Counter, context: &Context) -> Vec<String> {
    let form = &counter.form;
    let name = form.event.combo.text().trim();
    let is_whole_event = matches!(finding.cause, Cause::Cap { per: CapPer::Event, .. } | Cause::LeftOut { why: LeftOutWhy::Event, .. });
    let time = form.event_time().ok().flatten().filter(|_| !matches!(finding.cause, Cause::Cap { per: CapPer::Day, .. }));
    let when = form.event_date().filter(|_| !is_whole_event).map(|day| context.locale.occasion(day, time));
    (!name.is_empty()).then(|| name.to_owned()).into_iter().chain(when).collect()
}

/// The finding that asks or refuses: what else there is, who may pass it, and how old the count is.
/// In one line where it goes into one.
fn decides<'a>(finding: &Finding, counter: &Counter, air: Air, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    // The panel says what to say; the numbers stand here, unless they are the headline.
    let numbers = (!matches!(finding.cause, Cause::Cap { .. })).then(|| finding_text::finding(finding, locale, context.today).detail);
    let needs_right = (finding.severity == Severity::Stop && finding.cause.is_limit()).then(|| say!(locale, "limits-no-override"));
    // Stations that were not heard since then may have sold more.
    let is_count = finding.cause.is_limit() && !matches!(finding.cause, Cause::LeftOut { .. } | Cause::NotOpenYet { .. });
    let as_of = counter.so_far.as_of.filter(|_| is_count).map(|at| locale.moment(at, context.today));
    let instead = instead(finding, counter, air, context);
    // Beside the buttons there is room for the time alone.
    let as_of = as_of.map(|at| match (&instead, air) {
        (Some(_), Air::Close | Air::Tight) => say!(locale, "limits-as-of-short", at = at),
        _ => say!(locale, "limits-as-of", at = at),
    });
    let sentences: Vec<String> = numbers.into_iter().chain(needs_right).collect();
    let is_empty = sentences.is_empty() && as_of.is_none() && instead.is_none();
    let sentences =
        (!sentences.is_empty()).then(|| text(sentences.join(" "), lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill));
    let as_of = as_of.map(|words| text(words, lettering::BODY, lettering::REGULAR, tokens.muted));
    let line: Element<'a, Message> = match air {
        Air::Full => column![].push(instead).push(as_of).spacing(6).into(),
        Air::Close | Air::Tight => row![].push(instead).push(as_of).spacing(14).align_y(Alignment::Center).into(),
    };
    let said = column![].push(sentences).push(line).spacing(4);
    (!is_empty).then(|| card(said.padding([air.card() - 4.0, 20.0]), tokens).width(Length::Fill).into())
}

/// What the clerk can do instead: another showing, or a smaller value. In a group's run the occasion is
/// the group's, and no other is offered.
fn instead<'a>(finding: &Finding, counter: &Counter, air: Air, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    match &finding.cause {
        Cause::Cap { elsewhere, .. } | Cause::LeftOut { elsewhere, .. } | Cause::CalledOff { elsewhere }
            if !elsewhere.is_empty() && !counter.is_run_active() =>
        {
            let lead = text(say!(locale, "limits-elsewhere"), lettering::BODY, lettering::SEMIBOLD, tokens.ink);
            let most = if air == Air::Full { ROOMS.len() } else { 2 };
            let buttons = ROOMS.into_iter().zip(elsewhere).take(most).map(|(id, room)| {
                button(id, room_words(room, context), Weight::Plain).height(LOW).on_press(Message::RoomChosen(room.showing)).view(tokens)
            });
            let buttons = row(buttons).spacing(12).padding([4, 4]).wrap().vertical_spacing(10.0);
            Some(match air {
                Air::Full => column![lead, buttons].into(),
                // Two days with the tickets left speak for themselves where the room is short.
                _ if elsewhere.len() > 1 => buttons.into(),
                _ => row![lead, buttons].spacing(10).align_y(Alignment::Center).into(),
            })
        }
        Cause::Value { this, own_share, .. } if *own_share > 0 && own_share < this => {
            let ours = Cents::new(this - own_share)?;
            let words = say!(locale, "limits-value-cut", ours = locale.euros(ours), theirs = locale.euros(Cents::new(*own_share)?));
            let cut = button(ROOMS[0], words, Weight::Plain).height(LOW).on_press(Message::ValueCut(ours)).view(tokens);
            Some(row![cut].padding([4, 4]).into())
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
