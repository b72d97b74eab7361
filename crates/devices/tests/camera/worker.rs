//! A worker for tests and benchmarks: the real one over a folder of pictures, or over a camera with a fault.
//!
//! `camera-worker-for-tests --camera-worker [--pictures FOLDER] [--fault FAULT MARK]`. The file MARK is made when
//! the fault strikes; where it is there already, the camera is sound, unless the fault is told to last.

#![allow(clippy::panic, reason = "some of the faults are panics")]

use bytes::Bytes;
use kaikuasema_devices::camera::frame::{Encoding, Frame, Mode};
use kaikuasema_devices::camera::source::{Cameras, Found, FrameSource, Pictures};
use kaikuasema_devices::camera::worker::{self, Look};
use kaikuasema_devices::camera::{Camera, Focus, Options, Patience, Picture, Program, Symbol};
use kaikuasema_devices::{Camera as Chosen, Obstacle};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let after = |name: &str, n: usize| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + n)).cloned();
    if let Some(folder) = after("--as-station", 1) {
        return as_station(folder.into());
    }
    if !worker::is_asked() {
        return ExitCode::FAILURE;
    }
    let Some(fault) = after("--fault", 1) else { return worker::run() };
    let mark = PathBuf::from(after("--fault", 2).unwrap_or_default());
    let folder = PathBuf::from(after("--pictures", 1).unwrap_or_default());
    let fault = Fault { kind: fault, mark };
    match fault.kind.as_str() {
        "exit" if fault.strikes() => return ExitCode::SUCCESS,
        "silent" if fault.strikes() => wait_for_ever(),
        "garbage" if fault.strikes() => return say(&[b"no message at all, as a library prints it\n"]),
        "flood" if fault.strikes() => return flood(),
        "long" if fault.strikes() => return say(&[&[0xC5, b'P', 0xFF, 0xFF, 0xFF, 0x7F]]),
        "cut-off" if fault.strikes() => return say(&[&[0xC5, b'J', 40, 0, 0, 0], b"{\"Dark\":"]),
        _ => {}
    }
    let look = Box::new(Slow { fault: fault.clone(), frames: 0, inner: worker::look_for_codes() });
    worker::run_with(move || Box::new(Faulty { pictures: Pictures::new(folder), fault }), look)
}

/// A station that has its camera on and does nothing else, to be killed.
fn as_station(folder: PathBuf) -> ExitCode {
    let Ok(own) = Program::own() else { return ExitCode::FAILURE };
    let options = Options { program: own.with_pictures(folder), camera: Chosen::default(), patience: Patience::default() };
    let Ok((camera, mut events)) = Camera::start(options) else { return ExitCode::FAILURE };
    while events.blocking_recv().is_some() {}
    drop(camera);
    ExitCode::SUCCESS
}

fn wait_for_ever() -> ! {
    loop {
        std::thread::sleep(Duration::from_secs(60));
    }
}

/// Says this, and then stays.
fn say(pieces: &[&[u8]]) -> ExitCode {
    let mut output = std::io::stdout().lock();
    for piece in pieces {
        let _ = output.write_all(piece);
    }
    let _ = output.flush();
    wait_for_ever()
}

/// Well-formed messages without end.
fn flood() -> ExitCode {
    let body = br#"{"Dark":false}"#;
    let mut message = vec![0xC5, b'J', u8::try_from(body.len()).unwrap_or_default(), 0, 0, 0];
    message.extend_from_slice(body);
    let mut output = std::io::stdout().lock();
    while output.write_all(&message).is_ok() {}
    ExitCode::SUCCESS
}

#[derive(Clone)]
struct Fault {
    kind: String,
    mark: PathBuf,
}

impl Fault {
    /// Whether it strikes now: once, or always where the mark cannot be made.
    fn strikes(&self) -> bool {
        std::fs::OpenOptions::new().write(true).create_new(true).open(&self.mark).is_ok() || self.mark.is_dir()
    }

    fn strikes_as(&self, kind: &str) -> bool {
        self.kind == kind && self.strikes()
    }
}

/// A folder of pictures with a fault.
struct Faulty {
    pictures: Pictures,
    fault: Fault,
}

impl Cameras for Faulty {
    fn list(&mut self) -> Result<Vec<Found>, Obstacle> {
        if self.fault.strikes_as("list-hangs") {
            wait_for_ever();
        }
        if self.fault.kind == "unlisted" {
            return Err(Obstacle::Failed { detail: "nobody knows".to_owned() });
        }
        self.pictures.list()
    }

    fn check(&mut self, found: &Found) -> Result<(), Obstacle> {
        match self.fault.kind.as_str() {
            "busy" => Err(Obstacle::InUse),
            "forbidden" => Err(Obstacle::NoPermission),
            _ => self.pictures.check(found),
        }
    }

    fn open(&mut self, found: &Found) -> Result<Box<dyn FrameSource>, Obstacle> {
        match self.fault.kind.as_str() {
            // Until the mark is made.
            "busy" if !self.fault.mark.exists() => return Err(Obstacle::InUse),
            "forbidden" => return Err(Obstacle::NoPermission),
            "open-hangs" if self.fault.strikes() => wait_for_ever(),
            "open-aborts" if self.fault.strikes() => std::process::abort(),
            "first-is-busy" if found.reader.name == "a" => return Err(Obstacle::InUse),
            _ => {}
        }
        Ok(Box::new(Reel { inner: self.pictures.open(found)?, fault: self.fault.clone(), frames: 0, focus: None }))
    }
}

struct Reel {
    inner: Box<dyn FrameSource>,
    fault: Fault,
    frames: u32,
    focus: Option<i64>,
}

impl FrameSource for Reel {
    fn mode(&self) -> Mode {
        self.inner.mode()
    }

    fn frame(&mut self) -> Result<Frame, Obstacle> {
        self.frames += 1;
        if self.frames == 1 && self.fault.strikes_as("never-sees") {
            wait_for_ever();
        }
        if self.frames == 10 {
            match self.fault.kind.as_str() {
                "stall" if self.fault.strikes() => wait_for_ever(),
                "abort" if self.fault.strikes() => std::process::abort(),
                "panic" if self.fault.strikes() => panic!("a driver's library gives up"),
                _ => {}
            }
        }
        // As after an unplug: at once, again and again.
        if self.fault.kind == "errors" && self.frames >= 10 {
            return Err(Obstacle::Failed { detail: "no such device".to_owned() });
        }
        let frame = self.inner.frame()?;
        if self.fault.kind == "cut-short" && !self.frames.is_multiple_of(3) {
            // The driver hands out what it has, and the size that was agreed.
            return Ok(Frame { data: frame.data.slice(..frame.data.len() / 2), ..frame });
        }
        let blank = self.fault.kind == "corrupt" && (self.frames.is_multiple_of(2) || self.fault.mark.is_dir());
        let data = if blank { Bytes::from_static(b"\xFF\xD8\xFF\xE0 broken") } else { frame.data.clone() };
        Ok(if blank { Frame { encoding: Encoding::Mjpeg, data, at: Instant::now(), ..frame } } else { frame })
    }

    fn focus(&mut self) -> Option<Focus> {
        let value = self.focus.unwrap_or(30);
        (self.fault.kind == "focus").then_some(Focus {
            min: 0,
            max: 250,
            step: 5,
            default: 30,
            value,
            has_auto: true,
            is_auto: self.focus.is_none(),
        })
    }

    fn set_focus(&mut self, focus: Option<i64>) -> Result<(), Obstacle> {
        self.focus = focus;
        Ok(())
    }
}

/// Looks as the worker does, unless the fault is in the looking.
struct Slow {
    fault: Fault,
    frames: u32,
    inner: Box<dyn Look>,
}

impl Look for Slow {
    fn look(&mut self, picture: &Picture) -> Vec<Symbol> {
        self.frames += 1;
        if self.frames == 10 && self.fault.strikes_as("look-hangs") {
            wait_for_ever();
        }
        assert!(!(self.fault.kind == "look-panics" && self.frames.is_multiple_of(2)), "a decoder gives up");
        self.inner.look(picture)
    }

    fn turn(&self) -> Duration {
        self.inner.turn()
    }
}
