//! What can happen at the counter, and what it asks of the window.

use super::form;
use crate::station::{Checked, Group, RecordError, Saved, SoFar, StationError, TodaysRecords};
use crate::typed::Typed;
use crate::viewfinder;
use iced::Task;
use iced::widget::scrollable::Viewport;
use kaikuasema_domain::limits::Oversold;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::{CardNumber, Cents, EventId, ShowingId, Usage, UsageId, VenueId};
use kaikuasema_store::{EventWithShowings, RecordedUsage};
use std::sync::Arc;

/// What happened at the counter.
#[derive(Clone, Debug)]
pub enum Message {
    /// The number field holds this text now.
    NumberTyped(Typed),
    /// Enter in the number field, or its button.
    NumberSubmitted,
    /// The register copy was asked about a card.
    CardChecked(CardNumber, Result<Box<(Checked, SoFar)>, Arc<StationError>>),
    /// What counts towards the limits of a card and an event was read.
    SoFarRead(CardNumber, Option<EventId>, Result<SoFar, Arc<StationError>>),
    /// The register itself was asked about a card that the copy does not hold.
    RegisterAsked(CardNumber, Option<bool>),
    /// A venue's events were read.
    EventsLoaded(VenueId, Result<Vec<EventWithShowings>, Arc<StationError>>),
    /// Today's records of a venue were read, by the load of this number.
    RecordsLoaded(VenueId, u64, Result<TodaysRecords, Arc<StationError>>),
    /// Something in the form.
    Form(form::Message),
    /// Enter, or the save button.
    SavePressed,
    /// F11, or the button of the deliberate key.
    DiscretionPressed,
    /// The same record as in this draft was looked for.
    TwinSought(Box<UsageDraft>, Result<Option<RecordedUsage>, Arc<RecordError>>),
    /// Record it although it is recorded already.
    AgainChosen,
    /// Do not record it again.
    AgainDeclined,
    /// The record was written, or not.
    SaveFinished(Result<Saved, Arc<RecordError>>),
    /// Ctrl and Z, or its button.
    UndoPressed,
    /// This record was undone, or not.
    UndoFinished(UsageId, Result<Usage, Arc<RecordError>>),
    /// Esc, or the back button.
    BackPressed,
    /// F2.
    NewCardPressed,
    /// Save the open form, then open the card just read.
    NextSaveChosen,
    /// Drop the open form and open the card just read.
    NextDropChosen,
    /// F1.
    HelpPressed,
    /// A confirmation was shown long enough.
    ToastFaded(u64),
    /// Today's records were scrolled.
    RecordsScrolled(Viewport),
    /// The reason for using the discretion holds this text now.
    ReasonTyped(String),
    /// Another showing, that has room, was chosen.
    RoomChosen(ShowingId),
    /// The value was put down to what the limit leaves; the holder pays the rest.
    ValueCut(Cents),
    /// A customer turned away was counted, or not.
    TurnedAwayCounted(Result<(), Arc<RecordError>>),
    /// F12, or one of its buttons; whether the customer was let in.
    AsidePressed(bool),
    /// The card was set aside, or not.
    SetAside(Result<SetAside, Arc<RecordError>>),
    /// The card set aside last was taken back, or not.
    AsideUndone(Result<(), Arc<RecordError>>),
    /// The text about the open, unknown card is to be copied.
    AsideTextPressed,
    /// The groups that are not complete were read.
    GroupsLoaded(Result<Vec<Group>, Arc<StationError>>),
    /// One group was read by its id.
    GroupRead(UsageId, Result<Option<Group>, Arc<StationError>>),
    /// Another customer is served in between.
    RunPaused,
    /// The run goes on with this group.
    RunResumed(UsageId),
    /// Fewer came than were counted.
    RunClosePressed(UsageId),
    /// The group's count was put right, or not.
    RunClosed(Result<Usage, Arc<RecordError>>),
    /// One child more or fewer on the record that the last scan made.
    LastStepped(i32),
    /// That record was corrected, or not.
    LastCorrected(Result<Saved, Arc<RecordError>>),
    /// What several stations oversold was read.
    OversoldRead(VenueId, Result<Vec<Oversold>, Arc<StationError>>),
    /// What was oversold was seen.
    OversoldSeen,
    /// The clerk asked to sign in again.
    SignInPressed,
    /// F3, or at the camera's knobs.
    Camera(viewfinder::Message),
}

/// What the counter asks of the window.
#[must_use]
#[derive(Debug)]
pub enum Action {
    /// Nothing.
    None,
    /// Run this.
    Run(Task<Message>),
    /// Show the sign-in page.
    OpenSignIn,
    /// This for the camera.
    Camera(viewfinder::Message),
}
