//! One month of days, worked with the arrow keys and the mouse.

use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::widget::{button, column, container, row, space};
use iced::{Alignment, Background, Border, Element, Length};
use jiff::ToSpan;
use jiff::civil::Date;

/// Height of a day, so low that six weeks fit below the field.
const DAY: f32 = 34.0;

/// What happened in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// A day was chosen.
    Chosen(Date),
    /// Some days back or on.
    DaysMoved(i32),
    /// Some months back or on.
    MonthsMoved(i32),
}

/// The words that it needs.
#[derive(Clone, Debug)]
pub struct Words {
    /// The month and year over it.
    pub title: String,
    /// Monday to Sunday, two letters each.
    pub weekdays: [String; 7],
}

/// The day after a message, kept within the years that a date can have.
#[must_use]
pub fn moved(day: Date, message: &Message) -> Date {
    match message {
        Message::Chosen(day) => *day,
        Message::DaysMoved(days) => day.checked_add((*days).days()).unwrap_or(day),
        Message::MonthsMoved(months) => day.checked_add((*months).months()).unwrap_or(day),
    }
}

/// The weeks of a day's month, Monday first; `None` outside the month.
#[must_use]
pub fn weeks(day: Date) -> Vec<[Option<Date>; 7]> {
    let first = day.first_of_month();
    let blank = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let days: Vec<Option<Date>> =
        std::iter::repeat_n(None, blank).chain(first.series(1.day()).take_while(|each| each.month() == first.month()).map(Some)).collect();
    days.chunks(7)
        .map(|chunk| {
            let mut week = [None; 7];
            for (slot, day) in week.iter_mut().zip(chunk) {
                *slot = *day;
            }
            week
        })
        .collect()
}

/// The month of `highlighted`.
pub fn calendar<'a>(highlighted: Date, today: Date, words: Words, tokens: &'static Tokens) -> Element<'a, Message> {
    let turn = |name, by| {
        button(container(icon(name, 20.0, tokens.ink)).center(Length::Fill))
            .width(44)
            .height(40)
            .padding(0)
            .on_press(Message::MonthsMoved(by))
            .style(move |_, status| cell_style(status, false, false, tokens))
    };
    let title = text(words.title, lettering::BODY, lettering::BOLD, tokens.ink).width(Length::Fill).center();
    let head = row![turn(Icon::ChevronLeft, -1), title, turn(Icon::ChevronRight, 1)].align_y(Alignment::Center);
    let weekdays = words.weekdays.map(|name| text(name, 13.0, lettering::SEMIBOLD, tokens.muted).width(44).center().into());
    let weeks = weeks(highlighted).into_iter().map(|week| {
        row(week.into_iter().map(|day| match day {
            Some(day) => cell(day, day == highlighted, day == today, tokens),
            None => space().width(44).height(DAY).into(),
        }))
        .into()
    });
    column![head, row(weekdays), column(weeks)].spacing(4).width(Length::Fixed(7.0 * 44.0)).into()
}

fn cell<'a>(day: Date, is_highlighted: bool, is_today: bool, tokens: &'static Tokens) -> Element<'a, Message> {
    let ink = if is_highlighted { tokens.on_filled } else { tokens.ink };
    let font = if is_today { lettering::BOLD } else { lettering::REGULAR };
    button(container(text(day.day().to_string(), lettering::BODY, font, ink)).center(Length::Fill))
        .width(44)
        .height(DAY)
        .padding(0)
        .on_press(Message::Chosen(day))
        .style(move |_, status| cell_style(status, is_highlighted, is_today, tokens))
        .into()
}

fn cell_style(status: button::Status, is_highlighted: bool, is_today: bool, tokens: &Tokens) -> button::Style {
    let is_over = matches!(status, button::Status::Hovered | button::Status::Pressed);
    let ground = if is_highlighted { Some(tokens.primary) } else { is_over.then_some(tokens.primary_tint) };
    button::Style {
        background: ground.map(Background::Color),
        border: Border { color: tokens.primary, width: if is_today { 2.0 } else { 0.0 }, radius: 8.into() },
        text_color: tokens.ink,
        ..button::Style::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn november_2026_begins_on_a_sunday_and_has_six_rows() {
        let weeks = weeks(date(2026, 11, 22));
        assert_eq!(weeks.len(), 6);
        assert_eq!(weeks[0][6], Some(date(2026, 11, 1)));
        assert_eq!(weeks[0][..6], [None; 6]);
        assert_eq!(weeks[5][0], Some(date(2026, 11, 30)));
        assert_eq!(weeks[5][1], None);
    }

    #[test]
    fn moving_by_months_keeps_within_the_month() {
        assert_eq!(moved(date(2026, 1, 31), &Message::MonthsMoved(1)), date(2026, 2, 28));
        assert_eq!(moved(date(2026, 11, 1), &Message::DaysMoved(-1)), date(2026, 10, 31));
    }
}
