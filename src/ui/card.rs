//! White cards on the grey ground, and the lines that part them.

use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::widget::{Container, Row, container, row, space};
use iced::{Alignment, Background, Border, Color, Element, Length};

/// The radius of a card's corners.
pub const RADIUS: f32 = 14.0;

/// A card around something.
pub fn card<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, tokens: &'static Tokens) -> Container<'a, Message> {
    // Padded by its border, so that what fills it does not cover the line.
    container(content).padding(1).style(move |_| container::Style {
        background: Some(Background::Color(tokens.surface)),
        border: Border { color: tokens.line, width: 1.0, radius: RADIUS.into() },
        text_color: Some(tokens.ink),
        ..container::Style::default()
    })
}

/// A ground of one colour, without a border.
pub fn ground<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, color: Color) -> Container<'a, Message> {
    container(content).style(move |_| container::Style { background: Some(Background::Color(color)), ..container::Style::default() })
}

/// A line across, one pixel high.
pub fn line<'a, Message: 'a>(tokens: &'static Tokens) -> Container<'a, Message> {
    ground(space(), tokens.line).width(Length::Fill).height(1)
}

/// A line down, one pixel wide.
pub fn upright<'a, Message: 'a>(tokens: &'static Tokens) -> Container<'a, Message> {
    ground(space(), tokens.line).width(1).height(Length::Fill)
}

/// A card's heading with something at its right.
pub fn heading<'a, Message: 'a>(title: String, right: impl Into<Element<'a, Message>>, tokens: &'static Tokens) -> Row<'a, Message> {
    row![text(title, lettering::HEADING, lettering::BOLD, tokens.ink), space().width(Length::Fill), right.into()]
        .spacing(12)
        .padding([14, 16])
        .align_y(Alignment::Center)
}
