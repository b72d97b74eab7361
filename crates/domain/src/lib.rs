//! The rules of the Kaikukortti culture pass, pure: no I/O, no clock, no async.
//!
//! Rule numbers (`R36`, `C1`) are those of the requirements. Everything here is
//! shared by the station's window, its command line and the central service, so
//! that a card is judged by one function wherever it is read.

pub mod api;
pub mod card;
pub mod civil;
pub mod event;
pub mod id;
pub mod limits;
pub mod money;
pub mod operation;
pub mod search;
pub mod usage;
pub mod user;
pub mod venue;
pub mod verdict;

pub use card::{Card, CardCode, CardForm, CardKind, CardNumber, CardNumberError};
pub use event::{Event, Showing};
pub use id::{EventId, OpId, OrganisationId, ShowingId, StationId, UsageId, UserId, VenueId};
pub use money::Cents;
pub use operation::Operation;
pub use usage::Usage;
pub use venue::Venue;
pub use verdict::{Verdict, verdict};

#[cfg(test)]
mod wire_tests;
