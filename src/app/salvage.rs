//! A damaged file was set aside at the start: said above every page until the clerk has read it.

use super::{App, Message};
use crate::salvage_text;
use crate::say;
use crate::ui::bar;
use crate::ui::button::{LOW, Weight, button};
use crate::ui::icon::Icon;
use iced::widget::container;
use iced::{Element, Length, Padding, Task};
use std::sync::Arc;

impl App {
    /// Asks what became of a damaged file.
    pub(super) fn read_salvage(&self) -> Task<Message> {
        let station = self.context.station.clone();
        Task::perform(async move { station.salvage().await.ok().flatten() }, Message::SalvageRead)
    }

    /// The clerk has read it.
    pub(super) fn salvage_noticed(&mut self) -> Task<Message> {
        self.salvage = None;
        let station = self.context.station.clone();
        Task::perform(async move { station.forget_salvage().await.map_err(Arc::new) }, Message::Kept)
    }

    /// The bar above the page.
    pub(super) fn salvage_bar(&self) -> Option<Element<'_, Message>> {
        let salvage = self.salvage.as_ref()?;
        let (locale, tokens) = (&self.context.locale, self.context.tokens());
        let words = salvage_text::salvage(salvage, self.context.today, locale);
        let noticed = button("salvage-noticed", say!(locale, "salvage-noticed"), Weight::Plain)
            .height(LOW)
            .on_press(Message::SalvageNoticed)
            .view(tokens);
        let said = bar::tinted(Icon::Info, words, tokens.discretion, Some(noticed));
        Some(container(said).width(Length::Fill).padding(Padding { top: 10.0, right: 18.0, bottom: 10.0, left: 18.0 }).into())
    }
}
