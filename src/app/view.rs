//! How the window looks: the shown page, within its frame or alone, and what hears keys and scans
//! before it.

use super::readers::Heard;
use super::{App, Message, Page, Screen, header};
use crate::ui::keys::keys;
use crate::ui::wedge::wedge;
use iced::widget::{column, container, row, space, stack};
use iced::{Background, Element, Length, Task};
use kaikuasema_domain::CardNumber;

impl App {
    /// The window.
    pub fn view(&self) -> Element<'_, Message> {
        let tokens = self.context.tokens();
        let page: Element<'_, Message> = match &self.screen {
            Screen::Starting => header::starting(&self.context),
            Screen::Login(page) => page.view(&self.context).map(Message::Login),
            Screen::Check(page) => page.view(&self.context).map(Message::Check),
            Screen::Counter => self.inside(Page::Counter, self.counter.view(&self.context).map(Message::Counter)),
            Screen::Door => self.inside(Page::Door, self.door.view(&self.context).map(Message::Door)),
            Screen::Late => self.inside(Page::Late, self.late.view(&self.context).map(Message::Late)),
            Screen::Queue(page) => self.inside(Page::Queue, page.view(&self.context).map(Message::Queue)),
            Screen::Samples(page) => self.inside(Page::Samples, page.view(&self.context).map(Message::Samples)),
            Screen::Settings(page) => self.inside(Page::Settings, page.view(&self.context).map(Message::Settings)),
            Screen::Readers(page) => self.inside(Page::Readers, page.view(&self.context).map(Message::ReaderCheck)),
        };
        // Always two, so that no field loses the focus when the bar goes.
        let page = column![self.salvage_bar().unwrap_or_else(|| space().into()), page].width(Length::Fill).height(Length::Fill);
        let page = container(page).width(Length::Fill).height(Length::Fill).style(move |_| container::Style {
            background: Some(Background::Color(tokens.background)),
            text_color: Some(tokens.ink),
            ..container::Style::default()
        });
        let heard = keys(page).before(|press| self.shortcut(press)).after(|press| self.fallback(press));
        let wedge = wedge(heard, |text| Message::Scanned(text.into()))
            .clock(self.time.pace)
            .manner(self.manner())
            .on_observed(|observed| Message::Heard(Heard::Observed(observed)))
            .on_trouble(|trouble| Message::Heard(Heard::Troubled(trouble)));
        match self.screen {
            // A password manager types as fast as a scanner: on the sign-in page only card numbers are scans.
            Screen::Login(_) => wedge.accept(|text| CardNumber::parse(text).is_ok()).into(),
            _ => wedge.into(),
        }
    }

    fn inside<'a>(&'a self, page: Page, content: Element<'a, Message>) -> Element<'a, Message> {
        let banner = self.context.station.is_training().then(|| header::training(&self.context));
        // Always two, so that no field loses the focus when the bar comes or goes.
        let bar = self.cancellations_bar(page).unwrap_or_else(|| space().into());
        let content = column![bar, content].width(Length::Fill).height(Length::Fill);
        let body = row![header::navigation(page, &self.context), content].height(Length::Fill);
        let page = column![header::header(&self.context, self.venues, self.languages)].push(banner).push(body);
        stack![page].push(self.reader_toast()).into()
    }
}

/// Minimised or behind others, the window is shown and gets the keyboard; where the window
/// system forbids that, it asks for attention.
pub(super) fn come_to_the_front(window: iced::window::Id) -> Task<Message> {
    Task::batch([
        iced::window::minimize(window, false),
        iced::window::gain_focus(window),
        iced::window::request_user_attention(window, Some(iced::window::UserAttention::Informational)),
    ])
}
