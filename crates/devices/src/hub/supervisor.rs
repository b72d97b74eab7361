//! The hub's own thread: lists readers, starts and stops their threads, tells how each stands.

use crate::driver::{self, Driver, Ended, Filter, Found, Out, Stop};
use crate::hub::roster::{Act, Key, Roster, needs_focus};
use crate::hub::{Options, Wanted, fault};
use crate::reader::{Event, Obstacle};
use crate::settings::Profile;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::Sender;

/// After a plug, nodes come one by one and get their rights last.
const SETTLE: Duration = Duration::from_millis(60);
/// How long threads are waited for at the end.
const PARTING: Duration = Duration::from_secs(2);

/// How often readers are listed where the system tells of a plug, as a net.
const AS_A_NET: Duration = Duration::from_secs(15);
/// The same where nothing does.
const UNTOLD: Duration = Duration::from_secs(1);

/// What wakes the hub's thread.
pub(super) enum Control {
    /// Something is wanted: see [`Wanted`].
    Wake,
    /// A reader's thread came to its end.
    Ended { run: u64, ended: Ended, was_ready: bool },
}

pub(super) struct Supervisor {
    pub(super) drivers: Vec<Arc<dyn Driver>>,
    pub(super) roster: Roster,
    pub(super) wanted: Arc<Mutex<Wanted>>,
    pub(super) control: Receiver<Control>,
    pub(super) to_control: SyncSender<Control>,
    pub(super) events: Sender<Event>,
    pub(super) filter: Filter,
    pub(super) quit: Stop,
    pub(super) look_every: Duration,
    pub(super) runs: BTreeMap<u64, Stop>,
    /// Readers that the system gave no thread for.
    pub(super) unstarted: Vec<(u64, Ended)>,
}

impl Supervisor {
    pub(super) fn run(mut self) {
        let mut look_at = Instant::now();
        while !self.quit.is_set() {
            let mut acts = Vec::new();
            if look_at <= Instant::now() {
                look_at = Instant::now() + self.look_every;
                acts.extend(self.list());
            }
            acts.extend(self.roster.tick(Instant::now()));
            look_at = self.perform(acts, look_at);
            for (run, ended) in std::mem::take(&mut self.unstarted) {
                look_at = self.end(run, ended, false, look_at);
            }
            let until = self.roster.due().map_or(look_at, |due| due.min(look_at));
            let control = match self.control.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(control) => Some(control),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => break,
            };
            // What is wanted counts before what ended because of it.
            let (acts, sooner) = self.want();
            look_at = self.perform(acts, look_at.min(sooner.unwrap_or(look_at)));
            if let Some(Control::Ended { run, ended, was_ready }) = control {
                look_at = self.end(run, ended, was_ready, look_at);
            }
        }
        self.part();
    }

    /// A reader's thread is over. When the readers are to be listed next.
    fn end(&mut self, run: u64, ended: Ended, was_ready: bool, look_at: Instant) -> Instant {
        self.forget(run);
        let acts = self.roster.ended(run, ended, was_ready, Instant::now());
        self.perform(acts, look_at)
    }

    /// Takes in what is wanted since the last time; when readers shall be listed, if sooner than otherwise.
    fn want(&mut self) -> (Vec<Act>, Option<Instant>) {
        let now = Instant::now();
        let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let mut look_at = std::mem::take(&mut wanted.shall_look).then_some(now);
        if std::mem::take(&mut wanted.has_new_nodes) {
            look_at = look_at.or(Some(now + SETTLE));
            self.roster.changed(now + SETTLE);
        }
        if std::mem::take(&mut wanted.is_untold) {
            self.look_every = self.look_every.min(UNTOLD);
            look_at = Some(now);
        }
        if !std::mem::take(&mut wanted.is_new) {
            return (Vec::new(), look_at);
        }
        let (settings, is_focused) = (wanted.settings.clone(), wanted.is_focused);
        drop(wanted);
        // A port may be listed only because it was chosen.
        (self.roster.want(settings, is_focused, now), Some(now))
    }

    fn list(&mut self) -> Vec<Act> {
        let settings = self.wanted.lock().unwrap_or_else(PoisonError::into_inner).settings.clone();
        let mut acts = Vec::new();
        for driver in &self.drivers {
            match catch_unwind(AssertUnwindSafe(|| driver.list(&settings))) {
                Ok(Ok(found)) => acts.extend(self.roster.listed(driver.kind(), found, Instant::now())),
                Ok(Err(error)) => tracing::warn!(kind = ?driver.kind(), %error, "the readers stay as they are known"),
                Err(_) => tracing::error!(kind = ?driver.kind(), "a fault while listing readers"),
            }
        }
        acts
    }

    /// Does what is to be done. When the readers are to be listed next.
    fn perform(&mut self, acts: Vec<Act>, mut look_at: Instant) -> Instant {
        for act in acts {
            match act {
                Act::Start { key, run, found, profile } => self.start(&key, run, found, profile),
                Act::Stop { run } => {
                    if let Some(stop) = self.runs.get(&run) {
                        stop.set();
                    }
                }
                Act::Tell(reader, state) => {
                    tracing::info!(reader = %reader.id, ?state, "a reader");
                    self.tell(Event::Stands(reader, state));
                }
                Act::Look => look_at = look_at.min(Instant::now() + SETTLE),
            }
        }
        look_at
    }

    fn start(&mut self, key: &Key, run: u64, found: Found, profile: Profile) {
        let Some(driver) = self.drivers.iter().find(|driver| driver.kind() == key.0).cloned() else { return };
        let stop = Stop::new();
        self.runs.insert(run, stop.clone());
        if needs_focus(key.0) {
            let mut wanted = self.wanted.lock().unwrap_or_else(PoisonError::into_inner);
            if !wanted.is_focused {
                // The focus went while this was decided.
                stop.set();
            }
            wanted.held.insert(run, stop.clone());
        }
        let out = Out::new(found.reader.clone(), &profile, self.events.clone(), Arc::clone(&self.filter), stop.clone());
        let to_control = self.to_control.clone();
        let read = move || {
            let ended = catch_unwind(AssertUnwindSafe(|| driver.read(&found, &profile, &out, &stop))).unwrap_or_else(|_| {
                tracing::error!(reader = %found.reader.id, "a fault in the driver");
                Ended::Blocked(fault())
            });
            // Nobody listens once the hub is gone.
            let _ = to_control.send(Control::Ended { run, ended, was_ready: out.was_ready() });
        };
        if let Err(error) = thread::Builder::new().name(format!("reader-{run}")).spawn(read) {
            self.unstarted.push((run, Ended::Blocked(Obstacle::Failed { detail: error.to_string() })));
        }
    }

    fn forget(&mut self, run: u64) {
        self.runs.remove(&run);
        self.wanted.lock().unwrap_or_else(PoisonError::into_inner).held.remove(&run);
    }

    fn tell(&self, event: Event) {
        driver::tell(&self.events, event, &self.quit);
    }

    /// Stops all threads and waits for them, but not for ever.
    fn part(mut self) {
        for stop in self.runs.values() {
            stop.set();
        }
        let until = Instant::now() + PARTING;
        while !self.runs.is_empty() {
            match self.control.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(Control::Ended { run, .. }) => self.forget(run),
                Ok(_) => {}
                Err(_) => {
                    tracing::warn!(readers = self.runs.len(), "readers that do not let go are left to themselves");
                    return;
                }
            }
        }
    }
}

/// How long the hub may take to end.
pub(super) fn parting() -> Duration {
    PARTING + Duration::from_secs(1)
}

/// How often readers are listed where nothing tells of a plug, and as a net where something does.
pub(super) fn look_every(options: &Options, is_told: bool) -> Duration {
    options.look_every.unwrap_or(if is_told { AS_A_NET } else { UNTOLD })
}
