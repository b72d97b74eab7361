//! What a driver gets from the hub, and nothing else: a place to tell what it read, and a sign that it shall stop.
//!
//! A driver lists readers and reads one of them, blocking, on a thread that is its own. It knows neither the hub
//! nor other drivers.

use crate::reader::{Event, Kind, Obstacle, Reader, Trouble};
use crate::scan::Scan;
use crate::settings::{Profile, Settings, Suffix};
use crate::wedge::Observed;
use kaikuasema_domain::card::marked;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Sender;
use tokio::sync::mpsc::error::TrySendError;

/// How long a driver waits at most before it looks whether it shall stop, where it cannot be woken.
pub const PATIENCE: Duration = Duration::from_millis(200);
/// After a file was ready and had nothing to read.
#[cfg(unix)]
const REST: Duration = Duration::from_millis(2);
/// How often a full channel is tried again.
const RETRY: Duration = Duration::from_millis(5);

/// One sort of readers.
pub trait Driver: Send + Sync {
    /// Which sort; the same for every reader that it lists.
    fn kind(&self) -> Kind;

    /// The readers that are there now, at most one for each [`Found::path`]. Called from one thread, about once
    /// a second at most; must not disturb a reader that is being read.
    ///
    /// # Errors
    /// [`Unlisted`], where the system could not be asked. Readers that are known then stay as they are.
    fn list(&self, settings: &Settings) -> Result<Vec<Found>, Unlisted>;

    /// Opens a reader that nobody reads here and closes it again, to tell whether it could be read.
    ///
    /// # Errors
    /// What is in the way.
    fn check(&self, found: &Found) -> Result<(), Obstacle>;

    /// Reads one reader until it is unplugged, is blocked or shall stop. Calls [`Out::ready`] once it is open.
    ///
    /// Looks at `stop` at least every [`PATIENCE`]; what it reads it tells through `out`. A panic is caught by
    /// the hub, told as [`Obstacle::Failed`], and the reader tried again.
    fn read(&self, found: &Found, profile: &Profile, out: &Out, stop: &Stop) -> Ended;
}

/// A reader that a driver found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The reader.
    pub reader: Reader,
    /// What the driver opens it by; another plug, another path, mostly.
    pub path: String,
    /// Whether it is read where no profile says otherwise. Not so where reading it would take it from another
    /// program that may need it: a keyboard, a serial port that may be a payment terminal.
    pub is_read_unasked: bool,
}

/// Why readers could not be listed, in the system's words, for the log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("readers cannot be listed: {0}")]
pub struct Unlisted(pub String);

/// Why a driver stopped reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The reader is no longer there.
    Unplugged,
    /// It is there and cannot be read, or no longer.
    Blocked(Obstacle),
    /// [`Stop`] was set.
    Stopped,
}

/// What waiting for bytes came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// So many bytes.
    Bytes(usize),
    /// The time is over.
    Nothing,
    /// The driver shall stop.
    Stop,
    /// The reader is no longer there; what the system had not dropped yet was told before.
    HangUp,
}

/// Decides whether a scan counts, or is the same as one that came by another way.
pub type Filter = Arc<dyn Fn(&Scan) -> bool + Send + Sync>;

/// Where a driver tells what it reads from one reader. Cheap to clone.
#[derive(Clone)]
pub struct Out {
    reader: Reader,
    sends_check_character: bool,
    suffix: Suffix,
    events: Sender<Event>,
    filter: Filter,
    stop: Stop,
    is_ready: Arc<AtomicBool>,
}

impl Out {
    /// Tells to `events`, and gives up once `stop` is set.
    #[must_use]
    pub fn new(reader: Reader, profile: &Profile, events: Sender<Event>, filter: Filter, stop: Stop) -> Self {
        let Profile { sends_check_character, suffix, .. } = *profile;
        Self { reader, sends_check_character, suffix, events, filter, stop, is_ready: Arc::default() }
    }

    /// The reader is open and being read. Telling it again changes nothing.
    pub fn ready(&self) {
        if !self.is_ready.swap(true, Ordering::AcqRel) {
            self.send(Event::Stands(self.reader.clone(), crate::State::Ready));
        }
    }

    /// Whether [`Out::ready`] was called.
    #[must_use]
    pub fn was_ready(&self) -> bool {
        self.is_ready.load(Ordering::Acquire)
    }

    /// A code was read; `at` is when its last byte or key came. An AIM identifier stands in front of the text
    /// where the reader told one; where its profile says that it sends Code 39's check character, the text is
    /// [`marked`] where it may end in one.
    pub fn scanned(&self, text: String, at: Instant) {
        let text = if self.sends_check_character { marked(text) } else { text };
        let scan = Scan { text, kind: self.reader.kind, reader: self.reader.id.clone(), at };
        if (self.filter)(&scan) {
            self.send(Event::Scanned(scan));
        }
    }

    /// What is set to end the reader's codes.
    #[must_use]
    pub fn suffix(&self) -> Suffix {
        self.suffix
    }

    /// What ends the reader's codes from the one on that is told next.
    pub fn ended_by(&self, suffix: Suffix) {
        self.send(Event::EndedBy(self.reader.id.clone(), suffix));
    }

    /// Something was read and is no use.
    pub fn troubled(&self, trouble: Trouble) {
        self.send(Event::Troubled(self.reader.id.clone(), trouble));
    }

    /// How a keyboard sent what it read.
    pub fn observed(&self, observed: Observed) {
        self.send(Event::Observed(self.reader.id.clone(), observed));
    }

    fn send(&self, event: Event) {
        tell(&self.events, event, &self.stop);
    }
}

/// Waits where the window is slow, and no longer than until the sign is set.
pub(crate) fn tell(events: &Sender<Event>, event: Event, stop: &Stop) {
    let mut event = event;
    loop {
        match events.try_send(event) {
            Ok(()) | Err(TrySendError::Closed(_)) => return,
            Err(TrySendError::Full(back)) => event = back,
        }
        if stop.wait(RETRY) {
            return;
        }
    }
}

/// The sign that a driver shall stop. Clones are one sign.
#[derive(Clone)]
pub struct Stop(Arc<Sign>);

struct Sign {
    is_set: Mutex<bool>,
    woken: Condvar,
    #[cfg(unix)]
    pipe: Option<(std::io::PipeReader, Mutex<Option<std::io::PipeWriter>>)>,
}

/// Why [`Stop::wait_for`] came back.
#[cfg(unix)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Woken {
    /// There is something to read, or the other end hung up.
    Ready,
    /// The driver shall stop.
    Stopped,
    /// The time is over.
    Elapsed,
}

impl Default for Stop {
    fn default() -> Self {
        Self::new()
    }
}

impl Stop {
    /// A sign that is not set.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Sign {
            is_set: Mutex::new(false),
            woken: Condvar::new(),
            #[cfg(unix)]
            pipe: std::io::pipe().ok().map(|(reader, writer)| (reader, Mutex::new(Some(writer)))),
        }))
    }

    /// Sets it, for good, and wakes who waits.
    pub fn set(&self) {
        *self.0.is_set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.0.woken.notify_all();
        #[cfg(unix)]
        if let Some((_, writer)) = &self.0.pipe {
            // Closing the one end makes the other readable.
            writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }

    /// Whether it is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        *self.0.is_set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps, and is woken when it is set. Whether it is set.
    pub fn wait(&self, at_most: Duration) -> bool {
        let is_set = self.0.is_set.lock().unwrap_or_else(PoisonError::into_inner);
        let (is_set, _) = self.0.woken.wait_timeout_while(is_set, at_most, |is_set| !*is_set).unwrap_or_else(PoisonError::into_inner);
        *is_set
    }

    /// Waits for bytes of a file that is opened not to wait: until the pause is over where one is given, and otherwise
    /// for as long as it takes. Uses no processor meanwhile.
    #[cfg(unix)]
    pub fn read(&self, file: &impl std::os::fd::AsFd, buffer: &mut [u8], pause: Option<Duration>) -> Came {
        use rustix::io::Errno;
        let until = pause.and_then(|pause| Instant::now().checked_add(pause));
        loop {
            match self.wait_for(file, until.map(|until| until.saturating_duration_since(Instant::now()))) {
                Woken::Stopped => return Came::Stop,
                Woken::Elapsed => return Came::Nothing,
                Woken::Ready => {}
            }
            match rustix::io::read(file, &mut *buffer) {
                Ok(0) => return Came::HangUp,
                Ok(count) => return Came::Bytes(count),
                Err(Errno::AGAIN | Errno::INTR) => {}
                Err(error) => {
                    tracing::debug!(%error, "a reader hung up");
                    return Came::HangUp;
                }
            }
            // Ready and yet nothing to read: a moment's rest, lest a device in a strange state keep the processor busy.
            if self.wait(REST) {
                return Came::Stop;
            }
        }
    }

    /// Waits until there is something to read, until the sign is set, or until the time is over; with `None`
    /// for as long as it takes. Uses no processor meanwhile.
    #[cfg(unix)]
    pub fn wait_for(&self, file: &impl std::os::fd::AsFd, at_most: Option<Duration>) -> Woken {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let until = at_most.and_then(|at_most| Instant::now().checked_add(at_most));
        loop {
            if self.is_set() {
                return Woken::Stopped;
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            // Without a pipe nobody can wake this, so it looks now and then.
            let nap = if self.0.pipe.is_some() { left } else { Some(left.unwrap_or(PATIENCE).min(PATIENCE)) };
            let nap = nap.and_then(|nap| Timespec::try_from(nap).ok());
            let waited_for = PollFd::new(file, PollFlags::IN);
            let mut files = match &self.0.pipe {
                Some((reader, _)) => [waited_for, PollFd::new(reader, PollFlags::IN)],
                None => [waited_for.clone(), waited_for],
            };
            let polled = poll(&mut files, nap.as_ref());
            let is_ready = !files[0].revents().is_empty();
            if self.is_set() {
                return Woken::Stopped;
            }
            match polled {
                Err(rustix::io::Errno::INTR) => {}
                // What is wrong with the file is found by reading it.
                Err(_) => return Woken::Ready,
                Ok(_) if is_ready => return Woken::Ready,
                Ok(_) if left == Some(Duration::ZERO) => return Woken::Elapsed,
                Ok(_) => {}
            }
        }
    }
}

#[cfg(test)]
#[path = "driver_tests.rs"]
mod tests;
