//! The counter: one card is read, judged and recorded (R23–R74).
//!
//! The number is on top, the verdict under it, the form under that, today's records beside
//! it. A card is judged from the local register copy; no action waits for the network.

mod aside;
pub mod form;
mod form_view;
mod group;
mod idle;
mod judgement;
mod keys;
mod limits_view;
mod message;
mod next;
mod one_scan;
mod opening;
mod own;
mod refusal;
mod saving;
mod today;
mod unknown;
mod view;

pub use form::Form;
pub use message::{Action, Message};

use crate::answer::{Asked, Known};
use crate::context::Context;
use crate::error_text;
use crate::no_card::NoCard;
use crate::station::{Group, Refusal, SoFar, TodaysRecords};
use crate::typed::Typed;
use crate::ui::list::List;
use crate::ui::toast::{Mood, Toast};
use crate::ui::{focus, reveal};
use form::Occasion;
use group::Run;
use iced::{Element, Task};
use kaikuasema_domain::limits::{Finding, Oversold};
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::{CardNumber, EventId, Usage, UsageId, VenueId};
use next::Waiting;
use one_scan::LastScan;
use own::Own;
use std::collections::HashSet;
use std::sync::Arc;

/// The number field's id.
pub const NUMBER: &str = "number";
/// The save button's id.
pub const SAVE: &str = "save";
/// The button of the deliberate key.
pub const SAVE_ANYWAY: &str = "save-anyway";
/// The button that goes on to the next card.
pub const NEXT: &str = "next-card";
/// The button that sets an unknown card aside.
pub const ASIDE: &str = "aside";
/// The reason field of the discretion.
pub const REASON: &str = "discretion-reason";
const ASK_FIRST: &str = "ask-first";
const ASK_SECOND: &str = "ask-second";

/// What is on the counter.
#[derive(Debug)]
enum Stage {
    /// Nothing: ready to read.
    Idle,
    /// What was read or typed is no card number.
    NoCard(NoCard),
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
    AskingAgain { draft: Box<UsageDraft>, recorded_at: jiff::Timestamp, children: u16 },
    /// On its way to the disk; a second Enter does nothing.
    Writing,
}

/// The counter.
#[derive(Debug)]
pub struct Counter {
    number: Typed,
    stage: Stage,
    checking: Option<CardNumber>,
    form: Form,
    problem: Option<form::Problem>,
    waiting: Waiting,
    venue: Option<VenueId>,
    today: TodaysRecords,
    own: Own,
    list: List,
    toast: Toast,
    shows_help: bool,
    /// What counts towards the limits of the open card and this event.
    so_far: SoFar,
    so_far_of: Option<EventId>,
    /// What the limits said on the screen when the deliberate key was pressed.
    shown: Vec<Finding>,
    /// Why the clerk uses the discretion; optional.
    reason: String,
    /// Who was turned away today, so that reading a card again counts nobody twice.
    turned_away: HashSet<(CardNumber, Refusal)>,
    run: Option<Run>,
    groups: Vec<Group>,
    /// What the form was for when a group was gone on with.
    before_run: Option<Occasion>,
    /// The key that sets aside was pressed while the register was being asked; whether let in.
    aside_wanted: Option<bool>,
    /// The card set aside last, for Ctrl and Z.
    last_aside: Option<UsageId>,
    /// A number of children that is still to be written, of a record that the last scan made.
    unfinished: Option<Usage>,
    /// Something was typed into the open form: Ctrl and Z is not for a former record then.
    has_typed: bool,
    /// The use being saved was saved by the scan itself, and the last that was.
    saved_by_scan: bool,
    last_by_scan: Option<LastScan>,
    /// A new day began while a form was open.
    day_waits: bool,
    oversold: Vec<Oversold>,
    /// What was oversold and seen by the clerk.
    seen: Vec<Oversold>,
    /// The venue's default event was put into the form once.
    has_default: bool,
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
            waiting: Waiting::default(),
            venue: None,
            today: TodaysRecords::default(),
            own: Own::default(),
            list: List::default(),
            toast: Toast::default(),
            shows_help: false,
            so_far: SoFar::default(),
            so_far_of: None,
            shown: Vec::new(),
            reason: String::new(),
            turned_away: HashSet::new(),
            run: None,
            groups: Vec::new(),
            before_run: None,
            aside_wanted: None,
            last_aside: None,
            unfinished: None,
            has_typed: false,
            saved_by_scan: false,
            last_by_scan: None,
            day_waits: false,
            oversold: Vec::new(),
            seen: Vec::new(),
            has_default: false,
        };
        let task = Task::batch([counter.venue_changed(context), focus::set(NUMBER)]);
        (counter, task)
    }

    /// The venue was chosen or changed: its events and records are read, its rules apply (R48).
    pub fn venue_changed(&mut self, context: &Context) -> Task<Message> {
        if self.venue != context.venue {
            self.venue = context.venue;
            self.form.clear_occasion(context.today);
            self.form.set_events(Vec::new(), context.local_now());
            self.today = TodaysRecords::default();
            self.list = List::default();
            self.run = None;
            self.before_run = None;
            self.groups.clear();
            self.last_by_scan = None;
            self.oversold.clear();
            self.has_default = false;
            // A question about the former venue's records is none about this one's.
            self.stop_saving();
        }
        self.data_changed(context)
    }

    /// Something came through the synchronisation: what is shown is read again.
    pub fn data_changed(&mut self, context: &Context) -> Task<Message> {
        self.form.set_most_staff(context.rules().most_staff());
        let Some(venue) = self.venue else { return Task::none() };
        let station = context.station.clone();
        let events =
            Task::perform(async move { station.events(venue).await.map_err(Arc::new) }, move |result| Message::EventsLoaded(venue, result));
        let recheck = match &self.stage {
            Stage::Judged { known, saving: Saving::Ready } => self.check(known.number, context),
            _ => Task::none(),
        };
        let oversold = {
            let station = context.station.clone();
            Task::perform(async move { station.oversold(venue).await.map_err(Arc::new) }, move |read| Message::OversoldRead(venue, read))
        };
        Task::batch([events, self.load_records(context), self.load_groups(context), oversold, recheck])
    }

    /// The page is shown: what it shows is read again, the focus is where it belongs.
    pub fn shown(&mut self, context: &Context) -> Task<Message> {
        Task::batch([self.data_changed(context), self.focus_on_verdict(context)])
    }

    /// Midnight: the remembered date goes back to today.
    pub fn day_changed(&mut self, context: &Context) -> Task<Message> {
        // A form that is open keeps what the clerk chose for this customer.
        self.day_waits = matches!(self.stage, Stage::Judged { .. });
        if !self.day_waits {
            self.form.day_changed(context.local_now());
        }
        self.turned_away.clear();
        self.last_by_scan = None;
        self.data_changed(context)
    }

    /// A card was read, wherever the focus was.
    pub fn card_read(&mut self, text: Typed, context: &Context) -> Task<Message> {
        self.form.close_lists();
        let is_open = match &self.stage {
            Stage::Judged { known, .. } => Some(known.number),
            _ => None,
        };
        let is_here = |number| is_open == Some(number) || self.checking == Some(number) || self.waiting.has(number);
        if CardNumber::parse(&text).is_ok_and(is_here) {
            // Read twice: it is on the counter already, or about to be.
            return Task::none();
        }
        let is_saving = matches!(&self.stage, Stage::Judged { saving: Saving::Seeking(_) | Saving::Writing, .. });
        if is_saving || self.checking.is_some() || !self.waiting.is_empty() {
            self.waiting.push(text);
            return Task::none();
        }
        if self.has_unsaved_form(context) {
            self.waiting.push(text);
            self.waiting.ask();
            return focus::set(ASK_FIRST);
        }
        self.open(&text, context)
    }

    /// Opens a card with an event day set, as the sample cards do.
    pub fn open_for_day(&mut self, text: &str, day: Option<jiff::civil::Date>, context: &Context) -> Task<Message> {
        if let Some(day) = day {
            self.form.set_day(day);
        }
        self.open(text, context)
    }

    fn has_unsaved_form(&self, context: &Context) -> bool {
        self.judgement(context).is_some_and(|judgement| judgement.can_be_saved())
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
                    let wanted = self.aside_wanted.take().filter(|_| answer != Some(true));
                    return Action::Run(wanted.map_or_else(Task::none, |granted| self.set_aside(granted, context)));
                }
                Task::none()
            }
            Message::EventsLoaded(venue, Ok(events)) => {
                if Some(venue) == self.venue {
                    self.form.set_events(events, context.local_now());
                    self.put_default_event(context);
                    if self.form.event_id() != self.so_far_of {
                        return Action::Run(self.read_so_far(context));
                    }
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
                self.has_typed |= message.is_typing();
                // Counted by `+` and `-`, a number may be out of sight.
                let seen = message.stepped().map_or_else(Task::none, reveal::reveal_widget);
                self.form.set_most_staff(context.rules().most_staff());
                let is_event_picked = self.form.update(message, context.local_now());
                self.drop_outdated_question();
                let limits = if self.form.event_id() == self.so_far_of { Task::none() } else { self.read_so_far(context) };
                let focus = match is_event_picked {
                    // What the event asks for comes next, else the key that saves or counts children.
                    true if self.form.asks_value() => focus::set_and_select(form::VALUE),
                    true => self.focus_on_verdict(context),
                    false => Task::none(),
                };
                Task::batch([limits, focus.chain(seen)])
            }
            Message::SavePressed => self.save_pressed(context),
            Message::DiscretionPressed => self.discretion_pressed(context),
            Message::TwinSought(draft, result) => self.twin_sought(draft, result, context),
            Message::AgainChosen => self.again_chosen(context),
            Message::AgainDeclined => self.again_declined(context),
            Message::SaveFinished(result) => self.save_finished(result, context),
            Message::UndoPressed => self.undo_pressed(context),
            Message::UndoFinished(id, result) => self.undo_finished(id, result, context),
            Message::BackPressed => self.back_pressed(context),
            Message::NewCardPressed => focus::set_and_select(NUMBER),
            Message::NextSaveChosen => self.next_save_chosen(context),
            Message::NextDropChosen => self.next_drop_chosen(context),
            Message::HelpPressed => {
                self.shows_help = !self.shows_help;
                Task::none()
            }
            Message::ToastFaded(number) => {
                self.toast.faded(number);
                Task::none()
            }
            Message::RecordsScrolled(viewport) => {
                self.list.scrolled(&viewport);
                Task::none()
            }
            Message::SoFarRead(number, event, Ok(so_far)) => self.so_far_read(number, event, so_far, context),
            Message::ReasonTyped(text) => {
                self.reason = text;
                self.has_typed = true;
                Task::none()
            }
            Message::RoomChosen(showing) => {
                self.form.choose_showing(showing);
                self.drop_outdated_question();
                self.focus_on_verdict(context)
            }
            Message::ValueCut(value) => {
                self.form.set_value(value);
                self.drop_outdated_question();
                self.focus_on_verdict(context)
            }
            Message::TurnedAwayCounted(Ok(())) => Task::none(),
            Message::TurnedAwayCounted(Err(error)) => self.say(error_text::record(&error, &context.locale), Mood::Failed),
            Message::AsidePressed(granted) => self.set_aside(granted, context),
            Message::SetAside(result) => self.aside_set(result, context),
            Message::AsideTextPressed => self.copy_aside_text(context),
            Message::GroupsLoaded(result) => self.groups_loaded(result, context),
            Message::GroupRead(community, result) => {
                self.group_read(community, result);
                Task::none()
            }
            Message::RunPaused => self.pause_run(),
            Message::RunResumed(community) => self.resume_run(community),
            Message::RunClosePressed(community) => self.close_run(community, context),
            Message::RunClosed(result) => self.run_closed(result, context),
            Message::LastStepped(by) => self.correct_last(by, context),
            Message::LastCorrected(result) => self.last_corrected(result, context),
            Message::OversoldRead(venue, Ok(oversold)) => {
                if Some(venue) == self.venue {
                    self.oversold = oversold;
                }
                Task::none()
            }
            Message::AsideUndone(result) => self.aside_undone(result, context),
            Message::SoFarRead(_, _, Err(error)) | Message::OversoldRead(_, Err(error)) => {
                self.say(error_text::station(&error, &context.locale), Mood::Failed)
            }
            Message::OversoldSeen => {
                self.seen = self.oversold.clone();
                focus::set(NUMBER)
            }
            Message::SignInPressed => return Action::OpenSignIn,
            Message::Camera(message) => return Action::Camera(message),
        };
        Action::Run(task)
    }

    fn back_pressed(&mut self, context: &Context) -> Task<Message> {
        if matches!(&self.stage, Stage::Judged { saving: Saving::Seeking(_) | Saving::Writing, .. }) {
            return Task::none();
        }
        if std::mem::take(&mut self.shows_help) {
            return Task::none();
        }
        if matches!(self.stage, Stage::Idle) && self.is_run_active() {
            return self.pause_run();
        }
        let left = self.leave_card(context);
        self.stage = Stage::Idle;
        self.number = Typed::default();
        self.checking = None;
        self.problem = None;
        self.last_by_scan = None;
        self.form.reset_for_next();
        self.take_new_day(context);
        Task::batch([left, self.go_on(context)])
    }

    /// The day that began while a form was open begins now.
    fn take_new_day(&mut self, context: &Context) {
        if std::mem::take(&mut self.day_waits) {
            self.form.day_changed(context.local_now());
        }
    }

    fn say(&mut self, words: String, mood: Mood) -> Task<Message> {
        self.toast.say(words, mood, Message::ToastFaded)
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        view::view(self, context)
    }
}
