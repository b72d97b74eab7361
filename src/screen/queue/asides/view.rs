//! How the cards set aside are shown.

use super::super::{REASON, venue_among_several};
use super::{Asides, LEAVE, LIST, Message, Question, REMOVE_NOW, Said, TRY, Which};
use crate::aside_text;
use crate::context::Context;
use crate::error_text;
use crate::say;
use crate::station::Aside;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::card::{card, ground, line};
use crate::ui::chip;
use crate::ui::field::{self, Validity};
use crate::ui::fit::fit;
use crate::ui::focus::{self, focus};
use crate::ui::icon::Icon;
use crate::ui::lettering::{self, text};
use iced::widget::{Row, column, container, mouse_area, row, space};
use iced::{Alignment, Color, Element, Length, Padding};
use kaikuasema_domain::Usage;

/// Widths of the columns of a wide window and of a narrow one, and the height of a row: what a card's
/// state is told in takes two lines in a wide window and up to four in a narrow one.
const WIDE: Measures = Measures { row: 64.0, made: 190.0, entry: 150.0 };
const NARROW: Measures = Measures { row: 86.0, made: 112.0, entry: 116.0 };
const CARD: Length = Length::FillPortion(6);
const STATE: Length = Length::FillPortion(7);
/// The mark at the left of the chosen row.
const MARK: f32 = 5.0;

/// See [`WIDE`].
#[derive(Clone, Copy)]
pub(super) struct Measures {
    pub(super) row: f32,
    made: f32,
    entry: f32,
}

/// The measures of the window as it is.
pub(super) fn measures(context: &Context) -> Measures {
    if context.is_narrow { NARROW } else { WIDE }
}

impl Asides {
    /// What can be done with the whole list.
    pub(in super::super) fn deeds<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let (locale, tokens) = (&context.locale, context.tokens());
        let has_unknown = self.unknown(Which::All).next().is_some();
        let copy = button("asides-copy-all", say!(locale, "asides-copy-all"), Weight::Plain)
            .icon(Icon::Copy)
            .height(LOW)
            .on_press_maybe(has_unknown.then_some(Message::CopyPressed(Which::All)))
            .view(tokens);
        let print = button("asides-print-all", say!(locale, "asides-print-all"), Weight::Plain)
            .icon(Icon::Printer)
            .height(LOW)
            .on_press_maybe(has_unknown.then_some(Message::PrintPressed(Which::All)))
            .view(tokens);
        let words = if self.is_trying { say!(locale, "asides-trying") } else { say!(locale, "asides-try") };
        let again = button(TRY, words, Weight::Primary).icon(Icon::RefreshCw).height(LOW).on_press(Message::TryPressed).view(tokens);
        row![copy, print, again].spacing(10).align_y(Alignment::Center).into()
    }

    /// What stands above the list: what came of a deed, and a question.
    pub(in super::super) fn above<'a>(&'a self, context: &'a Context) -> Option<Element<'a, Message>> {
        let said = self.said.as_ref().map(|said| self.said(said, context));
        let question = self.question.as_ref().and_then(|question| self.question(question, context));
        (said.is_some() || question.is_some()).then(|| column![].push(said).push(question).spacing(14).into())
    }

    fn said<'a>(&self, said: &Said, context: &Context) -> Element<'a, Message> {
        let (locale, tokens) = (&context.locale, context.tokens());
        let (name, words, tone) = match said {
            Said::Tried(retried) => {
                let words = aside_text::tried(retried, locale);
                let needs_look = !retried.has_answer || retried.for_clerk > 0;
                let (name, tone) = match () {
                    () if needs_look => (Icon::TriangleAlert, tokens.discretion),
                    () if retried.recorded > 0 => (Icon::Check, tokens.go),
                    () => (Icon::Info, tokens.unknown),
                };
                (name, words, tone)
            }
            Said::Recorded => (Icon::Check, say!(locale, "asides-recorded"), tokens.go),
            Said::Removed => (Icon::Check, say!(locale, "asides-removed"), tokens.go),
            Said::Copied(count) => (Icon::Check, say!(locale, "asides-copied", count = *count), tokens.go),
            Said::Printed(Some(path)) => (Icon::Check, say!(locale, "asides-printed", path = path.display().to_string()), tokens.go),
            Said::Printed(None) => (Icon::TriangleAlert, say!(locale, "asides-not-printed"), tokens.stop),
            Said::Record(error) => (Icon::TriangleAlert, error_text::record(error, locale), tokens.stop),
            Said::Station(error) => (Icon::TriangleAlert, error_text::station(error, locale), tokens.stop),
        };
        bar::tinted(name, words, tone, None).into()
    }

    fn question<'a>(&'a self, question: &'a Question, context: &'a Context) -> Option<Element<'a, Message>> {
        let (locale, tokens) = (&context.locale, context.tokens());
        let leave = |words, weight| button(LEAVE, words, weight).key("Esc").on_press(Message::QuestionLeft).view(tokens);
        let (headline, deeds) = match question {
            Question::Discretion { id, reason } => {
                let what = what(&self.row_of(*id)?.aside.usage, context);
                let placeholder = say!(locale, "asides-reason");
                let input = field::input(&placeholder, reason, Validity::Good, tokens).on_input(Message::ReasonTyped);
                let record = button("asides-record-now", say!(locale, "asides-record-now"), Weight::Discretion)
                    .key("F11")
                    .on_press(Message::DiscretionPressed)
                    .view(tokens);
                let deeds = row![focus::field(REASON, input), record, leave(say!(locale, "queue-cancel"), Weight::Plain)];
                (say!(locale, "asides-record-headline", what = what), deeds)
            }
            Question::Removal { id } => {
                let what = what(&self.row_of(*id)?.aside.usage, context);
                let remove = button(REMOVE_NOW, say!(locale, "asides-remove-now"), Weight::Plain)
                    .icon(Icon::Trash2)
                    .on_press(Message::RemoveConfirmed)
                    .view(tokens);
                let deeds = row![leave(say!(locale, "asides-keep"), Weight::Primary), remove];
                (say!(locale, "asides-remove-headline", what = what), deeds)
            }
        };
        let headline = text(headline, lettering::BODY, lettering::SEMIBOLD, tokens.ink);
        let content = column![headline, deeds.spacing(14).align_y(Alignment::Center)].spacing(10).padding([14, 18]);
        Some(card(content, tokens).width(Length::Fill).into())
    }

    /// The list, and what can be done with the chosen row.
    pub(in super::super) fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let (locale, tokens) = (&context.locale, context.tokens());
        if self.rows.is_empty() {
            let nothing = text(say!(locale, "asides-empty"), 17.0, lettering::REGULAR, tokens.muted);
            return container(nothing).center(Length::Fill).into();
        }
        let head = |words| text(words, 13.5, lettering::SEMIBOLD, tokens.muted).into();
        let measures = measures(context);
        let heads = columns(
            measures,
            head(say!(locale, "asides-made")),
            head(say!(locale, "asides-card")),
            head(say!(locale, "asides-entry")),
            head(say!(locale, "asides-state")),
        );
        let list = self.list.view(self.rows.len(), measures.row, |index| self.row(index, context), Message::Scrolled);
        // The ring stays inside the card.
        let list = container(list).padding(6).height(Length::Fill);
        let list = focus(LIST, list, tokens.primary).on_key(|key, modifiers| {
            let is_plain = modifiers.is_empty();
            is_plain.then(|| self.on_key(key)).flatten()
        });
        let list = container(list).padding(6).height(Length::Fill);
        column![
            heads.padding(Padding { top: 9.0, right: 26.0, bottom: 9.0, left: 26.0 + MARK }),
            line(tokens),
            list,
            line(tokens),
            self.deeds_of_chosen(context)
        ]
        .into()
    }

    fn deeds_of_chosen<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        let (locale, tokens) = (&context.locale, context.tokens());
        let chosen = self.chosen_row();
        let can_be_recorded = chosen.is_some_and(Aside::can_be_recorded);
        let is_unknown = chosen.is_some_and(Aside::is_unknown);
        let record = button("asides-record", say!(locale, "asides-record"), Weight::Discretion)
            .key("F11")
            .height(LOW)
            .on_press_maybe(can_be_recorded.then_some(Message::DiscretionPressed))
            .view(tokens);
        let copy = button("asides-copy", say!(locale, "asides-copy"), Weight::Plain)
            .icon(Icon::Copy)
            .height(LOW)
            .on_press_maybe(is_unknown.then_some(Message::CopyPressed(Which::Chosen)))
            .view(tokens);
        let print = button("asides-print", say!(locale, "asides-print"), Weight::Plain)
            .icon(Icon::Printer)
            .height(LOW)
            .on_press_maybe(is_unknown.then_some(Message::PrintPressed(Which::Chosen)))
            .view(tokens);
        let remove = button("asides-remove", say!(locale, "asides-remove"), Weight::Plain)
            .icon(Icon::Trash2)
            .key("Delete")
            .height(LOW)
            .on_press_maybe(chosen.is_some().then_some(Message::RemovePressed))
            .view(tokens);
        row![record, copy, print, remove].spacing(10).padding([12, 16]).align_y(Alignment::Center).wrap().into()
    }

    fn row<'a>(&'a self, index: usize, context: &'a Context) -> Element<'a, Message> {
        let measures = measures(context);
        let Some(aside) = self.rows.get(index) else { return space().height(measures.row).into() };
        let (locale, tokens) = (&context.locale, context.tokens());
        let usage = &aside.aside.usage;
        let is_chosen = self.chosen == Some(usage.id);
        let two = |above: Element<'a, Message>, below: Element<'a, Message>| -> Element<'a, Message> { column![above, below].into() };
        let small = |words: String| fit(words, lettering::SMALL, lettering::REGULAR, tokens.muted).width(Length::Fill).into();
        let made = text(locale.moment(aside.at, context.today), lettering::BODY, lettering::REGULAR, tokens.ink);
        let venue: Option<Element<'a, Message>> = venue_among_several(usage.venue, context).map(small);
        let card = text(usage.card.to_string(), 17.0, lettering::MONO, tokens.ink);
        // In a narrow window the venue's name has a line of its own.
        let card: Element<'a, Message> = if context.is_narrow {
            column![card].push(venue).into()
        } else {
            row![card].push(venue).spacing(10).align_y(Alignment::Center).into()
        };
        let (entry, words, tone) = if aside.aside.granted {
            (Icon::Check, say!(locale, "asides-granted"), tokens.go)
        } else {
            (Icon::X, say!(locale, "asides-not-granted"), tokens.unknown)
        };
        let waits = aside.waits_for_clerk();
        let (font, ink) = if waits { (lettering::SEMIBOLD, tokens.discretion.ink) } else { (lettering::REGULAR, tokens.muted) };
        let state = text(aside_text::prospect(aside, locale, context.today), 15.0, font, ink).width(Length::Fill);
        let content = columns(
            measures,
            two(made.into(), small(clerk(usage, context))),
            two(card, small(occasion(usage, context))),
            chip::state(entry, words, tone).into(),
            state.into(),
        );
        let surface = match () {
            () if is_chosen => tokens.primary_tint,
            () if waits => tokens.discretion.ground,
            () => tokens.surface,
        };
        let mark = ground(space(), if is_chosen { tokens.primary } else { Color::TRANSPARENT }).width(MARK).height(Length::Fill);
        let content = row![mark, content.padding([0, 14])].align_y(Alignment::Center);
        let content = ground(content, surface).height(measures.row - 1.0).align_y(Alignment::Center);
        let pressed = mouse_area(content).on_press(Message::Chosen(usage.id));
        column![pressed, line(tokens)].into()
    }
}

fn columns<'a>(
    measures: Measures,
    made: Element<'a, Message>,
    card: Element<'a, Message>,
    entry: Element<'a, Message>,
    state: Element<'a, Message>,
) -> Row<'a, Message> {
    row![
        container(made).width(measures.made),
        container(card).width(CARD),
        container(entry).width(measures.entry),
        container(state).width(STATE)
    ]
    .spacing(14)
    .align_y(Alignment::Center)
}

/// The card, and what it was for: `A9990000072 · la 28.11.2026 · Kesäyön uni`; of several venues, at which.
fn what(usage: &Usage, context: &Context) -> String {
    let parts = [Some(usage.card.to_string()), Some(occasion(usage, context)), venue_among_several(usage.venue, context)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn occasion(usage: &Usage, context: &Context) -> String {
    let when = context.locale.occasion(usage.event_date, usage.event_time);
    let event = usage.event_name.clone().unwrap_or_else(|| say!(context.locale, "today-no-event"));
    // The day first: of a long name the end is cut off.
    [when, event].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Who set it aside, by the user name.
fn clerk(usage: &Usage, context: &Context) -> String {
    let own = context.signed_in.as_ref().map(|signed_in| &signed_in.user);
    let colleagues = context.venues().iter().filter(|access| access.venue.id == usage.venue).flat_map(|access| &access.colleagues);
    let found = own.into_iter().chain(colleagues).find(|user| user.id == usage.clerk);
    found.map_or_else(|| say!(context.locale, "asides-by-other"), |user| user.email.clone())
}
