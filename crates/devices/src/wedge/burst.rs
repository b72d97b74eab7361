//! Tells a scan from typing: the suffix first, the pace second.
//!
//! A scanner in keyboard mode sends the keys of the layout that is set in it, US mostly, whatever the machine's
//! layout is. So a burst keeps the keys themselves, and what the machine made of them beside.

use super::keys::{End, Stroke};
use super::landed::Landed;
use super::layout::Layout;
use super::observed::Observed;
use super::reading::{Reading, by_layout, read};
use super::second_suffix::{Ended, SecondSuffix};
use super::{DEFAULT_GAP, IDLE_GAP, Manner, TEST_CARD, Target};
use crate::settings::Suffix;
use kaikuasema_domain::CardNumber;
use std::time::{Duration, Instant};

/// Fewer characters than this before Enter or Tab are typing, unless they came as no hand types.
pub(super) const SHORTEST: usize = 8;
/// Fewer than this are typing however they came: fingers roll over two keys.
const SHORTEST_QUICK: usize = 3;
/// No hand types several keys in a row with so short pauses only.
pub(super) const QUICK: Duration = Duration::from_millis(30);
/// No hand types so many digits among letters at a scanner's pace, however slow the scanner.
const DIGITS: usize = 2;
/// Slow scanners take so long between two characters, hands longer, mostly.
const SLOW: Duration = Duration::from_millis(130);
/// More characters than this are no code that the station could use, and no typing.
const LONGEST: usize = 512;
/// Two pieces of a scan that a slow line tore apart come within this time.
const TORN: Duration = Duration::from_secs(1);
/// A suffix that is known to come is waited for so long, at least.
const SUFFIX: Duration = Duration::from_millis(300);

/// When the strokes of a burst came.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub first: Instant,
    pub last: Instant,
    pub longest: Duration,
}

/// How a burst ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It was a scan.
    Scan(Observed),
    /// It was typing: what was held goes where it belongs.
    Typing,
    /// It was no typing and is no scan: what follows on a code of several lines.
    Dropped,
    /// A scan longer than any code that the station could use.
    TooLong,
    /// The rest of a scan that began before the window had the focus.
    CutOff,
    /// A slow scanner's: its characters went where they are of no use, and its end must press nothing.
    Astray,
}

/// Characters that came at a scanner's pace and may yet turn out to be typing.
#[derive(Clone, Debug, Default)]
pub struct Burst {
    strokes: Vec<Stroke>,
    pace: Option<Pace>,
    /// There were more characters than are kept.
    is_too_long: bool,
    /// It began right after a scan: a code of several lines goes on.
    goes_on: bool,
    /// The frame that first came after the deadline.
    late_frame: Option<Instant>,
    /// When a scan last ended, and whether more lines of the same code may follow: not on a card number, and not
    /// where a pause ended it. Keys that waited behind a slow frame leave no pause between two scans.
    ended: Option<(Instant, bool)>,
    /// Whose an Enter is that comes next.
    second: SecondSuffix,
    /// When the window got the focus: what begins right then began elsewhere.
    focused: Option<Instant>,
    /// It began elsewhere.
    is_rest: bool,
    /// What ended by its pace alone, and when: more of the same scan may follow.
    before: Option<(Vec<Stroke>, Instant)>,
    /// What was let go as typing, key by key, and may have been a slow scanner's.
    landed: Option<Landed>,
}

impl Burst {
    /// Whether nothing is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pace.is_none()
    }

    /// Whether so much came that it can be no typing.
    #[must_use]
    pub fn is_too_long(&self) -> bool {
        self.is_too_long
    }

    /// When the burst is over if nothing comes before.
    #[must_use]
    pub fn deadline(&self, manner: &Manner) -> Option<Instant> {
        self.pace.map(|pace| pace.last + self.patience(manner))
    }

    /// How long a pause ends it. A suffix that is known to come is waited for, where this looks like a scan.
    fn patience(&self, manner: &Manner) -> Duration {
        let is_awaited = matches!(manner.suffix, Suffix::Enter | Suffix::Tab);
        if is_awaited && (!manner.may_be_typing || (self.strokes.len() >= SHORTEST && self.read(manner).is_card)) {
            return SUFFIX.max(manner.gap * 3);
        }
        self.gap(manner)
    }

    /// The longest pause within what is held: where no typing waits for it the slowest scanners are waited for.
    fn gap(&self, manner: &Manner) -> Duration {
        if manner.target.lets_wait(&self.strokes) { manner.gap.max(IDLE_GAP) } else { manner.gap }
    }

    /// Whether the pause since the last character is too long for a scanner, told at a frame of a window.
    ///
    /// A window's keys are timed when they are handled, and those that come while a frame is drawn are handled after
    /// the next frame has begun. So the first frame after the deadline ends nothing: only if no character follows
    /// before another frame has there been a pause.
    pub fn is_over(&mut self, frame: Instant, now: Instant, manner: &Manner) -> bool {
        if self.deadline(manner).is_none_or(|deadline| now < deadline) {
            return false;
        }
        *self.late_frame.get_or_insert(frame) != frame
    }

    /// Whether one more frame tells if this is over.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.late_frame.is_some()
    }

    /// A frame of the window began: told of each one, so that a key that waited behind it is told from a hand's.
    pub fn frame(&mut self, frame: Instant, now: Instant) {
        self.second.frame(frame, now);
    }

    /// When a frame is wanted to tell what came: at once where that is past.
    #[must_use]
    pub fn next_frame(&self, manner: &Manner) -> Option<Instant> {
        let own = if self.is_empty() { None } else { self.late_frame.or_else(|| self.deadline(manner)) };
        own.or_else(|| self.second.next_frame())
    }

    /// Whether what is held came as no hand types, so that it is part of a scan. Of one or two keys nobody can tell.
    #[must_use]
    pub fn is_part_of_scan(&self) -> bool {
        let digits = || self.strokes.iter().filter(|stroke| stroke.is_digit()).count();
        let is_quick = || self.pace.is_some_and(|pace| self.is_quick(pace.last));
        self.is_too_long
            || self.strokes.len() >= SHORTEST
            || (self.strokes.len() >= SHORTEST_QUICK && (is_quick() || digits() >= DIGITS))
            || (self.goes_on && self.strokes.len() > 1)
    }

    /// The window lost the focus: whether a part of a scan was held, the rest of which goes elsewhere. Nothing is
    /// held any more, and nothing that comes later is joined to it.
    pub fn cut(&mut self) -> bool {
        let is_part = self.is_part_of_scan();
        self.forget();
        is_part
    }

    /// The window got the focus: what begins within a gap of it is the rest of a scan that began elsewhere.
    pub fn focused(&mut self, now: Instant) {
        if self.is_empty() {
            self.forget();
            self.focused = Some(now);
        }
    }

    fn began_elsewhere(&self, now: Instant, gap: Duration) -> bool {
        self.focused.is_some_and(|focused| now < focused + gap)
    }

    /// Takes one more character.
    pub fn push(&mut self, stroke: Stroke, now: Instant, manner: &Manner) {
        self.touch(now, manner);
        if self.strokes.len() < LONGEST {
            self.strokes.push(stroke);
        } else {
            self.is_too_long = true;
        }
    }

    /// A key that is a part of a character came: the burst lives on.
    pub fn touch(&mut self, now: Instant, manner: &Manner) {
        match &mut self.pace {
            Some(pace) => {
                pace.longest = pace.longest.max(now.saturating_duration_since(pace.last));
                pace.last = now;
            }
            None => {
                self.pace = Some(Pace { first: now, last: now, longest: Duration::ZERO });
                self.goes_on = self.ended.is_some_and(|(ended, has_lines)| has_lines && now < ended + self.gap(manner));
                self.is_rest = self.began_elsewhere(now, self.gap(manner));
            }
        }
        self.late_frame = None;
    }

    /// Enter or Tab came.
    pub fn end_by_suffix(&mut self, end: End, now: Instant, manner: &Manner) -> Ending {
        let suffix = match end {
            End::Enter => Suffix::Enter,
            End::Tab => Suffix::Tab,
        };
        let Some(pace) = self.pace else {
            let ending = self.end_of_landed(suffix, now, manner);
            return self.finish(ending, now, true, manner);
        };
        let ending = if self.is_too_long {
            Ending::TooLong
        } else if self.is_rest {
            Ending::CutOff
        } else if self.strokes.is_empty() && self.is_second_suffix(pace.first, manner) {
            // A second suffix that came as an Alt code.
            Ending::Dropped
        } else {
            let reading = self.read(manner);
            let is_test = is_test_card(&self.strokes);
            let is_expected = manner.suffix == Suffix::Any || manner.suffix == suffix;
            let is_long = self.strokes.len() >= SHORTEST;
            // A name that a hand typed at the pace that was set for a slow scanner.
            let is_slow_text = manner.target == Target::Text && pace.mean(self.strokes.len()) > DEFAULT_GAP;
            let is_stray = self.strokes.len() >= SHORTEST_QUICK && manner.target.lets_wait(&self.strokes);
            if reading.is_card && (is_long || !manner.may_be_typing) {
                self.scan(reading, suffix, pace, now)
            } else if let Some((whole, strokes)) = self.torn(now, manner) {
                Ending::Scan(Observed::new(whole, strokes, suffix, pace, now))
            } else if self.goes_on {
                Ending::Dropped
            } else if !manner.may_be_typing || is_test || is_stray || (is_expected && ((is_long && !is_slow_text) || self.is_quick(now))) {
                self.scan(reading, suffix, pace, now)
            } else {
                self.end_of_landed(suffix, now, manner)
            }
        };
        self.finish(ending, now, true, manner)
    }

    /// No more characters came, and no suffix.
    pub fn end_by_pace(&mut self, now: Instant, manner: &Manner) -> Ending {
        let Some(pace) = self.pace else { return Ending::Typing };
        if self.is_too_long {
            return self.finish(Ending::TooLong, now, false, manner);
        }
        let reading = self.read(manner);
        let is_long = self.strokes.len() >= SHORTEST;
        let is_ended_so = manner.suffix == Suffix::None && is_long;
        let is_scan = if manner.may_be_typing {
            is_long && (reading.is_card || is_ended_so || is_test_card(&self.strokes))
        } else {
            !self.strokes.is_empty()
        };
        let ending = match (is_scan, self.goes_on) {
            _ if self.is_rest && (is_scan || self.is_part_of_scan()) => Ending::CutOff,
            (true, false) => self.scan(reading, Suffix::None, pace, pace.last),
            (true, true) if reading.is_card => self.scan(reading, Suffix::None, pace, pace.last),
            // A single key right after a scan is a hand's.
            (_, true) if self.strokes.len() > 1 || !manner.may_be_typing => Ending::Dropped,
            _ => Ending::Typing,
        };
        let is_whole = matches!(ending, Ending::Scan(_) | Ending::Typing);
        let before = (self.strokes.len() > 1 && is_whole).then(|| (self.strokes.clone(), now));
        let is_landed = ending == Ending::Typing && !self.strokes.is_empty();
        let landed = is_landed.then(|| Landed::joined(self.landed.as_ref(), &self.strokes, pace));
        let ending = self.finish(ending, now, false, manner);
        self.clear();
        (self.before, self.landed) = (before, landed);
        ending
    }

    /// Whether characters were let go just now that an Enter or Tab may show to have been a scanner's.
    #[must_use]
    pub fn has_landed(&self, now: Instant) -> bool {
        self.landed.as_ref().is_some_and(|landed| landed.is_fresh(now))
    }

    /// What Enter or Tab ends where the characters before it were, or are about to be, let go as typing.
    fn end_of_landed(&mut self, suffix: Suffix, now: Instant, manner: &Manner) -> Ending {
        let landed = match self.pace {
            Some(pace) => Some(Landed::joined(self.landed.as_ref(), &self.strokes, pace)),
            None => self.landed.clone(),
        };
        let Some(Landed { strokes, pace }) = landed.filter(|landed| manner.may_be_typing && landed.is_fresh(now)) else {
            return Ending::Typing;
        };
        let reading = read(&strokes, manner.layout, manner.sends_check_character);
        // A piece of a scan and a key of a hand are no card together.
        let is_even = pace.longest <= pace.mean(strokes.len()) * 3;
        let is_known = is_even && strokes.len() >= SHORTEST && (reading.is_card || is_test_card(&strokes));
        // In a field a hand may have typed a card's number: more slowly, mostly, and with a pause before its Enter.
        let mean = pace.mean(strokes.len());
        let is_scanners = manner.target == Target::Nothing || (mean <= SLOW && now <= pace.last + mean * 2);
        match manner.target {
            // It stands where it belongs, and Enter takes it from there. The scanner's second suffix is none of a hand's.
            Target::CardNumber if is_known && is_scanners => {
                self.second.ended(Ended { at: now, by_suffix: true, pause: mean, gap: IDLE_GAP, suffix: manner.suffix, is_card: false });
                Ending::Typing
            }
            Target::CardNumber => Ending::Typing,
            target if is_known && is_scanners => {
                let mut observed = Observed::new(reading, strokes, suffix, pace, now);
                observed.has_landed = target != Target::Nothing;
                Ending::Scan(observed)
            }
            target if target.has_no_use_for(&strokes) => Ending::Astray,
            _ => Ending::Typing,
        }
    }

    /// Whether an Enter or Tab is the scanner's, with nothing held: the second suffix of the scan that just ended, or
    /// the end of one that began elsewhere.
    #[must_use]
    pub fn is_second_suffix(&mut self, now: Instant, manner: &Manner) -> bool {
        self.began_elsewhere(now, manner.gap) || self.second.takes(now)
    }

    /// Lets go of what is held: it was typing.
    pub fn clear(&mut self) {
        let (ended, focused) = (self.ended, self.focused);
        *self = Self { ended, focused, second: std::mem::take(&mut self.second), ..Self::default() };
    }

    /// Lets go of what is held, and of the scan before it: what follows has nothing to do with either.
    pub fn forget(&mut self) {
        self.second.forget();
        *self = Self { second: std::mem::take(&mut self.second), ..Self::default() };
    }

    fn read(&self, manner: &Manner) -> Reading {
        read(&self.strokes, manner.layout, manner.sends_check_character)
    }

    fn scan(&self, reading: Reading, suffix: Suffix, pace: Pace, at: Instant) -> Ending {
        // Control characters alone, typed by their codes, are no scan.
        if reading.text.chars().all(|c| c.is_control() || c.is_whitespace()) {
            return Ending::Dropped;
        }
        Ending::Scan(Observed::new(reading, self.strokes.clone(), suffix, pace, at))
    }

    /// The card number that these characters make with those before them. A hand's characters come one by one; the
    /// first piece of a scan may be a shorter card number by itself.
    fn torn(&self, now: Instant, manner: &Manner) -> Option<(Reading, Vec<Stroke>)> {
        let (before, at) = self.before.as_ref()?;
        let before_reading = read(before, manner.layout, manner.sends_check_character);
        let is_pieces = self.strokes.len() > 1 || CardNumber::parse(&before_reading.text).is_ok();
        if !is_pieces || now >= *at + TORN {
            return None;
        }
        let strokes: Vec<Stroke> = before.iter().chain(&self.strokes).cloned().collect();
        let whole = read(&strokes, manner.layout, manner.sends_check_character);
        CardNumber::parse(&whole.text).is_ok().then_some((whole, strokes))
    }

    /// Whether this came as no hand types. Keys that came all at once waited behind a frame, and tell nothing.
    fn is_quick(&self, now: Instant) -> bool {
        let Some(pace) = self.pace else { return false };
        let pauses = self.strokes.len().saturating_sub(1);
        let is_spread = pace.last.saturating_duration_since(pace.first).as_millis() >= pauses as u128;
        let longest = pace.longest.max(now.saturating_duration_since(pace.last));
        self.strokes.len() >= SHORTEST_QUICK && is_spread && longest <= QUICK
    }

    fn finish(&mut self, ending: Ending, now: Instant, by_suffix: bool, manner: &Manner) -> Ending {
        let is_card = match &ending {
            Ending::Typing => return ending,
            Ending::Scan(observed) => CardNumber::parse(&observed.text).is_ok(),
            Ending::Dropped | Ending::TooLong | Ending::CutOff | Ending::Astray => false,
        };
        let (pause, gap) = match &ending {
            Ending::Scan(observed) => (observed.mean_gap, self.gap(manner).max(observed.longest_gap)),
            _ => (self.pace.map(|pace| pace.mean(self.strokes.len())).unwrap_or_default(), self.gap(manner)),
        };
        self.clear();
        self.ended = Some((now, by_suffix && !is_card));
        self.second.ended(Ended { at: now, by_suffix, pause, gap, suffix: manner.suffix, is_card });
        ending
    }
}

impl Pace {
    /// The mean pause between so many strokes.
    pub(super) fn mean(self, strokes: usize) -> Duration {
        let pauses = u32::try_from(strokes.saturating_sub(1)).unwrap_or(u32::MAX).max(1);
        self.last.saturating_duration_since(self.first) / pauses
    }
}

/// Whether this is the code of the set-up check, whatever layout the scanner is set to, and with what scanners put
/// around a code: an AIM identifier, stars, a check character.
fn is_test_card(strokes: &[Stroke]) -> bool {
    let says = |layout| by_layout(strokes, layout).to_ascii_uppercase().contains(TEST_CARD);
    strokes.len() <= TEST_CARD.len() + 6 && Layout::TABLES.into_iter().chain([Layout::Typed]).any(says)
}

#[cfg(test)]
#[path = "burst_tests.rs"]
mod tests;
