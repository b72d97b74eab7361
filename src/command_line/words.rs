//! What the command line says: each outcome as words for people and as an object for scripts.

use super::run::{Stop, failed, is_in_use};
use super::{Answer, Exit};
use crate::error_text;
use crate::finding_text;
use crate::locale::Locale;
use crate::say;
use crate::station::{Checked, CopyAge, Judged, RecordError, Saved, SignInError, SignedIn, Station, StationError};
use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_domain::limits::Finding;
use kaikuasema_domain::verdict::{Standing, Usability};
use kaikuasema_domain::{CardForm, CardKind, CardNumberError};
use kaikuasema_store::{NeedsYou, OpenError, QueueEntry, QueueState, RecordedUsage, UsageState};
use kaikuasema_sync::SyncState;
use kaikuasema_sync::engine::SyncError;
use serde_json::{Value, json};

/// A card was judged.
pub(super) fn checked(checked: &Checked, findings: &[Finding], usability: Usability, locale: &Locale) -> Answer {
    let kind = match checked.number.kind() {
        CardKind::Customer => "customer",
        CardKind::Community => "community",
    };
    let form = match checked.number.form() {
        CardForm::Paper => "paper",
        CardForm::MobileOnly => "mobile_only",
    };
    let (copy, as_of) = copy(checked.copy);
    let json = json!({
        "number": checked.number,
        "kind": kind,
        "form": form,
        "verdict": checked.verdict,
        "children_max": checked.card.as_ref().and_then(|card| card.children_max),
        "copy": copy,
        "register_as_of": as_of,
        "usability": usability,
        "findings": findings,
    });
    let said = findings.iter().map(|finding| {
        let words = finding_text::finding(finding, locale, Date::MIN);
        format!("{}: {}", words.headline, words.detail)
    });
    let lines: Vec<String> = std::iter::once(verdict_text(checked, locale)).chain(said).collect();
    Answer::new(usability.into(), lines.join("\n"), json)
}

/// A use was judged: the card, and the venue's limits.
pub(super) fn judged(judged: &Judged, locale: &Locale) -> Answer {
    checked(&judged.checked, &judged.findings, judged.usability, locale)
}

/// How old the register copy is, for scripts.
pub(super) fn copy(age: CopyAge) -> (&'static str, Option<Timestamp>) {
    match age {
        CopyAge::Fresh { as_of } => ("fresh", Some(as_of)),
        CopyAge::Stale { as_of } => ("stale", Some(as_of)),
        CopyAge::Missing => ("missing", None),
    }
}

fn verdict_text(checked: &Checked, locale: &Locale) -> String {
    let standing = match checked.verdict.standing {
        Standing::Unknown => match checked.copy {
            CopyAge::Fresh { .. } => say!(locale, "cli-not-found"),
            // The day is always written out: a copy may be days old.
            CopyAge::Stale { as_of } => say!(locale, "cli-not-in-copy", at = locale.moment(as_of, Date::MIN)),
            CopyAge::Missing => say!(locale, "cli-no-copy"),
        },
        Standing::Barred => say!(locale, "cli-barred"),
        Standing::Valid { until } => say!(locale, "cli-valid", day = locale.day(until)),
        Standing::EndsSoon { until, days_left } => say!(locale, "cli-ends-soon", day = locale.day(until), days = days_left),
        Standing::Ended { until, days_ago } => say!(locale, "cli-ended", day = locale.day(until), days = days_ago),
    };
    if checked.verdict.event_after_last_day && checked.verdict.usability != Usability::Unknown {
        format!("{standing}\n{}", say!(locale, "cli-event-after"))
    } else {
        standing
    }
}

/// What was given is no card number.
pub(super) fn malformed(error: &CardNumberError, locale: &Locale) -> Answer {
    failed(Exit::Refused, "malformed", error_text::card_number(error, locale))
}

/// A use was recorded.
pub(super) fn saved(saved: &Saved, locale: &Locale) -> Answer {
    let usage = &saved.usage;
    let event = usage.event_name.clone().unwrap_or_else(|| say!(locale, "cli-no-event"));
    let when = locale.occasion(usage.event_date, usage.event_time);
    let text = say!(locale, "cli-saved", card = usage.card.to_string(), event = event, when = when, children = usage.children);
    Answer::new(Exit::Usable, text, json!({ "usage": usage, "verdict": saved.verdict, "findings": saved.findings }))
}

/// Records were listed.
pub(super) fn records(found: &[RecordedUsage], locale: &Locale) -> Answer {
    let children: u64 = found.iter().map(|r| u64::from(r.usage.children)).sum();
    let cents: u64 = found.iter().filter_map(|r| r.usage.value).map(|value| u64::from(value.get())).sum();
    let mut lines: Vec<String> = found.iter().map(|r| record_line(r, locale)).collect();
    lines.push(say!(locale, "cli-records", count = found.len(), children = children));
    let rows: Vec<Value> = found.iter().map(|r| json!({ "usage": r.usage, "state": usage_state(r.state) })).collect();
    let json = json!({ "records": rows, "count": found.len(), "children": children, "value_cents": cents });
    Answer::new(Exit::Usable, lines.join("\n"), json)
}

fn record_line(recorded: &RecordedUsage, locale: &Locale) -> String {
    let usage = &recorded.usage;
    let state = match recorded.state {
        UsageState::Waiting => say!(locale, "cli-state-waiting"),
        UsageState::Sent => say!(locale, "cli-state-sent"),
        UsageState::NeedsYou => say!(locale, "cli-state-needs-you"),
    };
    let event = usage.event_name.clone().unwrap_or_else(|| "–".to_owned());
    let value = usage.value.map(|value| format!("  {}", locale.euros(value))).unwrap_or_default();
    format!("{}  {:<11}  {event}  {}{value}  {state}", locale.occasion(usage.event_date, usage.event_time), usage.card, usage.children)
}

fn usage_state(state: UsageState) -> &'static str {
    match state {
        UsageState::Waiting => "waiting",
        UsageState::Sent => "sent",
        UsageState::NeedsYou => "needs_you",
    }
}

/// The queue was listed.
pub(super) fn queue(entries: &[QueueEntry], locale: &Locale) -> Answer {
    let waiting = entries.iter().filter(|e| e.state == QueueState::Waiting).count();
    let needs_you = entries.iter().filter(|e| matches!(e.state, QueueState::NeedsYou(_))).count();
    let mut lines: Vec<String> = entries.iter().filter_map(|entry| queue_line(entry, locale)).collect();
    lines.push(say!(locale, "cli-queue", waiting = waiting, needs = needs_you));
    let rows: Vec<Value> = entries.iter().map(queue_row).collect();
    let exit = if needs_you > 0 { Exit::TryAgain } else { Exit::Usable };
    Answer::new(exit, lines.join("\n"), json!({ "waiting": waiting, "needs_you": needs_you, "operations": rows }))
}

fn queue_line(entry: &QueueEntry, locale: &Locale) -> Option<String> {
    let why = match &entry.state {
        QueueState::Sent => return None,
        QueueState::Waiting => entry.last_error.as_deref().map(|word| error_text::failed_try(word, locale)).unwrap_or_default(),
        QueueState::NeedsYou(NeedsYou::Rejected(code)) => error_text::rejection(*code, locale),
        QueueState::NeedsYou(NeedsYou::Conflict { .. }) => error_text::conflict(locale),
    };
    Some(format!("{}  {}  {}  {why}", entry.sequence, locale.clock_of(entry.recorded_at), entry.change.kind()))
}

fn queue_row(entry: &QueueEntry) -> Value {
    let (state, reason) = match &entry.state {
        QueueState::Waiting => ("waiting", None),
        QueueState::Sent => ("sent", None),
        QueueState::NeedsYou(NeedsYou::Rejected(code)) => ("needs_you", serde_json::to_value(code).ok()),
        QueueState::NeedsYou(NeedsYou::Conflict { .. }) => ("needs_you", Some(json!("conflict"))),
    };
    json!({
        "op_id": entry.op, "sequence": entry.sequence, "kind": entry.change.kind(), "recorded_at": entry.recorded_at,
        "state": state, "reason": reason, "attempts": entry.attempts, "last_error": entry.last_error, "next_try": entry.next_try,
    })
}

/// Everything was sent and fetched.
pub(super) fn synced(state: &SyncState, locale: &Locale) -> Answer {
    let text = say!(locale, "cli-synced", cards = locale.number(state.cards), waiting = state.waiting, needs = state.needs_you);
    let json = json!({
        "cards": state.cards, "register_as_of": state.register_as_of, "waiting": state.waiting,
        "needs_you": state.needs_you, "sent_today": state.sent_today,
    });
    Answer::new(Exit::Usable, text, json)
}

/// A clerk signed in.
pub(super) fn signed_in(signed_in: &SignedIn, locale: &Locale) -> Answer {
    let names: Vec<&str> = signed_in.venues.iter().map(|access| access.venue.name.as_str()).collect();
    let text = say!(locale, "cli-signed-in", email = signed_in.user.email.clone(), venues = names.join("; "));
    let venues: Vec<Value> = signed_in
        .venues
        .iter()
        .map(|access| json!({ "id": access.venue.id, "name": access.venue.name, "rights": access.rights }))
        .collect();
    Answer::new(Exit::Usable, text, json!({ "email": signed_in.user.email, "venues": venues }))
}

/// The station did not open.
pub(super) fn not_opened(error: &StationError, locale: &Locale) -> Answer {
    failed(exit_of(error), station_code(error), error_text::station(error, locale))
}

/// The open window was asked and did not answer: it may have been done.
pub(super) fn perhaps_done(locale: &Locale) -> Answer {
    failed(Exit::Internal, "perhaps_done", say!(locale, "cli-perhaps-done"))
}

/// A clerk signs in at the window that is open, not beside it.
pub(super) fn sign_in_at_the_window(locale: &Locale) -> Answer {
    failed(Exit::TryAgain, "window_open", say!(locale, "cli-sign-in-at-window"))
}

/// The command was not carried out.
pub(super) fn stopped(stop: &Stop, locale: &Locale) -> Answer {
    match stop {
        Stop::NotUnderstood(text) => failed(Exit::Usage, "not_understood", say!(locale, "cli-not-understood", text = text.clone())),
        Stop::Venue(names) if names.is_empty() => failed(Exit::Usage, "no_venue", say!(locale, "sign-in-no-venue")),
        Stop::Venue(names) => failed(Exit::Usage, "venue_needed", say!(locale, "cli-venue-needed", venues = names.join("; "))),
        Stop::Showing(times) => {
            let times: Vec<String> = times.iter().map(|time| locale.clock(*time)).collect();
            failed(Exit::Usage, "time_needed", say!(locale, "cli-time-needed", times = times.join("; ")))
        }
        Stop::TrainingHasItsOwn => failed(Exit::Usage, "training", say!(locale, "cli-training-service")),
        Stop::RecordedAlready => failed(Exit::Discretion, "recorded_already", say!(locale, "record-already")),
        Stop::SignIn(error) => failed(sign_in_exit(error), "sign_in", error_text::sign_in(error, locale)),
        Stop::Record(error) => not_recorded(error, locale),
        Stop::Station(error) => not_opened(error, locale),
    }
}

fn not_recorded(error: &RecordError, locale: &Locale) -> Answer {
    match error {
        RecordError::Refused(refused) => judged(refused, locale),
        RecordError::NeedsDiscretion(asked) => {
            let mut answer = judged(asked, locale);
            answer.text = format!("{}\n{}", answer.text, say!(locale, "cli-needs-discretion"));
            answer
        }
        RecordError::NotSaved(_) => failed(Exit::CannotWrite, "not_saved", error_text::record(error, locale)),
        RecordError::Station(error) => not_opened(error, locale),
        RecordError::NotSignedIn => failed(Exit::TryAgain, "not_signed_in", say!(locale, "cli-sign-in")),
        _ => failed(Exit::Usage, "not_recorded", error_text::record(error, locale)),
    }
}

fn sign_in_exit(error: &SignInError) -> Exit {
    match error {
        SignInError::Client(_) => Exit::Unavailable,
        SignInError::TooManyTries => Exit::TryAgain,
        SignInError::Station(error) => exit_of(error),
        SignInError::WrongPassword | SignInError::NoVenue | SignInError::OtherService => Exit::Refused,
        SignInError::NoService | SignInError::Address(_) => Exit::Usage,
    }
}

/// How a program ends that a station's error has stopped.
#[must_use]
pub fn exit_of(error: &StationError) -> Exit {
    match error {
        error if is_in_use(error) => Exit::TryAgain,
        StationError::Open(OpenError::NotWritable { .. }) | StationError::Training(_) => Exit::CannotWrite,
        StationError::Sync(SyncError::Client(_) | SyncError::OtherService) => Exit::Unavailable,
        StationError::Open(error) if !error.is_permanent() => Exit::TryAgain,
        StationError::Sync(SyncError::SignInNeeded) | StationError::Closing => Exit::TryAgain,
        _ => Exit::Internal,
    }
}

fn station_code(error: &StationError) -> &'static str {
    match error {
        error if is_in_use(error) => "in_use",
        StationError::Open(OpenError::NotWritable { .. }) => "not_writable",
        StationError::Open(OpenError::Newer { .. }) => "newer",
        StationError::Open(OpenError::NoCopy(_)) => "no_copy",
        StationError::Open(OpenError::KeyMissing) => "key_missing",
        StationError::Open(_) => "unreadable",
        StationError::Training(_) => "training",
        StationError::Sync(SyncError::SignInNeeded) => "not_signed_in",
        StationError::Sync(_) => "service_unavailable",
        _ => "internal",
    }
}

/// Whether the station is ready, as `doctor` found it.
pub(super) fn examined(station: &Station, findings: &[super::doctor::Finding], locale: &Locale) -> Answer {
    use super::doctor::Health;
    let mark = |health| match health {
        Health::Good => "+",
        Health::Warning => "!",
        Health::Bad => "-",
    };
    let lines: Vec<String> = findings.iter().map(|f| format!("{} {}", mark(f.health), f.text)).collect();
    let rows: Vec<Value> = findings.iter().map(|f| json!({ "check": f.check, "health": f.health, "text": f.text })).collect();
    let is_bad = |check| findings.iter().any(|f| f.check == check && f.health == Health::Bad);
    let exit = match () {
        () if is_bad("service") => Exit::Unavailable,
        () if findings.iter().any(|f| f.health == Health::Bad) => Exit::TryAgain,
        () => Exit::Usable,
    };
    let json = json!({ "station": station.name(), "training": station.is_training(), "findings": rows });
    Answer::new(exit, lines.join("\n") + &ready_line(exit, locale), json)
}

fn ready_line(exit: Exit, locale: &Locale) -> String {
    let line = if exit == Exit::Usable { say!(locale, "cli-ready") } else { say!(locale, "cli-not-ready") };
    format!("\n{line}")
}
