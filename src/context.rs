//! What every screen may read: the station, the language, the colours, who is signed in, the
//! state of the synchronisation, and what time it is. Only the root changes it.

use crate::locale::Locale;
use crate::readers::Readers;
use crate::station::{SignedIn, Station};
use crate::ui::theme::{Look, Tokens};
use crate::viewfinder::Viewfinder;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use kaikuasema_domain::user::VenueAccess;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{VenueId, civil};
use kaikuasema_sync::SyncState;

/// Read-only state handed to every screen.
pub struct Context {
    /// Everything that the station does.
    pub station: Station,
    /// The words of the screen.
    pub locale: Locale,
    /// The colours of the screen.
    pub look: Look,
    /// Who is signed in.
    pub signed_in: Option<SignedIn>,
    /// Whether the station belongs to a service already.
    pub has_service: bool,
    /// The venue in whose name uses are recorded (R47).
    pub venue: Option<VenueId>,
    /// How the station and the service stand to each other.
    pub sync: SyncState,
    /// How many cards set aside wait for the clerk.
    pub asides_for_clerk: u64,
    /// The station's corrected clock.
    pub now: Timestamp,
    /// Today in Finland (R44).
    pub today: Date,
    /// Whether the window is too narrow for two columns.
    pub is_narrow: bool,
    /// The readers, how they stand and what is set for them.
    pub readers: Readers,
    /// The camera, while it is open.
    pub camera: Option<Viewfinder>,
    /// After how many minutes without a reading the camera goes off; 0 is never.
    pub camera_off_after: u64,
}

impl Context {
    /// The named colours.
    #[must_use]
    pub fn tokens(&self) -> &'static Tokens {
        self.look.tokens()
    }

    /// Where the clerk may act.
    #[must_use]
    pub fn venues(&self) -> &[VenueAccess] {
        self.signed_in.as_ref().map(|signed_in| signed_in.venues.as_slice()).unwrap_or_default()
    }

    /// The clerk's access to the chosen venue.
    #[must_use]
    pub fn access(&self) -> Option<&VenueAccess> {
        self.venues().iter().find(|access| Some(access.venue.id) == self.venue)
    }

    /// The chosen venue's rules.
    #[must_use]
    pub fn rules(&self) -> VenueRules {
        self.access().map(|access| access.venue.rules.clone()).unwrap_or_default()
    }

    /// Now as a Finnish day and clock time.
    #[must_use]
    pub fn local_now(&self) -> DateTime {
        civil::in_finland(self.now).datetime()
    }

    /// When the register copy was last known to be current, in words: `klo 14.05`.
    #[must_use]
    pub fn register_as_of(&self) -> Option<String> {
        self.sync.register_as_of.map(|at| self.locale.moment(at, self.today))
    }
}
