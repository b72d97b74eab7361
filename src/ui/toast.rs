//! The quiet confirmation: says what was done, takes no key and no focus.

use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Tokens, Tone};
use iced::widget::{Container, container, row};
use iced::{Alignment, Background, Border, Element, Length, Padding};
use std::time::Duration;

/// How long it is shown.
pub const SHOWN: Duration = Duration::from_secs(5);

/// Where a confirmation stands over its page.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// How far from the edges of the page.
    pub margin: Padding,
    /// At the left, the middle or the right.
    pub across: Alignment,
    /// Above, in the middle or below.
    pub down: Alignment,
    /// Its most width in pixels.
    pub widest: f32,
}

/// At the foot of a page, at the left.
const FOOT: Place = Place {
    margin: Padding { top: 18.0, right: 18.0, bottom: 18.0, left: 18.0 },
    across: Alignment::Start,
    down: Alignment::End,
    widest: 620.0,
};

/// A small panel at the foot of its page.
pub fn toast<'a, Message: 'a>(name: Icon, words: String, tone: Tone, tokens: &'static Tokens) -> Element<'a, Message> {
    toast_at(FOOT, name, words, tone, tokens)
}

/// A small panel at its place.
pub fn toast_at<'a, Message: 'a>(place: Place, name: Icon, words: String, tone: Tone, tokens: &'static Tokens) -> Element<'a, Message> {
    let panel: Container<'a, Message> = container(
        row![icon(name, 22.0, tone.ink), text(words, lettering::BODY, lettering::SEMIBOLD, tokens.ink)]
            .spacing(12)
            .align_y(Alignment::Center),
    )
    .padding([14, 18])
    .max_width(place.widest)
    .style(move |_| container::Style {
        background: Some(Background::Color(tone.ground)),
        border: Border { color: tone.ink, width: 2.0, radius: 12.into() },
        ..container::Style::default()
    });
    container(panel).padding(place.margin).width(Length::Fill).height(Length::Fill).align_x(place.across).align_y(place.down).into()
}
