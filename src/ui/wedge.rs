//! The root wrapper that catches a keyboard wedge's scan before any widget sees it.
//!
//! Keys that may be a scan's are held for the length of one gap. If they turn out to be a scan, none of them reaches
//! a field; if not, they are replayed as typing. What a scan is, `kaikuasema_devices::wedge` tells.

mod place;
mod target;

pub use kaikuasema_devices::wedge::{DEFAULT_GAP, GAPS};
pub use place::place;

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::keyboard::key::Physical;
use iced::keyboard::{self, Key, key::Named};
use iced::{Element, Event, Length, Rectangle, Renderer, Size, Theme, Vector, window};
use kaikuasema_devices::wedge::{self, Burst, End, Ending, Keys, Manner, Observed, Pressed, Said, Stroke, Target, Watch};
use kaikuasema_devices::{Suffix, Trouble};
use std::time::{Duration, Instant};
use target::Finder;

/// Where the time of a key comes from; tests bring their own.
pub type Clock = fn() -> Instant;

/// What a scan may be for it to be taken as one.
type Accept<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// See the module.
pub struct Wedge<'a, Message> {
    content: Element<'a, Message>,
    on_scan: Box<dyn Fn(String) -> Message + 'a>,
    on_observed: Option<Box<dyn Fn(Observed) -> Message + 'a>>,
    on_trouble: Option<Box<dyn Fn(Trouble) -> Message + 'a>>,
    accept: Option<Accept<'a>>,
    manner: Manner,
    clock: Clock,
}

/// Wraps the whole window; `on_scan` gets the text of each scan.
pub fn wedge<'a, Message>(content: impl Into<Element<'a, Message>>, on_scan: impl Fn(String) -> Message + 'a) -> Wedge<'a, Message> {
    Wedge {
        content: content.into(),
        on_scan: Box::new(on_scan),
        on_observed: None,
        on_trouble: None,
        accept: None,
        manner: Manner::default(),
        clock: Instant::now,
    }
}

impl<'a, Message> Wedge<'a, Message> {
    /// All that is known of how the scanner types.
    #[must_use]
    pub fn manner(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }

    /// The longest pause between two characters of a scan.
    #[must_use]
    pub fn gap(mut self, gap: Duration) -> Self {
        self.manner.gap = gap;
        self
    }

    /// How a scan ends.
    #[must_use]
    pub fn suffix(mut self, suffix: Suffix) -> Self {
        self.manner.suffix = suffix;
        self
    }

    /// What the scanner's keys mean.
    #[must_use]
    pub fn layout(mut self, layout: wedge::Layout) -> Self {
        self.manner.layout = layout;
        self
    }

    /// Tells how each scan came, right before the scan.
    #[must_use]
    pub fn on_observed(mut self, on_observed: impl Fn(Observed) -> Message + 'a) -> Self {
        self.on_observed = Some(Box::new(on_observed));
        self
    }

    /// Tells of what was read and is no use.
    #[must_use]
    pub fn on_trouble(mut self, on_trouble: impl Fn(Trouble) -> Message + 'a) -> Self {
        self.on_trouble = Some(Box::new(on_trouble));
        self
    }

    /// Takes the time of keys from here.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Takes only such texts as scans, and lets any other through as typing, also what is cut off when the focus
    /// comes or goes: a password manager types as fast as a scanner.
    #[must_use]
    pub fn accept(mut self, accept: impl Fn(&str) -> bool + 'a) -> Self {
        self.accept = Some(Box::new(accept));
        self
    }

    /// Tells of a scan, or of what is none. `false` if it was typing.
    fn publish(&self, ending: Ending, state: &mut State, shell: &mut Shell<'_, Message>) -> bool {
        match ending {
            Ending::Scan(observed) if self.accept.as_ref().is_some_and(|accept| observed.has_landed || !accept(&observed.text)) => {
                // What follows has nothing to do with a scan.
                state.burst.forget();
                return false;
            }
            Ending::Astray if self.accept.is_some() => {
                state.burst.forget();
                return false;
            }
            Ending::Scan(mut observed) => {
                state.watch.note(&mut observed, &self.manner);
                let text = observed.text.clone();
                if let Some(on_observed) = &self.on_observed {
                    shell.publish(on_observed(observed));
                }
                shell.publish((self.on_scan)(text));
            }
            Ending::TooLong => self.tell(Trouble::TooLong, shell),
            Ending::CutOff => self.tell(Trouble::CutOff, shell),
            Ending::Astray => self.tell(Trouble::Astray, shell),
            Ending::Dropped => {}
            Ending::Typing => return false,
        }
        true
    }

    fn tell(&self, trouble: Trouble, shell: &mut Shell<'_, Message>) {
        if let Some(on_trouble) = &self.on_trouble {
            shell.publish(on_trouble(trouble));
        }
    }
}

#[derive(Default)]
struct State {
    keys: Keys,
    burst: Burst,
    watch: Watch,
    /// Key events held back, to be replayed if no scan follows.
    held: Vec<Event>,
    /// Keys of a scan that are still down: one that repeats, because its scanner was unplugged, presses nothing.
    taken: Vec<Physical>,
    /// What had the focus when the last key was pressed.
    target: Target,
}

/// What becomes of an event.
enum Step {
    /// It is held back.
    Hold,
    /// It may be the end of a scan.
    End(End),
    /// It is dropped.
    Drop,
    /// What is held is part of a scan that comes to no end: it is dropped and told, then the event goes on.
    Cut,
    /// What is held is replayed, then the event goes on.
    Replay,
    /// It goes on, and what is held stays so.
    Pass,
}

impl State {
    fn judge(&mut self, event: &Event, now: Instant, manner: &Manner, is_choosy: bool) -> Step {
        match event {
            Event::Keyboard(keyboard::Event::KeyPressed { physical_key, repeat: true, .. }) => {
                if self.taken.contains(physical_key) {
                    Step::Drop
                } else if self.burst.is_part_of_scan() {
                    Step::Hold
                } else {
                    Step::Replay
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed { key, physical_key, text, modifiers, .. }) => {
                let typed = text.as_deref().filter(|text| !text.contains(char::is_control)).unwrap_or_default();
                let said = Said { shift: modifiers.shift(), control: modifiers.control(), alt: modifiers.alt(), logo: modifiers.logo() };
                let pressed = match place(*physical_key) {
                    Some(place) => self.keys.pressed(place, Some(said)),
                    None => without_place(key, typed, said),
                };
                // A dead key, as = and ] are on Finnish and Swedish layouts, makes no text: it is told by its place.
                // A named key makes none either, and is no character, but for a scanner that types its digits on
                // the keypad while Num Lock is off.
                let is_character = !typed.is_empty() || !matches!(key, Key::Named(_)) || !self.burst.is_empty();
                match pressed {
                    Pressed::Character(_) if !is_character => Step::Replay,
                    Pressed::Character(stroke) => {
                        self.burst.push(Stroke { typed: typed.to_owned(), ..stroke }, now, manner);
                        Step::Hold
                    }
                    Pressed::Part => {
                        self.burst.touch(now, manner);
                        Step::Hold
                    }
                    Pressed::Control(control) => self.control(control, now, manner),
                    Pressed::End(end) => self.end(end, now, manner),
                    Pressed::Modifier => self.aside(),
                    Pressed::Other => self.between(),
                }
            }
            Event::Keyboard(keyboard::Event::KeyReleased { physical_key, .. }) => {
                self.taken.retain(|taken| taken != physical_key);
                match place(*physical_key).and_then(|place| self.keys.released(place)) {
                    Some(Pressed::Character(stroke)) => {
                        self.burst.push(stroke, now, manner);
                        Step::Hold
                    }
                    Some(Pressed::End(end)) => self.end(end, now, manner),
                    _ => self.aside(),
                }
            }
            Event::Keyboard(keyboard::Event::ModifiersChanged(_)) => self.aside(),
            Event::Window(window::Event::Focused) => {
                self.forget_keys();
                if !is_choosy {
                    self.burst.focused(now);
                }
                Step::Pass
            }
            Event::Window(window::Event::Unfocused) => {
                self.forget_keys();
                // The rest of a scan goes to another window now; what a hand typed was meant for this one.
                if self.burst.cut() && !is_choosy { Step::Cut } else { Step::Replay }
            }
            Event::Mouse(mouse::Event::ButtonPressed(_)) | Event::Touch(_) => self.between(),
            _ => Step::Pass,
        }
    }

    /// A key that is no character by itself keeps its turn among those that are held.
    fn aside(&self) -> Step {
        if self.burst.is_empty() { Step::Pass } else { Step::Hold }
    }

    /// A click or a command comes after what a hand typed before it, and leaves a scan that is under way alone.
    fn between(&self) -> Step {
        if self.burst.is_part_of_scan() { Step::Pass } else { Step::Replay }
    }

    /// What goes up while another window has the focus is not seen.
    fn forget_keys(&mut self) {
        self.keys.forget();
        self.taken.clear();
    }

    fn end(&mut self, end: End, now: Instant, manner: &Manner) -> Step {
        if !self.burst.is_empty() {
            Step::End(end)
        } else if self.burst.is_second_suffix(now, manner) {
            Step::Drop
        } else if self.burst.has_landed(now) {
            Step::End(end)
        } else {
            Step::Replay
        }
    }

    /// Scanners send the control characters of a code, and some their end of line, as letters with Control.
    fn control(&mut self, control: char, now: Instant, manner: &Manner) -> Step {
        match control {
            '\r' | '\n' => self.end(End::Enter, now, manner),
            '\t' => self.end(End::Tab, now, manner),
            _ if self.burst.is_empty() => Step::Replay,
            _ => {
                self.burst.push(Stroke { code: Some(control), ..Stroke::default() }, now, manner);
                Step::Hold
            }
        }
    }

    /// Drops the keys that are held; what is left of them goes on: which modifiers are held now.
    fn drop_held(&mut self) -> Option<Event> {
        let mut modifiers = None;
        for event in self.held.drain(..) {
            match &event {
                Event::Keyboard(keyboard::Event::KeyPressed { physical_key, .. }) => self.taken.push(*physical_key),
                Event::Keyboard(keyboard::Event::KeyReleased { physical_key, .. }) => self.taken.retain(|taken| taken != physical_key),
                Event::Keyboard(keyboard::Event::ModifiersChanged(_)) => modifiers = Some(event),
                _ => {}
            }
        }
        modifiers
    }
}

/// A key whose place is not known, as an on-screen keyboard's.
fn without_place(key: &Key, typed: &str, said: Said) -> Pressed {
    let is_plain = !said.control && !said.alt && !said.logo;
    match key {
        Key::Named(Named::Enter) if is_plain => Pressed::End(End::Enter),
        Key::Named(Named::Tab) if is_plain && !said.shift => Pressed::End(End::Tab),
        Key::Named(Named::Shift | Named::CapsLock | Named::NumLock | Named::AltGraph) => Pressed::Modifier,
        _ if is_plain && !typed.is_empty() => Pressed::Character(Stroke::default()),
        _ => Pressed::Other,
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
        if let Event::Keyboard(keyboard::Event::KeyPressed { .. }) = event {
            let mut finder = Finder::default();
            self.content.as_widget_mut().operate(child, layout, renderer, &mut finder);
            state.target = finder.target();
        }
        let (now, manner) = ((self.clock)(), Manner { target: state.target, ..self.manner });
        let mut forward = |wedge: &mut Self, events: Vec<Event>, shell: &mut Shell<'_, Message>| {
            for event in events {
                wedge.content.as_widget_mut().update(child, &event, layout, cursor, renderer, clipboard, shell, viewport);
            }
        };

        if let Event::Window(window::Event::RedrawRequested(frame)) = event {
            state.burst.frame(*frame, now);
        }
        if let Event::Window(window::Event::RedrawRequested(frame)) = event
            && state.burst.is_over(*frame, now, &manner)
        {
            let ending = state.burst.end_by_pace(now, &manner);
            let left =
                if self.publish(ending, state, shell) { state.drop_held().into_iter().collect() } else { std::mem::take(&mut state.held) };
            forward(self, left, shell);
        }
        let mut step = state.judge(event, now, &manner, self.accept.is_some());
        if let Step::End(end) = step {
            let ending = state.burst.end_by_suffix(end, now, &manner);
            step = if self.publish(ending, state, shell) { Step::Drop } else { Step::Replay };
        }
        match step {
            Step::Hold => {
                state.held.push(event.clone());
                if state.burst.is_too_long() {
                    state.held = state.drop_held().into_iter().collect();
                }
                shell.capture_event();
            }
            Step::Drop | Step::End(_) => {
                state.held.push(event.clone());
                let left = state.drop_held().into_iter().collect();
                forward(self, left, shell);
                shell.capture_event();
            }
            Step::Cut => {
                self.tell(Trouble::CutOff, shell);
                let left = state.drop_held().into_iter().chain([event.clone()]).collect();
                state.taken.clear();
                forward(self, left, shell);
            }
            Step::Replay => {
                state.burst.clear();
                let mut events = std::mem::take(&mut state.held);
                events.push(event.clone());
                forward(self, events, shell);
            }
            Step::Pass => forward(self, vec![event.clone()], shell),
        }
        match state.burst.next_frame(&manner) {
            Some(at) if at <= now => shell.request_redraw(),
            Some(at) => shell.request_redraw_at(window::RedrawRequest::At(at)),
            None => {}
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
