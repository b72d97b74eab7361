//! Cards: the number, what its prefix says, and what the register knows (R1–R22).

mod check_character;
mod code;
mod number;

pub use check_character::{marked, unmarked};
pub use code::CardCode;
pub use number::{CardNumber, CardNumberError};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whose card it is; follows from the prefix (R6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// A person's own card (*asiakkaan Kaikukortti*): `A`, `AM`, `X`.
    Customer,
    /// An issuer's card for taking a group along (*yhteisön Kaikukortti*): `Y`, `YM`, `Z`.
    Community,
}

/// In what form the card exists; follows from the prefix (R6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardForm {
    /// A paper card, perhaps with a mobile copy of the same number (R10): `A`, `AM`, `Y`, `YM`.
    Paper,
    /// A mobile card only (R4, R5): `X`, `Z`.
    MobileOnly,
}

/// What the register tells a venue about a card, and nothing else (R165, R169).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The number printed on the card.
    pub number: CardNumber,
    /// False when the issuer has barred the card from use (R36).
    pub active: bool,
    /// The last day on which the card is valid, that day included (R37).
    pub valid_until: Date,
    /// How many children or grandchildren the issuer recorded; none for a community card (R55, R57).
    pub children_max: Option<u16>,
}
