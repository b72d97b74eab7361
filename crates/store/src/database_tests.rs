//! Tests of the migrations: every old version's file is brought up to date with all that is in it.
//!
//! A new migration is covered by adding its file, its line in `MIGRATIONS`, and a sample of data in
//! the form that it makes, `migrations/samples/NNNN_name.sql`.

use super::*;
use crate::key::{self, KeyChoice};
use crate::{OpenError, Store, StoreConfig, UsageFilter, UsageState};
use kaikuasema_domain::{CardNumber, ShowingId, VenueId};
use std::path::PathBuf;
use uuid::Uuid;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn sql_files(name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(name)).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "sql")).collect();
    files.sort();
    files
}

/// A database as the first `version` migrations made it, with the sample of that version in it.
fn make_old(place: &Path, version: usize, sample: &str) -> StoreConfig {
    let config = StoreConfig { dir: place.join("data"), key: KeyChoice::File };
    let directory = Directory::open(&config.dir).unwrap();
    let (key, _) = key::find_or_make(&directory, KeyChoice::File, false).unwrap();
    let path = directory.file(DATABASE);
    fs::write(&path, "").unwrap();
    let mut connection = connect(&path, &key).unwrap();
    migrate(&mut connection, &MIGRATIONS[..version]).unwrap();
    connection.execute_batch(sample).unwrap();
    connection.close().unwrap();
    config
}

fn schema(connection: &Connection) -> Vec<(String, Option<String>)> {
    let mut statement = connection.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").unwrap();
    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
}

#[test]
fn every_migration_is_listed_and_has_a_sample() {
    let migrations = sql_files("migrations");
    assert_eq!(migrations.len(), MIGRATIONS.len());
    for (number, (path, listed)) in (1..).zip(migrations.iter().zip(MIGRATIONS)) {
        let name = path.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with(&format!("{number:04}_")), "{name}");
        assert_eq!(fs::read_to_string(path).unwrap(), *listed, "{name}");
        assert!(folder("migrations/samples").join(name).exists(), "{name} has no sample");
    }
    assert_eq!(sql_files("migrations/samples").len(), MIGRATIONS.len());
}

#[test]
fn a_file_of_every_old_version_is_brought_up_to_date_with_all_that_is_in_it() {
    for (index, path) in sql_files("migrations/samples").iter().enumerate() {
        let place = tempfile::tempdir().unwrap();
        let config = make_old(place.path(), index + 1, &fs::read_to_string(path).unwrap());
        let store = Store::open(&config).unwrap();
        let venue = VenueId(Uuid::from_u128(1));
        assert_eq!(store.queue().unwrap().len(), 1, "{}", path.display());
        let usages = store.usages(&UsageFilter::default()).unwrap();
        assert_eq!(usages.iter().map(|each| each.state).collect::<Vec<_>>(), [UsageState::Waiting, UsageState::Sent]);
        assert_eq!(store.events(venue).unwrap().len(), 1);
        let card = CardNumber::parse("A000000001").unwrap();
        assert!(store.card(card).unwrap().is_some());
        let counted = store.counted(venue, Some(card), None).unwrap();
        let children: Vec<_> = counted.iter().map(|each| (each.id.0.as_u128(), each.children)).collect();
        // From the second form on: one at another venue, and one set aside.
        let expected = if index == 0 { vec![(0x14, 2), (0x15, 2)] } else { vec![(0x14, 2), (0x15, 2), (0x16, 1), (0x17, 0)] };
        assert_eq!(children, expected);
        assert!(counted.iter().all(|each| each.staff == 1), "nobody counted them before");
        assert_eq!(store.rules(venue).unwrap().limits.once_per_production, index > 0);
        let fresh = tempfile::tempdir().unwrap();
        let fresh = Store::open(&StoreConfig { dir: fresh.path().join("data"), key: KeyChoice::File }).unwrap();
        let (schema_now, schema_fresh) = (store.read(|c| Ok(schema(c))).unwrap(), fresh.read(|c| Ok(schema(c))).unwrap());
        assert_eq!(schema_now, schema_fresh);
        let sound: String = store.read(|c| Ok(c.query_row("PRAGMA integrity_check", [], |row| row.get(0))?)).unwrap();
        assert_eq!(sound, "ok");
    }
}

#[test]
fn what_an_old_usage_counts_for_is_known_after_the_upgrade() {
    let place = tempfile::tempdir().unwrap();
    let (usage, event, showing) = ("00000000-0000-0000-0000-000000000051", "00000000-0000-0000-0000-00000000001e", Uuid::from_u128(0x1f));
    let body = format!(
        r#"{{"id":"{usage}","venue":"00000000-0000-0000-0000-000000000001","card":"A000000001","event":"{event}","event_name":null,
            "showing":"{showing}","event_date":"2026-11-22","event_time":"19:30:00","children":3,"customer_cards":null,"value":450,
            "recorded_at":"2026-11-22T10:01:00Z","clerk":"00000000-0000-0000-0000-000000000002",
            "station":"00000000-0000-0000-0000-000000000005","discretion":{{"reason":"lupa"}}}}"#
    );
    let sql = format!(
        "INSERT INTO usages_base (venue, id, version, body, clerk, card, event, event_date, event_time, recorded_at)
         VALUES (x'00000000000000000000000000000001', x'00000000000000000000000000000051', 2, '{body}',
                 x'00000000000000000000000000000002', 1, x'0000000000000000000000000000001e', 20779, 70200, 1795341660000000);"
    );
    let store = Store::open(&make_old(place.path(), 1, &sql)).unwrap();
    let venue = VenueId(Uuid::from_u128(1));
    let stored = store.usages(&UsageFilter { showing: Some(ShowingId(showing)), ..UsageFilter::default() }).unwrap();
    let counted = store.counted(venue, None, stored[0].usage.event).unwrap();
    assert_eq!(counted, [kaikuasema_domain::limits::Counted::of(&stored[0].usage, None)]);
    assert_eq!((counted[0].staff, counted[0].children), (1, 3));
    assert_eq!((counted[0].children, counted[0].value.map(|value| value.get()), counted[0].over_cap), (3, Some(450), false));
    assert_eq!(store.counted_from(venue, stored[0].usage.event_date).unwrap(), counted);
}

#[test]
fn a_newer_file_is_refused_unharmed() {
    let place = tempfile::tempdir().unwrap();
    let newer = newest_version() + 1;
    let config = make_old(place.path(), MIGRATIONS.len(), &format!("PRAGMA user_version = {newer}"));
    let path = config.dir.join(DATABASE);
    let content = fs::read(&path).unwrap();
    let Err(OpenError::Newer { found, known }) = Store::open(&config) else { panic!("it opened") };
    assert_eq!((found, known), (newer, newer - 1));
    assert_eq!(fs::read(&path).unwrap(), content);
    assert!(!config.dir.join("station.db-wal").exists());
}

#[test]
fn a_migration_that_fails_leaves_the_file_as_it_was() {
    let mut connection = Connection::open_in_memory().unwrap();
    let broken = ["CREATE TABLE a (x)", "CREATE TABLE b (x); CREATE TABLE a (x)"];
    assert!(migrate(&mut connection, &broken).is_err());
    assert_eq!(user_version(&connection).unwrap(), 1);
    assert_eq!(schema(&connection).len(), 1);
}

#[test]
fn the_file_is_written_with_a_log_and_flushed_at_every_commit() {
    let place = tempfile::tempdir().unwrap();
    let store = Store::open(&StoreConfig { dir: place.path().join("data"), key: KeyChoice::File }).unwrap();
    let pragma = |name: &'static str| {
        store.write(move |writer| {
            Ok::<_, crate::StoreError>(
                writer.database.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, rusqlite::types::Value>(0))?,
            )
        })
    };
    assert_eq!(pragma("journal_mode").unwrap(), "wal".to_owned().into());
    assert_eq!(pragma("synchronous").unwrap(), 2.into());
    assert_eq!(pragma("foreign_keys").unwrap(), 1.into());
}

#[test]
fn every_commit_waits_until_the_disk_has_it() {
    let place = tempfile::tempdir().unwrap();
    let config = StoreConfig { dir: place.path().join("data"), key: KeyChoice::File };
    for _ in 0..2 {
        let store = Store::open(&config).unwrap();
        assert!(store.commits_reach_the_disk().unwrap());
        store.write(|writer| writer.database.pragma_update(None, "synchronous", "normal").map_err(crate::StoreError::from)).unwrap();
        assert!(!store.commits_reach_the_disk().unwrap(), "in WAL mode NORMAL does not wait");
    }
}

fn copies(config: &StoreConfig) -> Vec<String> {
    let names = fs::read_dir(&config.dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.starts_with("station.db.version-")).collect();
    names.sort();
    names
}

#[test]
fn before_a_migration_the_file_is_copied_and_the_copy_can_be_opened() {
    for (index, sample) in sql_files("migrations/samples").iter().enumerate() {
        let version = index + 1;
        let place = tempfile::tempdir().unwrap();
        let config = make_old(place.path(), version, &fs::read_to_string(sample).unwrap());
        drop(Store::open(&config).unwrap());
        if version == MIGRATIONS.len() {
            assert!(copies(&config).is_empty(), "nothing was migrated");
            continue;
        }
        let name = format!("station.db.version-{version:04}");
        assert_eq!(copies(&config).join(" "), name);
        // As somebody would go back to it: put in the file's place, beside its key.
        fs::rename(config.dir.join(name), config.dir.join(DATABASE)).unwrap();
        let directory = Directory::open(&config.dir).unwrap();
        let (key, _) = key::find_or_make(&directory, KeyChoice::File, true).unwrap();
        let copy = connect(&directory.file(DATABASE), &key).unwrap();
        assert_eq!(user_version(&copy).unwrap() as usize, version);
        drop((copy, directory));
        assert_eq!(Store::open(&config).unwrap().queue().unwrap().len(), 1);
    }
}

#[test]
fn of_the_copies_before_migrations_the_last_two_are_kept() {
    let place = tempfile::tempdir().unwrap();
    let config = make_old(place.path(), MIGRATIONS.len(), "");
    let directory = Directory::open(&config.dir).unwrap();
    let (key, _) = key::find_or_make(&directory, KeyChoice::File, true).unwrap();
    let database = connect(&directory.file(DATABASE), &key).unwrap();
    for version in 1..=4 {
        backup::before_migration(&directory, &key, &database, version).unwrap();
    }
    assert_eq!(copies(&config), ["station.db.version-0003", "station.db.version-0004"]);
}
