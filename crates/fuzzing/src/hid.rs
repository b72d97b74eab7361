//! The descriptor and the reports of a HID scanner.

use kaikuasema_devices::codes::Codes;
use kaikuasema_devices::hid::descriptor;
use kaikuasema_devices::hid::report::Joiner;
use kaikuasema_devices::line::Reading;
use kaikuasema_devices::text;
use std::time::{Duration, Instant};

/// Makers with a layout of their own, and one without.
const MAKERS: [u16; 4] = [0x0c2e, 0x1eab, 0x0db5, 0x1234];
/// Longer than any pause that a scan may have.
const LONG_AFTER: Duration = Duration::from_secs(60);

/// The unit of pauses.
const TICK: Duration = Duration::from_millis(4);
/// In the first byte: pauses are told.
const HAS_PAUSES: u8 = 0x80;

/// The first byte chooses the maker, the second says how many bytes of descriptor follow. Then reports, each with
/// one byte of length in front; where the highest bit of the first byte is set, one byte of pause before that.
///
/// # Panics
/// When a scan is empty or longer than the longest, or when something is left over at the end.
pub fn hid_report(data: &[u8]) {
    let [maker, length, rest @ ..] = data else { return };
    let (described, mut rest) = rest.split_at(rest.len().min(usize::from(*length)));
    let mut joiner = Joiner::new(descriptor::parse(described).layouts, MAKERS[usize::from(maker % 4)]);
    let (mut readings, mut at) = (Vec::new(), Instant::now());
    while let Some((next, following)) = rest.split_first() {
        let (length, following) = if maker & HAS_PAUSES == 0 {
            (next, following)
        } else {
            at += TICK * u32::from(*next);
            joiner.settle(at, &mut readings);
            assert!(joiner.due().is_none_or(|due| due > at), "what is due was not settled");
            let Some(split) = following.split_first() else { break };
            split
        };
        let (report, following) = following.split_at(following.len().min(usize::from(*length)));
        joiner.push(report, at, &mut readings);
        rest = following;
    }
    joiner.settle(at + LONG_AFTER, &mut readings);
    assert_eq!(joiner.due(), None, "something waits for ever");
    let told = readings.len();
    joiner.cut_off(&mut readings);
    assert_eq!(readings.len(), told, "something is left over");
    for reading in &readings {
        if let Reading::Text(text, _) = reading {
            assert!(!text.is_empty() && text.len() <= text::LONGEST + 3, "a scan of {} bytes", text.len());
        }
    }
}
