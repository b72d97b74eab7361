//! The download: a feed that is refused or fails is never a success, and stops no other.

use crate::support::*;
use kaikuasema_domain::api::{NDJSON, ProblemCode};
use kaikuasema_store::Feed;
use kaikuasema_sync::Link;
use kaikuasema_sync::state::OfflineReason;
use std::time::Duration;

const POLL: Duration = Duration::from_secs(30);

fn as_of(scene: &Scene, feed: Feed) -> bool {
    scene.store.feed_as_of(feed).unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_that_fails_does_not_hold_up_the_upload() {
    let scene = Scene::new(POLL).await;
    scene.record();
    scene.rule(|call| if call.is_feed() { refusal(500, ProblemCode::Internal, None) } else { Does::Pass });
    assert!(scene.engine.sync_once().await.is_err());
    assert_eq!(scene.arrived().await.len(), 1);
    let state = scene.state();
    assert_eq!((state.waiting, state.cards, state.register_as_of), (0, 0, None));
    assert!(matches!(state.link, Link::Offline { why: OfflineReason::ServiceBusy, .. }), "{state:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_venue_that_fails_keeps_no_other_from_its_copy() {
    for failing in ["theatre", "museum"] {
        let scene = Scene::new(POLL).await;
        let (bad, good) = if failing == "theatre" { (scene.theatre, scene.museum) } else { (scene.museum, scene.theatre) };
        let path = format!("/v1/venues/{bad}/");
        scene.rule(move |call| if call.path.starts_with(&path) { refusal(500, ProblemCode::Internal, None) } else { Does::Pass });
        assert!(scene.engine.sync_once().await.is_err());
        assert!(as_of(&scene, Feed::Cards) && as_of(&scene, Feed::Events(good)) && as_of(&scene, Feed::Usages(good)));
        assert!(!as_of(&scene, Feed::Events(bad)) && !as_of(&scene, Feed::Usages(bad)));
        assert!(!scene.state().is_online());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_register_that_is_refused_asks_for_a_sign_in_and_keeps_the_copy() {
    let scene = Scene::new(POLL).await;
    scene.engine.sync_once().await.unwrap();
    assert!(scene.state().is_online());
    scene.rule(|call| if call.path == "/v1/cards/changes" { refusal(403, ProblemCode::Forbidden, None) } else { Does::Pass });
    assert!(scene.engine.sync_once().await.is_err());
    assert_eq!(scene.state().link, Link::SignInNeeded);
    assert_eq!(scene.state().cards, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_venue_that_is_refused_is_told_and_the_session_asked_for_again() {
    let scene = Scene::new(POLL).await;
    scene.record();
    scene.engine.sync_once().await.unwrap();
    let (admin, clerk, theatre) = (scene.central.clone(), scene.clerk, scene.theatre);
    let end = move || {
        for right in [kaikuasema_domain::user::Right::Record, kaikuasema_domain::user::Right::DeleteOwnToday] {
            admin.admin().end_right(clerk, theatre, right, jiff::Timestamp::now()).unwrap();
        }
    };
    tokio::task::spawn_blocking(end).await.unwrap();
    let before = scene.state().data_version;
    assert!(scene.engine.sync_once().await.is_err());
    assert!(!scene.state().is_online());
    let venues = scene.store.session().unwrap().unwrap().venues;
    assert_eq!(venues.iter().map(|access| access.venue.id).collect::<Vec<_>>(), [scene.museum]);
    assert!(scene.state().data_version > before, "screens read the rights again");
    assert_eq!(scene.store.usages(&Default::default()).unwrap().len(), 1, "the copy stays");
    scene.engine.sync_once().await.unwrap();
    assert!(scene.state().is_online());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_that_is_cut_is_no_copy_and_goes_on_later() {
    let scene = Scene::new(POLL).await;
    let row = r#"{"version":1,"number":"A9990000071","active":true,"valid_until":"2027-05-31","children_max":3}"#;
    scene.rule(move |call| if call.path == "/v1/cards/changes" { success(NDJSON, &format!("{row}\n{row}")) } else { Does::Pass });
    assert!(scene.engine.sync_once().await.is_err());
    let state = scene.state();
    assert_eq!((state.register_as_of, state.cards), (None, 0));
    assert!(!state.is_online());
    assert!(as_of(&scene, Feed::Usages(scene.theatre)), "the other feeds went on");
    scene.rule(|_| Does::Pass);
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.state().cards, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_in_between_changes_nothing() {
    let scene = Scene::new(POLL).await;
    scene.engine.sync_once().await.unwrap();
    let before = scene.state();
    scene.record();
    scene.rule(|_| success("text/html", "<html>Welcome to the hotel</html>"));
    assert!(scene.engine.sync_once().await.is_err());
    let after = scene.state();
    assert!(matches!(after.link, Link::Offline { why: OfflineReason::NotTheService, .. }));
    assert_eq!((after.cards, after.register_as_of, after.waiting), (before.cards, before.register_as_of, 1));
    assert!(scene.store.credential().unwrap().is_some() && scene.store.session().unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn rounds_at_once_leave_a_whole_copy() {
    let scene = Scene::new(Duration::from_millis(1)).await;
    scene.engine.run();
    for _ in 0..20 {
        let (one, two) = tokio::join!(scene.engine.sync_once(), scene.engine.sync_once());
        one.and(two).unwrap();
        scene.store.start_afresh(Feed::Cards).unwrap();
    }
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.state().cards, 1);
    scene.engine.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_lost_what_it_took_gets_it_again_exactly_once() {
    let scene = Scene::new(POLL).await;
    let backup = scene.backup();
    let kept = scene.record().usage;
    let lost = scene.record().usage;
    scene.engine.sync_once().await.unwrap();
    assert_eq!(scene.arrived().await.len(), 2);
    assert_eq!(scene.store.queue().unwrap(), []);
    let restored = scene.restored(backup).await;
    assert_eq!(restored.arrived().await.len(), 0);
    for _ in 0..2 {
        restored.engine.sync_once().await.unwrap();
    }
    let arrived = restored.arrived().await;
    assert!(arrived.len() == 2 && arrived.contains(&kept) && arrived.contains(&lost), "{arrived:?}");
    assert_eq!(restored.store.queue().unwrap(), []);
    assert_eq!(restored.store.usages(&Default::default()).unwrap().len(), 2);
}
