//! What carries a request to the service and brings its response back: the network, or what stands for it.

use crate::reply::Broken;
use futures::future::BoxFuture;
use reqwest::{ClientBuilder, Request, Response, redirect};
use std::fmt;
use std::time::Duration;

/// How long a network is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// A connection is there within this time or not at all.
    pub connect: Duration,
    /// The longest silence within a reply, and before it.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), silence: Duration::from_secs(20) }
    }
}

/// Carries requests. Whatever it hands back is judged by the client: it believes nothing.
pub trait Carrier: fmt::Debug + Send + Sync {
    /// Carries one request. It keeps to the request's own time limit, the body of the response included.
    fn carry(&self, request: Request) -> BoxFuture<'static, Result<Response, Broken>>;
}

impl Carrier for reqwest::Client {
    fn carry(&self, request: Request) -> BoxFuture<'static, Result<Response, Broken>> {
        let client = self.clone();
        Box::pin(async move { client.execute(request).await.map_err(Broken::from) })
    }
}

/// The network as stations use it: TLS checked, no redirect followed, so patient and no more.
pub fn network(patience: Patience) -> ClientBuilder {
    reqwest::Client::builder()
        .connect_timeout(patience.connect)
        .read_timeout(patience.silence)
        // A redirect is a portal's or a proxy's: never the service's.
        .redirect(redirect::Policy::none())
        .user_agent(concat!("kaikuasema/", env!("CARGO_PKG_VERSION")))
}
