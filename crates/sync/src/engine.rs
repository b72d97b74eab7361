//! The engine: one upload and one download task, neither waiting for the other.

use crate::client::Client;
use crate::plan::back_off;
use crate::reply::ClientError;
use crate::state::{Link, OfflineReason, SyncState};
use crate::{download, upload};
use jiff::Timestamp;
use kaikuasema_domain::api::{ProblemCode, Refresh, RegisterStation, Secret, Session};
use kaikuasema_domain::civil;
use kaikuasema_store::{SavedSession, Store, StoreError};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify, watch};

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
        SyncHandle(Arc::new(Shared {
            store,
            client,
            options,
            state,
            upload: Notify::new(),
            download: Notify::new(),
            access_token: Mutex::new(None),
            data_version: AtomicU64::new(0),
            is_running: AtomicBool::new(false),
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

    /// Starts both tasks on the current tokio runtime, once. They end when it does.
    pub fn run(&self) {
        if self.0.is_running.swap(true, Ordering::Relaxed) {
            return;
        }
        tokio::spawn(run(self.0.clone(), Lane::Upload));
        tokio::spawn(run(self.0.clone(), Lane::Download));
    }

    /// Something was queued: send it.
    pub fn queued(&self) {
        self.0.upload.notify_one();
    }

    /// Everything now, whatever wait was under way (F5).
    pub fn sync_now(&self) {
        self.0.upload.notify_one();
        self.0.download.notify_one();
    }

    /// Keeps a fresh sign-in: saves it, registers the station if it has no credential, and
    /// lets both tasks go on.
    ///
    /// # Errors
    /// [`SyncError`] when the station cannot be registered or its file not written.
    pub async fn signed_in(&self, session: Session) -> Result<(), SyncError> {
        self.0.keep_session(session).await?;
        if self.0.read(Store::credential).await?.is_none() {
            self.0.register().await?;
        }
        self.0.note(Link::Connecting).await;
        self.sync_now();
        Ok(())
    }

    /// Forgets the clerk. The station goes on sending what is queued.
    ///
    /// # Errors
    /// [`SyncError::Store`] when the station's file cannot be written.
    pub async fn sign_out(&self) -> Result<(), SyncError> {
        let token = self.0.access_token.lock().await.take();
        self.0.read(|store| store.set_session(None)).await?;
        if let Some(token) = token {
            // The service forgets the token by itself in time; offline, that is enough.
            if let Err(error) = self.0.client.sign_out(&token).await {
                tracing::info!(%error, "the service was not told of the signing out");
            }
        }
        Ok(())
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
        let sent = upload::round(&self.0).await;
        let fetched = download::round(&self.0).await;
        let outcome = sent.and(fetched);
        self.0.note_outcome(outcome.as_ref().err()).await;
        outcome
    }

    /// Reads the counts anew, after something was recorded here.
    pub async fn refresh_counts(&self) {
        let link = self.0.state.borrow().link;
        self.0.note(link).await;
    }
}

/// What both tasks share.
pub(crate) struct Shared {
    pub(crate) store: Store,
    pub(crate) client: Client,
    options: EngineOptions,
    state: watch::Sender<SyncState>,
    upload: Notify,
    download: Notify,
    access_token: Mutex<Option<Secret>>,
    data_version: AtomicU64,
    is_running: AtomicBool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    Upload,
    Download,
}

async fn run(shared: Arc<Shared>, lane: Lane) {
    let mut failures = 0;
    shared.note(Link::Connecting).await;
    loop {
        let outcome = match lane {
            Lane::Upload => upload::round(&shared).await,
            Lane::Download => download::round(&shared).await,
        };
        let wait = match &outcome {
            Ok(()) => {
                failures = 0;
                shared.options.poll.mul_f64(0.75 + chance() / 2.0)
            }
            Err(error) => {
                failures += 1;
                let asked = match error {
                    SyncError::Client(ClientError::Refused { retry_after, .. }) => *retry_after,
                    _ => None,
                };
                back_off(failures, chance()).max(asked.unwrap_or_default())
            }
        };
        // The download meets the service in every round; an upload with nothing to send does not.
        if lane == Lane::Download || outcome.is_err() {
            shared.note_outcome(outcome.as_ref().err()).await;
        } else {
            shared.refresh().await;
        }
        let woken = match lane {
            Lane::Upload => &shared.upload,
            Lane::Download => &shared.download,
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = woken.notified() => {
                if let Err(error) = shared.read(Store::try_now).await {
                    tracing::warn!(%error, "the queue could not be made due");
                }
            }
        }
    }
}

/// A number from 0 to 1 by chance.
fn chance() -> f64 {
    getrandom::u32().map_or(0.5, |n| f64::from(n) / f64::from(u32::MAX))
}

impl Shared {
    /// Calls the store on a thread where blocking is allowed.
    pub(crate) async fn read<T, F>(&self, call: F) -> Result<T, SyncError>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    {
        let store = self.store.clone();
        let done = tokio::task::spawn_blocking(move || call(&store)).await;
        Ok(done.map_err(|_| SyncError::Stopped)??)
    }

    /// The station's credential; registers the station once more when it has none.
    pub(crate) async fn credential(&self) -> Result<Secret, SyncError> {
        if let Some(credential) = self.read(Store::credential).await? {
            return Ok(credential);
        }
        self.register().await
    }

    /// Gets the station a new credential in the name of the signed-in clerk.
    pub(crate) async fn register(&self) -> Result<Secret, SyncError> {
        let held = self.access_token.lock().await.clone();
        let token = match held {
            Some(token) => token,
            None => self.refresh_session().await?,
        };
        let station = RegisterStation { station: self.store.station(), name: self.options.station_name.clone() };
        let answer = match self.client.register_station(&token, &station).await {
            Err(error) if error.code() == Some(ProblemCode::NotSignedIn) => {
                let token = self.refresh_session().await?;
                self.client.register_station(&token, &station).await
            }
            answer => answer,
        };
        match answer {
            Ok(answer) => {
                let credential = answer.credential.clone();
                self.read(move |store| store.set_credential(&answer.credential)).await?;
                Ok(credential)
            }
            Err(error) if error.code() == Some(ProblemCode::NotSignedIn) => Err(SyncError::SignInNeeded),
            Err(error) => Err(error.into()),
        }
    }

    /// A fresh access token for the kept refresh token.
    async fn refresh_session(&self) -> Result<Secret, SyncError> {
        let Some(saved) = self.read(Store::session).await? else { return Err(SyncError::SignInNeeded) };
        let refresh = Refresh { refresh_token: saved.refresh_token, station: self.store.station() };
        match self.client.refresh(&refresh).await {
            Ok(session) => {
                let token = session.access_token.clone();
                self.keep_session(session).await?;
                Ok(token)
            }
            Err(error) if error.code() == Some(ProblemCode::NotSignedIn) => Err(SyncError::SignInNeeded),
            Err(error) => Err(error.into()),
        }
    }

    async fn keep_session(&self, session: Session) -> Result<(), SyncError> {
        self.note_service_time(session.now, Timestamp::now()).await?;
        *self.access_token.lock().await = Some(session.access_token);
        let saved = SavedSession {
            user: session.user,
            venues: session.venues,
            refresh_token: session.refresh_token,
            signed_in_at: Timestamp::now(),
        };
        self.read(move |store| store.set_session(Some(&saved))).await
    }

    /// Keeps how far the service's clock is ahead, and its day.
    pub(crate) async fn note_service_time(&self, service: Timestamp, station: Timestamp) -> Result<(), SyncError> {
        let offset_ms = service.as_millisecond() - station.as_millisecond();
        let day = civil::in_finland(service).date();
        self.read(move |store| store.note_service_time(offset_ms, day)).await
    }

    /// Records or events or cards changed: screens read them again.
    pub(crate) fn data_changed(&self) {
        self.data_version.fetch_add(1, Ordering::Relaxed);
    }

    /// Lets the download run: what was sent comes back in the feed.
    pub(crate) fn wake_download(&self) {
        self.download.notify_one();
    }

    async fn note_outcome(&self, error: Option<&SyncError>) {
        let now = Timestamp::now();
        let since = match self.state.borrow().link {
            Link::Offline { since, .. } => since,
            _ => now,
        };
        let offline = |why| Link::Offline { since, why };
        let link = match error {
            None => Link::UpToDate { at: now },
            Some(SyncError::SignInNeeded) => Link::SignInNeeded,
            Some(SyncError::OtherService) => offline(OfflineReason::OtherService),
            Some(SyncError::StationTooOld) => offline(OfflineReason::StationTooOld),
            Some(SyncError::Store(_) | SyncError::Stopped) => offline(OfflineReason::OwnFile),
            Some(SyncError::Client(ClientError::NoConnection(_))) => offline(OfflineReason::NoConnection),
            Some(SyncError::Client(ClientError::NotTheService { .. })) => offline(OfflineReason::NotTheService),
            Some(SyncError::Client(error)) if error.code() == Some(ProblemCode::StationTooOld) => offline(OfflineReason::StationTooOld),
            Some(SyncError::Client(ClientError::Refused { .. })) => offline(OfflineReason::ServiceBusy),
        };
        if let Some(error) = error {
            tracing::info!(%error, "not synchronised");
        }
        self.note(link).await;
    }

    async fn refresh(&self) {
        let link = self.state.borrow().link;
        self.note(link).await;
    }

    /// Publishes the state: the link as given, everything else as the store has it.
    async fn note(&self, link: Link) {
        let today = civil::in_finland(Timestamp::now()).date();
        let read = self.read(move |store| Ok((store.queue_counts(today)?, store.register()?, store.clock()?))).await;
        let data_version = self.data_version.load(Ordering::Relaxed);
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
