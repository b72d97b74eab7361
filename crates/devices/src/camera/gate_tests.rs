//! Tests of which codes become scans.

use super::*;
use proptest::prelude::*;

const A: &str = "A9990000071";
const B: &str = "A9990000109";

fn qr(text: &str) -> Symbol {
    Symbol { text: text.to_owned(), format: Format::Qr, middle: (640, 360) }
}

fn stripes(text: &str) -> Symbol {
    Symbol { format: Format::Code39, ..qr(text) }
}

fn at_place(symbol: Symbol, x: i32) -> Symbol {
    Symbol { middle: (x, 360), ..symbol }
}

fn read(text: &str) -> Outcome {
    Outcome::Read(text.to_owned())
}

/// Plays frames, each with its milliseconds, and gives what was told with when.
fn play(frames: &[(u64, Vec<Symbol>)]) -> Vec<(u64, Outcome)> {
    play_with_turns_of(0, frames)
}

/// The same where a turn of all ways of looking takes so many milliseconds.
fn play_with_turns_of(turn: u64, frames: &[(u64, Vec<Symbol>)]) -> Vec<(u64, Outcome)> {
    let start = Instant::now();
    let mut gate = Gate::default();
    gate.turn_takes(Duration::from_millis(turn));
    let told = frames.iter().map(|(ms, symbols)| (*ms, gate.frame(start + Duration::from_millis(*ms), symbols)));
    told.flat_map(|(ms, outcomes)| outcomes.into_iter().map(move |outcome| (ms, outcome))).collect()
}

/// One code in a frame every 66 ms from one time to another.
fn shown(symbol: &Symbol, from: u64, to: u64) -> Vec<(u64, Vec<Symbol>)> {
    (from..to).step_by(66).map(|ms| (ms, vec![symbol.clone()])).collect()
}

#[test]
fn a_qr_code_with_a_card_is_read_in_its_first_frame() {
    assert_eq!(play(&[(0, vec![qr(A)])]), [(0, read(A))]);
    let link = format!("https://kaikukortti.fi/k/{A}");
    assert_eq!(play(&[(0, vec![qr(&link)])]), [(0, read(&link))]);
}

#[test]
fn code_39_needs_two_agreeing_frames_within_about_a_second() {
    assert_eq!(play(&[(0, vec![stripes(A)])]), []);
    assert_eq!(play(&[(0, vec![stripes(A)]), (66, vec![stripes(A)])]), [(66, read(A))]);
    assert_eq!(play(&[(0, vec![stripes(A)]), (1199, vec![stripes(A)])]), [(1199, read(A))]);
    assert_eq!(play(&[(0, vec![stripes(A)]), (1200, vec![stripes(A)])]), []);
}

#[test]
fn two_readings_of_the_same_stripes_that_differ_are_not_taken_until_one_prevails() {
    let short = "A999000007";
    let frames = [stripes(A), stripes(short), stripes(A), stripes(short), stripes(A), stripes(A), stripes(A)];
    let frames: Vec<_> = frames.into_iter().zip(0..).map(|(symbol, n)| (n * 66, vec![symbol])).collect();
    assert_eq!(play(&frames), [(6 * 66, read(A))]);
}

#[test]
fn a_card_that_was_seen_too_seldom_to_be_read_does_not_keep_the_next_ones_from_it() {
    // One card after the other at one place, as at a counter, on a machine so slow that few frames of each are seen.
    let number = |n: u64| format!("A{}", 9_990_000_071 + n);
    for turn in [0, 2_000, 6_000] {
        let mut frames = vec![(0, vec![stripes(&number(0))])];
        frames.extend((1..30).flat_map(|n| shown(&stripes(&number(n)), n * 800, n * 800 + if n < 3 { 132 } else { 198 })));
        let read: Vec<Outcome> = play_with_turns_of(turn, &frames).into_iter().map(|(_, outcome)| outcome).collect();
        assert_eq!(read, (1..30).map(|n| self::read(&number(n))).collect::<Vec<_>>(), "turns of {turn} ms");
    }
}

#[test]
fn a_misreading_just_before_speaks_against_what_follows_it() {
    let frames = [(0, vec![stripes("A999000007")]), (66, vec![stripes(A)]), (132, vec![stripes(A)]), (198, vec![stripes(A)])];
    assert_eq!(play(&frames), [(198, read(A))]);
}

#[test]
fn the_same_card_in_one_frame_twice_is_one_frame() {
    assert_eq!(play(&[(0, vec![at_place(stripes(A), 300), at_place(stripes(A), 900)])]), []);
    assert_eq!(play(&[(0, vec![at_place(stripes(A), 300), at_place(qr(A), 900)])]), [(0, read(A))]);
}

#[test]
fn a_card_that_is_held_on_is_read_once_and_told_so_once() {
    let told = play(&shown(&qr(A), 0, 20_000));
    assert_eq!(told.len(), 2);
    assert_eq!(told[0], (0, read(A)));
    assert_eq!(told[1].1, Outcome::AlreadyRead);
    assert!((2000..2100).contains(&told[1].0));
}

#[test]
fn a_card_shown_again_at_once_is_told_already_read_and_later_is_read_again() {
    let frames = [shown(&qr(A), 0, 300), shown(&qr(A), 1700, 2000)].concat();
    assert_eq!(play(&frames), [(0, read(A)), (1700, Outcome::AlreadyRead)]);
    let frames = [shown(&qr(A), 0, 300), shown(&qr(A), 4100, 4400)].concat();
    assert_eq!(play(&frames), [(0, read(A)), (4100, read(A))]);
}

#[test]
fn four_seconds_alone_do_not_read_a_card_again_that_was_never_out_of_sight() {
    // A reading now and then, as from a way of reading that comes round in rotation.
    let frames: Vec<_> = (0..30).map(|n| (n * 900, vec![qr(A)])).collect();
    assert_eq!(play(&frames).iter().filter(|(_, outcome)| *outcome == read(A)).count(), 1);
}

#[test]
fn where_a_turn_takes_seconds_a_code_seen_once_a_turn_is_in_sight_all_the_time() {
    for gap in [2000, 2500, 3000] {
        let frames = |symbol: Symbol| -> Vec<_> { (0..12).map(|n| (n * gap, vec![symbol.clone()])).collect() };
        let reads =
            |told: Vec<(u64, Outcome)>| told.into_iter().filter(|(_, outcome)| *outcome == read(A)).map(|(ms, _)| ms).collect::<Vec<_>>();
        assert_eq!(reads(play_with_turns_of(gap, &frames(stripes(A)))), [gap]);
        assert_eq!(reads(play_with_turns_of(gap, &frames(qr(A)))), [0]);
    }
}

#[test]
fn a_turn_that_never_ends_does_not_keep_a_card_in_sight_for_ever() {
    let told = play_with_turns_of(3_600_000, &[(0, vec![qr(A)]), (6000, vec![qr(A)])]);
    assert_eq!(told, [(0, read(A)), (6000, read(A))]);
}

#[test]
fn a_card_that_lies_there_while_the_camera_is_started_again_is_not_read_again() {
    let start = Instant::now();
    let at = |ms| start + Duration::from_millis(ms);
    let mut gate = Gate::default();
    assert_eq!(gate.frame(at(0), &[qr(A)]), [read(A)]);
    gate.interrupted(at(500));
    assert_eq!(gate.frame(at(9000), &[qr(A)]), [Outcome::AlreadyRead]);
    gate.interrupted(at(9500));
    assert_eq!(gate.frame(at(10_000), &[qr(B)]), [read(B)]);
    // Away for longer: shown anew.
    gate.interrupted(at(11_000));
    assert_eq!(gate.frame(at(60_000), &[qr(A)]), [read(A)]);
}

#[test]
fn a_code_39_seen_once_before_the_camera_broke_down_needs_two_frames_after_it() {
    let start = Instant::now();
    let at = |ms| start + Duration::from_millis(ms);
    let mut gate = Gate::default();
    assert_eq!(gate.frame(at(0), &[stripes(A)]), []);
    gate.interrupted(at(100));
    assert_eq!(gate.frame(at(500), &[stripes(A)]), []);
    assert_eq!(gate.frame(at(566), &[stripes(A)]), [read(A)]);
}

#[test]
fn the_next_card_is_read_although_the_one_before_was_here_a_moment_ago() {
    let told = play(&[shown(&qr(A), 0, 300), shown(&qr(B), 500, 1500)].concat());
    assert_eq!(told.iter().filter(|(_, outcome)| *outcome == read(B)).count(), 1);
    assert!(!told.iter().any(|(_, outcome)| *outcome == Outcome::TwoInView), "{told:?}");
}

#[test]
fn of_two_cards_in_one_frame_neither_is_taken() {
    let frames: Vec<_> = (0..30).map(|n| (n * 66, vec![at_place(qr(A), 300), at_place(qr(B), 900)])).collect();
    let told = play(&frames);
    assert_eq!(told, [(0, Outcome::TwoInView)]);
    let frames: Vec<_> = (0..30).map(|n| (n * 66, vec![at_place(stripes(A), 300), at_place(stripes(B), 900)])).collect();
    assert_eq!(play(&frames), [(0, Outcome::TwoInView)]);
}

#[test]
fn two_cards_are_told_again_while_they_stay_and_the_one_that_stays_alone_is_read() {
    let both: Vec<_> = (0..45).map(|n| (n * 66, vec![at_place(qr(A), 300), at_place(qr(B), 900)])).collect();
    let told = play(&[both, shown(&qr(B), 3000, 4000)].concat());
    assert_eq!(told.iter().filter(|(_, outcome)| *outcome == Outcome::TwoInView).count(), 2);
    assert_eq!(told.last().map(|(_, outcome)| outcome.clone()), Some(read(B)));
    assert!(!told.iter().any(|(_, outcome)| *outcome == read(A)));
}

#[test]
fn a_second_card_seen_in_other_frames_than_the_first_is_not_taken_either() {
    let frames: Vec<_> = (0..40).map(|n| (n * 66, vec![if n % 2 == 0 { at_place(qr(A), 300) } else { at_place(qr(B), 900) }])).collect();
    let told = play(&frames);
    assert_eq!(told[0], (0, read(A)));
    assert!(told.iter().any(|(_, outcome)| *outcome == Outcome::TwoInView));
    assert!(!told.iter().any(|(_, outcome)| *outcome == read(B)));
}

#[test]
fn a_poster_is_told_once_and_does_not_nag() {
    let poster = qr("https://example.org/poster");
    let told = play(&shown(&poster, 0, 60_000));
    assert_eq!(told, [(66, read("https://example.org/poster"))]);
    // Read now and then only, as what is far away is.
    let now_and_then: Vec<_> = (0..100).flat_map(|n| [(n * 5000, vec![poster.clone()]), (n * 5000 + 66, vec![poster.clone()])]).collect();
    let told = play(&now_and_then);
    assert_eq!(told.iter().filter(|(_, outcome)| *outcome == Outcome::NotACard).count(), 3);
    assert_eq!(told.len(), 4);
}

#[test]
fn a_wrong_code_that_is_shown_again_is_answered_again() {
    let told = play(&[shown(&qr("WIFI:S:hall;"), 0, 500), shown(&qr("WIFI:S:hall;"), 5000, 5500)].concat());
    assert_eq!(told, [(66, read("WIFI:S:hall;")), (5066, Outcome::NotACard)]);
}

#[test]
fn a_card_before_a_poster_is_read_and_the_poster_is_no_second_card() {
    let frames: Vec<_> = (0..40).map(|n| (n * 66, vec![at_place(qr("https://example.org/"), 200), at_place(qr(A), 900)])).collect();
    let told = play(&frames);
    assert_eq!(told[0], (0, read(A)));
    assert!(told.iter().all(|(_, outcome)| matches!(outcome, Outcome::Read(text) if text == A) || *outcome == Outcome::AlreadyRead));
}

#[test]
fn a_letter_read_from_a_railing_is_never_told() {
    for text in ["T", "1A", "  T  "] {
        assert_eq!(play(&shown(&stripes(text), 0, 5000)), []);
    }
    // A library's own label is told, when four frames agree.
    assert_eq!(play(&shown(&stripes("31234000123456"), 0, 1000)), [(198, read("31234000123456"))]);
}

#[test]
fn numbers_that_are_nearly_cards_go_out_as_they_are_for_the_counter_to_judge() {
    for text in ["А9990000071", "YX123456789", "A9990000071A9990000109", "9789510123456"] {
        assert_eq!(play(&shown(&qr(text), 0, 1000)), [(66, read(text))]);
    }
}

proptest! {
    /// However codes come and go, the same card is never read twice within four seconds, and what is read was seen.
    #[test]
    fn the_same_card_is_never_read_twice_within_four_seconds(
        frames in prop::collection::vec((1_u64..2500, prop::collection::vec((0_usize..5, any::<bool>(), 0_i32..1280), 0..4)), 1..120)
    ) {
        let texts = [A, B, "A999000007", "https://example.org", "T"];
        let mut now = 0;
        let frames: Vec<_> = frames.into_iter().map(|(pause, symbols)| {
            now += pause;
            let symbols = symbols.into_iter().map(|(text, sure, x)| at_place(if sure { qr(texts[text]) } else { stripes(texts[text]) }, x));
            (now, symbols.collect::<Vec<_>>())
        }).collect();
        let mut last: std::collections::HashMap<String, u64> = std::collections::HashMap::new();
        for (ms, outcome) in play(&frames) {
            if let Outcome::Read(text) = outcome {
                let seen = frames.iter().any(|(at, symbols)| *at == ms && symbols.iter().any(|symbol| symbol.text == text));
                prop_assert!(seen);
                if let Some(before) = last.insert(text, ms) {
                    prop_assert!(ms - before >= 4000);
                }
            }
        }
    }

    /// Two cards side by side in every frame: nothing is read.
    #[test]
    fn two_cards_side_by_side_are_never_read(count in 1_u64..60, pause in 20_u64..300, x in 0_i32..500) {
        let frames: Vec<_> = (0..count).map(|n| (n * pause, vec![at_place(qr(A), x), at_place(stripes(B), x + 200)])).collect();
        let was_read = play(&frames).iter().any(|(_, outcome)| matches!(outcome, Outcome::Read(_)));
        prop_assert!(!was_read);
    }
}
