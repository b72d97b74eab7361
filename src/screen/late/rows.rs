//! The rows typed in today at this station, newest first, each to be taken back.

use super::{Late, Message, ROWS};
use crate::along_text::along;
use crate::context::Context;
use crate::say;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{card, heading, line};
use crate::ui::chip;
use crate::ui::fit::fit;
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, mouse_area, row, space};
use iced::{Alignment, Background, Border, Element, Length};
use kaikuasema_domain::Usage;
use kaikuasema_store::{RecordedUsage, UsageState};

/// The height of a row.
pub(super) const ROW: f32 = 49.0;
/// Widths of the columns.
const NUMBER: f32 = 150.0;
const COUNT: f32 = 120.0;
const DEED: f32 = 110.0;

/// The card.
pub(super) fn view<'a>(late: &'a Late, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let undo = button("undo", say!(locale, "today-undo"), Weight::Plain)
        .icon(Icon::Undo2)
        .key("Ctrl Z")
        .height(LOW)
        .on_press_maybe(late.last_row().map(|_| Message::UndoPressed))
        .view(tokens);
    let counts = text(say!(locale, "today-records", count = late.rows.len()), lettering::BODY, lettering::REGULAR, tokens.muted);
    let head = heading(say!(locale, "late-rows"), row![counts, undo].spacing(16).align_y(Alignment::Center), tokens);
    let body: Element<'a, Message> = if late.rows.is_empty() {
        let nothing = text(say!(locale, "late-none"), lettering::BODY, lettering::REGULAR, tokens.muted);
        container(nothing).padding(18).center(Length::Fill).into()
    } else {
        let list = late.list.view(late.rows.len(), ROW, |index| row_of(late.rows.get(index), late, context), Message::Scrolled);
        let list = focus::focus(ROWS, list, tokens.primary).radius(0.0).on_key(|key, modifiers| match key.as_ref() {
            Key::Named(Named::ArrowDown) => Some(Message::RowMoved(1)),
            Key::Named(Named::ArrowUp) => Some(Message::RowMoved(-1)),
            Key::Named(Named::Delete) if modifiers.is_empty() => Some(Message::UndoLitPressed),
            _ => None,
        });
        container(list).padding(6).height(Length::Fill).into()
    };
    card(column![head, line(tokens), body], tokens).width(Length::Fill).height(Length::Fill).into()
}

fn row_of<'a>(record: Option<&'a RecordedUsage>, late: &Late, context: &'a Context) -> Element<'a, Message> {
    let Some(record) = record else { return space().height(ROW).into() };
    let locale = &context.locale;
    let tokens = context.tokens();
    let usage = &record.usage;
    let (name, words, tone) = match record.state {
        UsageState::Sent => (Icon::Check, say!(locale, "state-sent"), tokens.go),
        UsageState::Waiting => (Icon::Clock, say!(locale, "state-waiting"), tokens.discretion),
        UsageState::NeedsYou => (Icon::CircleAlert, say!(locale, "state-needs-you"), tokens.stop),
    };
    let undo = button("late-undo-row", say!(locale, "late-undo"), Weight::Plain)
        .height(36.0)
        .padding(12.0)
        .by_mouse()
        .on_press_maybe((!late.undoing.contains(&usage.id)).then_some(Message::UndoRowPressed(usage.id)))
        .view(tokens);
    let content = row![
        container(text(usage.card.to_string(), 15.0, lettering::MONO, tokens.ink)).width(NUMBER),
        fit(what(usage, context), 15.0, lettering::REGULAR, tokens.ink).width(Length::Fill),
        container(text(counts(usage, context), 15.0, lettering::REGULAR, tokens.muted)).width(COUNT),
        chip::state(name, words, tone),
        container(undo).width(DEED).align_x(Alignment::End)
    ];
    let is_lit = late.lit == Some(usage.id);
    let content = container(content.spacing(12).align_y(Alignment::Center).padding([0, 12]))
        .height(ROW - 1.0)
        .align_y(Alignment::Center)
        .style(move |_| ground(is_lit, tokens));
    column![mouse_area(content), line(tokens)].into()
}

fn ground(is_lit: bool, tokens: &'static Tokens) -> container::Style {
    container::Style {
        background: Some(Background::Color(if is_lit { tokens.primary_tint } else { tokens.surface })),
        border: Border { radius: 8.into(), ..Border::default() },
        ..container::Style::default()
    }
}

/// Event, day and time, and who served where that is another than the one signed in.
fn what(usage: &Usage, context: &Context) -> String {
    let locale = &context.locale;
    let event = usage.event_name.clone().unwrap_or_else(|| say!(locale, "today-no-event"));
    let what = format!("{} · {event}", locale.occasion(usage.event_date, usage.event_time));
    let own = context.signed_in.as_ref().map(|signed_in| signed_in.user.id);
    let colleagues = context.access().map(|access| access.colleagues.as_slice()).unwrap_or_default();
    match colleagues.iter().find(|user| user.id == usage.clerk && Some(user.id) != own) {
        Some(user) => format!("{what} · {}", user.email),
        None => what,
    }
}

fn counts(usage: &Usage, context: &Context) -> String {
    let locale = &context.locale;
    let parts = [along(usage, locale), usage.value.map(|value| locale.euros(value))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
