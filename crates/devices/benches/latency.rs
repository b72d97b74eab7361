//! How long a scan takes through the hub, against a bare blocking read in the same run: from the last byte that
//! a serial scanner sends to the scan out of the hub's channel, at pseudo-terminals. Then what idle readers cost.
//! Prints two tables.
//!
//! Run it with `cargo xtask bench`. It fails where the median of a scan is later than that of the bare read by more
//! than the goal, where something wakes an idle reader, or where idle readers use a measurable part of the processor.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, reason = "a benchmark prints, and fails by panicking")]

#[cfg(target_os = "linux")]
#[path = "../tests/idle/switches.rs"]
#[allow(unreachable_pub, dead_code, reason = "what only the test uses")]
mod switches;

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    let (is_quick, is_idle) = (at_terminals::latency(), at_terminals::idle());
    if is_quick && is_idle { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    println!("Latency is measured at Linux's pseudo-terminals.");
    ExitCode::SUCCESS
}

#[cfg(target_os = "linux")]
mod at_terminals {
    use super::switches;
    use kaikuasema_devices::hub::Options;
    use kaikuasema_devices::{Event, Hub, Kind, Profile, ReaderId, Settings, State, Suffix};
    use rustix::time::{ClockId, clock_gettime};
    use serialport::{SerialPort, TTYPort};
    use std::fs::File;
    use std::io::{Read, Write};
    use std::sync::mpsc;
    use std::thread;
    use std::time::{Duration, Instant};
    use tokio::sync::mpsc::Receiver;
    use tokio::sync::mpsc::error::TryRecvError;

    /// From the last byte to the scan, at the median, beyond what the system itself takes to wake a reader.
    const GOAL: Duration = Duration::from_millis(1);
    /// The most that four idle readers may use of the processor in a second: a twentieth of a per cent.
    const IDLE_GOAL: Duration = Duration::from_micros(500);
    /// In turns, so that a busy moment of the machine meets all alike.
    const TURNS: usize = 5;
    const SCANS: usize = 200;
    /// Between two scans: lines that follow closer belong to one code.
    const BY_HAND: Duration = Duration::from_millis(30);
    /// Long enough that the slow look for readers falls into it.
    const IDLE: Duration = Duration::from_secs(20);

    pub(super) fn latency() -> bool {
        println!("From the last byte of a scan (µs, {} scans)", TURNS * SCANS);
        println!("{:<58}{:>10}{:>10}{:>10}", "", "median", "p99", "most");
        let (mut bare, mut handed_on, mut bytes, mut hub) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TURNS {
            bare.extend(at_a_bare_read(false));
            handed_on.extend(at_a_bare_read(true));
            for (came, heard) in through_the_hub() {
                bytes.push(came);
                hub.push(heard);
            }
        }
        let bare = row("bare blocking read of a pseudo-terminal", bare);
        row("the same, handed to another thread", handed_on);
        row("its last byte in the reader's own thread", bytes);
        let hub = row("scan out of the hub's channel", hub);
        let later = hub.saturating_sub(bare);
        println!("goal: {} µs more than the bare read; it is {} µs\n", GOAL.as_micros(), later.as_micros());
        later <= GOAL
    }

    /// Prints a row; gives the median.
    fn row(name: &str, mut times: Vec<Duration>) -> Duration {
        times.sort();
        let at = |part: usize| times[(times.len() - 1) * part / 1_000];
        let us = |time: Duration| time.as_secs_f64() * 1e6;
        println!("{name:<58}{:>10.0}{:>10.0}{:>10.0}", us(at(500)), us(at(990)), us(at(1_000)));
        at(500)
    }

    /// Sends a code, and then its end by itself: when that was sent.
    fn send(scanner: &mut TTYPort, n: usize) -> Instant {
        thread::sleep(BY_HAND);
        scanner.write_all(format!("A{n:010}").as_bytes()).unwrap();
        // Both readers sleep by then.
        thread::sleep(Duration::from_millis(1));
        let at = Instant::now();
        scanner.write_all(b"\r").unwrap();
        at
    }

    /// The peer: a thread that waits in a read. Told when it came back, or when another thread heard of it.
    fn at_a_bare_read(is_handed_on: bool) -> Vec<Duration> {
        let (mut scanner, port) = TTYPort::pair().unwrap();
        let mut file = File::open(port.name().unwrap()).unwrap();
        let (ends, ended) = mpsc::channel();
        let reading = thread::spawn(move || {
            let mut buffer = [0; 256];
            while let Ok(count @ 1..) = file.read(&mut buffer) {
                if buffer[count - 1] == b'\r' {
                    ends.send(Instant::now()).unwrap();
                }
            }
        });
        let times = (0..SCANS).map(|n| {
            let at = send(&mut scanner, n);
            let came = ended.recv().unwrap();
            let heard = Instant::now();
            (if is_handed_on { heard } else { came }).duration_since(at)
        });
        let times = times.collect();
        drop(port);
        drop(scanner);
        reading.join().unwrap();
        times
    }

    /// When the last byte came, by the scan's own word, and when the scan was out.
    fn through_the_hub() -> Vec<(Duration, Duration)> {
        let (mut scanners, _hub, mut events) = stand(1);
        (0..SCANS)
            .map(|n| {
                let at = send(&mut scanners[0], n);
                loop {
                    match events.blocking_recv() {
                        Some(Event::Scanned(scan)) if scan.text == format!("A{n:010}") => break (scan.at.duration_since(at), at.elapsed()),
                        // Other ports of this machine.
                        Some(Event::Stands(_, State::Idle)) => {}
                        other => panic!("{other:?} instead of scan {n}"),
                    }
                }
            })
            .collect()
    }

    /// A hub as a station has it, with so many serial scanners.
    fn stand(count: usize) -> (Vec<TTYPort>, Hub, Receiver<Event>) {
        let pairs: Vec<(TTYPort, TTYPort)> = (0..count).map(|_| TTYPort::pair().unwrap()).collect();
        let profile = |port: &TTYPort| Profile {
            reader: ReaderId::of_place(Kind::Serial, &port.name().unwrap()),
            suffix: Suffix::Enter,
            ..Profile::default()
        };
        let profiles = pairs.iter().map(|(_, port)| profile(port)).collect();
        let (hub, mut events) = Hub::start(Settings { profiles, ..Settings::default() }, Options::default()).unwrap();
        let until = Instant::now() + Duration::from_secs(60);
        let mut ready = 0;
        while ready < count {
            match events.try_recv() {
                Ok(event) => ready += usize::from(matches!(event, Event::Stands(_, State::Ready))),
                Err(error) => assert!(error == TryRecvError::Empty && Instant::now() < until, "{ready} are ready: {error}"),
            }
            thread::sleep(Duration::from_millis(1));
        }
        (pairs.into_iter().map(|(scanner, _)| scanner).collect(), hub, events)
    }

    pub(super) fn idle() -> bool {
        println!("While nothing is scanned, over {} s", IDLE.as_secs());
        println!("{:<58}{:>10}{:>10}", "", "µs/s", "woken");
        let (none, some) = (at_rest(0), at_rest(4));
        let more = some.0.saturating_sub(none.0);
        println!(
            "goal: no reader woken; at most {} µs of the processor a second more; it is {} µs\n",
            IDLE_GOAL.as_micros(),
            more.as_micros()
        );
        some.1 == 0 && more <= IDLE_GOAL
    }

    /// The processor time of the whole process in a second, and how often threads of readers were woken.
    fn at_rest(count: usize) -> (Duration, u64) {
        let stand = stand(count);
        thread::sleep(Duration::from_millis(500));
        let woken = || switches::of_threads("reader-").values().sum::<u64>();
        let (before, woken_before) = (processor_time(), woken());
        thread::sleep(IDLE);
        let used = processor_time().saturating_sub(before).div_f64(IDLE.as_secs_f64());
        let woken = woken() - woken_before;
        println!("{:<58}{:>10}{:>10}", format!("{count} readers"), used.as_micros(), woken);
        drop(stand);
        (used, woken)
    }

    fn processor_time() -> Duration {
        Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap()
    }
}
