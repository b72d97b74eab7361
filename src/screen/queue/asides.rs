//! The cards set aside: how each stands by now, and what the clerk can do about it (R34, R35).

mod view;

use super::{REASON, venue_name};
use crate::aside_text::{self, Wanted};
use crate::context::Context;
use crate::print::{letter, to_documents};
use crate::station::{Aside, RecordError, Retried, StationError};
use crate::ui::focus;
use crate::ui::keys::Press;
use crate::ui::list::List;
use iced::Task;
use iced::keyboard::{Key, key::Named};
use iced::widget::scrollable::Viewport;
use kaikuasema_domain::UsageId;
use kaikuasema_domain::usage::Discretion;
use std::path::PathBuf;
use std::sync::Arc;

/// The id of the button that tries every card again.
pub(super) const TRY: &str = "asides-try";
/// The list's id in the Tab order.
pub const LIST: &str = "asides";
/// The id of the button that removes one, and of the one that leaves a question.
const REMOVE_NOW: &str = "asides-remove-now";
const LEAVE: &str = "asides-leave";
/// So many rows are a page of the list.
const PAGE: usize = 6;

/// What happened in the list.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is set aside was read.
    Loaded(Result<Vec<Aside>, Arc<StationError>>),
    /// Every card is to be asked for now.
    TryPressed,
    /// What came of it.
    Tried(Result<Retried, Arc<RecordError>>),
    /// Another row was chosen.
    Chosen(UsageId),
    /// The chosen row is to be recorded at discretion: first press asks for a reason, second records.
    DiscretionPressed,
    /// The reason field holds this text now.
    ReasonTyped(String),
    /// It was recorded, or not.
    Recorded(Result<(), Arc<RecordError>>),
    /// The chosen row is to be taken from the list.
    RemovePressed,
    /// It is, after the question.
    RemoveConfirmed,
    /// It was taken from the list, or not.
    Removed(Result<(), Arc<RecordError>>),
    /// The question is left without doing it.
    QuestionLeft,
    /// The text was asked for, to paste it elsewhere.
    CopyPressed(Which),
    /// The text was asked for as a PDF.
    PrintPressed(Which),
    /// The PDF was written, or not.
    Printed(Option<PathBuf>),
    /// The list was scrolled.
    Scrolled(Viewport),
}

/// Which cards a text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The chosen one.
    Chosen,
    /// All that are still in no register.
    All,
}

/// The list.
#[derive(Debug)]
pub(super) struct Asides {
    rows: Vec<Aside>,
    list: List,
    chosen: Option<UsageId>,
    question: Option<Question>,
    is_trying: bool,
    said: Option<Said>,
}

/// What the clerk is asked before something is done.
#[derive(Debug)]
enum Question {
    /// Why it is recorded at discretion; the reason may stay empty.
    Discretion { id: UsageId, reason: String },
    /// Whether it is taken from the list.
    Removal { id: UsageId },
}

#[derive(Debug)]
enum Said {
    Tried(Retried),
    Recorded,
    Removed,
    Copied(usize),
    Printed(Option<PathBuf>),
    Record(Arc<RecordError>),
    Station(Arc<StationError>),
}

impl Default for Asides {
    fn default() -> Self {
        Self { rows: Vec::new(), list: List::named(LIST), chosen: None, question: None, is_trying: false, said: None }
    }
}

impl Asides {
    /// Reads what is set aside.
    pub(super) fn reload(context: &Context) -> Task<Message> {
        let station = context.station.clone();
        Task::perform(async move { station.set_asides().await.map_err(Arc::new) }, Message::Loaded)
    }

    /// How many are set aside.
    pub(super) fn len(&self) -> u64 {
        u64::try_from(self.rows.len()).unwrap_or(u64::MAX)
    }

    /// Takes a message.
    pub(super) fn update(&mut self, context: &Context, message: Message) -> Task<Message> {
        match message {
            Message::Loaded(Ok(rows)) => self.loaded(rows),
            Message::Loaded(Err(error)) => self.said = Some(Said::Station(error)),
            Message::TryPressed => return self.try_all(context),
            Message::Tried(result) => {
                self.is_trying = false;
                self.said = Some(match result {
                    Ok(retried) => Said::Tried(retried),
                    Err(error) => Said::Record(error),
                });
                return Self::reload(context);
            }
            Message::Chosen(id) => {
                self.choose(id);
                return self.reveal(context);
            }
            Message::DiscretionPressed => return self.discretion_pressed(context),
            Message::ReasonTyped(text) => {
                if let Some(Question::Discretion { reason, .. }) = &mut self.question {
                    *reason = text;
                }
            }
            Message::Recorded(Ok(())) => return self.done(Said::Recorded, context),
            Message::Recorded(Err(error)) | Message::Removed(Err(error)) => self.said = Some(Said::Record(error)),
            Message::RemovePressed => {
                let Some(id) = self.chosen_row().map(|row| row.aside.usage.id) else { return Task::none() };
                self.question = Some(Question::Removal { id });
                self.said = None;
                // Enter keeps it: what is taken from the list does not come back.
                return focus::set(LEAVE);
            }
            Message::RemoveConfirmed => return self.remove(context),
            Message::Removed(Ok(())) => return self.done(Said::Removed, context),
            Message::QuestionLeft => {
                self.question = None;
                return focus::set(LIST);
            }
            Message::CopyPressed(which) => return self.copy(which, context),
            Message::PrintPressed(which) => return self.print(which, context),
            Message::Printed(path) => self.said = Some(Said::Printed(path)),
            Message::Scrolled(viewport) => self.list.scrolled(&viewport),
        }
        Task::none()
    }

    /// What waits for the clerk stands on top; the rest newest first. The chosen row stays chosen.
    fn loaded(&mut self, mut rows: Vec<Aside>) {
        rows.sort_by_key(|row| (!row.waits_for_clerk(), std::cmp::Reverse((row.at, row.aside.usage.id))));
        let place = self.place();
        self.rows = rows;
        if self.chosen_row().is_none() {
            // Where the chosen one went, the one that took its place is chosen.
            let last = self.rows.len().saturating_sub(1);
            self.chosen = self.rows.get(place.unwrap_or(0).min(last)).map(|row| row.aside.usage.id);
        }
        let is_there = |id: UsageId| self.rows.iter().any(|row| row.aside.usage.id == id);
        let is_about_one_gone = match &self.question {
            Some(Question::Discretion { id, .. } | Question::Removal { id }) => !is_there(*id),
            None => false,
        };
        if is_about_one_gone {
            self.question = None;
        }
    }

    fn place(&self) -> Option<usize> {
        self.rows.iter().position(|row| Some(row.aside.usage.id) == self.chosen)
    }

    fn chosen_row(&self) -> Option<&Aside> {
        self.rows.iter().find(|row| Some(row.aside.usage.id) == self.chosen)
    }

    fn row_of(&self, id: UsageId) -> Option<&Aside> {
        self.rows.iter().find(|row| row.aside.usage.id == id)
    }

    /// A question is about the row that was chosen when it was asked.
    fn choose(&mut self, id: UsageId) {
        if self.chosen != Some(id) {
            self.question = None;
        }
        self.chosen = Some(id);
    }

    fn reveal(&self, context: &Context) -> Task<Message> {
        self.place().map_or_else(Task::none, |place| self.list.reveal(place, view::measures(context).row))
    }

    fn done(&mut self, said: Said, context: &Context) -> Task<Message> {
        self.question = None;
        self.said = Some(said);
        Task::batch([Self::reload(context), focus::set(LIST)])
    }

    fn try_all(&mut self, context: &Context) -> Task<Message> {
        if self.is_trying {
            return Task::none();
        }
        self.is_trying = true;
        self.said = None;
        let station = context.station.clone();
        Task::perform(async move { station.try_asides().await.map_err(Arc::new) }, Message::Tried)
    }

    fn discretion_pressed(&mut self, context: &Context) -> Task<Message> {
        if let Some(Question::Discretion { id, reason }) = &self.question {
            let reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
            let discretion = Discretion { reason, ..Discretion::default() };
            let (station, id) = (context.station.clone(), *id);
            let record = async move { station.record_aside_at_discretion(id, discretion).await.map_err(Arc::new) };
            return Task::perform(record, Message::Recorded);
        }
        let Some(row) = self.chosen_row().filter(|row| row.can_be_recorded()) else { return Task::none() };
        self.question = Some(Question::Discretion { id: row.aside.usage.id, reason: String::new() });
        self.said = None;
        focus::set(REASON)
    }

    fn remove(&self, context: &Context) -> Task<Message> {
        let Some(Question::Removal { id }) = &self.question else { return Task::none() };
        let (station, id) = (context.station.clone(), *id);
        Task::perform(async move { station.drop_aside(id).await.map_err(Arc::new) }, Message::Removed)
    }

    /// The cards that a text asks to be registered: those that are in no register yet.
    fn unknown(&self, which: Which) -> impl Iterator<Item = &Aside> {
        let chosen = self.chosen;
        let is_meant = move |row: &&Aside| which == Which::All || Some(row.aside.usage.id) == chosen;
        self.rows.iter().filter(is_meant).filter(|row| row.is_unknown())
    }

    fn text(&self, which: Which, context: &Context) -> Option<(usize, String)> {
        let wanted = |row: &Aside| Wanted::of(&row.aside, venue_name(row.aside.usage.venue, context));
        let wanted: Vec<Wanted> = self.unknown(which).map(wanted).collect();
        (!wanted.is_empty()).then(|| (wanted.len(), aside_text::text(&wanted, &context.locale)))
    }

    fn copy(&mut self, which: Which, context: &Context) -> Task<Message> {
        let Some((count, text)) = self.text(which, context) else { return Task::none() };
        self.said = Some(Said::Copied(count));
        iced::clipboard::write(text)
    }

    fn print(&self, which: Which, context: &Context) -> Task<Message> {
        let Some((_, text)) = self.text(which, context) else { return Task::none() };
        let name = aside_text::file_name(context.now);
        Task::perform(async move { to_documents(&name, letter(&text)).await }, Message::Printed)
    }

    /// A key before any widget sees it. Only F11 records at discretion, never Enter.
    pub(super) fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        match press.key.as_ref() {
            Key::Named(Named::F11) if !press.repeat => Some(Message::DiscretionPressed),
            Key::Named(Named::Escape) if self.question.is_some() => Some(Message::QuestionLeft),
            _ => None,
        }
    }

    /// A key that no widget wanted.
    pub(super) fn fallback(&self, press: Press<'_>) -> Option<Message> {
        let is_delete = matches!(press.key, Key::Named(Named::Delete)) && press.modifiers.is_empty() && !press.repeat;
        (is_delete && self.question.is_none() && self.chosen_row().is_some()).then_some(Message::RemovePressed)
    }

    /// A key while the list has the focus.
    fn on_key(&self, key: &Key) -> Option<Message> {
        let last = self.rows.len().checked_sub(1)?;
        let at = self.place().unwrap_or(0);
        let to = match key {
            Key::Named(Named::ArrowDown) => at + 1,
            Key::Named(Named::ArrowUp) => at.saturating_sub(1),
            Key::Named(Named::PageDown) => at + PAGE,
            Key::Named(Named::PageUp) => at.saturating_sub(PAGE),
            Key::Named(Named::Home) => 0,
            Key::Named(Named::End) => last,
            _ => return None,
        };
        self.rows.get(to.min(last)).map(|row| Message::Chosen(row.aside.usage.id))
    }
}
