//! A card that is read while another's form is open: the clerk is asked what to do with it.

use super::{Counter, Message, Stage};
use crate::context::Context;
use crate::typed::Typed;
use iced::Task;
use kaikuasema_domain::CardNumber;
use kaikuasema_domain::verdict::Usability;

/// A card that was read while another's form was open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The clerk is asked what to do with the open form.
    Asked(Typed),
    /// It is opened once the form is saved.
    AfterSaving(Typed),
}

/// What was read, for a clerk to read: the card's number, or the beginning of what is none.
pub(super) fn readable(text: &str) -> String {
    match CardNumber::parse(text) {
        Ok(number) => number.to_string(),
        Err(_) => text.trim().chars().filter(|c| !c.is_control()).take(40).collect(),
    }
}

impl Counter {
    pub(super) fn next_save_chosen(&mut self, context: &Context) -> Task<Message> {
        let Some(Next::Asked(text)) = self.next.take() else { return Task::none() };
        let needs_discretion = self.judgement(context).is_some_and(|judgement| judgement.usability == Usability::Discretion);
        if needs_discretion {
            self.next = Some(Next::Asked(text));
            return Task::none();
        }
        self.next = Some(Next::AfterSaving(text));
        self.save_pressed(context)
    }

    pub(super) fn next_drop_chosen(&mut self, context: &Context) -> Task<Message> {
        match self.next.take() {
            Some(Next::Asked(text)) => {
                let left = self.leave_card(context);
                self.stage = Stage::Idle;
                Task::batch([left, self.open(&text, context)])
            }
            other => {
                self.next = other;
                Task::none()
            }
        }
    }
}
