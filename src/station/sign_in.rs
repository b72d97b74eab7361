//! Signing a clerk in and out, and who is signed in (R113).

use super::{Station, StationError};
use jiff::Timestamp;
use kaikuasema_domain::api::{Meta, ProblemCode, Secret, SignIn};
use kaikuasema_domain::user::{Right, User, VenueAccess};
use kaikuasema_domain::{UserId, VenueId};
use kaikuasema_store::{Service, StoreError};
use kaikuasema_sync::engine::SyncError;
use kaikuasema_sync::{Address, AddressError, Client, ClientError};

/// Who is signed in at this station.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The clerk.
    pub user: User,
    /// Where the clerk may act, and with which rights.
    pub venues: Vec<VenueAccess>,
    /// Since when.
    pub since: Timestamp,
}

impl SignedIn {
    /// The clerk's access to a venue, where there is any.
    #[must_use]
    pub fn access(&self, venue: VenueId) -> Option<&VenueAccess> {
        self.venues.iter().find(|access| access.venue.id == venue)
    }

    /// Whether the clerk has the right at the venue.
    #[must_use]
    pub fn may(&self, right: Right, venue: VenueId) -> bool {
        self.access(venue).is_some_and(|access| access.rights.contains(&right))
    }
}

/// Why signing in failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No service is known yet: its address must be given.
    #[error("no service is known")]
    NoService,
    /// The address cannot be a service's.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// Wrong e-mail or wrong password.
    #[error("wrong e-mail or wrong password")]
    WrongPassword,
    /// Too many tries.
    #[error("too many tries")]
    TooManyTries,
    /// The clerk may not record at any venue.
    #[error("the clerk may not record at any venue")]
    NoVenue,
    /// This station belongs to another service, or one is for training and the other is not.
    #[error("this station belongs to another service")]
    OtherService,
    /// The service was not reached, or failed.
    #[error(transparent)]
    Client(ClientError),
    /// The station itself.
    #[error(transparent)]
    Station(#[from] StationError),
}

impl From<ClientError> for SignInError {
    fn from(error: ClientError) -> Self {
        match error.code() {
            Some(ProblemCode::SignInFailed | ProblemCode::NotSignedIn) => Self::WrongPassword,
            Some(ProblemCode::TooManyTries) => Self::TooManyTries,
            Some(ProblemCode::Forbidden) => Self::NoVenue,
            _ => Self::Client(error),
        }
    }
}

impl From<SyncError> for SignInError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Client(error) => error.into(),
            SyncError::OtherService => Self::OtherService,
            error => Self::Station(error.into()),
        }
    }
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::OtherKindOfService => Self::OtherService,
            error => Self::Station(error.into()),
        }
    }
}

impl Station {
    /// Who is signed in.
    ///
    /// # Errors
    /// [`StationError::Store`] when the file cannot be read.
    pub fn signed_in(&self) -> Result<Option<SignedIn>, StationError> {
        let session = self.0.store.session()?;
        let Some(mut session) = session else { return Ok(None) };
        for access in &mut session.venues {
            // What was set here or fetched since the sign-in holds.
            access.venue.rules = self.0.store.rules(access.venue.id)?;
        }
        Ok(Some(SignedIn { user: session.user, venues: session.venues, since: session.signed_in_at }))
    }

    /// Who is signed in, read where blocking is allowed: for the window.
    ///
    /// # Errors
    /// [`StationError::Store`] when the file cannot be read.
    pub async fn who_is_signed_in(&self) -> Result<Option<SignedIn>, StationError> {
        self.with_store(|station| station.signed_in()).await
    }

    /// The address of the service that this station belongs to, where it has one.
    ///
    /// # Errors
    /// [`StationError::Store`] when the file cannot be read.
    pub fn service_address(&self) -> Result<Option<String>, StationError> {
        Ok(self.0.store.service()?.map(|service| service.url))
    }

    /// The signed-in clerk's id.
    pub(super) fn clerk(&self) -> Result<UserId, super::RecordError> {
        let session = self.signed_in()?;
        session.map(|s| s.user.id).ok_or(super::RecordError::NotSignedIn)
    }

    /// Signs a clerk in. The first time, `server` is the service's address; later it may be left out.
    ///
    /// # Errors
    /// [`SignInError`], each with a sentence of its own.
    pub async fn sign_in(&self, server: Option<String>, email: String, password: Secret) -> Result<SignedIn, SignInError> {
        let station = self.clone();
        self.run(async move { station.sign_in_here(server, email, password).await }).await?
    }

    async fn sign_in_here(&self, server: Option<String>, email: String, password: Secret) -> Result<SignedIn, SignInError> {
        let known = self.0.store.service()?;
        let url = match (server, &known) {
            (Some(url), _) => url,
            (None, Some(service)) => service.url.clone(),
            (None, None) => return Err(SignInError::NoService),
        };
        let client = Client::new(Address::parse(&url)?)?;
        let meta = client.meta().await?;
        let is_other = known.as_ref().is_some_and(|service| service.instance_id != meta.instance_id);
        if is_other || meta.training != self.is_training() {
            return Err(SignInError::OtherService);
        }
        let unreadable_key = ClientError::NotTheService { status: 200 };
        let service = service_of(&client, &meta).ok_or(SignInError::Client(unreadable_key))?;
        let sign_in = SignIn { email: email.trim().to_owned(), password, station: self.0.store.station() };
        let session = client.sign_in(&sign_in).await?;
        if !session.venues.iter().any(|access| access.rights.contains(&Right::Record)) {
            return Err(SignInError::NoVenue);
        }
        self.0.store.set_service(&service)?;
        let former = self.engine();
        let is_same = former.as_ref().is_some_and(|engine| engine.client().address() == client.address());
        let engine = match former {
            Some(engine) if is_same => engine,
            former => {
                let engine = self.engine_for(client);
                self.set_engine(engine.clone());
                // The former one would go on talking to the former address, and the new one never begin.
                if let Some(former) = former.filter(|former| former.is_running()) {
                    former.stop();
                    engine.run();
                }
                engine
            }
        };
        engine.signed_in(session).await?;
        self.0.clock.set_told(self.0.store.clock()?);
        self.signed_in()?.ok_or(SignInError::NoService)
    }

    /// Signs the clerk out. What is queued still goes.
    ///
    /// # Errors
    /// [`StationError`] when the file cannot be written.
    pub async fn sign_out(&self) -> Result<(), StationError> {
        let Some(engine) = self.engine() else { return Ok(()) };
        Ok(self.run(async move { engine.sign_out().await }).await??)
    }
}

/// The service as the store keeps it; `None` where its public key cannot be one.
pub(super) fn service_of(client: &Client, meta: &Meta) -> Option<Service> {
    let public_key = data_encoding::BASE64.decode(meta.public_key.as_bytes()).ok()?.try_into().ok()?;
    Some(Service { url: client.address().to_string(), instance_id: meta.instance_id, public_key, training: meta.training })
}
