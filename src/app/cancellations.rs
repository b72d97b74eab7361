//! Tickets that their holders have cancelled: said once above the counter and the door, until the
//! clerk has noticed (R107, R108).

use super::{App, Message, Page};
use crate::context::Context;
use crate::say;
use crate::station::StationError;
pub(super) use crate::station::door::CancelledByHolders as Read;
use crate::station::door::NOTICED;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::icon::Icon;
use iced::widget::container;
use iced::{Element, Length, Padding, Task};
use kaikuasema_domain::{Usage, UsageId, VenueId};
use std::sync::Arc;

/// What is cancelled and not yet noticed.
#[derive(Debug, Default)]
pub(super) struct Cancellations {
    venue: Option<VenueId>,
    news: Vec<Usage>,
    /// Noticed before, and still to come.
    noticed: Vec<UsageId>,
}

impl App {
    /// Reads what holders have cancelled at the chosen venue.
    pub(super) fn read_cancellations(&mut self) -> Task<Message> {
        let Some(venue) = self.context.venue else {
            self.cancellations = Cancellations::default();
            return Task::none();
        };
        if self.cancellations.venue != Some(venue) {
            self.cancellations = Cancellations { venue: Some(venue), ..Cancellations::default() };
        }
        let station = self.context.station.clone();
        Task::perform(async move { station.cancelled_by_holders(venue).await.map_err(Arc::new) }, move |read| {
            Message::CancellationsRead(venue, read)
        })
    }

    pub(super) fn cancellations_read(&mut self, venue: VenueId, read: Result<Read, Arc<StationError>>) {
        match read {
            Ok(read) if self.cancellations.venue == Some(venue) => {
                let noticed_here = std::mem::take(&mut self.cancellations.noticed);
                // What was noticed while this was read is not shown again.
                let news = read.news.into_iter().filter(|usage| !noticed_here.contains(&usage.id)).collect();
                let mut noticed = read.noticed;
                noticed.extend(noticed_here.into_iter().filter(|id| !noticed.contains(id)).collect::<Vec<_>>());
                self.cancellations = Cancellations { venue: Some(venue), news, noticed };
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "what holders have cancelled cannot be read"),
        }
    }

    /// The clerk has noticed the one shown; the next is shown.
    pub(super) fn cancellation_noticed(&mut self) -> Task<Message> {
        if self.cancellations.news.is_empty() {
            return Task::none();
        }
        let noticed = self.cancellations.news.remove(0);
        self.cancellations.noticed.push(noticed.id);
        self.keep(NOTICED, self.cancellations.noticed.clone())
    }

    /// The quiet bar, on the pages where tickets are dealt with.
    pub(super) fn cancellations_bar(&self, page: Page) -> Option<Element<'_, Message>> {
        let is_shown = matches!(page, Page::Counter | Page::Door);
        let first = self.cancellations.news.first().filter(|_| is_shown)?;
        Some(cancelled(first, self.cancellations.news.len() - 1, &self.context))
    }
}

fn cancelled<'a>(first: &Usage, others: usize, context: &'a Context) -> Element<'a, Message> {
    let locale = &context.locale;
    let tokens = context.tokens();
    let event = first.event_name.clone().unwrap_or_else(|| say!(locale, "today-no-event"));
    let when = locale.occasion(first.event_date, first.event_time);
    let mut words = say!(locale, "door-cancelled-by-holder", event = event, when = when);
    if others > 0 {
        words = format!("{words} · {}", say!(locale, "door-cancelled-by-holder-more", count = others));
    }
    let noticed = button("cancellation-noticed", say!(locale, "door-noticed"), Weight::Plain)
        .height(LOW)
        .on_press(Message::CancellationNoticed)
        .view(tokens);
    let said = bar::tinted(Icon::Info, words, tokens.unknown, Some(noticed));
    container(said).width(Length::Fill).padding(Padding { top: 10.0, right: 18.0, bottom: 0.0, left: 18.0 }).into()
}
