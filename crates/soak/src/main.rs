//! `kaikuasema-soak`: so many schedules, or one again, and a table of what was tried; or the mutants.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on the terminal")]

mod mutants;

use kaikuasema_soak::certificates::Certificates;
use kaikuasema_soak::wrong::Checked;
use kaikuasema_soak::{Way, run_all};
use std::process::ExitCode;

const HELP: &str = "\
kaikuasema-soak [--schedules N] [--seed FIRST] [--sockets]
    so many schedules (1000 unless told otherwise) from a seed on; a seed alone runs just that one
kaikuasema-soak --mutants
    builds with faults built in on purpose, each of which must be found; needs the feature `mutants`
";

/// What to run.
#[derive(Default)]
struct Wanted {
    first: Option<u64>,
    schedules: Option<u64>,
    over_sockets: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [only] if only == "--mutants" => mutants::run(),
        _ => match wanted(&arguments) {
            Some(wanted) => run(&wanted),
            None => {
                eprint!("{HELP}");
                return ExitCode::from(64);
            }
        },
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

fn wanted(arguments: &[String]) -> Option<Wanted> {
    let mut wanted = Wanted::default();
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--sockets" => wanted.over_sockets = true,
            "--seed" => wanted.first = Some(arguments.next()?.parse().ok()?),
            "--schedules" => wanted.schedules = Some(arguments.next()?.parse().ok()?),
            _ => return None,
        }
    }
    Some(wanted)
}

/// Whether nothing wrong was found.
fn run(wanted: &Wanted) -> Checked<bool> {
    let alone = if wanted.first.is_some() { 1 } else { 1_000 };
    let (first, schedules) = (wanted.first.unwrap_or(1), wanted.schedules.unwrap_or(alone));
    let certificates = wanted.over_sockets.then(Certificates::make).transpose()?;
    let findings = run_all(first, schedules, certificates.as_ref().map_or(Way::InProcess, Way::Sockets))?;
    print!("{}", findings.tally.table());
    for (seed, wrong) in &findings.failures {
        println!("seed {seed}: {wrong}");
    }
    Ok(findings.failures.is_empty())
}
