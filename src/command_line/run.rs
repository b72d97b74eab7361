//! Carrying a command out: open the station, answer, print.

use super::{Answer, Arguments, Command, Exit, RecordArguments, RecordsArguments, words};
use crate::handover::{self, AskError, Request};
use crate::locale::{Language, Locale};
use crate::salvage_text;
use crate::station::{Config, RecordError, Station, StationError};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kaikuasema_domain::event::default_showing;
use kaikuasema_domain::usage::{Channel, Discretion, EventChoice, LateEntry, ONE_STAFF, UsageDraft};
use kaikuasema_domain::user::VenueAccess;
use kaikuasema_domain::{CardNumber, Cents, Showing, ShowingId, VenueId, civil, search};
use kaikuasema_store::{OpenError, UsageFilter};
use serde_json::json;
use std::io::{self, Write};

/// Carries out the command and prints its answer, in the language given or the station's own.
/// Where a window has the folder open, the window's station answers.
///
/// # Errors
/// When standard input cannot be read or the answer not written.
pub fn run(arguments: &Arguments, mut command: Command, config: &Config, given: Option<Language>) -> anyhow::Result<Exit> {
    if let Command::Decode { files } = &command {
        let locale = Locale::new(given.unwrap_or_else(Language::from_system));
        return Ok(super::decode::run(files, arguments.json, &locale)?);
    }
    // Readers belong to the machine: they are told where the station does not open, too.
    if let Command::Readers(readers) = &command {
        let locale = Locale::new(given.unwrap_or_else(Language::from_system));
        return super::readers::run(readers, arguments.json, config, &locale);
    }
    super::input::fill(&mut command, &mut io::stdin().lock())?;
    let started = Timestamp::now();
    let answer = match Station::open(config) {
        Ok(station) => {
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            runtime.block_on(async {
                let locale = Locale::new(language(&station, given).await);
                tell_salvage(&station, started, &locale).await;
                answer(&station, &command, &locale).await
            })
        }
        Err(error) => {
            let language = given.unwrap_or_else(Language::from_system);
            let locale = Locale::new(language);
            let beside = if is_in_use(&error) { ask_beside(config, command, &locale) } else { None };
            beside.unwrap_or_else(|| words::not_opened(&error, &locale))
        }
    };
    print(&answer, arguments.json)?;
    Ok(answer.exit)
}

/// Says on the error stream that this very start found the file damaged. The window and `doctor` say it until it was read.
async fn tell_salvage(station: &Station, started: Timestamp, locale: &Locale) {
    if let Ok(Some(salvage)) = station.salvage().await
        && salvage.at >= started
    {
        // Nobody may be reading it.
        let _ = writeln!(io::stderr(), "{}", salvage_text::salvage(&salvage, station.today(), locale));
    }
}

/// The language given, or the one set at the station, or the session's.
async fn language(station: &Station, given: Option<Language>) -> Language {
    if let Some(language) = given {
        return language;
    }
    let set: Option<String> = station.setting("language").await.ok().flatten();
    set.as_deref().and_then(Language::from_code).unwrap_or_else(Language::from_system)
}

/// The answer of the station that has the folder open; `None` where it has no window.
pub(super) fn ask_beside(config: &Config, given: Command, locale: &Locale) -> Option<Answer> {
    match handover::ask(&config.folder(), &Request::Answer { given: Box::new(given), language: locale.language() }) {
        Ok(answer) => answer,
        Err(AskError::NobodyListens(_)) => None,
        Err(AskError::NoAnswer(_)) => Some(words::perhaps_done(locale)),
    }
}

/// Answers a command given beside the open window. Who is signed in there is the window's own
/// matter: the clerk at it must not record in another's name unawares.
pub async fn answer_beside(station: &Station, command: &Command, locale: &Locale) -> Answer {
    match command {
        Command::Login { .. } => words::sign_in_at_the_window(locale),
        _ => answer(station, command, locale).await,
    }
}

fn print(answer: &Answer, as_json: bool) -> io::Result<()> {
    use io::Write;
    let mut out = io::stdout().lock();
    writeln!(out, "{}", answer.print(as_json))
}

/// Answers one command at an open station.
pub async fn answer(station: &Station, command: &Command, locale: &Locale) -> Answer {
    let answered = match prepare(station, command).await {
        Ok(()) => carry_out(station, command, locale).await,
        Err(error) => Err(error),
    };
    answered.unwrap_or_else(|stop| words::stopped(&stop, locale))
}

/// Why a command was not carried out.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// What was given is no day, time, amount, number of this kind.
    #[error("{0:?} is not understood")]
    NotUnderstood(String),
    /// No venue of this name, or several to choose from.
    #[error("a venue must be named")]
    Venue(Vec<String>),
    /// Several showings on that day: a time must be named.
    #[error("a time must be named")]
    Showing(Vec<Time>),
    /// The training mode never talks to another service.
    #[error("training has its own service")]
    TrainingHasItsOwn,
    /// The same use is recorded already.
    #[error("recorded already")]
    RecordedAlready,
    /// Signing in failed.
    #[error(transparent)]
    SignIn(#[from] crate::station::SignInError),
    /// Recording failed.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The station.
    #[error(transparent)]
    Station(#[from] StationError),
}

/// In training a first command finds the register filled, as the window does.
async fn prepare(station: &Station, command: &Command) -> Result<(), Stop> {
    let is_training = station.is_training();
    if is_training && matches!(command, Command::Login { server: Some(_), .. }) {
        return Err(Stop::TrainingHasItsOwn);
    }
    if is_training {
        station.prepare_training().await?;
    }
    Ok(())
}

async fn carry_out(station: &Station, command: &Command, locale: &Locale) -> Result<Answer, Stop> {
    match command {
        Command::Check { id, date, venue, event, time: at, children } => {
            let number = match CardNumber::parse(id) {
                Ok(number) => number,
                Err(error) => return Ok(words::malformed(&error, locale)),
            };
            let day = date.as_deref().map(|text| day(text, station)).transpose()?.unwrap_or_else(|| station.today());
            let venue = match venue {
                Some(name) => Some(venue_named(station, Some(name)).await?),
                None => venue_named(station, None).await.ok(),
            };
            let Some((venue, name)) = venue.zip(event.as_deref()) else {
                let checked = station.check(number, venue, day).await?;
                return Ok(words::checked(&checked, &[], checked.verdict.usability, locale));
            };
            let event_time = at.as_deref().map(time).transpose()?;
            let given = date.is_some().then_some(day);
            let (event, showing) = choose_event(station, venue, Some(name), given, event_time).await?;
            let draft = UsageDraft { event, showing, event_time, children: *children, ..UsageDraft::of(venue, number, day) };
            let judged = station.judge(draft).await?;
            Ok(words::judged(&judged, locale))
        }
        Command::Record(arguments) => record(station, arguments, locale).await,
        Command::Records(arguments) => records(station, arguments, locale).await,
        Command::Door { day, venue } => super::door::list(station, day.as_deref(), venue.as_deref(), locale).await,
        Command::Mark(arguments) => super::door::mark(station, arguments, locale).await,
        Command::Queue => {
            let entries = station.queue().await?;
            Ok(words::queue(&entries, locale))
        }
        Command::Asides { retry } => super::asides::list(station, *retry, locale).await,
        Command::SetAside(arguments) => super::asides::set(station, arguments, locale).await,
        Command::Limits { venue } => super::limits::list(station, venue.as_deref(), locale).await,
        Command::Sync => {
            let state = station.sync_once().await?;
            Ok(words::synced(&state, locale))
        }
        Command::Login { server, email, password } => {
            let password = password.clone().ok_or_else(|| Stop::NotUnderstood("password".into()))?;
            let signed_in = station.sign_in(server.clone(), email.clone(), password.0).await?;
            Ok(words::signed_in(&signed_in, locale))
        }
        // Needs no station, so it is never handed to one.
        Command::Decode { files } => Err(Stop::NotUnderstood(files.iter().map(|file| file.to_string_lossy()).collect())),
        Command::Doctor => Ok(super::doctor::examine(station, locale).await),
        Command::Readers(_) => Ok(super::readers::answer(station).await),
    }
}

async fn record(station: &Station, arguments: &RecordArguments, locale: &Locale) -> Result<Answer, Stop> {
    let card = match CardNumber::parse(&arguments.id) {
        Ok(number) => number,
        Err(error) => return Ok(words::malformed(&error, locale)),
    };
    let venue = venue_named(station, arguments.venue.as_deref()).await?;
    let event_date = arguments.date.as_deref().map(|text| day(text, station)).transpose()?;
    let event_time = arguments.time.as_deref().map(time).transpose()?;
    let value = match arguments.value.as_deref() {
        Some(text) => Cents::parse(text).map_err(|_| Stop::NotUnderstood(text.to_owned()))?,
        None => None,
    };
    let (event, showing) = choose_event(station, venue, arguments.event.as_deref(), event_date, event_time).await?;
    let draft = UsageDraft {
        venue,
        card,
        event,
        showing,
        event_date: event_date.unwrap_or_else(|| station.today()),
        event_time,
        children: arguments.children,
        customer_cards: arguments.customer_cards,
        staff: arguments.staff.unwrap_or(ONE_STAFF),
        value,
        discretion: arguments.discretion.then(|| Discretion { reason: arguments.reason.clone(), ..Discretion::default() }),
        channel: channel(&arguments.channel)?,
        group: None,
        late: if arguments.late { Some(late(station, venue, arguments.clerk.as_deref())?) } else { None },
        shown: None,
    };
    if !arguments.again && station.recorded_already(&draft).await?.is_some() {
        return Err(Stop::RecordedAlready);
    }
    let saved = station.record(draft).await?;
    Ok(words::saved(&saved, locale))
}

fn channel(name: &str) -> Result<Channel, Stop> {
    match name {
        "desk" => Ok(Channel::Desk),
        "phone" => Ok(Channel::Phone),
        "email" => Ok(Channel::Email),
        _ => Err(Stop::NotUnderstood(name.to_owned())),
    }
}

/// Who served the customer: one of those who record at the venue (R202).
fn late(station: &Station, venue: VenueId, email: Option<&str>) -> Result<LateEntry, Stop> {
    let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
    let Some(email) = email else { return Ok(LateEntry { clerk: signed_in.user.id }) };
    let colleagues = signed_in.access(venue).map(|access| access.colleagues.as_slice()).unwrap_or_default();
    let found = colleagues.iter().chain([&signed_in.user]).find(|user| user.email.eq_ignore_ascii_case(email));
    found.map(|user| LateEntry { clerk: user.id }).ok_or_else(|| Stop::NotUnderstood(email.to_owned()))
}

/// The event of that name and, for a scheduled one, its showing: the one at the given day and
/// time, or the next to come where neither is given, as on the form (R67). A day and time that
/// is in no list is recorded by hand (C36).
pub(super) async fn choose_event(
    station: &Station,
    venue: VenueId,
    name: Option<&str>,
    day: Option<Date>,
    time: Option<Time>,
) -> Result<(EventChoice, Option<ShowingId>), Stop> {
    let Some(name) = name else { return Ok((EventChoice::None, None)) };
    let events = station.events(venue).await?;
    let found = events.iter().find(|e| e.event.active && search::fold(&e.event.name) == search::fold(name));
    let Some(found) = found else { return Ok((EventChoice::New(name.to_owned()), None)) };
    let event = EventChoice::Existing(found.event.id);
    if day.is_none() && time.is_none() {
        let now = civil::in_finland(station.now()).datetime();
        return Ok((event, default_showing(&found.showings, now).map(|showing| showing.id)));
    }
    let day = day.unwrap_or_else(|| station.today());
    let is_meant = |showing: &&Showing| !showing.cancelled && showing.date == day && (time.is_none() || showing.time == time);
    let meant: Vec<&Showing> = found.showings.iter().filter(is_meant).collect();
    match meant.as_slice() {
        [] => Ok((event, None)),
        [one] => Ok((event, Some(one.id))),
        several => Err(Stop::Showing(several.iter().filter_map(|showing| showing.time).collect())),
    }
}

async fn records(station: &Station, arguments: &RecordsArguments, locale: &Locale) -> Result<Answer, Stop> {
    let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
    let card = match arguments.card.as_deref().map(CardNumber::parse) {
        Some(Ok(number)) => Some(number),
        Some(Err(error)) => return Ok(words::malformed(&error, locale)),
        None => None,
    };
    let venue = match &arguments.venue {
        Some(name) => Some(venue_named(station, Some(name)).await?),
        None => None,
    };
    let event_from = arguments.from.as_deref().map(|text| day(text, station)).transpose()?;
    let event_to = arguments.to.as_deref().map(|text| day(text, station)).transpose()?;
    // Without any date or card it is what was made today; with one it is by the event's date (C3).
    let is_of_today = event_from.is_none() && event_to.is_none() && card.is_none();
    let filter = UsageFilter {
        venue,
        clerk: (!arguments.all).then_some(signed_in.user.id),
        card,
        event_date_from: event_from,
        event_date_to: event_to,
        event_time: arguments.time.as_deref().map(time).transpose()?,
        recorded_from: is_of_today.then(|| civil::start_of_day(station.today())),
        ..UsageFilter::default()
    };
    let mut found = station.records(filter).await?;
    if let Some(name) = &arguments.event {
        found.retain(|r| r.usage.event_name.as_deref().is_some_and(|event| search::contains(event, name)));
    }
    Ok(words::records(&found, locale))
}

/// The venue of that name or id; the only one, or the one used last, where none is named.
pub(super) async fn venue_named(station: &Station, name: Option<&str>) -> Result<VenueId, Stop> {
    let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
    let venues = &signed_in.venues;
    let is_named =
        |access: &&VenueAccess, name: &str| search::fold(&access.venue.name) == search::fold(name) || access.venue.id.to_string() == name;
    let found = match (name, venues.as_slice()) {
        (Some(name), _) => venues.iter().find(|access| is_named(access, name)).map(|access| access.venue.id),
        (None, [only]) => Some(only.venue.id),
        (None, _) => {
            let remembered: Option<VenueId> = station.setting("venue").await?;
            remembered.filter(|id| signed_in.access(*id).is_some())
        }
    };
    found.ok_or_else(|| Stop::Venue(venues.iter().map(|access| access.venue.name.clone()).collect()))
}

pub(super) fn day(text: &str, station: &Station) -> Result<Date, Stop> {
    civil::parse_date(text, station.today()).ok_or_else(|| Stop::NotUnderstood(text.to_owned()))
}

pub(super) fn time(text: &str) -> Result<Time, Stop> {
    civil::parse_time(text).ok_or_else(|| Stop::NotUnderstood(text.to_owned()))
}

/// The words for a station that is in use by another program.
pub(super) fn is_in_use(error: &StationError) -> bool {
    matches!(error, StationError::Open(OpenError::InUse))
}

/// An answer that holds nothing but how it ended.
pub(super) fn failed(exit: Exit, code: &str, text: String) -> Answer {
    let json = json!({ "error": code, "message": text });
    Answer::new(exit, text, json)
}
