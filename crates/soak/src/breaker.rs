//! What breaks a call on its way and the reply on its way back, whatever carries them.

use crate::dice::Dice;
use crate::fault::{Call, Fault, Strike};
use crate::service::Service;
use axum::body::to_bytes;
use axum::http::{self, HeaderMap, HeaderValue, StatusCode, header};
use bytes::Bytes;
use futures::FutureExt;
use kaikuasema_domain::api::{NDJSON, PROBLEM_JSON, Problem, ProblemCode};
use kaikuasema_sync::reply::Broken;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::sleep;
use tower::ServiceExt;

/// A reply on its way.
#[derive(Debug)]
pub struct Reply {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// What becomes of its body.
    pub body: Body,
}

/// What becomes of a reply's body.
#[derive(Debug)]
pub enum Body {
    /// All of it.
    Whole(Bytes),
    /// This much, and then it breaks off.
    Cut(Bytes),
    /// More and more of it.
    Endless,
}

/// A call that can be delivered more than once.
#[derive(Clone, Debug)]
pub struct Parcel {
    /// How.
    pub method: http::Method,
    /// Where to.
    pub uri: http::Uri,
    /// Its headers.
    pub headers: HeaderMap,
    /// What is in it.
    pub body: Bytes,
}

/// Delivers calls to the service, and breaks what is struck.
#[derive(Clone, Debug)]
pub struct Breaker {
    service: Service,
    /// How long what is late is late.
    late: Duration,
    /// Calls that have not come to their end, whether or not anybody waits for them.
    flying: Arc<AtomicUsize>,
}

impl Breaker {
    /// One for a service. What is late comes so much later.
    #[must_use]
    pub fn new(service: Service, late: Duration) -> Self {
        Self { service, late, flying: Arc::default() }
    }

    /// How many calls have not come to their end.
    #[must_use]
    pub fn flying(&self) -> usize {
        self.flying.load(Ordering::Relaxed)
    }

    /// What comes of a call.
    ///
    /// # Errors
    /// When nothing comes back.
    pub async fn exchange(self, parcel: Parcel, strike: Option<Strike>) -> Result<Reply, Broken> {
        let Some(Strike { fault, mut dice }) = strike else { return self.deliver(parcel).await };
        match fault {
            Fault::Refused | Fault::WrongName | Fault::Expired | Fault::ClockOff => Err(unreached(fault.name())),
            Fault::ResetMidBody => Ok(broken_off(self.deliver(parcel).await?, &mut dice)),
            Fault::Truncated => Ok(cut_short(self.deliver(parcel).await?, &mut dice)),
            Fault::AnswerDropped => {
                self.deliver(parcel).await?;
                Err(cut(fault.name()))
            }
            Fault::AnswerDelayed => {
                let reply = self.deliver(parcel).await?;
                sleep(self.late).await;
                Ok(reply)
            }
            Fault::CallDelayed => self.deliver_after(self.late, parcel).await,
            Fault::Duplicated => self.twice(parcel, &mut dice).await,
            Fault::Portal => Ok(portal(&mut dice)),
            Fault::Bomb => Ok(bomb(&parcel)),
            Fault::NotSignedIn
            | Fault::Forbidden
            | Fault::Conflict
            | Fault::Gone
            | Fault::TooLarge
            | Fault::TooMany
            | Fault::Internal
            | Fault::BadGateway
            | Fault::Unavailable => {
                // What says so may stand behind the service: it has taken the call then.
                if dice.percent(40) {
                    self.deliver(parcel).await?;
                }
                Ok(refusal(fault, &mut dice))
            }
        }
    }

    async fn twice(self, parcel: Parcel, dice: &mut Dice) -> Result<Reply, Broken> {
        let apart = [Duration::ZERO, self.late / 30, self.late].get(dice.below(3)).copied().unwrap_or_default();
        let again = self.deliver_after(apart, parcel.clone());
        let first = self.deliver(parcel).await;
        if apart < self.late && dice.percent(50) { again.await } else { first }
    }

    fn deliver(&self, parcel: Parcel) -> impl Future<Output = Result<Reply, Broken>> + use<> {
        self.deliver_after(Duration::ZERO, parcel)
    }

    /// Delivers a call, by itself: who sent it may stop waiting.
    fn deliver_after(&self, wait: Duration, parcel: Parcel) -> impl Future<Output = Result<Reply, Broken>> + use<> {
        let Self { service, flying, .. } = self.clone();
        flying.fetch_add(1, Ordering::Relaxed);
        let delivered = tokio::spawn(async move {
            sleep(wait).await;
            let reply = match service.router() {
                None => Err(unreached("the service is not running")),
                Some(router) => served(router, parcel).await,
            };
            flying.fetch_sub(1, Ordering::Relaxed);
            reply
        });
        delivered.map(|done| done.unwrap_or_else(|_| Err(cut("the service fell over"))))
    }
}

async fn served(router: axum::Router, parcel: Parcel) -> Result<Reply, Broken> {
    let mut request = http::Request::new(axum::body::Body::from(parcel.body));
    (*request.method_mut(), *request.uri_mut(), *request.headers_mut()) = (parcel.method, parcel.uri, parcel.headers);
    let Ok(answer) = router.oneshot(request).await;
    let (parts, body) = answer.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(whole) => Body::Whole(whole),
        // The service itself broke its answer off.
        Err(_) => Body::Cut(Bytes::new()),
    };
    Ok(Reply { status: parts.status, headers: parts.headers, body })
}

fn part_of(body: Body, dice: &mut Dice) -> Bytes {
    match body {
        Body::Whole(whole) | Body::Cut(whole) => whole.slice(..dice.below(whole.len())),
        Body::Endless => Bytes::new(),
    }
}

fn broken_off(reply: Reply, dice: &mut Dice) -> Reply {
    Reply { body: Body::Cut(part_of(reply.body, dice)), ..reply }
}

fn cut_short(reply: Reply, dice: &mut Dice) -> Reply {
    Reply { body: Body::Whole(part_of(reply.body, dice)), ..reply }
}

fn saying(status: StatusCode, content_type: &'static str, body: impl Into<Bytes>) -> Reply {
    let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(content_type))]);
    Reply { status, headers, body: Body::Whole(body.into()) }
}

/// What a network or a proxy says in the service's place.
pub const PAGE: &str = "<!doctype html><html><title>Tervetuloa</title><body>Kirjaudu verkkoon.</body></html>";

fn portal(dice: &mut Dice) -> Reply {
    // Some portals hand the caller the content type that it asked for.
    let content_type = ["text/html", "application/json", NDJSON].get(dice.below(3)).copied().unwrap_or("text/html");
    saying(StatusCode::OK, content_type, PAGE)
}

fn bomb(parcel: &Parcel) -> Reply {
    let content_type = if Call::of(parcel.uri.path()) == Call::Feed { NDJSON } else { "application/json" };
    Reply { body: Body::Endless, ..saying(StatusCode::OK, content_type, Bytes::new()) }
}

/// The status and code of a refusal, and how long it asks to be left alone, in seconds.
#[must_use]
pub fn refusing(fault: Fault, dice: &mut Dice) -> (u16, ProblemCode, Option<u64>) {
    let wait = Some(1 + dice.below(120) as u64);
    match fault {
        Fault::NotSignedIn => (401, ProblemCode::NotSignedIn, None),
        Fault::Forbidden => (403, ProblemCode::Forbidden, None),
        Fault::Conflict => (409, ProblemCode::BadRequest, None),
        Fault::Gone => (410, ProblemCode::CursorTooOld, None),
        Fault::TooLarge => (413, ProblemCode::TooLarge, None),
        Fault::TooMany => (429, ProblemCode::TooManyTries, wait),
        Fault::BadGateway => (502, ProblemCode::Unavailable, None),
        Fault::Unavailable => (503, ProblemCode::Unavailable, wait),
        _ => (500, ProblemCode::Internal, None),
    }
}

fn refusal(fault: Fault, dice: &mut Dice) -> Reply {
    let (status, code, retry_after) = refusing(fault, dice);
    let from_a_proxy = dice.percent(50);
    let problem = serde_json::to_vec(&Problem { status, code, title: String::new() }).unwrap_or_default();
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut reply = if from_a_proxy { saying(status, "text/html", PAGE) } else { saying(status, PROBLEM_JSON, problem) };
    if let Some(seconds) = retry_after {
        reply.headers.insert(header::RETRY_AFTER, seconds.into());
    }
    reply
}

pub(crate) fn unreached(why: &str) -> Broken {
    Broken::Unreached(why.into())
}

pub(crate) fn cut(why: &str) -> Broken {
    Broken::Cut(why.into())
}
