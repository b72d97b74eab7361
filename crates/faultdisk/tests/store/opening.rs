//! Opening fails at the nth step: the first opening, a later one, one with a log left behind, and one that migrates.

use crate::bench::{self, *};
use crate::support::*;
use kaikuasema_domain::CardNumber;
use kaikuasema_faultdisk::{Cut, Disk, Errno, Operation, Survivors};
use kaikuasema_store::*;
use std::fs;
use std::path::Path;

/// What fails at the nth step, and whether all after it do too: in turn, or each at every step with `ALL_FAULTS=1`.
const KINDS: [(Errno, bool); 4] = [(Errno::Io, false), (Errno::NoSpace, true), (Errno::Io, true), (Errno::NoSpace, false)];
const OPERATIONS: [Operation; 6] =
    [Operation::Write, Operation::Sync, Operation::Create, Operation::Truncate, Operation::Rename, Operation::Unlink];
/// The form that the first released version made, and what it may hold.
const FIRST_FORM: &str = include_str!("../../../store/migrations/0001_station.sql");
const FIRST_SAMPLE: &str = include_str!("../../../store/migrations/samples/0001_station.sql");

fn open(disk: &Disk) -> Result<Store, OpenError> {
    bench::open(disk.path())
}

/// Opens at each n in each way from what `prepare` puts on the disk, heals it, and opens again: then `look` is asked.
fn fail_opening(disk: &Disk, prepare: impl Fn(&Disk), look: impl Fn(Store, &str)) -> u64 {
    let tries_all = std::env::var("ALL_FAULTS").is_ok_and(|value| value == "1");
    let mut failures = 0;
    for operation in OPERATIONS {
        let mut left = KINDS.to_vec();
        for nth in 1.. {
            let turn = if tries_all { left.clone() } else { vec![KINDS[nth as usize % KINDS.len()]] };
            for (errno, stays) in turn {
                let context = format!("{operation:?} {errno:?}, stays: {stays}, the {nth}th");
                clear(disk);
                prepare(disk);
                disk.fail(operation, nth, errno, "", stays).unwrap();
                let told = open(disk).map(drop);
                let failed = disk.heal().unwrap();
                failures += u64::from(failed > 0);
                assert!(failed > 0 || told.is_ok(), "{context}: {told:?}");
                if let Err(error) = &told {
                    assert!(!matches!(error, OpenError::NotADatabase { .. }), "{context}: a failing disk is no damage: {error:?}");
                }
                look(open(disk).unwrap_or_else(|error| panic!("{context}: {told:?}, then {error:?}")), &context);
                if failed == 0 {
                    left.retain(|kind| *kind != (errno, stays));
                    if !tries_all {
                        left.clear();
                    }
                }
            }
            if left.is_empty() {
                break;
            }
        }
    }
    failures
}

fn clear(disk: &Disk) {
    let _ = fs::remove_dir_all(disk.path().join("data"));
}

fn copy(from: &Path, disk: &Disk) {
    let to = disk.path().join("data");
    fs::create_dir_all(&to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

fn works(store: &Store, context: &str) {
    store.set_service(&service()).unwrap();
    store.record(new_usage(usage())).unwrap_or_else(|error| panic!("{context}: {error:?}"));
}

#[test]
fn a_first_opening_that_failed_is_followed_by_one_that_succeeds() {
    let Some(disk) = disk() else { return };
    let failures = fail_opening(
        &disk,
        |_| {},
        |store, context| {
            works(&store, context);
            assert_eq!(store.usages(&UsageFilter::default()).unwrap().len(), 1, "{context}");
        },
    );
    println!("{failures} failures at a first opening");
    assert!(failures > 30);
}

#[test]
fn an_opening_that_failed_loses_nothing_though_a_log_was_left_behind() {
    let Some(mut bench) = Bench::new() else { return };
    for _ in 0..3 {
        bench.record().unwrap();
    }
    let left = tempfile::tempdir().unwrap();
    // As the power left it: the log is not written into the file.
    Cut::after(&bench.disk.steps().unwrap()).materialise(Survivors::All, left.path()).unwrap();
    assert!(fs::metadata(left.path().join("data/station.db-wal")).unwrap().len() > 0);
    let ledger = std::mem::take(&mut bench.ledger);
    let Bench { store, disk, .. } = bench;
    drop(store);
    let failures = fail_opening(
        &disk,
        |disk| copy(&left.path().join("data"), disk),
        |store, context| {
            check(&store, &ledger, &[], context);
            works(&store, context);
        },
    );
    println!("{failures} failures at an opening with a log left behind");
}

/// A file in the first form, with the sample of that form in it.
pub(crate) fn old_file(data: &Path) {
    drop(Store::open(&StoreConfig { dir: data.to_owned(), key: KeyChoice::File }).unwrap());
    fs::remove_file(data.join("station.db")).unwrap();
    let key = fs::read_to_string(data.join("station.key")).unwrap();
    let database = rusqlite::Connection::open(data.join("station.db")).unwrap();
    database.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    database.execute_batch(FIRST_FORM).unwrap();
    database.execute_batch(FIRST_SAMPLE).unwrap();
    database.execute_batch("PRAGMA user_version = 1").unwrap();
    database.close().unwrap();
}

/// That what the sample held is there.
pub(crate) fn sample_is_there(store: &Store, context: &str) {
    assert_eq!(store.queue().unwrap().len(), 1, "{context}");
    assert_eq!(store.usages(&UsageFilter::default()).unwrap().len(), 2, "{context}");
    assert!(store.card(CardNumber::parse("A000000001").unwrap()).unwrap().is_some(), "{context}");
}

#[test]
fn a_migration_that_failed_leaves_the_data_and_succeeds_at_the_next_opening() {
    let Some(disk) = disk() else { return };
    let old = tempfile::tempdir().unwrap();
    old_file(&old.path().join("data"));
    let failures = fail_opening(
        &disk,
        |disk| copy(&old.path().join("data"), disk),
        |store, context| {
            sample_is_there(&store, context);
            works(&store, context);
        },
    );
    println!("{failures} failures at an opening that migrates");
    assert!(failures > 50);
}

#[test]
fn a_salvage_that_failed_goes_on_at_the_next_opening_and_loses_nothing() {
    let Some(disk) = disk() else { return };
    let Some(mut bench) = Bench::new() else { return };
    for _ in 0..3 {
        bench.record().unwrap();
    }
    fetch_register(bench.store(), 300, 1).unwrap();
    bench.store = None;
    let damaged = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(bench.disk.path().join("data")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, damaged.path().join(path.file_name().unwrap())).unwrap();
    }
    // The last page is one of the register's, and a file left doubtful is looked through.
    let path = damaged.path().join("station.db");
    let mut content = fs::read(&path).unwrap();
    let last = content.len() - 100;
    content[last] ^= 1;
    fs::write(&path, &content).unwrap();
    fs::write(damaged.path().join("station.db.doubtful"), "").unwrap();
    let failures = fail_opening(
        &disk,
        |disk| copy(damaged.path(), disk),
        |store, context| {
            let salvage = store.salvage().unwrap().unwrap_or_else(|| panic!("{context}: nothing is told"));
            let kept = disk.path().join("data").join(salvage.kept_as.unwrap());
            assert_eq!(fs::read(kept).unwrap(), content, "{context}");
            check(&store, &bench.ledger, &[], context);
            works(&store, context);
        },
    );
    println!("{failures} failures at an opening that salvages");
    assert!(failures > 30);
}
