//! `kaikuasema doctor`: whether this station is ready, and for an outage too.

use super::{Answer, words};
use crate::error_text;
use crate::locale::Locale;
use crate::salvage_text;
use crate::say;
use crate::station::Station;
use kaikuasema_store::KeyPlace;
use serde::Serialize;

/// A clock further off than this is said.
const CLOCK_OFF_MS: i64 = 2 * 60 * 1000;
/// A register copy older than this is a reason to synchronise before an outage.
const OLD_COPY_HOURS: f64 = 24.0;

/// How one part of the station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Health {
    /// As it should be.
    Good,
    /// Works, and could be better.
    Warning,
    /// Something has to be done.
    Bad,
}

/// What was found about one part.
pub(super) struct Finding {
    /// The part, for scripts.
    pub(super) check: &'static str,
    /// How it is.
    pub(super) health: Health,
    /// In words.
    pub(super) text: String,
}

/// Examines everything and never changes anything.
pub(super) async fn examine(station: &Station, locale: &Locale) -> Answer {
    let findings = vec![
        key(station, locale),
        clerk(station, locale),
        service(station, locale).await,
        register(station, locale),
        clock(station, locale),
        queue(station, locale),
        file(station, locale).await,
    ];
    words::examined(station, &findings, locale)
}

fn finding(check: &'static str, health: Health, text: String) -> Finding {
    Finding { check, health, text }
}

fn key(station: &Station, locale: &Locale) -> Finding {
    match station.key_place() {
        KeyPlace::Keyring => finding("key", Health::Good, say!(locale, "doctor-key-keyring")),
        KeyPlace::File => finding("key", Health::Warning, say!(locale, "doctor-key-file")),
    }
}

fn clerk(station: &Station, locale: &Locale) -> Finding {
    match station.signed_in() {
        Ok(Some(signed_in)) => finding("clerk", Health::Good, say!(locale, "doctor-clerk", email = signed_in.user.email)),
        Ok(None) => finding("clerk", Health::Bad, say!(locale, "cli-sign-in")),
        Err(error) => finding("clerk", Health::Bad, error_text::station(&error, locale)),
    }
}

async fn service(station: &Station, locale: &Locale) -> Finding {
    match station.meet_service().await {
        Ok(()) => finding("service", Health::Good, say!(locale, "doctor-service")),
        Err(error) => finding("service", Health::Bad, error_text::station(&error, locale)),
    }
}

fn register(station: &Station, locale: &Locale) -> Finding {
    let register = match station.register() {
        Ok(register) => register,
        Err(error) => return finding("register", Health::Bad, error_text::station(&error, locale)),
    };
    let Some(as_of) = register.as_of else { return finding("register", Health::Bad, say!(locale, "cli-no-copy")) };
    let hours = station.now().duration_since(as_of).as_secs_f64() / 3600.0;
    let health = if hours > OLD_COPY_HOURS { Health::Warning } else { Health::Good };
    let at = locale.moment(as_of, station.today());
    finding("register", health, say!(locale, "doctor-register", cards = locale.number(register.cards), at = at))
}

fn clock(station: &Station, locale: &Locale) -> Finding {
    match station.clock_offset_ms() {
        None => finding("clock", Health::Warning, say!(locale, "doctor-clock-unknown")),
        Some(offset) if offset.abs() > CLOCK_OFF_MS => {
            let minutes = (offset.abs() + 59_999) / 60_000;
            finding("clock", Health::Bad, say!(locale, "doctor-clock-off", minutes = minutes))
        }
        Some(_) => finding("clock", Health::Good, say!(locale, "doctor-clock")),
    }
}

async fn file(station: &Station, locale: &Locale) -> Finding {
    match station.salvage().await {
        Ok(None) => finding("file", Health::Good, say!(locale, "doctor-file")),
        Ok(Some(salvage)) => finding("file", Health::Warning, salvage_text::salvage(&salvage, station.today(), locale)),
        Err(error) => finding("file", Health::Bad, error_text::station(&error, locale)),
    }
}

fn queue(station: &Station, locale: &Locale) -> Finding {
    match station.queue_counts() {
        Ok(counts) if counts.needs_you > 0 => finding("queue", Health::Bad, say!(locale, "doctor-needs-you", count = counts.needs_you)),
        Ok(counts) if counts.waiting > 0 => finding("queue", Health::Warning, say!(locale, "doctor-waiting", count = counts.waiting)),
        Ok(_) => finding("queue", Health::Good, say!(locale, "doctor-queue")),
        Err(error) => finding("queue", Health::Bad, error_text::station(&error, locale)),
    }
}
