//! The minus and plus beside a number's field, and the keys that do the same.

use crate::ui::button::{HEIGHT, RADIUS};
use crate::ui::focus::{Focus, Takes};
use crate::ui::icon::{Icon, icon};
use crate::ui::theme::Tokens;
use iced::keyboard::{Key, key::Named};
use iced::widget::{button, container, row};
use iced::{Background, Border, Element, Length};

/// What happened to a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// One more or one fewer.
    Stepped(i32),
    /// Its field holds this text now.
    Typed(String),
}

/// The field between its knobs: stepped with the arrows or `+` and `-`, or clicked.
pub(crate) fn with_knobs<'a>(field: Focus<'a, Message>, tokens: &'static Tokens) -> Element<'a, Message> {
    let field = field.takes(Takes::Digits).on_key(|key, modifiers| match key.as_ref() {
        Key::Named(Named::ArrowUp) | Key::Character("+") => Some(Message::Stepped(1)),
        Key::Named(Named::ArrowDown) | Key::Character("-") if modifiers.is_empty() => Some(Message::Stepped(-1)),
        _ => None,
    });
    row![knob(Icon::Minus, -1, tokens), field, knob(Icon::Plus, 1, tokens)].spacing(8).into()
}

fn knob<'a>(name: Icon, by: i32, tokens: &'static Tokens) -> Element<'a, Message> {
    button(container(icon(name, 20.0, tokens.ink)).center(Length::Fill))
        .width(HEIGHT)
        .height(HEIGHT)
        .padding(0)
        .on_press(Message::Stepped(by))
        .style(move |_, status| button::Style {
            background: Some(Background::Color(if status == button::Status::Active { tokens.surface } else { tokens.primary_tint })),
            border: Border { color: tokens.line, width: 1.5, radius: RADIUS.into() },
            ..button::Style::default()
        })
        .into()
}
