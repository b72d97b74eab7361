//! The central service: sessions, feeds and operations over HTTP, with storage of its own.
//!
//! A library, so that the training mode and tests run the very service that the binary
//! `kaikuasema-central` serves.

mod admin;
mod api;
mod cursor;
mod database;
mod intake;
mod limiter;
mod mutant;
mod password;
pub mod seed;
mod storage;
mod token;

pub use admin::{Admin, AdminError};
pub use database::{Database, DatabaseError};
pub use password::PasswordError;
pub use storage::{OpenError, StorageError, StoredSetAside, StoredUsage, UsageFilter};

use axum::Router;
use jiff::Timestamp;
use kaikuasema_domain::StationId;
use limiter::Limiter;
use std::future::{Future, IntoFuture};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use storage::{Identity, Storage};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// Rows of a feed between two checkpoints.
const PAGE: usize = 2_000;
/// How long a stopping service waits for answers under way.
const FAREWELL: Duration = Duration::from_secs(10);
/// Passwords hashed at once: each takes 19 MiB and a core.
const HASHES_AT_ONCE: usize = 2;
/// Sign-ins that fail, per e-mail address and per network address, in [`TRIES_WINDOW`].
const TRIES_BY_EMAIL: u32 = 10;
const TRIES_BY_ADDRESS: u32 = 60;
const TRIES_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Look-ups of single cards per station in [`LOOK_UPS_WINDOW`].
const LOOK_UPS: u32 = 60;
const LOOK_UPS_WINDOW: Duration = Duration::from_secs(60);

/// How the service runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// A training service: its stations never talk to another kind, nor the other way round.
    pub training: bool,
}

/// The service. Cheap to clone.
#[derive(Clone)]
pub struct Central {
    inner: Arc<Inner>,
    behind_proxy: bool,
    clock: Clock,
    page: usize,
}

/// Where the service takes its time from.
type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

struct Inner {
    storage: Storage,
    identity: Identity,
    options: Options,
    tries: Tries,
    hashing: Arc<Semaphore>,
}

/// The limits on tries.
pub(crate) struct Tries {
    /// Failed sign-ins by e-mail address.
    pub(crate) by_email: Limiter<String>,
    /// Failed sign-ins by network address.
    pub(crate) by_address: Limiter<IpAddr>,
    /// Look-ups of single cards by station.
    pub(crate) look_ups: Limiter<StationId>,
}

impl Central {
    /// Opens the service on a database; makes it where there is none.
    ///
    /// # Errors
    /// [`OpenError`] when it cannot be used; it is left unharmed then.
    pub fn open(database: &Database, options: Options) -> Result<Self, OpenError> {
        let storage = Storage::open(database.path())?;
        let identity = storage
            .read(|read| read.identity())
            .map_err(|source| OpenError::Unreadable { path: database.path().to_owned(), source: Box::new(source) })?;
        let tries = Tries {
            by_email: Limiter::new(TRIES_BY_EMAIL, TRIES_WINDOW),
            by_address: Limiter::new(TRIES_BY_ADDRESS, TRIES_WINDOW),
            look_ups: Limiter::new(LOOK_UPS, LOOK_UPS_WINDOW),
        };
        let inner = Inner { storage, identity, options, tries, hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)) };
        Ok(Self { inner: Arc::new(inner), behind_proxy: false, clock: Arc::new(Timestamp::now), page: PAGE })
    }

    /// The service behind a proxy that ends TLS and says in `X-Forwarded-For` who called.
    #[must_use]
    pub fn behind_proxy(self) -> Self {
        Self { behind_proxy: true, ..self }
    }

    /// The service by another clock than the machine's.
    #[must_use]
    pub fn by_clock(self, now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { clock: Arc::new(now), ..self }
    }

    /// The service with so many rows of a feed between two checkpoints, at least one.
    #[must_use]
    pub fn with_pages_of(self, rows: usize) -> Self {
        Self { page: rows.max(1), ..self }
    }

    /// The service without threads of its own: its storage is used where a call is answered, and everything
    /// comes in one order. Only for one caller at a time.
    #[must_use]
    pub fn without_threads(self) -> Self {
        self.inner.storage.do_without_threads();
        self
    }

    /// Every route of the contract.
    pub fn router(&self) -> Router {
        api::router(self.clone())
    }

    /// Serves until `stop`; then answers what is under way, for at most ten seconds.
    ///
    /// # Errors
    /// What the listener says.
    pub async fn serve(&self, listener: TcpListener, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        let (stopping, stopped) = tokio::sync::oneshot::channel();
        let stop = async move {
            stop.await;
            // Nobody listens when serving has already failed.
            let _ = stopping.send(());
        };
        let app = self.router().into_make_service_with_connect_info::<SocketAddr>();
        let serving = axum::serve(listener, app).with_graceful_shutdown(stop).into_future();
        let farewell = async move {
            match stopped.await {
                Ok(()) => tokio::time::sleep(FAREWELL).await,
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            served = serving => served,
            () = farewell => Ok(()),
        }
    }

    /// The administrator's face. Its calls block.
    pub fn admin(&self) -> Admin<'_> {
        Admin::new(self)
    }

    pub(crate) fn storage(&self) -> &Storage {
        &self.inner.storage
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.inner.identity
    }

    pub(crate) fn options(&self) -> Options {
        self.inner.options
    }

    pub(crate) fn tries(&self) -> &Tries {
        &self.inner.tries
    }

    pub(crate) fn hashing(&self) -> Arc<Semaphore> {
        Arc::clone(&self.inner.hashing)
    }

    /// The time by the service's clock.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// Rows of a feed between two checkpoints.
    pub(crate) fn page(&self) -> usize {
        self.page
    }

    pub(crate) fn is_behind_proxy(&self) -> bool {
        self.behind_proxy
    }
}
