//! One line of text that ends in `…` where its place is too narrow, never cut through a letter.

use crate::ui::lettering;
use iced::advanced::text::{self, Paragraph as _};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Layout, Widget, layout, mouse, renderer};
use iced::{Color, Element, Font, Length, Pixels, Rectangle, Renderer, Size, Theme, alignment};

type Paragraph = <Renderer as text::Renderer>::Paragraph;

/// See the module.
pub struct Fit {
    content: String,
    size: f32,
    font: Font,
    color: Color,
    width: Length,
}

/// One line of text that is shortened to its place.
#[must_use]
pub fn fit(content: impl Into<String>, size: f32, font: Font, color: Color) -> Fit {
    Fit { content: content.into(), size, font, color, width: Length::Shrink }
}

impl Fit {
    /// How wide its place is.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.width = width.into();
        self
    }

    fn paragraph(&self, content: &str) -> Paragraph {
        Paragraph::with_text(text::Text {
            content,
            bounds: Size::INFINITE,
            size: Pixels(self.size),
            line_height: text::LineHeight::Relative(1.3),
            font: self.font,
            align_x: text::Alignment::Default,
            align_y: alignment::Vertical::Top,
            shaping: text::Shaping::Advanced,
            wrapping: text::Wrapping::None,
        })
    }

    /// The longest beginning that fits, with `…` after it where something is left out.
    fn shortened(&self, widest: f32) -> (String, Paragraph) {
        let whole = self.paragraph(&self.content);
        if whole.min_width() <= widest {
            return (self.content.clone(), whole);
        }
        let ends: Vec<usize> = self.content.char_indices().map(|(at, _)| at).collect();
        let (mut fits, mut too_long) = (0, ends.len());
        let cut = |count: usize| {
            let end = ends.get(count).copied().unwrap_or(self.content.len());
            format!("{}…", self.content.get(..end).unwrap_or_default().trim_end())
        };
        while fits + 1 < too_long {
            let middle = usize::midpoint(fits, too_long);
            if self.paragraph(&cut(middle)).min_width() <= widest {
                fits = middle;
            } else {
                too_long = middle;
            }
        }
        let short = cut(fits);
        let paragraph = self.paragraph(&short);
        (short, paragraph)
    }
}

#[derive(Default)]
struct State {
    shown: Paragraph,
    /// What `shown` was made from.
    made_from: Option<(String, f32)>,
}

impl<Message> Widget<Message, Theme, Renderer> for Fit {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(self.width, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        layout::sized(limits, self.width, Length::Shrink, |limits| {
            let widest = limits.max().width;
            let is_same = state.made_from.as_ref().is_some_and(|(content, width)| *content == self.content && (width - widest).abs() < 0.5);
            if !is_same {
                let (_, paragraph) = self.shortened(widest);
                state.shown = paragraph;
                state.made_from = Some((self.content.clone(), widest));
            }
            state.shown.min_bounds()
        })
    }

    fn operate(&mut self, _tree: &mut Tree, layout: Layout<'_>, _renderer: &Renderer, operation: &mut dyn Operation) {
        // The whole text, as a reader of the window would want it.
        operation.text(None, layout.bounds(), &self.content);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        use iced::advanced::text::Renderer as _;
        let state = tree.state.downcast_ref::<State>();
        renderer.fill_paragraph(&state.shown, layout.bounds().position(), self.color, *viewport);
    }
}

impl<'a, Message: 'a> From<Fit> for Element<'a, Message> {
    fn from(fit: Fit) -> Self {
        Element::new(fit)
    }
}

/// A body text of one line.
#[must_use]
pub fn body(content: impl Into<String>, color: Color) -> Fit {
    fit(content, lettering::BODY, lettering::REGULAR, color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_too_wide_ends_in_an_ellipsis_and_fits() {
        let fit = body("Kaupunginteatteri, päänäyttämö", Color::BLACK);
        let (whole, paragraph) = fit.shortened(1000.0);
        assert_eq!(whole, "Kaupunginteatteri, päänäyttämö");
        let half = paragraph.min_width() / 2.0;
        let (short, paragraph) = fit.shortened(half);
        assert!(short.ends_with('…') && short.starts_with("Kaup"), "{short}");
        assert!(paragraph.min_width() <= half);
    }
}
