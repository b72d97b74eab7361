//! F12: a card that is in no register is set aside, to be recorded once it is (R34, R35).

use super::{Counter, Message, Mood, Saving, Stage};
use crate::answer::Asked;
use crate::aside_text::{self, Wanted};
use crate::context::Context;
use crate::error_text;
use crate::say;
use crate::station::RecordError;
use crate::typed::Typed;
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::operation::{SetAside, TurnedAwayReason};
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::verdict::Standing;
use std::sync::Arc;

impl Counter {
    /// Sets the open card aside; `granted` says whether the customer was let in.
    pub(super) fn set_aside(&mut self, granted: bool, context: &Context) -> Task<Message> {
        let is_unknown = self.judgement(context).is_some_and(|judgement| judgement.verdict.standing == Standing::Unknown);
        let (Stage::Judged { known, saving }, Some(venue), true) = (&self.stage, self.venue, is_unknown) else { return Task::none() };
        if *saving != Saving::Ready {
            return Task::none();
        }
        if known.asked == Asked::Asking {
            // The register itself is being asked: within a moment it is known whether this is needed.
            self.aside_wanted = Some(granted);
            return Task::none();
        }
        let draft = match self.form.draft(known.number, venue, None) {
            Ok(draft) => UsageDraft { group: self.group_for(known.number), ..draft },
            Err(problem) => {
                self.problem = Some(problem);
                return focus::set(problem.field());
            }
        };
        if let Stage::Judged { saving, .. } = &mut self.stage {
            // A second press sets nothing aside a second time.
            *saving = Saving::Writing;
        }
        let station = context.station.clone();
        Task::perform(async move { station.set_aside(draft, granted).await.map_err(Arc::new) }, Message::SetAside)
    }

    /// Copies the text that asks for the open card to be registered (R34).
    pub(super) fn copy_aside_text(&mut self, context: &Context) -> Task<Message> {
        let (Stage::Judged { known, .. }, Some(access)) = (&self.stage, context.access()) else { return Task::none() };
        let wanted = Wanted {
            card: known.number,
            event_date: self.form.event_date().unwrap_or(context.today),
            event_time: self.form.event_time().ok().flatten(),
            venue: access.venue.name.clone(),
        };
        let copy = iced::clipboard::write(aside_text::text(&[wanted], &context.locale));
        let words = say!(context.locale, "aside-copied");
        Task::batch([copy, self.say(words, Mood::Done)])
    }

    /// Ctrl and Z right after a card was set aside takes that back, not the record before it.
    pub(super) fn undo_aside(&mut self, context: &Context) -> Option<Task<Message>> {
        let id = self.last_aside.take()?;
        let station = context.station.clone();
        Some(Task::perform(async move { station.drop_aside(id).await.map_err(Arc::new) }, Message::AsideUndone))
    }

    pub(super) fn aside_undone(&mut self, result: Result<(), Arc<RecordError>>, context: &Context) -> Task<Message> {
        let said = match result {
            Ok(()) => self.say(say!(context.locale, "aside-undone"), Mood::Done),
            Err(error) => self.say(error_text::record(&error, &context.locale), Mood::Failed),
        };
        Task::batch([said, self.data_changed(context)])
    }

    pub(super) fn aside_set(&mut self, result: Result<SetAside, Arc<RecordError>>, context: &Context) -> Task<Message> {
        match result {
            Ok(aside) => {
                // Who was not let in was turned away.
                let card = aside.usage.card;
                let count = if aside.granted { Task::none() } else { self.count_refusal(card, TurnedAwayReason::Unknown, context) };
                self.group_set_aside(&aside);
                self.stage = Stage::Idle;
                self.number = Typed::default();
                self.form.reset_for_next();
                self.last_aside = Some(aside.usage.id);
                let number = aside.usage.card.to_string();
                let words = if aside.granted {
                    say!(context.locale, "aside-set", number = number)
                } else {
                    say!(context.locale, "aside-set-not-granted", number = number)
                };
                // A card that was read meanwhile.
                let then = self.go_on(context);
                let words = self.with_missed(words, context);
                Task::batch([count, self.say(words, Mood::Done), self.load_groups(context), then])
            }
            Err(error) => {
                if let Stage::Judged { saving, .. } = &mut self.stage {
                    *saving = Saving::Ready;
                }
                self.stop_saving();
                let words = error_text::record(&error, &context.locale);
                Task::batch([self.say(words, Mood::Failed), self.data_changed(context)])
            }
        }
    }
}
