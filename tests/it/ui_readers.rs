//! Readers at the root of the window: what they read opens at the counter and lands in no field, what was
//! found of them is kept, and the page is worked by keyboard alone.

use crate::harness::keyboard::Named;
use crate::harness::station::{Counter, counter};
use crate::harness::{Harness, clock};
use crate::ui_readers_pictures::{honeywell, reader};
use jiff::SignedDuration;
use kaikuasema::app::readers::Heard;
use kaikuasema::app::{App, Message, Page, Time};
use kaikuasema::bridge::readers::Told;
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::form;
use kaikuasema::screen::readers::{KEEP, PRINT};
use kaikuasema::station::Station;
use kaikuasema_devices::driver::Driver;
use kaikuasema_devices::fake::Fake;
use kaikuasema_devices::hub::{Hub, HubError, Options};
use kaikuasema_devices::wedge::{Layout, TEST_CARD};
use kaikuasema_devices::{Event, Kind, Obstacle, Profile, Reader, ReaderId, Scan, Settings, State, Suffix, Trouble};
use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};

pub fn stands(till: &mut Counter, reader: &Reader, state: State) {
    till.window.tell(Message::Heard(Heard::Told(Told::Event(Event::Stands(reader.clone(), state)))));
}

pub fn scanned(till: &mut Counter, reader: &Reader, text: &str) {
    let scan = Scan { text: text.to_owned(), kind: reader.kind, reader: reader.id.clone(), at: Instant::now() };
    till.window.tell(Message::Heard(Heard::Told(Told::Event(Event::Scanned(scan)))));
}

/// A window whose hub reads a scanner that the test plugs in and out.
fn with_hub() -> (Counter, Fake) {
    let mut till = counter(Language::Fi);
    let fake = Fake::new(Kind::HidPos);
    till.window = started(&till.station, &fake);
    (till, fake)
}

/// The station's window as it is started, with a hub of these readers.
fn started(station: &Station, fake: &Fake) -> Harness<App> {
    let driver = fake.clone();
    let start = move |settings| {
        let drivers: Vec<Arc<dyn Driver>> = vec![Arc::new(driver.clone())];
        Hub::start(settings, Options { drivers, is_focused: true, look_every: Some(Duration::from_millis(50)), ..Options::default() })
    };
    let (app, boot) = App::with_time(station.clone(), Language::Fi, Time { pace: clock::now, ..Time::default() });
    let mut window = Harness::open(app.reading_from(Arc::new(start)), boot);
    window.wait_until("the counter", |window| window.is_focused("number"));
    window
}

/// Waits until it is on the disk whether the reader is used.
fn is_kept(station: &Station, window: &mut Harness<App>, is_used: bool) {
    window.wait_until("it is kept", |_| {
        let kept: Option<Settings> = iced::futures::executor::block_on(station.setting("readers")).unwrap();
        kept.is_some_and(|kept| kept.profiles.iter().any(|profile| profile.is_used == is_used))
    });
}

/// An adapter may have a payment terminal at its end: nothing is sent to it, and it is not opened, before a clerk said
/// that it is a scanner.
#[test]
fn a_port_of_an_unknown_maker_is_offered_in_words_read_once_it_was_chosen_and_after_a_restart() {
    let fake = Fake::new(Kind::Serial);
    fake.plug_unlikely("/dev/ttyUSB0", "ftdi");
    let till = counter(Language::Fi);
    let mut window = started(&till.station, &fake);
    window.control('r');
    window.wait_for("Reader ftdi");
    assert!(window.sees("Ei käytössä") && window.sees("Jos se on lukija, valitse se."), "{:#?}", window.texts());
    assert_eq!(fake.opened("/dev/ttyUSB0"), 0);
    window.focus_on("use-1");
    window.key(Named::Enter);
    assert!(window.sees("Onko Reader ftdi varmasti lukija? Asema avaa portin"), "{:#?}", window.texts());
    window.key(Named::Space);
    window.wait_for("Vapauta");
    window.wait_until("it is open", |_| fake.open("/dev/ttyUSB0") == 1);
    window.wait_until("it is read", |window| !window.sees("Ei käytössä"));
    is_kept(&till.station, &mut window, true);
    fake.scan("/dev/ttyUSB0", "A9990000071");
    window.wait_for("Kortti kelpaa");
    drop(window);
    let opened = fake.opened("/dev/ttyUSB0");
    let mut again = started(&till.station, &fake);
    again.wait_until("it is opened unasked", |_| fake.opened("/dev/ttyUSB0") > opened);
    fake.scan("/dev/ttyUSB0", "AM38000412");
    again.wait_for("AM38000412");
    // Let go, it stays so too.
    again.key(Named::Escape);
    again.control('r');
    again.wait_for("Vapauta");
    again.focus_on("use-1");
    again.key(Named::Enter);
    again.wait_until("it is closed", |_| fake.open("/dev/ttyUSB0") == 0);
    again.wait_for("Käytä lukijana");
    is_kept(&till.station, &mut again, false);
    drop(again);
    let opened = fake.opened("/dev/ttyUSB0");
    let mut third = started(&till.station, &fake);
    third.control('r');
    third.wait_for("Käytä lukijana");
    assert_eq!(fake.opened("/dev/ttyUSB0"), opened);
}

/// Readers that are found at the start were there before: no news, whatever the machine's clock is set to meanwhile.
#[test]
fn only_readers_that_come_later_than_the_start_are_told_though_the_clock_is_set() {
    thread_local! { static HOURS: Cell<i64> = const { Cell::new(0) } }
    let set = |station: &Station| (station.now() + SignedDuration::from_hours(HOURS.get()), station.today());
    let mut till = counter(Language::Fi);
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, now: set });
    till.window = Harness::open(app, boot);
    till.window.wait_until("the counter", |window| window.is_focused("number"));
    let one = |id: &str| reader(id, Kind::HidPos, id, "/dev/hidraw0");
    stands(&mut till, &one("first"), State::Ready);
    HOURS.set(3);
    stands(&mut till, &one("second"), State::Ready);
    assert!(!till.window.sees("Lukija käytössä"), "{:#?}", till.window.texts());
    clock::advance(Duration::from_secs(5));
    HOURS.set(0);
    stands(&mut till, &one("third"), State::Ready);
    assert!(till.window.sees("Lukija käytössä: third"), "{:#?}", till.window.texts());
}

/// Whoever looks whether the scanner works takes the test card that lies at hand.
#[test]
fn the_test_card_at_the_counter_says_that_the_reader_works() {
    let mut till = counter(Language::Fi);
    stands(&mut till, &honeywell(), State::Ready);
    for text in [format!("]A0{TEST_CARD}"), format!("]Q1{TEST_CARD}"), format!("*{TEST_CARD}*"), format!("]A0{TEST_CARD}L")] {
        scanned(&mut till, &honeywell(), &text);
        assert!(till.window.sees("Tämä on testikortti") && till.window.sees("Lukija toimii."), "{text}: {:#?}", till.window.texts());
        assert!(!till.window.sees("Ei Kaikukortin tunnus"));
        till.window.key(Named::Escape);
        assert!(till.window.sees("Valmis lukemaan"));
    }
    till.window.scans(TEST_CARD);
    assert!(till.window.sees("Lukija toimii."), "typed as well: {:#?}", till.window.texts());
    till.window.pause(Duration::from_secs(1));
    scanned(&mut till, &honeywell(), &TEST_CARD.replace("YZ", "ZY"));
    assert!(till.window.sees("Lukija vaihtaa Y:n ja Z:n") && till.window.sees("Ctrl R"), "{:#?}", till.window.texts());
    // At the door too.
    till.window.control('d');
    scanned(&mut till, &honeywell(), TEST_CARD);
    assert!(till.window.sees("Tämä on testikortti") && till.window.sees("Lukija toimii."), "{:#?}", till.window.texts());
    till.window.key(Named::F2);
    // A card opens after it as after anything else.
    scanned(&mut till, &honeywell(), "A9990000071");
    till.window.wait_for("Kortti kelpaa");
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
fn a_card_that_another_reader_read_a_moment_ago_is_said_to_be_read_already() {
    let mut till = counter(Language::Fi);
    stands(&mut till, &honeywell(), State::Ready);
    till.window.tell(Message::Heard(Heard::Told(Told::Event(Event::Again(honeywell().id)))));
    assert!(till.window.sees("Luettu jo äsken."), "{:#?}", till.window.texts());
}

#[test]
fn readers_that_cannot_be_started_are_said() {
    let mut till = counter(Language::Fi);
    let error = HubError::Thread(std::io::Error::other("no thread"));
    till.window.tell(Message::Heard(Heard::Told(Told::Failed(Arc::new(error)))));
    assert!(till.window.sees("Lukijoita ei voitu käynnistää"), "{:#?}", till.window.texts());
}

#[test]
fn at_an_adapter_the_speed_is_chosen_on_the_page_and_what_is_garbled_says_so() {
    let mut till = counter(Language::Fi);
    let adapter = reader("ftdi", Kind::Serial, "FTDI adapter", "/dev/ttyUSB0");
    let scanner = reader("acm", Kind::Serial, "Datalogic QD2500", "/dev/ttyACM0");
    let garbled = |reader: &Reader| Message::Heard(Heard::Told(Told::Event(Event::Troubled(reader.id.clone(), Trouble::Garbled))));
    for reader in [&adapter, &scanner] {
        stands(&mut till, reader, State::Ready);
    }
    till.window.tell(garbled(&scanner));
    assert!(!till.window.sees("toista nopeutta"), "what is a USB device itself has none");
    till.window.tell(garbled(&adapter));
    assert!(till.window.sees("Kokeile lukijalle toista nopeutta: Ctrl R."), "{:#?}", till.window.texts());
    till.window.control('r');
    assert!(till.window.sees("Nopeus 9600"));
    till.window.focus_on("speed-1");
    till.window.key(Named::Enter);
    assert!(till.window.sees("Nopeus 19200") && !till.window.sees("Nopeus 9600"), "{:#?}", till.window.texts());
    let set = till.window.window.readers().settings.profile(&adapter.id).cloned().unwrap();
    assert_eq!((set.baud, set.is_used), (Some(19_200), true));
}

#[test]
fn what_a_serial_reader_sends_at_the_end_is_kept_with_what_the_test_card_told() {
    let mut till = counter(Language::Fi);
    let serial = reader("serial", Kind::Serial, "Datalogic QD2500", "/dev/ttyACM0");
    stands(&mut till, &serial, State::Ready);
    till.window.control('r');
    for suffix in [Suffix::Enter, Suffix::None] {
        till.window.tell(Message::Heard(Heard::Told(Told::Event(Event::EndedBy(serial.id.clone(), suffix)))));
        scanned(&mut till, &serial, TEST_CARD);
        assert!(till.window.is_focused(KEEP), "{suffix:?}");
        till.window.key(Named::Enter);
        till.window.wait_until("it is kept", |window| {
            window.settle();
            window.window.readers().settings.profile(&serial.id).is_some_and(|profile| profile.suffix == suffix)
        });
    }
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

/// In a small window the list and what was found stand below the test card.
#[test]
fn what_the_test_card_told_is_scrolled_into_sight_in_a_small_window() {
    let till = counter(Language::Fi);
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, Time { pace: clock::now, ..Time::default() });
    let size = iced::Size::new(1024.0, 640.0);
    let mut window = Harness::open_sized(app, boot, size);
    window.tell(Message::Resized(size));
    window.wait_until("the counter", |window| window.is_focused("number"));
    let told = |event| Message::Heard(Heard::Told(Told::Event(event)));
    window.tell(told(Event::Stands(honeywell(), State::Ready)));
    window.control('r');
    assert!(window.scrolled() < 1.0);
    let scan = || Scan { text: TEST_CARD.to_owned(), kind: Kind::HidPos, reader: honeywell().id, at: Instant::now() };
    // The settings are what they would be: nothing is to be kept, and the focus is at the top of the page.
    for kept in [false, true] {
        window.tell(told(Event::Scanned(scan())));
        window.settle();
        assert!(window.scrolled() > 100.0, "{kept}");
        let found = window.find("Tassu on valmis").unwrap();
        assert!(found.y - window.scrolled() < size.height - 60.0, "{found:?} {}", window.scrolled());
        if !kept && window.is_focused(KEEP) {
            window.key(Named::Enter);
        }
    }
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

/// Another window comes before this one while the scanner types.
#[test]
fn a_scan_that_the_focus_left_is_told_with_what_to_do() {
    let mut till = counter(Language::Fi);
    till.window.bursts("A99900");
    till.window.send(iced::Event::Window(iced::window::Event::Unfocused));
    till.window.settle();
    assert!(till.window.sees("Lukema jäi kesken. Lue kortti uudelleen."), "{:#?}", till.window.texts());
    assert!(till.window.fields().iter().all(|text| !text.contains("A99")), "{:?}", till.window.fields());
}

/// Scan, then Enter at once: the fastest way to record a use.
#[test]
fn an_enter_right_after_a_scan_saves() {
    for after in [Duration::from_millis(60), Duration::from_millis(150), Duration::from_millis(250)] {
        let mut till = counter(Language::Fi);
        till.window.scans("A9990000071");
        till.window.wait_for("Kortti kelpaa");
        till.window.pause(after);
        till.window.press(Named::Enter);
        till.window.wait_for("Tallennettu: A9990000071");
    }
}

#[test]
fn a_scanner_that_types_is_checked_by_its_keys_on_a_finnish_layout_and_kept_with_one_key() {
    let mut till = counter(Language::Fi);
    till.window.control('r');
    till.window.scans_on_a_finnish_layout(TEST_CARD);
    assert!(till.window.sees("YZ-0123456789: Y ja Z oikein"), "{:#?}", till.window.texts());
    for found in ["Näppäimistölukija", "Enter", "2 ms merkkiä kohti", "Pidä asetukset"] {
        assert!(till.window.sees(found), "{found}: {:#?}", till.window.texts());
    }
    assert!(till.window.is_focused(KEEP));
    till.window.key(Named::Enter);
    let kept = till.window.window.readers().settings.profiles.first().cloned().unwrap();
    assert_eq!((kept.suffix, kept.layout), (Suffix::Enter, Layout::Us));
    // Read as it was found, a card opens.
    till.window.scans("A9990000071");
    till.window.wait_for("Kortti kelpaa");
}
