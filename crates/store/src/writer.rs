//! The one thread that writes, and the readers beside it.

use crate::black_box::BlackBox;
use crate::database;
use crate::error::StoreError;
use crate::key::Key;
use crate::mutant;
use rusqlite::{Connection, DropBehavior, Transaction, TransactionBehavior};
use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

/// The mutant that confirms a record before it is committed.
const CONFIRMS_EARLY: &str = "confirms_before_the_commit";
/// How late that one's commit is.
const MOMENT: Duration = Duration::from_millis(30);
/// More readers than this are not kept open.
const MOST_READERS: usize = 4;

/// All that is written with: in the hands of the writer thread alone.
pub(crate) struct Writer {
    pub(crate) database: Connection,
    pub(crate) black_box: BlackBox,
    /// The last sequence number given, whether or not its operation got into the database.
    pub(crate) last_sequence: u64,
}

impl Writer {
    /// Begins a transaction that is the only one writing from its first statement on.
    pub(crate) fn begin(&mut self) -> rusqlite::Result<Transaction<'_>> {
        self.database.transaction_with_behavior(TransactionBehavior::Immediate)
    }
}

/// Ends the transaction of what is about to be confirmed. The mutant leaves that for after the confirmation.
pub(crate) fn commit_before_confirming(mut transaction: Transaction<'_>) -> rusqlite::Result<()> {
    if mutant::is_at_work(CONFIRMS_EARLY) {
        transaction.set_drop_behavior(DropBehavior::Ignore);
        return Ok(());
    }
    transaction.commit()
}

/// The mutant's commit, a moment after the confirmation.
fn commit_late(database: &Connection) {
    if mutant::is_at_work(CONFIRMS_EARLY) && !database.is_autocommit() {
        std::thread::sleep(MOMENT);
        if let Err(error) = database.execute_batch("COMMIT") {
            tracing::error!(%error, "the late commit failed");
        }
    }
}

type Job = Box<dyn FnOnce(&mut Writer) + Send>;

/// The sending end of the writer thread. When it goes, the thread finishes what was asked and closes the file.
pub(crate) struct WriterThread {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl WriterThread {
    /// Starts the thread.
    pub(crate) fn start(mut writer: Writer) -> std::io::Result<Self> {
        let (jobs, asked) = mpsc::channel::<Job>();
        let thread = std::thread::Builder::new().name("store-writer".to_owned()).spawn(move || {
            for job in asked {
                job(&mut writer);
                commit_late(&writer.database);
            }
        })?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Runs a job on the thread, after all those asked for before, and waits for what it says.
    pub(crate) fn run<T, E>(&self, job: impl FnOnce(&mut Writer) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (answer, answered) = mpsc::sync_channel(1);
        let job: Job = Box::new(move |writer| {
            // The one who asked always waits for the answer.
            let _ = answer.send(job(writer));
        });
        let jobs = self.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.send(job).map_err(|_| StoreError::Stopped)?;
        answered.recv().map_err(|_| StoreError::Stopped)?
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has closed the file too.
            let _ = thread.join();
        }
    }
}

/// Connections that only read. They never wait for the writer.
pub(crate) struct Readers {
    path: PathBuf,
    key: Key,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf, key: Key) -> Self {
        Self { path, key, idle: Mutex::new(Vec::new()) }
    }

    /// Reads with one of them, in one transaction: all that is read belongs together.
    pub(crate) fn run<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => database::open_reader(&self.path, &self.key)?,
        };
        let transaction = connection.transaction()?;
        let result = read(&transaction);
        transaction.finish()?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < MOST_READERS {
            idle.push(connection);
        }
        result
    }
}
