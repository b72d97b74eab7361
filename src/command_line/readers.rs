//! `kaikuasema readers` lists the readers of this machine and why each can or cannot be used;
//! `kaikuasema readers watch` prints what they read, as it comes.
//!
//! Readers belong to the machine: both work where there is no station, beside its open window, and where its file does
//! not open. Where there is one, its readers are read as they were set up there.

mod kept;

pub(super) use kept::answer;

use super::{Answer, Exit};
use crate::bridge;
use crate::locale::Locale;
use crate::reader_text;
use crate::say;
use crate::station::Config;
use clap::Subcommand;
use kaikuasema_devices::hub::{self, Hub, Options};
use kaikuasema_devices::{Event, Kind, Profile, Reader, ReaderId, Scan, Settings, State};
use kaikuasema_domain::CardNumber;
use kept::Kept;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::time::Duration;

/// What `readers` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
pub struct ReadersArguments {
    /// Without it the readers are listed.
    #[command(subcommand)]
    pub what: Option<ReadersCommand>,
}

/// What can be done with readers.
#[derive(Clone, Debug, PartialEq, Eq, Subcommand, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadersCommand {
    /// Print each reading with its reader and how long it took; Ctrl+C ends it.
    Watch(WatchArguments),
}

/// What `readers watch` takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, clap::Args, Serialize, Deserialize)]
pub struct WatchArguments {
    /// Read this reader too, by its id, though it is not read unasked: a keyboard, a serial port. A keyboard
    /// types nowhere else meanwhile, and is let go after a minute unless it was chosen as a scanner at the station
    /// or `--for` says otherwise.
    #[arg(long = "use", value_name = "ID")]
    pub used: Vec<String>,
    /// Print card numbers whole also where the output goes to no terminal.
    #[arg(long)]
    pub whole: bool,
    /// End after so many seconds.
    #[arg(long = "for", value_name = "SECONDS")]
    pub seconds: Option<u64>,
}

/// Carries the command out and prints its answer. What is to be said besides goes to the standard error.
///
/// # Errors
/// When the runtime cannot start. An output that nobody reads any more ends it quietly.
pub fn run(arguments: &ReadersArguments, as_json: bool, config: &Config, locale: &Locale) -> anyhow::Result<Exit> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let Kept { settings, notice } = kept::of(config, &runtime, locale);
    if let Some(notice) = notice {
        note(&notice);
    }
    match &arguments.what {
        None => {
            let answer = listed(&settings, locale);
            writeln!(io::stdout().lock(), "{}", answer.print(as_json))?;
            Ok(answer.exit)
        }
        Some(ReadersCommand::Watch(arguments)) => match no_reader(arguments) {
            Some(id) => {
                note(&say!(locale, "cli-readers-no-such", id = id.to_owned()));
                Ok(Exit::Usage)
            }
            None => runtime.block_on(watch(arguments, settings, as_json, locale)),
        },
    }
}

/// What was named and cannot be the id of a reader that is watched here, be it plugged in or not.
fn no_reader(arguments: &WatchArguments) -> Option<&str> {
    let sorts = ["hid_pos:", "serial:", "keyboard:"];
    let can_be = |id: &str| sorts.iter().any(|sort| id.strip_prefix(sort).is_some_and(|rest| !rest.is_empty()));
    arguments.used.iter().map(String::as_str).find(|id| !can_be(id))
}

/// Nothing can be said where nobody reads it any more.
fn note(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "{sentence}");
}

/// The readers that are there, and how each stands.
fn listed(settings: &Settings, locale: &Locale) -> Answer {
    let mut found = hub::list(settings, &hub::drivers());
    match bridge::camera::list() {
        Ok(cameras) => found.extend(cameras),
        Err(error) => tracing::warn!(%error, "cameras cannot be listed"),
    }
    let json = json!({ "readers": found.iter().map(|(reader, state)| one_as_json(reader, state, locale)).collect::<Vec<_>>() });
    let lines: Vec<String> =
        found.iter().map(|(reader, state)| one_as_text(reader, state, &listed_as(reader, state, locale), locale)).collect();
    let text = if lines.is_empty() { say!(locale, "cli-readers-none") } else { lines.join("\n") };
    Answer::new(Exit::Usable, text, json)
}

fn one_as_json(reader: &Reader, state: &State, locale: &Locale) -> Value {
    let mut value = json!({ "reader": reader });
    if let (Some(fields), Ok(Value::Object(state))) = (value.as_object_mut(), serde_json::to_value(state)) {
        fields.extend(state);
    }
    value["advice"] = json!(reader_text::what_to_do(reader, state, locale));
    value
}

/// How a reader stands that nobody reads here: it was only tried.
fn listed_as(reader: &Reader, state: &State, locale: &Locale) -> String {
    match state {
        State::Ready => say!(locale, "reader-readable"),
        _ => reader_text::state(reader.kind, state, locale),
    }
}

fn one_as_text(reader: &Reader, state: &State, stands: &str, locale: &Locale) -> String {
    let kind = reader_text::kind(reader.kind, locale);
    let line = format!("{} · {kind} · {} · {stands}\n    {}", reader.name, reader.node, reader.id);
    match reader_text::what_to_do(reader, state, locale) {
        Some(advice) => format!("{line}\n    {advice}"),
        None => line,
    }
}

/// For how long a keyboard is held that was named here and not chosen as a scanner at the station, where nobody said for
/// how long: whoever named the one that they type with could not press Ctrl+C.
const KEYBOARD_SECONDS: u64 = 60;

/// After how many seconds watching ends by itself.
fn seconds(arguments: &WatchArguments, kept: &Settings) -> Option<u64> {
    let is_scanner = |id: &str| kept.profile(&ReaderId(id.to_owned())).is_some_and(|profile| profile.is_used);
    let is_somebodys = |id: &String| id.starts_with("keyboard:") && !is_scanner(id);
    arguments.seconds.or_else(|| arguments.used.iter().any(is_somebodys).then_some(KEYBOARD_SECONDS))
}

/// What is set, with those that were named read whatever was set for them.
fn with_used(mut settings: Settings, used: &[String]) -> Settings {
    for id in used {
        match settings.profiles.iter_mut().find(|profile| profile.reader.0 == *id) {
            Some(profile) => profile.is_used = true,
            None => settings.profiles.push(Profile { reader: ReaderId(id.clone()), ..Profile::default() }),
        }
    }
    settings
}

/// Of the readers that were named, those that are not there.
fn missing<'a>(settings: &Settings, used: &'a [String]) -> Vec<&'a str> {
    let drivers = hub::drivers();
    let found: Vec<_> = drivers.iter().filter_map(|driver| driver.list(settings).ok()).flatten().collect();
    used.iter().map(String::as_str).filter(|id| found.iter().all(|found| found.reader.id.0 != *id)).collect()
}

/// Prints what the readers tell until Ctrl+C, the end of the time, or the end of whoever reads the output.
async fn watch(arguments: &WatchArguments, settings: Settings, as_json: bool, locale: &Locale) -> anyhow::Result<Exit> {
    let seconds = seconds(arguments, &settings);
    let settings = with_used(settings, &arguments.used);
    note(&say!(locale, "cli-readers-no-camera"));
    for id in missing(&settings, &arguments.used) {
        note(&say!(locale, "cli-readers-not-there", id = id.to_owned()));
    }
    // The command has no window: what was asked for is held until it ends.
    let (hub, mut events) = Hub::start(settings, Options { is_focused: true, ..Options::default() })?;
    // A terminal shows what a person wants to see; what goes to a file may be kept, and is shortened.
    let is_whole = arguments.whole || io::stdout().is_terminal();
    let mut names = HashMap::new();
    let end = async {
        match seconds {
            Some(seconds) => tokio::time::sleep(Duration::from_secs(seconds)).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(end);
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            _ = tokio::signal::ctrl_c() => None,
            () = &mut end => None,
        };
        let Some(event) = event else { break };
        let line = match as_json {
            true => event_as_json(&event, is_whole).map(|value| value.to_string()),
            false => event_as_text(&event, &mut names, is_whole, locale),
        };
        if let Some(line) = line
            && writeln!(io::stdout().lock(), "{line}").is_err()
        {
            break;
        }
    }
    // Readers are let go before the command ends.
    drop(hub);
    Ok(Exit::Usable)
}

fn event_as_text(event: &Event, names: &mut HashMap<ReaderId, String>, is_whole: bool, locale: &Locale) -> Option<String> {
    match event {
        Event::Stands(reader, state) => {
            names.insert(reader.id.clone(), reader.name.clone());
            Some(one_as_text(reader, state, &reader_text::state(reader.kind, state, locale), locale))
        }
        Event::Scanned(scan) => {
            let name = names.get(&scan.reader).cloned().unwrap_or_else(|| scan.reader.to_string());
            let kind = reader_text::kind(scan.kind, locale);
            let latency = format!("{:.1}", latency(scan).as_secs_f64() * 1000.0);
            Some(format!("{}\t{name} · {kind} · {latency} ms", readable(&scan.text, is_whole)))
        }
        Event::Troubled(reader, trouble) => {
            let name = names.get(reader).cloned().unwrap_or_else(|| reader.to_string());
            Some(format!("–\t{name} · {}", reader_text::trouble(*trouble, locale)))
        }
        Event::Again(reader) => {
            let name = names.get(reader).cloned().unwrap_or_else(|| reader.to_string());
            Some(format!("–\t{name} · {}", say!(locale, "camera-already-read")))
        }
        Event::Observed(..) | Event::EndedBy(..) => None,
    }
}

fn event_as_json(event: &Event, is_whole: bool) -> Option<Value> {
    let kind_of = |kind: Kind| serde_json::to_value(kind).unwrap_or_default();
    match event {
        Event::Stands(reader, state) => Some(json!({ "event": "stands", "reader": reader, "stands": state })),
        Event::Scanned(scan) => Some(json!({
            "event": "scanned",
            "text": if is_whole { scan.text.clone() } else { readable(&scan.text, false) },
            "kind": kind_of(scan.kind),
            "reader": scan.reader,
            "latency_us": u64::try_from(latency(scan).as_micros()).unwrap_or(u64::MAX),
        })),
        Event::Troubled(reader, trouble) => Some(json!({ "event": "troubled", "reader": reader, "trouble": trouble })),
        Event::Again(reader) => Some(json!({ "event": "again", "reader": reader })),
        Event::Observed(..) | Event::EndedBy(..) => None,
    }
}

/// From the last byte, key or frame to here.
fn latency(scan: &Scan) -> Duration {
    scan.at.elapsed()
}

/// On one line; whole, or with the middle left out of whatever may be a card's number: also of one that only the reader's
/// profile would make good.
fn readable(text: &str, is_whole: bool) -> String {
    if let (false, Ok(number)) = (is_whole, CardNumber::parse(text)) {
        return number.short();
    }
    let text = if is_whole { text.to_owned() } else { shortened(text) };
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<_>>() } else { vec![c] }).collect()
}

/// As many letters and digits in a row may be a card's number, or most of one.
const LIKE_A_NUMBER: usize = 9;
/// So many of them are shown at each end.
const SHOWN: usize = 3;

/// A text with the middle left out of every long run of letters and digits; a space or a hyphen within does not end one.
fn shortened(text: &str) -> String {
    let mut short = String::new();
    let mut run = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || (matches!(c, ' ' | '-') && !run.is_empty()) {
            run.push(c);
        } else {
            short += &short_run(&run);
            run.clear();
            short.push(c);
        }
    }
    short + &short_run(&run)
}

fn short_run(run: &str) -> String {
    let signs: Vec<char> = run.chars().filter(|c| c.is_alphanumeric()).collect();
    if signs.len() < LIKE_A_NUMBER {
        return run.to_owned();
    }
    let (first, last) = (signs.iter().take(SHOWN), signs.iter().skip(signs.len() - SHOWN));
    first.chain(&['…']).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;
    use kaikuasema_devices::{Obstacle, Trouble};
    use std::time::Instant;

    fn reader() -> Reader {
        Reader {
            id: ReaderId("serial:0c2e:0901:1".to_owned()),
            kind: Kind::Serial,
            name: "Honeywell 1470g".to_owned(),
            usb: Some((0x0c2e, 0x0901)),
            node: "/dev/ttyACM0".to_owned(),
            is_likely: true,
        }
    }

    fn scan(text: &str) -> Event {
        Event::Scanned(Scan { text: text.to_owned(), kind: Kind::Serial, reader: reader().id, at: Instant::now() })
    }

    #[test]
    fn a_keyboard_that_was_named_is_let_go_after_a_minute_unless_it_was_chosen_as_a_scanner_or_a_time_was_said() {
        let watch = |used: &str, seconds| WatchArguments { used: vec![used.to_owned()], seconds, ..WatchArguments::default() };
        let profile = |is_used| Profile { reader: ReaderId("keyboard:0c2e:0b81@1-2".to_owned()), is_used, ..Profile::default() };
        let kept = |profiles| Settings { profiles, ..Settings::default() };
        let keyboard = watch("keyboard:0c2e:0b81@1-2", None);
        assert_eq!(seconds(&keyboard, &kept(vec![])), Some(60));
        assert_eq!(seconds(&keyboard, &kept(vec![profile(false)])), Some(60));
        assert_eq!(seconds(&keyboard, &kept(vec![profile(true)])), None);
        assert_eq!(seconds(&watch("keyboard:0c2e:0b81@1-2", Some(5)), &kept(vec![])), Some(5));
        assert_eq!(seconds(&watch("serial:0c2e:0901:1", None), &kept(vec![])), None);
    }

    #[test]
    fn what_is_named_is_read_as_it_was_set_up_also_where_it_was_set_aside() {
        let id = ReaderId("serial:0c2e:0901:1".to_owned());
        let aside = Profile { reader: id.clone(), is_used: false, sends_check_character: true, ..Profile::default() };
        let settings = with_used(Settings { profiles: vec![aside], ..Settings::default() }, &[id.0.clone(), "keyboard:1".to_owned()]);
        let profile = settings.profile(&id).unwrap();
        assert!(profile.is_used && profile.sends_check_character);
        assert!(settings.profile(&ReaderId("keyboard:1".to_owned())).is_some_and(|profile| profile.is_used));
        assert_eq!(settings.profiles.len(), 2);
    }

    #[test]
    fn a_reader_that_cannot_be_used_is_listed_with_what_to_do() {
        let locale = Locale::new(Language::En);
        let blocked = State::Blocked { obstacle: Obstacle::InUse };
        let text = one_as_text(&reader(), &blocked, &listed_as(&reader(), &blocked, &locale), &locale);
        assert!(text.starts_with("Honeywell 1470g · serial port · /dev/ttyACM0 · Busy"), "{text}");
        assert!(text.contains("serial:0c2e:0901:1") && text.contains("Close that program"), "{text}");
        let json = one_as_json(&reader(), &blocked, &locale);
        assert_eq!((json["reader"]["node"].as_str(), json["state"].as_str()), (Some("/dev/ttyACM0"), Some("blocked")));
        assert_eq!(json["obstacle"]["why"], "in_use");
        assert!(json["advice"].as_str().is_some_and(|advice| advice.contains("Close that program")));
        assert_eq!(one_as_json(&reader(), &State::Ready, &locale)["advice"], Value::Null);
    }

    #[test]
    fn a_reader_that_nobody_reads_is_not_listed_as_in_use() {
        for (language, words) in [(Language::Fi, "Luettavissa"), (Language::Sv, "Kan läsas"), (Language::En, "Can be read")] {
            assert_eq!(listed_as(&reader(), &State::Ready, &Locale::new(language)), words);
        }
    }

    #[test]
    fn no_part_of_what_may_be_a_card_number_is_shown_that_nobody_asked_to_see() {
        // With a check character that only a profile tells, two run together, in a link, with a maker's letter, spaced, cut.
        let texts = [
            "A9990000071K",
            "A9990000071A9990000071",
            "https://example.fi/k/A9990000071?x=1",
            "bA9990000071",
            "A99 9000 0071 Q",
            "A99-900-0007-1-Q",
            "999000007",
            "]A?A9990000071",
        ];
        for text in texts {
            let shown = readable(text, false);
            assert!(shown.contains('…') && !shown.contains("9000") && !shown.contains("900-0"), "{text} is shown as {shown}");
            assert_eq!(readable(text, true), text);
        }
        assert_eq!(readable("http://a.fi/b", false), "http://a.fi/b");
    }

    #[test]
    fn what_can_be_no_reader_of_the_command_is_told_apart_from_one_that_is_away() {
        let named = |id: &str| WatchArguments { used: vec!["serial:1".to_owned(), id.to_owned()], ..WatchArguments::default() };
        for id in ["bogus", "camera:usb:1", "serial:", "", "wedge"] {
            assert_eq!(no_reader(&named(id)), Some(id));
        }
        for id in ["serial:port:/dev/ttyUSB0", "hid_pos:0c2e:0901:1", "keyboard:0c2e:0b81@1-2"] {
            assert_eq!(no_reader(&named(id)), None);
        }
    }

    #[test]
    fn a_reading_is_one_line_with_its_reader_and_latency_and_its_number_whole_only_where_asked() {
        let locale = Locale::new(Language::En);
        let mut names = HashMap::new();
        assert!(event_as_text(&Event::Stands(reader(), State::Ready), &mut names, true, &locale).is_some());
        let whole = event_as_text(&scan("]A0A9990000071"), &mut names, true, &locale).unwrap();
        assert!(whole.starts_with("]A0A9990000071\tHoneywell 1470g · serial port · ") && whole.ends_with(" ms"), "{whole}");
        let short = event_as_text(&scan("]A0A9990000071"), &mut names, false, &locale).unwrap();
        assert!(short.starts_with("A99…071\t") && !short.contains("9990000"), "{short}");
        let odd = event_as_text(&scan("a\tb\n\u{1d}"), &mut names, false, &locale).unwrap();
        assert!(odd.starts_with("a\\tb\\n\\u{1d}\t") && odd.lines().count() == 1, "{odd}");
        let json = event_as_json(&scan("A9990000071"), false).unwrap();
        assert_eq!((json["text"].as_str(), json["kind"].as_str()), (Some("A99…071"), Some("serial")));
        assert_eq!(event_as_json(&scan("A9990000071"), true).unwrap()["text"], "A9990000071");
        let trouble = event_as_text(&Event::Troubled(reader().id, Trouble::CutOff), &mut names, true, &locale).unwrap();
        assert_eq!(trouble, "–\tHoneywell 1470g · reading cut off");
    }
}
