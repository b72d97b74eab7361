//! The project's own commands: `cargo xtask run`, `test`, `hardware`, `soak` and `bench`.
//!
//! Standard library only, so that the first command on a fresh machine builds in seconds.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks on the terminal")]

mod bench;
mod hardware;
mod machine;
mod packages;
mod run;
mod soak;
mod test;

use std::process::ExitCode;

const HELP: &str = "\
Kaikuasema's commands for those who work on it.

  cargo xtask run [ARGUMENTS]   install what is missing, build, open the station in training mode
  cargo xtask test              install what the tests need, then check form, lints, licences and run every test
  cargo xtask hardware [CASES]  run the station's readers against real kernel devices in an emulated guest
  cargo xtask soak [OPTIONS]    run 100,000 schedules of faults and print what was tried (--schedules N, --seed N, --sockets)
  cargo xtask bench             measure what a clerk waits for, each against a bound in the same run
  cargo xtask packages          list the system packages and what each is for; installs nothing
  cargo xtask help              this text

ARGUMENTS are handed to the station after `--training`. CASES are the beginnings of names of cases.
On Debian and its relatives missing system packages are installed with apt-get: as root directly,
else through sudo. On other systems the commands name the packages and go on.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.first().map(String::as_str) {
        Some("run") => run::run(&arguments[1..]),
        Some("test") if arguments.len() == 1 => test::run(),
        Some("hardware") => hardware::run(&arguments[1..]).map(drop),
        Some("soak") => soak::run(&arguments[1..]),
        Some("bench") if arguments.len() == 1 => bench::run(),
        Some("packages") if arguments.len() == 1 => {
            print!("{}", packages::list());
            Ok(())
        }
        None | Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(())
        }
        Some(_) => {
            eprintln!("`cargo xtask {}` is not a command.\n\n{HELP}", arguments.join(" "));
            return ExitCode::from(64);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}
