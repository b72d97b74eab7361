//! Start-up and the command line: reads the arguments, answers a command or opens the window.

use clap::Parser;
use clap::error::ErrorKind;
use kaikuasema::command_line::{self, Arguments, Exit};
use kaikuasema::error_text;
use kaikuasema::handover::{self, Request};
use kaikuasema::locale::{Language, Locale};
use kaikuasema::say;
use kaikuasema::station::{Config, Station, StationError};
use kaikuasema_devices::camera::worker;
use kaikuasema_store::{KeyChoice, OpenError};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    // The camera's own process opens nothing of the station's.
    if worker::is_asked() {
        return worker::run();
    }
    let filter = EnvFilter::try_from_env("KAIKUASEMA_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    #[cfg(feature = "failpoints")]
    kill_where_asked();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return explained(&error),
    };
    match carry_out(arguments) {
        Ok(exit) => exit.into(),
        Err(error) => {
            complain(&format!("{error:#}"));
            Exit::Internal.into()
        }
    }
}

/// The parser's own words: help and version are answers, anything else is a wrong use.
fn explained(error: &clap::Error) -> ExitCode {
    // Nothing can be said where the terminal is gone.
    let _ = error.print();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Usable.into(),
        _ => Exit::Usage.into(),
    }
}

fn complain(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "{sentence}");
}

fn carry_out(mut arguments: Arguments) -> anyhow::Result<Exit> {
    let given = match arguments.lang.as_deref().map(|code| (code, Language::from_code(code))) {
        Some((code, None)) => {
            complain(&say!(Locale::new(Language::from_system()), "cli-not-understood", text = code.to_owned()));
            return Ok(Exit::Usage);
        }
        Some((_, language)) => language,
        None => None,
    };
    let config = Config {
        data_dir: data_dir(arguments.data_dir.take())?,
        training: arguments.training,
        // Practice needs no secrecy, and must not ask for the keyring's password.
        key: if arguments.key_file || arguments.training { KeyChoice::File } else { KeyChoice::Keyring },
        name: station_name(),
    };
    match arguments.command.take() {
        Some(command) => command_line::run(&arguments, command, &config, given),
        None => open_window(&config, given),
    }
}

fn data_dir(given: Option<PathBuf>) -> anyhow::Result<PathBuf> {
    if let Some(dir) = given {
        return Ok(dir);
    }
    let dirs = directories::ProjectDirs::from("fi", "Kaikuasema", "kaikuasema");
    dirs.map(|dirs| dirs.data_dir().to_owned()).ok_or_else(|| anyhow::anyhow!("no home folder: give --data-dir"))
}

/// What people call this station: the machine's name.
fn station_name() -> String {
    machine_name().filter(|name| !name.is_empty()).unwrap_or_else(|| "Kaikuasema".to_owned())
}

#[cfg(unix)]
fn machine_name() -> Option<String> {
    Some(rustix::system::uname().nodename().to_string_lossy().into_owned())
}

#[cfg(not(unix))]
fn machine_name() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

fn open_window(config: &Config, given: Option<Language>) -> anyhow::Result<Exit> {
    let language = given.unwrap_or_else(Language::from_system);
    let locale = Locale::new(language);
    if !has_display() {
        complain(&say!(locale, "open-no-display"));
        return Ok(Exit::TryAgain);
    }
    let station = match Station::open(config) {
        Ok(station) => station,
        Err(StationError::Open(OpenError::InUse)) if comes_to_the_front(config) => return Ok(Exit::Usable),
        Err(error) => {
            tracing::error!(%error, "the station does not open");
            let sentence = error_text::station(&error, &locale);
            complain(&sentence);
            kaikuasema::app::notice::run(sentence, language)?;
            return Ok(command_line::exit_of(&error));
        }
    };
    station.open_door();
    kaikuasema::app::run(station, given)?;
    // All is on the disk. The C libraries' own clean-up is left out: it takes from under threads that still run what they use.
    signal_hook::low_level::exit(0)
}

/// The window that is open already comes to the front.
fn comes_to_the_front(config: &Config) -> bool {
    handover::ask(&config.folder(), &Request::Show).is_ok()
}

/// Without a display the window system would end the program without a word.
#[cfg(target_os = "linux")]
fn has_display() -> bool {
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

#[cfg(not(target_os = "linux"))]
fn has_display() -> bool {
    true
}

/// Ends the process as `kill -9` would at the place named in the environment. Only in builds
/// made for tests.
#[cfg(feature = "failpoints")]
fn kill_where_asked() {
    let Ok(place) = std::env::var("KAIKUASEMA_KILL_AT") else { return };
    if let Err(error) = fail::cfg_callback(place, kill) {
        complain(&error);
    }
}

#[cfg(all(feature = "failpoints", unix))]
fn kill() {
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
}

/// Nothing is flushed or dropped either.
#[cfg(all(feature = "failpoints", not(unix)))]
fn kill() {
    std::process::abort();
}
