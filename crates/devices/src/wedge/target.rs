//! What gets the characters of a keyboard if they turn out to be typing. A slow scanner's characters cannot be told
//! from a hand's one by one, but by where they go: what no field takes was not typed by a hand.

use super::burst::SHORTEST;
use super::keys::Stroke;

/// What has the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// Nothing that takes text.
    Nothing,
    /// A field for a number, as of children: digits, and signs that step it.
    Digits,
    /// A field where a card's number is typed by hand as well.
    CardNumber,
    /// A field for any text.
    #[default]
    Text,
}

impl Target {
    /// Whether these first characters can wait without anybody noticing: no hand types them here. Signs and the space
    /// bar step and press things.
    pub(super) fn lets_wait(self, strokes: &[Stroke]) -> bool {
        match self {
            Self::Nothing => strokes.is_empty() || !strokes.iter().all(is_sign),
            Self::Digits => strokes.first().is_some_and(|first| !is_sign(first) && !first.is_typed_digit()),
            Self::CardNumber | Self::Text => false,
        }
    }

    /// Whether so many characters are of no use here that no hand has typed them.
    pub(super) fn has_no_use_for(self, strokes: &[Stroke]) -> bool {
        let is_long = || strokes.iter().filter(|stroke| !is_sign(stroke)).count() >= SHORTEST;
        matches!(self, Self::Nothing | Self::Digits) && is_long()
    }
}

fn is_sign(stroke: &Stroke) -> bool {
    matches!(stroke.typed.as_str(), " " | "+" | "-")
}
