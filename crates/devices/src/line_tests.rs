//! Tests of how bytes become scans.

use super::*;
use proptest::prelude::*;

const CARD: &str = "A9912345678";

fn start() -> Instant {
    Instant::now()
}

/// What one reader's bytes come to, sent at once.
fn read(suffix: Suffix, bytes: &[u8]) -> Vec<Reading> {
    let at = start();
    let mut lines = Lines::new(suffix, None);
    let mut readings = Vec::new();
    lines.push(bytes, at, &mut readings);
    readings
}

fn texts(readings: &[Reading]) -> Vec<&str> {
    readings
        .iter()
        .map(|reading| match reading {
            Reading::Text(text, _) => text.as_str(),
            Reading::Trouble(Trouble::TooLong) => "(too long)",
            Reading::Trouble(Trouble::Garbled) => "(garbled)",
            Reading::Trouble(Trouble::CutOff) => "(cut off)",
        })
        .collect()
}

#[test]
fn every_sort_of_end_ends_a_scan_and_doubled_ones_give_no_empty_scan() {
    for end in ["\r", "\n", "\r\n", "\n\r", "\t", "\r\r", "\r\n\r\n", "\t\r\n", "\0\r"] {
        let bytes = format!("{CARD}{end}{CARD}{end}");
        assert_eq!(texts(&read(Suffix::Any, bytes.as_bytes())), [CARD, CARD], "{end:?}");
    }
    for (suffix, end) in [(Suffix::Enter, "\r"), (Suffix::Enter, "\r\n"), (Suffix::Tab, "\t"), (Suffix::Tab, "\t\r\n")] {
        let bytes = format!("{CARD}{end}{CARD}{end}");
        assert_eq!(texts(&read(suffix, bytes.as_bytes())), [CARD, CARD], "{suffix:?} {end:?}");
    }
}

#[test]
fn only_the_end_that_was_set_ends_a_scan() {
    assert_eq!(texts(&read(Suffix::Enter, b"a\tb\r")), ["a\tb"]);
    assert_eq!(texts(&read(Suffix::Tab, b"a\r\nb\t")), ["a\r\nb"]);
}

#[test]
fn a_scan_is_told_with_the_instant_of_its_last_byte() {
    let at = start();
    let mut lines = Lines::new(Suffix::Any, None);
    let mut readings = Vec::new();
    lines.push(b"A99", at, &mut readings);
    lines.push(b"12345678", at + Duration::from_millis(3), &mut readings);
    lines.push(b"\r", at + Duration::from_millis(5), &mut readings);
    assert_eq!(readings, [Reading::Text(CARD.into(), at + Duration::from_millis(5))]);
}

#[test]
fn a_half_arrived_scan_is_kept_across_time_outs() {
    for suffix in [Suffix::Any, Suffix::Enter, Suffix::Tab] {
        let at = start();
        let mut lines = Lines::new(suffix, None);
        let mut readings = Vec::new();
        lines.push(b"A9912", at, &mut readings);
        for ms in [200, 400] {
            lines.settle(at + Duration::from_millis(ms), &mut readings);
        }
        let end: &[u8] = if suffix == Suffix::Tab { b"345678\t" } else { b"345678\r" };
        lines.push(end, at + Duration::from_millis(450), &mut readings);
        assert_eq!(texts(&readings), [CARD], "{suffix:?}");
    }
}

#[test]
fn without_a_suffix_the_pause_ends_a_scan() {
    let at = start();
    let mut lines = Lines::new(Suffix::None, None);
    let mut readings = Vec::new();
    lines.push(CARD.as_bytes(), at, &mut readings);
    assert_eq!(lines.due(), Some(at + PAUSE));
    lines.settle(at + PAUSE - Duration::from_millis(1), &mut readings);
    assert!(readings.is_empty());
    lines.settle(at + PAUSE, &mut readings);
    assert_eq!(readings, [Reading::Text(CARD.into(), at)]);
    assert_eq!(lines.due(), None);
    // The same where nobody looked meanwhile.
    lines.push(b"first", at, &mut readings);
    lines.push(b"second", at + PAUSE * 2, &mut readings);
    assert_eq!(texts(&readings), [CARD, "first"]);
}

#[test]
fn a_pause_that_was_set_counts_for_who_sends_no_suffix() {
    let pause = Duration::from_millis(40);
    for suffix in [Suffix::None, Suffix::Any] {
        let at = start();
        let mut lines = Lines::new(suffix, Some(pause));
        lines.push(b"x", at, &mut Vec::new());
        assert_eq!(lines.due(), Some(at + pause));
    }
}

#[test]
fn an_unknown_suffix_is_awaited_longer_until_one_was_seen() {
    let at = start();
    let mut lines = Lines::new(Suffix::Any, None);
    let mut readings = Vec::new();
    lines.push(CARD.as_bytes(), at, &mut readings);
    lines.settle(at + PAUSE_IF_UNKNOWN, &mut readings);
    assert_eq!(texts(&readings), [CARD]);
    lines.push(b"\rfirst\r", at + PAUSE_IF_UNKNOWN, &mut readings);
    lines.push(b"half", at + PAUSE_IF_UNKNOWN, &mut readings);
    lines.settle(at + PAUSE_IF_UNKNOWN * 2, &mut readings);
    assert_eq!(texts(&readings), [CARD, "first"], "a reader that ends its lines is waited for");
}

#[test]
fn a_scan_whose_end_never_comes_is_dropped_and_never_joined_to_the_next() {
    for suffix in [Suffix::Enter, Suffix::Tab] {
        let at = start();
        let mut lines = Lines::new(suffix, None);
        let mut readings = Vec::new();
        lines.push(b"A9912", at, &mut readings);
        let bytes: &[u8] = if suffix == Suffix::Tab { b"Y8812345678\t" } else { b"Y8812345678\n" };
        lines.push(bytes, at + PATIENCE, &mut readings);
        assert_eq!(texts(&readings), ["(cut off)", "Y8812345678"]);
    }
}

#[test]
fn unplugged_in_the_middle_the_part_is_dropped_and_told_once() {
    let mut lines = Lines::new(Suffix::Any, None);
    lines.push(b"A9912", start(), &mut Vec::new());
    assert_eq!(lines.cut_off(), Some(Trouble::CutOff));
    assert_eq!(lines.cut_off(), None);
    let mut readings = Vec::new();
    lines.push(b"345678\r", start(), &mut readings);
    assert_eq!(texts(&readings), ["345678"]);
}

#[test]
fn unplugged_between_scans_nothing_is_told() {
    let mut lines = Lines::new(Suffix::Any, None);
    lines.push(b"A9912345678\r\n", start(), &mut Vec::new());
    assert_eq!(lines.cut_off(), None);
}

#[test]
fn seven_thousand_digits_are_dropped_up_to_their_end_and_told_once() {
    let mut bytes = vec![b'7'; 7_089];
    bytes.extend(b"\rA9912345678\r");
    assert_eq!(texts(&read(Suffix::Any, &bytes)), ["(too long)", CARD]);
    // The same in packets, and ended by a pause.
    let at = start();
    let mut lines = Lines::new(Suffix::None, None);
    let mut readings = Vec::new();
    for (n, packet) in [b'7'; 7_089].chunks(64).enumerate() {
        lines.push(packet, at + Duration::from_millis(n as u64), &mut readings);
    }
    let later = lines.due().unwrap();
    lines.push(CARD.as_bytes(), later, &mut readings);
    lines.settle(later + PAUSE, &mut readings);
    assert_eq!(texts(&readings), ["(too long)", CARD]);
}

#[test]
fn unplugged_in_a_scan_that_was_too_long_nothing_more_is_told() {
    let mut lines = Lines::new(Suffix::Enter, None);
    lines.push(&[b'7'; 7_089], start(), &mut Vec::new());
    assert_eq!(lines.cut_off(), None);
}

#[test]
fn garbage_is_told_once_a_line_and_the_next_scan_is_read() {
    assert_eq!(texts(&read(Suffix::Any, b"\xff\xfe\x00\xffx\rA9912345678\r")), ["(garbled)", CARD]);
    assert_eq!(texts(&read(Suffix::Any, b"A99\x0012\x1d3\rA9912345678\r")), ["(garbled)", CARD]);
    assert_eq!(texts(&read(Suffix::Any, b"P\xe4iv\xe4\r")), ["(garbled)"], "Latin-1 is not guessed");
    assert_eq!(texts(&read(Suffix::Any, b"\xef\xbb\xbfA9912345678\r")), [CARD]);
    assert_eq!(texts(&read(Suffix::Any, &[0; 100_000])), [""; 0], "padding is nothing");
}

fn suffix() -> impl Strategy<Value = Suffix> {
    prop_oneof![Just(Suffix::Any), Just(Suffix::Enter), Just(Suffix::Tab), Just(Suffix::None)]
}

/// Bytes as scanners send them, and worse.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        4 => "[A-Z][0-9]{9,10}".prop_map(String::into_bytes),
        3 => proptest::sample::select(vec!["\r", "\n", "\r\n", "\t", ""]).prop_map(|end| end.as_bytes().to_vec()),
        2 => proptest::collection::vec(any::<u8>(), 0..40),
        1 => (500_usize..1_200).prop_map(|length| vec![b'7'; length]),
    ];
    proptest::collection::vec(part, 0..20).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn any_chunking_of_the_same_bytes_gives_the_same_scans(
        suffix in suffix(), bytes in stream(), cuts in proptest::collection::vec(0_usize..2_000, 0..30)
    ) {
        let at = start();
        let mut whole = Vec::new();
        let mut lines = Lines::new(suffix, None);
        lines.push(&bytes, at, &mut whole);
        lines.settle(at + PATIENCE, &mut whole);

        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let mut parts = Vec::new();
        let mut lines = Lines::new(suffix, None);
        for cut in cuts.windows(2) {
            lines.settle(at, &mut parts);
            lines.push(&bytes[cut[0]..cut[1]], at, &mut parts);
        }
        lines.settle(at + PATIENCE, &mut parts);
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn no_scan_is_empty_or_longer_than_the_longest(suffix in suffix(), bytes in proptest::collection::vec(any::<u8>(), 0..3_000)) {
        for reading in read(suffix, &bytes) {
            if let Reading::Text(text, _) = reading {
                prop_assert!(!text.trim().is_empty() && text.len() <= text::LONGEST);
            }
        }
    }

    #[test]
    fn every_well_formed_scan_is_read_whatever_garbage_came_before(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let mut bytes = bytes;
        bytes.extend(b"\rA9912345678\r");
        let readings = read(Suffix::Any, &bytes);
        prop_assert_eq!(texts(&readings).last().copied(), Some(CARD));
    }
}
