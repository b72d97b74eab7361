//! Readers without a device, for tests of the hub and of the application: plugged in, unplugged and made to read
//! by the test, through the same hub as real ones.

use crate::driver::{Driver, Ended, Found, Out, Stop, Unlisted};
use crate::reader::{Kind, Obstacle, Reader, ReaderId, Trouble};
use crate::settings::{Profile, Settings};
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How often a reader looks for what the test told it.
const TICK: Duration = Duration::from_millis(1);

/// The driver, and the test's hand on it. Clones are one.
#[derive(Clone)]
pub struct Fake {
    kind: Kind,
    plugged: Arc<Mutex<BTreeMap<String, Plugged>>>,
}

#[derive(Default)]
struct Plugged {
    found: Option<Found>,
    told: VecDeque<Told>,
    obstacle: Option<Obstacle>,
    /// How many threads read it now.
    open: usize,
    /// How often it was opened.
    opened: usize,
}

/// What the test tells a reader.
enum Told {
    Scan(String),
    Trouble(Trouble),
    Panic,
}

impl Fake {
    /// Readers of one kind; none is plugged in.
    #[must_use]
    pub fn new(kind: Kind) -> Self {
        Self { kind, plugged: Arc::default() }
    }

    /// Plugs a reader in at a path; [`Hub::look`](crate::Hub::look) finds it at once.
    pub fn plug(&self, path: &str, id: &str) {
        self.plug_one(path, id, true);
    }

    /// Plugs in one that may be no scanner, as a port at an adapter: it is read only once it was chosen.
    pub fn plug_unlikely(&self, path: &str, id: &str) {
        self.plug_one(path, id, false);
    }

    fn plug_one(&self, path: &str, id: &str, is_likely: bool) {
        let reader = Reader {
            id: ReaderId(id.to_owned()),
            kind: self.kind,
            name: format!("Reader {id}"),
            usb: Some((0x0c2e, 0x0901)),
            node: path.to_owned(),
            is_likely,
        };
        let found = Found { reader, path: path.to_owned(), is_read_unasked: is_likely && self.kind != Kind::Keyboard };
        self.plugged().insert(path.to_owned(), Plugged { found: Some(found), ..Plugged::default() });
    }

    /// Unplugs it.
    pub fn unplug(&self, path: &str) {
        self.plugged().remove(path);
    }

    /// Makes it impossible to read, or possible again.
    pub fn block(&self, path: &str, obstacle: Option<Obstacle>) {
        if let Some(plugged) = self.plugged().get_mut(path) {
            plugged.obstacle = obstacle;
        }
    }

    /// Makes it read a code.
    pub fn scan(&self, path: &str, text: &str) {
        self.tell(path, Told::Scan(text.to_owned()));
    }

    /// Makes it read something that is no use.
    pub fn trouble(&self, path: &str, trouble: Trouble) {
        self.tell(path, Told::Trouble(trouble));
    }

    /// Makes its driver panic.
    pub fn panic(&self, path: &str) {
        self.tell(path, Told::Panic);
    }

    /// How many threads read it now.
    #[must_use]
    pub fn open(&self, path: &str) -> usize {
        self.plugged().get(path).map_or(0, |plugged| plugged.open)
    }

    /// How often it was opened since it was plugged in.
    #[must_use]
    pub fn opened(&self, path: &str) -> usize {
        self.plugged().get(path).map_or(0, |plugged| plugged.opened)
    }

    fn tell(&self, path: &str, told: Told) {
        if let Some(plugged) = self.plugged().get_mut(path) {
            plugged.told.push_back(told);
        }
    }

    fn plugged(&self) -> MutexGuard<'_, BTreeMap<String, Plugged>> {
        self.plugged.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read_one(&self, path: &str, out: &Out, stop: &Stop) -> Ended {
        out.ready();
        while !stop.wait(TICK) {
            loop {
                let told = match self.plugged().get_mut(path) {
                    None => return Ended::Unplugged,
                    Some(Plugged { obstacle: Some(obstacle), .. }) => return Ended::Blocked(obstacle.clone()),
                    Some(plugged) => plugged.told.pop_front(),
                };
                match told {
                    Some(Told::Scan(text)) => out.scanned(text, Instant::now()),
                    Some(Told::Trouble(trouble)) => out.troubled(trouble),
                    Some(Told::Panic) => std::panic::resume_unwind(Box::new("told to")),
                    None => break,
                }
            }
        }
        Ended::Stopped
    }
}

impl Driver for Fake {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn list(&self, _: &Settings) -> Result<Vec<Found>, Unlisted> {
        Ok(self.plugged().values().filter_map(|plugged| plugged.found.clone()).collect())
    }

    fn check(&self, found: &Found) -> Result<(), Obstacle> {
        let obstacle = self.plugged().get(&found.path).and_then(|plugged| plugged.obstacle.clone());
        obstacle.map_or(Ok(()), Err)
    }

    fn read(&self, found: &Found, _: &Profile, out: &Out, stop: &Stop) -> Ended {
        match self.plugged().get_mut(&found.path) {
            None => return Ended::Unplugged,
            Some(Plugged { obstacle: Some(obstacle), opened, .. }) => {
                *opened += 1;
                return Ended::Blocked(obstacle.clone());
            }
            Some(plugged) => {
                plugged.open += 1;
                plugged.opened += 1;
            }
        }
        let closed = Closed { fake: self, path: &found.path };
        let ended = self.read_one(&found.path, out, stop);
        drop(closed);
        ended
    }
}

/// Counts a reader as closed, also where its driver panicked.
struct Closed<'a> {
    fake: &'a Fake,
    path: &'a str,
}

impl Drop for Closed<'_> {
    fn drop(&mut self) {
        if let Some(plugged) = self.fake.plugged().get_mut(self.path) {
            plugged.open = plugged.open.saturating_sub(1);
        }
    }
}
