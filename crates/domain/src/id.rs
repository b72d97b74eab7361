//! Ids of everything that has one, each its own type, so that a showing is never
//! taken for an event. Ids made by a station are UUIDv7: they sort by time.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

id!(
    /// A venue (Finnish *kohde*, *toimipiste*): where a use is recorded (R47).
    VenueId
);
id!(
    /// The organisation that runs one or more venues.
    OrganisationId
);
id!(
    /// An event: a play, a course, a visit, a fee. The name only; dates are showings (R93).
    EventId
);
id!(
    /// One showing (date and time) of an event. Identified by its id, not its local time.
    ShowingId
);
id!(
    /// One recorded use of a card.
    UsageId
);
id!(
    /// One operation in the queue to the service. Applied at most once, for ever.
    OpId
);
id!(
    /// A recording station.
    StationId
);
id!(
    /// A user of the service: a clerk or a main user. Never a card holder.
    UserId
);
