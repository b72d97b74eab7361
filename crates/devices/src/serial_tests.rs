//! Tests of the serial driver at real pseudo-terminals.

use super::*;
use crate::driver::Filter;
use crate::reader::{Event, State, Trouble};
use crate::settings::Suffix;
use proptest::prelude::*;
use serialport::{SerialPort, TTYPort};
use std::io::Write as _;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{self, Receiver};

const CARD: &str = "A9912345678";

/// A reader at one end of a pseudo-terminal; the test is the scanner at the other.
struct Bench {
    scanner: Option<TTYPort>,
    found: Found,
    events: Receiver<Event>,
    stop: Stop,
    reading: Option<JoinHandle<Ended>>,
    /// What ended the last scan, where that is or was not what is set.
    ended_by: Option<Suffix>,
}

/// A port that is no USB device and was chosen.
fn chosen_port(path: &str) -> Found {
    Found { is_read_unasked: true, ..port_of_name(path) }
}

fn accept_all() -> Filter {
    Arc::new(|_| true)
}

fn pair() -> (TTYPort, String) {
    let (scanner, port) = TTYPort::pair().unwrap();
    let path = port.name().unwrap();
    (scanner, path)
}

impl Bench {
    fn new(profile: Profile) -> Self {
        let (scanner, path) = pair();
        let found = chosen_port(&path);
        let (events, receiver) = mpsc::channel(64);
        let stop = Stop::new();
        let out = Out::new(found.reader.clone(), &profile, events, accept_all(), stop.clone());
        let reading = thread::spawn({
            let (found, stop) = (found.clone(), stop.clone());
            move || Serial.read(&found, &profile, &out, &stop)
        });
        let mut bench = Self { scanner: Some(scanner), found, events: receiver, stop, reading: Some(reading), ended_by: None };
        assert!(matches!(bench.next(), Some(Event::Stands(_, State::Ready))));
        bench
    }

    fn send(&mut self, bytes: &[u8]) {
        self.scanner.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn next(&mut self) -> Option<Event> {
        let until = Instant::now() + Duration::from_secs(60);
        while Instant::now() < until {
            match self.events.try_recv() {
                Ok(Event::EndedBy(_, suffix)) => self.ended_by = Some(suffix),
                Ok(event) => return Some(event),
                Err(mpsc::error::TryRecvError::Disconnected) => return None,
                Err(mpsc::error::TryRecvError::Empty) => thread::sleep(Duration::from_micros(200)),
            }
        }
        panic!("nothing came");
    }

    fn text(&mut self) -> String {
        match self.next() {
            Some(Event::Scanned(scan)) => scan.text,
            other => panic!("{other:?} is no scan"),
        }
    }

    fn end(&mut self) -> Ended {
        self.reading.take().unwrap().join().unwrap()
    }
}

#[test]
fn a_scan_comes_with_the_instant_of_its_last_byte() {
    let mut bench = Bench::new(Profile::default());
    let before = Instant::now();
    bench.send(b"A9912345678\r\n");
    let Some(Event::Scanned(scan)) = bench.next() else { panic!("no scan") };
    assert_eq!((scan.text.as_str(), scan.kind), (CARD, Kind::Serial));
    assert!(scan.at >= before && scan.at <= Instant::now());
}

#[test]
fn a_scan_in_pieces_with_pauses_is_one_scan() {
    let mut bench = Bench::new(Profile { suffix: Suffix::Enter, ..Profile::default() });
    bench.send(b"A9912");
    thread::sleep(Duration::from_millis(450));
    bench.send(b"345678");
    thread::sleep(Duration::from_millis(450));
    bench.send(b"\r");
    assert_eq!(bench.text(), CARD);
}

#[test]
fn a_scanner_without_a_suffix_is_read_after_its_pause() {
    let mut bench = Bench::new(Profile { suffix: Suffix::None, ..Profile::default() });
    for _ in 0..3 {
        let sent = Instant::now();
        bench.send(CARD.as_bytes());
        assert_eq!(bench.text(), CARD);
        assert!(sent.elapsed() >= crate::line::PAUSE);
    }
}

#[test]
fn unplugged_between_scans_it_ends_and_tells_no_trouble() {
    let mut bench = Bench::new(Profile::default());
    bench.send(b"A9912345678\r");
    assert_eq!(bench.text(), CARD);
    let unplugged = Instant::now();
    bench.scanner = None;
    assert_eq!(bench.end(), Ended::Unplugged);
    assert!(unplugged.elapsed() < Duration::from_secs(30));
    assert!(bench.next().is_none(), "nothing else is told");
}

/// Until `is_so` in this try. What a busy machine has not read when the plug is pulled the system itself drops.
fn in_one_of_many_tries(mut is_so: impl FnMut() -> bool) {
    assert!((0..100).any(|_| is_so()), "never in a hundred tries");
}

#[test]
fn unplugged_in_the_middle_of_a_scan_the_part_is_dropped() {
    in_one_of_many_tries(|| {
        let mut bench = Bench::new(Profile::default());
        bench.send(b"A9912");
        thread::sleep(Duration::from_millis(150));
        bench.scanner = None;
        let told = bench.next();
        assert!(matches!(told, None | Some(Event::Troubled(_, Trouble::CutOff))), "{told:?}");
        assert_eq!(bench.end(), Ended::Unplugged);
        told.is_some()
    });
}

#[test]
fn what_came_shortly_before_a_hang_up_is_read() {
    for _ in 0..5 {
        in_one_of_many_tries(|| {
            let mut bench = Bench::new(Profile::default());
            bench.send(b"A9912345678\r");
            assert_eq!(bench.text(), CARD);
            thread::sleep(crate::line::BETWEEN_LINES * 2);
            bench.send(b"A9912345679\r");
            thread::sleep(Duration::from_millis(150));
            bench.scanner = None;
            let told = bench.next();
            assert!(told.is_none() || matches!(&told, Some(Event::Scanned(scan)) if scan.text == "A9912345679"), "{told:?}");
            assert_eq!(bench.end(), Ended::Unplugged);
            told.is_some()
        });
    }
}

#[test]
fn what_waited_before_the_port_was_opened_is_dropped() {
    let (mut scanner, port) = TTYPort::pair().unwrap();
    let path = port.name().unwrap();
    scanner.write_all(b"A9900000000\r").unwrap();
    let found = chosen_port(&path);
    let (events, mut receiver) = mpsc::channel(8);
    let stop = Stop::new();
    let out = Out::new(found.reader.clone(), &Profile::default(), events, accept_all(), stop.clone());
    let reading = thread::spawn(move || Serial.read(&found, &Profile::default(), &out, &stop));
    assert!(matches!(receiver.blocking_recv(), Some(Event::Stands(_, State::Ready))));
    scanner.write_all(b"A9912345678\r").unwrap();
    assert!(matches!(receiver.blocking_recv(), Some(Event::EndedBy(_, Suffix::Enter))));
    assert!(matches!(receiver.blocking_recv(), Some(Event::Scanned(scan)) if scan.text == CARD));
    drop(scanner);
    assert_eq!(reading.join().unwrap(), Ended::Unplugged);
}

#[test]
fn it_stops_at_once_when_it_shall() {
    let mut bench = Bench::new(Profile::default());
    let told = Instant::now();
    bench.stop.set();
    assert_eq!(bench.end(), Ended::Stopped);
    assert!(told.elapsed() < Duration::from_secs(30));
}

#[test]
fn a_port_that_another_program_has_is_in_use() {
    let (_scanner, path) = pair();
    let other = serialport::new(path.as_str(), 9_600).open().unwrap();
    assert_eq!(Serial.check(&chosen_port(&path)), Err(Obstacle::InUse));
    let (events, _receiver) = mpsc::channel(8);
    let found = chosen_port(&path);
    let out = Out::new(found.reader.clone(), &Profile::default(), events, accept_all(), Stop::new());
    assert_eq!(Serial.read(&found, &Profile::default(), &out, &Stop::new()), Ended::Blocked(Obstacle::InUse));
    assert!(!out.was_ready());
    drop(other);
    assert_eq!(Serial.check(&found), Ok(()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_port_that_another_program_opened_without_a_lock_is_in_use() {
    let (_scanner, path) = pair();
    let file = std::fs::File::open(&path).unwrap();
    let mut other = std::process::Command::new("sleep").arg("60").stdin(file).spawn().unwrap();
    let found = chosen_port(&path);
    assert_eq!(Serial.check(&found), Err(Obstacle::InUse));
    let (events, _receiver) = mpsc::channel(8);
    let out = Out::new(found.reader.clone(), &Profile::default(), events, accept_all(), Stop::new());
    assert_eq!(Serial.read(&found, &Profile::default(), &out, &Stop::new()), Ended::Blocked(Obstacle::InUse));
    other.kill().unwrap();
    other.wait().unwrap();
    assert_eq!(Serial.check(&found), Ok(()));
}

#[test]
fn no_other_program_that_asks_gets_a_port_that_is_read() {
    let mut bench = Bench::new(Profile::default());
    assert!(serialport::new(bench.found.path.as_str(), 9_600).open().is_err());
    bench.send(b"A9912345678\r");
    assert_eq!(bench.text(), CARD);
}

#[test]
fn a_port_that_is_not_there_is_unplugged() {
    let found = chosen_port("/dev/pts/99999");
    let (events, _receiver) = mpsc::channel(8);
    let out = Out::new(found.reader.clone(), &Profile::default(), events, accept_all(), Stop::new());
    assert_eq!(Serial.read(&found, &Profile::default(), &out, &Stop::new()), Ended::Unplugged);
}

#[test]
fn what_is_no_port_at_all_says_so() {
    let folder = chosen_port("/dev/null");
    assert!(matches!(Serial.check(&folder), Err(Obstacle::Failed { .. })));
}

/// Names the pseudo-terminal to the process that tries it as another user.
const FORBIDDEN: &str = "KAIKUASEMA_TEST_FORBIDDEN_PORT";

#[test]
fn a_port_without_permission_says_so() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::os::unix::process::CommandExt as _;
    if let Ok(path) = std::env::var(FORBIDDEN) {
        let found = chosen_port(&path);
        assert_eq!(Serial.check(&found), Err(Obstacle::NoPermission));
        let (events, _receiver) = mpsc::channel(8);
        let out = Out::new(found.reader.clone(), &Profile::default(), events, accept_all(), Stop::new());
        assert_eq!(Serial.read(&found, &Profile::default(), &out, &Stop::new()), Ended::Blocked(Obstacle::NoPermission));
        return;
    }
    let (_scanner, path) = pair();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    // Root may open everything, so the test is run once more as nobody.
    let mut again = std::process::Command::new("/proc/self/exe");
    again.args(["--exact", "serial::tests::a_port_without_permission_says_so"]).env(FORBIDDEN, &path);
    if rustix::process::geteuid().is_root() {
        again.uid(65_534).gid(65_534);
    }
    let output = again.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_built_in_port_is_listed_when_it_was_chosen_and_only_then() {
    let (_scanner, path) = pair();
    let is_listed = |settings: &Settings| Serial.list(settings).unwrap().iter().any(|found| found.path == path);
    let id = ReaderId::of_place(Kind::Serial, &path);
    let chosen = Profile { reader: id.clone(), ..Profile::default() };
    assert!(!is_listed(&Settings::default()));
    assert!(is_listed(&Settings { profiles: vec![chosen.clone()], ..Settings::default() }));
    assert!(!is_listed(&Settings { profiles: vec![Profile { is_used: false, ..chosen }], ..Settings::default() }));
}

fn usb(vid: u16, serial: Option<&str>, location: Option<serialport::Location>) -> SerialPortInfo {
    let info = UsbPortInfo {
        vid,
        pid: 0x0901,
        serial_number: serial.map(str::to_owned),
        manufacturer: Some("Maker".into()),
        product: Some("Thing".into()),
        location,
        interface: Some(0),
    };
    SerialPortInfo { port_name: "/dev/ttyACM0".into(), port_type: SerialPortType::UsbPort(info) }
}

#[test]
fn of_usb_ports_only_those_of_makers_of_scanners_are_read_unasked() {
    let scanner = usb_port(&usb(0x0c2e, Some("SN1"), None)).unwrap();
    assert!(scanner.is_read_unasked && scanner.reader.is_likely);
    assert_eq!((scanner.reader.id.0.as_str(), scanner.reader.name.as_str()), ("serial:0c2e:0901:SN1", "Maker Thing"));
    let adapter = usb(0x0403, Some("FT1"), None);
    let terminal = usb_port(&adapter).unwrap();
    assert!(!terminal.is_read_unasked && !terminal.reader.is_likely);
}

#[test]
fn without_a_serial_number_the_plug_tells_it() {
    let at = |chain: &[u8]| usb(0x0c2e, None, Some(serialport::Location::new("1".into(), chain.to_vec())));
    let id = |port| usb_port(&port).unwrap().reader.id.0;
    assert_eq!(id(at(&[2, 3])), "serial:0c2e:0901@1-2.3");
    assert_ne!(id(at(&[2, 3])), id(at(&[4])));
}

#[test]
fn a_port_that_is_no_usb_device_is_listed_and_not_read_unasked() {
    for port_type in [SerialPortType::Unknown, SerialPortType::PciPort, SerialPortType::BluetoothPort] {
        let port = SerialPortInfo { port_name: "/dev/rfcomm0".into(), port_type };
        assert_eq!(usb_port(&port), None);
        if cfg!(target_os = "linux") {
            let found = other_port(&port).unwrap();
            assert_eq!((found.reader.id.0.as_str(), found.is_read_unasked), ("serial:port:/dev/rfcomm0", false));
        }
    }
    assert_eq!(other_port(&usb(0x0c2e, None, None)), None, "a USB port is listed once");
}

#[test]
fn of_built_in_ports_those_with_a_chip_behind_them_are_listed() {
    let ports = tempfile::tempdir().unwrap();
    for (name, chip) in [("ttyS0", Some("4\n")), ("ttyS1", Some("0\n")), ("rfcomm0", None)] {
        std::fs::create_dir(ports.path().join(name)).unwrap();
        if let Some(chip) = chip {
            std::fs::write(ports.path().join(name).join("type"), chip).unwrap();
        }
    }
    let is_listed = ["ttyS0", "ttyS1", "rfcomm0"].map(|name| has_chip(&format!("/dev/{name}"), ports.path()));
    assert_eq!(is_listed, [true, false, true]);
}

#[test]
fn of_the_ports_of_macos_those_that_scanners_can_be_at_are_listed() {
    assert!(is_port_of_macos("/dev/cu.Scanner-SPP"));
    for name in ["/dev/tty.Scanner-SPP", "/dev/cu.Bluetooth-Incoming-Port", "/dev/cu.debug-console", "/dev/cu.wlan-debug"] {
        assert!(!is_port_of_macos(name), "{name}");
    }
}

#[test]
fn the_speed_matters_at_adapters_and_built_in_ports_only() {
    assert!(["/dev/ttyUSB0", "/dev/ttyS0", "COM3", "/dev/cu.usbserial-1"].iter().all(|node| has_speed(node)));
    assert!(!["/dev/ttyACM0", "/dev/cu.usbmodem1", "/dev/rfcomm0"].iter().any(|node| has_speed(node)));
}

#[test]
fn a_half_arrived_line_is_no_scan_however_long_it_waits_and_whatever_is_known_of_the_reader() {
    for times in 0..3 {
        let mut bench = Bench::new(Profile::default());
        for _ in 0..times {
            bench.send(b"A9912345678\r");
            assert_eq!(bench.text(), CARD);
            thread::sleep(crate::line::BETWEEN_LINES * 4);
        }
        // Ten characters of eleven are a good number too.
        bench.send(b"A999000007");
        assert!(matches!(bench.next(), Some(Event::Troubled(_, Trouble::CutOff))), "after {times} scans");
        bench.send(b"1\r");
        assert_eq!(bench.text(), "1");
    }
}

#[test]
fn a_scanner_without_a_suffix_that_nobody_checked_is_read_once_it_read_the_same_twice_and_tells_it_for_the_check() {
    let mut bench = Bench::new(Profile::default());
    bench.send(CARD.as_bytes());
    assert!(matches!(bench.next(), Some(Event::Troubled(_, Trouble::CutOff))));
    for card in [CARD, "Y8812345678"] {
        bench.send(card.as_bytes());
        assert_eq!((bench.text().as_str(), bench.ended_by), (card, Some(Suffix::None)));
    }
    bench.send(b"A9912345678\r");
    assert_eq!((bench.text().as_str(), bench.ended_by), (CARD, Some(Suffix::Enter)), "that it changed is told, too");
}

#[test]
fn what_ended_a_scan_is_told_where_it_is_not_what_is_set() {
    for (set, end, told) in [
        (Suffix::Any, "\r\n", Some(Suffix::Enter)),
        (Suffix::Any, "\t", Some(Suffix::Tab)),
        (Suffix::Enter, "\n", None),
        (Suffix::Tab, "\t\r", None),
    ] {
        let mut bench = Bench::new(Profile { suffix: set, ..Profile::default() });
        bench.send(format!("{CARD}{end}").as_bytes());
        assert_eq!((bench.text().as_str(), bench.ended_by), (CARD, told), "{set:?} {end:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn through_a_port_any_splitting_of_scans_gives_the_same_scans(cuts in proptest::collection::vec(0_usize..16, 0..8)) {
        // An end is known to come, so that no pause of a busy machine ends a scan.
        let mut bench = Bench::new(Profile { suffix: Suffix::Enter, ..Profile::default() });
        for (bytes, text) in [
            (&b"A9912345678\r\n"[..], Some(CARD)),
            (b"Y8812345678\r\n", Some("Y8812345678")),
            (b"]A0X771234567\r\n", Some("]A0X771234567")),
            (b"\xff\r\n", None),
        ] {
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| *cut.min(&bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            for cut in cuts.windows(2) {
                bench.send(&bytes[cut[0]..cut[1]]);
                thread::yield_now();
            }
            match (bench.next(), text) {
                (Some(Event::Scanned(scan)), Some(text)) => prop_assert_eq!(scan.text, text),
                (told, text) => prop_assert!(text.is_none() && matches!(told, Some(Event::Troubled(_, Trouble::Garbled)))),
            }
            // Scans by hand.
            thread::sleep(crate::line::BETWEEN_LINES * 2);
        }
    }
}
