//! Users of the service and what they may do. Never card holders.

use crate::id::UserId;
use crate::venue::Venue;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::str::FromStr;

/// What a user may do at a venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Record uses, and make events with "Luo" (R50, R51).
    Record,
    /// Correct one's own records.
    EditOwn,
    /// Undo one's own records of the same day (C24).
    DeleteOwnToday,
    /// Correct anyone's records.
    EditAny,
    /// Delete anyone's records; normally the main user's (R88).
    DeleteAny,
    /// Manage events and showings.
    ManageEvents,
    /// Override the venue's limits.
    Override,
    /// See the statistics.
    Statistics,
    /// Read and send notices.
    Notices,
    /// Manage users.
    ManageUsers,
}

impl Right {
    /// Every right, in order.
    pub const ALL: [Right; 10] = [
        Right::Record,
        Right::EditOwn,
        Right::DeleteOwnToday,
        Right::EditAny,
        Right::DeleteAny,
        Right::ManageEvents,
        Right::Override,
        Right::Statistics,
        Right::Notices,
        Right::ManageUsers,
    ];

    /// Its name on the wire and the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Right::Record => "record",
            Right::EditOwn => "edit_own",
            Right::DeleteOwnToday => "delete_own_today",
            Right::EditAny => "edit_any",
            Right::DeleteAny => "delete_any",
            Right::ManageEvents => "manage_events",
            Right::Override => "override",
            Right::Statistics => "statistics",
            Right::Notices => "notices",
            Right::ManageUsers => "manage_users",
        }
    }
}

/// A name that is no right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a right")]
pub struct NotARight(pub String);

impl FromStr for Right {
    type Err = NotARight;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Right::ALL.into_iter().find(|right| right.name() == name).ok_or_else(|| NotARight(name.to_owned()))
    }
}

/// A signed-in user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The user's id.
    pub id: UserId,
    /// The e-mail address that is the user name (R113).
    pub email: String,
}

/// A venue in whose name a user may act, and with which rights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VenueAccess {
    /// The venue.
    pub venue: Venue,
    /// The rights there.
    pub rights: BTreeSet<Right>,
    /// Who records there: the true clerk of a late entry is one of them (R202).
    #[serde(default)]
    pub colleagues: Vec<User>,
}
