//! The HTTP face: routes, who calls, and errors that are always `application/problem+json`.

mod auth;
mod cards;
mod counts;
mod feeds;
mod input;
mod operations;
mod problem;
mod sessions;
mod stations;

pub(crate) use auth::Caller;

use crate::Central;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::{delete, get, post};
use axum::{Json, Router, middleware};
use data_encoding::BASE64;
use kaikuasema_domain::api::{API_VERSION, MOST_OPERATIONS, Meta, ProblemCode};
use problem::ApiError;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// The largest batch of operations, in bytes.
const MOST_BATCH_BYTES: usize = 8 * 1024 * 1024;
/// The largest body of every other request, in bytes: some are read before anyone has signed in.
const MOST_BODY_BYTES: usize = 64 * 1024;
/// The oldest station that the service still understands.
const OLDEST_STATION: &str = "0.1.0";

/// Every route of the contract.
pub(crate) fn router(central: Central) -> Router {
    let feeds = Router::new()
        .route("/v1/cards/changes", get(feeds::cards))
        .route("/v1/venues/{venue}/events/changes", get(feeds::events))
        .route("/v1/venues/{venue}/totals/changes", get(feeds::totals))
        .route("/v1/venues/{venue}/usages/changes", get(feeds::usages))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    Router::new()
        .route("/v1/meta", get(meta))
        .route("/v1/sessions", post(sessions::sign_in))
        .route("/v1/sessions/refresh", post(sessions::refresh))
        .route("/v1/sessions/current", delete(sessions::sign_out))
        .route("/v1/stations", post(stations::register))
        .route("/v1/cards/lookup", post(cards::look_up))
        .route("/v1/venues/{venue}/counts", get(counts::counts))
        .route("/v1/operations", post(operations::push).layer(DefaultBodyLimit::max(MOST_BATCH_BYTES)))
        .merge(feeds)
        .fallback(|| async { ApiError::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, "there is no such path") })
        .method_not_allowed_fallback(|| async {
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, ProblemCode::BadRequest, "this path has no such method")
        })
        .layer(DefaultBodyLimit::max(MOST_BODY_BYTES))
        .layer(middleware::map_response(uncached))
        .with_state(central)
}

/// Nothing that the service says is for a cache or to be guessed at.
async fn uncached(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// `GET /v1/meta`.
async fn meta(State(central): State<Central>) -> Json<Meta> {
    let identity = central.identity();
    Json(Meta {
        api_versions: vec![API_VERSION],
        oldest_station: OLDEST_STATION.to_owned(),
        instance_id: identity.instance_id,
        public_key: BASE64.encode(&identity.public_key),
        training: central.options().training,
        now: central.now(),
        most_operations: MOST_OPERATIONS,
        most_batch_bytes: MOST_BATCH_BYTES,
    })
}
