//! Tests of recording that need to reach below the public face.

use super::*;
use crate::{KeyChoice, Service, StoreConfig, UsageFilter};
use jiff::civil::date;
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{CardNumber, StationId};

fn store(place: &std::path::Path) -> Store {
    let store = Store::open(&StoreConfig { dir: place.join("data"), key: KeyChoice::File }).unwrap();
    let public_key = *crypto_box::SecretKey::from_bytes([9; 32]).public_key().as_bytes();
    let service = Service { url: "https://kaiku.invalid".to_owned(), instance_id: Uuid::nil(), public_key, training: false };
    store.set_service(&service).unwrap();
    store
}

fn new_usage() -> NewUsage {
    let recorded_at = "2026-11-22T10:00:00Z".parse().unwrap();
    let usage = Usage {
        id: UsageId(Uuid::now_v7()),
        venue: VenueId(Uuid::from_u128(1)),
        card: CardNumber::parse("A9990000071").unwrap(),
        event: None,
        event_name: None,
        showing: None,
        event_date: date(2026, 11, 22),
        event_time: None,
        children: 0,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at,
        clerk: UserId(Uuid::from_u128(2)),
        station: StationId(Uuid::from_u128(5)),
        discretion: None,
        over_cap: false,
        channel: Default::default(),
        group: None,
        entered_late: false,
        entered_by: None,
        facts: Default::default(),
        flags: Vec::new(),
    };
    NewUsage {
        stamp: Stamp { recorded_at, clock_offset_ms: None, boot_id: Uuid::nil(), monotonic_ms: 0, clerk: usage.clerk },
        usage,
        verdict: Verdict {
            usability: Usability::Usable,
            standing: Standing::Valid { until: date(2027, 5, 31) },
            event_after_last_day: false,
        },
        findings: Vec::new(),
        register_cursor: None,
        new_event: None,
    }
}

fn set_most_pages(store: &Store, pages: i64) -> i64 {
    store
        .write(move |writer| {
            let sql = format!("PRAGMA max_page_count = {pages}");
            Ok::<_, StoreError>(writer.database.query_row(&sql, [], |row| row.get(0))?)
        })
        .unwrap()
}

#[test]
fn a_disk_that_fills_up_in_the_database_is_told_and_the_next_record_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let store = store(place.path());
    // The least that SQLite allows is what the file has now.
    set_most_pages(&store, 1);
    let mut saved = 0;
    let failed = loop {
        match store.record(new_usage()) {
            Ok(recorded) => saved = recorded.sequence,
            Err(error) => break error,
        }
    };
    assert!(failed.is_disk_full() && !failed.is_permanent(), "{failed:?}");
    let seen = |store: &Store| store.usages(&UsageFilter::default()).unwrap().len() as u64;
    assert_eq!(seen(&store), saved, "what failed is not there");
    set_most_pages(&store, 1 << 20);
    let recorded = store.record(new_usage()).unwrap();
    assert_eq!(recorded.sequence, saved + 2, "the sealed number is not given again");
    assert_eq!(seen(&store), saved + 1);
}

#[test]
fn a_damaged_file_is_set_aside_and_nothing_is_removed() {
    let place = tempfile::tempdir().unwrap();
    let store = store(place.path());
    store.record(new_usage()).unwrap();
    drop(store);
    let path = place.path().join("data/station.db");
    let mut content = std::fs::read(&path).unwrap();
    for byte in content.iter_mut().skip(4096) {
        *byte ^= 0x55;
    }
    std::fs::write(&path, &content).unwrap();
    let store = Store::open(&StoreConfig { dir: place.path().join("data"), key: KeyChoice::File }).unwrap();
    let salvage = store.salvage().unwrap().unwrap();
    assert_eq!((salvage.operations, salvage.only_sealed), (0, 1));
    assert_eq!(std::fs::read(place.path().join("data").join(salvage.kept_as.unwrap())).unwrap(), content);
    assert!(place.path().join("data/blackbox-0001.kbx").exists());
}

#[test]
fn records_of_several_threads_are_each_there_once_and_in_one_order() {
    let place = tempfile::tempdir().unwrap();
    let store = store(place.path());
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let store = store.clone();
            std::thread::spawn(move || (0..10).map(|_| store.record(new_usage()).unwrap().sequence).collect::<Vec<_>>())
        })
        .collect();
    let mut sequences: Vec<_> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    sequences.sort_unstable();
    assert_eq!(sequences, (1..=40).collect::<Vec<_>>());
    assert_eq!(store.usages(&UsageFilter::default()).unwrap().len(), 40);
}
