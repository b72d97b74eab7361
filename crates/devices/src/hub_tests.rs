//! Tests of the hub with readers that have no device, and with serial ones at real pseudo-terminals.

use super::*;
use crate::driver::{Ended, Found, Out, Unlisted};
use crate::fake::Fake;
use crate::reader::{Kind, ReaderId, Trouble};
use crate::settings::Profile;
use std::time::Instant;
use tokio::sync::mpsc::error::TryRecvError;

const CARD: &str = "A9912345678";

/// Quick enough for tests; only what a test plugs in is found, and the window has the focus.
fn options(drivers: Vec<Arc<dyn Driver>>) -> Options {
    Options {
        drivers,
        is_focused: true,
        look_every: Some(Duration::from_millis(40)),
        backoff: Backoff { first: Duration::from_millis(20), most: Duration::from_millis(200) },
        ..Options::default()
    }
}

fn hub_of(fakes: &[&Fake]) -> (Hub, Receiver<Event>) {
    let drivers = fakes.iter().map(|fake| Arc::new((*fake).clone()) as Arc<dyn Driver>).collect();
    Hub::start(Settings::default(), options(drivers)).unwrap()
}

fn next(events: &mut Receiver<Event>) -> Event {
    next_within(events, Duration::from_secs(60)).expect("nothing was told")
}

fn next_within(events: &mut Receiver<Event>, at_most: Duration) -> Option<Event> {
    let until = Instant::now() + at_most;
    loop {
        match events.try_recv() {
            Ok(event) if is_beside_the_test(&event) => {}
            Ok(event) => return Some(event),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if Instant::now() > until => return None,
            Err(TryRecvError::Empty) => thread::sleep(Duration::from_millis(1)),
        }
    }
}

/// The machine's own ports, which no test reads, and how a scanner ends its scans, which the serial driver's tests ask.
fn is_beside_the_test(event: &Event) -> bool {
    match event {
        Event::Stands(reader, State::Idle) => reader.id.0.starts_with("serial:port:/dev/tty"),
        Event::EndedBy(..) => true,
        _ => false,
    }
}

/// An event in short: `a Ready`, `a scan A99…`.
fn short(event: &Event) -> String {
    match event {
        Event::Stands(reader, State::Blocked { obstacle }) => format!("{} {obstacle:?}", reader.id),
        Event::Stands(reader, state) => format!("{} {state:?}", reader.id),
        Event::Scanned(scan) => format!("{} scan {}", scan.reader, scan.text),
        Event::Troubled(reader, trouble) => format!("{reader} {trouble:?}"),
        Event::Observed(reader, _) => format!("{reader} observed"),
        Event::EndedBy(reader, suffix) => format!("{reader} {suffix:?}"),
        Event::Again(reader) => format!("{reader} again"),
    }
}

#[track_caller]
fn expect(events: &mut Receiver<Event>, wanted: &[&str]) {
    for wanted in wanted {
        assert_eq!(short(&next(events)), *wanted);
    }
}

fn until(condition: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < end, "it never came to be");
        thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_reader_that_is_plugged_in_is_read_and_unplugged_told_gone_and_plugged_in_again_read_again() {
    let fake = Fake::new(Kind::HidPos);
    let (_hub, mut events) = hub_of(&[&fake]);
    fake.plug("hidraw0", "a");
    expect(&mut events, &["a Ready"]);
    fake.scan("hidraw0", CARD);
    expect(&mut events, &["a scan A9912345678"]);
    let unplugged = Instant::now();
    fake.unplug("hidraw0");
    expect(&mut events, &["a Gone"]);
    assert!(unplugged.elapsed() < Duration::from_secs(20));
    fake.plug("hidraw7", "a");
    expect(&mut events, &["a Ready"]);
    fake.scan("hidraw7", "Y8812345678");
    expect(&mut events, &["a scan Y8812345678"]);
}

#[test]
fn several_readers_are_read_at_once_and_the_same_model_twice() {
    let (hid, serial) = (Fake::new(Kind::HidPos), Fake::new(Kind::Serial));
    hid.plug("hidraw0", "a");
    hid.plug("hidraw1", "a");
    serial.plug("ttyACM0", "s");
    let (_hub, mut events) = hub_of(&[&hid, &serial]);
    let mut ready: Vec<String> = (0..3).map(|_| short(&next(&mut events))).collect();
    ready.sort();
    assert_eq!(ready, ["a Ready", "a#2 Ready", "s Ready"]);
    for (fake, path, told) in [(&hid, "hidraw1", "a#2"), (&serial, "ttyACM0", "s"), (&hid, "hidraw0", "a")] {
        fake.scan(path, &format!("text of {told}"));
        expect(&mut events, &[&format!("{told} scan text of {told}")]);
    }
    hid.unplug("hidraw0");
    expect(&mut events, &["a Gone"]);
    hid.scan("hidraw1", "still read");
    expect(&mut events, &["a#2 scan still read"]);
}

#[test]
fn moved_to_another_port_without_a_serial_number_it_is_gone_and_read_as_a_new_one() {
    let fake = Fake::new(Kind::HidPos);
    fake.plug("hidraw0", "hid_pos:0c2e:0901@1-2");
    let profile = Profile { reader: ReaderId("hid_pos:0c2e:0901@1-2".into()), sends_check_character: true, ..Profile::default() };
    let settings = Settings { profiles: vec![profile], ..Settings::default() };
    let (_hub, mut events) = Hub::start(settings, options(vec![Arc::new(fake.clone())])).unwrap();
    expect(&mut events, &["hid_pos:0c2e:0901@1-2 Ready"]);
    fake.unplug("hidraw0");
    fake.plug("hidraw0", "hid_pos:0c2e:0901@1-3");
    let mut told = [short(&next(&mut events)), short(&next(&mut events))];
    told.sort();
    assert_eq!(told, ["hid_pos:0c2e:0901@1-2 Gone", "hid_pos:0c2e:0901@1-3 Ready"]);
    fake.scan("hidraw0", "A9990000089B");
    expect(&mut events, &["hid_pos:0c2e:0901@1-3 scan A9990000089B"]);
    fake.unplug("hidraw0");
    fake.plug("hidraw4", "hid_pos:0c2e:0901@1-2");
    let mut told = [short(&next(&mut events)), short(&next(&mut events))];
    told.sort();
    assert_eq!(told, ["hid_pos:0c2e:0901@1-2 Ready", "hid_pos:0c2e:0901@1-3 Gone"]);
    fake.scan("hidraw4", "A9990000089B");
    expect(&mut events, &["hid_pos:0c2e:0901@1-2 scan ]A1A9990000089B"]);
}

#[test]
fn a_scanner_that_becomes_a_keyboard_is_told_gone_and_what_it_types_counts() {
    let (hid, keyboard) = (Fake::new(Kind::HidPos), Fake::new(Kind::Keyboard));
    hid.plug("hidraw0", "hid_pos:0c2e:0901:1");
    let (hub, mut events) = hub_of(&[&hid, &keyboard]);
    expect(&mut events, &["hid_pos:0c2e:0901:1 Ready"]);
    hid.unplug("hidraw0");
    keyboard.plug("event5", "keyboard:0c2e:0b81:1");
    let mut told = [short(&next(&mut events)), short(&next(&mut events))];
    told.sort();
    assert_eq!(told, ["hid_pos:0c2e:0901:1 Gone", "keyboard:0c2e:0b81:1 Idle"], "nobody chose to hold it");
    let typed = Scan { text: CARD.into(), kind: Kind::Wedge, reader: ReaderId("wedge".into()), at: Instant::now() };
    assert_eq!(hub.accept(&typed), Counts::Yes);
    keyboard.unplug("event5");
    hid.plug("hidraw0", "hid_pos:0c2e:0901:1");
    let mut told = [short(&next(&mut events)), short(&next(&mut events))];
    told.sort();
    assert_eq!(told, ["hid_pos:0c2e:0901:1 Ready", "keyboard:0c2e:0b81:1 Gone"]);
}

#[test]
fn one_that_cannot_be_read_says_why_and_is_read_once_it_can() {
    let fake = Fake::new(Kind::Serial);
    fake.plug("ttyACM0", "s");
    fake.block("ttyACM0", Some(Obstacle::InUse));
    let (_hub, mut events) = hub_of(&[&fake]);
    expect(&mut events, &["s InUse"]);
    until(|| fake.opened("ttyACM0") >= 3);
    assert!(events.try_recv().is_err(), "it is not told again and again");
    fake.block("ttyACM0", Some(Obstacle::NoPermission));
    expect(&mut events, &["s NoPermission"]);
    fake.block("ttyACM0", None);
    expect(&mut events, &["s Ready"]);
}

#[test]
fn a_reader_that_fails_again_and_again_is_left_ever_longer_alone() {
    let fake = Fake::new(Kind::Serial);
    fake.plug("ttyACM0", "s");
    fake.block("ttyACM0", Some(Obstacle::InUse));
    let (_hub, mut events) = hub_of(&[&fake]);
    expect(&mut events, &["s InUse"]);
    thread::sleep(Duration::from_secs(1));
    // After 20, 40, 80, 160, 200, 200 … ms, a fifth sooner or later.
    assert!((2..=10).contains(&fake.opened("ttyACM0")), "{} times", fake.opened("ttyACM0"));
}

#[test]
fn a_driver_that_panics_is_told_and_tried_again_and_others_do_not_notice() {
    let (hid, serial) = (Fake::new(Kind::HidPos), Fake::new(Kind::Serial));
    hid.plug("hidraw0", "a");
    let (_hub, mut events) = hub_of(&[&hid, &serial]);
    expect(&mut events, &["a Ready"]);
    serial.plug("ttyACM0", "s");
    expect(&mut events, &["s Ready"]);
    serial.panic("ttyACM0");
    expect(&mut events, &["s Failed { detail: \"a fault in the driver\" }", "s Ready"]);
    serial.scan("ttyACM0", "after");
    expect(&mut events, &["s scan after"]);
    hid.scan("hidraw0", "as ever");
    expect(&mut events, &["a scan as ever"]);
}

#[test]
fn a_loose_plug_makes_no_storm() {
    let fake = Fake::new(Kind::HidPos);
    let (hub, mut events) = hub_of(&[&fake]);
    for _ in 0..50 {
        fake.plug("hidraw0", "a");
        hub.look();
        thread::sleep(Duration::from_millis(4));
        fake.unplug("hidraw0");
        hub.look();
        thread::sleep(Duration::from_millis(4));
    }
    fake.plug("hidraw0", "a");
    until(|| fake.open("hidraw0") == 1);
    thread::sleep(Duration::from_millis(100));
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        told.push(short(&event));
    }
    assert!(told.len() <= 102, "{} told", told.len());
    assert_eq!(told.last().map(String::as_str), Some("a Ready"));
    for two in told.windows(2) {
        assert_ne!(two[0], two[1], "told when it changes only");
    }
}

#[test]
fn what_a_reader_tells_waits_where_the_window_is_slow_and_nothing_is_lost() {
    let fake = Fake::new(Kind::HidPos);
    let slow = Options { room: 2, ..options(vec![Arc::new(fake.clone())]) };
    let (_hub, mut events) = Hub::start(Settings::default(), slow).unwrap();
    fake.plug("hidraw0", "a");
    for n in 0..40 {
        fake.scan("hidraw0", &format!("text {n}"));
    }
    thread::sleep(Duration::from_millis(150));
    expect(&mut events, &["a Ready"]);
    for n in 0..40 {
        expect(&mut events, &[&format!("a scan text {n}")]);
    }
}

#[test]
fn dropped_with_a_full_channel_it_stops_every_thread_soon() {
    let fake = Fake::new(Kind::HidPos);
    let slow = Options { room: 1, ..options(vec![Arc::new(fake.clone())]) };
    let (hub, _events) = Hub::start(Settings::default(), slow).unwrap();
    for n in 0..4 {
        fake.plug(&format!("hidraw{n}"), &format!("r{n}"));
        fake.scan(&format!("hidraw{n}"), "x");
    }
    hub.look();
    thread::sleep(Duration::from_millis(100));
    let dropped = Instant::now();
    drop(hub);
    // Threads that nobody stops would be left behind after the hub's own three seconds, and read on.
    assert!(dropped.elapsed() < Duration::from_secs(10), "{:?}", dropped.elapsed());
    assert!((0..4).all(|n| fake.open(&format!("hidraw{n}")) == 0), "no thread reads on");
}

#[test]
fn whoever_sets_something_is_never_held_by_a_full_channel() {
    let fake = Fake::new(Kind::HidPos);
    let slow = Options { room: 1, ..options(vec![Arc::new(fake.clone())]) };
    let (hub, _events) = Hub::start(Settings::default(), slow).unwrap();
    for n in 0..8 {
        fake.plug(&format!("hidraw{n}"), &format!("r{n}"));
    }
    let started = Instant::now();
    for n in 0..500 {
        hub.set_focused(n % 2 == 0);
        hub.set_settings(Settings::default());
        hub.look();
    }
    assert!(started.elapsed() < Duration::from_secs(20));
}

/// A driver whose reader never lets go, and which panics when it is asked whether it can be read.
struct Hanging;

impl Driver for Hanging {
    fn kind(&self) -> Kind {
        Kind::Serial
    }
    fn list(&self, _: &Settings) -> Result<Vec<Found>, Unlisted> {
        let fake = Fake::new(Kind::Serial);
        fake.plug("ttyUSB0", "hanging");
        fake.list(&Settings::default())
    }
    fn check(&self, _: &Found) -> Result<(), Obstacle> {
        panic!("told to")
    }
    fn read(&self, _: &Found, _: &Profile, out: &Out, _: &Stop) -> Ended {
        out.ready();
        thread::sleep(Duration::from_secs(60));
        Ended::Stopped
    }
}

#[test]
fn a_driver_that_hangs_does_not_keep_the_station_from_ending() {
    let (hub, mut events) = Hub::start(Settings::default(), options(vec![Arc::new(Hanging)])).unwrap();
    expect(&mut events, &["hanging Ready"]);
    let dropped = Instant::now();
    drop(hub);
    assert!(dropped.elapsed() < Duration::from_secs(20));
}

#[test]
fn the_list_survives_a_driver_that_panics() {
    let listed = list(&Settings::default(), &[Arc::new(Hanging)]);
    assert!(matches!(listed.as_slice(), [(_, State::Blocked { obstacle: Obstacle::Failed { .. } })]));
}

/// A driver that cannot list its readers after the first time, or panics.
struct Unlisting(Fake, Mutex<u32>);

impl Driver for Unlisting {
    fn kind(&self) -> Kind {
        self.0.kind()
    }
    fn list(&self, settings: &Settings) -> Result<Vec<Found>, Unlisted> {
        let mut times = self.1.lock().unwrap_or_else(PoisonError::into_inner);
        *times += 1;
        match *times {
            1 => self.0.list(settings),
            n if n % 2 == 0 => Err(Unlisted("out of order".into())),
            _ => panic!("told to"),
        }
    }
    fn check(&self, found: &Found) -> Result<(), Obstacle> {
        self.0.check(found)
    }
    fn read(&self, found: &Found, profile: &Profile, out: &Out, stop: &Stop) -> Ended {
        self.0.read(found, profile, out, stop)
    }
}

#[test]
fn where_readers_cannot_be_listed_those_that_are_known_are_read_on() {
    let fake = Fake::new(Kind::HidPos);
    fake.plug("hidraw0", "a");
    let driver = Arc::new(Unlisting(fake.clone(), Mutex::new(0)));
    let (_hub, mut events) = Hub::start(Settings::default(), options(vec![Arc::clone(&driver) as Arc<dyn Driver>])).unwrap();
    expect(&mut events, &["a Ready"]);
    until(|| *driver.1.lock().unwrap_or_else(PoisonError::into_inner) >= 5);
    fake.scan("hidraw0", CARD);
    expect(&mut events, &["a scan A9912345678"]);
}

#[test]
fn a_keyboard_is_let_go_without_waiting_for_the_next_look_when_the_window_loses_the_focus() {
    let fake = Fake::new(Kind::Keyboard);
    fake.plug("event3", "k");
    // What is only seen at a look is seen after a minute.
    let rare = Options { look_every: Some(Duration::from_secs(60)), ..options(vec![Arc::new(fake.clone())]) };
    let (hub, mut events) = Hub::start(Settings::default(), rare).unwrap();
    expect(&mut events, &["k Idle"]);
    let profile = Profile { reader: ReaderId("k".into()), ..Profile::default() };
    hub.set_settings(Settings { profiles: vec![profile], ..Settings::default() });
    expect(&mut events, &["k Ready"]);
    let mut times = Vec::new();
    for _ in 0..21 {
        let blurred = Instant::now();
        hub.set_focused(false);
        until(|| fake.open("event3") == 0);
        times.push(blurred.elapsed());
        expect(&mut events, &["k Idle"]);
        hub.set_focused(true);
        expect(&mut events, &["k Ready"]);
    }
    times.sort();
    // The median: the machine may be busy with other tests. It takes a millisecond where it is not.
    assert!(times[10] < Duration::from_millis(500), "{times:?}");
}

#[test]
fn a_keyboard_is_held_only_once_the_window_said_that_it_has_the_focus() {
    let fake = Fake::new(Kind::Keyboard);
    fake.plug("event3", "k");
    let profile = Profile { reader: ReaderId("k".into()), ..Profile::default() };
    let unsaid = Options { drivers: vec![Arc::new(fake.clone())], ..Options::default() };
    let (hub, mut events) = Hub::start(Settings { profiles: vec![profile], ..Settings::default() }, unsaid).unwrap();
    expect(&mut events, &["k Idle"]);
    assert_eq!(fake.opened("event3"), 0);
    hub.set_focused(true);
    expect(&mut events, &["k Ready"]);
}

#[test]
fn where_hot_plug_is_no_longer_told_readers_are_looked_for_each_second() {
    let fake = Fake::new(Kind::HidPos);
    let told = Options { look_every: Some(Duration::from_secs(60)), ..options(vec![Arc::new(fake.clone())]) };
    let (hub, mut events) = Hub::start(Settings::default(), told).unwrap();
    want(&hub.wanted, &hub.control, |wanted| wanted.is_untold = true);
    // The look that comes with it.
    thread::sleep(Duration::from_millis(300));
    fake.plug("hidraw0", "a");
    expect(&mut events, &["a Ready"]);
}

#[test]
fn what_is_plugged_in_while_the_window_has_no_focus_is_held_only_later() {
    let fake = Fake::new(Kind::Keyboard);
    let profile = Profile { reader: ReaderId("k".into()), ..Profile::default() };
    let settings = Settings { profiles: vec![profile], ..Settings::default() };
    let unfocused = Options { is_focused: false, ..options(vec![Arc::new(fake.clone())]) };
    let (hub, mut events) = Hub::start(settings, unfocused).unwrap();
    fake.plug("event3", "k");
    expect(&mut events, &["k Idle"]);
    assert_eq!(fake.opened("event3"), 0);
    hub.set_focused(true);
    expect(&mut events, &["k Ready"]);
}

#[test]
fn one_scan_by_two_ways_counts_once_and_by_the_window_too() {
    let (hid, serial) = (Fake::new(Kind::HidPos), Fake::new(Kind::Serial));
    hid.plug("hidraw0", "a");
    serial.plug("ttyACM0", "s");
    let (hub, mut events) = hub_of(&[&hid, &serial]);
    next(&mut events);
    next(&mut events);
    hid.scan("hidraw0", "]A0A9912345678");
    expect(&mut events, &["a scan ]A0A9912345678"]);
    serial.scan("ttyACM0", CARD);
    let typed = Scan { text: CARD.into(), kind: Kind::Wedge, reader: ReaderId("wedge".into()), at: Instant::now() };
    assert!(matches!(hub.accept(&typed), Counts::AlreadyBy(..)), "the window's is the same scan");
    serial.scan("ttyACM0", "Y8812345678");
    expect(&mut events, &["s scan Y8812345678"]);
    let other = Scan { text: "X771234567".into(), ..typed };
    assert_eq!(hub.accept(&other), Counts::Yes, "another card counts");
}

#[test]
fn a_scan_that_does_not_count_and_is_no_second_way_of_one_is_told() {
    let (camera, serial) = (Fake::new(Kind::Camera), Fake::new(Kind::Serial));
    camera.plug("video0", "c");
    serial.plug("ttyACM0", "s");
    let drivers: Vec<Arc<dyn Driver>> = vec![Arc::new(camera.clone()), Arc::new(serial.clone())];
    let (_hub, mut events) = Hub::start(Settings::default(), Options { merge_window: Duration::ZERO, ..options(drivers) }).unwrap();
    next(&mut events);
    next(&mut events);
    camera.scan("video0", CARD);
    expect(&mut events, &[&format!("c scan {CARD}")]);
    // Further apart than two ways of one scan, and within the camera's window; then once more with the same reader.
    thread::sleep(Duration::from_millis(20));
    serial.scan("ttyACM0", CARD);
    expect(&mut events, &["s again"]);
    serial.scan("ttyACM0", CARD);
    expect(&mut events, &[&format!("s scan {CARD}")]);
}

#[test]
fn troubles_are_told_as_they_are() {
    let fake = Fake::new(Kind::Serial);
    fake.plug("ttyACM0", "s");
    let (_hub, mut events) = hub_of(&[&fake]);
    expect(&mut events, &["s Ready"]);
    for trouble in [Trouble::TooLong, Trouble::Garbled, Trouble::CutOff] {
        fake.trouble("ttyACM0", trouble);
        expect(&mut events, &[&format!("s {trouble:?}")]);
    }
}

#[test]
fn the_list_says_of_each_whether_and_why_it_can_be_read() {
    let (hid, keyboard, serial) = (Fake::new(Kind::HidPos), Fake::new(Kind::Keyboard), Fake::new(Kind::Serial));
    hid.plug("hidraw0", "a");
    hid.plug("hidraw1", "a");
    keyboard.plug("event3", "k");
    serial.plug("ttyACM0", "s");
    serial.block("ttyACM0", Some(Obstacle::NoPermission));
    let drivers: Vec<Arc<dyn Driver>> = vec![Arc::new(hid.clone()), Arc::new(keyboard), Arc::new(serial)];
    let listed = list(&Settings::default(), &drivers);
    let said: Vec<String> = listed.into_iter().map(|(reader, state)| short(&Event::Stands(reader, state))).collect();
    assert_eq!(said, ["a Ready", "a#2 Ready", "k Idle", "s NoPermission"]);
    assert_eq!(hid.opened("hidraw0"), 0, "none was read");
}

#[cfg(unix)]
mod at_a_port {
    use super::*;
    use serialport::{SerialPort as _, TTYPort};
    use std::io::Write as _;
    use std::path::{Path, PathBuf};

    /// A scanner whose node is a link in a folder of the test's, so that it can come back.
    struct Plug {
        node: PathBuf,
        scanner: Option<TTYPort>,
    }

    impl Plug {
        fn new(folder: &Path, name: &str) -> Self {
            let mut plug = Self { node: folder.join(name), scanner: None };
            plug.plug();
            plug
        }

        fn plug(&mut self) {
            let (scanner, port) = TTYPort::pair().unwrap();
            std::os::unix::fs::symlink(port.name().unwrap(), &self.node).unwrap();
            self.scanner = Some(scanner);
        }

        fn unplug(&mut self) {
            std::fs::remove_file(&self.node).unwrap();
            self.scanner = None;
        }

        fn send(&mut self, bytes: &[u8]) {
            self.scanner.as_mut().unwrap().write_all(bytes).unwrap();
        }

        fn id(&self) -> ReaderId {
            ReaderId::of_place(Kind::Serial, self.node.to_str().unwrap())
        }
    }

    fn hub_at(plugs: &[&Plug]) -> (Hub, Receiver<Event>) {
        let profiles = plugs.iter().map(|plug| Profile { reader: plug.id(), ..Profile::default() }).collect();
        let (hub, mut events) = Hub::start(Settings { profiles, ..Settings::default() }, options(vec![Arc::new(Serial)])).unwrap();
        for _ in plugs {
            assert!(matches!(next(&mut events), Event::Stands(_, State::Ready)));
        }
        (hub, events)
    }

    #[test]
    fn unplugged_in_the_middle_of_a_scan_and_plugged_in_again_nothing_is_joined() {
        let folder = tempfile::tempdir().unwrap();
        let mut plug = Plug::new(folder.path(), "scanner");
        let (_hub, mut events) = hub_at(&[&plug]);
        let id = plug.id();
        plug.send(b"A9912345678\r");
        expect(&mut events, &[&format!("{id} scan A9912345678")]);
        let mut cut_off = 0;
        for _ in 0..100 {
            // Scans by hand.
            thread::sleep(crate::line::BETWEEN_LINES * 4);
            plug.send(b"A9900");
            thread::sleep(Duration::from_millis(150));
            plug.unplug();
            let mut told = short(&next(&mut events));
            // On a busy machine the reader may not have read it yet, and the system drops it.
            if told == format!("{id} CutOff") {
                cut_off += 1;
                told = short(&next(&mut events));
            }
            assert_eq!(told, format!("{id} Gone"));
            plug.plug();
            expect(&mut events, &[&format!("{id} Ready")]);
            plug.send(b"Y8812345678\r\n");
            expect(&mut events, &[&format!("{id} scan Y8812345678")]);
            if cut_off == 3 {
                return;
            }
        }
        panic!("of what was read in part only {cut_off} were told as cut off");
    }

    #[test]
    fn two_scanners_that_send_in_turns_have_a_buffer_each() {
        let folder = tempfile::tempdir().unwrap();
        let (mut one, mut other) = (Plug::new(folder.path(), "one"), Plug::new(folder.path(), "other"));
        let (_hub, mut events) = hub_at(&[&one, &other]);
        let texts = ["A9912345678", "Y8812345678"];
        for (a, b) in texts[0].bytes().zip(texts[1].bytes()) {
            one.send(&[a]);
            other.send(&[b]);
        }
        one.send(b"\r");
        other.send(b"\r");
        let mut said = [short(&next(&mut events)), short(&next(&mut events))];
        said.sort();
        assert_eq!(said, [format!("{} scan {}", one.id(), texts[0]), format!("{} scan {}", other.id(), texts[1])]);
    }

    #[test]
    fn a_port_that_another_program_lets_go_is_read_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let mut plug = Plug::new(folder.path(), "scanner");
        let other = serialport::new(plug.node.to_str().unwrap(), 9_600).open().unwrap();
        let profiles = vec![Profile { reader: plug.id(), ..Profile::default() }];
        let settings = Settings { profiles, ..Settings::default() };
        let (_hub, mut events) = Hub::start(settings.clone(), options(vec![Arc::new(Serial)])).unwrap();
        let id = plug.id();
        expect(&mut events, &[&format!("{id} InUse")]);
        let listed = list(&settings, &[Arc::new(Serial)]);
        assert!(matches!(listed.iter().find(|(reader, _)| reader.id == id), Some((_, State::Blocked { obstacle: Obstacle::InUse }))));
        drop(other);
        expect(&mut events, &[&format!("{id} Ready")]);
        plug.send(b"A9912345678\r");
        expect(&mut events, &[&format!("{id} scan A9912345678")]);
    }

    #[test]
    fn a_new_profile_opens_the_port_anew() {
        let folder = tempfile::tempdir().unwrap();
        let mut plug = Plug::new(folder.path(), "scanner");
        let (hub, mut events) = hub_at(&[&plug]);
        let id = plug.id();
        let profile = Profile { reader: id.clone(), sends_check_character: true, ..Profile::default() };
        hub.set_settings(Settings { profiles: vec![profile], ..Settings::default() });
        expect(&mut events, &[&format!("{id} Ready")]);
        plug.send(b"A9912345678K\r");
        expect(&mut events, &[&format!("{id} scan ]A1A9912345678K")]);
    }
}
