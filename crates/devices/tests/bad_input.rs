//! What scanners send that is no card, through every reader that sends bytes or keys: no card is made of it, and the
//! next card is read. Nothing of what is read is ever logged.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use kaikuasema_devices::Suffix;
use kaikuasema_devices::codes::Codes;
use kaikuasema_devices::hid::report::{self, Joiner};
use kaikuasema_devices::line::{Lines, Reading};
use kaikuasema_domain::CardNumber;
use std::time::{Duration, Instant};

const CARD: &str = "A9990000071";

/// What is no card. The part of one, several at once, other codes, near misses.
const NO_CARDS: [&str; 34] = [
    "A",
    "A9",
    "A99",
    "A999",
    "A9990",
    "A99900",
    "A999000",
    "A9990000",
    "A99900000",
    "A99900000711",
    "A999000007112",
    "A99900000711234567890",
    "A9990000071A3110087254",
    "A999000007A311008725",
    "*A9990000071**A3110087254*",
    "9789510404232",
    "LAINA0012345",
    "26101001234567",
    "https://example.invalid/A/9990000071",
    "WIFI:T:WPA;S:net;P:A9990000071;;",
    "mailto:a@b.invalid",
    "TICKET-4F1A9C-2026-11-22",
    "{\"ticket\":\"A9990000071\"}",
    "9990000071",
    "YX99000007",
    "A99900O0071",
    "B9990000071",
    "AMM9900007",
    // A maker's own letter in front, for Code 39.
    "bA9990000071",
    "C1A9990000071",
    "VA9990000071",
    // What a scanner's own set-up codes may hold.
    "%%SpecCode10",
    "TERMID131.",
    "]A1A9990000071K",
];

/// What is no card and that no key types.
const NO_CARDS_IN_BYTES: [&str; 4] =
    ["\u{410}9990000071", "A999000007\u{ff11}", "BEGIN:VCARD\r\nN:A9990000071\r\nEND:VCARD", "A9990000071\nA3110087254"];

fn text(readings: Vec<Reading>) -> Vec<String> {
    let texts = readings.into_iter().filter_map(|reading| match reading {
        Reading::Text(text, _) => Some(text),
        Reading::Trouble(_) => None,
    });
    texts.collect()
}

/// What a serial scanner reads that sends these codes, a second apart.
fn by_serial_port(codes: &[&str], end: &str) -> Vec<String> {
    let suffix = if end.is_empty() { Suffix::None } else { Suffix::Any };
    let (mut lines, mut readings, mut now) = (Lines::new(suffix, None), Vec::new(), Instant::now());
    for code in codes {
        for byte in format!("{code}{end}").bytes() {
            lines.push(&[byte], now, &mut readings);
        }
        now += Duration::from_secs(1);
        lines.settle(now, &mut readings);
    }
    text(readings)
}

/// What a HID scanner reads.
fn by_reports(codes: &[&str]) -> Vec<String> {
    let (mut joiner, mut readings, mut now) = (Joiner::new(Vec::new(), 0x1eab), Vec::new(), Instant::now());
    for code in codes {
        let parts: Vec<&[u8]> = code.as_bytes().chunks(56).collect();
        for (number, part) in parts.iter().enumerate() {
            let mut report = [0; 64];
            report[0] = 2;
            report[1] = u8::try_from(part.len()).unwrap();
            report[2..2 + part.len()].copy_from_slice(part);
            report[63] = u8::from(number + 1 < parts.len());
            joiner.push(&report, now, &mut readings);
        }
        now += report::PATIENCE;
        joiner.settle(now, &mut readings);
    }
    text(readings)
}

#[test]
fn no_card_is_made_of_what_is_none_whatever_reads_it_and_the_next_card_is_read() {
    for no_card in NO_CARDS.iter().chain(&NO_CARDS_IN_BYTES) {
        let ways = [by_serial_port(&[no_card, CARD], "\r\n"), by_serial_port(&[no_card, CARD], ""), by_reports(&[no_card, CARD])];
        for read in ways {
            let (last, before) = read.split_last().unwrap();
            assert_eq!(last, CARD, "after {no_card}");
            for text in before {
                assert!(CardNumber::parse(text).is_err(), "{no_card} was read as {text}");
            }
        }
    }
}

#[cfg(target_os = "linux")]
mod by_keys {
    use super::*;
    use kaikuasema_devices::Profile;
    use kaikuasema_devices::keyboard::{Input, Stream, Told};
    use kaikuasema_devices::wedge::Manner;

    const SHIFT: u16 = 42;
    const ENTER: u16 = 28;
    /// The keys of a US keyboard, in Linux's numbers from each row's first.
    const ROWS: [(u16, &str, &str); 4] = [
        (2, "1234567890-=", "!@#$%^&*()_+"),
        (16, "qwertyuiop[]", "QWERTYUIOP{}"),
        (30, "asdfghjkl;'`", "ASDFGHJKL:\"~"),
        (44, "zxcvbnm,./", "ZXCVBNM<>?"),
    ];

    fn key(character: char) -> (u16, bool) {
        for (first, plain, shifted) in ROWS {
            for (row, is_shifted) in [(plain, false), (shifted, true)] {
                if let Some(at) = row.chars().position(|c| c == character) {
                    return (first + u16::try_from(at).unwrap(), is_shifted);
                }
            }
        }
        panic!("no key types {character:?}");
    }

    #[test]
    fn no_card_is_made_of_what_is_none_by_a_held_keyboard_either() {
        for no_card in NO_CARDS {
            let mut stream = Stream::new(Manner::of_held(&Profile::default()));
            let (mut told, mut now) = (Vec::new(), Instant::now());
            for code in [no_card, CARD] {
                let mut press = |code: u16, value: i32| told.extend(stream.feed(Input::Key { code, value }, now));
                for character in code.chars() {
                    let (code, is_shifted) = key(character);
                    if is_shifted {
                        press(SHIFT, 1);
                    }
                    press(code, 1);
                    press(code, 0);
                    if is_shifted {
                        press(SHIFT, 0);
                    }
                }
                press(ENTER, 1);
                press(ENTER, 0);
                now += Duration::from_secs(1);
                told.extend(stream.settle(now));
            }
            let texts: Vec<String> = told
                .into_iter()
                .filter_map(|told| match told {
                    Told::Scan(observed) => Some(observed.text),
                    Told::Trouble(_) => None,
                })
                .collect();
            let (last, before) = texts.split_last().unwrap();
            assert_eq!(last, CARD, "after {no_card}");
            assert!(before.iter().all(|text| CardNumber::parse(text).is_err()), "{no_card} was read as {before:?}");
        }
    }
}

#[cfg(unix)]
mod logged {
    use super::CARD;
    use kaikuasema_devices::hub::{Hub, Options};
    use kaikuasema_devices::{Event, Kind, Profile, ReaderId, Settings, State, Suffix};
    use serialport::{SerialPort, TTYPort};
    use std::io::{self, Write};
    use std::sync::{Arc, Mutex};
    use std::thread;
    use std::time::{Duration, Instant};
    use tokio::sync::mpsc::Receiver;
    use tokio::sync::mpsc::error::TryRecvError;

    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<u8>>>);

    impl Write for Log {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is told next; a test that waits for nothing fails.
    fn next(events: &mut Receiver<Event>) -> Event {
        let until = Instant::now() + Duration::from_secs(120);
        loop {
            match events.try_recv() {
                Ok(event) => return event,
                Err(error) => assert!(error == TryRecvError::Empty && Instant::now() < until, "nothing was told: {error}"),
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Everything that is logged in this process, at the finest level.
    #[test]
    fn nothing_of_what_is_read_is_logged_be_it_a_card_or_garbage() {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).init();
        // Two readers, so that one card comes by two ways.
        let pairs = [TTYPort::pair().unwrap(), TTYPort::pair().unwrap()];
        let profile = |port: &TTYPort| {
            let reader = ReaderId::of_place(Kind::Serial, &port.name().unwrap());
            Profile { reader, suffix: Suffix::Enter, sends_check_character: true, ..Profile::default() }
        };
        let profiles = pairs.iter().map(|(_, port)| profile(port)).collect();
        let options = Options { merge_window: Duration::from_secs(600), ..Options::default() };
        let (hub, mut events) = Hub::start(Settings { profiles, ..Settings::default() }, options).unwrap();
        let mut ready = 0;
        while ready < 2 {
            ready += usize::from(matches!(next(&mut events), Event::Stands(_, State::Ready)));
        }
        let [(mut scanner, _), (mut other, _)] = pairs;
        let mut read = |scanner: &mut TTYPort, bytes: &[u8]| {
            scanner.write_all(bytes).unwrap();
            // Other ports of this machine are told to be there, too.
            let event = loop {
                match next(&mut events) {
                    Event::Stands(_, State::Idle) => {}
                    event => break event,
                }
            };
            // Scans by hand.
            thread::sleep(Duration::from_millis(60));
            event
        };
        for bytes in [&b"A9990000071\r"[..], b"SECRET\xff\x00\x1d\r", b"SECRET\x1b[2J\r", &[&[b'7'; 7_089][..], b"\r"].concat()] {
            assert!(!matches!(read(&mut scanner, bytes), Event::Stands(..)));
        }
        let logged = |log: &Log| String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
        other.write_all(b"A9990000071\r").unwrap();
        let began = Instant::now();
        while !logged(&log).contains("counts once") {
            assert!(began.elapsed() < Duration::from_secs(120), "it does not count as the same");
            thread::sleep(Duration::from_millis(5));
        }
        thread::sleep(Duration::from_millis(60));
        assert!(matches!(read(&mut other, b"A9990000089B\r"), Event::Scanned(scan) if scan.text.ends_with("A9990000089B")));
        scanner.write_all(b"A99900000").unwrap();
        thread::sleep(Duration::from_millis(100));
        drop(scanner);
        while !matches!(next(&mut events), Event::Stands(_, State::Gone)) {}
        drop(hub);
        let log = logged(&log);
        assert!(log.contains("a reader"), "something is logged: {log}");
        for part in [CARD, "99900000", "SECRET", "7777", "\\x1b", "9990000089"] {
            assert!(!log.contains(part), "{part} is in the log: {log}");
        }
    }
}
