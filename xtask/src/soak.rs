//! `cargo xtask soak`: many schedules of faults between real stations and the real service, in an optimised build.

use std::process::{Command, Stdio};

use crate::machine::{self, Sentence};
use crate::packages::{self, Need};

/// How many schedules are run where no number is given.
const SCHEDULES: &str = "100000";

/// Installs what the build needs and runs the schedules; prints a table.
///
/// # Errors
/// A sentence, where something could not be installed, or a schedule found something wrong.
pub(crate) fn run(options: &[String]) -> Result<(), Sentence> {
    packages::ensure(&[Need::Build], false)?;
    let mut soak = Command::new(machine::cargo());
    soak.args(["run", "--quiet", "--release", "--package", "kaikuasema-soak", "--"]).args(arguments(options));
    soak.current_dir(machine::root()).stdin(Stdio::null());
    if machine::succeeds(&mut soak)? { Ok(()) } else { Err("a schedule found something wrong, or could not be run".to_owned()) }
}

/// What is handed to the program: the number is only said where neither a number nor one seed is.
fn arguments(options: &[String]) -> Vec<&str> {
    let mut arguments: Vec<&str> = options.iter().map(String::as_str).collect();
    if !arguments.iter().any(|option| ["--schedules", "--seed"].contains(option)) {
        arguments.extend(["--schedules", SCHEDULES]);
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_number_or_a_seed_there_are_very_many_schedules() {
        let arguments = |options: &[&str]| {
            let options: Vec<String> = options.iter().map(|&option| option.to_owned()).collect();
            arguments(&options).join(" ")
        };
        assert_eq!(arguments(&[]), "--schedules 100000");
        assert_eq!(arguments(&["--sockets"]), "--sockets --schedules 100000");
        assert_eq!(arguments(&["--schedules", "5"]), "--schedules 5");
        assert_eq!(arguments(&["--seed", "7"]), "--seed 7");
    }
}
