//! Pictures of the readers page and of the header with readers, in three languages, light and dark.

use crate::harness::Harness;
use crate::harness::scene::{Scene, Still};
use crate::ui_pictures::draw;
use iced::Size;
use kaikuasema::app::readers::Heard;
use kaikuasema::app::{Message, Page};
use kaikuasema::bridge::readers::Told;
use kaikuasema::locale::Language;
use kaikuasema::screen::counter;
use kaikuasema::screen::readers::{self as page, KEEP, PRINT};
use kaikuasema::ui::theme::Look;
use kaikuasema_devices::wedge::{Burst, End, Ending, Manner, Observed, Position, Stroke, TEST_CARD};
use kaikuasema_devices::{Event, Kind, Obstacle, Reader, ReaderId, Scan, State};
use std::time::{Duration, Instant};

pub fn reader(id: &str, kind: Kind, name: &str, node: &str) -> Reader {
    Reader {
        id: ReaderId(id.to_owned()),
        kind,
        name: name.to_owned(),
        usb: Some((0x0c2e, 0x0b61)),
        node: node.to_owned(),
        is_likely: kind != Kind::Keyboard,
    }
}

pub fn honeywell() -> Reader {
    reader("honeywell", Kind::HidPos, "Honeywell 1470g", "/dev/hidraw3")
}

fn stands(scene: &mut Scene, reader: Reader, state: State) {
    scene.tell(Message::Heard(Heard::Told(Told::Event(Event::Stands(reader, state)))));
}

fn scanned(scene: &mut Scene, reader: &Reader, text: &str) {
    let scan = Scan { text: text.to_owned(), kind: reader.kind, reader: reader.id.clone(), at: Instant::now() };
    scene.tell(Message::Heard(Heard::Told(Told::Event(Event::Scanned(scan)))));
}

fn on_page(language: Language, look: Look) -> Scene {
    let mut scene = Scene::open(language, look);
    scene.tell(Message::PagePressed(Page::Readers));
    scene
}

#[test]
fn readers_before_anything_was_read() {
    draw("readers-none", Some(PRINT), on_page);
}

#[test]
fn readers_of_every_sort_and_one_that_is_good() {
    draw("readers-good", Some(PRINT), |language, look| {
        let mut scene = on_page(language, look);
        stands(&mut scene, honeywell(), State::Ready);
        stands(&mut scene, reader("k", Kind::Keyboard, "Logitech K120", "/dev/input/event4"), State::Idle);
        stands(&mut scene, reader("c", Kind::Camera, "HD Pro Webcam C920", "/dev/video0"), State::Idle);
        scanned(&mut scene, &honeywell(), &format!("]A0{TEST_CARD}"));
        scene.tell(Message::ReaderCheck(page::Message::KeepPressed));
        scene
    });
}

#[test]
fn readers_with_something_to_note() {
    draw("readers-note", Some(KEEP), |language, look| {
        let mut scene = on_page(language, look);
        let serial = reader("s", Kind::Serial, "Datalogic QuickScan QD2500", "/dev/ttyACM0");
        stands(&mut scene, serial.clone(), State::Ready);
        scanned(&mut scene, &serial, &format!("{TEST_CARD}L"));
        scene
    });
}

/// The test card as a scanner set to the US layout types it on a Finnish machine with Caps Lock on.
fn typed() -> Observed {
    let keys = [(0x1c, "Y"), (0x1d, "Z"), (0x2d, "+"), (0x27, "0"), (0x1e, "1"), (0x1f, "2"), (0x20, "3")];
    let more = [(0x21, "4"), (0x22, "5"), (0x23, "6"), (0x24, "7"), (0x25, "8"), (0x26, "9")];
    let (mut burst, mut now) = (Burst::default(), Instant::now());
    for (place, typed) in keys.into_iter().chain(more) {
        let stroke = Stroke { key: Some(Position(place)), shift: false, alt_gr: false, code: None, typed: typed.to_owned() };
        burst.push(stroke, now, &Manner::default());
        now += Duration::from_millis(12);
    }
    match burst.end_by_suffix(End::Enter, now, &Manner::default()) {
        Ending::Scan(observed) => observed,
        ending => panic!("{ending:?}"),
    }
}

#[test]
fn readers_with_a_scanner_that_types() {
    draw("readers-keyboard", Some(KEEP), |language, look| {
        let mut scene = on_page(language, look);
        let observed = typed();
        let text = observed.text.clone();
        scene.tell(Message::Heard(Heard::Observed(observed)));
        scene.tell(Message::Scanned(text.into()));
        scene
    });
}

#[test]
fn readers_that_cannot_be_read() {
    draw("readers-blocked", Some(PRINT), |language, look| {
        let mut scene = on_page(language, look);
        scene.offline();
        stands(&mut scene, honeywell(), State::Blocked { obstacle: Obstacle::NoPermission });
        let serial = reader("s", Kind::Serial, "Datalogic QuickScan QD2500", "/dev/ttyACM0");
        stands(&mut scene, serial, State::Blocked { obstacle: Obstacle::InUse });
        let zebra = reader("z", Kind::HidPos, "Zebra DS2208", "/dev/hidraw4");
        stands(&mut scene, zebra.clone(), State::Ready);
        stands(&mut scene, zebra, State::Gone);
        scene
    });
}

#[test]
fn choosing_a_keyboard_asks_whether_it_is_a_scanner() {
    draw("readers-choose", Some("readers-use-confirm"), |language, look| {
        let mut scene = on_page(language, look);
        let keyboard = reader("k", Kind::Keyboard, "Logitech K120", "/dev/input/event4");
        stands(&mut scene, keyboard.clone(), State::Idle);
        scene.tell(Message::ReaderCheck(page::Message::UsePressed(keyboard.id, true)));
        scene
    });
}

#[test]
fn the_counter_names_the_reader_and_says_when_it_is_unplugged() {
    draw("idle-reader", Some(counter::NUMBER), |language, look| {
        let mut scene = Scene::open(language, look);
        stands(&mut scene, honeywell(), State::Ready);
        scene
    });
    draw("idle-unplugged", Some(counter::NUMBER), |language, look| {
        let mut scene = Scene::open(language, look);
        stands(&mut scene, honeywell(), State::Ready);
        stands(&mut scene, honeywell(), State::Gone);
        scene
    });
}

#[test]
fn in_a_small_window_the_page_scrolls_and_the_header_keeps_the_readers_icon() {
    let mut scene = on_page(Language::Fi, Look::Light);
    stands(&mut scene, honeywell(), State::Blocked { obstacle: Obstacle::InUse });
    scene.tell(Message::Resized(Size::new(1024.0, 640.0)));
    let mut window = Harness::open_sized(Still(scene.app), iced::Task::none(), Size::new(1024.0, 640.0));
    window.picture().compare("readers-small-fi-light").unwrap();
}
