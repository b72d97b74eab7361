//! Keyboard focus for any widget: Tab order, a ring, Enter and Space, keys of its own.
//!
//! The toolkit focuses only its text fields. [`focus`] makes anything else a stop in the
//! Tab order; [`field`] takes a text field's own focus and lets the screen have a key
//! before the field sees it. Its text cursor stands still, so that an idle window draws nothing.

use iced::advanced::widget::operation::{Focusable, Outcome};
use iced::advanced::widget::{self, Id, Operation, Tree, operate, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::{self, Key, Modifiers, key::Named};
use iced::widget::TextInput;
use iced::widget::text_input;
use iced::{Border, Color, Element, Event, Length, Rectangle, Renderer, Size, Task, Theme, Vector, window};
use std::time::Instant;

type Paragraph = <Renderer as iced::advanced::text::Renderer>::Paragraph;
type OnKey<'a, Message> = Box<dyn Fn(&Key, Modifiers) -> Option<Message> + 'a>;

/// How far the ring stands off, and how wide it is, in pixels.
const RING_OFFSET: f32 = 3.0;
const RING_WIDTH: f32 = 3.0;

/// A widget with keyboard focus; see [`focus`] and [`field`].
pub struct Focus<'a, Message> {
    content: Element<'a, Message>,
    id: Id,
    kind: Kind,
    activate: Option<Message>,
    on_key: Option<OnKey<'a, Message>>,
    on_blur: Option<Message>,
    on_press: Option<Message>,
    ring: Color,
    radius: f32,
    hears_enter: bool,
    takes: Takes,
}

/// What is typed in a text field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Takes {
    /// Anything.
    #[default]
    Text,
    /// A whole number.
    Digits,
    /// A card's number.
    CardNumber,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A stop of its own.
    Stop,
    /// A text field, whose own focus counts.
    Field,
}

/// Makes a widget a stop in the Tab order, with a ring of the given colour.
pub fn focus<'a, Message>(id: &'static str, content: impl Into<Element<'a, Message>>, ring: Color) -> Focus<'a, Message> {
    Focus {
        content: content.into(),
        id: Id::new(id),
        kind: Kind::Stop,
        activate: None,
        on_key: None,
        on_blur: None,
        on_press: None,
        ring,
        radius: 10.0,
        hears_enter: true,
        takes: Takes::Text,
    }
}

/// Wraps a text field; `id` becomes the field's.
pub fn field<'a, Message: Clone + 'a>(id: &'static str, input: TextInput<'a, Message>) -> Focus<'a, Message> {
    Focus { kind: Kind::Field, ..focus(id, input.id(Id::new(id)), Color::TRANSPARENT) }
}

impl<'a, Message> Focus<'a, Message> {
    /// What Enter and Space do.
    #[must_use]
    pub fn activate(mut self, message: Message) -> Self {
        self.activate = Some(message);
        self
    }

    /// What a key does while the focus is here, before the content sees it.
    #[must_use]
    pub fn on_key(mut self, on_key: impl Fn(&Key, Modifiers) -> Option<Message> + 'a) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// Told when the focus goes elsewhere.
    #[must_use]
    pub fn on_blur(mut self, message: Message) -> Self {
        self.on_blur = Some(message);
        self
    }

    /// Told when the left mouse button goes down on it.
    #[must_use]
    pub fn on_press(mut self, message: Message) -> Self {
        self.on_press = Some(message);
        self
    }

    /// The radius of the content's corners, which the ring follows.
    #[must_use]
    pub fn radius(mut self, radius: f32) -> Self {
        self.radius = radius;
        self
    }

    /// Not worked by Enter, only by Space and the mouse.
    #[must_use]
    pub fn deaf_to_enter(mut self) -> Self {
        self.hears_enter = false;
        self
    }

    /// What is typed in this field; any text, unless said otherwise. Whoever looks for the field with the focus is
    /// told [`Takes`].
    #[must_use]
    pub fn takes(mut self, takes: Takes) -> Self {
        self.takes = takes;
        self
    }

    fn is_focused(&self, tree: &Tree) -> bool {
        match self.kind {
            Kind::Stop => tree.state.downcast_ref::<State>().is_focused,
            Kind::Field => child(tree).is_some_and(|child| child.state.downcast_ref::<text_input::State<Paragraph>>().is_focused()),
        }
    }
}

fn child(tree: &Tree) -> Option<&Tree> {
    tree.children.first()
}

#[derive(Default)]
struct State {
    is_focused: bool,
    was_focused: bool,
}

impl Focusable for State {
    fn is_focused(&self) -> bool {
        self.is_focused
    }

    fn focus(&mut self) {
        self.is_focused = true;
    }

    fn unfocus(&mut self) {
        self.is_focused = false;
    }
}

impl<Message: Clone> Widget<Message, Theme, Renderer> for Focus<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
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
        if self.kind == Kind::Stop {
            operation.focusable(Some(&self.id), layout.bounds(), tree.state.downcast_mut::<State>());
        } else if self.is_focused(tree) {
            operation.custom(Some(&self.id), layout.bounds(), &mut self.takes);
        }
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
        if let Event::Keyboard(keyboard::Event::KeyPressed { modified_key, modifiers, repeat, .. }) = event
            && self.is_focused(tree)
        {
            if let Some(message) = self.on_key.as_ref().and_then(|on_key| on_key(modified_key, *modifiers)) {
                shell.publish(message);
                shell.capture_event();
                return;
            }
            let is_key = match modified_key {
                Key::Named(Named::Enter) => self.hears_enter,
                Key::Named(Named::Space) => true,
                _ => false,
            };
            let activates = is_key && !modifiers.command() && !modifiers.alt();
            if self.kind == Kind::Stop
                && activates
                && let Some(message) = &self.activate
            {
                // A key held down acts once.
                if !repeat {
                    shell.publish(message.clone());
                }
                shell.capture_event();
                return;
            }
        }
        if let Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) = event {
            let is_over = cursor.is_over(layout.bounds());
            if self.kind == Kind::Stop {
                tree.state.downcast_mut::<State>().is_focused = is_over;
            }
            if is_over && let Some(message) = &self.on_press {
                shell.publish(message.clone());
            }
        }
        let redraw_before = shell.redraw_request();
        // A still text cursor: the field is told the time of a moment long past, and its
        // wish to be drawn again for the next blink is dropped.
        let still = match (self.kind, event) {
            (Kind::Field, Event::Window(window::Event::RedrawRequested(_))) => {
                Some(Event::Window(window::Event::RedrawRequested(*START.get_or_init(Instant::now))))
            }
            _ => None,
        };
        let seen = still.as_ref().unwrap_or(event);
        self.content.as_widget_mut().update(&mut tree.children[0], seen, layout, cursor, renderer, clipboard, shell, viewport);
        if still.is_some() {
            Shell::replace_redraw_request(shell, redraw_before);
        }
        let is_focused = self.is_focused(tree);
        let state = tree.state.downcast_mut::<State>();
        if is_focused != state.was_focused {
            state.was_focused = is_focused;
            shell.request_redraw();
            if !is_focused && let Some(message) = &self.on_blur {
                shell.publish(message.clone());
            }
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
        use iced::advanced::Renderer as _;
        self.content.as_widget().draw(&tree.children[0], renderer, theme, style, layout, cursor, viewport);
        if self.kind == Kind::Stop && self.is_focused(tree) {
            let ring = renderer::Quad {
                bounds: layout.bounds().expand(RING_OFFSET + RING_WIDTH),
                border: Border { color: self.ring, width: RING_WIDTH, radius: (self.radius + RING_OFFSET + RING_WIDTH).into() },
                ..renderer::Quad::default()
            };
            renderer.fill_quad(ring, Color::TRANSPARENT);
        }
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

static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();

impl<'a, Message: Clone + 'a> From<Focus<'a, Message>> for Element<'a, Message> {
    fn from(focus: Focus<'a, Message>) -> Self {
        Element::new(focus)
    }
}

/// Which way the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Tab.
    Next,
    /// Shift and Tab.
    Previous,
}

/// Moves the focus one stop on; after the last comes the first.
pub fn step<Message: Send + 'static>(direction: Direction) -> Task<Message> {
    let count = widget::operation::focusable::count();
    match direction {
        Direction::Next => operate(widget::operation::then(count, |count| Step::from(count, Direction::Next))),
        Direction::Previous => operate(widget::operation::then(count, |count| Step::from(count, Direction::Previous))),
    }
}

fn target(focused: Option<usize>, total: usize, direction: Direction) -> Option<usize> {
    let last = total.checked_sub(1)?;
    Some(match (focused, direction) {
        (None, Direction::Next) => 0,
        (None, Direction::Previous) => last,
        (Some(at), Direction::Next) => {
            if at >= last {
                0
            } else {
                at + 1
            }
        }
        (Some(at), Direction::Previous) => at.checked_sub(1).unwrap_or(last),
    })
}

struct Step {
    target: Option<usize>,
    current: usize,
}

impl Step {
    fn from(count: widget::operation::focusable::Count, direction: Direction) -> Self {
        Self { target: target(count.focused, count.total, direction), current: 0 }
    }
}

impl<T> Operation<T> for Step {
    fn focusable(&mut self, _id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        if self.target == Some(self.current) {
            state.focus();
        } else {
            state.unfocus();
        }
        self.current += 1;
    }

    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn finish(&self) -> Outcome<T> {
        Outcome::None
    }
}

/// Puts the focus on a stop or a field.
pub fn set<Message: Send + 'static>(id: &'static str) -> Task<Message> {
    operate(widget::operation::focusable::focus(Id::new(id)))
}

/// Puts the focus on a field with its text selected, so that typing replaces it.
pub fn set_and_select<Message: Send + 'static>(id: &'static str) -> Task<Message> {
    set(id).chain(operate(widget::operation::text_input::select_all(Id::new(id))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_focus_wraps_round_at_both_ends() {
        assert_eq!(target(None, 3, Direction::Next), Some(0));
        assert_eq!(target(Some(2), 3, Direction::Next), Some(0));
        assert_eq!(target(Some(0), 3, Direction::Previous), Some(2));
        assert_eq!(target(Some(1), 3, Direction::Previous), Some(0));
        assert_eq!(target(None, 0, Direction::Next), None);
    }
}
