//! Upload: the queue's operations in order, in batches, results applied one by one.

use crate::download::meet;
use crate::engine::{Shared, SyncError};
use crate::plan::{AfterPush, after_push, rest};
use crate::reply::ClientError;
use crate::standing::Exchange;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::api::{MOST_OPERATIONS, Push, PushAnswer};
use kaikuasema_domain::{OpId, operation::Outcome};
use kaikuasema_store::{LONGEST_REST, QueuedOperation};
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::time::Duration;

/// The largest batch in bytes; under what any service takes.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// How long operations rest after a failure that is not their own; the lane itself backs off.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// Sends whatever is due, each operation at most once, until nothing is or until something calls for
/// a wait.
///
/// # Errors
/// What called for the wait; else the first refusal of an operation that was put aside.
pub(crate) async fn round(shared: &Shared) -> Result<Exchange, SyncError> {
    let began = shared.surroundings.now();
    let mut most = MOST_OPERATIONS;
    let mut registered_anew = false;
    let mut has_met = false;
    let mut tried: HashSet<OpId> = HashSet::new();
    let mut refusal = None;
    loop {
        let mut due = shared.read(move |store| store.due(began, most, MOST_BYTES)).await?;
        due.retain(|queued| !tried.contains(&queued.op));
        if due.is_empty() {
            break;
        }
        let ops: Vec<OpId> = due.iter().map(|queued| queued.op).collect();
        if !has_met {
            if let Err(error) = meet(shared).await {
                if let SyncError::Client(error) = &error {
                    put_off(shared, ops, error, began, FIRST_WAIT).await?;
                }
                return Err(error);
            }
            has_met = true;
        }
        let credential = shared.credential().await?;
        let push = Push { operations: due.iter().filter_map(frozen).collect() };
        let answer = shared.client.push(&credential, &push).await.and_then(|answer| checked(answer, &due));
        let error = match answer {
            Ok(answer) => {
                fail::fail_point!("sync.push.after_reply");
                tried.extend(ops);
                apply(shared, answer).await?;
                continue;
            }
            Err(error) => error,
        };
        match after_push(&error, ops.len()) {
            AfterPush::Halve => most = (ops.len() / 2).max(1),
            AfterPush::OneByOne => most = 1,
            AfterPush::PutAside => {
                let attempts = due.first().map_or(0, |queued| queued.attempts);
                tried.extend(&ops);
                put_off(shared, ops, &error, began, rest(attempts)).await?;
                refusal.get_or_insert(error);
            }
            AfterPush::Credential if !registered_anew => {
                registered_anew = true;
                shared.credential_after(&credential).await?;
            }
            AfterPush::Credential => return Err(SyncError::SignInNeeded),
            AfterPush::Wait { at_least } => {
                put_off(shared, ops, &error, began, FIRST_WAIT.max(at_least.unwrap_or_default())).await?;
                return Err(error.into());
            }
        }
    }
    match refusal {
        Some(error) => Err(error.into()),
        None if tried.is_empty() && shared.has_waiting().await? => Ok(Exchange::NothingDue),
        None => Ok(Exchange::Succeeded),
    }
}

async fn apply(shared: &Shared, answer: PushAnswer) -> Result<(), SyncError> {
    let at = shared.surroundings.now();
    shared.note_service_time(answer.now, at).await?;
    let settled_any = answer.results.iter().any(|result| !matches!(result.outcome, Outcome::Blocked));
    shared.read(move |store| store.apply_results(&answer.results, at)).await?;
    if settled_any {
        shared.data_changed();
        shared.wake_download();
    }
    Ok(())
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

/// Notes a failed try: not again before `wait` is over, nor in the round that began at `began`, whatever
/// the clock does meanwhile.
async fn put_off(shared: &Shared, ops: Vec<OpId>, error: &ClientError, began: Timestamp, wait: Duration) -> Result<(), SyncError> {
    let wait = SignedDuration::try_from(wait).unwrap_or(LONGEST_REST).min(LONGEST_REST);
    let next_try = began.max(shared.surroundings.now()).saturating_add(wait).unwrap_or(Timestamp::MAX);
    let word = word(error);
    shared.read(move |store| store.note_failed_try(&ops, word, next_try)).await
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
