//! The two ways in which a schedule is run: in the process on a clock of its own, and over real sockets.

use crate::air::Air;
use crate::breaker::Breaker;
use crate::certificates::Certificates;
use crate::fault::Weather;
use crate::front::{self, Ports};
use crate::till::client;
use crate::wire::{self, Wire};
use crate::wrong::Checked;
use kaikuasema_sync::Client;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// How a schedule is run.
#[derive(Clone, Copy, Debug)]
pub enum Way<'a> {
    /// In the process, on one thread and a clock of its own: a wait costs nothing, and everything comes in the
    /// same order each time.
    InProcess,
    /// Over real sockets with TLS, as fast as the machine is. The clerks press F5 a lot.
    Sockets(&'a Certificates),
}

/// What lies between the stations and the service.
pub enum Between {
    /// Nothing but air.
    Air,
    /// The front, on these ports.
    Front(Ports),
}

impl Way<'_> {
    /// The runtime to run it on.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn runtime(self) -> Checked<Runtime> {
        let mut builder = Builder::new_current_thread();
        Ok(match self {
            Way::InProcess => builder.enable_time().start_paused(true).build()?,
            // One at a time on the thread beside: no call of the store is under way when a folder is copied.
            Way::Sockets(_) => builder.enable_all().max_blocking_threads(1).build()?,
        })
    }

    /// Whether time passes by itself.
    #[must_use]
    pub fn is_real(self) -> bool {
        matches!(self, Way::Sockets(_))
    }

    /// How long what is late is late.
    #[must_use]
    pub fn late(self) -> Duration {
        if self.is_real() { wire::LATE } else { Duration::from_secs(60) }
    }

    /// How long a schedule waits where it says to wait so long.
    #[must_use]
    pub fn pause(self, told: Duration) -> Duration {
        if self.is_real() { told / 60 } else { told }
    }

    /// How often it is looked whether everything is where it belongs.
    #[must_use]
    pub fn look(self) -> Duration {
        Duration::from_secs(if self.is_real() { 1 } else { 20 })
    }

    /// Everything is where it belongs within this time of the healing, or something is wrong.
    #[must_use]
    pub fn bound(self) -> Duration {
        Duration::from_secs(if self.is_real() { 5 * 60 } else { 40 * 60 })
    }

    /// Opens what lies between.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn open(self, breaker: &Breaker) -> Checked<Between> {
        Ok(match self {
            Way::InProcess => Between::Air,
            Way::Sockets(certificates) => Between::Front(front::open(breaker, certificates).await?),
        })
    }

    /// A station's client, by its number.
    ///
    /// # Errors
    /// When the network's library cannot start.
    pub fn client(self, between: &Between, breaker: &Breaker, weather: &Arc<Weather>, station: usize) -> Checked<Client> {
        let client = client()?;
        Ok(match (self, between) {
            (Way::Sockets(certificates), Between::Front(ports)) => {
                client.carried_by(Wire::new(*ports, &certificates.authority, Arc::clone(weather), station)?)
            }
            _ => client.carried_by(Air::new(breaker.clone(), Arc::clone(weather), station)),
        })
    }
}
