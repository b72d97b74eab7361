//! The lanes as they run: their pace after failures, what the service asks for, starting and stopping.

use crate::support::*;
use kaikuasema_domain::api::ProblemCode;
use std::time::Duration;

fn gaps(calls: &[Call]) -> Vec<Duration> {
    calls.windows(2).map(|pair| pair[1].at - pair[0].at).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lane_that_fails_backs_off_and_the_other_keeps_its_pace() {
    let scene = Scene::new(Duration::from_millis(100)).await;
    scene.record();
    scene.rule(|call| if call.is_push() { refusal(500, ProblemCode::Internal, None) } else { Does::Pass });
    scene.engine.run();
    let pushes = |scene: &Scene| scene.calls(|call| call.is_push());
    scene.until("four tries", |scene| pushes(scene).len() >= 4).await;
    scene.engine.stop();
    let gaps = gaps(&pushes(&scene));
    // At least half of 1, 2, 4 seconds, where the poll is a tenth of one.
    for (gap, least) in gaps.iter().zip([450, 950, 1_950]) {
        assert!(*gap >= Duration::from_millis(least), "{gaps:?}");
    }
    let pulls = scene.calls(|call| call.path == "/v1/cards/changes").len();
    assert!(pulls > 15, "{pulls}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_asks_for_is_kept_whatever_is_recorded_and_f5_cuts_it() {
    let scene = Scene::new(Duration::from_millis(100)).await;
    scene.record();
    scene.rule(|call| if call.is_push() { refusal(429, ProblemCode::TooManyTries, Some(3)) } else { Does::Pass });
    scene.engine.run();
    let pushes = |scene: &Scene| scene.calls(|call| call.is_push());
    scene.until("a first try", |scene| pushes(scene).len() == 1).await;
    while pushes(&scene)[0].at.elapsed() < Duration::from_millis(2_500) {
        scene.record();
        scene.engine.queued();
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(pushes(&scene).len(), 1);
    }
    scene.until("a second try", |scene| pushes(scene).len() == 2).await;
    assert!(gaps(&pushes(&scene))[0] >= Duration::from_secs(3));
    scene.rule(|_| Does::Pass);
    scene.engine.sync_now();
    scene.until("everything sent", |scene| scene.state().waiting == 0).await;
    assert!(gaps(&pushes(&scene))[1] < Duration::from_secs(2), "F5 did not wait");
    scene.engine.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_is_sent_at_once() {
    let scene = Scene::new(Duration::from_secs(600)).await;
    scene.engine.run();
    scene.until("up to date", |scene| scene.state().is_online()).await;
    scene.record();
    scene.engine.queued();
    scene.until("sent", |scene| scene.state().sent_today == 1).await;
    scene.engine.stop();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_engine_that_was_stopped_asks_nothing_more_and_another_goes_on() {
    let scene = Scene::new(Duration::from_millis(20)).await;
    scene.engine.run();
    scene.until("up to date", |scene| scene.state().is_online()).await;
    assert!(scene.engine.is_running());
    scene.engine.stop();
    assert!(!scene.engine.is_running());
    tokio::time::sleep(Duration::from_millis(200)).await;
    scene.forget_calls();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(scene.calls(|_| true).len(), 0);
    let other = scene.another_engine(Duration::from_millis(20));
    scene.record();
    other.run();
    scene.until("sent", |scene| scene.store.queue().unwrap().is_empty()).await;
    other.stop();
}
