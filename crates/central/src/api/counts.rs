//! What was recorded at a venue, counted by the service itself.

use super::auth::Caller;
use super::feeds::check_venue;
use super::input::VenueInPath;
use super::problem::ApiError;
use crate::Central;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use jiff::civil::Date;
use kaikuasema_domain::api::Counts;
use serde::Deserialize;

/// The days asked for, both included.
#[derive(Deserialize)]
pub(crate) struct Days {
    from: Date,
    to: Date,
}

/// `GET /v1/venues/{venue}/counts?from=&to=`: what was recorded for events of these days.
pub(crate) async fn counts(
    State(central): State<Central>,
    caller: Caller,
    VenueInPath(venue): VenueInPath,
    asked: Result<Query<Days>, QueryRejection>,
) -> Result<Json<Counts>, ApiError> {
    check_venue(&central, caller, venue).await?;
    let Query(Days { from, to }) = asked.map_err(|_| ApiError::bad_request("the query is not what the contract says"))?;
    if from > to {
        return Err(ApiError::bad_request("the last day lies before the first"));
    }
    Ok(Json(central.storage().reading(move |read| read.counts(venue, from, to)).await?))
}
