//! Idle readers use no processor: nothing wakes their threads. A process of its own, so that no other test's threads
//! are counted.
#![cfg(target_os = "linux")]
#![allow(unreachable_pub, reason = "everything here is private to this binary")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod switches;

use kaikuasema_devices::hub::Options;
use kaikuasema_devices::{Event, Hub, Kind, Profile, ReaderId, Settings, State, Suffix};
use serialport::{SerialPort, TTYPort};
use std::io::Write;
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::error::TryRecvError;

/// Longer than any time after which a driver could look whether it shall stop.
const QUIET: Duration = Duration::from_secs(3);
const AT_MOST: Duration = Duration::from_secs(90);

#[test]
fn nothing_wakes_the_thread_of_an_idle_reader_and_what_does_is_noticed() {
    let pairs: Vec<(TTYPort, TTYPort)> = (0..4).map(|_| TTYPort::pair().unwrap()).collect();
    let suffixes = [Suffix::Any, Suffix::Enter, Suffix::Tab, Suffix::None];
    let profile = |(pair, suffix): (&(TTYPort, TTYPort), Suffix)| {
        let reader = ReaderId::of_place(Kind::Serial, &pair.1.name().unwrap());
        Profile { reader, suffix, ..Profile::default() }
    };
    let profiles = pairs.iter().zip(suffixes).map(profile).collect();
    let (hub, mut events) = Hub::start(Settings { profiles, ..Settings::default() }, Options::default()).unwrap();
    let mut ready = 0;
    let until = Instant::now() + AT_MOST;
    while ready < pairs.len() {
        match events.try_recv() {
            Ok(event) => ready += usize::from(matches!(event, Event::Stands(_, State::Ready))),
            Err(error) => assert!(error == TryRecvError::Empty && Instant::now() < until, "{ready} are ready: {error}"),
        }
        thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(switches::come_to_rest("reader-", QUIET, AT_MOST), Some(pairs.len()));

    // And after a scan that was cut off, too.
    let mut scanners: Vec<TTYPort> = pairs.into_iter().map(|(scanner, _)| scanner).collect();
    for scanner in &mut scanners {
        scanner.write_all(b"A9990000071\r").unwrap();
        thread::sleep(Duration::from_millis(100));
        scanner.write_all(b"A99900").unwrap();
    }
    assert_eq!(switches::come_to_rest("reader-", QUIET, AT_MOST), Some(scanners.len()));

    let waking = thread::Builder::new().name("looking-1".into());
    let waking = waking.spawn(|| (0..50).for_each(|_| thread::sleep(Duration::from_millis(200)))).unwrap();
    assert_eq!(
        switches::come_to_rest("looking-", Duration::from_secs(1), Duration::from_secs(4)),
        None,
        "one that looks five times a second"
    );
    drop(hub);
    waking.join().unwrap();
}
