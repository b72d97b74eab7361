//! The card number: reading, normalising and checking what a clerk typed, a
//! scanner sent or a QR code held (R2–R8, R28, R29, C1, C34).

use super::{CardForm, CardKind, check_character};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Both lengths are good (C1): the guide says ten, its own example has eleven.
const LENGTHS: std::ops::RangeInclusive<usize> = 10..=11;
/// No card and no link to one is longer; a QR code may hold thousands of characters.
const LONGEST_INPUT: usize = 512;

/// A well-formed card number in its one normal spelling: upper case, nothing around it.
///
/// [`fmt::Debug`] shortens it (`A99…071`), so that none gets into a log by accident;
/// [`fmt::Display`] shows it whole, for the screen and the wire.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardNumber {
    text: [u8; 11],
    length: u8,
}

/// Why a text is not a card number. Holds no more of the text than a word about it needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardNumberError {
    /// Nothing was given.
    #[error("the card number is empty")]
    Empty,
    /// Fewer than ten characters.
    #[error("{length} characters are too few for a card number")]
    TooShort {
        /// How many there were.
        length: usize,
    },
    /// More than eleven characters.
    #[error("{length} characters are too many for a card number")]
    TooLong {
        /// How many there were.
        length: usize,
    },
    /// Two whole card numbers run together.
    #[error("two card numbers run together")]
    TwoCards,
    /// It begins otherwise than A, AM, Y, YM, X or Z.
    #[error("a card number does not begin with {first:?}")]
    Prefix {
        /// What it begins with.
        first: char,
    },
    /// A letter or sign where a digit belongs, such as O for 0.
    #[error("{found:?} stands where a digit belongs")]
    NotADigit {
        /// The character found.
        found: char,
    },
    /// A character outside plain letters and digits: Cyrillic А, full-width digits, a control character.
    #[error("a character that no card number has")]
    ForeignCharacter,
    /// The scanner says that it verified a check character, and the one sent does not verify.
    #[error("the check character does not verify")]
    CheckCharacter,
    /// A link, a network, a contact, another ticket: read well, but not a Kaikukortti (R29).
    #[error("the code holds something else than a card number")]
    NotACard,
}

impl CardNumber {
    /// Reads what was typed or scanned.
    ///
    /// Case, outer white space, a scanner's Enter or Tab, `*` at both ends, inner spaces and
    /// hyphens do not matter (R28). An AIM identifier in front is dropped; after `]A1` the last
    /// character is the verified check character and goes too, as it does after `]A?`
    /// ([`marked`](super::marked)). A link or `scheme:number` yields the number in it (R29, C34).
    ///
    /// # Errors
    /// [`CardNumberError`] says what is wrong, for the sentence shown to the clerk.
    pub fn parse(input: &str) -> Result<Self, CardNumberError> {
        if input.len() > LONGEST_INPUT {
            return Err(CardNumberError::NotACard);
        }
        let (aim, text) = split_aim(trim_but_spaces(input).trim_start());
        let has_check_character = matches!(aim, Some(['A', '1' | '?']));
        // A check character may be a space.
        let text = if has_check_character { trim_but_spaces(text).trim_start() } else { trim(text) };
        if text.contains("://") {
            return from_link(text);
        }
        if let Some((scheme, rest)) = text.split_once(':') {
            let is_scheme = !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            return if is_scheme { plain(rest, false).map_err(|_| CardNumberError::NotACard) } else { Err(CardNumberError::NotACard) };
        }
        plain(text, has_check_character)
    }

    /// Makes a number from its normal spelling without accepting anything around it.
    pub(super) fn from_normal(text: &str) -> Result<Self, CardNumberError> {
        let bytes = text.as_bytes();
        let Some(&first) = bytes.first() else { return Err(CardNumberError::Empty) };
        if !text.is_ascii() {
            return Err(CardNumberError::ForeignCharacter);
        }
        let digits_from = match (first, bytes.get(1)) {
            (b'A' | b'Y', Some(b'M')) => 2,
            (b'A' | b'Y' | b'X' | b'Z', _) => 1,
            _ => return Err(CardNumberError::Prefix { first: char::from(first) }),
        };
        // Mobile-only numbers are made by the system and may hold letters (C1).
        let letters_allowed = matches!(first, b'X' | b'Z');
        for &byte in bytes.get(digits_from..).unwrap_or_default() {
            let fits = byte.is_ascii_digit() || (letters_allowed && byte.is_ascii_uppercase());
            if !fits {
                return Err(CardNumberError::NotADigit { found: char::from(byte) });
            }
        }
        if bytes.len() < *LENGTHS.start() {
            return Err(CardNumberError::TooShort { length: bytes.len() });
        }
        if bytes.len() > *LENGTHS.end() {
            return Err(CardNumberError::TooLong { length: bytes.len() });
        }
        let mut stored = [0; 11];
        for (to, from) in stored.iter_mut().zip(bytes) {
            *to = *from;
        }
        Ok(Self { text: stored, length: if bytes.len() == 10 { 10 } else { 11 } })
    }

    /// The number in its normal spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let bytes = self.text.get(..usize::from(self.length)).unwrap_or_default();
        // Only ASCII is ever stored.
        std::str::from_utf8(bytes).unwrap_or_default()
    }

    /// Whose card it is, from the prefix (R6).
    #[must_use]
    pub fn kind(&self) -> CardKind {
        match self.text[0] {
            b'Y' | b'Z' => CardKind::Community,
            _ => CardKind::Customer,
        }
    }

    /// In what form it exists, from the prefix (R6).
    #[must_use]
    pub fn form(&self) -> CardForm {
        match self.text[0] {
            b'X' | b'Z' => CardForm::MobileOnly,
            _ => CardForm::Paper,
        }
    }

    /// The number shortened for logs: `A99…071`.
    #[must_use]
    pub fn short(&self) -> String {
        let text = self.as_str();
        let (head, tail) = (text.get(..3), text.get(text.len().saturating_sub(3)..));
        format!("{}…{}", head.unwrap_or_default(), tail.unwrap_or_default())
    }
}

/// Drops white space and control characters at both ends: a reader's Enter and Tab, a BOM, NUL, GS.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
}

/// The same without taking spaces off.
fn trim_but_spaces(text: &str) -> &str {
    text.trim_matches(|c: char| (c.is_whitespace() && c != ' ') || c.is_control() || c == '\u{feff}')
}

/// Parts the AIM identifier (`]A0`) from what follows it.
fn split_aim(text: &str) -> (Option<[char; 2]>, &str) {
    let mut characters = text.chars();
    match (characters.next(), characters.next(), characters.next()) {
        (Some(']'), Some('A'), Some('?')) => (Some(['A', '?']), characters.as_str()),
        (Some(']'), Some(letter), Some(digit)) if letter.is_ascii_alphabetic() && digit.is_ascii_alphanumeric() => {
            (Some([letter.to_ascii_uppercase(), digit]), characters.as_str())
        }
        _ => (None, text),
    }
}

fn plain(text: &str, has_check_character: bool) -> Result<CardNumber, CardNumberError> {
    let mut text = if has_check_character {
        let text = text.to_ascii_uppercase();
        let without = check_character::without(inner(&text)).or_else(|| check_character::without(inner(text.trim_end())));
        without.ok_or(CardNumberError::CheckCharacter)?.to_owned()
    } else {
        inner(trim(text)).to_ascii_uppercase()
    };
    text.retain(|c| !matches!(c, ' ' | '-' | '\u{a0}'));
    if text.chars().any(|c| !c.is_ascii() || c.is_ascii_control()) {
        return Err(CardNumberError::ForeignCharacter);
    }
    if are_two_cards(&text) {
        return Err(CardNumberError::TwoCards);
    }
    CardNumber::from_normal(&text)
}

/// A text without Code 39's start and stop signs.
fn inner(text: &str) -> &str {
    text.strip_prefix('*').and_then(|text| text.strip_suffix('*')).unwrap_or(text)
}

/// Whether two scans ran together: the first is never taken alone.
fn are_two_cards(text: &str) -> bool {
    text.is_ascii()
        && LENGTHS.clone().any(|at| {
            let (Some(first), Some(second)) = (text.get(..at), text.get(at..)) else { return false };
            // The second may come with the start and stop signs of its own.
            let second = second.trim_matches('*');
            CardNumber::from_normal(first.trim_matches('*')).is_ok() && CardNumber::from_normal(second).is_ok()
        })
}

/// The one number among a link's path segments, query values and fragment.
fn from_link(link: &str) -> Result<CardNumber, CardNumberError> {
    let Some((_, rest)) = link.split_once("://") else { return Err(CardNumberError::NotACard) };
    // The host is never the number.
    let parts = rest.split(['/', '?', '&', '=', '#', ';']).skip(1);
    let mut found = None;
    for number in parts.filter_map(|part| plain(part, false).ok()) {
        match found {
            None => found = Some(number),
            Some(earlier) if earlier == number => {}
            Some(_) => return Err(CardNumberError::TwoCards),
        }
    }
    found.ok_or(CardNumberError::NotACard)
}

impl fmt::Display for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for CardNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

impl FromStr for CardNumber {
    type Err = CardNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl Serialize for CardNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CardNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::from_normal(&text).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
