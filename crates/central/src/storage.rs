//! Everything that is kept, behind a narrow face: no other module knows SQL.
//!
//! One embedded SQLite file. All writing goes through one connection and one
//! immediate transaction at a time, which also gives the versions: the order of
//! versions is the order of commits, also when a command writes to the file
//! beside a running service.

mod accounts;
mod cards;
mod column;
mod counts;
mod edits;
mod events;
mod migration;
mod operations;
mod service;
mod sessions;
mod set_asides;
mod stations;
mod totals;
mod turned_away;
mod usages;

pub(crate) use operations::Settled;
pub(crate) use service::Identity;
pub(crate) use sessions::{NewSession, SessionRow};
pub use set_asides::StoredSetAside;
pub(crate) use totals::Capped;
pub use usages::{StoredUsage, UsageFilter};
pub(crate) use usages::{UsageEntry, UsageRecord};

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::cell::Cell;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long a write waits for another process that writes to the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Reads at once; further ones wait their turn.
const READS_AT_ONCE: usize = 8;

/// Why the file could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file or its directory cannot be read or written.
    #[error("cannot open the database {path}")]
    NotUsable {
        /// Which file.
        path: PathBuf,
        /// What the system or the database said.
        source: rusqlite::Error,
    },
    /// There is no file, and none can be made.
    #[error("cannot make the database {path}")]
    NotMade {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is of a later version of the service; it was left unharmed.
    #[error("the database {path} is of a newer version of the service ({found}, this one knows {known})")]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest one known here.
        known: i64,
    },
    /// The file opened, but what it should hold cannot be read.
    #[error("the database {path} cannot be read")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What went wrong.
        source: Box<StorageError>,
    },
    /// The system gives no random numbers, so no keys can be made.
    #[error("the system gives no random numbers: {0}")]
    Random(getrandom::Error),
}

/// What goes wrong with an open file.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The database refused.
    #[error("the database refused")]
    Sqlite(#[from] rusqlite::Error),
    /// What is stored cannot be written as, or read from, JSON.
    #[error("a stored value is not what it should be")]
    Json(#[from] serde_json::Error),
    /// The job was cut off before it ended.
    #[error("the job was cut off")]
    CutOff,
    /// A fault put in by a test.
    #[error("a fault put in on purpose at {0}")]
    Failpoint(&'static str),
}

impl StorageError {
    /// Whether trying again later can help: the disk is full or busy, or the service is stopping.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            StorageError::Sqlite(error) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull | ErrorCode::OutOfMemory)
            ),
            StorageError::CutOff | StorageError::Failpoint(_) => true,
            StorageError::Json(_) => false,
        }
    }

    /// Whether the database refused the row itself, not the whole transaction.
    #[must_use]
    pub fn is_about_the_row(&self) -> bool {
        match self {
            StorageError::Sqlite(error) => {
                matches!(error.sqlite_error_code(), Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::TooBig))
            }
            StorageError::Json(_) => true,
            StorageError::CutOff | StorageError::Failpoint(_) => false,
        }
    }
}

/// The open file. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Storage {
    inner: Arc<Inner>,
}

struct Inner {
    path: PathBuf,
    // Closed before the writer: only a connection that writes, closing last, puts the log back into the file.
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
    write_turn: Arc<Semaphore>,
    read_turns: Arc<Semaphore>,
    has_threads: AtomicBool,
}

impl Storage {
    /// Opens the file, makes it where there is none, and brings its schema up to date.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        let not_usable = |source| OpenError::NotUsable { path: path.to_owned(), source };
        let not_made = |source| OpenError::NotMade { path: path.to_owned(), source };
        make(path).map_err(not_made)?;
        let mut writer = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE).map_err(not_usable)?;
        writer.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).map_err(not_usable)?;
        migration::migrate(&mut writer, path)?;
        let inner = Inner {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            write_turn: Arc::new(Semaphore::new(1)),
            read_turns: Arc::new(Semaphore::new(READS_AT_ONCE)),
            has_threads: AtomicBool::new(true),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// From now on jobs are done where they are asked for, in one order, and not beside the async threads.
    pub(crate) fn do_without_threads(&self) {
        self.inner.has_threads.store(false, Ordering::Relaxed);
    }

    /// Does a job that blocks, beside the async threads where there are such.
    async fn beside<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Self) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        if !self.inner.has_threads.load(Ordering::Relaxed) {
            return job(self);
        }
        let storage = self.clone();
        tokio::task::spawn_blocking(move || job(&storage)).await.map_err(|_| StorageError::CutOff)?
    }

    /// Reads one consistent state of the file. Blocks.
    pub(crate) fn read<T>(&self, job: impl FnOnce(&Read<'_>) -> Result<T, StorageError>) -> Result<T, StorageError> {
        let idle = self.inner.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => connect(&self.inner.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        let transaction = connection.transaction()?;
        let result = job(&Read { connection: &transaction });
        drop(transaction);
        let mut readers = self.inner.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < READS_AT_ONCE {
            readers.push(connection);
        }
        result
    }

    /// Writes in one transaction, on disk when this returns; an error undoes all of it. Blocks.
    pub(crate) fn write<T, E: From<StorageError>>(&self, job: impl FnOnce(&Write<'_>) -> Result<T, E>) -> Result<T, E> {
        let failed = |error: rusqlite::Error| E::from(StorageError::from(error));
        let mut connection = self.inner.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let given = service::newest_version(&transaction).map_err(failed)?;
        let write = Write { read: Read { connection: &transaction }, version: Cell::new(given) };
        let done = job(&write)?;
        let newest = write.version.get();
        if newest != given {
            service::set_newest_version(&transaction, newest).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    /// [`Storage::read`] beside the async threads; waits its turn.
    pub(crate) async fn reading<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Read<'_>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let turn = self.inner.read_turns.clone().acquire_owned().await.map_err(|_| StorageError::CutOff)?;
        let job = move |storage: &Self| {
            let _turn = turn;
            storage.read(job)
        };
        self.beside(job).await
    }

    /// [`Storage::write`] beside the async threads; waits its turn, first come first served.
    pub(crate) async fn writing<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Write<'_>) -> Result<T, StorageError> + Send + 'static,
    ) -> Result<T, StorageError> {
        let turn = self.inner.write_turn.clone().acquire_owned().await.map_err(|_| StorageError::CutOff)?;
        let job = move |storage: &Self| {
            let _turn = turn;
            storage.write(job)
        };
        self.beside(job).await
    }
}

/// Makes an empty file that nobody else may read where there is none: it holds the service's
/// secret key, and what is made beside it gets the same mode.
fn make(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map(|_| ()),
    }
}

fn connect(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// One consistent state of the file, to read.
pub(crate) struct Read<'c> {
    connection: &'c Connection,
}

/// The one open write transaction.
pub(crate) struct Write<'c> {
    read: Read<'c>,
    version: Cell<i64>,
}

impl<'c> Deref for Write<'c> {
    type Target = Read<'c>;

    fn deref(&self) -> &Self::Target {
        &self.read
    }
}

impl Write<'_> {
    /// The next version. Those given in an undone savepoint are never given again.
    fn next_version(&self) -> i64 {
        let next = self.version.get() + 1;
        self.version.set(next);
        next
    }

    /// Runs one job that can fail alone: its error undoes what it did and nothing else.
    pub(crate) fn savepoint<T>(&self, job: impl FnOnce(&Self) -> Result<T, StorageError>) -> Result<T, StorageError> {
        self.connection.execute_batch("SAVEPOINT one")?;
        let result = job(self);
        let end = if result.is_ok() { "RELEASE one" } else { "ROLLBACK TO one; RELEASE one" };
        self.connection.execute_batch(end)?;
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaikuasema_domain::Card;

    fn card(text: &str) -> Card {
        let day = jiff::civil::date(2027, 1, 1);
        Card { number: text.parse().unwrap(), active: true, valid_until: day, children_max: Some(0) }
    }

    fn opened() -> (tempfile::TempDir, Storage) {
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("central.db")).unwrap();
        (dir, storage)
    }

    #[test]
    fn an_undone_savepoint_undoes_nothing_else_and_its_versions_are_never_given_again() {
        let (_dir, storage) = opened();
        let today = jiff::civil::date(2026, 11, 22);
        storage
            .write(|write| {
                write.put_card(&card("A9990000001"), today)?;
                let failed: Result<(), _> = write.savepoint(|write| {
                    write.put_card(&card("A9990000002"), today)?;
                    Err(StorageError::Failpoint("here"))
                });
                assert!(failed.is_err());
                write.savepoint(|write| write.put_card(&card("A9990000003"), today))
            })
            .unwrap();
        let told = storage.read(|read| read.card_changes(0, today, 10)).unwrap();
        assert_eq!(told.into_iter().map(|(version, _)| version).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(storage.read(|read| read.newest_version()).unwrap(), 3);
    }

    #[test]
    fn a_job_that_fails_or_panics_leaves_nothing_and_the_storage_usable() {
        let (_dir, storage) = opened();
        let today = jiff::civil::date(2026, 11, 22);
        let failed: Result<(), StorageError> = storage.write(|write| {
            write.put_card(&card("A9990000001"), today)?;
            Err(StorageError::CutOff)
        });
        assert!(failed.is_err());
        let beside = storage.clone();
        let panicked = std::thread::spawn(move || {
            beside.write(|write| {
                write.put_card(&card("A9990000001"), today)?;
                panic!("on purpose");
                #[expect(unreachable_code)]
                Ok::<(), StorageError>(())
            })
        });
        assert!(panicked.join().is_err());
        assert_eq!(storage.read(|read| read.card_count()).unwrap(), 0);
        storage.write(|write| write.put_card(&card("A9990000001"), today)).unwrap();
        assert_eq!(storage.read(|read| read.card_count()).unwrap(), 1);
    }

    #[test]
    fn a_reader_sees_one_state_however_long_it_looks() {
        let (_dir, storage) = opened();
        let today = jiff::civil::date(2026, 11, 22);
        storage.write(|write| write.put_card(&card("A9990000001"), today)).unwrap();
        storage
            .read(|read| {
                assert_eq!(read.card_count()?, 1);
                storage.write(|write| write.put_card(&card("A9990000002"), today))?;
                assert_eq!(read.card_count()?, 1);
                Ok(())
            })
            .unwrap();
        assert_eq!(storage.read(|read| read.card_count()).unwrap(), 2);
    }
}
