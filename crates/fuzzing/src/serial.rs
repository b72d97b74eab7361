//! The bytes of a serial scanner.

use kaikuasema_devices::Suffix;
use kaikuasema_devices::codes::Codes;
use kaikuasema_devices::line::{BETWEEN_LINES, Lines, Reading};
use kaikuasema_devices::text;
use std::time::{Duration, Instant};

/// Longer than any pause that a scan may have.
const LONG_AFTER: Duration = Duration::from_secs(60);
/// In the pass with pauses: the next byte says how long nothing comes. No UTF-8 holds it.
const PAUSE: u8 = 0xfe;
/// The unit of that.
const TICK: Duration = Duration::from_millis(4);

/// The first byte chooses the suffix, the rest comes from the port: in one piece, byte by byte, and in pieces of
/// its own choosing. The same scans must come out. Then once more with the pauses that it holds.
///
/// # Panics
/// When they differ, when a scan is empty or longer than the longest, when two are told that came without a pause
/// between, when something is left over at the end, or when the next scan is not read.
pub fn serial_line(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else { return };
    let suffix = [Suffix::Any, Suffix::Enter, Suffix::Tab, Suffix::None][usize::from(first % 4)];
    let at = Instant::now();
    let whole = readings(suffix, std::iter::once(bytes), at);
    assert_eq!(whole, readings(suffix, bytes.chunks(1), at), "byte by byte something else is read");
    let size = usize::from(first / 4) + 1;
    assert_eq!(whole, readings(suffix, bytes.chunks(size), at), "in pieces of {size} something else is read");
    with_pauses(suffix, bytes, at);
}

fn readings<'a>(suffix: Suffix, pieces: impl Iterator<Item = &'a [u8]>, at: Instant) -> Vec<Reading> {
    let mut lines = Lines::new(suffix, None);
    let mut readings = Vec::new();
    for piece in pieces {
        lines.push(piece, at, &mut readings);
    }
    end(&mut lines, at + LONG_AFTER, &mut readings);
    readings
}

/// Each byte is found by itself, a millisecond after the one before, and after a pause nothing.
fn with_pauses(suffix: Suffix, bytes: &[u8], mut at: Instant) {
    let (mut lines, mut readings) = (Lines::new(suffix, None), Vec::new());
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        if *byte == PAUSE {
            at += TICK * u32::from(*bytes.next().unwrap_or(&0));
        } else {
            lines.push(&[*byte], at, &mut readings);
            lines.settle(at, &mut readings);
            at += Duration::from_millis(1);
        }
        lines.settle(at, &mut readings);
    }
    end(&mut lines, at + LONG_AFTER, &mut readings);
    let mut told: Option<Instant> = None;
    for reading in &readings {
        if let Reading::Text(_, at) = reading {
            assert!(told.is_none_or(|told| at.duration_since(told) >= BETWEEN_LINES), "two lines of one code are told");
            told = Some(*at);
        }
    }
    let end: &[u8] = if suffix == Suffix::Tab { b"\t" } else { b"\r" };
    lines.push(&[b"A9990000071", end].concat(), at + LONG_AFTER * 2, &mut readings);
    lines.settle(at + LONG_AFTER * 3, &mut readings);
    assert!(matches!(readings.last(), Some(Reading::Text(text, _)) if text == "A9990000071"), "the next scan is not read");
}

fn end(lines: &mut Lines, at: Instant, readings: &mut Vec<Reading>) {
    lines.settle(at, readings);
    assert_eq!(lines.due(), None, "something waits for ever");
    let count = readings.len();
    lines.cut_off(readings);
    assert_eq!(readings.len(), count, "something is left over");
    for reading in readings {
        if let Reading::Text(text, _) = reading {
            assert!(!text.is_empty() && text.len() <= text::LONGEST, "a scan of {} bytes", text.len());
        }
    }
}
