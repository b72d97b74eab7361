//! Today's records beside the form, newest first, with undo (R75, R82).

use super::{Counter, Message};
use crate::along_text::along;
use crate::context::Context;
use crate::say;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{card, heading, line};
use crate::ui::chip;
use crate::ui::fit::fit;
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};
use kaikuasema_store::{RecordedUsage, UsageState};

/// One row: two lines of text.
const ROW: f32 = 62.0;
/// What stands below the list: the undo button, the room around it and the line above it.
pub(super) const FOOT: f32 = 66.0;

/// The card.
pub(super) fn view<'a>(counter: &'a Counter, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let records = &counter.today.records;
    let mut counts = say!(locale, "today-records", count = records.len());
    if counter.today.children > 0 {
        counts = format!("{counts} · {}", say!(locale, "children-count", count = counter.today.children));
    }
    let head = heading(say!(locale, "today-headline"), text(counts, lettering::BODY, lettering::REGULAR, tokens.muted), tokens);
    let list: Element<'a, Message> = if records.is_empty() {
        let nothing = text(say!(locale, "today-none"), lettering::BODY, lettering::REGULAR, tokens.muted);
        container(nothing).center(Length::Fill).into()
    } else {
        counter.list.view(records.len(), ROW, |index| row_of(records.get(index), context), Message::RecordsScrolled)
    };
    let has_own = counter.last_aside.is_some() || counter.last_own(context).is_some();
    let undo = button("undo", say!(locale, "today-undo"), Weight::Plain)
        .icon(Icon::Undo2)
        .key("Ctrl Z")
        .height(LOW)
        .on_press_maybe(has_own.then_some(Message::UndoPressed))
        .view(tokens);
    card(column![head, line(tokens), list, line(tokens), container(undo).padding([12, 16])], tokens).height(Length::Fill).into()
}

fn row_of<'a>(record: Option<&'a RecordedUsage>, context: &'a Context) -> Element<'a, Message> {
    let Some(record) = record else { return row![].height(ROW).into() };
    let locale = &context.locale;
    let tokens = context.tokens();
    let usage = &record.usage;
    let (name, words, tone) = match record.state {
        UsageState::Sent => (Icon::Check, say!(locale, "state-sent"), tokens.go),
        UsageState::Waiting => (Icon::Clock, say!(locale, "state-waiting"), tokens.discretion),
        UsageState::NeedsYou => (Icon::CircleAlert, say!(locale, "state-needs-you"), tokens.stop),
    };
    let mut what = usage.event_name.clone().unwrap_or_else(|| say!(locale, "today-no-event"));
    if let Some(along) = along(usage, locale) {
        what = format!("{along} · {what}");
    }
    let middle = column![
        text(usage.card.to_string(), 15.0, lettering::MONO, tokens.ink),
        fit(what, 15.0, lettering::REGULAR, tokens.muted).width(Length::Fill),
    ]
    .width(Length::Fill);
    let time = text(locale.clock_of(usage.recorded_at), 15.0, lettering::REGULAR, tokens.muted).width(40);
    let content = row![time, middle, chip::state(name, words, tone)].spacing(12).padding([0, 14]).align_y(Alignment::Center);
    column![content.height(ROW - 1.0), line(tokens)].into()
}
