//! Cards that are read while another is on the counter: they wait in the order read, and none is lost.
//! What the open card leaves to decide, the clerk is asked first.

use super::{Counter, Message, NUMBER, Stage};
use crate::context::Context;
use crate::say;
use crate::typed::Typed;
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::CardNumber;
use kaikuasema_domain::verdict::Usability;
use std::collections::VecDeque;

/// More than any desk reads before the first is saved.
const MOST: usize = 16;

/// The cards read and not opened yet.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    cards: VecDeque<Typed>,
    /// The clerk decides about the open card first; else the next is opened once that is saved.
    is_asked: bool,
    /// What found no room: to be read again, once there is time to say so.
    missed: Vec<Typed>,
}

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// The card whose turn comes next, where the clerk is to decide about the open one.
    pub(super) fn asked(&self) -> Option<&Typed> {
        self.cards.front().filter(|_| self.is_asked)
    }

    /// How many wait behind the next one.
    pub(super) fn more(&self) -> usize {
        self.cards.len().saturating_sub(1)
    }

    pub(super) fn has(&self, number: CardNumber) -> bool {
        self.cards.iter().any(|text| CardNumber::parse(text) == Ok(number))
    }

    /// Lets a card wait behind the open one.
    pub(super) fn push(&mut self, text: Typed) {
        if self.cards.len() < MOST { self.cards.push_back(text) } else { self.miss(&text) }
    }

    /// Says of a card later that it is to be read again.
    pub(super) fn miss(&mut self, text: &str) {
        let number = Typed(readable(text));
        if !self.missed.contains(&number) {
            self.missed.push(number);
        }
    }

    /// The clerk decides about the open card before the next is opened.
    pub(super) fn ask(&mut self) {
        self.is_asked = !self.cards.is_empty();
    }

    /// The next one is opened by itself once the open card is saved.
    pub(super) fn follow(&mut self) {
        self.is_asked = false;
    }

    fn take(&mut self) -> Option<Typed> {
        self.is_asked = false;
        self.cards.pop_front()
    }

    /// What has to be read again, once nothing waits any more and it can be seen.
    pub(super) fn take_missed(&mut self) -> Option<String> {
        let is_time = self.cards.is_empty() && !self.missed.is_empty();
        is_time.then(|| std::mem::take(&mut self.missed).into_iter().map(|missed| missed.0).collect::<Vec<_>>().join(", "))
    }
}

/// What was read, for a clerk to read: the card's number, or the beginning of what is none.
pub(super) fn readable(text: &str) -> String {
    match CardNumber::parse(text) {
        Ok(number) => number.to_string(),
        Err(_) => text.trim().chars().filter(|c| !c.is_control()).take(40).collect(),
    }
}

impl Counter {
    /// Opens the card whose turn it is; the number field where none waits.
    pub(super) fn go_on(&mut self, context: &Context) -> Task<Message> {
        match self.waiting.take() {
            Some(text) => self.open(&text, context),
            None => focus::set(NUMBER),
        }
    }

    /// What the confirmation of a record has to say besides: which cards are to be read again.
    pub(super) fn with_missed(&mut self, words: String, context: &Context) -> String {
        match self.waiting.take_missed() {
            Some(cards) => format!("{words} {}", say!(context.locale, "next-missed", cards = cards)),
            None => words,
        }
    }

    pub(super) fn next_save_chosen(&mut self, context: &Context) -> Task<Message> {
        if self.waiting.asked().is_none() {
            return Task::none();
        }
        match self.judgement(context).map(|judgement| judgement.usability) {
            // The question says which key passes it.
            Some(Usability::Discretion) => return Task::none(),
            Some(Usability::Usable) => self.waiting.follow(),
            _ => {}
        }
        self.save_pressed(context)
    }

    pub(super) fn next_drop_chosen(&mut self, context: &Context) -> Task<Message> {
        if self.waiting.asked().is_none() {
            return Task::none();
        }
        let left = self.leave_card(context);
        self.stage = Stage::Idle;
        Task::batch([left, self.go_on(context)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_wait_in_the_order_read_and_what_finds_no_room_is_told_at_the_end() {
        let mut waiting = Waiting::default();
        let numbers: Vec<String> = (0..MOST + 2).map(|n| format!("A99900{n:05}")).collect();
        for number in numbers.iter().chain(&numbers[MOST..]) {
            waiting.push(number.clone().into());
        }
        assert_eq!((waiting.more(), waiting.asked()), (MOST - 1, None));
        assert_eq!(waiting.take_missed(), None, "it is told when nothing waits any more");
        waiting.ask();
        assert_eq!(waiting.asked().map(|text| text.to_string()), Some(numbers[0].clone()));
        let taken: Vec<String> = std::iter::from_fn(|| waiting.take()).map(|text| text.to_string()).collect();
        assert_eq!(taken, numbers[..MOST]);
        assert_eq!(waiting.take_missed(), Some(numbers[MOST..].join(", ")));
        assert_eq!(waiting.take_missed(), None);
    }
}
