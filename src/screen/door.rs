//! The door: tonight's showing, its tickets and what became of each; a scan hands over or marks
//! arrived (R155–R162).
//!
//! What a scan does is decided by one pure function ([`scan`]); here it is carried out and said.

mod heard;
mod keys;
mod marking;
mod rows;
mod said_view;
mod view;

use crate::context::Context;
use crate::error_text;
use crate::no_card::NoCard;
use crate::station::door::{DoorShowing, Occasion, default_of};
use crate::station::{Checked, RecordError, StationError};
use crate::typed::Typed;
use crate::ui::date_field::{self, DateField};
use crate::ui::drop_down::{self, DropDown};
use crate::ui::focus;
use crate::ui::list::List;
use crate::ui::toast::{Mood, Toast};
use heard::Heard;
use iced::widget::scrollable::Viewport;
use iced::{Element, Task};
use jiff::civil::Date;
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::{CardNumber, UsageId, VenueId};
use kaikuasema_store::RecordedUsage;
use std::sync::Arc;

/// The number field's id.
pub const NUMBER: &str = "number";
/// The list of showings' id.
pub const SHOWING: &str = "door-showing";
/// The day field's id.
pub const DAY: &str = "door-day";
/// The list of tickets' id.
pub const TICKETS: &str = "tickets";
/// The button of the deliberate key.
pub const ANYWAY: &str = "door-anyway";
/// The first button of a question.
pub const ASK_FIRST: &str = "ask-first";
const ASK_SECOND: &str = "ask-second";

/// What happened at the door.
#[derive(Clone, Debug)]
pub enum Message {
    /// The number field holds this text now.
    NumberTyped(Typed),
    /// Enter in the number field.
    NumberSubmitted,
    /// The day's showings were read, by the load of this number.
    ShowingsLoaded(u64, Result<Vec<DoorShowing>, Arc<StationError>>),
    /// A card was judged; for this ticket, where one was pressed and no card scanned.
    CardChecked(CardNumber, Option<UsageId>, Result<Checked, Arc<StationError>>),
    /// In the list of showings.
    Showings(drop_down::Message),
    /// In the day field.
    Day(date_field::Message),
    /// The arrow keys moved in the list.
    RowMoved(isize),
    /// A ticket was pressed.
    RowPressed(UsageId),
    /// The next step of a ticket was pressed.
    StepPressed(UsageId),
    /// Enter on the ticket that is lit.
    RowEntered,
    /// F11, or its button.
    AnywayPressed,
    /// The lit ticket's holder did not come.
    NoShowPressed,
    /// The lit ticket is to be cancelled: for sure?
    CancelPressed,
    /// What was marked last on the lit ticket is to be taken back.
    TakeBackPressed,
    /// Everyone still missing is to be marked as not come: for sure?
    AllMissingPressed,
    /// The question was answered with yes.
    QuestionAgreed,
    /// The question was left.
    QuestionLeft,
    /// A mark is on the disk, or not.
    Marked(Mark, Result<(), Arc<RecordError>>),
    /// Ctrl and Z.
    UndoPressed,
    /// Only those who are missing are listed, or everyone again.
    MissingPressed,
    /// The card's ticket is for another showing, which is to be shown.
    ElsewherePressed(Occasion),
    /// The card without a ticket is to be opened at the counter.
    CounterPressed,
    /// F1.
    HelpPressed,
    /// Esc: what is open closes, what was said goes.
    LeftPressed,
    /// The list was scrolled.
    Scrolled(Viewport),
    /// A confirmation was shown long enough.
    ToastFaded(u64),
}

/// What the door asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Run this.
    Run(Task<Message>),
    /// Open this card at the counter.
    OpenAtCounter(CardNumber),
}

/// One mark on a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The ticket.
    pub ticket: UsageId,
    /// What became of it.
    pub fact: Fact,
    /// It is taken back.
    pub taken_back: bool,
}

/// What is said about the card read last.
#[derive(Debug)]
enum Said {
    /// It is no card number.
    NoCard(NoCard),
    /// It has a ticket here, or not.
    Heard(Box<Heard>),
}

/// What the clerk is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Question {
    /// Cancel this ticket?
    Cancel(UsageId),
    /// Mark all these as not come?
    AllMissing(Vec<UsageId>),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Listed {
    #[default]
    All,
    Missing,
}

/// The door.
#[derive(Debug)]
pub struct Door {
    venue: Option<VenueId>,
    day: DateField,
    /// The day that was today when it was chosen: a day chosen by the clerk stays over midnight.
    today: Date,
    showings: Vec<DoorShowing>,
    chosen: Option<Occasion>,
    showing_list: DropDown,
    number: Typed,
    listed: Listed,
    list: List,
    lit: Option<UsageId>,
    said: Option<Said>,
    question: Option<Question>,
    /// Marks on their way to the disk.
    marking: Vec<Mark>,
    /// What this page marked, oldest first: Ctrl and Z takes the last back.
    marked: Vec<Mark>,
    toast: Toast,
    loads: u64,
    /// A load of a smaller number knows less than what is shown.
    current: u64,
    shows_help: bool,
}

impl Door {
    /// The door of today's showings; reads nothing yet.
    #[must_use]
    pub fn new(context: &Context) -> Self {
        Self {
            venue: context.venue,
            day: DateField::new(context.today),
            today: context.today,
            showings: Vec::new(),
            chosen: None,
            showing_list: DropDown::Closed,
            number: Typed::default(),
            listed: Listed::All,
            list: List::named(TICKETS_SCROLLED),
            lit: None,
            said: None,
            question: None,
            marking: Vec::new(),
            marked: Vec::new(),
            toast: Toast::default(),
            loads: 0,
            current: 0,
            shows_help: false,
        }
    }

    /// The page is shown.
    pub fn shown(&mut self, context: &Context) -> Task<Message> {
        Task::batch([self.data_changed(context), focus::set(NUMBER)])
    }

    /// Another venue was chosen: it has other showings.
    pub fn venue_changed(&mut self, context: &Context) -> Task<Message> {
        if self.venue != context.venue {
            let loads = self.loads;
            // A load under way for the former venue must not be shown for this one.
            *self = Self { loads, current: loads + 1, ..Self::new(context) };
        }
        self.data_changed(context)
    }

    /// Midnight: a list of today is a list of the new day.
    pub fn day_changed(&mut self, context: &Context) -> Task<Message> {
        if self.day.date() == Some(self.today) {
            self.day = DateField::new(context.today);
            self.changed_day();
        }
        self.today = context.today;
        self.data_changed(context)
    }

    fn changed_day(&mut self) {
        self.chosen = None;
        self.said = None;
        self.question = None;
        self.lit = None;
        self.listed = Listed::All;
        self.showings = Vec::new();
        self.current = self.loads + 1;
    }

    /// Something changed: the day's showings are read again.
    pub fn data_changed(&mut self, context: &Context) -> Task<Message> {
        let (Some(venue), Some(day)) = (self.venue, self.day.date()) else { return Task::none() };
        self.loads += 1;
        let (station, number) = (context.station.clone(), self.loads);
        Task::perform(async move { station.door_showings(venue, day).await.map_err(Arc::new) }, move |result| {
            Message::ShowingsLoaded(number, result)
        })
    }

    /// A card was read, wherever the focus was.
    pub fn card_read(&mut self, text: &str, context: &Context) -> Task<Message> {
        self.showing_list = DropDown::Closed;
        self.question = None;
        self.number = Typed::default();
        match CardNumber::parse(text) {
            Ok(number) => self.check(number, None, context),
            Err(error) => {
                self.said = Some(Said::NoCard(NoCard::of(text, error)));
                focus::set(NUMBER)
            }
        }
    }

    fn check(&self, number: CardNumber, ticket: Option<UsageId>, context: &Context) -> Task<Message> {
        let station = context.station.clone();
        let (venue, day) = (self.venue, self.chosen.map_or(context.today, |chosen| chosen.date));
        Task::perform(async move { station.check(number, venue, day).await.map_err(Arc::new) }, move |result| {
            Message::CardChecked(number, ticket, result)
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
            Message::ShowingsLoaded(number, result) => self.showings_loaded(number, result, context),
            Message::CardChecked(number, ticket, result) => self.card_checked(number, ticket, result, context),
            Message::Showings(message) => self.showings_message(&message),
            Message::Day(message) => self.day_message(message, context),
            Message::RowMoved(by) => self.row_moved(by),
            Message::RowPressed(ticket) => {
                self.lit = Some(ticket);
                focus::set(TICKETS)
            }
            Message::StepPressed(ticket) => self.step(ticket, context),
            Message::RowEntered => self.lit.map_or_else(Task::none, |ticket| self.step(ticket, context)),
            Message::AnywayPressed => self.anyway_pressed(context),
            Message::NoShowPressed => self.no_show_pressed(context),
            Message::CancelPressed => self.cancel_pressed(),
            Message::TakeBackPressed => self.take_back_pressed(context),
            Message::AllMissingPressed => self.all_missing_pressed(context),
            Message::QuestionAgreed => self.question_agreed(context),
            Message::QuestionLeft => {
                self.question = None;
                focus::set(TICKETS)
            }
            Message::Marked(mark, result) => self.marked(mark, result, context),
            Message::UndoPressed => self.undo_pressed(context),
            Message::MissingPressed => {
                self.listed = if self.listed == Listed::All { Listed::Missing } else { Listed::All };
                Task::none()
            }
            Message::ElsewherePressed(occasion) => self.elsewhere_pressed(occasion, context),
            Message::CounterPressed => return self.counter_pressed(),
            Message::HelpPressed => {
                self.shows_help = !self.shows_help;
                Task::none()
            }
            Message::LeftPressed => self.left_pressed(),
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

    fn showings_loaded(&mut self, number: u64, result: Result<Vec<DoorShowing>, Arc<StationError>>, context: &Context) -> Task<Message> {
        if number < self.current {
            return Task::none();
        }
        match result {
            Ok(showings) => {
                self.current = number;
                self.showings = showings;
                if self.showing().is_none() {
                    self.chosen = default_of(&self.showings, context.local_now());
                }
                Task::none()
            }
            Err(error) => self.say(error_text::station(&error, &context.locale), Mood::Failed),
        }
    }

    fn showings_message(&mut self, message: &drop_down::Message) -> Task<Message> {
        let at = self.showings.iter().position(|showing| Some(showing.occasion) == self.chosen);
        let Some(row) = self.showing_list.update(message, at, self.showings.len()) else { return Task::none() };
        self.chosen = self.showings.get(row).map(|showing| showing.occasion);
        self.said = None;
        self.lit = None;
        self.listed = Listed::All;
        focus::set(NUMBER)
    }

    fn day_message(&mut self, message: date_field::Message, context: &Context) -> Task<Message> {
        let before = self.day.date();
        self.day.update(message, context.today);
        if self.day.date() == before || self.day.date().is_none() {
            return Task::none();
        }
        self.changed_day();
        self.data_changed(context)
    }

    fn number_submitted(&mut self, context: &Context) -> Task<Message> {
        let typed = self.number.trim().to_owned();
        if typed.is_empty() {
            return Task::none();
        }
        // The end of a number is enough where it leaves one ticket.
        let shown = self.shown_tickets();
        if CardNumber::parse(&typed).is_err()
            && let [only] = shown.as_slice()
        {
            let card = only.usage.card;
            self.number = Typed::default();
            return self.check(card, None, context);
        }
        self.card_read(&typed, context)
    }

    fn row_moved(&mut self, by: isize) -> Task<Message> {
        let shown: Vec<UsageId> = self.shown_tickets().iter().map(|ticket| ticket.usage.id).collect();
        let at = self.lit.and_then(|lit| shown.iter().position(|id| *id == lit));
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(shown.len().saturating_sub(1)),
            None if by < 0 => shown.len().saturating_sub(1),
            None => 0,
        };
        self.lit = shown.get(next).copied();
        Task::batch([self.list.reveal(next, rows::ROW), focus::set(TICKETS)])
    }

    /// Scrolls the lit ticket into sight.
    fn reveal_lit(&self) -> Task<Message> {
        let at = self.lit.and_then(|lit| self.shown_tickets().iter().position(|ticket| ticket.usage.id == lit));
        at.map_or_else(Task::none, |at| self.list.reveal(at, rows::ROW))
    }

    fn elsewhere_pressed(&mut self, occasion: Occasion, context: &Context) -> Task<Message> {
        let card = match &self.said {
            Some(Said::Heard(heard)) => Some(heard.known.number),
            _ => None,
        };
        self.chosen = Some(occasion);
        self.lit = None;
        card.map_or_else(Task::none, |card| self.check(card, None, context))
    }

    fn counter_pressed(&mut self) -> Action {
        match self.said.take() {
            Some(Said::Heard(heard)) => Action::OpenAtCounter(heard.known.number),
            other => {
                self.said = other;
                Action::Run(Task::none())
            }
        }
    }

    fn left_pressed(&mut self) -> Task<Message> {
        if std::mem::take(&mut self.shows_help) || self.question.take().is_some() {
            return Task::none();
        }
        self.said = None;
        self.number = Typed::default();
        focus::set(NUMBER)
    }

    /// The chosen showing.
    fn showing(&self) -> Option<&DoorShowing> {
        self.showings.iter().find(|showing| Some(showing.occasion) == self.chosen)
    }

    /// A ticket of the chosen showing.
    fn ticket(&self, id: UsageId) -> Option<&RecordedUsage> {
        self.showing()?.tickets.iter().find(|ticket| ticket.usage.id == id)
    }

    /// The tickets listed: all of the showing or the missing ones, and of these what the typed number leaves.
    fn shown_tickets(&self) -> Vec<&RecordedUsage> {
        let Some(showing) = self.showing() else { return Vec::new() };
        let listed = match self.listed {
            Listed::All => showing.tickets.iter().collect(),
            Listed::Missing => showing.missing(),
        };
        let typed = self.number.trim().to_uppercase();
        listed.into_iter().filter(|ticket| typed.is_empty() || ticket.usage.card.to_string().contains(&typed)).collect()
    }

    fn say(&mut self, words: String, mood: Mood) -> Task<Message> {
        self.toast.say(words, mood, Message::ToastFaded)
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        view::view(self, context)
    }
}

/// The scrolled list inside [`TICKETS`].
const TICKETS_SCROLLED: &str = "tickets-scrolled";
