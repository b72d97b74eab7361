//! Text fields and what stands around them: label, hint, the word below when something is wrong.

use crate::ui::button::{HEIGHT, RADIUS};
use crate::ui::fit::fit;
use crate::ui::icon::{Icon, icon};
use crate::ui::lettering::{self, text};
use crate::ui::theme::Tokens;
use iced::widget::text_input::{self, Status, TextInput};
use iced::widget::{Column, column, container, row, stack};
use iced::{Alignment, Background, Border, Element, Length, Padding};

/// Whether what a field holds can be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validity {
    /// It can.
    #[default]
    Good,
    /// It cannot.
    Bad,
}

/// The look of a text field.
pub fn style(validity: Validity, tokens: &'static Tokens) -> impl Fn(&iced::Theme, Status) -> text_input::Style {
    move |_, status| {
        let is_focused = matches!(status, Status::Focused { .. });
        let line = match (validity, is_focused) {
            (Validity::Bad, _) => tokens.stop.ink,
            (Validity::Good, true) => tokens.primary,
            (Validity::Good, false) => tokens.line,
        };
        text_input::Style {
            background: Background::Color(tokens.surface),
            border: Border { color: line, width: if is_focused { 3.0 } else { 1.5 }, radius: RADIUS.into() },
            icon: tokens.muted,
            placeholder: tokens.muted,
            value: tokens.ink,
            selection: tokens.primary_tint,
        }
    }
}

/// A text field of the usual height, still without id and messages.
pub fn input<'a, Message: Clone + 'a>(
    placeholder: &str,
    value: &str,
    validity: Validity,
    tokens: &'static Tokens,
) -> TextInput<'a, Message> {
    // 17 pixels of text, 1.3 lines high, in a field 48 high.
    iced::widget::text_input(placeholder, value)
        .size(17)
        .line_height(1.3)
        .font(lettering::REGULAR)
        .padding(Padding::from([(HEIGHT - 17.0 * 1.3) / 2.0, 14.0]))
        .style(style(validity, tokens))
}

/// A label above a control, with a hint at its right and a word below it.
pub fn labelled<'a, Message: 'a>(
    label: String,
    hint: Option<String>,
    control: impl Into<Element<'a, Message>>,
    below: Option<Element<'a, Message>>,
    tokens: &'static Tokens,
) -> Column<'a, Message> {
    let label = text(label, lettering::LABEL, lettering::SEMIBOLD, tokens.ink).width(Length::Fill);
    let hint = hint.map(|hint| text(hint, lettering::SMALL, lettering::REGULAR, tokens.muted));
    column![row![label].push(hint).spacing(8).align_y(Alignment::End), control.into()].push(below).spacing(4)
}

/// The word below a control: advice or what is wrong.
pub fn below<'a, Message: 'a>(name: Icon, words: String, color: iced::Color) -> Element<'a, Message> {
    row![icon(name, 16.0, color), text(words, lettering::SMALL, lettering::SEMIBOLD, color)].spacing(6).align_y(Alignment::Center).into()
}

/// A control with an icon floating at its right end, which lets the mouse through.
pub fn with_icon_right<'a, Message: 'a>(
    control: impl Into<Element<'a, Message>>,
    name: Icon,
    tokens: &'static Tokens,
) -> Element<'a, Message> {
    let float = container(icon(name, 20.0, tokens.muted)).padding([0, 14]).width(Length::Fill).height(Length::Fill);
    stack![control.into(), float.align_x(Alignment::End).align_y(Alignment::Center)].into()
}

/// The outside of a control that looks like a field but is chosen from: its text and icon.
pub fn chosen<'a, Message: 'a>(words: String, right: Option<String>, name: Icon, tokens: &'static Tokens) -> Element<'a, Message> {
    let right = right.map(|right| text(right, lettering::BODY, lettering::REGULAR, tokens.muted));
    container(
        row![fit(words, 17.0, lettering::REGULAR, tokens.ink).width(Length::Fill)]
            .push(right)
            .push(icon(name, 20.0, tokens.muted))
            .spacing(8)
            .align_y(Alignment::Center),
    )
    .padding([0, 14])
    .height(HEIGHT)
    .width(Length::Fill)
    .align_y(Alignment::Center)
    .style(move |_| container::Style {
        background: Some(Background::Color(tokens.surface)),
        border: Border { color: tokens.line, width: 1.5, radius: RADIUS.into() },
        ..container::Style::default()
    })
    .into()
}

/// The ground of a list or calendar that floats above the page. Told by its edge: the renderer draws a
/// shadow beyond the part of the window that it draws anew, darker each time.
pub fn floating<'a, Message: 'a>(content: impl Into<Element<'a, Message>>, tokens: &'static Tokens) -> Element<'a, Message> {
    container(content)
        .padding(6)
        .style(move |_| container::Style {
            background: Some(Background::Color(tokens.surface)),
            border: Border { color: tokens.muted, width: 2.0, radius: RADIUS.into() },
            ..container::Style::default()
        })
        .into()
}

/// One row of a floating list.
pub fn list_row<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    is_highlighted: bool,
    on_press: Message,
    tokens: &'static Tokens,
) -> Element<'a, Message> {
    iced::widget::button(container(content).center_y(Length::Fill))
        .height(40)
        .width(Length::Fill)
        .padding([0, 12])
        .on_press(on_press)
        .style(move |_, status| {
            let is_over = matches!(status, iced::widget::button::Status::Hovered | iced::widget::button::Status::Pressed);
            iced::widget::button::Style {
                background: (is_highlighted || is_over).then_some(Background::Color(tokens.primary_tint)),
                border: Border { color: tokens.primary, width: if is_highlighted { 2.0 } else { 0.0 }, radius: 8.into() },
                text_color: tokens.ink,
                ..iced::widget::button::Style::default()
            }
        })
        .into()
}
