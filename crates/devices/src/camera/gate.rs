//! Which of the codes that a camera sees become scans. Pure: frames go in with their instants, what to tell comes
//! out.
//!
//! A scanner reads when somebody pulls its trigger; a camera sees all the time: the same card in every frame, a
//! poster behind the customer, two cards in one hand. So:
//!
//! - Only the shape of a card number counts at once. Code 39 has no check character: two frames must agree.
//! - The same card again only after it was out of sight for a while and some seconds have passed; until then
//!   "already read" is told, once for each time that it is shown.
//! - Two cards in view: neither is taken by luck.
//! - A code that is no card goes out once, for the counter to say what it is, and is told again at most a few
//!   times: a poster must not nag.

use super::wire::{Format, Symbol};
use kaikuasema_domain::CardNumber;
use std::time::{Duration, Instant};

/// Not seen for so long is out of sight. Heavier ways of reading come round in rotation: a code that only one of them
/// can read is seen hardly more than once a second though it is there all the time.
const OUT_OF_SIGHT: Duration = Duration::from_millis(1200);
/// Nor is a code out of sight before so many halves of a turn of all ways of looking.
const HALF_TURNS: u32 = 3;
/// However slow the machine is.
const OUT_OF_SIGHT_AT_MOST: Duration = Duration::from_secs(6);
/// What was held on when the camera was interrupted is held on still where it is seen again within this.
const INTERRUPTED_FOR: Duration = Duration::from_secs(15);
/// The same card counts again after this.
const AGAIN_AFTER: Duration = Duration::from_secs(4);
/// A card that is held on before the camera after it was read is told so after this.
const STILL_HELD: Duration = Duration::from_secs(2);
/// Two cards seen within this are in view together, unless one has just taken the other's place.
const TOGETHER: Duration = Duration::from_millis(400);
/// Two cards are told so again after this.
const TWO_AGAIN: Duration = Duration::from_secs(2);
/// A code that is no card is told again once it was out of sight for this.
const STRANGER_AGAIN: Duration = Duration::from_secs(3);
/// So many times.
const REMINDERS: u32 = 3;
/// And is forgotten when it was not seen for this.
const STRANGER_FORGOTTEN: Duration = Duration::from_secs(30);
/// While a card is shown, nobody asks about what else is in view.
const CARD_MATTERS: Duration = Duration::from_secs(2);
/// Frames that must agree on a Code 39 with a card number in it.
const AGREEING: u32 = 2;
/// Frames that must agree on a Code 39 that holds something else: stripes of all sorts are read as a letter or two.
const AGREEING_STRANGER: u32 = 4;
/// A shorter one is never told.
const SHORTEST_STRANGER: usize = 4;
/// Codes at most this far apart, in pixels, are one code in two frames.
const SAME_PLACE: i32 = 150;
/// Codes of one frame that are further apart than this are two.
const APART: i32 = 24;
/// Codes remembered at most.
const REMEMBERED: usize = 32;

/// What to tell of a frame.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A code was read, and holds this.
    Read(String),
    /// A card is shown that was read a moment ago.
    AlreadyRead,
    /// Two cards are in view.
    TwoInView,
    /// The code that is shown was told before, and is no card.
    NotACard,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The text may be a card's number.
        f.write_str(match self {
            Self::Read(_) => "Read",
            Self::AlreadyRead => "AlreadyRead",
            Self::TwoInView => "TwoInView",
            Self::NotACard => "NotACard",
        })
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Content {
    Card(CardNumber),
    Stranger(String),
}

/// A code that is or was in view.
struct Seen {
    content: Content,
    /// What it holds, as it was read last.
    text: String,
    /// Since when it is in view without a break.
    since: Instant,
    last: Instant,
    /// In how many frames since then.
    frames: u32,
    /// Whether one of them was a QR code, which checks itself.
    is_sure: bool,
    middle: (i32, i32),
    /// When it last went out as read.
    read: Option<Instant>,
    /// Whether "already read" was told since it came into view.
    is_told: bool,
    reminders: u32,
}

impl Seen {
    fn is_card(&self) -> bool {
        matches!(self.content, Content::Card(_))
    }

    fn is_certain(&self) -> bool {
        self.is_sure || self.frames >= AGREEING
    }

    /// Whether it has not been out of sight since it was read.
    fn is_held_on(&self) -> bool {
        self.read.is_some_and(|read| read >= self.since)
    }
}

/// Decides what becomes of the codes that a camera sees.
#[derive(Default)]
pub(crate) struct Gate {
    seen: Vec<Seen>,
    /// Since when two cards are in view.
    two_since: Option<Instant>,
    two_told: Option<Instant>,
    /// How long a turn of all ways of looking takes.
    turn: Duration,
    /// Since when nothing could be seen, until something is.
    interrupted: Option<Instant>,
}

impl Gate {
    /// So long takes it now until a frame has been looked at in every way.
    pub(crate) fn turn_takes(&mut self, turn: Duration) {
        self.turn = turn;
    }

    /// The camera broke down. What was not yet read does not count with what comes after; a card that was read and
    /// lies there all the time is not read again only because nobody could see it for a while.
    pub(crate) fn interrupted(&mut self, at: Instant) {
        self.seen.retain(|seen| seen.read.is_some());
        self.two_since = None;
        self.interrupted.get_or_insert(at);
    }

    fn resumed(&mut self, at: Instant) {
        let Some(since) = self.interrupted.take() else { return };
        if at.saturating_duration_since(since) >= INTERRUPTED_FOR {
            return;
        }
        // Long enough ago that it is not taken for a second card in view.
        let Some(a_moment_ago) = at.checked_sub(OUT_OF_SIGHT / 2) else { return };
        for seen in self.seen.iter_mut().filter(|seen| seen.is_held_on()) {
            seen.last = seen.last.max(a_moment_ago);
        }
    }

    fn out_of_sight(&self) -> Duration {
        (self.turn.saturating_mul(HALF_TURNS) / 2).clamp(OUT_OF_SIGHT, OUT_OF_SIGHT_AT_MOST)
    }

    /// The codes of one frame that came at this instant. Frames without a code need not be given.
    pub(crate) fn frame(&mut self, at: Instant, symbols: &[Symbol]) -> Vec<Outcome> {
        self.resumed(at);
        self.forget(at);
        let mut now: Vec<usize> = Vec::new();
        for symbol in symbols {
            let index = self.note(at, symbol, &now);
            if !now.contains(&index) {
                now.push(index);
            }
        }
        let mut outcomes = Vec::new();
        if self.two_in_view(at, &now) {
            outcomes.push(Outcome::TwoInView);
        }
        for &index in &now {
            outcomes.extend(self.outcome(at, index, &now));
        }
        outcomes.extend(symbols.iter().find_map(|symbol| self.stranger(at, symbol)));
        outcomes
    }

    fn forget(&mut self, at: Instant) {
        let out_of_sight = self.out_of_sight();
        self.seen.retain(|seen| {
            let kept = match (&seen.content, seen.read) {
                (_, None) => out_of_sight,
                (Content::Card(_), Some(_)) => AGAIN_AFTER + out_of_sight,
                (Content::Stranger(_), Some(_)) => STRANGER_FORGOTTEN,
            };
            at.saturating_duration_since(seen.last) < kept
        });
        if self.seen.len() > REMEMBERED {
            self.seen.sort_by_key(|seen| std::cmp::Reverse(seen.last));
            self.seen.truncate(REMEMBERED);
        }
    }

    /// Notes that a code is in view; gives its place in the list. A frame counts once, however often the code is in it.
    fn note(&mut self, at: Instant, symbol: &Symbol, noted: &[usize]) -> usize {
        let (content, out_of_sight) = (content(&symbol.text), self.out_of_sight());
        let is_sure = symbol.format == Format::Qr;
        if let Some(index) = self.seen.iter().position(|seen| seen.content == content) {
            if let Some(seen) = self.seen.get_mut(index) {
                if at.saturating_duration_since(seen.last) >= out_of_sight {
                    (seen.since, seen.frames, seen.is_sure, seen.is_told) = (at, 0, false, false);
                }
                seen.last = at;
                seen.frames += u32::from(!noted.contains(&index));
                seen.is_sure |= is_sure;
                seen.middle = symbol.middle;
                seen.text.clone_from(&symbol.text);
            }
            return index;
        }
        let text = symbol.text.clone();
        let middle = symbol.middle;
        self.seen.push(Seen { content, text, since: at, last: at, frames: 1, is_sure, middle, read: None, is_told: false, reminders: 0 });
        self.seen.len() - 1
    }

    /// Whether two cards are in view now, and it is time to say so.
    fn two_in_view(&mut self, at: Instant, now: &[usize]) -> bool {
        let cards: Vec<&Seen> = now.iter().filter_map(|&index| self.seen.get(index)).filter(|seen| seen.is_card()).collect();
        let in_one_frame =
            cards.iter().enumerate().any(|(n, one)| cards.iter().skip(n + 1).any(|two| distance(one.middle, two.middle) > APART));
        let one_after_the_other = now.iter().any(|&index| self.rival(at, index).is_some());
        if !in_one_frame && !one_after_the_other {
            self.two_since = None;
            return false;
        }
        // A card that takes another's place is seen shortly after it; only what goes on is two cards.
        let since = *self.two_since.get_or_insert(at);
        let goes_on = in_one_frame || at.saturating_duration_since(since) > TOGETHER;
        let is_due = self.two_told.is_none_or(|told| at.saturating_duration_since(told) >= TWO_AGAIN);
        if goes_on && is_due {
            self.two_told = Some(at);
        }
        goes_on && is_due
    }

    /// Another card that is in view together with this one.
    fn rival(&self, at: Instant, index: usize) -> Option<&Seen> {
        let this = self.seen.get(index).filter(|seen| seen.is_card())?;
        self.seen.iter().enumerate().find_map(|(other, seen)| {
            let is_near = at.saturating_duration_since(seen.last) < TOGETHER;
            let is_other_code = seen.is_sure || this.is_sure || distance(seen.middle, this.middle) > SAME_PLACE;
            (other != index && seen.is_card() && seen.is_certain() && is_near && is_other_code).then_some(seen)
        })
    }

    /// Whether other readings of the same stripes speak against this one: those that came since it did, or just before.
    /// What was there earlier is another card, and gone: were it to speak against this one, and this one against the
    /// next, none would be read any more where a card is seen in few frames.
    fn is_outvoted(&self, at: Instant, index: usize) -> bool {
        let Some(this) = self.seen.get(index) else { return true };
        !this.is_sure
            && self.seen.iter().enumerate().any(|(other, seen)| {
                let is_misread = !seen.is_sure && distance(seen.middle, this.middle) <= SAME_PLACE;
                let is_fresh = at.saturating_duration_since(seen.last) < self.out_of_sight();
                let is_of_now = this.since.saturating_duration_since(seen.last) < TOGETHER;
                other != index
                    && seen.is_card()
                    && is_misread
                    && is_fresh
                    && is_of_now
                    && !seen.is_held_on()
                    && seen.frames * 2 >= this.frames
            })
    }

    fn outcome(&mut self, at: Instant, index: usize, now: &[usize]) -> Option<Outcome> {
        let beside = now.iter().filter_map(|&other| self.seen.get(other)).filter(|seen| seen.is_card()).count();
        let waits = beside > 1 || self.rival(at, index).is_some() || self.is_outvoted(at, index);
        let seen = self.seen.get_mut(index)?;
        if !seen.is_card() {
            return None;
        }
        let since_read = seen.read.map(|read| at.saturating_duration_since(read));
        match since_read {
            Some(ago) if seen.is_held_on() || ago < AGAIN_AFTER => {
                // Held on: only after a moment. Shown anew: at once, and once.
                let is_due = !seen.is_held_on() || ago >= STILL_HELD;
                let tells = is_due && !seen.is_told && seen.is_certain();
                seen.is_told |= tells;
                tells.then_some(Outcome::AlreadyRead)
            }
            _ if waits || !seen.is_certain() => None,
            _ => {
                seen.read = Some(at);
                seen.is_told = false;
                Some(Outcome::Read(seen.text.clone()))
            }
        }
    }

    /// What to tell of a code that is no card.
    fn stranger(&mut self, at: Instant, symbol: &Symbol) -> Option<Outcome> {
        let content = content(&symbol.text);
        let Content::Stranger(_) = &content else { return None };
        let card_matters = self.seen.iter().any(|seen| seen.is_card() && at.saturating_duration_since(seen.last) < CARD_MATTERS);
        let seen = self.seen.iter_mut().find(|seen| seen.content == content)?;
        let agreeing = if symbol.format == Format::Qr { AGREEING } else { AGREEING_STRANGER };
        if card_matters || seen.frames < agreeing || symbol.text.trim().chars().count() < SHORTEST_STRANGER {
            return None;
        }
        let Some(read) = seen.read else {
            (seen.read, seen.is_told) = (Some(at), true);
            return Some(Outcome::Read(symbol.text.clone()));
        };
        let was_away = seen.since.saturating_duration_since(read) >= STRANGER_AGAIN;
        if seen.is_told || !was_away || seen.reminders >= REMINDERS {
            return None;
        }
        (seen.read, seen.is_told, seen.reminders) = (Some(at), true, seen.reminders + 1);
        Some(Outcome::NotACard)
    }
}

fn content(text: &str) -> Content {
    CardNumber::parse(text).map_or_else(|_| Content::Stranger(text.trim().to_owned()), Content::Card)
}

fn distance(one: (i32, i32), two: (i32, i32)) -> i32 {
    one.0.saturating_sub(two.0).saturating_abs().max(one.1.saturating_sub(two.1).saturating_abs())
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
