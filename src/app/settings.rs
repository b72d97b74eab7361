//! The settings page in the window: shown, left with a question where something is unsaved, and
//! kept aside while a card is served.

use super::{App, GAP, Message, Page, Screen};
use crate::screen::settings::{self, Settings};
use crate::ui::drop_down;
use iced::Task;
use kaikuasema_domain::VenueId;

impl App {
    /// Shows the page; what was typed before a card was read is still there.
    pub(super) fn show_settings(&mut self) -> Task<Message> {
        if let Some(parked) = self.parked.take()
            && parked.venue() == self.context.venue
        {
            self.screen = Screen::Settings(parked);
            return self.settings_changed();
        }
        let (page, task) = Settings::new(&self.context, self.gap);
        self.screen = Screen::Settings(Box::new(page));
        task.map(Message::Settings)
    }

    /// The page gives way to a card; what is unsaved waits.
    pub(super) fn park_settings(&mut self) {
        if let Screen::Settings(_) = &self.screen
            && let Screen::Settings(page) = std::mem::replace(&mut self.screen, Screen::Counter)
        {
            self.leaving = None;
            self.parked = page.is_unsaved().then_some(page);
        }
    }

    /// What is unsaved behind a card would be lost: it is shown, to be asked about.
    fn unpark_settings(&mut self) {
        if let Some(parked) = self.parked.take() {
            self.screen = Screen::Settings(parked);
        }
    }

    /// The question where a message would lose what is unsaved; it is carried out after the answer.
    pub(super) fn asks_before(&mut self, message: &Message) -> Option<Task<Message>> {
        match message {
            Message::PagePressed(page) if *page != Page::Settings => self.ask_before(message.clone()),
            Message::SignOutPressed | Message::CloseRequested(_) => {
                self.unpark_settings();
                self.ask_before(message.clone())
            }
            _ => None,
        }
    }

    /// The same for another venue, the one in this row of the list.
    pub(super) fn asks_before_venue(&mut self, venue: VenueId, row: usize) -> Option<Task<Message>> {
        if self.context.venue == Some(venue) {
            return None;
        }
        self.unpark_settings();
        self.ask_before(Message::Venues(drop_down::Message::Chosen(row)))
    }

    fn ask_before(&mut self, message: Message) -> Option<Task<Message>> {
        let Screen::Settings(page) = &mut self.screen else { return None };
        if !page.is_unsaved() {
            return None;
        }
        self.leaving = Some(Box::new(message));
        Some(page.ask().map(Message::Settings))
    }

    /// What the page shows may be set otherwise now, or another venue was chosen.
    pub(super) fn settings_changed(&mut self) -> Task<Message> {
        let Screen::Settings(page) = &mut self.screen else { return Task::none() };
        if page.venue() == self.context.venue { page.data_changed(&self.context).map(Message::Settings) } else { self.show_settings() }
    }

    pub(super) fn settings(&mut self, message: settings::Message) -> Task<Message> {
        let page = match &mut self.screen {
            Screen::Settings(page) => Some(page),
            _ => self.parked.as_mut(),
        };
        let Some(page) = page else { return Task::none() };
        match page.update(&self.context, message) {
            settings::Action::None => Task::none(),
            settings::Action::Run(task) => task.map(Message::Settings),
            settings::Action::SetGap(gap, task) => {
                self.gap = gap;
                let milliseconds = u64::try_from(gap.as_millis()).unwrap_or(u64::MAX);
                Task::batch([task.map(Message::Settings), self.keep(GAP, milliseconds)])
            }
            settings::Action::OpenReaders => self.route(Message::PagePressed(Page::Readers)),
            settings::Action::Leave => match self.leaving.take() {
                Some(message) => self.route(*message),
                None => Task::none(),
            },
            settings::Action::Stay(task) => {
                self.leaving = None;
                task.map(Message::Settings)
            }
        }
    }
}
