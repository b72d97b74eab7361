//! The door's keys: those taken before any widget, and those that no widget wanted.

use super::{Door, Message};
use crate::ui::keys::Press;
use iced::keyboard::{Key, key::Named};

impl Door {
    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        let is_plain = press.modifiers.is_empty();
        let closes = self.shows_help || self.question.is_some() || self.said.is_some() || !self.number.is_empty();
        match press.key.as_ref() {
            _ if press.repeat => None,
            Key::Named(Named::F1) if is_plain => Some(Message::HelpPressed),
            Key::Named(Named::F11) if is_plain => Some(Message::AnywayPressed),
            Key::Named(Named::Escape) if self.showing_list.is_open() || self.day.is_open() => None,
            Key::Named(Named::Escape) if self.question.is_some() => Some(Message::QuestionLeft),
            Key::Named(Named::Escape) if closes => Some(Message::LeftPressed),
            Key::Character(_) if press.modifiers.control() && press.latin == Some('z') => Some(Message::UndoPressed),
            _ => None,
        }
    }

    /// A key that no widget wanted: the arrows go to the list from wherever the focus is.
    #[must_use]
    pub fn fallback(&self, press: Press<'_>) -> Option<Message> {
        match press.key.as_ref() {
            Key::Named(Named::ArrowDown) => Some(Message::RowMoved(1)),
            Key::Named(Named::ArrowUp) => Some(Message::RowMoved(-1)),
            _ => None,
        }
    }
}
