//! The kernel's events of a held keyboard.

use kaikuasema_devices::keyboard::{Input, Stream, Told};
use kaikuasema_devices::wedge::{Layout, Manner};
use kaikuasema_devices::{Profile, Suffix, text};
use std::time::{Duration, Instant};

/// Longer than any pause that a scan may have.
const LONG_AFTER: Duration = Duration::from_secs(60);

/// The layouts that a scanner may be set to.
const LAYOUTS: [Layout; 8] =
    [Layout::Any, Layout::Us, Layout::Nordic, Layout::German, Layout::French, Layout::British, Layout::Typed, Layout::Any];

/// The first byte chooses suffix and layout. Then two bytes are one event: which key, what it did, how long after the
/// one before.
///
/// # Panics
/// When a scan is longer than the longest, or when something is held for ever.
pub fn key_stream(data: &[u8]) {
    let Some((first, events)) = data.split_first() else { return };
    let suffix = [Suffix::Any, Suffix::Enter, Suffix::Tab, Suffix::None][usize::from(first % 4)];
    let layout = LAYOUTS[usize::from(first >> 2 & 7)];
    let mut stream = Stream::new(Manner::of_held(&Profile { suffix, layout, ..Profile::default() }));
    let mut now = Instant::now();
    for event in events.chunks_exact(2) {
        now += Duration::from_millis(u64::from(event[1] >> 2));
        let input = match event[0] {
            255 => Input::Lost,
            254 => Input::Report,
            code => Input::Key { code: u16::from(code), value: i32::from(event[1] & 3) },
        };
        judge(stream.settle(now));
        judge(stream.feed(input, now));
        if stream.asks_for_keys() {
            judge(Some(stream.resume([u16::from(event[1])], now)));
        }
    }
    judge(stream.settle(now + LONG_AFTER));
    judge(stream.cut_off());
    assert_eq!(stream.cut_off(), None, "something is left over");
}

fn judge(told: Option<Told>) {
    if let Some(Told::Scan(observed)) = told {
        let length = observed.text.chars().count();
        assert!(length > 0 && length <= text::LONGEST, "a scan of {length} characters");
    }
}
