//! Readers in words: what sort one is, how it stands, and what to do where it cannot be read.

use crate::locale::Locale;
use crate::say;
use kaikuasema_devices::{Kind, Obstacle, State, Suffix, Trouble};

/// What sort of reader it is.
#[must_use]
pub fn kind(kind: Kind, locale: &Locale) -> String {
    match kind {
        Kind::HidPos => say!(locale, "reader-kind-hid-pos"),
        Kind::Keyboard => say!(locale, "reader-kind-keyboard"),
        Kind::Serial => say!(locale, "reader-kind-serial"),
        Kind::Wedge => say!(locale, "reader-kind-wedge"),
        Kind::Camera => say!(locale, "reader-kind-camera"),
    }
}

/// How a reader stands, in a word or two.
#[must_use]
pub fn state(kind: Kind, state: &State, locale: &Locale) -> String {
    match (state, kind) {
        (State::Ready, _) => say!(locale, "reader-ready"),
        (State::Idle, Kind::Camera) => say!(locale, "reader-idle-camera"),
        (State::Idle, Kind::Keyboard) => say!(locale, "reader-idle-keyboard"),
        (State::Idle, _) => say!(locale, "reader-idle"),
        (State::Gone, _) => say!(locale, "reader-gone"),
        (State::Blocked { obstacle }, _) => obstructed(obstacle, locale),
    }
}

/// What is in the way, in a word or two.
#[must_use]
pub fn obstructed(obstacle: &Obstacle, locale: &Locale) -> String {
    match obstacle {
        Obstacle::InUse => say!(locale, "reader-in-use"),
        Obstacle::NoPermission => say!(locale, "reader-no-permission"),
        Obstacle::Stalled => say!(locale, "reader-stalled"),
        Obstacle::Failed { .. } => say!(locale, "reader-failed"),
    }
}

/// What to do so that the reader can be read; nothing where there is nothing to do.
#[must_use]
pub fn what_to_do(kind: Kind, state: &State, locale: &Locale) -> Option<String> {
    match state {
        State::Ready => None,
        State::Idle => match kind {
            Kind::Keyboard => Some(say!(locale, "reader-do-choose")),
            Kind::Serial => Some(say!(locale, "reader-do-choose-port")),
            Kind::HidPos | Kind::Wedge | Kind::Camera => None,
        },
        State::Gone => Some(say!(locale, "reader-do-plug-in")),
        State::Blocked { obstacle } => Some(remedy(kind, obstacle, locale)),
    }
}

/// What to do against an obstacle.
#[must_use]
pub fn remedy(kind: Kind, obstacle: &Obstacle, locale: &Locale) -> String {
    match obstacle {
        Obstacle::InUse => say!(locale, "reader-do-close-other"),
        Obstacle::NoPermission if kind == Kind::Camera => camera_permission(locale),
        Obstacle::NoPermission => permission(locale),
        Obstacle::Stalled => say!(locale, "reader-do-wait"),
        Obstacle::Failed { detail } => say!(locale, "reader-do-failed", detail = detail.clone()),
    }
}

#[cfg(target_os = "linux")]
fn permission(locale: &Locale) -> String {
    say!(locale, "reader-do-udev")
}

#[cfg(not(target_os = "linux"))]
fn permission(locale: &Locale) -> String {
    say!(locale, "reader-do-privacy")
}

#[cfg(target_os = "linux")]
fn camera_permission(locale: &Locale) -> String {
    say!(locale, "reader-do-video-group")
}

#[cfg(not(target_os = "linux"))]
fn camera_permission(locale: &Locale) -> String {
    say!(locale, "reader-do-privacy")
}

/// How a scan ends, in words.
#[must_use]
pub fn suffix(suffix: Suffix, locale: &Locale) -> String {
    match suffix {
        Suffix::Any => say!(locale, "reader-suffix-any"),
        Suffix::Enter => say!(locale, "reader-suffix-enter"),
        Suffix::Tab => say!(locale, "reader-suffix-tab"),
        Suffix::None => say!(locale, "reader-suffix-none"),
    }
}

/// What was read and is no use.
#[must_use]
pub fn trouble(trouble: Trouble, locale: &Locale) -> String {
    match trouble {
        Trouble::TooLong => say!(locale, "reader-trouble-too-long"),
        Trouble::Garbled => say!(locale, "reader-trouble-garbled"),
        Trouble::CutOff => say!(locale, "reader-trouble-cut-off"),
    }
}
