//! `cargo xtask run`: from a fresh machine to the open window.

use std::env;
use std::ffi::OsString;
use std::process::Command;

use crate::machine::{self, Sentence};
use crate::packages::{self, Need};

const NO_DISPLAY: &str = "the station is built, but there is no display to open its window on (neither DISPLAY nor \
     WAYLAND_DISPLAY is set): run this command in a terminal of a desktop session";

/// Installs what is missing, builds, and opens the station in training mode.
///
/// # Errors
/// A sentence when a package, the build or the display is missing, or when the station ended with an error.
pub(crate) fn run(arguments: &[String]) -> Result<(), Sentence> {
    packages::ensure(&[Need::Build, Need::Window], true)?;
    println!("Building; the first time takes some minutes.");
    if !machine::succeeds(cargo().arg("build").args(STATION))? {
        return Err("the build failed: the lines above say why".to_owned());
    }
    if !machine::has_display(|name| env::var_os(name)) {
        return Err(NO_DISPLAY.to_owned());
    }
    println!("Opening the station in training mode.");
    if !machine::succeeds(cargo().args(station(arguments)))? {
        return Err("the station ended with an error: the lines above say which".to_owned());
    }
    Ok(())
}

const STATION: [&str; 4] = ["--package", "kaikuasema", "--bin", "kaikuasema"];

fn cargo() -> Command {
    let mut cargo = Command::new(machine::cargo());
    cargo.current_dir(machine::root());
    cargo
}

/// The arguments of cargo that open the station.
fn station(arguments: &[String]) -> Vec<OsString> {
    let before = ["run", "--quiet"].into_iter().chain(STATION).chain(["--", "--training"]);
    before.map(OsString::from).chain(arguments.iter().map(OsString::from)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_station_opens_in_training_mode_and_gets_the_further_arguments() {
        let words: Vec<OsString> = station(&["--data-dir".to_owned(), "somewhere".to_owned()]);
        let line: Vec<String> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        assert_eq!(line.join(" "), "run --quiet --package kaikuasema --bin kaikuasema -- --training --data-dir somewhere");
    }
}
