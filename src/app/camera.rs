//! The camera in the window: opened and closed with F3 where a card can be read, its scans like any other's,
//! and off by itself when nothing is read with it.

use super::{App, Message, READERS, Screen};
use crate::bridge;
use crate::bridge::camera::{Handle, Source, Told};
use crate::say;
use crate::ui::toast::Mood;
use crate::viewfinder::{self, Standing, Viewfinder};
use iced::{Subscription, Task};
use jiff::Timestamp;
use kaikuasema_devices::camera::Event;
use kaikuasema_devices::{Camera, Obstacle, Reader, State};
use std::sync::Arc;
use std::time::Duration;

/// The names of what is kept about it.
pub(super) const MIRRORED: &str = "camera_mirrored";
pub(super) const OFF_AFTER: &str = "camera_off_after_minutes";
/// How long what is said of a code is shown.
const SAID: Duration = Duration::from_millis(2500);

/// What happened with the camera.
#[derive(Clone, Debug)]
pub enum Seen {
    /// It told something.
    Told(Told),
    /// At its knobs.
    Pressed(viewfinder::Message),
    /// The cameras that are there, while none is open.
    Listed(Vec<(Reader, State)>),
    /// What was said of a code was shown long enough.
    Faded(u64),
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
    /// When it was opened, or something was last read with it.
    used_at: Option<Timestamp>,
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
            (Some(_), Some(source)) => {
                bridge::camera::told(&source.open, &self.lens.opened_with, self.lens.openings).map(Seen::Told).map(Message::Camera)
            }
            _ => Subscription::none(),
        }
    }

    pub(super) fn camera(&mut self, seen: Seen) -> Task<Message> {
        match seen {
            Seen::Told(told) => self.camera_told(told),
            Seen::Pressed(message) => self.camera_pressed(&message),
            Seen::Listed(found) => {
                for (reader, state) in found {
                    self.context.readers.stands(reader, state);
                }
                Task::none()
            }
            Seen::Faded(number) => {
                if let Some(finder) = &mut self.context.camera {
                    finder.fade(number);
                }
                Task::none()
            }
        }
    }

    pub(super) fn camera_told(&mut self, told: Told) -> Task<Message> {
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
                self.lens.used_at = Some(self.context.now);
                self.camera_read(scan)
            }
            Told::Event(event) => {
                if let Event::Stands(reader, state) = &event {
                    self.context.readers.stands(reader.clone(), state.clone());
                }
                let Some(number) = finder.told(event) else { return Task::none() };
                self.lens.used_at = Some(self.context.now);
                Task::perform(async { tokio::time::sleep(SAID).await }, move |()| Message::Camera(Seen::Faded(number)))
            }
        }
    }

    fn camera_pressed(&mut self, message: &viewfinder::Message) -> Task<Message> {
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
        self.lens.used_at = Some(self.context.now);
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
        let list = Arc::clone(&source.list);
        let listed = async move {
            match tokio::task::spawn_blocking(move || list()).await {
                Ok(Ok(found)) => found,
                Ok(Err(error)) => {
                    tracing::warn!(%error, "cameras cannot be listed");
                    Vec::new()
                }
                Err(_) => Vec::new(),
            }
        };
        Task::perform(listed, |found| Message::Camera(Seen::Listed(found)))
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
        let idle = self.lens.used_at.map(|used| self.context.now.duration_since(used).unsigned_abs()).unwrap_or_default();
        let minutes = self.context.camera_off_after;
        if minutes == 0 || idle < Duration::from_secs(60 * minutes) {
            return Task::none();
        }
        self.close_camera();
        let words = say!(self.context.locale, "camera-off", minutes = minutes);
        self.say_of_reader(words, Mood::Done)
    }
}
