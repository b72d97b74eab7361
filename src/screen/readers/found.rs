//! What one reading of the test card tells of a reader. Pure: the page shows it.
//!
//! The test card holds what real cards hold and what goes wrong first: Y and Z, which change places on a
//! German layout and make one sort of card of another; the hyphen, which lies elsewhere on most layouts; and
//! every digit, which a French layout types as signs. It is no card number whatever is done to it.

use crate::readers::test_card::TestCard;
use kaikuasema_devices::wedge::{Layout, Observed};
use kaikuasema_devices::{Kind, Profile, ReaderId, Suffix};
use std::time::Duration;

/// Slower than this between two characters, a scanner is slow to wait for.
const SLOW: Duration = Duration::from_millis(50);

/// A shorter text is a part of a code.
const LEAST: usize = 8;
/// What a part of the test card holds.
const DIGITS: &str = "01234";

/// How the keys of a reading came, where a scanner types into the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// The layout on which they say what stands on the test card; none where they say it on no layout.
    pub layout: Option<Layout>,
    /// What ended them.
    pub suffix: Suffix,
    /// The mean pause between them.
    pub pace: Duration,
    /// The pause to wait for that fits them, in milliseconds.
    pub gap_ms: u64,
    /// Whether Caps Lock was on, where letters could tell.
    pub caps_lock: Option<bool>,
}

impl From<&Observed> for Keys {
    fn from(observed: &Observed) -> Self {
        let layout = observed.layout_where(|text| TestCard::of(text).is_right());
        let Observed { suffix, mean_gap, .. } = *observed;
        Self { layout, suffix, pace: mean_gap, gap_ms: observed.fitting_gap(), caps_lock: observed.caps_lock() }
    }
}

/// One reading while the page is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Which reader.
    pub reader: ReaderId,
    /// Its name for people; none where a scanner types into the window.
    pub name: Option<String>,
    /// What sort it is.
    pub kind: Kind,
    /// What it read, with the AIM identifier where it told one.
    pub text: String,
    /// How its keys came.
    pub keys: Option<Keys>,
}

/// How one thing was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Health {
    /// As it should be.
    Good,
    /// It works, and should be known or could be better.
    Note,
    /// Cards are read wrongly.
    Bad,
}

/// The characters as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Characters {
    /// Right.
    Right,
    /// Right once they are read by this layout, which the scanner is set to.
    RightBy(Layout),
    /// Y and Z have changed places.
    Swapped,
    /// Another code, as of a book or of a card with a check character: nothing of it can be compared, and nothing of
    /// it looks wrong.
    AnotherCode,
    /// Neither the test card nor anything that a code would hold.
    Other,
}

/// The check character of Code 39.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CheckCharacter {
    /// None is sent.
    None,
    /// The scanner sends it, and the station takes it off.
    Sent,
    /// The scanner verifies it and takes it off itself: a code without one it does not read.
    Stripped,
    /// A QR code has none.
    OfNoConcern,
}

/// What a reading told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Report {
    pub(super) reading: Reading,
    pub(super) characters: Characters,
    pub(super) check_character: CheckCharacter,
}

/// What a reading tells.
pub(super) fn report(reading: Reading) -> Report {
    let TestCard { aim, has_check_character, .. } = TestCard::of(&reading.text);
    let is_qr = aim.is_some_and(|aim| aim.starts_with('Q'));
    let characters = match reading.keys.as_ref().and_then(|keys| keys.layout) {
        Some(Layout::Any | Layout::Us) => Characters::Right,
        Some(layout) => Characters::RightBy(layout),
        None => characters(&reading.text),
    };
    let check_character = match aim {
        _ if is_qr || reading.kind == Kind::Camera => CheckCharacter::OfNoConcern,
        Some("A3") => CheckCharacter::Stripped,
        _ if has_check_character => CheckCharacter::Sent,
        _ => CheckCharacter::None,
    };
    Report { reading, characters, check_character }
}

fn characters(text: &str) -> Characters {
    match TestCard::of(text) {
        card if card.is_right() => Characters::Right,
        card if card.is_swapped() => Characters::Swapped,
        card if is_another_code(card.readable()) => Characters::AnotherCode,
        _ => Characters::Other,
    }
}

/// Whether letters and digits came as they stand in some code that is no part of the test card.
fn is_another_code(text: &str) -> bool {
    let is_long = text.len() >= LEAST && text.chars().all(|c| c.is_ascii_alphanumeric());
    is_long && !text.starts_with(['Y', 'Z']) && !text.contains(DIGITS)
}

impl Report {
    pub(super) fn characters_health(&self) -> Health {
        match self.characters {
            Characters::Right => Health::Good,
            Characters::RightBy(_) | Characters::AnotherCode => Health::Note,
            Characters::Swapped | Characters::Other => Health::Bad,
        }
    }

    pub(super) fn caps_lock(&self) -> Option<bool> {
        self.reading.keys.as_ref().and_then(|keys| keys.caps_lock)
    }

    pub(super) fn caps_lock_health(&self) -> Health {
        if self.caps_lock() == Some(true) { Health::Note } else { Health::Good }
    }

    /// What ended the reading, where the reader is a keyboard; all others tell the end themselves.
    pub(super) fn suffix(&self) -> Option<Suffix> {
        self.reading.keys.as_ref().map(|keys| keys.suffix)
    }

    pub(super) fn suffix_health(&self) -> Health {
        if self.suffix() == Some(Suffix::None) { Health::Note } else { Health::Good }
    }

    /// The mean pause between two characters.
    pub(super) fn pace(&self) -> Option<Duration> {
        self.reading.keys.as_ref().map(|keys| keys.pace)
    }

    pub(super) fn pace_health(&self) -> Health {
        if self.pace().is_some_and(|pace| pace > SLOW) { Health::Note } else { Health::Good }
    }

    pub(super) fn check_character_health(&self) -> Health {
        match self.check_character {
            CheckCharacter::None | CheckCharacter::OfNoConcern => Health::Good,
            CheckCharacter::Sent | CheckCharacter::Stripped => Health::Note,
        }
    }

    /// The worst of all.
    pub(super) fn health(&self) -> Health {
        [self.characters_health(), self.caps_lock_health(), self.suffix_health(), self.pace_health(), self.check_character_health()]
            .into_iter()
            .max()
            .unwrap_or(Health::Good)
    }

    /// Whether the test card was read, and read rightly: what it told can be kept.
    pub(super) fn is_of_test_card(&self) -> bool {
        matches!(self.characters, Characters::Right | Characters::RightBy(_))
    }

    /// What is to be set for the reader so that it is read as it was found, on top of what is set.
    pub(super) fn profile(&self, set: Profile) -> Profile {
        let keys = self.reading.keys.as_ref();
        Profile {
            suffix: self.suffix().unwrap_or(set.suffix),
            gap_ms: keys.map(|keys| keys.gap_ms).or(set.gap_ms),
            layout: keys.and_then(|keys| keys.layout).unwrap_or(set.layout),
            sends_check_character: self.check_character == CheckCharacter::Sent || (!self.has_told_none() && set.sends_check_character),
            ..set
        }
    }

    /// Whether the reader told that it read a Code 39 and sent no check character. One that tells no sort of code may
    /// have read the QR code beside it, which has none.
    fn has_told_none(&self) -> bool {
        TestCard::of(&self.reading.text).aim.is_some_and(|aim| aim.starts_with('A')) && self.check_character != CheckCharacter::Sent
    }
}

#[cfg(test)]
#[path = "found_tests.rs"]
mod tests;
