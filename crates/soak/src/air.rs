//! The air between one station and the service, in the process: carries calls to the service's own router,
//! and breaks what the weather strikes.
//!
//! It hands back what the real network's library would: a reply whose body comes in pieces, breaks off or goes
//! on for ever, unpacked; and it is as patient as that library is told to be.

use crate::breaker::{Body, Breaker, Parcel, Reply, cut, unreached};
use crate::fault::{Call, Weather};
use axum::http;
use bytes::Bytes;
use futures::future::BoxFuture;
use futures::{StreamExt, stream};
use kaikuasema_sync::Carrier;
use kaikuasema_sync::carrier::Patience;
use kaikuasema_sync::reply::Broken;
use reqwest::{Request, Response};
use std::io::{self, ErrorKind};
use std::pin::Pin;
use std::sync::{Arc, LazyLock};
use tokio::time::{Instant, timeout_at};

/// A piece of a bomb, unpacked.
const PIECE: usize = 4 << 20;

/// What lies between one station and the service.
#[derive(Clone, Debug)]
pub struct Air {
    breaker: Breaker,
    weather: Arc<Weather>,
    station: usize,
}

impl Air {
    /// The air between a station, by its number, and the service.
    #[must_use]
    pub fn new(breaker: Breaker, weather: Arc<Weather>, station: usize) -> Self {
        Self { breaker, weather, station }
    }

    async fn exchange(self, request: Request) -> Result<Reply, Broken> {
        let parcel = parcel(request)?;
        let strike = self.weather.strike(self.station, Call::of(parcel.uri.path()));
        self.breaker.exchange(parcel, strike).await
    }
}

impl Carrier for Air {
    fn carry(&self, request: Request) -> BoxFuture<'static, Result<Response, Broken>> {
        let air = self.clone();
        Box::pin(async move {
            let silence = Patience::default().silence;
            let until = request.timeout().map(|limit| Instant::now() + *limit);
            let by = |limit: Option<Instant>| limit.map_or(Instant::now() + silence, |limit| limit.min(Instant::now() + silence));
            let reply = timeout_at(by(until), air.exchange(request)).await.unwrap_or_else(|_| Err(cut("it took too long")))?;
            response(reply)
        })
    }
}

fn parcel(request: Request) -> Result<Parcel, Broken> {
    let uri = request.url().as_str().parse().map_err(|_| unreached("no such address"))?;
    let body = request.body().and_then(|body| body.as_bytes()).map(Bytes::copy_from_slice).unwrap_or_default();
    Ok(Parcel { method: request.method().clone(), uri, headers: request.headers().clone(), body })
}

type Pieces = Pin<Box<dyn stream::Stream<Item = io::Result<Bytes>> + Send>>;

fn response(reply: Reply) -> Result<Response, Broken> {
    let pieces: Pieces = match reply.body {
        Body::Whole(whole) => stream::iter(in_pieces(&whole).into_iter().map(Ok)).boxed(),
        Body::Cut(begun) => {
            let reset = Err(io::Error::from(ErrorKind::ConnectionReset));
            stream::iter(in_pieces(&begun).into_iter().map(Ok).chain([reset])).boxed()
        }
        Body::Endless => {
            static ONE: LazyLock<Bytes> = LazyLock::new(|| Bytes::from(vec![b'7'; PIECE]));
            stream::repeat_with(|| Ok(ONE.clone())).boxed()
        }
    };
    let mut response = http::Response::new(reqwest::Body::wrap_stream(pieces));
    (*response.status_mut(), *response.headers_mut()) = (reply.status, reply.headers);
    Ok(response.into())
}

/// A body as it comes in from a network: in pieces that end anywhere.
fn in_pieces(body: &Bytes) -> Vec<Bytes> {
    let size = (body.len() / 3).max(100);
    (0..body.len()).step_by(size).map(|at| body.slice(at..body.len().min(at + size))).collect()
}
