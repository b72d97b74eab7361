//! A second Enter at every distance, from scanners that are known and from one that is not.

use super::*;

fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

fn end(at: Instant, by_suffix: bool, suffix: Suffix) -> Ended {
    Ended { at, by_suffix, pause: ms(5), gap: ms(70), suffix, is_card: true }
}

/// A card's scan; another Enter `second` after it, if any, and the frames of a machine that is not busy.
fn card(suffix: &mut SecondSuffix, at: Instant, second: Option<u64>) -> bool {
    suffix.ended(end(at, true, Suffix::Any));
    let takes = second.is_some_and(|second| {
        frames(suffix, at, second);
        suffix.takes(at + ms(second))
    });
    frames(suffix, at, 400);
    takes
}

/// A frame each 16 ms, from a scan up to so many milliseconds after it.
fn frames(suffix: &mut SecondSuffix, at: Instant, up_to: u64) {
    for frame in (16..=up_to).step_by(16) {
        suffix.frame(at + ms(frame), at + ms(frame));
    }
}

/// A scanner after so many cards with one suffix, or with two.
fn after_cards(seconds: &[Option<u64>]) -> (SecondSuffix, Instant) {
    let (mut suffix, mut at) = (SecondSuffix::default(), Instant::now());
    for second in seconds {
        card(&mut suffix, at, *second);
        at += Duration::from_secs(5);
    }
    (suffix, at)
}

const AFTER: [u64; 5] = [5, 30, 60, 150, 250];

#[test]
fn of_a_scanner_that_nothing_is_known_of_only_what_no_hand_can_be_is_swallowed() {
    let taken = AFTER.map(|after| card(&mut SecondSuffix::default(), Instant::now(), Some(after)));
    assert_eq!(taken, [true, true, false, false, false]);
}

#[test]
fn behind_a_slow_frame_a_second_suffix_waits_and_a_hand_that_comes_later_does_not() {
    for after in AFTER {
        let (mut suffix, at) = (SecondSuffix::default(), Instant::now());
        suffix.ended(end(at, true, Suffix::Any));
        // One frame, begun at once or after the scanner's time: the key may have waited behind it.
        suffix.frame(at + ms(2), at + ms(2));
        suffix.frame(at + ms(after.min(40)), at + ms(after.min(40)));
        suffix.frame(at + ms(after.min(40)), at + ms(after.min(40)));
        assert!(suffix.takes(at + ms(after)), "{after} ms");
        assert!(!suffix.takes(at + ms(after + 60)), "the next is a hand's");
    }
    let (mut suffix, at) = (SecondSuffix::default(), Instant::now());
    suffix.ended(end(at, true, Suffix::Any));
    assert!(!suffix.takes(at + ms(300)), "a window that is not drawn sees no frames");
}

#[test]
fn of_a_scanner_known_to_send_one_a_hands_enter_is_never_taken_however_slow_the_frames() {
    for after in AFTER {
        let (mut suffix, at) = after_cards(&[None, None, None]);
        suffix.ended(end(at, true, Suffix::Any));
        assert_eq!(suffix.takes(at + ms(after)), after <= 30, "{after} ms");
    }
    let (mut suffix, at) = after_cards(&[None, None]);
    suffix.ended(end(at, true, Suffix::Any));
    assert!(suffix.takes(at + ms(60)), "two cards are too few");
}

#[test]
fn of_a_scanner_known_to_send_two_the_second_is_taken_however_late_and_the_next_is_a_hands() {
    for after in AFTER {
        let (mut suffix, at) = after_cards(&[Some(5)]);
        assert!(card(&mut suffix, at, Some(after)), "{after} ms");
        assert!(!suffix.takes(at + ms(after + 31)), "{after} ms and a hand's");
    }
}

#[test]
fn what_a_scanner_is_known_for_is_forgotten_when_it_does_otherwise() {
    // A hand that presses Enter 150 ms after each scan is told from a second suffix from the next card on.
    let (mut suffix, at) = after_cards(&[Some(5), Some(150)]);
    assert!(!card(&mut suffix, at, Some(150)));
    // A scanner that sends two beside one that sends one: nothing is taken for granted.
    let (mut suffix, at) = after_cards(&[Some(5), None, None, None, None]);
    suffix.ended(end(at, true, Suffix::Any));
    assert!(suffix.takes(at + ms(60)), "it may have waited behind a frame");
    // One that was known to send one, and now sends two.
    let (mut suffix, at) = after_cards(&[None, None, None, Some(5)]);
    assert!(card(&mut suffix, at, Some(250)));
}

#[test]
fn a_slow_scanners_second_suffix_comes_at_its_own_pace() {
    let (mut suffix, at) = (SecondSuffix::default(), Instant::now());
    suffix.ended(Ended { pause: ms(33), ..end(at, true, Suffix::Any) });
    frames(&mut suffix, at, 60);
    assert!(suffix.takes(at + ms(60)));
    let mut suffix = SecondSuffix::default();
    suffix.ended(Ended { pause: ms(33), ..end(at, true, Suffix::Any) });
    frames(&mut suffix, at, 112);
    assert!(!suffix.takes(at + ms(112)));
}

#[test]
fn after_a_scan_that_its_pace_ended_a_suffix_is_waited_for_where_the_scanner_sends_any() {
    let takes = |has_sent_one: bool, set: Suffix| {
        let (mut suffix, at) = if has_sent_one { after_cards(&[None]) } else { (SecondSuffix::default(), Instant::now()) };
        suffix.ended(end(at, false, set));
        frames(&mut suffix, at, 150);
        suffix.takes(at + ms(150))
    };
    assert!(takes(true, Suffix::Any), "it stalled before its suffix");
    assert!(takes(false, Suffix::Enter));
    assert!(!takes(false, Suffix::Any), "scanners come without a suffix from the factory");
    assert!(!takes(true, Suffix::None), "it is known to send none");
}

#[test]
fn two_doubled_suffixes_are_all_the_scanners() {
    let (mut suffix, at) = (SecondSuffix::default(), Instant::now());
    suffix.ended(end(at, true, Suffix::Any));
    for after in [5, 10, 15] {
        assert!(suffix.takes(at + ms(after)));
    }
    assert!(!suffix.takes(at + ms(60)));
}

#[test]
fn frames_are_wanted_only_until_they_have_shown_it() {
    let (mut suffix, at) = (SecondSuffix::default(), Instant::now());
    assert_eq!(suffix.next_frame(), None);
    suffix.ended(end(at, true, Suffix::Any));
    assert_eq!(suffix.next_frame(), Some(at + ms(30)));
    suffix.frame(at + ms(31), at + ms(31));
    assert_eq!(suffix.next_frame(), Some(at + ms(31)), "at once");
    suffix.frame(at + ms(47), at + ms(47));
    assert_eq!(suffix.next_frame(), None);
}
