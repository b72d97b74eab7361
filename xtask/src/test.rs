//! `cargo xtask test`: form, lints, licences and every test, in one go and without a question.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::hardware::{self, Ending};
use crate::machine::{self, Sentence};
use crate::packages::{self, Need};

/// The version of cargo-deny that is installed for the check of licences; raise it by hand.
const CARGO_DENY: &str = "0.20.2";

/// One thing that is checked: its name in the summary, and the command line after `cargo`.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
}

/// The steps that cargo itself runs. The failpoints are on, so that tests can cut the station off anywhere.
const STEPS: &[Step] = &[
    Step { name: "form", arguments: &["fmt", "--all", "--check"] },
    Step { name: "lints", arguments: &["clippy", "--workspace", "--all-targets", "--features", "failpoints", "--", "-D", "warnings"] },
    Step { name: "tests", arguments: &["test", "--workspace", "--features", "failpoints", "--no-fail-fast"] },
    Step { name: "mutants", arguments: &["run", "--package", "kaikuasema-soak", "--features", "mutants", "--", "--mutants"] },
];

const LICENCES: &[&str] = &["check", "--hide-inclusion-graph", "licenses", "bans", "sources"];

/// What came of a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Passed,
    Failed,
    /// Not tried, for want of something that was said above.
    Skipped,
}

/// How one step went.
struct Outcome {
    name: &'static str,
    verdict: Verdict,
    took: Duration,
}

/// Installs what the tests need, runs every check, prints a summary.
///
/// # Errors
/// A sentence that names the checks that failed, or what could not be installed.
pub(crate) fn run() -> Result<(), Sentence> {
    let root = machine::root();
    packages::ensure(&[Need::Build, Need::Window, Need::Test], false)?;
    let mut outcomes = Vec::new();
    for step in STEPS {
        outcomes.push(check(step.name, Command::new(machine::cargo()).args(step.arguments), &root)?);
    }
    outcomes.push(hardware());
    outcomes.push(licences(&root)?);
    print!("\n{}", summary(&outcomes));
    let failed: Vec<&str> = outcomes.iter().filter(|outcome| outcome.verdict == Verdict::Failed).map(|outcome| outcome.name).collect();
    if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
}

/// The check of licences: failed, not skipped, where its tool cannot be had.
fn licences(root: &Path) -> Result<Outcome, Sentence> {
    match cargo_deny(&machine::target_dir(root).join("tools")) {
        Ok(deny) => check("licences", Command::new(deny).args(LICENCES), root),
        Err(sentence) => {
            println!("\n== licences: {sentence}");
            Ok(Outcome { name: "licences", verdict: Verdict::Failed, took: Duration::ZERO })
        }
    }
}

fn check(name: &'static str, command: &mut Command, root: &Path) -> Result<Outcome, Sentence> {
    println!("\n== {name}: {}", line(command));
    let began = Instant::now();
    let passed = machine::succeeds(command.current_dir(root).stdin(Stdio::null()))?;
    let verdict = if passed { Verdict::Passed } else { Verdict::Failed };
    Ok(Outcome { name, verdict, took: began.elapsed() })
}

/// The readers against real devices; skipped where the guest cannot be had, unless `REQUIRE_HW` is set.
fn hardware() -> Outcome {
    println!("\n== hardware: cargo xtask hardware");
    let began = Instant::now();
    let verdict = match hardware::run(&[]) {
        Ok(Ending::Passed) => Verdict::Passed,
        Ok(Ending::Skipped) => Verdict::Skipped,
        Err(sentence) => {
            println!("{sentence}");
            Verdict::Failed
        }
    };
    Outcome { name: "hardware", verdict, took: began.elapsed() }
}

/// The command line as one would type it.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_else(|| command.get_program());
    let mut line = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        let _ = write!(line, " {}", argument.to_string_lossy());
    }
    line
}

fn summary(outcomes: &[Outcome]) -> String {
    let mut text = String::from("Summary\n");
    for outcome in outcomes {
        let verdict = match outcome.verdict {
            Verdict::Passed => "passed",
            Verdict::Failed => "FAILED",
            Verdict::Skipped => "skipped",
        };
        let _ = writeln!(text, "  {:<10}{verdict:<7} {:>5} s", outcome.name, outcome.took.as_secs());
    }
    text
}

/// The program cargo-deny: the one in the tool folder, installed there once if it is missing.
fn cargo_deny(tools: &Path) -> Result<PathBuf, Sentence> {
    let program = tools.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let version = machine::output(&program.to_string_lossy(), &["--version"]).unwrap_or_default();
    if version.split_whitespace().last() == Some(CARGO_DENY) {
        return Ok(program);
    }
    println!("Installing cargo-deny {CARGO_DENY} into {}; this takes some minutes, once.", tools.display());
    let build = tools.join("build");
    let mut install = Command::new(machine::cargo());
    install.args(["install", "--locked", "--force", "--version", CARGO_DENY, "cargo-deny", "--root"]).arg(tools);
    // A folder of its own: the project's target folder stays free of cargo-deny's dependencies.
    install.env("CARGO_TARGET_DIR", &build).current_dir(machine::root()).stdin(Stdio::null());
    if !machine::succeeds(&mut install)? {
        return Err(format!("cargo-deny {CARGO_DENY} could not be installed (the lines above say why); the network must reach crates.io"));
    }
    // Its half-made parts are of no more use; a folder that will not go is no failure of the tests.
    let _ = fs::remove_dir_all(build);
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_each_check_once_and_what_failed_in_capitals() {
        let outcomes = [
            Outcome { name: "form", verdict: Verdict::Passed, took: Duration::from_millis(1900) },
            Outcome { name: "tests", verdict: Verdict::Failed, took: Duration::from_secs(75) },
            Outcome { name: "hardware", verdict: Verdict::Skipped, took: Duration::from_millis(10) },
        ];
        assert_eq!(summary(&outcomes), "Summary\n  form      passed      1 s\n  tests     FAILED     75 s\n  hardware  skipped     0 s\n");
    }

    #[test]
    fn a_command_is_shown_without_its_folder() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command.args(["fmt", "--check"]);
        assert_eq!(line(&command), "cargo fmt --check");
    }

    #[test]
    fn the_whole_test_suite_is_one_invocation_of_cargo() {
        assert_eq!(STEPS.iter().filter(|step| step.arguments.first() == Some(&"test")).count(), 1);
    }

    #[test]
    fn a_check_that_fails_is_seen_as_failed() {
        let mut command = Command::new(machine::cargo());
        command.arg("--no-such-flag").stderr(Stdio::null());
        assert_eq!(check("sample", &mut command, &machine::root()).unwrap().verdict, Verdict::Failed);
    }
}
