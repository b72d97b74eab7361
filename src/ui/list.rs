//! A long list of which only the rows in sight are built: 20,000 rows cost as much as 20.

use iced::widget::Id;
use iced::widget::scrollable::{self, AbsoluteOffset, Viewport};
use iced::widget::{column, keyed_column, scrollable as scroll, space};
use iced::{Element, Length, Task};
use std::ops::Range;

/// Rows built beyond the edges, so that scrolling shows no gap.
const BEYOND: usize = 4;

/// How far a list is scrolled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct List {
    id: Option<&'static str>,
    offset: f32,
    height: f32,
}

impl Default for List {
    fn default() -> Self {
        // Until the first scroll the height is unknown: a screen's worth is built.
        Self { id: None, offset: 0.0, height: 1200.0 }
    }
}

impl List {
    /// A list of a name, whose rows can be scrolled into sight; see [`List::reveal`].
    #[must_use]
    pub fn named(id: &'static str) -> Self {
        Self { id: Some(id), ..Self::default() }
    }

    /// Scrolls as little as brings a row into sight, as a row chosen with the arrows must be.
    pub fn reveal<Message: Send + 'static>(&self, row: usize, row_height: f32) -> Task<Message> {
        match (self.id, self.offset_for(row, row_height)) {
            (Some(id), Some(y)) => iced::widget::operation::scroll_to(Id::new(id), AbsoluteOffset { x: None, y: Some(y) }),
            _ => Task::none(),
        }
    }

    /// How far to scroll for a row; `None` where it is in sight.
    fn offset_for(&self, row: usize, row_height: f32) -> Option<f32> {
        let top = f32::from(u16::try_from(row).unwrap_or(u16::MAX)) * row_height;
        match () {
            () if top < self.offset => Some(top),
            () if top + row_height > self.offset + self.height => Some(top + row_height - self.height),
            () => None,
        }
    }

    /// Takes note of how far the list is scrolled.
    pub fn scrolled(&mut self, viewport: &Viewport) {
        self.offset = viewport.absolute_offset().y;
        self.height = viewport.bounds().height;
    }

    /// The rows to build, of `count` rows each `row_height` pixels high.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of rows on a screen")]
    pub fn shown(&self, count: usize, row_height: f32) -> Range<usize> {
        let first = ((self.offset / row_height).max(0.0) as usize).saturating_sub(BEYOND).min(count);
        let last = (first + (self.height / row_height).ceil() as usize + 2 * BEYOND).min(count);
        first..last
    }

    /// The list. `row` builds the row of an index, `row_height` pixels high.
    pub fn view<'a, Message: 'a>(
        &self,
        count: usize,
        row_height: f32,
        row: impl Fn(usize) -> Element<'a, Message>,
        on_scroll: impl Fn(Viewport) -> Message + 'a,
    ) -> Element<'a, Message> {
        let shown = self.shown(count, row_height);
        let height = |rows: usize| Length::Fixed(f32::from(u16::try_from(rows).unwrap_or(u16::MAX)) * row_height);
        let above = space().height(height(shown.start));
        let below = space().height(height(count - shown.end));
        let rows = keyed_column(shown.map(|index| (index, row(index))));
        let list = scroll(column![above, rows, below])
            .direction(scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(8)))
            .on_scroll(on_scroll)
            .width(Length::Fill)
            .height(Length::Fill);
        match self.id {
            Some(id) => list.id(Id::new(id)).into(),
            None => list.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rows_in_sight_are_built() {
        let list = List { id: None, offset: 6000.0, height: 600.0 };
        assert_eq!(list.shown(20_000, 60.0), 96..114);
        assert_eq!(list.shown(3, 60.0), 3..3);
        assert_eq!(List::default().shown(3, 60.0), 0..3);
    }

    #[test]
    fn a_row_out_of_sight_is_brought_in_by_the_nearer_edge() {
        let list = List { id: Some("rows"), offset: 120.0, height: 180.0 };
        assert_eq!(list.offset_for(1, 60.0), Some(60.0), "above");
        assert_eq!(list.offset_for(2, 60.0), None, "the first in sight");
        assert_eq!(list.offset_for(4, 60.0), None, "the last in sight");
        assert_eq!(list.offset_for(5, 60.0), Some(180.0), "below");
    }
}
