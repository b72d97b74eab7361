//! What the counter's form and the one that takes rows from paper have in common: the event, and who comes with a
//! card. Each form has its own day, its own showings, and its own way of resetting.

use crate::ui::combo::{self, Choice, Combo};
use crate::ui::stepper;
use kaikuasema_domain::money::MoneyError;
use kaikuasema_domain::usage::{EventChoice, MOST_CHILDREN, MOST_CUSTOMER_CARDS, ONE_STAFF, is_event_name};
use kaikuasema_domain::{CardKind, CardNumber, Cents, EventId};
use kaikuasema_store::EventWithShowings;

/// The event of a form: chosen from the venue's, to be made, or none.
#[derive(Clone, Debug)]
pub struct EventField {
    events: Vec<EventWithShowings>,
    names: Vec<String>,
    /// The field itself.
    pub combo: Combo,
    choice: EventChoice,
}

/// What in the event field stands in the way of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventProblem {
    /// Something was typed, but neither chosen nor made.
    Undecided,
    /// The new event's name is too long.
    Name,
}

impl Default for EventField {
    fn default() -> Self {
        Self { events: Vec::new(), names: Vec::new(), combo: Combo::default(), choice: EventChoice::None }
    }
}

impl EventField {
    /// Takes the venue's events; inactive ones are in no recording list (R53). A choice made stays, by its id or,
    /// where the service merged it into another, by its name. The field is left as it is while the clerk types or
    /// chooses in it. Answers whether a chosen event is among them.
    pub fn set_events(&mut self, mut events: Vec<EventWithShowings>) -> bool {
        events.retain(|each| each.event.active);
        // An event made at this counter is not among those read before: its name is in the field.
        let name = self.chosen().map(|each| each.event.name.clone()).or_else(|| self.settled_name());
        let names = events.iter().map(|each| each.event.name.clone()).collect();
        let before = std::mem::replace(&mut self.names, names);
        self.events = events;
        self.combo.names_changed(&before, &self.names);
        let EventChoice::Existing(id) = self.choice else { return false };
        let by_name = || self.events.iter().find(|each| Some(&each.event.name) == name.as_ref());
        let Some(found) = self.events.iter().find(|each| each.event.id == id).or_else(by_name) else { return false };
        self.choice = EventChoice::Existing(found.event.id);
        if self.settled_name().is_some_and(|shown| shown != found.event.name) {
            self.combo = Combo::chosen(&found.event.name);
        }
        true
    }

    fn settled_name(&self) -> Option<String> {
        (!self.combo.is_open() && !self.combo.is_undecided()).then(|| self.combo.text().to_owned())
    }

    /// The names of the events to choose from.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// One of the venue's events.
    #[must_use]
    pub fn find(&self, id: EventId) -> Option<&EventWithShowings> {
        self.events.iter().find(|each| each.event.id == id)
    }

    /// The chosen event, where it is one there is.
    #[must_use]
    pub fn chosen(&self) -> Option<&EventWithShowings> {
        let EventChoice::Existing(id) = self.choice else { return None };
        self.find(id)
    }

    /// What is chosen, or to be made.
    #[must_use]
    pub fn choice(&self) -> &EventChoice {
        &self.choice
    }

    /// Whether the chosen event asks for its monetary value (R62).
    #[must_use]
    pub fn asks_value(&self) -> bool {
        self.chosen().is_some_and(|each| each.event.asks_value)
    }

    /// Whether no event is chosen or being typed.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.choice == EventChoice::None && !self.combo.is_open() && !self.combo.is_undecided()
    }

    /// Chooses one of the venue's events; whether there is such a one.
    pub fn choose(&mut self, id: EventId) -> bool {
        let Some(name) = self.find(id).map(|each| each.event.name.clone()) else { return false };
        self.combo = Combo::chosen(&name);
        self.choice = EventChoice::Existing(id);
        true
    }

    /// No event.
    pub fn clear(&mut self) {
        self.combo = Combo::default();
        self.choice = EventChoice::None;
    }

    /// What was typed or chosen before, among the events that there are now.
    pub fn put_back(&mut self, before: Self) {
        (self.combo, self.choice) = (before.combo, before.choice);
    }

    /// The event made by "Luo" has its id now.
    pub fn made(&mut self, id: EventId) {
        if matches!(self.choice, EventChoice::New(_)) {
            self.choice = EventChoice::Existing(id);
        }
    }

    /// Takes a message; where the choice changed, whether an event was picked or made in the field itself.
    pub fn update(&mut self, message: combo::Message) -> Option<bool> {
        let leaves = matches!(message, combo::Message::Left);
        let choice = self.combo.update(message, &self.names)?;
        let is_picked = !leaves && choice != Choice::Nothing;
        match choice {
            Choice::Existing(index) => {
                let id = self.events.get(index)?.event.id;
                self.choose(id);
            }
            Choice::Create(name) => self.choice = EventChoice::New(name),
            Choice::Nothing => self.choice = EventChoice::None,
        }
        Some(is_picked)
    }

    /// The event for a draft.
    ///
    /// # Errors
    /// [`EventProblem`]
    pub fn settled(&self) -> Result<EventChoice, EventProblem> {
        match &self.choice {
            _ if self.combo.is_undecided() => Err(EventProblem::Undecided),
            EventChoice::New(name) if !is_event_name(name) => Err(EventProblem::Name),
            choice => Ok(choice.clone()),
        }
    }
}

/// Who comes with a card, and what that is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Along {
    /// Children.
    pub children: u16,
    /// Customers' own cards in a group.
    pub customer_cards: u16,
    /// Staff members of a group.
    pub staff: u16,
    most_staff: u16,
    /// The text of the value field.
    pub value: String,
}

impl Default for Along {
    fn default() -> Self {
        Self { children: 0, customer_cards: 0, staff: ONE_STAFF, most_staff: ONE_STAFF, value: String::new() }
    }
}

impl Along {
    /// The next card: children back to none, staff members to one (R72, C22).
    pub fn reset(&mut self) {
        *self = Self { most_staff: self.most_staff, ..Self::default() };
    }

    /// The most staff members that the venue's rules let a group count (C22).
    pub fn set_most_staff(&mut self, most: u16) {
        self.most_staff = most;
        self.staff = self.staff.min(most);
    }

    /// The most staff members of a group, where more than one are counted: else nobody is asked for them.
    #[must_use]
    pub fn most_staff(&self) -> Option<u16> {
        (self.most_staff > ONE_STAFF).then_some(self.most_staff)
    }

    /// On the number of children.
    pub fn step_children(&mut self, message: &stepper::Message) {
        self.children = stepper::stepped(self.children, message, &(0..=MOST_CHILDREN));
    }

    /// On the number of customer cards.
    pub fn step_customer_cards(&mut self, message: &stepper::Message) {
        self.customer_cards = stepper::stepped(self.customer_cards, message, &(0..=MOST_CUSTOMER_CARDS));
    }

    /// On the number of staff members.
    pub fn step_staff(&mut self, message: &stepper::Message) {
        self.staff = stepper::stepped(self.staff, message, &(ONE_STAFF..=self.most_staff));
    }

    /// The staff members who come with a card: on a customer's own there is the holder only.
    #[must_use]
    pub fn staff_of(&self, card: CardNumber) -> u16 {
        if card.kind() == CardKind::Community { self.staff } else { ONE_STAFF }
    }

    /// The customers' own cards that come with a community's card.
    #[must_use]
    pub fn customer_cards_of(&self, card: CardNumber) -> Option<u16> {
        (card.kind() == CardKind::Community).then_some(self.customer_cards)
    }

    /// The typed value, where the event asks for one (R62).
    ///
    /// # Errors
    /// [`MoneyError`] when the text is no amount.
    pub fn value_of(&self, event: &EventField) -> Result<Option<Cents>, MoneyError> {
        if event.asks_value() { Cents::parse(&self.value) } else { Ok(None) }
    }
}
