//! Bars across a page: the notice about a card's validity in Kaikukanta's colours, a
//! question in one line, the training banner.

use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Tokens, Tone};
use iced::widget::{Container, container, row};
use iced::{Alignment, Background, Border, Color, Element, Length};

/// A filled bar: the tone's ink is the ground.
pub fn filled<'a, Message: 'a>(name: Icon, words: String, tone: Tone, on_filled: Color) -> Container<'a, Message> {
    let content = row![icon(name, 20.0, on_filled), text(words, lettering::BODY, lettering::SEMIBOLD, on_filled).width(Length::Fill)];
    container(content.spacing(10).align_y(Alignment::Center)).padding([10, 16]).width(Length::Fill).style(move |_| container::Style {
        background: Some(Background::Color(tone.ink)),
        border: Border { radius: 10.into(), ..Border::default() },
        text_color: Some(on_filled),
        ..container::Style::default()
    })
}

/// A tinted bar with an edge, and something to press at its right.
pub fn tinted<'a, Message: 'a>(name: Icon, words: String, tone: Tone, right: Option<Element<'a, Message>>) -> Container<'a, Message> {
    let content =
        row![icon(name, 20.0, tone.ink), text(words, lettering::BODY, lettering::SEMIBOLD, tone.ink).width(Length::Fill)].push(right);
    container(content.spacing(10).align_y(Alignment::Center)).padding([10, 16]).width(Length::Fill).style(move |_| container::Style {
        background: Some(Background::Color(tone.ground)),
        border: Border { color: tone.ink, width: 1.5, radius: 10.into() },
        text_color: Some(tone.ink),
        ..container::Style::default()
    })
}

/// A low bar in no colour: said by the way.
pub fn quiet<'a, Message: 'a>(name: Icon, words: String, tokens: &'static Tokens) -> Container<'a, Message> {
    let ink = tokens.ink;
    let content = row![icon(name, 18.0, ink), text(words, lettering::BODY, lettering::SEMIBOLD, ink).width(Length::Fill)];
    container(content.spacing(10).align_y(Alignment::Center)).padding([5, 16]).width(Length::Fill).style(move |_| container::Style {
        background: Some(Background::Color(tokens.surface)),
        border: Border { color: tokens.line, width: 1.0, radius: 10.into() },
        text_color: Some(ink),
        ..container::Style::default()
    })
}
