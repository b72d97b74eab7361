//! The camera in the window: opened and closed with F3 where a card can be read, its scans like any other's,
//! and off by itself when nothing is read with it.

use super::{App, Message, READERS, Screen};
use crate::bridge;
use crate::bridge::camera::{Handle, Source, Told};
use crate::say;
use crate::ui::toast::Mood;
use crate::viewfinder::{self, Standing, Viewfinder};
use iced::{Subscription, Task};
use kaikuasema_devices::camera::Event;
use kaikuasema_devices::{Camera, Obstacle, Reader, State};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The names of what is kept about it.
pub(super) const MIRRORED: &str = "camera_mirrored";
pub(super) const OFF_AFTER: &str = "camera_off_after_minutes";
/// How long what is said of a code is shown.
const SAID: Duration = Duration::from_millis(2500);

/// What happened with the camera.
#[derive(Clone, Debug)]
pub enum Seen {
    /// It told something, during its opening of this number.
    Told(u64, Told),
    /// At its knobs.
    Pressed(viewfinder::Message),
    /// The cameras that are there, looked for when it had been opened so often and was closed; nothing where that
    /// cannot be known.
    Listed(u64, Option<Vec<(Reader, State)>>),
    /// What was said of a code during this opening was shown long enough.
    Faded(u64, u64),
}

/// What the root holds of the camera; its picture and state are in the context.
#[derive(Default)]
pub(super) struct Lens {
    /// Where it comes from; none where the window works without devices.
    source: Option<Source>,
    handle: Option<Handle>,
    /// How often it was opened.
    openings: u64,
    /// What was set for it when it was opened: changed by hand it goes on.
    opened_with: Camera,
    /// When it was opened, or last used; by the clock that nobody sets.
    used_at: Option<Instant>,
}

impl App {
    /// Opens cameras so.
    #[must_use]
    pub fn looking_through(mut self, source: Source) -> Self {
        self.lens.source = Some(source);
        self
    }

    /// What the open camera tells.
    pub(super) fn look(&self) -> Subscription<Message> {
        match (&self.context.camera, &self.lens.source) {
            (Some(_), Some(source)) => bridge::camera::told(&source.open, &self.lens.opened_with, self.lens.openings)
                .with(self.lens.openings)
                .map(|(opening, told)| Message::Camera(Seen::Told(opening, told))),
            _ => Subscription::none(),
        }
    }

    /// How often the camera was opened: of which opening something is that it tells.
    #[must_use]
    pub fn camera_opening(&self) -> u64 {
        self.lens.openings
    }

    pub(super) fn camera(&mut self, seen: Seen) -> Task<Message> {
        match seen {
            // What comes late of an opening before, its picture above all, is not this one's.
            Seen::Told(opening, _) | Seen::Faded(opening, _) if opening != self.lens.openings => Task::none(),
            Seen::Told(_, told) => self.camera_told(told),
            Seen::Pressed(message) => self.camera_pressed(&message),
            Seen::Listed(openings, found) => self.cameras_listed(openings, found),
            Seen::Faded(_, number) => {
                if let Some(finder) = &mut self.context.camera {
                    finder.fade(number);
                }
                Task::none()
            }
        }
    }

    /// A camera that was opened meanwhile was found busy by this very station: it tells itself how it stands.
    fn cameras_listed(&mut self, openings: u64, found: Option<Vec<(Reader, State)>>) -> Task<Message> {
        if openings != self.lens.openings {
            return self.list_cameras();
        }
        if let Some(found) = found {
            let found = found.into_iter().map(|(reader, state)| (reader, Some(state))).collect();
            self.context.readers.cameras_listed(found);
        }
        Task::none()
    }

    pub(super) fn camera_told(&mut self, told: Told) -> Task<Message> {
        let now = self.instant();
        let opening = self.lens.openings;
        let Some(finder) = &mut self.context.camera else { return Task::none() };
        match told {
            Told::Started(handle) => {
                self.lens.handle = Some(handle);
                Task::none()
            }
            Told::Failed(error) => {
                tracing::error!(%error, "the camera cannot be opened");
                finder.standing = Standing::Blocked(Obstacle::Failed { detail: error.to_string() });
                Task::none()
            }
            Told::Event(Event::Scanned(scan)) => {
                self.lens.used_at = Some(now);
                self.camera_read(scan)
            }
            Told::Event(event) => {
                match &event {
                    Event::Stands(reader, state) => {
                        self.context.readers.stands(reader.clone(), state.clone());
                    }
                    Event::Listed(there) => {
                        let there = there.iter().map(|reader| (reader.clone(), None)).collect();
                        self.context.readers.cameras_listed(there);
                    }
                    _ => {}
                }
                let Some(number) = finder.told(event) else { return Task::none() };
                self.lens.used_at = Some(now);
                Task::perform(async { tokio::time::sleep(SAID).await }, move |()| Message::Camera(Seen::Faded(opening, number)))
            }
        }
    }

    fn camera_pressed(&mut self, message: &viewfinder::Message) -> Task<Message> {
        // Whoever turns its knobs uses it.
        self.lens.used_at = Some(self.instant());
        let Some(finder) = &mut self.context.camera else {
            if matches!(message, viewfinder::Message::Toggled) {
                self.open_camera();
            }
            return Task::none();
        };
        match message {
            viewfinder::Message::Toggled => {
                self.close_camera();
                Task::none()
            }
            viewfinder::Message::Cameras(message) => {
                let Some(chosen) = finder.choose(message) else { return Task::none() };
                if let Some(handle) = &self.lens.handle {
                    handle.choose(chosen.clone());
                }
                // Another camera has another focus.
                self.context.readers.settings.camera = Camera { reader: Some(chosen), focus: None };
                self.keep(READERS, self.context.readers.settings.clone())
            }
            viewfinder::Message::FocusStepped(by) => {
                let wanted = finder.stepped(*by);
                self.set_focus(wanted)
            }
            viewfinder::Message::FocusByItself => self.set_focus(None),
            viewfinder::Message::MirrorPressed => {
                finder.is_mirrored = !finder.is_mirrored;
                self.is_mirrored = finder.is_mirrored;
                self.keep(MIRRORED, self.is_mirrored)
            }
        }
    }

    fn set_focus(&mut self, focus: Option<i64>) -> Task<Message> {
        if let Some(handle) = &self.lens.handle {
            handle.set_focus(focus);
        }
        // A focus is one camera's, and kept with which it was.
        let open = self.context.camera.as_ref().and_then(|finder| finder.chosen.clone());
        let camera = &mut self.context.readers.settings.camera;
        *camera = Camera { reader: open.or_else(|| camera.reader.take()), focus };
        self.keep(READERS, self.context.readers.settings.clone())
    }

    fn open_camera(&mut self) {
        if !matches!(self.screen, Screen::Counter | Screen::Readers(_)) {
            return;
        }
        self.lens.openings += 1;
        self.lens.opened_with = self.context.readers.settings.camera.clone();
        self.context.camera = Some(Viewfinder::new(self.lens.opened_with.reader.clone(), self.is_mirrored));
    }

    pub(super) fn close_camera(&mut self) {
        self.context.camera = None;
        self.lens.handle = None;
        self.context.readers.camera_closed();
    }

    /// Looks which cameras there are, for the list of readers. An open one would be told as busy, and tells
    /// itself how it stands.
    pub(super) fn list_cameras(&self) -> Task<Message> {
        let Some(source) = self.lens.source.as_ref().filter(|_| self.context.camera.is_none()) else { return Task::none() };
        let openings = self.lens.openings;
        let list = Arc::clone(&source.list);
        let listed = async move {
            match tokio::task::spawn_blocking(move || list()).await {
                Ok(Ok(found)) => Some(found),
                Ok(Err(error)) => {
                    tracing::warn!(%error, "cameras cannot be listed");
                    None
                }
                Err(_) => None,
            }
        };
        Task::perform(listed, move |found| Message::Camera(Seen::Listed(openings, found)))
    }

    /// Off where no card can be read with it, and where nothing was for a while.
    pub(super) fn mind_the_camera(&mut self) -> Task<Message> {
        if self.context.camera.is_none() {
            return Task::none();
        }
        if !matches!(self.screen, Screen::Counter | Screen::Readers(_)) {
            self.close_camera();
            return Task::none();
        }
        let idle = self.lens.used_at.map(|used| self.instant().saturating_duration_since(used)).unwrap_or_default();
        let minutes = self.context.camera_off_after;
        if minutes == 0 || idle < Duration::from_secs(60 * minutes) {
            return Task::none();
        }
        self.close_camera();
        let words = say!(self.context.locale, "camera-off", minutes = minutes);
        self.say_of_reader(words, Mood::Done)
    }
}
