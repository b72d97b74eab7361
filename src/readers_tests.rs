//! Tests of what the window knows of readers.

use super::*;
use kaikuasema_devices::{Camera, Suffix};
use serde_json::json;

fn reader(id: &str, kind: Kind) -> Reader {
    Reader {
        id: ReaderId(id.to_owned()),
        kind,
        name: format!("Maker {id}"),
        usb: Some((0x0c2e, 0x0b61)),
        node: "/dev/hidraw0".to_owned(),
        is_likely: true,
    }
}

fn blocked() -> State {
    State::Blocked { obstacle: Obstacle::InUse }
}

#[test]
fn the_header_says_what_is_in_the_way_before_what_is_read() {
    let mut readers = Readers::default();
    assert_eq!(readers.headline(), Headline::NoneSeen);
    readers.stands(reader("a", Kind::HidPos), State::Ready);
    assert!(matches!(readers.headline(), Headline::One(reader) if reader.name == "Maker a"));
    readers.stands(reader("b", Kind::Serial), State::Ready);
    assert_eq!(readers.headline(), Headline::Several(2));
    readers.stands(reader("b", Kind::Serial), blocked());
    assert!(matches!(readers.headline(), Headline::Blocked(reader, Obstacle::InUse) if reader.name == "Maker b"));
    readers.stands(reader("b", Kind::Serial), State::Gone);
    assert!(matches!(readers.headline(), Headline::One(reader) if reader.name == "Maker a"));
    readers.stands(reader("a", Kind::HidPos), State::Gone);
    assert!(matches!(readers.headline(), Headline::Gone(_)));
    readers.wedge_used = Some(Timestamp::UNIX_EPOCH);
    assert_eq!(readers.headline(), Headline::Types, "a scanner that types works nevertheless");
}

#[test]
fn cameras_and_keyboards_not_chosen_are_none_of_the_headers_business() {
    let mut readers = Readers::default();
    assert_eq!(readers.stands(reader("k", Kind::Keyboard), State::Idle), Change::None);
    assert_eq!(readers.stands(reader("c", Kind::Camera), blocked()), Change::None);
    let modem = Reader { is_likely: false, ..reader("m", Kind::Serial) };
    assert_eq!(readers.stands(modem, blocked()), Change::None);
    assert_eq!(readers.headline(), Headline::NoneSeen);
    readers.set_profile(Profile { reader: ReaderId("k".to_owned()), ..Profile::default() });
    readers.stands(reader("k", Kind::Keyboard), State::Ready);
    assert!(matches!(readers.headline(), Headline::One(_)));
    // Another window has the focus: it is let go, and is no less there.
    assert_eq!(readers.stands(reader("k", Kind::Keyboard), State::Idle), Change::None);
    assert!(matches!(readers.headline(), Headline::One(_)));
    let kinds: Vec<Kind> = readers.all().map(|known| known.reader.kind).collect();
    assert_eq!(kinds, [Kind::Keyboard, Kind::Serial, Kind::Camera], "cameras last");
}

#[test]
fn going_and_coming_back_are_news_once() {
    let mut readers = Readers::default();
    assert_eq!(readers.stands(reader("a", Kind::HidPos), State::Ready), Change::Came);
    assert_eq!(readers.stands(reader("a", Kind::HidPos), State::Ready), Change::None);
    assert_eq!(readers.stands(reader("a", Kind::HidPos), State::Gone), Change::Went);
    assert_eq!(readers.stands(reader("a", Kind::HidPos), State::Gone), Change::None);
    assert_eq!(readers.stands(reader("a", Kind::HidPos), blocked()), Change::Stopped);
    assert_eq!(readers.stands(reader("a", Kind::HidPos), State::Ready), Change::Came);
    assert_eq!(readers.stands(reader("never-seen", Kind::HidPos), State::Gone), Change::None);
    assert_eq!(readers.all().count(), 1);
}

#[test]
fn one_profile_is_kept_for_each_reader() {
    let mut readers = Readers::default();
    let id = ReaderId("a".to_owned());
    assert!(readers.profile(&id).is_used && !readers.is_chosen(&id));
    readers.set_profile(Profile { suffix: Suffix::Tab, ..readers.profile(&id) });
    readers.set_profile(Profile { gap_ms: Some(90), ..readers.profile(&id) });
    assert_eq!(readers.settings.profiles.len(), 1);
    assert_eq!((readers.profile(&id).suffix, readers.profile(&id).gap_ms), (Suffix::Tab, Some(90)));
}

#[test]
fn a_bad_setting_falls_back_alone() {
    let kept = json!({
        "profiles": [
            { "reader": "a", "is_used": true, "suffix": "tab", "gap_ms": 60, "sends_check_character": true },
            { "reader": "b", "suffix": "bell", "gap_ms": -3, "is_used": false },
            { "suffix": "enter" },
            7
        ],
        "camera": { "reader": "c", "focus": "far" },
        "of a later version": 1
    });
    let read = settings(&kept);
    assert_eq!(read.profiles.len(), 2);
    assert_eq!((read.profiles[0].suffix, read.profiles[0].gap_ms, read.profiles[0].sends_check_character), (Suffix::Tab, Some(60), true));
    let fallen = &read.profiles[1];
    assert_eq!((fallen.reader.0.as_str(), fallen.suffix, fallen.gap_ms, fallen.is_used), ("b", Suffix::Any, None, false));
    assert_eq!(read.camera, Camera { reader: Some(ReaderId("c".to_owned())), focus: None });
    assert_eq!(settings(&json!("nonsense")), Settings::default());
    let whole = serde_json::to_value(&read).unwrap();
    assert_eq!(settings(&whole), read, "what is written is read again");
}

#[test]
fn a_typing_scanner_of_a_known_maker_that_is_pulled_out_is_told_and_the_header_says_so() {
    let mut readers = Readers::default();
    let typing = || reader("k", Kind::Keyboard);
    let office = || Reader { is_likely: false, ..reader("o", Kind::Keyboard) };
    assert_eq!((readers.stands(typing(), State::Idle), readers.stands(office(), State::Idle)), (Change::None, Change::None));
    assert_eq!(readers.headline(), Headline::NoneSeen, "before it typed");
    readers.wedge_used = Some(Timestamp::UNIX_EPOCH);
    assert_eq!(readers.headline(), Headline::Types);
    assert_eq!(readers.stands(office(), State::Gone), Change::None, "somebody's keyboard");
    assert_eq!(readers.headline(), Headline::Types);
    assert_eq!(readers.stands(typing(), State::Gone), Change::Went);
    assert!(matches!(readers.headline(), Headline::Gone(reader) if reader.id.0 == "k"));
    assert_eq!(readers.stands(typing(), State::Idle), Change::Came);
    assert_eq!(readers.headline(), Headline::Types);
    readers.stands(Reader { id: ReaderId("l".to_owned()), ..typing() }, State::Idle);
    readers.stands(typing(), State::Gone);
    assert_eq!(readers.headline(), Headline::Types, "the other may be the one that typed");
}

#[test]
fn a_chosen_keyboard_that_is_plugged_in_again_while_another_window_is_in_front_has_come() {
    let mut readers = Readers::default();
    let keyboard = || Reader { is_likely: false, ..reader("k", Kind::Keyboard) };
    readers.set_profile(Profile { reader: keyboard().id, ..Profile::default() });
    readers.stands(keyboard(), State::Ready);
    assert_eq!(readers.stands(keyboard(), State::Gone), Change::Went);
    assert_eq!(readers.stands(keyboard(), State::Idle), Change::Came);
    assert_eq!(readers.stands(keyboard(), State::Ready), Change::None);
}

#[test]
fn what_ended_a_scan_is_known_until_it_is_set() {
    let mut readers = Readers::default();
    let id = ReaderId("a".to_owned());
    readers.ended_by(id.clone(), Suffix::None);
    assert_eq!(readers.ending(&id), Some(Suffix::None));
    readers.set_profile(Profile { suffix: Suffix::None, ..readers.profile(&id) });
    assert_eq!((readers.ending(&id), readers.profile(&id).suffix), (None, Suffix::None));
}

#[test]
fn every_speed_can_be_chosen_and_an_odd_one_that_was_kept_leads_back_to_the_first() {
    let mut profile = Profile::default();
    let mut chosen = Vec::new();
    for _ in serial::SPEEDS {
        chosen.push(speeds(&profile).0);
        profile.baud = Some(speeds(&profile).1);
    }
    assert_eq!((chosen.as_slice(), speeds(&profile).0), (&serial::SPEEDS[..], 9_600));
    assert_eq!(speeds(&Profile { baud: Some(7), ..Profile::default() }), (7, 9_600));
}
