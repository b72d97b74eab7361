//! One card, asked afresh.

use super::auth::Caller;
use super::input::Body;
use super::problem::ApiError;
use crate::Central;
use axum::Json;
use axum::extract::State;
use kaikuasema_domain::api::{CardAnswer, CardLookup};
use std::time::Instant;

/// `POST /v1/cards/lookup`, limited per station against trying numbers.
pub(crate) async fn look_up(
    State(central): State<Central>,
    caller: Caller,
    Body(request): Body<CardLookup>,
) -> Result<Json<CardAnswer>, ApiError> {
    central.tries().look_ups.try_at(caller.station(), Instant::now()).map_err(ApiError::too_many_tries)?;
    let answer = central.storage().reading(move |read| {
        if !caller.may_see_cards(read)? {
            return Ok(None);
        }
        Ok(Some(CardAnswer { card: read.card(request.number)? }))
    });
    answer.await?.map(Json).ok_or_else(|| ApiError::forbidden("the caller records nowhere"))
}
