//! The root wrapper that catches a keyboard wedge's scan before any widget sees it.
//!
//! Printable keys are held for the length of one gap. If the characters turn out to be a
//! scan, none of them reaches a field; if not, they are replayed as typing.

mod burst;

pub use burst::{Burst, DEFAULT_GAP, GAPS, SHORTEST, us_character};

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::{self, Key, key::Named};
use iced::{Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector, window};
use std::time::{Duration, Instant};

/// Where the time of a key comes from; tests bring their own.
pub type Clock = fn() -> Instant;

/// What a scan may be for it to be taken as one.
type Accept<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// See the module.
pub struct Wedge<'a, Message> {
    content: Element<'a, Message>,
    on_scan: Box<dyn Fn(String) -> Message + 'a>,
    accept: Accept<'a>,
    gap: Duration,
    clock: Clock,
}

/// Wraps the whole window; `on_scan` gets the text of each scan.
pub fn wedge<'a, Message>(content: impl Into<Element<'a, Message>>, on_scan: impl Fn(String) -> Message + 'a) -> Wedge<'a, Message> {
    Wedge { content: content.into(), on_scan: Box::new(on_scan), accept: Box::new(|_| true), gap: DEFAULT_GAP, clock: Instant::now }
}

impl<'a, Message> Wedge<'a, Message> {
    /// The longest pause between two characters of a scan.
    #[must_use]
    pub fn gap(mut self, gap: Duration) -> Self {
        self.gap = gap;
        self
    }

    /// Takes the time of keys from here.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Takes only such texts as scans, and lets any other through as typing: a password
    /// manager types as fast as a scanner.
    #[must_use]
    pub fn accept(mut self, accept: impl Fn(&str) -> bool + 'a) -> Self {
        self.accept = Box::new(accept);
        self
    }
}

#[derive(Default)]
struct State {
    burst: Burst,
    /// Key events held back, to be replayed if no scan follows.
    held: Vec<Event>,
}

/// What becomes of an event.
enum Step {
    /// It is held back.
    Hold,
    /// It is the end of a scan.
    Scan(String),
    /// It is dropped.
    Drop,
    /// What is held is replayed, then the event goes on.
    Replay,
    /// It goes on, and what is held stays so.
    Pass,
}

impl State {
    fn judge(&mut self, event: &Event, now: Instant, gap: Duration, accept: &Accept<'_>) -> Step {
        match event {
            Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, text, modifiers, repeat, .. }) => {
                let typed = text.as_deref().filter(|text| !text.contains(char::is_control)).unwrap_or_default();
                // A dead key, as = and ] are on Finnish and Swedish layouts, makes no text: it is
                // told by its place. A named key makes none either, and is no character.
                let is_character = !typed.is_empty() || !matches!(key, Key::Named(_));
                let place = us_character(*physical_key, *modifiers).or_else(|| typed.chars().next());
                let is_plain = !modifiers.control() && !modifiers.logo() && !modifiers.alt() && !repeat;
                match (place, key) {
                    (Some(place), _) if is_plain && is_character => {
                        self.burst.push(place, typed, now);
                        Step::Hold
                    }
                    (_, Key::Named(Named::Enter | Named::Tab))
                        if is_plain && self.burst.is_empty() && self.burst.is_second_suffix(now, gap) =>
                    {
                        Step::Drop
                    }
                    (_, Key::Named(Named::Enter | Named::Tab)) if is_plain && !self.burst.is_empty() => {
                        match self.burst.end_by_suffix(now) {
                            Some(scan) if accept(&scan) => Step::Scan(scan),
                            _ => Step::Replay,
                        }
                    }
                    (_, Key::Named(Named::Shift | Named::CapsLock)) => Step::Pass,
                    _ => Step::Replay,
                }
            }
            Event::Keyboard(keyboard::Event::KeyReleased { .. }) if !self.burst.is_empty() => Step::Hold,
            Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(_) => Step::Replay,
            _ => Step::Pass,
        }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Wedge<'_, Message> {
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
        let Tree { state, children, .. } = tree;
        let Some(child) = children.first_mut() else { return };
        let state = state.downcast_mut::<State>();
        let now = (self.clock)();
        let mut forward = |events: Vec<Event>, shell: &mut Shell<'_, Message>| {
            for event in events {
                self.content.as_widget_mut().update(child, &event, layout, cursor, renderer, clipboard, shell, viewport);
            }
        };

        if let Event::Window(window::Event::RedrawRequested(frame)) = event
            && state.burst.is_over(*frame, now, self.gap)
        {
            let held = std::mem::take(&mut state.held);
            match state.burst.end_by_pace(now) {
                Some(scan) if (self.accept)(&scan) => shell.publish((self.on_scan)(scan)),
                _ => forward(held, shell),
            }
        }
        match state.judge(event, now, self.gap, &self.accept) {
            Step::Hold => {
                state.held.push(event.clone());
                shell.capture_event();
            }
            Step::Drop => shell.capture_event(),
            Step::Scan(scan) => {
                state.held.clear();
                shell.publish((self.on_scan)(scan));
                shell.capture_event();
            }
            Step::Replay => {
                state.burst.clear();
                let mut events = std::mem::take(&mut state.held);
                events.push(event.clone());
                forward(events, shell);
            }
            Step::Pass => forward(vec![event.clone()], shell),
        }
        if state.burst.is_late() {
            shell.request_redraw();
        } else if let Some(deadline) = state.burst.deadline(self.gap) {
            shell.request_redraw_at(window::RedrawRequest::At(deadline));
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

impl<'a, Message: 'a> From<Wedge<'a, Message>> for Element<'a, Message> {
    fn from(wedge: Wedge<'a, Message>) -> Self {
        Element::new(wedge)
    }
}
