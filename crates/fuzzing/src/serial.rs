//! The bytes of a serial scanner.

use kaikuasema_devices::Suffix;
use kaikuasema_devices::line::{Lines, Reading};
use kaikuasema_devices::text;
use std::time::{Duration, Instant};

/// Longer than any pause that a scan may have.
const LONG_AFTER: Duration = Duration::from_secs(60);

/// The first byte chooses the suffix, the rest comes from the port: in one piece, byte by byte, and in pieces of
/// its own choosing. The same scans must come out.
///
/// # Panics
/// When they differ, when a scan is empty or longer than the longest, or when something is left over at the end.
pub fn serial_line(data: &[u8]) {
    let Some((first, bytes)) = data.split_first() else { return };
    let suffix = [Suffix::Any, Suffix::Enter, Suffix::Tab, Suffix::None][usize::from(first % 4)];
    let at = Instant::now();
    let whole = readings(suffix, std::iter::once(bytes), at);
    assert_eq!(whole, readings(suffix, bytes.chunks(1), at), "byte by byte something else is read");
    let size = usize::from(first / 4) + 1;
    assert_eq!(whole, readings(suffix, bytes.chunks(size), at), "in pieces of {size} something else is read");
}

fn readings<'a>(suffix: Suffix, pieces: impl Iterator<Item = &'a [u8]>, at: Instant) -> Vec<Reading> {
    let mut lines = Lines::new(suffix, None);
    let mut readings = Vec::new();
    for piece in pieces {
        lines.push(piece, at, &mut readings);
    }
    lines.settle(at + LONG_AFTER, &mut readings);
    assert_eq!(lines.due(), None, "something waits for ever");
    assert_eq!(lines.cut_off(), None, "something is left over");
    for reading in &readings {
        if let Reading::Text(text, _) = reading {
            assert!(!text.is_empty() && text.len() <= text::LONGEST, "a scan of {} bytes", text.len());
        }
    }
    readings
}
