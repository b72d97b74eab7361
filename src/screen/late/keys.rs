//! The page's keys: those taken before any widget, and those that no widget wanted.

use super::{Late, Message, Stage};
use crate::ui::keys::Press;
use iced::keyboard::{Key, key::Named};

impl Late {
    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        let is_plain = press.modifiers.is_empty();
        let closes = self.shows_help || !self.form.row_is_empty();
        match press.key.as_ref() {
            _ if press.repeat => None,
            Key::Named(Named::F1) if is_plain => Some(Message::HelpPressed),
            Key::Named(Named::F11) if is_plain => Some(Message::DiscretionPressed),
            Key::Named(Named::F12) if is_plain => Some(Message::AsidePressed),
            Key::Named(Named::Escape) if self.form.is_list_open() => None,
            Key::Named(Named::Escape) if matches!(self.stage, Stage::AskingAgain { .. }) => Some(Message::AgainDeclined),
            Key::Named(Named::Escape) if closes => Some(Message::ClearPressed),
            Key::Character(_) if press.modifiers.control() && press.latin == Some('z') => Some(Message::UndoPressed),
            _ => None,
        }
    }

    /// A key that no widget wanted: Enter saves from every field of the row.
    #[must_use]
    pub fn fallback(&self, press: Press<'_>) -> Option<Message> {
        match press.key.as_ref() {
            Key::Named(Named::Enter) if !press.repeat => Some(Message::SavePressed),
            _ => None,
        }
    }
}
