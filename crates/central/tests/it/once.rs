//! Exactly once, however often, in whatever order and however many at once it is sent.

use crate::harness::{CLERK, MAIN_USER, Service, add_event, add_showing, batch, frozen, good, ok};
use jiff::civil::date;
use kaikuasema_domain::api::{Counts, PushAnswer, UsageRow};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::operation::{Change, Outcome, SetAside, Settings, TurnedAway, TurnedAwayReason, UsageUpdate};
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Operation, Usage, UsageId};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use uuid::Uuid;

const CARD: &str = "A9990000071";

fn ids(operations: &[Operation]) -> HashSet<UsageId> {
    let id = |operation: &Operation| match &operation.change {
        Change::UsageCreate(create) => Some(create.usage.id),
        _ => None,
    };
    operations.iter().filter_map(id).collect()
}

#[tokio::test]
async fn the_same_batch_sent_twice_and_reordered_is_applied_once() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let event = station.event("Peppi");
    let mut operations = vec![station.operation(Change::EventCreate(event.clone()))];
    for _ in 0..20 {
        operations.push(station.create(Usage { event: Some(event.id), ..station.usage(CARD) }));
    }
    let first = station.push(&operations).await;
    assert!(first.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })));
    let again = station.push(&operations).await;
    assert!(again.iter().all(|outcome| matches!(outcome, Outcome::Duplicate { .. })));
    let mut reversed = operations.clone();
    reversed.reverse();
    let reordered = station.push(&reversed).await;
    assert!(reordered.iter().zip(again.iter().rev()).all(|(one, other)| one == other));
    // Twice within one batch.
    let twice = station.create(station.usage(CARD));
    let outcomes = station.push(&[twice.clone(), twice.clone()]).await;
    assert!(matches!(outcomes.as_slice(), [Outcome::Accepted { version }, Outcome::Duplicate { version: same }] if version == same));
    let stored = service.admin(|admin| admin.usages(&Default::default()).unwrap()).await;
    operations.push(twice);
    assert_eq!(stored.len(), 21);
    assert_eq!(stored.into_iter().map(|stored| stored.usage.id).collect::<HashSet<_>>(), ids(&operations));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_operations_from_eight_tasks_at_once_are_applied_once() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let operations: Vec<Operation> = (0..40).map(|_| station.create(station.usage(CARD))).collect();
    let bytes = Arc::new(frozen(&operations));
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..8 {
        let (bytes, credential) = (Arc::clone(&bytes), station.credential.clone());
        let url = service.url("/v1/operations");
        tasks.spawn(async move {
            let client = reqwest::Client::new();
            let mut accepted = 0;
            // Each task sends all of it, cut and turned its own way.
            let mut order: Vec<&String> = bytes.iter().collect();
            order.rotate_left(task * 5);
            if task % 2 == 1 {
                order.reverse();
            }
            for part in order.chunks(task + 3) {
                let part: Vec<String> = part.iter().map(|text| (*text).clone()).collect();
                let body = batch(&part);
                let answer = client.post(&url).bearer_auth(&credential).body(body).send().await.unwrap();
                let answer: PushAnswer = answer.json().await.unwrap();
                accepted += answer.results.iter().filter(|result| matches!(result.outcome, Outcome::Accepted { .. })).count();
            }
            accepted
        });
    }
    let accepted: usize = tasks.join_all().await.into_iter().sum();
    assert_eq!(accepted, 40, "each was accepted in exactly one answer");
    let rows: Vec<UsageRow> = station.lines(&station.usages_path(), None).await;
    assert_eq!(rows.len(), 41);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_beside_eight_writers_misses_nothing() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let batches: Vec<Vec<Operation>> = (0..8).map(|_| (0..30).map(|_| station.create(station.usage(CARD))).collect()).collect();
    let mut tasks = tokio::task::JoinSet::new();
    for part in &batches {
        let (bytes, credential, url) = (frozen(part), station.credential.clone(), service.url("/v1/operations"));
        tasks.spawn(async move {
            let client = reqwest::Client::new();
            for operation in bytes {
                let body = batch(&[operation]);
                client.post(&url).bearer_auth(&credential).body(body).send().await.unwrap().error_for_status().unwrap();
            }
        });
    }
    let mut seen = HashSet::new();
    let mut cursor: Option<String> = None;
    loop {
        let written = tasks.is_empty();
        let rows: Vec<UsageRow> = station.lines(&station.usages_path(), cursor.as_deref()).await;
        for row in rows {
            match row {
                UsageRow::Present { entity, .. } => assert!(seen.insert(entity.id), "told twice after one cursor"),
                UsageRow::Checkpoint { cursor: newest, .. } => cursor = Some(newest),
                UsageRow::Deleted { .. } => panic!("nothing was deleted"),
            }
        }
        if written {
            break;
        }
        while tasks.try_join_next().is_some() {}
    }
    assert_eq!(seen, batches.iter().flat_map(|batch| ids(batch)).collect());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn operations_of_every_kind_from_six_tasks_at_once_are_applied_once() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let event = add_event(&station, "Peppi", EventKind::Performance).await;
    let showing = add_showing(&station, event.id, date(2026, 12, 5), Some(100)).await;
    let kept = station.usage(CARD);
    good(&station, &station.create(kept.clone())).await;
    let day = date(2026, 11, 20);
    let mut operations = Vec::new();
    for children in 2..8 {
        let usage = Usage { children, ..kept.clone() };
        operations.push(station.operation(Change::UsageUpdate(UsageUpdate { usage })));
        for fact in [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow] {
            operations.push(station.operation(Change::of_fact(kept.id, fact, false)));
        }
        operations.push(station.operation(Change::CardUnknown(SetAside { usage: station.usage("A9990000999"), granted: true })));
        operations.push(station.operation(Change::TurnedAway(TurnedAway {
            id: Uuid::now_v7(),
            venue: station.venue,
            event: Some(event.id),
            showing: None,
            event_date: day,
            event_time: None,
            reason: TurnedAwayReason::Full,
            at: kept.recorded_at,
            station: station.id,
        })));
        let capacity = Some(u32::from(children));
        for settings in [
            Settings::Venue { rules: VenueRules { one_scan: true, ..VenueRules::default() } },
            Settings::Event { event: event.id, limits: EventLimits { expected: capacity, ..EventLimits::default() } },
            Settings::Showing { showing: showing.id, occasion: ShowingOccasion::Gala, capacity },
        ] {
            operations.push(station.operation(Change::SettingsUpdate(settings)));
        }
    }
    let bytes = Arc::new(frozen(&operations));
    let mut tasks = tokio::task::JoinSet::new();
    for task in 0..6 {
        let (bytes, credential, url) = (Arc::clone(&bytes), station.credential.clone(), service.url("/v1/operations"));
        tasks.spawn(async move {
            let client = reqwest::Client::new();
            let mut order: Vec<String> = bytes.to_vec();
            order.rotate_left(task * 9);
            let mut outcomes = Vec::new();
            for part in order.chunks(task + 4) {
                let answer = client.post(&url).bearer_auth(&credential).body(batch(part)).send().await.unwrap();
                let answer: PushAnswer = answer.json().await.unwrap();
                outcomes.extend(answer.results.into_iter().map(|result| result.outcome));
            }
            outcomes
        });
    }
    let outcomes = tasks.join_all().await.concat();
    let accepted = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Accepted { .. })).count();
    let duplicates = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Duplicate { .. })).count();
    assert_eq!((accepted, duplicates), (operations.len(), operations.len() * 5));
    let venue = station.venue;
    assert_eq!(service.admin(move |admin| admin.set_asides(venue).unwrap()).await.len(), 6);
    let counts: Counts = ok(station.get(&format!("/v1/venues/{venue}/counts?from={day}&to={day}")).await).await;
    assert_eq!(counts.turned_away, BTreeMap::from([(TurnedAwayReason::Full, 6)]));
}
