//! Errors in the clerk's words: one short sentence each that says what to do.
//!
//! Libraries hold no text for people; every error that can reach one becomes a key of
//! `locales/<language>/errors.ftl` here.

use crate::limit_words;
use crate::locale::Locale;
use crate::say;
use crate::station::{RecordError, SignInError, StationError};
use kaikuasema_domain::CardNumberError;
use kaikuasema_domain::operation::RejectionCode;
use kaikuasema_domain::usage::{DraftError, MOST_CHILDREN, MOST_CUSTOMER_CARDS};
use kaikuasema_store::{KeyError, OpenError, WriteError};
use kaikuasema_sync::ClientError;

/// Why what was read is not a card number.
#[must_use]
pub fn card_number(error: &CardNumberError, locale: &Locale) -> String {
    match error {
        CardNumberError::Empty => say!(locale, "card-empty"),
        CardNumberError::TooShort { length } => say!(locale, "card-too-short", length = *length),
        CardNumberError::TooLong { length } => say!(locale, "card-too-long", length = *length),
        CardNumberError::TwoCards => say!(locale, "card-two-cards"),
        CardNumberError::Prefix { first } => say!(locale, "card-prefix", first = first.to_string()),
        CardNumberError::NotADigit { found } => say!(locale, "card-not-a-digit", found = found.to_string()),
        CardNumberError::ForeignCharacter => say!(locale, "card-foreign-character"),
        CardNumberError::CheckCharacter => say!(locale, "card-check-character"),
        CardNumberError::NotACard => say!(locale, "card-not-a-card"),
    }
}

/// Why signing in failed.
#[must_use]
pub fn sign_in(error: &SignInError, locale: &Locale) -> String {
    match error {
        SignInError::NoService => say!(locale, "sign-in-no-service"),
        SignInError::Address(_) => say!(locale, "sign-in-address"),
        SignInError::WrongPassword => say!(locale, "sign-in-wrong-password"),
        SignInError::TooManyTries => say!(locale, "sign-in-too-many-tries"),
        SignInError::NoVenue => say!(locale, "sign-in-no-venue"),
        SignInError::OtherService => say!(locale, "sign-in-other-service"),
        SignInError::Client(ClientError::NoConnection(_)) => say!(locale, "sign-in-no-connection"),
        SignInError::Client(ClientError::NotTheService { .. }) => say!(locale, "sign-in-not-the-service"),
        SignInError::Client(ClientError::Refused { .. }) => say!(locale, "sign-in-service-fault"),
        SignInError::Station(error) => station(error, locale),
    }
}

/// Why a use was not recorded, undone or discarded.
#[must_use]
pub fn record(error: &RecordError, locale: &Locale) -> String {
    match error {
        RecordError::NotSignedIn => say!(locale, "record-not-signed-in"),
        RecordError::NoRight => say!(locale, "record-no-right"),
        RecordError::Refused(_) => say!(locale, "record-refused"),
        RecordError::NeedsDiscretion(_) => say!(locale, "record-needs-discretion"),
        RecordError::GroupGone => say!(locale, "record-group-gone"),
        RecordError::InGroupAlready => say!(locale, "record-in-group"),
        RecordError::AsideAlready => say!(locale, "record-aside-already"),
        RecordError::LateIsNotPast => say!(locale, "record-late-not-past"),
        RecordError::BelowFloor(error) => limit_words::below_floor(error, locale),
        RecordError::Draft(error) => draft(*error, locale),
        RecordError::EventUnknown => say!(locale, "record-event-unknown"),
        RecordError::UsageUnknown => say!(locale, "record-usage-unknown"),
        RecordError::NotSaved(error) => not_saved(error, locale),
        RecordError::Station(error) => station(error, locale),
    }
}

fn draft(error: DraftError, locale: &Locale) -> String {
    match error {
        DraftError::TooManyChildren => say!(locale, "record-too-many-children", most = MOST_CHILDREN),
        DraftError::TooManyCustomerCards => say!(locale, "record-too-many-cards", most = MOST_CUSTOMER_CARDS),
        DraftError::CustomerCardsOnCustomerCard => say!(locale, "record-cards-on-customer-card"),
        DraftError::StaffOnCustomerCard => say!(locale, "record-staff-on-customer-card"),
        DraftError::Staff { most } => say!(locale, "record-staff", most = most),
        DraftError::EventName => say!(locale, "record-event-name"),
        DraftError::EventNeeded => say!(locale, "record-event-needed"),
        DraftError::ValueNeeded => say!(locale, "record-value-needed"),
        DraftError::ValueNotAsked => say!(locale, "record-value-not-asked"),
    }
}

fn not_saved(error: &WriteError, locale: &Locale) -> String {
    if error.is_disk_full() { say!(locale, "record-disk-full") } else { say!(locale, "record-not-saved") }
}

/// What is wrong with the station itself.
#[must_use]
pub fn station(error: &StationError, locale: &Locale) -> String {
    match error {
        StationError::Open(error) => open(error, locale),
        StationError::Training(_) => say!(locale, "open-training"),
        StationError::Store(_) => say!(locale, "station-file"),
        StationError::Runtime(_) | StationError::Closing => say!(locale, "open-failed"),
        StationError::Sync(error) => sync(error, locale),
    }
}

fn open(error: &OpenError, locale: &Locale) -> String {
    match error {
        OpenError::InUse => say!(locale, "open-in-use"),
        OpenError::NotWritable { path, .. } => say!(locale, "open-not-writable", path = path.display().to_string()),
        OpenError::Newer { .. } => say!(locale, "open-newer"),
        OpenError::NoCopy(_) => say!(locale, "open-no-copy"),
        OpenError::KeyMissing => say!(locale, "open-key-missing"),
        OpenError::Key(KeyError::KeyringSilent { .. }) => say!(locale, "open-keyring-silent"),
        _ => say!(locale, "open-unreadable"),
    }
}

fn sync(error: &kaikuasema_sync::engine::SyncError, locale: &Locale) -> String {
    use kaikuasema_sync::engine::SyncError;
    match error {
        SyncError::SignInNeeded => say!(locale, "record-not-signed-in"),
        SyncError::OtherService => say!(locale, "sign-in-other-service"),
        SyncError::StationTooOld => say!(locale, "try-station-too-old"),
        SyncError::Client(ClientError::NoConnection(_)) => say!(locale, "sign-in-no-connection"),
        SyncError::Client(ClientError::NotTheService { .. }) => say!(locale, "sign-in-not-the-service"),
        SyncError::Client(ClientError::Refused { .. }) => say!(locale, "sign-in-service-fault"),
        SyncError::Store(_) | SyncError::Stopped => say!(locale, "station-file"),
    }
}

/// Why the last try to send an operation failed, from the word that the queue keeps.
#[must_use]
pub fn failed_try(word: &str, locale: &Locale) -> String {
    match word {
        "no_connection" => say!(locale, "try-no-connection"),
        "not_the_service" => say!(locale, "try-not-the-service"),
        "service_busy" => say!(locale, "try-service-busy"),
        "service_fault" => say!(locale, "try-service-fault"),
        "too_large" => say!(locale, "try-too-large"),
        "station_too_old" => say!(locale, "try-station-too-old"),
        "blocked" => say!(locale, "try-blocked"),
        _ => say!(locale, "try-refused"),
    }
}

/// Why the service rejected an operation.
#[must_use]
pub fn rejection(code: RejectionCode, locale: &Locale) -> String {
    match code {
        RejectionCode::OpIdReused => say!(locale, "rejected-op-id-reused"),
        RejectionCode::Malformed => say!(locale, "rejected-malformed"),
        RejectionCode::VenueUnknown => say!(locale, "rejected-venue-unknown"),
        RejectionCode::VenueNotYours => say!(locale, "rejected-venue-not-yours"),
        RejectionCode::EntityUnknown => say!(locale, "rejected-entity-unknown"),
        RejectionCode::EntityExists => say!(locale, "rejected-entity-exists"),
        RejectionCode::NotAllowed => say!(locale, "rejected-not-allowed"),
        RejectionCode::WrongVenue => say!(locale, "rejected-wrong-venue"),
        RejectionCode::BelowFloor => say!(locale, "rejected-below-floor"),
        RejectionCode::Other => say!(locale, "rejected-other"),
    }
}

/// The service has the record otherwise: someone changed it meanwhile.
#[must_use]
pub fn conflict(locale: &Locale) -> String {
    say!(locale, "conflict")
}
