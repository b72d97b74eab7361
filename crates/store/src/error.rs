//! What can go wrong when the store is opened, read and written.

use crate::black_box::{BlackBoxError, is_full};
use crate::directory::DirectoryError;
use crate::key::KeyError;
use kaikuasema_domain::{CardNumberError, OpId, UsageId};
use std::io;
use std::path::{Path, PathBuf};

/// Why a station's data cannot be opened. Nothing was changed or removed.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The data directory, or a file in it, cannot be written.
    #[error("{path} cannot be written")]
    NotWritable {
        /// What could not be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another station has the data directory in use.
    #[error("another station has this data directory in use")]
    InUse,
    /// The file was written by a newer version of the program.
    #[error("the database has version {found}, this program knows {known}")]
    Newer {
        /// The file's version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// There is a database, and its key is nowhere.
    #[error("the key of the existing database is missing")]
    KeyMissing,
    /// There is a key, but not this database's.
    #[error("the key is not the one that the database was made with")]
    WrongKey,
    /// The key could not be had or kept.
    #[error("the key of the database cannot be had")]
    Key(#[source] KeyError),
    /// The file is no database, or it is damaged. It was left as it is.
    #[error("{path} is no database of a station, or it is damaged")]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The black box cannot be read or written.
    #[error("the black box cannot be opened")]
    BlackBox(#[from] BlackBoxError),
    /// Before a migration the file is copied, and it could not be: the file is as it was.
    #[error("the database cannot be copied before it is brought up to date")]
    NoCopy(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database opened, but not what is in it.
    #[error("the database cannot be read or brought up to date")]
    Database(#[source] StoreError),
}

impl OpenError {
    /// Whether trying again changes nothing: somebody has to do something first.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::InUse | Self::NoCopy(_) | Self::Key(KeyError::KeyringSilent { .. }) => false,
            Self::Database(error) => error.is_permanent(),
            _ => true,
        }
    }
}

impl OpenError {
    /// Whether the file is damaged, and a new one is to be made.
    pub(crate) fn is_damage(&self) -> bool {
        match self {
            Self::NotADatabase { .. } => true,
            Self::Database(error) => error.is_damage(),
            _ => false,
        }
    }

    /// The same error; of a damaged file it says which one is damaged.
    pub(crate) fn about(self, path: &Path) -> Self {
        match self {
            Self::Database(error) if error.is_damage() => Self::NotADatabase { path: path.to_owned() },
            other => other,
        }
    }
}

impl From<DirectoryError> for OpenError {
    fn from(error: DirectoryError) -> Self {
        match error {
            DirectoryError::NotWritable { path, source } => Self::NotWritable { path, source },
            DirectoryError::InUse => Self::InUse,
        }
    }
}

impl From<KeyError> for OpenError {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Missing => Self::KeyMissing,
            KeyError::Wrong => Self::WrongKey,
            KeyError::File { path, source } => Self::NotWritable { path, source },
            other => Self::Key(other),
        }
    }
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Database(error)
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Why the store could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database refused.
    #[error("the database refused")]
    Database(#[from] rusqlite::Error),
    /// A value could not be written as JSON, or what was read is not what was written.
    #[error("a stored value cannot be written or read")]
    Value(#[from] serde_json::Error),
    /// A stored card number, day or time is none.
    #[error("a stored {what} is none")]
    Damaged {
        /// What it should be.
        what: &'static str,
    },
    /// The sealed copy could not be written.
    #[error("the black box cannot be written")]
    BlackBox(#[from] BlackBoxError),
    /// A training station never becomes a real one, nor the other way round.
    #[error("the service is of another kind (training or real) than the one this station belongs to")]
    OtherKindOfService,
    /// Rows of a feed do not go on from where its copy stands: they are to be asked for again.
    #[error("the rows do not go on from where the copy stands")]
    OutOfStep,
    /// The thread that writes has stopped: the program has to be started anew.
    #[error("the thread that writes has stopped")]
    Stopped,
}

impl StoreError {
    /// Whether the file is damaged: it is to be set aside, never removed.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
        matches!(self, Self::Database(error) if matches!(error.sqlite_error_code(), Some(DatabaseCorrupt | NotADatabase)))
    }

    /// Whether the disk has no room left.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        match self {
            Self::Database(error) => error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull),
            Self::BlackBox(error) => error.is_disk_full(),
            Self::Value(error) => error.io_error_kind().is_some_and(|kind| is_full(&kind.into())),
            _ => false,
        }
    }

    /// Whether trying the same again cannot succeed by itself.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked, DiskFull, OutOfMemory, SystemIoFailure};
        match self {
            Self::Database(error) => {
                !matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked | DiskFull | OutOfMemory | SystemIoFailure))
            }
            Self::BlackBox(error) => !matches!(error, BlackBoxError::File { .. }),
            Self::OutOfStep => false,
            _ => true,
        }
    }
}

impl From<CardNumberError> for StoreError {
    fn from(_: CardNumberError) -> Self {
        Self::Damaged { what: "card number" }
    }
}

/// Why something a clerk did was not recorded. Nothing of it is in the database.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not on the disk.
    #[error("not saved")]
    NotSaved(#[source] StoreError),
    /// The station belongs to no service yet: nobody could open a sealed copy.
    #[error("the station belongs to no service yet")]
    NoService,
    /// A usage of this id is recorded, or set aside, already.
    #[error("the usage {0} is recorded already")]
    AlreadyRecorded(UsageId),
    /// There is no such usage at the venue, or it is deleted already.
    #[error("there is no usage {0} to change")]
    NoSuchUsage(UsageId),
    /// The operation is not one that the service rejected or that is in conflict.
    #[error("the operation {0} is not one to discard")]
    NotToDiscard(OpId),
}

/// An error that may tell of a damaged file.
pub(crate) trait TellsDamage {
    /// Whether it does.
    fn tells_damage(&self) -> bool;
}

impl TellsDamage for StoreError {
    fn tells_damage(&self) -> bool {
        self.is_damage()
    }
}

impl TellsDamage for WriteError {
    fn tells_damage(&self) -> bool {
        matches!(self, Self::NotSaved(error) if error.is_damage())
    }
}

impl WriteError {
    /// Whether the disk has no room left.
    #[must_use]
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::NotSaved(error) if error.is_disk_full())
    }

    /// Whether trying the same again cannot succeed by itself.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::NotSaved(error) => error.is_permanent(),
            _ => true,
        }
    }
}

impl<E: Into<StoreError>> From<E> for WriteError {
    fn from(error: E) -> Self {
        Self::NotSaved(error.into())
    }
}
