//! What was observed of one scan, so that the set-up check can tell how the scanner is set.

use super::burst::Pace;
use super::change::Change;
use super::keys::Stroke;
use super::layout::Layout;
use super::reading::{Reading, by_layout};
use super::{DEFAULT_GAP, GAPS, Manner};
use crate::settings::Suffix;
use std::fmt;
use std::time::{Duration, Instant};

/// One scan by keys, and how it came.
///
/// [`fmt::Debug`] leaves what was read out: it may be a card's number.
#[derive(Clone, PartialEq, Eq)]
pub struct Observed {
    /// What it says, as [`Scan::text`](crate::Scan::text) holds it.
    pub text: String,
    /// By which layout it was read.
    pub layout: Layout,
    /// Another good card number that the keys say on the machine's layout, where nobody could tell which of them it
    /// is: the set-up check settles it.
    pub doubt: Option<String>,
    /// How it ended; [`Suffix::None`] by its pace.
    pub suffix: Suffix,
    /// When its last key came.
    pub at: Instant,
    /// How many characters came.
    pub characters: usize,
    /// The mean pause between two of them.
    pub mean_gap: Duration,
    /// The longest pause between two of them.
    pub longest_gap: Duration,
    /// What has changed about the scanner since it was set up, told once.
    pub change: Option<Change>,
    /// Whether its characters came so slowly that they stand in a field as well.
    pub has_landed: bool,
    strokes: Vec<Stroke>,
}

impl Observed {
    pub(super) fn new(reading: Reading, strokes: Vec<Stroke>, suffix: Suffix, pace: Pace, at: Instant) -> Self {
        let Reading { text, layout, doubt, is_card: _ } = reading;
        let characters = strokes.len();
        let mean_gap = pace.mean(characters);
        Self { text, layout, doubt, suffix, at, characters, mean_gap, longest_gap: pace.longest, change: None, has_landed: false, strokes }
    }

    /// What the keys say on the US layout.
    #[must_use]
    pub fn physical(&self) -> String {
        by_layout(&self.strokes, Layout::Us)
    }

    /// What the machine's layout made of the keys; `None` from a held keyboard, which no layout has touched, and for
    /// Alt codes.
    #[must_use]
    pub fn typed(&self) -> Option<String> {
        let is_typed = self.strokes.iter().any(|stroke| !stroke.typed.is_empty());
        (is_typed && !self.is_by_alt_codes()).then(|| by_layout(&self.strokes, Layout::Typed))
    }

    /// Whether it came as Alt codes, which no layout touches.
    #[must_use]
    pub fn is_by_alt_codes(&self) -> bool {
        self.strokes.iter().filter(|stroke| stroke.code.is_some_and(|c| !c.is_control())).count() * 2 > self.strokes.len()
    }

    /// Which layout the scanner is set to, told by a scan whose text is known; `None` if the keys say it on none, and
    /// [`Layout::Any`] where it makes no difference because they are Alt codes.
    ///
    /// Case does not matter: Caps Lock may be on.
    #[must_use]
    pub fn layout_that_says(&self, text: &str) -> Option<Layout> {
        self.layout_where(|said| said.eq_ignore_ascii_case(text))
    }

    /// The same where what scanners put around a code may stand around it: `is_it` is asked of what the keys say on
    /// each layout.
    #[must_use]
    pub fn layout_where(&self, is_it: impl Fn(&str) -> bool) -> Option<Layout> {
        let says = |layout: &Layout| is_it(&by_layout(&self.strokes, *layout));
        if self.is_by_alt_codes() {
            return says(&Layout::Us).then_some(Layout::Any);
        }
        Layout::TABLES.into_iter().chain([Layout::Typed]).find(says)
    }

    /// Whether Caps Lock was on, as far as letters tell: what the machine made of them has the other case than Shift
    /// asks for.
    #[must_use]
    pub fn caps_lock(&self) -> Option<bool> {
        let mut found = None;
        for stroke in self.strokes.iter().filter(|stroke| stroke.code.is_none()) {
            let mut typed = stroke.typed.chars().filter(|c| c.is_alphabetic());
            let (Some(letter), None) = (typed.next(), typed.next()) else { continue };
            if !letter.is_lowercase() && !letter.is_uppercase() {
                continue;
            }
            // Keys of the French layout make letters of digits; those of the US one are letters everywhere else too.
            if !stroke.character(Layout::Us).is_alphabetic() {
                continue;
            }
            let is_on = letter.is_uppercase() != stroke.shift;
            if found.is_some_and(|found| found != is_on) {
                return None;
            }
            found = Some(is_on);
        }
        found
    }

    /// A gap that fits this pace, in milliseconds: with room for a machine that is busy, and within [`GAPS`]. Never
    /// shorter than the usual one: another scanner may be slower, and this one too when its radio is disturbed.
    #[must_use]
    pub fn fitting_gap(&self) -> u64 {
        let whole = |pause: Duration| u64::try_from(pause.as_millis()).unwrap_or(u64::MAX);
        whole(self.longest_gap).saturating_mul(2).saturating_add(20).clamp(whole(DEFAULT_GAP), *GAPS.end())
    }

    pub(super) fn is_card(&self, manner: &Manner) -> bool {
        super::reading::read(&self.strokes, manner.layout, manner.sends_check_character).is_card
    }

    pub(super) fn says_on(&self, layout: Layout) -> String {
        by_layout(&self.strokes, layout)
    }
}

impl fmt::Debug for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observed")
            .field("characters", &self.characters)
            .field("layout", &self.layout)
            .field("is_doubtful", &self.doubt.is_some())
            .field("suffix", &self.suffix)
            .field("mean_gap", &self.mean_gap)
            .field("longest_gap", &self.longest_gap)
            .field("change", &self.change)
            .finish_non_exhaustive()
    }
}
