//! Chips: small pills with a state, in the header and in lists.

use crate::ui::fit::fit;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tone;
use iced::widget::{Container, Row, container, row};
use iced::{Alignment, Background, Border, Element};

/// A pill with an icon and words; words beyond `widest` pixels end in `…`.
pub fn chip<'a, Message: 'a>(name: Icon, words: String, tone: Tone, widest: f32) -> Container<'a, Message> {
    let words = container(fit(words, lettering::SMALL, lettering::SEMIBOLD, tone.ink)).max_width(widest);
    pill(row![icon(name, 17.0, tone.ink), words].spacing(7).align_y(Alignment::Center), tone)
}

/// A pill around anything.
pub fn pill<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, tone: Tone) -> Container<'a, Message> {
    container(content).padding([5, 13]).style(move |_| container::Style {
        background: Some(Background::Color(tone.ground)),
        border: Border { radius: 99.into(), ..Border::default() },
        text_color: Some(tone.ink),
        ..container::Style::default()
    })
}

/// A state in a list: an icon and words, without a ground.
pub fn state<'a, Message: 'a>(name: Icon, words: String, tone: Tone) -> Row<'a, Message> {
    row![icon(name, 15.0, tone.ink), text(words, 13.5, lettering::SEMIBOLD, tone.ink).wrapping(iced::widget::text::Wrapping::None)]
        .spacing(5)
        .align_y(Alignment::Center)
}
