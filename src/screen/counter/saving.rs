//! Recording a use: nothing is said to be saved before it is on the disk.

use super::one_scan::LastScan;
use super::{ASK_FIRST, Counter, Message, Mood, SAVE_ANYWAY, Saving, Stage};
use crate::along_text::along;
use crate::context::Context;
use crate::error_text;
use crate::say;
use crate::station::{RecordError, Saved};
use crate::typed::Typed;
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::Usage;
use kaikuasema_domain::usage::{Discretion, UsageDraft};
use kaikuasema_domain::verdict::Usability;
use kaikuasema_store::RecordedUsage;
use std::sync::Arc;

impl Counter {
    pub(super) fn save_pressed(&mut self, context: &Context) -> Task<Message> {
        match self.judgement(context).map(|judgement| judgement.usability) {
            Some(Usability::Usable) => self.save(None, context),
            Some(Usability::Discretion) => {
                let words = say!(context.locale, "record-needs-discretion");
                Task::batch([self.say(words, Mood::Failed), focus::set(SAVE_ANYWAY)])
            }
            // What is done with an unknown card takes a deliberate key too.
            Some(Usability::Unknown) => self.say(say!(context.locale, "aside-needs-key"), Mood::Failed),
            _ => Task::none(),
        }
    }

    pub(super) fn discretion_pressed(&mut self, context: &Context) -> Task<Message> {
        match self.judgement(context).map(|judgement| judgement.usability) {
            Some(Usability::Discretion) => {
                // Asked what to do with this form, the deliberate key answers: save it.
                self.waiting.follow();
                let reason = self.reason.trim();
                let reason = (!reason.is_empty()).then(|| reason.to_owned());
                self.shown = self.judgement(context).map(|judgement| judgement.findings).unwrap_or_default();
                self.save(Some(Discretion { reason, ..Discretion::default() }), context)
            }
            _ => Task::none(),
        }
    }

    fn save(&mut self, discretion: Option<Discretion>, context: &Context) -> Task<Message> {
        let Stage::Judged { known, saving } = &mut self.stage else { return Task::none() };
        if *saving != Saving::Ready {
            return Task::none();
        }
        let Some(venue) = self.venue else {
            let words = say!(context.locale, "form-no-venue");
            return self.say(words, Mood::Failed);
        };
        let number = known.number;
        let is_deliberate = discretion.is_some();
        let group = self.group_for(number);
        let draft = match self.form.complete_draft(number, venue, discretion, &context.rules()) {
            Ok(draft) => UsageDraft { group, shown: is_deliberate.then(|| self.shown.clone()), ..draft },
            Err(problem) => {
                self.problem = Some(problem);
                // The card that was to follow is asked about again.
                self.waiting.ask();
                return focus::set(problem.field());
            }
        };
        let draft = Box::new(draft);
        if let Stage::Judged { saving, .. } = &mut self.stage {
            *saving = Saving::Seeking(draft.clone());
        }
        let station = context.station.clone();
        let seek = async move {
            let found = station.recorded_already(&draft).await.map_err(Arc::new);
            (draft, found)
        };
        Task::perform(seek, |(draft, found)| Message::TwinSought(draft, found))
    }

    pub(super) fn twin_sought(
        &mut self,
        draft: Box<UsageDraft>,
        result: Result<Option<RecordedUsage>, Arc<RecordError>>,
        context: &Context,
    ) -> Task<Message> {
        let Stage::Judged { saving, .. } = &mut self.stage else { return Task::none() };
        if !matches!(saving, Saving::Seeking(sought) if *sought == draft) {
            return Task::none();
        }
        match result {
            Ok(None) => self.write(*draft, context),
            Ok(Some(twin)) => {
                let (recorded_at, children) = (twin.usage.recorded_at, twin.usage.children);
                *saving = Saving::AskingAgain { draft, recorded_at, children };
                focus::set(ASK_FIRST)
            }
            Err(error) => self.save_failed(&error, context),
        }
    }

    fn write(&mut self, draft: UsageDraft, context: &Context) -> Task<Message> {
        let Stage::Judged { saving, .. } = &mut self.stage else { return Task::none() };
        *saving = Saving::Writing;
        let station = context.station.clone();
        Task::perform(async move { station.record(draft).await.map_err(Arc::new) }, Message::SaveFinished)
    }

    pub(super) fn again_chosen(&mut self, context: &Context) -> Task<Message> {
        match &self.stage {
            Stage::Judged { saving: Saving::AskingAgain { draft, .. }, .. } => self.write((**draft).clone(), context),
            _ => Task::none(),
        }
    }

    pub(super) fn again_declined(&mut self, context: &Context) -> Task<Message> {
        self.stop_saving();
        if self.waiting.asked().is_some() { focus::set(ASK_FIRST) } else { self.focus_on_verdict(context) }
    }

    /// Nothing is on its way to the disk any more, unless it is being written; a card that was to
    /// be opened afterwards is asked about again.
    pub(super) fn stop_saving(&mut self) {
        let Stage::Judged { saving, .. } = &mut self.stage else { return };
        if *saving == Saving::Writing {
            return;
        }
        *saving = Saving::Ready;
        self.waiting.ask();
    }

    /// The question whether to record again is about the form as it was: changed, it is not asked.
    pub(super) fn drop_outdated_question(&mut self) {
        let Stage::Judged { known, saving: Saving::AskingAgain { draft, .. } } = &self.stage else { return };
        let now = self.form.draft(known.number, draft.venue, draft.discretion.clone());
        if now.map(|now| UsageDraft { group: draft.group, shown: draft.shown.clone(), ..now }).as_ref() != Ok(&**draft) {
            self.stop_saving();
        }
    }

    fn save_failed(&mut self, error: &RecordError, context: &Context) -> Task<Message> {
        if let Stage::Judged { known, saving } = &mut self.stage {
            *saving = Saving::Ready;
            // The card changed meanwhile: what is shown follows.
            if let RecordError::Refused(judged) | RecordError::NeedsDiscretion(judged) = error
                && judged.checked.number == known.number
            {
                known.card = judged.checked.card.clone();
                known.copy = judged.checked.copy;
            }
        }
        self.saved_by_scan = false;
        self.stop_saving();
        let limits = self.read_so_far(context);
        let words = error_text::record(error, &context.locale);
        Task::batch([self.say(words, Mood::Failed), limits, self.focus_on_verdict(context)])
    }

    pub(super) fn save_finished(&mut self, result: Result<Saved, Arc<RecordError>>, context: &Context) -> Task<Message> {
        let saved = match result {
            Ok(saved) => saved,
            Err(error) => return self.save_failed(&error, context),
        };
        if !matches!(&self.stage, Stage::Judged { saving: Saving::Writing, .. }) {
            // The clerk signed out before it was on the disk.
            if context.signed_in.as_ref().is_some_and(|signed_in| signed_in.user.id == saved.usage.clerk) {
                self.own_saved(saved.usage);
            }
            return self.load_records(context);
        }
        if let Some(event) = saved.usage.event {
            self.form.event_made(event);
        }
        let words = self.group_saved(&saved.usage, context).unwrap_or_else(|| self.saved_words(&saved.usage, context));
        if std::mem::take(&mut self.saved_by_scan) {
            self.last_by_scan = Some(LastScan::of(saved.usage.clone()));
        }
        self.own_saved(saved.usage);
        self.reason.clear();
        let stays = self.form.same_card;
        self.form.reset_for_next();
        let words = self.with_missed(words, context);
        let then = if stays && self.waiting.is_empty() && !self.is_run_active() {
            if let Stage::Judged { saving, .. } = &mut self.stage {
                *saving = Saving::Ready;
            }
            self.focus_on_verdict(context)
        } else {
            self.stage = Stage::Idle;
            self.number = Typed::default();
            self.go_on(context)
        };
        Task::batch([self.say(words, Mood::Done), self.data_changed(context), then])
    }

    fn saved_words(&self, usage: &Usage, context: &Context) -> String {
        let locale = &context.locale;
        let occasion = locale.occasion(usage.event_date, usage.event_time);
        let mut what = match &usage.event_name {
            Some(name) => format!("{name}, {occasion}"),
            None => occasion,
        };
        if let Some(along) = along(usage, locale) {
            what = format!("{what} · {along}");
        }
        say!(locale, "saved", number = usage.card.to_string(), what = what)
    }
}
