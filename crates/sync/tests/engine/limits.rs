//! What the limits need of the synchronisation: totals of the other venues, rules set elsewhere, and
//! every kind of operation at the service exactly once.

use crate::support::*;
use axum::http::StatusCode;
use jiff::civil::date;
use kaikuasema_domain::api::{Counts, ProblemCode};
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::limits::{EventLimits, VisitLimit};
use kaikuasema_domain::operation::{RejectionCode, SetAside, Settings, TurnedAway, TurnedAwayReason};
use kaikuasema_domain::usage::{Fact, Status};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::{CardNumber, Event, EventId, Showing, ShowingId, Usage, UsageId};
use kaikuasema_store::{Feed, NeedsYou, QueueState, Store};
use kaikuasema_sync::state::OfflineReason;
use kaikuasema_sync::{Headline, Link};
use std::time::Duration;
use uuid::Uuid;

const POLL: Duration = Duration::from_secs(30);

fn counted(scene: &Scene) -> Vec<(UsageId, u16)> {
    let counted = scene.store.counted(scene.theatre, Some(number()), None).unwrap();
    counted.into_iter().map(|each| (each.id, each.children)).collect()
}

fn strict(terms: &str) -> VenueRules {
    VenueRules { limit_reached: Policy::Refuse, course_terms: Some(terms.to_owned()), ..VenueRules::default() }
}

fn terms(store: &Store, scene: &Scene) -> Option<String> {
    store.rules(scene.theatre).unwrap().course_terms
}

fn set_rules(scene: &Scene, store: &Store, rules: VenueRules) {
    store.set_settings(scene.theatre, Settings::Venue { rules }, scene.stamp()).unwrap();
}

/// A play with a showing at the theatre.
async fn add_play(scene: &Scene) -> (Event, Showing) {
    let play = Event {
        id: EventId(Uuid::now_v7()),
        venue: scene.theatre,
        name: "Peppi".to_owned(),
        kind: Default::default(),
        active: true,
        asks_value: false,
        made_at_counter: false,
        limits: Default::default(),
    };
    let showing = Showing {
        id: ShowingId(Uuid::now_v7()),
        event: play.id,
        date: date(2199, 1, 5),
        time: None,
        capacity: Some(340),
        cancelled: false,
        occasion: ShowingOccasion::Ordinary,
    };
    let (added, of_it) = (play.clone(), showing.clone());
    scene
        .at_the_service(move |central| {
            central.admin().add_event(&added).unwrap();
            central.admin().add_showing(&of_it).unwrap();
        })
        .await;
    (play, showing)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_organisations_other_venues_count_for_a_card_and_are_kept_in_step() {
    let scene = Scene::new(POLL).await;
    let here = scene.record().usage;
    let there = scene.record_at(scene.museum).usage;
    scene.engine.sync_once().await.unwrap();
    scene.engine.sync_once().await.unwrap();
    assert_eq!(counted(&scene), [(here, 1), (there, 1)]);
    assert!(scene.store.feed_as_of(Feed::Totals(scene.theatre)).unwrap().is_some());
    scene.store.delete_usage(there, scene.museum, scene.stamp()).unwrap();
    scene.engine.sync_once().await.unwrap();
    scene.engine.sync_once().await.unwrap();
    assert_eq!(counted(&scene), [(here, 1)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_of_before_there_were_totals_has_none_and_is_up_to_date() {
    let scene = Scene::new(POLL).await;
    let is_totals = |call: &Call| call.path.ends_with("/totals/changes");
    scene.rule(move |call| if is_totals(call) { refusal(404, ProblemCode::NotFound, None) } else { Does::Pass });
    let here = scene.record().usage;
    scene.engine.sync_once().await.unwrap();
    assert!(matches!(scene.state().headline(), Headline::UpToDate(_)), "{:?}", scene.state());
    assert_eq!(counted(&scene), [(here, 1)]);
    assert_eq!(scene.calls(is_totals).len(), 2, "asked for each venue");
    // Totals that are refused otherwise are no success, and stop no other feed.
    scene.rule(move |call| if is_totals(call) { refusal(500, ProblemCode::Internal, None) } else { Does::Pass });
    scene.record();
    assert!(scene.engine.sync_once().await.is_err());
    assert!(matches!(scene.state().link, Link::Offline { why: OfflineReason::ServiceBusy, .. }));
    assert_eq!(scene.store.queue().unwrap(), [], "the usages came all the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_station_set_arrives_and_holds_here() {
    let scene = Scene::new(POLL).await;
    scene.give(&[Right::ManageEvents]).await;
    let (play, showing) = add_play(&scene).await;
    let (other, other_engine) = scene.another_station().await;
    other_engine.sync_once().await.unwrap();
    set_rules(&scene, &other, strict("toisella asemalla"));
    let limits = EventLimits { guest: true, ..EventLimits::default() };
    let premiere = Settings::Showing { showing: showing.id, occasion: ShowingOccasion::Premiere, capacity: Some(120) };
    for settings in [Settings::Event { event: play.id, limits }, premiere] {
        other.set_settings(scene.theatre, settings, scene.stamp()).unwrap();
    }
    assert_eq!(terms(&other, &scene).as_deref(), Some("toisella asemalla"), "at once where it was set");
    other_engine.sync_once().await.unwrap();
    assert_eq!(other.queue().unwrap(), [], "told back and settled");
    scene.engine.sync_once().await.unwrap();
    for store in [&scene.store, &other] {
        assert_eq!(terms(store, &scene).as_deref(), Some("toisella asemalla"));
        let [event] = <[_; 1]>::try_from(store.events(scene.theatre).unwrap()).unwrap();
        assert_eq!((event.event.limits, event.showings[0].occasion), (limits, ShowingOccasion::Premiere));
        assert_eq!(event.showings[0].capacity, Some(120));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_below_the_models_floor_are_refused_and_need_you() {
    let scene = Scene::new(POLL).await;
    scene.give(&[Right::ManageEvents]).await;
    let mut below = strict("alle");
    below.limits.visits = Some(VisitLimit { most: 29, period: Default::default() });
    set_rules(&scene, &scene.store, below);
    scene.engine.sync_once().await.unwrap();
    let queue = scene.store.queue().unwrap();
    assert_eq!(queue[0].state, QueueState::NeedsYou(NeedsYou::Rejected(RejectionCode::BelowFloor)));
    assert_eq!((scene.state().needs_you, terms(&scene.store, &scene)), (1, None));
    scene.store.discard(queue[0].op, "korjattu", scene.stamp()).unwrap();
    scene.engine.sync_once().await.unwrap();
    assert_eq!((scene.state().needs_you, scene.store.queue().unwrap()), (0, vec![]));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_stations_that_set_the_rules_at_once_the_second_is_asked() {
    let scene = Scene::new(POLL).await;
    scene.give(&[Right::ManageEvents]).await;
    let (other, other_engine) = scene.another_station().await;
    set_rules(&scene, &other, strict("pohja"));
    other_engine.sync_once().await.unwrap();
    scene.engine.sync_once().await.unwrap();
    set_rules(&scene, &other, strict("ensimmäinen"));
    set_rules(&scene, &scene.store, strict("toinen"));
    other_engine.sync_once().await.unwrap();
    scene.engine.sync_once().await.unwrap();
    let queue = scene.store.queue().unwrap();
    let QueueState::NeedsYou(NeedsYou::Conflict { current }) = &queue[0].state else { panic!("{queue:?}") };
    assert!(current.to_string().contains("ensimmäinen"), "{current}");
    assert_eq!(terms(&scene.store, &scene).as_deref(), Some("ensimmäinen"));
    // Setting it again is the clerk's choice, made upon what the other set; the first is discarded.
    set_rules(&scene, &scene.store, strict("sovittu"));
    scene.store.discard(queue[0].op, "sovittu", scene.stamp()).unwrap();
    scene.engine.sync_once().await.unwrap();
    other_engine.sync_once().await.unwrap();
    assert_eq!((scene.store.queue().unwrap(), terms(&other, &scene).as_deref()), (vec![], Some("sovittu")));
}

/// One of every kind of this station's operations; the corrected and marked usage, and the one set aside
/// and then recorded.
fn do_everything(scene: &Scene, play: &Event, showing: &Showing) -> (UsageId, UsageId) {
    let store = &scene.store;
    let usage = scene.usage_at(scene.theatre);
    scene.record_usage(usage.clone());
    store.update_usage(Usage { children: 4, ..usage.clone() }, scene.stamp()).unwrap();
    for (fact, taken_back) in [
        (Fact::HandedOver, false),
        (Fact::NoShow, false),
        (Fact::NoShow, true),
        (Fact::Cancelled, false),
        (Fact::Cancelled, true),
        (Fact::Arrived, false),
    ] {
        store.mark(usage.id, scene.theatre, fact, taken_back, scene.stamp()).unwrap();
    }
    let unknown = Usage { card: CardNumber::parse("A9990000118").unwrap(), ..scene.usage_at(scene.theatre) };
    store.set_aside(SetAside { usage: unknown.clone(), granted: true }, scene.stamp()).unwrap();
    let left = Usage { id: UsageId(Uuid::now_v7()), ..unknown.clone() };
    store.set_aside(SetAside { usage: left, granted: false }, scene.stamp()).unwrap();
    scene.record_usage(unknown.clone());
    let turned_away = TurnedAway {
        id: Uuid::now_v7(),
        venue: scene.theatre,
        event: Some(play.id),
        showing: Some(showing.id),
        event_date: usage.event_date,
        event_time: None,
        reason: TurnedAwayReason::Full,
        at: usage.recorded_at,
        station: usage.station,
    };
    store.turn_away(turned_away, scene.stamp()).unwrap();
    for settings in [
        Settings::Venue { rules: strict("ehdot") },
        Settings::Event { event: play.id, limits: EventLimits { guest: true, ..EventLimits::default() } },
        Settings::Showing { showing: showing.id, occasion: ShowingOccasion::Gala, capacity: None },
    ] {
        store.set_settings(scene.theatre, settings, scene.stamp()).unwrap();
    }
    (usage.id, unknown.id)
}

async fn counts(scene: &Scene) -> Counts {
    let today = scene.usage_at(scene.theatre).event_date;
    let url = format!("{}/v1/venues/{}/counts?from={today}&to={today}", scene.address, scene.theatre);
    let credential = scene.store.credential().unwrap().unwrap();
    let answer = reqwest::Client::new().get(url).bearer_auth(&credential.0).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_operation_is_at_the_service_exactly_once_although_answers_are_lost() {
    let scene = Scene::new(POLL).await;
    scene.give(&[Right::ManageEvents, Right::EditOwn]).await;
    let (play, showing) = add_play(&scene).await;
    scene.engine.sync_once().await.unwrap();
    let (usage, set_aside) = do_everything(&scene, &play, &showing);
    let mut lost = 0;
    scene.rule(move |call| match refusal(503, ProblemCode::Unavailable, None) {
        Does::Say(answer) if call.is_push() && lost < 2 => {
            lost += 1;
            Does::PassAndSay(answer)
        }
        _ => Does::Pass,
    });
    for _ in 0..2 {
        assert!(scene.engine.sync_once().await.is_err(), "the answer was lost");
    }
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.store.queue().unwrap(), [], "all was told back");
    scene.store.offer_again().unwrap();
    scene.engine.sync_once().await.unwrap();
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.store.queue().unwrap(), []);
    let theatre = scene.theatre;
    let (stored, asides) = scene
        .at_the_service(move |central| (central.admin().usages(&Default::default()).unwrap(), central.admin().set_asides(theatre).unwrap()))
        .await;
    assert_eq!(stored.len(), 2);
    let stored_usage = stored.iter().find(|stored| stored.usage.id == usage).unwrap();
    assert_eq!(stored_usage.usage.children, 4);
    assert!(matches!(stored_usage.usage.facts.status(), Status::Arrived(_)), "{:?}", stored_usage.usage.facts);
    assert!(stored_usage.usage.facts.handed_over.is_some() && stored_usage.usage.facts.cancelled.is_none());
    assert!(stored.iter().any(|stored| stored.usage.id == set_aside));
    assert_eq!((asides.len(), scene.store.set_asides().unwrap().len()), (1, 1), "one was never let in");
    let counts = counts(&scene).await;
    assert_eq!((counts.records, counts.turned_away.get(&TurnedAwayReason::Full)), (2, Some(&1)));
    // And what the station shows is what the service has.
    let seen = scene.store.usages(&Default::default()).unwrap();
    assert_eq!(seen.iter().find(|each| each.usage.id == usage).unwrap().usage, stored_usage.usage);
    assert_eq!(terms(&scene.store, &scene).as_deref(), Some("ehdot"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelling_by_the_holder_reaches_the_station_and_frees_the_seat() {
    let scene = Scene::new(POLL).await;
    let usage = scene.record().usage;
    scene.engine.sync_once().await.unwrap();
    assert!(!scene.store.counted(scene.theatre, Some(number()), None).unwrap()[0].is_cancelled);
    scene.at_the_service(move |central| central.admin().cancel_ticket(usage, jiff::Timestamp::now()).map(|_| ()).unwrap()).await;
    // The clerk corrects the record meanwhile: both stand.
    scene.give(&[Right::EditOwn]).await;
    let known = scene.store.usages(&Default::default()).unwrap().remove(0).usage;
    scene.store.update_usage(Usage { children: 3, ..known }, scene.stamp()).unwrap();
    scene.engine.sync_once().await.unwrap();
    scene.engine.sync_once().await.unwrap();
    let counted = scene.store.counted(scene.theatre, Some(number()), None).unwrap();
    assert!(counted.len() == 1 && counted[0].is_cancelled, "{counted:?}");
}
