//! The window: routes messages to the screens, carries out what they ask, listens to the
//! synchronisation and to the time. Decides nothing itself.

pub mod camera;
mod cancellations;
mod header;
mod keys;
mod message;
mod news;
pub mod notice;
pub mod readers;
mod salvage;
mod settings;
mod start;
mod view;

pub use message::{Message, Page, Time};
pub use start::{Opened, run};

use crate::bridge;
use crate::context::Context;
use crate::locale::{Language, Locale};
use crate::readers::Readers;
use crate::screen::check::{self, Check};
use crate::screen::counter::{self, Counter};
use crate::screen::door::{self, Door};
use crate::screen::late::{self, Late};
use crate::screen::login::{self, Login};
use crate::screen::queue::{self, Queue};
use crate::screen::readers::ReaderCheck;
use crate::screen::samples::{self, Samples};
use crate::screen::settings::Settings;
use crate::station::{SignedIn, Station};
use crate::ui::drop_down::{self, DropDown};
use crate::ui::focus;
use crate::ui::theme::Look;
use crate::ui::{reveal, wedge};
use iced::{Subscription, Task, Theme};
use kaikuasema_domain::VenueId;
use kaikuasema_domain::user::VenueAccess;
use kaikuasema_domain::venue::VenueKind;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How often the time is looked at, for midnight and for ages in words.
const TICK: Duration = Duration::from_secs(20);
/// From this width on the records stand beside the form; below it they give way to it.
const TWO_COLUMNS: f32 = 1180.0;
/// The names of the settings that the window keeps.
const LANGUAGE: &str = "language";
const LOOK: &str = "look";
const VENUE: &str = "venue";
const GAP: &str = "scan_gap_ms";
pub(crate) const READERS: &str = "readers";
/// Minutes without a reading after which the camera goes off, unless set otherwise.
const CAMERA_OFF_AFTER: u64 = 5;

#[derive(Debug)]
enum Screen {
    /// The station is being opened.
    Starting,
    Login(Login),
    Check(Check),
    Counter,
    Door,
    Late,
    Queue(Queue),
    Samples(Samples),
    Settings(Box<Settings>),
    Readers(Box<ReaderCheck>),
}

/// The window.
pub struct App {
    context: Context,
    screen: Screen,
    /// Kept while other pages are shown: what is remembered is remembered here.
    counter: Counter,
    door: Door,
    late: Late,
    cancellations: cancellations::Cancellations,
    /// What became of a damaged file, until the clerk has read it.
    salvage: Option<kaikuasema_store::Salvage>,
    venues: DropDown,
    languages: DropDown,
    time: Time,
    /// The longest pause between two characters of a scan.
    gap: Duration,
    /// Asked for at the start; beats the language that was set before.
    given: Option<Language>,
    /// The settings page with changes that were not saved when a card was read.
    parked: Option<Box<Settings>>,
    /// What was asked for while the settings page holds changes that are not saved.
    leaving: Option<Box<Message>>,
    devices: readers::Devices,
    lens: camera::Lens,
    /// Whether the camera's picture is shown as in a mirror.
    is_mirrored: bool,
    /// What is set aside is being counted; and whether it is to be counted again, since something changed meanwhile.
    is_counting_asides: bool,
    counts_asides_again: bool,
}

impl App {
    /// Opens the window on a station.
    pub fn new(station: Station, language: Language) -> (Self, Task<Message>) {
        let (app, task) = Self::with_time(station, language, Time::default());
        let app = app.reading_from(bridge::readers::of_this_machine()).looking_through(bridge::camera::of_this_machine());
        (app, task)
    }

    /// Opens the window with a time of one's own, and without devices: see [`App::reading_from`].
    pub fn with_time(station: Station, language: Language, time: Time) -> (Self, Task<Message>) {
        let (now, today) = (time.now)(&station);
        let context = Context {
            locale: Locale::new(language),
            look: Look::default(),
            signed_in: None,
            has_service: false,
            venue: None,
            sync: station.sync_state(),
            asides_for_clerk: 0,
            now,
            today,
            is_narrow: false,
            readers: Readers::default(),
            camera: None,
            camera_off_after: CAMERA_OFF_AFTER,
            station: station.clone(),
        };
        let (counter, _) = Counter::new(&context);
        let (door, late) = (Door::new(&context), Late::new(&context));
        let app = Self {
            context,
            screen: Screen::Starting,
            counter,
            door,
            late,
            cancellations: cancellations::Cancellations::default(),
            salvage: None,
            venues: DropDown::Closed,
            languages: DropDown::Closed,
            time,
            gap: wedge::DEFAULT_GAP,
            given: None,
            parked: None,
            leaving: None,
            devices: readers::Devices::default(),
            lens: camera::Lens::default(),
            is_mirrored: true,
            is_counting_asides: false,
            counts_asides_again: false,
        };
        (app, Task::perform(start::open(station), Message::Opened))
    }

    /// The readers as the window knows them.
    #[must_use]
    pub fn readers(&self) -> &Readers {
        &self.context.readers
    }

    /// The title of the window.
    #[must_use]
    pub fn title(&self) -> String {
        format!("Kaikuasema · {}", self.context.station.name())
    }

    /// The toolkit's theme.
    #[must_use]
    pub fn theme(&self) -> Theme {
        self.context.look.theme()
    }

    /// What the window listens to.
    pub fn subscription(&self) -> Subscription<Message> {
        Subscription::batch([
            bridge::sync::states(&self.context.station).map(Message::SyncChanged),
            bridge::front::asked(&self.context.station).map(|()| Message::AskedToTheFront),
            iced::window::resize_events().map(|(_, size)| Message::Resized(size)),
            iced::window::close_requests().map(Message::CloseRequested),
            iced::time::every(TICK).map(|_| Message::Ticked),
            self.listen_to_readers(),
            self.look(),
        ])
    }

    /// Takes a message.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        let midnight = self.look_at_the_clock();
        let routed = self.route(message);
        Task::batch([midnight, routed, self.mind_the_camera()])
    }

    /// The clock that nobody sets.
    fn instant(&self) -> Instant {
        (self.time.pace)()
    }

    fn look_at_the_clock(&mut self) -> Task<Message> {
        let (now, today) = (self.time.now)(&self.context.station);
        self.context.now = now;
        if today == self.context.today {
            return Task::none();
        }
        self.context.today = today;
        Task::batch([
            self.counter.day_changed(&self.context).map(Message::Counter),
            self.door.day_changed(&self.context).map(Message::Door),
            self.late.day_changed(&self.context).map(Message::Late),
        ])
    }

    fn route(&mut self, message: Message) -> Task<Message> {
        if let Some(question) = self.asks_before(&message) {
            return question;
        }
        match message {
            Message::Opened(opened) => self.opened(opened),
            Message::Counter(message) => match self.counter.update(&self.context, message) {
                counter::Action::None => Task::none(),
                counter::Action::Run(task) => task.map(Message::Counter),
                counter::Action::OpenSignIn => self.show_login(),
                counter::Action::Camera(message) => self.camera(camera::Seen::Pressed(message)),
            },
            Message::Login(message) => self.login(message),
            Message::Check(message) => {
                let Screen::Check(page) = &mut self.screen else { return Task::none() };
                match page.update(&self.context, message) {
                    check::Action::Run(task) => task.map(Message::Check),
                    check::Action::Leave => self.show_login(),
                }
            }
            Message::Door(message) => match self.door.update(&self.context, message) {
                door::Action::Run(task) => task.map(Message::Door),
                door::Action::OpenAtCounter(number) => {
                    self.screen = Screen::Counter;
                    self.counter.card_read(number.to_string().into(), &self.context).map(Message::Counter)
                }
            },
            Message::Late(message) => {
                let late::Action::Run(task) = self.late.update(&self.context, message);
                task.map(Message::Late)
            }
            Message::Queue(message) => {
                let Screen::Queue(page) = &mut self.screen else { return Task::none() };
                match page.update(&self.context, message) {
                    queue::Action::None => Task::none(),
                    queue::Action::Run(task) => task.map(Message::Queue),
                }
            }
            Message::Samples(message) => {
                let Screen::Samples(page) = &mut self.screen else { return Task::none() };
                match page.update(&self.context, message) {
                    samples::Action::None => Task::none(),
                    samples::Action::Run(task) => task.map(Message::Samples),
                    samples::Action::OpenCard(text, day) => {
                        self.screen = Screen::Counter;
                        self.counter.open_for_day(&text, day, &self.context).map(Message::Counter)
                    }
                }
            }
            Message::Settings(message) => self.settings(message),
            Message::Scanned(text) => self.typed_scan(text),
            Message::Settled(number) => self.scanned(number.to_string().into()),
            Message::Heard(heard) => self.heard(heard),
            Message::Camera(seen) => self.camera(seen),
            Message::ReaderCheck(message) => self.reader_check(message),
            Message::ToastFaded(number) => self.toast_faded(number),
            Message::SyncChanged(state) => self.sync_changed(state),
            Message::AccessRead(Ok(Some(signed_in))) => self.access_read(signed_in),
            Message::AccessRead(_) | Message::Ticked | Message::Kept(Ok(())) => Task::none(),
            Message::AsidesCounted(for_clerk) => self.asides_counted(for_clerk),
            Message::CancellationsRead(venue, read) => {
                self.cancellations_read(venue, read);
                Task::none()
            }
            Message::CancellationNoticed => self.cancellation_noticed(),
            Message::SalvageRead(salvage) => {
                self.salvage = salvage;
                Task::none()
            }
            Message::SalvageNoticed => self.salvage_noticed(),
            Message::AskedToTheFront => iced::window::latest().and_then(view::come_to_the_front),
            Message::Resized(size) => {
                self.context.is_narrow = size.width < TWO_COLUMNS;
                Task::none()
            }
            Message::CloseRequested(window) => iced::window::close(window),
            Message::PagePressed(page) => self.show(page),
            Message::SyncPressed => {
                self.context.station.sync_now();
                Task::none()
            }
            Message::SignOutPressed => {
                let station = self.context.station.clone();
                Task::perform(async move { station.sign_out().await.map_err(Arc::new) }, Message::SignedOut)
            }
            Message::SignedOut(Ok(())) => {
                self.context.signed_in = None;
                self.context.venue = None;
                // Nothing of the former clerk's is left: no card, no form, no record.
                let leave = self.fresh_counter();
                Task::batch([leave, self.show_login()])
            }
            Message::SignedOut(Err(error)) | Message::Kept(Err(error)) => {
                tracing::warn!(%error, "the station's file was not written");
                Task::none()
            }
            Message::Venues(message) => self.venues(&message),
            Message::Languages(message) => {
                let at = Language::ALL.iter().position(|language| *language == self.context.locale.language());
                match self.languages.update(&message, at, Language::ALL.len()).and_then(|row| Language::ALL.get(row)) {
                    Some(language) => self.speak(*language),
                    None => Task::none(),
                }
            }
            Message::LookPressed => {
                self.context.look = self.context.look.next();
                self.keep(LOOK, self.context.look.name())
            }
            Message::FocusMoved(direction) => focus::step(direction).chain(reveal::reveal()),
        }
    }

    fn opened(&mut self, opened: Opened) -> Task<Message> {
        if let Some(language) = opened.language.filter(|_| self.given.is_none()) {
            self.context.locale = Locale::new(language);
        }
        if let Some(look) = opened.look {
            self.context.look = look;
        }
        self.context.has_service = opened.has_service;
        self.gap = opened.gap.unwrap_or(wedge::DEFAULT_GAP);
        self.want_readers(opened.readers);
        self.is_mirrored = opened.is_mirrored.unwrap_or(true);
        self.context.camera_off_after = opened.camera_off_after.unwrap_or(CAMERA_OFF_AFTER);
        let shown = match opened.signed_in {
            Ok(Some(signed_in)) => self.signed_in(signed_in, opened.venue),
            Ok(None) => self.show_login(),
            Err(error) => {
                tracing::error!(%error, "the session cannot be read");
                self.show_login()
            }
        };
        Task::batch([shown, self.read_salvage()])
    }

    fn signed_in(&mut self, signed_in: SignedIn, venue: Option<VenueId>) -> Task<Message> {
        let remembered = venue.or(self.context.venue).filter(|venue| signed_in.access(*venue).is_some());
        // In training the theatre comes first: its showings are what the sample cards are for.
        let is_first = |access: &&VenueAccess| self.context.station.is_training() && access.venue.kind == VenueKind::Theatre;
        let first = signed_in.venues.iter().find(is_first).or_else(|| signed_in.venues.first());
        self.context.venue = remembered.or_else(|| first.map(|access| access.venue.id));
        let is_another = self.context.signed_in.as_ref().is_some_and(|before| before.user.id != signed_in.user.id);
        self.context.signed_in = Some(signed_in);
        self.context.has_service = true;
        let venue = if is_another { self.fresh_counter() } else { self.venue_changed() };
        let asides = self.count_asides();
        Task::batch([venue, asides, self.show(Page::Counter)])
    }

    fn fresh_counter(&mut self) -> Task<Message> {
        let (counter, task) = Counter::new(&self.context);
        self.counter = counter;
        self.door = Door::new(&self.context);
        self.late = Late::new(&self.context);
        self.parked = None;
        Task::batch([task.map(Message::Counter), self.read_cancellations()])
    }

    /// Another venue may be the chosen one: its events, records and rules are read.
    fn venue_changed(&mut self) -> Task<Message> {
        Task::batch([
            self.counter.venue_changed(&self.context).map(Message::Counter),
            self.door.venue_changed(&self.context).map(Message::Door),
            self.late.venue_changed(&self.context).map(Message::Late),
            self.settings_changed(),
            self.read_cancellations(),
        ])
    }

    fn login(&mut self, message: login::Message) -> Task<Message> {
        let Screen::Login(page) = &mut self.screen else { return Task::none() };
        match page.update(&self.context, message) {
            login::Action::Run(task) => task.map(Message::Login),
            login::Action::SignedIn(signed_in) => {
                let station = self.context.station.clone();
                let start = Task::perform(async move { station.start_sync().await.map_err(Arc::new) }, Message::Kept);
                Task::batch([start, self.signed_in(signed_in, None)])
            }
            login::Action::Speak(language) => self.speak(language),
            login::Action::Check => {
                let (page, task) = Check::new();
                self.screen = Screen::Check(page);
                task.map(Message::Check)
            }
            login::Action::Leave if self.context.signed_in.is_some() => self.show(Page::Counter),
            login::Action::None | login::Action::Leave => Task::none(),
        }
    }

    fn show_login(&mut self) -> Task<Message> {
        let (page, task) = Login::new(&self.context);
        self.screen = Screen::Login(page);
        task.map(Message::Login)
    }

    fn show(&mut self, page: Page) -> Task<Message> {
        match page {
            Page::Counter => {
                self.screen = Screen::Counter;
                self.counter.shown(&self.context).map(Message::Counter)
            }
            Page::Door => {
                self.screen = Screen::Door;
                self.door.shown(&self.context).map(Message::Door)
            }
            Page::Late => {
                self.screen = Screen::Late;
                self.late.shown(&self.context).map(Message::Late)
            }
            Page::Queue => {
                let (page, task) = Queue::new(&self.context);
                self.screen = Screen::Queue(page);
                task.map(Message::Queue)
            }
            Page::Samples if self.context.station.is_training() => {
                let (page, task) = Samples::new(&self.context);
                self.screen = Screen::Samples(page);
                task.map(Message::Samples)
            }
            Page::Samples => Task::none(),
            Page::Settings => self.show_settings(),
            Page::Readers => self.show_readers(),
        }
    }

    fn venues(&mut self, message: &drop_down::Message) -> Task<Message> {
        let venues = self.context.venues();
        let at = venues.iter().position(|access| Some(access.venue.id) == self.context.venue);
        let Some(row) = self.venues.update(message, at, venues.len()) else { return Task::none() };
        let Some(venue) = venues.get(row).map(|access| access.venue.id) else { return Task::none() };
        if let Some(question) = self.asks_before_venue(venue, row) {
            return question;
        }
        self.context.venue = Some(venue);
        let number = matches!(self.screen, Screen::Counter).then(|| focus::set(counter::NUMBER));
        Task::batch([self.venue_changed(), self.keep(VENUE, venue)].into_iter().chain(number))
    }

    fn speak(&mut self, language: Language) -> Task<Message> {
        self.context.locale = Locale::new(language);
        self.keep(LANGUAGE, language.code())
    }

    fn keep<T: serde::Serialize + Send + 'static>(&self, name: &'static str, value: T) -> Task<Message> {
        let station = self.context.station.clone();
        Task::perform(async move { station.set_setting(name, value).await.map_err(Arc::new) }, Message::Kept)
    }
}
