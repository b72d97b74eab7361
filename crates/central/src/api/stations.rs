//! Stations and their credentials.

use super::auth::Caller;
use super::input::Body;
use super::problem::ApiError;
use crate::Central;
use crate::token::{self, Kind};
use axum::Json;
use axum::extract::State;
use kaikuasema_domain::api::{RegisterStation, StationCredential};
use kaikuasema_domain::user::Right;

/// The longest name of a station, in characters.
const LONGEST_NAME: usize = 200;

/// `POST /v1/stations`: a clerk who records somewhere registers the station signed in at.
pub(crate) async fn register(
    State(central): State<Central>,
    caller: Caller,
    Body(request): Body<RegisterStation>,
) -> Result<Json<StationCredential>, ApiError> {
    let Caller::Clerk { user, station, .. } = caller else {
        return Err(ApiError::forbidden("only a clerk registers a station"));
    };
    if request.station != station {
        return Err(ApiError::forbidden("a clerk registers only the station signed in at"));
    }
    let name = request.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(ApiError::bad_request("the station's name is empty or too long"));
    }
    let made = token::make(Kind::Station, station.0)?;
    let hash = made.hash;
    let now = central.now();
    let registered = central.storage().writing(move |write| {
        if !write.has_right_anywhere(user, Right::Record)? {
            return Ok(false);
        }
        write.register_station(station, &name, &hash, user, now)?;
        Ok(true)
    });
    if !registered.await? {
        return Err(ApiError::forbidden("the user records nowhere"));
    }
    Ok(Json(StationCredential { credential: made.token }))
}
