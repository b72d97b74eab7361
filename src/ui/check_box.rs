//! A box to tick, worked with the space bar too; Enter is for saving.

use crate::ui::focus::focus;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::widget::{container, mouse_area, row};
use iced::{Alignment, Background, Border, Color, Element, Length, mouse};

/// A box with words beside it; pressing it means `on_toggle` with the new state.
pub fn check_box<'a, Message: Clone + 'a>(
    id: &'static str,
    is_ticked: bool,
    words: String,
    on_toggle: impl Fn(bool) -> Message,
    tokens: &'static Tokens,
) -> Element<'a, Message> {
    let mark = is_ticked.then(|| icon(Icon::Check, 16.0, tokens.on_filled));
    let square = container(row![].push(mark)).center(22).style(move |_| container::Style {
        background: Some(Background::Color(if is_ticked { tokens.primary } else { Color::TRANSPARENT })),
        border: Border { color: if is_ticked { tokens.primary } else { tokens.muted }, width: 2.0, radius: 6.into() },
        ..container::Style::default()
    });
    let words = text(words, lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill);
    let message = on_toggle(!is_ticked);
    let area = mouse_area(row![square, words].spacing(14).align_y(Alignment::Center))
        .on_press(message.clone())
        .interaction(mouse::Interaction::Pointer);
    focus(id, area, tokens.primary).activate(message).deaf_to_enter().radius(4.0).into()
}
