//! Marking what became of a ticket: nothing is said to be done before it is on the disk.

use super::heard::Has;
use super::{ASK_FIRST, Door, Mark, Message, Mood, Question, Said, TICKETS};
use crate::context::Context;
use crate::error_text;
use crate::locale::Locale;
use crate::say;
use crate::station::RecordError;
use crate::station::door::Scan;
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::UsageId;
use kaikuasema_domain::usage::{CancelledBy, Fact, Status};
use kaikuasema_store::{RecordedUsage, UsageState};
use std::sync::Arc;

impl Door {
    /// The next step of a ticket, as a scan of its card would take it.
    pub(super) fn step(&mut self, ticket: UsageId, context: &Context) -> Task<Message> {
        self.lit = Some(ticket);
        self.question = None;
        let card = self.ticket(ticket).map(|found| found.usage.card);
        card.map_or_else(Task::none, |card| self.check(card, Some(ticket), context))
    }

    /// Writes a mark; the same one that is on its way already is not written twice.
    pub(super) fn mark(&mut self, ticket: UsageId, fact: Fact, taken_back: bool, context: &Context) -> Task<Message> {
        let mark = Mark { ticket, fact, taken_back };
        let Some(venue) = self.venue else { return Task::none() };
        if self.marking.contains(&mark) {
            return Task::none();
        }
        self.marking.push(mark);
        let station = context.station.clone();
        Task::perform(async move { station.mark(ticket, venue, fact, taken_back).await.map_err(Arc::new) }, move |result| {
            Message::Marked(mark, result)
        })
    }

    pub(super) fn marked(&mut self, mark: Mark, result: Result<(), Arc<RecordError>>, context: &Context) -> Task<Message> {
        self.marking.retain(|each| *each != mark);
        if let Err(error) = result {
            let words = error_text::record(&error, &context.locale);
            // What was said of this ticket did not come true.
            self.said = None;
            return Task::batch([self.say(words, Mood::Failed), self.data_changed(context)]);
        }
        if mark.taken_back {
            self.marked.retain(|each| (each.ticket, each.fact) != (mark.ticket, mark.fact));
        } else {
            self.marked.push(mark);
        }
        // At once, so that numbers and the next scan are right; what loads under way read is old.
        let now = context.now;
        let tickets = self.showings.iter_mut().flat_map(|showing| &mut showing.tickets);
        let changed = tickets.filter(|ticket| ticket.usage.id == mark.ticket).map(|ticket| {
            ticket.usage.facts.mark(mark.fact, now, mark.taken_back);
            ticket.state = UsageState::Waiting;
            ticket.usage.card.to_string()
        });
        let number = changed.last().unwrap_or_default();
        self.current = self.loads + 1;
        let is_said = self.note_in_said(mark);
        let words = marked_words(mark, number, &context.locale);
        // What a scan did is said large already.
        let said = if is_said { Task::none() } else { self.say(words, Mood::Done) };
        Task::batch([said, self.data_changed(context)])
    }

    /// What is said large about this ticket has come true, or is true no longer.
    fn note_in_said(&mut self, mark: Mark) -> bool {
        let Some(Said::Heard(heard)) = &mut self.said else { return false };
        let Has::Ticket { id, scan, is_marked, .. } = &mut heard.has else { return false };
        if *id != mark.ticket {
            return false;
        }
        if mark.taken_back || !matches!(*scan, Scan::Mark(fact) if fact == mark.fact) {
            self.said = None;
            return false;
        }
        *is_marked = true;
        true
    }

    pub(super) fn anyway_pressed(&mut self, context: &Context) -> Task<Message> {
        let Some(Said::Heard(heard)) = &mut self.said else { return Task::none() };
        let Has::Ticket { id, scan, .. } = &mut heard.has else { return Task::none() };
        let Scan::Ask { then, .. } = *scan else { return Task::none() };
        *scan = Scan::Mark(then);
        let id = *id;
        self.mark(id, then, false, context)
    }

    /// Whether it can be said of the lit ticket that its holder did not come.
    pub(super) fn can_be_no_show(&self, ticket: &RecordedUsage, context: &Context) -> bool {
        let has_begun = self.showing().is_some_and(|showing| showing.has_begun(context.local_now()));
        has_begun && matches!(ticket.usage.facts.status(), Status::Recorded | Status::HandedOver(_))
    }

    pub(super) fn no_show_pressed(&mut self, context: &Context) -> Task<Message> {
        let Some(ticket) = self.lit.and_then(|lit| self.ticket(lit)) else { return Task::none() };
        if !self.can_be_no_show(ticket, context) {
            return Task::none();
        }
        let id = ticket.usage.id;
        self.mark(id, Fact::NoShow, false, context)
    }

    pub(super) fn cancel_pressed(&mut self) -> Task<Message> {
        let Some(ticket) = self.lit.and_then(|lit| self.ticket(lit)).filter(|ticket| can_be_cancelled(ticket)) else {
            return Task::none();
        };
        self.question = Some(Question::Cancel(ticket.usage.id));
        focus::set(ASK_FIRST)
    }

    pub(super) fn take_back_pressed(&mut self, context: &Context) -> Task<Message> {
        let Some((id, fact)) = self.lit.and_then(|lit| self.ticket(lit)).and_then(|ticket| Some((ticket.usage.id, last_fact(ticket)?)))
        else {
            return Task::none();
        };
        self.mark(id, fact, true, context)
    }

    pub(super) fn undo_pressed(&mut self, context: &Context) -> Task<Message> {
        let undoing = |mark: &&Mark| !self.marking.contains(&Mark { taken_back: true, ..**mark });
        let Some(Mark { ticket, fact, .. }) = self.marked.iter().rev().find(undoing).copied() else { return Task::none() };
        self.lit = Some(ticket);
        self.mark(ticket, fact, true, context)
    }

    pub(super) fn all_missing_pressed(&mut self, context: &Context) -> Task<Message> {
        let Some(showing) = self.showing().filter(|showing| showing.has_begun(context.local_now())) else { return Task::none() };
        let missing: Vec<UsageId> = showing.missing().iter().map(|ticket| ticket.usage.id).collect();
        if missing.is_empty() {
            return Task::none();
        }
        self.question = Some(Question::AllMissing(missing));
        focus::set(ASK_FIRST)
    }

    pub(super) fn question_agreed(&mut self, context: &Context) -> Task<Message> {
        let tasks = match self.question.take() {
            Some(Question::Cancel(ticket)) => vec![self.mark(ticket, Fact::Cancelled, false, context)],
            Some(Question::AllMissing(tickets)) => {
                tickets.into_iter().map(|ticket| self.mark(ticket, Fact::NoShow, false, context)).collect()
            }
            None => return Task::none(),
        };
        Task::batch(tasks.into_iter().chain([focus::set(TICKETS)]))
    }
}

/// A ticket can be cancelled by request until its holder arrived.
pub(super) fn can_be_cancelled(ticket: &RecordedUsage) -> bool {
    !matches!(ticket.usage.facts.status(), Status::Arrived(_) | Status::Cancelled(_))
}

/// What a clerk can take back of a ticket: the fact that it now stands by. A holder's own cancelling is the
/// holder's.
pub(super) fn last_fact(ticket: &RecordedUsage) -> Option<Fact> {
    match ticket.usage.facts.status() {
        Status::Recorded => None,
        Status::HandedOver(_) => Some(Fact::HandedOver),
        Status::Arrived(_) => Some(Fact::Arrived),
        Status::Cancelled(cancelled) if cancelled.by == CancelledBy::Holder => None,
        Status::Cancelled(_) => Some(Fact::Cancelled),
        Status::NoShow(_) => Some(Fact::NoShow),
    }
}

fn marked_words(mark: Mark, number: String, locale: &Locale) -> String {
    if mark.taken_back {
        return say!(locale, "door-taken-back", number = number);
    }
    match mark.fact {
        Fact::HandedOver => say!(locale, "door-marked-handed-over", number = number),
        Fact::Arrived => say!(locale, "door-marked-arrived", number = number),
        Fact::Cancelled => say!(locale, "door-marked-cancelled", number = number),
        Fact::NoShow => say!(locale, "door-marked-no-show", number = number),
    }
}
