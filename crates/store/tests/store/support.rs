//! What the tests share: a station in a directory of its own, and the service's side in small.

use jiff::Timestamp;
use jiff::civil::date;
use kaikuasema_domain::api::{CardRow, EventOrShowing, EventRow, TotalRow, UsageRow};
use kaikuasema_domain::operation::{OperationResult, Outcome, SetAside};
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::*;
use kaikuasema_store::*;
use std::path::{Path, PathBuf};
use uuid::Uuid;

/// The service's secret key, as a test has it.
pub(crate) const SECRET: [u8; 32] = [42; 32];

pub(crate) struct Station {
    pub(crate) place: tempfile::TempDir,
    pub(crate) store: Store,
}

impl std::ops::Deref for Station {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

pub(crate) fn config(place: &Path) -> StoreConfig {
    StoreConfig { dir: place.join("data"), key: KeyChoice::File }
}

pub(crate) fn service() -> Service {
    let public_key = *crypto_box::SecretKey::from_bytes(SECRET).public_key().as_bytes();
    Service { url: "https://kaiku.invalid".to_owned(), instance_id: Uuid::from_u128(77), public_key, training: false }
}

impl Station {
    /// A new station that belongs to a service.
    pub(crate) fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let store = Store::open(&config(place.path())).unwrap();
        store.set_service(&service()).unwrap();
        Self { place, store }
    }

    /// The same station after a restart.
    pub(crate) fn reopen(self) -> Self {
        let Self { place, store } = self;
        drop(store);
        let store = Store::open(&config(place.path())).unwrap();
        Self { place, store }
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.place.path().join("data").join(name)
    }

    pub(crate) fn record_one(&self) -> (Usage, Recorded) {
        let usage = usage();
        let recorded = self.record(new_usage(usage.clone())).unwrap();
        (usage, recorded)
    }

    /// Applies rows that go on from where the copy stands.
    pub(crate) fn apply_cards(&self, batch: FeedBatch<CardRow>) -> Result<(), StoreError> {
        let after = self.feed_cursor(Feed::Cards)?;
        self.store.apply_cards(FeedBatch { after, ..batch })
    }

    pub(crate) fn apply_events(&self, venue: VenueId, batch: FeedBatch<EventRow>) -> Result<(), StoreError> {
        let after = self.feed_cursor(Feed::Events(venue))?;
        self.store.apply_events(venue, FeedBatch { after, ..batch })
    }

    pub(crate) fn apply_usages(&self, venue: VenueId, batch: FeedBatch<UsageRow>) -> Result<(), StoreError> {
        let after = self.feed_cursor(Feed::Usages(venue))?;
        self.store.apply_usages(venue, FeedBatch { after, ..batch })
    }

    pub(crate) fn apply_totals(&self, venue: VenueId, batch: FeedBatch<TotalRow>) -> Result<(), StoreError> {
        let after = self.feed_cursor(Feed::Totals(venue))?;
        self.store.apply_totals(venue, FeedBatch { after, ..batch })
    }

    /// The feed tells these usages, to its end.
    pub(crate) fn tell(&self, rows: Vec<UsageRow>) {
        self.apply_usages(venue(), batch(rows, "u", true)).unwrap();
    }

    /// The feed tells these events, showings and rules, to its end.
    pub(crate) fn tell_events(&self, rows: Vec<(u64, EventOrShowing)>) {
        let present = |(version, entity)| EventRow::Present { version, entity };
        self.apply_events(venue(), batch(rows.into_iter().map(present).collect(), "e", true)).unwrap();
    }

    /// The one usage of this id as it now is.
    pub(crate) fn one(&self, id: UsageId) -> Option<Usage> {
        self.usages(&UsageFilter::default()).unwrap().into_iter().map(|each| each.usage).find(|usage| usage.id == id)
    }

    /// The operation that was queued last.
    pub(crate) fn last_op(&self) -> Operation {
        let newest = self.black_boxes().unwrap().pop().unwrap();
        let last = read_frames(&newest).unwrap().last().unwrap();
        serde_json::from_slice(&open_frame(&SECRET, &last).unwrap()).unwrap()
    }

    pub(crate) fn result(&self, op: OpId, outcome: Outcome) {
        self.apply_results(&[OperationResult { op_id: op, outcome }], now()).unwrap();
    }

    /// What the clerk sees: each usage once, with its state.
    pub(crate) fn seen(&self) -> Vec<(UsageId, UsageState)> {
        self.usages(&UsageFilter::default()).unwrap().into_iter().map(|each| (each.usage.id, each.state)).collect()
    }

    pub(crate) fn due_ops(&self) -> Vec<OpId> {
        self.due(now(), 500, 1 << 20).unwrap().into_iter().map(|each| each.op).collect()
    }

    /// Every sealed operation of every black box, opened.
    pub(crate) fn sealed(&self) -> Vec<(u64, Vec<u8>)> {
        let files = self.black_boxes().unwrap();
        let frames = files.iter().flat_map(|path| read_frames(path).unwrap());
        frames.map(|frame| (frame.sequence, open_frame(&SECRET, &frame).unwrap())).collect()
    }
}

pub(crate) fn now() -> Timestamp {
    "2026-11-22T10:00:00Z".parse().unwrap()
}

pub(crate) fn venue() -> VenueId {
    VenueId(Uuid::from_u128(1))
}

pub(crate) fn clerk() -> UserId {
    UserId(Uuid::from_u128(2))
}

pub(crate) fn stamp() -> Stamp {
    Stamp { recorded_at: now(), clock_offset_ms: Some(120), boot_id: Uuid::from_u128(3), monotonic_ms: 4, clerk: clerk() }
}

pub(crate) fn event(name: &str) -> Event {
    Event {
        id: EventId(Uuid::now_v7()),
        venue: venue(),
        name: name.to_owned(),
        kind: Default::default(),
        active: true,
        asks_value: false,
        made_at_counter: true,
        limits: Default::default(),
    }
}

pub(crate) fn usage() -> Usage {
    Usage {
        id: UsageId(Uuid::now_v7()),
        venue: venue(),
        card: CardNumber::parse("A9990000071").unwrap(),
        event: None,
        event_name: None,
        showing: None,
        event_date: date(2026, 11, 22),
        event_time: None,
        children: 2,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at: now(),
        clerk: clerk(),
        station: StationId(Uuid::from_u128(5)),
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

pub(crate) fn usage_of(event: &Event) -> Usage {
    Usage { event: Some(event.id), event_name: Some(event.name.clone()), ..usage() }
}

pub(crate) fn present(version: u64, usage: &Usage) -> UsageRow {
    UsageRow::Present { version, entity: usage.clone() }
}

/// A card that is in no register, set aside.
pub(crate) fn aside(usage: &Usage, granted: bool) -> SetAside {
    SetAside { usage: usage.clone(), granted }
}

pub(crate) fn showing_of(event: &Event, day: i8) -> Showing {
    Showing {
        id: ShowingId(Uuid::now_v7()),
        event: event.id,
        date: date(2026, 11, day),
        time: Some(jiff::civil::time(19, 0, 0, 0)),
        capacity: Some(340),
        cancelled: false,
        occasion: Default::default(),
    }
}

pub(crate) fn new_usage(usage: Usage) -> NewUsage {
    let standing = Standing::Valid { until: date(2027, 5, 31) };
    NewUsage {
        usage,
        verdict: Verdict { usability: Usability::Usable, standing, event_after_last_day: false },
        findings: Vec::new(),
        register_cursor: Some("c7".to_owned()),
        new_event: None,
        stamp: stamp(),
    }
}

pub(crate) fn batch<R>(rows: Vec<R>, cursor: &str, complete: bool) -> FeedBatch<R> {
    FeedBatch { after: None, rows, cursor: cursor.to_owned(), complete, received_at: now() }
}
