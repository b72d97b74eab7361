//! What the counter does: record a use, correct it, undo it, list today's records.

use super::{Judged, Station, StationError};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kaikuasema_domain::event::Event;
use kaikuasema_domain::limits::{BelowFloor, Finding, passes_cap};
use kaikuasema_domain::search::fold;
use kaikuasema_domain::usage::{Discretion, DraftError, EventChoice, Facts, MOST_CHILDREN, UsageDraft};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::Usability;
use kaikuasema_domain::{EventId, Usage, UsageId, UserId, VenueId, Verdict, civil};
use kaikuasema_store::{EventWithShowings, NewUsage, RecordedUsage, StoreError, UsageFilter, WriteError};
use uuid::Uuid;

/// A use that is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The record.
    pub usage: Usage,
    /// The verdict it was recorded under.
    pub verdict: Verdict,
    /// What the venue's limits said.
    pub findings: Vec<Finding>,
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
    /// The card is unknown, barred, or the venue refuses: see the verdict and the findings.
    #[error("the card cannot be recorded")]
    Refused(Box<Judged>),
    /// The venue's discretion is needed, and the deliberate key was not pressed.
    #[error("this needs the deliberate key")]
    NeedsDiscretion(Box<Judged>),
    /// The group's own record is not here, or was undone.
    #[error("there is no such group")]
    GroupGone,
    /// The card is recorded in this group already (R61).
    #[error("the card is recorded in this group already")]
    InGroupAlready,
    /// The same card is set aside for the same occasion already.
    #[error("the card is set aside already")]
    AsideAlready,
    /// A late entry is of a day that has passed or of today, never of one to come (R202).
    #[error("a late entry is of no day to come")]
    LateIsNotPast,
    /// A setting that the model does not allow.
    #[error(transparent)]
    BelowFloor(#[from] BelowFloor),
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
        let access = signed_in.access(draft.venue).filter(|access| access.rights.contains(&Right::Record)).ok_or(RecordError::NoRight)?;
        let (existing, new_event) = self.resolve_event(&draft)?;
        draft.check(existing.as_ref().map(|e| &e.event), &access.venue.rules.limits, access.venue.rules.most_staff())?;
        let occasion = occasion(&draft, existing.as_ref())?;
        if draft.late.is_some() && occasion.0 > self.today() {
            return Err(RecordError::LateIsNotPast);
        }
        self.check_group(&draft)?;
        let to_judge = existing.or_else(|| new_event.clone().map(|event| EventWithShowings { event, showings: Vec::new() }));
        let judged = self.judge_use(&draft, occasion, to_judge.as_ref(), self.as_of(&draft, occasion), None)?;
        match judged.usability {
            Usability::Usable => {}
            // The deliberate key confirms what the clerk saw, and nothing that came up since.
            Usability::Discretion if draft.discretion.is_some() && !draft.is_surprised_by(&judged.findings) => {}
            Usability::Discretion => return Err(RecordError::NeedsDiscretion(Box::new(judged))),
            Usability::Refused | Usability::Unknown => return Err(RecordError::Refused(Box::new(judged))),
        }
        let Judged { checked, findings, usability } = judged;
        let usage = self.usage_of(&draft, to_judge.as_ref().map(|e| &e.event), occasion, signed_in.user.id);
        // Kept only where discretion was really needed.
        let discretion = draft
            .discretion
            .filter(|_| usability == Usability::Discretion)
            .map(|discretion| self.used_by(signed_in.user.id, discretion.on(&findings)));
        let usage = Usage { discretion, over_cap: passes_cap(&findings), ..usage };
        let stamp = self.0.clock.stamp(signed_in.user.id);
        let register_cursor = self.0.store.register()?.cursor;
        let new =
            NewUsage { usage: usage.clone(), verdict: checked.verdict, register_cursor, findings: findings.clone(), new_event, stamp };
        self.0.store.record(new)?;
        Ok(Saved { usage, verdict: checked.verdict, findings })
    }

    /// Who used the discretion and when stands beside the reason: a record may name another clerk.
    pub(super) fn used_by(&self, clerk: UserId, discretion: Discretion) -> Discretion {
        Discretion { by: Some(clerk), at: Some(self.now()), ..discretion }
    }

    /// A card is recorded once in a group, and only in a group that there is (R61).
    pub(super) fn check_group(&self, draft: &UsageDraft) -> Result<(), RecordError> {
        let Some(group) = draft.group else { return Ok(()) };
        if self.usage_here(draft.venue, group)?.is_none() {
            return Err(RecordError::GroupGone);
        }
        let filter = UsageFilter { venue: Some(draft.venue), group: Some(group), card: Some(draft.card), ..UsageFilter::default() };
        let is_in = self.0.store.usages(&filter)?.iter().any(|member| !member.usage.facts.status().is_cancelled());
        if is_in { Err(RecordError::InGroupAlready) } else { Ok(()) }
    }

    /// The record that a form makes, without what was found and decided.
    pub(super) fn usage_of(&self, draft: &UsageDraft, event: Option<&Event>, occasion: (Date, Option<Time>), clerk: UserId) -> Usage {
        let (event_date, event_time) = occasion;
        Usage {
            id: UsageId(Uuid::now_v7()),
            venue: draft.venue,
            card: draft.card,
            event: event.map(|event| event.id),
            event_name: event.map(|event| event.name.clone()),
            showing: draft.showing,
            event_date,
            event_time,
            children: draft.children,
            customer_cards: draft.customer_cards,
            staff: draft.staff,
            value: draft.value,
            // The corrected instant: a device clock that is a day off must not move the record to another day.
            recorded_at: self.now(),
            clerk: draft.late.map_or(clerk, |late| late.clerk),
            station: self.0.store.station(),
            discretion: None,
            over_cap: false,
            channel: draft.channel,
            group: draft.group,
            entered_late: draft.late.is_some(),
            entered_by: draft.late.map(|_| clerk),
            facts: Facts::default(),
            flags: Vec::new(),
        }
    }

    /// Corrects a record: one's own, or anyone's with the right to.
    pub(super) async fn correct<F>(&self, venue: VenueId, id: UsageId, change: F) -> Result<Usage, RecordError>
    where
        F: FnOnce(&Self, &mut Usage) -> Result<(), RecordError> + Send + 'static,
    {
        let corrected = self
            .with_store(move |station| {
                let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
                let mut usage = station.usage_here(venue, id)?.ok_or(RecordError::UsageUnknown)?.usage;
                let is_own = usage.clerk == signed_in.user.id;
                if !(signed_in.may(Right::EditAny, venue) || is_own && signed_in.may(Right::EditOwn, venue)) {
                    return Err(RecordError::NoRight);
                }
                change(station, &mut usage)?;
                station.0.store.update_usage(usage.clone(), station.0.clock.stamp(signed_in.user.id))?;
                Ok(usage)
            })
            .await?;
        self.recorded().await;
        Ok(corrected)
    }

    /// Corrects the number of children of a record just made, where the venue's limits allow it
    /// without asking.
    ///
    /// # Errors
    /// [`RecordError::Refused`] or [`RecordError::NeedsDiscretion`] where a limit would be passed;
    /// with [`RecordError::NotSaved`] nothing was changed.
    pub async fn correct_children(&self, venue: VenueId, id: UsageId, children: u16) -> Result<Saved, RecordError> {
        if children > MOST_CHILDREN {
            return Err(DraftError::TooManyChildren.into());
        }
        let judged = self.with_store(move |station| station.judge_children(venue, id, children)).await?;
        match judged.usability {
            Usability::Usable => {}
            Usability::Discretion => return Err(RecordError::NeedsDiscretion(Box::new(judged))),
            Usability::Refused | Usability::Unknown => return Err(RecordError::Refused(Box::new(judged))),
        }
        let change = move |_: &Self, usage: &mut Usage| {
            usage.children = children;
            Ok(())
        };
        let usage = self.correct(venue, id, change).await?;
        Ok(Saved { usage, verdict: judged.checked.verdict, findings: judged.findings })
    }

    fn judge_children(&self, venue: VenueId, id: UsageId, children: u16) -> Result<Judged, RecordError> {
        let usage = self.usage_here(venue, id)?.ok_or(RecordError::UsageUnknown)?.usage;
        let event = usage.event.map_or(EventChoice::None, EventChoice::Existing);
        let draft = UsageDraft {
            event,
            showing: usage.showing,
            event_time: usage.event_time,
            children,
            staff: usage.staff,
            value: usage.value,
            ..UsageDraft::of(venue, usage.card, usage.event_date)
        };
        let (existing, _) = self.resolve_event(&draft)?;
        let occasion = (usage.event_date, usage.event_time);
        self.judge_use(&draft, occasion, existing.as_ref(), self.as_of(&draft, occasion), Some(id))
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
            let is_same =
                |r: &RecordedUsage| r.usage.event == chosen && r.usage.event_time == time && !r.usage.facts.status().is_cancelled();
            Ok(found.into_iter().find(is_same))
        })
        .await
    }

    /// The event chosen: one there is, or one to be made. A name typed for "Luo" that an
    /// active event already has is that event.
    pub(super) fn resolve_event(&self, draft: &UsageDraft) -> Result<(Option<EventWithShowings>, Option<Event>), RecordError> {
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
                let kind = self.kind_of(draft.venue)?;
                Ok((None, Some(Event::made_at_counter(EventId(Uuid::now_v7()), draft.venue, kind, name))))
            }
            _ => Err(RecordError::EventUnknown),
        }
    }

    /// What sort of place a venue is, as the session tells it; of one that it does not name nothing is known.
    pub(super) fn kind_of(&self, venue: VenueId) -> Result<VenueKind, StoreError> {
        let session = self.0.store.session()?;
        let access = session.and_then(|session| session.venues.into_iter().find(|access| access.venue.id == venue));
        Ok(access.map_or(VenueKind::Other, |access| access.venue.kind))
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
        let mut usage = None;
        for access in &signed_in.venues {
            usage = usage.or(self.usage_here(access.venue.id, id)?.map(|recorded| recorded.usage));
        }
        let usage = usage.ok_or(RecordError::UsageUnknown)?;
        let is_todays = usage.recorded_at >= civil::start_of_day(self.today());
        // A late entry names who served; who typed it in sits here.
        let is_typed_here = usage.entered_late && usage.station == self.0.store.station();
        let is_own = usage.clerk == signed_in.user.id || is_typed_here;
        let may =
            signed_in.may(Right::DeleteAny, usage.venue) || (is_own && is_todays && signed_in.may(Right::DeleteOwnToday, usage.venue));
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
            let counts = records.iter().filter(|r| !r.usage.facts.status().is_cancelled());
            let children = counts.map(|r| u32::from(r.usage.children)).sum();
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
pub(super) fn occasion(draft: &UsageDraft, event: Option<&EventWithShowings>) -> Result<(Date, Option<Time>), RecordError> {
    let Some(id) = draft.showing else { return Ok((draft.event_date, draft.event_time)) };
    let showing = event.and_then(|e| e.showings.iter().find(|showing| showing.id == id));
    showing.map(|showing| (showing.date, showing.time)).ok_or(RecordError::EventUnknown)
}
