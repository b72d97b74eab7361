//! One station: the real store and the real engine, with a device clock that may be wrong.

use crate::certificates::HOST;
use crate::clock::DeviceClock;
use crate::dice::Dice;
use crate::wrong::{Checked, Wrong};
use kaikuasema_store::{KeyChoice, OpenError, Store, StoreConfig};
use kaikuasema_sync::engine::EngineOptions;
use kaikuasema_sync::{Address, Client, Engine, Surroundings, SyncHandle, SyncState};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::sleep;

/// How long the engine rests between two pulls when all is well.
pub const POLL: Duration = Duration::from_secs(300);

/// A client of no network, for something else to carry its calls.
///
/// # Errors
/// When the network's library cannot start.
pub fn client() -> Checked<Client> {
    static ONE: std::sync::OnceLock<Client> = std::sync::OnceLock::new();
    if let Some(client) = ONE.get() {
        return Ok(client.clone());
    }
    let client = Client::new(Address::parse(HOST)?)?;
    Ok(ONE.get_or_init(|| client).clone())
}

/// A station.
pub struct Till {
    number: usize,
    store: Store,
    engine: SyncHandle,
    client: Client,
    clock: DeviceClock,
    seed: u64,
    has_threads: bool,
    state: watch::Receiver<SyncState>,
}

impl Till {
    /// A station over an open store. Its engine is made and not running.
    #[must_use]
    pub fn new(number: usize, store: Store, client: Client, clock: DeviceClock, seed: u64, has_threads: bool) -> Self {
        let (sender, state) = watch::channel(SyncState::unknown());
        let options = EngineOptions { station_name: format!("Lippukassa {number}"), poll: POLL };
        let dice = Mutex::new(Dice::of(seed, &[number as u64]));
        let chance = move || dice.lock().unwrap_or_else(PoisonError::into_inner).fraction();
        let device = clock.clone();
        let surroundings = Surroundings::new(move || device.now(), chance);
        let surroundings = if has_threads { surroundings } else { surroundings.without_threads() };
        let engine = Engine::prepare_in(surroundings, store.clone(), client.clone(), options, sender);
        Self { number, store, engine, client, clock, seed, has_threads, state }
    }

    /// Which one it is.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// Its data.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Its engine.
    #[must_use]
    pub fn engine(&self) -> &SyncHandle {
        &self.engine
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &DeviceClock {
        &self.clock
    }

    /// What it shows of the synchronisation.
    #[must_use]
    pub fn state(&self) -> SyncState {
        self.state.borrow().clone()
    }

    /// Calls the store where blocking is allowed, as the window does.
    ///
    /// # Errors
    /// What the call says.
    pub async fn with_store<T: Send + 'static>(&self, call: impl FnOnce(&Store) -> Checked<T> + Send + 'static) -> Checked<T> {
        if !self.has_threads {
            return call(&self.store);
        }
        let store = self.store.clone();
        tokio::task::spawn_blocking(move || call(&store)).await?
    }

    /// The engine is stopped in the middle of whatever it does, and another takes its place.
    #[must_use]
    pub fn with_another_engine(self) -> Self {
        self.engine.stop();
        let Self { number, store, client, clock, seed, has_threads, .. } = self;
        let till = Self::new(number, store, client, clock, seed.wrapping_add(1), has_threads);
        till.engine.run();
        till
    }

    /// The station is closed and opened again, on the same folder or on what a kill left of it.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn reopened(self, folder: &Path) -> Checked<Self> {
        let Self { number, ref client, ref clock, seed, has_threads, .. } = self;
        let (client, clock) = (client.clone(), clock.clone());
        self.end().await;
        let store = open(folder).await?;
        let till = Self::new(number, store, client, clock, seed.wrapping_add(1), has_threads);
        till.engine.run();
        Ok(till)
    }

    /// Closes it.
    pub async fn end(self) {
        self.engine.stop();
        drop(self);
        // The tasks go when the runtime next looks at them.
        tokio::task::yield_now().await;
    }
}

/// Opens a station's folder. What was stopped a moment ago may not have let go of it yet.
///
/// # Errors
/// When it does not open.
pub async fn open(folder: &Path) -> Checked<Store> {
    let config = StoreConfig { dir: folder.to_owned(), key: KeyChoice::File };
    for _ in 0..2_000 {
        match Store::open(&config) {
            Err(OpenError::InUse) => sleep(Duration::from_millis(5)).await,
            opened => {
                let store = opened?;
                let reaches = store.commits_reach_the_disk()?;
                return if reaches { Ok(store) } else { Err(Wrong::of("a commit does not wait for the disk: a power cut loses it")) };
            }
        }
    }
    Err(Wrong::of("the station's folder stays in use"))
}
