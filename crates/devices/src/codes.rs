//! A reader that sends bytes, read to its end: waits, hands on what came, ends what is over, tells what was read.

use crate::driver::{Came, Ended, Out};
use crate::line::Reading;
use crate::settings::Suffix;
use std::time::{Duration, Instant};

/// Parts what came into codes. Pure.
pub trait Codes {
    /// Takes in what was read at an instant. Nothing ends here that more of it may follow on: that may be waiting.
    fn push(&mut self, bytes: &[u8], at: Instant, readings: &mut Vec<Reading>);
    /// Until when more is waited for before [`Codes::settle`] is asked, if anything has begun.
    fn due(&self) -> Option<Instant>;
    /// Ends what is over, where nothing more came until `until`.
    fn settle(&mut self, until: Instant, readings: &mut Vec<Reading>);
    /// Drops what has begun, because its end will not come.
    fn cut_off(&mut self, readings: &mut Vec<Reading>);
    /// What ended the code that was told last, of readers that can be set to end their codes with one thing or another.
    fn ended_by(&self) -> Option<Suffix> {
        None
    }
}

/// Reads until the reader is unplugged or shall stop.
///
/// `wait` waits for bytes, at least as long as the pause it is given before it says that nothing came. `has_slept`
/// tells whether the machine slept since it was asked before: what had begun then is not gone on with now.
pub(crate) fn read(
    codes: &mut impl Codes,
    out: &Out,
    buffer: &mut [u8],
    mut wait: impl FnMut(&mut [u8], Option<Duration>) -> Came,
    mut has_slept: impl FnMut() -> bool,
) -> Ended {
    let mut readings = Vec::new();
    let mut ended_by = out.suffix();
    loop {
        // Before the wait: what comes after it may wait in the system while this thread does not run.
        let now = Instant::now();
        let pause = codes.due().map(|due| due.saturating_duration_since(now));
        let came = wait(buffer, pause);
        let at = Instant::now();
        if has_slept() {
            codes.cut_off(&mut readings);
        }
        match came {
            Came::Bytes(count) => codes.push(buffer.get(..count).unwrap_or_default(), at, &mut readings),
            Came::Nothing => codes.settle(now + pause.unwrap_or_default(), &mut readings),
            // It is also stopped to be opened anew with another profile: what was read before is told.
            Came::HangUp | Came::Stop => codes.cut_off(&mut readings),
        }
        for reading in readings.drain(..) {
            match reading {
                Reading::Text(text, at) => {
                    if let Some(suffix) = codes.ended_by().filter(|suffix| *suffix != ended_by) {
                        ended_by = suffix;
                        out.ended_by(suffix);
                    }
                    out.scanned(text, at);
                }
                Reading::Trouble(trouble) => out.troubled(trouble),
            }
        }
        match came {
            Came::HangUp => return Ended::Unplugged,
            Came::Stop => return Ended::Stopped,
            Came::Bytes(_) | Came::Nothing => {}
        }
    }
}

#[cfg(test)]
#[path = "codes_tests.rs"]
mod tests;
