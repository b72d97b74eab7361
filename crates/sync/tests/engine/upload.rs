//! The upload: what becomes of each refusal, and that no record is lost, sent twice or hammered with.

use crate::support::*;
use kaikuasema_domain::OpId;
use kaikuasema_domain::api::{ProblemCode, Push};
use kaikuasema_domain::operation::{Outcome, RejectionCode};
use kaikuasema_store::{NeedsYou, QueueState};
use kaikuasema_sync::engine::SyncError;
use kaikuasema_sync::state::OfflineReason;
use kaikuasema_sync::{ClientError, Headline, Link};
use std::time::Duration;

const POLL: Duration = Duration::from_secs(30);

fn queue_state(scene: &Scene, op: OpId) -> Option<QueueState> {
    scene.store.queue().unwrap().into_iter().find(|entry| entry.op == op).map(|entry| entry.state)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_recorded_arrives_and_the_copy_is_whole() {
    let scene = Scene::new(POLL).await;
    let usage = scene.record().usage;
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.arrived().await, [usage]);
    let state = scene.state();
    assert_eq!((state.waiting, state.needs_you, state.sent_today, state.cards), (0, 0, 1, 1));
    assert!(matches!(state.headline(), Headline::UpToDate(_)), "{state:?}");
    assert_eq!(scene.store.queue().unwrap(), [], "the feed told the record back");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_fails_does_not_hold_up_the_download_and_is_not_up_to_date() {
    let scene = Scene::new(POLL).await;
    scene.record();
    scene.rule(|call| if call.is_push() { refusal(503, ProblemCode::Unavailable, None) } else { Does::Pass });
    assert!(scene.engine.sync_once().await.is_err());
    let state = scene.state();
    assert_eq!((state.cards, state.waiting), (1, 1));
    assert!(matches!(state.link, Link::Offline { why: OfflineReason::ServiceBusy, .. }), "{state:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn since_when_the_upload_fails_is_not_told_anew_with_each_good_download() {
    let scene = Scene::new(Duration::from_millis(100)).await;
    scene.record();
    scene.rule(|call| if call.is_push() { refusal(500, ProblemCode::Internal, None) } else { Does::Pass });
    scene.engine.run();
    let is_offline = |scene: &Scene| matches!(scene.state().link, Link::Offline { .. });
    scene.until("offline", is_offline).await;
    let first = scene.state().link;
    let pulls = || scene.calls(|call| call.path == "/v1/cards/changes").len();
    let seen = pulls();
    while pulls() < seen + 10 {
        assert_eq!(scene.state().link, first);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    scene.engine.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_operation_that_the_service_cannot_read_is_found_and_put_aside_and_tried_once_in_a_round() {
    let scene = Scene::new(POLL).await;
    let ops: Vec<_> = (0..5).map(|_| scene.record()).collect();
    let bad = ops[2].op;
    scene.rule(move |call| if call.is_push() && call.holds(bad) { refusal(400, ProblemCode::BadRequest, None) } else { Does::Pass });
    let outcome = scene.engine.sync_once().await;
    assert!(matches!(outcome, Err(SyncError::Client(ClientError::Refused { .. }))), "it says so: {outcome:?}");
    assert_eq!(scene.arrived().await.len(), 4, "those behind it go on");
    let alone = |scene: &Scene| scene.calls(|call| call.is_push() && call.operations() == 1 && call.holds(bad)).len();
    assert_eq!(alone(&scene), 1);
    assert!(!scene.state().is_online());
    // It rests, and longer after each refusal.
    let rests = |scene: &Scene| {
        let entry = scene.store.queue().unwrap().into_iter().find(|entry| entry.op == bad).unwrap();
        (entry.next_try.unwrap() - jiff::Timestamp::now()).total(jiff::Unit::Second).unwrap()
    };
    let first = rests(&scene);
    scene.store.try_now().unwrap();
    assert!(scene.engine.sync_once().await.is_err());
    assert!(rests(&scene) > first * 1.5, "{} after {first}", rests(&scene));
    assert_eq!(queue_state(&scene, bad), Some(QueueState::Waiting));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_refuses_every_operation_is_asked_once_for_each() {
    let scene = Scene::new(POLL).await;
    for _ in 0..40 {
        scene.record();
    }
    scene.rule(|call| if call.is_push() { refusal(404, ProblemCode::NotFound, None) } else { Does::Pass });
    assert!(scene.engine.sync_once().await.is_err());
    assert_eq!(scene.calls(|call| call.is_push()).len(), 41, "all at once, then each by itself");
    assert_eq!(scene.state().waiting, 40);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_too_large_is_halved() {
    let scene = Scene::new(POLL).await;
    for _ in 0..10 {
        scene.record();
    }
    scene.rule(|call| if call.operations() > 3 { refusal(413, ProblemCode::TooLarge, None) } else { Does::Pass });
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.arrived().await.len(), 10);
    let sizes: Vec<_> = scene.calls(|call| call.is_push()).iter().map(Call::operations).collect();
    assert_eq!(sizes, [10, 5, 2, 2, 2, 2, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxys_words_order_nothing() {
    let scene = Scene::new(POLL).await;
    let op = scene.record().op;
    scene.rule(|call| if call.is_push() { success("text/html", "<html>Welcome to the hotel</html>") } else { Does::Pass });
    assert!(scene.engine.sync_once().await.is_err());
    assert!(matches!(scene.state().link, Link::Offline { why: OfflineReason::NotTheService, .. }));
    assert_eq!(queue_state(&scene, op), Some(QueueState::Waiting));
    scene.rule(|_| Does::Pass);
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.arrived().await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_rejected_needs_the_clerk_and_stops_no_other() {
    let scene = Scene::new(POLL).await;
    let elsewhere = scene.record_at(scene.library);
    let here = scene.record();
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.arrived().await, [here.usage]);
    let rejected = QueueState::NeedsYou(NeedsYou::Rejected(RejectionCode::VenueNotYours));
    assert_eq!(queue_state(&scene, elsewhere.op), Some(rejected));
    assert_eq!(scene.state().headline(), Headline::NeedsYou(1));
    // Discarded with a reason, it is told so and no longer needs anyone.
    scene.store.discard(elsewhere.op, "väärä paikka", scene.stamp()).unwrap();
    let _ = scene.engine.sync_once().await;
    assert_eq!(queue_state(&scene, elsewhere.op), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undoing_that_came_too_late_is_a_conflict_for_the_clerk() {
    let scene = Scene::new(POLL).await;
    let recorded = scene.record();
    // Sent by hand, and the answer noted under an older version than the service has by now.
    let due = scene.store.due(jiff::Timestamp::now(), 1, 1 << 20).unwrap().remove(0);
    let bytes = serde_json::value::RawValue::from_string(String::from_utf8(due.bytes).unwrap()).unwrap();
    let credential = scene.store.credential().unwrap().unwrap();
    let mut answer = scene.engine.client().push(&credential, &Push { operations: vec![bytes] }).await.unwrap();
    answer.results[0].outcome = Outcome::Accepted { version: 0 };
    scene.store.apply_results(&answer.results, jiff::Timestamp::now()).unwrap();
    scene.store.delete_usage(recorded.usage, scene.theatre, scene.stamp()).unwrap();
    scene.engine.sync_once().await.unwrap();
    let queue = scene.store.queue().unwrap();
    let conflict = queue.iter().find_map(|entry| match &entry.state {
        QueueState::NeedsYou(NeedsYou::Conflict { current }) => Some(current["id"].clone()),
        _ => None,
    });
    assert_eq!(conflict, Some(serde_json::json!(recorded.usage)));
    assert_eq!(scene.state().headline(), Headline::NeedsYou(1));
    assert_eq!(scene.arrived().await, [recorded.usage], "the record stands");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_to_another_service() {
    let scene = Scene::new(POLL).await;
    let mut service = scene.store.service().unwrap().unwrap();
    service.instance_id = uuid::Uuid::from_u128(1);
    scene.store.set_service(&service).unwrap();
    scene.record();
    assert!(matches!(scene.engine.sync_once().await, Err(SyncError::OtherService)));
    assert_eq!(scene.calls(|call| call.is_push() || call.is_feed()).len(), 0);
    assert!(matches!(scene.state().link, Link::Offline { why: OfflineReason::OtherService, .. }));
}
