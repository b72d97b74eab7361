//! Connections to the encrypted file, and its migrations.

use crate::backup;
use crate::directory::{self, DATABASE, DATABASE_UNFINISHED, DOUBTFUL, Directory};
use crate::error::{OpenError, StoreError};
use crate::key::Key;
use crate::mutant;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction};
use std::fs::{self, OpenOptions};
use std::path::Path;
use std::time::Duration;
use zeroize::Zeroizing;

/// The forward migrations in order; the first makes the file. `user_version` is the number of those applied.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_station.sql"),
    include_str!("../migrations/0002_limits.sql"),
    include_str!("../migrations/0003_staff.sql"),
];

/// What every SQLite file in clear begins with. An encrypted one begins with random bytes.
const CLEAR_HEADER: &[u8] = b"SQLite format 3\0";
const PAGE: u64 = 4096;
const BUSY: Duration = Duration::from_secs(5);

/// Whether there is a database, whole or not.
pub(crate) fn exists(directory: &Directory) -> bool {
    fs::symlink_metadata(directory.file(DATABASE)).is_ok()
}

/// Makes the database under another name, and gives it its own when it is whole: a power cut
/// in the middle leaves no half database behind. `fill` puts into it what it is to begin with.
pub(crate) fn make(
    directory: &Directory,
    key: &Key,
    fill: impl FnOnce(&Transaction<'_>) -> Result<(), StoreError>,
) -> Result<(), OpenError> {
    let unfinished = directory.file(DATABASE_UNFINISHED);
    let path = directory.file(DATABASE);
    let not_writable = |source| OpenError::NotWritable { path: path.clone(), source };
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    directory::private(&mut options).open(&unfinished).map_err(not_writable)?;
    let mut connection = connect(&unfinished, key)?;
    migrate(&mut connection, MIGRATIONS)?;
    let transaction = connection.transaction()?;
    fill(&transaction)?;
    transaction.commit()?;
    connection.close().map_err(|(_, error)| error)?;
    let renamed = fs::rename(&unfinished, &path).and_then(|()| directory::sync(directory.path()));
    renamed.map_err(not_writable)
}

/// Opens the database for writing, and brings it up to date. Whatever is wrong, the file is unharmed.
pub(crate) fn open_writer(directory: &Directory, key: &Key) -> Result<Connection, OpenError> {
    let path = directory.file(DATABASE);
    let not_a_database = || OpenError::NotADatabase { path: path.clone() };
    let is_doubtful = directory.file(DOUBTFUL).exists() || directory.file(&format!("{DATABASE}-wal")).exists();
    if !path.is_file() || !looks_encrypted(&path).map_err(|source| OpenError::NotWritable { path: path.clone(), source })? {
        return Err(not_a_database());
    }
    let mut connection = connect(&path, key)?;
    let version = match user_version(&connection) {
        Ok(version) => version,
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => return Err(not_a_database()),
        Err(error) => return Err(error.into()),
    };
    let known = newest_version();
    if version > known {
        return Err(OpenError::Newer { found: version, known });
    }
    if connection.is_readonly(rusqlite::MAIN_DB)? {
        let source = std::io::Error::from(std::io::ErrorKind::ReadOnlyFilesystem);
        return Err(OpenError::NotWritable { path, source });
    }
    connection.pragma_update(None, "journal_mode", "wal")?;
    let synchronous = if mutant::is_at_work("synchronous_off") { "off" } else { "full" };
    connection.pragma_update(None, "synchronous", synchronous)?;
    if is_doubtful {
        if !is_sound(&connection)? {
            return Err(not_a_database());
        }
        let _ = fs::remove_file(directory.file(DOUBTFUL));
    }
    if version > 0 && version < known {
        backup::before_migration(directory, key, &connection, version)?;
    }
    migrate(&mut connection, MIGRATIONS)?;
    Ok(connection)
}

/// Opens the database for reading only.
pub(crate) fn open_reader(path: &Path, key: &Key) -> rusqlite::Result<Connection> {
    let connection = connect(path, key)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Whether a commit of this connection waits until it is on the disk: a power cut undoes none then.
pub(crate) fn waits_for_disk(connection: &Connection) -> rusqlite::Result<bool> {
    let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0))?;
    let journal: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    // FULL or EXTRA; in WAL mode NORMAL does not wait.
    Ok(synchronous >= 2 && journal == "wal")
}

/// The version that this program makes.
pub(crate) fn newest_version() -> u32 {
    u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX)
}

pub(crate) fn connect(path: &Path, key: &Key) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    // SQLCipher's own log goes to the standard error stream; what it says is in the errors anyway.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    // A raw key: nothing is derived, so that opening costs nothing.
    let key = Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", key.hex().as_str()));
    connection.execute_batch(&key)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A file that is in clear, empty or cut is no database of ours, whatever the key.
fn looks_encrypted(path: &Path) -> std::io::Result<bool> {
    use std::io::Read;
    let mut file = fs::File::open(path)?;
    let length = file.metadata()?.len();
    // A page that was begun at the end is in the log, whole.
    if length < PAGE {
        return Ok(false);
    }
    let mut beginning = [0; 16];
    file.read_exact(&mut beginning)?;
    Ok(beginning != CLEAR_HEADER && beginning != [0; 16])
}

/// Whether every page can be read and holds what it should. Asked where the station was not closed in peace, or a page was
/// found damaged while it was open; else opening does not wait for it.
fn is_sound(connection: &Connection) -> Result<bool, OpenError> {
    match connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)) {
        Ok(said) => Ok(said == "ok"),
        Err(error) => {
            let error = StoreError::from(error);
            if error.is_damage() { Ok(false) } else { Err(error.into()) }
        }
    }
}

fn user_version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Applies what is missing, each migration in a transaction of its own.
fn migrate(connection: &mut Connection, migrations: &[&str]) -> rusqlite::Result<()> {
    let done = user_version(connection)?;
    for (number, sql) in (1u32..).zip(migrations).filter(|(number, _)| *number > done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", number)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "database_tests.rs"]
mod tests;
