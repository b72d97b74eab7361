//! What would get the characters of a scanner if they were typing: looked up among the widgets.

use crate::ui::focus::Takes;
use iced::Rectangle;
use iced::advanced::widget::{Id, Operation};
use kaikuasema_devices::wedge::Target;
use std::any::Any;

/// Finds the text field that has the focus.
#[derive(Default)]
pub(super) struct Finder {
    takes: Option<Takes>,
}

impl Finder {
    /// What was found; every text field of the window is a [`focus::field`](crate::ui::focus::field).
    pub(super) fn target(&self) -> Target {
        match self.takes {
            Some(Takes::Digits) => Target::Digits,
            Some(Takes::CardNumber) => Target::CardNumber,
            Some(Takes::Text) => Target::Text,
            None => Target::Nothing,
        }
    }
}

impl Operation for Finder {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn custom(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Any) {
        if let Some(takes) = state.downcast_ref::<Takes>() {
            self.takes = Some(*takes);
        }
    }
}
