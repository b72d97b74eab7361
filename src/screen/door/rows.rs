//! The rows of the door's list: a ticket, what became of it, and what can be done with it.

use super::marking::{can_be_cancelled, last_fact};
use super::view::{from_words, lit_ground};
use super::{Door, Message};
use crate::context::Context;
use crate::say;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::line;
use crate::ui::chip;
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tone;
use iced::widget::{Row, column, container, mouse_area, row, space};
use iced::{Alignment, Element, Length, mouse};
use jiff::Timestamp;
use kaikuasema_domain::usage::{CancelledBy, Channel, Fact, Status};
use kaikuasema_domain::{Usage, civil};
use kaikuasema_store::{RecordedUsage, UsageState};

/// The height of a row.
pub(super) const ROW: f32 = 53.0;
/// Widths of the columns.
const NUMBER: f32 = 170.0;
const CHILDREN: f32 = 64.0;
const RESERVED: f32 = 104.0;
const CHANNEL: f32 = 116.0;
const SENT: f32 = 132.0;
const DEED: f32 = 214.0;

fn columns<'a>(
    number: Element<'a, Message>,
    children: Element<'a, Message>,
    reserved: Element<'a, Message>,
    channel: Element<'a, Message>,
    status: Element<'a, Message>,
    context: &Context,
) -> Row<'a, Message> {
    let wide = |cell: Element<'a, Message>, width: f32| (!context.is_narrow).then(|| container(cell).width(width));
    row![container(number).width(NUMBER), container(children).width(CHILDREN)]
        .push(wide(reserved, RESERVED))
        .push(wide(channel, CHANNEL))
        .push(container(status).width(Length::Fill))
        .spacing(12)
        .align_y(Alignment::Center)
}

/// The heads of the columns.
pub(super) fn heads<'a>(context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let head = |words| Element::from(text(words, 13.5, lettering::SEMIBOLD, context.tokens().muted));
    columns(
        head(say!(locale, "door-head-number")),
        head(say!(locale, "door-head-children")),
        head(say!(locale, "door-head-reserved")),
        head(say!(locale, "door-head-channel")),
        head(say!(locale, "door-head-state")),
        context,
    )
    .padding([8, 20])
    .into()
}

/// One ticket.
pub(super) fn ticket_row<'a>(ticket: Option<&RecordedUsage>, door: &Door, context: &'a Context) -> Element<'a, Message> {
    let Some(ticket) = ticket else { return space().height(ROW).into() };
    let locale = &context.locale;
    let tokens = context.tokens();
    let usage = &ticket.usage;
    let plain = |words: String| Element::from(text(words, lettering::BODY, lettering::REGULAR, tokens.ink));
    let (name, words, tone) = status_words(usage, door, context);
    let is_lit = door.lit == Some(usage.id);
    let cells = columns(
        text(usage.card.to_string(), lettering::BODY, lettering::MONO, tokens.ink).into(),
        plain(usage.children.to_string()),
        plain(day_or_time(usage.recorded_at, context)),
        plain(channel(usage.channel, context)),
        chip::state(name, words, tone).into(),
        context,
    );
    let sent = match ticket.state {
        UsageState::Sent => None,
        UsageState::Waiting => Some(chip::state(Icon::Clock, say!(locale, "state-waiting"), tokens.discretion)),
        UsageState::NeedsYou => Some(chip::state(Icon::CircleAlert, say!(locale, "state-needs-you"), tokens.stop)),
    };
    let deed = next_words(usage, door, context).map(|words| {
        // The keyboard works the lit row by Enter; the button is for the mouse.
        button("door-step", words, Weight::Plain)
            .height(38.0)
            .padding(14.0)
            .by_mouse()
            .on_press(Message::StepPressed(usage.id))
            .view(tokens)
    });
    let content = row![
        cells,
        container(row![].push(sent)).width(if context.is_narrow { Length::Shrink } else { SENT.into() }).align_x(Alignment::End),
        container(row![].push(deed)).width(DEED).align_x(Alignment::End)
    ];
    let content = container(content.spacing(12).align_y(Alignment::Center).padding([0, 14]))
        .height(ROW - 1.0)
        .align_y(Alignment::Center)
        .style(move |_| lit_ground(is_lit, tokens));
    let content = mouse_area(content).on_press(Message::RowPressed(usage.id)).interaction(mouse::Interaction::Pointer);
    column![content, line(tokens)].into()
}

/// What became of a ticket, in an icon, words and a colour.
fn status_words(usage: &Usage, door: &Door, context: &Context) -> (Icon, String, Tone) {
    let locale = &context.locale;
    let tokens = context.tokens();
    let at = |at| day_or_time(at, context);
    let quiet = Tone { ink: tokens.muted, ground: tokens.surface };
    match usage.facts.status() {
        Status::Recorded if usage.entered_late => (Icon::NotebookPen, say!(locale, "door-state-late"), quiet),
        Status::Recorded => {
            let from = door.showing().and_then(|showing| showing.hands_over_from).filter(|from| *from > context.local_now());
            let words = match from {
                Some(from) => say!(locale, "door-state-reserved-until", from = from_words(from, context)),
                None => say!(locale, "door-state-reserved"),
            };
            (Icon::Clock, words, tokens.discretion)
        }
        Status::HandedOver(when) => {
            let primary = Tone { ink: tokens.primary, ground: tokens.primary_tint };
            (Icon::TicketCheck, say!(locale, "door-state-handed-over", at = at(when)), primary)
        }
        Status::Arrived(when) if usage.facts.is_contradictory() => {
            (Icon::CircleAlert, say!(locale, "door-state-arrived-cancelled", at = at(when)), tokens.stop)
        }
        Status::Arrived(when) => (Icon::CircleCheckBig, say!(locale, "door-state-arrived", at = at(when)), tokens.go),
        Status::Cancelled(cancelled) => {
            let words = match cancelled.by {
                CancelledBy::Clerk => say!(locale, "door-state-cancelled", at = at(cancelled.at)),
                CancelledBy::Holder => say!(locale, "door-state-cancelled-holder", at = at(cancelled.at)),
            };
            (Icon::Ban, words, quiet)
        }
        Status::NoShow(_) => (Icon::UserX, say!(locale, "door-state-no-show"), quiet),
    }
}

/// The next step of a ticket, in the words of its button.
fn next_words(usage: &Usage, door: &Door, context: &Context) -> Option<String> {
    let locale = &context.locale;
    let showing = door.showing().filter(|showing| !showing.is_called_off)?;
    let is_to_come = showing.occasion.date > context.today;
    match usage.facts.status() {
        Status::Recorded if showing.hands_over_from.is_some() => Some(say!(locale, "door-hand-over")),
        Status::Recorded | Status::HandedOver(_) if !is_to_come => Some(say!(locale, "door-mark-arrived")),
        Status::NoShow(_) => Some(say!(locale, "door-came-after-all")),
        _ => None,
    }
}

/// What can be done with the lit ticket, by keyboard too.
pub(super) fn acts<'a>(ticket: &RecordedUsage, door: &Door, context: &'a Context) -> Option<Element<'a, Message>> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let low = |id, words, message| button(id, words, Weight::Plain).height(LOW).padding(14.0).on_press(message);
    let number = text(ticket.usage.card.to_string(), lettering::BODY, lettering::MONO, tokens.ink);
    let next = next_words(&ticket.usage, door, context)
        .map(|words| low("door-act-next", words, Message::StepPressed(ticket.usage.id)).key("Enter").view(tokens));
    let no_show = door
        .can_be_no_show(ticket, context)
        .then(|| low("door-act-no-show", say!(locale, "door-act-no-show"), Message::NoShowPressed).icon(Icon::UserX).view(tokens));
    let cancel = can_be_cancelled(ticket)
        .then(|| low("door-act-cancel", say!(locale, "door-act-cancel"), Message::CancelPressed).icon(Icon::Ban).key("Del").view(tokens));
    let take_back = last_fact(ticket).map(|fact| {
        let words = match fact {
            Fact::HandedOver => say!(locale, "door-act-take-back-handed-over"),
            Fact::Arrived => say!(locale, "door-act-take-back-arrived"),
            Fact::Cancelled => say!(locale, "door-act-take-back-cancelled"),
            Fact::NoShow => say!(locale, "door-act-take-back-no-show"),
        };
        low("door-act-take-back", words, Message::TakeBackPressed).icon(Icon::Undo2).view(tokens)
    });
    if next.is_none() && no_show.is_none() && cancel.is_none() && take_back.is_none() {
        return None;
    }
    let content = row![number, space().width(Length::Fill)].push(next).push(no_show).push(cancel).push(take_back);
    Some(column![line(tokens), content.spacing(12).padding([9, 20]).align_y(Alignment::Center)].into())
}

/// An instant in a narrow column: its clock time today, its day otherwise.
fn day_or_time(at: Timestamp, context: &Context) -> String {
    let local = civil::in_finland(at);
    let day = local.date();
    if day == context.today { context.locale.clock(local.time()) } else { format!("{}.{}.", day.day(), day.month()) }
}

fn channel(channel: Channel, context: &Context) -> String {
    let locale = &context.locale;
    match channel {
        Channel::Desk => say!(locale, "door-channel-desk"),
        Channel::Phone => say!(locale, "door-channel-call"),
        Channel::Email => say!(locale, "door-channel-mail"),
    }
}
