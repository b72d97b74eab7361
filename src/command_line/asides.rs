//! `kaikuasema asides` and `kaikuasema set-aside`: the cards that wait to be registered (R34, R35).

use super::run::{Stop, choose_event, day, failed, time, venue_named};
use super::{Answer, Exit, SetAsideArguments, words};
use crate::aside_text;
use crate::error_text;
use crate::locale::Locale;
use crate::say;
use crate::station::{Aside, RecordError, Retried, Station};
use kaikuasema_domain::CardNumber;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::UsageDraft;
use serde_json::{Value, json};

/// Lists what is set aside; with `retry`, asks the service for each card first and records what can be.
pub(super) async fn list(station: &Station, retry: bool, locale: &Locale) -> Result<Answer, Stop> {
    station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
    let retried = if retry { Some(station.try_asides().await?) } else { None };
    let asides = station.set_asides().await?;
    Ok(listed(station, &asides, retried, locale))
}

fn listed(station: &Station, asides: &[Aside], retried: Option<Retried>, locale: &Locale) -> Answer {
    let waits = asides.iter().filter(|aside| aside.waits_for_clerk()).count();
    let mut lines: Vec<String> = asides.iter().map(|aside| line(station, aside, locale)).collect();
    lines.extend(retried.map(|retried| aside_text::tried(&retried, locale)));
    lines.push(say!(locale, "cli-asides", count = asides.len(), waits = waits));
    let exit = match retried {
        Some(retried) if !retried.has_answer => Exit::Unavailable,
        _ if waits > 0 => Exit::TryAgain,
        _ => Exit::Usable,
    };
    let rows: Vec<Value> = asides.iter().map(row).collect();
    Answer::new(exit, lines.join("\n"), json!({ "asides": rows, "count": asides.len(), "needs_you": waits, "retried": retried }))
}

fn line(station: &Station, aside: &Aside, locale: &Locale) -> String {
    let usage = &aside.aside.usage;
    let when = locale.occasion(usage.event_date, usage.event_time);
    let event = usage.event_name.clone().unwrap_or_else(|| "–".to_owned());
    let entry = if aside.aside.granted { say!(locale, "asides-granted") } else { say!(locale, "asides-not-granted") };
    format!("{when}  {:<11}  {event}  {entry}  {}", usage.card, aside_text::prospect(aside, locale, station.today()))
}

fn row(aside: &Aside) -> Value {
    let (copy, as_of) = words::copy(aside.copy);
    json!({
        "usage": aside.aside.usage, "granted": aside.aside.granted, "set_aside_at": aside.at, "verdict": aside.verdict,
        "prospect": aside.prospect(), "copy": copy, "register_as_of": as_of,
    })
}

/// Sets a card aside that the register copy does not hold.
pub(super) async fn set(station: &Station, arguments: &SetAsideArguments, locale: &Locale) -> Result<Answer, Stop> {
    let card = match CardNumber::parse(&arguments.id) {
        Ok(number) => number,
        Err(error) => return Ok(words::malformed(&error, locale)),
    };
    let venue = venue_named(station, arguments.venue.as_deref()).await?;
    let date = arguments.date.as_deref().map(|text| day(text, station)).transpose()?;
    let event_time = arguments.time.as_deref().map(time).transpose()?;
    let (event, showing) = choose_event(station, venue, arguments.event.as_deref(), date, event_time).await?;
    let event_date = date.unwrap_or_else(|| station.today());
    let draft = UsageDraft { event, showing, event_time, children: arguments.children, ..UsageDraft::of(venue, card, event_date) };
    match station.set_aside(draft, !arguments.not_granted).await {
        Ok(aside) => Ok(was_set(&aside, locale)),
        // Known after all: that is no answer that a script may take for "recorded".
        Err(RecordError::Refused(_)) => Ok(failed(Exit::Refused, "card_known", say!(locale, "cli-aside-known"))),
        Err(error @ RecordError::AsideAlready) => Ok(failed(Exit::Refused, "set_aside_already", error_text::record(&error, locale))),
        Err(error) => Err(error.into()),
    }
}

fn was_set(aside: &SetAside, locale: &Locale) -> Answer {
    let usage = &aside.usage;
    let event = usage.event_name.clone().unwrap_or_else(|| say!(locale, "cli-no-event"));
    let when = locale.occasion(usage.event_date, usage.event_time);
    let card = usage.card.to_string();
    let text = if aside.granted {
        say!(locale, "cli-aside-set", card = card, event = event, when = when)
    } else {
        say!(locale, "cli-aside-set-not-granted", card = card, event = event, when = when)
    };
    Answer::new(Exit::Usable, text, json!({ "usage": usage, "granted": aside.granted }))
}
