//! A picture that changes many times a second: drawn into a given place, and never measured.
//!
//! The toolkit's own image widget measures its picture whenever it is laid out, which puts each new one into a
//! cache that only drawing clears. While the window is minimised nothing is drawn, and a camera's pictures would
//! fill the memory.

use iced::advanced::image::{Handle, Image, Renderer as _};
use iced::advanced::widget::Tree;
use iced::advanced::{Layout, Widget, layout, mouse, renderer};
use iced::{Element, Length, Rectangle, Renderer, Size, Theme};

/// See the module.
pub struct LivePicture {
    handle: Handle,
    size: Size,
}

/// A picture, drawn so many pixels wide and high whatever its own size is.
#[must_use]
pub fn live_picture(handle: Handle, width: f32, height: f32) -> LivePicture {
    LivePicture { handle, size: Size::new(width, height) }
}

impl<Message> Widget<Message, Theme, Renderer> for LivePicture {
    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(self.size.width), Length::Fixed(self.size.height))
    }

    fn layout(&mut self, _tree: &mut Tree, _renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        layout::Node::new(limits.resolve(self.size.width, self.size.height, self.size))
    }

    fn draw(
        &self,
        _tree: &Tree,
        renderer: &mut Renderer,
        _theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        if let Some(clip) = bounds.intersection(viewport) {
            renderer.draw_image(Image::new(self.handle.clone()), bounds, clip);
        }
    }
}

impl<'a, Message: 'a> From<LivePicture> for Element<'a, Message> {
    fn from(picture: LivePicture) -> Self {
        Element::new(picture)
    }
}
