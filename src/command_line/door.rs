//! `door` and `mark`: the tickets of a day, and what became of one.

use super::run::{Stop, day, failed, venue_named};
use super::{Answer, Exit, MarkArguments, What};
use crate::error_text;
use crate::locale::Locale;
use crate::say;
use crate::station::door::{DoorShowing, Tallies};
use crate::station::{RecordError, Station};
use jiff::Timestamp;
use kaikuasema_domain::UsageId;
use kaikuasema_domain::usage::{CancelledBy, Fact, Status};
use kaikuasema_store::{RecordedUsage, UsageState};
use serde_json::{Value, json};

impl From<What> for Fact {
    fn from(what: What) -> Self {
        match what {
            What::HandedOver => Fact::HandedOver,
            What::Arrived => Fact::Arrived,
            What::Cancelled => Fact::Cancelled,
            What::NoShow => Fact::NoShow,
        }
    }
}

/// Lists the showings of a day with their tickets.
pub(super) async fn list(station: &Station, given: Option<&str>, venue: Option<&str>, locale: &Locale) -> Result<Answer, Stop> {
    let venue = venue_named(station, venue).await?;
    let day = given.map(|text| day(text, station)).transpose()?.unwrap_or_else(|| station.today());
    let showings = station.door_showings(venue, day).await?;
    let mut lines: Vec<String> = showings.iter().flat_map(|showing| showing_lines(showing, locale)).collect();
    if lines.is_empty() {
        lines.push(say!(locale, "cli-door-none"));
    }
    let rows: Vec<Value> = showings.iter().map(showing_row).collect();
    Ok(Answer::new(Exit::Usable, lines.join("\n"), json!({ "day": day, "showings": rows })))
}

fn showing_lines(showing: &DoorShowing, locale: &Locale) -> Vec<String> {
    let Tallies { reserved, handed_over, arrived, cancelled, no_show } = showing.tallies();
    let head = say!(
        locale,
        "cli-door-showing",
        when = locale.occasion(showing.occasion.date, showing.occasion.time),
        event = showing.event_name.clone().unwrap_or_else(|| "–".to_owned()),
        reserved = reserved.tickets,
        handed = handed_over.tickets,
        arrived = arrived.tickets,
        cancelled = cancelled.tickets,
        missed = no_show.tickets
    );
    std::iter::once(head).chain(showing.tickets.iter().map(|ticket| ticket_line(ticket, locale))).collect()
}

fn ticket_line(ticket: &RecordedUsage, locale: &Locale) -> String {
    let usage = &ticket.usage;
    let (_, at) = status(&usage.facts.status());
    let words = match usage.facts.status() {
        Status::Recorded => say!(locale, "door-reserved"),
        Status::HandedOver(_) => say!(locale, "door-handed-over"),
        Status::Arrived(_) => say!(locale, "door-arrived"),
        Status::Cancelled(_) => say!(locale, "door-cancelled"),
        Status::NoShow(_) => say!(locale, "door-no-show-count"),
    };
    let at = at.map(|at| format!(" {}", locale.clock_of(at))).unwrap_or_default();
    format!("  {}  {:<11}  {}  {words}{at}", usage.id, usage.card, usage.children)
}

/// A status as scripts read it, and since when.
fn status(status: &Status) -> (&'static str, Option<Timestamp>) {
    match status {
        Status::Recorded => ("reserved", None),
        Status::HandedOver(at) => ("handed_over", Some(*at)),
        Status::Arrived(at) => ("arrived", Some(*at)),
        Status::Cancelled(cancelled) => ("cancelled", Some(cancelled.at)),
        Status::NoShow(at) => ("no_show", Some(*at)),
    }
}

fn showing_row(showing: &DoorShowing) -> Value {
    let tickets: Vec<Value> = showing.tickets.iter().map(ticket_row).collect();
    json!({
        "event": showing.occasion.event, "event_name": showing.event_name, "showing": showing.occasion.showing,
        "date": showing.occasion.date, "time": showing.occasion.time, "called_off": showing.is_called_off,
        "hands_over_from": showing.hands_over_from, "counts": showing.tallies(), "tickets": tickets,
    })
}

fn ticket_row(ticket: &RecordedUsage) -> Value {
    let usage = &ticket.usage;
    let (name, at) = status(&usage.facts.status());
    let by = match usage.facts.status() {
        Status::Cancelled(cancelled) if cancelled.by == CancelledBy::Holder => Some("holder"),
        Status::Cancelled(_) => Some("clerk"),
        _ => None,
    };
    let state = match ticket.state {
        UsageState::Waiting => "waiting",
        UsageState::Sent => "sent",
        UsageState::NeedsYou => "needs_you",
    };
    json!({
        "id": usage.id, "card": usage.card, "children": usage.children, "channel": usage.channel,
        "recorded_at": usage.recorded_at, "status": name, "at": at, "cancelled_by": by,
        "arrived_though_cancelled": usage.facts.is_contradictory(), "state": state,
    })
}

/// Marks what became of a ticket, at whichever venue of the clerk's it is.
pub(super) async fn mark(station: &Station, arguments: &MarkArguments, locale: &Locale) -> Result<Answer, Stop> {
    let ticket: UsageId = arguments.ticket.parse().map_err(|_| Stop::NotUnderstood(arguments.ticket.clone()))?;
    let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
    let fact = Fact::from(arguments.what);
    for access in &signed_in.venues {
        match station.mark(ticket, access.venue.id, fact, arguments.take_back).await {
            // At another of the clerk's venues, then.
            Err(RecordError::UsageUnknown | RecordError::NoRight) => {}
            marked => {
                marked?;
                let text = if arguments.take_back { say!(locale, "cli-mark-taken-back") } else { say!(locale, "cli-marked") };
                let json = json!({ "ticket": ticket, "marked": fact, "taken_back": arguments.take_back });
                return Ok(Answer::new(Exit::Usable, text, json));
            }
        }
    }
    Ok(failed(Exit::Usage, "no_such_ticket", error_text::record(&RecordError::UsageUnknown, locale)))
}
