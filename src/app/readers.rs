//! The readers in the window: what they tell, where what they read goes, and the page about them.

use super::camera::{OFF_AFTER, Seen};
use super::{App, GAP, Message, READERS, Screen};
use crate::bridge;
use crate::bridge::readers::{Handle, Start, Told};
use crate::reader_text;
use crate::readers::{Change, has_speed};
use crate::say;
use crate::screen::readers::found::{Keys, Reading};
use crate::screen::readers::{self as reader_check, ReaderCheck};
use crate::typed::Typed;
use crate::ui::toast::{Mood, Place, Toast};
use iced::{Alignment, Element, Padding, Subscription, Task, event, window};
use kaikuasema_devices::camera;
use kaikuasema_devices::merge::{self, Counts};
use kaikuasema_devices::wedge::{Manner, Observed, WEDGE};
use kaikuasema_devices::{Event, Kind, Obstacle, Profile, Reader, ReaderId, Scan, Settings, State, Trouble};
use kaikuasema_domain::CardNumber;
use std::time::{Duration, Instant};

/// Readers found this soon after the start were there before: no news.
const START: Duration = Duration::from_secs(4);
/// How wide what is said of a reader may be: it stands over the navigation and hides no button of a page.
const WIDEST: f32 = 400.0;

/// What the readers told.
#[derive(Clone, Debug)]
pub enum Heard {
    /// The hub or one of its readers told something.
    Told(Told),
    /// How a scanner typed into the window; the scan follows.
    Observed(Observed),
    /// A scanner typed what is no use.
    Troubled(Trouble),
    /// The window has the focus now, or no longer.
    Focused(bool),
}

/// What the root holds of the readers; what screens may read of them is in the context.
#[derive(Default)]
pub(super) struct Devices {
    /// How the hub is started; none where the window works without devices.
    start: Option<Start>,
    /// Only once it is known what was set for the readers.
    is_wanted: bool,
    hub: Option<Handle>,
    /// Whether the window has the focus; told before the hub is there, mostly.
    is_focused: bool,
    started: Option<Instant>,
    /// How the keys of the next scan of a held keyboard came.
    observed: Option<(ReaderId, Keys)>,
    toast: Toast,
}

impl App {
    /// Reads from a hub that is started so, once what was set for the readers is known.
    #[must_use]
    pub fn reading_from(mut self, start: Start) -> Self {
        self.devices.start = Some(start);
        self
    }

    /// The settings are known: the readers can be looked for.
    pub(super) fn want_readers(&mut self, settings: Settings) {
        self.context.readers.settings = settings;
        self.devices.is_wanted = true;
    }

    /// What the readers tell, and whether the window has the focus: that is listened to from the first moment,
    /// since a window that has it is not told so again once the readers are looked for.
    pub(super) fn listen_to_readers(&self) -> Subscription<Message> {
        let focus = iced::event::listen_with(focus_change).map(Heard::Focused);
        let start = self.devices.start.as_ref().filter(|_| self.devices.is_wanted);
        let told = start.map(|start| bridge::readers::told(start, &self.context.readers.settings).map(Heard::Told));
        Subscription::batch([focus].into_iter().chain(told)).map(Message::Heard)
    }

    pub(super) fn heard(&mut self, heard: Heard) -> Task<Message> {
        match heard {
            Heard::Told(Told::Started(hub)) => {
                // What was set while it started.
                hub.set_settings(self.context.readers.settings.clone());
                hub.set_focused(self.devices.is_focused);
                self.devices.hub = Some(hub);
                self.devices.started = Some(self.instant());
                Task::none()
            }
            Heard::Told(Told::Failed(error)) => {
                tracing::error!(%error, "the readers are not looked for");
                self.say_of_reader(say!(self.context.locale, "readers-toast-none-looked-for"), Mood::Failed)
            }
            Heard::Told(Told::Event(event)) => self.reader_told(event),
            Heard::Observed(observed) => self.observed(ReaderId(WEDGE.to_owned()), &observed),
            Heard::Troubled(trouble) => self.troubled(&ReaderId(WEDGE.to_owned()), trouble),
            Heard::Focused(is_focused) => {
                self.devices.is_focused = is_focused;
                if let Some(hub) = &self.devices.hub {
                    hub.set_focused(is_focused);
                }
                Task::none()
            }
        }
    }

    fn reader_told(&mut self, event: Event) -> Task<Message> {
        match event {
            Event::Stands(reader, state) => self.reader_stands(reader, state),
            Event::Observed(reader, observed) => self.observed(reader, &observed),
            Event::Scanned(scan) => {
                let keys = self.keys_of(&scan.reader);
                self.read(scan.reader, scan.kind, scan.text.into(), keys)
            }
            Event::Again(_) => self.read_again(),
            Event::EndedBy(reader, suffix) => {
                self.context.readers.ended_by(reader, suffix);
                Task::none()
            }
            Event::Troubled(reader, trouble) => self.troubled(&reader, trouble),
        }
    }

    /// The scanner beeped, and the card had been read by the camera, or the other way round, so long ago that nobody
    /// takes it for the same scan: said rather than silence.
    fn read_again(&mut self) -> Task<Message> {
        let said = self.say_of_reader(say!(self.context.locale, "readers-toast-again"), Mood::Failed);
        Task::batch([said, self.camera_told(bridge::camera::Told::Event(camera::Event::AlreadyRead))])
    }

    /// How a scanner that is a keyboard sent what comes next. What only the set-up check can settle is said: a
    /// number that may be another card's, and a scanner that is no longer as it was set up.
    fn observed(&mut self, reader: ReaderId, observed: &Observed) -> Task<Message> {
        self.devices.observed = Some((reader, Keys::from(observed)));
        if matches!(self.screen, Screen::Readers(_)) {
            return Task::none();
        }
        let locale = &self.context.locale;
        let words = match (&observed.doubt, &observed.change) {
            _ if observed.has_landed => say!(locale, "readers-toast-landed"),
            (Some(_), _) => say!(locale, "readers-toast-doubt"),
            (None, Some(_)) => say!(locale, "readers-toast-changed"),
            (None, None) => return Task::none(),
        };
        self.say_of_reader(words, Mood::Failed)
    }

    /// The scanner beeped, and nothing comes of it: that is said.
    fn troubled(&mut self, reader: &ReaderId, trouble: Trouble) -> Task<Message> {
        tracing::info!(%reader, ?trouble, "a reading is no use");
        let locale = &self.context.locale;
        let words = match trouble {
            Trouble::CutOff => say!(locale, "readers-toast-cut-off"),
            Trouble::Garbled if self.context.readers.find(reader).is_some_and(|known| has_speed(&known.reader)) => {
                say!(locale, "readers-toast-speed")
            }
            Trouble::Astray => say!(locale, "readers-toast-astray"),
            Trouble::TooLong | Trouble::Garbled => say!(locale, "readers-toast-trouble", what = reader_text::trouble(trouble, locale)),
        };
        self.say_of_reader(words, Mood::Failed)
    }

    fn keys_of(&mut self, reader: &ReaderId) -> Option<Keys> {
        self.devices.observed.take().filter(|(observed, _)| observed == reader).map(|(_, keys)| keys)
    }

    /// How scanners type into the window, as far as is known.
    pub(super) fn manner(&self) -> Manner {
        Manner { gap: self.gap, ..Manner::of_window(&self.context.readers.profile(&ReaderId(WEDGE.to_owned()))) }
    }

    fn reader_stands(&mut self, reader: Reader, state: State) -> Task<Message> {
        let name = reader.name.clone();
        let obstacle = match &state {
            State::Blocked { obstacle } => Some(obstacle.clone()),
            _ => None,
        };
        let now = self.instant();
        let started = *self.devices.started.get_or_insert(now);
        let is_start = now.saturating_duration_since(started) < START;
        let is_new = self.context.readers.find(&reader.id).is_none();
        let locale = &self.context.locale;
        match self.context.readers.stands(reader, state) {
            Change::Came if !(is_new && is_start) => self.say_of_reader(say!(locale, "readers-toast-came", name = name), Mood::Done),
            Change::Went => self.say_of_reader(say!(locale, "readers-toast-went", name = name), Mood::Failed),
            Change::Stopped => {
                let why = reader_text::obstructed(&obstacle.unwrap_or(Obstacle::Stalled), locale);
                self.say_of_reader(say!(locale, "readers-toast-stopped", name = name, why = why), Mood::Failed)
            }
            Change::Came | Change::None => Task::none(),
        }
    }

    pub(super) fn say_of_reader(&mut self, words: String, mood: Mood) -> Task<Message> {
        self.devices.toast.say(words, mood, Message::ToastFaded)
    }

    pub(super) fn toast_faded(&mut self, number: u64) -> Task<Message> {
        self.devices.toast.faded(number);
        Task::none()
    }

    /// What was last said of a reader, over the foot of the navigation.
    pub(super) fn reader_toast(&self) -> Option<Element<'_, Message>> {
        let place = Place { margin: Padding::from(12.0), across: Alignment::Start, down: Alignment::End, widest: WIDEST };
        self.devices.toast.view_at(place, self.context.tokens())
    }

    /// A scanner typed into the window: it counts unless it came by another way too.
    pub(super) fn typed_scan(&mut self, text: Typed) -> Task<Message> {
        let reader = ReaderId(WEDGE.to_owned());
        let scan = Scan { text: text.0.clone(), kind: Kind::Wedge, reader: reader.clone(), at: Instant::now() };
        match self.devices.hub.as_ref().map(|hub| hub.accept(&scan)) {
            Some(Counts::AlreadyBy(_, apart)) if apart > merge::WINDOW => return self.read_again(),
            Some(Counts::AlreadyBy(..)) => return Task::none(),
            Some(Counts::Yes) | None => {}
        }
        self.context.readers.wedge_used = Some(self.context.now);
        let keys = self.keys_of(&reader);
        self.read(reader, Kind::Wedge, text, keys)
    }

    /// The camera read something: the same code may have been scanned too.
    pub(super) fn camera_read(&mut self, scan: Scan) -> Task<Message> {
        if self.devices.hub.as_ref().is_some_and(|hub| hub.accept(&scan) != Counts::Yes) {
            // A scanner was quicker: said rather than silence.
            return self.camera_told(bridge::camera::Told::Event(camera::Event::AlreadyRead));
        }
        self.read(scan.reader, scan.kind, scan.text.into(), None)
    }

    /// Something was read. On the readers page it is looked at unless it is a card; a card opens wherever the
    /// window is.
    fn read(&mut self, reader: ReaderId, kind: Kind, text: Typed, keys: Option<Keys>) -> Task<Message> {
        if let Screen::Readers(page) = &mut self.screen
            && CardNumber::parse(&text).is_err()
        {
            let known = self.context.readers.find(&reader).map(|known| &known.reader);
            let cameras = self.context.camera.iter().flat_map(|finder| &finder.cameras);
            let name = known.or(cameras.into_iter().find(|camera| camera.id == reader)).map(|reader| reader.name.clone());
            let reading = Reading { reader, name, kind, text: text.0, keys };
            return page.read(reading, &self.context).map(Message::ReaderCheck);
        }
        self.scanned(text)
    }

    pub(super) fn show_readers(&mut self) -> Task<Message> {
        if matches!(self.screen, Screen::Readers(_)) {
            return Task::none();
        }
        let (page, task) = ReaderCheck::new();
        self.screen = Screen::Readers(Box::new(page));
        Task::batch([task.map(Message::ReaderCheck), self.list_cameras()])
    }

    pub(super) fn reader_check(&mut self, message: reader_check::Message) -> Task<Message> {
        let Screen::Readers(page) = &mut self.screen else { return Task::none() };
        match page.update(&self.context, message) {
            reader_check::Action::Run(task) => task.map(Message::ReaderCheck),
            reader_check::Action::Camera(message) => self.camera(Seen::Pressed(message)),
            reader_check::Action::SetOffAfter(minutes) => {
                self.context.camera_off_after = minutes;
                self.keep(OFF_AFTER, minutes)
            }
            reader_check::Action::Set(profile, task) => Task::batch([task.map(Message::ReaderCheck), self.set_profile(profile)]),
        }
    }

    /// Sets something for a reader and keeps it. For scanners that type the pause is the one of the settings
    /// page: it is kept there, once, and only ever made longer here, since it is every such scanner's.
    fn set_profile(&mut self, profile: Profile) -> Task<Message> {
        let gap = profile.gap_ms.filter(|gap| profile.reader.0 == WEDGE && Duration::from_millis(*gap) > self.gap);
        self.context.readers.set_profile(profile);
        if let Some(hub) = &self.devices.hub {
            hub.set_settings(self.context.readers.settings.clone());
        }
        let keep = self.keep(READERS, self.context.readers.settings.clone());
        let Some(gap) = gap else { return keep };
        self.gap = Duration::from_millis(gap);
        Task::batch([keep, self.keep(GAP, gap)])
    }
}

fn focus_change(event: iced::Event, _: event::Status, _: window::Id) -> Option<bool> {
    match event {
        iced::Event::Window(window::Event::Focused) => Some(true),
        iced::Event::Window(window::Event::Unfocused) => Some(false),
        _ => None,
    }
}
