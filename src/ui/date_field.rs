//! A day, typed as Finns write it or picked from a calendar (R64).

use crate::ui::calendar::{self, calendar};
use crate::ui::field::{self, Validity};
use crate::ui::focus;
use crate::ui::icon::Icon;
use crate::ui::popover::popover;
use crate::ui::theme::Tokens;
use iced::keyboard::{Key, key::Named};
use iced::widget::container;
use iced::{Element, Length};
use jiff::civil::Date;
use kaikuasema_domain::civil;

/// The typed text, the day that it means, and whether the calendar is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateField {
    text: String,
    date: Option<Date>,
    is_open: bool,
}

/// What happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Its field holds this text now.
    Typed(String),
    /// The calendar was opened or closed.
    Toggled,
    /// Something in the calendar.
    Calendar(calendar::Message),
    /// Enter on the calendar's day, or Esc, or the focus went elsewhere.
    Closed,
}

/// How a day is written in the field: `28.11.2026`.
#[must_use]
pub fn written(date: Date) -> String {
    format!("{}.{}.{}", date.day(), date.month(), date.year())
}

impl DateField {
    /// The field with a day in it.
    #[must_use]
    pub fn new(date: Date) -> Self {
        Self { text: written(date), date: Some(date), is_open: false }
    }

    /// The day, where the text is one.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// The text as it was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the calendar is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Takes a message.
    pub fn update(&mut self, message: Message, today: Date) {
        match message {
            Message::Typed(text) => {
                self.date = civil::parse_date(&text, today);
                self.text = text;
                self.is_open = false;
            }
            Message::Toggled => self.is_open = !self.is_open,
            Message::Calendar(message) => {
                let day = calendar::moved(self.date.unwrap_or(today), &message);
                *self = Self { is_open: !matches!(message, calendar::Message::Chosen(_)), ..Self::new(day) };
            }
            Message::Closed => {
                self.is_open = false;
                if let Some(date) = self.date {
                    self.text = written(date);
                }
            }
        }
    }

    /// Closes the calendar where it is open; else a day half typed stays as it is.
    pub fn close(&mut self) {
        if self.is_open {
            self.update(Message::Closed, Date::MIN);
        }
    }

    /// The field and, when open, its calendar.
    pub fn view<'a>(
        &self,
        id: &'static str,
        placeholder: &str,
        today: Date,
        words: calendar::Words,
        tokens: &'static Tokens,
    ) -> Element<'a, Message> {
        let validity = if self.date.is_some() { Validity::Good } else { Validity::Bad };
        let is_open = self.is_open;
        let input = field::input(placeholder, &self.text, validity, tokens).on_input(Message::Typed);
        let field = focus::field(id, input).on_press(Message::Toggled).on_blur(Message::Closed).on_key(move |key, _| {
            let days = |by| Some(Message::Calendar(calendar::Message::DaysMoved(by)));
            let months = |by| Some(Message::Calendar(calendar::Message::MonthsMoved(by)));
            match key.as_ref() {
                Key::Named(Named::ArrowDown) if !is_open => Some(Message::Toggled),
                Key::Named(Named::Enter | Named::Escape) if is_open => Some(Message::Closed),
                Key::Named(Named::ArrowDown) => days(7),
                Key::Named(Named::ArrowUp) if is_open => days(-7),
                Key::Named(Named::ArrowLeft) if is_open => days(-1),
                Key::Named(Named::ArrowRight) if is_open => days(1),
                Key::Named(Named::PageUp) if is_open => months(-1),
                Key::Named(Named::PageDown) if is_open => months(1),
                _ => None,
            }
        });
        let popup = is_open.then(|| {
            let month = calendar(self.date.unwrap_or(today), today, words, tokens).map(Message::Calendar);
            field::floating(container(month).center_x(Length::Fill), tokens)
        });
        let control = field::with_icon_right(field, Icon::Calendar, tokens);
        popover(control, popup).at_least(336.0).on_dismiss(Message::Closed).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 22);

    #[test]
    fn typed_text_becomes_a_day_and_is_written_out_when_left() {
        let mut field = DateField::new(TODAY);
        field.update(Message::Typed("28.11".into()), TODAY);
        assert_eq!(field.date(), Some(date(2026, 11, 28)));
        field.update(Message::Closed, TODAY);
        assert_eq!(field.text, "28.11.2026");
    }

    #[test]
    fn a_text_that_is_no_day_is_kept_and_means_none() {
        let mut field = DateField::new(TODAY);
        field.update(Message::Typed("31.2.".into()), TODAY);
        field.update(Message::Closed, TODAY);
        assert_eq!((field.date(), field.text.as_str()), (None, "31.2."));
    }

    #[test]
    fn choosing_a_day_in_the_calendar_closes_it() {
        let mut field = DateField::new(TODAY);
        field.update(Message::Toggled, TODAY);
        field.update(Message::Calendar(calendar::Message::DaysMoved(7)), TODAY);
        assert!(field.is_open());
        field.update(Message::Calendar(calendar::Message::Chosen(date(2026, 12, 24))), TODAY);
        assert!(!field.is_open());
        assert_eq!(field.text, "24.12.2026");
    }
}
