//! A lane: the loop that runs one direction, upload or download, and the rest between its rounds.

use crate::engine::{Shared, SyncError};
use crate::plan::back_off;
use crate::reply::ClientError;
use crate::standing::Exchange;
use crate::{download, upload};
use futures::FutureExt;
use kaikuasema_store::Store;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, Notify};
use tokio::time::{Instant, sleep_until, timeout};

/// A state is not called up to date for longer while the next round is under way.
const LONG_ROUND: Duration = Duration::from_secs(3 * 60);

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Upload,
    Download,
}

/// One direction's turn and its bells.
#[derive(Default)]
pub(crate) struct Lane {
    /// Held during a round, so that no two rounds of a direction run at once.
    turn: Mutex<()>,
    /// Something is to be done: ends a rest, but not one that the service asked for.
    woken: Notify,
    /// Someone asked for it now (F5): ends every rest.
    forced: Notify,
}

/// What ended a rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Time,
    Word,
    Force,
}

/// How long to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rest {
    /// The station's own pause, cut short by a new record.
    pause: Duration,
    /// What the service asked for, by monotonic time: no new record cuts it short.
    asked: Duration,
}

impl Lane {
    pub(crate) fn wake(&self) {
        self.woken.notify_one();
    }

    pub(crate) fn force(&self) {
        self.forced.notify_one();
    }

    /// Takes what was asked for before a round, which that round answers. Whether it was by force.
    fn take_bells(&self) -> bool {
        let _ = self.woken.notified().now_or_never();
        self.forced.notified().now_or_never().is_some()
    }

    async fn rest(&self, rest: Rest) -> Ended {
        let now = Instant::now();
        if !rest.asked.is_zero() {
            tokio::select! {
                () = sleep_until(now + rest.asked) => {}
                () = self.forced.notified() => return Ended::Force,
            }
        }
        tokio::select! {
            biased;
            () = self.forced.notified() => Ended::Force,
            () = self.woken.notified() => Ended::Word,
            () = sleep_until(now + rest.pause.max(rest.asked)) => Ended::Time,
        }
    }
}

/// One round of a direction; waits for the one that is under way.
pub(crate) async fn round(shared: &Shared, direction: Direction) -> Result<Exchange, SyncError> {
    let _turn = shared.lane(direction).turn.lock().await;
    let under_way = async {
        match direction {
            Direction::Upload => upload::round(shared).await,
            Direction::Download => download::round(shared).await.map(|()| Exchange::Succeeded),
        }
    };
    let outcome = ageing(under_way, || shared.note_slow_round(direction)).await;
    if let Err(error) = &outcome {
        tracing::info!(?direction, %error, "not synchronised");
    }
    shared.note_outcome(direction, outcome.as_ref().copied()).await;
    outcome
}

/// Does what is under way, and says so each time that it has taken [`LONG_ROUND`] more.
async fn ageing<T, F: Future<Output = ()>>(under_way: impl Future<Output = T>, is_slow: impl Fn() -> F) -> T {
    let mut under_way = pin!(under_way);
    loop {
        match timeout(LONG_ROUND, &mut under_way).await {
            Ok(done) => return done,
            Err(_) => is_slow().await,
        }
    }
}

/// Round after round, until the task is ended.
pub(crate) async fn run(shared: Arc<Shared>, direction: Direction) {
    let lane = shared.lane(direction);
    let mut failures: u32 = 0;
    let mut is_forced = false;
    loop {
        // Also asked for while resting: neither is left for after the round.
        is_forced |= lane.take_bells();
        if is_forced && let Err(error) = shared.read(Store::try_now).await {
            tracing::warn!(%error, "the queue could not be made due");
        }
        let outcome = round(&shared, direction).await;
        failures = match outcome {
            Ok(Exchange::Succeeded) => 0,
            Ok(Exchange::NothingDue) => failures,
            Err(_) => failures.saturating_add(1),
        };
        let rest = rest_after(outcome.as_ref().err(), failures, shared.poll(), shared.surroundings.chance());
        is_forced = lane.rest(rest).await == Ended::Force;
    }
}

/// How long to rest after a round, which is the `failures`-th in a row to fail. `chance` is from 0 to 1.
fn rest_after(error: Option<&SyncError>, failures: u32, poll: Duration, chance: f64) -> Rest {
    let asked = match error {
        Some(SyncError::Client(ClientError::Refused { retry_after, .. })) => retry_after.unwrap_or_default(),
        _ => Duration::ZERO,
    };
    let pause = if failures == 0 { poll.mul_f64(0.75 + chance / 2.0) } else { back_off(failures, chance) };
    Rest { pause, asked }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaikuasema_domain::api::{Problem, ProblemCode};

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn failures_back_off_with_jitter_and_the_poll_is_jittered_too() {
        let portal = SyncError::Client(ClientError::NotTheService { status: 200 });
        let pause = |failures, chance| rest_after(Some(&portal), failures, seconds(30), chance).pause;
        assert_eq!((pause(1, 0.0), pause(1, 1.0)), (Duration::from_millis(500), seconds(1)));
        assert_eq!((pause(4, 0.0), pause(4, 1.0), pause(99, 1.0)), (seconds(4), seconds(8), seconds(60)));
        let good = |chance| rest_after(None, 0, seconds(30), chance).pause;
        assert_eq!((good(0.0), good(1.0)), (Duration::from_millis(22_500), Duration::from_millis(37_500)));
        // Nothing was due after a failure: the failure's pace goes on.
        assert_eq!(rest_after(None, 3, seconds(30), 1.0).pause, seconds(4));
    }

    #[test]
    fn what_the_service_asks_for_is_taken_from_its_refusal() {
        let problem = Problem { status: 429, code: ProblemCode::TooManyTries, title: String::new() };
        let busy = SyncError::Client(ClientError::Refused { problem, retry_after: Some(seconds(90)) });
        assert_eq!(rest_after(Some(&busy), 1, seconds(30), 1.0), Rest { pause: seconds(1), asked: seconds(90) });
    }

    #[tokio::test(start_paused = true)]
    async fn a_round_that_takes_long_is_told_while_it_is_under_way() {
        let told = std::cell::Cell::new(0);
        let count = || async { told.set(told.get() + 1) };
        ageing(tokio::time::sleep(seconds(60)), count).await;
        assert_eq!(told.get(), 0);
        ageing(tokio::time::sleep(seconds(400)), count).await;
        assert_eq!(told.get(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_asked_for_before_a_round_is_not_asked_for_again_after_it() {
        let lane = Lane::default();
        lane.force();
        lane.wake();
        assert!(lane.take_bells());
        assert!(!lane.take_bells());
        assert_eq!(lane.rest(Rest { pause: seconds(30), asked: seconds(90) }).await, Ended::Time);
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_record_ends_the_pause_but_not_the_wait_that_the_service_asked_for() {
        let lane = Lane::default();
        let start = Instant::now();
        lane.wake();
        assert_eq!(lane.rest(Rest { pause: seconds(30), asked: Duration::ZERO }).await, Ended::Word);
        assert_eq!(start.elapsed(), Duration::ZERO);
        lane.wake();
        assert_eq!(lane.rest(Rest { pause: seconds(1), asked: seconds(90) }).await, Ended::Word);
        assert_eq!(start.elapsed().as_secs(), 90);
        assert_eq!(lane.rest(Rest { pause: seconds(30), asked: Duration::ZERO }).await, Ended::Time);
        assert_eq!(start.elapsed().as_secs(), 120);
        lane.force();
        assert_eq!(lane.rest(Rest { pause: seconds(1), asked: seconds(90) }).await, Ended::Force);
        assert_eq!(start.elapsed().as_secs(), 120);
    }
}
