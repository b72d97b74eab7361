//! From the bytes of a serial port to scans, pure: where a scan ends, what is dropped and what is told of it.

use crate::reader::Trouble;
use crate::settings::Suffix;
use crate::text;
use std::time::{Duration, Instant};

/// The pause that ends a scan of a reader that sends nothing after it. At 9600 bits a second a character takes
/// a millisecond, and an adapter holds bytes back for 16.
pub const PAUSE: Duration = Duration::from_millis(100);
/// The same where it is not known whether an end of line will come: longer, since a scan cut in two could look
/// like another card's number.
pub const PAUSE_IF_UNKNOWN: Duration = Duration::from_millis(500);
/// How long the end of a scan is waited for, of a reader that sends one. What came is dropped then, lest it be
/// joined to the next scan.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// What the bytes came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// A scan, and when its last byte came.
    Text(String, Instant),
    /// Something that is no use.
    Trouble(Trouble),
}

/// Parts a reader's bytes into scans.
///
/// How the bytes are split into reads does not matter, and neither do ends of line that come doubled.
#[derive(Debug)]
pub struct Lines {
    suffix: Suffix,
    pause: Option<Duration>,
    /// The scan that has begun, without what cannot begin one.
    bytes: Vec<u8>,
    /// It was too long: told already, and dropped up to its end.
    is_dropping: bool,
    /// An end of line came before, so one will come again.
    ends_lines: bool,
    /// When the last byte came that counts.
    last: Option<Instant>,
}

impl Lines {
    /// For a reader that ends its scans so; `pause` is the longest pause within a scan, where one was set.
    #[must_use]
    pub fn new(suffix: Suffix, pause: Option<Duration>) -> Self {
        Self { suffix, pause, bytes: Vec::new(), is_dropping: false, ends_lines: false, last: None }
    }

    /// Takes in what came at an instant.
    pub fn push(&mut self, bytes: &[u8], at: Instant, readings: &mut Vec<Reading>) {
        self.settle(at, readings);
        for &byte in bytes {
            if self.is_end(byte) {
                self.ends_lines |= !self.bytes.is_empty();
                self.finish(at, readings);
            } else {
                self.add(byte, at, readings);
            }
        }
    }

    /// When a pause ends what has begun, if anything has.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        self.last?.checked_add(self.patience().0)
    }

    /// Ends what has begun where the pause is over by now.
    pub fn settle(&mut self, now: Instant, readings: &mut Vec<Reading>) {
        let Some(last) = self.last else { return };
        let (patience, is_end) = self.patience();
        if now.saturating_duration_since(last) < patience {
            return;
        }
        if is_end {
            self.finish(last, readings);
        } else {
            readings.extend(self.cut_off().map(Reading::Trouble));
        }
    }

    /// Drops what has begun, because its end will not come: the reader was unplugged.
    pub fn cut_off(&mut self) -> Option<Trouble> {
        let is_cut = !self.bytes.is_empty();
        self.clear();
        is_cut.then_some(Trouble::CutOff)
    }

    /// How long the next byte is waited for, and whether the scan is whole then.
    fn patience(&self) -> (Duration, bool) {
        match self.suffix {
            Suffix::None => (self.pause.unwrap_or(PAUSE), true),
            Suffix::Any if !self.ends_lines => (self.pause.unwrap_or(PAUSE_IF_UNKNOWN), true),
            Suffix::Any | Suffix::Enter | Suffix::Tab => (PATIENCE, false),
        }
    }

    fn is_end(&self, byte: u8) -> bool {
        match self.suffix {
            Suffix::Any => matches!(byte, b'\r' | b'\n' | b'\t'),
            Suffix::Enter => matches!(byte, b'\r' | b'\n'),
            Suffix::Tab => byte == b'\t',
            Suffix::None => false,
        }
    }

    fn add(&mut self, byte: u8, at: Instant, readings: &mut Vec<Reading>) {
        if self.is_dropping {
            self.last = Some(at);
            return;
        }
        // No code begins with a control character, so a doubled end and padding begin nothing.
        if self.bytes.is_empty() && byte.is_ascii_control() {
            return;
        }
        self.last = Some(at);
        if self.bytes.len() < text::LONGEST {
            self.bytes.push(byte);
        } else {
            readings.push(Reading::Trouble(Trouble::TooLong));
            self.bytes.clear();
            self.is_dropping = true;
        }
    }

    fn finish(&mut self, at: Instant, readings: &mut Vec<Reading>) {
        match text::of(&self.bytes) {
            Ok(Some(text)) => readings.push(Reading::Text(text, at)),
            Ok(None) => {}
            Err(trouble) => readings.push(Reading::Trouble(trouble)),
        }
        self.clear();
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.is_dropping = false;
        self.last = None;
    }
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
