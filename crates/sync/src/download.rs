//! Download: every feed from its cursor to its end, checkpoint by checkpoint.

use crate::engine::{Shared, SyncError};
use crate::plan::{AfterPull, after_pull};
use crate::reply::ClientError;
use kaikuasema_domain::VenueId;
use kaikuasema_domain::api::{API_VERSION, ChangeRow, ProblemCode, Secret};
use kaikuasema_store::{Feed, FeedBatch, Store, StoreError};
use serde::de::DeserializeOwned;

/// Fetches every feed once, to its end. A feed that fails does not keep the others from going on.
pub(crate) async fn round(shared: &Shared) -> Result<(), SyncError> {
    meet(shared).await?;
    let mut first = None;
    let mut was_put_back = false;
    keep(&mut first, shared.renew_session_in_time().await)?;
    keep(&mut first, cards(shared, &mut was_put_back).await)?;
    let session = shared.read(Store::session).await?;
    let venues: Vec<VenueId> = session.map(|s| s.venues.iter().map(|access| access.venue.id).collect()).unwrap_or_default();
    let mut is_refused = false;
    for venue in venues {
        let events = pull(shared, &mut was_put_back, Feed::Events(venue), move |store, batch| store.apply_events(venue, batch)).await;
        let usages = match &events {
            Err(error) if ends_the_round(error) => Ok(()),
            _ => pull(shared, &mut was_put_back, Feed::Usages(venue), move |store, batch| store.apply_usages(venue, batch)).await,
        };
        let is_over = [&events, &usages].into_iter().any(|outcome| outcome.as_ref().is_err_and(ends_the_round));
        let totals = if is_over { Ok(()) } else { totals(shared, &mut was_put_back, venue).await };
        for outcome in [events, usages, totals] {
            is_refused |= outcome.as_ref().is_err_and(is_not_told);
            keep(&mut first, outcome)?;
        }
    }
    if is_refused && let Err(error) = shared.renew_session().await {
        tracing::info!(%error, "the session was not renewed");
    }
    first.map_or(Ok(()), Err)
}

/// Remembers the round's first error, so that the rest goes on.
///
/// # Errors
/// That first error, where no more is to be tried in this round.
fn keep(first: &mut Option<SyncError>, outcome: Result<(), SyncError>) -> Result<(), SyncError> {
    let Err(error) = outcome else { return Ok(()) };
    let is_over = ends_the_round(&error);
    let first_error = first.take().unwrap_or(error);
    if is_over {
        return Err(first_error);
    }
    *first = Some(first_error);
    Ok(())
}

/// Whether nothing else of the round can succeed either, or the service asked for peace.
fn ends_the_round(error: &SyncError) -> bool {
    match error {
        SyncError::Client(ClientError::NoConnection(broken)) => broken.is_unreached(),
        SyncError::Client(ClientError::Refused { problem, retry_after }) => {
            retry_after.is_some() || matches!(problem.code, ProblemCode::TooManyTries | ProblemCode::Unavailable)
        }
        SyncError::Client(ClientError::NotTheService { .. }) | SyncError::SignInNeeded => false,
        SyncError::Store(_) | SyncError::OtherService | SyncError::StationTooOld | SyncError::Stopped => true,
    }
}

fn is_not_told(error: &SyncError) -> bool {
    matches!(error, SyncError::Client(error) if after_pull(error) == AfterPull::NotTold)
}

/// The register. Refused to a station, it takes a clerk who records somewhere to sign in there.
async fn cards(shared: &Shared, was_put_back: &mut bool) -> Result<(), SyncError> {
    match pull(shared, was_put_back, Feed::Cards, Store::apply_cards).await {
        Err(SyncError::Client(error)) if error.code() == Some(ProblemCode::Forbidden) => Err(SyncError::SignInNeeded),
        outcome => outcome,
    }
}

/// What limits per organisation count of its other venues. A service of before there were such limits
/// does not know the feed: then there is nothing of it to count.
async fn totals(shared: &Shared, was_put_back: &mut bool, venue: VenueId) -> Result<(), SyncError> {
    match pull(shared, was_put_back, Feed::Totals(venue), move |store, batch| store.apply_totals(venue, batch)).await {
        Err(SyncError::Client(error)) if error.code() == Some(ProblemCode::NotFound) => Ok(()),
        outcome => outcome,
    }
}

/// Makes sure that it is this station's service, and compares the clocks.
pub(crate) async fn meet(shared: &Shared) -> Result<(), SyncError> {
    let Some(service) = shared.read(Store::service).await? else { return Err(SyncError::SignInNeeded) };
    let asked = shared.surroundings.now();
    let meta = shared.client.meta().await?;
    let answered = shared.surroundings.now();
    if meta.instance_id != service.instance_id || meta.training != service.training {
        return Err(SyncError::OtherService);
    }
    if !meta.api_versions.contains(&API_VERSION) {
        return Err(SyncError::StationTooOld);
    }
    // Half of the way there and back is the best guess of when the service looked at its clock.
    let half = (answered - asked).total(jiff::Unit::Millisecond).unwrap_or(0.0) / 2.0;
    let middle = asked.checked_add(jiff::Span::new().milliseconds(half.max(0.0) as i64)).unwrap_or(asked);
    shared.note_service_time(meta.now, middle).await
}

/// Fetches one feed to its end. `was_put_back` is whether the round has found already that the service
/// does not know the station's cursors.
async fn pull<T, I, A>(shared: &Shared, was_put_back: &mut bool, feed: Feed, apply: A) -> Result<(), SyncError>
where
    T: DeserializeOwned + Send + 'static,
    I: DeserializeOwned + Send + 'static,
    A: Fn(&Store, FeedBatch<ChangeRow<T, I>>) -> Result<(), StoreError> + Copy + Send + 'static,
{
    let mut registered_anew = false;
    let mut started_afresh = false;
    let mut credential = shared.credential().await?;
    loop {
        let Err(error) = pull_to_the_end(shared, &credential, feed, apply).await else { return Ok(()) };
        let SyncError::Client(client_error) = &error else { return Err(error) };
        match after_pull(client_error) {
            AfterPull::StartAfresh if !started_afresh => {
                started_afresh = true;
                shared.read(move |store| store.start_afresh(feed)).await?;
                // It was put back to an earlier state, or the station was away very long: the service
                // may have forgotten what it took, and answers "duplicate" to what it has not.
                if !std::mem::replace(was_put_back, true) {
                    shared.read(Store::offer_again).await?;
                    shared.wake_upload();
                }
            }
            AfterPull::Credential if !registered_anew => {
                registered_anew = true;
                credential = shared.credential_after(&credential).await?;
            }
            AfterPull::Credential => return Err(SyncError::SignInNeeded),
            AfterPull::StartAfresh | AfterPull::NotTold | AfterPull::Wait { .. } => return Err(error),
        }
    }
}

async fn pull_to_the_end<T, I, A>(shared: &Shared, credential: &Secret, feed: Feed, apply: A) -> Result<(), SyncError>
where
    T: DeserializeOwned + Send + 'static,
    I: DeserializeOwned + Send + 'static,
    A: Fn(&Store, FeedBatch<ChangeRow<T, I>>) -> Result<(), StoreError> + Copy + Send + 'static,
{
    let cursor = shared.read(move |store| store.feed_cursor(feed)).await?;
    let mut reader = shared.client.changes::<T, I>(credential, feed, cursor.as_deref()).await?;
    let mut told = cursor;
    loop {
        let portion = reader.next().await?;
        let complete = portion.complete;
        if !complete && told.as_deref() == Some(portion.cursor.as_str()) {
            // A feed that does not move would be asked for ever.
            return Err(ClientError::NotTheService { status: 200 }.into());
        }
        let after = told.replace(portion.cursor.clone());
        let has_rows = !portion.rows.is_empty();
        let batch = FeedBatch { after, rows: portion.rows, cursor: portion.cursor, complete, received_at: shared.surroundings.now() };
        shared.read(move |store| apply(store, batch)).await?;
        if has_rows {
            shared.data_changed();
        }
        if complete {
            return Ok(());
        }
    }
}
