//! The station's side: starts the worker, hears it, ends it when it hangs or talks nonsense, starts it again.

mod process;

pub(crate) use process::list;

use super::gate::{Gate, Outcome};
use super::luma::Picture;
use super::watchdog::{self, BackOff, Health};
use super::wire::{Beat, Command, Message, Reading, Told};
use super::{Event, Options};
use crate::{Kind, Obstacle, Reader, ReaderId, Scan, State};
use process::{Ending, Process};
use std::collections::VecDeque;
use std::path::Path;
use std::process::ExitStatus;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

/// How often the worker is looked after where nothing else happens.
const TICK: Duration = Duration::from_millis(100);
/// Events that wait while the window takes none; then the oldest goes.
const WAITING: usize = 128;

/// What the supervisor's thread is told.
#[derive(Debug)]
pub(crate) enum Input {
    /// By the window.
    Order(Order),
    /// By the worker with this number.
    Heard(u64, Message),
    /// That worker's pipe came to an end.
    Ended(u64, Ending),
}

/// What the window wants.
#[derive(Debug)]
pub(crate) enum Order {
    /// Another camera.
    Choose(Option<ReaderId>),
    /// Another focus.
    Focus(Option<i64>),
    /// To be looked at: it may have set [`Stop`].
    Look,
}

/// A sign that the camera shall be closed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Release);
    }

    fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// A worker that runs.
struct Running {
    process: Process,
    heard: Instant,
    beat: Beat,
    beat_at: Instant,
    /// Since when it gives pictures.
    well_since: Option<Instant>,
}

/// The thread that looks after the worker.
pub(crate) struct Supervisor {
    options: Options,
    inputs: SyncSender<Input>,
    received: Receiver<Input>,
    events: mpsc::Sender<Event>,
    stop: Stop,
    waiting: VecDeque<Event>,
    /// The number of the worker that is heard; each has another.
    number: u64,
    running: Option<Running>,
    start_at: Instant,
    back_off: BackOff,
    /// Whether the camera that is wanted was open before: then no other takes its place.
    was_open: bool,
    /// The camera that is open or being opened.
    current: Option<ReaderId>,
    readers: Option<Vec<(Reader, State)>>,
    is_dark: bool,
    gate: Gate,
}

impl Supervisor {
    pub(crate) fn new(
        options: Options,
        inputs: SyncSender<Input>,
        received: Receiver<Input>,
        events: mpsc::Sender<Event>,
        stop: Stop,
    ) -> Self {
        Self {
            options,
            inputs,
            received,
            events,
            stop,
            waiting: VecDeque::new(),
            number: 0,
            running: None,
            start_at: Instant::now(),
            back_off: BackOff::new(),
            was_open: false,
            current: None,
            readers: None,
            is_dark: false,
            gate: Gate::default(),
        }
    }

    /// Until the camera is dropped, or nobody listens any more.
    pub(crate) fn run(mut self) {
        while !self.stop.is_set() && !self.events.is_closed() {
            let now = Instant::now();
            if self.running.is_none() && now >= self.start_at {
                self.start();
            }
            let wait = if self.running.is_some() { TICK } else { self.start_at.saturating_duration_since(now).min(TICK) };
            match self.received.recv_timeout(wait) {
                Ok(input) => self.hear(input),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.watch();
            self.flush();
        }
        self.end();
    }

    fn start(&mut self) {
        self.number += 1;
        let camera = &self.options.camera;
        let open = Command::Open { reader: camera.reader.clone(), falls_back: !self.was_open, focus: camera.focus };
        match Process::start(&self.options.program, self.number, &self.inputs, &open) {
            Ok(process) => {
                let now = Instant::now();
                self.running = Some(Running { process, heard: now, beat: Beat::default(), beat_at: now, well_since: None });
            }
            Err(error) => {
                tracing::warn!(%error, "the camera's process does not start");
                self.start_at = Instant::now() + self.back_off.failed(Duration::ZERO);
                // One that drivers hold will not be held any less by one more.
                let is_held = error.kind() == std::io::ErrorKind::ResourceBusy;
                self.emit(Event::Down(if is_held { Obstacle::Stalled } else { Obstacle::Failed { detail: error.to_string() } }));
            }
        }
    }

    fn hear(&mut self, input: Input) {
        match input {
            Input::Order(Order::Choose(reader)) => {
                (self.options.camera.reader, self.was_open) = (reader, false);
                // The focus was the other camera's.
                self.options.camera.focus = None;
                self.again();
            }
            Input::Order(Order::Focus(focus)) => {
                self.options.camera.focus = focus;
                self.command(&Command::Focus(focus));
            }
            Input::Order(Order::Look) => {}
            Input::Heard(number, message) if number == self.number => {
                if let Some(running) = &mut self.running {
                    running.heard = Instant::now();
                }
                match message {
                    Message::Told(told) => self.told(told),
                    Message::Picture { width, height, luma } => {
                        self.picture(Picture { width: u32::from(width), height: u32::from(height), luma });
                    }
                }
            }
            Input::Ended(number, ending) if number == self.number => {
                let status = self.failed();
                tracing::warn!(?ending, ?status, "the camera's process ended");
            }
            Input::Heard(..) | Input::Ended(..) => {}
        }
    }

    fn told(&mut self, told: Told) {
        match told {
            Told::Listed(readers) => self.listed(readers),
            Told::Unlisted(obstacle) => self.emit(Event::Down(obstacle)),
            Told::Opening(reader) => self.current = Some(reader),
            Told::Opened(reader) => {
                if self.options.camera.reader.as_ref() != Some(&reader) {
                    // The focus was kept for another camera, whose steps are others.
                    self.options.camera.focus = None;
                }
                // From now on it is this one, also after the worker had to be started again.
                (self.options.camera.reader, self.was_open) = (Some(reader.clone()), true);
                self.current = Some(reader);
            }
            Told::Focused(focus) => self.emit(Event::Focus(focus)),
            Told::Read(reading) => self.read(reading),
            Told::Dark(is_dark) => self.dark(is_dark),
            Told::Beat(beat) => {
                if let Some(running) = &mut self.running {
                    (running.beat, running.beat_at) = (beat, Instant::now());
                }
            }
            Told::Panicked(place) => tracing::warn!(place, "a part of the camera's process panicked"),
            Told::Checked(_) => {}
        }
    }

    fn listed(&mut self, mut readers: Vec<(Reader, State)>) {
        let before = self.readers.take();
        let known = before.as_deref().unwrap_or_default();
        // A new worker knows nothing of what the one before it broke down on: it is stalled until it is open again.
        let stalled = State::Blocked { obstacle: Obstacle::Stalled };
        for (reader, state) in &mut readers {
            let was_stalled = known.iter().any(|(other, before)| other.id == reader.id && *before == stalled);
            let is_wanted = self.options.camera.reader.as_ref().is_none_or(|wanted| *wanted == reader.id);
            if was_stalled && is_wanted && *state == State::Idle {
                *state = stalled.clone();
            }
        }
        let mut events = Vec::new();
        let of = |list: &[(Reader, State)]| -> Vec<Reader> { list.iter().map(|(reader, _)| reader.clone()).collect() };
        if before.is_none() || of(known) != of(&readers) {
            events.push(Event::Listed(of(&readers)));
        }
        let gone = known.iter().filter(|(reader, _)| !readers.iter().any(|(other, _)| other.id == reader.id));
        events.extend(gone.map(|(reader, _)| Event::Stands(reader.clone(), State::Gone)));
        let changed =
            readers.iter().filter(|(reader, state)| !known.iter().any(|(other, before)| other.id == reader.id && before == state));
        events.extend(changed.map(|(reader, state)| Event::Stands(reader.clone(), state.clone())));
        let is_open = readers.iter().any(|(_, state)| *state == State::Ready);
        self.readers = Some(readers);
        events.into_iter().for_each(|event| self.emit(event));
        if !is_open {
            self.dark(false);
        }
    }

    fn read(&mut self, reading: Reading) {
        let Some(reader) = self.current.clone() else { return };
        let now = Instant::now();
        let at = now.checked_sub(reading.age()).unwrap_or(now);
        self.gate.turn_takes(Duration::from_millis(reading.turn_ms));
        for outcome in self.gate.frame(at, &reading.symbols) {
            self.emit(match outcome {
                Outcome::Read(text) => Event::Scanned(Scan { text, kind: Kind::Camera, reader: reader.clone(), at }),
                Outcome::AlreadyRead => Event::AlreadyRead,
                Outcome::TwoInView => Event::TwoInView,
                Outcome::NotACard => Event::NotACard,
            });
        }
    }

    fn dark(&mut self, is_dark: bool) {
        if std::mem::replace(&mut self.is_dark, is_dark) != is_dark {
            self.emit(Event::Dark(is_dark));
        }
    }

    /// Passes a picture on if the window has taken everything else; drops it otherwise. One that comes late, of a
    /// camera that is no longer there, must not look as if it were.
    fn picture(&mut self, picture: Picture) {
        if !self.readers.iter().flatten().any(|(_, state)| *state == State::Ready) {
            return;
        }
        if let Some(running) = &mut self.running {
            running.well_since.get_or_insert_with(Instant::now);
        }
        if self.waiting.is_empty() && self.events.capacity() == self.events.max_capacity() {
            // Nobody waits for this one.
            let _ = self.events.try_send(Event::Picture(Arc::new(picture)));
        }
    }

    fn emit(&mut self, event: Event) {
        if self.waiting.len() >= WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(event);
        self.flush();
    }

    fn flush(&mut self) {
        while let Some(event) = self.waiting.pop_front() {
            match self.events.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(event)) => {
                    self.waiting.push_front(event);
                    return;
                }
                Err(TrySendError::Closed(_)) => return,
            }
        }
    }

    /// Ends a worker that hangs, or waits for a camera that was pulled out.
    fn watch(&mut self) {
        let Some(running) = &self.running else { return };
        let is_there = || self.open_camera().is_none_or(is_where_it_was);
        match watchdog::health(&self.options.patience, running.heard.elapsed(), running.beat, running.beat_at.elapsed(), is_there) {
            Health::Sound => {}
            Health::PulledOut => self.pulled_out(),
            Health::Hangs(hang) => {
                tracing::warn!(?hang, "the camera's process hangs and is started again");
                self.failed();
            }
        }
    }

    /// The camera that is open or being opened, as it was listed.
    fn open_camera(&self) -> Option<&Reader> {
        self.readers.iter().flatten().map(|(reader, _)| reader).find(|reader| Some(&reader.id) == self.current.as_ref())
    }

    /// The camera is gone, and the library waits for it: the next worker lists anew, and waits for it to be back.
    fn pulled_out(&mut self) {
        tracing::info!("the camera was pulled out while a frame was waited for");
        self.end();
        self.gate.interrupted(Instant::now());
        self.start_at = Instant::now();
        let gone = self.current.take();
        let left = self.readers.iter().flatten().filter(|(reader, _)| Some(&reader.id) != gone.as_ref()).cloned().collect();
        self.listed(left);
    }

    /// The worker broke down or hangs: it is ended, told, and started again after a while.
    fn failed(&mut self) -> Option<ExitStatus> {
        let well_for = self.running.as_ref().and_then(|running| running.well_since).map_or(Duration::ZERO, |since| since.elapsed());
        let status = self.end();
        self.gate.interrupted(Instant::now());
        self.start_at = Instant::now() + self.back_off.failed(well_for);
        let current = self.current.take();
        let stalled = State::Blocked { obstacle: Obstacle::Stalled };
        let mut is_told = false;
        let mut readers = self.readers.take();
        for (reader, state) in readers.iter_mut().flatten() {
            if Some(&reader.id) == current.as_ref() {
                is_told = true;
                if *state != stalled {
                    *state = stalled.clone();
                    self.emit(Event::Stands(reader.clone(), stalled.clone()));
                }
            }
        }
        self.readers = readers;
        if !is_told {
            self.emit(Event::Down(Obstacle::Stalled));
        }
        self.dark(false);
        status
    }

    /// Starts over with another camera.
    fn again(&mut self) {
        self.end();
        self.current = None;
        self.start_at = Instant::now();
        self.dark(false);
    }

    /// Ends the worker. Nothing that it said before and nobody heard yet is its successor's, its end neither.
    fn end(&mut self) -> Option<ExitStatus> {
        self.number += 1;
        self.running.take().and_then(|running| running.process.end())
    }

    fn command(&mut self, command: &Command) {
        if let Some(running) = &mut self.running {
            // A worker that takes no commands is noticed by its silence.
            let _ = running.process.command(command);
        }
    }
}

/// Whether a camera is still where it was; told under Linux only, where that is a path that goes with it.
fn is_where_it_was(camera: &Reader) -> bool {
    let node = Path::new(&camera.node);
    !cfg!(target_os = "linux") || !node.is_absolute() || node.exists()
}

#[cfg(all(test, unix))]
#[path = "supervisor_tests.rs"]
mod tests;
