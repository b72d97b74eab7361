//! A wrapper that hears keys before and after the widgets inside it.
//!
//! A focused text field types the `+` of Ctrl and `+`, and swallows Esc; so a screen's
//! shortcuts are taken before it. What no widget wanted comes out after: Tab, Enter, `+`, `-`.

use iced::advanced::widget::{Operation, Tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::{self, Key, Modifiers};
use iced::{Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector};

/// One press of a key.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// The key, as the layout and the modifiers make it.
    pub key: &'a Key,
    /// The modifiers held.
    pub modifiers: Modifiers,
    /// Whether the key is held down and repeats.
    pub repeat: bool,
    /// The Latin letter that the key stands for on any layout, for Ctrl and Z.
    pub latin: Option<char>,
}

type OnPress<'a, Message> = Box<dyn Fn(Press<'_>) -> Option<Message> + 'a>;

/// See the module.
pub struct Keys<'a, Message> {
    content: Element<'a, Message>,
    before: Option<OnPress<'a, Message>>,
    after: Option<OnPress<'a, Message>>,
}

/// Wraps the content.
pub fn keys<'a, Message>(content: impl Into<Element<'a, Message>>) -> Keys<'a, Message> {
    Keys { content: content.into(), before: None, after: None }
}

impl<'a, Message> Keys<'a, Message> {
    /// Heard before any widget; a message takes the key away from them.
    #[must_use]
    pub fn before(mut self, on_press: impl Fn(Press<'_>) -> Option<Message> + 'a) -> Self {
        self.before = Some(Box::new(on_press));
        self
    }

    /// Heard when no widget wanted the key.
    #[must_use]
    pub fn after(mut self, on_press: impl Fn(Press<'_>) -> Option<Message> + 'a) -> Self {
        self.after = Some(Box::new(on_press));
        self
    }
}

fn press(event: &Event) -> Option<Press<'_>> {
    let Event::Keyboard(keyboard::Event::KeyPressed { key, modified_key, physical_key, modifiers, repeat, .. }) = event else {
        return None;
    };
    Some(Press { key: modified_key, modifiers: *modifiers, repeat: *repeat, latin: key.to_latin(*physical_key) })
}

impl<Message> Widget<Message, Theme, Renderer> for Keys<'_, Message> {
    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
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
        if let Some(message) = press(event).zip(self.before.as_ref()).and_then(|(press, before)| before(press)) {
            shell.publish(message);
            shell.capture_event();
            return;
        }
        // Replayed events share one shell: whether this one was wanted is asked of its own.
        let mut messages = Vec::new();
        let mut own = Shell::new(&mut messages);
        self.content.as_widget_mut().update(&mut tree.children[0], event, layout, cursor, renderer, clipboard, &mut own, viewport);
        let was_wanted = own.is_event_captured();
        shell.merge(own, |message| message);
        if !was_wanted && let Some(message) = press(event).zip(self.after.as_ref()).and_then(|(press, after)| after(press)) {
            shell.publish(message);
            shell.capture_event();
        }
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
        self.content.as_widget_mut().overlay(&mut tree.children[0], layout, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Keys<'a, Message>> for Element<'a, Message> {
    fn from(keys: Keys<'a, Message>) -> Self {
        Element::new(keys)
    }
}
