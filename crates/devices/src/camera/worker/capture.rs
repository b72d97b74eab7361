//! The thread that owns the camera: lists, opens, waits for frames, and looks for it again when it goes away.

use super::Out;
use super::looking::Slot;
use super::pulse::Pulse;
use crate::camera::source::{Cameras, Found, FrameSource};
use crate::camera::wire::{Command, Told};
use crate::{Obstacle, Reader, ReaderId, State};
use std::collections::HashMap;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

/// How long to wait before a camera that is not there or cannot be opened is tried again.
const RETRY: Duration = Duration::from_millis(700);
/// How often cameras are listed while one is open: between two frames, and elsewhere than under Linux that takes as long
/// as several of them.
const LIST_AGAIN: Duration = Duration::from_secs(if cfg!(target_os = "linux") { 3 } else { 30 });

/// What is to be opened.
#[derive(Clone)]
struct Wanted {
    reader: Option<ReaderId>,
    falls_back: bool,
    focus: Option<i64>,
}

/// The cameras, and what is wanted of them.
pub(super) struct Capture {
    cameras: Box<dyn Cameras>,
    commands: Receiver<Command>,
    out: Out,
    slot: Arc<Slot>,
    pulse: Arc<Pulse>,
    wanted: Option<Wanted>,
    /// What was told last.
    told: Option<Vec<(Reader, State)>>,
    obstacles: HashMap<ReaderId, Obstacle>,
    open: Option<ReaderId>,
    /// Whether it was told that the system could not be asked.
    is_unlisted: bool,
    /// The cameras that were there when the one in use went away: none of them takes its place unasked.
    bystanders: Option<Vec<ReaderId>>,
}

/// Why a camera was closed.
#[derive(PartialEq, Eq)]
enum Ended {
    /// Something else is wanted.
    Asked,
    /// It gave no frame.
    Failed,
}

impl Capture {
    pub(super) fn new(cameras: Box<dyn Cameras>, commands: Receiver<Command>, out: Out, slot: Arc<Slot>, pulse: Arc<Pulse>) -> Self {
        let (told, open, bystanders) = (None, None, None);
        Self { cameras, commands, out, slot, pulse, wanted: None, told, obstacles: HashMap::new(), open, is_unlisted: false, bystanders }
    }

    /// Until no more commands can come.
    pub(super) fn run(mut self) {
        loop {
            let command = if self.wanted.is_some() {
                let wait = self.try_once();
                match self.commands.recv_timeout(wait) {
                    Err(RecvTimeoutError::Timeout) => None,
                    Err(RecvTimeoutError::Disconnected) => return,
                    Ok(command) => Some(command),
                }
            } else {
                match self.commands.recv() {
                    Err(_) => return,
                    Ok(command) => Some(command),
                }
            };
            if let Some(command) = command {
                self.obey(command);
            }
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Check => self.check(),
            Command::Open { reader, falls_back, focus } => {
                self.wanted = Some(Wanted { reader, falls_back, focus });
                self.bystanders = None;
                self.obstacles.clear();
            }
            Command::Focus(focus) => {
                if let Some(wanted) = &mut self.wanted {
                    wanted.focus = focus;
                }
            }
        }
    }

    /// Lists, opens and streams; gives how long to wait before the next try.
    fn try_once(&mut self) -> Duration {
        let found = self.list();
        let candidates = self.candidates(&found);
        for candidate in candidates {
            self.pulse.opening();
            self.out.tell(Told::Opening(candidate.reader.id.clone()));
            let opened = self.cameras.open(&candidate);
            self.pulse.opening_ended();
            match opened {
                Ok(source) => {
                    let ended = self.stream(&candidate, source);
                    // The list tells at once whether it was unplugged.
                    self.list();
                    return if ended == Ended::Asked { Duration::ZERO } else { RETRY };
                }
                Err(obstacle) => {
                    self.obstacles.insert(candidate.reader.id.clone(), obstacle);
                    self.list();
                }
            }
        }
        RETRY
    }

    /// The cameras to try, in this order.
    fn candidates(&mut self, found: &[Found]) -> Vec<Found> {
        let Some(wanted) = &self.wanted else { return Vec::new() };
        let Some(id) = &wanted.reader else { return found.to_vec() };
        if let Some(there) = found.iter().find(|found| found.reader.id == *id) {
            return vec![there.clone()];
        }
        // One that another like it has come beside since it got its name: rather one of the two than none.
        if let Some(there) = found.iter().find(|found| found.formerly.as_ref() == Some(id)) {
            return vec![there.clone()];
        }
        if wanted.falls_back {
            return found.to_vec();
        }
        // It is away: it is waited for, or for one that is plugged in instead of it.
        let bystanders = self.bystanders.get_or_insert_with(|| found.iter().map(|found| found.reader.id.clone()).collect());
        if !self.is_unlisted {
            // One that was pulled out and plugged in again is meant to be used.
            bystanders.retain(|id| found.iter().any(|found| found.reader.id == *id));
        }
        found.iter().filter(|found| !bystanders.contains(&found.reader.id)).cloned().collect()
    }

    fn stream(&mut self, found: &Found, mut source: Box<dyn FrameSource>) -> Ended {
        let id = found.reader.id.clone();
        self.obstacles.remove(&id);
        self.bystanders = None;
        self.open = Some(id.clone());
        self.pulse.opened();
        self.out.tell(Told::Opened(id.clone()));
        if let Some(wanted) = &mut self.wanted {
            if wanted.reader.as_ref() != Some(&id) {
                // The focus was kept for another camera, whose steps are others.
                wanted.focus = None;
            }
            // From now on it is this one.
            (wanted.reader, wanted.falls_back) = (Some(id.clone()), false);
        }
        if let Some(focus) = self.wanted.as_ref().and_then(|wanted| wanted.focus) {
            // A camera that cannot be focused there reads all the same; how it stands is told next.
            let _ = source.set_focus(Some(focus));
        }
        self.out.tell(Told::Focused(source.focus()));
        self.list();
        let ended = self.frames(source.as_mut());
        self.open = None;
        self.pulse.closed();
        self.pulse.opening();
        // Some drivers' libraries panic when the camera is no longer there.
        let _ = panic::catch_unwind(AssertUnwindSafe(move || drop(source)));
        self.pulse.opening_ended();
        match ended {
            Ok(()) => Ended::Asked,
            Err(obstacle) => {
                self.obstacles.insert(id, obstacle);
                Ended::Failed
            }
        }
    }

    /// Takes frames until there are none, or something else is wanted.
    fn frames(&mut self, source: &mut dyn FrameSource) -> Result<(), Obstacle> {
        let mut listed = Instant::now();
        loop {
            if self.is_something_else_wanted(source) {
                return Ok(());
            }
            let frame = source.frame()?;
            self.pulse.frame();
            self.slot.put(frame);
            if listed.elapsed() >= LIST_AGAIN {
                self.list();
                listed = Instant::now();
            }
        }
    }

    /// Obeys what came while the camera is open.
    fn is_something_else_wanted(&mut self, source: &mut dyn FrameSource) -> bool {
        let mut focus = None;
        while let Ok(command) = self.commands.try_recv() {
            if let Command::Focus(value) = command {
                focus = Some(value);
            }
            let is_open = matches!(command, Command::Open { .. });
            self.obey(command);
            if is_open {
                return true;
            }
        }
        // A slider that is dragged sends many; the last one counts.
        if let Some(value) = focus {
            let _ = source.set_focus(value);
            self.out.tell(Told::Focused(source.focus()));
        }
        false
    }

    /// Lists the cameras, and tells what changed.
    fn list(&mut self) -> Vec<Found> {
        self.pulse.opening();
        let listed = self.cameras.list();
        self.pulse.opening_ended();
        match listed {
            Ok(found) => {
                self.is_unlisted = false;
                let states = found.iter().map(|found| (found.reader.clone(), self.state(&found.reader.id))).collect();
                self.obstacles.retain(|id, _| found.iter().any(|found| found.reader.id == *id));
                self.tell_list(states);
                found
            }
            Err(obstacle) => {
                if !std::mem::replace(&mut self.is_unlisted, true) {
                    self.told = None;
                    self.out.tell(Told::Unlisted(obstacle));
                }
                Vec::new()
            }
        }
    }

    /// Lists the cameras, each tried.
    fn check(&mut self) {
        self.pulse.opening();
        let told = match self.cameras.list() {
            Ok(found) => Told::Checked(found.into_iter().map(|found| (found.reader.clone(), self.checked(&found))).collect()),
            Err(obstacle) => Told::Unlisted(obstacle),
        };
        self.pulse.opening_ended();
        self.out.tell(told);
    }

    fn checked(&mut self, found: &Found) -> State {
        match self.cameras.check(found) {
            Ok(()) => State::Idle,
            Err(obstacle) => State::Blocked { obstacle },
        }
    }

    fn tell_list(&mut self, states: Vec<(Reader, State)>) {
        if self.told.as_ref() != Some(&states) {
            self.out.tell(Told::Listed(states.clone()));
            self.told = Some(states);
        }
    }

    fn state(&self, id: &ReaderId) -> State {
        if self.open.as_ref() == Some(id) {
            return State::Ready;
        }
        match self.obstacles.get(id) {
            Some(obstacle) => State::Blocked { obstacle: obstacle.clone() },
            None => State::Idle,
        }
    }
}

#[cfg(test)]
#[path = "capture_tests.rs"]
mod tests;
