//! The verdict, read from two metres away: icon, words and colour, each enough alone.

use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Tokens, Tone};
use iced::widget::{Container, column, container, row};
use iced::{Alignment, Background, Border, Length};

/// What the panel says.
#[derive(Clone, Debug)]
pub struct Words {
    /// What to do, in one or two words.
    pub headline: String,
    /// Why, in one line or two.
    pub detail: String,
    /// The card's number.
    pub number: String,
    /// Whose card it is.
    pub kind: String,
}

/// The panel.
pub fn verdict_panel<'a, Message: 'a>(name: Icon, words: Words, tone: Tone, tokens: &'static Tokens) -> Container<'a, Message> {
    let said = column![
        text(words.headline, lettering::VERDICT, lettering::BOLD, tone.ink).line_height(1.12),
        text(words.detail, lettering::BODY, lettering::REGULAR, tone.ink),
    ]
    .spacing(4)
    .width(Length::Fill);
    let card = column![
        text(words.number, 21.0, lettering::MONO, tokens.ink).wrapping(iced::widget::text::Wrapping::None),
        text(words.kind, lettering::BODY, lettering::REGULAR, tokens.ink),
    ]
    .align_x(Alignment::End);
    let content = row![icon(name, 52.0, tone.ink), said, card].spacing(18).align_y(Alignment::Center);
    container(content).padding([16, 20]).width(Length::Fill).style(move |_| container::Style {
        background: Some(Background::Color(tone.ground)),
        border: Border { radius: 14.into(), ..Border::default() },
        ..container::Style::default()
    })
}
