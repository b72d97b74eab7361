//! Scanners that are keyboards: what their keys say, and how a scan is told from typing.
//!
//! Pure: no window, no device. The window's wedge feeds it the keys that come while the window has the focus; the
//! [held keyboard](crate::keyboard) feeds it those of one device. Both read them by the same code.

mod burst;
mod change;
mod keys;
mod landed;
mod layout;
mod observed;
mod position;
mod reading;
mod second_suffix;
mod target;

pub use burst::{Burst, Ending};
pub use change::{Change, Watch};
pub use keys::{End, Keys, Pressed, Said, Stroke};
pub use layout::Layout;
pub use observed::Observed;
pub use position::Position;
pub use target::Target;

use crate::reader::{Kind, Reader, ReaderId};
use crate::settings::{Profile, Suffix};
use std::ops::RangeInclusive;
use std::time::Duration;

/// The longest pause between two characters of a scan, unless set otherwise.
pub const DEFAULT_GAP: Duration = Duration::from_millis(70);
/// The same for a keyboard that is held, where no typing has to wait for it: Bluetooth scanners take up to 100 ms.
pub const HELD_GAP: Duration = Duration::from_millis(150);
/// The same where no field would get what is typed, so that no typing waits for it. As long as any can be set.
pub const IDLE_GAP: Duration = Duration::from_millis(200);
/// Milliseconds that it can be set to: below, no scanner is fast enough; above, typing would be slow to appear.
pub const GAPS: RangeInclusive<u64> = 20..=200;

/// What the code of the set-up check holds: no card number, and enough to tell layouts apart. Y and Z, a sign that
/// lies elsewhere on most layouts, and the digits.
pub const TEST_CARD: &str = "YZ-0123456789";

/// The id of the scanner that types into the window: which device that is, no window is told.
pub const WEDGE: &str = "wedge";

/// The scanner that types into the window, for its scans and its profile.
#[must_use]
pub fn reader() -> Reader {
    Reader { id: ReaderId(WEDGE.to_owned()), kind: Kind::Wedge, name: WEDGE.to_owned(), usb: None, node: String::new(), is_likely: false }
}

/// How a scanner types, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// The longest pause between two characters of a scan.
    pub gap: Duration,
    /// How a scan ends.
    pub suffix: Suffix,
    /// What its keys mean.
    pub layout: Layout,
    /// Whether it sends Code 39's check character.
    pub sends_check_character: bool,
    /// Whether what comes may be somebody typing. Not so where the device is held, and is a scanner by choice.
    pub may_be_typing: bool,
    /// What gets the characters if they are typing.
    pub target: Target,
}

impl Default for Manner {
    fn default() -> Self {
        Self {
            gap: DEFAULT_GAP,
            suffix: Suffix::Any,
            layout: Layout::Any,
            sends_check_character: false,
            may_be_typing: true,
            target: Target::Text,
        }
    }
}

impl Manner {
    /// What is set for the scanner that types into the window.
    #[must_use]
    pub fn of_window(profile: &Profile) -> Self {
        Self { may_be_typing: true, ..Self::of(profile) }
    }

    /// What is set for a keyboard that is held.
    #[must_use]
    pub fn of_held(profile: &Profile) -> Self {
        // What the check measures is how fast the scanner can be; no typing has to wait for a held one.
        let gap = Self::of(profile).gap.max(HELD_GAP);
        Self { gap, may_be_typing: false, ..Self::of(profile) }
    }

    fn of(profile: &Profile) -> Self {
        let gap = profile.gap().unwrap_or(DEFAULT_GAP);
        let Profile { suffix, layout, sends_check_character, .. } = *profile;
        Self { gap, suffix, layout, sends_check_character, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gap_that_the_check_found_makes_no_held_keyboard_stricter() {
        let gap_of = |gap_ms| Manner::of_held(&Profile { gap_ms, ..Profile::default() }).gap;
        for gap_ms in [None, Some(20), Some(26), Some(44), Some(5), Some(9_000)] {
            assert_eq!(gap_of(gap_ms), HELD_GAP, "{gap_ms:?}");
        }
        assert_eq!(gap_of(Some(200)), Duration::from_millis(200));
    }
}
