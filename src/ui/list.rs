//! A long list of which only the rows in sight are built: 20,000 rows cost as much as 20.

use iced::widget::scrollable::{self, Viewport};
use iced::widget::{column, keyed_column, scrollable as scroll, space};
use iced::{Element, Length};
use std::ops::Range;

/// Rows built beyond the edges, so that scrolling shows no gap.
const BEYOND: usize = 4;

/// How far a list is scrolled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct List {
    offset: f32,
    height: f32,
}

impl Default for List {
    fn default() -> Self {
        // Until the first scroll the height is unknown: a screen's worth is built.
        Self { offset: 0.0, height: 1200.0 }
    }
}

impl List {
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
        scroll(column![above, rows, below])
            .direction(scrollable::Direction::Vertical(scrollable::Scrollbar::new().width(8).scroller_width(8)))
            .on_scroll(on_scroll)
            .width(Length::Fill)
            .height(Length::Fill)
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_rows_in_sight_are_built() {
        let list = List { offset: 6000.0, height: 600.0 };
        assert_eq!(list.shown(20_000, 60.0), 96..114);
        assert_eq!(list.shown(3, 60.0), 3..3);
        assert_eq!(List::default().shown(3, 60.0), 0..3);
    }
}
