//! The store: how it is opened and closed. What it does stands beside what it is about.

use crate::black_box::{self, BlackBox};
use crate::database;
use crate::directory::{DATABASE, DOUBTFUL, Directory};
use crate::error::{OpenError, StoreError, TellsDamage};
use crate::key::{self, Key, KeyChoice, KeyPlace};
use crate::salvage;
use crate::station;
use crate::writer::{Readers, Writer, WriterThread};
use crate::{columns, feed};
use kaikuasema_domain::StationId;
use rusqlite::Connection;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// Where the station's data lie, and where its key shall.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// The data directory; made where it is missing.
    pub dir: PathBuf,
    /// Where the key of a new database is put.
    pub key: KeyChoice,
}

/// A station's data, open. Cheap to clone; the file is closed and its lock given up with the last clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

/// In the order in which they go: readers, then the writer, which closes the file, then the lock.
struct Inner {
    readers: Readers,
    writer: WriterThread,
    directory: Directory,
    key_place: KeyPlace,
    station: StationId,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("directory", &self.inner.directory.path()).field("station", &self.inner.station).finish()
    }
}

impl Store {
    /// Opens a station's data; makes them where there are none. Where the file is damaged it is set aside, and a new one is
    /// made of what can be read of it: [`Store::salvage`] tells then what became of it.
    ///
    /// # Errors
    /// [`OpenError`] says what is in the way. Nothing was removed then.
    pub fn open(config: &StoreConfig) -> Result<Self, OpenError> {
        let directory = Directory::open(&config.dir)?;
        let is_damaged = salvage::is_due(&directory);
        let has_database = database::exists(&directory);
        let (key, key_place) = key::find_or_make(&directory, config.key, has_database || is_damaged)?;
        if !has_database && !is_damaged {
            // The station's id is in the file before there is a log, which may be lost.
            database::make(&directory, &key, |transaction| station::own_id(transaction).map(drop))?;
        }
        let path = directory.file(DATABASE);
        let opened = if is_damaged { Err(OpenError::NotADatabase { path: path.clone() }) } else { open_database(&directory, &key) };
        let (database, station, in_database) = match opened {
            Err(error) if error.is_damage() => {
                tracing::error!(%error, "the database is damaged: it is set aside, and what can be read of it is saved");
                salvage::run(&directory, &key)?;
                open_database(&directory, &key).map_err(|error| error.about(&path))?
            }
            opened => opened?,
        };
        salvage::finish(&directory, &database)?;
        let black_box = BlackBox::open(directory.path(), station)?;
        let last_sequence = in_database.max(black_box.last_sequence());
        if last_sequence > in_database {
            let sealed = black_box::survey(directory.path())?;
            let only_sealed = sealed.sequences.iter().filter(|sequence| **sequence > in_database).count();
            salvage::note_missing(&database, only_sealed as u64, last_sequence)?;
        }
        let writer = WriterThread::start(Writer { database, black_box, last_sequence });
        let writer = writer.map_err(|source| OpenError::NotWritable { path: directory.path().to_owned(), source })?;
        let readers = Readers::new(path, key);
        Ok(Self { inner: Arc::new(Inner { readers, writer, directory, key_place, station }) })
    }

    /// Whether each commit waits until the disk has it, so that a power cut undoes nothing that was confirmed.
    ///
    /// # Errors
    /// When the database does not say.
    pub fn commits_reach_the_disk(&self) -> Result<bool, StoreError> {
        self.write(|writer| Ok(database::waits_for_disk(&writer.database)?))
    }

    /// Where the key of the database lies.
    #[must_use]
    pub fn key_place(&self) -> KeyPlace {
        self.inner.key_place
    }

    /// This station, under the id made at the first opening.
    #[must_use]
    pub fn station(&self) -> StationId {
        self.inner.station
    }

    /// The files of the black box, oldest first.
    ///
    /// # Errors
    /// When the data directory cannot be read.
    pub fn black_boxes(&self) -> Result<Vec<PathBuf>, StoreError> {
        let path = self.inner.directory.path();
        let files = black_box::files(path).map_err(|source| black_box::BlackBoxError::File { path: path.to_owned(), source })?;
        Ok(files.into_iter().map(|(_, path)| path).collect())
    }

    pub(crate) fn read<T>(&self, read: impl FnOnce(&Connection) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.watch(self.inner.readers.run(read))
    }

    /// Notes where a damaged page was found, so that the next opening looks at every one.
    fn watch<T, E: TellsDamage>(&self, result: Result<T, E>) -> Result<T, E> {
        if result.as_ref().is_err_and(TellsDamage::tells_damage) {
            let _ = std::fs::write(self.inner.directory.file(DOUBTFUL), "");
        }
        result
    }

    pub(crate) fn write<T, E>(&self, write: impl FnOnce(&mut Writer) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + TellsDamage + Send + 'static,
    {
        self.watch(self.inner.writer.run(write))
    }

    /// Forgets a feed's cursor, as the service orders when it is too old. The old copy stays in use
    /// until the new one is whole.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn start_afresh(&self, feed: feed::Feed) -> Result<(), StoreError> {
        self.write(move |writer| {
            let transaction = writer.begin()?;
            feed::start_afresh(&transaction, feed)?;
            transaction.commit()?;
            Ok(())
        })
    }

    /// The cursor to ask a feed with; none where its first load has not begun.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn feed_cursor(&self, feed: feed::Feed) -> Result<Option<String>, StoreError> {
        self.read(|database| Ok(feed::state(database, feed)?.cursor_to_ask_with().map(str::to_owned)))
    }

    /// When a reply of the feed was last complete.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn feed_as_of(&self, feed: feed::Feed) -> Result<Option<jiff::Timestamp>, StoreError> {
        self.read(|database| Ok(feed::state(database, feed)?.as_of))
    }
}

/// Opens the database, and reads from it which station it is and the last sequence number it holds.
fn open_database(directory: &Directory, key: &Key) -> Result<(Connection, StationId, u64), OpenError> {
    let database = database::open_writer(directory, key)?;
    if !station::has_id(&database)?
        && let Some(station) = black_box::survey(directory.path())?.station
    {
        station::set_id(&database, station)?;
    }
    let station = station::own_id(&database)?;
    let last: i64 = database.query_row("SELECT coalesce(max(sequence), 0) FROM outbox", [], |row| row.get(0))?;
    let last = columns::to_number(last).max(station::floor(&database)?);
    Ok((database, station, last))
}
