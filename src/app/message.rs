//! What can happen in the window, the pages that can be asked for, and where the window has its time from.

use super::Opened;
use super::camera::Seen;
use super::readers::Heard;
use crate::screen::readers as reader_check;
use crate::screen::{check, counter, door, late, login, queue, samples, settings};
use crate::station::{SignedIn, Station, StationError};
use crate::typed::Typed;
use crate::ui::focus::Direction;
use crate::ui::{drop_down, wedge};
use iced::Size;
use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_domain::{CardNumber, VenueId};
use kaikuasema_sync::SyncState;
use std::sync::Arc;
use std::time::Instant;

/// What happened in the window.
#[derive(Clone, Debug)]
pub enum Message {
    /// The station is ready: who is signed in, and what was set before.
    Opened(Opened),
    /// At the counter.
    Counter(counter::Message),
    /// On the sign-in page.
    Login(login::Message),
    /// On the page that only checks.
    Check(check::Message),
    /// At the door.
    Door(door::Message),
    /// Typing in from the paper form.
    Late(late::Message),
    /// On the queue page.
    Queue(queue::Message),
    /// On the sample-cards page.
    Samples(samples::Message),
    /// On the settings page.
    Settings(settings::Message),
    /// A scanner typed into the window, wherever the focus was.
    Scanned(Typed),
    /// Which of the two numbers that a reading may be is a card's was looked up.
    Settled(CardNumber),
    /// The readers told something.
    Heard(Heard),
    /// Something happened with the camera.
    Camera(Seen),
    /// On the readers page.
    ReaderCheck(reader_check::Message),
    /// What was said of a reader was shown long enough.
    ToastFaded(u64),
    /// The synchronisation's state changed.
    SyncChanged(SyncState),
    /// What the clerk may do was read again, after the synchronisation brought something.
    AccessRead(Result<Option<SignedIn>, Arc<StationError>>),
    /// What is set aside was counted again: so many wait for the clerk.
    AsidesCounted(u64),
    /// What holders have cancelled at a venue was read.
    CancellationsRead(VenueId, Result<super::cancellations::Read, Arc<StationError>>),
    /// The clerk has noticed what a holder cancelled.
    CancellationNoticed,
    /// What became of a damaged file was read.
    SalvageRead(Option<kaikuasema_store::Salvage>),
    /// The clerk has read what became of it.
    SalvageNoticed,
    /// The station was started a second time: this window comes to the front.
    AskedToTheFront,
    /// The window has this size now.
    Resized(Size),
    /// The window was asked to close.
    CloseRequested(iced::window::Id),
    /// Some time passed.
    Ticked,
    /// A page was asked for.
    PagePressed(Page),
    /// F5.
    SyncPressed,
    /// The clerk asked to be signed out.
    SignOutPressed,
    /// Nobody is signed in any more, or it failed.
    SignedOut(Result<(), Arc<StationError>>),
    /// In the list of venues.
    Venues(drop_down::Message),
    /// In the list of languages.
    Languages(drop_down::Message),
    /// The next set of colours was asked for.
    LookPressed,
    /// Tab.
    FocusMoved(Direction),
    /// A setting was kept, or not: it is only a convenience.
    Kept(Result<(), Arc<StationError>>),
}

/// Where the window has its time from; tests bring their own.
#[derive(Clone, Copy, Debug)]
pub struct Time {
    /// The pace of keys, and how long ago something was; no clock change touches it.
    pub pace: wedge::Clock,
    /// The instant and the Finnish day.
    pub now: fn(&Station) -> (Timestamp, Date),
}

impl Default for Time {
    fn default() -> Self {
        Self { pace: Instant::now, now: |station| (station.now(), station.today()) }
    }
}

/// A page that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The counter.
    Counter,
    /// The door.
    Door,
    /// Typing in from the paper form.
    Late,
    /// The queue.
    Queue,
    /// The sample cards, in training only.
    Samples,
    /// The readers and their set-up check.
    Readers,
    /// The settings.
    Settings,
}
