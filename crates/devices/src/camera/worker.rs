//! The process that holds the camera: a driver that hangs or aborts ends this process and never the station.
//!
//! Commands come in through standard input, messages go out through standard output, and nothing else does. When
//! the station is gone, standard input ends, and so does the worker.
//!
//! Four threads: one reads commands, one owns the camera (nobody else touches it), one looks at frames, the newest
//! only, by a thread that it can leave (`lane`), and one writes. Another tells twice a second how long each thing has
//! been going on; what is too long is for the station to judge, from outside.

mod capture;
mod lane;
mod looking;
mod pulse;
mod stillness;

pub use looking::Look;

use super::source::{Cameras, Native, Pictures};
use super::wire::{self, Command, Message, Told};
use capture::Capture;
use pulse::Pulse;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;
use std::time::Duration;

/// The argument that makes a program the worker. It stands first; nothing else may be opened before.
pub const FLAG: &str = "--camera-worker";
/// Pictures from the folder that follows instead of the machine's cameras.
pub const PICTURES: &str = "--pictures";

/// How often the worker tells that it is alive.
const BEAT: Duration = Duration::from_millis(500);
/// Messages that wait to be written. A picture that finds no room is dropped.
const QUEUE: usize = 8;

/// Whether this process was started as a worker.
#[must_use]
pub fn is_asked() -> bool {
    std::env::args_os().nth(1).is_some_and(|argument| argument == FLAG)
}

/// The worker: to be called first thing in `main` where [`is_asked`]. Returns when the station is gone.
#[must_use]
pub fn run() -> ExitCode {
    let mut arguments = std::env::args_os().skip_while(|argument| argument != PICTURES).skip(1);
    let look = looking::codes();
    match arguments.next().map(PathBuf::from) {
        Some(folder) => run_with(move || Box::new(Pictures::new(folder)), look),
        None => run_with(|| Box::new(Native::new()), look),
    }
}

/// The worker's own way of looking: every sort of code that the station reads.
#[must_use]
pub fn look_for_codes() -> Box<dyn Look> {
    looking::codes()
}

/// The worker over other cameras, or with another way of looking.
#[must_use]
pub fn run_with(cameras: impl FnOnce() -> Box<dyn Cameras> + Send + 'static, look: Box<dyn Look>) -> ExitCode {
    let (out, messages) = mpsc::sync_channel(QUEUE);
    let out = Out(out);
    tell_panics(out.clone());
    let pulse = Arc::new(Pulse::default());
    let slot = Arc::new(looking::Slot::default());
    let (order, orders) = mpsc::channel();
    // Whatever ends ends the process: a worker without one of its threads is of no use.
    let (end, ended) = mpsc::channel::<ExitCode>();

    let capture = {
        let (out, pulse, slot) = (out.clone(), Arc::clone(&pulse), Arc::clone(&slot));
        move || Capture::new(cameras(), orders, out, slot, pulse).run()
    };
    let looking = {
        let (out, pulse) = (out.clone(), Arc::clone(&pulse));
        move || looking::run(&slot, look, &out, &pulse)
    };
    let beat = move || {
        loop {
            out.tell(Told::Beat(pulse.beat()));
            thread::sleep(BEAT);
        }
    };
    let started = spawn("commands", &end, move || read_commands(&order))
        .and_then(|()| spawn("writing", &end, move || write_messages(&messages)))
        .and_then(|()| spawn("camera", &end, capture))
        .and_then(|()| spawn("looking", &end, looking))
        .and_then(|()| spawn("beat", &end, beat));
    drop(end);
    match started {
        Ok(()) => ended.recv().unwrap_or(ExitCode::FAILURE),
        Err(_) => ExitCode::FAILURE,
    }
}

fn spawn(name: &str, end: &Sender<ExitCode>, work: impl FnOnce() + Send + 'static) -> std::io::Result<()> {
    let end = end.clone();
    let all = move || {
        let code = match panic::catch_unwind(AssertUnwindSafe(work)) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
        // Nobody waits any more where another thread ended first.
        let _ = end.send(code);
    };
    thread::Builder::new().name(name.to_owned()).spawn(all).map(|_| ())
}

/// Returns once the station is gone, or sends what is no command.
fn read_commands(orders: &Sender<Command>) {
    let mut input = std::io::stdin().lock();
    while let Ok(Some(command)) = wire::read_command(&mut input) {
        if orders.send(command).is_err() {
            return;
        }
    }
}

fn write_messages(messages: &Receiver<Message>) {
    let mut output = std::io::stdout().lock();
    while let Ok(message) = messages.recv() {
        if wire::write_message(&mut output, &message).is_err() {
            return;
        }
    }
}

/// Where messages go.
#[derive(Clone)]
struct Out(SyncSender<Message>);

impl Out {
    /// Tells it, however long that takes; not at all once the process ends.
    fn tell(&self, told: Told) {
        let _ = self.0.send(Message::Told(told));
    }

    /// Shows a picture, if there is room for it now.
    fn show(&self, picture: &super::Picture) {
        let (Ok(width), Ok(height)) = (u16::try_from(picture.width), u16::try_from(picture.height)) else { return };
        let _ = self.0.try_send(Message::Picture { width, height, luma: picture.luma.clone() });
    }
}

/// A panic is told by its place only: its words may hold what was read.
fn tell_panics(out: Out) {
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map_or_else(|| "somewhere".to_owned(), |place| format!("{}:{}", place.file(), place.line()));
        let _ = out.0.try_send(Message::Told(Told::Panicked(place)));
    }));
}
