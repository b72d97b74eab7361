//! A number with minus and plus: typed, stepped with the arrows or `+` and `-`, or clicked.

use crate::ui::button::HEIGHT;
use crate::ui::field::{self, Validity};
use crate::ui::focus;
use crate::ui::knobs::with_knobs;
use crate::ui::lettering;
use crate::ui::theme::Tokens;
use iced::{Element, Padding};
use std::ops::RangeInclusive;

pub use crate::ui::knobs::Message;

/// The number after a message, within a range; a text that is no number changes nothing, an empty one
/// is the least.
#[must_use]
pub fn stepped(value: u16, message: &Message, range: &RangeInclusive<u16>) -> u16 {
    let (least, most) = (*range.start(), *range.end());
    match message {
        Message::Stepped(by) => {
            let next = i64::from(value) + i64::from(*by);
            u16::try_from(next.clamp(i64::from(least), i64::from(most))).unwrap_or(value)
        }
        Message::Typed(text) if text.trim().is_empty() => least,
        Message::Typed(text) => match text.trim().parse::<u32>() {
            Ok(number) => u16::try_from(number).unwrap_or(most).clamp(least, most),
            Err(_) => value,
        },
    }
}

/// The stepper; `id` is its field's.
pub fn stepper<'a>(id: &'static str, value: u16, tokens: &'static Tokens) -> Element<'a, Message> {
    let input = iced::widget::text_input("", &value.to_string())
        .size(21)
        .line_height(1.3)
        .font(lettering::MONO)
        .align_x(iced::Center)
        .padding(Padding::from([(HEIGHT - 21.0 * 1.3) / 2.0, 8.0]))
        .width(76)
        .style(field::style(Validity::Good, tokens))
        .on_input(Message::Typed);
    with_knobs(focus::field(id, input), tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_stop_at_the_least_and_at_the_most() {
        assert_eq!(stepped(0, &Message::Stepped(-1), &(0..=200)), 0);
        assert_eq!(stepped(200, &Message::Stepped(1), &(0..=200)), 200);
        assert_eq!(stepped(2, &Message::Stepped(1), &(0..=200)), 3);
        assert_eq!(stepped(1, &Message::Stepped(-1), &(1..=3)), 1);
        assert_eq!(stepped(3, &Message::Stepped(1), &(1..=3)), 3);
    }

    #[test]
    fn typing_replaces_the_number_and_nonsense_changes_nothing() {
        let typed = |value, text: &str| stepped(value, &Message::Typed(text.into()), &(0..=200));
        assert_eq!((typed(2, "11"), typed(2, ""), typed(2, "2x"), typed(2, "999999"), typed(0, "02")), (11, 0, 2, 200, 2));
        let typed = |value, text: &str| stepped(value, &Message::Typed(text.into()), &(1..=3));
        assert_eq!((typed(2, ""), typed(2, "0"), typed(1, "3"), typed(1, "4")), (1, 1, 3, 3));
    }
}
