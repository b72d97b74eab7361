//! Cards that are in no register, set aside to be recorded once they are (R34, R35, R196).

use super::counter::occasion;
use super::{CopyAge, RecordError, Station, StationError};
use jiff::Timestamp;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::{Discretion, UsageDraft};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{Usage, UsageId, Verdict};
use kaikuasema_store::NewUsage;

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
}

impl Aside {
    /// Whether the card is still in no register that this station knows.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.verdict.standing == Standing::Unknown
    }
}

impl Station {
    /// Sets a card aside that the register copy does not hold. Where the customer was let in it takes
    /// its seat, and becomes an ordinary record of its true date once the card is registered.
    ///
    /// # Errors
    /// [`RecordError::Refused`] where the card is known after all; [`RecordError::NotSaved`].
    pub async fn set_aside(&self, draft: UsageDraft, granted: bool) -> Result<SetAside, RecordError> {
        let aside = self.with_store(move |station| station.set_aside_here(&draft, granted)).await?;
        self.recorded().await;
        self.data_changed();
        Ok(aside)
    }

    fn set_aside_here(&self, draft: &UsageDraft, granted: bool) -> Result<SetAside, RecordError> {
        let signed_in = self.signed_in()?.ok_or(RecordError::NotSignedIn)?;
        if !signed_in.may(Right::Record, draft.venue) {
            return Err(RecordError::NoRight);
        }
        let (existing, _) = self.resolve_event(draft)?;
        let occasion = occasion(draft, existing.as_ref())?;
        let judged = self.judge_use(draft, occasion, existing.as_ref(), self.as_of(draft, occasion))?;
        if judged.checked.verdict.standing != Standing::Unknown {
            return Err(RecordError::Refused(Box::new(judged)));
        }
        let usage = self.usage_of(draft, existing.as_ref().map(|e| &e.event), occasion, signed_in.user.id);
        // An event to be made is not made for a card that may never be registered: its name is kept.
        let named = match &draft.event {
            kaikuasema_domain::usage::EventChoice::New(name) => Some(name.clone()),
            _ => usage.event_name.clone(),
        };
        let aside = SetAside { usage: Usage { event_name: named, discretion: None, ..usage }, granted };
        self.0.store.set_aside(aside.clone(), self.0.clock.stamp(signed_in.user.id))?;
        Ok(aside)
    }

    /// What is set aside, oldest first, each with its card's verdict by now.
    ///
    /// # Errors
    /// [`StationError::Store`] when it cannot be read.
    pub async fn set_asides(&self) -> Result<Vec<Aside>, StationError> {
        self.with_store(|station| station.asides_here()).await
    }

    fn asides_here(&self) -> Result<Vec<Aside>, StationError> {
        let mut asides = Vec::new();
        for entry in self.0.store.set_asides()? {
            let usage = &entry.aside.usage;
            let rules = self.0.store.rules(usage.venue)?;
            // Expiry is judged on the day of the event, not by today.
            let checked = self.judge_card(usage.card, &rules, usage.event_date, usage.event_date)?;
            asides.push(Aside { aside: entry.aside, at: entry.at, verdict: checked.verdict, copy: checked.copy });
        }
        Ok(asides)
    }

    /// Records what was set aside and granted and whose card is registered by now. One that turned out
    /// barred or ended waits for the clerk. Returns how many were recorded.
    ///
    /// # Errors
    /// [`RecordError`], where one cannot be written.
    pub async fn retry_asides(&self) -> Result<usize, RecordError> {
        let recorded = self
            .with_store(|station| {
                let mut recorded = 0;
                for aside in station.asides_here()? {
                    if aside.aside.granted && aside.verdict.usability == Usability::Usable {
                        station.record_aside(&aside, None)?;
                        recorded += 1;
                    }
                }
                Ok::<_, RecordError>(recorded)
            })
            .await?;
        if recorded > 0 {
            self.recorded().await;
            self.data_changed();
        }
        Ok(recorded)
    }

    /// Records one that waits for the clerk, at the venue's discretion.
    ///
    /// # Errors
    /// [`RecordError::UsageUnknown`] where there is none; [`RecordError::NoRight`] where the card is
    /// unknown still, barred, or the venue refuses; [`RecordError::NotSaved`].
    pub async fn record_aside_at_discretion(&self, id: UsageId, discretion: Discretion) -> Result<(), RecordError> {
        self.with_store(move |station| {
            let aside = station.asides_here()?.into_iter().find(|aside| aside.aside.usage.id == id).ok_or(RecordError::UsageUnknown)?;
            match aside.verdict.usability {
                Usability::Usable => station.record_aside(&aside, None),
                Usability::Discretion => station.record_aside(&aside, Some(discretion)),
                Usability::Refused | Usability::Unknown => Err(RecordError::NoRight),
            }
        })
        .await?;
        self.recorded().await;
        self.data_changed();
        Ok(())
    }

    fn record_aside(&self, aside: &Aside, discretion: Option<Discretion>) -> Result<(), RecordError> {
        let usage = Usage { discretion, ..aside.aside.usage.clone() };
        // Who served the customer recorded it, whoever is signed in now.
        let stamp = self.0.clock.stamp(usage.clerk);
        let register_cursor = self.0.store.register()?.cursor;
        let new = NewUsage { usage, verdict: aside.verdict, register_cursor, findings: Vec::new(), new_event: None, stamp };
        self.0.store.record(new)?;
        Ok(())
    }

    /// Takes one from the list: nothing is to be recorded of it any more.
    ///
    /// # Errors
    /// [`StationError::Store`] when it cannot be written.
    pub async fn drop_aside(&self, id: UsageId) -> Result<(), StationError> {
        self.with_store(move |station| Ok::<_, StationError>(station.0.store.end_aside(id)?)).await?;
        self.data_changed();
        Ok(())
    }

    /// Records what was set aside whenever the register copy brings its card.
    pub(super) fn watch_asides(&self) {
        let Some(runtime) = &self.0.runtime else { return };
        // The watch must not keep the station open.
        let station = std::sync::Arc::downgrade(&self.0);
        let mut changes = self.sync_changes();
        runtime.spawn(async move {
            let mut seen = None;
            while changes.changed().await.is_ok() {
                let as_of = changes.borrow_and_update().register_as_of;
                if as_of == seen {
                    continue;
                }
                seen = as_of;
                let Some(station) = station.upgrade().map(Station) else { return };
                if let Err(error) = station.retry_asides().await {
                    tracing::warn!(%error, "what was set aside could not be recorded; tried again after the next refresh");
                }
            }
        });
    }
}
