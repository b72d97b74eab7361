//! The counter: one card is read, judged and recorded (R23–R74).
//!
//! The number is on top, the verdict under it, the form under that, today's records beside
//! it. A card is judged from the local register copy; no action waits for the network.

pub mod form;
mod form_view;
mod keys;
mod next;
mod own;
mod saving;
mod today;
mod view;

pub use form::Form;

use crate::answer::{Asked, Known};
use crate::context::Context;
use crate::error_text;
use crate::station::{Checked, RecordError, Saved, StationError, TodaysRecords};
use crate::typed::Typed;
use crate::ui::focus;
use crate::ui::list::List;
use crate::ui::toast;
use iced::widget::scrollable::Viewport;
use iced::{Element, Task};
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::verdict::Usability;
use kaikuasema_domain::{CardNumber, CardNumberError, Usage, UsageId, VenueId, Verdict, verdict};
use kaikuasema_store::{EventWithShowings, RecordedUsage};
use next::Next;
use own::Own;
use std::sync::Arc;

/// The number field's id.
pub const NUMBER: &str = "number";
/// The save button's id.
pub const SAVE: &str = "save";
/// The button of the deliberate key.
pub const SAVE_ANYWAY: &str = "save-anyway";
/// The button that goes on to the next card.
pub const NEXT: &str = "next-card";
const ASK_FIRST: &str = "ask-first";
const ASK_SECOND: &str = "ask-second";

/// What happened at the counter.
#[derive(Clone, Debug)]
pub enum Message {
    /// The number field holds this text now.
    NumberTyped(Typed),
    /// Enter in the number field, or its button.
    NumberSubmitted,
    /// The register copy was asked about a card.
    CardChecked(CardNumber, Result<Checked, Arc<StationError>>),
    /// The register itself was asked about a card that the copy does not hold.
    RegisterAsked(CardNumber, Option<bool>),
    /// A venue's events were read.
    EventsLoaded(VenueId, Result<Vec<EventWithShowings>, Arc<StationError>>),
    /// Today's records of a venue were read, by the load of this number.
    RecordsLoaded(VenueId, u64, Result<TodaysRecords, Arc<StationError>>),
    /// Something in the form.
    Form(form::Message),
    /// Enter, or the save button.
    SavePressed,
    /// F11, or the button of the deliberate key.
    DiscretionPressed,
    /// The same record as in this draft was looked for.
    TwinSought(Box<UsageDraft>, Result<Option<RecordedUsage>, Arc<RecordError>>),
    /// Record it although it is recorded already.
    AgainChosen,
    /// Do not record it again.
    AgainDeclined,
    /// The record was written, or not.
    SaveFinished(Result<Saved, Arc<RecordError>>),
    /// Ctrl and Z, or its button.
    UndoPressed,
    /// This record was undone, or not.
    UndoFinished(UsageId, Result<Usage, Arc<RecordError>>),
    /// Esc, or the back button.
    BackPressed,
    /// F2.
    NewCardPressed,
    /// Save the open form, then open the card just read.
    NextSaveChosen,
    /// Drop the open form and open the card just read.
    NextDropChosen,
    /// F1.
    HelpPressed,
    /// A confirmation was shown long enough.
    ToastFaded(u64),
    /// Today's records were scrolled.
    RecordsScrolled(Viewport),
    /// The clerk asked to sign in again.
    SignInPressed,
}

/// What the counter asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Run this.
    Run(Task<Message>),
    /// Show the sign-in page.
    OpenSignIn,
}

/// What is on the counter.
#[derive(Debug)]
enum Stage {
    /// Nothing: ready to read.
    Idle,
    /// What was read or typed is no card number.
    Malformed(CardNumberError),
    /// A card.
    Judged { known: Box<Known>, saving: Saving },
}

/// How far the recording is. What is written is the draft that was looked for, whatever
/// happens to the form meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Saving {
    /// Not begun.
    Ready,
    /// Is the same recorded already? A second Enter does nothing.
    Seeking(Box<UsageDraft>),
    /// The same is recorded already: shall it be again? (R74)
    AskingAgain { draft: Box<UsageDraft>, recorded_at: jiff::Timestamp },
    /// On its way to the disk; a second Enter does nothing.
    Writing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mood {
    Done,
    Failed,
}

#[derive(Debug)]
struct Toast {
    number: u64,
    words: String,
    mood: Mood,
}

/// The counter.
#[derive(Debug)]
pub struct Counter {
    number: Typed,
    stage: Stage,
    checking: Option<CardNumber>,
    form: Form,
    problem: Option<form::Problem>,
    next: Option<Next>,
    venue: Option<VenueId>,
    today: TodaysRecords,
    own: Own,
    list: List,
    toast: Option<Toast>,
    toasts: u64,
    shows_help: bool,
}

impl Counter {
    /// An empty counter; reads the venue's events and today's records.
    pub fn new(context: &Context) -> (Self, Task<Message>) {
        let mut counter = Self {
            number: Typed::default(),
            stage: Stage::Idle,
            checking: None,
            form: Form::new(context.today),
            problem: None,
            next: None,
            venue: None,
            today: TodaysRecords::default(),
            own: Own::default(),
            list: List::default(),
            toast: None,
            toasts: 0,
            shows_help: false,
        };
        let task = Task::batch([counter.venue_changed(context), focus::set(NUMBER)]);
        (counter, task)
    }

    /// The venue was chosen or changed: its events and records are read, its rules apply (R48).
    pub fn venue_changed(&mut self, context: &Context) -> Task<Message> {
        if self.venue != context.venue {
            self.venue = context.venue;
            self.form.clear_event();
            self.form.set_events(Vec::new(), context.local_now());
            self.today = TodaysRecords::default();
            self.list = List::default();
            // A question about the former venue's records is none about this one's.
            self.stop_saving();
        }
        self.data_changed(context)
    }

    /// Something came through the synchronisation: what is shown is read again.
    pub fn data_changed(&mut self, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        let station = context.station.clone();
        let events =
            Task::perform(async move { station.events(venue).await.map_err(Arc::new) }, move |result| Message::EventsLoaded(venue, result));
        let recheck = match &self.stage {
            Stage::Judged { known, saving: Saving::Ready } => self.check(known.number, context),
            _ => Task::none(),
        };
        Task::batch([events, self.load_records(context), recheck])
    }

    /// The page is shown: what it shows is read again, the focus is where it belongs.
    pub fn shown(&mut self, context: &Context) -> Task<Message> {
        Task::batch([self.data_changed(context), self.focus_on_verdict(context)])
    }

    /// Midnight: the remembered date goes back to today.
    pub fn day_changed(&mut self, context: &Context) -> Task<Message> {
        self.form.day_changed(context.local_now());
        self.data_changed(context)
    }

    /// A card was read, wherever the focus was.
    pub fn card_read(&mut self, text: Typed, context: &Context) -> Task<Message> {
        self.form.close_lists();
        let is_open = match &self.stage {
            Stage::Judged { known, .. } => Some(known.number),
            _ => None,
        };
        let same = CardNumber::parse(&text).ok();
        if is_open.is_some() && same == is_open {
            // Read twice: it is on the counter already.
            return Task::none();
        }
        match &self.stage {
            Stage::Judged { saving: Saving::Seeking(_) | Saving::Writing, .. } => {
                self.next = Some(Next::AfterSaving(text));
                Task::none()
            }
            _ if self.has_unsaved_form(context) => {
                self.next = Some(Next::Asked(text));
                focus::set(ASK_FIRST)
            }
            _ => self.open(&text, context),
        }
    }

    /// Opens a card with an event day set, as the sample cards do.
    pub fn open_for_day(&mut self, text: &str, day: Option<jiff::civil::Date>, context: &Context) -> Task<Message> {
        self.next = None;
        if let Some(day) = day {
            self.form.set_day(day);
        }
        self.open(text, context)
    }

    fn has_unsaved_form(&self, context: &Context) -> bool {
        self.verdict(context).is_some_and(|verdict| can_be_saved(&verdict))
    }

    /// The verdict on the open card for the day in the form, by the one function (R42).
    fn verdict(&self, context: &Context) -> Option<Verdict> {
        let Stage::Judged { known, .. } = &self.stage else { return None };
        let event_date = self.form.event_date().unwrap_or(context.today);
        Some(verdict(known.card.as_ref(), event_date, context.today, &context.rules()))
    }

    fn open(&mut self, text: &str, context: &Context) -> Task<Message> {
        self.problem = None;
        match CardNumber::parse(text) {
            Ok(number) => {
                self.number = next::readable(text).into();
                self.checking = Some(number);
                self.check(number, context)
            }
            Err(error) => {
                self.number = next::readable(text).into();
                self.checking = None;
                self.stage = Stage::Malformed(error);
                focus::set_and_select(NUMBER)
            }
        }
    }

    fn check(&self, number: CardNumber, context: &Context) -> Task<Message> {
        let station = context.station.clone();
        let (venue, day) = (self.venue, self.form.event_date().unwrap_or(context.today));
        Task::perform(async move { station.check(number, venue, day).await.map_err(Arc::new) }, move |result| {
            Message::CardChecked(number, result)
        })
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        let task = match message {
            Message::NumberTyped(text) => {
                self.number = text;
                Task::none()
            }
            Message::NumberSubmitted => self.number_submitted(context),
            Message::CardChecked(number, result) => self.card_checked(number, result, context),
            Message::RegisterAsked(number, answer) => {
                if let Stage::Judged { known, .. } = &mut self.stage
                    && known.number == number
                    && known.asked == Asked::Asking
                {
                    known.asked = match answer {
                        Some(true) => Asked::Arriving,
                        Some(false) => Asked::Absent,
                        None => Asked::Silent,
                    };
                }
                Task::none()
            }
            Message::EventsLoaded(venue, Ok(events)) => {
                if Some(venue) == self.venue {
                    self.form.set_events(events, context.local_now());
                }
                Task::none()
            }
            Message::RecordsLoaded(venue, number, Ok(records)) => {
                self.records_loaded(venue, number, records);
                Task::none()
            }
            Message::EventsLoaded(_, Err(error)) | Message::RecordsLoaded(_, _, Err(error)) => {
                self.say(error_text::station(&error, &context.locale), Mood::Failed)
            }
            Message::Form(message) => {
                self.problem = None;
                let is_event_picked = self.form.update(message, context.local_now());
                self.drop_outdated_question();
                match is_event_picked {
                    // What the event asks for comes next, else the key that saves or counts children.
                    true if self.form.asks_value() => focus::set_and_select(form::VALUE),
                    true => self.focus_on_verdict(context),
                    false => Task::none(),
                }
            }
            Message::SavePressed => self.save_pressed(context),
            Message::DiscretionPressed => self.discretion_pressed(context),
            Message::TwinSought(draft, result) => self.twin_sought(draft, result, context),
            Message::AgainChosen => self.again_chosen(context),
            Message::AgainDeclined => self.again_declined(),
            Message::SaveFinished(result) => self.save_finished(result, context),
            Message::UndoPressed => self.undo_pressed(context),
            Message::UndoFinished(id, result) => self.undo_finished(id, result, context),
            Message::BackPressed => self.back_pressed(),
            Message::NewCardPressed => focus::set_and_select(NUMBER),
            Message::NextSaveChosen => self.next_save_chosen(context),
            Message::NextDropChosen => self.next_drop_chosen(context),
            Message::HelpPressed => {
                self.shows_help = !self.shows_help;
                Task::none()
            }
            Message::ToastFaded(number) => {
                if self.toast.as_ref().is_some_and(|toast| toast.number == number) {
                    self.toast = None;
                }
                Task::none()
            }
            Message::RecordsScrolled(viewport) => {
                self.list.scrolled(&viewport);
                Task::none()
            }
            Message::SignInPressed => return Action::OpenSignIn,
        };
        Action::Run(task)
    }

    fn number_submitted(&mut self, context: &Context) -> Task<Message> {
        if self.number.trim().is_empty() {
            return Task::none();
        }
        let text = self.number.clone();
        let open = match &self.stage {
            Stage::Judged { known, .. } => Some(known.number),
            _ => None,
        };
        if open.is_some() && CardNumber::parse(&text).ok() == open {
            return self.focus_on_verdict(context);
        }
        if self.has_unsaved_form(context) {
            return self.card_read(text, context);
        }
        self.open(&text, context)
    }

    fn card_checked(&mut self, number: CardNumber, result: Result<Checked, Arc<StationError>>, context: &Context) -> Task<Message> {
        let checked = match result {
            Ok(checked) => checked,
            Err(error) => return self.say(error_text::station(&error, &context.locale), Mood::Failed),
        };
        if let Stage::Judged { known, .. } = &mut self.stage
            && known.number == number
            && self.checking.is_none()
        {
            // Read again because something changed; what the clerk typed stays.
            let was_unknown = known.card.is_none();
            known.card = checked.card;
            known.copy = checked.copy;
            let has_arrived = was_unknown && known.card.is_some();
            if has_arrived {
                known.asked = Asked::No;
                return self.focus_on_verdict(context);
            }
            return Task::none();
        }
        if self.checking != Some(number) {
            return Task::none();
        }
        self.checking = None;
        self.form.reset_for_next();
        self.number = number.to_string().into();
        let is_unknown = checked.card.is_none();
        let asked = if is_unknown { Asked::Asking } else { Asked::No };
        let known = Known { number, card: checked.card, copy: checked.copy, asked };
        self.stage = Stage::Judged { known: Box::new(known), saving: Saving::Ready };
        let ask = if is_unknown {
            let station = context.station.clone();
            Task::perform(async move { station.ask_register(number).await }, move |answer| Message::RegisterAsked(number, answer))
        } else {
            Task::none()
        };
        Task::batch([self.focus_on_verdict(context), ask])
    }

    fn focus_on_verdict(&self, context: &Context) -> Task<Message> {
        let Some(verdict) = self.verdict(context) else { return focus::set(NUMBER) };
        match verdict.usability {
            Usability::Usable => focus::set(SAVE),
            Usability::Discretion => focus::set(SAVE_ANYWAY),
            // Another day may do.
            Usability::Refused if view::offers_form(&verdict) && self.form.is_scheduled() => focus::set(form::SHOWING),
            Usability::Refused if view::offers_form(&verdict) => focus::set(form::DATE),
            Usability::Refused | Usability::Unknown => focus::set(NEXT),
        }
    }

    fn back_pressed(&mut self) -> Task<Message> {
        if matches!(&self.stage, Stage::Judged { saving: Saving::Seeking(_) | Saving::Writing, .. }) {
            return Task::none();
        }
        if std::mem::take(&mut self.shows_help) {
            return Task::none();
        }
        self.stage = Stage::Idle;
        self.number = Typed::default();
        self.checking = None;
        self.problem = None;
        self.next = None;
        self.form.reset_for_next();
        focus::set(NUMBER)
    }

    fn say(&mut self, words: String, mood: Mood) -> Task<Message> {
        self.toasts += 1;
        let number = self.toasts;
        self.toast = Some(Toast { number, words, mood });
        Task::perform(async { tokio::time::sleep(toast::SHOWN).await }, move |()| Message::ToastFaded(number))
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        view::view(self, context)
    }
}

fn can_be_saved(verdict: &Verdict) -> bool {
    matches!(verdict.usability, Usability::Usable | Usability::Discretion)
}
