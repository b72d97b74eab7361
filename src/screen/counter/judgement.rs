//! The judgement on the open card and form: the card's verdict and the venue's limits, worked out
//! again whenever either changes, by the domain's pure functions.

use super::{Counter, Message, Stage};
use crate::context::Context;
use crate::station::SoFar;
use iced::Task;
use kaikuasema_domain::limits::{self, Asked, Counted, Finding, Severity};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{CardNumber, EventId, Verdict, verdict};
use std::sync::Arc;

/// What is said about the open card and form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    /// The card's.
    pub(super) verdict: Verdict,
    /// The limits', the weightiest first.
    pub(super) findings: Vec<Finding>,
    /// What may be done, by both.
    pub(super) usability: Usability,
    /// The record that this one would repeat (R74).
    pub(super) repeat: Option<Counted>,
}

impl Judgement {
    /// The finding that asks for discretion or refuses, where the card itself does not.
    pub(super) fn chief(&self) -> Option<&Finding> {
        // A card that is not known may be let in all the same: then the limits are what is to be said.
        let is_clean = matches!(self.verdict.usability, Usability::Usable | Usability::Unknown);
        self.findings.first().filter(|finding| is_clean && finding.severity > Severity::Advice)
    }

    /// Nothing at all to say: valid for long, no finding, no repeat.
    pub(super) fn is_clean(&self) -> bool {
        let is_valid = matches!(self.verdict.standing, Standing::Valid { .. }) && !self.verdict.event_after_last_day;
        is_valid && self.usability == Usability::Usable && self.findings.is_empty() && self.repeat.is_none()
    }

    /// Whether a limit of the venue refuses, whatever the card.
    pub(super) fn is_stopped(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Stop)
    }

    pub(super) fn can_be_saved(&self) -> bool {
        matches!(self.usability, Usability::Usable | Usability::Discretion)
    }
}

impl Counter {
    /// The judgement on the open card for what the form holds (R42, R127–R154).
    pub(super) fn judgement(&self, context: &Context) -> Option<Judgement> {
        let Stage::Judged { known, .. } = &self.stage else { return None };
        let access = context.access();
        let event_date = self.form.event_date().unwrap_or(context.today);
        let rules = access.map(|access| access.venue.rules.clone()).unwrap_or_default();
        let verdict = verdict(known.card.as_ref(), event_date, context.today, &rules);
        let (findings, repeat) = match access {
            Some(access) => {
                let event = self.form.event_to_judge(&access.venue);
                let asked = Asked {
                    card: known.number,
                    valid_until: known.card.as_ref().map(|card| card.valid_until),
                    children_max: known.card.as_ref().and_then(|card| card.children_max),
                    venue: &access.venue,
                    event: event.as_deref(),
                    showing: self.form.showing(),
                    showings: self.form.event().map(|each| each.showings.as_slice()).unwrap_or_default(),
                    date: event_date,
                    time: self.form.event_time().ok().flatten(),
                    children: self.form.along.children,
                    staff: self.form.staff_of(known.number),
                    value: self.form.value().ok().flatten(),
                    now: context.local_now(),
                    instead_of: None,
                    may_override: access.rights.contains(&Right::Override),
                };
                let findings = limits::findings(&asked, &self.so_far.counted);
                (findings, limits::repeat_of(&asked, &self.so_far.counted).cloned())
            }
            None => (Vec::new(), None),
        };
        let usability = limits::usability(&verdict, &findings);
        Some(Judgement { verdict, findings, usability, repeat })
    }

    /// Reads what counts towards the limits of the open card and the chosen event.
    pub(super) fn read_so_far(&self, context: &Context) -> Task<Message> {
        let (Stage::Judged { known, .. }, Some(venue)) = (&self.stage, self.venue) else { return Task::none() };
        let (station, number, event) = (context.station.clone(), known.number, self.form.event_id());
        Task::perform(async move { station.so_far(venue, Some(number), event).await.map_err(Arc::new) }, move |read| {
            Message::SoFarRead(number, event, read)
        })
    }

    pub(super) fn so_far_read(&mut self, number: CardNumber, event: Option<EventId>, so_far: SoFar, context: &Context) -> Task<Message> {
        let is_open = matches!(&self.stage, Stage::Judged { known, .. } if known.number == number);
        if !is_open || self.form.event_id() != event {
            return Task::none();
        }
        let usability = |counter: &Self| counter.judgement(context).map(|judgement| judgement.usability);
        let before = usability(self);
        self.so_far = so_far;
        self.so_far_of = event;
        // The button that had the focus may be gone.
        if usability(self) == before { Task::none() } else { self.focus_on_verdict(context) }
    }
}
