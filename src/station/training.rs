//! The training mode: the central service inside the process, on a loopback port, with a
//! seeded file of its own. Its data lies apart, and no real service ever takes any of it.

use super::sign_in;
/// The sample cards: one for every verdict, all of them in the training register as they say.
pub use kaikuasema_central::seed::{Sample, SampleKind, samples};

use jiff::Timestamp;
use kaikuasema_central::{Central, Database, Options, seed};
use kaikuasema_domain::api::Secret;
use kaikuasema_domain::civil;
use kaikuasema_store::Service;
use kaikuasema_sync::{Address, Client};
use std::path::{Path, PathBuf};
use tokio::net::TcpListener;

/// The folder within the data folder that holds one for each day of training.
const ALL_DAYS: &str = "training";

/// Why the training service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// Its folder cannot be made or cleared.
    #[error("the training folder cannot be prepared: {}", .path.display())]
    Folder {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Its file cannot be opened.
    #[error("the training register cannot be opened")]
    Open(#[from] kaikuasema_central::OpenError),
    /// It cannot be filled.
    #[error("the training register cannot be filled")]
    Seed(#[source] kaikuasema_central::AdminError),
    /// It was started and does not answer.
    #[error("the training service does not answer")]
    NoAnswer,
    /// No loopback port.
    #[error("no port on this machine is free")]
    Port(#[source] std::io::Error),
}

/// The embedded service, running.
pub struct Training {
    service: Service,
}

/// The folder of today's training data. Training has dates relative to today, so each day has
/// data of its own.
#[must_use]
pub fn folder(data_dir: &Path, now: Timestamp) -> PathBuf {
    data_dir.join(ALL_DAYS).join(civil::in_finland(now).date().to_string())
}

/// Makes today's folder, and clears those of other days away: they are practice. One that a
/// window of yesterday still has open is left alone.
///
/// # Errors
/// [`TrainingError::Folder`] when today's folder cannot be made.
pub fn prepare(data_dir: &Path, today: &Path) -> Result<(), TrainingError> {
    make_private(data_dir).and_then(|()| make_private(today)).map_err(|source| TrainingError::Folder { path: today.to_owned(), source })?;
    let Ok(entries) = std::fs::read_dir(data_dir.join(ALL_DAYS)) else { return Ok(()) };
    for entry in entries.flatten() {
        let is_a_day = entry.file_name().to_str().is_some_and(|name| name.parse::<jiff::civil::Date>().is_ok());
        let path = entry.path();
        if is_a_day
            && path != today
            && !kaikuasema_store::is_in_use(&path)
            && let Err(error) = std::fs::remove_dir_all(&path)
        {
            tracing::warn!(%error, "practice of another day is not cleared away");
        }
    }
    Ok(())
}

/// Makes a folder that only its owner can enter; one that is there keeps its rights.
fn make_private(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl Training {
    /// Starts the service on a free loopback port of the current runtime; fills its file first
    /// where it is new.
    ///
    /// # Errors
    /// [`TrainingError`].
    pub async fn start(dir: &Path, now: Timestamp) -> Result<Self, TrainingError> {
        let file = dir.join("central.db");
        let central = Central::open(&Database::sqlite(file), Options { training: true })?;
        let today = civil::in_finland(now).date();
        let seeded = central.clone();
        tokio::task::spawn_blocking(move || {
            let admin = seeded.admin();
            if admin.is_empty()? { admin.seed(seed::TRAINING_CARDS, today).map(|_| ()) } else { Ok(()) }
        })
        .await
        .map_err(|error| TrainingError::Port(std::io::Error::other(error)))?
        .map_err(TrainingError::Seed)?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(TrainingError::Port)?;
        let port = listener.local_addr().map_err(TrainingError::Port)?.port();
        tokio::spawn(async move {
            if let Err(error) = central.serve(listener, std::future::pending()).await {
                tracing::error!(%error, "the training service stopped");
            }
        });
        let address = Address::parse(&format!("http://127.0.0.1:{port}")).map_err(|_| TrainingError::NoAnswer)?;
        let client = Client::new(address).map_err(|_| TrainingError::NoAnswer)?;
        let meta = client.meta().await.map_err(|_| TrainingError::NoAnswer)?;
        let service = sign_in::service_of(&client, &meta).ok_or(TrainingError::NoAnswer)?;
        Ok(Self { service })
    }

    /// The service as the store keeps it.
    #[must_use]
    pub fn service(&self) -> Service {
        self.service.clone()
    }
}

/// The clerk that training signs in by itself.
#[must_use]
pub fn user() -> (String, Secret) {
    (seed::CLERK_EMAIL.to_owned(), Secret(seed::TRAINING_PASSWORD.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn practice_of_other_days_is_cleared_away_but_not_from_under_a_window() {
        let dir = tempfile::tempdir().unwrap();
        let today = folder(dir.path(), "2026-11-22T10:00:00Z".parse().unwrap());
        let (open, closed) = (today.with_file_name("2026-11-21"), today.with_file_name("2026-11-20"));
        let other = today.with_file_name("notes");
        for folder in [&open, &closed, &other] {
            std::fs::create_dir_all(folder).unwrap();
        }
        let lock = std::fs::File::create(open.join("station.lock")).unwrap();
        lock.lock().unwrap();
        prepare(dir.path(), &today).unwrap();
        assert!(today.exists() && open.exists() && other.exists());
        assert!(!closed.exists());
        drop(lock);
        prepare(dir.path(), &today).unwrap();
        assert!(!open.exists());
    }
}
