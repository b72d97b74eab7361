//! Upload: the queue's operations in order, in batches, results applied one by one.

use crate::engine::{Shared, SyncError};
use crate::plan::{AfterPush, after_push, back_off};
use crate::reply::ClientError;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::api::{MOST_OPERATIONS, Push, PushAnswer};
use kaikuasema_domain::{OpId, operation::Outcome};
use kaikuasema_store::QueuedOperation;
use serde_json::value::RawValue;
use std::time::Duration;

/// The largest batch in bytes; under what any service takes.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Sends whatever is due until nothing is, or until something calls for a wait.
pub(crate) async fn round(shared: &Shared) -> Result<(), SyncError> {
    let mut most = MOST_OPERATIONS;
    let mut registered_anew = false;
    loop {
        let now = Timestamp::now();
        let due = shared.read(move |store| store.due(now, most, MOST_BYTES)).await?;
        if due.is_empty() {
            return Ok(());
        }
        let credential = shared.credential().await?;
        let push = Push { operations: due.iter().filter_map(frozen).collect() };
        let answer = shared.client.push(&credential, &push).await.and_then(|answer| checked(answer, &due));
        match answer {
            Ok(answer) => {
                fail::fail_point!("sync.push.after_reply");
                shared.note_service_time(answer.now, Timestamp::now()).await?;
                let settled_any = answer.results.iter().any(|r| !matches!(r.outcome, Outcome::Blocked));
                let at = Timestamp::now();
                shared.read(move |store| store.apply_results(&answer.results, at)).await?;
                shared.data_changed();
                shared.wake_download();
                if !settled_any {
                    return Ok(());
                }
            }
            Err(error) => {
                let ops: Vec<OpId> = due.iter().map(|queued| queued.op).collect();
                match after_push(&error, ops.len()) {
                    AfterPush::Halve => most = (ops.len() / 2).max(1),
                    AfterPush::OneByOne => most = 1,
                    AfterPush::Credential if !registered_anew => {
                        registered_anew = true;
                        shared.register().await?;
                    }
                    AfterPush::Credential => return Err(SyncError::SignInNeeded),
                    AfterPush::Wait { at_least } => {
                        let wait = back_off(1, 1.0).max(at_least.unwrap_or_default());
                        put_off(shared, ops, word(&error), wait).await?;
                        // Alone and still refused: this one waits, those behind it go on.
                        if !(most == 1 && error.is_permanent()) {
                            return Err(error.into());
                        }
                    }
                }
            }
        }
    }
}

/// The operation's bytes as they were frozen.
fn frozen(queued: &QueuedOperation) -> Option<Box<RawValue>> {
    let text = String::from_utf8(queued.bytes.clone()).ok()?;
    RawValue::from_string(text).ok()
}

/// An answer is believed only if it answers exactly what was sent, in its order.
fn checked(answer: PushAnswer, due: &[QueuedOperation]) -> Result<PushAnswer, ClientError> {
    let answers_all = answer.results.len() == due.len();
    let in_order = answer.results.iter().zip(due).all(|(result, queued)| result.op_id == queued.op);
    if answers_all && in_order { Ok(answer) } else { Err(ClientError::NotTheService { status: 200 }) }
}

async fn put_off(shared: &Shared, ops: Vec<OpId>, error: &'static str, wait: Duration) -> Result<(), SyncError> {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::from_secs(60));
    let next_try = Timestamp::now().saturating_add(wait).unwrap_or(Timestamp::MAX);
    shared.read(move |store| store.note_failed_try(&ops, error, next_try)).await
}

/// A failure's stable word, kept with the operation and put into the clerk's language on screen.
fn word(error: &ClientError) -> &'static str {
    use kaikuasema_domain::api::ProblemCode;
    match error {
        ClientError::NoConnection(_) => "no_connection",
        ClientError::NotTheService { .. } => "not_the_service",
        ClientError::Refused { problem, .. } => match problem.code {
            ProblemCode::TooManyTries | ProblemCode::Unavailable => "service_busy",
            ProblemCode::Internal => "service_fault",
            ProblemCode::TooLarge => "too_large",
            ProblemCode::StationTooOld => "station_too_old",
            _ => "refused",
        },
    }
}
