//! A card number as one integer: the key of the register copy, small and fast to compare.

use super::number::{CardNumber, CardNumberError};
use std::fmt;

/// The prefixes in the order of their codes. The two-letter ones come first in reading
/// a number, so that `AM…` is never taken for `A` and a letter.
const PREFIXES: [&str; 6] = ["A", "AM", "Y", "YM", "X", "Z"];
/// Bits for the characters after the prefix; 36^10 needs 52.
const VALUE_BITS: u32 = 56;
const LONG: u64 = 1 << VALUE_BITS;
const PREFIX_SHIFT: u32 = VALUE_BITS + 1;

/// A card number as a positive 60-bit integer, one to one with [`CardNumber`].
///
/// From the top: three bits of prefix, one bit of length (ten or eleven), then the
/// characters after the prefix in base 36.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardCode(u64);

impl CardCode {
    /// The integer, as SQLite stores it; never negative.
    #[must_use]
    pub fn to_i64(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// The number that this code stands for.
    ///
    /// # Errors
    /// [`CardNumberError`] when the integer is no code of a well-formed number.
    pub fn number(self) -> Result<CardNumber, CardNumberError> {
        let prefix_index = usize::try_from(self.0 >> PREFIX_SHIFT).unwrap_or(usize::MAX);
        let prefix = PREFIXES.get(prefix_index).ok_or(CardNumberError::NotACard)?;
        let length = if self.0 & LONG == 0 { 10 } else { 11 };
        let mut value = self.0 & (LONG - 1);
        let mut characters = vec![b'0'; length - prefix.len()];
        for slot in characters.iter_mut().rev() {
            // A remainder of 36 is always one base-36 digit.
            let digit = u32::try_from(value % 36).unwrap_or(0);
            *slot = char::from_digit(digit, 36).map_or(b'0', |c| c.to_ascii_uppercase() as u8);
            value /= 36;
        }
        if value != 0 {
            return Err(CardNumberError::NotACard);
        }
        let tail = String::from_utf8(characters).map_err(|_| CardNumberError::NotACard)?;
        CardNumber::from_normal(&format!("{prefix}{tail}"))
    }

    /// A code read back from storage.
    ///
    /// # Errors
    /// [`CardNumberError`] when the integer is no code of a well-formed number.
    pub fn from_i64(code: i64) -> Result<Self, CardNumberError> {
        let code = Self(u64::try_from(code).map_err(|_| CardNumberError::NotACard)?);
        code.number().map(|_| code)
    }
}

impl From<CardNumber> for CardCode {
    fn from(number: CardNumber) -> Self {
        let text = number.as_str();
        let two_letters = text.as_bytes().get(1) == Some(&b'M') && matches!(text.as_bytes().first(), Some(b'A' | b'Y'));
        let (prefix, tail) = text.split_at(if two_letters { 2 } else { 1 });
        let prefix = PREFIXES.iter().position(|p| *p == prefix).unwrap_or(0) as u64;
        let long = if text.len() == 11 { LONG } else { 0 };
        let value = tail.chars().filter_map(|c| c.to_digit(36)).fold(0, |value, digit| value * 36 + u64::from(digit));
        Self(prefix << PREFIX_SHIFT | long | value)
    }
}

/// A code is as telling as the number: it is shortened in the same way.
impl fmt::Debug for CardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.number() {
            Ok(number) => write!(f, "CardCode({})", number.short()),
            Err(_) => f.write_str("CardCode(?)"),
        }
    }
}
