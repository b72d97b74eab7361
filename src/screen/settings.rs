//! The settings: what a venue leaves to its discretion, what it limits, the limits of one event,
//! the list for its web page, and what is this station's own (R127–R154). Beside each limit stand the
//! model's floor and its reason; what is below a floor is not saved (R130).

mod both_view;
mod cells;
mod controls;
mod draft;
mod event_draft;
mod event_view;
pub mod field;
mod frame;
mod limits_view;
mod list_view;
mod merge;
mod saving;
mod venue_view;
mod whole;

pub use whole::Section;

use crate::context::Context;
use crate::station::{RecordError, StationError, VenueSettings};
use crate::ui::combo::{self, Combo};
use crate::ui::drop_down::{self, DropDown};
use crate::ui::keys::Press;
use crate::ui::{focus, number_field};
use field::{Field, List, Pick, Tick};
use iced::keyboard::{Key, key::Named};
use iced::{Element, Task, task};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::Period;
use kaikuasema_domain::operation::{Change, RejectionCode};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::Policy;
use kaikuasema_domain::{EventId, ShowingId, VenueId};
use kaikuasema_store::{EventWithShowings, NeedsYou, QueueEntry, QueueState};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use whole::Whole;

/// The save button's id.
pub const SAVE: &str = "settings-save";
/// The field that an event is chosen in.
pub const EVENT: &str = "settings-event";
const LEAVE_FIRST: &str = "leave-save";
/// The kinds of event that a limit of uses can be about, every kind first.
const KINDS: [Option<EventKind>; 5] =
    [None, Some(EventKind::Performance), Some(EventKind::Course), Some(EventKind::Visit), Some(EventKind::Fee)];
/// The years over which visits are counted (C17).
const YEARS: [Period; 3] = [Period::CalendarYear, Period::TwelveMonths, Period::CardYear];
const POLICIES: [Policy; 3] = [Policy::Allow, Policy::Ask, Policy::Refuse];
const OCCASIONS: [ShowingOccasion; 3] = [ShowingOccasion::Ordinary, ShowingOccasion::Premiere, ShowingOccasion::Gala];
/// As at the venue, yes, no.
const ONCE: [Option<bool>; 3] = [None, Some(true), Some(false)];

/// What happened on the page.
#[derive(Clone, Debug)]
pub enum Message {
    /// What is set of a venue was read.
    SettingsRead(VenueId, Result<VenueSettings, Arc<StationError>>),
    /// The queue was read: what of the settings waits or was refused.
    QueueLoaded(Result<Vec<QueueEntry>, Arc<StationError>>),
    /// A part of the page was asked for.
    SectionPressed(Section),
    /// A number field was typed in or stepped.
    Number(Field, number_field::Message),
    /// A text field holds this now.
    Typed(Field, String),
    /// A box was ticked or cleared.
    Ticked(Tick, bool),
    /// In a list.
    List(List, drop_down::Message),
    /// One of a few was chosen, by its index.
    Picked(Pick, usize),
    /// In the field that an event is chosen in.
    Event(combo::Message),
    /// One more limit of uses.
    UsesAdded,
    /// One limit of uses fewer.
    UsesRemoved(usize),
    /// Ctrl and S.
    SavePressed,
    /// The save button.
    SaveButtonPressed,
    /// Everything was set, or not everything.
    Saved(VenueId, Result<Written, Arc<RecordError>>),
    /// Where another station changed the same, its values are taken.
    OthersTaken,
    /// Save, then leave.
    LeaveSavePressed,
    /// Leave without saving.
    LeaveDropPressed,
    /// Esc at the question: stay.
    StayPressed,
    /// The list for the web page goes to the clipboard.
    CopyPressed,
    /// The list for the web page as a PDF.
    PrintPressed,
    /// The PDF was written, or not.
    Printed(Option<PathBuf>),
    /// The readers' page was asked for.
    ReadersPressed,
    /// F1.
    HelpPressed,
}

/// What the page asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Run this.
    Run(Task<Message>),
    /// The longest pause in a scan was set anew.
    SetGap(Duration, Task<Message>),
    /// Show the readers' page.
    OpenReaders,
    /// Leave now, as was asked for.
    Leave,
    /// Do not leave after all.
    Stay(Task<Message>),
}

/// What came of saving, where nothing failed.
#[derive(Clone, Debug)]
pub enum Written {
    /// Everything was set; the events as they are now.
    All(Vec<EventWithShowings>),
    /// Nothing yet: something else is set by now than what the page began from.
    Moved(VenueSettings),
}

/// Whether something is being written, and what comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Saving {
    Ready,
    Writing { leaves: bool, kept: Kept },
}

#[derive(Debug)]
enum Said {
    Record(Arc<RecordError>),
    Station(Arc<StationError>),
    Copied,
    Printed(Option<PathBuf>),
}

/// Where it is kept what was saved last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// At this station only.
    Here,
    /// At the service too, sooner or later.
    AtService,
}

/// How what was saved stands at the service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Standing {
    /// Nothing of the settings is on its way.
    #[default]
    Settled,
    /// Something waits to be sent.
    Waiting,
    /// The service refused something, or another station changed the same.
    NeedsYou(Option<RejectionCode>),
}

/// The page.
#[derive(Debug)]
pub struct Settings {
    section: Section,
    venue: Option<VenueId>,
    whole: Whole,
    combo: Combo,
    event: Option<EventId>,
    showing: Option<ShowingId>,
    open: Option<(List, DropDown)>,
    saving: Saving,
    /// What was saved since the page was opened.
    has_saved: Option<Kept>,
    standing: Standing,
    /// What is being read of the station: an older answer never comes after a newer one.
    reading: Option<task::Handle>,
    /// Leaving was asked for while something is unsaved.
    asks: bool,
    /// Saving was asked for while something is wrong: it is counted at the top.
    shows_wrong: bool,
    said: Option<Said>,
    shows_help: bool,
}

impl Settings {
    /// The page of the chosen venue; `gap` is the longest pause in a scan.
    pub fn new(context: &Context, gap: Duration) -> (Self, Task<Message>) {
        let gap = u64::try_from(gap.as_millis()).unwrap_or(*crate::ui::wedge::GAPS.end());
        let mut page = Self {
            section: Section::default(),
            venue: context.venue,
            whole: Whole::new(context.rules(), gap),
            combo: Combo::of_existing(),
            event: None,
            showing: None,
            open: None,
            saving: Saving::Ready,
            has_saved: None,
            standing: Standing::default(),
            reading: None,
            asks: false,
            shows_wrong: false,
            said: None,
            shows_help: false,
        };
        let task = Task::batch([page.load(context), focus::set(frame::id(Section::Venue))]);
        (page, task)
    }

    /// Which venue it is about.
    #[must_use]
    pub fn venue(&self) -> Option<VenueId> {
        self.venue
    }

    /// Whether something is typed that is not saved.
    #[must_use]
    pub fn is_unsaved(&self) -> bool {
        self.whole.is_changed()
    }

    /// Whether a list is open, which Esc closes.
    #[must_use]
    pub fn has_open_list(&self) -> bool {
        self.open.is_some() || self.combo.is_open()
    }

    /// Leaving was asked for: what shall become of what is unsaved?
    pub fn ask(&mut self) -> Task<Message> {
        self.asks = true;
        self.open = None;
        focus::set(LEAVE_FIRST)
    }

    /// The synchronisation or another part of the station brought something: what is set is read again.
    pub fn data_changed(&mut self, context: &Context) -> Task<Message> {
        if context.venue != self.venue {
            return Task::none();
        }
        self.load(context)
    }

    fn load(&mut self, context: &Context) -> Task<Message> {
        let Some(venue) = self.venue else { return Task::none() };
        let (station, beside) = (context.station.clone(), context.station.clone());
        let settings = async move { station.venue_settings(venue).await.map_err(Arc::new) };
        let (read, handle) = Task::batch([
            Task::perform(settings, move |read| Message::SettingsRead(venue, read)),
            Task::perform(async move { beside.queue().await.map_err(Arc::new) }, Message::QueueLoaded),
        ])
        .abortable();
        self.reading = Some(handle.abort_on_drop());
        read
    }

    /// Whether the clerk may change the venue's settings.
    fn may_change(&self, context: &Context) -> bool {
        context.access().is_some_and(|access| access.rights.contains(&Right::ManageEvents))
    }

    /// Takes a message.
    pub fn update(&mut self, context: &Context, message: Message) -> Action {
        let task = match message {
            Message::SettingsRead(venue, Ok(now)) => {
                // While it is being written, what is read is half of it; it is read again afterwards.
                if Some(venue) == self.venue && self.saving == Saving::Ready {
                    self.take_over(now);
                }
                Task::none()
            }
            Message::QueueLoaded(Ok(queue)) => {
                self.standing = self.standing(&queue);
                Task::none()
            }
            Message::SettingsRead(_, Err(error)) | Message::QueueLoaded(Err(error)) => {
                self.said = Some(Said::Station(error));
                Task::none()
            }
            Message::SectionPressed(section) => {
                self.section = section;
                self.open = None;
                self.said = None;
                Task::none()
            }
            Message::SavePressed => return self.save(context, false),
            Message::SaveButtonPressed => return self.save_by_button(context),
            Message::LeaveSavePressed => return self.save(context, true),
            Message::Saved(venue, result) => return self.saved(venue, result, context),
            Message::LeaveDropPressed => {
                self.whole.drop_changes();
                self.asks = false;
                return Action::Leave;
            }
            Message::StayPressed => {
                self.asks = false;
                return Action::Stay(focus::set(frame::id(self.section)));
            }
            Message::CopyPressed => {
                self.said = Some(Said::Copied);
                iced::clipboard::write(self.lines(context).join("\n"))
            }
            Message::PrintPressed => self.print(context),
            Message::ReadersPressed => return Action::OpenReaders,
            Message::Printed(path) => {
                self.said = Some(Said::Printed(path));
                Task::none()
            }
            Message::HelpPressed => {
                self.shows_help = !self.shows_help;
                Task::none()
            }
            // What a control tells is a change, and only who may change it is heard.
            change => {
                if self.saving == Saving::Ready && (self.may_change(context) || self.is_own(&change)) {
                    self.said = None;
                    self.change(change, context)
                } else {
                    Task::none()
                }
            }
        };
        Action::Run(task)
    }

    /// What anybody may do here: choose what to look at, and set what is this station's own.
    fn is_own(&self, change: &Message) -> bool {
        matches!(change, Message::Event(_) | Message::List(List::Showing, _) | Message::Number(Field::Gap, _))
    }

    fn standing(&self, queue: &[QueueEntry]) -> Standing {
        let own = queue.iter().filter(|entry| Some(entry.venue) == self.venue && matches!(entry.change, Change::SettingsUpdate(_)));
        let mut standing = Standing::Settled;
        for entry in own {
            match &entry.state {
                QueueState::NeedsYou(NeedsYou::Rejected(code)) => return Standing::NeedsYou(Some(*code)),
                QueueState::NeedsYou(NeedsYou::Conflict { .. }) => return Standing::NeedsYou(None),
                QueueState::Waiting => standing = Standing::Waiting,
                QueueState::Sent => {}
            }
        }
        standing
    }

    /// A key before any widget sees it.
    #[must_use]
    pub fn shortcut(&self, press: Press<'_>) -> Option<Message> {
        if press.modifiers.control() && press.latin == Some('s') && !press.repeat {
            return Some(Message::SavePressed);
        }
        match press.key.as_ref() {
            Key::Named(Named::F1) => Some(Message::HelpPressed),
            Key::Named(Named::Escape) if self.asks => Some(Message::StayPressed),
            Key::Named(Named::Escape) if self.shows_help && !self.has_open_list() => Some(Message::HelpPressed),
            _ => None,
        }
    }

    /// The page.
    pub fn view<'a>(&'a self, context: &'a Context) -> Element<'a, Message> {
        frame::view(self, context)
    }
}
