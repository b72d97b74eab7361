//! A scanner that is no longer as it was set up: it read one of its own set-up codes by accident, or was swapped.
//!
//! Its set-up codes send nothing that could be told from a code on a book. What can be told is what comes after:
//! cards that end otherwise, or whose keys mean something else, than the set-up check found. One such scan may be a
//! mishap; two in a row are told, once, until the scanner is again as it was.

use super::Manner;
use super::layout::Layout;
use super::observed::Observed;
use crate::settings::Suffix;

/// What is otherwise than it was set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// How scans end now, if that changed.
    pub suffix: Option<Suffix>,
    /// What the keys mean now, if that changed.
    pub layout: Option<Layout>,
}

/// Watches one scanner from scan to scan.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    last: Option<Change>,
    is_told: bool,
}

impl Watch {
    /// Takes one more scan, and writes into it what is to be told. Only a card's scan counts: anything else may have
    /// been somebody's typing, and says nothing of the layout.
    pub fn note(&mut self, observed: &mut Observed, manner: &Manner) {
        if !observed.is_card(manner) {
            return;
        }
        let suffix = (manner.suffix != Suffix::Any && manner.suffix != observed.suffix).then_some(observed.suffix);
        // Where the known layout says the same, it has not changed.
        let is_otherwise = manner.layout != Layout::Any && !is_within(&observed.says_on(manner.layout), &observed.text);
        let layout = (is_otherwise && observed.layout != manner.layout && !observed.is_by_alt_codes()).then_some(observed.layout);
        let change = Change { suffix, layout };
        if suffix.is_none() && layout.is_none() {
            *self = Self::default();
            return;
        }
        let is_second = self.last.replace(change) == Some(change);
        if is_second && !self.is_told {
            self.is_told = true;
            observed.change = Some(change);
        }
    }
}

/// Whether a text is what was read, which may have an AIM identifier put before it.
fn is_within(said: &str, read: &str) -> bool {
    read.strip_suffix(said).is_some_and(|before| before.is_empty() || before == "]A1")
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
