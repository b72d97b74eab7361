//! Readers in words: what sort one is, how it stands, and what to do where it cannot be read.

use crate::locale::Locale;
use crate::say;
use kaikuasema_devices::{Kind, Obstacle, Reader, State, Suffix, Trouble};

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
pub fn what_to_do(reader: &Reader, state: &State, locale: &Locale) -> Option<String> {
    match state {
        State::Ready => None,
        State::Idle => match reader.kind {
            Kind::Keyboard => Some(say!(locale, "reader-do-choose")),
            Kind::Serial => Some(say!(locale, "reader-do-choose-port")),
            Kind::HidPos | Kind::Wedge | Kind::Camera => None,
        },
        State::Gone => Some(say!(locale, "reader-do-plug-in")),
        State::Blocked { obstacle } => Some(match obstacle {
            _ if reader.kind == Kind::Camera => camera_remedy(obstacle, locale),
            Obstacle::InUse => say!(locale, "reader-do-close-other"),
            Obstacle::NoPermission => permission(reader, locale),
            Obstacle::Stalled | Obstacle::Failed { .. } => remedy(obstacle, locale),
        }),
    }
}

/// What to do so that a camera can be used.
#[must_use]
pub fn camera_remedy(obstacle: &Obstacle, locale: &Locale) -> String {
    match obstacle {
        Obstacle::InUse => say!(locale, "reader-do-close-other-of-camera"),
        Obstacle::NoPermission => camera_permission(locale),
        Obstacle::Stalled | Obstacle::Failed { .. } => remedy(obstacle, locale),
    }
}

/// What to do with a device that does not answer as it should.
fn remedy(obstacle: &Obstacle, locale: &Locale) -> String {
    match obstacle {
        Obstacle::Failed { detail } => say!(locale, "reader-do-failed", detail = detail.clone()),
        _ => say!(locale, "reader-do-wait"),
    }
}

/// The rule that comes with the station names the makers of scanners; a port that is no USB device belongs to a group.
#[cfg(target_os = "linux")]
fn permission(reader: &Reader, locale: &Locale) -> String {
    match reader.usb {
        None if reader.kind == Kind::Serial => say!(locale, "reader-do-dialout-group"),
        Some((vendor, _)) if !reader.is_likely => say!(locale, "reader-do-udev-other", vendor = format!("{vendor:04x}")),
        _ => say!(locale, "reader-do-udev"),
    }
}

#[cfg(target_os = "macos")]
fn permission(_: &Reader, locale: &Locale) -> String {
    say!(locale, "reader-do-input-monitoring")
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn permission(_: &Reader, locale: &Locale) -> String {
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
        Trouble::Astray => say!(locale, "reader-trouble-astray"),
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use crate::locale::Language;
    use kaikuasema_devices::ReaderId;

    #[test]
    fn who_may_not_read_a_reader_is_told_what_helps_with_this_one() {
        let locale = Locale::new(Language::En);
        let blocked = State::Blocked { obstacle: Obstacle::NoPermission };
        let advice = |kind, usb, is_likely| {
            let (id, name, node) = (ReaderId("a".to_owned()), "A".to_owned(), "/dev/a".to_owned());
            what_to_do(&Reader { id, kind, name, usb, node, is_likely }, &blocked, &locale).unwrap()
        };
        let honeywell = advice(Kind::HidPos, Some((0x0c2e, 0x0b61)), true);
        assert!(honeywell.contains("70-kaikuasema.rules") && !honeywell.contains("0c2e"), "{honeywell}");
        let adapter = advice(Kind::Serial, Some((0x0403, 0x6001)), false);
        assert!(adapter.contains("70-kaikuasema.rules") && adapter.contains("0403"), "{adapter}");
        assert!(advice(Kind::Serial, None, false).contains("dialout"));
        assert!(advice(Kind::Camera, Some((0x046d, 0x0825)), false).contains("video"));
    }
}
