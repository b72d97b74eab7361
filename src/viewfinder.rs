//! The camera as the clerk sees it: its picture with a guide box, how it stands in words, and its knobs.
//! Shown at the counter and on the readers page; the root opens and closes it.

mod view;

pub use view::{Place, news, small, view};

use crate::ui::drop_down::{self, DropDown};
use iced::advanced::image::Handle;
use kaikuasema_devices::camera::{Event, Focus, Picture};
use kaikuasema_devices::{Obstacle, Reader, ReaderId, State};

/// What happened at its knobs.
#[derive(Clone, Debug)]
pub enum Message {
    /// F3: opened, or closed.
    Toggled,
    /// In the list of cameras.
    Cameras(drop_down::Message),
    /// The focus was moved by so many steps.
    FocusStepped(i64),
    /// The camera shall focus by itself.
    FocusByItself,
    /// The picture shall be mirrored, or no longer.
    MirrorPressed,
}

/// How the camera stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is being opened; the system may be asking for permission.
    Opening,
    /// It gives pictures.
    Looking,
    /// There is none.
    Missing,
    /// It cannot be used.
    Blocked(Obstacle),
}

/// What was said of a code just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It was read a moment ago.
    AlreadyRead,
    /// Two cards are in view.
    TwoInView,
    /// It is no card.
    NotACard,
}

/// The open camera.
#[derive(Clone, Debug)]
pub struct Viewfinder {
    /// How it stands.
    pub standing: Standing,
    /// The cameras that are there.
    pub cameras: Vec<Reader>,
    /// The one that is open or wanted.
    pub chosen: Option<ReaderId>,
    /// How its focus stands, where it can be set by hand.
    pub focus: Option<Focus>,
    /// Whether the picture is shown as in a mirror.
    pub is_mirrored: bool,
    said: Option<(u64, Said)>,
    sayings: u64,
    is_dark: bool,
    shown: Option<Shown>,
    list: DropDown,
}

/// The picture that is shown.
#[derive(Clone, Debug)]
struct Shown {
    handle: Handle,
    width: u32,
    height: u32,
}

impl Viewfinder {
    /// A camera that is being opened.
    #[must_use]
    pub fn new(chosen: Option<ReaderId>, is_mirrored: bool) -> Self {
        Self {
            standing: Standing::Opening,
            cameras: Vec::new(),
            chosen,
            focus: None,
            is_mirrored,
            said: None,
            sayings: 0,
            is_dark: false,
            shown: None,
            list: DropDown::Closed,
        }
    }

    /// What the camera told, except scans, which go where every scan goes. Returns the number of what is to be
    /// said for a while.
    pub fn told(&mut self, event: Event) -> Option<u64> {
        match event {
            Event::Listed(cameras) => {
                if cameras.is_empty() {
                    self.missing();
                } else if self.standing == Standing::Missing && self.is_opened_next(&cameras) {
                    self.standing = Standing::Opening;
                }
                self.cameras = cameras;
            }
            Event::Stands(reader, state) => self.stands(reader, state),
            Event::Down(obstacle) => self.blocked(obstacle),
            Event::Picture(picture) => {
                if let Some(shown) = shown(&picture, self.is_mirrored) {
                    self.standing = Standing::Looking;
                    self.shown = Some(shown);
                }
            }
            Event::Dark(is_dark) => self.is_dark = is_dark,
            Event::Focus(focus) => self.focus = focus,
            Event::AlreadyRead => return Some(self.say(Said::AlreadyRead)),
            Event::TwoInView => return Some(self.say(Said::TwoInView)),
            Event::NotACard => return Some(self.say(Said::NotACard)),
            Event::Scanned(_) => {}
        }
        None
    }

    fn stands(&mut self, reader: Reader, state: State) {
        match state {
            State::Ready => {
                self.chosen = Some(reader.id);
                if self.shown.is_none() {
                    self.standing = Standing::Opening;
                }
            }
            State::Blocked { obstacle } => self.blocked(obstacle),
            State::Gone if self.chosen.as_ref().is_none_or(|chosen| *chosen == reader.id) => {
                // Another camera that is there is not opened in its place: the clerk chooses.
                self.missing();
            }
            State::Gone | State::Idle => {}
        }
    }

    /// Whether one of these is opened by itself: the one that was open, or one that was plugged in since.
    fn is_opened_next(&self, cameras: &[Reader]) -> bool {
        let was_there = |camera: &Reader| self.cameras.iter().any(|former| former.id == camera.id);
        let is_chosen = |camera: &Reader| self.chosen.as_ref().is_none_or(|chosen| *chosen == camera.id);
        cameras.iter().any(|camera| is_chosen(camera) || !was_there(camera))
    }

    /// Whether the camera that was open is away, and another can be chosen.
    #[must_use]
    pub fn is_away(&self) -> bool {
        let is_chosen = |camera: &Reader| self.chosen.as_ref() == Some(&camera.id);
        self.standing == Standing::Missing && !self.cameras.is_empty() && !self.cameras.iter().any(is_chosen)
    }

    fn missing(&mut self) {
        self.standing = Standing::Missing;
        self.shown = None;
        self.focus = None;
    }

    fn blocked(&mut self, obstacle: Obstacle) {
        self.standing = Standing::Blocked(obstacle);
        self.shown = None;
        self.focus = None;
    }

    fn say(&mut self, said: Said) -> u64 {
        self.sayings += 1;
        self.said = Some((self.sayings, said));
        self.sayings
    }

    /// What was said was shown long enough.
    pub fn fade(&mut self, number: u64) {
        if self.said.is_some_and(|(said, _)| said == number) {
            self.said = None;
        }
    }

    /// In the list of cameras; returns the one that was chosen.
    pub fn choose(&mut self, message: &drop_down::Message) -> Option<ReaderId> {
        let at = self.cameras.iter().position(|camera| Some(&camera.id) == self.chosen.as_ref());
        let row = self.list.update(message, at, self.cameras.len())?;
        let chosen = self.cameras.get(row)?.id.clone();
        self.chosen = Some(chosen.clone());
        self.standing = Standing::Opening;
        self.shown = None;
        self.focus = None;
        Some(chosen)
    }

    /// The focus so many steps further on.
    #[must_use]
    pub fn stepped(&self, by: i64) -> Option<i64> {
        let focus = self.focus?;
        // A tenth of the whole way at once, so that few presses go from end to end.
        let tenth = (focus.max.saturating_sub(focus.min) / 10 / focus.step.max(1)).max(1).saturating_mul(focus.step.max(1));
        Some(focus.value.saturating_add(by.saturating_mul(tenth)).clamp(focus.min, focus.max))
    }

    /// Whether a list is open, which Esc closes.
    #[must_use]
    pub fn has_open_list(&self) -> bool {
        self.list.is_open()
    }
}

/// Grey as the window draws it; mirrored row by row. Nothing where the picture is not whole.
fn shown(picture: &Picture, is_mirrored: bool) -> Option<Shown> {
    let (width, height) = (usize::try_from(picture.width).ok()?, usize::try_from(picture.height).ok()?);
    if width == 0 || height == 0 || width.checked_mul(height) != Some(picture.luma.len()) {
        return None;
    }
    let mut pixels = Vec::with_capacity(picture.luma.len() * 4);
    for row in picture.luma.chunks_exact(width) {
        let grey = |luma: &u8| [*luma, *luma, *luma, u8::MAX];
        if is_mirrored { pixels.extend(row.iter().rev().flat_map(grey)) } else { pixels.extend(row.iter().flat_map(grey)) }
    }
    Some(Shown { handle: Handle::from_rgba(picture.width, picture.height, pixels), width: picture.width, height: picture.height })
}

#[cfg(test)]
#[path = "viewfinder_tests.rs"]
mod tests;
