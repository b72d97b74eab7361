//! Looking at frames: the newest only, never more of them than are of use.

use super::Out;
use super::lane::Patient;
use super::pulse::Pulse;
use super::stillness::Stillness;
use crate::camera::frame::Frame;
use crate::camera::luma::Picture;
use crate::camera::wire::{self, Format, LONGEST_TEXT, MOST_SYMBOLS, Reading, Symbol, Told};
use kaikuasema_decode::{FrameReader, Luma, Point};
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// At most twenty frames a second are looked at; of thirty, every other one.
const LOOK_GAP: Duration = Duration::from_millis(48);
/// Where the cheap way of looking takes so long, a heavier one has its turn in every other frame only.
const HEAVIER_WITHIN: Duration = Duration::from_millis(60);
/// Heavier ways of looking that are further apart do not follow each other: the camera was off between them.
const PAUSE: Duration = Duration::from_secs(2);
/// At most about fifteen pictures a second are shown.
const SHOW_GAP: Duration = Duration::from_millis(60);
/// The picture in the window is no larger.
const SHOWN: (u32, u32) = (640, 480);
/// A larger frame is made smaller before it is looked at: no code needs it, and it would take too long.
const LOOKED_AT: (u32, u32) = (2048, 1536);
/// So long nothing but black is a closed cover, not a moment of exposure.
const DARK_FOR: Duration = Duration::from_secs(1);

/// Finds codes in a picture.
pub trait Look: Send {
    /// The codes in it. Called for one frame after the other of the same camera.
    fn look(&mut self, picture: &Picture) -> Vec<Symbol>;

    /// How long it takes now until a picture was looked at in every way there is; zero where that is not known.
    fn turn(&self) -> Duration {
        Duration::ZERO
    }
}

/// Codes of every sort that the station reads.
pub(super) fn codes() -> Box<dyn Look> {
    Box::new(Patient::new(Box::new(Codes::of(FrameReader::new())), Box::new(Codes::of(FrameReader::of_ours()))))
}

/// The project's own readers: a cheap way for each frame, and one heavier way after the other.
struct Codes {
    reader: FrameReader,
    is_turn_of_heavier: bool,
    pace: Pace,
}

/// How fast the heavier ways of looking follow each other.
#[derive(Default)]
struct Pace {
    last: Option<Instant>,
    gap: Duration,
}

impl Pace {
    /// One had its turn in a frame that came up at this instant.
    fn heavier(&mut self, at: Instant) {
        let gap = self.last.replace(at).map(|last| at.saturating_duration_since(last));
        if let Some(gap) = gap.filter(|gap| *gap < PAUSE) {
            // The mean of the last ones, so that one slow frame is not taken for a slow machine.
            self.gap = if self.gap.is_zero() { gap } else { (self.gap * 7 + gap) / 8 };
        }
    }

    /// None had, for nothing was left to look for.
    fn idle(&mut self) {
        self.last = None;
    }

    fn turn(&self) -> Duration {
        self.gap * u32::try_from(FrameReader::rotation()).unwrap_or(u32::MAX)
    }
}

impl Codes {
    fn of(reader: FrameReader) -> Self {
        Self { reader, is_turn_of_heavier: true, pace: Pace::default() }
    }
}

impl Look for Codes {
    fn look(&mut self, picture: &Picture) -> Vec<Symbol> {
        let began = Instant::now();
        let Some(luma) = luma(picture) else { return Vec::new() };
        self.is_turn_of_heavier = !self.is_turn_of_heavier;
        let (mut looked_harder, is_turn) = (false, self.is_turn_of_heavier);
        let mut found = self.reader.read(&luma, || {
            looked_harder = is_turn || began.elapsed() <= HEAVIER_WITHIN;
            !looked_harder
        });
        if looked_harder {
            self.pace.heavier(began);
        } else if !found.is_empty() {
            self.pace.idle();
        }
        // A reader stops at the first QR code that it finds. Whether there is a second one must be known before the
        // first is taken.
        if let Some(first) = found.iter().find(|symbol| symbol.format == kaikuasema_decode::Format::Qr) {
            found.extend(beside(&self.reader, picture, first.corners));
        }
        found.into_iter().map(symbol).collect()
    }

    fn turn(&self) -> Duration {
        self.pace.turn()
    }
}

fn luma(picture: &Picture) -> Option<Luma<'_>> {
    Luma::new(picture.width as usize, picture.height as usize, &picture.luma).ok()
}

/// What is found beside a code when that is covered: in a quarter of the pixels, which takes a quarter of the time.
fn beside(reader: &FrameReader, picture: &Picture, corners: [Point; 4]) -> Vec<kaikuasema_decode::Symbol> {
    const SMALLER: u32 = 2;
    let mut small = picture.within(picture.width / SMALLER, picture.height / SMALLER);
    if small.width == picture.width {
        return Vec::new();
    }
    let [left, top, right, bottom] = around(corners).map(|side| side / SMALLER as usize);
    for row in small.luma.chunks_exact_mut(small.width as usize).take(bottom).skip(top) {
        row.iter_mut().take(right).skip(left).for_each(|pixel| *pixel = 128);
    }
    let mut found = luma(&small).map(|luma| reader.glance(&luma)).unwrap_or_default();
    for corner in found.iter_mut().flat_map(|symbol| &mut symbol.corners) {
        (corner.x, corner.y) = (corner.x * SMALLER as f32, corner.y * SMALLER as f32);
    }
    found
}

/// The sides of a box that surely holds all of a code: its corners may be told within it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "places in a picture; what lies outside is cut off")]
fn around(corners: [Point; 4]) -> [usize; 4] {
    let [xs, ys] = [corners.map(|corner| corner.x), corners.map(|corner| corner.y)];
    let least = |sides: [f32; 4]| sides.into_iter().fold(f32::INFINITY, f32::min);
    let most = |sides: [f32; 4]| sides.into_iter().fold(0.0, f32::max);
    let margin = (most(xs) - least(xs)).max(most(ys) - least(ys)) * 0.25;
    [least(xs) - margin, least(ys) - margin, most(xs) + margin, most(ys) + margin].map(|side| side.max(0.0) as usize)
}

fn symbol(symbol: kaikuasema_decode::Symbol) -> Symbol {
    let format = match symbol.format {
        kaikuasema_decode::Format::Qr => Format::Qr,
        kaikuasema_decode::Format::Code39 => Format::Code39,
    };
    let mean = |sides: [f32; 4]| sides.into_iter().sum::<f32>() / 4.0;
    #[expect(clippy::cast_possible_truncation, reason = "a place in a picture, in whole pixels")]
    let middle = (mean(symbol.corners.map(|corner| corner.x)) as i32, mean(symbol.corners.map(|corner| corner.y)) as i32);
    Symbol { text: symbol.text, format, middle }
}

/// Where the newest frame waits.
#[derive(Default)]
pub(super) struct Slot {
    frame: Mutex<Option<Frame>>,
    came: Condvar,
}

impl Slot {
    /// This is the newest now; an older one that nobody took is gone.
    pub(super) fn put(&self, frame: Frame) {
        *self.frame.lock().unwrap_or_else(PoisonError::into_inner) = Some(frame);
        self.came.notify_one();
    }

    /// Waits for a frame.
    fn take(&self) -> Frame {
        let mut waiting = self.frame.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            match waiting.take() {
                Some(frame) => return frame,
                None => waiting = self.came.wait(waiting).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// Looks at frames for ever.
pub(super) fn run(slot: &Slot, mut look: Box<dyn Look>, out: &Out, pulse: &Pulse) {
    let mut looked: Option<Instant> = None;
    let mut shown: Option<Instant> = None;
    let mut darkness = Darkness::default();
    let mut stillness = Stillness::default();
    loop {
        let frame = slot.take();
        if looked.is_some_and(|looked| frame.at.saturating_duration_since(looked) < LOOK_GAP) {
            continue;
        }
        looked = Some(frame.at);
        pulse.looking();
        // A panic in a decoder, of the frame or of codes, costs this frame only.
        let picture = panic::catch_unwind(|| Picture::of(&frame));
        if let Ok(Ok(picture)) = picture {
            pulse.picture();
            let picture = if picture.width > LOOKED_AT.0 || picture.height > LOOKED_AT.1 {
                picture.within(LOOKED_AT.0, LOOKED_AT.1)
            } else {
                picture
            };
            let small = picture.within(SHOWN.0, SHOWN.1);
            if stillness.is_due(&small) {
                let symbols = panic::catch_unwind(AssertUnwindSafe(|| look.look(&picture))).unwrap_or_default();
                if !symbols.is_empty() {
                    stillness.found();
                    out.tell(Told::Read(reading(frame.at, look.turn(), symbols)));
                }
            }
            if shown.is_none_or(|shown| frame.at.saturating_duration_since(shown) >= SHOW_GAP) {
                shown = Some(frame.at);
                if let Some(is_dark) = darkness.seen(frame.at, small.is_dark()) {
                    out.tell(Told::Dark(is_dark));
                }
                out.show(&small);
            }
        }
        pulse.looked();
    }
}

fn reading(at: Instant, turn: Duration, mut symbols: Vec<Symbol>) -> Reading {
    symbols.truncate(MOST_SYMBOLS);
    for symbol in &mut symbols {
        if symbol.text.len() > LONGEST_TEXT {
            symbol.text = symbol.text.chars().take(LONGEST_TEXT / 4).collect();
        }
    }
    let age_us = u64::try_from(at.elapsed().as_micros()).unwrap_or(u64::MAX);
    let at_us = wire::common_clock().and_then(|now| now.checked_sub(age_us));
    Reading { age_us, at_us, turn_ms: u64::try_from(turn.as_millis()).unwrap_or(u64::MAX), symbols }
}

/// Tells darkness that lasts from a moment of it.
#[derive(Default)]
struct Darkness {
    since: Option<Instant>,
    is_told: bool,
}

impl Darkness {
    /// A picture was dark or not; gives what there is to tell.
    fn seen(&mut self, at: Instant, is_dark: bool) -> Option<bool> {
        if is_dark {
            let since = *self.since.get_or_insert(at);
            let is_due = !self.is_told && at.saturating_duration_since(since) >= DARK_FOR;
            self.is_told |= is_due;
            return is_due.then_some(true);
        }
        self.since = None;
        std::mem::take(&mut self.is_told).then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::camera::frame::Encoding;
    use crate::camera::wire::Format;
    use bytes::Bytes;

    #[test]
    fn what_is_covered_is_all_of_a_code_and_stays_within_the_picture() {
        let corner = |x, y| Point { x, y };
        let corners = [corner(100.0, 40.0), corner(200.0, 40.0), corner(200.0, 140.0), corner(100.0, 140.0)];
        assert_eq!(around(corners), [75, 15, 225, 165]);
        assert_eq!(around([corner(0.0, 0.0), corner(40.0, 0.0), corner(40.0, 40.0), corner(0.0, 40.0)]), [0, 0, 50, 50]);
    }

    #[test]
    fn a_turn_is_measured_where_the_heavier_ways_follow_each_other() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut pace = Pace::default();
        assert_eq!(pace.turn(), Duration::ZERO);
        (0..20).for_each(|n| pace.heavier(at(n * 200)));
        let turn = Duration::from_millis(200) * u32::try_from(FrameReader::rotation()).unwrap();
        assert_eq!(pace.turn(), turn);
        // The camera was off, or a card was held on that needs no heavier way.
        pace.heavier(at(60_000));
        pace.idle();
        pace.heavier(at(61_000));
        assert_eq!(pace.turn(), turn);
    }

    #[test]
    fn only_the_newest_frame_is_taken() {
        let slot = Slot::default();
        for width in 1..=3 {
            slot.put(Frame { width, height: 1, encoding: Encoding::Grey, data: Bytes::new(), at: Instant::now() });
        }
        assert_eq!(slot.take().width, 3);
        assert!(slot.frame.lock().unwrap().is_none());
    }

    #[test]
    fn darkness_is_told_when_it_lasts_and_its_end_at_once() {
        let start = Instant::now();
        let at = |ms| start + Duration::from_millis(ms);
        let mut darkness = Darkness::default();
        assert_eq!(darkness.seen(at(0), true), None);
        assert_eq!(darkness.seen(at(500), false), None);
        assert_eq!(darkness.seen(at(600), true), None);
        assert_eq!(darkness.seen(at(1700), true), Some(true));
        assert_eq!(darkness.seen(at(1800), true), None);
        assert_eq!(darkness.seen(at(1900), false), Some(false));
        assert_eq!(darkness.seen(at(2000), false), None);
    }

    #[test]
    fn a_text_that_no_card_has_is_cut_and_no_frame_holds_too_many() {
        let symbol = Symbol { text: "ä".repeat(7000), format: Format::Qr, middle: (0, 0) };
        let reading = reading(Instant::now(), Duration::ZERO, vec![symbol; 30]);
        assert_eq!(reading.symbols.len(), MOST_SYMBOLS);
        assert!(reading.symbols.iter().all(|symbol| symbol.text.len() <= LONGEST_TEXT && !symbol.text.is_empty()));
    }
}
