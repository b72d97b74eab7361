//! What can happen in the recording form, and what in it can stand in the way of recording.

use super::{CHILDREN, CUSTOMER_CARDS, DATE, EVENT, STAFF, TIME, VALUE};
use crate::ui::{combo, date_field, drop_down, stepper};

/// What happened in the form.
#[derive(Clone, Debug)]
pub enum Message {
    /// In the event field.
    Event(combo::Message),
    /// In the list of showings.
    Showing(drop_down::Message),
    /// The list of showings is wanted again, in place of a day and time by hand.
    ListPressed,
    /// In the date field.
    Date(date_field::Message),
    /// The time field holds this text now.
    TimeTyped(String),
    /// On the number of children.
    Children(stepper::Message),
    /// On the number of customer cards.
    CustomerCards(stepper::Message),
    /// On the number of staff members.
    Staff(stepper::Message),
    /// The value field holds this text now.
    ValueTyped(String),
    /// In the list of channels.
    Channel(drop_down::Message),
    /// The same-card box was ticked or emptied.
    SameCardTicked(bool),
}

impl Message {
    /// The field of the number that is stepped by it.
    #[must_use]
    pub fn stepped(&self) -> Option<&'static str> {
        match self {
            Message::Children(stepper::Message::Stepped(_)) => Some(CHILDREN),
            Message::CustomerCards(stepper::Message::Stepped(_)) => Some(CUSTOMER_CARDS),
            Message::Staff(stepper::Message::Stepped(_)) => Some(STAFF),
            _ => None,
        }
    }

    /// Whether it is typing into a field.
    #[must_use]
    pub fn is_typing(&self) -> bool {
        matches!(
            self,
            Message::TimeTyped(_)
                | Message::ValueTyped(_)
                | Message::Event(combo::Message::Typed(_))
                | Message::Date(date_field::Message::Typed(_))
        )
    }
}

/// What in the form stands in the way of recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// An event was typed, but neither chosen nor made.
    EventUndecided,
    /// The new event's name is too long.
    EventName,
    /// The date is none.
    Date,
    /// The time is none.
    Time,
    /// The value is no amount.
    Value,
    /// The venue's limits count by the event, and none is chosen (C2).
    EventNeeded,
    /// The venue's limits count the value, and none is given (C30).
    ValueNeeded,
}

impl Problem {
    /// The field to mend.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Problem::EventUndecided | Problem::EventName | Problem::EventNeeded => EVENT,
            Problem::Date => DATE,
            Problem::Time => TIME,
            Problem::Value | Problem::ValueNeeded => VALUE,
        }
    }
}
