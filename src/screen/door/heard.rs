//! A card read at the door: what is found of it, and what the one function makes of it.

use super::{Door, Message, Mood, NUMBER, Said};
use crate::answer::{Asked, Known};
use crate::context::Context;
use crate::error_text;
use crate::station::door::{AtTheDoor, DoorShowing, Occasion, Scan, scan};
use crate::station::{Checked, StationError};
use crate::ui::focus;
use iced::Task;
use kaikuasema_domain::usage::Status;
use kaikuasema_domain::{CardNumber, UsageId, Verdict};
use kaikuasema_store::RecordedUsage;
use std::sync::Arc;

/// A card, and what it has here.
#[derive(Debug)]
pub(super) struct Heard {
    /// The card.
    pub(super) known: Known,
    /// Its verdict for the showing's day.
    pub(super) verdict: Verdict,
    /// What it has.
    pub(super) has: Has,
}

/// What a card has on the day shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Has {
    /// A ticket of the chosen showing.
    Ticket {
        /// Which.
        id: UsageId,
        /// Everybody who comes with it (R124).
        people: u32,
        /// Children among them (R159).
        children: u16,
        /// What the scan does to it.
        scan: Scan,
        /// It is marked by now.
        is_marked: bool,
    },
    /// Tickets of other showings of the day.
    Elsewhere(Vec<(Occasion, Option<String>)>),
    /// None on that day.
    Nothing,
}

impl Door {
    pub(super) fn card_checked(
        &mut self,
        number: CardNumber,
        ticket: Option<UsageId>,
        result: Result<Checked, Arc<StationError>>,
        context: &Context,
    ) -> Task<Message> {
        let checked = match result {
            Ok(checked) => checked,
            Err(error) => return self.say(error_text::station(&error, &context.locale), Mood::Failed),
        };
        let found = self.showing().and_then(|showing| {
            let pressed = ticket.and_then(|id| showing.tickets.iter().find(|each| each.usage.id == id));
            pressed.or_else(|| showing.ticket_of(number)).map(|ticket| (showing, ticket))
        });
        let verdict = checked.verdict;
        let has = match found {
            Some((showing, ticket)) => {
                let scan = scan(&at_the_door(showing, ticket, &verdict), context.now);
                Has::Ticket {
                    id: ticket.usage.id,
                    people: ticket.usage.visitors(),
                    children: ticket.usage.children,
                    scan,
                    is_marked: false,
                }
            }
            None => match self.elsewhere(number) {
                others if others.is_empty() => Has::Nothing,
                others => Has::Elsewhere(others),
            },
        };
        let is_pressed = ticket.is_some();
        let then = match &has {
            Has::Ticket { id, scan: Scan::Mark(fact), .. } => {
                self.lit = Some(*id);
                let (id, fact) = (*id, *fact);
                self.mark(id, fact, false, context)
            }
            Has::Ticket { id, .. } => {
                self.lit = Some(*id);
                Task::none()
            }
            Has::Elsewhere(_) | Has::Nothing => {
                // What can be done with another card's ticket is not offered for this one.
                self.lit = None;
                Task::none()
            }
        };
        let known = Known { number, card: checked.card, copy: checked.copy, asked: Asked::No };
        self.said = Some(Said::Heard(Box::new(Heard { known, verdict, has })));
        // A pressed row keeps the focus, so that the arrows go on from it.
        let focus = if is_pressed { Task::none() } else { focus::set(NUMBER) };
        Task::batch([then, self.reveal_lit(), focus])
    }

    /// The other showings of the day for which the card has a ticket that still holds.
    fn elsewhere(&self, number: CardNumber) -> Vec<(Occasion, Option<String>)> {
        let has = |showing: &&DoorShowing| {
            Some(showing.occasion) != self.chosen
                && showing.ticket_of(number).is_some_and(|ticket| !matches!(ticket.usage.facts.status(), Status::Cancelled(_)))
        };
        self.showings.iter().filter(has).map(|showing| (showing.occasion, showing.event_name.clone())).collect()
    }
}

fn at_the_door(showing: &DoorShowing, ticket: &RecordedUsage, verdict: &Verdict) -> AtTheDoor {
    AtTheDoor {
        facts: ticket.usage.facts,
        date: showing.occasion.date,
        is_called_off: showing.is_called_off,
        hands_over_from: showing.hands_over_from,
        usability: verdict.usability,
    }
}
