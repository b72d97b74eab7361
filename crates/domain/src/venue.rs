//! Venues: where cards are used (R47, R111).

use crate::id::{OrganisationId, VenueId};
use crate::verdict::VenueRules;
use serde::{Deserialize, Serialize};

/// What sort of place a venue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VenueKind {
    /// A theatre.
    Theatre,
    /// A museum.
    Museum,
    /// A library.
    Library,
    /// A swimming hall.
    SwimmingHall,
    /// An adult education centre (*opisto*).
    AdultEducation,
    /// Anything else: a festival, a concert hall, a cinema, a sports club.
    Other,
}

/// A venue in whose name uses are recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Venue {
    /// Its id.
    pub id: VenueId,
    /// The organisation that runs it.
    pub organisation: OrganisationId,
    /// Its name, such as "Kaupunginteatteri, päänäyttämö".
    pub name: String,
    /// The municipality where it is.
    pub municipality: String,
    /// What sort of place it is.
    pub kind: VenueKind,
    /// What it does where the model leaves it to the venue.
    #[serde(default)]
    pub rules: VenueRules,
}
