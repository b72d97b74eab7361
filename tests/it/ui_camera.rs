//! The camera at the root of the window: opened and closed, how it stands among the readers, when it goes off by
//! itself, and what is kept of it.

use crate::harness::keyboard::Named;
use crate::harness::station::{Counter, counter};
use crate::harness::{Harness, clock};
use crate::ui_camera_pictures::{seen, webcam};
use crate::ui_readers_pictures::reader;
use jiff::SignedDuration;
use kaikuasema::app::camera::Seen;
use kaikuasema::app::{App, Message, Time};
use kaikuasema::bridge::camera::{Source, Told};
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::form;
use kaikuasema::station::Station;
use kaikuasema::ui::drop_down;
use kaikuasema_devices::camera::{self, CameraError, Focus};
use kaikuasema_devices::{Camera, Kind, Obstacle, Reader, Scan, Settings, State};
use std::cell::Cell;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// The camera at the counter, opened with its key.
fn opened_camera(till: &mut Counter) {
    till.window.key(Named::F3);
    let camera = webcam();
    for event in
        [camera::Event::Listed(vec![camera.clone()]), camera::Event::Stands(camera, State::Ready), camera::Event::Picture(Arc::new(seen()))]
    {
        sees(till, event);
    }
}

fn sees(till: &mut Counter, event: camera::Event) {
    let opening = till.window.window.camera_opening();
    sees_during(till, opening, event);
}

fn sees_during(till: &mut Counter, opening: u64, event: camera::Event) {
    till.window.tell(Message::Camera(Seen::Told(opening, Told::Event(event))));
}

fn listed(till: &mut Counter, openings: u64, cameras: Option<Vec<(Reader, State)>>) {
    till.window.tell(Message::Camera(Seen::Listed(openings, cameras)));
}

fn state(till: &Counter, camera: &Reader) -> Option<State> {
    till.window.window.readers().find(&camera.id).map(|known| known.state.clone())
}

#[test]
fn the_camera_opens_and_closes_with_f3_and_esc_and_reads_into_no_field() {
    let mut till = counter(Language::Fi);
    assert!(till.window.sees("Avaa skanneri"));
    opened_camera(&mut till);
    assert!(till.window.sees("Näytä koodi ruudussa") && till.window.sees("Sulje skanneri"));
    let scan = Scan { text: "A9990000071".to_owned(), kind: Kind::Camera, reader: webcam().id, at: Instant::now() };
    sees(&mut till, camera::Event::Scanned(scan));
    till.window.wait_for("Kortti kelpaa");
    till.window.focus_on(form::CHILDREN);
    till.window.types("2");
    let before = till.window.fields();
    // The card is still before the camera.
    sees(&mut till, camera::Event::AlreadyRead);
    assert!(till.window.sees("Luettu jo"));
    assert_eq!(till.window.fields(), before);
    till.window.key(Named::Escape);
    assert!(till.window.sees("Näytä koodi ruudussa") || till.window.sees("Luettu jo"), "Esc leaves the card first");
    till.window.key(Named::Escape);
    assert!(till.window.sees("Valmis lukemaan") && till.window.sees("Avaa skanneri"));
    opened_camera(&mut till);
    till.window.key(Named::F3);
    assert!(till.window.sees("Valmis lukemaan"));
    opened_camera(&mut till);
    till.window.key(Named::F9);
    till.window.key(Named::F2);
    assert!(till.window.sees("Avaa skanneri"), "off on a page where no card is read");
}

/// A window whose machine's clock the test sets, in minutes off.
fn with_clock(off: fn(&Station) -> (jiff::Timestamp, jiff::civil::Date)) -> Counter {
    let mut till = counter(Language::Fi);
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, now: off });
    till.window = Harness::open(app, boot);
    till.window.wait_until("the counter", |window| window.is_focused("number"));
    till
}

fn minutes_pass(till: &mut Counter, minutes: u64) {
    clock::advance(Duration::from_secs(60 * minutes));
    till.window.tell(Message::Ticked);
}

#[test]
fn a_camera_with_which_nothing_is_read_goes_off_by_itself_whatever_the_clock_is_set_to() {
    thread_local! { static HOURS: Cell<i64> = const { Cell::new(0) } }
    let mut till = with_clock(|station| (station.now() + SignedDuration::from_hours(HOURS.get()), station.today()));
    opened_camera(&mut till);
    HOURS.set(3);
    minutes_pass(&mut till, 4);
    assert!(till.window.sees("Sulje skanneri"), "the clock was set on");
    HOURS.set(-3);
    minutes_pass(&mut till, 1);
    assert!(till.window.sees("Avaa skanneri") && till.window.sees("Kamera sammui"), "the clock was set back: {:#?}", till.window.texts());
}

fn focus(value: i64) -> Focus {
    Focus { min: 0, max: 250, step: 5, default: 0, value, has_auto: true, is_auto: false }
}

#[test]
fn who_turns_the_focus_uses_the_camera() {
    let mut till = counter(Language::Fi);
    opened_camera(&mut till);
    sees(&mut till, camera::Event::Focus(Some(focus(35))));
    minutes_pass(&mut till, 4);
    till.window.focus_on("camera-focus-more");
    till.window.key(Named::Space);
    minutes_pass(&mut till, 4);
    assert!(till.window.sees("Sulje skanneri"));
    minutes_pass(&mut till, 1);
    assert!(till.window.sees("Avaa skanneri") && till.window.sees("Kamera sammui"));
}

#[test]
fn a_list_of_cameras_from_before_the_camera_was_opened_calls_it_not_busy() {
    let mut till = counter(Language::Fi);
    till.window.control('r');
    opened_camera(&mut till);
    listed(&mut till, 0, Some(vec![(webcam(), State::Blocked { obstacle: Obstacle::InUse })]));
    assert_eq!(state(&till, &webcam()), Some(State::Ready));
    assert!(!till.window.sees("Varattu"), "{:#?}", till.window.texts());
    // Nor when it is closed again by the time that the list comes.
    till.window.key(Named::F3);
    listed(&mut till, 0, Some(vec![(webcam(), State::Blocked { obstacle: Obstacle::InUse })]));
    assert_eq!(state(&till, &webcam()), Some(State::Idle));
    listed(&mut till, 1, Some(vec![(webcam(), State::Blocked { obstacle: Obstacle::InUse })]));
    assert!(till.window.sees("Varattu"), "now another program has it");
}

#[test]
fn a_camera_that_a_later_list_has_not_is_gone_and_one_that_cannot_be_listed_is_not() {
    let mut till = counter(Language::Fi);
    let other = reader("b", Kind::Camera, "Integrated Camera", "/dev/video2");
    till.window.control('r');
    listed(&mut till, 0, Some(vec![(webcam(), State::Idle), (other.clone(), State::Idle)]));
    listed(&mut till, 0, None);
    assert_eq!((state(&till, &webcam()), state(&till, &other)), (Some(State::Idle), Some(State::Idle)));
    listed(&mut till, 0, Some(vec![(other.clone(), State::Idle)]));
    assert_eq!((state(&till, &webcam()), state(&till, &other)), (Some(State::Gone), Some(State::Idle)));
    assert!(till.window.sees("Irrotettu"), "{:#?}", till.window.texts());
    // The open camera tells what else comes and goes.
    opened_camera(&mut till);
    assert_eq!((state(&till, &webcam()), state(&till, &other)), (Some(State::Ready), Some(State::Gone)));
    sees(&mut till, camera::Event::Listed(vec![webcam(), other.clone()]));
    assert_eq!((state(&till, &webcam()), state(&till, &other)), (Some(State::Ready), Some(State::Idle)));
}

#[test]
fn what_comes_late_of_a_camera_that_was_closed_is_not_shown() {
    let mut till = counter(Language::Fi);
    opened_camera(&mut till);
    till.window.key(Named::F3);
    let scan = Scan { text: "A9990000071".to_owned(), kind: Kind::Camera, reader: webcam().id, at: Instant::now() };
    for event in [camera::Event::Picture(Arc::new(seen())), camera::Event::Scanned(scan.clone()), camera::Event::AlreadyRead] {
        sees_during(&mut till, 1, event);
    }
    assert!(till.window.sees("Valmis lukemaan") && !till.window.sees("Kortti kelpaa"));
    till.window.key(Named::F3);
    for event in [camera::Event::Picture(Arc::new(seen())), camera::Event::Scanned(scan), camera::Event::AlreadyRead] {
        sees_during(&mut till, 1, event);
    }
    assert!(till.window.sees("Avataan kameraa…") && !till.window.sees("Luettu jo"), "{:#?}", till.window.texts());
    sees_during(&mut till, 2, camera::Event::Picture(Arc::new(seen())));
    assert!(till.window.sees("Näytä koodi ruudussa"));
}

/// A source whose cameras cannot be opened, and with what that was tried.
fn closed_source() -> (Source, Arc<Mutex<Vec<Camera>>>) {
    let opened = Arc::new(Mutex::new(Vec::new()));
    let tried = Arc::clone(&opened);
    let open = move |camera: Camera| {
        tried.lock().unwrap().push(camera);
        Err(CameraError::NoAnswer)
    };
    (Source { open: Arc::new(open), list: Arc::new(|| Ok(Vec::new())) }, opened)
}

#[test]
fn the_focus_is_kept_with_its_camera_over_a_restart_and_not_given_to_another() {
    let mut till = counter(Language::Fi);
    opened_camera(&mut till);
    let other = reader("b", Kind::Camera, "Integrated Camera", "/dev/video2");
    sees(&mut till, camera::Event::Listed(vec![webcam(), other.clone()]));
    sees(&mut till, camera::Event::Focus(Some(focus(35))));
    till.window.focus_on("camera-focus-more");
    till.window.key(Named::Space);
    let kept = Camera { reader: Some(webcam().id), focus: Some(60) };
    assert_eq!(till.window.window.readers().settings.camera, kept);
    let restarted = |till: &mut Counter, opened_with: &Camera| {
        let station = till.station.clone();
        till.window.wait_until("it is kept", |_| {
            let kept: Option<Settings> = iced::futures::executor::block_on(station.setting("readers")).unwrap();
            kept.is_some_and(|kept| kept.camera == *opened_with)
        });
        let (source, opened) = closed_source();
        let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, ..Time::default() });
        let mut again = Harness::open(app.looking_through(source), boot);
        again.wait_until("the counter", |window| window.is_focused("number"));
        again.key(Named::F3);
        again.wait_until("it was opened", |_| !opened.lock().unwrap().is_empty());
        assert_eq!(opened.lock().unwrap().first(), Some(opened_with));
    };
    restarted(&mut till, &kept);
    // Chosen to focus by itself.
    till.window.focus_on("camera-focus-auto");
    till.window.key(Named::Space);
    assert_eq!(till.window.window.readers().settings.camera, Camera { reader: Some(webcam().id), focus: None });
    till.window.focus_on("camera-focus-more");
    till.window.key(Named::Space);
    assert_eq!(till.window.window.readers().settings.camera, kept);
    // Another camera has other steps.
    let choose = kaikuasema::viewfinder::Message::Cameras(drop_down::Message::Chosen(1));
    till.window.tell(Message::Camera(Seen::Pressed(choose)));
    let kept = Camera { reader: Some(other.id), focus: None };
    assert_eq!(till.window.window.readers().settings.camera, kept);
    restarted(&mut till, &kept);
}

/// Kilobytes of this process that are in memory.
#[cfg(target_os = "linux")]
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// A picture of the camera takes 0.9 MB as it is drawn: kept, these would be 140 MB drawn and 550 MB not drawn, as
/// while the window is minimised. Other tests of the same process take some meanwhile.
#[test]
#[cfg(target_os = "linux")]
fn the_cameras_pictures_do_not_fill_the_memory_drawn_or_not() {
    let mut till = counter(Language::Fi);
    opened_camera(&mut till);
    let picture = Arc::new(seen());
    let next = |till: &mut Counter| sees(till, camera::Event::Picture(Arc::clone(&picture)));
    next(&mut till);
    till.window.picture();
    let before = resident();
    for _ in 0..150 {
        next(&mut till);
        till.window.picture();
    }
    let drawn = resident();
    for _ in 0..600 {
        next(&mut till);
    }
    let not_drawn = resident();
    assert!(drawn < before + 100_000 && not_drawn < drawn + 250_000, "{before} {drawn} {not_drawn}");
}
