//! From the reports of a HID scanner to scans, pure: reports that go on are joined, what cannot be understood
//! is dropped and told once.

use crate::codes::Codes;
use crate::hid::layout::{self, Layout, Malformed, Part};
use crate::line::Reading;
use crate::reader::Trouble;
use crate::text;
use std::borrow::Cow;
use std::fmt;
use std::time::{Duration, Instant};

/// How long the next report of a scan that goes on is waited for. They come milliseconds apart.
pub const PATIENCE: Duration = Duration::from_millis(500);

/// Joins reports to scans.
///
/// [`fmt::Debug`] tells nothing of what was read: it may be a card's number.
pub struct Joiner {
    layouts: Vec<Layout>,
    vendor: u16,
    begun: Option<Begun>,
}

/// A scan that goes on.
struct Begun {
    aim: Option<[u8; 3]>,
    bytes: Vec<u8>,
    /// It is no use, and told already: dropped up to its end.
    is_dropped: bool,
    /// When its last report came.
    last: Instant,
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Begun").field("bytes", &self.bytes.len()).field("is_dropped", &self.is_dropped).finish_non_exhaustive()
    }
}

impl fmt::Debug for Joiner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Joiner").field("layouts", &self.layouts).field("vendor", &self.vendor).field("begun", &self.begun).finish()
    }
}

impl Joiner {
    /// By what the device's descriptor says; where that is nothing, as the maker of that vendor id does it.
    #[must_use]
    pub fn new(layouts: Vec<Layout>, vendor: u16) -> Self {
        Self { layouts, vendor, begun: None }
    }

    fn layout<'a>(&'a self, report: &[u8]) -> Option<Cow<'a, Layout>> {
        if self.layouts.is_empty() {
            return layout::of_maker(self.vendor, report).map(Cow::Owned);
        }
        self.layouts.iter().find(|layout| layout.fits(report)).map(Cow::Borrowed)
    }

    fn add(&mut self, part: &Part<'_>, at: Instant) -> Option<Trouble> {
        let begun = self.begun.get_or_insert_with(|| Begun { aim: None, bytes: Vec::new(), is_dropped: false, last: at });
        begun.last = at;
        begun.aim = begun.aim.or(part.aim);
        if begun.is_dropped {
            return None;
        }
        if begun.bytes.len() + part.data.len() > text::LONGEST {
            return Some(Trouble::TooLong);
        }
        begun.bytes.extend_from_slice(part.data);
        None
    }

    fn finish(&mut self, at: Instant, readings: &mut Vec<Reading>) {
        let Some(begun) = self.begun.take().filter(|begun| !begun.is_dropped) else { return };
        match text::of(&begun.bytes) {
            Ok(Some(text)) => readings.push(Reading::Text(with_aim(begun.aim, text), at)),
            Ok(None) => {}
            Err(trouble) => readings.push(Reading::Trouble(trouble)),
        }
    }
}

impl Codes for Joiner {
    /// Takes in a report that was read at an instant. One that holds no scanned data is passed over. It may have
    /// waited, so that no pause ends anything here: see [`Codes::settle`].
    fn push(&mut self, report: &[u8], at: Instant, readings: &mut Vec<Reading>) {
        let Some(layout) = self.layout(report) else { return };
        let (is_continued, trouble) = match layout.part(report) {
            Ok(part) => (part.is_continued, self.add(&part, at)),
            // Where it no longer says so: what comes next may belong to it.
            Err(Malformed { is_continued }) => (is_continued.unwrap_or(true), Some(Trouble::Garbled)),
        };
        if let Some(trouble) = trouble {
            let was_dropped = self.begun.as_ref().is_some_and(|begun| begun.is_dropped);
            if !was_dropped {
                readings.push(Reading::Trouble(trouble));
            }
            self.begun = Some(Begun { aim: None, bytes: Vec::new(), is_dropped: true, last: at });
        }
        if !is_continued {
            self.finish(at, readings);
        }
    }

    /// When the next report of a scan that goes on must have come.
    fn due(&self) -> Option<Instant> {
        self.begun.as_ref()?.last.checked_add(PATIENCE)
    }

    /// Drops a scan that does not go on though it should, where no report came until `until`.
    fn settle(&mut self, until: Instant, readings: &mut Vec<Reading>) {
        if self.begun.as_ref().is_some_and(|begun| until.saturating_duration_since(begun.last) >= PATIENCE) {
            self.cut_off(readings);
        }
    }

    /// Drops what has begun, because its end will not come: the reader was unplugged.
    fn cut_off(&mut self, readings: &mut Vec<Reading>) {
        let begun = self.begun.take().filter(|begun| !begun.is_dropped);
        readings.extend(begun.map(|_| Reading::Trouble(Trouble::CutOff)));
    }
}

/// The AIM identifier in front, unless the scanner puts it there itself.
fn with_aim(aim: Option<[u8; 3]>, text: String) -> String {
    let aim = aim.as_ref().and_then(|aim| std::str::from_utf8(aim).ok()).unwrap_or_default();
    if text.starts_with(aim) { text } else { format!("{aim}{text}") }
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
