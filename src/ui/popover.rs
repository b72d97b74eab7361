//! Something that opens under a widget and floats above the rest: a list, a calendar.
//!
//! It never takes the keyboard: the widget under it keeps the focus and is told of keys,
//! and a scan still goes to the root wrapper first.

use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::{Element, Event, Length, Point, Rectangle, Renderer, Size, Theme, Vector};

/// Pixels between the widget and what opens under it.
const DISTANCE: f32 = 6.0;
/// Pixels kept free at the window's edges.
const MARGIN: f32 = 8.0;

/// See the module.
pub struct Popover<'a, Message> {
    content: Element<'a, Message>,
    popup: Option<Element<'a, Message>>,
    on_dismiss: Option<Message>,
    at_least: f32,
}

/// Shows `popup`, where there is one, under `content`.
pub fn popover<'a, Message>(content: impl Into<Element<'a, Message>>, popup: Option<Element<'a, Message>>) -> Popover<'a, Message> {
    Popover { content: content.into(), popup, on_dismiss: None, at_least: 0.0 }
}

impl<Message> Popover<'_, Message> {
    /// What opens is as wide as the widget above it, and at least so many pixels.
    #[must_use]
    pub fn at_least(mut self, width: f32) -> Self {
        self.at_least = width;
        self
    }

    /// Told when the mouse goes down elsewhere.
    #[must_use]
    pub fn on_dismiss(mut self, message: Message) -> Self {
        self.on_dismiss = Some(message);
        self
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Popover<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        std::iter::once(&self.content).chain(&self.popup).map(Tree::new).collect()
    }

    fn diff(&self, tree: &mut Tree) {
        let children: Vec<&Element<'_, Message>> = std::iter::once(&self.content).chain(&self.popup).collect();
        tree.diff_children(&children);
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        self.content.as_widget_mut().update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, shell, viewport);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(&tree.children[0], layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, Renderer>> {
        let mut children = tree.children.iter_mut();
        let content_tree = children.next()?;
        match (&mut self.popup, children.next()) {
            (Some(popup), Some(tree)) => Some(overlay::Element::new(Box::new(Floating {
                popup,
                tree,
                anchor: layout.bounds() + translation,
                on_dismiss: self.on_dismiss.clone(),
                at_least: self.at_least,
            }))),
            _ => self.content.as_widget_mut().overlay(content_tree, layout, renderer, viewport, translation),
        }
    }
}

struct Floating<'a, 'b, Message> {
    popup: &'b mut Element<'a, Message>,
    tree: &'b mut Tree,
    anchor: Rectangle,
    on_dismiss: Option<Message>,
    at_least: f32,
}

impl<Message: Clone> overlay::Overlay<Message, Theme, Renderer> for Floating<'_, '_, Message> {
    fn layout(&mut self, renderer: &Renderer, bounds: Size) -> layout::Node {
        let below = bounds.height - (self.anchor.y + self.anchor.height) - DISTANCE - MARGIN;
        let above = self.anchor.y - DISTANCE - MARGIN;
        let room = below.max(above).max(0.0);
        let width = self.anchor.width.max(self.at_least).min((bounds.width - 2.0 * MARGIN).max(0.0));
        let limits = layout::Limits::new(Size::new(width, 0.0), Size::new(width, room));
        let node = self.popup.as_widget_mut().layout(self.tree, renderer, &limits);
        let size = node.size();
        let fits_below = size.height <= below || below >= above;
        let y = if fits_below { self.anchor.y + self.anchor.height + DISTANCE } else { self.anchor.y - DISTANCE - size.height };
        let rightmost = (bounds.width - MARGIN - size.width).max(MARGIN);
        node.move_to(Point::new(self.anchor.x.clamp(MARGIN, rightmost), y))
    }

    fn update(
        &mut self,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        if matches!(event, Event::Keyboard(_)) {
            return;
        }
        self.popup.as_widget_mut().update(self.tree, event, layout, cursor, renderer, clipboard, shell, &layout.bounds());
        let Event::Mouse(event) = event else { return };
        let is_over = cursor.is_over(layout.bounds());
        match event {
            // What is under the popup sees nothing of it.
            mouse::Event::ButtonPressed(_) | mouse::Event::WheelScrolled { .. } if is_over => shell.capture_event(),
            mouse::Event::ButtonPressed(_) if !cursor.is_over(self.anchor) => {
                if let Some(message) = &self.on_dismiss {
                    shell.publish(message.clone());
                }
            }
            _ => {}
        }
    }

    fn operate(&mut self, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.popup.as_widget_mut().operate(self.tree, layout, renderer, operation);
    }

    fn draw(&self, renderer: &mut Renderer, theme: &Theme, style: &renderer::Style, layout: Layout<'_>, cursor: mouse::Cursor) {
        self.popup.as_widget().draw(self.tree, renderer, theme, style, layout, cursor, &layout.bounds());
    }

    fn mouse_interaction(&self, layout: Layout<'_>, cursor: mouse::Cursor, renderer: &Renderer) -> mouse::Interaction {
        self.popup.as_widget().mouse_interaction(self.tree, layout, cursor, &layout.bounds(), renderer)
    }
}

impl<'a, Message: Clone + 'a> From<Popover<'a, Message>> for Element<'a, Message> {
    fn from(popover: Popover<'a, Message>) -> Self {
        Element::new(popover)
    }
}
