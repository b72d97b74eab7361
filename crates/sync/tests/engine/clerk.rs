//! The clerk's session and the station's credential, with both lanes at work.

use crate::support::*;
use axum::http::Method;
use kaikuasema_domain::api::Secret;
use kaikuasema_domain::user::Right;
use kaikuasema_sync::Link;
use std::time::Duration;

const POLL: Duration = Duration::from_millis(50);

fn refreshes(scene: &Scene) -> usize {
    scene.calls(|call| call.path == "/v1/sessions/refresh").len()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_that_is_no_longer_good_is_replaced_once_for_both_lanes() {
    let scene = Scene::new(POLL).await;
    scene.engine.sync_once().await.unwrap();
    let good = scene.store.credential().unwrap().unwrap();
    let worn = Secret(format!("{}x", good.0));
    scene.store.set_credential(&worn).unwrap();
    scene.record();
    scene.forget_calls();
    // A credential asked for takes its time, so that the other lane asks for one too.
    scene.rule(|call| if call.path == "/v1/stations" { Does::PassLate(Duration::from_millis(300)) } else { Does::Pass });
    scene.engine.run();
    scene.until("sent", |scene| scene.store.queue().unwrap().is_empty()).await;
    scene.until("up to date", |scene| scene.state().is_online()).await;
    scene.engine.stop();
    assert_eq!(scene.calls(|call| call.path == "/v1/stations").len(), 1);
    let renewed = scene.store.credential().unwrap();
    assert!(renewed.is_some() && renewed != Some(worn));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_lanes_without_a_token_refresh_one_after_the_other() {
    let scene = Scene::new(POLL).await;
    scene.store.set_credential(&Secret("worn".to_owned())).unwrap();
    scene.record();
    scene.forget_calls();
    scene.rule(|call| if call.path == "/v1/sessions/refresh" { Does::PassLate(Duration::from_millis(200)) } else { Does::Pass });
    // As after a restart: no access token is held.
    let engine = scene.another_engine(POLL);
    engine.run();
    scene.until("sent", |scene| scene.store.queue().unwrap().is_empty()).await;
    engine.stop();
    assert_eq!(scene.calls(|call| call.path == "/v1/stations").len(), 1);
    assert!(refreshes(&scene) <= 2, "{}", refreshes(&scene));
    // The session that is kept is one that the service knows.
    scene.another_engine(POLL).sync_once().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refresh_under_way_does_not_bring_back_a_clerk_who_signed_out() {
    let scene = Scene::new(POLL).await;
    let engine = scene.another_engine(POLL);
    scene.forget_calls();
    scene.rule(|call| if call.path == "/v1/sessions/refresh" { Does::PassLate(Duration::from_millis(500)) } else { Does::Pass });
    let going_on = engine.clone();
    let round = tokio::spawn(async move { going_on.sync_once().await });
    scene.until("a refresh", |scene| refreshes(scene) == 1).await;
    let began = std::time::Instant::now();
    engine.sign_out().await.unwrap();
    assert!(began.elapsed() < Duration::from_millis(400), "signing out does not wait for the refresh");
    assert_eq!(scene.store.session().unwrap(), None);
    round.await.unwrap().unwrap();
    assert_eq!(scene.store.session().unwrap(), None);
    let ended = |call: &Call| call.method == Method::DELETE && call.path == "/v1/sessions/current";
    assert_eq!(scene.calls(ended).len(), 1, "the session that came too late is ended");
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_and_venues_are_asked_for_again_without_a_new_sign_in() {
    let scene = Scene::new(POLL).await;
    let signed_in_at = scene.store.session().unwrap().unwrap().signed_in_at;
    let (central, clerk, theatre) = (scene.central.clone(), scene.clerk, scene.theatre);
    let end = move || central.admin().end_right(clerk, theatre, Right::DeleteOwnToday, jiff::Timestamp::now()).unwrap();
    tokio::task::spawn_blocking(end).await.unwrap();
    // The sign-in was a moment ago: nothing is asked.
    scene.engine.sync_once().await.unwrap();
    assert_eq!(refreshes(&scene), 0);
    // After a restart the first round asks, the second does not.
    let engine = scene.another_engine(POLL);
    engine.sync_once().await.unwrap();
    engine.sync_once().await.unwrap();
    assert_eq!(refreshes(&scene), 1);
    let session = scene.store.session().unwrap().unwrap();
    let access = session.venues.iter().find(|access| access.venue.id == theatre).unwrap();
    assert!(access.rights.contains(&Right::Record) && !access.rights.contains(&Right::DeleteOwnToday));
    assert_eq!(session.signed_in_at, signed_in_at);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ended_asks_for_a_sign_in_and_the_queue_still_goes() {
    let scene = Scene::new(POLL).await;
    let mut session = scene.store.session().unwrap().unwrap();
    session.refresh_token = Secret("worn".to_owned());
    scene.store.set_session(Some(&session)).unwrap();
    scene.record();
    let (sender, state) = tokio::sync::watch::channel(kaikuasema_sync::SyncState::unknown());
    let options = kaikuasema_sync::engine::EngineOptions { station_name: "Lippukassa 1".to_owned(), poll: POLL };
    let engine = kaikuasema_sync::Engine::prepare(scene.store.clone(), scene.engine.client().clone(), options, sender);
    assert!(engine.sync_once().await.is_err());
    assert_eq!(scene.arrived().await.len(), 1);
    assert_eq!((state.borrow().link, state.borrow().cards), (Link::SignInNeeded, 1));
    assert!(scene.store.session().unwrap().is_some(), "the clerk goes on recording");
}
