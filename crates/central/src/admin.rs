//! What the issuer's and the operator's side do: cards, venues, users, events. Blocking.

use crate::password::{self, PasswordError};
use crate::seed::{self, Seeded};
use crate::storage::{Read, StorageError, StoredSetAside, StoredUsage, UsageFilter};
use crate::{Central, intake};
use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_domain::user::{Right, User};
use kaikuasema_domain::{Card, CardKind, CardNumber, Event, Showing, UsageId, UserId, Venue, VenueId, civil};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The password is no good.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// No card of that number is registered.
    #[error("no card {} is registered", .0.short())]
    NoSuchCard(CardNumber),
    /// A community card has no maximum of children (R57).
    #[error("a community card has no maximum of children")]
    ChildrenOnCommunityCard,
    /// There is no such venue, event or user.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Something of that id or name is there already.
    #[error("there is such a {0} already")]
    Exists(&'static str),
    /// A name or address that cannot be one.
    #[error("not a good {0}")]
    BadName(&'static str),
    /// Several venues have that name; only an id can tell them apart.
    #[error("several venues have that name: give the id")]
    SeveralVenues,
    /// Only an empty service can be seeded.
    #[error("only an empty service can be seeded: this one has venues, users or cards")]
    NotEmpty,
}

/// The administrator's face of the service. Its calls block: call them outside async code.
pub struct Admin<'a> {
    central: &'a Central,
}

/// An e-mail address in its normal spelling.
pub(crate) fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// The Finnish day of the service's clock.
fn today() -> Date {
    civil::today(Timestamp::now(), None)
}

impl<'a> Admin<'a> {
    pub(crate) fn new(central: &'a Central) -> Self {
        Self { central }
    }

    /// Registers a card, or renews the one of that number.
    ///
    /// # Errors
    /// [`AdminError::ChildrenOnCommunityCard`], or a failing storage.
    pub fn register_card(&self, card: &Card) -> Result<(), AdminError> {
        self.register_cards(std::slice::from_ref(card))
    }

    /// Registers or renews cards, all or none.
    ///
    /// # Errors
    /// [`AdminError::ChildrenOnCommunityCard`], or a failing storage.
    pub fn register_cards(&self, cards: &[Card]) -> Result<(), AdminError> {
        if cards.iter().any(|card| card.number.kind() == CardKind::Community && card.children_max.is_some()) {
            return Err(AdminError::ChildrenOnCommunityCard);
        }
        let today = today();
        self.central.storage().write(|write| {
            for card in cards {
                write.put_card(card, today)?;
            }
            Ok(())
        })
    }

    /// Bars a card from use (R36).
    ///
    /// # Errors
    /// [`AdminError::NoSuchCard`], or a failing storage.
    pub fn block(&self, number: CardNumber) -> Result<(), AdminError> {
        self.set_active(number, false)
    }

    /// Lets a barred card be used again.
    ///
    /// # Errors
    /// [`AdminError::NoSuchCard`], or a failing storage.
    pub fn unblock(&self, number: CardNumber) -> Result<(), AdminError> {
        self.set_active(number, true)
    }

    fn set_active(&self, number: CardNumber, active: bool) -> Result<(), AdminError> {
        self.central
            .storage()
            .write(|write| if write.set_card_active(number, active, today())? { Ok(()) } else { Err(AdminError::NoSuchCard(number)) })
    }

    /// One card as the register has it.
    ///
    /// # Errors
    /// A failing storage.
    pub fn card(&self, number: CardNumber) -> Result<Option<Card>, AdminError> {
        Ok(self.central.storage().read(|read| read.card(number))?)
    }

    /// How many cards are registered.
    ///
    /// # Errors
    /// A failing storage.
    pub fn card_count(&self) -> Result<u64, AdminError> {
        Ok(self.central.storage().read(|read| read.card_count())?)
    }

    /// Adds a venue.
    ///
    /// # Errors
    /// [`AdminError::BadName`], [`AdminError::Exists`], or a failing storage.
    pub fn add_venue(&self, venue: &Venue) -> Result<(), AdminError> {
        if venue.name.trim().is_empty() || venue.name.chars().any(char::is_control) {
            return Err(AdminError::BadName("name of a venue"));
        }
        self.central.storage().write(|write| {
            if write.venue(venue.id)?.is_some() {
                return Err(AdminError::Exists("venue"));
            }
            Ok(write.add_venue(venue)?)
        })
    }

    /// Every venue, by name.
    ///
    /// # Errors
    /// A failing storage.
    pub fn venues(&self) -> Result<Vec<Venue>, AdminError> {
        Ok(self.central.storage().read(|read| read.venues())?)
    }

    /// The venue of an id or a name.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::SeveralVenues`], or a failing storage.
    pub fn find_venue(&self, id_or_name: &str) -> Result<Venue, AdminError> {
        let id = id_or_name.parse::<VenueId>().ok();
        let named = |venue: &Venue| Some(venue.id) == id || venue.name == id_or_name.trim();
        let mut found = self.venues()?.into_iter().filter(named);
        let venue = found.next().ok_or(AdminError::NotFound("venue"))?;
        if found.next().is_some() { Err(AdminError::SeveralVenues) } else { Ok(venue) }
    }

    /// Adds a user with rights at venues, or gives an existing one further rights there.
    /// An existing user's password is changed where one is given, and all sessions end then;
    /// a new user needs one.
    ///
    /// # Errors
    /// [`AdminError::Password`], [`AdminError::BadName`], [`AdminError::NotFound`], or a failing storage.
    pub fn add_user(
        &self,
        email: &str,
        password: Option<&str>,
        venues: &[VenueId],
        rights: &[Right],
        from: Timestamp,
    ) -> Result<UserId, AdminError> {
        let email = normal_email(email);
        let is_address = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        if !is_address || email.len() > 254 || email.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(AdminError::BadName("e-mail address"));
        }
        // Slow on purpose: before the one writer is taken.
        let hash = password.map(password::hash).transpose()?;
        self.central.storage().write(|write| {
            let id = match (write.user_by_email(&email)?, &hash) {
                (Some((user, _)), Some(hash)) => {
                    write.set_password(user.id, hash)?;
                    write.end_sessions_of(user.id)?;
                    user.id
                }
                (Some((user, _)), None) => user.id,
                (None, Some(hash)) => {
                    let user = User { id: UserId(uuid::Uuid::now_v7()), email: email.clone() };
                    write.add_user(&user, hash)?;
                    user.id
                }
                (None, None) => return Err(PasswordError::TooShort.into()),
            };
            for venue in venues {
                if write.venue(*venue)?.is_none() {
                    return Err(AdminError::NotFound("venue"));
                }
                for right in rights {
                    write.grant(id, *venue, *right, from)?;
                }
            }
            Ok(id)
        })
    }

    /// Whether the training users, whose password is public, are among the users.
    ///
    /// # Errors
    /// A failing storage.
    pub fn has_training_users(&self) -> Result<bool, AdminError> {
        let known = |read: &Read<'_>| Ok(read.user(seed::CLERK)?.is_some() || read.user(seed::MAIN_USER)?.is_some());
        Ok(self.central.storage().read(known)?)
    }

    /// Ends a user's right at a venue from an instant on.
    ///
    /// # Errors
    /// A failing storage.
    pub fn end_right(&self, user: UserId, venue: VenueId, right: Right, at: Timestamp) -> Result<(), AdminError> {
        self.central.storage().write(|write| Ok::<_, AdminError>(write.end_right(user, venue, right, at)?))
    }

    /// Adds an event.
    ///
    /// # Errors
    /// [`AdminError::NotFound`] without its venue, [`AdminError::Exists`], [`AdminError::BadName`], or a failing storage.
    pub fn add_event(&self, event: &Event) -> Result<(), AdminError> {
        if !kaikuasema_domain::usage::is_event_name(&event.name) {
            return Err(AdminError::BadName("name of an event"));
        }
        self.central.storage().write(|write| {
            if write.venue(event.venue)?.is_none() {
                return Err(AdminError::NotFound("venue"));
            }
            if write.event_id_is_taken(event.id)? {
                return Err(AdminError::Exists("event"));
            }
            write.add_event(event, &[])?;
            Ok(())
        })
    }

    /// Adds a showing of an event.
    ///
    /// # Errors
    /// [`AdminError::NotFound`] without its event, [`AdminError::Exists`], or a failing storage.
    pub fn add_showing(&self, showing: &Showing) -> Result<(), AdminError> {
        self.central.storage().write(|write| {
            if write.event(showing.event)?.is_none() {
                return Err(AdminError::NotFound("event"));
            }
            if write.showing(showing.id)?.is_some() {
                return Err(AdminError::Exists("showing"));
            }
            write.add_showing(showing)?;
            Ok(())
        })
    }

    /// The usages that a filter asks for, in the order they came in; deleted ones are left out.
    ///
    /// # Errors
    /// A failing storage.
    pub fn usages(&self, filter: &UsageFilter) -> Result<Vec<StoredUsage>, AdminError> {
        Ok(self.central.storage().read(|read| read.usages(filter))?)
    }

    /// The cards that a venue has set aside and not recorded yet, in the order they came in (R33–R35).
    ///
    /// # Errors
    /// A failing storage.
    pub fn set_asides(&self, venue: VenueId) -> Result<Vec<StoredSetAside>, AdminError> {
        Ok(self.central.storage().read(|read| read.set_asides(venue))?)
    }

    /// Cancels a ticket as its holder, who asked for it (R107): its seat is free, and the venue's
    /// stations hear of it with their next pull. Cancelling again changes nothing.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], or a failing storage.
    pub fn cancel_ticket(&self, usage: UsageId, at: Timestamp) -> Result<StoredUsage, AdminError> {
        self.central.storage().write(|write| {
            let record = write.usage(usage)?.filter(|record| !record.deleted).ok_or(AdminError::NotFound("record"))?;
            let (mut usage, mut version) = (record.usage, record.version);
            let before = usage.facts;
            usage.facts.cancel_by_holder(at);
            if usage.facts != before {
                usage.flags = intake::flags_after(&usage);
                version = write.set_facts(usage.id, &usage.facts, &usage.flags, None)?;
            }
            Ok(StoredUsage { usage, version })
        })
    }

    /// Whether nothing has been put in yet: no venue, no user, no card.
    ///
    /// # Errors
    /// A failing storage.
    pub fn is_empty(&self) -> Result<bool, AdminError> {
        Ok(self.central.storage().read(|read| read.is_empty())?)
    }

    /// Fills an empty service with training data: so many cards, venues of every sort, events
    /// and some history, with dates relative to `today`. See [`crate::seed`].
    ///
    /// # Errors
    /// [`AdminError::NotEmpty`], or a failing storage.
    pub fn seed(&self, cards: u32, today: Date) -> Result<Seeded, AdminError> {
        let password = password::hash(seed::TRAINING_PASSWORD)?;
        let second = password::hash(seed::TRAINING_PASSWORD)?;
        self.central.storage().write(|write| {
            if !write.is_empty()? {
                return Err(AdminError::NotEmpty);
            }
            Ok(seed::plant(write, cards, today, [&password, &second])?)
        })
    }
}
