//! The feeds: every change since a cursor, line by line, never held whole in memory.
//!
//! A page of rows is read only when the caller has taken the former one, each in a short
//! read of its own, so that a slow caller holds up neither memory nor the writer.

use super::auth::Caller;
use super::input::VenueInPath;
use super::problem::ApiError;
use crate::Central;
use crate::cursor::Feed;
use crate::mutant;
use crate::storage::{Read, StorageError};
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use kaikuasema_domain::api::{CardRow, ChangeRow, EventRow, NDJSON, ProblemCode, TotalRow, UsageRow};
use kaikuasema_domain::{Venue, VenueId, civil};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The query of every feed.
#[derive(Deserialize)]
pub(crate) struct Changes {
    after: Option<String>,
}

type Asked = Result<Query<Changes>, QueryRejection>;

/// `GET /v1/cards/changes?after=`: the register, without cards that ended more than two years ago.
pub(crate) async fn cards(State(central): State<Central>, caller: Caller, asked: Asked) -> Result<Response, ApiError> {
    if !central.storage().reading(move |read| caller.may_see_cards(read)).await? {
        return Err(ApiError::forbidden("the caller records nowhere"));
    }
    let (today, most) = (civil::today(central.now(), None), central.page());
    answer(central, asked, "cards".to_owned(), move |read, after| -> Result<Vec<(u64, CardRow)>, _> {
        read.card_changes(after, today, most)
    })
    .await
}

/// `GET /v1/venues/{venue}/events/changes?after=`: events, showings, aliases and the venue's rules.
pub(crate) async fn events(
    State(central): State<Central>,
    caller: Caller,
    VenueInPath(venue): VenueInPath,
    asked: Asked,
) -> Result<Response, ApiError> {
    check_venue(&central, caller, venue).await?;
    let most = central.page();
    answer(central, asked, format!("events of {venue}"), move |read, after| -> Result<Vec<(u64, EventRow)>, _> {
        read.event_changes(venue, after, most)
    })
    .await
}

/// `GET /v1/venues/{venue}/usages/changes?after=`: usages, and tombstones of deleted ones.
pub(crate) async fn usages(
    State(central): State<Central>,
    caller: Caller,
    VenueInPath(venue): VenueInPath,
    asked: Asked,
) -> Result<Response, ApiError> {
    check_venue(&central, caller, venue).await?;
    let most = central.page();
    answer(central, asked, format!("usages of {venue}"), move |read, after| -> Result<Vec<(u64, UsageRow)>, _> {
        read.usage_changes(venue, after, most)
    })
    .await
}

/// `GET /v1/venues/{venue}/totals/changes?after=`: what limits per organisation need of its other
/// venues of the same sort (C17).
pub(crate) async fn totals(
    State(central): State<Central>,
    caller: Caller,
    VenueInPath(venue): VenueInPath,
    asked: Asked,
) -> Result<Response, ApiError> {
    let venue = check_venue(&central, caller, venue).await?;
    let most = central.page();
    answer(central, asked, format!("totals of {}", venue.id), move |read, after| -> Result<Vec<(u64, TotalRow)>, _> {
        read.total_changes(&venue, after, most)
    })
    .await
}

/// The venue, where the caller may see its data.
pub(super) async fn check_venue(central: &Central, caller: Caller, venue: VenueId) -> Result<Venue, ApiError> {
    let (found, visible) = central.storage().reading(move |read| Ok((read.venue(venue)?, caller.may_see(read, venue)?))).await?;
    match (found, visible) {
        (Some(venue), true) => Ok(venue),
        (Some(_), false) => Err(ApiError::forbidden("the venue is not the caller's")),
        (None, _) => Err(ApiError::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, "there is no such venue")),
    }
}

/// How far the answer is told.
struct Told {
    after: u64,
    complete: bool,
    /// The first page is read before the answer begins, so that its failing is an error and no torn answer.
    first: Option<Bytes>,
}

/// Answers with the changes after the asked cursor: pages, each with a checkpoint, up to the last.
async fn answer<T, I, P>(central: Central, asked: Asked, name: String, page: P) -> Result<Response, ApiError>
where
    T: Serialize + 'static,
    I: Serialize + 'static,
    P: Fn(&Read<'_>, u64) -> Result<Vec<(u64, ChangeRow<T, I>)>, StorageError> + Send + Sync + 'static,
{
    let Query(Changes { after }) = asked.map_err(|_| ApiError::bad_request("the query is not what the contract says"))?;
    let feed = Feed::new(central.identity().instance_id, &name);
    let after = match after.as_deref() {
        None | Some("") => 0,
        Some(cursor) => {
            let version = feed.version(cursor).ok_or_else(too_old)?;
            // A version not given yet: the cursor is of a state that a restore has undone.
            if version > central.storage().reading(|read| read.newest_version()).await? {
                return Err(too_old());
            }
            version
        }
    };
    let page = Arc::new(page);
    let mut told = Told { after, complete: false, first: None };
    let first = next_page(&central, feed, &page, &mut told).await?;
    told.first = Some(first);
    let pages = stream::try_unfold((central, told), move |(central, mut told)| {
        let page = Arc::clone(&page);
        async move {
            if let Some(first) = told.first.take() {
                return Ok::<_, StorageError>(Some((first, (central, told))));
            }
            if told.complete {
                return Ok(None);
            }
            let bytes = next_page(&central, feed, &page, &mut told).await?;
            Ok(Some((bytes, (central, told))))
        }
    });
    Ok(([(header::CONTENT_TYPE, NDJSON)], Body::from_stream(pages)).into_response())
}

/// Reads and writes out one page with its checkpoint.
async fn next_page<T, I, P>(central: &Central, feed: Feed, page: &Arc<P>, told: &mut Told) -> Result<Bytes, StorageError>
where
    T: Serialize + 'static,
    I: Serialize + 'static,
    P: Fn(&Read<'_>, u64) -> Result<Vec<(u64, ChangeRow<T, I>)>, StorageError> + Send + Sync + 'static,
{
    let (page, after, most) = (Arc::clone(page), told.after, central.page());
    let job = move |read: &Read<'_>| {
        let rows = page(read, after)?;
        let complete = rows.len() < most;
        let newest = match rows.last() {
            _ if mutant::is_at_work("cursor_takes_the_maximum") => read.newest_version()?,
            Some((version, _)) => *version,
            None => after,
        };
        let mut lines = Vec::with_capacity(rows.len() * 128);
        for (_, row) in &rows {
            serde_json::to_writer(&mut lines, row)?;
            lines.push(b'\n');
        }
        let checkpoint: ChangeRow<T, I> = ChangeRow::Checkpoint { cursor: feed.cursor(newest), complete };
        serde_json::to_writer(&mut lines, &checkpoint)?;
        lines.push(b'\n');
        Ok((Bytes::from(lines), newest, complete))
    };
    let (bytes, newest, complete) = central.storage().reading(job).await?;
    (told.after, told.complete) = (newest, complete);
    Ok(bytes)
}

fn too_old() -> ApiError {
    ApiError::new(StatusCode::GONE, ProblemCode::CursorTooOld, "the cursor is not of this feed as it now stands: start afresh")
}
