//! Errors as the service tells them (RFC 9457). No SQL and no stack leaves.

use crate::storage::StorageError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kaikuasema_domain::api::{PROBLEM_JSON, Problem, ProblemCode};
use std::time::Duration;

/// How long a caller waits before trying again after a passing fault, in seconds.
const RETRY_AFTER: u64 = 5;

/// An error on its way to the caller.
#[derive(Debug)]
pub(crate) struct ApiError {
    status: StatusCode,
    code: ProblemCode,
    title: &'static str,
    retry_after: Option<u64>,
}

impl ApiError {
    /// An error with a text for developers.
    pub(crate) fn new(status: StatusCode, code: ProblemCode, title: &'static str) -> Self {
        Self { status, code, title, retry_after: None }
    }

    /// The request is not what the contract says.
    pub(crate) fn bad_request(title: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemCode::BadRequest, title)
    }

    /// The token shown is no longer good, or there is none.
    pub(crate) fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ProblemCode::NotSignedIn, "the token is missing or no longer good")
    }

    /// Signed in, but without the right.
    pub(crate) fn forbidden(title: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, ProblemCode::Forbidden, title)
    }

    /// More than the service takes at once.
    pub(crate) fn too_large(title: &'static str) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge, title)
    }

    /// Too many tries; `wait` is rounded up to whole seconds.
    pub(crate) fn too_many_tries(wait: Duration) -> Self {
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        let error = Self::new(StatusCode::TOO_MANY_REQUESTS, ProblemCode::TooManyTries, "too many tries");
        Self { retry_after: Some(seconds.max(1)), ..error }
    }

    /// A fault of the service's own, whose details stay in its log.
    pub(crate) fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, ProblemCode::Internal, "the service failed")
    }
}

impl From<StorageError> for ApiError {
    fn from(error: StorageError) -> Self {
        let details = &error as &dyn std::error::Error;
        if error.may_pass() {
            tracing::warn!(error = details, "the storage cannot serve now");
            let busy = Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Unavailable, "the service cannot serve this now");
            return Self { retry_after: Some(RETRY_AFTER), ..busy };
        }
        tracing::error!(error = details, "the storage failed");
        Self::internal()
    }
}

impl From<getrandom::Error> for ApiError {
    fn from(error: getrandom::Error) -> Self {
        tracing::error!(%error, "the system gives no random numbers");
        Self::internal()
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let problem = Problem { status: self.status.as_u16(), code: self.code, title: self.title.to_owned() };
        // A struct of a number and two texts is always JSON.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (self.status, [(header::CONTENT_TYPE, PROBLEM_JSON)], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}
