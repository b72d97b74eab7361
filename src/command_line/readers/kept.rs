//! What is set for the readers of this machine's station, for the commands about readers: from its file, or from the
//! window that has it open.

use super::ReadersArguments;
use crate::app::READERS;
use crate::command_line::run::{ask_beside, is_in_use};
use crate::command_line::{Answer, Command, Exit, words};
use crate::locale::Locale;
use crate::readers;
use crate::say;
use crate::station::{Config, Station, StationError};
use kaikuasema_devices::Settings;
use kaikuasema_store::has_station;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// What is set, and what is to be said of it.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) settings: Settings,
    /// A sentence: that the window reads the readers too, or why it is not known what is set.
    pub(super) notice: Option<String>,
}

/// What is set for the readers. Where there is no station none is made, and nothing is set.
pub(super) fn of(config: &Config, runtime: &Runtime, locale: &Locale) -> Kept {
    if !has_station(&config.folder()) {
        return Kept::default();
    }
    match Station::open(config) {
        Ok(station) => Kept { settings: readers::settings(&runtime.block_on(kept(&station))), notice: None },
        Err(error) if is_in_use(&error) => beside(config, locale).unwrap_or_else(|| unknown(&error, locale)),
        Err(error) => unknown(&error, locale),
    }
}

fn unknown(error: &StationError, locale: &Locale) -> Kept {
    Kept { notice: Some(words::not_opened(error, locale).text), ..Kept::default() }
}

/// What the window tells that has the station open; nothing where it is another command that has it.
fn beside(config: &Config, locale: &Locale) -> Option<Kept> {
    let answer = ask_beside(config, Command::Readers(ReadersArguments::default()), locale)?;
    Some(Kept { settings: readers::settings(&answer.json["settings"]), notice: Some(say!(locale, "cli-readers-beside")) })
}

async fn kept(station: &Station) -> Value {
    let kept: Option<Value> = station.setting(READERS).await.ok().flatten();
    kept.unwrap_or_default()
}

/// What the window answers to a command about readers that was given beside it: the command itself finds the readers.
pub(in crate::command_line) async fn answer(station: &Station) -> Answer {
    Answer::new(Exit::Usable, String::new(), json!({ "settings": kept(station).await }))
}
