//! The camera, from the deciding frame to the scan, through the real process and its pipes; the pass that every frame
//! gets; a JPEG to its brightness; and what looking at a picture without a code costs. Prints a table.
//!
//! Run it with `cargo xtask bench`. It fails where a card is not read, and where a median is over its goal. A goal is a
//! time on a quiet machine, and is as many times what rqrr takes for one frame, which is measured after every scan:
//! a machine that is busy or slow fails only where the station is slower than it makes everything.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and fails by panicking")]

#[path = "../tests/camera/scene.rs"]
#[allow(dead_code, reason = "what only the tests draw")]
mod scene;

use bytes::Bytes;
use kaikuasema_decode::{FrameReader, Luma, Peer, read_with};
use kaikuasema_devices::camera::frame::{Encoding, Frame};
use kaikuasema_devices::camera::{Camera, Event, Options, Patience, Picture, Program};
use kaikuasema_devices::{Camera as Chosen, State};
use scene::Scene;
use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// From the deciding frame to the scan, at the median.
const SCAN: Duration = Duration::from_millis(40);
/// The pass that every frame gets, at the median.
const GLANCE: Duration = Duration::from_millis(20);
/// What rqrr takes for an empty frame on the quiet machine that the goals were set on.
const YARDSTICK: Duration = Duration::from_millis(17);
/// Cards of each sort of code.
const CARDS: usize = 25;
/// No run of one sort takes longer; a machine that is too busy for fifteen frames a second drops some.
const LONGEST: Duration = Duration::from_secs(180);
/// So many frames without a code between two cards: the gate takes what comes sooner for two in view.
const PAUSE: usize = 7;

fn main() -> ExitCode {
    println!("\ncamera, frames of 1280×720 as JPEG, 15 a second, through the camera's process");
    println!("{:<52} {:>9} {:>9} {:>10}", "", "median", "p99", "× rqrr");
    let rows = [
        judged("QR code: deciding frame to scan", SCAN, scans(3, |text| desk().qr(text, 400, 200, 7))),
        judged("Code 39: deciding (second agreeing) frame to scan", SCAN, scans(5, |text| desk().code39(text, 350, 300, 3))),
        judged("every-frame pass where nothing is in view", GLANCE, glances()),
    ];
    row("JPEG to brightness", jpegs(), "");
    idle();
    if rows.contains(&false) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// Times of something, each with that of the yardstick just after it.
type Measured = Vec<(Duration, Duration)>;

/// Prints a row; gives whether its median is within its goal.
fn judged(name: &str, goal: Duration, measured: Measured) -> bool {
    let (times, mut yardstick): (Vec<Duration>, Vec<Duration>) = measured.into_iter().unzip();
    yardstick.sort();
    let yardstick = yardstick[yardstick.len() / 2];
    let median = median(&times);
    let (ratio, most) = (median.div_duration_f64(yardstick), goal.div_duration_f64(YARDSTICK));
    let is_within = median <= goal || ratio <= most;
    let verdict = format!("{ratio:>8.2}    {} {} ms or {most:.2}", if is_within { "within" } else { "OVER" }, goal.as_millis());
    row(name, times, &verdict);
    is_within
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}

/// Prints a row.
fn row(name: &str, mut times: Vec<Duration>, more: &str) {
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)];
    println!("{name:<52} {:>6.1} ms {:>6.1} ms {more}   ({} of them)", ms(at(50)), ms(at(99)), times.len());
}

/// A picture as a reader takes it.
fn luma(picture: &Picture) -> Luma<'_> {
    Luma::new(picture.width as usize, picture.height as usize, &picture.luma).unwrap()
}

/// The brightness of a scene that came as a JPEG.
fn picture(scene: &Scene) -> Picture {
    Picture::of(&frame(scene)).unwrap()
}

fn frame(scene: &Scene) -> Frame {
    let folder = tempfile::tempdir().unwrap();
    scene.keep_as_jpeg(folder.path(), "1");
    let data = Bytes::from(fs::read(folder.path().join("1.jpg")).unwrap());
    Frame { width: 1280, height: 720, encoding: Encoding::Mjpeg, data, at: Instant::now() }
}

fn took(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}

/// How fast this machine is at this moment: rqrr over one frame.
fn yardstick(empty: &Picture) -> Duration {
    took(|| drop(read_with(Peer::Rqrr, &luma(empty))))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// An empty desk with some structure in it.
fn desk() -> Scene {
    Scene::empty(1280, 720).strewn()
}

fn start(folder: &Path) -> (Camera, tokio::sync::mpsc::Receiver<Event>) {
    let program = Program { path: env!("CARGO_BIN_EXE_camera-worker-for-tests").into(), arguments: vec!["--camera-worker".into()] };
    let program = program.with_pictures(folder.to_owned());
    Camera::start(Options { program, camera: Chosen::default(), patience: Patience::default() }).unwrap()
}

/// How long each scan took of many cards, each shown in so many frames.
fn scans(frames: usize, show: impl Fn(&str) -> Scene) -> Measured {
    let empty = picture(&desk());
    let folder = tempfile::tempdir().unwrap();
    let camera = folder.path().join("camera");
    desk().keep_as_jpeg(&camera, "0000");
    let mut n = 1;
    for card in 0..CARDS {
        let scene = show(&format!("A{:010}", 9_990_000_071 + card));
        scene.keep_as_jpeg(&camera, &format!("{n:04}"));
        let first = camera.join(format!("{n:04}.jpg"));
        for copy in 1..frames + PAUSE {
            let from = if copy < frames { &first } else { &camera.join("0000.jpg") };
            fs::hard_link(from, camera.join(format!("{:04}.jpg", n + copy))).unwrap();
        }
        n += frames + PAUSE;
    }
    let (_camera, mut events) = start(folder.path());
    let mut measured = Measured::new();
    let began = Instant::now();
    while measured.len() < CARDS && began.elapsed() < LONGEST {
        match events.blocking_recv() {
            // The yardstick is used while no card is in view.
            Some(Event::Scanned(scan)) => measured.push((scan.at.elapsed(), yardstick(&empty))),
            Some(_) => {}
            None => break,
        }
    }
    assert!(measured.len() == CARDS, "{} of {CARDS} cards were read within {} s", measured.len(), LONGEST.as_secs());
    measured
}

fn glances() -> Measured {
    let empty = picture(&desk());
    let glance = || took(|| assert!(FrameReader::new().glance(&luma(&empty)).is_empty(), "something was read where nothing stands"));
    (0..100).map(|_| (glance(), yardstick(&empty))).collect()
}

fn jpegs() -> Vec<Duration> {
    let frame = frame(&desk().qr("A9990000071", 400, 200, 7));
    (0..200).map(|_| took(|| assert_eq!(Picture::of(&frame).unwrap().width, 1280))).collect()
}

/// What both processes spend while the camera looks at a picture without a code.
fn idle() {
    const FOR: Duration = Duration::from_secs(8);
    let folder = tempfile::tempdir().unwrap();
    desk().keep_as_jpeg(&folder.path().join("camera"), "1");
    let (_camera, mut events) = start(folder.path());
    while !matches!(events.blocking_recv(), Some(Event::Stands(_, State::Ready)) | None) {}
    let (worker, station) = (process_over(folder.path()), std::process::id());
    let (Some(worker_before), Some(station_before)) = (spent(worker), spent(station)) else {
        println!("what looking at an empty picture costs is measured under Linux only");
        return;
    };
    let began = Instant::now();
    let mut pictures = 0;
    while began.elapsed() < FOR {
        if let Some(Event::Picture(_)) = events.blocking_recv() {
            pictures += 1;
        }
    }
    let share = |id, before: Duration| 100.0 * (spent(id).unwrap_or_default() - before).as_secs_f64() / began.elapsed().as_secs_f64();
    println!("{:<52} {:>7.1} %", "one core while nothing is in view: camera's process", share(worker, worker_before));
    println!("{:<52} {:>7.1} %", "  and the station's side of it", share(station, station_before));
    println!("{:<52} {:>9.1}", "  pictures a second", f64::from(pictures) / began.elapsed().as_secs_f64());
}

/// The process whose arguments hold this folder.
fn process_over(folder: &Path) -> u32 {
    let folder = folder.to_string_lossy().into_owned();
    let processes = fs::read_dir("/proc").into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    let is_it = |id: &u32| fs::read(format!("/proc/{id}/cmdline")).is_ok_and(|line| String::from_utf8_lossy(&line).contains(&folder));
    processes.into_iter().find(is_it).unwrap_or_default()
}

/// The processor's time that a process has had, in hundredths of a second.
fn spent(id: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let mut numbers = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    let (user, system): (u64, u64) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    Some(Duration::from_millis((user + system) * 10))
}
