//! The counter's keys: those taken before any widget, and those that no widget wanted.

use super::{Counter, Message, Saving, Stage, form};
use crate::ui::keys::Press;
use crate::ui::stepper;
use crate::viewfinder;
use iced::keyboard::{Key, Modifiers, key::Named};

impl Counter {
    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        let is_plain = press.modifiers.is_empty();
        let asks_next = self.waiting.asked().is_some();
        let asks_again = matches!(&self.stage, Stage::Judged { saving: Saving::AskingAgain { .. }, .. });
        match press.key.as_ref() {
            _ if press.repeat => None,
            Key::Named(Named::F1) if is_plain => Some(Message::HelpPressed),
            Key::Named(Named::F2) if is_plain => Some(Message::NewCardPressed),
            Key::Named(Named::F3) if is_plain => Some(Message::Camera(viewfinder::Message::Toggled)),
            Key::Named(Named::F11) if is_plain => Some(Message::DiscretionPressed),
            Key::Named(Named::F12) if is_plain => Some(Message::AsidePressed(true)),
            Key::Named(Named::F12) if press.modifiers == Modifiers::SHIFT => Some(Message::AsidePressed(false)),
            Key::Named(Named::Escape) if self.form.is_list_open() => None,
            Key::Named(Named::Escape) if asks_again => Some(Message::AgainDeclined),
            Key::Named(Named::Escape) if asks_next => Some(Message::NextDropChosen),
            Key::Named(Named::Escape) => Some(Message::BackPressed),
            // The number field has the focus for the next card; no number begins with a sign.
            Key::Character("+") if self.corrects_last() => Some(Message::LastStepped(1)),
            Key::Character("-") if self.corrects_last() => Some(Message::LastStepped(-1)),
            Key::Character(_) if press.modifiers.control() && press.latin == Some('z') => Some(Message::UndoPressed),
            _ => None,
        }
    }

    /// Whether Esc has nothing of the counter's own to leave.
    #[must_use]
    pub fn is_at_rest(&self) -> bool {
        matches!(self.stage, Stage::Idle) && !self.form.is_list_open() && !self.shows_help && !self.is_run_active()
    }

    /// A key that no widget wanted.
    #[must_use]
    pub fn fallback(&self, press: Press<'_>) -> Option<Message> {
        let has_form = matches!(&self.stage, Stage::Judged { saving: Saving::Ready, .. });
        let children = |by| Some(Message::Form(form::Message::Children(stepper::Message::Stepped(by))));
        match press.key.as_ref() {
            Key::Named(Named::Enter) if press.repeat => None,
            Key::Named(Named::Enter) if self.waiting.asked().is_some() => Some(Message::NextSaveChosen),
            Key::Named(Named::Enter) => Some(Message::SavePressed),
            Key::Character("+") if has_form => children(1),
            Key::Character("-") if has_form => children(-1),
            _ => None,
        }
    }
}
