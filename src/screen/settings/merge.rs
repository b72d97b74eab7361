//! Two stations change settings at once: what is typed here is laid over what the other one set, part
//! by part, and what both changed is told. Pure.

use super::field::{Field, Pick, Tick};

/// A part of the settings that is set as one: a limit with what it is counted over, a tick, a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// What is typed, with the list beside it where there is one.
    Field(Field),
    /// What is ticked.
    Tick(Tick),
    /// One of a few.
    Pick(Pick),
    /// The event that a new form begins with.
    DefaultEvent,
    /// The limits of uses, all of them: their order and number is part of what was set.
    Uses,
}

/// A draft that is made of parts.
pub(super) trait Parts: Clone + PartialEq {
    /// Every part, in the order of the page.
    fn settings() -> impl Iterator<Item = Setting>;

    /// Takes one part over from another draft.
    fn take(&mut self, setting: Setting, other: &Self);

    /// Whether a part is the same in another draft.
    fn agrees(&self, setting: Setting, other: &Self) -> bool {
        let mut taken = self.clone();
        taken.take(setting, other);
        taken == *self
    }
}

/// Lays what is typed over what is set now. A part that was not touched since the draft began takes
/// what is set now; one that was keeps what is typed.
///
/// Returns the parts that were touched here and set otherwise elsewhere, to two different values.
pub(super) fn merge<D: Parts>(typed: &mut D, began: &D, set: &D) -> Vec<Setting> {
    let mine = std::mem::replace(typed, set.clone());
    let mut both = Vec::new();
    for setting in D::settings() {
        if mine.agrees(setting, began) || mine.agrees(setting, set) {
            continue;
        }
        typed.take(setting, &mine);
        if !set.agrees(setting, began) {
            both.push(setting);
        }
    }
    both
}

#[cfg(test)]
#[path = "merge_tests.rs"]
mod tests;
