//! What a clerk waits for, measured against a bound in the same run: looking a card up, recording
//! its use, loading the register; and how each grows with the register. Then what limits count, and
//! how it grows with the venue's usages. Prints two tables.
//!
//! Run it with `cargo xtask bench`. It judges nothing: machines differ, the ratios tell.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and fails by panicking")]

use jiff::Timestamp;
use jiff::civil::date;
use kaikuasema_domain::api::{CardRow, Secret, UsageRow};
use kaikuasema_domain::limits::Counted;
use kaikuasema_domain::user::{User, VenueAccess};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Usability, VenueRules};
use kaikuasema_domain::{Card, CardNumber, EventId, OrganisationId, StationId, Usage, UsageId, UserId, Venue, VenueId, verdict};
use kaikuasema_store::{FeedBatch, KeyChoice, NewUsage, SavedSession, Service, Stamp, Store, StoreConfig};
use std::collections::HashMap;
use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Usages of one venue.
const USAGES: [u64; 3] = [1_000, 10_000, 100_000];
/// Usages of one card among them, and of one event.
const OF_A_CARD: u64 = 12;
const OF_AN_EVENT: u64 = 250;
const SIZES: [u64; 3] = [20_000, 100_000, 500_000];
/// Rows of one batch of the feed.
const BATCH: u64 = 2_000;

fn card(number: u64) -> Card {
    let text = format!("A{number:010}");
    Card { number: CardNumber::parse(&text).unwrap(), active: true, valid_until: date(2027, 5, 31), children_max: Some(3) }
}

fn loaded(dir: &std::path::Path, cards: u64) -> Store {
    let store = Store::open(&StoreConfig { dir: dir.to_owned(), key: KeyChoice::File }).unwrap();
    let service = Service { url: "http://127.0.0.1:1".into(), instance_id: Uuid::nil(), public_key: [9; 32], training: false };
    store.set_service(&service).unwrap();
    for from in (0..cards).step_by(usize::try_from(BATCH).unwrap()) {
        let to = (from + BATCH).min(cards);
        let rows = (from..to).map(|n| CardRow::Present { version: n + 1, entity: card(n) }).collect();
        let after = (from > 0).then(|| from.to_string());
        let batch = FeedBatch { after, rows, cursor: to.to_string(), complete: to == cards, received_at: Timestamp::now() };
        store.apply_cards(batch).unwrap();
    }
    store
}

/// The median of many runs of one thing.
fn median(runs: u64, mut run: impl FnMut(u64)) -> Duration {
    let mut times: Vec<Duration> = (0..runs)
        .map(|n| {
            let started = Instant::now();
            run(n);
            started.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

fn usage(card: &Card, n: u64) -> Usage {
    let today = date(2026, 11, 22);
    Usage {
        id: UsageId(Uuid::from_u128(u128::from(n) + 1)),
        venue: VenueId(Uuid::nil()),
        card: card.number,
        event: None,
        event_name: None,
        showing: None,
        event_date: today,
        event_time: None,
        children: 2,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at: Timestamp::now(),
        clerk: UserId(Uuid::nil()),
        station: StationId(Uuid::nil()),
        discretion: None,
        over_cap: false,
        channel: Default::default(),
        group: None,
        entered_late: false,
        entered_by: None,
        facts: Default::default(),
        flags: Vec::new(),
    }
}

fn record(store: &Store, card: &Card, n: u64) {
    let usage = usage(card, n);
    let today = usage.event_date;
    let verdict = verdict(Some(card), today, today, &VenueRules::default());
    let stamp = Stamp { recorded_at: usage.recorded_at, clock_offset_ms: None, boot_id: Uuid::nil(), monotonic_ms: n, clerk: usage.clerk };
    store.record(NewUsage { usage, verdict, findings: Vec::new(), register_cursor: None, new_event: None, stamp }).unwrap();
}

fn row(what: &str, size: u64, ours: Duration, bound: &str, theirs: Duration) {
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!("| {what} | {size} | {ours:?} | {bound} | {theirs:?} | {ratio:.1} |");
}

/// The clerk serves two halls of one organisation: what a card used at either counts at both.
fn session() -> SavedSession {
    let hall = |id| Venue {
        id: VenueId(id),
        organisation: OrganisationId(Uuid::nil()),
        name: "Uimahalli".to_owned(),
        municipality: "Kaikula".to_owned(),
        kind: VenueKind::SwimmingHall,
        rules: VenueRules::default(),
    };
    let access = |id| VenueAccess { venue: hall(id), rights: Default::default(), colleagues: Vec::new() };
    SavedSession {
        user: User { id: UserId(Uuid::nil()), email: "kassa@uimahalli.invalid".to_owned() },
        venues: vec![access(Uuid::nil()), access(Uuid::from_u128(2))],
        refresh_token: Secret("r".to_owned()),
        signed_in_at: Timestamp::now(),
    }
}

/// A venue's usages as its feed tells them: each card and each event comes again and again.
fn venue(dir: &std::path::Path, usages: u64) -> (Store, Vec<Counted>) {
    let store = Store::open(&StoreConfig { dir: dir.to_owned(), key: KeyChoice::File }).unwrap();
    store.set_session(Some(&session())).unwrap();
    let of = |n: u64| Usage { event: Some(event(n % (usages / OF_AN_EVENT))), ..usage(&card(n % (usages / OF_A_CARD)), n) };
    let all: Vec<Usage> = (0..usages).map(of).collect();
    let mut after = None;
    for (n, rows) in all.chunks(usize::try_from(BATCH).unwrap()).enumerate() {
        let version = |at: usize| u64::try_from(n * usize::try_from(BATCH).unwrap() + at + 1).unwrap();
        let rows: Vec<_> =
            rows.iter().enumerate().map(|(at, each)| UsageRow::Present { version: version(at), entity: each.clone() }).collect();
        let cursor = version(rows.len() - 1).to_string();
        let complete = cursor == usages.to_string();
        let batch = FeedBatch { after: after.replace(cursor.clone()), rows, cursor, complete, received_at: Timestamp::now() };
        store.apply_usages(VenueId(Uuid::nil()), batch).unwrap();
    }
    (store, all.iter().map(|usage| Counted::of(usage, None)).collect())
}

fn event(n: u64) -> EventId {
    EventId(Uuid::from_u128(u128::from(n) + 1_000_000))
}

/// What the limits of one record count: the usages of its card and of its event.
fn counting() {
    println!();
    println!("| what | usages | median | bound in the same run | its median | ratio |");
    println!("|---|---|---|---|---|---|");
    for size in USAGES {
        let dir = tempfile::tempdir().unwrap();
        let (store, all) = venue(dir.path(), size);
        let mut of_card: HashMap<CardNumber, Vec<&Counted>> = HashMap::new();
        let mut of_event: HashMap<EventId, Vec<&Counted>> = HashMap::new();
        for each in &all {
            of_card.entry(each.card).or_default().push(each);
            of_event.entry(each.event.unwrap()).or_default().push(each);
        }
        let pick = |n: u64| (card(n * 7919 % (size / OF_A_CARD)).number, event(n * 31 % (size / OF_AN_EVENT)));
        let ours = median(300, |n| {
            let (card, event) = pick(n);
            assert!(store.counted(VenueId(Uuid::nil()), Some(card), Some(event)).unwrap().len() >= 250);
        });
        let theirs = median(300, |n| {
            let (card, event) = pick(n);
            let both: HashMap<UsageId, Counted> =
                of_card[&card].iter().chain(&of_event[&event]).map(|each| (each.id, (*each).clone())).collect();
            assert!(both.len() >= 250);
        });
        row("count for the limits of one record", size, ours, "gather the same from maps in memory", theirs);
    }
}

fn main() {
    println!("| what | cards | median | bound in the same run | its median | ratio |");
    println!("|---|---|---|---|---|---|");
    for size in SIZES {
        let dir = tempfile::tempdir().unwrap();
        let started = Instant::now();
        let store = loaded(dir.path(), size);
        let load = started.elapsed();
        // The least a load can be: the same rows made and put into a map in memory.
        let started = Instant::now();
        let map: HashMap<CardNumber, Card> = (0..size).map(card).map(|card| (card.number, card)).collect();
        let fill = started.elapsed();
        row("load the register", size, load, "fill a map in memory", fill);

        let today = date(2026, 11, 22);
        let pick = |n: u64| CardNumber::parse(&format!("A{:010}", n * 7919 % size)).unwrap();
        let ours = median(5_000, |n| {
            let found = store.card(pick(n)).unwrap();
            assert!(verdict(found.as_ref(), today, today, &VenueRules::default()).usability == Usability::Usable);
        });
        let theirs = median(5_000, |n| {
            let found = map.get(&pick(n));
            assert!(verdict(found, today, today, &VenueRules::default()).usability == Usability::Usable);
        });
        row("judge a card from the encrypted copy", size, ours, "judge it from the map", theirs);

        let one = card(71);
        let ours = median(200, |n| record(&store, &one, n));
        // What "on disk twice" costs at least: two appends, each flushed to the disk.
        let mut files = [File::create(dir.path().join("a")).unwrap(), File::create(dir.path().join("b")).unwrap()];
        let theirs = median(200, |_| {
            for file in &mut files {
                file.write_all(&[0; 700]).unwrap();
                file.sync_data().unwrap();
            }
        });
        row("record a use, durably, twice", size, ours, "two flushed appends", theirs);
    }
    counting();
}
