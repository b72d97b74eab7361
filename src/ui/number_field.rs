//! A number that may also be left out: typed, stepped with the arrows or `+` and `-`, or clicked.
//! Empty means none.

use crate::ui::button::HEIGHT;
use crate::ui::field::{self, Validity};
use crate::ui::focus;
use crate::ui::knobs::with_knobs;
use crate::ui::lettering;
use crate::ui::theme::Tokens;
use iced::{Element, Length, Padding};

pub use crate::ui::knobs::Message;

/// The most digits that can be typed.
const LONGEST: usize = 6;

/// A text that is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a whole number")]
pub struct NotANumber;

/// The number in the text; none where it is empty.
///
/// # Errors
/// [`NotANumber`].
pub fn number(text: &str) -> Result<Option<u32>, NotANumber> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.len() > LONGEST || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotANumber);
    }
    text.parse().map(Some).map_err(|_| NotANumber)
}

/// The text after a message. Stepping up from nothing begins at `least`, and down from there is
/// nothing again; what is typed stands as typed, to be judged.
#[must_use]
pub fn stepped(text: &str, message: &Message, least: u32, most: u32) -> String {
    match message {
        Message::Typed(typed) => typed.trim().chars().take(LONGEST).collect(),
        Message::Stepped(by) => match number(text) {
            Err(NotANumber) => text.to_owned(),
            Ok(None) if *by > 0 => least.to_string(),
            Ok(None) => String::new(),
            Ok(Some(at)) if *by < 0 && at <= least => String::new(),
            Ok(Some(at)) => at.saturating_add_signed(*by).min(most).to_string(),
        },
    }
}

/// The field with its knobs; `placeholder` stands where there is no number.
pub fn number_field<'a>(
    id: &'static str,
    text: &str,
    placeholder: &str,
    validity: Validity,
    tokens: &'static Tokens,
) -> Element<'a, Message> {
    let input = field::input(placeholder, text, validity, tokens)
        .align_x(iced::Center)
        .font(if text.is_empty() { lettering::REGULAR } else { lettering::MONO })
        .padding(Padding::from([(HEIGHT - 17.0 * 1.3) / 2.0, 8.0]))
        .width(Length::Fill)
        .on_input(Message::Typed);
    with_knobs(focus::field(id, input), tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stepping_begins_at_the_least_and_ends_in_nothing() {
        assert_eq!(stepped("", &Message::Stepped(1), 30, 999), "30");
        assert_eq!(stepped("30", &Message::Stepped(1), 30, 999), "31");
        assert_eq!(stepped("30", &Message::Stepped(-1), 30, 999), "");
        assert_eq!(stepped("", &Message::Stepped(-1), 30, 999), "");
        assert_eq!(stepped("12", &Message::Stepped(-1), 30, 999), "");
        assert_eq!(stepped("999", &Message::Stepped(1), 30, 999), "999");
        assert_eq!(stepped("x", &Message::Stepped(1), 30, 999), "x");
    }

    #[test]
    fn what_is_typed_stands_and_is_judged() {
        assert_eq!(stepped("30", &Message::Typed("29".into()), 30, 999), "29");
        assert_eq!(stepped("30", &Message::Typed("12345678".into()), 30, 999), "123456");
        assert_eq!((number(""), number(" 7 "), number("0")), (Ok(None), Ok(Some(7)), Ok(Some(0))));
        for text in ["x", "-1", "1,5", "1234567", "٤"] {
            assert_eq!(number(text), Err(NotANumber), "{text}");
        }
    }
}
