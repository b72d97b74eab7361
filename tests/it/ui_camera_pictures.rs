//! Pictures of the camera at the counter and on the readers page, in three languages, light and dark.

use crate::harness::Harness;
use crate::harness::scene::{Scene, Still};
use crate::ui_pictures::draw;
use crate::ui_readers_pictures::reader;
use iced::Size;
use jiff::civil::date;
use kaikuasema::app::camera::Seen;
use kaikuasema::app::{Message, Page};
use kaikuasema::bridge::camera::Told;
use kaikuasema::locale::Language;
use kaikuasema::screen::counter;
use kaikuasema::symbol::Qr;
use kaikuasema::ui::theme::Look;
use kaikuasema::viewfinder;
use kaikuasema_devices::camera::{Event, Focus, Picture};
use kaikuasema_devices::{Kind, Obstacle, Reader, State};
use std::sync::Arc;

/// What a camera sees: a dim room, and a card with a QR code held before it.
pub fn seen() -> Picture {
    let (width, height) = (640_usize, 360_usize);
    let qr = Qr::of("A9990000071").unwrap();
    let (module, left, top) = (7, 250, 98);
    let pixel = |x: usize, y: usize| {
        let is_card = (200..450).contains(&x) && (60..300).contains(&y);
        let (column, row) = (x.wrapping_sub(left) / module, y.wrapping_sub(top) / module);
        match is_card {
            true if x >= left && y >= top && qr.is_dark(column, row) => 30,
            true => 225,
            false => u8::try_from(40 + x / 12 + (y * 7 + x * 3) % 11).unwrap(),
        }
    };
    let luma = (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).map(|(x, y)| pixel(x, y)).collect();
    Picture { width: 640, height: 360, luma }
}

pub fn webcam() -> Reader {
    reader("webcam", Kind::Camera, "HD Pro Webcam C920", "/dev/video0")
}

pub fn tell(scene: &mut Scene, event: Event) {
    let opening = scene.app.camera_opening();
    scene.tell(Message::Camera(Seen::Told(opening, Told::Event(event))));
}

fn press(scene: &mut Scene, message: viewfinder::Message) {
    scene.tell(Message::Camera(Seen::Pressed(message)));
}

/// At the counter, with the camera looking.
fn looking(language: Language, look: Look) -> Scene {
    let mut scene = Scene::open(language, look);
    press(&mut scene, viewfinder::Message::Toggled);
    press(&mut scene, viewfinder::Message::MirrorPressed);
    tell(&mut scene, Event::Listed(vec![webcam(), reader("b", Kind::Camera, "Integrated Camera", "/dev/video2")]));
    tell(&mut scene, Event::Stands(webcam(), State::Ready));
    let focus = Focus { min: 0, max: 250, step: 5, default: 0, value: 35, has_auto: true, is_auto: true };
    tell(&mut scene, Event::Focus(Some(focus)));
    tell(&mut scene, Event::Picture(Arc::new(seen())));
    scene
}

#[test]
fn camera_open() {
    draw("camera-open", Some(counter::NUMBER), looking);
}

#[test]
fn camera_sees_a_card_that_was_read_already() {
    draw("camera-already-read", Some(counter::NUMBER), |language, look| {
        let mut scene = looking(language, look);
        tell(&mut scene, Event::AlreadyRead);
        scene
    });
}

#[test]
fn camera_beside_an_open_card() {
    draw("camera-beside", Some(counter::SAVE), |language, look| {
        let mut scene = looking(language, look);
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene.event("Peppi");
        scene
    });
}

/// Where the records give way to a card, the picture stands beside the number.
#[test]
fn in_a_small_window_the_camera_stands_beside_an_open_card_too() {
    let size = Size::new(1024.0, 640.0);
    let beside = |name: &str, event: Option<Event>| {
        let mut scene = looking(Language::Fi, Look::Light);
        scene.tell(Message::Resized(size));
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene.event("Peppi");
        if let Some(event) = event {
            tell(&mut scene, event);
        }
        let mut window = Harness::open_sized(Still(scene.app), iced::Task::none(), size);
        window.picture().compare(name).unwrap();
    };
    beside("camera-beside-small-fi-light", None);
    beside("camera-beside-small-read-fi-light", Some(Event::AlreadyRead));
    beside("camera-beside-small-busy-fi-light", Some(Event::Stands(webcam(), State::Blocked { obstacle: Obstacle::InUse })));
}

#[test]
fn camera_missing_refused_busy_and_black() {
    let blocked = |obstacle| Event::Stands(webcam(), State::Blocked { obstacle });
    draw("camera-missing", Some(counter::NUMBER), |language, look| {
        let mut scene = looking(language, look);
        tell(&mut scene, Event::Listed(Vec::new()));
        scene
    });
    draw("camera-away", Some(counter::NUMBER), |language, look| {
        let mut scene = looking(language, look);
        let other = reader("b", Kind::Camera, "Integrated Camera", "/dev/video2");
        tell(&mut scene, Event::Listed(vec![webcam(), other.clone()]));
        tell(&mut scene, Event::Stands(webcam(), State::Gone));
        tell(&mut scene, Event::Listed(vec![other]));
        scene
    });
    draw("camera-refused", Some(counter::NUMBER), |language, look| {
        let mut scene = looking(language, look);
        tell(&mut scene, blocked(Obstacle::NoPermission));
        scene
    });
    draw("camera-busy", Some(counter::NUMBER), |language, look| {
        let mut scene = looking(language, look);
        tell(&mut scene, blocked(Obstacle::InUse));
        scene
    });
    draw("camera-black", Some(counter::NUMBER), |language, look| {
        let mut scene = looking(language, look);
        tell(&mut scene, Event::Dark(true));
        scene
    });
}

#[test]
fn camera_on_the_readers_page() {
    draw("readers-camera", None, |language, look| {
        let mut scene = looking(language, look);
        scene.tell(Message::PagePressed(Page::Readers));
        scene
    });
}

#[test]
fn in_a_small_window_the_camera_has_its_place_too() {
    let size = Size::new(1024.0, 640.0);
    let mut scene = looking(Language::Fi, Look::Light);
    scene.tell(Message::Resized(size));
    let mut window = Harness::open_sized(Still(scene.app), iced::Task::none(), size);
    window.picture().compare("camera-small-fi-light").unwrap();
}
