//! The camera as a reader: its picture for the window, and the codes that it sees as scans.
//!
//! The camera lives in a process of its own (see [`worker`]), which is the same program started with another
//! argument. Here, in the station, is what starts it, ends it when it hangs, starts it again, and decides which of
//! the codes that it sees become scans. Nothing of a card's number is in an argument, an environment or a log.

pub mod frame;
mod gate;
mod jpeg;
mod luma;
pub mod source;
mod supervisor;
mod watchdog;
mod wire;
pub mod worker;

pub use luma::{FrameFault, LONGEST_SIDE, Picture};
pub use source::Focus;
pub use watchdog::Patience;
#[doc(hidden)]
pub use wire::holds as wire_holds;
pub use wire::{Format, Symbol};

use crate::{Obstacle, Reader, ReaderId, Scan, State, settings};
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use supervisor::{Input, Order, Supervisor};
use tokio::sync::mpsc;

/// Events that wait for the window; a picture only when none waits.
const EVENTS: usize = 64;
/// Inputs that wait for the supervisor.
const INPUTS: usize = 32;

/// Why the camera cannot be used at all.
#[derive(Debug, thiserror::Error)]
pub enum CameraError {
    /// No thread could be started.
    #[error("no thread for the camera")]
    Thread(#[source] io::Error),
    /// This program could not be started a second time.
    #[error("the camera's process does not start")]
    Start(#[source] io::Error),
    /// The process did not answer in time, or broke down: a driver hangs.
    #[error("the camera's process does not answer")]
    NoAnswer,
    /// The system could not be asked for cameras.
    #[error("cameras cannot be listed: {0:?}")]
    Unlisted(Obstacle),
}

/// What happens with the camera.
#[derive(Clone, PartialEq)]
pub enum Event {
    /// The cameras that are there: told first, and when it changes. None is told too.
    Listed(Vec<Reader>),
    /// A camera stands so: [`State::Ready`] is the one that is open. Told when it changes.
    Stands(Reader, State),
    /// The camera's process cannot be started or breaks down before any camera is tried; it is tried again.
    Down(Obstacle),
    /// What the camera sees, small and grey, and not mirrored. Never queued: one that the window has no time for is
    /// left out.
    Picture(Arc<Picture>),
    /// A code was read. It may hold anything: the counter says what is no card.
    Scanned(Scan),
    /// A card is shown that was read a moment ago: nothing happens, and the clerk is told so.
    AlreadyRead,
    /// Two cards are in view: neither is taken.
    TwoInView,
    /// The code that is shown was told before, and is no card.
    NotACard,
    /// Whether nothing but black is seen: is the cover closed?
    Dark(bool),
    /// How the open camera can be focused by hand, and stands; `None` where it cannot.
    Focus(Option<Focus>),
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed(readers) => f.debug_tuple("Listed").field(readers).finish(),
            Self::Stands(reader, state) => f.debug_tuple("Stands").field(&reader.id).field(state).finish(),
            Self::Down(obstacle) => f.debug_tuple("Down").field(obstacle).finish(),
            Self::Picture(picture) => write!(f, "Picture({}×{})", picture.width, picture.height),
            Self::Scanned(scan) => f.debug_tuple("Scanned").field(scan).finish(),
            Self::AlreadyRead => f.write_str("AlreadyRead"),
            Self::TwoInView => f.write_str("TwoInView"),
            Self::NotACard => f.write_str("NotACard"),
            Self::Dark(is_dark) => f.debug_tuple("Dark").field(is_dark).finish(),
            Self::Focus(focus) => f.debug_tuple("Focus").field(focus).finish(),
        }
    }
}

/// How the camera's process is started.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Program {
    /// The program.
    pub path: PathBuf,
    /// Its arguments, the first of which is [`worker::FLAG`].
    pub arguments: Vec<OsString>,
}

impl Program {
    /// This program itself, whose `main` calls [`worker::run`] where [`worker::is_asked`].
    ///
    /// # Errors
    /// Where the system does not say what this program is.
    pub fn own() -> io::Result<Self> {
        // Also after an update has put another file in its place.
        let path = if cfg!(target_os = "linux") { PathBuf::from("/proc/self/exe") } else { std::env::current_exe()? };
        Ok(Self { path, arguments: vec![worker::FLAG.into()] })
    }

    /// The same with the pictures of a folder instead of the machine's cameras: see [`source::Pictures`].
    #[must_use]
    pub fn with_pictures(mut self, folder: PathBuf) -> Self {
        self.arguments.extend([worker::PICTURES.into(), folder.into()]);
        self
    }
}

/// How the camera is used.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is started for it.
    pub program: Program,
    /// Which camera, and its focus.
    pub camera: settings::Camera,
    /// When it is held to hang.
    pub patience: Patience,
}

impl Options {
    /// The camera in a process of this program.
    ///
    /// # Errors
    /// Where the system does not say what this program is.
    pub fn new(camera: settings::Camera) -> io::Result<Self> {
        Ok(Self { program: Program::own()?, camera, patience: Patience::default() })
    }
}

/// A camera that is on. Dropping it ends its process at once, and its light goes out.
#[derive(Debug)]
pub struct Camera {
    inputs: SyncSender<Input>,
    stop: supervisor::Stop,
}

impl Camera {
    /// Starts the camera's process and tells what happens. Must be called where nothing waits for long: a process is
    /// started, on a thread.
    ///
    /// # Errors
    /// [`CameraError::Thread`]. All else is told as an event, and tried again.
    pub fn start(options: Options) -> Result<(Self, mpsc::Receiver<Event>), CameraError> {
        let (events, receiver) = mpsc::channel(EVENTS);
        let (inputs, received) = std::sync::mpsc::sync_channel(INPUTS);
        let stop = supervisor::Stop::default();
        let supervisor = Supervisor::new(options, inputs.clone(), received, events, stop.clone());
        std::thread::Builder::new().name("camera".to_owned()).spawn(move || supervisor.run()).map_err(CameraError::Thread)?;
        Ok((Self { inputs, stop }, receiver))
    }

    /// Uses this camera from now on; the first that works otherwise.
    pub fn choose(&self, reader: Option<ReaderId>) {
        self.order(Order::Choose(reader));
    }

    /// Focuses there, in the camera's own steps, or by itself. Told back as [`Event::Focus`].
    pub fn set_focus(&self, focus: Option<i64>) {
        self.order(Order::Focus(focus));
    }

    fn order(&self, order: Order) {
        // Full only while a broken worker floods the station, and then it is ended anyway.
        let _ = self.inputs.try_send(Input::Order(order));
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.stop.set();
        self.order(Order::Look);
    }
}

/// The cameras that are there, and whether each can be used, from a process of their own: a driver that hangs costs
/// this call its patience. Blocks for as long.
///
/// # Errors
/// [`CameraError`], where nothing can be said.
pub fn list(program: &Program, patience: Duration) -> Result<Vec<(Reader, State)>, CameraError> {
    supervisor::list(program, patience)
}
