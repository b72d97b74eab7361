//! The cells that the page is made of: a label, the control, and below it what is wrong, or the
//! model's floor and its reason. For who may only look, the value stands in the control's place.

use super::draft::Wrong;
use super::field::{Field, List, Pick, Tick};
use super::whole::Problem;
use super::{Message, Settings};
use crate::context::Context;
use crate::limit_words;
use crate::locale::Locale;
use crate::say;
use crate::ui::check_box::check_box;
use crate::ui::drop_down::{DropDown, Row};
use crate::ui::field::{self as ui_field, Validity, labelled};
use crate::ui::focus;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::number_field::number_field;
use crate::ui::segments::segments;
use crate::ui::theme::Tokens;
use iced::widget::{column, container, row};
use iced::{Alignment, Color, Element, Length};

/// Pixels between cells.
pub(super) const GAP: f32 = 20.0;

/// The page and what it is drawn with.
pub(super) struct Cells<'a> {
    pub(super) page: &'a Settings,
    pub(super) context: &'a Context,
    /// Whether the controls work, or only show.
    pub(super) is_open: bool,
    /// Every field that cannot be used.
    pub(super) problems: Vec<Problem>,
}

impl<'a> Cells<'a> {
    pub(super) fn locale(&self) -> &'a Locale {
        &self.context.locale
    }

    pub(super) fn tokens(&self) -> &'static Tokens {
        self.context.tokens()
    }

    fn wrong(&self, field: Field) -> Option<Wrong> {
        let (event, showing) = (self.page.event, self.page.showing);
        self.problems.iter().find(|problem| problem.is_of(field, event, showing)).map(|problem| problem.wrong)
    }

    /// What is wrong with a field, else the reason why it is as it is.
    fn below(&self, wrong: Option<Wrong>, reason: String) -> Element<'a, Message> {
        let tokens = self.tokens();
        match wrong {
            Some(wrong) => note(Icon::CircleAlert, wrong_words(wrong, self.locale()), tokens.stop.ink),
            None => note(Icon::Info, reason, tokens.muted),
        }
    }

    /// A value that can only be looked at.
    fn value(&self, words: String) -> Element<'a, Message> {
        let tokens = self.tokens();
        container(text(words, 17.0, lettering::SEMIBOLD, tokens.ink)).padding([10, 0]).width(Length::Fill).into()
    }

    fn cell(&self, label: String, control: Element<'a, Message>, below: Element<'a, Message>) -> Element<'a, Message> {
        labelled(label, None, control, Some(below), self.tokens()).width(Length::Fill).into()
    }

    /// The number field alone; where it is empty, `none` says what that means.
    pub(super) fn number_control(&self, field: Field, text: &str, none: &str) -> Element<'a, Message> {
        if !self.is_open && field != Field::Gap {
            return self.value(if text.is_empty() { none.to_owned() } else { text.to_owned() });
        }
        let validity = if self.wrong(field).is_some() { Validity::Bad } else { Validity::Good };
        number_field(field.id(), text, none, validity, self.tokens()).map(move |message| Message::Number(field, message))
    }

    /// A number with its label, its floor and the reason.
    pub(super) fn number(&self, field: Field, label: String, text: &str, none: String, reason: String) -> Element<'a, Message> {
        self.cell(label, self.number_control(field, text, &none), self.below(self.wrong(field), reason))
    }

    /// A text field alone.
    pub(super) fn text_control(&self, field: Field, held: &str, placeholder: String) -> Element<'a, Message> {
        if !self.is_open {
            return self.value(if held.is_empty() { placeholder } else { held.to_owned() });
        }
        let validity = if self.wrong(field).is_some() { Validity::Bad } else { Validity::Good };
        let input = ui_field::input(&placeholder, held, validity, self.tokens()).on_input(move |text| Message::Typed(field, text));
        focus::field(field.id(), input).into()
    }

    /// A text with its label and reason.
    pub(super) fn typed(&self, field: Field, label: String, held: &str, placeholder: String, reason: String) -> Element<'a, Message> {
        self.cell(label, self.text_control(field, held, placeholder), self.below(self.wrong(field), reason))
    }

    /// A list alone.
    pub(super) fn list_control(&self, list: List, words: Vec<String>) -> Element<'a, Message> {
        let (_, chosen) = self.page.chosen(list, self.context);
        let shown = chosen.and_then(|row| words.get(row).cloned()).unwrap_or_default();
        if !self.is_open && list != List::Showing {
            return self.value(shown);
        }
        let state = match self.page.open {
            Some((open, state)) if open == list => state,
            _ => DropDown::Closed,
        };
        let rows: Vec<Row> = words.into_iter().map(|words| Row { words, right: None }).collect();
        let face = ui_field::chosen(shown, None, Icon::ChevronDown, self.tokens());
        state.view(list.id(), face, &rows, 0.0, self.tokens()).map(move |message| Message::List(list, message))
    }

    /// A list with its label and reason.
    pub(super) fn list(&self, list: List, label: String, words: Vec<String>, reason: String) -> Element<'a, Message> {
        self.cell(label, self.list_control(list, words), self.below(None, reason))
    }

    /// A list and a number beside it, such as a cap: the number only where the list asks for one.
    pub(super) fn list_and_number(
        &self,
        label: String,
        (list, words): (List, Vec<String>),
        number: Option<(Field, Element<'a, Message>)>,
        reason: String,
    ) -> Element<'a, Message> {
        let wrong = number.as_ref().and_then(|(field, _)| self.wrong(*field));
        let control = row![container(self.list_control(list, words)).width(Length::FillPortion(3))]
            .push(number.map(|(_, number)| container(number).width(Length::FillPortion(2))))
            .spacing(10);
        self.cell(label, control.into(), self.below(wrong, reason))
    }

    /// A box to tick, alone.
    pub(super) fn tick_control(&self, tick: Tick, is_ticked: bool, words: String) -> Element<'a, Message> {
        let tokens = self.tokens();
        if self.is_open {
            return check_box(tick.id(), is_ticked, words, move |ticked| Message::Ticked(tick, ticked), tokens);
        }
        let (mark, ink) = if is_ticked { (Icon::Check, tokens.ink) } else { (Icon::X, tokens.muted) };
        row![icon(mark, 20.0, ink), text(words, lettering::BODY, lettering::REGULAR, ink).width(Length::Fill)]
            .spacing(14)
            .align_y(Alignment::Center)
            .into()
    }

    /// A box to tick, with its reason.
    pub(super) fn tick(&self, tick: Tick, is_ticked: bool, words: String, reason: String) -> Element<'a, Message> {
        column![self.tick_control(tick, is_ticked, words), self.below(None, reason)].spacing(6).width(Length::Fill).into()
    }

    /// One of a few, with its label and reason.
    pub(super) fn pick<const N: usize>(
        &self,
        pick: Pick,
        label: String,
        words: [String; N],
        chosen: usize,
        reason: String,
    ) -> Element<'a, Message> {
        let control = if self.is_open {
            segments(pick.id(), words, chosen, move |index| Message::Picked(pick, index), self.tokens())
        } else {
            self.value(words.into_iter().nth(chosen).unwrap_or_default())
        };
        self.cell(label, control, self.below(None, reason))
    }

    /// A label above controls of any sort, and below them what is wrong with the field or the reason.
    pub(super) fn around(&self, field: Field, label: String, controls: Element<'a, Message>, reason: String) -> Element<'a, Message> {
        self.cell(label, controls, self.below(self.wrong(field), reason))
    }

    /// What is wrong with a field, where something is.
    pub(super) fn wrong_below(&self, field: Field) -> Option<Element<'a, Message>> {
        let wrong = self.wrong(field)?;
        Some(note(Icon::CircleAlert, wrong_words(wrong, self.locale()), self.tokens().stop.ink))
    }

    /// A sentence by itself, below controls.
    pub(super) fn reason(&self, words: String) -> Element<'a, Message> {
        note(Icon::Info, words, self.tokens().muted)
    }
}

/// Cells two and two; one under another where the window is narrow.
pub(super) fn grid<'a>(cells: Vec<Element<'a, Message>>, is_narrow: bool) -> Element<'a, Message> {
    let mut rows = column![].spacing(GAP);
    if is_narrow {
        return rows.extend(cells).into();
    }
    let mut cells = cells.into_iter();
    while let Some(left) = cells.next() {
        let right: Element<'a, Message> = cells.next().unwrap_or_else(|| iced::widget::space().width(Length::Fill).into());
        rows = rows.push(row![container(left).width(Length::Fill), container(right).width(Length::Fill)].spacing(GAP * 1.5));
    }
    rows.into()
}

/// A small sentence with an icon, which wraps in its place.
fn note<'a>(name: Icon, words: String, ink: Color) -> Element<'a, Message> {
    let font = if name == Icon::Info { lettering::REGULAR } else { lettering::SEMIBOLD };
    row![container(icon(name, 16.0, ink)).padding([2, 0]), text(words, lettering::SMALL, font, ink).width(Length::Fill)].spacing(6).into()
}

/// What is wrong with a field, in words.
pub(super) fn wrong_words(wrong: Wrong, locale: &Locale) -> String {
    match wrong {
        Wrong::NotANumber => say!(locale, "settings-wrong-number"),
        Wrong::NotAnAmount => say!(locale, "form-value-wrong"),
        Wrong::Missing => say!(locale, "settings-wrong-missing"),
        Wrong::TooLarge(most) => say!(locale, "settings-wrong-large", most = locale.number(u64::from(most))),
        Wrong::Outside(least, most) => say!(locale, "settings-wrong-outside", least = least, most = most),
        Wrong::Nought => say!(locale, "settings-wrong-nought"),
        Wrong::Below(below) => limit_words::below_floor(&below, locale),
    }
}
