//! Typing in from the paper form: what was written down while there was no connection, with its true
//! day and clerk, many in a row (R202).
//!
//! Day, clerk, event and time stay from row to row; the rest does not. Each row is judged as it would
//! have been on its day.

pub mod form;
mod keys;
mod rows;
mod saving;
mod view;

use crate::context::Context;
use crate::error_text;
use crate::station::{Judged, RecordError, Saved, StationError};
use crate::typed::Typed;
use crate::ui::focus;
use crate::ui::list::List;
use crate::ui::toast::{Mood, Toast};
use form::{Form, Problem};
use iced::widget::scrollable::Viewport;
use iced::{Element, Task};
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::{Usage, UsageId, VenueId};
use kaikuasema_store::{EventWithShowings, RecordedUsage};
use std::sync::Arc;

/// The number field's id.
pub const NUMBER: &str = "number";
/// The save button's id.
pub const SAVE: &str = "save";
/// The button of the deliberate key.
pub const SAVE_ANYWAY: &str = "save-anyway";
/// The list of rows typed in.
pub const ROWS: &str = "late-rows";
const ASK_FIRST: &str = "ask-first";
const ASK_SECOND: &str = "ask-second";

/// What happened on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// The venue's events were read.
    EventsLoaded(VenueId, Result<Vec<EventWithShowings>, Arc<StationError>>),
    /// What was typed in today at this station was read, by the load of this number.
    RowsLoaded(u64, Result<Vec<RecordedUsage>, Arc<StationError>>),
    /// Something in the form.
    Form(form::Message),
    /// The focus left the number field: the row is judged.
    NumberLeft,
    /// A row was judged.
    RowJudged(Box<UsageDraft>, Result<Judged, Arc<RecordError>>),
    /// Enter, or the save button.
    SavePressed,
    /// F11, or its button.
    DiscretionPressed,
    /// F12, or its button.
    AsidePressed,
    /// The same record as in this draft was looked for.
    TwinSought(Box<UsageDraft>, Result<Option<RecordedUsage>, Arc<RecordError>>),
    /// Record it although it is recorded already.
    AgainChosen,
    /// Do not record it again.
    AgainDeclined,
    /// The record was written, or not.
    SaveFinished(Box<UsageDraft>, Result<Saved, Arc<RecordError>>),
    /// The card was set aside, or not.
    SetAside(Result<SetAside, Arc<RecordError>>),
    /// The row is emptied.
    ClearPressed,
    /// Ctrl and Z, or its button.
    UndoPressed,
    /// The lit row is to be undone.
    UndoLitPressed,
    /// This row's undo was pressed.
    UndoRowPressed(UsageId),
    /// A row was undone, or not.
    UndoFinished(UsageId, Result<Usage, Arc<RecordError>>),
    /// The arrow keys moved in the rows.
    RowMoved(isize),
    /// F1.
    HelpPressed,
    /// The rows were scrolled.
    Scrolled(Viewport),
    /// A confirmation was shown long enough.
    ToastFaded(u64),
}

/// What the page asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Run this.
    Run(Task<Message>),
}

/// How far the row is.
#[derive(Debug, Default)]
enum Stage {
    /// Being typed.
    #[default]
    Typing,
    /// Judged as it stood in this draft.
    Judged { draft: Box<UsageDraft>, judged: Box<Judged> },
    /// Is the same recorded already? A second Enter does nothing.
    Seeking(Box<UsageDraft>),
    /// It is: shall it be again? (R74)
    AskingAgain { draft: Box<UsageDraft>, recorded_at: jiff::Timestamp },
    /// On its way to the disk.
    Writing,
}

/// The page.
#[derive(Debug)]
pub struct Late {
    venue: Option<VenueId>,
    form: Form,
    problem: Option<Problem>,
    stage: Stage,
    rows: Vec<RecordedUsage>,
    lit: Option<UsageId>,
    list: List,
    undoing: Vec<UsageId>,
    loads: u64,
    /// A load of a smaller number knows less than what is shown.
    current: u64,
    toast: Toast,
    shows_help: bool,
}

impl Late {
    /// An empty page; reads nothing yet.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        Self {
            venue: context.venue,
            form: Form::new(context.today, context.access(), context.signed_in.as_ref().map(|signed_in| &signed_in.user)),
            problem: None,
            stage: Stage::Typing,
            rows: Vec::new(),
            lit: None,
            list: List::named("late-rows-scrolled"),
            undoing: Vec::new(),
            loads: 0,
            current: 0,
            toast: Toast::default(),
            shows_help: false,
        }
    }

    /// The page is shown.
    pub fn shown(&mut self, context: &Context) -> Task<Message> {
        Task::batch([self.data_changed(context), focus::set(NUMBER)])
    }

    /// Another venue was chosen: it has other events and clerks.
    pub fn venue_changed(&mut self, context: &Context) -> Task<Message> {
        if self.venue != context.venue {
            let loads = self.loads;
            *self = Self { loads, current: loads + 1, ..Self::new(context) };
        } else {
            self.form.set_clerks(context.access(), context.signed_in.as_ref().map(|signed_in| &signed_in.user));
            self.form.set_most_staff(context.rules().most_staff());
        }
        self.data_changed(context)
    }

    /// Midnight: what is typed in is of an earlier day, so the form stays; today's rows do not.
    pub fn day_changed(&mut self, context: &Context) -> Task<Message> {
        self.data_changed(context)
    }

    /// Something changed: events and rows are read again.
    pub fn data_changed(&mut self, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        let station = context.station.clone();
        let events =
            Task::perform(async move { station.events(venue).await.map_err(Arc::new) }, move |result| Message::EventsLoaded(venue, result));
        Task::batch([events, self.load_rows(context)])
    }

    fn load_rows(&mut self, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        self.loads += 1;
        let (station, number) = (context.station.clone(), self.loads);
        let read = async move {
            let here = station.id();
            let mut today = station.todays_records(venue).await.map_err(Arc::new)?;
            today.records.retain(|record| record.usage.entered_late && record.usage.station == here);
            Ok(today.records)
        };
        Task::perform(read, move |result| Message::RowsLoaded(number, result))
    }

    /// A card was read: it is the number of a row that is still empty.
    pub fn card_read(&mut self, text: &str, context: &Context) -> Task<Message> {
        self.form.close_lists();
        let is_busy = matches!(self.stage, Stage::Seeking(_) | Stage::AskingAgain { .. } | Stage::Writing);
        if is_busy || !self.form.row_is_empty() {
            let words = crate::say!(context.locale, "late-row-unsaved");
            return self.say(words, Mood::Failed);
        }
        self.form.number = Typed(text.trim().chars().filter(|c| !c.is_control()).take(40).collect());
        self.problem = None;
        Task::batch([self.judge(context), focus::set_and_select(form::CHILDREN)])
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        let task = match message {
            Message::EventsLoaded(venue, Ok(events)) => {
                if Some(venue) == self.venue {
                    self.form.set_events(events);
                }
                Task::none()
            }
            Message::RowsLoaded(number, Ok(rows)) => {
                if number >= self.current {
                    self.current = number;
                    self.rows = rows;
                }
                Task::none()
            }
            Message::EventsLoaded(_, Err(error)) | Message::RowsLoaded(_, Err(error)) => {
                self.say(error_text::station(&error, &context.locale), Mood::Failed)
            }
            Message::Form(message) => self.form_message(message, context),
            Message::NumberLeft => self.judge(context),
            Message::RowJudged(draft, result) => self.row_judged(draft, result, context),
            Message::SavePressed => self.save_pressed(context),
            Message::DiscretionPressed => self.discretion_pressed(context),
            Message::AsidePressed => self.aside_pressed(context),
            Message::TwinSought(draft, result) => self.twin_sought(draft, result, context),
            Message::AgainChosen => self.again_chosen(context),
            Message::AgainDeclined => {
                self.stage = Stage::Typing;
                focus::set_and_select(NUMBER)
            }
            Message::SaveFinished(draft, result) => self.save_finished(*draft, result, context),
            Message::SetAside(result) => self.aside_set(result, context),
            Message::ClearPressed => self.clear_pressed(),
            Message::UndoPressed => self.undo_pressed(context),
            Message::UndoLitPressed => self.lit.map_or_else(Task::none, |lit| self.undo(lit, context)),
            Message::UndoRowPressed(id) => self.undo(id, context),
            Message::UndoFinished(id, result) => self.undo_finished(id, result, context),
            Message::RowMoved(by) => self.row_moved(by),
            Message::HelpPressed => {
                self.shows_help = !self.shows_help;
                Task::none()
            }
            Message::Scrolled(viewport) => {
                self.list.scrolled(&viewport);
                Task::none()
            }
            Message::ToastFaded(number) => {
                self.toast.faded(number);
                Task::none()
            }
        };
        Action::Run(task)
    }

    fn form_message(&mut self, message: form::Message, context: &Context) -> Task<Message> {
        self.problem = None;
        self.form.set_most_staff(context.rules().most_staff());
        let is_event_picked = self.form.update(message, context.today);
        let was_judged = matches!(self.stage, Stage::Judged { .. });
        self.drop_outdated();
        let judge = if was_judged && matches!(self.stage, Stage::Typing) { self.judge(context) } else { Task::none() };
        let focus = if is_event_picked { focus::set_and_select(NUMBER) } else { Task::none() };
        Task::batch([judge, focus])
    }

    fn row_moved(&mut self, by: isize) -> Task<Message> {
        let at = self.lit.and_then(|lit| self.rows.iter().position(|row| row.usage.id == lit));
        let next = at.map_or(0, |at| at.saturating_add_signed(by).min(self.rows.len().saturating_sub(1)));
        self.lit = self.rows.get(next).map(|row| row.usage.id);
        Task::batch([self.list.reveal(next, rows::ROW), focus::set(ROWS)])
    }

    fn clear_pressed(&mut self) -> Task<Message> {
        if matches!(self.stage, Stage::Seeking(_) | Stage::Writing) || std::mem::take(&mut self.shows_help) {
            return Task::none();
        }
        self.stage = Stage::Typing;
        self.problem = None;
        self.form.reset_row();
        focus::set(NUMBER)
    }

    fn say(&mut self, words: String, mood: Mood) -> Task<Message> {
        self.toast.say(words, mood, Message::ToastFaded)
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        view::view(self, context)
    }
}
