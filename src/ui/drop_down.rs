//! A list to choose one from: a venue, a showing, a language.

use crate::ui::field::{self, list_row};
use crate::ui::fit::fit;
use crate::ui::focus::focus;
use crate::ui::lettering::{self, text};
use crate::ui::popover::popover;
use crate::ui::theme::Tokens;
use iced::keyboard::{Key, key::Named};
use iced::widget::{column, mouse_area, row};
use iced::{Alignment, Element, Length, mouse};

/// Rows seen at once, so few that the list fits below its field; it moves with the chosen one.
const ROWS: usize = 6;

/// Whether the list is open, and which row is under the arrow keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DropDown {
    /// Only the chosen one is seen.
    #[default]
    Closed,
    /// The list is open.
    Open {
        /// The row that Enter would choose.
        highlighted: usize,
    },
}

/// What happened to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Opened, or closed again.
    Toggled,
    /// The arrow keys or the wheel moved.
    Moved(isize),
    /// A row was chosen.
    Chosen(usize),
    /// Enter on the highlighted row.
    Accepted,
    /// Left without choosing.
    Dismissed,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it says.
    pub words: String,
    /// What stands at its right, such as the places left.
    pub right: Option<String>,
}

impl DropDown {
    /// Whether the list is open.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, DropDown::Open { .. })
    }

    /// Takes a message; answers with the row chosen, if one was. `chosen` is the present one of `count`.
    pub fn update(&mut self, message: &Message, chosen: Option<usize>, count: usize) -> Option<usize> {
        match message {
            Message::Toggled => {
                *self = if self.is_open() { DropDown::Closed } else { DropDown::Open { highlighted: chosen.unwrap_or(0) } };
                None
            }
            Message::Moved(by) => {
                let at = match *self {
                    DropDown::Open { highlighted } => moved(highlighted, *by, count),
                    DropDown::Closed => chosen.unwrap_or(0),
                };
                *self = DropDown::Open { highlighted: at };
                None
            }
            Message::Chosen(row) => {
                *self = DropDown::Closed;
                (*row < count).then_some(*row)
            }
            Message::Accepted => {
                let chosen = match *self {
                    DropDown::Open { highlighted } if highlighted < count => Some(highlighted),
                    _ => None,
                };
                *self = DropDown::Closed;
                chosen
            }
            Message::Dismissed => {
                *self = DropDown::Closed;
                None
            }
        }
    }

    /// The list's control around `face`, which shows the present choice; the list is at least
    /// `at_least` pixels wide.
    pub fn view<'a>(
        self,
        id: &'static str,
        face: impl Into<Element<'a, Message>>,
        rows: &[Row],
        at_least: f32,
        tokens: &'static Tokens,
    ) -> Element<'a, Message> {
        let popup = match self {
            DropDown::Open { highlighted } => Some(list(rows, highlighted, tokens)),
            DropDown::Closed => None,
        };
        let is_open = self.is_open();
        let face = mouse_area(face).on_press(Message::Toggled).interaction(mouse::Interaction::Pointer);
        let control = focus(id, face, tokens.primary)
            .activate(if is_open { Message::Accepted } else { Message::Toggled })
            .on_key(move |key, _| key_pressed(key, is_open))
            .on_blur(Message::Dismissed);
        popover(control, popup).at_least(at_least).on_dismiss(Message::Dismissed).into()
    }
}

fn key_pressed(key: &Key, is_open: bool) -> Option<Message> {
    match key.as_ref() {
        Key::Named(Named::ArrowDown) => Some(Message::Moved(1)),
        Key::Named(Named::ArrowUp) => Some(Message::Moved(-1)),
        Key::Named(Named::Escape) if is_open => Some(Message::Dismissed),
        _ => None,
    }
}

/// A row `by` further on, from the last to the first and back.
#[must_use]
pub fn moved(at: usize, by: isize, count: usize) -> usize {
    let Ok(count) = isize::try_from(count) else { return 0 };
    if count == 0 {
        return 0;
    }
    let at = isize::try_from(at).unwrap_or(0);
    usize::try_from((at + by).rem_euclid(count)).unwrap_or(0)
}

/// The rows to show, so that the highlighted one is among them.
#[must_use]
pub fn window(highlighted: usize, count: usize) -> std::ops::Range<usize> {
    let first = highlighted.saturating_sub(ROWS / 2).min(count.saturating_sub(ROWS));
    first..(first + ROWS).min(count)
}

fn list<'a>(rows: &[Row], highlighted: usize, tokens: &'static Tokens) -> Element<'a, Message> {
    let shown = window(highlighted, rows.len());
    let shown = rows.iter().enumerate().skip(shown.start).take(shown.len()).map(|(index, each)| {
        let words = fit(each.words.clone(), lettering::BODY, lettering::REGULAR, tokens.ink).width(Length::Fill);
        let right = each.right.clone().map(|right| text(right, lettering::SMALL, lettering::REGULAR, tokens.muted));
        let content = row![words].push(right).spacing(12).align_y(Alignment::Center);
        list_row(content, index == highlighted, Message::Chosen(index), tokens)
    });
    let list = mouse_area(column(shown).spacing(2)).on_scroll(|delta| {
        let (mouse::ScrollDelta::Lines { y, .. } | mouse::ScrollDelta::Pixels { y, .. }) = delta;
        Message::Moved(if y > 0.0 { -1 } else { 1 })
    });
    field::floating(list, tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_open_the_list_and_go_round() {
        let mut list = DropDown::default();
        assert_eq!(list.update(&Message::Moved(1), Some(2), 3), None);
        assert_eq!(list, DropDown::Open { highlighted: 2 });
        list.update(&Message::Moved(1), Some(2), 3);
        assert_eq!(list, DropDown::Open { highlighted: 0 });
        list.update(&Message::Moved(-1), Some(2), 3);
        assert_eq!(list.update(&Message::Accepted, Some(2), 3), Some(2));
        assert_eq!(list, DropDown::Closed);
    }

    #[test]
    fn leaving_the_list_chooses_nothing() {
        let mut list = DropDown::Open { highlighted: 1 };
        assert_eq!(list.update(&Message::Dismissed, None, 3), None);
        assert_eq!(list, DropDown::Closed);
        assert_eq!(list.update(&Message::Accepted, None, 3), None);
    }

    #[test]
    fn the_highlighted_row_is_always_shown() {
        for count in [0, 1, 7, 8, 9, 40] {
            for highlighted in 0..count {
                assert!(window(highlighted, count).contains(&highlighted), "{highlighted} of {count}");
                assert!(window(highlighted, count).len() <= ROWS);
            }
        }
    }
}
