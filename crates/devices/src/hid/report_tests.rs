//! Tests of how reports become scans.

use super::*;
use crate::hid::layout::Number;
use proptest::prelude::*;

const CARD: &str = "A9912345678";
const HONEYWELL: u16 = 0x0c2e;

fn joiner() -> Joiner {
    Joiner::new(Vec::new(), HONEYWELL)
}

/// A report of 64 bytes as Honeywell lays it out.
fn report(aim: &[u8; 3], data: &[u8], is_continued: bool) -> Vec<u8> {
    let mut report = vec![0; 64];
    report[0] = 2;
    report[1] = u8::try_from(data.len()).unwrap();
    report[2..5].copy_from_slice(aim);
    report[5..5 + data.len()].copy_from_slice(data);
    report[63] = u8::from(is_continued);
    report
}

/// The reports of one code, 56 bytes in each.
fn reports(aim: &[u8; 3], code: &[u8]) -> Vec<Vec<u8>> {
    let parts: Vec<&[u8]> = code.chunks(56).collect();
    let last = parts.len() - 1;
    parts.iter().enumerate().map(|(n, part)| report(aim, part, n < last)).collect()
}

fn read_all(reports: &[Vec<u8>]) -> Vec<String> {
    let (mut joiner, mut readings, at) = (joiner(), Vec::new(), Instant::now());
    for report in reports {
        joiner.push(report, at, &mut readings);
    }
    joiner.settle(at + PATIENCE, &mut readings);
    texts(&readings)
}

fn texts(readings: &[Reading]) -> Vec<String> {
    readings
        .iter()
        .map(|reading| match reading {
            Reading::Text(text, _) => text.clone(),
            Reading::Trouble(trouble) => format!("({trouble:?})"),
        })
        .collect()
}

#[test]
fn a_report_is_a_scan_with_its_aim_identifier_and_its_instant() {
    let (mut joiner, mut readings, at) = (joiner(), Vec::new(), Instant::now());
    joiner.push(&report(b"]A0", CARD.as_bytes(), false), at, &mut readings);
    assert_eq!(readings, [Reading::Text("]A0A9912345678".into(), at)]);
    assert_eq!(joiner.due(), None);
}

#[test]
fn an_identifier_that_the_scanner_sends_in_the_data_too_stands_once() {
    assert_eq!(read_all(&[report(b"]A0", b"]A0A9912345678", false)]), ["]A0A9912345678"]);
    assert_eq!(read_all(&[report(b"\0\0\0", b"A9912345678\r\n", false)]), [CARD]);
}

#[test]
fn reports_that_go_on_are_joined_and_told_with_the_last_ones_instant() {
    let code = "https://example.fi/".repeat(10);
    let (mut joiner, mut readings, at) = (joiner(), Vec::new(), Instant::now());
    let reports = reports(b"]Q1", code.as_bytes());
    assert_eq!(reports.len(), 4);
    for (n, report) in reports.iter().enumerate() {
        joiner.push(report, at + Duration::from_millis(n as u64), &mut readings);
    }
    assert_eq!(readings, [Reading::Text(format!("]Q1{code}"), at + Duration::from_millis(3))]);
}

#[test]
fn seven_thousand_digits_are_dropped_to_their_end_and_told_once() {
    let mut all = reports(b"]Q1", &[b'7'; 7_089]);
    assert_eq!(all.len(), 127);
    all.push(report(b"]A0", CARD.as_bytes(), false));
    assert_eq!(read_all(&all), ["(TooLong)", "]A0A9912345678"]);
}

#[test]
fn one_that_should_go_on_and_does_not_is_cut_off_and_never_joined_to_the_next() {
    let (mut joiner, mut readings, at) = (joiner(), Vec::new(), Instant::now());
    joiner.push(&report(b"]Q1", b"half", true), at, &mut readings);
    assert_eq!(joiner.due(), Some(at + PATIENCE));
    joiner.settle(at + PATIENCE, &mut readings);
    joiner.push(&report(b"]A0", CARD.as_bytes(), false), at + PATIENCE, &mut readings);
    assert_eq!(texts(&readings), ["(CutOff)", "]A0A9912345678"]);
}

#[test]
fn reports_that_waited_while_nobody_looked_are_joined() {
    let (mut joiner, mut readings, at) = (joiner(), Vec::new(), Instant::now());
    joiner.push(&report(b"]A0", b"A99123", true), at, &mut readings);
    joiner.push(&report(b"]A0", b"45678", false), at + PATIENCE * 3, &mut readings);
    assert_eq!(texts(&readings), ["]A0A9912345678"]);
}

#[test]
fn a_scan_that_goes_on_shows_nothing_of_itself() {
    let (mut joiner, mut readings) = (joiner(), Vec::new());
    joiner.push(&report(b"]A0", CARD.as_bytes(), true), Instant::now(), &mut readings);
    let shown = format!("{joiner:?}");
    assert!(!shown.contains("99123") && !shown.contains("57, 57, 49"), "{shown}");
    assert!(shown.contains("bytes: 11"), "{shown}");
}

#[test]
fn one_that_goes_on_without_end_is_told_once_and_over_when_it_pauses() {
    let (mut joiner, mut readings, mut at) = (joiner(), Vec::new(), Instant::now());
    for _ in 0..10_000 {
        at += Duration::from_millis(1);
        joiner.push(&report(b"]Q1", &[b'7'; 56], true), at, &mut readings);
    }
    assert_eq!(texts(&readings), ["(TooLong)"]);
    joiner.settle(at + PATIENCE, &mut readings);
    joiner.push(&report(b"]A0", CARD.as_bytes(), false), at + PATIENCE, &mut readings);
    assert_eq!(texts(&readings), ["(TooLong)", "]A0A9912345678"]);
}

#[test]
fn a_length_over_its_field_is_garbled_and_the_next_is_read() {
    let mut over = report(b"]A0", CARD.as_bytes(), false);
    over[1] = 57;
    assert_eq!(read_all(&[over.clone(), report(b"]A0", CARD.as_bytes(), false)]), ["(Garbled)", "]A0A9912345678"]);
    over[1] = 255;
    assert_eq!(read_all(&[over.clone(), over]), ["(Garbled)", "(Garbled)"]);
}

#[test]
fn a_length_of_nothing_is_nothing() {
    assert_eq!(read_all(&[report(b"]A0", b"", false)]), [""; 0]);
    let all = [report(b"]A0", b"", true), report(b"]A0", CARD.as_bytes(), true), report(b"]A0", b"", false)];
    assert_eq!(read_all(&all), ["]A0A9912345678"]);
}

#[test]
fn a_short_report_is_garbled() {
    let mut short = report(b"]A0", CARD.as_bytes(), false);
    short.truncate(9);
    assert_eq!(read_all(&[short]), ["(Garbled)"]);
    assert_eq!(read_all(&[vec![2]]), ["(Garbled)"]);
}

#[test]
fn after_a_garbled_part_the_rest_of_the_same_code_is_no_scan_of_its_own() {
    let code = format!("{}{CARD}", "x".repeat(112));
    let mut all = reports(b"]Q1", code.as_bytes());
    all[1][1] = 200;
    assert_eq!(read_all(&all), ["(Garbled)"], "its last part looks like a card");
    all[1].truncate(3);
    assert_eq!(read_all(&all), ["(Garbled)"]);
}

#[test]
fn a_report_of_another_id_is_passed_over_even_within_a_code() {
    let code = "7".repeat(80);
    let mut all = reports(b"]Q1", code.as_bytes());
    all.insert(1, vec![4, 1, 0, 0]);
    all.insert(0, vec![9; 64]);
    all.push(vec![]);
    assert_eq!(read_all(&all), [format!("]Q1{code}")]);
}

#[test]
fn control_characters_within_are_garbled_and_other_languages_are_not_guessed() {
    for data in [&b"A99\x0012"[..], b"A99\x1d12", b"P\xe4iv\xe4"] {
        assert_eq!(read_all(&[report(b"]Q1", data, false)]), ["(Garbled)"]);
    }
}

#[test]
fn a_character_of_several_bytes_may_be_split_over_two_reports() {
    let code = format!("{}ä", "x".repeat(55));
    assert_eq!(read_all(&reports(b"]Q1", code.as_bytes())), [format!("]Q1{code}")]);
}

#[test]
fn unplugged_within_a_code_it_is_cut_off_once() {
    let (mut joiner, mut readings) = (joiner(), Vec::new());
    joiner.push(&report(b"]Q1", b"half", true), Instant::now(), &mut readings);
    joiner.cut_off(&mut readings);
    joiner.cut_off(&mut readings);
    assert_eq!(readings, [Reading::Trouble(Trouble::CutOff)]);
}

#[test]
fn what_the_descriptor_says_counts_more_than_the_maker() {
    let layout = Layout { id: Some(2), length: Some(Number { at: 1, bytes: 1 }), aim: None, data: 2..20, continued: Some((20, 0x80)) };
    let mut joiner = Joiner::new(vec![layout], HONEYWELL);
    let mut readings = Vec::new();
    joiner.push(b"\x02\x0bA9912345678", Instant::now(), &mut readings);
    assert_eq!(texts(&readings), [CARD]);
}

proptest! {
    #[test]
    fn any_reports_in_any_order_do_no_harm_and_a_scan_after_a_pause_is_read(
        all in proptest::collection::vec((proptest::collection::vec(any::<u8>(), 0..70), 0_u64..700), 0..40),
        vendor in proptest::sample::select(vec![HONEYWELL, 0x1eab, 0x1234])
    ) {
        let (mut joiner, mut readings, mut at) = (Joiner::new(Vec::new(), vendor), Vec::new(), Instant::now());
        for (mut report, pause) in all {
            if let Some(first) = report.first_mut() {
                *first %= 4;
            }
            at += Duration::from_millis(pause);
            joiner.push(&report, at, &mut readings);
        }
        for reading in readings.drain(..) {
            if let Reading::Text(text, _) = reading {
                prop_assert!(!text.trim().is_empty() && text.len() <= text::LONGEST + 3);
            }
        }
        at += PATIENCE;
        joiner.settle(at, &mut readings);
        readings.clear();
        let mut card = vec![0; 64];
        card[..13].copy_from_slice(b"\x02\x0bA9912345678");
        let mut with_aim = report(b"]A0", CARD.as_bytes(), false);
        joiner.push(if vendor == HONEYWELL { &with_aim } else { &card }, at, &mut readings);
        with_aim.clear();
        let text = if vendor == HONEYWELL { "]A0A9912345678" } else { CARD };
        prop_assert_eq!(texts(&readings), [text]);
    }

    #[test]
    fn however_a_code_is_split_over_reports_it_is_the_same(cuts in proptest::collection::vec(0_usize..=56, 1..9), seed in "[ -~]{200}") {
        let (mut joiner, mut readings, at) = (joiner(), Vec::new(), Instant::now());
        let mut from = 0;
        let total: usize = cuts.iter().sum::<usize>().min(seed.len());
        for (n, cut) in cuts.iter().enumerate() {
            let to = (from + cut).min(total);
            joiner.push(&report(b"]Q1", &seed.as_bytes()[from..to], n + 1 < cuts.len()), at, &mut readings);
            from = to;
        }
        let code = &seed[..total];
        let expected: Vec<String> = if code.trim().is_empty() { vec![] } else { vec![format!("]Q1{code}")] };
        prop_assert_eq!(texts(&readings), expected);
    }

    #[test]
    fn reports_in_any_order_never_panic_and_tell_no_more_than_they_are(
        order in Just(reports(b"]Q1", &[b'7'; 300])).prop_shuffle()
    ) {
        prop_assert!(read_all(&order).len() <= order.len());
    }
}
