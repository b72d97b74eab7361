//! How long a scan takes through the hub, against a bare blocking read in the same run: from the last byte that
//! a serial scanner sends to the scan out of the hub's channel, at pseudo-terminals. Then what idle readers cost.
//! Prints two tables.
//!
//! Run it with `cargo xtask bench`. It judges nothing: machines differ, the ratios tell.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::panic, reason = "a benchmark prints, and fails by panicking")]

#[cfg(unix)]
fn main() {
    at_terminals::latency();
    at_terminals::idle();
}

#[cfg(not(unix))]
fn main() {
    println!("Latency is measured at pseudo-terminals, which this system does not have.");
}

#[cfg(unix)]
mod at_terminals {
    use kaikuasema_devices::hub::Options;
    use kaikuasema_devices::{Event, Hub, Kind, Profile, ReaderId, Settings, State};
    use rustix::time::{ClockId, clock_gettime};
    use serialport::{SerialPort, TTYPort};
    use std::fs::File;
    use std::io::{Read, Write};
    use std::sync::mpsc;
    use std::thread;
    use std::time::{Duration, Instant};
    use tokio::sync::mpsc::Receiver;

    const SCANS: usize = 1_000;
    /// Between two scans: lines that follow closer belong to one code.
    const BY_HAND: Duration = Duration::from_millis(30);
    /// Long enough that the slow look for readers falls into it.
    const IDLE: Duration = Duration::from_secs(20);

    pub(super) fn latency() {
        println!("From the last byte of a scan (µs, {SCANS} scans)");
        println!("{:<44}{:>10}{:>10}{:>10}", "", "median", "p99", "most");
        row("bare blocking read of a pseudo-terminal", &bare());
        row("scan out of the hub's channel", &through_the_hub());
        println!();
    }

    fn row(name: &str, times: &[Duration]) {
        let mut times = times.to_vec();
        times.sort();
        let at = |part: usize| times[(times.len() - 1) * part / 1_000].as_secs_f64() * 1e6;
        println!("{name:<44}{:>10.0}{:>10.0}{:>10.0}", at(500), at(990), at(1_000));
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

    fn bare() -> Vec<Duration> {
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
            ended.recv().unwrap().duration_since(at)
        });
        let times = times.collect();
        drop(port);
        drop(scanner);
        reading.join().unwrap();
        times
    }

    fn through_the_hub() -> Vec<Duration> {
        let (mut scanners, _hub, mut events) = stand(1);
        (0..SCANS)
            .map(|n| {
                let at = send(&mut scanners[0], n);
                match events.blocking_recv() {
                    Some(Event::Scanned(scan)) if scan.text == format!("A{n:010}") => at.elapsed(),
                    other => panic!("{other:?} instead of scan {n}"),
                }
            })
            .collect()
    }

    /// A hub as a station has it, with so many serial scanners.
    fn stand(count: usize) -> (Vec<TTYPort>, Hub, Receiver<Event>) {
        let pairs: Vec<(TTYPort, TTYPort)> = (0..count).map(|_| TTYPort::pair().unwrap()).collect();
        let profile = |port: &TTYPort| Profile { reader: ReaderId::of_place(Kind::Serial, &port.name().unwrap()), ..Profile::default() };
        let profiles = pairs.iter().map(|(_, port)| profile(port)).collect();
        let (hub, mut events) = Hub::start(Settings { profiles, ..Settings::default() }, Options::default()).unwrap();
        let mut ready = 0;
        while ready < count {
            ready += usize::from(matches!(events.blocking_recv(), Some(Event::Stands(_, State::Ready))));
        }
        (pairs.into_iter().map(|(scanner, _)| scanner).collect(), hub, events)
    }

    pub(super) fn idle() {
        println!("Processor time of the whole process while nothing is scanned (µs a second, over {} s)", IDLE.as_secs());
        for count in [0, 4] {
            let stand = stand(count);
            let before = processor_time();
            thread::sleep(IDLE);
            let used = processor_time().saturating_sub(before);
            println!("{:<44}{:>10.0}", format!("{count} readers"), used.as_secs_f64() * 1e6 / IDLE.as_secs_f64());
            drop(stand);
        }
    }

    fn processor_time() -> Duration {
        Duration::try_from(clock_gettime(ClockId::ProcessCPUTime)).unwrap()
    }
}
