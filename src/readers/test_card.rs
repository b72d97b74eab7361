//! The test card of the set-up check as a reader gave it: with what readers put around a code, and with Y and Z in
//! each other's place where the reader is set to a German layout. Pure.

use kaikuasema_devices::wedge::TEST_CARD;

/// The check character of Code 39 that belongs to it (modulo 43).
pub const CHECK_CHARACTER: char = 'L';

/// A text that may be the test card's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestCard<'a> {
    /// The letter and digit of the AIM identifier, where the reader told one.
    pub aim: Option<&'a str>,
    /// Whether its check character of Code 39 came too.
    pub has_check_character: bool,
    core: String,
}

impl<'a> TestCard<'a> {
    /// Takes a text apart, whatever it is.
    #[must_use]
    pub fn of(text: &'a str) -> Self {
        let (aim, text) = without_aim(text);
        let text = text.trim().to_uppercase();
        let text = text.strip_prefix('*').and_then(|text| text.strip_suffix('*')).unwrap_or(&text);
        let shorter = text.strip_suffix(CHECK_CHARACTER).filter(|text| text.chars().count() == TEST_CARD.len());
        Self { aim, has_check_character: shorter.is_some(), core: shorter.unwrap_or(text).to_owned() }
    }

    /// The text without what was put around it, in capitals.
    #[must_use]
    pub fn readable(&self) -> &str {
        &self.core
    }

    /// Whether it is the test card, read rightly.
    #[must_use]
    pub fn is_right(&self) -> bool {
        self.core == TEST_CARD
    }

    /// Whether it is the test card with Y and Z in each other's place.
    #[must_use]
    pub fn is_swapped(&self) -> bool {
        self.core.chars().map(exchanged).eq(TEST_CARD.chars())
    }
}

/// The letter and digit of the AIM identifier, and what follows it.
fn without_aim(text: &str) -> (Option<&str>, &str) {
    let is_aim = text.starts_with(']') && text.len() >= 3 && text.is_char_boundary(3);
    if is_aim { (text.get(1..3), text.get(3..).unwrap_or_default()) } else { (None, text) }
}

fn exchanged(character: char) -> char {
    match character {
        'Y' => 'Z',
        'Z' => 'Y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_card_is_known_with_what_readers_put_around_it_and_with_y_and_z_exchanged() {
        for text in ["YZ-0123456789", "]A0YZ-0123456789", "*yz-0123456789*", "]A1YZ-0123456789L", "]Q1YZ-0123456789\r"] {
            assert!(TestCard::of(text).is_right() && !TestCard::of(text).is_swapped(), "{text}");
        }
        assert!(TestCard::of("]A0ZY-0123456789").is_swapped() && !TestCard::of("ZY-0123456789").is_right());
        for text in ["", "A9990000071", "YZ-012345678", "]", "]Q", "YZ-0123456789LL", "\u{c4}\u{d6}"] {
            assert!(!TestCard::of(text).is_right() && !TestCard::of(text).is_swapped(), "{text}");
        }
    }
}
