//! The readers and their set-up check: which readers there are, why each can or cannot be used, and a test
//! card, on the screen and on paper, whose reading tells how a reader is set and what to change.

pub mod found;
mod found_view;
mod list_view;
mod view;

use crate::context::Context;
use crate::print::{test_card, to_documents};
use crate::readers::{OFF_AFTER, speeds};
use crate::say;
use crate::ui::keys::Press;
use crate::ui::{focus, reveal};
use crate::viewfinder;
use found::{Reading, Report};
use iced::keyboard::{Key, key::Named};
use iced::widget::canvas;
use iced::{Element, Task};
use kaikuasema_devices::wedge::TEST_CARD;
use kaikuasema_devices::{Profile, ReaderId};
use std::path::PathBuf;

/// The button that keeps what was found.
pub const KEEP: &str = "readers-keep";
/// The button that writes the test card as PDF.
pub const PRINT: &str = "readers-print";
/// What was found.
const RESULT: &str = "readers-result";
/// The answer to the question about a keyboard that may be the one to type with, or a port that may be another's.
const CONFIRM: &str = "readers-use-confirm";

/// What happened on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// The test card was asked for on paper.
    PrintPressed,
    /// The PDF was written, or not.
    Printed(Option<PathBuf>),
    /// What was found shall be kept for this reader.
    KeepPressed,
    /// This reader shall be read, or no longer.
    UsePressed(ReaderId, bool),
    /// Also where it may be the keyboard that people type with, or another program's port.
    UseConfirmed,
    /// Rather not.
    UseDeclined,
    /// The next speed shall be tried at the port of this reader.
    SpeedPressed(ReaderId),
    /// F3, or at the camera's knobs.
    Camera(viewfinder::Message),
    /// After how long the camera goes off, by its place among the choices.
    OffAfterPicked(usize),
    /// F1.
    HelpPressed,
}

/// What the page asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Run this.
    Run(Task<Message>),
    /// Set this for a reader and keep it.
    Set(Profile, Task<Message>),
    /// This for the camera.
    Camera(viewfinder::Message),
    /// The camera goes off after so many minutes without a reading; 0 is never.
    SetOffAfter(u64),
}

/// The page.
#[derive(Debug, Default)]
pub struct ReaderCheck {
    report: Option<Report>,
    /// A keyboard or a port that looks like no scanner was chosen: shall it be read nevertheless?
    confirming: Option<ReaderId>,
    printed: Option<Option<PathBuf>>,
    shows_help: bool,
    qr: canvas::Cache,
    bars: canvas::Cache,
}

impl ReaderCheck {
    /// The page before anything was read.
    pub fn new() -> (Self, Task<Message>) {
        (Self::default(), focus::set(PRINT))
    }

    /// Something that is no card was read: the test card, or what a reader made of it.
    pub fn read(&mut self, reading: Reading, context: &Context) -> Task<Message> {
        self.report = Some(found::report(reading));
        self.confirming = None;
        let stop = if self.is_kept(context) { PRINT } else { KEEP };
        // What was found is seen, also where the button that has the focus is far from it.
        focus::set(stop).chain(reveal::reveal_widget(RESULT))
    }

    /// Whether what was found is set for this reader already.
    fn is_kept(&self, context: &Context) -> bool {
        self.found(context).is_none_or(|found| {
            let set = context.readers.settings.profile(&found.reader);
            set == Some(&found)
        })
    }

    /// What would be set for the reader that read last; nothing where it reads wrongly.
    fn found(&self, context: &Context) -> Option<Profile> {
        let report = self.report.as_ref()?;
        let mut set = context.readers.profile(&report.reading.reader);
        // What a serial reader sends at the end shows when it is read, whatever was set.
        set.suffix = context.readers.ending(&set.reader).unwrap_or(set.suffix);
        report.is_of_test_card().then(|| report.profile(set))
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        let task = match message {
            Message::PrintPressed => print(context),
            Message::Printed(path) => {
                self.printed = Some(path);
                Task::none()
            }
            Message::KeepPressed => match self.found(context) {
                Some(profile) => return Action::Set(profile, focus::set(PRINT)),
                None => Task::none(),
            },
            Message::UsePressed(id, is_used) => {
                let is_likely = context.readers.find(&id).is_some_and(|known| known.reader.is_likely);
                if is_used && !is_likely {
                    self.confirming = Some(id);
                    focus::set(CONFIRM)
                } else {
                    return Action::Set(Profile { is_used, ..context.readers.profile(&id) }, Task::none());
                }
            }
            Message::UseConfirmed => match self.confirming.take() {
                Some(id) => return Action::Set(Profile { is_used: true, ..context.readers.profile(&id) }, focus::set(PRINT)),
                None => Task::none(),
            },
            Message::UseDeclined => {
                self.confirming = None;
                focus::set(PRINT)
            }
            Message::SpeedPressed(id) => {
                let profile = context.readers.profile(&id);
                // Nobody but the clerk chooses a port: its speed does not choose it either.
                let is_used = context.readers.is_read(&id);
                let baud = Some(speeds(&profile).1);
                return Action::Set(Profile { baud, is_used, ..profile }, Task::none());
            }
            Message::Camera(message) => return Action::Camera(message),
            Message::OffAfterPicked(at) => match OFF_AFTER.get(at) {
                Some(minutes) => return Action::SetOffAfter(*minutes),
                None => Task::none(),
            },
            Message::HelpPressed => {
                self.shows_help = !self.shows_help;
                Task::none()
            }
        };
        Action::Run(task)
    }

    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        match press.key.as_ref() {
            _ if press.repeat || !press.modifiers.is_empty() => None,
            Key::Named(Named::F1) => Some(Message::HelpPressed),
            Key::Named(Named::F3) => Some(Message::Camera(viewfinder::Message::Toggled)),
            Key::Named(Named::Escape) if self.confirming.is_some() => Some(Message::UseDeclined),
            Key::Named(Named::Escape) if self.shows_help => Some(Message::HelpPressed),
            _ => None,
        }
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        view::view(self, context)
    }
}

/// The test card on paper.
fn print(context: &Context) -> Task<Message> {
    let locale = &context.locale;
    let lines = [say!(locale, "test-card-one"), say!(locale, "test-card-two"), say!(locale, "test-card-three")];
    let document = test_card(&say!(locale, "test-card-title"), TEST_CARD, &lines);
    Task::perform(async move { to_documents("kaikuasema-testikortti.pdf", document).await }, Message::Printed)
}
