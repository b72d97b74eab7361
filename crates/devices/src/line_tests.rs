//! Tests of how bytes become scans.

use super::*;
use proptest::prelude::*;

const CARD: &str = "A9912345678";
/// Between two scans by hand.
const BY_HAND: Duration = Duration::from_millis(400);

fn start() -> Instant {
    Instant::now()
}

/// What one reader's bytes come to that come together, and then nothing.
fn read(suffix: Suffix, bytes: &[u8]) -> Vec<Reading> {
    scanned(suffix, &[bytes])
}

/// What several scans by hand come to.
fn scanned(suffix: Suffix, scans: &[&[u8]]) -> Vec<Reading> {
    let (mut lines, mut readings, mut at) = (Lines::new(suffix, None), Vec::new(), start());
    for bytes in scans {
        lines.push(bytes, at, &mut readings);
        lines.settle(at, &mut readings);
        at += BY_HAND;
        lines.settle(at, &mut readings);
    }
    readings
}

/// Bytes that come one each millisecond, as at 9600 bits a second; every one is found by itself.
fn slowly(lines: &mut Lines, bytes: &[u8], from: Instant, readings: &mut Vec<Reading>) -> Instant {
    let mut at = from;
    for byte in bytes {
        lines.push(&[*byte], at, readings);
        lines.settle(at, readings);
        at += Duration::from_millis(1);
    }
    at
}

fn texts(readings: &[Reading]) -> Vec<&str> {
    readings
        .iter()
        .map(|reading| match reading {
            Reading::Text(text, _) => text.as_str(),
            Reading::Trouble(Trouble::TooLong) => "(too long)",
            Reading::Trouble(Trouble::Garbled) => "(garbled)",
            Reading::Trouble(Trouble::CutOff) => "(cut off)",
            Reading::Trouble(Trouble::Astray) => "(astray)",
        })
        .collect()
}

#[test]
fn every_sort_of_end_ends_a_scan_and_doubled_ones_give_no_empty_scan() {
    for end in ["\r", "\n", "\r\n", "\n\r", "\t", "\r\r", "\r\n\r\n", "\t\r\n", "\0\r"] {
        let bytes = format!("{CARD}{end}");
        assert_eq!(texts(&scanned(Suffix::Any, &[bytes.as_bytes(); 2])), [CARD, CARD], "{end:?}");
    }
    for (suffix, end) in [(Suffix::Enter, "\r"), (Suffix::Enter, "\r\n"), (Suffix::Tab, "\t"), (Suffix::Tab, "\t\r\n")] {
        let bytes = format!("{CARD}{end}");
        assert_eq!(texts(&scanned(suffix, &[bytes.as_bytes(); 2])), [CARD, CARD], "{suffix:?} {end:?}");
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
    assert_eq!(lines.due(), Some(at + Duration::from_millis(5)), "nothing is waited for");
    lines.settle(at + Duration::from_millis(5), &mut readings);
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
        lines.settle(at + Duration::from_millis(450), &mut readings);
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
}

#[test]
fn bytes_that_waited_while_nobody_looked_are_never_cut() {
    for suffix in [Suffix::Any, Suffix::None, Suffix::Enter] {
        let (mut lines, mut readings, at) = (Lines::new(suffix, None), Vec::new(), start());
        lines.push(b"A99123", at, &mut readings);
        // The thread did not run for three seconds; the port is asked before a pause ends anything.
        lines.push(b"45678\r", at + PATIENCE + PAUSE, &mut readings);
        lines.settle(at + PATIENCE * 3, &mut readings);
        assert_eq!(texts(&readings), [CARD], "{suffix:?}");
    }
}

#[test]
fn a_scanner_without_suffix_is_read_on_after_a_code_of_many_lines() {
    for (vcard, lost) in [("BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD", 0), ("BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", 1)] {
        let (mut lines, mut readings, mut at) = (Lines::new(Suffix::Any, None), Vec::new(), start());
        let read_card = |lines: &mut Lines, readings: &mut Vec<Reading>, from: Instant| {
            slowly(lines, CARD.as_bytes(), from, readings);
            let due = lines.due().unwrap();
            lines.settle(due, readings);
            due + BY_HAND
        };
        for _ in 0..2 {
            at = read_card(&mut lines, &mut readings, at);
        }
        at = slowly(&mut lines, vcard.as_bytes(), at, &mut readings) + BY_HAND;
        lines.settle(at, &mut readings);
        assert_eq!(texts(&readings), ["(cut off)", CARD, "BEGIN:VCARD"]);
        for _ in 0..3 {
            at = read_card(&mut lines, &mut readings, at);
        }
        let told = [vec!["(cut off)"; lost], vec![CARD; 3 - lost]].concat();
        assert_eq!(texts(&readings)[3..], told, "{vcard:?}");
    }
}

#[test]
fn of_a_code_of_many_lines_no_line_is_a_card_whether_it_comes_at_once_or_slowly() {
    let codes = ["Kaikukortti\r\nA9912345678\r\nVoimassa\r\n", "Kortti\nA9912345678\n", "1\r\n\r\nA9912345678\r\nA9912345679\r\n"];
    for code in codes {
        for suffix in [Suffix::Any, Suffix::Enter] {
            let (mut lines, mut readings, at) = (Lines::new(suffix, None), Vec::new(), start());
            lines.push(code.as_bytes(), at, &mut readings);
            lines.settle(at, &mut readings);
            let [Reading::Text(text, _)] = readings.as_slice() else { panic!("{readings:?}") };
            assert!(CardNumber::parse(text).is_err(), "{text:?}");

            let (mut lines, mut readings) = (Lines::new(suffix, None), Vec::new());
            let later = slowly(&mut lines, code.as_bytes(), at, &mut readings) + BY_HAND;
            let first = code.lines().next().unwrap();
            assert_eq!(texts(&readings), [first, "(garbled)"], "that a card's number was dropped is told once");
            slowly(&mut lines, b"A9912345678\r", later, &mut readings);
            assert_eq!(texts(&readings).last(), Some(&CARD), "the next scan is read");
        }
    }
}

#[test]
fn a_card_that_more_lines_follow_at_once_is_no_card() {
    for code in ["A9912345678\r\nKaikukortti\r\n", "A9912345678\rA9912345679\r", "A9912345678\r\nA9912345678\r\n", "A99123\n45678\n"] {
        let readings = read(Suffix::Any, code.as_bytes());
        let [Reading::Text(text, _)] = readings.as_slice() else { panic!("{readings:?}") };
        assert!(CardNumber::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn two_scans_by_hand_are_two_however_quick_the_hand() {
    for apart in [30, 100, 400] {
        let (mut lines, mut readings, at) = (Lines::new(Suffix::Any, None), Vec::new(), start());
        let at = slowly(&mut lines, b"A9912345678\r\n", at, &mut readings) + Duration::from_millis(apart);
        slowly(&mut lines, b"A9912345679\r\n", at, &mut readings);
        assert_eq!(texts(&readings), [CARD, "A9912345679"], "{apart} ms apart");
    }
}

#[test]
fn nothing_of_what_was_read_shows_in_what_is_printed() {
    let (mut lines, mut readings, at) = (Lines::new(Suffix::Any, None), Vec::new(), start());
    lines.push(CARD.as_bytes(), at, &mut readings);
    let mut shown = format!("{lines:?}");
    lines.push(b"\r", at, &mut readings);
    lines.settle(at, &mut readings);
    shown += &format!("{readings:?}");
    for part in ["99123", "345678", "57, 57, 49"] {
        assert!(!shown.contains(part), "{shown}");
    }
    assert!(shown.contains("11"), "{shown}");
}

#[test]
fn a_pause_that_was_set_counts_for_who_sends_no_suffix() {
    let at = start();
    let mut lines = Lines::new(Suffix::None, Some(Duration::from_millis(40)));
    lines.push(b"x", at, &mut Vec::new());
    assert_eq!(lines.due(), Some(at + Duration::from_millis(40)));
}

/// Reads without an end, as long as is waited for; then a hand takes its time.
fn read_without_end(lines: &mut Lines, bytes: &[u8], at: Instant, readings: &mut Vec<Reading>) -> Instant {
    lines.push(bytes, at, readings);
    let due = lines.due().unwrap();
    lines.settle(due, readings);
    due + BY_HAND
}

#[test]
fn half_a_line_is_never_a_scan_and_never_another_card() {
    for suffix in [Suffix::Any, Suffix::Enter, Suffix::Tab] {
        let end: &[u8] = if suffix == Suffix::Tab { b"\t" } else { b"\r" };
        // Whatever was read before, and however long the other half takes: a good number of ten characters has begun.
        for scans_before in 0..3 {
            for pause in [100, 500, 700, 1_999, 2_000, 2_001, 60_000] {
                let (mut lines, mut readings, mut at) = (Lines::new(suffix, None), Vec::new(), start());
                for _ in 0..scans_before {
                    lines.push(&[CARD.as_bytes(), end].concat(), at, &mut readings);
                    lines.settle(at, &mut readings);
                    at += BY_HAND;
                }
                lines.push(b"A999000007", at, &mut readings);
                for waited in [pause / 2, pause] {
                    lines.settle(at + Duration::from_millis(waited), &mut readings);
                }
                at += Duration::from_millis(pause);
                lines.push(&[b"1", end].concat(), at, &mut readings);
                lines.settle(at, &mut readings);
                let told = texts(&readings)[scans_before..].to_vec();
                let right = if pause < 2_000 { vec!["A9990000071"] } else { vec!["(cut off)", "1"] };
                assert_eq!(told, right, "{suffix:?}, {pause} ms, after {scans_before}");
            }
        }
    }
}

#[test]
fn what_comes_without_an_end_twice_alike_in_a_row_is_a_scan_and_so_is_what_comes_after() {
    for suffix in [Suffix::Any, Suffix::Enter, Suffix::Tab] {
        let (mut lines, mut readings, mut at) = (Lines::new(suffix, None), Vec::new(), start());
        for code in [CARD, "Y8812345678", "Y8812345678", CARD, "A999000007"] {
            at = read_without_end(&mut lines, code.as_bytes(), at, &mut readings);
        }
        let told = ["(cut off)", "(cut off)", "Y8812345678", CARD, "A999000007"];
        assert_eq!(texts(&readings), told, "{suffix:?}");
        assert_eq!(lines.ended_by(), Some(Suffix::None));
        lines.push(CARD.as_bytes(), at, &mut readings);
        assert_eq!(lines.due(), Some(at + PAUSE_IF_UNKNOWN), "it is no longer waited for an end");
    }
}

#[test]
fn a_card_read_again_and_again_while_nothing_happened_is_told_when_it_is_read_once_more() {
    let (mut lines, mut readings, at) = (Lines::new(Suffix::Any, None), Vec::new(), start());
    lines.push(CARD.as_bytes(), at, &mut readings);
    lines.push(CARD.as_bytes(), at + BY_HAND, &mut readings);
    let due = lines.due().unwrap();
    lines.settle(due, &mut readings);
    read_without_end(&mut lines, CARD.as_bytes(), due + BY_HAND, &mut readings);
    assert_eq!(texts(&readings), ["(cut off)", CARD]);
}

#[test]
fn once_an_end_comes_again_half_a_line_is_no_scan_again() {
    let (mut lines, mut readings, mut at) = (Lines::new(Suffix::Any, None), Vec::new(), start());
    for _ in 0..2 {
        at = read_without_end(&mut lines, CARD.as_bytes(), at, &mut readings);
    }
    lines.push(b"A9912345679\r", at, &mut readings);
    lines.settle(at, &mut readings);
    assert_eq!(lines.ended_by(), Some(Suffix::Enter));
    at = read_without_end(&mut lines, b"A999000007", at + BY_HAND, &mut readings);
    read_without_end(&mut lines, b"A991234567", at, &mut readings);
    assert_eq!(texts(&readings), ["(cut off)", CARD, "A9912345679", "(cut off)", "(cut off)"]);
}

#[test]
fn a_scan_whose_end_never_comes_is_dropped_and_never_joined_to_the_next() {
    for suffix in [Suffix::Enter, Suffix::Tab] {
        let at = start();
        let mut lines = Lines::new(suffix, None);
        let mut readings = Vec::new();
        lines.push(b"A9912", at, &mut readings);
        lines.settle(lines.due().unwrap(), &mut readings);
        let bytes: &[u8] = if suffix == Suffix::Tab { b"Y8812345678\t" } else { b"Y8812345678\n" };
        lines.push(bytes, at + PATIENCE, &mut readings);
        lines.settle(at + PATIENCE, &mut readings);
        assert_eq!(texts(&readings), ["(cut off)", "Y8812345678"]);
    }
}

#[test]
fn unplugged_in_the_middle_the_part_is_dropped_and_told_once() {
    let (mut lines, mut readings) = (Lines::new(Suffix::Any, None), Vec::new());
    lines.push(b"A9912", start(), &mut readings);
    lines.cut_off(&mut readings);
    lines.cut_off(&mut readings);
    lines.push(b"345678\r", start(), &mut readings);
    lines.settle(start(), &mut readings);
    assert_eq!(texts(&readings), ["(cut off)", "345678"]);
}

#[test]
fn unplugged_right_after_its_end_a_scan_is_told() {
    let (mut lines, mut readings) = (Lines::new(Suffix::Any, None), Vec::new());
    lines.push(b"A9912345678\r\n", start(), &mut readings);
    lines.cut_off(&mut readings);
    lines.cut_off(&mut readings);
    assert_eq!(texts(&readings), [CARD]);
}

#[test]
fn seven_thousand_digits_are_dropped_up_to_their_end_and_told_once() {
    let mut bytes = vec![b'7'; 7_089];
    bytes.push(b'\r');
    assert_eq!(texts(&scanned(Suffix::Any, &[&bytes, b"A9912345678\r"])), ["(too long)", CARD]);
    // The same in packets, and ended by a pause.
    let at = start();
    let mut lines = Lines::new(Suffix::None, None);
    let mut readings = Vec::new();
    for (n, packet) in [b'7'; 7_089].chunks(64).enumerate() {
        lines.push(packet, at + Duration::from_millis(n as u64), &mut readings);
    }
    let later = lines.due().unwrap();
    lines.settle(later, &mut readings);
    lines.push(CARD.as_bytes(), later, &mut readings);
    lines.settle(later + PAUSE, &mut readings);
    assert_eq!(texts(&readings), ["(too long)", CARD]);
}

#[test]
fn unplugged_in_a_scan_that_was_too_long_nothing_more_is_told() {
    let (mut lines, mut readings) = (Lines::new(Suffix::Enter, None), Vec::new());
    lines.push(&[b'7'; 7_089], start(), &mut readings);
    lines.cut_off(&mut readings);
    assert_eq!(texts(&readings), ["(too long)"]);
}

#[test]
fn garbage_is_told_once_a_scan_and_the_next_is_read() {
    assert_eq!(texts(&scanned(Suffix::Any, &[b"\xff\xfe\x00\xffx\r", b"A9912345678\r"])), ["(garbled)", CARD]);
    assert_eq!(texts(&scanned(Suffix::Any, &[b"A99\x0012\x1d3\r", b"A9912345678\r"])), ["(garbled)", CARD]);
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
        suffix in suffix(), bytes in stream(), cuts in proptest::collection::vec((0_usize..2_000, 0_u64..5_000), 0..30)
    ) {
        let at = start();
        let mut whole = Vec::new();
        let mut lines = Lines::new(suffix, None);
        lines.push(&bytes, at, &mut whole);
        lines.settle(at + PATIENCE, &mut whole);

        // However long the thread that reads did not run: the bytes were there.
        let mut cuts: Vec<(usize, u64)> = cuts.into_iter().map(|(cut, pause)| (cut.min(bytes.len()), pause)).collect();
        cuts.extend([(0, 0), (bytes.len(), 0)]);
        cuts.sort_unstable();
        let (mut parts, mut now) = (Vec::new(), at);
        let mut lines = Lines::new(suffix, None);
        for cut in cuts.windows(2) {
            lines.push(&bytes[cut[0].0..cut[1].0], now, &mut parts);
            now += Duration::from_millis(cut[1].1);
        }
        lines.settle(now + PATIENCE, &mut parts);
        let texts = |readings: &[Reading]| super::tests::texts(readings).into_iter().map(str::to_owned).collect::<Vec<_>>();
        prop_assert_eq!(texts(&whole), texts(&parts));
    }

    #[test]
    fn whatever_comes_with_whatever_pauses_every_text_is_clean_and_a_scan_by_hand_is_read(
        suffix in suffix(), parts in proptest::collection::vec((proptest::collection::vec(any::<u8>(), 0..40), 0_u64..700), 0..60)
    ) {
        let (mut lines, mut readings, mut at) = (Lines::new(suffix, None), Vec::new(), start());
        for (bytes, pause) in parts {
            lines.push(&bytes, at, &mut readings);
            at += Duration::from_millis(pause);
            lines.settle(at, &mut readings);
        }
        at += PATIENCE;
        lines.settle(at, &mut readings);
        for reading in &readings {
            if let Reading::Text(text, _) = reading {
                prop_assert!(!text.trim().is_empty() && text.len() <= text::LONGEST);
            }
        }
        prop_assert_eq!(lines.due(), None);
        let end: &[u8] = if suffix == Suffix::Tab { b"\t" } else { b"\r" };
        lines.push(&[CARD.as_bytes(), end].concat(), at, &mut readings);
        lines.settle(at + PATIENCE, &mut readings);
        prop_assert_eq!(texts(&readings).last().copied(), Some(CARD));
    }
}
