//! The quiet confirmation: says what was done, takes no key and no focus.

use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Tokens, Tone};
use iced::widget::{Container, container, row};
use iced::{Alignment, Background, Border, Element, Length};
use std::time::Duration;

/// How long it is shown.
pub const SHOWN: Duration = Duration::from_secs(5);

/// A small panel at the foot of its place.
pub fn toast<'a, Message: 'a>(name: Icon, words: String, tone: Tone, tokens: &'static Tokens) -> Element<'a, Message> {
    let panel: Container<'a, Message> = container(
        row![icon(name, 22.0, tone.ink), text(words, lettering::BODY, lettering::SEMIBOLD, tokens.ink)]
            .spacing(12)
            .align_y(Alignment::Center),
    )
    .padding([14, 18])
    .max_width(620)
    .style(move |_| container::Style {
        background: Some(Background::Color(tone.ground)),
        border: Border { color: tone.ink, width: 2.0, radius: 12.into() },
        ..container::Style::default()
    });
    container(panel).padding(18).width(Length::Fill).height(Length::Fill).align_x(Alignment::Start).align_y(Alignment::End).into()
}
