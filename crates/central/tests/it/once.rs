//! Exactly once, however often, in whatever order and however many at once it is sent.

use crate::harness::{CLERK, Service, batch, frozen};
use kaikuasema_domain::api::{PushAnswer, UsageRow};
use kaikuasema_domain::operation::{Change, Outcome};
use kaikuasema_domain::{Operation, Usage, UsageId};
use std::collections::HashSet;
use std::sync::Arc;

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
