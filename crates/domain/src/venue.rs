//! Venues: where cards are used (R47, R111).

use crate::event::EventKind;
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

impl VenueKind {
    /// What sort of event one made with "Luo" is there, when only its name is known (R50): the limits of
    /// that sort hold for it, and only a performance is on the door list.
    #[must_use]
    pub fn usual_event(self) -> EventKind {
        match self {
            VenueKind::SwimmingHall | VenueKind::Museum => EventKind::Visit,
            VenueKind::Library => EventKind::Fee,
            VenueKind::AdultEducation => EventKind::Course,
            VenueKind::Theatre | VenueKind::Other => EventKind::Performance,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::id::EventId;
    use uuid::Uuid;

    #[test]
    fn an_event_made_at_the_counter_is_of_the_sort_that_is_usual_at_the_venue() {
        for (venue, kind) in [
            (VenueKind::Theatre, EventKind::Performance),
            (VenueKind::Museum, EventKind::Visit),
            (VenueKind::Library, EventKind::Fee),
            (VenueKind::SwimmingHall, EventKind::Visit),
            (VenueKind::AdultEducation, EventKind::Course),
            (VenueKind::Other, EventKind::Performance),
        ] {
            assert_eq!(venue.usual_event(), kind, "{venue:?}");
            let made = Event::made_at_counter(EventId(Uuid::nil()), VenueId(Uuid::nil()), venue, " Uusi   nimi ");
            assert_eq!((made.kind, made.name.as_str()), (kind, "Uusi nimi"));
            assert!(made.active && made.made_at_counter && !made.asks_value && made.limits.is_empty(), "{venue:?}");
        }
    }
}
