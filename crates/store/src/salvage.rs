//! A file that is damaged: set aside, never removed, and a new one made of what can still be read of it.
//!
//! The damaged file gets another name with its log (`station.db.damaged`), the new one is made beside it and gets the
//! file's name when it is whole, and then the damaged one gets a dated name. Cut anywhere, the next opening goes on.
//!
//! Kept are what the station knows about itself, its settings, the queue, what was set aside and which events were merged;
//! the register and the venues' data are fetched anew. What only the black box holds the service alone can read.

use crate::aside;
use crate::black_box;
use crate::columns;
use crate::database;
use crate::directory::{self, DATABASE, Directory};
use crate::error::{OpenError, StoreError};
use crate::key::Key;
use crate::layer;
use crate::station;
use crate::store::Store;
use jiff::Timestamp;
use kaikuasema_domain::Operation;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params_from_iter};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io;
use std::path::Path;

/// The damaged file until the new one is in its place.
const DAMAGED: &str = "station.db.damaged";
/// What SQLite keeps beside a file: its log, and the log's index, which is made anew from it.
const LOG: &str = "-wal";
const INDEX: &str = "-shm";
/// More lost rows than these are not asked for one by one.
const MOST_ASKED: i64 = 1_000_000;

/// What became of a file that was damaged, until the clerk has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Salvage {
    /// When it was found, by the machine's clock.
    pub at: Timestamp,
    /// Under which name the damaged file is kept in the data directory; none where the file was good, and only the last
    /// entries were missing in it.
    pub kept_as: Option<String>,
    /// How many operations were saved.
    pub operations: u64,
    /// How many of them wait to be sent.
    pub waiting: u64,
    /// How many operations only the black box holds, at most: those that were sent already come back from the service.
    pub only_sealed: u64,
    /// Whether the clerk is signed in as before.
    pub keeps_sign_in: bool,
}

/// A table that is saved, by which columns its rows go in order.
struct Table {
    name: &'static str,
    key: &'static str,
}

const TABLES: [Table; 5] = [
    Table { name: "station", key: "name" },
    Table { name: "settings", key: "name" },
    Table { name: "set_asides", key: "id" },
    Table { name: "event_aliases", key: "id" },
    OUTBOX,
];
const OUTBOX: Table = Table { name: "outbox", key: "sequence" };

/// What could be read of a table.
struct Saved {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
    /// Whether that is all that there was.
    is_whole: bool,
}

impl Store {
    /// What became of a damaged file, until [`Store::forget_salvage`].
    ///
    /// # Errors
    /// When the database refuses.
    pub fn salvage(&self) -> Result<Option<Salvage>, StoreError> {
        self.read(station::salvage)
    }

    /// The clerk has read what became of the damaged file.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn forget_salvage(&self) -> Result<(), StoreError> {
        self.write(|writer| station::set_salvage(&writer.database, None))
    }
}

/// Whether what lies in a directory can only be damage: a log whose file was taken away, or a salvage that was cut off.
pub(crate) fn is_due(directory: &Directory) -> bool {
    let log = directory.file(&format!("{DATABASE}{LOG}"));
    !database::exists(directory) && (log.exists() || directory.file(DAMAGED).exists())
}

/// Sets the damaged file aside, and makes a new one of what can be read of it.
pub(crate) fn run(directory: &Directory, key: &Key) -> Result<(), OpenError> {
    let not_writable = |source| OpenError::NotWritable { path: directory.path().to_owned(), source };
    set_aside(directory).map_err(not_writable)?;
    let kept_as = dated_name(directory, Timestamp::now());
    let sealed = black_box::survey(directory.path())?;
    let damaged = open_damaged(&directory.file(DAMAGED), key)?;
    database::make(directory, key, |transaction| {
        let mut sequences = HashSet::new();
        let (mut is_whole, mut has_asides) = (false, false);
        for table in &TABLES {
            let Some(damaged) = &damaged else { break };
            let saved = read(damaged, transaction, table, sealed.furthest())?;
            match table.name {
                "outbox" => {
                    is_whole = saved.is_whole;
                    sequences = write_outbox(transaction, &saved, has_asides)?;
                }
                name => {
                    has_asides |= name == "set_asides" && saved.is_whole;
                    write(transaction, table, &saved)?;
                }
            }
        }
        if let Some(station) = sealed.station.filter(|_| !station::has_id(transaction).unwrap_or(false)) {
            station::set_id(transaction, station)?;
        }
        let last = sequences.iter().copied().max().unwrap_or_default();
        // A number that may have been given is never given again.
        station::set_floor(transaction, last.max(sealed.furthest()))?;
        let only_sealed = if is_whole {
            sealed.sequences.iter().filter(|one| **one > last).count()
        } else {
            sealed.sequences.difference(&sequences).count()
        };
        let waiting: i64 = transaction.query_row("SELECT count(*) FROM outbox WHERE state = 'waiting'", [], |row| row.get(0))?;
        let salvage = Salvage {
            at: Timestamp::now(),
            kept_as: Some(kept_as),
            operations: sequences.len() as u64,
            waiting: columns::to_number(waiting),
            only_sealed: only_sealed as u64,
            keeps_sign_in: station::session(transaction).is_ok_and(|session| session.is_some()),
        };
        station::set_salvage(transaction, Some(&salvage))
    })
}

/// Gives a damaged file its dated name, once the new one is in its place.
pub(crate) fn finish(directory: &Directory, database: &Connection) -> Result<(), OpenError> {
    if !directory.file(DAMAGED).exists() && !directory.file(&format!("{DAMAGED}{LOG}")).exists() {
        return Ok(());
    }
    let told = station::salvage(database).ok().flatten().and_then(|salvage| salvage.kept_as);
    let name = told.filter(|name| is_free(directory, name)).unwrap_or_else(|| dated_name(directory, Timestamp::now()));
    let renamed = rename_with_log(directory, DAMAGED, &name);
    renamed.map_err(|source| OpenError::NotWritable { path: directory.path().to_owned(), source })
}

/// Notes that the black box holds operations that the file does not: its log was lost, or the power went at their saving.
pub(crate) fn note_missing(database: &Connection, only_sealed: u64, furthest: u64) -> Result<(), StoreError> {
    let waiting: i64 = database.query_row("SELECT count(*) FROM outbox WHERE state = 'waiting'", [], |row| row.get(0))?;
    // What was told before and is not read yet is told on.
    let former = station::salvage(database)?;
    let salvage = Salvage {
        at: Timestamp::now(),
        kept_as: former.as_ref().and_then(|former| former.kept_as.clone()),
        operations: former.as_ref().map_or(0, |former| former.operations),
        waiting: columns::to_number(waiting),
        only_sealed: only_sealed + former.map_or(0, |former| former.only_sealed),
        keeps_sign_in: station::session(database)?.is_some(),
    };
    station::set_floor(database, furthest)?;
    station::set_salvage(database, Some(&salvage))
}

fn set_aside(directory: &Directory) -> io::Result<()> {
    let is_there = |name: &str| fs::symlink_metadata(directory.file(name)).is_ok();
    if is_there(DATABASE) && (is_there(DAMAGED) || is_there(&format!("{DAMAGED}{LOG}"))) {
        // Of an earlier time.
        rename_with_log(directory, DAMAGED, &dated_name(directory, Timestamp::now()))?;
    }
    rename_with_log(directory, DATABASE, DAMAGED)
}

/// The file before its log: a file without the log would pass for a whole one.
fn rename_with_log(directory: &Directory, from: &str, to: &str) -> io::Result<()> {
    let log = directory.file(&format!("{from}{LOG}"));
    if fs::metadata(&log).is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0) {
        // Reading makes one where there is none.
        fs::remove_file(&log)?;
    }
    for part in ["", LOG] {
        match fs::rename(directory.file(&format!("{from}{part}")), directory.file(&format!("{to}{part}"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    match fs::remove_file(directory.file(&format!("{from}{INDEX}"))) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    directory::sync(directory.path())
}

fn dated_name(directory: &Directory, at: Timestamp) -> String {
    let day = at.strftime("%Y%m%dT%H%M%SZ");
    let first = format!("{DAMAGED}-{day}");
    let mut names = std::iter::once(first.clone()).chain((2..1000).map(|number| format!("{first}-{number}")));
    names.find(|name| is_free(directory, name)).unwrap_or(first)
}

fn is_free(directory: &Directory, name: &str) -> bool {
    fs::symlink_metadata(directory.file(name)).is_err() && fs::symlink_metadata(directory.file(&format!("{name}{LOG}"))).is_err()
}

/// A connection to the damaged file, as far as there is one: it changes nothing in it, not even at its end.
fn open_damaged(path: &Path, key: &Key) -> Result<Option<Connection>, StoreError> {
    if !path.is_file() {
        return Ok(None);
    }
    let connection = database::connect(path, key)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(Some(connection))
}

/// Whether it is the machine that fails, and not what is in the file: then a later try finds more. What the disk cannot
/// read of this file is lost as what is damaged.
fn is_the_machine(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{
        CannotOpen, DatabaseBusy, DatabaseLocked, DiskFull, OutOfMemory, PermissionDenied, ReadOnly, SystemIoFailure,
    };
    let Some(code) = error.sqlite_error_code() else { return false };
    let of_reading = [rusqlite::ffi::SQLITE_IOERR_READ, rusqlite::ffi::SQLITE_IOERR_SHORT_READ];
    match code {
        SystemIoFailure => !error.sqlite_error().is_some_and(|error| of_reading.contains(&error.extended_code)),
        CannotOpen | DatabaseBusy | DatabaseLocked | DiskFull | OutOfMemory | PermissionDenied | ReadOnly => true,
        _ => false,
    }
}

fn columns_of(database: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = database.prepare("SELECT name FROM pragma_table_info(?1)")?;
    statement.query_map([table], |row| row.get(0))?.collect()
}

/// Reads a table from both its ends, and of the queue each row between them that can be read.
fn read(damaged: &Connection, new: &Connection, table: &Table, furthest: u64) -> Result<Saved, StoreError> {
    let known = columns_of(new, table.name)?;
    let (found, _) = rows(damaged, "SELECT name FROM pragma_table_info(?1)", &[Value::Text(table.name.to_owned())])?;
    let names = found.into_iter().flatten().filter_map(|value| if let Value::Text(name) = value { Some(name) } else { None });
    let columns: Vec<String> = names.filter(|name| known.contains(name)).collect();
    let (name, by) = (table.name, table.key);
    let Some(key) = columns.iter().position(|name| name == by) else { return Ok(Saved { columns, rows: Vec::new(), is_whole: false }) };
    let select = format!("SELECT {} FROM {name}", columns.join(", "));
    let (mut found, is_whole) = rows(damaged, &format!("{select} ORDER BY {by}"), &[])?;
    if is_whole {
        return Ok(Saved { columns, rows: found, is_whole });
    }
    let mut seen: HashSet<String> = found.iter().filter_map(|row| row.get(key)).map(|value| format!("{value:?}")).collect();
    let (from_the_end, _) = rows(damaged, &format!("{select} ORDER BY {by} DESC"), &[])?;
    for row in from_the_end.into_iter().rev() {
        if row.get(key).is_some_and(|value| seen.insert(format!("{value:?}"))) {
            found.push(row);
        }
    }
    if name == OUTBOX.name {
        for sequence in 1..=columns::integer(furthest).min(MOST_ASKED) {
            let value = Value::Integer(sequence);
            if seen.insert(format!("{value:?}")) {
                found.extend(rows(damaged, &format!("{select} WHERE {by} = ?1"), &[value])?.0);
            }
        }
    }
    Ok(Saved { columns, rows: found, is_whole: false })
}

/// The rows up to the first that cannot be read, and whether there was none such.
fn rows(database: &Connection, sql: &str, with: &[Value]) -> Result<(Vec<Vec<Value>>, bool), StoreError> {
    let mut found = Vec::new();
    let mut read = || -> rusqlite::Result<()> {
        let mut statement = database.prepare(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(params_from_iter(with))?;
        while let Some(row) = rows.next()? {
            found.push((0..columns).map(|place| row.get(place)).collect::<rusqlite::Result<Vec<Value>>>()?);
        }
        Ok(())
    };
    match read() {
        Ok(()) => Ok((found, true)),
        Err(error) if is_the_machine(&error) => Err(error.into()),
        Err(_) => Ok((found, false)),
    }
}

fn write(transaction: &Transaction<'_>, table: &Table, saved: &Saved) -> Result<(), StoreError> {
    for row in &saved.rows {
        insert(transaction, table, &saved.columns, row)?;
    }
    Ok(())
}

/// Puts a row into the new file, where it is one: whether it was.
fn insert(transaction: &Transaction<'_>, table: &Table, columns: &[String], row: &[Value]) -> Result<bool, StoreError> {
    if columns.is_empty() {
        return Ok(false);
    }
    let places = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO {} ({}) VALUES ({places})", table.name, columns.join(", "));
    match transaction.prepare_cached(&sql)?.execute(params_from_iter(row)) {
        Ok(written) => Ok(written > 0),
        // A value that the table does not take is none that this program wrote.
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Writes the queue, and what its operations make; gives the numbers of what was written. What was set aside is made of
/// them too, unless all of it was saved.
fn write_outbox(transaction: &Transaction<'_>, saved: &Saved, has_asides: bool) -> Result<HashSet<u64>, StoreError> {
    let mut written = BTreeMap::new();
    let Some(bytes) = saved.columns.iter().position(|name| name == "bytes") else { return Ok(HashSet::new()) };
    for row in &saved.rows {
        let Some(Value::Blob(bytes)) = row.get(bytes) else { continue };
        let Ok(operation) = serde_json::from_slice::<Operation>(bytes) else { continue };
        if insert(transaction, &OUTBOX, &saved.columns, row)? {
            written.insert(operation.sequence, operation);
        }
    }
    let mut entities = HashSet::new();
    for operation in written.values() {
        if !has_asides {
            aside::note_again(transaction, operation)?;
        }
        entities.insert(operation.change.entity(operation.venue));
    }
    for entity in entities {
        layer::rebuild(transaction, entity)?;
    }
    Ok(written.into_keys().collect())
}
