//! Characters that were let go as typing because they came too slowly for a scan, and may have been a slow scanner's
//! all the same. The Enter after them tells: a whole card number, or a long text where nobody types one.

use super::burst::Pace;
use super::keys::Stroke;
use std::time::{Duration, Instant};

/// No scanner is slower between two characters.
const SLOWEST: Duration = Duration::from_millis(400);
/// More than this is no code of a card.
const LONGEST: usize = 64;

/// Characters that came one after the other and are no longer held.
#[derive(Clone, Debug)]
pub(super) struct Landed {
    pub strokes: Vec<Stroke>,
    pub pace: Pace,
}

impl Landed {
    /// What landed before, with what came after it: all of it if no pause between them was too long for a scanner.
    pub(super) fn joined(before: Option<&Self>, strokes: &[Stroke], pace: Pace) -> Self {
        let between = |before: &Self| pace.first.saturating_duration_since(before.pace.last);
        let before = before.filter(|before| between(before) <= SLOWEST && before.strokes.len() + strokes.len() <= LONGEST);
        let Some(before) = before else { return Self { strokes: strokes.to_vec(), pace } };
        let longest = before.pace.longest.max(between(before)).max(pace.longest);
        let strokes = before.strokes.iter().chain(strokes).cloned().collect();
        Self { strokes, pace: Pace { first: before.pace.first, last: pace.last, longest } }
    }

    /// Whether an Enter or Tab that comes now comes as the scanner's would.
    pub(super) fn is_fresh(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.pace.last) <= SLOWEST
    }
}
