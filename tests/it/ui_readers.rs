//! Readers at the root of the window: what they read opens at the counter and lands in no field, what was
//! found of them is kept, and the page is worked by keyboard alone.

use crate::harness::keyboard::Named;
use crate::harness::station::{Counter, counter};
use crate::harness::{Harness, clock};
use crate::ui_camera_pictures::{seen, webcam};
use crate::ui_readers_pictures::{honeywell, reader};
use jiff::SignedDuration;
use kaikuasema::app::camera::Seen;
use kaikuasema::app::readers::Heard;
use kaikuasema::app::{App, Message, Page, Time};
use kaikuasema::bridge::camera::Told as FromCamera;
use kaikuasema::bridge::readers::Told;
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::form;
use kaikuasema::screen::readers::{KEEP, PRINT};
use kaikuasema::station::Station;
use kaikuasema_devices::camera;
use kaikuasema_devices::driver::Driver;
use kaikuasema_devices::fake::Fake;
use kaikuasema_devices::hub::{Hub, Options};
use kaikuasema_devices::wedge::{Layout, TEST_CARD};
use kaikuasema_devices::{Event, Kind, Obstacle, Profile, Reader, ReaderId, Scan, Settings, State, Suffix};
use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn stands(till: &mut Counter, reader: &Reader, state: State) {
    till.window.tell(Message::Heard(Heard::Told(Told::Event(Event::Stands(reader.clone(), state)))));
}

fn scanned(till: &mut Counter, reader: &Reader, text: &str) {
    let scan = Scan { text: text.to_owned(), kind: reader.kind, reader: reader.id.clone(), at: Instant::now() };
    till.window.tell(Message::Heard(Heard::Told(Told::Event(Event::Scanned(scan)))));
}

/// A window whose hub reads a scanner that the test plugs in and out.
fn with_hub() -> (Counter, Fake) {
    let mut till = counter(Language::Fi);
    let fake = Fake::new(Kind::HidPos);
    let driver = fake.clone();
    let start = move |settings| {
        let drivers: Vec<Arc<dyn Driver>> = vec![Arc::new(driver.clone())];
        Hub::start(settings, Options { drivers, is_focused: true, look_every: Some(Duration::from_millis(50)), ..Options::default() })
    };
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, ..Time::default() });
    till.window = Harness::open(app.reading_from(Arc::new(start)), boot);
    till.window.wait_until("the counter", |window| window.is_focused("number"));
    (till, fake)
}

/// A window has the focus, mostly, before its readers are looked for, and is not told so again.
#[test]
fn a_chosen_keyboard_is_held_while_the_window_has_the_focus_also_if_that_came_before_the_readers() {
    let till = counter(Language::Fi);
    let chosen = Profile { reader: ReaderId("k".to_owned()), ..Profile::default() };
    let settings = Settings { profiles: vec![chosen], ..Settings::default() };
    let kept = till.station.set_setting("readers", settings);
    iced::futures::executor::block_on(kept).unwrap();
    let fake = Fake::new(Kind::Keyboard);
    fake.plug("/dev/input/event4", "k");
    let driver = fake.clone();
    let start = move |settings| {
        let drivers: Vec<Arc<dyn Driver>> = vec![Arc::new(driver.clone())];
        Hub::start(settings, Options { drivers, look_every: Some(Duration::from_millis(50)), ..Options::default() })
    };
    let (mut app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, ..Time::default() });
    let _ = app.update(Message::Heard(Heard::Focused(true)));
    let mut window = Harness::open(app.reading_from(Arc::new(start)), boot);
    window.wait_until("held", |_| fake.open("/dev/input/event4") == 1);
    window.tell(Message::Heard(Heard::Focused(false)));
    window.wait_until("let go", |_| fake.open("/dev/input/event4") == 0);
    window.tell(Message::Heard(Heard::Focused(true)));
    window.wait_until("held again", |_| fake.open("/dev/input/event4") == 1);
}

#[test]
fn a_reader_of_the_hub_is_named_reads_goes_within_two_seconds_and_comes_back_by_itself() {
    let (mut till, fake) = with_hub();
    fake.plug("/dev/hidraw0", "a");
    till.window.wait_for("Reader a");
    fake.scan("/dev/hidraw0", "]A0A9990000071");
    till.window.wait_for("Kortti kelpaa");
    till.window.focus_on(form::CHILDREN);
    till.window.types("2");
    let before = till.window.fields();
    fake.unplug("/dev/hidraw0");
    let unplugged = Instant::now();
    till.window.wait_for("Lukija irrotettu: Reader a");
    assert!(unplugged.elapsed() < Duration::from_secs(2), "{:?}", unplugged.elapsed());
    assert_eq!(till.window.fields(), before);
    fake.plug("/dev/hidraw1", "a");
    till.window.wait_for("Lukija käytössä: Reader a");
    fake.scan("/dev/hidraw1", "AM38000412");
    till.window.wait_for("Kortin A9990000071 kirjaus on tallentamatta. Seuraava: AM38000412.");
    assert_eq!(till.window.fields(), before, "what was read is in no field");
}

#[test]
fn a_scanner_that_reports_and_types_counts_once() {
    let (mut till, fake) = with_hub();
    fake.plug("/dev/hidraw0", "a");
    till.window.wait_for("Reader a");
    fake.scan("/dev/hidraw0", "A9990000071");
    till.window.wait_for("Kortti kelpaa");
    till.window.key(Named::Escape);
    till.window.wait_for("Valmis lukemaan");
    // The same code, typed as well.
    till.window.scans("A9990000071");
    till.window.pause(Duration::from_millis(200));
    assert!(till.window.sees("Valmis lukemaan") && !till.window.sees("Kortti kelpaa"), "{:#?}", till.window.texts());
    assert!(!till.window.sees("Näppäimistölukija"));
}

#[test]
fn a_reader_unplugged_while_a_form_is_filled_loses_nothing() {
    let mut till = counter(Language::Fi);
    stands(&mut till, &honeywell(), State::Ready);
    assert!(till.window.sees("Honeywell 1470g"));
    scanned(&mut till, &honeywell(), "]A0A9990000071");
    till.window.wait_for("Kortti kelpaa");
    till.window.focus_on(form::CHILDREN);
    till.window.types("2");
    let before = till.window.fields();
    stands(&mut till, &honeywell(), State::Gone);
    assert!(till.window.sees("Lukija irrotettu: Honeywell 1470g") && till.window.sees("Irrotettu: Honeywell 1470g"));
    assert_eq!(till.window.fields(), before);
    assert!(till.window.is_focused(form::CHILDREN), "the focus stays where it is");
    stands(&mut till, &honeywell(), State::Ready);
    assert!(till.window.sees("Lukija käytössä: Honeywell 1470g"), "and it comes back by itself");
    assert_eq!(till.window.fields(), before);
}

#[test]
fn a_scan_from_a_reader_asks_before_an_unsaved_form_is_left_and_lands_in_no_field() {
    let mut till = counter(Language::Fi);
    stands(&mut till, &honeywell(), State::Ready);
    scanned(&mut till, &honeywell(), "A9990000071");
    till.window.wait_for("Kortti kelpaa");
    till.window.focus_on(form::CHILDREN);
    till.window.types("2");
    let before = till.window.fields();
    scanned(&mut till, &honeywell(), "]A0AM38000412");
    assert!(till.window.sees("Kortin A9990000071 kirjaus on tallentamatta. Seuraava: AM38000412."), "{:#?}", till.window.texts());
    assert_eq!(till.window.fields(), before);
}

#[test]
fn the_readers_page_opens_with_ctrl_r_says_why_and_is_worked_by_keyboard_alone() {
    let mut till = counter(Language::Fi);
    till.window.control('r');
    assert!(till.window.sees("Lukijan tarkistus") && till.window.sees("Yhtään lukijaa ei näy."));
    stands(&mut till, &honeywell(), State::Blocked { obstacle: Obstacle::InUse });
    assert!(till.window.sees("Varattu: Honeywell 1470g") && till.window.sees("Toinen ohjelma käyttää sitä."));
    stands(&mut till, &honeywell(), State::Blocked { obstacle: Obstacle::NoPermission });
    assert!(till.window.sees("Ei oikeutta") && till.window.sees("70-kaikuasema.rules"));
    stands(&mut till, &honeywell(), State::Ready);
    // A keyboard is held only after a question, answered with the space bar and not with a scanner's Enter.
    let keyboard = reader("k", Kind::Keyboard, "Logitech K120", "/dev/input/event4");
    stands(&mut till, &keyboard, State::Idle);
    till.window.focus_on("use-1");
    till.window.key(Named::Enter);
    assert!(till.window.sees("Onko Logitech K120 varmasti lukija?") && till.window.is_focused("readers-use-confirm"));
    till.window.key(Named::Enter);
    assert!(till.window.sees("varmasti lukija?"), "Enter answers no");
    till.window.key(Named::Escape);
    assert!(!till.window.sees("varmasti lukija?") && till.window.sees("Käytä lukijana"));
    till.window.focus_on("use-1");
    till.window.key(Named::Enter);
    till.window.key(Named::Space);
    assert!(till.window.sees("Vapauta"));
    till.window.key(Named::F1);
    assert!(till.window.sees("Lue testikortti jokaisella lukijalla."));
    till.window.key(Named::Escape);
    assert!(till.window.sees("Lukijan tarkistus"), "Esc closes the help first");
    till.window.key(Named::Escape);
    assert!(till.window.sees("Valmis lukemaan"));
}

#[test]
fn what_the_test_card_told_is_kept_with_one_key_and_across_a_restart() {
    let mut till = counter(Language::Fi);
    let serial = reader("serial", Kind::Serial, "Datalogic QD2500", "/dev/ttyACM0");
    stands(&mut till, &serial, State::Ready);
    till.window.control('r');
    scanned(&mut till, &serial, &format!("{TEST_CARD}L"));
    assert!(till.window.sees("lukija lähettää sen: asema poistaa") && till.window.sees("Tassu toimii, huomaa tämä"));
    assert!(till.window.is_focused(KEEP));
    till.window.key(Named::Enter);
    assert!(till.window.sees("Lue nyt mikä tahansa kortti") && till.window.is_focused(PRINT), "{:#?}", till.window.texts());
    till.window.wait_until("it is kept", |window| {
        window.settle();
        window.window.readers().settings.profiles.iter().any(|profile| profile.sends_check_character)
    });
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, ..Time::default() });
    let mut again = Harness::open(app, boot);
    again.wait_until("the counter", |window| window.is_focused("number"));
    let kept = again.window.readers().settings.profile(&serial.id).cloned().unwrap();
    assert!(kept.sends_check_character);
    // A card read there opens at the counter.
    again.tell(Message::PagePressed(Page::Readers));
    let scan = Scan { text: "A9990000071".to_owned(), kind: Kind::Serial, reader: serial.id, at: Instant::now() };
    again.tell(Message::Heard(Heard::Told(Told::Event(Event::Scanned(scan)))));
    again.wait_for("Kortti kelpaa");
}

#[test]
fn a_scanner_that_types_is_named_once_it_was_used() {
    let mut till = counter(Language::Fi);
    assert!(till.window.sees("Lukijaa ei näy"));
    till.window.scans("A9990000071");
    till.window.wait_for("Kortti kelpaa");
    assert!(till.window.sees("Näppäimistölukija"));
    till.window.key(Named::Escape);
    till.window.control('r');
    till.window.scans(TEST_CARD);
    assert!(till.window.sees("YZ-0123456789: Y ja Z oikein"), "{:#?}", till.window.texts());
}

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
    till.window.tell(Message::Camera(Seen::Told(FromCamera::Event(event))));
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

#[test]
fn a_camera_with_which_nothing_is_read_goes_off_by_itself() {
    thread_local! { static MINUTES: Cell<i64> = const { Cell::new(0) } }
    let later = |station: &Station| (station.now() + SignedDuration::from_mins(MINUTES.get()), station.today());
    let mut till = counter(Language::Fi);
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, now: later });
    till.window = Harness::open(app, boot);
    till.window.wait_until("the counter", |window| window.is_focused("number"));
    opened_camera(&mut till);
    MINUTES.set(4);
    till.window.tell(Message::Ticked);
    assert!(till.window.sees("Sulje skanneri"));
    MINUTES.set(5);
    till.window.tell(Message::Ticked);
    assert!(till.window.sees("Avaa skanneri") && till.window.sees("Kamera sammui"));
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
    let next = |till: &mut Counter| {
        till.window.tell(Message::Camera(Seen::Told(FromCamera::Event(camera::Event::Picture(Arc::clone(&picture))))));
    };
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

#[test]
fn a_scanner_that_types_is_checked_by_its_keys_on_a_finnish_layout_and_kept_with_one_key() {
    let mut till = counter(Language::Fi);
    till.window.control('r');
    till.window.scans_on_a_finnish_layout(TEST_CARD);
    assert!(till.window.sees("YZ-0123456789: Y ja Z oikein"), "{:#?}", till.window.texts());
    for found in ["Näppäimistölukija", "Enter", "ms merkkiä kohti", "Pidä asetukset"] {
        assert!(till.window.sees(found), "{found}: {:#?}", till.window.texts());
    }
    assert!(till.window.is_focused(KEEP));
    // Whoever presses Enter has read first what was found.
    till.window.pause(Duration::from_millis(400));
    till.window.key(Named::Enter);
    let kept = till.window.window.readers().settings.profiles.first().cloned().unwrap();
    assert_eq!((kept.suffix, kept.layout), (Suffix::Enter, Layout::Us));
    // Read as it was found, a card opens.
    till.window.scans("A9990000071");
    till.window.wait_for("Kortti kelpaa");
}
