//! The clerk's session and the station's credential: signing in and out, refreshing, registering.
//!
//! Whatever asks the service for a new token or credential takes its turn, and reads anew what is
//! stored once it has it: each new credential ends the former one, and a refresh token is for one.

use crate::engine::{Shared, SyncError};
use kaikuasema_domain::api::{ProblemCode, Refresh, RegisterStation, Secret, Session};
use kaikuasema_store::{SavedSession, Store};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// Rights, venues and their rules are asked for again after this.
const RENEW_AFTER: Duration = Duration::from_secs(60 * 60);
/// How long signing out waits for the service to hear of it.
const FAREWELL: Duration = Duration::from_secs(1);

/// The session as this run holds it; what outlives it is in the store.
#[derive(Default)]
pub(crate) struct ClerkSession {
    turn: Mutex<()>,
    held: Mutex<Held>,
}

/// Changed together with the stored session, under one lock.
#[derive(Default)]
struct Held {
    access_token: Option<Secret>,
    /// When the session last came from the service, by monotonic time.
    renewed: Option<Instant>,
}

impl Held {
    fn of(access_token: Secret) -> Self {
        Self { access_token: Some(access_token), renewed: Some(Instant::now()) }
    }
}

impl Shared {
    /// Keeps a fresh sign-in, and registers the station where it has no credential.
    pub(crate) async fn keep_sign_in(&self, session: Session) -> Result<(), SyncError> {
        let _turn = self.session.turn.lock().await;
        let now = self.surroundings.now();
        self.note_service_time(session.now, now).await?;
        let saved = SavedSession { user: session.user, venues: session.venues, refresh_token: session.refresh_token, signed_in_at: now };
        {
            let mut held = self.session.held.lock().await;
            self.read(move |store| store.set_session(Some(&saved))).await?;
            *held = Held::of(session.access_token);
        }
        if self.read(Store::credential).await?.is_none() {
            self.register().await?;
        }
        Ok(())
    }

    /// Forgets the clerk at once; the service is told where it can be reached. It takes no turn: a
    /// refresh under way finds another session than it began with, and keeps nothing.
    pub(crate) async fn forget_clerk(&self) -> Result<(), SyncError> {
        let token = {
            let mut held = self.session.held.lock().await;
            self.read(|store| store.set_session(None)).await?;
            std::mem::take(&mut *held).access_token
        };
        if let Some(token) = token {
            self.end_session(token).await;
        }
        Ok(())
    }

    /// Tells the service that a session is over. It forgets the session by itself in time; offline,
    /// that is enough.
    async fn end_session(&self, token: Secret) {
        let client = self.client.clone();
        let telling = tokio::spawn(async move {
            if let Err(error) = client.sign_out(&token).await {
                tracing::info!(%error, "the service was not told of the signing out");
            }
        });
        // The telling goes on by itself when this does not wait any longer.
        let _ = timeout(FAREWELL, telling).await;
    }

    /// The station's credential; registers the station where it has none.
    pub(crate) async fn credential(&self) -> Result<Secret, SyncError> {
        if let Some(credential) = self.read(Store::credential).await? {
            return Ok(credential);
        }
        self.credential_but(None).await
    }

    /// A credential in place of one that the service refused; the other lane may have got it already.
    pub(crate) async fn credential_after(&self, refused: &Secret) -> Result<Secret, SyncError> {
        self.credential_but(Some(refused)).await
    }

    async fn credential_but(&self, refused: Option<&Secret>) -> Result<Secret, SyncError> {
        let _turn = self.session.turn.lock().await;
        match self.read(Store::credential).await? {
            Some(stored) if Some(&stored) != refused => Ok(stored),
            _ => self.register().await,
        }
    }

    /// Gets the station a new credential in the name of the signed-in clerk. Only in one's turn.
    async fn register(&self) -> Result<Secret, SyncError> {
        let held = self.session.held.lock().await.access_token.clone();
        let token = match held {
            Some(token) => token,
            None => self.refresh().await?.ok_or(SyncError::SignInNeeded)?,
        };
        let station = RegisterStation { station: self.store.station(), name: self.options.station_name.clone() };
        let answer = match self.client.register_station(&token, &station).await {
            Err(error) if error.code() == Some(ProblemCode::NotSignedIn) => {
                let token = self.refresh().await?.ok_or(SyncError::SignInNeeded)?;
                self.client.register_station(&token, &station).await
            }
            answer => answer,
        };
        match answer {
            Ok(answer) => {
                let credential = answer.credential.clone();
                self.read(move |store| store.set_credential(&answer.credential)).await?;
                Ok(credential)
            }
            Err(error) if error.code() == Some(ProblemCode::NotSignedIn) => Err(SyncError::SignInNeeded),
            Err(error) => Err(error.into()),
        }
    }

    /// Asks for the clerk's rights, venues and their rules again, where that was long ago.
    pub(crate) async fn renew_session_in_time(&self) -> Result<(), SyncError> {
        let _turn = self.session.turn.lock().await;
        let renewed = self.session.held.lock().await.renewed;
        if renewed.is_some_and(|at| at.elapsed() < RENEW_AFTER) {
            return Ok(());
        }
        self.refresh().await.map(|_| ())
    }

    /// Asks for the clerk's rights, venues and their rules now.
    pub(crate) async fn renew_session(&self) -> Result<(), SyncError> {
        let _turn = self.session.turn.lock().await;
        self.refresh().await.map(|_| ())
    }

    /// A fresh access token for the kept refresh token; none where nobody is signed in, or not any
    /// more. Only in one's turn.
    async fn refresh(&self) -> Result<Option<Secret>, SyncError> {
        let Some(saved) = self.read(Store::session).await? else { return Ok(None) };
        let shown = saved.refresh_token.clone();
        let refresh = Refresh { refresh_token: saved.refresh_token, station: self.store.station() };
        let session = match self.client.refresh(&refresh).await {
            Ok(session) => session,
            Err(error) if error.code() == Some(ProblemCode::NotSignedIn) => return Err(SyncError::SignInNeeded),
            Err(error) => return Err(error.into()),
        };
        self.note_service_time(session.now, self.surroundings.now()).await?;
        let has_changed = saved.user != session.user || saved.venues != session.venues;
        let Session { access_token, refresh_token: next, user, venues, .. } = session;
        let is_kept = {
            let mut held = self.session.held.lock().await;
            let is_kept = self.read(move |store| store.renew_session(&shown, user, venues, next)).await?;
            if is_kept {
                *held = Held::of(access_token.clone());
            }
            is_kept
        };
        if !is_kept {
            // The clerk signed out meanwhile.
            self.end_session(access_token).await;
            return Ok(None);
        }
        if has_changed {
            self.data_changed();
        }
        Ok(Some(access_token))
    }
}
