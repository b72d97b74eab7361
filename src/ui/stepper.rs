//! A number with minus and plus: typed, stepped with the arrows or `+` and `-`, or clicked.

use crate::ui::button::HEIGHT;
use crate::ui::field::{self, Validity};
use crate::ui::focus;
use crate::ui::knobs::with_knobs;
use crate::ui::lettering;
use crate::ui::theme::Tokens;
use iced::{Element, Padding};

pub use crate::ui::knobs::Message;

/// The number after a message; a text that is no number changes nothing, an empty one is 0.
#[must_use]
pub fn stepped(value: u16, message: &Message, most: u16) -> u16 {
    match message {
        Message::Stepped(by) => {
            let next = i64::from(value) + i64::from(*by);
            u16::try_from(next.clamp(0, i64::from(most))).unwrap_or(value)
        }
        Message::Typed(text) => {
            let digits: String = text.trim().to_owned();
            if digits.is_empty() {
                return 0;
            }
            match digits.parse::<u32>() {
                Ok(number) => u16::try_from(number.min(u32::from(most))).unwrap_or(most),
                Err(_) => value,
            }
        }
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
    fn steps_stop_at_nought_and_at_the_most() {
        assert_eq!(stepped(0, &Message::Stepped(-1), 200), 0);
        assert_eq!(stepped(200, &Message::Stepped(1), 200), 200);
        assert_eq!(stepped(2, &Message::Stepped(1), 200), 3);
    }

    #[test]
    fn typing_replaces_the_number_and_nonsense_changes_nothing() {
        assert_eq!(stepped(2, &Message::Typed("11".into()), 200), 11);
        assert_eq!(stepped(2, &Message::Typed(String::new()), 200), 0);
        assert_eq!(stepped(2, &Message::Typed("2x".into()), 200), 2);
        assert_eq!(stepped(2, &Message::Typed("999999".into()), 200), 200);
        assert_eq!(stepped(0, &Message::Typed("02".into()), 200), 2);
    }
}
