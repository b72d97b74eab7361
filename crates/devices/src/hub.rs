//! The hub: finds the readers, reads each on a thread of its own, and tells what they read and how they stand.
//!
//! One thread supervises. It is woken when something is plugged in or out, when a reader's thread ends and when
//! something else is wanted; between that it sleeps. What it decides is pure and stands in `roster`.

mod roster;
mod supervisor;
mod watch;

use crate::driver::{self, Driver, Filter, Stop};
use crate::hid::HidPos;
use crate::merge::{self, Counts, Merge};
use crate::reader::{Event, Obstacle, Reader, State};
use crate::scan::Scan;
use crate::serial::Serial;
use crate::settings::Settings;
use roster::{Roster, distinct, is_chosen};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher as _, RandomState};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver as Done, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use supervisor::{Control, Supervisor};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How the hub works. The default is what a station uses.
#[derive(Clone)]
pub struct Options {
    /// The sorts of readers, at most one driver of each.
    pub drivers: Vec<Arc<dyn Driver>>,
    /// Whether the window has the focus at the start. Keyboards are held only once it said so.
    pub is_focused: bool,
    /// How many events wait for the window before readers have to wait.
    pub room: usize,
    /// How far apart the two ways of one scan may be.
    pub merge_window: Duration,
    /// How often readers are listed; otherwise it depends on what the system tells of itself.
    pub look_every: Option<Duration>,
    /// When a reader that failed is tried again.
    pub backoff: Backoff,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            drivers: drivers(),
            is_focused: false,
            room: 256,
            merge_window: merge::WINDOW,
            look_every: None,
            backoff: Backoff::default(),
        }
    }
}

/// When a reader that failed is tried again: each time after twice as long, a little sooner or later by chance,
/// so that several do not try in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    /// After the first failure.
    pub first: Duration,
    /// At most.
    pub most: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { first: Duration::from_millis(250), most: Duration::from_secs(10) }
    }
}

impl Backoff {
    /// How long to wait after so many failures in a row.
    #[must_use]
    pub fn wait(&self, failures: u32) -> Duration {
        let doubled = self.first.saturating_mul(1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX));
        let chance = RandomState::new().hash_one(failures) % 41;
        // Between 80 and 120 of a hundred.
        doubled.min(self.most).mul_f64((80.0 + f64::from(u32::try_from(chance).unwrap_or(20))) / 100.0)
    }
}

/// Every sort of readers that a hub reads. The camera has a process of its own, the wedge is the window's.
#[must_use]
pub fn drivers() -> Vec<Arc<dyn Driver>> {
    vec![
        Arc::new(HidPos::default()),
        Arc::new(Serial),
        #[cfg(target_os = "linux")]
        Arc::new(crate::keyboard::Keyboard),
    ]
}

/// Why there is no hub.
#[derive(Debug, thiserror::Error)]
pub enum HubError {
    /// The system gives no thread.
    #[error("the readers' thread cannot be started")]
    Thread(#[source] io::Error),
}

/// What is wanted of the readers now. Whoever changes it wakes the supervisor, which takes it in.
struct Wanted {
    settings: Settings,
    is_focused: bool,
    /// Settings or focus changed.
    is_new: bool,
    /// Readers shall be listed at once.
    shall_look: bool,
    /// A device node came, went or changed.
    has_new_nodes: bool,
    /// The system no longer tells of device nodes.
    is_untold: bool,
    /// Readers that are held only while the window has the focus, to be let go at once.
    held: BTreeMap<u64, Stop>,
}

/// All readers of a station. Dropping it stops them and waits for their threads, at most some seconds.
pub struct Hub {
    wanted: Arc<Mutex<Wanted>>,
    merge: Arc<Mutex<Merge>>,
    control: SyncSender<Control>,
    quit: Stop,
    done: Done<()>,
    supervisor: Option<JoinHandle<()>>,
    watcher: Option<JoinHandle<()>>,
}

impl Hub {
    /// Starts to look for readers and to read them. What they tell comes through the receiver.
    ///
    /// # Errors
    /// [`HubError::Thread`].
    pub fn start(settings: Settings, options: Options) -> Result<(Self, Receiver<Event>), HubError> {
        let (events, receiver) = channel(options.room.max(1));
        let (control, to_be_done) = sync_channel(64);
        let (is_done, done) = sync_channel(1);
        let quit = Stop::new();
        let merge = Arc::new(Mutex::new(Merge::new(options.merge_window)));
        let wanted = Wanted {
            settings: settings.clone(),
            is_focused: options.is_focused,
            is_new: false,
            shall_look: false,
            has_new_nodes: false,
            is_untold: false,
            held: BTreeMap::new(),
        };
        let wanted = Arc::new(Mutex::new(wanted));
        let watcher = watch::start(quit.clone(), {
            let (wanted, control) = (Arc::clone(&wanted), control.clone());
            move |told| {
                want(&wanted, &control, |wanted| match told {
                    watch::Told::Changed => wanted.has_new_nodes = true,
                    watch::Told::NoLonger => wanted.is_untold = true,
                });
            }
        });
        let watcher = watcher.inspect_err(|error| tracing::info!(%error, "hot plug is not told: readers are looked for each second")).ok();
        let look_every = supervisor::look_every(&options, watcher.is_some());
        let supervisor = Supervisor {
            drivers: options.drivers,
            roster: Roster::new(settings, options.is_focused, options.backoff),
            wanted: Arc::clone(&wanted),
            control: to_be_done,
            to_control: control.clone(),
            filter: filter(&merge, events.clone(), options.merge_window, quit.clone()),
            events,
            quit: quit.clone(),
            look_every,
            runs: BTreeMap::new(),
            unstarted: Vec::new(),
        };
        let run = move || {
            supervisor.run();
            // Nobody waits for it unless the hub is being dropped.
            let _ = is_done.try_send(());
        };
        let supervisor = thread::Builder::new().name("readers".into()).spawn(run).map_err(|error| {
            quit.set();
            HubError::Thread(error)
        })?;
        Ok((Self { wanted, merge, control, quit, done, supervisor: Some(supervisor), watcher }, receiver))
    }

    /// What was set for the readers; those whose profile changed are opened anew.
    pub fn set_settings(&self, settings: Settings) {
        want(&self.wanted, &self.control, |wanted| {
            wanted.settings = settings;
            wanted.is_new = true;
        });
    }

    /// Whether the window has the focus: readers that are keyboards are held only then, and let go at once.
    pub fn set_focused(&self, is_focused: bool) {
        want(&self.wanted, &self.control, |wanted| {
            wanted.is_focused = is_focused;
            wanted.is_new = true;
            if !is_focused {
                // Without waiting for the supervisor: somebody types elsewhere already.
                wanted.held.values().for_each(Stop::set);
            }
        });
    }

    /// Looks for readers now.
    pub fn look(&self) {
        want(&self.wanted, &self.control, |wanted| wanted.shall_look = true);
    }

    /// Whether a scan that came by another way, the window or the camera, counts, or is the same as one of a
    /// reader.
    #[must_use]
    pub fn accept(&self, scan: &Scan) -> Counts {
        judge(&self.merge, scan)
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.quit.set();
        self.look();
        // A driver that hangs in the kernel is left behind.
        let is_done = self.done.recv_timeout(supervisor::parting()).is_ok();
        if let Some(supervisor) = self.supervisor.take().filter(|_| is_done) {
            let _ = supervisor.join();
        }
        if let Some(watcher) = self.watcher.take() {
            let _ = watcher.join();
        }
    }
}

/// The readers that are there, and whether each can be read, without reading any.
///
/// [`State::Ready`]: it would be read. [`State::Idle`]: it could be, and was not chosen.
#[must_use]
pub fn list(settings: &Settings, drivers: &[Arc<dyn Driver>]) -> Vec<(Reader, State)> {
    let mut readers = Vec::new();
    let mut ids = BTreeSet::new();
    for driver in drivers {
        let found = match catch_unwind(AssertUnwindSafe(|| driver.list(settings))) {
            Ok(Ok(found)) => found,
            Ok(Err(error)) => {
                tracing::warn!(kind = ?driver.kind(), %error, "readers cannot be listed");
                continue;
            }
            Err(_) => {
                tracing::error!(kind = ?driver.kind(), "a fault while listing readers");
                continue;
            }
        };
        for mut found in found {
            found.reader.id = distinct(&found.reader.id, &ids);
            ids.insert(found.reader.id.clone());
            let state = match catch_unwind(AssertUnwindSafe(|| driver.check(&found))).unwrap_or_else(|_| Err(fault())) {
                Err(obstacle) => State::Blocked { obstacle },
                Ok(()) if is_chosen(&found, settings) => State::Ready,
                Ok(()) => State::Idle,
            };
            readers.push((found.reader, state));
        }
    }
    readers
}

/// Why a reader cannot be read whose driver panicked. What it said stays out: it may hold what was read.
fn fault() -> Obstacle {
    Obstacle::Failed { detail: "a fault in the driver".to_owned() }
}

/// Changes what is wanted and wakes the supervisor, which is never waited for: it may itself be waiting for the
/// thread that calls this to take events.
fn want(wanted: &Mutex<Wanted>, control: &SyncSender<Control>, change: impl FnOnce(&mut Wanted)) {
    change(&mut wanted.lock().unwrap_or_else(PoisonError::into_inner));
    // A full queue will wake it too.
    let _ = control.try_send(Control::Wake);
}

/// What readers' scans go through. That one does not count is told where it is no second way of one scan: somebody
/// scanned a card, and nothing would come of it.
fn filter(merge: &Arc<Mutex<Merge>>, events: Sender<Event>, window: Duration, quit: Stop) -> Filter {
    let merge = Arc::clone(merge);
    Arc::new(move |scan| match judge(&merge, scan) {
        Counts::Yes => true,
        Counts::AlreadyBy(_, apart) => {
            if apart > window {
                driver::tell(&events, Event::Again(scan.reader.clone()), &quit);
            }
            false
        }
    })
}

fn judge(merge: &Mutex<Merge>, scan: &Scan) -> Counts {
    let counts = merge.lock().unwrap_or_else(PoisonError::into_inner).judge(scan);
    if let Counts::AlreadyBy(reader, apart) = &counts {
        let apart_ms = apart.as_millis();
        tracing::info!(by = %scan.reader, already_by = %reader, apart_ms, "one scan came by two ways and counts once");
    }
    counts
}

#[cfg(test)]
#[path = "hub_tests.rs"]
mod tests;
