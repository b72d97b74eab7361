//! Which replies are believed.
//!
//! A status is believed only with `application/problem+json` and a known code, or with a
//! well-formed success body. A captive portal's 200, a proxy's 403 or 410, HTML of any kind
//! are "no connection": never data, and never an order to drop something.

use kaikuasema_domain::api::{PROBLEM_JSON, Problem, ProblemCode};
use reqwest::Response;
use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use serde::de::DeserializeOwned;
use std::time::Duration;

/// No reply that is not a feed is larger.
const LARGEST_REPLY: usize = 16 * 1024 * 1024;
/// The longest wait that a service can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// Nothing came back, or it broke off: refused, timed out, reset, a wrong certificate.
    #[error("no connection to the service")]
    NoConnection(#[source] Broken),
    /// Something answered that is not the service: HTML, a portal, a proxy.
    #[error("what answered is not the service (status {status})")]
    NotTheService {
        /// The HTTP status that came with it.
        status: u16,
    },
    /// The service itself refused.
    #[error("the service answered {:?}", .problem.code)]
    Refused {
        /// What it said.
        problem: Problem,
        /// How long it asked to be left alone.
        retry_after: Option<Duration>,
    },
}

/// What broke an exchange, as the network tells it.
type Cause = Box<dyn std::error::Error + Send + Sync>;

/// How an exchange broke.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// Nobody was there to talk to: no network, no such name, a certificate that is not good.
    #[error("the service was not reached")]
    Unreached(#[source] Cause),
    /// It broke off, or there was silence for too long.
    #[error("the exchange broke off")]
    Cut(#[source] Cause),
    /// Something came all the time, but so slowly that it is of no use.
    #[error("the reply came too slowly")]
    TooSlow,
}

impl Broken {
    /// Whether nobody was there to talk to at all.
    #[must_use]
    pub fn is_unreached(&self) -> bool {
        matches!(self, Broken::Unreached(_))
    }
}

impl ClientError {
    /// The code that the service gave, where it was the service that answered.
    #[must_use]
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            ClientError::Refused { problem, .. } => Some(problem.code),
            _ => None,
        }
    }

    /// Whether the same call can never succeed, so that trying again is of no use.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        use ProblemCode::{BadRequest, Forbidden, NotFound, StationTooOld};
        matches!(self.code(), Some(BadRequest | Forbidden | NotFound | StationTooOld))
    }
}

impl From<reqwest::Error> for Broken {
    fn from(error: reqwest::Error) -> Self {
        let is_unreached = error.is_connect();
        // The address may hold a venue's id; it is of no use in a log beside the cause.
        let cause = error.without_url().into();
        if is_unreached { Broken::Unreached(cause) } else { Broken::Cut(cause) }
    }
}

impl From<Broken> for ClientError {
    fn from(broken: Broken) -> Self {
        ClientError::NoConnection(broken)
    }
}

impl From<reqwest::Error> for ClientError {
    fn from(error: reqwest::Error) -> Self {
        Broken::from(error).into()
    }
}

/// The body of a success, checked to be one.
pub(crate) async fn read<T: DeserializeOwned>(response: Response) -> Result<T, ClientError> {
    let response = believed(response, "application/json").await?;
    let status = response.status().as_u16();
    let body = body(response).await?;
    serde_json::from_slice(&body).map_err(|_| ClientError::NotTheService { status })
}

/// A success without a body (204).
pub(crate) async fn read_nothing(response: Response) -> Result<(), ClientError> {
    if response.status().as_u16() == 204 {
        return Ok(());
    }
    Err(refusal(response).await)
}

/// The response, if it is a success of the expected content type.
pub(crate) async fn believed(response: Response, content_type: &str) -> Result<Response, ClientError> {
    if response.status().is_success() {
        if has_content_type(&response, content_type) {
            return Ok(response);
        }
        return Err(ClientError::NotTheService { status: response.status().as_u16() });
    }
    Err(refusal(response).await)
}

async fn refusal(response: Response) -> ClientError {
    let status = response.status().as_u16();
    let retry_after = retry_after(&response);
    if !has_content_type(&response, PROBLEM_JSON) {
        return ClientError::NotTheService { status };
    }
    match body(response).await {
        Ok(body) => match serde_json::from_slice::<Problem>(&body) {
            Ok(problem) if problem.status == status => ClientError::Refused { problem, retry_after },
            _ => ClientError::NotTheService { status },
        },
        Err(error) => error,
    }
}

fn has_content_type(response: &Response, expected: &str) -> bool {
    let Some(value) = response.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()) else { return false };
    value.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(expected))
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}

/// The whole body, never more than [`LARGEST_REPLY`] however small it came compressed.
async fn body(mut response: Response) -> Result<Vec<u8>, ClientError> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > LARGEST_REPLY {
            return Err(ClientError::NotTheService { status });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
