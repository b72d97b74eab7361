//! How the door looks: number and showing on top, what was said of the card read last, the numbers of
//! the evening, the tickets.

use super::{ASK_FIRST, ASK_SECOND, DAY, Door, Listed, Message, NUMBER, Question, SHOWING, TICKETS, rows, said_view};
use crate::context::Context;
use crate::locale::Locale;
use crate::say;
use crate::station::door::{DoorShowing, Tally};
use crate::typed::Typed;
use crate::ui::bar;
use crate::ui::button::{HIGH, LOW, Weight, button};
use crate::ui::card::{card, heading, line};
use crate::ui::field::{self, Validity};
use crate::ui::help::help;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use crate::ui::{calendar, drop_down, focus};
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, row, space, stack};
use iced::{Alignment, Background, Border, Element, Length, Padding};
use jiff::civil::{DateTime, Time};

const GAP: f32 = 14.0;
/// Widths of the list of showings and of the day field.
const SHOWING_WIDTH: f32 = 380.0;
const SHOWING_NARROW: f32 = 290.0;
const DAY_WIDTH: f32 = 176.0;

/// The page.
pub(super) fn view<'a>(door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let help = door.shows_help.then(|| {
        let lines = [say!(locale, "door-help-one"), say!(locale, "door-help-two"), say!(locale, "door-help-three")];
        help(say!(locale, "help-headline"), lines, tokens)
    });
    let said = door.said.as_ref().map(|said| said_view::view(said, context));
    // In a small window the numbers give way to what is said.
    let numbers = (said.is_none() || !context.is_narrow).then(|| tallies(door, context));
    // Always three, so that neither number nor list loses the focus when something is said.
    let middle = column![].push(help).push(said).push(numbers).spacing(GAP);
    let page = column![top(door, context), middle, tickets(door, context)].spacing(GAP).padding(18);
    stack![page].push(door.toast.view(tokens)).into()
}

fn top<'a>(door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    let is_empty = door.number.is_empty();
    let (size, font) = if is_empty { (19.0, lettering::REGULAR) } else { (27.0, lettering::MONO) };
    let input = iced::widget::text_input(&say!(context.locale, "door-number-placeholder"), &door.number)
        .on_input(|text| Message::NumberTyped(Typed(text)))
        .size(size)
        .font(font)
        .line_height(1.3)
        .padding(Padding { left: 58.0, right: 14.0, top: (HIGH - size * 1.3) / 2.0, bottom: (HIGH - size * 1.3) / 2.0 })
        .style(field::style(Validity::Good, tokens));
    let input = focus::field(NUMBER, input).takes(focus::Takes::CardNumber).on_key(|key, modifiers| match key.as_ref() {
        Key::Named(Named::Enter) if modifiers.is_empty() => Some(Message::NumberSubmitted),
        Key::Named(Named::ArrowDown) => Some(Message::RowMoved(1)),
        Key::Named(Named::ArrowUp) => Some(Message::RowMoved(-1)),
        _ => None,
    });
    let picture = container(icon(Icon::ScanBarcode, 30.0, tokens.ink)).padding([0, 16]).height(HIGH).align_y(Alignment::Center);
    let number = stack![input, picture].width(Length::Fill);
    let width = if context.is_narrow { SHOWING_NARROW } else { SHOWING_WIDTH };
    card(
        row![number, container(showings(door, context)).width(width), day(door, context)]
            .spacing(12)
            .padding(GAP)
            .align_y(Alignment::Center),
        tokens,
    )
    .into()
}

fn showings<'a>(door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let rows: Vec<drop_down::Row> = door
        .showings
        .iter()
        .map(|showing| drop_down::Row { words: showing_words(showing, locale), right: Some(right_words(showing, locale)) })
        .collect();
    let chosen = match door.showing() {
        Some(showing) => showing_words(showing, locale),
        None => say!(locale, "door-no-showings"),
    };
    let face = field::chosen(chosen, None, Icon::ChevronDown, tokens);
    door.showing_list.view(SHOWING, face, &rows, 480.0, tokens).map(Message::Showings)
}

/// A showing in a list: `klo 19.00 · Kesäyön uni`.
pub(super) fn showing_words(showing: &DoorShowing, locale: &Locale) -> String {
    occasion_words(showing.occasion.time, showing.event_name.as_ref(), locale)
}

/// A time and an event's name, where there are such.
pub(super) fn occasion_words(time: Option<Time>, name: Option<&String>, locale: &Locale) -> String {
    let name = name.cloned().unwrap_or_else(|| say!(locale, "today-no-event"));
    match time {
        Some(time) => format!("{} · {name}", say!(locale, "door-time", time = locale.clock(time))),
        None => name,
    }
}

/// From when tickets are handed over: `klo 18.30 alkaen`, with the day where it is another.
pub(super) fn from_words(from: DateTime, context: &Context) -> String {
    let locale = &context.locale;
    let time = locale.clock(from.time());
    if from.date() == context.today {
        say!(locale, "door-from", time = time)
    } else {
        say!(locale, "door-from-day", day = locale.weekday_and_day(from.date()), time = time)
    }
}

fn right_words(showing: &DoorShowing, locale: &Locale) -> String {
    if showing.is_called_off { say!(locale, "door-called-off-short") } else { say!(locale, "door-tickets", count = showing.tickets.len()) }
}

fn day<'a>(door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let month = calendar::Words {
        title: locale.month_and_year(door.day.date().unwrap_or(context.today)),
        weekdays: [1, 2, 3, 4, 5, 6, 7].map(|day| locale.weekday(day)),
    };
    let placeholder = say!(locale, "form-date-placeholder");
    let field = door.day.view(DAY, &placeholder, context.today, month, context.tokens()).map(Message::Day);
    container(field).width(DAY_WIDTH).into()
}

fn tallies<'a>(door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tallies = door.showing().map(DoorShowing::tallies).unwrap_or_default();
    let tile = |label, tally| tile(label, tally, context);
    let no_show = (tallies.no_show.tickets > 0).then(|| tile(say!(locale, "door-no-show-count"), tallies.no_show));
    row![
        tile(say!(locale, "door-reserved"), tallies.reserved),
        tile(say!(locale, "door-handed-over"), tallies.handed_over),
        tile(say!(locale, "door-arrived"), tallies.arrived),
        tile(say!(locale, "door-cancelled"), tallies.cancelled),
    ]
    .push(no_show)
    .spacing(GAP)
    .into()
}

fn tile<'a>(label: String, tally: Tally, context: &'a Context) -> Element<'a, Message> {
    let tokens = context.tokens();
    // How many people that is, where children come along.
    let people = (tally.people > tally.tickets)
        .then(|| text(say!(context.locale, "door-people", count = tally.people), lettering::BODY, lettering::REGULAR, tokens.muted));
    let number = text(context.locale.number(tally.tickets.into()), 32.0, lettering::BOLD, tokens.ink).line_height(1.1);
    let content = column![
        text(label, lettering::BODY, lettering::REGULAR, tokens.muted),
        row![number].push(people).spacing(10).align_y(Alignment::End)
    ];
    card(content.padding([10, 18]), tokens).width(Length::Fill).into()
}

fn tickets<'a>(door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let shown = door.shown_tickets();
    let title = match door.showing() {
        Some(showing) => format!("{} · {}", locale.weekday_and_day(showing.occasion.date), showing_words(showing, locale)),
        None => say!(locale, "door-headline"),
    };
    let body: Element<'a, Message> = if shown.is_empty() {
        let nothing = text(nothing_words(door, locale), 17.0, lettering::REGULAR, tokens.muted);
        container(nothing).padding(18).center(Length::Fill).into()
    } else {
        let list =
            door.list.view(shown.len(), rows::ROW, |index| rows::ticket_row(shown.get(index).copied(), door, context), Message::Scrolled);
        let list = focus::focus(TICKETS, list, tokens.primary).activate(Message::RowEntered).radius(0.0).on_key(|key, modifiers| match key
            .as_ref()
        {
            Key::Named(Named::ArrowDown) => Some(Message::RowMoved(1)),
            Key::Named(Named::ArrowUp) => Some(Message::RowMoved(-1)),
            Key::Named(Named::PageDown) => Some(Message::RowMoved(5)),
            Key::Named(Named::PageUp) => Some(Message::RowMoved(-5)),
            Key::Named(Named::Delete) if modifiers.is_empty() => Some(Message::CancelPressed),
            _ => None,
        });
        // The ring stands within the card.
        column![rows::heads(context), line(tokens), container(list).padding(6).height(Length::Fill)].into()
    };
    let question = door.question.as_ref().map(|question| container(ask(question, door, context)).padding([8, 12]));
    let lit = door.lit.filter(|_| door.question.is_none()).and_then(|lit| door.ticket(lit));
    let acts = lit.and_then(|ticket| rows::acts(ticket, door, context));
    let question = question.unwrap_or_else(|| container(space()));
    card(column![heading(title, deeds(door, context), tokens), line(tokens), question, body].push(acts), tokens)
        .width(Length::Fill)
        .height(Length::Fill)
        .into()
}

fn nothing_words(door: &Door, locale: &Locale) -> String {
    match door.showing() {
        None => say!(locale, "door-nothing-today"),
        Some(showing) if showing.tickets.is_empty() => say!(locale, "door-no-tickets"),
        Some(_) if door.number.trim().is_empty() => say!(locale, "door-nobody-missing"),
        Some(_) => say!(locale, "door-no-such-number"),
    }
}

/// What can be done with the whole list.
fn deeds<'a>(door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let Some(showing) = door.showing() else { return row![].into() };
    let missing = showing.missing().len();
    let mark_all = (missing > 0 && showing.has_begun(context.local_now())).then(|| {
        button("door-all-missing", say!(locale, "door-all-missing", count = missing), Weight::Plain)
            .icon(Icon::UserX)
            .height(LOW)
            .on_press(Message::AllMissingPressed)
            .view(tokens)
    });
    let words = match door.listed {
        Listed::All => say!(locale, "door-show-missing", count = missing),
        Listed::Missing => say!(locale, "door-show-all"),
    };
    let can_toggle = !showing.tickets.is_empty();
    let toggle =
        button("door-missing", words, Weight::Plain).height(LOW).on_press_maybe(can_toggle.then_some(Message::MissingPressed)).view(tokens);
    row![].push(mark_all).push(toggle).spacing(10).into()
}

fn ask<'a>(question: &'a Question, door: &'a Door, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let (words, yes) = match question {
        Question::Cancel(id) => {
            let card = door.ticket(*id).map(|ticket| ticket.usage.card.to_string()).unwrap_or_default();
            let showing = door.showing().map(|showing| showing_words(showing, locale)).unwrap_or_default();
            (say!(locale, "door-ask-cancel", number = card, showing = showing), say!(locale, "door-ask-cancel-yes"))
        }
        Question::AllMissing(tickets) => (say!(locale, "door-ask-missing", count = tickets.len()), say!(locale, "door-ask-missing-yes")),
    };
    let no = button(ASK_FIRST, say!(locale, "door-ask-no"), Weight::Primary).key("Esc").height(LOW).on_press(Message::QuestionLeft);
    let yes = button(ASK_SECOND, yes, Weight::Plain).height(LOW).on_press(Message::QuestionAgreed);
    let buttons = row![no.view(tokens), yes.view(tokens)].spacing(14).padding([4, 6]);
    bar::tinted(Icon::CircleHelp, words, tokens.unknown, Some(buttons.into())).into()
}

/// The ground of a row.
pub(super) fn lit_ground(is_lit: bool, tokens: &'static Tokens) -> container::Style {
    container::Style {
        background: Some(Background::Color(if is_lit { tokens.primary_tint } else { tokens.surface })),
        border: Border { radius: 8.into(), ..Border::default() },
        ..container::Style::default()
    }
}
