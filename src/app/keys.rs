//! The window's keys: those that work on every page, and those that the page answers.

use super::camera::Seen;
use super::{App, Message, Page, Screen};
use crate::ui::focus::Direction;
use crate::ui::keys::Press;
use crate::viewfinder;
use iced::keyboard::{Key, key::Named};

impl App {
    /// A key before any widget sees it.
    pub(super) fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        let is_inside = !matches!(self.screen, Screen::Login(_) | Screen::Check(_) | Screen::Starting);
        if is_inside && press.modifiers.is_empty() && !press.repeat {
            match press.key.as_ref() {
                Key::Named(Named::F2) if !matches!(self.screen, Screen::Counter) => return Some(Message::PagePressed(Page::Counter)),
                Key::Named(Named::F5) => return Some(Message::SyncPressed),
                Key::Named(Named::F9) if !matches!(self.screen, Screen::Queue(_)) => return Some(Message::PagePressed(Page::Queue)),
                Key::Named(Named::F10) if !matches!(self.screen, Screen::Settings(_)) => return Some(Message::PagePressed(Page::Settings)),
                Key::Named(Named::Escape) if self.venues.is_open() || self.languages.is_open() => return None,
                _ => {}
            }
        }
        if is_inside && press.modifiers.control() && !press.modifiers.alt() && !press.repeat {
            match press.latin {
                Some('d') if matches!(press.key, Key::Character(_)) => return Some(Message::PagePressed(Page::Door)),
                Some('l') if matches!(press.key, Key::Character(_)) => return Some(Message::PagePressed(Page::Late)),
                Some('r') if matches!(press.key, Key::Character(_)) => return Some(Message::PagePressed(Page::Readers)),
                _ => {}
            }
        }
        if let Some(finder) = self.context.camera.as_ref().filter(|_| matches!(press.key, Key::Named(Named::Escape))) {
            let is_first = match &self.screen {
                Screen::Counter => self.counter.is_at_rest(),
                _ => matches!(self.screen, Screen::Readers(_)),
            };
            match (finder.has_open_list(), is_first) {
                (true, _) => return None,
                (false, true) => return Some(Message::Camera(Seen::Pressed(viewfinder::Message::Toggled))),
                (false, false) => {}
            }
        }
        let own = match &self.screen {
            Screen::Starting | Screen::Samples(_) => None,
            Screen::Login(page) => page.shortcut(press).map(Message::Login),
            Screen::Check(page) => page.shortcut(press).map(Message::Check),
            Screen::Counter => self.counter.shortcut(press).map(Message::Counter),
            Screen::Door => self.door.shortcut(press).map(Message::Door),
            Screen::Late => self.late.shortcut(press).map(Message::Late),
            Screen::Queue(page) => page.shortcut(press).map(Message::Queue),
            Screen::Settings(page) => page.shortcut(press).map(Message::Settings),
            Screen::Readers(page) => page.shortcut(press).map(Message::ReaderCheck),
        };
        let is_left_by_escape = match &self.screen {
            Screen::Queue(_) | Screen::Samples(_) | Screen::Door | Screen::Late | Screen::Readers(_) => true,
            Screen::Settings(page) => !page.has_open_list(),
            _ => false,
        };
        let leaves = matches!(press.key, Key::Named(Named::Escape)) && is_left_by_escape;
        own.or_else(|| leaves.then_some(Message::PagePressed(Page::Counter)))
    }

    /// A key that no widget wanted.
    pub(super) fn fallback(&self, press: Press<'_>) -> Option<Message> {
        if matches!(press.key, Key::Named(Named::Tab)) && !press.modifiers.control() && !press.modifiers.alt() {
            let back = press.modifiers.shift();
            return Some(Message::FocusMoved(if back { Direction::Previous } else { Direction::Next }));
        }
        match &self.screen {
            Screen::Starting | Screen::Check(_) | Screen::Samples(_) | Screen::Settings(_) | Screen::Readers(_) => None,
            Screen::Login(page) => page.fallback(press).map(Message::Login),
            Screen::Counter => self.counter.fallback(press).map(Message::Counter),
            Screen::Door => self.door.fallback(press).map(Message::Door),
            Screen::Late => self.late.fallback(press).map(Message::Late),
            Screen::Queue(page) => page.fallback(press).map(Message::Queue),
        }
    }
}
