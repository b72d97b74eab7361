//! A copy of the file before each migration; the last two are kept.

use crate::database;
use crate::directory::{self, Directory};
use crate::error::{OpenError, StoreError};
use crate::key::Key;
use rusqlite::Connection;
use rusqlite::backup::Backup;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// The copies are named by the version of the file that was copied.
const PREFIX: &str = "station.db.version-";
const UNFINISHED: &str = "station.db.copy";
const KEPT: usize = 2;
const PAGES_AT_ONCE: i32 = 256;

/// Copies the file as it is, encrypted by the same key, before it is brought up from `version`. Without a copy there is no
/// migration: the file stays as it is.
pub(crate) fn before_migration(directory: &Directory, key: &Key, database: &Connection, version: u32) -> Result<(), OpenError> {
    let made = make(directory, key, database, version);
    if made.is_err() {
        remove_unfinished(directory);
    }
    made?;
    // A copy that is left over harms nobody.
    if let Ok(copies) = list(directory) {
        for (_, path) in copies.iter().rev().skip(KEPT) {
            let _ = fs::remove_file(path);
        }
    }
    Ok(())
}

fn make(directory: &Directory, key: &Key, database: &Connection, version: u32) -> Result<(), OpenError> {
    let unfinished = directory.file(UNFINISHED);
    let failed = |source: io::Error| OpenError::NoCopy(Box::new(source));
    let refused = |source: rusqlite::Error| {
        let source = StoreError::from(source);
        if source.is_damage() { OpenError::from(source) } else { OpenError::NoCopy(Box::new(source)) }
    };
    remove_unfinished(directory);
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    directory::private(&mut options).open(&unfinished).map_err(failed)?;
    let mut copy = database::connect(&unfinished, key).map_err(refused)?;
    Backup::new(database, &mut copy).and_then(|backup| backup.run_to_completion(PAGES_AT_ONCE, Duration::ZERO, None)).map_err(refused)?;
    copy.close().map_err(|(_, error)| refused(error))?;
    let renamed = fs::rename(&unfinished, directory.file(&format!("{PREFIX}{version:04}")));
    renamed.and_then(|()| directory::sync(directory.path())).map_err(failed)
}

fn remove_unfinished(directory: &Directory) {
    for part in ["", "-journal", "-wal", "-shm"] {
        let _ = fs::remove_file(directory.file(&format!("{UNFINISHED}{part}")));
    }
}

/// The copies by version, oldest first.
fn list(directory: &Directory) -> io::Result<Vec<(u32, PathBuf)>> {
    let mut copies = Vec::new();
    for entry in fs::read_dir(directory.path())? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if let Some(version) = name.strip_prefix(PREFIX).and_then(|version| version.parse().ok()) {
            copies.push((version, path));
        }
    }
    copies.sort();
    Ok(copies)
}
