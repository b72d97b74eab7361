//! The form of a row from the paper: what stays from row to row, what does not, and the draft it makes.

use crate::record_form::{Along, EventField, EventProblem};
use crate::typed::Typed;
use crate::ui::combo;
use crate::ui::date_field::{self, DateField};
use crate::ui::drop_down::{self, DropDown};
use crate::ui::stepper;
use jiff::civil::{Date, Time};
use kaikuasema_domain::usage::{Channel, Discretion, LateEntry, ONE_STAFF, UsageDraft};
use kaikuasema_domain::user::{User, VenueAccess};
use kaikuasema_domain::{CardKind, CardNumber, CardNumberError, Cents, EventId, Showing, ShowingId, UserId, VenueId, civil};
use kaikuasema_store::EventWithShowings;

/// What happened in the form.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the day field.
    Date(date_field::Message),
    /// In the list of clerks.
    Clerk(drop_down::Message),
    /// In the event field.
    Event(combo::Message),
    /// In the list of that day's showings.
    Showing(drop_down::Message),
    /// The time field holds this text now.
    TimeTyped(String),
    /// The number field holds this text now.
    NumberTyped(Typed),
    /// On the number of children.
    Children(stepper::Message),
    /// On the number of customer cards.
    CustomerCards(stepper::Message),
    /// On the number of staff members.
    Staff(stepper::Message),
    /// The value field holds this text now.
    ValueTyped(String),
}

/// What in the form stands in the way of recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The day is none.
    Date,
    /// The day is still to come.
    DateToCome,
    /// Nobody is chosen who served.
    Clerk,
    /// An event was typed, but neither chosen nor made.
    EventUndecided,
    /// The new event's name is too long.
    EventName,
    /// The time is none.
    Time,
    /// The number is no card's.
    Number(CardNumberError),
    /// The value is no amount.
    Value,
}

/// The day field's id.
pub const DATE: &str = "date";
/// The list of clerks' id.
pub const CLERK: &str = "late-clerk";
/// The event field's id.
pub const EVENT: &str = "event";
/// The list of showings' id.
pub const SHOWING: &str = "showing";
/// The time field's id.
pub const TIME: &str = "time";
/// The children's field's id.
pub const CHILDREN: &str = "children";
/// The customer cards' field's id.
pub const CUSTOMER_CARDS: &str = "customer-cards";
/// The staff members' field's id.
pub const STAFF: &str = "staff";
/// The value field's id.
pub const VALUE: &str = "value";

impl Problem {
    /// The field to mend.
    #[must_use]
    pub fn field(&self) -> &'static str {
        match self {
            Problem::Date | Problem::DateToCome => DATE,
            Problem::Clerk => CLERK,
            Problem::EventUndecided | Problem::EventName => EVENT,
            Problem::Time => TIME,
            Problem::Number(_) => super::NUMBER,
            Problem::Value => VALUE,
        }
    }
}

/// The form.
#[derive(Clone, Debug)]
pub struct Form {
    pub(super) date: DateField,
    pub(super) clerks: Vec<User>,
    pub(super) clerk: Option<UserId>,
    pub(super) clerk_list: DropDown,
    pub(super) event: EventField,
    showing: Option<ShowingId>,
    pub(super) showing_list: DropDown,
    pub(super) time: String,
    pub(super) number: Typed,
    pub(super) along: Along,
}

impl Form {
    /// An empty form for today, served by the clerk who is signed in.
    #[must_use]
    pub fn new(today: Date, access: Option<&VenueAccess>, signed_in: Option<&User>) -> Self {
        let mut form = Self {
            date: DateField::new(today),
            clerks: Vec::new(),
            clerk: signed_in.map(|user| user.id),
            clerk_list: DropDown::Closed,
            event: EventField::default(),
            showing: None,
            showing_list: DropDown::Closed,
            time: String::new(),
            number: Typed::default(),
            along: Along::default(),
        };
        form.set_clerks(access, signed_in);
        form.set_most_staff(access.map_or(ONE_STAFF, |access| access.venue.rules.most_staff()));
        form
    }

    /// Takes who may have served at the venue: whoever records there, and who is signed in.
    pub fn set_clerks(&mut self, access: Option<&VenueAccess>, signed_in: Option<&User>) {
        let colleagues = access.map(|access| access.colleagues.clone()).unwrap_or_default();
        let own = signed_in.filter(|user| colleagues.iter().all(|colleague| colleague.id != user.id)).cloned();
        self.clerks = own.into_iter().chain(colleagues).collect();
        self.clerks.sort_by(|a, b| a.email.cmp(&b.email));
        if self.clerk().is_none() {
            self.clerk = signed_in.map(|user| user.id);
        }
    }

    /// Who served, as chosen.
    #[must_use]
    pub fn clerk(&self) -> Option<&User> {
        self.clerks.iter().find(|user| Some(user.id) == self.clerk)
    }

    /// Takes the venue's events, as [`EventField::set_events`] does.
    pub fn set_events(&mut self, events: Vec<EventWithShowings>) {
        if self.event.set_events(events) {
            self.choose_showing();
        }
    }

    /// The chosen event, where it is one there is.
    #[must_use]
    pub fn event(&self) -> Option<&EventWithShowings> {
        self.event.chosen()
    }

    /// The names of the events to choose from.
    #[must_use]
    pub fn names(&self) -> &[String] {
        self.event.names()
    }

    /// The event made by "Luo" has its id now.
    pub fn event_made(&mut self, id: EventId) {
        self.event.made(id);
    }

    /// The event's showings of the day, those called off left out.
    #[must_use]
    pub fn showings(&self) -> Vec<&Showing> {
        let on_the_day = |showing: &&Showing| !showing.cancelled && Some(showing.date) == self.date.date();
        self.event().map(|each| each.showings.iter().filter(on_the_day).collect()).unwrap_or_default()
    }

    /// The day of the row, where the field holds one.
    #[must_use]
    pub fn draft_day(&self, today: Date) -> Option<Date> {
        past(&self.date, today)
    }

    /// The chosen showing of the day.
    #[must_use]
    pub fn showing(&self) -> Option<&Showing> {
        self.showings().into_iter().find(|showing| Some(showing.id) == self.showing)
    }

    fn choose_showing(&mut self) {
        if self.showing().is_none() {
            self.showing = self.showings().first().map(|showing| showing.id);
        }
    }

    /// Whether the chosen event asks for its monetary value (R62).
    #[must_use]
    pub fn asks_value(&self) -> bool {
        self.event.asks_value()
    }

    /// The card typed, where it is one.
    ///
    /// # Errors
    /// Why it is none.
    pub fn card(&self) -> Result<CardNumber, CardNumberError> {
        CardNumber::parse(&self.number)
    }

    /// Whether the number typed is a community card's.
    #[must_use]
    pub fn is_community(&self) -> bool {
        self.card().is_ok_and(|card| card.kind() == CardKind::Community)
    }

    /// Whether nothing of the row is typed yet.
    #[must_use]
    pub fn row_is_empty(&self) -> bool {
        self.number.trim().is_empty()
    }

    /// The next row.
    pub fn reset_row(&mut self) {
        self.number = Typed::default();
        self.along.reset();
        self.close_lists();
    }

    /// The most staff members that the venue's rules let a group count (C22).
    pub fn set_most_staff(&mut self, most: u16) {
        self.along.set_most_staff(most);
    }

    /// The most staff members of a group, where more than one are counted: else nobody is asked for them.
    #[must_use]
    pub fn most_staff(&self) -> Option<u16> {
        self.along.most_staff()
    }

    /// The staff members who come with a card: on a customer's own there is the holder only.
    #[must_use]
    pub fn staff_of(&self, card: CardNumber) -> u16 {
        self.along.staff_of(card)
    }

    /// Whether a list or the calendar is open, so that Esc is for it.
    #[must_use]
    pub fn is_list_open(&self) -> bool {
        self.event.combo.is_open() || self.showing_list.is_open() || self.clerk_list.is_open() || self.date.is_open()
    }

    /// Closes every list.
    pub fn close_lists(&mut self) {
        self.event.combo.close();
        self.showing_list = DropDown::Closed;
        self.clerk_list = DropDown::Closed;
        self.date.close();
    }

    /// Takes a message; answers whether an event was picked or made.
    pub fn update(&mut self, message: Message, today: Date) -> bool {
        match message {
            Message::Date(message) => {
                let day = past(&self.date, today);
                let is_left = message == date_field::Message::Closed;
                self.date.update(message, today);
                if is_left && let Some(day) = day.filter(|day| Some(*day) != self.date.date()) {
                    self.date = DateField::new(day);
                }
                self.choose_showing();
            }
            Message::Clerk(message) => {
                let at = self.clerks.iter().position(|user| Some(user.id) == self.clerk);
                if let Some(user) = self.clerk_list.update(&message, at, self.clerks.len()).and_then(|row| self.clerks.get(row)) {
                    self.clerk = Some(user.id);
                }
            }
            Message::Event(message) => return self.event_message(message),
            Message::Showing(message) => {
                let rows: Vec<ShowingId> = self.showings().iter().map(|showing| showing.id).collect();
                let at = rows.iter().position(|id| Some(*id) == self.showing);
                if let Some(id) = self.showing_list.update(&message, at, rows.len()).and_then(|row| rows.get(row)) {
                    self.showing = Some(*id);
                }
            }
            Message::TimeTyped(text) => self.time = text,
            Message::NumberTyped(text) => self.number = text,
            Message::Children(message) => self.along.step_children(&message),
            Message::CustomerCards(message) => self.along.step_customer_cards(&message),
            Message::Staff(message) => self.along.step_staff(&message),
            Message::ValueTyped(text) => self.along.value = text,
        }
        false
    }

    fn event_message(&mut self, message: combo::Message) -> bool {
        let Some(is_picked) = self.event.update(message) else { return false };
        self.showing = None;
        self.choose_showing();
        if !self.asks_value() {
            self.along.value.clear();
        }
        is_picked
    }

    /// The typed time: none given, or one, or the chosen showing's.
    ///
    /// # Errors
    /// [`Problem::Time`] when the text is no clock time.
    pub fn time(&self) -> Result<Option<Time>, Problem> {
        match self.showing() {
            Some(showing) => Ok(showing.time),
            None if self.time.trim().is_empty() => Ok(None),
            None => civil::parse_time(&self.time).map(Some).ok_or(Problem::Time),
        }
    }

    /// The typed value, where the event asks for one.
    ///
    /// # Errors
    /// [`Problem::Value`] when the text is no amount.
    pub fn value(&self) -> Result<Option<Cents>, Problem> {
        self.along.value_of(&self.event).map_err(|_| Problem::Value)
    }

    /// The draft to record.
    ///
    /// # Errors
    /// The first [`Problem`] found.
    pub fn draft(&self, venue: VenueId, today: Date, discretion: Option<Discretion>) -> Result<UsageDraft, Problem> {
        let event_date = self.draft_day(today).ok_or(Problem::Date)?;
        if event_date > today {
            return Err(Problem::DateToCome);
        }
        let clerk = self.clerk.ok_or(Problem::Clerk)?;
        let event = self.event.settled().map_err(|problem| match problem {
            EventProblem::Undecided => Problem::EventUndecided,
            EventProblem::Name => Problem::EventName,
        })?;
        let event_time = self.time()?;
        let card = self.card().map_err(Problem::Number)?;
        Ok(UsageDraft {
            venue,
            card,
            event,
            showing: self.showing().map(|showing| showing.id),
            event_date,
            event_time,
            children: self.along.children,
            customer_cards: self.along.customer_cards_of(card),
            staff: self.staff_of(card),
            value: self.value()?,
            discretion,
            channel: Channel::Desk,
            group: None,
            late: Some(LateEntry { clerk }),
            shown: None,
        })
    }
}

/// A day typed without a year is the last such day, not the next: what is on paper has happened.
fn past(field: &DateField, today: Date) -> Option<Date> {
    let day = field.date()?;
    let lacks_year = !field.text().contains('-') && field.text().split('.').filter(|part| !part.trim().is_empty()).count() == 2;
    if day > today && lacks_year { Date::new(day.year() - 1, day.month(), day.day()).ok() } else { Some(day) }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
