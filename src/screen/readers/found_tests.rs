//! Tests of what the test card tells.

use super::*;
use crate::readers::test_card::CHECK_CHARACTER;
use kaikuasema_devices::wedge::TEST_CARD;
use kaikuasema_domain::CardNumber;

fn told(kind: Kind, text: &str) -> Report {
    report(Reading { reader: ReaderId("r".to_owned()), name: None, kind, text: text.to_owned(), keys: None })
}

/// A scanner types into the window: so its keys were seen.
fn keyed(layout: Option<Layout>, suffix: Suffix, pace_ms: u64, caps_lock: bool) -> Report {
    let keys = Keys { layout, suffix, pace: Duration::from_millis(pace_ms), gap_ms: 2 * pace_ms + 20, caps_lock: Some(caps_lock) };
    let text = TEST_CARD.to_owned();
    report(Reading { reader: ReaderId("wedge".to_owned()), name: None, kind: Kind::Wedge, text, keys: Some(keys) })
}

#[test]
fn the_test_card_is_never_a_card_whatever_a_layout_makes_of_it() {
    // As it stands, and as Finnish, Swedish, UK, German and French layouts type a US scanner's keys.
    for text in [TEST_CARD, "YZ-0123456789L", "*YZ-0123456789*", "]A0YZ-0123456789", "YZ+0123456789", "ZYß0123456789", "ZY/0123456789"] {
        assert!(CardNumber::parse(text).is_err(), "{text}");
        assert!(CardNumber::parse(&text.to_lowercase()).is_err(), "{text}");
    }
    assert!(CardNumber::parse("YW)à&é\"'(-è_ç").is_err());
}

#[test]
fn a_reader_without_keys_is_good_when_the_text_came_whole() {
    let good = told(Kind::HidPos, "]A0YZ-0123456789");
    assert_eq!((good.characters.clone(), good.check_character, good.health()), (Characters::Right, CheckCharacter::None, Health::Good));
    assert_eq!(told(Kind::Serial, "*yz-0123456789*").health(), Health::Good, "small letters and the signs around it do not matter");
    let partial = told(Kind::Serial, "YZ-01234567");
    assert_eq!((partial.characters.clone(), partial.health()), (Characters::Other, Health::Bad));
    assert_eq!(told(Kind::Serial, "ZY-0123456789").characters, Characters::Swapped);
}

#[test]
fn a_check_character_that_is_sent_is_noted_and_kept_for_this_reader() {
    let sent = told(Kind::Serial, "YZ-0123456789L");
    assert_eq!((sent.check_character, sent.characters.clone(), sent.health()), (CheckCharacter::Sent, Characters::Right, Health::Note));
    let profile = sent.profile(Profile::default());
    assert!(profile.sends_check_character);
    assert_eq!(told(Kind::HidPos, "]A3YZ-0123456789").check_character, CheckCharacter::Stripped);
    // Read as QR afterwards, what Code 39 told stands.
    let qr = told(Kind::HidPos, "]Q1YZ-0123456789");
    assert_eq!((qr.check_character, qr.health()), (CheckCharacter::OfNoConcern, Health::Good));
    assert!(qr.profile(profile.clone()).sends_check_character);
    let unsaid = told(Kind::Serial, TEST_CARD);
    assert!(unsaid.profile(profile.clone()).sends_check_character, "this may be the QR code, which is read after Code 39");
    let off = told(Kind::HidPos, &format!("]A0{TEST_CARD}"));
    assert!(!off.profile(profile).sends_check_character, "it was switched off in the scanner");
}

#[test]
fn the_check_character_is_the_one_of_code_39() {
    let values = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
    let sum: usize = TEST_CARD.chars().filter_map(|c| values.find(c)).sum();
    assert_eq!(values.chars().nth(sum % 43), Some(CHECK_CHARACTER));
}

#[test]
fn a_layout_that_is_known_is_kept_and_one_that_is_not_is_to_be_changed() {
    let on = |layout| keyed(layout, Suffix::Enter, 2, false);
    assert_eq!(on(Some(Layout::Us)).characters, Characters::Right);
    assert_eq!(on(Some(Layout::Any)).characters, Characters::Right, "Alt codes, which no layout touches");
    let german = on(Some(Layout::German));
    assert_eq!((german.characters.clone(), german.health()), (Characters::RightBy(Layout::German), Health::Note));
    assert_eq!(german.profile(Profile::default()).layout, Layout::German);
    let follows = on(Some(Layout::Typed));
    assert_eq!(follows.profile(Profile::default()).layout, Layout::Typed);
    let keys = Keys { layout: None, suffix: Suffix::Enter, pace: Duration::ZERO, gap_ms: 20, caps_lock: None };
    let read = |text: &str| Reading { text: text.to_owned(), keys: Some(keys.clone()), ..told(Kind::Wedge, "").reading };
    assert_eq!(report(read("ZY-0123456789")).characters, Characters::Swapped);
    let other = report(read("W)\u{e0}&\u{e9}"));
    assert_eq!((other.characters.clone(), other.health()), (Characters::Other, Health::Bad), "something else was read");
}

#[test]
fn the_keys_of_a_scan_tell_its_layout() {
    use kaikuasema_devices::wedge::{Burst, End, Ending, Manner, Position, Stroke};
    // The places of Y, Z, - and 0 to 9 on a US keyboard, as a machine with a German layout types them.
    let keys = [(0x1c, "z"), (0x1d, "y"), (0x2d, "ß"), (0x27, "0"), (0x1e, "1"), (0x1f, "2"), (0x20, "3"), (0x21, "4")];
    let more = [(0x22, "5"), (0x23, "6"), (0x24, "7"), (0x25, "8"), (0x26, "9")];
    let (mut burst, mut now) = (Burst::default(), std::time::Instant::now());
    for (place, typed) in keys.into_iter().chain(more) {
        let stroke = Stroke { key: Some(Position(place)), shift: false, alt_gr: false, code: None, typed: typed.to_owned() };
        burst.push(stroke, now, &Manner::default());
        now += Duration::from_millis(3);
    }
    let Ending::Scan(observed) = burst.end_by_suffix(End::Enter, now, &Manner::default()) else { panic!("a scan") };
    let keys = Keys::from(&observed);
    assert_eq!((keys.layout, keys.suffix, keys.pace), (Some(Layout::Us), Suffix::Enter, Duration::from_millis(3)));
}

#[test]
fn caps_lock_a_missing_suffix_and_a_slow_pace_are_noted() {
    let us = Some(Layout::Us);
    let good = keyed(us, Suffix::Enter, 2, false);
    assert_eq!((good.health(), good.pace(), good.suffix()), (Health::Good, Some(Duration::from_millis(2)), Some(Suffix::Enter)));
    assert_eq!(keyed(us, Suffix::Enter, 2, true).caps_lock_health(), Health::Note);
    assert_eq!(keyed(us, Suffix::None, 2, false).suffix_health(), Health::Note);
    assert_eq!(keyed(us, Suffix::Tab, 80, false).pace_health(), Health::Note);
    assert_eq!(told(Kind::HidPos, TEST_CARD).suffix(), None, "whoever tells the end itself needs no suffix");
}

#[test]
fn the_pause_that_fits_is_kept_and_readers_without_keys_leave_it_as_set() {
    let kept = keyed(Some(Layout::Us), Suffix::Tab, 40, false).profile(Profile::default());
    assert_eq!((kept.gap_ms, kept.suffix), (Some(100), Suffix::Tab));
    let set = Profile { gap_ms: Some(90), ..Profile::default() };
    assert_eq!(told(Kind::Serial, TEST_CARD).profile(set).gap_ms, Some(90));
}

#[test]
fn another_code_says_that_the_reader_works_and_settles_nothing() {
    // A book, and a card by a scanner that sends a check character and was not found to yet.
    for text in ["4006381333931", "A9990000089B", "]A0A9990000089B"] {
        let other = told(Kind::Serial, text);
        assert_eq!(
            (other.characters.clone(), other.health(), other.is_of_test_card()),
            (Characters::AnotherCode, Health::Note, false),
            "{text}"
        );
    }
    // Parts of the test card, and what layouts make of it, are none.
    for text in ["YZ-01234567", "ZY+0123456789", "0123456789", "A999", "q\u{e7}\u{e7}\u{e7}\u{e0}\u{e0}\u{e0}\u{e0}\u{e0}\u{e8}&"] {
        let other = told(Kind::Serial, text);
        assert_eq!((other.characters.clone(), other.health()), (Characters::Other, Health::Bad), "{text}");
    }
}
