//! Judging and recording a row, and taking one back: nothing is said to be saved before it is on the disk.

use super::{ASK_FIRST, Late, Message, Mood, NUMBER, SAVE_ANYWAY, Stage};
use crate::context::Context;
use crate::error_text;
use crate::say;
use crate::station::{Judged, RecordError, Saved};
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::{Discretion, UsageDraft};
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{Usage, UsageId};
use kaikuasema_store::{RecordedUsage, UsageState};
use std::sync::Arc;

impl Late {
    fn draft(&self, discretion: Option<Discretion>, context: &Context) -> Option<UsageDraft> {
        self.form.draft(self.venue?, context.today, discretion).ok()
    }

    /// Judges the row as it stands, where it stands for something.
    pub(super) fn judge(&self, context: &Context) -> Task<Message> {
        if !matches!(self.stage, Stage::Typing | Stage::Judged { .. }) {
            return Task::none();
        }
        let Some(draft) = self.draft(None, context) else { return Task::none() };
        let station = context.station.clone();
        let judge = async move {
            let judged = station.judge(draft.clone()).await.map_err(Arc::new);
            (Box::new(draft), judged)
        };
        Task::perform(judge, |(draft, judged)| Message::RowJudged(draft, judged))
    }

    pub(super) fn row_judged(
        &mut self,
        draft: Box<UsageDraft>,
        result: Result<Judged, Arc<RecordError>>,
        context: &Context,
    ) -> Task<Message> {
        let is_as_it_stands = self.draft(None, context).as_ref() == Some(&*draft);
        if !matches!(self.stage, Stage::Typing | Stage::Judged { .. }) || !is_as_it_stands {
            return Task::none();
        }
        match result {
            Ok(judged) => {
                self.stage = Stage::Judged { draft, judged: Box::new(judged) };
                Task::none()
            }
            Err(error) => self.say(error_text::record(&error, &context.locale), Mood::Failed),
        }
    }

    /// What was judged or asked of the row as it was is said no longer once the row is another.
    pub(super) fn drop_outdated(&mut self) {
        let Some(venue) = self.venue else { return };
        let (Stage::Judged { draft, .. } | Stage::AskingAgain { draft, .. }) = &self.stage else { return };
        let now = self.form.draft(venue, jiff::civil::Date::MAX, draft.discretion.clone());
        if now.as_ref() != Ok(&**draft) {
            self.stage = Stage::Typing;
        }
    }

    /// A row that needs the deliberate key is looked at once more, and stays open to that key meanwhile.
    pub(super) fn save_pressed(&mut self, context: &Context) -> Task<Message> {
        match &self.stage {
            Stage::Judged { judged, .. } if judged.usability == Usability::Discretion => {
                Task::batch([focus::set(SAVE_ANYWAY), self.judge(context)])
            }
            _ => self.save(None, context),
        }
    }

    pub(super) fn discretion_pressed(&mut self, context: &Context) -> Task<Message> {
        match &self.stage {
            Stage::Judged { judged, .. } if judged.usability == Usability::Discretion => self.save(Some(Discretion::default()), context),
            _ => Task::none(),
        }
    }

    fn save(&mut self, discretion: Option<Discretion>, context: &Context) -> Task<Message> {
        if !matches!(self.stage, Stage::Typing | Stage::Judged { .. }) {
            return Task::none();
        }
        if self.form.row_is_empty() {
            return focus::set(NUMBER);
        }
        let Some(venue) = self.venue else {
            let words = say!(context.locale, "form-no-venue");
            return self.say(words, Mood::Failed);
        };
        let draft = match self.form.draft(venue, context.today, discretion) {
            Ok(draft) => Box::new(draft),
            Err(problem) => {
                let field = problem.field();
                self.problem = Some(problem);
                return focus::set(field);
            }
        };
        self.stage = Stage::Seeking(draft.clone());
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
        if !matches!(&self.stage, Stage::Seeking(sought) if *sought == draft) {
            return Task::none();
        }
        match result {
            Ok(None) => self.write(draft, context),
            Ok(Some(twin)) => {
                self.stage = Stage::AskingAgain { draft, recorded_at: twin.usage.recorded_at };
                focus::set(ASK_FIRST)
            }
            Err(error) => {
                self.stage = Stage::Typing;
                self.say(error_text::record(&error, &context.locale), Mood::Failed)
            }
        }
    }

    pub(super) fn again_chosen(&mut self, context: &Context) -> Task<Message> {
        match std::mem::take(&mut self.stage) {
            Stage::AskingAgain { draft, .. } => self.write(draft, context),
            other => {
                self.stage = other;
                Task::none()
            }
        }
    }

    fn write(&mut self, draft: Box<UsageDraft>, context: &Context) -> Task<Message> {
        self.stage = Stage::Writing;
        let station = context.station.clone();
        let write = async move {
            let saved = station.record((*draft).clone()).await.map_err(Arc::new);
            (draft, saved)
        };
        Task::perform(write, |(draft, saved)| Message::SaveFinished(draft, saved))
    }

    pub(super) fn save_finished(&mut self, draft: UsageDraft, result: Result<Saved, Arc<RecordError>>, context: &Context) -> Task<Message> {
        if !matches!(self.stage, Stage::Writing) {
            // Another venue or clerk came meanwhile: the rows are read, not added to.
            return self.load_rows(context);
        }
        let saved = match result {
            Ok(saved) => saved,
            Err(error) => return self.save_failed(draft, &error, context),
        };
        self.stage = Stage::Typing;
        if let Some(event) = saved.usage.event {
            self.form.event_made(event);
        }
        let words = say!(context.locale, "late-saved", number = saved.usage.card.to_string());
        if Some(saved.usage.venue) == self.venue {
            self.rows.insert(0, RecordedUsage { usage: saved.usage, state: UsageState::Waiting });
            self.current = self.loads + 1;
        }
        self.form.reset_row();
        Task::batch([self.say(words, Mood::Done), self.data_changed(context), focus::set(NUMBER)])
    }

    /// Where the card or a limit stands in the way, that is said with the key that passes it, where one does.
    fn save_failed(&mut self, draft: UsageDraft, error: &RecordError, context: &Context) -> Task<Message> {
        let (RecordError::Refused(judged) | RecordError::NeedsDiscretion(judged)) = error else {
            self.stage = Stage::Typing;
            return self.say(error_text::record(error, &context.locale), Mood::Failed);
        };
        let draft = Box::new(UsageDraft { discretion: None, ..draft });
        let next = match judged.usability {
            Usability::Discretion => focus::set(SAVE_ANYWAY),
            _ => focus::set_and_select(NUMBER),
        };
        self.stage = Stage::Judged { draft, judged: judged.clone() };
        next
    }

    pub(super) fn aside_pressed(&mut self, context: &Context) -> Task<Message> {
        let Stage::Judged { draft, judged } = &self.stage else { return Task::none() };
        if judged.checked.verdict.standing != Standing::Unknown {
            return Task::none();
        }
        let (station, draft) = (context.station.clone(), (**draft).clone());
        self.stage = Stage::Writing;
        Task::perform(async move { station.set_aside(draft, true).await.map_err(Arc::new) }, Message::SetAside)
    }

    pub(super) fn aside_set(&mut self, result: Result<SetAside, Arc<RecordError>>, context: &Context) -> Task<Message> {
        if matches!(self.stage, Stage::Writing) {
            self.stage = Stage::Typing;
        }
        match result {
            Ok(aside) => {
                self.form.reset_row();
                let words = say!(context.locale, "late-set-aside", number = aside.usage.card.to_string());
                Task::batch([self.say(words, Mood::Done), focus::set(NUMBER)])
            }
            Err(error) => self.say(error_text::record(&error, &context.locale), Mood::Failed),
        }
    }

    /// The row that Ctrl and Z takes back: the one typed in last.
    pub(super) fn last_row(&self) -> Option<UsageId> {
        self.rows.iter().map(|row| row.usage.id).find(|id| !self.undoing.contains(id))
    }

    pub(super) fn undo_pressed(&mut self, context: &Context) -> Task<Message> {
        self.last_row().map_or_else(Task::none, |id| self.undo(id, context))
    }

    pub(super) fn undo(&mut self, id: UsageId, context: &Context) -> Task<Message> {
        if self.undoing.contains(&id) {
            return Task::none();
        }
        self.undoing.push(id);
        let station = context.station.clone();
        Task::perform(async move { station.undo(id).await.map_err(Arc::new) }, move |result| Message::UndoFinished(id, result))
    }

    pub(super) fn undo_finished(&mut self, id: UsageId, result: Result<Usage, Arc<RecordError>>, context: &Context) -> Task<Message> {
        self.undoing.retain(|each| *each != id);
        let said = match result {
            Ok(usage) => {
                self.rows.retain(|row| row.usage.id != id);
                self.current = self.loads + 1;
                let words = say!(context.locale, "undone", number = usage.card.to_string());
                self.say(words, Mood::Done)
            }
            Err(error) => self.say(error_text::record(&error, &context.locale), Mood::Failed),
        };
        Task::batch([said, self.load_rows(context)])
    }
}
