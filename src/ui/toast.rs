//! The quiet confirmation: says what was done, takes no key and no focus.

use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::{Tokens, Tone};
use iced::widget::{Container, container, row};
use iced::{Alignment, Background, Border, Element, Length, Padding, Task};
use std::time::Duration;

/// How long it is shown.
const SHOWN: Duration = Duration::from_secs(5);

/// Whether what was asked for was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// It was.
    Done,
    /// It was not, and the words say why.
    Failed,
}

/// What is said last, until it was shown long enough.
#[derive(Debug, Default)]
pub struct Toast {
    /// How often something was said: only the last one fades what is shown.
    count: u64,
    said: Option<(String, Mood)>,
}

impl Toast {
    /// Says something in place of what was said before; `faded` tells that it was shown long enough.
    pub fn say<Message: Send + 'static>(
        &mut self,
        words: String,
        mood: Mood,
        faded: impl FnOnce(u64) -> Message + Send + 'static,
    ) -> Task<Message> {
        self.count += 1;
        self.said = Some((words, mood));
        let number = self.count;
        Task::perform(async { tokio::time::sleep(SHOWN).await }, move |()| faded(number))
    }

    /// What was said as this number was shown long enough.
    pub fn faded(&mut self, number: u64) {
        if number == self.count {
            self.said = None;
        }
    }

    /// The panel at the foot of its page, while something is said.
    pub fn view<'a, Message: 'a>(&self, tokens: &'static Tokens) -> Option<Element<'a, Message>> {
        self.view_at(FOOT, tokens)
    }

    /// The panel at its place, while something is said.
    pub fn view_at<'a, Message: 'a>(&self, place: Place, tokens: &'static Tokens) -> Option<Element<'a, Message>> {
        let (words, mood) = self.said.as_ref()?;
        let (name, tone) = match mood {
            Mood::Done => (Icon::Check, tokens.go),
            Mood::Failed => (Icon::TriangleAlert, tokens.discretion),
        };
        Some(panel(place, name, words.clone(), tone, tokens))
    }
}

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

fn panel<'a, Message: 'a>(place: Place, name: Icon, words: String, tone: Tone, tokens: &'static Tokens) -> Element<'a, Message> {
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
