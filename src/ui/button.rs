//! Buttons: an icon, words, and the key that does the same.

use crate::ui::focus::focus;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::widget::button::{self, Status};
use iced::widget::{container, row};
use iced::{Alignment, Background, Border, Color, Element, Length};

/// Corners of buttons and fields.
pub const RADIUS: f32 = 10.0;
/// Height of a control.
pub const HEIGHT: f32 = 48.0;
/// Height of a control in a heading or a list.
pub const LOW: f32 = 40.0;
/// Height of the number field and what stands beside it.
pub const HIGH: f32 = 60.0;

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do.
    Primary,
    /// One of several.
    Plain,
    /// A deliberate act: save at discretion. Enter does not work it.
    Discretion,
    /// Words only.
    Link,
}

/// A button to be built; see [`button`].
pub struct Button<Message> {
    id: &'static str,
    label: String,
    weight: Weight,
    icon: Option<Icon>,
    key: Option<&'static str>,
    on_press: Option<Message>,
    height: f32,
    width: Length,
    padding: f32,
    is_stop: bool,
    is_deliberate: bool,
}

/// A button with words; `id` names it in the Tab order.
#[must_use]
pub fn button<Message>(id: &'static str, label: impl Into<String>, weight: Weight) -> Button<Message> {
    Button {
        id,
        label: label.into(),
        weight,
        icon: None,
        key: None,
        on_press: None,
        height: HEIGHT,
        width: Length::Shrink,
        padding: 18.0,
        is_stop: true,
        is_deliberate: weight == Weight::Discretion,
    }
}

impl<Message: Clone> Button<Message> {
    /// An icon before the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// The key that does the same, shown small after the words.
    #[must_use]
    pub fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// What pressing it means. Without it the button is grey and no stop of the Tab order.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    /// What pressing it means, where it means something now.
    #[must_use]
    pub fn on_press_maybe(mut self, message: Option<Message>) -> Self {
        self.on_press = message;
        self
    }

    /// Its height in pixels.
    #[must_use]
    pub fn height(mut self, height: f32) -> Self {
        self.height = height;
        self
    }

    /// Its width.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    /// Pixels left and right of the words.
    #[must_use]
    pub fn padding(mut self, padding: f32) -> Self {
        self.padding = padding;
        self
    }

    /// No stop of the Tab order: a row's button, whose row the keyboard works.
    #[must_use]
    pub fn by_mouse(mut self) -> Self {
        self.is_stop = false;
        self
    }

    /// Deaf to Enter, as what takes a deliberate key is: a scanner's second Enter presses nothing.
    #[must_use]
    pub fn deliberate(mut self) -> Self {
        self.is_deliberate = true;
        self
    }

    /// The finished button.
    pub fn view<'a>(self, tokens: &'static Tokens) -> Element<'a, Message>
    where
        Message: 'a,
    {
        let is_enabled = self.on_press.is_some();
        let weight = self.weight;
        let ink = if is_enabled { ink(weight, tokens) } else { tokens.muted };
        let words = (!self.label.is_empty())
            .then(|| text(self.label, lettering::BODY, lettering::SEMIBOLD, ink).wrapping(iced::widget::text::Wrapping::None));
        let content = row![]
            .push(self.icon.map(|name| icon(name, 20.0, ink)))
            .push(words)
            .push(self.key.map(|key| text(key, 13.0, lettering::MONO, ink)))
            .spacing(9)
            .align_y(Alignment::Center);
        let stock = iced::widget::button(container(content).center_y(Length::Fill).center_x(self.width))
            .height(self.height)
            .width(self.width)
            .padding([0.0, self.padding])
            .on_press_maybe(self.on_press.clone())
            .style(move |_, status| style(weight, status, tokens));
        match self.on_press.filter(|_| self.is_stop) {
            Some(message) => {
                let control = focus(self.id, stock, ring(weight, tokens)).activate(message).radius(RADIUS);
                if self.is_deliberate { control.deaf_to_enter().into() } else { control.into() }
            }
            None => stock.into(),
        }
    }
}

fn ink(weight: Weight, tokens: &Tokens) -> Color {
    match weight {
        Weight::Primary => tokens.on_filled,
        Weight::Plain => tokens.ink,
        Weight::Discretion => tokens.discretion.ink,
        Weight::Link => tokens.primary,
    }
}

fn ring(weight: Weight, tokens: &Tokens) -> Color {
    if weight == Weight::Discretion { tokens.discretion.ink } else { tokens.primary }
}

fn style(weight: Weight, status: Status, tokens: &Tokens) -> button::Style {
    let is_over = matches!(status, Status::Hovered | Status::Pressed);
    let is_off = status == Status::Disabled;
    let (ground, line, width) = match weight {
        _ if is_off && weight != Weight::Link => (tokens.background, tokens.line, 1.5),
        Weight::Primary => (tokens.primary, if is_over { tokens.ink } else { tokens.primary }, 1.5),
        Weight::Plain => (if is_over { tokens.primary_tint } else { tokens.surface }, tokens.line, 1.5),
        Weight::Discretion => (if is_over { tokens.discretion.ground } else { tokens.surface }, tokens.discretion.ink, 3.0),
        Weight::Link => (if is_over { tokens.primary_tint } else { Color::TRANSPARENT }, Color::TRANSPARENT, 0.0),
    };
    button::Style {
        background: Some(Background::Color(ground)),
        text_color: if is_off { tokens.muted } else { ink(weight, tokens) },
        border: Border { color: line, width, radius: RADIUS.into() },
        ..button::Style::default()
    }
}
