//! What the counter does: check a card, record its use, undo, list today's records.

use super::{Station, StationError};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kaikuasema_domain::event::Event;
use kaikuasema_domain::search::fold;
use kaikuasema_domain::usage::{DraftError, EventChoice, UsageDraft};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Usability, VenueRules};
use kaikuasema_domain::{Card, CardNumber, EventId, Usage, UsageId, VenueId, Verdict, civil, verdict};
use kaikuasema_store::{EventWithShowings, Feed, NewUsage, RecordedUsage, StoreError, UsageFilter, WriteError};
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

/// A use that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The record.
    pub usage: Usage,
    /// The verdict it was recorded under.
    pub verdict: Verdict,
}

/// Today's records at a venue, newest first, and their counts (R75, R82).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TodaysRecords {
    /// The records made today.
    pub records: Vec<RecordedUsage>,
    /// Children in them.
    pub children: u32,
}

/// Why a use was not recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    NotSignedIn,
    /// The clerk may not do this at this venue.
    #[error("the clerk has no right to this at this venue")]
    NoRight,
    /// The card is unknown, barred, or the venue refuses: see the verdict.
    #[error("the card cannot be recorded")]
    Refused(Box<Checked>),
    /// The venue's discretion is needed, and the deliberate key was not pressed.
    #[error("this needs the deliberate key")]
    NeedsDiscretion(Box<Checked>),
    /// The form holds what cannot be recorded.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// The chosen event or showing is not one of this venue's.
    #[error("the event is not one of this venue's")]
    EventUnknown,
    /// The record to undo is not here, or was undone.
    #[error("there is no such record")]
    UsageUnknown,
    /// It could not be written: nothing was saved.
    #[error("not saved")]
    NotSaved(#[from] WriteError),
    /// The station.
    #[error(transparent)]
    Station(#[from] StationError),
}

impl From<StoreError> for RecordError {
    fn from(error: StoreError) -> Self {
        Self::Station(error.into())
    }
}

impl Station {
    /// Judges a card from the local register copy; never waits for the network.
    ///
    /// # Errors
    /// [`StationError::Store`] when the copy cannot be read.
    pub async fn check(&self, number: CardNumber, venue: Option<VenueId>, event_date: Date) -> Result<Checked, StationError> {
        self.with_store(move |station| Ok(station.judge(number, venue, event_date)?)).await
    }

    fn judge(&self, number: CardNumber, venue: Option<VenueId>, event_date: Date) -> Result<Checked, StoreError> {
        self.0.clock.set_told(self.0.store.clock()?);
        let card = self.0.store.card(number)?;
        let rules = match venue {
            Some(venue) => self.rules(venue)?,
            None => VenueRules::default(),
        };
        let verdict = verdict(card.as_ref(), event_date, self.today(), &rules);
        Ok(Checked { number, card, verdict, copy: self.copy_age()? })
    }

    fn rules(&self, venue: VenueId) -> Result<VenueRules, StoreError> {
        let session = self.0.store.session()?;
        let access = session.and_then(|s| s.venues.into_iter().find(|access| access.venue.id == venue));
        Ok(access.map(|access| access.venue.rules).unwrap_or_default())
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
            // Screens read the card again.
            station.0.state.send_modify(|state| state.data_version += 1);
            Some(true)
        };
        self.run(asked).await.ok()?
    }

    /// Records a use: judged once more, on disk when this returns, sent later.
    ///
    /// # Errors
    /// [`RecordError`]; with [`RecordError::NotSaved`] nothing was saved.
    pub async fn record(&self, draft: UsageDraft) -> Result<Saved, RecordError> {
        let saved = self.with_store(move |station| station.record_here(draft)).await?;
        self.recorded().await;
        Ok(saved)
    }

    fn record_here(&self, draft: UsageDraft) -> Result<Saved, RecordError> {
        let signed_in = self.signed_in()?.ok_or(RecordError::NotSignedIn)?;
        if !signed_in.may(Right::Record, draft.venue) {
            return Err(RecordError::NoRight);
        }
        let (existing, new_event) = self.resolve_event(&draft)?;
        draft.check(existing.as_ref().map(|e| &e.event))?;
        let (event_date, event_time) = occasion(&draft, existing.as_ref())?;
        let checked = self.judge(draft.card, Some(draft.venue), event_date)?;
        match checked.verdict.usability {
            Usability::Usable => {}
            Usability::Discretion if draft.discretion.is_some() => {}
            Usability::Discretion => return Err(RecordError::NeedsDiscretion(Box::new(checked))),
            Usability::Refused | Usability::Unknown => return Err(RecordError::Refused(Box::new(checked))),
        }
        let stamp = self.0.clock.stamp(signed_in.user.id);
        let chosen = existing.as_ref().map(|e| &e.event).or(new_event.as_ref());
        let usage = Usage {
            id: UsageId(Uuid::now_v7()),
            venue: draft.venue,
            card: draft.card,
            event: chosen.map(|event| event.id),
            event_name: chosen.map(|event| event.name.clone()),
            showing: draft.showing,
            event_date,
            event_time,
            children: draft.children,
            customer_cards: draft.customer_cards,
            value: draft.value,
            // The corrected instant: a device clock that is a day off must not move the record to another day.
            recorded_at: self.now(),
            clerk: signed_in.user.id,
            station: self.0.store.station(),
            // Kept only where discretion was really needed.
            discretion: draft.discretion.filter(|_| checked.verdict.usability == Usability::Discretion),
        };
        let new =
            NewUsage { usage: usage.clone(), verdict: checked.verdict, register_cursor: self.0.store.register()?.cursor, new_event, stamp };
        self.0.store.record(new)?;
        Ok(Saved { usage, verdict: checked.verdict })
    }

    /// The same card at the same event, day and time, where it is recorded already (R74).
    ///
    /// # Errors
    /// [`StationError::Store`] when the records cannot be read.
    pub async fn recorded_already(&self, draft: &UsageDraft) -> Result<Option<RecordedUsage>, RecordError> {
        let draft = draft.clone();
        self.with_store(move |station| {
            let (existing, to_make) = station.resolve_event(&draft)?;
            if to_make.is_some() {
                return Ok(None);
            }
            let (date, time) = occasion(&draft, existing.as_ref())?;
            let chosen = existing.map(|e| e.event.id);
            let filter = UsageFilter {
                venue: Some(draft.venue),
                card: Some(draft.card),
                event_date_from: Some(date),
                event_date_to: Some(date),
                ..UsageFilter::default()
            };
            let found = station.0.store.usages(&filter)?;
            Ok(found.into_iter().find(|r| r.usage.event == chosen && r.usage.event_time == time))
        })
        .await
    }

    /// The event chosen: one there is, or one to be made. A name typed for "Luo" that an
    /// active event already has is that event.
    fn resolve_event(&self, draft: &UsageDraft) -> Result<(Option<EventWithShowings>, Option<Event>), RecordError> {
        if draft.event == EventChoice::None {
            return Ok((None, None));
        }
        let mut active = self.0.store.events(draft.venue)?;
        active.retain(|e| e.event.active);
        let is_chosen = |e: &EventWithShowings| match &draft.event {
            EventChoice::None => false,
            EventChoice::Existing(id) => e.event.id == *id,
            EventChoice::New(name) => fold(&e.event.name) == fold(name),
        };
        if let Some(found) = active.into_iter().find(is_chosen) {
            return Ok((Some(found), None));
        }
        match &draft.event {
            EventChoice::New(name) => {
                let event = Event {
                    id: EventId(Uuid::now_v7()),
                    venue: draft.venue,
                    name: name.split_whitespace().collect::<Vec<_>>().join(" "),
                    kind: kaikuasema_domain::event::EventKind::default(),
                    active: true,
                    asks_value: false,
                    made_at_counter: true,
                };
                Ok((None, Some(event)))
            }
            _ => Err(RecordError::EventUnknown),
        }
    }

    /// Undoes a record: one's own of today, or anyone's with the right to (C24).
    ///
    /// # Errors
    /// [`RecordError`]; with [`RecordError::NotSaved`] nothing was undone.
    pub async fn undo(&self, usage: UsageId) -> Result<Usage, RecordError> {
        let undone = self.with_store(move |station| station.undo_here(usage)).await?;
        self.recorded().await;
        Ok(undone)
    }

    fn undo_here(&self, id: UsageId) -> Result<Usage, RecordError> {
        let signed_in = self.signed_in()?.ok_or(RecordError::NotSignedIn)?;
        let since = civil::start_of_day(self.today());
        let usage = signed_in
            .venues
            .iter()
            .map(|access| self.todays_usages(access.venue.id, since))
            .collect::<Result<Vec<_>, StoreError>>()?
            .into_iter()
            .flatten()
            .map(|recorded| recorded.usage)
            .find(|usage| usage.id == id)
            .ok_or(RecordError::UsageUnknown)?;
        let is_own = usage.clerk == signed_in.user.id;
        let may = signed_in.may(Right::DeleteAny, usage.venue) || (is_own && signed_in.may(Right::DeleteOwnToday, usage.venue));
        if !may {
            return Err(RecordError::NoRight);
        }
        self.0.store.delete_usage(id, usage.venue, self.0.clock.stamp(signed_in.user.id))?;
        Ok(usage)
    }

    fn todays_usages(&self, venue: VenueId, since: Timestamp) -> Result<Vec<RecordedUsage>, StoreError> {
        self.0.store.usages(&UsageFilter { venue: Some(venue), recorded_from: Some(since), ..UsageFilter::default() })
    }

    /// Today's records at a venue, newest first (R75, R83).
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn todays_records(&self, venue: VenueId) -> Result<TodaysRecords, StationError> {
        self.with_store(move |station| {
            let records = station.todays_usages(venue, civil::start_of_day(station.today()))?;
            let children = records.iter().map(|r| u32::from(r.usage.children)).sum();
            Ok(TodaysRecords { records, children })
        })
        .await
    }

    /// Records by any filter, newest first, of venues where the clerk may act and of no other
    /// (`kaikuasema records`).
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn records(&self, filter: UsageFilter) -> Result<Vec<RecordedUsage>, StationError> {
        self.with_store(move |station| {
            let Some(signed_in) = station.signed_in()? else { return Ok(Vec::new()) };
            let mut found = Vec::new();
            for access in &signed_in.venues {
                let venue = access.venue.id;
                if filter.venue.is_none_or(|asked| asked == venue) {
                    found.extend(station.0.store.usages(&UsageFilter { venue: Some(venue), ..filter.clone() })?);
                }
            }
            found.sort_by_key(|r| std::cmp::Reverse((r.usage.recorded_at, r.usage.id)));
            Ok(found)
        })
        .await
    }
}

/// The day and time of the event: the showing's, for a chosen showing.
fn occasion(draft: &UsageDraft, event: Option<&EventWithShowings>) -> Result<(Date, Option<Time>), RecordError> {
    let Some(id) = draft.showing else { return Ok((draft.event_date, draft.event_time)) };
    let showing = event.and_then(|e| e.showings.iter().find(|showing| showing.id == id));
    showing.map(|showing| (showing.date, showing.time)).ok_or(RecordError::EventUnknown)
}
