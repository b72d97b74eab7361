//! The recording form: what it holds, what it remembers, and the draft it makes (R46–R69).

mod message;

pub use message::{Message, Problem};

use crate::record_form::{Along, EventField, EventProblem};
use crate::ui::date_field::DateField;
use crate::ui::drop_down::DropDown;
use jiff::civil::{Date, DateTime, Time};
use kaikuasema_domain::event::default_showing;
use kaikuasema_domain::usage::{Channel, Discretion, DraftError, EventChoice, UsageDraft};
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{CardNumber, Cents, Event, EventId, Showing, ShowingId, Usage, Venue, VenueId, civil};
use kaikuasema_store::EventWithShowings;
use std::borrow::Cow;
use uuid::Uuid;

/// The event field's id.
pub const EVENT: &str = "event";
/// The list of showings' id.
pub const SHOWING: &str = "showing";
/// The date field's id.
pub const DATE: &str = "date";
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
/// The list of channels' id.
pub const CHANNEL: &str = "channel";
/// The same-card box's id.
pub const SAME_CARD: &str = "same-card";

/// The form. Event, showing, date and time stay from record to record; the rest does not.
#[derive(Clone, Debug)]
pub struct Form {
    pub(super) event: EventField,
    showing: Option<ShowingId>,
    /// The wanted time is not in the list: day and time are typed (C36).
    by_hand: bool,
    pub(super) showings: DropDown,
    pub(super) date: DateField,
    pub(super) time: String,
    pub(super) along: Along,
    pub(super) same_card: bool,
    pub(super) channel: Channel,
    pub(super) channels: DropDown,
}

/// Event, showing, day and time of a form.
#[derive(Clone, Debug)]
pub struct Occasion {
    event: EventField,
    showing: Option<ShowingId>,
    by_hand: bool,
    date: DateField,
    time: String,
}

impl Form {
    /// An empty form for today.
    #[must_use]
    pub fn new(today: Date) -> Self {
        Self {
            event: EventField::default(),
            showing: None,
            by_hand: false,
            showings: DropDown::default(),
            date: DateField::new(today),
            time: String::new(),
            along: Along::default(),
            same_card: false,
            channel: Channel::Desk,
            channels: DropDown::Closed,
        }
    }

    /// Takes the venue's events, as [`EventField::set_events`] does.
    pub fn set_events(&mut self, events: Vec<EventWithShowings>, now: DateTime) {
        if self.event.set_events(events) && self.showing().is_none() {
            self.showing = self.default_showing(now);
        }
    }

    fn default_showing(&self, now: DateTime) -> Option<ShowingId> {
        default_showing(&self.event()?.showings, now).map(|showing| showing.id)
    }

    /// Forgets event and showing: another venue has others (R48).
    pub fn clear_event(&mut self) {
        self.event.clear();
        self.showing = None;
        self.by_hand = false;
        self.along.value.clear();
    }

    /// The next customer: children back to none, staff members to one, the tick off (R72, C22).
    pub fn reset_for_next(&mut self) {
        self.along.reset();
        self.same_card = false;
        self.channel = Channel::Desk;
        self.close_lists();
    }

    /// What the form is for now, to be put back later.
    #[must_use]
    pub fn occasion(&self) -> Occasion {
        Occasion {
            event: self.event.clone(),
            showing: self.showing,
            by_hand: self.by_hand,
            date: self.date.clone(),
            time: self.time.clone(),
        }
    }

    /// Puts back what the form was for.
    pub fn put_back(&mut self, occasion: Occasion) {
        let Occasion { event, showing, by_hand, date, time } = occasion;
        self.event.put_back(event);
        (self.showing, self.by_hand, self.date, self.time) = (showing, by_hand, date, time);
        self.close_lists();
    }

    /// Another venue: no event, and today.
    pub fn clear_occasion(&mut self, today: Date) {
        self.clear_event();
        self.date = DateField::new(today);
        self.time.clear();
    }

    /// Event, showing, day and time of a record: what a group came for (R61).
    pub fn set_occasion(&mut self, usage: &Usage) {
        self.clear_event();
        if let Some(event) = usage.event {
            self.event.choose(event);
        }
        self.showing = usage.showing;
        self.by_hand = usage.showing.is_none();
        self.date = DateField::new(usage.event_date);
        self.time = usage.event_time.map(|time| time.strftime("%H.%M").to_string()).unwrap_or_default();
    }

    /// Whether no event is chosen or being typed.
    #[must_use]
    pub fn is_event_free(&self) -> bool {
        self.event.is_free()
    }

    /// Chooses one of the venue's events; whether there is such a one.
    pub fn choose_event(&mut self, id: EventId, now: DateTime) -> bool {
        let is_there = self.event.choose(id);
        if is_there {
            self.event_chosen(now);
        }
        is_there
    }

    /// Chooses another showing of the event.
    pub fn choose_showing(&mut self, id: ShowingId) {
        self.by_hand = false;
        self.showing = Some(id);
    }

    /// Puts an amount into the value field.
    pub fn set_value(&mut self, value: Cents) {
        self.along.value = value.to_string();
    }

    /// The chosen event's id.
    #[must_use]
    pub fn event_id(&self) -> Option<EventId> {
        self.event().map(|each| each.event.id)
    }

    /// The event to judge by: the chosen one, or the one that "Luo" is to make.
    #[must_use]
    pub fn event_to_judge(&self, venue: &Venue) -> Option<Cow<'_, Event>> {
        match self.event.choice() {
            EventChoice::None => None,
            EventChoice::Existing(_) => self.event().map(|each| Cow::Borrowed(&each.event)),
            EventChoice::New(name) => Some(Cow::Owned(Event::made_at_counter(EventId(Uuid::nil()), venue.id, venue.kind, name))),
        }
    }

    /// A new day: the date goes back to today, the showing to the next one.
    pub fn day_changed(&mut self, now: DateTime) {
        self.date = DateField::new(now.date());
        self.time.clear();
        self.by_hand = false;
        self.showing = self.default_showing(now).or(self.showing);
    }

    /// Puts a day into the form, by the event's showing of that day where there is one.
    pub fn set_day(&mut self, day: Date) {
        self.date = DateField::new(day);
        if let Some(id) = self.open_showings().iter().find(|showing| showing.date == day).map(|showing| showing.id) {
            self.showing = Some(id);
        }
    }

    /// The event made by "Luo" has its id now.
    pub fn event_made(&mut self, id: EventId) {
        self.event.made(id);
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
        self.event.combo.is_open() || self.showings.is_open() || self.channels.is_open() || self.date.is_open()
    }

    /// Closes every list.
    pub fn close_lists(&mut self) {
        self.event.combo.close();
        self.showings = DropDown::Closed;
        self.channels = DropDown::Closed;
        self.date.close();
    }

    /// Takes a message; answers whether an event was picked from the list or made.
    pub fn update(&mut self, message: Message, now: DateTime) -> bool {
        let mut is_picked = false;
        match message {
            Message::Event(message) => {
                if let Some(picked) = self.event.update(message) {
                    is_picked = picked;
                    self.event_changed(now);
                }
            }
            Message::Showing(message) => {
                let rows = self.ordered_showings(now);
                let at = rows.iter().position(|each| Some(each.id) == self.showing);
                // The last row is for a time that is in no row.
                match self.showings.update(&message, at, rows.len() + 1).map(|row| rows.get(row)) {
                    Some(Some(showing)) => self.showing = Some(showing.id),
                    Some(None) => {
                        self.date = DateField::new(self.event_date().unwrap_or(now.date()));
                        self.by_hand = true;
                    }
                    None => {}
                }
            }
            Message::ListPressed => self.by_hand = false,
            Message::Date(message) => self.date.update(message, now.date()),
            Message::TimeTyped(text) => self.time = text,
            Message::Children(message) => self.along.step_children(&message),
            Message::CustomerCards(message) => self.along.step_customer_cards(&message),
            Message::Staff(message) => self.along.step_staff(&message),
            Message::ValueTyped(text) => self.along.value = text,
            Message::Channel(message) => {
                let at = Channel::ALL.iter().position(|channel| *channel == self.channel);
                if let Some(channel) = self.channels.update(&message, at, Channel::ALL.len()).and_then(|row| Channel::ALL.get(row)) {
                    self.channel = *channel;
                }
            }
            Message::SameCardTicked(ticked) => self.same_card = ticked,
        }
        is_picked
    }

    fn event_changed(&mut self, now: DateTime) {
        match self.event.choice() {
            EventChoice::Existing(_) => self.event_chosen(now),
            EventChoice::New(_) | EventChoice::None => {
                self.showing = None;
                self.along.value.clear();
            }
        }
    }

    fn event_chosen(&mut self, now: DateTime) {
        self.showing = self.default_showing(now);
        self.by_hand = false;
    }

    /// The name of one of the venue's events.
    #[must_use]
    pub fn name_of(&self, id: EventId) -> Option<String> {
        self.event.find(id).map(|each| each.event.name.clone())
    }

    /// The names of the events to choose from.
    #[must_use]
    pub fn names(&self) -> &[String] {
        self.event.names()
    }

    /// The chosen event, where it is one there is.
    #[must_use]
    pub fn event(&self) -> Option<&EventWithShowings> {
        self.event.chosen()
    }

    /// Whether the chosen event asks for its monetary value (R62).
    #[must_use]
    pub fn asks_value(&self) -> bool {
        self.event.asks_value()
    }

    /// Whether the chosen event has showings to choose from (R66).
    #[must_use]
    pub fn is_scheduled(&self) -> bool {
        !self.by_hand && !self.open_showings().is_empty()
    }

    /// Whether day and time are typed although the event has a list of showings (C36).
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.by_hand
    }

    fn open_showings(&self) -> Vec<&Showing> {
        self.event().map(|each| each.showings.iter().filter(|showing| !showing.cancelled).collect()).unwrap_or_default()
    }

    /// The showings to offer: those to come first, the past ones after them, latest first (R67).
    #[must_use]
    pub fn ordered_showings(&self, now: DateTime) -> Vec<Showing> {
        let all = self.open_showings();
        let (mut ahead, mut past): (Vec<&Showing>, Vec<&Showing>) = all.into_iter().partition(|showing| !is_past(showing, now));
        ahead.sort_by_key(|showing| (showing.starts(), showing.id));
        past.sort_by_key(|showing| std::cmp::Reverse((showing.starts(), showing.id)));
        ahead.into_iter().chain(past).cloned().collect()
    }

    /// The chosen showing.
    #[must_use]
    pub fn showing(&self) -> Option<&Showing> {
        self.open_showings().into_iter().find(|showing| !self.by_hand && Some(showing.id) == self.showing)
    }

    /// The day of the event, where the form holds one.
    #[must_use]
    pub fn event_date(&self) -> Option<Date> {
        match self.showing() {
            Some(showing) => Some(showing.date),
            None => self.date.date(),
        }
    }

    /// The typed time: none given, or one, or no time at all.
    ///
    /// # Errors
    /// [`Problem::Time`] when the text is no clock time.
    pub fn event_time(&self) -> Result<Option<Time>, Problem> {
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

    /// The draft to record, complete by what the venue's limits need.
    ///
    /// # Errors
    /// The first [`Problem`] found.
    pub fn complete_draft(
        &self,
        card: CardNumber,
        venue: VenueId,
        discretion: Option<Discretion>,
        rules: &VenueRules,
    ) -> Result<UsageDraft, Problem> {
        let draft = self.draft(card, venue, discretion)?;
        match draft.check(self.event().map(|each| &each.event), &rules.limits, rules.most_staff()) {
            Err(DraftError::EventNeeded) => Err(Problem::EventNeeded),
            Err(DraftError::ValueNeeded) => Err(Problem::ValueNeeded),
            // What else the fields could hold wrong, they do not let in.
            _ => Ok(draft),
        }
    }

    /// The draft to record.
    ///
    /// # Errors
    /// The first [`Problem`] found.
    pub fn draft(&self, card: CardNumber, venue: VenueId, discretion: Option<Discretion>) -> Result<UsageDraft, Problem> {
        let event = self.event.settled().map_err(|problem| match problem {
            EventProblem::Undecided => Problem::EventUndecided,
            EventProblem::Name => Problem::EventName,
        })?;
        Ok(UsageDraft {
            venue,
            card,
            event,
            showing: self.showing().map(|showing| showing.id),
            event_date: self.event_date().ok_or(Problem::Date)?,
            event_time: self.event_time()?,
            children: self.along.children,
            customer_cards: self.along.customer_cards_of(card),
            staff: self.staff_of(card),
            value: self.value()?,
            discretion,
            channel: self.channel,
            group: None,
            late: None,
            shown: None,
        })
    }
}

/// How long after its start a showing is still offered among those to come.
const UNDER_WAY_HOURS: i64 = 3;

/// Whether a showing is over: it began hours ago, or its day is past where it has no time.
#[must_use]
pub fn is_past(showing: &Showing, now: DateTime) -> bool {
    let begun = now.checked_sub(jiff::Span::new().hours(UNDER_WAY_HOURS)).unwrap_or(now);
    if showing.time.is_some() { showing.starts() < begun } else { showing.date < now.date() }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
