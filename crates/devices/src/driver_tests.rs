//! Tests of what a driver gets from the hub.

use super::*;
use crate::reader::ReaderId;
use kaikuasema_domain::CardNumber;
use std::thread;
use tokio::sync::mpsc;

fn reader() -> Reader {
    Reader {
        id: ReaderId("serial:0c2e:0901:1".into()),
        kind: Kind::Serial,
        name: "A scanner".into(),
        usb: Some((0x0c2e, 0x0901)),
        node: "/dev/ttyACM0".into(),
        is_likely: true,
    }
}

fn out(profile: &Profile, room: usize) -> (Out, mpsc::Receiver<Event>, Stop) {
    let (events, receiver) = mpsc::channel(room);
    let stop = Stop::new();
    (Out::new(reader(), profile, events, Arc::new(|_| true), stop.clone()), receiver, stop)
}

fn text(event: Option<Event>) -> String {
    match event {
        Some(Event::Scanned(scan)) => scan.text,
        other => panic!("{other:?} is no scan"),
    }
}

#[test]
fn of_a_reader_that_sends_a_check_character_code_39_and_qr_codes_are_read() {
    let (out, mut events, _stop) = out(&Profile { sends_check_character: true, ..Profile::default() }, 16);
    for (sent, told, number) in [
        ("A9990000089B", "]A1A9990000089B", Some("A9990000089")),
        ("A9990000089", "A9990000089", Some("A9990000089")),
        ("https://kaikukortti.fi/k/A9990000089", "https://kaikukortti.fi/k/A9990000089", Some("A9990000089")),
        ("A9990000071", "]A?A9990000071", Some("A999000007")),
        ("]A0A9990000071", "]A0A9990000071", Some("A9990000071")),
        ("A9990000088B", "]A1A9990000088B", None),
        ("9789510404232", "9789510404232", None),
    ] {
        out.scanned(sent.into(), Instant::now());
        let text = text(events.blocking_recv());
        assert_eq!(text, told);
        assert_eq!(CardNumber::parse(&text).ok().map(|number| number.to_string()).as_deref(), number, "{sent}");
    }
}

#[test]
fn readiness_is_told_once() {
    let (out, mut events, _stop) = out(&Profile::default(), 4);
    out.ready();
    out.clone().ready();
    assert!(matches!(events.try_recv(), Ok(Event::Stands(_, crate::State::Ready))));
    assert!(events.try_recv().is_err());
    assert!(out.was_ready());
}

#[test]
fn a_full_channel_holds_a_driver_no_longer_than_until_it_shall_stop() {
    let (out, _events, stop) = out(&Profile::default(), 1);
    out.troubled(Trouble::Garbled);
    let started = Instant::now();
    let waiting = thread::spawn(move || out.troubled(Trouble::Garbled));
    thread::sleep(Duration::from_millis(30));
    assert!(!waiting.is_finished(), "nothing is dropped while the window is slow");
    stop.set();
    waiting.join().unwrap();
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn what_waits_in_a_full_channel_comes_once_there_is_room() {
    let (out, mut events, _stop) = out(&Profile::default(), 1);
    let telling = thread::spawn(move || (0..20).for_each(|n| out.scanned(format!("{n}"), Instant::now())));
    for n in 0..20 {
        assert_eq!(text(events.blocking_recv()), n.to_string());
    }
    telling.join().unwrap();
}

#[test]
fn a_closed_channel_holds_nobody() {
    let (out, events, _stop) = out(&Profile::default(), 1);
    drop(events);
    for _ in 0..3 {
        out.troubled(Trouble::TooLong);
    }
}

#[test]
fn who_sleeps_is_woken_by_the_sign() {
    let stop = Stop::new();
    let sleeper = thread::spawn({
        let stop = stop.clone();
        move || (stop.wait(Duration::from_secs(20)), Instant::now())
    });
    thread::sleep(Duration::from_millis(20));
    let set_at = Instant::now();
    stop.set();
    let (is_set, woken_at) = sleeper.join().unwrap();
    assert!(is_set);
    assert!(woken_at.duration_since(set_at) < Duration::from_secs(10), "it slept to the end");
    assert!(!Stop::new().wait(Duration::from_millis(1)), "another sign is not set");
}

#[cfg(unix)]
#[test]
fn who_waits_for_a_file_is_woken_by_bytes_by_the_sign_and_by_the_time() {
    use std::io::Write as _;
    let (reader, mut writer) = std::io::pipe().unwrap();
    let stop = Stop::new();
    assert_eq!(stop.wait_for(&reader, Some(Duration::from_millis(5))), Woken::Elapsed);
    writer.write_all(b"x").unwrap();
    assert_eq!(stop.wait_for(&reader, None), Woken::Ready);
    let (reader, _writer) = std::io::pipe().unwrap();
    let waiting = thread::spawn({
        let stop = stop.clone();
        move || stop.wait_for(&reader, None)
    });
    thread::sleep(Duration::from_millis(20));
    stop.set();
    assert_eq!(waiting.join().unwrap(), Woken::Stopped);
}

#[cfg(unix)]
#[test]
fn a_file_whose_other_end_is_gone_wakes_who_waits() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(writer);
    assert_eq!(Stop::new().wait_for(&reader, None), Woken::Ready);
}
