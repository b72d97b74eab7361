//! Scrolls a widget into sight: who goes through a long page by Tab always sees where they are, and
//! who changes a number by a key sees it change.

use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable};
use iced::advanced::widget::{Id, Operation, operate};
use iced::{Rectangle, Task, Vector};

/// Pixels kept free above: the label of what has the focus.
const ABOVE: f32 = 34.0;
/// Pixels kept free below: the sentence under it.
const BELOW: f32 = 56.0;

/// Scrolls every scrollable that the focused widget lies in, so far that it is seen.
pub fn reveal<Message: Send + 'static>() -> Task<Message> {
    operate(Find::default())
}

/// The same for a widget or a container that need not have the focus, by its id.
pub fn reveal_widget<Message: Send + 'static>(id: &'static str) -> Task<Message> {
    operate(Find { wanted: Some(Id::new(id)), ..Find::default() })
}

/// A scrollable, and how far it is scrolled.
#[derive(Clone, Copy)]
struct Seen {
    bounds: Rectangle,
    content: Rectangle,
    offset: f32,
}

impl Seen {
    /// The offset at which the widget is seen, where it is not seen now.
    fn offset_for(&self, widget: Rectangle) -> Option<f32> {
        let top = widget.y - self.content.y - ABOVE;
        let bottom = widget.y + widget.height - self.content.y + BELOW;
        let furthest = (self.content.height - self.bounds.height).max(0.0);
        let wanted = if top < self.offset {
            top
        } else if bottom > self.offset + self.bounds.height {
            (bottom - self.bounds.height).min(top)
        } else {
            return None;
        };
        Some(wanted.clamp(0.0, furthest))
    }
}

#[derive(Default)]
struct Find {
    /// Which widget; the one that has the focus where there is none.
    wanted: Option<Id>,
    scrollables: Vec<Seen>,
    /// The scrollable whose content is gone through next.
    pending: Option<usize>,
    /// Those that are being gone through, the innermost last.
    within: Vec<usize>,
    found: Option<(Vec<usize>, Rectangle)>,
}

impl<T: 'static> Operation<T> for Find {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        let entered = self.pending.take();
        self.within.extend(entered);
        operate(self);
        if entered.is_some() {
            self.within.pop();
        }
    }

    fn scrollable(&mut self, _id: Option<&Id>, bounds: Rectangle, content: Rectangle, translation: Vector, _state: &mut dyn Scrollable) {
        self.pending = Some(self.scrollables.len());
        self.scrollables.push(Seen { bounds, content, offset: translation.y });
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        if self.wanted.is_some() && self.wanted.as_ref() == id {
            self.found = Some((self.within.clone(), bounds));
        }
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        let is_it = if self.wanted.is_some() { self.wanted.as_ref() == id } else { state.is_focused() };
        if is_it {
            self.found = Some((self.within.clone(), bounds));
        }
    }

    fn finish(&self) -> Outcome<T> {
        let Some((within, widget)) = &self.found else { return Outcome::None };
        let offset = |index: usize| within.contains(&index).then(|| self.scrollables.get(index)?.offset_for(*widget)).flatten();
        let offsets: Vec<Option<f32>> = (0..self.scrollables.len()).map(offset).collect();
        if offsets.iter().all(Option::is_none) {
            return Outcome::None;
        }
        Outcome::Chain(Box::new(Scroll { offsets, at: 0 }))
    }
}

/// The new offsets, in the order in which the scrollables come.
struct Scroll {
    offsets: Vec<Option<f32>>,
    at: usize,
}

impl<T> Operation<T> for Scroll {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn scrollable(&mut self, _id: Option<&Id>, _bounds: Rectangle, _content: Rectangle, _translation: Vector, state: &mut dyn Scrollable) {
        if let Some(y) = self.offsets.get(self.at).copied().flatten() {
            state.scroll_to(AbsoluteOffset { x: None, y: Some(y) });
        }
        self.at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(offset: f32) -> Seen {
        let rectangle = |height| Rectangle { x: 0.0, y: 100.0, width: 500.0, height };
        Seen { bounds: rectangle(400.0), content: rectangle(1000.0), offset }
    }

    fn widget(y: f32) -> Rectangle {
        Rectangle { x: 0.0, y: 100.0 + y, width: 200.0, height: 48.0 }
    }

    #[test]
    fn what_is_seen_already_moves_nothing() {
        assert_eq!(seen(0.0).offset_for(widget(100.0)), None);
        assert_eq!(seen(300.0).offset_for(widget(400.0)), None);
    }

    #[test]
    fn what_is_below_or_above_comes_into_sight_with_its_label_and_sentence() {
        assert_eq!(seen(0.0).offset_for(widget(600.0)), Some(600.0 + 48.0 + BELOW - 400.0));
        assert_eq!(seen(500.0).offset_for(widget(200.0)), Some(200.0 - ABOVE));
    }

    #[test]
    fn the_ends_are_never_passed() {
        assert_eq!(seen(0.0).offset_for(widget(950.0)), Some(600.0));
        assert_eq!(seen(500.0).offset_for(widget(0.0)), Some(0.0));
    }
}
