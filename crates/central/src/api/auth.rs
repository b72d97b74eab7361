//! Who is calling, and what they may see and write.

use super::problem::ApiError;
use crate::Central;
use crate::storage::{Read, StorageError};
use crate::token::{Kind, Shown};
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use jiff::Timestamp;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{StationId, UserId, VenueId};
use uuid::Uuid;

/// A caller that showed a good token.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Caller {
    /// A signed-in clerk at a station.
    Clerk {
        /// The session.
        session: Uuid,
        /// Who.
        user: UserId,
        /// Where.
        station: StationId,
    },
    /// A station by itself.
    Station {
        /// Which.
        station: StationId,
        /// When it called, by the service's clock.
        at: Timestamp,
    },
}

impl Caller {
    /// The station at which the call was made.
    pub(crate) fn station(&self) -> StationId {
        match self {
            Caller::Clerk { station, .. } | Caller::Station { station, .. } => *station,
        }
    }

    /// Those whose rights the caller has: the clerk, or whoever is signed in at the station or
    /// registered it.
    fn users(&self, read: &Read<'_>) -> Result<Vec<UserId>, StorageError> {
        match self {
            Caller::Clerk { user, .. } => Ok(vec![*user]),
            Caller::Station { station, at } => read.station_users(*station, *at),
        }
    }

    /// Whether the caller may see a venue's data now.
    pub(crate) fn may_see(&self, read: &Read<'_>, venue: VenueId) -> Result<bool, StorageError> {
        any(self.users(read)?, |user| read.has_access(user, venue))
    }

    /// Whether the caller may see the register of cards: someone of them records somewhere.
    pub(crate) fn may_see_cards(&self, read: &Read<'_>) -> Result<bool, StorageError> {
        any(self.users(read)?, |user| read.has_right_anywhere(user, Right::Record))
    }

    /// Whether the caller may hand in what was recorded for a venue. A right that ended
    /// since, or a station registered anew by another, does not make it undone.
    pub(crate) fn may_write(&self, read: &Read<'_>, venue: VenueId) -> Result<bool, StorageError> {
        // Which station a clerk sits at is only a claim: it opens nothing beyond the clerk's own.
        let users = match self {
            Caller::Clerk { user, .. } => vec![*user],
            Caller::Station { station, .. } => read.station_users_ever(*station)?,
        };
        any(users, |user| read.ever_had_access(user, venue))
    }
}

fn any(users: Vec<UserId>, mut holds: impl FnMut(UserId) -> Result<bool, StorageError>) -> Result<bool, StorageError> {
    for user in users {
        if holds(user)? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl FromRequestParts<Central> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, central: &Central) -> Result<Self, ApiError> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = header.and_then(|value| value.split_once(' ')).ok_or_else(ApiError::not_signed_in)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(ApiError::not_signed_in());
        }
        let shown = Shown::parse(token.trim()).ok_or_else(ApiError::not_signed_in)?;
        let now = central.now();
        let caller = central.storage().reading(move |read| identify(read, &shown, now)).await?;
        caller.ok_or_else(ApiError::not_signed_in)
    }
}

fn identify(read: &Read<'_>, shown: &Shown, now: Timestamp) -> Result<Option<Caller>, StorageError> {
    match shown.kind {
        Kind::Access => {
            let found = read.access_token(shown.id, now)?;
            let good = found.filter(|(hash, ..)| shown.is(hash));
            Ok(good.map(|(_, session, user, station)| Caller::Clerk { session, user, station }))
        }
        Kind::Station => {
            let station = StationId(shown.id);
            let good = read.station_credential(station)?.filter(|hash| shown.is(hash));
            Ok(good.map(|_| Caller::Station { station, at: now }))
        }
        Kind::Refresh => Ok(None),
    }
}
