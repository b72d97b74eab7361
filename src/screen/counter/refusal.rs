//! Customers who were turned away are counted, never their cards (R126).

use super::judgement::Judgement;
use super::{Counter, Message, Stage};
use crate::context::Context;
use crate::station::Refusal;
use iced::Task;
use kaikuasema_domain::CardNumber;
use kaikuasema_domain::limits::Cause;
use kaikuasema_domain::operation::TurnedAwayReason;
use kaikuasema_domain::verdict::{Standing, Usability};
use std::sync::Arc;

impl Counter {
    /// The open card is left without a record: where it was refused, or the clerk did not use the
    /// venue's discretion, a customer was turned away. The same card for the same thing is counted
    /// once a day: reading it again is no second customer.
    pub(super) fn leave_card(&mut self, context: &Context) -> Task<Message> {
        let Stage::Judged { known, .. } = &self.stage else { return Task::none() };
        let number = known.number;
        let Some(reason) = self.judgement(context).and_then(|judgement| reason(&judgement)) else { return Task::none() };
        self.count_refusal(number, reason, context)
    }

    pub(super) fn count_refusal(&mut self, number: CardNumber, reason: TurnedAwayReason, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        let refusal = Refusal {
            venue,
            event: self.form.event_id(),
            showing: self.form.showing().map(|showing| showing.id),
            event_date: self.form.event_date().unwrap_or(context.today),
            event_time: self.form.event_time().ok().flatten(),
            reason,
        };
        if !self.turned_away.insert((number, refusal)) {
            return Task::none();
        }
        let station = context.station.clone();
        Task::perform(async move { station.turn_away(refusal).await.map_err(Arc::new) }, Message::TurnedAwayCounted)
    }
}

/// Why the customer is turned away, where the judgement is one that can turn away.
fn reason(judgement: &Judgement) -> Option<TurnedAwayReason> {
    match judgement.verdict.standing {
        Standing::Unknown => return Some(TurnedAwayReason::Unknown),
        Standing::Barred => return Some(TurnedAwayReason::Inactive),
        _ if judgement.verdict.usability != Usability::Usable => return Some(TurnedAwayReason::Expired),
        _ => {}
    }
    judgement.chief().map(|finding| match finding.cause {
        Cause::Cap { .. } => TurnedAwayReason::Full,
        _ => TurnedAwayReason::Rule,
    })
}
