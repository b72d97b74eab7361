//! The verdict, read from two metres away: icon, words and colour, each enough alone.

use crate::ui::fit::fit;
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

/// What the verdict is about, and how close together it stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// Event and showing, where they decide; each on a line of its own under the number.
    pub about: Vec<String>,
    /// Pixels above and below.
    pub padding: f32,
}

impl Default for Place {
    fn default() -> Self {
        Self { about: Vec::new(), padding: 16.0 }
    }
}

/// How wide the lines are that say what the verdict is about.
const ABOUT: f32 = 240.0;

/// The panel.
pub fn verdict_panel<'a, Message: 'a>(name: Icon, words: Words, tone: Tone, tokens: &'static Tokens) -> Container<'a, Message> {
    placed(name, words, Place::default(), tone, tokens)
}

/// The panel, with what it is about and its own room.
pub fn placed<'a, Message: 'a>(name: Icon, words: Words, place: Place, tone: Tone, tokens: &'static Tokens) -> Container<'a, Message> {
    let said = column![
        text(words.headline, lettering::VERDICT, lettering::BOLD, tone.ink).line_height(1.12),
        text(words.detail, lettering::BODY, lettering::REGULAR, tone.ink),
    ]
    .spacing(4)
    .width(Length::Fill);
    let about =
        place.about.into_iter().map(|line| container(fit(line, lettering::BODY, lettering::SEMIBOLD, tokens.ink)).max_width(ABOUT).into());
    let kind = (!words.kind.is_empty()).then(|| text(words.kind, lettering::BODY, lettering::REGULAR, tokens.ink));
    let card = column![text(words.number, 21.0, lettering::MONO, tokens.ink).wrapping(iced::widget::text::Wrapping::None)]
        .push(kind)
        .extend(about)
        .align_x(Alignment::End);
    let content = row![icon(name, 52.0, tone.ink), said, card].spacing(18).align_y(Alignment::Center);
    container(content).padding([place.padding, 20.0]).width(Length::Fill).style(move |_| container::Style {
        background: Some(Background::Color(tone.ground)),
        border: Border { radius: 14.into(), ..Border::default() },
        ..container::Style::default()
    })
}
