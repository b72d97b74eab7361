//! From the bytes of a serial port to scans, pure: where a scan ends, what is dropped and what is told of it.
//!
//! A scan ends where an end of line came and nothing more is there, or else after a pause. A QR code may hold several
//! lines: those that came together are one text, which is no card number; those that follow right after what was told
//! are dropped. Bytes that waited are never taken for a pause: whoever feeds this says so, by [`Codes::settle`], only
//! once the port had nothing more. Two scans joined by mistake are refused; one that is cut could be another card's.
//!
//! So a pause ends a scan only of a reader that is known to send nothing after it: it was set so, or what came without
//! an end came twice alike in a row, as two frames of the camera have to agree on a Code 39. Until then what comes
//! without its end is waited for, dropped and told, and the card is read again.

use crate::codes::Codes;
use crate::reader::Trouble;
use crate::settings::Suffix;
use crate::text;
use kaikuasema_domain::CardNumber;
use std::fmt;
use std::time::{Duration, Instant};

/// The pause that ends a scan of a reader that sends nothing after it. At 9600 bits a second a character takes
/// a millisecond, and an adapter holds bytes back for 16.
pub const PAUSE: Duration = Duration::from_millis(100);
/// The same where that was not set but showed itself: longer, since a scan cut in two could look like another card's
/// number.
pub const PAUSE_IF_UNKNOWN: Duration = Duration::from_millis(500);
/// How long the end of a scan is waited for, of a reader that sends one as far as is known. What came is dropped
/// then, lest it be joined to the next scan.
pub const PATIENCE: Duration = Duration::from_secs(2);
/// A line that begins sooner than this after the end of the one before belongs to the same code: scanners send the
/// lines of one code without a pause, and an adapter holds bytes back for 16 ms. Two scans by hand are hundreds of
/// milliseconds apart.
pub const BETWEEN_LINES: Duration = Duration::from_millis(25);

/// What the bytes came to.
///
/// [`fmt::Debug`] leaves the text out: it may be a card's number.
#[derive(Clone, PartialEq, Eq)]
pub enum Reading {
    /// A scan, and when its last byte came.
    Text(String, Instant),
    /// Something that is no use.
    Trouble(Trouble),
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text, at) => write!(f, "Text({} characters, {at:?})", text.chars().count()),
            Self::Trouble(trouble) => f.debug_tuple("Trouble").field(trouble).finish(),
        }
    }
}

/// What becomes of a code that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is told.
    Told,
    /// It was too long, told already, and is dropped up to its end.
    TooLong,
    /// It is the rest of a code whose beginning was told, and is dropped.
    Rest,
}

/// Parts a reader's bytes into scans.
///
/// How the bytes are split into reads does not matter, and neither do ends of line that come doubled.
pub struct Lines {
    suffix: Suffix,
    pause: Option<Duration>,
    /// The code that has begun, without what cannot begin one; lines of it with one line feed between.
    bytes: Vec<u8>,
    fate: Fate,
    /// The last that came was an end of line: which.
    end: Option<Suffix>,
    /// What came last without its end and was dropped.
    unended: Option<Vec<u8>>,
    /// The same came twice in a row without an end, and none was seen since: the pause ends its scans.
    is_endless: bool,
    /// What ended the code that was told last.
    ended_by: Suffix,
    /// When the last byte came of what has begun.
    last: Option<Instant>,
    /// When an end of line ended the code before.
    before: Option<Instant>,
    /// That a card's number was dropped with the rest of a code was told.
    is_rest_told: bool,
}

impl fmt::Debug for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lines")
            .field("suffix", &self.suffix)
            .field("bytes", &self.bytes.len())
            .field("fate", &self.fate)
            .finish_non_exhaustive()
    }
}

impl Lines {
    /// For a reader that ends its scans so; `pause` is the longest pause within a scan, where one was set.
    #[must_use]
    pub fn new(suffix: Suffix, pause: Option<Duration>) -> Self {
        Self {
            suffix,
            pause,
            bytes: Vec::new(),
            fate: Fate::Told,
            end: None,
            unended: None,
            is_endless: false,
            ended_by: suffix,
            last: None,
            before: None,
            is_rest_told: false,
        }
    }

    /// How long the next byte is waited for, and whether the scan is whole then.
    fn patience(&self) -> (Duration, bool) {
        match self.suffix {
            _ if self.fate == Fate::Rest => (PAUSE, true),
            Suffix::None => (self.pause.unwrap_or(PAUSE), true),
            _ if self.is_endless => (self.pause.unwrap_or(PAUSE_IF_UNKNOWN), true),
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
        // No line begins with a control character, so a doubled end and padding begin nothing.
        if self.last.is_none() && byte.is_ascii_control() {
            self.before = self.before.map(|before| if is_right_after(before, at) { at } else { before });
            return;
        }
        if self.last.is_none() {
            self.begin(at);
        }
        self.last = Some(at);
        if self.is_end(byte) {
            self.end = self.end.or(Some(if byte == b'\t' { Suffix::Tab } else { Suffix::Enter }));
        } else if !(self.end.is_some() && byte.is_ascii_control()) {
            if self.end.take().is_some() {
                self.keep(b'\n', readings);
            }
            self.keep(byte, readings);
        }
    }

    fn begin(&mut self, at: Instant) {
        match self.before.take() {
            Some(before) if is_right_after(before, at) => self.fate = Fate::Rest,
            before => {
                if before.is_some() {
                    // An end of line and then a pause: one will come again.
                    self.is_endless = false;
                    self.unended = None;
                }
                self.is_rest_told = false;
            }
        }
    }

    fn keep(&mut self, byte: u8, readings: &mut Vec<Reading>) {
        if self.fate == Fate::TooLong {
            return;
        }
        if self.bytes.len() < text::LONGEST {
            self.bytes.push(byte);
            return;
        }
        if self.fate == Fate::Told {
            readings.push(Reading::Trouble(Trouble::TooLong));
        }
        self.bytes.clear();
        self.fate = Fate::TooLong;
    }

    fn finish(&mut self, at: Instant, readings: &mut Vec<Reading>) {
        match self.fate {
            Fate::Told => match text::of(&self.bytes) {
                Ok(Some(text)) => {
                    self.ended_by = self.end.unwrap_or(Suffix::None);
                    readings.push(Reading::Text(text, at));
                }
                Ok(None) => {}
                Err(trouble) => readings.push(Reading::Trouble(trouble)),
            },
            // A card that was scanned, should a busy machine have hidden the pause before it, is never lost silently.
            Fate::Rest if !self.is_rest_told && holds_card(&self.bytes) => {
                self.is_rest_told = true;
                readings.push(Reading::Trouble(Trouble::Garbled));
            }
            Fate::TooLong | Fate::Rest => {}
        }
        self.clear();
    }

    /// No end came in time. That no scan of this reader has one is believed where the same comes again: half a scan
    /// is not cut at the same place twice in a row, and its other half would have brought an end.
    fn miss_end(&mut self, last: Instant, readings: &mut Vec<Reading>) {
        let is_again = self.fate == Fate::Told && self.unended.as_ref().is_some_and(|before| repeats(before, &self.bytes));
        if is_again {
            self.is_endless = true;
            self.finish(last, readings);
            return;
        }
        self.unended = (self.fate == Fate::Told).then(|| self.bytes.clone());
        self.cut_off(readings);
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.fate = Fate::Told;
        self.end = None;
        self.last = None;
        self.before = None;
    }
}

impl Codes for Lines {
    /// Takes in what was read at an instant. Nothing ends here: more of it may be waiting in the port.
    fn push(&mut self, bytes: &[u8], at: Instant, readings: &mut Vec<Reading>) {
        for &byte in bytes {
            self.add(byte, at, readings);
        }
    }

    /// Until when more bytes are waited for before [`Codes::settle`] is asked, if anything has begun; at once where
    /// its end has come.
    fn due(&self) -> Option<Instant> {
        let last = self.last?;
        if self.end.is_some() { Some(last) } else { last.checked_add(self.patience().0) }
    }

    /// Ends what is over, where the port had nothing more until `until`.
    fn settle(&mut self, until: Instant, readings: &mut Vec<Reading>) {
        let Some(last) = self.last else { return };
        if self.end.is_some() {
            self.finish(last, readings);
            self.before = Some(last);
            return;
        }
        let (patience, is_end) = self.patience();
        if until.saturating_duration_since(last) < patience {
            return;
        }
        if is_end {
            self.finish(last, readings);
        } else {
            self.miss_end(last, readings);
        }
    }

    /// The reader was unplugged: what has begun is dropped, unless its end had come.
    fn cut_off(&mut self, readings: &mut Vec<Reading>) {
        if let Some(last) = self.last.filter(|_| self.end.is_some()) {
            self.finish(last, readings);
        } else if self.last.is_some() && self.fate == Fate::Told {
            readings.push(Reading::Trouble(Trouble::CutOff));
        }
        self.clear();
    }

    fn ended_by(&self) -> Option<Suffix> {
        Some(self.ended_by)
    }
}

/// Whether what came before is the same as what came now, once or several times: a card is read again and again where
/// nothing happens.
fn repeats(before: &[u8], now: &[u8]) -> bool {
    !now.is_empty() && !before.is_empty() && before.chunks(now.len()).all(|part| part == now)
}

fn is_right_after(before: Instant, at: Instant) -> bool {
    at.saturating_duration_since(before) < BETWEEN_LINES
}

/// Whether one of the lines is a card's number.
fn holds_card(bytes: &[u8]) -> bool {
    String::from_utf8_lossy(bytes).lines().any(|line| CardNumber::parse(line).is_ok())
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
