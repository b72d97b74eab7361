//! Scans and typing, at every pace and with every suffix.

use super::*;
use crate::wedge::{DEFAULT_GAP, IDLE_GAP, Layout, Position, Target};

/// A stroke of a US scanner at a US machine.
fn stroke(c: char) -> Stroke {
    let keys = (0x04..=0x38).map(Position);
    let mut ways = keys.flat_map(|key| [(key, false), (key, true)]);
    let key = ways.find(|&(key, shift)| Layout::Us.character(key, shift, false) == Some(c));
    let (key, shift) = key.unwrap_or_else(|| panic!("no key for {c}"));
    Stroke { key: Some(key), shift, typed: c.to_string(), ..Stroke::default() }
}

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn any() -> Manner {
    Manner::default()
}

/// Types a text, a pause after each character; the burst, and the time after it.
fn typed(burst: &mut Burst, text: &str, pause: Duration, from: Instant, manner: &Manner) -> Instant {
    let mut now = from;
    for c in text.chars() {
        burst.push(stroke(c), now, manner);
        now += pause;
    }
    now
}

fn burst(text: &str, pause: Duration, manner: &Manner) -> (Burst, Instant) {
    let mut burst = Burst::default();
    let now = typed(&mut burst, text, pause, Instant::now(), manner);
    (burst, now)
}

/// What a scan says; `None` if it was none.
fn text(ending: Ending) -> Option<String> {
    match ending {
        Ending::Scan(observed) => Some(observed.text),
        _ => None,
    }
}

#[test]
fn enter_after_eight_characters_at_pace_ends_a_scan() {
    let (mut scan, now) = burst("A9990000071", ms(50), &any());
    assert_eq!(text(scan.end_by_suffix(End::Enter, now, &any())).as_deref(), Some("A9990000071"));
    assert!(scan.is_empty());
    let (mut typing, now) = burst("A999000", ms(50), &any());
    assert_eq!(typing.end_by_suffix(End::Enter, now, &any()), Ending::Typing, "seven characters are typing");
    assert!(!typing.is_empty(), "and are still held for replaying");
}

#[test]
fn a_part_of_a_code_that_came_as_no_hand_types_is_a_scan_and_presses_nothing() {
    for part in ["A99", "A9990", "999000007", "9990000071"] {
        for pause in [1, 2, 5, 15, 30] {
            let (mut scan, now) = burst(part, ms(pause), &any());
            assert_eq!(text(scan.end_by_suffix(End::Enter, now, &any())).as_deref(), Some(part), "{pause} ms");
        }
    }
    let (mut typing, now) = burst("A9", ms(5), &any());
    assert_eq!(typing.end_by_suffix(End::Enter, now, &any()), Ending::Typing, "fingers roll over two keys");
    let (mut typing, now) = burst("abc", ms(0), &any());
    assert_eq!(typing.end_by_suffix(End::Enter, now, &any()), Ending::Typing, "keys that waited behind a frame");
    let (mut typing, now) = burst("abc", ms(5), &any());
    assert_eq!(typing.end_by_suffix(End::Enter, now + ms(40), &any()), Ending::Typing, "Enter came at a hand's pace");
}

#[test]
fn without_a_suffix_only_a_card_number_is_a_scan() {
    let (mut scan, now) = burst("*A9990000071*", ms(5), &any());
    let frame = now + DEFAULT_GAP;
    assert!(!scan.is_over(now, now, &any()));
    assert!(!scan.is_over(frame, frame, &any()), "characters may wait behind this frame");
    assert!(!scan.is_over(frame, frame, &any()), "told of the same frame again");
    let next = frame + ms(1);
    assert!(scan.is_over(next, next, &any()));
    assert_eq!(text(scan.end_by_pace(now + DEFAULT_GAP, &any())).as_deref(), Some("*A9990000071*"));
    let (mut typing, now) = burst("karkuteille", ms(5), &any());
    assert_eq!(typing.end_by_pace(now, &any()), Ending::Typing);
    assert!(typing.is_empty());
}

#[test]
fn a_scanner_known_to_send_no_suffix_is_read_whatever_it_reads() {
    let manner = Manner { suffix: Suffix::None, ..any() };
    let (mut scan, now) = burst("9789510404232", ms(5), &manner);
    assert_eq!(text(scan.end_by_pace(now + DEFAULT_GAP, &manner)).as_deref(), Some("9789510404232"));
    let (mut typing, now) = burst("kesä".replace('ä', "a").as_str(), ms(5), &manner);
    assert_eq!(typing.end_by_pace(now + DEFAULT_GAP, &manner), Ending::Typing);
}

#[test]
fn a_suffix_that_is_known_is_waited_for_and_another_ends_cards_only() {
    let manner = Manner { suffix: Suffix::Enter, ..any() };
    let (mut scan, now) = burst("A9990000071", ms(5), &manner);
    assert!(scan.deadline(&manner).unwrap() >= now + ms(290), "the Enter is on its way");
    assert_eq!(text(scan.end_by_suffix(End::Tab, now, &manner)).as_deref(), Some("A9990000071"), "its mode has changed");
    let (mut typing, now) = burst("salasana9", ms(5), &manner);
    assert!(typing.deadline(&manner).unwrap() < now + ms(80), "typing is not held up");
    assert_eq!(typing.end_by_suffix(End::Tab, now, &manner), Ending::Typing, "a password manager");
    let (mut scan, now) = burst("9789510404232", ms(5), &manner);
    assert_eq!(text(scan.end_by_suffix(End::Enter, now, &manner)).as_deref(), Some("9789510404232"));
}

#[test]
fn two_pieces_that_make_a_card_number_are_one_scan_and_single_keys_are_typing() {
    let pieces = |pieces: [&str; 2], pause: Duration| {
        let (mut scan, now) = burst(pieces[0], ms(5), &any());
        let _ = scan.end_by_pace(now, &any());
        for c in pieces[1].chars() {
            scan.push(stroke(c), now + pause, &any());
        }
        text(scan.end_by_suffix(End::Enter, now + pause, &any()))
    };
    let pause = ms(300);
    assert_eq!(pieces(["A99900", "00071"], pause).as_deref(), Some("A9990000071"));
    assert_eq!(pieces(["A99900", "014"], pause), None, "no card number");
    assert_eq!(pieces(["A99900", "00071"], Duration::from_secs(2)), None);
    assert_eq!(pieces(["A99900000", "7"], pause), None, "a key by itself");
    assert_eq!(pieces(["A999000007", "1"], pause).as_deref(), Some("A9990000071"), "not the shorter number");
}

#[test]
fn a_second_suffix_right_after_a_scan_belongs_to_it() {
    let (mut scan, now) = burst("A9990000071", ms(2), &any());
    assert!(!scan.is_second_suffix(now, &any()));
    assert!(matches!(scan.end_by_suffix(End::Enter, now, &any()), Ending::Scan(_)));
    assert!(scan.is_second_suffix(now + ms(3), &any()));
    assert!(!scan.is_second_suffix(now + ms(400), &any()));
}

#[test]
fn a_second_suffix_that_is_handled_late_belongs_to_the_scan_however_short_the_gap() {
    let quick = Manner { gap: ms(20), ..any() };
    let (mut scan, now) = burst("A9990000071", ms(2), &quick);
    assert!(matches!(scan.end_by_suffix(End::Enter, now, &quick), Ending::Scan(_)));
    assert!(scan.is_second_suffix(now + ms(60), &quick), "a frame was drawn between CR and LF");
    assert!(!scan.is_second_suffix(now + ms(120), &quick), "the third is a hand's");
    // The same as an Alt code.
    let (mut scan, now) = burst("A9990000071", ms(2), &quick);
    assert!(matches!(scan.end_by_suffix(End::Enter, now, &quick), Ending::Scan(_)));
    scan.touch(now + ms(60), &quick);
    assert_eq!(scan.end_by_suffix(End::Enter, now + ms(61), &quick), Ending::Dropped);
}

#[test]
fn what_follows_on_the_first_line_of_a_code_of_many_is_no_typing() {
    let mut scan = Burst::default();
    let mut now = typed(&mut scan, "BEGIN:VCARD", ms(5), Instant::now(), &any());
    assert!(matches!(scan.end_by_suffix(End::Enter, now, &any()), Ending::Scan(_)));
    for line in ["VERSION:3.0", "N:Lukija", "X", "END:VCARD"] {
        now = typed(&mut scan, line, ms(5), now + ms(5), &any());
        assert_eq!(scan.end_by_suffix(End::Enter, now, &any()), Ending::Dropped, "{line}");
        assert!(scan.is_empty());
    }
    now = typed(&mut scan, "A9990000071", ms(5), now + ms(5), &any());
    assert!(matches!(scan.end_by_suffix(End::Enter, now, &any()), Ending::Scan(_)), "a card is a card");
    typed(&mut scan, "k", ms(5), now + ms(5), &any());
    assert_eq!(scan.end_by_pace(now + ms(200), &any()), Ending::Typing, "one key is a hand's");
}

#[test]
fn what_is_read_right_after_a_card_is_a_scan_of_its_own() {
    // Keys that waited behind a slow frame come all at once.
    let mut scan = Burst::default();
    let now = Instant::now();
    for text_read in ["A9990000071", "A10000001", "A3110087254", "9789510404232"] {
        typed(&mut scan, text_read, ms(0), now, &any());
        assert_eq!(text(scan.end_by_suffix(End::Enter, now, &any())).as_deref(), Some(text_read));
    }
}

#[test]
fn a_code_of_thousands_of_characters_is_dropped_and_told_once() {
    let (mut scan, mut now) = burst(&"7".repeat(7089), ms(1), &any());
    assert!(scan.is_too_long());
    assert_eq!(scan.end_by_suffix(End::Enter, now, &any()), Ending::TooLong);
    assert!(scan.is_empty() && !scan.is_too_long());
    now = typed(&mut scan, "A9990000071", ms(5), now + ms(300), &any());
    assert!(text(scan.end_by_suffix(End::Enter, now, &any())).is_some(), "the next is read");
}

#[test]
fn from_a_held_keyboard_all_is_a_scan() {
    let manner = Manner { may_be_typing: false, ..any() };
    for part in ["A", "A9990", "A9990000071", "9789510404232"] {
        for pause in [0, 2, 30, 69] {
            let (mut scan, now) = burst(part, ms(pause), &manner);
            assert_eq!(text(scan.end_by_suffix(End::Tab, now, &manner)).as_deref(), Some(part));
            let (mut scan, now) = burst(part, ms(pause), &manner);
            assert_eq!(text(scan.end_by_pace(now, &manner)).as_deref(), Some(part));
        }
    }
}

#[test]
fn what_was_observed_tells_suffix_and_pace() {
    let (mut scan, now) = burst("A9990000071", ms(12), &any());
    let Ending::Scan(observed) = scan.end_by_suffix(End::Tab, now, &any()) else { panic!() };
    assert_eq!((observed.suffix, observed.characters, observed.at), (Suffix::Tab, 11, now));
    assert_eq!((observed.mean_gap, observed.longest_gap), (ms(12), ms(12)));
    assert_eq!(observed.fitting_gap(), 70, "another scanner may be slower");
    assert_eq!((observed.physical().as_str(), observed.typed().as_deref()), ("A9990000071", Some("A9990000071")));
    assert_eq!(observed.caps_lock(), Some(false));
    assert_eq!(observed.change, None);
    assert!(!format!("{observed:?}").contains("0071"), "a number never shows: {observed:?}");
}

#[test]
fn control_characters_alone_are_no_scan() {
    let held = Manner { may_be_typing: false, ..any() };
    let mut burst = Burst::default();
    let now = Instant::now();
    for code in ['\u{3}', '\u{7f}', '\0'] {
        burst.push(Stroke { code: Some(code), ..Stroke::default() }, now, &held);
    }
    assert_eq!(burst.end_by_suffix(End::Enter, now, &held), Ending::Dropped);
}

#[test]
fn what_is_held_when_the_focus_goes_is_told_as_part_of_a_scan_from_the_third_character_on() {
    for pause in [1, 5, 20, 30, 60] {
        for part in ["A99", "AM38", "A99900000", "A9990000071"] {
            let (mut scan, now) = burst(part, ms(pause), &any());
            assert!(scan.cut(), "{part} at {pause} ms");
            assert!(scan.is_empty() && scan.deadline(&any()).is_none());
            // What comes later is not joined to it: the focus came back, and the card is read again.
            scan.focused(now + ms(40));
            typed(&mut scan, "A9990000071", ms(pause), now + ms(400), &any());
            assert_eq!(text(scan.end_by_suffix(End::Enter, now + ms(1500), &any())).as_deref(), Some("A9990000071"));
        }
    }
    for (typing, pause) in [("k", 5), ("ka", 5), ("kes", 60), ("kesayo", 69), ("abc", 0)] {
        let (mut typing, _) = burst(typing, ms(pause), &any());
        assert!(!typing.cut(), "a hand's");
    }
    assert!(!Burst::default().cut());
}

#[test]
fn what_begins_with_the_focus_is_the_rest_of_a_scan_that_began_elsewhere_whatever_it_looks_like() {
    let rest = |text: &str, after: u64| {
        let (mut scan, focused) = (Burst::default(), Instant::now());
        scan.focused(focused);
        let now = typed(&mut scan, text, ms(5), focused + ms(after), &any());
        (scan, now)
    };
    // The end of XAM38000412 would be a card itself.
    for part in ["AM38000412", "0071", "1", "A9990000071"] {
        let (mut scan, now) = rest(part, 4);
        assert_eq!(scan.end_by_suffix(End::Enter, now, &any()), Ending::CutOff, "{part}");
        assert!(scan.is_second_suffix(now + ms(2), &any()), "its second suffix is no hand's");
        assert!(!scan.is_second_suffix(now + ms(400), &any()));
    }
    let (mut scan, now) = rest("AM38000412", 4);
    assert_eq!(scan.end_by_pace(now + DEFAULT_GAP, &any()), Ending::CutOff);
    let (mut scan, now) = rest("1", 4);
    assert_eq!(scan.end_by_pace(now + DEFAULT_GAP, &any()), Ending::Typing, "a single key is a hand's");
    let (mut scan, now) = rest("A9990000071", 71);
    assert!(text(scan.end_by_suffix(End::Enter, now, &any())).is_some(), "a scan that began here");
    // Nothing but its end.
    let (mut scan, focused) = (Burst::default(), Instant::now());
    scan.focused(focused);
    assert!(scan.is_second_suffix(focused + ms(5), &any()));
    assert!(!scan.is_second_suffix(focused + ms(200), &any()));
}

fn onto(target: Target) -> Manner {
    Manner { target, ..any() }
}

/// Types at a pace that lets every key go as typing, as a window does whose frames show that no more came.
fn let_go(burst: &mut Burst, text: &str, pause: Duration, from: Instant, manner: &Manner) -> Instant {
    let mut now = from;
    for c in text.chars() {
        burst.push(stroke(c), now, manner);
        if pause >= burst.deadline(manner).unwrap().saturating_duration_since(now) {
            assert_eq!(burst.end_by_pace(now + pause, manner), Ending::Typing);
        }
        now += pause;
    }
    now
}

#[test]
fn where_no_field_gets_it_a_scanner_of_up_to_two_hundred_milliseconds_is_read() {
    for pause in [80, 100, 120, 190] {
        let (mut scan, now) = (Burst::default(), Instant::now());
        let now = let_go(&mut scan, "A9990000071", ms(pause), now, &onto(Target::Nothing));
        assert_eq!(text(scan.end_by_suffix(End::Enter, now, &onto(Target::Nothing))).as_deref(), Some("A9990000071"), "{pause} ms");
        // A number of children takes digits: a letter begins a scan.
        let (mut scan, now) = (Burst::default(), Instant::now());
        let now = let_go(&mut scan, "A9990000071", ms(pause), now, &onto(Target::Digits));
        assert_eq!(text(scan.end_by_suffix(End::Enter, now, &onto(Target::Digits))).as_deref(), Some("A9990000071"), "{pause} ms");
    }
}

#[test]
fn signs_the_space_bar_and_digits_of_a_number_wait_no_longer_than_in_a_text_and_their_enter_presses() {
    for (target, typed) in
        [(Target::Nothing, "+"), (Target::Nothing, "-"), (Target::Nothing, " "), (Target::Digits, "2"), (Target::Digits, "+")]
    {
        let (hand, now) = burst(typed, ms(0), &onto(target));
        assert_eq!(hand.deadline(&onto(target)), Some(now + DEFAULT_GAP), "{typed:?} at {target:?}");
        let mut hand = Burst::default();
        let now = let_go(&mut hand, &typed.repeat(12), ms(130), Instant::now(), &onto(target));
        // Twelve digits are no number of children.
        let ending = if typed == "2" { Ending::Astray } else { Ending::Typing };
        assert_eq!(hand.end_by_suffix(End::Enter, now, &onto(target)), ending, "{typed:?} at {target:?}");
    }
    let (hand, now) = burst("k", ms(0), &onto(Target::Text));
    assert_eq!(hand.deadline(&onto(Target::Text)), Some(now + DEFAULT_GAP));
    let (stray, now) = burst("k", ms(0), &onto(Target::Nothing));
    assert_eq!(stray.deadline(&onto(Target::Nothing)), Some(now + IDLE_GAP));
}

#[test]
fn a_part_of_a_slow_code_that_no_field_gets_presses_nothing() {
    for target in [Target::Nothing, Target::Digits] {
        let mut scan = Burst::default();
        let now = let_go(&mut scan, "A99", ms(100), Instant::now(), &onto(target));
        assert_eq!(text(scan.end_by_suffix(End::Enter, now, &onto(target))).as_deref(), Some("A99"), "{target:?}");
    }
}

#[test]
fn what_no_field_has_use_for_is_astray_however_slowly_it_came() {
    for (target, code) in [(Target::Nothing, "9789510404232"), (Target::Digits, "9789510404232"), (Target::Nothing, "ABCDEFGH")] {
        let mut scan = Burst::default();
        let now = let_go(&mut scan, code, ms(350), Instant::now(), &onto(target));
        assert!(scan.has_landed(now));
        assert_eq!(scan.end_by_suffix(End::Enter, now, &onto(target)), Ending::Astray, "{target:?}");
        assert!(!scan.has_landed(now));
    }
    // A card is read at that pace too.
    let mut scan = Burst::default();
    let now = let_go(&mut scan, "A9990000071", ms(350), Instant::now(), &onto(Target::Nothing));
    let Ending::Scan(observed) = scan.end_by_suffix(End::Enter, now, &onto(Target::Nothing)) else { panic!() };
    assert_eq!((observed.text.as_str(), observed.has_landed, observed.mean_gap), ("A9990000071", false, ms(350)));
}

#[test]
fn a_card_that_landed_in_a_text_is_read_and_told_and_a_hands_words_are_typing() {
    let landed = |typed: &str, pause| {
        let mut burst = Burst::default();
        let now = let_go(&mut burst, typed, pause, Instant::now(), &any());
        burst.end_by_suffix(End::Enter, now, &any())
    };
    for pause in [80, 100, 120] {
        let Ending::Scan(observed) = landed("A9990000071", ms(pause)) else { panic!("{pause} ms") };
        assert_eq!((observed.text.as_str(), observed.has_landed), ("A9990000071", true));
        for words in ["kesakonsertti", "2026-11-22", "A99900", "9789510404232"] {
            assert_eq!(landed(words, ms(pause)), Ending::Typing, "{words} at {pause} ms");
        }
    }
    assert_eq!(landed("A9990000071", ms(146)), Ending::Typing, "a hand can type a card's number");
    let mut hand = Burst::default();
    let now = let_go(&mut hand, "A9990000071", ms(100), Instant::now(), &any());
    assert_eq!(hand.end_by_suffix(End::Enter, now + ms(150), &any()), Ending::Typing, "its Enter comes after a pause");
    // Words at the pace that was set for a slow scanner.
    let slow = Manner { gap: ms(200), ..any() };
    let (mut hand, now) = burst("kesakonsertti", ms(130), &slow);
    assert_eq!(hand.end_by_suffix(End::Enter, now, &slow), Ending::Typing);
    let (mut scan, now) = burst("A9990000071", ms(130), &slow);
    assert!(text(scan.end_by_suffix(End::Enter, now, &slow)).is_some());
}

#[test]
fn in_the_field_for_card_numbers_a_slow_scan_is_typed_and_its_second_suffix_presses_nothing() {
    let number = onto(Target::CardNumber);
    for pause in [80, 100, 120] {
        let mut scan = Burst::default();
        let now = let_go(&mut scan, "A9990000071", ms(pause), Instant::now(), &number);
        assert_eq!(scan.end_by_suffix(End::Enter, now, &number), Ending::Typing);
        scan.clear();
        assert!(scan.is_second_suffix(now + ms(pause), &onto(Target::Nothing)), "{pause} ms");
        assert!(!scan.is_second_suffix(now + ms(800), &onto(Target::Nothing)), "a hand's");
    }
    let mut hand = Burst::default();
    let now = let_go(&mut hand, "A9990000071", ms(150), Instant::now(), &number);
    assert_eq!(hand.end_by_suffix(End::Enter, now, &number), Ending::Typing);
    hand.clear();
    assert!(!hand.is_second_suffix(now + ms(150), &onto(Target::Nothing)));
}

#[test]
fn a_key_between_ends_what_landed() {
    let mut scan = Burst::default();
    let now = let_go(&mut scan, "A999000", ms(100), Instant::now(), &any());
    scan.clear();
    let now = let_go(&mut scan, "0071", ms(100), now, &any());
    assert_eq!(scan.end_by_suffix(End::Enter, now, &any()), Ending::Typing);
}
