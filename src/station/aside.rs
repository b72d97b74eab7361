//! Cards that are in no register, set aside to be recorded once they are (R34, R35, R196).

use super::counter::occasion;
use super::{CopyAge, RecordError, SignedIn, Station, StationError};
use jiff::Timestamp;
use kaikuasema_domain::limits::{Severity, VenueLimits, passes_cap};
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::search::fold;
use kaikuasema_domain::usage::{Discretion, UsageDraft};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{CardNumber, Event, EventId, Usage, UsageId, UserId, VenueId, Verdict};
use kaikuasema_store::{Feed, NewUsage, RecordedUsage, StoreError, UsageFilter, WriteError};
use kaikuasema_sync::SyncState;
use serde::Serialize;
use std::sync::PoisonError;
use uuid::Uuid;

/// A card set aside, and how it stands by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aside {
    /// What was set aside.
    pub aside: SetAside,
    /// When.
    pub at: Timestamp,
    /// The verdict by now, as of the event's own day: the card may have been registered meanwhile.
    pub verdict: Verdict,
    /// How old the register copy is that says so.
    pub copy: CopyAge,
    /// The same card at the same event, day and time was recorded besides (R74).
    pub is_recorded_already: bool,
}

/// What becomes of a card set aside, by what is known now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Prospect {
    /// It is in no register that this station knows: it waits to be.
    Awaited,
    /// It is registered by now, and recorded at the next try.
    Due,
    /// It is registered by now, but the same use was recorded meanwhile: the clerk decides.
    RecordedAlready,
    /// Its validity had ended on the event's day: the clerk decides, at the venue's discretion.
    AtDiscretion,
    /// It is barred, or the venue refuses it: nothing can be recorded, and the clerk takes it from the list.
    Refused,
    /// The customer was not let in, and the card is registered by now: nothing is left to do.
    Over,
}

impl Aside {
    /// Whether the card is still in no register that this station knows.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.verdict.standing == Standing::Unknown
    }

    /// What becomes of it.
    #[must_use]
    pub fn prospect(&self) -> Prospect {
        match self.verdict.usability {
            Usability::Unknown => Prospect::Awaited,
            _ if !self.aside.granted => Prospect::Over,
            Usability::Refused => Prospect::Refused,
            _ if self.is_recorded_already => Prospect::RecordedAlready,
            Usability::Discretion => Prospect::AtDiscretion,
            Usability::Usable => Prospect::Due,
        }
    }

    /// Whether it waits for the clerk: nothing becomes of it by itself.
    #[must_use]
    pub fn waits_for_clerk(&self) -> bool {
        matches!(self.prospect(), Prospect::RecordedAlready | Prospect::AtDiscretion | Prospect::Refused)
    }

    /// Whether the clerk can record it now with the deliberate key.
    #[must_use]
    pub fn can_be_recorded(&self) -> bool {
        matches!(self.prospect(), Prospect::Due | Prospect::RecordedAlready | Prospect::AtDiscretion)
    }
}

/// What came of trying again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Retried {
    /// Whether the service was asked for each card and answered; not so after a refresh of the register.
    pub has_answer: bool,
    /// Became ordinary records.
    pub recorded: usize,
    /// Taken from the list: not let in, and registered by now.
    pub over: usize,
    /// Wait for the clerk.
    pub for_clerk: usize,
    /// Still in no register.
    pub unknown: usize,
}

impl Station {
    /// Sets a card aside that the register copy does not hold. Where the customer was let in it takes
    /// its seat, and becomes an ordinary record of its true date once the card is registered.
    ///
    /// # Errors
    /// [`RecordError::Refused`] where the card is known after all; else as for a record.
    pub async fn set_aside(&self, draft: UsageDraft, granted: bool) -> Result<SetAside, RecordError> {
        let aside = self.with_store(move |station| station.set_aside_here(&draft, granted)).await?;
        self.recorded().await;
        self.data_changed();
        Ok(aside)
    }

    fn set_aside_here(&self, draft: &UsageDraft, granted: bool) -> Result<SetAside, RecordError> {
        let signed_in = self.signed_in()?.ok_or(RecordError::NotSignedIn)?;
        let access = signed_in.access(draft.venue).filter(|access| access.rights.contains(&Right::Record)).ok_or(RecordError::NoRight)?;
        let (existing, to_make) = self.resolve_event(draft)?;
        // Who was not let in takes no seat, so nothing is counted by. A value is asked of a known card only.
        let limits = if granted { VenueLimits { value: None, ..access.venue.rules.limits.clone() } } else { VenueLimits::default() };
        draft.check(existing.as_ref().map(|e| &e.event), &limits, access.venue.rules.most_staff())?;
        let occasion = occasion(draft, existing.as_ref())?;
        if draft.late.is_some() && occasion.0 > self.today() {
            return Err(RecordError::LateIsNotPast);
        }
        self.check_group(draft)?;
        let judged = self.judge_use(draft, occasion, existing.as_ref(), self.as_of(draft, occasion), None)?;
        let is_stopped = granted && judged.findings.iter().any(|finding| finding.severity == Severity::Stop);
        if judged.checked.verdict.standing != Standing::Unknown || is_stopped {
            return Err(RecordError::Refused(Box::new(judged)));
        }
        let usage = self.usage_of(draft, existing.as_ref().map(|e| &e.event), occasion, signed_in.user.id);
        // An event to be made is not made for a card that may never be registered: its name is kept.
        let named = usage.event_name.clone().or_else(|| to_make.map(|event| event.name));
        let usage = Usage { event_name: named, ..usage };
        // Two presses of the key come one after the other.
        let _alone = self.0.asides.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_aside_already(&usage, granted)? {
            return Err(RecordError::AsideAlready);
        }
        // What the limits said was on the screen, and setting aside takes a deliberate key of its own.
        let asked = judged.findings.iter().any(|finding| finding.severity == Severity::Discretion);
        let discretion = (granted && asked).then(|| self.used_by(signed_in.user.id, Discretion::default().on(&judged.findings)));
        let aside = SetAside { usage: Usage { discretion, over_cap: granted && passes_cap(&judged.findings), ..usage }, granted };
        self.0.store.set_aside(aside.clone(), self.0.clock.stamp(signed_in.user.id))?;
        Ok(aside)
    }

    /// Whether the same card is set aside for the same occasion: read twice, it is one customer.
    fn is_aside_already(&self, usage: &Usage, granted: bool) -> Result<bool, StoreError> {
        // One noted as not let in may be let in after all.
        let what = |usage: &Usage| (usage.venue, usage.card, usage.event, usage.event_name.clone(), usage.event_date, usage.event_time);
        let is_same = |aside: &SetAside| aside.granted == granted && what(&aside.usage) == what(usage);
        Ok(self.0.store.set_asides()?.iter().any(|entry| is_same(&entry.aside)))
    }

    /// What is set aside at venues where the clerk may act, oldest first, each as it stands by now.
    ///
    /// # Errors
    /// [`StationError::Store`] when it cannot be read.
    pub async fn set_asides(&self) -> Result<Vec<Aside>, StationError> {
        self.with_store(|station| {
            let Some(signed_in) = station.signed_in()? else { return Ok(Vec::new()) };
            let mut asides = station.asides_here()?;
            asides.retain(|aside| may_record(&signed_in, aside));
            Ok(asides)
        })
        .await
    }

    /// How many are set aside, at every venue.
    pub(super) async fn count_asides(&self) -> Result<usize, StationError> {
        self.with_store(|station| Ok(station.0.store.set_asides()?.len())).await
    }

    fn asides_here(&self) -> Result<Vec<Aside>, StoreError> {
        let mut asides = Vec::new();
        for entry in self.0.store.set_asides()? {
            let usage = &entry.aside.usage;
            let rules = self.0.store.rules(usage.venue)?;
            // Expiry is judged on the day of the event, not by today.
            let checked = self.judge_card(usage.card, &rules, usage.event_date, usage.event_date)?;
            let is_recorded_already = self.is_recorded_besides(usage)?;
            asides.push(Aside { aside: entry.aside, at: entry.at, verdict: checked.verdict, copy: checked.copy, is_recorded_already });
        }
        Ok(asides)
    }

    /// Whether the same use was recorded under another id, by the clerk at the counter or elsewhere.
    fn is_recorded_besides(&self, usage: &Usage) -> Result<bool, StoreError> {
        let filter = UsageFilter {
            venue: Some(usage.venue),
            card: Some(usage.card),
            event_date_from: Some(usage.event_date),
            event_date_to: Some(usage.event_date),
            ..UsageFilter::default()
        };
        let name = |usage: &Usage| usage.event_name.as_deref().map(fold);
        // Its event may have been made since, or merged into another of that name.
        let is_same_event = |other: &Usage| (usage.event.is_some() && other.event == usage.event) || name(other) == name(usage);
        let is_same = |recorded: &RecordedUsage| {
            let other = &recorded.usage;
            let is_cancelled = other.facts.status().is_cancelled();
            other.id != usage.id && !is_cancelled && other.event_time == usage.event_time && is_same_event(other)
        };
        Ok(self.0.store.usages(&filter)?.iter().any(is_same))
    }

    /// Asks the service for each card afresh, then records what can be. Where the service does not
    /// answer once, no further card is asked for, and the register copy decides.
    ///
    /// # Errors
    /// [`RecordError`], where something cannot be written.
    pub async fn try_asides(&self) -> Result<Retried, RecordError> {
        let mut cards: Vec<CardNumber> = self.set_asides().await?.iter().map(|aside| aside.aside.usage.card).collect();
        cards.sort_unstable();
        cards.dedup();
        let mut has_answer = true;
        for card in cards {
            has_answer = self.ask_register(card).await.is_some();
            if !has_answer {
                break;
            }
        }
        Ok(Retried { has_answer, ..self.retry_asides().await? })
    }

    /// Records what was set aside and granted and whose card is registered by now; takes from the
    /// list what was not granted and is registered. What turned out barred or ended, or was recorded
    /// besides, waits for the clerk.
    ///
    /// # Errors
    /// [`RecordError`], where one cannot be written; the others were done nevertheless.
    pub async fn retry_asides(&self) -> Result<Retried, RecordError> {
        self.retry(true).await
    }

    async fn retry(&self, by_hand: bool) -> Result<Retried, RecordError> {
        let (retried, failed) = self.with_store(move |station| station.retry_here(by_hand).map_err(RecordError::from)).await?;
        if retried.recorded + retried.over > 0 {
            self.recorded().await;
            self.data_changed();
        }
        failed.map_or(Ok(retried), |error| Err(error.into()))
    }

    fn retry_here(&self, by_hand: bool) -> Result<(Retried, Option<WriteError>), StoreError> {
        // By hand and after a refresh may fall together: one at a time, each reads what is left.
        let _alone = self.0.asides.lock().unwrap_or_else(PoisonError::into_inner);
        let mut retried = Retried::default();
        let mut failed = None;
        for mut aside in self.asides_here()? {
            // The one before may have been the same use.
            aside.is_recorded_already = self.is_recorded_besides(&aside.aside.usage)?;
            let clerk = aside.aside.usage.clerk;
            if !by_hand && !self.knows_what_others_recorded(aside.aside.usage.venue)? {
                continue;
            }
            match aside.prospect() {
                Prospect::Awaited => retried.unknown += 1,
                Prospect::RecordedAlready | Prospect::AtDiscretion | Prospect::Refused => retried.for_clerk += 1,
                // Who served the customer did it, whoever is signed in now.
                Prospect::Over => match self.0.store.give_up_aside(aside.aside.usage.id, self.0.clock.stamp(clerk)) {
                    Ok(()) => retried.over += 1,
                    Err(error) => failed = Some(error),
                },
                Prospect::Due => match self.record_aside(&aside, None, clerk) {
                    Ok(()) => retried.recorded += 1,
                    Err(error) => failed = Some(error),
                },
            }
        }
        Ok((retried, failed))
    }

    /// Whether the venue's usages are as new as the register copy: another station may have recorded the
    /// same use, and a round fetches the register first.
    fn knows_what_others_recorded(&self, venue: VenueId) -> Result<bool, StoreError> {
        Ok(self.0.store.feed_as_of(Feed::Usages(venue))? >= self.0.store.feed_as_of(Feed::Cards)?)
    }

    /// Records one that waits for the clerk. Who served the customer stays on the record; who decided
    /// is kept with the discretion.
    ///
    /// # Errors
    /// [`RecordError::UsageUnknown`] where there is none; [`RecordError::NoRight`] where the card is
    /// unknown still, was not granted, is barred, or the venue refuses; [`RecordError::NotSaved`].
    pub async fn record_aside_at_discretion(&self, id: UsageId, discretion: Discretion) -> Result<(), RecordError> {
        self.with_store(move |station| {
            let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
            let _alone = station.0.asides.lock().unwrap_or_else(PoisonError::into_inner);
            let found = station.asides_here()?.into_iter().find(|aside| aside.aside.usage.id == id);
            let aside = found.ok_or(RecordError::UsageUnknown)?;
            if !may_record(&signed_in, &aside) || !aside.can_be_recorded() {
                return Err(RecordError::NoRight);
            }
            // Kept only where discretion was really needed.
            let discretion = Some(discretion)
                .filter(|_| aside.verdict.usability == Usability::Discretion)
                .map(|discretion| station.used_by(signed_in.user.id, discretion));
            Ok(station.record_aside(&aside, discretion, signed_in.user.id)?)
        })
        .await?;
        self.recorded().await;
        self.data_changed();
        Ok(())
    }

    fn record_aside(&self, aside: &Aside, discretion: Option<Discretion>, by: UserId) -> Result<(), WriteError> {
        let mut usage = aside.aside.usage.clone();
        usage.discretion = match (usage.discretion.take(), discretion) {
            (Some(then), Some(now)) => Some(Discretion { over_cap: then.over_cap, ..now }),
            (then, now) => now.or(then),
        };
        let new_event = self.event_of_name(&mut usage)?;
        let register_cursor = self.0.store.register()?.cursor;
        // What the limits said was said to the clerk when it was set aside; the service judges them again.
        let new =
            NewUsage { usage, verdict: aside.verdict, register_cursor, findings: Vec::new(), new_event, stamp: self.0.clock.stamp(by) };
        self.0.store.record(new)?;
        Ok(())
    }

    /// Puts in the event whose name was kept: one that there is by now, or one to be made with the record.
    fn event_of_name(&self, usage: &mut Usage) -> Result<Option<Event>, StoreError> {
        let (None, Some(name)) = (usage.event, usage.event_name.as_deref()) else { return Ok(None) };
        let is_meant = |event: &Event| event.active && fold(&event.name) == fold(name);
        let existing = self.0.store.events(usage.venue)?.into_iter().map(|e| e.event).find(is_meant);
        let is_new = existing.is_none();
        let kind = self.kind_of(usage.venue)?;
        let event = existing.unwrap_or_else(|| Event::made_at_counter(EventId(Uuid::now_v7()), usage.venue, kind, name));
        usage.event = Some(event.id);
        usage.event_name = Some(event.name.clone());
        Ok(is_new.then_some(event))
    }

    /// Takes one from the list: nothing is to be recorded of it any more. It is kept with its end, and
    /// the service is told that its seat is free.
    ///
    /// # Errors
    /// [`RecordError::NoRight`] where the clerk may not record at its venue; [`RecordError::NotSaved`].
    pub async fn drop_aside(&self, id: UsageId) -> Result<(), RecordError> {
        self.with_store(move |station| {
            let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
            let _alone = station.0.asides.lock().unwrap_or_else(PoisonError::into_inner);
            let entries = station.0.store.set_asides()?;
            let Some(entry) = entries.iter().find(|entry| entry.aside.usage.id == id) else { return Ok(()) };
            if !signed_in.may(Right::Record, entry.aside.usage.venue) {
                return Err(RecordError::NoRight);
            }
            Ok(station.0.store.give_up_aside(id, station.0.clock.stamp(signed_in.user.id))?)
        })
        .await?;
        self.recorded().await;
        self.data_changed();
        Ok(())
    }

    /// Records what was set aside whenever the register copy was refreshed.
    pub(super) fn watch_asides(&self) {
        let Some(runtime) = &self.0.runtime else { return };
        // The watch must not keep the station open.
        let station = std::sync::Arc::downgrade(&self.0);
        let mut changes = self.sync_changes();
        let round_of = |state: &SyncState| (state.register_as_of, state.link);
        let mut seen = round_of(&changes.borrow());
        runtime.spawn(async move {
            while changes.changed().await.is_ok() {
                let round = round_of(&changes.borrow_and_update());
                if round == seen {
                    continue;
                }
                seen = round;
                let Some(station) = station.upgrade().map(Station) else { return };
                if let Err(error) = station.retry(false).await {
                    tracing::warn!(%error, "what was set aside could not be recorded; tried again after the next refresh");
                }
            }
        });
    }
}

fn may_record(signed_in: &SignedIn, aside: &Aside) -> bool {
    signed_in.may(Right::Record, aside.aside.usage.venue)
}
