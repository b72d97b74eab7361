//! Opens a window's `view` and `update` without a display: real widget state, real tasks and
//! subscriptions, real key events through the root widget, text to look for, pictures.
//!
//! Time for keys is a clock of the harness's own, so that a hand's pace and a scanner's cost
//! no real time and never depend on how busy the machine is.

pub mod clock;
pub mod keyboard;
mod late;
pub mod layouts;
pub mod network;
pub mod picture;
pub mod scene;
pub mod station;

use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable, TextInput};
use iced::advanced::widget::{Id, Operation};
use iced::advanced::{clipboard, renderer};
use iced::futures::StreamExt;
use iced::futures::channel::mpsc;
use iced::futures::stream::{self, BoxStream, SelectAll};
use iced::{Element, Event, Point, Rectangle, Renderer, Size, Subscription, Task, Theme, Vector, mouse, window};
use iced_test::core::renderer::Headless;
use iced_test::futures::subscription::Tracker;
use iced_test::runtime::{Action, UserInterface, task, user_interface};
use kaikuasema::ui::lettering;
use std::time::{Duration, Instant};

/// The usual counter screen.
pub const SCREEN: Size = Size::new(1366.0, 768.0);
/// Pause between two keys of a hand.
const HAND: Duration = Duration::from_millis(130);
/// From one frame to the next.
const FRAME: Duration = Duration::from_millis(16);
/// Pause between two keys of a scanner.
pub const SCANNER: Duration = Duration::from_millis(5);

/// What the harness drives: a window, or a page of it.
pub trait Window {
    /// What happens in it.
    type Message: Send + std::fmt::Debug + 'static;
    /// What it shows.
    fn view(&self) -> Element<'_, Self::Message>;
    /// What it does.
    fn update(&mut self, message: Self::Message) -> Task<Self::Message>;
    /// What it listens to.
    fn subscription(&self) -> Subscription<Self::Message> {
        Subscription::none()
    }
    /// Its colours.
    fn theme(&self) -> Theme;
}

/// A window driven without a display.
pub struct Harness<W: Window> {
    /// The window's own state, for looking at, never for changing.
    pub window: W,
    cache: Option<user_interface::Cache>,
    renderer: Renderer,
    size: Size,
    cursor: mouse::Cursor,
    running: SelectAll<BoxStream<'static, Happening<W::Message>>>,
    tracker: Tracker,
    from_subscriptions: (mpsc::UnboundedSender<W::Message>, mpsc::UnboundedReceiver<W::Message>),
    runtime: tokio::runtime::Runtime,
    copied: Option<String>,
    /// What runs beside the window answers nothing meanwhile.
    is_held: bool,
}

enum Happening<Message> {
    Action(Action<Message>),
    Nothing,
}

impl<W: Window> Harness<W> {
    /// Opens a window of the usual size; `boot` is what it does at start.
    pub fn open(window: W, boot: Task<W::Message>) -> Self {
        Self::open_sized(window, boot, SCREEN)
    }

    /// Opens a window of a size.
    pub fn open_sized(window: W, boot: Task<W::Message>, size: Size) -> Self {
        load_fonts();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let renderer =
            runtime.block_on(<Renderer as Headless>::new(lettering::REGULAR, lettering::BODY.into(), Some("tiny-skia"))).unwrap();
        let mut harness = Self {
            window,
            cache: Some(user_interface::Cache::default()),
            renderer,
            size,
            cursor: mouse::Cursor::Unavailable,
            running: SelectAll::new(),
            tracker: Tracker::new(),
            from_subscriptions: mpsc::unbounded(),
            runtime,
            copied: None,
            is_held: false,
        };
        harness.start(boot);
        harness.listen();
        harness.settle();
        harness
    }

    fn with_ui<T>(&mut self, f: impl FnOnce(&mut UserInterface<'_, W::Message, Theme, Renderer>, &mut Renderer, mouse::Cursor) -> T) -> T {
        let view = self.window.view();
        let mut ui = UserInterface::build(view, self.size, self.cache.take().unwrap_or_default(), &mut self.renderer);
        let result = f(&mut ui, &mut self.renderer, self.cursor);
        self.cache = Some(ui.into_cache());
        result
    }

    /// Sends one event to the root widget, as the window system would.
    pub fn send(&mut self, event: Event) {
        let mut messages = Vec::new();
        self.with_ui(|ui, renderer, cursor| {
            let _ = ui.update(std::slice::from_ref(&event), cursor, renderer, &mut clipboard::Null, &mut messages);
        });
        for message in messages {
            self.happened(message);
        }
    }

    /// Sends several events, right after each other.
    pub fn send_all(&mut self, events: Vec<Event>) {
        for event in events {
            self.send(event);
        }
    }

    /// Tells the window something, as a device or the service would.
    pub fn tell(&mut self, message: W::Message) {
        self.happened(message);
        self.settle();
    }

    fn happened(&mut self, message: W::Message) {
        let task = {
            let _inside = self.runtime.enter();
            self.window.update(message)
        };
        self.start(task);
        self.listen();
    }

    fn start(&mut self, task: Task<W::Message>) {
        let Some(stream) = task::into_stream(task) else { return };
        self.running.push(late::late(stream, answer()).map(Happening::Action).boxed());
        self.run_ready();
    }

    fn listen(&mut self) {
        let _inside = self.runtime.enter();
        let recipes = iced::advanced::subscription::into_recipes(self.window.subscription());
        for future in self.tracker.update(recipes.into_iter(), self.from_subscriptions.0.clone()) {
            self.running.push(
                stream::once(async move {
                    future.await;
                    Happening::Nothing
                })
                .boxed(),
            );
        }
    }

    /// Runs what is ready now; waits for nothing.
    fn run_ready(&mut self) {
        self.run_for(Duration::ZERO);
    }

    /// Runs what becomes ready within `pause` of real time; false when nothing did.
    fn run_for(&mut self, pause: Duration) -> bool {
        let mut did = false;
        if self.is_held {
            return did;
        }
        loop {
            let heard = &mut self.from_subscriptions.1;
            let running = &mut self.running;
            let pause = if did { Duration::ZERO } else { pause };
            let next = self.runtime.block_on(async {
                tokio::time::timeout(pause, async {
                    tokio::select! {
                        biased;
                        Some(happening) = running.next(), if !running.is_empty() => happening,
                        // Never ends: the other end is held here.
                        Some(message) = heard.next() => Happening::Action(Action::Output(message)),
                        else => Happening::Nothing,
                    }
                })
                .await
            });
            match next {
                Ok(Happening::Action(action)) => self.act(action),
                Ok(Happening::Nothing) => {}
                Err(_) => return did,
            }
            did = true;
        }
    }

    fn act(&mut self, action: Action<W::Message>) {
        match action {
            Action::Output(message) => self.happened(message),
            Action::Widget(mut operation) => loop {
                self.with_ui(|ui, renderer, _| ui.operate(renderer, operation.as_mut()));
                match operation.finish() {
                    Outcome::Chain(next) => operation = next,
                    Outcome::None | Outcome::Some(()) => break,
                }
            },
            Action::Clipboard(iced_test::runtime::clipboard::Action::Write { contents, .. }) => self.copied = Some(contents),
            _ => {}
        }
    }

    /// What was copied last, to be pasted elsewhere.
    pub fn copied(&self) -> Option<&str> {
        self.copied.as_deref()
    }

    /// Lets tasks that are ready run, and the window be drawn.
    pub fn settle(&mut self) {
        self.run_ready();
        self.redraw();
    }

    /// Whether the widgets, just drawn, ask to be drawn again by themselves.
    pub fn wants_another_frame(&mut self) -> bool {
        let drawing = Event::Window(window::Event::RedrawRequested(clock::now()));
        self.with_ui(|ui, renderer, cursor| match ui.update(&[drawing], cursor, renderer, &mut clipboard::Null, &mut Vec::new()).0 {
            user_interface::State::Updated { redraw_request, .. } => redraw_request != window::RedrawRequest::Wait,
            user_interface::State::Outdated => true,
        })
    }

    /// Tells the widgets that they are drawn now.
    pub fn redraw(&mut self) {
        self.send(Event::Window(window::Event::RedrawRequested(clock::now())));
    }

    /// Lets time pass: what a field or the scan detection waits for comes due.
    pub fn pause(&mut self, pause: Duration) {
        clock::advance(pause);
        self.redraw();
        clock::advance(FRAME);
        self.settle();
    }

    /// Runs until the condition holds; fails after ten seconds of real time, saying what is seen.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, mut condition: impl FnMut(&mut Self) -> bool) {
        let begun = Instant::now();
        loop {
            self.redraw();
            if condition(self) {
                return;
            }
            self.run_for(Duration::from_millis(20));
            assert!(begun.elapsed() < Duration::from_secs(10), "{what} did not come; seen: {:#?}", self.texts());
        }
    }

    /// Waits for a text to be seen.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |harness| harness.sees(text));
    }

    /// Types at a hand's pace.
    pub fn types(&mut self, text: &str) {
        for character in text.chars() {
            self.stroke(character);
            self.pause(HAND);
        }
    }

    /// A scanner's burst, ended by Enter.
    pub fn scans(&mut self, text: &str) {
        self.bursts(text);
        self.press(keyboard::Named::Enter);
    }

    /// Does all this before anything that it begins comes to its end, as within a few milliseconds.
    pub fn at_once(&mut self, does: impl FnOnce(&mut Self)) {
        self.is_held = true;
        does(self);
        self.is_held = false;
        self.settle();
    }

    /// A frame that takes long to draw: what is typed meanwhile is handled after the next began.
    pub fn slow_frame(&mut self) {
        clock::advance(Duration::from_millis(200));
        self.redraw();
    }

    /// A scanner's burst without a suffix.
    pub fn bursts(&mut self, text: &str) {
        for character in text.chars() {
            self.stroke(character);
            clock::advance(SCANNER);
        }
    }

    /// A US scanner's burst on a machine with a Finnish layout, ended by Enter.
    pub fn scans_on_a_finnish_layout(&mut self, text: &str) {
        for event in keyboard::with_dead_keys(text) {
            self.send(event);
            clock::advance(SCANNER / 5);
        }
        self.press(keyboard::Named::Enter);
    }

    fn stroke(&mut self, character: char) {
        for event in keyboard::stroke(character) {
            self.send(event);
        }
    }

    /// Presses a named key, right after what came before.
    pub fn press(&mut self, key: keyboard::Named) {
        self.press_with(key, keyboard::Modifiers::empty());
    }

    /// Presses a named key with modifiers held.
    pub fn press_with(&mut self, key: keyboard::Named, modifiers: keyboard::Modifiers) {
        for event in keyboard::named(key, modifiers) {
            self.send(event);
        }
        self.settle();
    }

    /// Presses a named key at a hand's pace.
    pub fn key(&mut self, key: keyboard::Named) {
        self.pause(HAND);
        self.press(key);
        self.pause(HAND);
    }

    /// Presses a character with Ctrl held.
    pub fn control(&mut self, character: char) {
        self.pause(HAND);
        for event in keyboard::with_control(character) {
            self.send(event);
        }
        self.settle();
    }

    /// Clicks in the middle of what shows this text.
    #[track_caller]
    pub fn click(&mut self, text: &str) {
        let bounds = self.find(text).unwrap_or_else(|| panic!("{text} is not seen; seen: {:#?}", self.texts()));
        self.click_at(bounds.center());
    }

    /// Clicks at a place.
    pub fn click_at(&mut self, place: Point) {
        self.cursor = mouse::Cursor::Available(place);
        self.send(Event::Mouse(mouse::Event::CursorMoved { position: place }));
        self.send(Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)));
        self.send(Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)));
        self.settle();
    }

    fn operate<O: Operation>(&mut self, mut operation: O) -> O {
        self.with_ui(|ui, renderer, _| ui.operate(renderer, &mut operation));
        operation
    }

    /// Every text in the window.
    pub fn texts(&mut self) -> Vec<String> {
        self.operate(Reader::default()).texts.into_iter().map(|(text, _)| text).collect()
    }

    /// Whether some text contains this one.
    pub fn sees(&mut self, text: &str) -> bool {
        self.texts().iter().any(|seen| seen.contains(text))
    }

    /// Where the first text that contains this one stands.
    pub fn find(&mut self, text: &str) -> Option<Rectangle> {
        self.operate(Reader::default()).texts.into_iter().find(|(seen, _)| seen.contains(text)).map(|(_, bounds)| bounds)
    }

    /// What a text field shows: its text, or its placeholder when empty.
    #[track_caller]
    pub fn field(&mut self, id: &'static str) -> String {
        let fields = self.operate(Reader::default()).fields;
        fields.into_iter().find(|(found, _)| *found == Id::new(id)).map_or_else(|| panic!("there is no field {id}"), |(_, text)| text)
    }

    /// Every text field's text.
    pub fn fields(&mut self) -> Vec<String> {
        self.operate(Reader::default()).fields.into_iter().map(|(_, text)| text).collect()
    }

    /// Whether this widget has the focus.
    pub fn is_focused(&mut self, id: &'static str) -> bool {
        self.focused() == Some(Id::new(id))
    }

    /// The widget that has the focus.
    pub fn focused(&mut self) -> Option<Id> {
        self.operate(Reader::default()).focused
    }

    /// Goes with Tab until this widget has the focus, as a hand would.
    #[track_caller]
    pub fn focus_on(&mut self, id: &'static str) {
        for _ in 0..self.stops() + 1 {
            if self.is_focused(id) {
                return;
            }
            self.press(keyboard::Named::Tab);
        }
        panic!("Tab does not reach {id}");
    }

    /// How far down what is scrolled furthest is scrolled, in pixels.
    pub fn scrolled(&mut self) -> f32 {
        self.operate(Reader::default()).scrolled
    }

    /// How many stops the Tab order has.
    pub fn stops(&mut self) -> usize {
        self.operate(Reader::default()).stops
    }

    /// A picture of the window: its size, and its pixels as RGBA.
    pub fn picture(&mut self) -> picture::Picture {
        self.redraw();
        let theme = self.window.theme();
        let palette = theme.palette();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a window's size in pixels")]
        let size = Size::new(self.size.width as u32, self.size.height as u32);
        let pixels = self.with_ui(|ui, renderer, cursor| {
            // Widgets learn how they stand, and lists are laid out, when told of the drawing.
            let drawing = Event::Window(window::Event::RedrawRequested(clock::now()));
            let _ = ui.update(&[drawing], cursor, renderer, &mut clipboard::Null, &mut Vec::new());
            ui.draw(renderer, &theme, &renderer::Style { text_color: palette.text }, cursor);
            renderer.screenshot(size, 1.0, palette.background)
        });
        picture::Picture { width: size.width, height: size.height, pixels }
    }
}

/// No work beside the window answers sooner, in real time: what a test looks at without waiting for it fails
/// always, and not only where the machine is busy. `ANSWER_MS` sets another pace.
fn answer() -> Duration {
    let told = std::env::var("ANSWER_MS").ok().and_then(|told| told.parse().ok());
    Duration::from_millis(told.unwrap_or(20))
}

fn load_fonts() {
    let mut system = iced::advanced::graphics::text::font_system().write().unwrap();
    for font in lettering::fonts() {
        system.load_font(font);
    }
}

/// Reads texts, fields and the focus out of the widgets.
#[derive(Default)]
struct Reader {
    texts: Vec<(String, Rectangle)>,
    fields: Vec<(Id, String)>,
    focused: Option<Id>,
    stops: usize,
    scrolled: f32,
}

impl Operation for Reader {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn text(&mut self, _id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.texts.push((text.to_owned(), bounds));
    }

    fn scrollable(&mut self, _: Option<&Id>, _: Rectangle, _: Rectangle, translation: Vector, _: &mut dyn Scrollable) {
        self.scrolled = self.scrolled.max(translation.y);
    }

    fn text_input(&mut self, id: Option<&Id>, _bounds: Rectangle, state: &mut dyn TextInput) {
        if let Some(id) = id {
            self.fields.push((id.clone(), state.text().to_owned()));
        }
    }

    fn focusable(&mut self, id: Option<&Id>, _bounds: Rectangle, state: &mut dyn Focusable) {
        self.stops += 1;
        if state.is_focused() {
            self.focused = id.cloned();
        }
    }
}
