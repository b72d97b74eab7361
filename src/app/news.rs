//! What comes to the window from outside: a card read by a reader, and news of the synchronisation.

use super::{App, Message, Screen};
use crate::station::SignedIn;
use crate::typed::Typed;
use crate::ui::drop_down::DropDown;
use iced::Task;
use kaikuasema_domain::CardNumber;
use kaikuasema_sync::SyncState;
use std::sync::Arc;

impl App {
    /// A card is read on whatever page, and opens at the counter; where nobody is signed in it
    /// is dropped, and its characters with it.
    pub(super) fn scanned(&mut self, text: Typed) -> Task<Message> {
        if !matches!(self.screen, Screen::Login(_) | Screen::Starting)
            && let Some(either) = CardNumber::either(&text)
        {
            let station = self.context.station.clone();
            return Task::perform(async move { station.settle(either).await }, Message::Settled);
        }
        match &mut self.screen {
            Screen::Login(_) | Screen::Starting => return Task::none(),
            Screen::Check(page) => return page.open(&text, &self.context).map(Message::Check),
            _ => {}
        }
        self.park_settings();
        self.venues = DropDown::Closed;
        self.languages = DropDown::Closed;
        match &self.screen {
            Screen::Door => return self.door.card_read(&text, &self.context).map(Message::Door),
            Screen::Late => return self.late.card_read(&text, &self.context).map(Message::Late),
            _ => self.screen = Screen::Counter,
        }
        self.counter.card_read(text, &self.context).map(Message::Counter)
    }

    pub(super) fn sync_changed(&mut self, state: SyncState) -> Task<Message> {
        let is_news = state.data_version != self.context.sync.data_version;
        let queue_moved = (state.waiting, state.needs_you, state.sent_today)
            != (self.context.sync.waiting, self.context.sync.needs_you, self.context.sync.sent_today);
        self.context.sync = state;
        let counter = if is_news || queue_moved { self.counter.data_changed(&self.context).map(Message::Counter) } else { Task::none() };
        let page = match &self.screen {
            Screen::Queue(page) => page.reload(&self.context).map(Message::Queue),
            Screen::Door if is_news || queue_moved => self.door.data_changed(&self.context).map(Message::Door),
            Screen::Late if is_news || queue_moved => self.late.data_changed(&self.context).map(Message::Late),
            _ => Task::none(),
        };
        let cancellations = if is_news { self.read_cancellations() } else { Task::none() };
        let access = if is_news { self.read_access() } else { Task::none() };
        let asides = if is_news || queue_moved { self.count_asides() } else { Task::none() };
        let settings = if is_news || queue_moved { self.settings_changed() } else { Task::none() };
        Task::batch([counter, page, access, asides, cancellations, settings])
    }

    /// A card that is set aside may be registered by now, and wait for the clerk.
    /// One count at a time, so that no older one comes in after a newer.
    pub(super) fn count_asides(&mut self) -> Task<Message> {
        if self.is_counting_asides {
            self.counts_asides_again = true;
            return Task::none();
        }
        self.is_counting_asides = true;
        let station = self.context.station.clone();
        let count = async move {
            let asides = station.set_asides().await.unwrap_or_default();
            u64::try_from(asides.iter().filter(|aside| aside.waits_for_clerk()).count()).unwrap_or(u64::MAX)
        };
        Task::perform(count, Message::AsidesCounted)
    }

    pub(super) fn asides_counted(&mut self, for_clerk: u64) -> Task<Message> {
        self.context.asides_for_clerk = for_clerk;
        self.is_counting_asides = false;
        if std::mem::take(&mut self.counts_asides_again) { self.count_asides() } else { Task::none() }
    }

    /// The synchronisation may have brought other rights, venues or rules.
    fn read_access(&self) -> Task<Message> {
        let station = self.context.station.clone();
        Task::perform(async move { station.who_is_signed_in().await.map_err(Arc::new) }, Message::AccessRead)
    }

    /// Takes over what the same clerk may do now; signing in and out is told by other messages.
    pub(super) fn access_read(&mut self, now: SignedIn) -> Task<Message> {
        let Some(before) = &self.context.signed_in else { return Task::none() };
        if before.user.id != now.user.id || *before == now {
            return Task::none();
        }
        let keeps_venue = self.context.venue.is_some_and(|venue| now.access(venue).is_some());
        let first = now.venues.first().map(|access| access.venue.id);
        self.context.signed_in = Some(now);
        if keeps_venue {
            let counter = self.counter.data_changed(&self.context).map(Message::Counter);
            return Task::batch([counter, self.settings_changed()]);
        }
        self.context.venue = first;
        self.venue_changed()
    }
}
