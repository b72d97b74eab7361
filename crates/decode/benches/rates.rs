//! How many of the pictures are read: each set in each rotation and generated frames upright, beside the readers of
//! others by themselves in the same run; and how long the worst pictures of nothing take. Fails where a rate is below
//! the one in `rates.tsv`, or where a frame takes too long.
//!
//! `cargo bench -p kaikuasema-decode --bench rates`, and after `--`:
//!
//! - `--write` writes what was measured to `rates.tsv`, in a whole run;
//! - `--pictures FOLDER` measures other pictures, `--seed NUMBER` generated frames from that seed on, four for
//!   each condition; then nothing is compared; `--save FOLDER` writes them there;
//! - `--only TEXT` measures only sets whose name has this in it; `--upright` leaves the rotations out;
//! - `--apart` counts each condition of generated frames by itself; `--misses` names what was not read.

#![allow(clippy::print_stdout, clippy::expect_used, clippy::panic, reason = "a benchmark prints, and fails by panicking")]

#[path = "../tests/support/degenerate.rs"]
mod degenerate;
#[path = "../tests/support/scene.rs"]
mod scene;
#[path = "../tests/support/suite.rs"]
mod suite;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use kaikuasema_decode::{Format, FrameReader, Luma, Peer, Symbol, read, read_with};
use suite::{Picture, Rate, rate};

/// The generated frames of a whole run are those from this seed on: nothing was tuned on them.
const SEED: u64 = 100;
/// The longest that a camera's frame may take, of whatever.
const LONGEST: Duration = Duration::from_millis(400);
/// What rqrr takes for an even grey frame on the quiet machine that this was set on: a busy or slow one may take as many
/// times longer as it makes rqrr.
const YARDSTICK: Duration = Duration::from_millis(9);

/// What was asked for.
#[derive(Default)]
struct Wanted {
    write: bool,
    upright: bool,
    apart: bool,
    misses: bool,
    only: String,
    pictures: Option<PathBuf>,
    seed: Option<u64>,
    save: Option<PathBuf>,
}

impl Wanted {
    fn of(mut arguments: impl Iterator<Item = String>) -> Self {
        let mut wanted = Self::default();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--write" => wanted.write = true,
                "--upright" => wanted.upright = true,
                "--apart" => wanted.apart = true,
                "--misses" => wanted.misses = true,
                "--only" => wanted.only = arguments.next().expect("--only TEXT"),
                "--pictures" => wanted.pictures = Some(arguments.next().expect("--pictures FOLDER").into()),
                "--save" => wanted.save = arguments.next().map(PathBuf::from),
                "--seed" => wanted.seed = arguments.next().and_then(|seed| seed.parse().ok()),
                // What cargo itself hands over.
                "--bench" => {}
                other => panic!("{other} is not known"),
            }
        }
        wanted
    }
}

fn main() -> ExitCode {
    let wanted = Wanted::of(std::env::args().skip(1));
    let all = match (wanted.seed, &wanted.pictures) {
        (Some(seed), _) => generated(seed),
        (None, Some(folder)) => suite::pictures(folder),
        (None, None) => suite::pictures(&suite::folder()).into_iter().chain(generated(SEED)).collect(),
    };
    let mut names: Vec<(String, Format)> = all.iter().map(|picture| (name(picture, wanted.apart), picture.format)).collect();
    names.dedup();
    println!(
        "{:<28}{:>5}  {:>9} {:>6} {:>8}   {:>13} {:>9}   {:>13} {:>9}",
        "set", "turn", "read", "wrong", "ms", "rqrr", "ms", "rxing", "ms"
    );
    let mut lines = String::new();
    for (set, format) in names.iter().filter(|(set, _)| set.contains(&wanted.only)) {
        // Generated frames have codes in every direction.
        for quarters in if wanted.upright || set.starts_with("generated") { 0..1 } else { 0..4 } {
            let of_set = all.iter().filter(|picture| name(picture, wanted.apart) == *set && picture.format == *format);
            let turned: Vec<Picture> = of_set.map(|picture| picture.turned(quarters)).collect();
            let turned: Vec<&Picture> = turned.iter().collect();
            let ours = rate(&turned, &mut read);
            let peer = |peer: Peer| rate(&turned, &mut |luma: &Luma<'_>| read_with(peer, luma));
            let (rqrr, rxing) = (peer(Peer::Rqrr), peer(Peer::Rxing));
            let other = |rate: &Rate| format!("{:>4} wrong {:>2}  {:>9.1}", rate.read, rate.wrong.len(), median_ms(rate));
            println!(
                "{set:<28}{:>4}°  {:>4}/{:<4} {:>6} {:>8.1}   {}   {}",
                quarters * 90,
                ours.read,
                ours.total,
                ours.wrong.len(),
                median_ms(&ours),
                other(&rqrr),
                other(&rxing)
            );
            for what in ours.missed.iter().filter(|_| wanted.misses).chain(&ours.wrong) {
                println!("    {what}");
            }
            let _ = writeln!(lines, "{set}\t{}\t{}\t{}\t{}", quarters * 90, ours.read, ours.total, ours.wrong.len());
        }
    }
    frames(&all);
    let is_in_time = worst();
    if wanted.pictures.is_some() || wanted.seed.is_some() || wanted.upright || wanted.apart || !wanted.only.is_empty() {
        return ExitCode::SUCCESS;
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/rates.tsv");
    if wanted.write {
        fs::write(&file, format!("set\tturn\tread\ttotal\twrong\n{lines}")).expect("rates.tsv can be written");
    }
    if !is_in_time {
        return ExitCode::FAILURE;
    }
    compare(&fs::read_to_string(&file).expect("rates.tsv can be read"), &lines)
}

/// The median of the times, in milliseconds.
fn median_ms(rate: &Rate) -> f64 {
    let mut times = rate.times.clone();
    times.sort();
    times.get(times.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

/// Four frames for each condition.
fn generated(seed: u64) -> Vec<Picture> {
    let conditions = [Format::Qr, Format::Code39].into_iter().flat_map(|format| scene::CONDITIONS.map(|condition| (format, condition)));
    conditions.flat_map(|(format, condition)| (seed..seed + 4).map(move |seed| scene::frame(format, condition, seed))).collect()
}

/// The set, and for generated frames which code and, if asked for, under which condition.
fn name(picture: &Picture, apart: bool) -> String {
    match picture.name.split_once('_') {
        Some((code, rest)) if apart => format!("{}/{code}/{}", picture.set, rest.rsplit_once('_').map_or(rest, |(condition, _)| condition)),
        Some((code, _)) => format!("{}/{code}", picture.set),
        None => picture.set.clone(),
    }
}

/// Whether nothing is below what is committed; says what is.
fn compare(committed: &str, measured: &str) -> ExitCode {
    let fields = |line: &str| -> Option<(String, usize, usize)> {
        let mut fields = line.split('\t');
        let place = format!("{} {}°", fields.next()?, fields.next()?);
        let (read, _total, wrong) = (fields.next()?.parse().ok()?, fields.next()?, fields.next()?.parse().ok()?);
        Some((place, read, wrong))
    };
    let measured: Vec<_> = measured.lines().filter_map(fields).collect();
    let mut worse = false;
    for (place, read, wrong) in committed.lines().filter_map(fields) {
        let Some((_, now, now_wrong)) = measured.iter().find(|line| line.0 == place) else {
            println!("{place}: not measured");
            worse = true;
            continue;
        };
        if *now < read || *now_wrong > wrong {
            println!("{place}: {now} read and {now_wrong} wrong, committed are {read} and {wrong}");
            worse = true;
        }
    }
    if worse { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// What a camera's frame costs: the cheap pass where nothing stands, and until the text where it is read at once.
fn frames(all: &[Picture]) {
    let frames: Vec<&Picture> = all.iter().filter(|picture| (picture.width, picture.height) == (1280, 720)).collect();
    if frames.is_empty() {
        return;
    }
    let mut glance: Vec<(Duration, bool)> = Vec::new();
    let mut turns = Vec::new();
    for picture in &frames {
        let right = |symbols: &[Symbol]| symbols.iter().any(|symbol| symbol.text == picture.expected);
        let began = std::time::Instant::now();
        let read = right(&FrameReader::new().glance(&picture.luma()));
        glance.push((began.elapsed(), read));
        let mut reader = FrameReader::new();
        let turn = (1..=FrameReader::rotation()).find_map(|turn| {
            let began = std::time::Instant::now();
            let read = right(&reader.read(&picture.luma(), || false));
            read.then(|| (turn, began.elapsed()))
        });
        turns.extend(turn);
    }
    let ms = |times: &mut Vec<Duration>| {
        times.sort();
        (times.get(times.len() / 2).copied().unwrap_or_default(), times.last().copied().unwrap_or_default())
    };
    let say = |what: &str, times: &mut Vec<Duration>| {
        let (median, most) = ms(times);
        println!("{what}: median {:.1} ms, most {:.1} ms, of {}", median.as_secs_f64() * 1000.0, most.as_secs_f64() * 1000.0, times.len());
    };
    println!();
    say("frame, cheap pass, read", &mut glance.iter().filter(|one| one.1).map(|one| one.0).collect());
    say("frame, cheap pass, nothing read", &mut glance.iter().filter(|one| !one.1).map(|one| one.0).collect());
    say("frame that gives the text", &mut turns.iter().map(|turn| turn.1).collect());
    let mean = turns.iter().map(|turn| turn.0).sum::<usize>() as f64 / turns.len().max(1) as f64;
    println!("frames read within one rotation: {} of {}, on the average at frame {mean:.1}", turns.len(), frames.len());
    let mut empty = Vec::new();
    for picture in frames.iter().take(12) {
        // A frame without a code: the same scene, with the middle, where the card is, taken from its edge.
        let mut pixels = picture.pixels.clone();
        let (width, height) = (picture.width, picture.height);
        for y in 0..height {
            for x in 200..width - 200 {
                pixels[y * width + x] = picture.pixels[y * width + (x % 200)];
            }
        }
        let luma = Luma::new(width, height, &pixels).expect("the size is the frame's");
        let began = std::time::Instant::now();
        let found = FrameReader::new().glance(&luma);
        empty.push(began.elapsed());
        assert!(found.is_empty(), "something was read where nothing stands");
    }
    say("frame without a code, cheap pass", &mut empty);
}

/// How long the worst pictures of nothing take: each as a frame in every turn, by our own readers alone, and as a still
/// picture. Gives whether no frame takes too long.
fn worst() -> bool {
    println!();
    println!(
        "{:<44}{:>12}{:>22}{:>12}{:>14}",
        "pictures of nothing, longest", "frame, ms", "of rqrr's empty frame", "ours, ms", "still, ms"
    );
    let took = |work: &mut dyn FnMut()| {
        let began = std::time::Instant::now();
        work();
        began.elapsed()
    };
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let mut is_in_time = true;
    for (width, height) in [(1280, 720), (1920, 1080)] {
        let empty = vec![128; 1280 * 720];
        let empty = Luma::new(1280, 720, &empty).expect("the size is the frame's");
        for (name, pixels) in degenerate::pictures(width, height) {
            let luma = Luma::new(width, height, &pixels).expect("the size is the frame's");
            let longest = |mut reader: FrameReader| {
                let turn = |_| took(&mut || drop(std::hint::black_box(reader.read(&luma, || false))));
                (0..FrameReader::rotation()).map(turn).max().unwrap_or_default()
            };
            let measure = || (longest(FrameReader::new()), took(&mut || drop(read_with(Peer::Rqrr, &empty))));
            let is_within = |&(frame, yardstick): &(Duration, Duration)| {
                frame <= LONGEST || frame.div_duration_f64(yardstick) <= LONGEST.div_duration_f64(YARDSTICK)
            };
            // What the machine was at meanwhile is not the picture's fault, and does not come again.
            let mut measured = measure();
            for _ in 0..2 {
                if !is_within(&measured) {
                    let again = measure();
                    measured = (measured.0.min(again.0), measured.1.max(again.1));
                }
            }
            let (frame, yardstick) = measured;
            let ours = longest(FrameReader::of_ours());
            let still = took(&mut || drop(std::hint::black_box(read(&luma))));
            let ratio = frame.div_duration_f64(yardstick);
            let is_within = is_within(&measured);
            is_in_time &= is_within;
            let name = format!("{name}, {width} x {height}");
            let more = if is_within { "" } else { "   TOO LONG" };
            println!("{name:<44}{:>12.0}{ratio:>22.1}{:>12.0}{:>14.0}{more}", ms(frame), ms(ours), ms(still));
        }
    }
    is_in_time
}
