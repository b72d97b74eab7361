//! The real service, in the process: its router, and whether it runs.

use crate::clock::TrueClock;
use crate::wrong::Checked;
use axum::Router;
use kaikuasema_central::{Central, Database, Options};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// Rows between two checkpoints: few, so that feeds have several.
const PAGE: usize = 7;

/// The service on its file; it can be ended and started again.
#[derive(Clone)]
pub struct Service {
    file: PathBuf,
    clock: TrueClock,
    has_threads: bool,
    running: Arc<Mutex<Option<(Central, Router)>>>,
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Service {
    /// Starts the service on a file. Without threads everything in it comes in one order.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn start(file: &Path, clock: TrueClock, has_threads: bool) -> Checked<Self> {
        let service = Self { file: file.to_owned(), clock, has_threads, running: Arc::default() };
        service.restart()?;
        Ok(service)
    }

    /// Starts it anew from what is in its file.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn restart(&self) -> Checked<()> {
        let clock = self.clock;
        let central = Central::open(&Database::sqlite(&self.file), Options::default())?;
        let central = central.by_clock(move || clock.now()).with_pages_of(PAGE);
        let central = if self.has_threads { central } else { central.without_threads() };
        let router = central.router();
        *self.lock() = Some((central, router));
        Ok(())
    }

    /// Ends it: nobody listens any more.
    pub fn end(&self) {
        *self.lock() = None;
    }

    /// Every route, while it runs.
    #[must_use]
    pub fn router(&self) -> Option<Router> {
        self.lock().as_ref().map(|(_, router)| router.clone())
    }

    /// The service itself, while it runs.
    #[must_use]
    pub fn central(&self) -> Option<Central> {
        self.lock().as_ref().map(|(central, _)| central.clone())
    }

    /// Its file.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Central, Router)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
