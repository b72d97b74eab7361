//! Real sockets between one station and the service's front: the station's own network library, which trusts
//! the run's authority and is less patient with silence, so that a run takes a minute.

use crate::certificates::HOST;
use crate::fault::{Call, Fault, Weather};
use crate::front::{Ports, STRUCK};
use crate::wrong::Checked;
use axum::http::HeaderValue;
use futures::future::BoxFuture;
use kaikuasema_sync::Carrier;
use kaikuasema_sync::carrier::{Patience, network};
use kaikuasema_sync::reply::Broken;
use reqwest::{Certificate, Request, Response};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

/// How long a station waits in a run over sockets.
const PATIENCE: Patience = Patience { connect: Duration::from_secs(30), silence: Duration::from_secs(8) };
/// How long what is late is late: longer than a station waits.
pub const LATE: Duration = Duration::from_secs(10);

/// What carries a station's calls over sockets.
#[derive(Clone, Debug)]
pub struct Wire {
    network: reqwest::Client,
    ports: Ports,
    weather: Arc<Weather>,
    station: usize,
}

impl Wire {
    /// A station's own, by its number.
    ///
    /// # Errors
    /// When the network's library cannot start.
    pub fn new(ports: Ports, authority: &[u8], weather: Arc<Weather>, station: usize) -> Checked<Self> {
        let network = network(PATIENCE)
            .tls_built_in_root_certs(false)
            .add_root_certificate(Certificate::from_der(authority)?)
            .resolve(HOST, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            // Each call is a connection of its own: each can be struck by itself.
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { network, ports, weather, station })
    }
}

impl Carrier for Wire {
    fn carry(&self, mut request: Request) -> BoxFuture<'static, Result<Response, Broken>> {
        let strike = self.weather.strike(self.station, Call::of(request.url().path()));
        let port = match strike.as_ref().map(|strike| strike.fault) {
            Some(Fault::Refused) => self.ports.dead,
            Some(Fault::WrongName) => self.ports.wrong_name,
            Some(Fault::Expired) => self.ports.expired,
            _ => self.ports.good,
        };
        // The address is one that takes a port.
        let _ = request.url_mut().set_port(Some(port));
        if let Some(strike) = strike
            && let Ok(text) = HeaderValue::from_str(&strike.written())
        {
            request.headers_mut().insert(STRUCK, text);
        }
        self.network.carry(request)
    }
}
