//! The totals: what limits per organisation need of its other venues.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, Station, add_event, add_showing, batch, frozen, good, problem, sister};
use jiff::civil::date;
use kaikuasema_domain::api::{ProblemCode, TotalRow, True};
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::Counted;
use kaikuasema_domain::operation::Change;
use kaikuasema_domain::usage::{Discretion, Fact};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::{Cents, Operation, Usage, UsageId, VenueId};
use reqwest::StatusCode;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

const CARD: &str = "A9990000071";

fn path(venue: VenueId) -> String {
    format!("/v1/venues/{venue}/totals/changes")
}

async fn totals(station: &Station<'_>, venue: VenueId, after: Option<&str>) -> Vec<TotalRow> {
    station.lines(&path(venue), after).await
}

fn cursor(rows: &[TotalRow]) -> String {
    match rows.last() {
        Some(TotalRow::Checkpoint { cursor, complete: true }) => cursor.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn totals_are_the_usages_of_the_other_venues_of_the_same_sort_without_detail() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    let mut there = service.station(MAIN_USER).await;
    there.venue = sister(&service, VenueKind::Theatre).await;
    let mut museum = service.station(MAIN_USER).await;
    museum.venue = sister(&service, VenueKind::Museum).await;
    let library = service.station(OTHER).await;
    let event = add_event(&there, "Salainen näytelmä", EventKind::Performance).await;
    let showing = add_showing(&there, event.id, date(2026, 12, 5), None).await;
    let usage = Usage {
        event: Some(event.id),
        event_name: Some(event.name.clone()),
        showing: Some(showing.id),
        event_date: showing.date,
        event_time: showing.time,
        value: Cents::new(120),
        discretion: Some(Discretion { reason: Some("syy".to_owned()), over_cap: true, ..Discretion::default() }),
        ..there.usage(CARD)
    };
    let version = good(&there, &there.create(usage.clone())).await;
    for elsewhere in [&till, &museum, &library] {
        good(elsewhere, &elsewhere.create(elsewhere.usage(CARD))).await;
    }
    let rows = totals(&till, till.venue, None).await;
    let entity = Counted { event: None, showing: None, ..Counted::of(&usage, Some(EventKind::Performance)) };
    assert!(entity.over_cap && !entity.is_cancelled);
    assert_eq!(rows[..1], [TotalRow::Present { version, entity: entity.clone() }]);
    assert_eq!(rows.len(), 2, "nothing of its own, of another sort or of another organisation");
    let line = till.get(&path(till.venue)).await.text().await.unwrap();
    for detail in ["event\"", "showing", "Salainen", "syy", "clerk", "station"] {
        assert!(!line.contains(detail), "{line}");
    }
    // A ticket that is cancelled, and one that is deleted.
    let after = cursor(&rows);
    good(&there, &there.operation(Change::of_fact(usage.id, Fact::Cancelled, false))).await;
    let rows = totals(&till, till.venue, Some(&after)).await;
    let [TotalRow::Present { entity: cancelled, .. }, TotalRow::Checkpoint { .. }] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!(*cancelled, Counted { is_cancelled: true, ..entity });
    let version = good(&there, &there.operation(Change::UsageDelete { id: usage.id })).await;
    let rows = totals(&till, till.venue, Some(&cursor(&rows))).await;
    assert_eq!(rows[..1], [TotalRow::Deleted { id: usage.id, version, deleted: True }]);
    // And the other way round.
    assert_eq!(totals(&there, there.venue, None).await.len(), 2);
    assert_eq!(totals(&museum, museum.venue, None).await.len(), 1);
}

#[tokio::test]
async fn totals_are_for_those_who_see_the_venue_and_their_cursor_fits_no_other_feed() {
    let service = Service::start().await;
    let (till, other) = (service.station(CLERK).await, service.station(OTHER).await);
    assert_eq!(problem(other.get(&path(till.venue)).await).await.code, ProblemCode::Forbidden);
    assert_eq!(problem(service.get(&path(till.venue)).send().await.unwrap()).await.code, ProblemCode::NotSignedIn);
    assert_eq!(problem(till.get(&path(VenueId(Uuid::now_v7()))).await).await.code, ProblemCode::NotFound);
    let by_clerk = service.get(&path(till.venue)).bearer_auth(&till.session.access_token.0).send().await.unwrap();
    assert_eq!(by_clerk.status(), StatusCode::OK);
    let rows = totals(&till, till.venue, None).await;
    let refused = till.get(&format!("{}?after={}", till.usages_path(), cursor(&rows))).await;
    assert_eq!(problem(refused).await.code, ProblemCode::CursorTooOld);
}

#[tokio::test]
async fn a_first_load_of_totals_cut_at_any_checkpoint_goes_on_from_there() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    let mut there = service.station(MAIN_USER).await;
    there.venue = sister(&service, VenueKind::Theatre).await;
    for _ in 0..5 {
        let operations: Vec<Operation> = (0..500).map(|_| there.create(there.usage(CARD))).collect();
        there.push(&operations).await;
    }
    let whole = totals(&till, till.venue, None).await;
    let fold = |rows: &[TotalRow]| -> BTreeMap<UsageId, u64> {
        let held = rows.iter().filter_map(|row| match row {
            TotalRow::Present { version, entity } => Some((entity.id, *version)),
            _ => None,
        });
        held.collect()
    };
    let expected = fold(&whole);
    assert_eq!(expected.len(), 2_500);
    let cuts: Vec<(usize, String)> = whole
        .iter()
        .enumerate()
        .filter_map(|(at, row)| match row {
            TotalRow::Checkpoint { cursor, .. } => Some((at, cursor.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(cuts.len(), 2);
    for (at, cursor) in cuts {
        let mut held = fold(&whole[..at]);
        held.extend(fold(&totals(&till, till.venue, Some(&cursor)).await));
        assert_eq!(held, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_of_totals_beside_writers_at_two_venues_misses_nothing() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    let sisters = [sister(&service, VenueKind::Theatre).await, sister(&service, VenueKind::Theatre).await];
    let mut tasks = tokio::task::JoinSet::new();
    let mut written: HashSet<UsageId> = HashSet::new();
    for writer in 0..6 {
        let mut there = service.station(MAIN_USER).await;
        there.venue = sisters[writer % 2];
        let made: Vec<Usage> = (0..20).map(|_| there.usage(CARD)).collect();
        written.extend(made.iter().map(|usage| usage.id));
        let operations: Vec<Operation> = made.into_iter().map(|usage| there.create(usage)).collect();
        let (bytes, credential, url) = (frozen(&operations), there.credential.clone(), service.url("/v1/operations"));
        tasks.spawn(async move {
            let client = reqwest::Client::new();
            for operation in bytes {
                let body = batch(&[operation]);
                client.post(&url).bearer_auth(&credential).body(body).send().await.unwrap().error_for_status().unwrap();
            }
        });
    }
    let mut seen = HashSet::new();
    let mut after: Option<String> = None;
    loop {
        let all_written = tasks.is_empty();
        for row in totals(&till, till.venue, after.clone().as_deref()).await {
            match row {
                TotalRow::Present { entity, .. } => assert!(seen.insert(entity.id), "told twice after one cursor"),
                TotalRow::Checkpoint { cursor, .. } => after = Some(cursor),
                TotalRow::Deleted { .. } => panic!("nothing was deleted"),
            }
        }
        if all_written {
            break;
        }
        while tasks.try_join_next().is_some() {}
    }
    assert_eq!(seen, written);
}
