//! What to do next, decided without clock, network or store.

use crate::reply::ClientError;
use kaikuasema_domain::api::ProblemCode;
use std::time::Duration;

/// The first wait after a failure.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// The longest wait between tries that the station chooses itself.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long an operation is put aside that the service refuses to hear of by itself.
const FIRST_REST: Duration = Duration::from_secs(15);
/// The longest that it is put aside; see [`kaikuasema_store::LONGEST_REST`].
const LONGEST_REST: Duration = Duration::from_secs(10 * 60);

/// How long to wait after the `failures`-th failure in a row (from 1): doubling, at most a
/// minute, and from that half to the whole by chance, so that a thousand stations do not come
/// back in step. `chance` is from 0 to 1.
#[must_use]
pub fn back_off(failures: u32, chance: f64) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(1 << failures.saturating_sub(1).min(6));
    doubled.min(LONGEST_WAIT).mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0)
}

/// How long an operation is put aside that was tried `attempts` times before: doubling, at most ten
/// minutes. Only a change at the service can help it, and it must not hammer till then.
#[must_use]
pub fn rest(attempts: u32) -> Duration {
    FIRST_REST.saturating_mul(1 << attempts.min(10)).min(LONGEST_REST)
}

/// What a failed push calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterPush {
    /// The same bytes again, after a while.
    Wait {
        /// At least this long, where the service asked for it.
        at_least: Option<Duration>,
    },
    /// Half as many at a time.
    Halve,
    /// One at a time, to find the bad one.
    OneByOne,
    /// This operation alone rests; those behind it go on.
    PutAside,
    /// The station's credential is no longer good.
    Credential,
}

/// Reads a failed push of `operations` operations.
#[must_use]
pub fn after_push(error: &ClientError, operations: usize) -> AfterPush {
    let ClientError::Refused { problem, retry_after } = error else { return AfterPush::Wait { at_least: None } };
    match problem.code {
        ProblemCode::NotSignedIn => AfterPush::Credential,
        ProblemCode::TooLarge if operations > 1 => AfterPush::Halve,
        ProblemCode::BadRequest | ProblemCode::NotFound if operations > 1 => AfterPush::OneByOne,
        ProblemCode::TooLarge | ProblemCode::BadRequest | ProblemCode::NotFound => AfterPush::PutAside,
        _ => AfterPush::Wait { at_least: *retry_after },
    }
}

/// What a failed pull calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterPull {
    /// From the last checkpoint again, after a while.
    Wait {
        /// At least this long, where the service asked for it.
        at_least: Option<Duration>,
    },
    /// From the beginning, beside the old copy.
    StartAfresh,
    /// The station's credential is no longer good.
    Credential,
    /// The service does not tell this feed to this station: its copy stays, and whoever is signed in
    /// may have lost the right. Never a success.
    NotTold,
}

/// Reads a failed pull.
#[must_use]
pub fn after_pull(error: &ClientError) -> AfterPull {
    let ClientError::Refused { problem, retry_after } = error else { return AfterPull::Wait { at_least: None } };
    match problem.code {
        ProblemCode::NotSignedIn => AfterPull::Credential,
        ProblemCode::CursorTooOld => AfterPull::StartAfresh,
        ProblemCode::Forbidden | ProblemCode::NotFound => AfterPull::NotTold,
        _ => AfterPull::Wait { at_least: *retry_after },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaikuasema_domain::api::Problem;

    fn refused(status: u16, code: ProblemCode) -> ClientError {
        ClientError::Refused { problem: Problem { status, code, title: String::new() }, retry_after: Some(Duration::from_secs(9)) }
    }

    #[test]
    fn the_wait_doubles_up_to_a_minute_with_jitter() {
        assert_eq!(back_off(1, 1.0), Duration::from_secs(1));
        assert_eq!(back_off(1, 0.0), Duration::from_millis(500));
        assert_eq!(back_off(4, 1.0), Duration::from_secs(8));
        assert_eq!(back_off(7, 1.0), Duration::from_secs(60));
        assert_eq!(back_off(u32::MAX, 1.0), Duration::from_secs(60));
        assert_eq!(back_off(0, 1.0), Duration::from_secs(1));
    }

    #[test]
    fn what_is_put_aside_rests_longer_each_time_up_to_ten_minutes() {
        assert_eq!([0, 1, 2, 99].map(|attempts| rest(attempts).as_secs()), [15, 30, 60, 600]);
        assert!(rest(u32::MAX) < kaikuasema_store::LONGEST_REST.unsigned_abs());
    }

    #[test]
    fn a_portal_never_orders_anything_but_waiting() {
        for status in [200, 302, 401, 403, 410, 413, 500] {
            let portal = ClientError::NotTheService { status };
            assert_eq!(after_push(&portal, 500), AfterPush::Wait { at_least: None });
            assert_eq!(after_pull(&portal), AfterPull::Wait { at_least: None });
        }
    }

    #[test]
    fn each_refusal_calls_for_its_own_step() {
        let nine = Some(Duration::from_secs(9));
        assert_eq!(after_push(&refused(413, ProblemCode::TooLarge), 2), AfterPush::Halve);
        assert_eq!(after_push(&refused(413, ProblemCode::TooLarge), 1), AfterPush::PutAside);
        assert_eq!(after_push(&refused(400, ProblemCode::BadRequest), 500), AfterPush::OneByOne);
        assert_eq!(after_push(&refused(400, ProblemCode::BadRequest), 1), AfterPush::PutAside);
        assert_eq!(after_push(&refused(401, ProblemCode::NotSignedIn), 1), AfterPush::Credential);
        assert_eq!(after_push(&refused(503, ProblemCode::Unavailable), 1), AfterPush::Wait { at_least: nine });
        assert_eq!(after_pull(&refused(410, ProblemCode::CursorTooOld)), AfterPull::StartAfresh);
        assert_eq!(after_pull(&refused(403, ProblemCode::Forbidden)), AfterPull::NotTold);
    }
}
