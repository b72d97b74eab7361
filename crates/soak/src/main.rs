//! `kaikuasema-soak`: so many schedules, or one again, and a table of what was tried.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on the terminal")]

use kaikuasema_soak::run_all;
use std::process::ExitCode;

const HELP: &str = "kaikuasema-soak [--schedules N] [--seed FIRST]   (a seed alone runs just that one)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((first, schedules)) = wanted(&arguments) else {
        eprintln!("{HELP}");
        return ExitCode::from(64);
    };
    match run_all(first, schedules) {
        Err(wrong) => {
            eprintln!("{wrong}");
            ExitCode::FAILURE
        }
        Ok(findings) => {
            print!("{}", findings.tally.table());
            for (seed, wrong) in &findings.failures {
                println!("seed {seed}: {wrong}");
            }
            if findings.failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
    }
}

/// The first seed and how many.
fn wanted(arguments: &[String]) -> Option<(u64, u64)> {
    let (mut first, mut schedules) = (None, None);
    for pair in arguments.chunks(2) {
        match pair {
            [name, value] if name == "--seed" => first = Some(value.parse().ok()?),
            [name, value] if name == "--schedules" => schedules = Some(value.parse().ok()?),
            _ => return None,
        }
    }
    let alone = if first.is_some() { 1 } else { 1_000 };
    Some((first.unwrap_or(1), schedules.unwrap_or(alone)))
}
