//! The wire types of the central API that are not entities: sessions, feeds, problems.

use crate::card::{Card, CardNumber};
use crate::event::{Event, Showing};
use crate::id::{StationId, UsageId, VenueId};
use crate::limits::Counted;
use crate::operation::{OperationResult, TurnedAwayReason};
use crate::usage::Usage;
use crate::user::{User, VenueAccess};
use crate::verdict::VenueRules;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use uuid::Uuid;

/// The version of the contract that this code speaks.
pub const API_VERSION: u32 = 1;
/// The content type of every error.
pub const PROBLEM_JSON: &str = "application/problem+json";
/// The content type of every feed.
pub const NDJSON: &str = "application/x-ndjson";
/// The most operations in one batch.
pub const MOST_OPERATIONS: usize = 500;

/// `GET /v1/meta`: who the service is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// Versions of the contract that it serves.
    pub api_versions: Vec<u32>,
    /// The oldest station version that it accepts.
    pub oldest_station: String,
    /// Changes when the service was restored or replaced.
    pub instance_id: Uuid,
    /// Its public key (X25519, base64), to which the black box is sealed.
    pub public_key: String,
    /// True for a training service: its stations never talk to another kind, nor the other way round.
    pub training: bool,
    /// The service's clock.
    pub now: Timestamp,
    /// The most operations in one batch.
    pub most_operations: usize,
    /// The largest batch in bytes.
    pub most_batch_bytes: usize,
}

/// A secret that never shows itself in a log.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// `POST /v1/sessions`: a clerk signs in at a station.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIn {
    /// The user name (R113).
    pub email: String,
    /// The password.
    pub password: Secret,
    /// The station signed in at; the refresh token is bound to it.
    pub station: StationId,
}

/// `POST /v1/sessions/refresh`: a fresh access token for a refresh token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refresh {
    /// The newest refresh token that the station has, or the one before it.
    pub refresh_token: Secret,
    /// The station that it is bound to.
    pub station: StationId,
}

/// The answer to signing in and to refreshing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Sent as `Authorization: Bearer …`.
    pub access_token: Secret,
    /// For how many seconds it is good.
    pub expires_in: u64,
    /// To be kept in place of the former one.
    pub refresh_token: Secret,
    /// Who is signed in.
    pub user: User,
    /// Where the user may act, and with which rights.
    pub venues: Vec<VenueAccess>,
    /// The service's clock.
    pub now: Timestamp,
}

/// `POST /v1/stations`: registers the calling clerk's station; answers with its credential.
/// Calling it again for the same station gives a new credential and ends the former one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RegisterStation {
    /// The id that the station made for itself.
    pub station: StationId,
    /// What people call it, such as "Lippukassa 1".
    pub name: String,
}

/// The station's own credential, good for pulling and pushing whoever is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StationCredential {
    /// Sent as `Authorization: Bearer …`.
    pub credential: Secret,
}

/// `POST /v1/cards/lookup`: one card, afresh.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CardLookup {
    /// The card.
    pub number: CardNumber,
}

/// The answer to a look-up; no card where the register holds none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CardAnswer {
    /// The card as the register has it now.
    pub card: Option<Card>,
}

/// One line of a feed (`application/x-ndjson`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ChangeRow<T, I> {
    /// Everything up to here is told; `complete` when there is nothing more now.
    Checkpoint {
        /// Where to go on from; opaque.
        cursor: String,
        /// Whether the feed is told to its end.
        complete: bool,
    },
    /// The entity is gone.
    Deleted {
        /// Which.
        id: I,
        /// The version of its going.
        version: u64,
        /// Always true.
        deleted: True,
    },
    /// The entity as it now is.
    Present {
        /// Its version: applied only if newer than the one held.
        version: u64,
        /// The entity.
        #[serde(flatten)]
        entity: T,
    },
}

/// The constant `true` on the wire, so that a row without it is not taken for a deletion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "bool", into = "bool")]
pub struct True;

impl TryFrom<bool> for True {
    type Error = &'static str;

    fn try_from(value: bool) -> Result<Self, Self::Error> {
        if value { Ok(True) } else { Err("only true is meant here") }
    }
}

impl From<True> for bool {
    fn from(True: True) -> Self {
        true
    }
}

/// A line of `GET /v1/cards/changes`.
pub type CardRow = ChangeRow<Card, CardNumber>;
/// A line of `GET /v1/venues/{venue}/events/changes`.
pub type EventRow = ChangeRow<EventOrShowing, Uuid>;
/// A line of `GET /v1/venues/{venue}/totals/changes`: the usages of the organisation's other venues of
/// the same sort, as far as limits per organisation need them (C17).
pub type TotalRow = ChangeRow<Counted, UsageId>;
/// A line of `GET /v1/venues/{venue}/usages/changes`.
pub type UsageRow = ChangeRow<Usage, UsageId>;

/// An entity of the events feed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "entity", rename_all = "snake_case")]
pub enum EventOrShowing {
    /// An event.
    Event(Event),
    /// A showing of one.
    Showing(Showing),
    /// The venue's rules, as they now are.
    Rules {
        /// The venue.
        id: VenueId,
        /// Its rules.
        rules: VenueRules,
    },
    /// `from` was merged into `into`, for ever (R199).
    Alias {
        /// The id of the event that came second.
        id: crate::id::EventId,
        /// The id to use.
        into: crate::id::EventId,
    },
}

/// `POST /v1/operations`. The operations are written as the frozen bytes of each.
#[derive(Debug, Serialize, Deserialize)]
pub struct Push {
    /// The station's operations, in its order.
    pub operations: Vec<Box<serde_json::value::RawValue>>,
}

/// The answer to a push: one result per operation, in order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PushAnswer {
    /// The results.
    pub results: Vec<OperationResult>,
    /// The service's clock.
    pub now: Timestamp,
}

/// `GET /v1/venues/{venue}/counts?from=…&to=…`: what was recorded for events of these days, both
/// included. What is counted is named (C33).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Records, cancelled ones left out.
    pub records: u32,
    /// Card holders, and each group's staff members (C22).
    pub adults: u32,
    /// Children along (R123).
    pub children: u32,
    /// Records of community cards among them.
    pub groups: u32,
    /// The monetary value of the records, in cents.
    pub value_cents: u64,
    /// Tickets cancelled.
    pub cancelled: u32,
    /// Tickets whose holders did not come.
    pub no_shows: u32,
    /// Records at the venue's discretion.
    pub at_discretion: u32,
    /// Customers turned away, by reason (R126).
    pub turned_away: BTreeMap<TurnedAwayReason, u32>,
}

/// An error as the service tells it (RFC 9457). A status is believed only with this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The HTTP status, repeated.
    pub status: u16,
    /// A stable code.
    pub code: ProblemCode,
    /// A short text for developers.
    pub title: String,
}

/// The stable codes of [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Wrong e-mail or wrong password: both alike.
    SignInFailed,
    /// Too many tries; wait.
    TooManyTries,
    /// The access token, refresh token or credential is no longer good.
    NotSignedIn,
    /// Signed in, but without the right.
    Forbidden,
    /// There is no such thing.
    NotFound,
    /// The request is not what the contract says.
    BadRequest,
    /// The batch is larger than the service takes.
    TooLarge,
    /// The cursor is older than the service remembers: start afresh.
    CursorTooOld,
    /// The station speaks a version that the service no longer serves.
    StationTooOld,
    /// The service is stopping or overloaded.
    Unavailable,
    /// A fault of the service.
    Internal,
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_feed_line_is_told_apart_by_its_fields() {
        let card =
            Card { number: CardNumber::parse("A9990000071").unwrap(), active: true, valid_until: date(2027, 5, 31), children_max: Some(3) };
        let present = CardRow::Present { version: 7, entity: card.clone() };
        let line = serde_json::to_string(&present).unwrap();
        assert_eq!(line, r#"{"version":7,"number":"A9990000071","active":true,"valid_until":"2027-05-31","children_max":3}"#);
        assert_eq!(serde_json::from_str::<CardRow>(&line).unwrap(), present);
        let deleted = CardRow::Deleted { id: card.number, version: 8, deleted: True };
        let line = serde_json::to_string(&deleted).unwrap();
        assert_eq!(line, r#"{"id":"A9990000071","version":8,"deleted":true}"#);
        assert_eq!(serde_json::from_str::<CardRow>(&line).unwrap(), deleted);
        let checkpoint = CardRow::Checkpoint { cursor: "c1".into(), complete: true };
        let line = serde_json::to_string(&checkpoint).unwrap();
        assert_eq!(serde_json::from_str::<CardRow>(&line).unwrap(), checkpoint);
        assert!(serde_json::from_str::<CardRow>(r#"{"id":"A9990000071","version":8,"deleted":false}"#).is_err());
        assert!(serde_json::from_str::<CardRow>("<html>").is_err());
    }

    #[test]
    fn a_secret_never_shows_itself() {
        assert_eq!(format!("{:?}", Secret("hunter2".into())), "Secret(…)");
    }
}
