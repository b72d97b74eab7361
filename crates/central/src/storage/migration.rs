//! The schema and its forward steps: each in one transaction with the version it leads to.

use super::{OpenError, service};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The steps in order; the schema version is how many have been taken.
const STEPS: [&str; 2] = [include_str!("../../migrations/0001_first.sql"), include_str!("../../migrations/0002_limits.sql")];

/// Brings the file up to date; refuses a newer one unharmed.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let not_usable = |source| OpenError::NotUsable { path: path.to_owned(), source };
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let version = |connection: &Connection| connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    // A file that is up to date is opened without waiting for whoever writes to it.
    while version(connection).map_err(not_usable)? != known {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(not_usable)?;
        // Another process may have taken the step meanwhile.
        let found = version(&transaction).map_err(not_usable)?;
        if found > known || found < 0 {
            return Err(OpenError::Newer { path: path.to_owned(), found, known });
        }
        let Some(step) = usize::try_from(found).ok().and_then(|taken| STEPS.get(taken)) else { break };
        transaction.execute_batch(step).map_err(not_usable)?;
        if found == 0 {
            let service = service::New::random().map_err(OpenError::Random)?;
            service.insert(&transaction).map_err(not_usable)?;
        }
        transaction.pragma_update(None, "user_version", found + 1).map_err(not_usable)?;
        transaction.commit().map_err(not_usable)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::storage::{OpenError, Storage};

    #[test]
    fn a_newer_file_is_refused_unharmed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        drop(Storage::open(&file).unwrap());
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        drop(connection);
        let before = std::fs::read(&file).unwrap();
        assert!(matches!(Storage::open(&file), Err(OpenError::Newer { found: 99, .. })));
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }

    #[test]
    fn a_file_that_is_no_database_is_refused_unharmed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let text = "not a database at all ".repeat(100);
        std::fs::write(&file, &text).unwrap();
        assert!(matches!(Storage::open(&file), Err(OpenError::NotUsable { .. })));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_file_and_nothing_is_left_in_its_log() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("central.db")).unwrap();
        storage.read(|r| r.identity()).unwrap();
        let names = || std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
        for path in names() {
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
        }
        assert_eq!(names().count(), 3, "the file, its log and its index");
        drop(storage);
        assert_eq!(names().count(), 1);
    }

    #[test]
    fn a_file_that_is_being_written_to_is_opened_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let storage = Storage::open(&file).unwrap();
        storage
            .write(|_| {
                let beside = Storage::open(&file).unwrap();
                beside.read(|r| r.identity())
            })
            .unwrap();
    }

    #[test]
    fn four_that_make_the_same_file_at_once_make_one_service() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let open = |_| {
            let file = file.clone();
            std::thread::spawn(move || Storage::open(&file).unwrap().read(|r| r.identity()).unwrap())
        };
        let threads: Vec<_> = (0..4).map(open).collect();
        let identities: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert!(identities.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn opening_again_keeps_who_the_service_is() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let first = Storage::open(&file).unwrap().read(|r| r.identity()).unwrap();
        let again = Storage::open(&file).unwrap().read(|r| r.identity()).unwrap();
        assert_eq!(first, again);
    }
}
