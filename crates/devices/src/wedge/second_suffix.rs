//! Whose an Enter or Tab is that comes right after a scan: the scanner's, which may be set to CR LF, or a hand's that
//! saves what was read.
//!
//! A scanner's second suffix comes at the pace of its characters, and no hand is as quick. But a window handles keys
//! late that came while a frame was drawn, so that the time alone says little: only if a frame began after the
//! scanner's time and another one after that has every key been handled that came before. Scanners do not change
//! their ways from card to card, so what earlier scans showed counts as well.

use super::burst::QUICK;
use crate::settings::Suffix;
use std::time::{Duration, Instant};

/// A suffix that is known to come, or waits behind slow frames, is handled so long after a scan, at most.
const LATEST: Duration = Duration::from_millis(300);
/// After so many cards in a row with one suffix a scanner is known to send one.
const SURE: u8 = 3;

/// How many suffixes the scanner sends, as far as its scans have shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Habit {
    /// Not known.
    #[default]
    Unknown,
    /// One.
    One,
    /// Two.
    Two,
}

/// How long an Enter or Tab is the scanner's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// As long as no hand can be meant.
    Quick,
    /// Until a frame shows that none waits behind it.
    Seen,
    /// As long as a suffix is waited for.
    Latest,
}

/// A scan that ended.
#[derive(Clone, Copy, Debug)]
struct Scan {
    at: Instant,
    until: Until,
    /// Twice the scanner's pause between two characters.
    pace: Duration,
    /// Whether it says something of the scanner's habit.
    is_telling: bool,
    /// When the last suffix came that was one too many, and whether the first of those came at a scanner's pace.
    second: Option<(Instant, bool)>,
    /// The frame that first came after the scanner's time.
    late_frame: Option<Instant>,
    /// Another frame came after that one.
    is_seen: bool,
}

/// What came after the last scan, and what the scans before have shown.
#[derive(Clone, Debug, Default)]
pub(super) struct SecondSuffix {
    scan: Option<Scan>,
    habit: Habit,
    singles: u8,
    has_sent_two: bool,
    has_sent_one: bool,
}

/// How a scan ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    /// When that was handled.
    pub at: Instant,
    /// Whether a suffix ended it, or its pace alone.
    pub by_suffix: bool,
    /// The scanner's mean pause between two characters.
    pub pause: Duration,
    /// The longest pause within a scan.
    pub gap: Duration,
    /// How scans end, as far as that is set.
    pub suffix: Suffix,
    /// Whether it was a card: the lines of other codes say nothing of what the scanner adds.
    pub is_card: bool,
}

impl SecondSuffix {
    /// A scan ended.
    pub(super) fn ended(&mut self, end: Ended) {
        self.learn();
        let is_awaited = matches!(end.suffix, Suffix::Enter | Suffix::Tab) || self.has_sent_one;
        let until = match (end.by_suffix, self.habit) {
            (true, Habit::One) => Until::Quick,
            (true, Habit::Two) => Until::Latest,
            (true, Habit::Unknown) => Until::Seen,
            (false, _) if end.suffix == Suffix::None => Until::Quick,
            // Its first suffix is still to come.
            (false, _) if is_awaited => Until::Latest,
            (false, _) => Until::Seen,
        };
        self.has_sent_one |= end.by_suffix;
        let pace = (end.pause * 2).clamp(QUICK, end.gap.max(QUICK));
        let is_telling = end.by_suffix && end.is_card;
        self.scan = Some(Scan { at: end.at, until, pace, is_telling, second: None, late_frame: None, is_seen: false });
    }

    /// What the last scan showed.
    fn learn(&mut self) {
        let Some(scan) = self.scan.take().filter(|scan| scan.is_telling) else { return };
        let has_second = matches!(scan.second, Some((_, true)));
        self.has_sent_two |= has_second;
        self.singles = if has_second { 0 } else { self.singles.saturating_add(1) };
        self.habit = match self.habit {
            _ if has_second => Habit::Two,
            // One that was late may have been a hand's: from now on it is told apart again.
            Habit::Two => Habit::Unknown,
            // Where one scanner has sent two, the next scan may be that one's.
            _ if self.singles >= SURE && !self.has_sent_two => Habit::One,
            habit => habit,
        };
    }

    /// Whether an Enter or Tab that is handled now is the scanner's.
    pub(super) fn takes(&mut self, now: Instant) -> bool {
        let Some(scan) = &mut self.scan else { return false };
        let after = now.saturating_duration_since(scan.at);
        let is_quick = after <= QUICK;
        let takes = match scan.second {
            // Those within the scanner's pace are too; the next is a hand's.
            Some((last, _)) => now.saturating_duration_since(last) <= QUICK,
            None => match scan.until {
                Until::Quick => is_quick,
                Until::Seen => after <= scan.pace || (!scan.is_seen && after < LATEST),
                Until::Latest => after < LATEST,
            },
        };
        if takes {
            let was_quick = scan.second.map_or(after <= scan.pace, |(_, was_quick)| was_quick);
            scan.second = Some((now, was_quick));
        }
        takes
    }

    /// A frame began: told of each one.
    pub(super) fn frame(&mut self, frame: Instant, now: Instant) {
        let Some(scan) = self.scan.as_mut().filter(|scan| scan.awaits_frame() && now >= scan.at + scan.pace) else { return };
        scan.is_seen = *scan.late_frame.get_or_insert(frame) != frame;
    }

    /// When a frame is wanted, so that a hand's key is told from one that waited.
    pub(super) fn next_frame(&self) -> Option<Instant> {
        let scan = self.scan.as_ref().filter(|scan| scan.awaits_frame())?;
        Some(scan.late_frame.unwrap_or(scan.at + scan.pace))
    }

    /// What comes next has nothing to do with the last scan.
    pub(super) fn forget(&mut self) {
        self.learn();
    }
}

impl Scan {
    fn awaits_frame(&self) -> bool {
        self.until == Until::Seen && !self.is_seen && self.second.is_none()
    }
}

#[cfg(test)]
#[path = "second_suffix_tests.rs"]
mod tests;
