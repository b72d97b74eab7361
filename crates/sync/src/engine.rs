//! The engine: one upload and one download task, neither waiting for the other.

use crate::client::Client;
use crate::download;
use crate::lane::{self, Direction, Lane};
use crate::reply::ClientError;
use crate::session::ClerkSession;
use crate::standing::{Exchange, Standing, Standings};
use crate::state::SyncState;
use crate::surroundings::Surroundings;
use jiff::Timestamp;
use kaikuasema_domain::api::Session;
use kaikuasema_domain::civil;
use kaikuasema_store::{Store, StoreError};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// What the engine needs to know besides the store.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// What people call this station, such as "Lippukassa 1".
    pub station_name: String,
    /// How long to wait between two pulls when all is well.
    pub poll: Duration,
}

/// Why a round of synchronising stopped.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The service was not reached, or refused.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The station's own file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// No clerk has ever signed in, or the sign-in is no longer good.
    #[error("a clerk must sign in")]
    SignInNeeded,
    /// The service is not the one this station belongs to.
    #[error("the service is another one than this station belongs to")]
    OtherService,
    /// The station no longer speaks a version that the service serves.
    #[error("this station is too old for the service")]
    StationTooOld,
    /// The background work was stopped.
    #[error("the synchronisation was stopped")]
    Stopped,
}

/// Makes engines.
pub struct Engine;

impl Engine {
    /// Makes the engine without starting its tasks, for a command that runs single rounds.
    /// It publishes into `state`, which outlives it.
    #[must_use]
    pub fn prepare(store: Store, client: Client, options: EngineOptions, state: watch::Sender<SyncState>) -> SyncHandle {
        Self::prepare_in(Surroundings::default(), store, client, options, state)
    }

    /// The same, with a clock and a die that are not the machine's.
    #[must_use]
    pub fn prepare_in(
        surroundings: Surroundings,
        store: Store,
        client: Client,
        options: EngineOptions,
        state: watch::Sender<SyncState>,
    ) -> SyncHandle {
        SyncHandle(Arc::new(Shared {
            store,
            client,
            options,
            surroundings,
            state,
            upload: Lane::default(),
            download: Lane::default(),
            session: ClerkSession::default(),
            standings: Mutex::default(),
            data_version: AtomicU64::new(0),
            tasks: Mutex::default(),
        }))
    }
}

/// The engine's handle. Cheap to clone.
#[derive(Clone)]
pub struct SyncHandle(Arc<Shared>);

impl SyncHandle {
    /// The client it speaks through.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// Starts both tasks on the current tokio runtime, once. They end when it does, or with [`Self::stop`].
    pub fn run(&self) {
        let mut tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        if tasks.is_empty() {
            let start = |direction| tokio::spawn(lane::run(self.0.clone(), direction)).abort_handle();
            *tasks = vec![start(Direction::Upload), start(Direction::Download)];
        }
    }

    /// Ends both tasks, for an engine that another takes the place of. An exchange under way is cut
    /// as a power cut would: what it was about is sent or asked for again.
    pub fn stop(&self) {
        let mut tasks = self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner);
        tasks.drain(..).for_each(|task| task.abort());
    }

    /// Whether both tasks were started and not stopped.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.0.tasks.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// Something was queued: send it, unless the service asked to be left alone for a while.
    pub fn queued(&self) {
        self.0.upload.wake();
    }

    /// Everything now, whatever wait was under way (F5).
    pub fn sync_now(&self) {
        self.0.upload.force();
        self.0.download.force();
    }

    /// Keeps a fresh sign-in: saves it, registers the station if it has no credential, and
    /// lets both tasks go on.
    ///
    /// # Errors
    /// [`SyncError`] when the station cannot be registered or its file not written.
    pub async fn signed_in(&self, session: Session) -> Result<(), SyncError> {
        self.0.keep_sign_in(session).await?;
        *self.0.standings() = Standings::default();
        self.0.publish().await;
        self.sync_now();
        Ok(())
    }

    /// Forgets the clerk, at once. The station goes on sending what is queued.
    ///
    /// # Errors
    /// [`SyncError::Store`] when the station's file cannot be written.
    pub async fn sign_out(&self) -> Result<(), SyncError> {
        self.0.forget_clerk().await
    }

    /// Whether the service answers and is the one this station belongs to; compares the clocks.
    ///
    /// # Errors
    /// [`SyncError`] says what is in the way.
    pub async fn meet(&self) -> Result<(), SyncError> {
        download::meet(&self.0).await
    }

    /// Sends everything that is due and fetches every feed once.
    ///
    /// # Errors
    /// The first [`SyncError`] of the upload, else of the download; both are always tried.
    pub async fn sync_once(&self) -> Result<(), SyncError> {
        self.0.read(Store::try_now).await?;
        let sent = lane::round(&self.0, Direction::Upload).await;
        let fetched = lane::round(&self.0, Direction::Download).await;
        sent.and(fetched).map(|_| ())
    }

    /// Reads the counts anew, after something was recorded here.
    pub async fn refresh_counts(&self) {
        self.0.publish().await;
    }
}

/// What both tasks share.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) client: Client,
    pub(crate) options: EngineOptions,
    pub(crate) surroundings: Surroundings,
    pub(crate) session: ClerkSession,
    state: watch::Sender<SyncState>,
    upload: Lane,
    download: Lane,
    standings: Mutex<Standings>,
    data_version: AtomicU64,
    tasks: Mutex<Vec<AbortHandle>>,
}

impl Shared {
    /// Calls the store on a thread where blocking is allowed.
    pub(crate) async fn read<T, F>(&self, call: F) -> Result<T, SyncError>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    {
        if !self.surroundings.has_threads() {
            return Ok(call(&self.store)?);
        }
        let store = self.store.clone();
        let done = tokio::task::spawn_blocking(move || call(&store)).await;
        Ok(done.map_err(|_| SyncError::Stopped)??)
    }

    /// Keeps how far the service's clock is ahead, and its day.
    pub(crate) async fn note_service_time(&self, service: Timestamp, station: Timestamp) -> Result<(), SyncError> {
        let offset_ms = service.as_millisecond() - station.as_millisecond();
        let day = civil::in_finland(service).date();
        self.read(move |store| store.note_service_time(offset_ms, day)).await
    }

    /// Whether anything waits to be sent, due or not.
    pub(crate) async fn has_waiting(&self) -> Result<bool, SyncError> {
        let today = civil::in_finland(self.surroundings.now()).date();
        Ok(self.read(move |store| store.queue_counts(today)).await?.waiting > 0)
    }

    /// Records or events or cards changed: screens read them again.
    pub(crate) fn data_changed(&self) {
        self.data_version.fetch_add(1, Ordering::Relaxed);
    }

    /// Lets the upload run: something waits again.
    pub(crate) fn wake_upload(&self) {
        self.upload.wake();
    }

    /// Lets the download run: what was sent comes back in the feed.
    pub(crate) fn wake_download(&self) {
        self.download.wake();
    }

    pub(crate) fn lane(&self, direction: Direction) -> &Lane {
        match direction {
            Direction::Upload => &self.upload,
            Direction::Download => &self.download,
        }
    }

    pub(crate) fn poll(&self) -> Duration {
        self.options.poll
    }

    fn standings(&self) -> std::sync::MutexGuard<'_, Standings> {
        self.standings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what a round of one lane came to, and publishes the state.
    pub(crate) async fn note_outcome(&self, direction: Direction, outcome: Result<Exchange, &SyncError>) {
        self.note(direction, |standing| standing.after(outcome, self.surroundings.now())).await;
    }

    /// A round of one lane takes long: what the former one came to no longer says how things are.
    pub(crate) async fn note_slow_round(&self, direction: Direction) {
        self.note(direction, Standing::aged).await;
    }

    async fn note(&self, direction: Direction, change: impl FnOnce(Standing) -> Standing) {
        {
            let mut standings = self.standings();
            let standing = match direction {
                Direction::Upload => &mut standings.upload,
                Direction::Download => &mut standings.download,
            };
            *standing = change(*standing);
        }
        self.publish().await;
    }

    /// Publishes the state: the link as the lanes stand, everything else as the store has it.
    pub(crate) async fn publish(&self) {
        let today = civil::in_finland(self.surroundings.now()).date();
        let read = self.read(move |store| Ok((store.queue_counts(today)?, store.register()?, store.clock()?))).await;
        let data_version = self.data_version.load(Ordering::Relaxed);
        let link = self.standings().link();
        self.state.send_if_modified(|state| {
            let mut new = SyncState { link, data_version, ..state.clone() };
            if let Ok((counts, register, clock)) = &read {
                new.waiting = counts.waiting;
                new.needs_you = counts.needs_you;
                new.sent_today = counts.sent_today;
                new.register_as_of = register.as_of;
                new.cards = register.cards;
                new.clock_offset_ms = clock.offset_ms;
            }
            let changed = new != *state;
            *state = new;
            changed
        });
    }
}
