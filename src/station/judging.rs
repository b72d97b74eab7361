//! Judging at the station: the card by the register copy, the use by the venue's limits. Both
//! judgements are the pure ones of the domain; here they get what this station knows.

use super::counter::occasion;
use super::{RecordError, Station, StationError};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use kaikuasema_domain::event::Event;
use kaikuasema_domain::limits::{self, Asked, Counted, Finding, Oversold};
use kaikuasema_domain::operation::{Settings, TurnedAway, TurnedAwayReason};
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Usability, VenueRules};
use kaikuasema_domain::{Card, CardNumber, EventId, ShowingId, UsageId, VenueId, Verdict, civil, verdict};
use kaikuasema_store::{EventWithShowings, Feed, StoreError};
use std::collections::HashSet;
use std::time::Duration;
use uuid::Uuid;

/// A register copy older than this is not fresh, whatever the connection.
const FRESH: Duration = Duration::from_secs(10 * 60);
/// The register is asked for one card within this time or not at all.
const ASK: Duration = Duration::from_millis(300);

/// How old the register copy is that an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyAge {
    /// Connected, and the copy is current.
    Fresh {
        /// As of when.
        as_of: Timestamp,
    },
    /// Not connected, or the copy is old: a new card may be missing from it (R196).
    Stale {
        /// As of when.
        as_of: Timestamp,
    },
    /// There is no whole copy yet.
    Missing,
}

/// A card, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Its number.
    pub number: CardNumber,
    /// What the register copy holds of it.
    pub card: Option<Card>,
    /// The verdict for the event date asked.
    pub verdict: Verdict,
    /// How old the copy is.
    pub copy: CopyAge,
}

/// A use, judged: the card, and what the venue's limits say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The card.
    pub checked: Checked,
    /// What the limits say, the weightiest first.
    pub findings: Vec<Finding>,
    /// What may be done, by both together.
    pub usability: Usability,
}

/// What counts towards the limits of a use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SoFar {
    /// The usages that count, those that wait to be sent included; none twice.
    pub counted: Vec<Counted>,
    /// When the venue's usages, of all its stations, and what its organisation's other venues count were
    /// last known to be whole.
    pub as_of: Option<Timestamp>,
}

/// What was asked for when a customer was turned away: no card (R126).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Refusal {
    /// The venue.
    pub venue: VenueId,
    /// The event, where one was chosen.
    pub event: Option<EventId>,
    /// The showing, where one was chosen.
    pub showing: Option<ShowingId>,
    /// The day.
    pub event_date: Date,
    /// The clock time, where known.
    pub event_time: Option<Time>,
    /// Why.
    pub reason: TurnedAwayReason,
}

/// The day and the moment that a use is judged as of.
#[derive(Clone, Copy, Debug)]
pub(super) struct AsOf {
    pub(super) today: Date,
    pub(super) now: DateTime,
}

impl Station {
    /// Judges a card from the local register copy; never waits for the network.
    ///
    /// # Errors
    /// [`StationError::Store`] when the copy cannot be read.
    pub async fn check(&self, number: CardNumber, venue: Option<VenueId>, event_date: Date) -> Result<Checked, StationError> {
        self.with_store(move |station| {
            let rules = match venue {
                Some(venue) => station.0.store.rules(venue)?,
                None => VenueRules::default(),
            };
            Ok(station.judge_card(number, &rules, event_date, station.today())?)
        })
        .await
    }

    /// Which of the two numbers that one reading may be is meant: the one that the register copy holds, and the first
    /// where it holds both or none or cannot be read.
    pub async fn settle(&self, [first, second]: [CardNumber; 2]) -> CardNumber {
        let is_second: Result<bool, StationError> =
            self.with_store(move |station| Ok(station.0.store.card(first)?.is_none() && station.0.store.card(second)?.is_some())).await;
        if is_second.unwrap_or(false) { second } else { first }
    }

    /// Judges a card as of a day.
    pub(super) fn judge_card(&self, number: CardNumber, rules: &VenueRules, event_date: Date, today: Date) -> Result<Checked, StoreError> {
        self.0.clock.set_told(self.0.store.clock()?);
        let card = self.0.store.card(number)?;
        let verdict = verdict(card.as_ref(), event_date, today, rules);
        Ok(Checked { number, card, verdict, copy: self.copy_age()? })
    }

    /// Judges a filled-in form: card and limits. `event` is the chosen event, or the one to be made;
    /// `instead_of` a record that is being corrected.
    pub(super) fn judge_use(
        &self,
        draft: &UsageDraft,
        occasion: (Date, Option<Time>),
        event: Option<&EventWithShowings>,
        as_of: AsOf,
        instead_of: Option<UsageId>,
    ) -> Result<Judged, RecordError> {
        let signed_in = self.signed_in()?.ok_or(RecordError::NotSignedIn)?;
        let access = signed_in.access(draft.venue).ok_or(RecordError::NoRight)?;
        let (event_date, event_time) = occasion;
        let checked = self.judge_card(draft.card, &access.venue.rules, event_date, as_of.today)?;
        let capped = event.filter(|e| limits::is_capped(&e.event, &access.venue.rules.limits)).map(|e| e.event.id);
        let so_far = self.0.store.counted(draft.venue, Some(draft.card), capped)?;
        let showings = event.map(|e| e.showings.as_slice()).unwrap_or_default();
        let asked = Asked {
            card: draft.card,
            valid_until: checked.card.as_ref().map(|card| card.valid_until),
            children_max: checked.card.as_ref().and_then(|card| card.children_max),
            venue: &access.venue,
            event: event.map(|e| &e.event),
            showing: draft.showing.and_then(|id| showings.iter().find(|showing| showing.id == id)),
            showings,
            date: event_date,
            time: event_time,
            children: draft.children,
            staff: draft.staff,
            value: draft.value,
            now: as_of.now,
            instead_of,
            may_override: access.rights.contains(&Right::Override),
        };
        let findings = limits::findings(&asked, &so_far);
        let usability = limits::usability(&checked.verdict, &findings);
        Ok(Judged { checked, findings, usability })
    }

    /// Now, or for a late entry the moment of the event: it is judged as it would have been then (R202).
    pub(super) fn as_of(&self, draft: &UsageDraft, occasion: (Date, Option<Time>)) -> AsOf {
        match draft.late {
            None => AsOf { today: self.today(), now: civil::in_finland(self.now()).datetime() },
            Some(_) => {
                let (date, time) = occasion;
                AsOf { today: date, now: date.to_datetime(time.unwrap_or(Time::MAX)) }
            }
        }
    }

    fn copy_age(&self) -> Result<CopyAge, StoreError> {
        let Some(as_of) = self.0.store.feed_as_of(Feed::Cards)? else { return Ok(CopyAge::Missing) };
        let age = Timestamp::now().duration_since(as_of).unsigned_abs();
        let is_fresh = self.sync_state().is_online() && age <= FRESH;
        Ok(if is_fresh { CopyAge::Fresh { as_of } } else { CopyAge::Stale { as_of } })
    }

    /// Asks the service for one card that the copy does not hold; answers within a moment or
    /// not at all. `Some(true)`: the register has it, and the copy has it now; `Some(false)`: the
    /// register has no such card; `None`: no answer.
    pub async fn ask_register(&self, number: CardNumber) -> Option<bool> {
        let engine = self.engine()?;
        let station = self.clone();
        let asked = async move {
            let credential = station.0.store.credential().ok()??;
            let answer = tokio::time::timeout(ASK, engine.client().look_up(&credential, number)).await.ok()?.ok()?;
            let Some(card) = answer.card else { return Some(false) };
            station.with_store(move |station| Ok::<_, StationError>(station.0.store.keep_card(&card)?)).await.ok()?;
            station.data_changed();
            Some(true)
        };
        self.run(asked).await.ok()?
    }

    /// What counts towards the limits of a card and an event at a venue: from the venue's own usages
    /// of all its stations as last fetched, and those that wait here. The event's are read only where a
    /// cap counts them: a swimming hall may have a hundred thousand of one event.
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn so_far(&self, venue: VenueId, card: Option<CardNumber>, event: Option<EventId>) -> Result<SoFar, StationError> {
        self.with_store(move |station| {
            let store = &station.0.store;
            let capped = match event {
                None => None,
                Some(id) => {
                    let rules = store.rules(venue)?;
                    let is_capped = |e: &EventWithShowings| e.event.id == id && limits::is_capped(&e.event, &rules.limits);
                    store.events(venue)?.iter().any(is_capped).then_some(id)
                }
            };
            let counted = store.counted(venue, card, capped)?;
            Ok(SoFar { counted, as_of: store.counts_as_of(venue)? })
        })
        .await
    }

    /// Judges a filled-in form: the card and the venue's limits. Records nothing.
    ///
    /// # Errors
    /// [`RecordError`], where the form names what is not there, or nobody is signed in.
    pub async fn judge(&self, draft: UsageDraft) -> Result<Judged, RecordError> {
        self.with_store(move |station| {
            let (existing, new_event) = station.resolve_event(&draft)?;
            let occasion = occasion(&draft, existing.as_ref())?;
            let event = existing.or_else(|| new_event.map(|event| EventWithShowings { event, showings: Vec::new() }));
            station.judge_use(&draft, occasion, event.as_ref(), station.as_of(&draft, occasion), None)
        })
        .await
    }

    /// A card judged, and what counts towards its limits at a venue and an event: what the counter shows.
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn look(
        &self,
        number: CardNumber,
        venue: Option<VenueId>,
        event_date: Date,
        event: Option<EventId>,
    ) -> Result<(Checked, SoFar), StationError> {
        let checked = self.check(number, venue, event_date).await?;
        let so_far = match venue {
            Some(venue) => self.so_far(venue, Some(number), event).await?,
            None => SoFar::default(),
        };
        Ok((checked, so_far))
    }

    /// Occasions of today and later that several stations sold beyond their cap while they did not
    /// know of each other (R154). All their records stand.
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn oversold(&self, venue: VenueId) -> Result<Vec<Oversold>, StationError> {
        self.with_store(move |station| {
            let (store, today) = (&station.0.store, station.today());
            let rules = store.rules(venue)?;
            let coming: HashSet<_> = store.counted_from(venue, today)?.into_iter().filter_map(|counted| counted.event).collect();
            let is_coming = |e: &EventWithShowings| coming.contains(&e.event.id) || e.showings.iter().any(|showing| showing.date >= today);
            let mut events = store.events(venue)?;
            events.retain(|e| limits::is_capped(&e.event, &rules.limits) && is_coming(e));
            let mut counted = Vec::new();
            for each in &events {
                counted.extend(store.counted(venue, None, Some(each.event.id))?);
            }
            let events: Vec<_> = events.into_iter().map(|e| (e.event, e.showings)).collect();
            let mut found = limits::oversold(&events, &rules.limits, &counted);
            found.retain(|clash| clash.date >= today);
            Ok(found)
        })
        .await
    }

    /// Counts a customer who was turned away; without a card (R126).
    ///
    /// # Errors
    /// [`RecordError::NotSaved`] when it cannot be written.
    pub async fn turn_away(&self, refusal: Refusal) -> Result<(), RecordError> {
        self.with_store(move |station| {
            let clerk = station.clerk()?;
            let turned_away = TurnedAway {
                id: Uuid::now_v7(),
                venue: refusal.venue,
                event: refusal.event,
                showing: refusal.showing,
                event_date: refusal.event_date,
                event_time: refusal.event_time,
                reason: refusal.reason,
                at: station.now(),
                station: station.0.store.station(),
            };
            station.0.store.turn_away(turned_away, station.0.clock.stamp(clerk)).map_err(RecordError::from)
        })
        .await?;
        self.recorded().await;
        Ok(())
    }

    /// Sets a venue's rules, or the limits of an event or showing: at once here, and at the service
    /// and the other stations as soon as there is a connection.
    ///
    /// # Errors
    /// [`RecordError::NoRight`] without the right to manage events, [`RecordError::BelowFloor`] where
    /// the model does not allow it, [`RecordError::NotSaved`].
    pub async fn set_settings(&self, venue: VenueId, settings: Settings) -> Result<(), RecordError> {
        self.with_store(move |station| station.set_settings_here(venue, settings)).await?;
        self.recorded().await;
        self.data_changed();
        Ok(())
    }

    fn set_settings_here(&self, venue: VenueId, settings: Settings) -> Result<(), RecordError> {
        let signed_in = self.signed_in()?.ok_or(RecordError::NotSignedIn)?;
        if !signed_in.may(Right::ManageEvents, venue) {
            return Err(RecordError::NoRight);
        }
        match &settings {
            Settings::Venue { rules } => rules.limits.check()?,
            Settings::Event { event, limits } => {
                let (event, largest) = self.event_with_largest(venue, |e| e.event.id == *event)?;
                limits.check(event.kind, largest)?;
            }
            Settings::Showing { showing, capacity, .. } => {
                let (event, largest) = self.event_with_largest(venue, |e| e.showings.iter().any(|s| s.id == *showing))?;
                event.limits.check(event.kind, largest.max(*capacity))?;
            }
        }
        Ok(self.0.store.set_settings(venue, settings, self.0.clock.stamp(signed_in.user.id))?)
    }

    /// An event of a venue, and the largest capacity among its showings.
    fn event_with_largest(
        &self,
        venue: VenueId,
        is_meant: impl Fn(&EventWithShowings) -> bool,
    ) -> Result<(Event, Option<u32>), RecordError> {
        let found = self.0.store.events(venue)?.into_iter().find(|e| is_meant(e)).ok_or(RecordError::EventUnknown)?;
        let largest = found.showings.iter().filter_map(|showing| showing.capacity).max();
        Ok((found.event, largest))
    }

    /// Something here changed that screens show: they read it again.
    pub(super) fn data_changed(&self) {
        self.0.state.send_modify(|state| state.data_version += 1);
    }
}
