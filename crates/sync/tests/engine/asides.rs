//! Cards set aside whose record the service refuses: when the clerk discards it, the seat is free there too.

use crate::support::*;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::{CardNumber, Event, EventId, OpId, Usage, UsageId};
use kaikuasema_store::QueueState;
use std::time::Duration;
use uuid::Uuid;

const POLL: Duration = Duration::from_secs(30);

/// A use set aside and let in, told to the service; its record is refused, since it names an event of
/// another venue. The operation of that record.
async fn refused(scene: &Scene, and_then: impl FnOnce(UsageId)) -> OpId {
    let foreign = Event {
        id: EventId(Uuid::now_v7()),
        venue: scene.museum,
        name: "Näyttely".to_owned(),
        kind: Default::default(),
        active: true,
        asks_value: false,
        made_at_counter: false,
        limits: Default::default(),
    };
    let event = Some(foreign.id);
    scene.at_the_service(move |central| central.admin().add_event(&foreign).unwrap()).await;
    let usage = Usage { card: CardNumber::parse("A9990000118").unwrap(), ..scene.usage_at(scene.theatre) };
    scene.store.set_aside(SetAside { usage: usage.clone(), granted: true }, scene.stamp()).unwrap();
    scene.engine.sync_once().await.unwrap();
    assert_eq!(seats(scene).await, 1);
    let id = usage.id;
    let create = scene.record_usage(Usage { event, ..usage }).op;
    and_then(id);
    scene.engine.sync_once().await.unwrap();
    let needs_you: Vec<OpId> = open(scene).into_iter().filter_map(|(op, state)| needs_clerk(&state).then_some(op)).collect();
    assert_eq!(needs_you, [create], "the service refused it");
    create
}

fn needs_clerk(state: &QueueState) -> bool {
    matches!(state, QueueState::NeedsYou(_))
}

fn open(scene: &Scene) -> Vec<(OpId, QueueState)> {
    scene.store.queue().unwrap().into_iter().map(|entry| (entry.op, entry.state)).collect()
}

/// How many the service still keeps a seat for.
async fn seats(scene: &Scene) -> usize {
    let theatre = scene.theatre;
    scene.at_the_service(move |central| central.admin().set_asides(theatre).unwrap().len()).await
}

async fn all_is_over(scene: &Scene) {
    for _ in 0..2 {
        scene.engine.sync_once().await.unwrap();
        assert_eq!((open(scene), seats(scene).await), (vec![], 0));
    }
    assert!(scene.arrived().await.is_empty() && scene.store.usages(&Default::default()).unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn discarding_the_refused_record_of_a_card_set_aside_frees_its_seat_at_the_service() {
    let scene = Scene::new(POLL).await;
    let create = refused(&scene, |_| {}).await;
    assert_eq!(seats(&scene).await, 1);
    scene.store.discard(create, "turha", scene.stamp()).unwrap();
    all_is_over(&scene).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn discarded_right_after_everything_is_offered_again_its_seat_is_free_too() {
    let scene = Scene::new(POLL).await;
    let create = refused(&scene, |_| {}).await;
    scene.store.offer_again().unwrap();
    scene.store.discard(create, "turha", scene.stamp()).unwrap();
    all_is_over(&scene).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_that_the_service_took_is_not_voided_when_all_is_offered_again() {
    let scene = Scene::new(POLL).await;
    let (store, theatre, stamp) = (scene.store.clone(), scene.theatre, scene.stamp());
    let create = refused(&scene, move |id| store.delete_usage(id, theatre, stamp).unwrap()).await;
    scene.store.offer_again().unwrap();
    scene.store.discard(create, "turha", scene.stamp()).unwrap();
    all_is_over(&scene).await;
}
