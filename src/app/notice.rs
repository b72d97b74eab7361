//! A small window for the one thing to say when the station cannot open: someone who started
//! it from the desktop sees no terminal.

use crate::locale::{Language, Locale};
use crate::say;
use crate::ui::button::{Weight, button};
use crate::ui::card::card;
use crate::ui::icon::{Icon, icon};
use crate::ui::keys::{Press, keys};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Look;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, container, row};
use iced::{Alignment, Background, Element, Length, Size, Task, Theme};

/// What happened in the small window.
#[derive(Clone, Copy, Debug)]
enum Message {
    /// It was read.
    Closed,
}

struct Notice {
    sentence: String,
    locale: Locale,
    look: Look,
}

impl Notice {
    fn view(&self) -> Element<'_, Message> {
        let tokens = self.look.tokens();
        let head = row![
            icon(Icon::CircleHelp, 40.0, tokens.discretion.ink),
            text(say!(self.locale, "app-name"), lettering::HEADING, lettering::BOLD, tokens.ink),
        ];
        let close = button("close", say!(self.locale, "notice-close"), Weight::Primary).on_press(Message::Closed).view(tokens);
        let words = text(self.sentence.clone(), lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill);
        let content = column![head.spacing(12).align_y(Alignment::Center), words, container(close).align_right(Length::Fill)];
        let page = container(card(container(content.spacing(18)).padding(22), tokens)).padding(18);
        let page = page
            .width(Length::Fill)
            .height(Length::Fill)
            .style(move |_| container::Style { background: Some(Background::Color(tokens.background)), ..container::Style::default() });
        keys(page).before(|press| closes(press).then_some(Message::Closed)).into()
    }
}

fn closes(press: Press<'_>) -> bool {
    matches!(press.key, Key::Named(Named::Enter | Named::Escape | Named::Space))
}

/// Shows one sentence until it is closed.
///
/// # Errors
/// When the window system gives no window.
pub fn run(sentence: String, language: Language) -> iced::Result {
    let boot = move || Notice { sentence: sentence.clone(), locale: Locale::new(language), look: Look::default() };
    let update = |_: &mut Notice, Message::Closed: Message| -> Task<Message> { iced::exit() };
    let settings = iced::Settings {
        fonts: lettering::fonts(),
        default_font: lettering::REGULAR,
        default_text_size: lettering::BODY.into(),
        ..iced::Settings::default()
    };
    let window = iced::window::Settings { size: Size::new(560.0, 240.0), resizable: false, ..iced::window::Settings::default() };
    iced::application(boot, update, Notice::view)
        .title("Kaikuasema")
        .theme(|notice: &Notice| -> Theme { notice.look.theme() })
        .settings(settings)
        .window(window)
        .run()
}
