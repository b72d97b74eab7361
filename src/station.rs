//! The station: one object over store, synchronisation and clock that the window and the
//! command line share. Screens call it and nothing below it.
//!
//! Cheap to clone. Its calls are async and run on a runtime of its own, so that they can be
//! awaited from any executor and never block a window.

pub mod aside;
pub mod clock;
pub mod counter;
pub mod door;
pub mod group;
pub mod judging;
pub mod salvage;
pub mod sign_in;
pub mod training;

pub use aside::{Aside, Prospect, Retried};
pub use clock::Clock;
pub use counter::{RecordError, Saved, TodaysRecords};
pub use group::Group;
pub use judging::{Checked, CopyAge, Judged, Refusal, SoFar};
pub use sign_in::{SignInError, SignedIn};

use crate::command_line;
use crate::handover::{self, Request};
use crate::locale::Locale;
use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{OpId, StationId, VenueId};
use kaikuasema_store::{
    EventWithShowings, KeyChoice, KeyPlace, OpenError, QueueCounts, QueueEntry, RegisterState, Store, StoreConfig, StoreError,
};
use kaikuasema_sync::engine::{EngineOptions, SyncError};
use kaikuasema_sync::{Address, Client, Engine, SyncHandle, SyncState};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::watch;

/// How long between two pulls when all is well.
const POLL: Duration = Duration::from_secs(30);
/// In training a change made at the embedded service is seen at once.
const TRAINING_POLL: Duration = Duration::from_secs(3);
/// So long the end of the program waits for what is under way.
const CLOSING: Duration = Duration::from_secs(2);

/// What a station needs to open.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder of the station's files; in training, training data lies apart within it.
    pub data_dir: PathBuf,
    /// Whether this is the training mode.
    pub training: bool,
    /// Where the store's key is kept.
    pub key: KeyChoice,
    /// What people call this station, such as "Lippukassa 1".
    pub name: String,
}

impl Config {
    /// The folder of the station's own files; in training, of today's.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        if self.training { training::folder(&self.data_dir, Timestamp::now()) } else { self.data_dir.clone() }
    }
}

/// Why a station cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StationError {
    /// Its file cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Its file cannot be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no threads.
    #[error("the runtime cannot start")]
    Runtime(#[source] std::io::Error),
    /// The embedded service of the training mode cannot start.
    #[error("the training service cannot start")]
    Training(#[from] training::TrainingError),
    /// The synchronisation failed.
    #[error(transparent)]
    Sync(#[from] SyncError),
    /// The station is closing.
    #[error("the station is closing")]
    Closing,
}

/// A recording station.
#[derive(Clone)]
pub struct Station(Arc<Inner>);

struct Inner {
    store: Store,
    dir: PathBuf,
    /// Rises whenever a second start asks this one to come to the front.
    front: watch::Sender<u64>,
    clock: Clock,
    training: Option<training::Training>,
    name: String,
    engine: Mutex<Option<SyncHandle>>,
    /// Held while what was set aside is recorded or taken from the list.
    asides: Mutex<()>,
    /// Whether every refresh of the register is followed by another try of what was set aside.
    watches_asides: AtomicBool,
    state: watch::Sender<SyncState>,
    /// Taken out only when the station is dropped: a runtime must not end inside another.
    runtime: Option<Runtime>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        let Some(runtime) = self.runtime.take() else { return };
        // What is being written or sent ends first: a process that ends meanwhile takes the libraries away
        // from under its threads. A runtime's own threads must not wait for another.
        let is_inside = tokio::runtime::Handle::try_current().is_ok();
        runtime.shutdown_timeout(if is_inside { Duration::ZERO } else { CLOSING });
    }
}

/// What is set of a venue, as this station now knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VenueSettings {
    /// Its rules.
    pub rules: VenueRules,
    /// Its events with their limits and showings, active ones and others.
    pub events: Vec<EventWithShowings>,
}

impl Station {
    /// Opens the station's files; in training starts the embedded service too. Sends and
    /// fetches nothing yet: see [`Station::start_sync`].
    ///
    /// # Errors
    /// [`StationError`], each with a sentence of its own for the clerk.
    pub fn open(config: &Config) -> Result<Self, StationError> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("station")
            .enable_all()
            .build()
            .map_err(StationError::Runtime)?;
        let dir = config.folder();
        if config.training {
            training::prepare(&config.data_dir, &dir)?;
        }
        let store = Store::open(&StoreConfig { dir: dir.clone(), key: config.key })?;
        let training = if config.training { Some(runtime.block_on(training::Training::start(&dir, Timestamp::now()))?) } else { None };
        let clock = Clock::new(&store.clock()?);
        let (state, _) = watch::channel(SyncState::unknown());
        let (front, _) = watch::channel(0);
        let inner = Inner {
            store,
            dir,
            front,
            clock,
            training,
            name: config.name.clone(),
            engine: Mutex::new(None),
            asides: Mutex::new(()),
            watches_asides: AtomicBool::new(false),
            state,
            runtime: Some(runtime),
        };
        let station = Self(Arc::new(inner));
        station.connect()?;
        Ok(station)
    }

    /// Makes the engine for the service that this station belongs to, where it has one.
    fn connect(&self) -> Result<(), StationError> {
        if let Some(training) = &self.0.training {
            self.0.store.set_service(&training.service())?;
        }
        let Some(service) = self.0.store.service()? else { return Ok(()) };
        let Ok(address) = Address::parse(&service.url) else { return Ok(()) };
        let client = Client::new(address).map_err(SyncError::Client)?;
        self.set_engine(self.engine_for(client));
        Ok(())
    }

    fn engine_for(&self, client: Client) -> SyncHandle {
        let poll = if self.is_training() { TRAINING_POLL } else { POLL };
        let options = EngineOptions { station_name: self.0.name.clone(), poll };
        Engine::prepare(self.0.store.clone(), client, options, self.0.state.clone())
    }

    fn set_engine(&self, engine: SyncHandle) {
        *self.0.engine.lock().unwrap_or_else(PoisonError::into_inner) = Some(engine);
    }

    fn engine(&self) -> Option<SyncHandle> {
        self.0.engine.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Runs work on the station's own runtime.
    async fn run<T, F>(&self, work: F) -> Result<T, StationError>
    where
        T: Send + 'static,
        F: Future<Output = T> + Send + 'static,
    {
        let Some(runtime) = &self.0.runtime else { return Err(StationError::Closing) };
        runtime.spawn(work).await.map_err(|_| StationError::Closing)
    }

    /// Runs a call to the store where blocking is allowed.
    async fn with_store<T, E, F>(&self, call: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StationError> + Send + 'static,
        F: FnOnce(&Self) -> Result<T, E> + Send + 'static,
    {
        let Some(runtime) = &self.0.runtime else { return Err(StationError::Closing.into()) };
        let station = self.clone();
        runtime.spawn_blocking(move || call(&station)).await.map_err(|_| StationError::Closing)?
    }

    /// In training: signs the training clerk in where nobody is, and fetches the register where
    /// there is none yet. Elsewhere nothing.
    ///
    /// # Errors
    /// [`StationError`], where the embedded service fails.
    pub async fn prepare_training(&self) -> Result<(), StationError> {
        if !self.is_training() {
            return Ok(());
        }
        if self.signed_in()?.is_none() {
            let (email, password) = training::user();
            // The embedded service is this very program: a failure here is told by the sync state.
            if let Err(error) = self.sign_in(None, email, password).await {
                tracing::error!(%error, "the training user cannot sign in");
            }
        }
        if self.0.store.register()?.as_of.is_none() {
            self.sync_once().await?;
        }
        Ok(())
    }

    /// Starts sending and fetching in the background.
    ///
    /// # Errors
    /// [`StationError::Closing`] when the station is being closed.
    pub async fn start_sync(&self) -> Result<(), StationError> {
        let Some(engine) = self.engine() else { return Ok(()) };
        // Begun with the background work, once: a single command ends with nothing of it still at work.
        if !self.0.watches_asides.swap(true, Ordering::SeqCst) {
            self.watch_asides();
        }
        self.run(async move { engine.run() }).await
    }

    /// Sends everything due and fetches every feed, once, and waits for it (`kaikuasema sync`).
    ///
    /// # Errors
    /// [`StationError::Sync`] says what failed; nothing is lost by it.
    pub async fn sync_once(&self) -> Result<SyncState, StationError> {
        let Some(engine) = self.engine() else { return Err(SyncError::SignInNeeded.into()) };
        let set_aside = self.count_asides().await?;
        let first = engine.clone();
        self.run(async move { first.sync_once().await }).await??;
        if let Err(error) = self.retry_asides().await {
            tracing::warn!(%error, "what was set aside could not be recorded");
        }
        // A card set aside that this round brought is recorded by now, and goes out with it.
        if self.count_asides().await? < set_aside {
            self.run(async move { engine.sync_once().await }).await??;
        }
        Ok(self.sync_state())
    }

    /// Everything now (F5), without waiting for it.
    pub fn sync_now(&self) {
        if let Some(engine) = self.engine() {
            engine.sync_now();
        }
    }

    /// Lets commands given beside this window be answered here, and a second start bring the
    /// window to the front. Where the socket cannot be made, such programs are told that the
    /// station is in use.
    pub fn open_door(&self) {
        let Some(runtime) = &self.0.runtime else { return };
        // The door must not keep the station open.
        let station = Arc::downgrade(&self.0);
        let serve = move |request| {
            let station = station.upgrade().map(Station);
            async move {
                let station = station?;
                match request {
                    Request::Show => {
                        station.0.front.send_modify(|asked| *asked += 1);
                        None
                    }
                    Request::Answer { given, language } => {
                        Some(command_line::answer_beside(&station, &given, &Locale::new(language)).await)
                    }
                }
            }
        };
        let dir = self.0.dir.clone();
        runtime.spawn(async move {
            if let Err(error) = handover::listen(&dir, serve).await {
                tracing::warn!(%error, "commands beside this window cannot be answered");
            }
        });
    }

    /// Word of every second start: the window comes to the front.
    #[must_use]
    pub fn asked_to_the_front(&self) -> watch::Receiver<u64> {
        self.0.front.subscribe()
    }

    /// The state of the synchronisation as it is now.
    #[must_use]
    pub fn sync_state(&self) -> SyncState {
        self.0.state.borrow().clone()
    }

    /// Word of every change of the synchronisation's state.
    #[must_use]
    pub fn sync_changes(&self) -> watch::Receiver<SyncState> {
        self.0.state.subscribe()
    }

    /// Whether this is the training mode: the screen says so, and nothing is ever sent elsewhere.
    #[must_use]
    pub fn is_training(&self) -> bool {
        self.0.training.is_some()
    }

    /// This station's id, as it stands on every record made here.
    #[must_use]
    pub fn id(&self) -> StationId {
        self.0.store.station()
    }

    /// What people call this station.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// Where the key of the station's file is kept.
    #[must_use]
    pub fn key_place(&self) -> KeyPlace {
        self.0.store.key_place()
    }

    /// The register copy: how many cards, as of when.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub fn register(&self) -> Result<RegisterState, StationError> {
        Ok(self.0.store.register()?)
    }

    /// The queue in numbers.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub fn queue_counts(&self) -> Result<QueueCounts, StationError> {
        Ok(self.0.store.queue_counts(self.today())?)
    }

    /// Whether the service answers now, and is the one this station belongs to.
    ///
    /// # Errors
    /// [`StationError::Sync`] says what is in the way.
    pub async fn meet_service(&self) -> Result<(), StationError> {
        let Some(engine) = self.engine() else { return Err(SyncError::SignInNeeded.into()) };
        Ok(self.run(async move { engine.meet().await }).await??)
    }

    /// How far the service's clock is ahead of this device's, in milliseconds, as last compared.
    #[must_use]
    pub fn clock_offset_ms(&self) -> Option<i64> {
        self.0.clock.offset_ms()
    }

    /// The clock, corrected by what the service told.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// Today's Finnish day (R44).
    #[must_use]
    pub fn today(&self) -> Date {
        self.0.clock.today()
    }

    /// The venue's events with their showings, active ones and others.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub async fn events(&self, venue: VenueId) -> Result<Vec<EventWithShowings>, StationError> {
        self.with_store(move |station| Ok(station.0.store.events(venue)?)).await
    }

    /// Everything that is set of a venue, read where blocking is allowed.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub async fn venue_settings(&self, venue: VenueId) -> Result<VenueSettings, StationError> {
        self.with_store(move |station| {
            let store = &station.0.store;
            Ok(VenueSettings { rules: store.rules(venue)?, events: store.events(venue)? })
        })
        .await
    }

    /// Everything in the queue that is not settled, oldest first.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub async fn queue(&self) -> Result<Vec<QueueEntry>, StationError> {
        self.with_store(|station| Ok(station.0.store.queue()?)).await
    }

    /// Gives up a rejected operation, with a reason; it is kept, marked discarded.
    ///
    /// # Errors
    /// [`RecordError::NotSaved`] when it cannot be written.
    pub async fn discard(&self, op: OpId, reason: String) -> Result<(), RecordError> {
        self.with_store(move |station| {
            let clerk = station.clerk()?;
            let stamp = station.0.clock.stamp(clerk);
            station.0.store.discard(op, &reason, stamp).map_err(RecordError::from)
        })
        .await?;
        self.recorded().await;
        Ok(())
    }

    /// A small setting of this station: language, theme, the remembered venue.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub async fn setting<T: DeserializeOwned + Send + 'static>(&self, name: &'static str) -> Result<Option<T>, StationError> {
        self.with_store(move |station| Ok(station.0.store.setting(name)?)).await
    }

    /// Keeps a small setting of this station.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub async fn set_setting<T: Serialize + Send + 'static>(&self, name: &'static str, value: T) -> Result<(), StationError> {
        self.with_store(move |station| Ok(station.0.store.set_setting(name, &value)?)).await
    }

    /// Tells the engine that something was queued.
    async fn recorded(&self) {
        if let Some(engine) = self.engine() {
            engine.queued();
            // A failure to count is told by the next round.
            let _ = self.run(async move { engine.refresh_counts().await }).await;
        }
    }
}
