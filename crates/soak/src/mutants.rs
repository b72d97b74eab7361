//! The mutants: builds with a fault on purpose, each of which the schedules must find.

use kaikuasema_soak::wrong::{Checked, Wrong};
use std::process::{Command, Stdio};

/// Each with what it does and the words in which it is to be found.
const MUTANTS: [(&str, &str, &[&str]); 4] = [
    ("confirms_before_the_commit", "the store confirms a record before it is committed", &["are not at the service", "has a gap"]),
    (
        "no_unique_op_id",
        "the service does not look whether it knows an operation",
        &["was refused without a cause", "and the service made"],
    ),
    (
        "cursor_takes_the_maximum",
        "a feed's cursor is the newest version, told or not",
        &["is missing at", "after the healing", "should be"],
    ),
    ("synchronous_off", "the store does not wait for the disk", &["does not wait for the disk"]),
];
/// A mutant that is not found in so many schedules is not found.
const SCHEDULES: &str = "100";

/// Runs each, and the build without any. Whether each was found, and nothing without them.
///
/// # Errors
/// When the mutants are not built in, or a run cannot be started.
pub(crate) fn run() -> Checked<bool> {
    if !cfg!(feature = "mutants") {
        return Err(Wrong::of("this build has no mutants: cargo run --package kaikuasema-soak --features mutants -- --mutants"));
    }
    let mut are_all_found = true;
    for (name, what, words) in MUTANTS {
        let said = schedules(Some(name))?;
        let how = said.lines().find(|line| words.iter().any(|word| line.contains(word)));
        are_all_found &= how.is_some();
        println!("{name}: {what}\n  {}", how.unwrap_or("NOT FOUND"));
    }
    let without = schedules(None)?;
    let is_clean = !without.contains("seed ");
    println!("without a mutant: {}", if is_clean { "nothing wrong" } else { &without });
    Ok(are_all_found && is_clean)
}

/// What this very program says of its schedules with a mutant at work.
fn schedules(mutant: Option<&str>) -> Checked<String> {
    let mut again = Command::new(std::env::current_exe()?);
    again.args(["--schedules", SCHEDULES]).stdin(Stdio::null()).env_remove("KAIKUASEMA_MUTANT");
    if let Some(mutant) = mutant {
        again.env("KAIKUASEMA_MUTANT", mutant);
    }
    let output = again.output()?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr))
}
