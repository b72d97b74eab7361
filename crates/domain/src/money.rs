//! Money in whole cents (R62, R63).

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount of euros in whole cents; never negative, at most 99 999,99 €.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Cents(u32);

/// What is wrong with a typed amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not an amount of euros with at most two decimals.
    #[error("not an amount of euros with at most two decimals")]
    NotAnAmount,
    /// More than [`Cents::MAX`].
    #[error("the amount is larger than one record can hold")]
    TooLarge,
}

impl Cents {
    /// The largest amount of one record: a slip of the finger beyond it is refused.
    pub const MAX: Cents = Cents(9_999_999);

    /// An amount from whole cents, or `None` above [`Cents::MAX`].
    #[must_use]
    pub fn new(cents: u32) -> Option<Self> {
        (cents <= Self::MAX.0).then_some(Self(cents))
    }

    /// The amount in whole cents.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    /// Reads a typed amount: `4`, `4,5`, `4,50`, `4.50`, `1 284,50 €`. The empty text is `None`.
    ///
    /// # Errors
    /// [`MoneyError`] when the text is not such an amount, is negative or too large.
    pub fn parse(text: &str) -> Result<Option<Self>, MoneyError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect();
        if text.is_empty() {
            return Ok(None);
        }
        let (whole, part) = match text.split_once([',', '.']) {
            Some((whole, part)) => (whole, part),
            None => (text.as_str(), ""),
        };
        let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || part.len() > 2 || !digits(part) {
            return Err(MoneyError::NotAnAmount);
        }
        let euros: u32 = whole.parse().map_err(|_| MoneyError::TooLarge)?;
        let cents: u32 = match part.len() {
            0 => 0,
            1 => part.parse::<u32>().map_err(|_| MoneyError::NotAnAmount)? * 10,
            _ => part.parse().map_err(|_| MoneyError::NotAnAmount)?,
        };
        euros.checked_mul(100).and_then(|c| c.checked_add(cents)).and_then(Self::new).map(Some).ok_or(MoneyError::TooLarge)
    }
}

impl TryFrom<u32> for Cents {
    type Error = MoneyError;

    fn try_from(cents: u32) -> Result<Self, Self::Error> {
        Self::new(cents).ok_or(MoneyError::TooLarge)
    }
}

impl From<Cents> for u32 {
    fn from(cents: Cents) -> Self {
        cents.0
    }
}

/// Finnish form without the sign: `1284,50`.
impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_amounts_become_cents() {
        for (text, cents) in [("4", 400), ("4,5", 450), ("4,50", 450), ("4.05", 405), (" 1 284,50 € ", 128_450), ("0", 0)] {
            assert_eq!(Cents::parse(text), Ok(Cents::new(cents)), "{text}");
        }
        assert_eq!(Cents::parse("  "), Ok(None));
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for text in ["-1", "4,505", "4,", ",5x", "abc", "4,5,5", "٤", ",50"] {
            let read = Cents::parse(text);
            if text == "4," {
                assert_eq!(read, Ok(Cents::new(400)), "a comma just typed is not yet an error");
            } else {
                assert_eq!(read, Err(MoneyError::NotAnAmount), "{text}");
            }
        }
        assert_eq!(Cents::parse("100000"), Err(MoneyError::TooLarge));
        assert_eq!(Cents::parse("99999999999999"), Err(MoneyError::TooLarge));
    }

    #[test]
    fn an_amount_from_elsewhere_is_checked_too() {
        assert_eq!(serde_json::from_str::<Cents>("9999999").unwrap(), Cents::MAX);
        assert_eq!(serde_json::to_string(&Cents::MAX).unwrap(), "9999999");
        for text in ["10000000", "-1", "4.5", "\"4\""] {
            assert!(serde_json::from_str::<Cents>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_shown_reads_back() {
        for cents in [0, 5, 99, 100, 12_345, 9_999_999] {
            let amount = Cents::new(cents).unwrap();
            assert_eq!(Cents::parse(&amount.to_string()), Ok(Some(amount)));
        }
    }
}
