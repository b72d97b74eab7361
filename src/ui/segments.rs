//! One of a few, side by side: all are seen, one is chosen. One stop of the Tab order; the arrows
//! and Space choose.

use crate::ui::button::{HEIGHT, RADIUS};
use crate::ui::focus::focus;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::keyboard::{Key, key::Named};
use iced::widget::{button, container, row};
use iced::{Alignment, Background, Border, Color, Element, Length};

/// The choices with the chosen one marked; `on_choose` gets the index of another.
pub fn segments<'a, Message: Clone + 'a>(
    id: &'static str,
    words: impl IntoIterator<Item = String>,
    chosen: usize,
    on_choose: impl Fn(usize) -> Message + 'a,
    tokens: &'static Tokens,
) -> Element<'a, Message> {
    let words: Vec<String> = words.into_iter().collect();
    let count = words.len();
    let faces = words.into_iter().enumerate().map(|(index, words)| face(words, index == chosen, on_choose(index), tokens));
    let faces = container(row(faces).spacing(2)).padding(2).style(move |_| container::Style {
        background: Some(Background::Color(tokens.surface)),
        border: Border { color: tokens.line, width: 1.5, radius: RADIUS.into() },
        ..container::Style::default()
    });
    let next = on_choose(moved(chosen, 1, count));
    focus(id, faces, tokens.primary)
        .activate(next)
        .deaf_to_enter()
        .on_key(move |key, modifiers| match key.as_ref() {
            Key::Named(Named::ArrowRight) if modifiers.is_empty() => Some(on_choose(moved(chosen, 1, count))),
            Key::Named(Named::ArrowLeft) if modifiers.is_empty() => Some(on_choose(moved(chosen, -1, count))),
            _ => None,
        })
        .into()
}

fn moved(at: usize, by: isize, count: usize) -> usize {
    crate::ui::drop_down::moved(at, by, count)
}

fn face<'a, Message: Clone + 'a>(words: String, is_chosen: bool, on_press: Message, tokens: &'static Tokens) -> Element<'a, Message> {
    let (ink, font) = if is_chosen { (tokens.on_filled, lettering::SEMIBOLD) } else { (tokens.ink, lettering::REGULAR) };
    // Told by the tick too, never by colour alone.
    let tick = is_chosen.then(|| icon(Icon::Check, 16.0, ink));
    let content = row![].push(tick).push(text(words, 15.0, font, ink).center()).spacing(6).align_y(Alignment::Center);
    button(container(content).center(Length::Fill))
        .height(HEIGHT - 4.0)
        .width(Length::Fill)
        .padding([0, 6])
        .on_press(on_press)
        .style(move |_, status| {
            let is_over = matches!(status, button::Status::Hovered | button::Status::Pressed);
            let ground = match (is_chosen, is_over) {
                (true, _) => tokens.primary,
                (false, true) => tokens.primary_tint,
                (false, false) => Color::TRANSPARENT,
            };
            button::Style {
                background: Some(Background::Color(ground)),
                border: Border { radius: (RADIUS - 2.0).into(), ..Border::default() },
                text_color: ink,
                ..button::Style::default()
            }
        })
        .into()
}
