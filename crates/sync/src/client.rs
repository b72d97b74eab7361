//! The calls of the central API, one method each.

use crate::address::Address;
use crate::carrier::{Carrier, Patience, network};
use crate::feed::FeedReader;
use crate::reply::{ClientError, believed, read, read_nothing};
use kaikuasema_domain::api::{
    CardAnswer, CardLookup, Meta, NDJSON, Push, PushAnswer, Refresh, RegisterStation, Secret, Session, SignIn, StationCredential,
};
use kaikuasema_domain::{CardNumber, VenueId};
use kaikuasema_store::Feed;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{RequestBuilder, Response};
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;

/// The longest that a call other than a feed may take.
const CALL: Duration = Duration::from_secs(60);

/// Speaks to one service. Cheap to clone; holds no secrets.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    carrier: Arc<dyn Carrier>,
    address: Address,
}

impl Client {
    /// A client for the service at `address`.
    ///
    /// # Errors
    /// [`ClientError::NoConnection`] when the system's network library cannot start.
    pub fn new(address: Address) -> Result<Self, ClientError> {
        let http = network(Patience::default()).build()?;
        Ok(Self { carrier: Arc::new(http.clone()), http, address })
    }

    /// The same client, whose requests something else carries.
    #[must_use]
    pub fn carried_by(self, carrier: impl Carrier + 'static) -> Self {
        Self { carrier: Arc::new(carrier), ..self }
    }

    /// The service's address.
    #[must_use]
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// `GET /v1/meta`.
    ///
    /// # Errors
    /// [`ClientError`], as for every call.
    pub async fn meta(&self) -> Result<Meta, ClientError> {
        read(self.send(self.http.get(self.address.call("v1/meta")).timeout(CALL)).await?).await
    }

    /// `POST /v1/sessions`: signs a clerk in.
    ///
    /// # Errors
    /// [`ClientError`]; wrong e-mail and wrong password are both `SignInFailed`.
    pub async fn sign_in(&self, sign_in: &SignIn) -> Result<Session, ClientError> {
        read(self.send(self.post("v1/sessions").json(sign_in)).await?).await
    }

    /// `POST /v1/sessions/refresh`: a fresh access token.
    ///
    /// # Errors
    /// [`ClientError`]; `NotSignedIn` when the clerk must sign in anew.
    pub async fn refresh(&self, refresh: &Refresh) -> Result<Session, ClientError> {
        read(self.send(self.post("v1/sessions/refresh").json(refresh)).await?).await
    }

    /// `DELETE /v1/sessions/current`: signs the clerk out.
    ///
    /// # Errors
    /// [`ClientError`], as for every call.
    pub async fn sign_out(&self, access_token: &Secret) -> Result<(), ClientError> {
        let call = self.http.delete(self.address.call("v1/sessions/current")).timeout(CALL);
        read_nothing(self.send(call.bearer_auth(&access_token.0)).await?).await
    }

    /// `POST /v1/stations`: registers this station and gives it its credential.
    ///
    /// # Errors
    /// [`ClientError`]; `Forbidden` where the clerk may not record anywhere.
    pub async fn register_station(&self, access_token: &Secret, station: &RegisterStation) -> Result<StationCredential, ClientError> {
        read(self.send(self.post("v1/stations").bearer_auth(&access_token.0).json(station)).await?).await
    }

    /// `POST /v1/cards/lookup`: one card afresh.
    ///
    /// # Errors
    /// [`ClientError`], as for every call.
    pub async fn look_up(&self, credential: &Secret, number: CardNumber) -> Result<CardAnswer, ClientError> {
        read(self.send(self.post("v1/cards/lookup").bearer_auth(&credential.0).json(&CardLookup { number })).await?).await
    }

    /// `POST /v1/operations`: the frozen bytes of operations, in the station's order.
    ///
    /// # Errors
    /// [`ClientError`], as for every call.
    pub async fn push(&self, credential: &Secret, push: &Push) -> Result<PushAnswer, ClientError> {
        // Written by hand, not by the JSON helper, because the operations' bytes are frozen.
        let status = 0;
        let body = serde_json::to_vec(push).map_err(|_| ClientError::NotTheService { status })?;
        let call = self.post("v1/operations").bearer_auth(&credential.0).header(CONTENT_TYPE, "application/json");
        let response = self.send(call.body(body)).await?;
        fail::fail_point!("sync.push.after_send");
        read(response).await
    }

    /// `GET …/changes?after=`: a feed, from `cursor` or from the beginning.
    ///
    /// # Errors
    /// [`ClientError`]; `CursorTooOld` when the copy must be started afresh.
    pub async fn changes<T: DeserializeOwned, I: DeserializeOwned>(
        &self,
        credential: &Secret,
        feed: Feed,
        cursor: Option<&str>,
    ) -> Result<FeedReader<T, I>, ClientError> {
        let venue_feed = |venue: VenueId, name: &str| format!("v1/venues/{venue}/{name}/changes");
        let path = match feed {
            Feed::Cards => "v1/cards/changes".to_owned(),
            Feed::Events(venue) => venue_feed(venue, "events"),
            Feed::Usages(venue) => venue_feed(venue, "usages"),
            Feed::Totals(venue) => venue_feed(venue, "totals"),
        };
        let mut call = self.http.get(self.address.call(&path)).header(ACCEPT, NDJSON).bearer_auth(&credential.0);
        if let Some(cursor) = cursor {
            call = call.query(&[("after", cursor)]);
        }
        Ok(FeedReader::new(believed(self.send(call).await?, NDJSON).await?))
    }

    async fn send(&self, call: RequestBuilder) -> Result<Response, ClientError> {
        Ok(self.carrier.carry(call.build()?).await?)
    }

    fn post(&self, path: &str) -> RequestBuilder {
        self.http.post(self.address.call(path)).timeout(CALL)
    }
}
