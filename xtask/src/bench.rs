//! `cargo xtask bench`: what a clerk waits for, measured in an optimised build.

use std::process::{Command, Stdio};

use crate::machine::{self, Sentence};
use crate::packages::{self, Need};

/// Installs what the build needs and runs every benchmark; each prints a table.
///
/// # Errors
/// A sentence, where something could not be installed or a benchmark failed.
pub(crate) fn run() -> Result<(), Sentence> {
    packages::ensure(&[Need::Build], false)?;
    let mut bench = Command::new(machine::cargo());
    // Only where there is something to measure: the window's dependencies are not built for it.
    bench.args(["bench", "--package", "kaikuasema-store", "--bench", "counter"]);
    bench.current_dir(machine::root()).stdin(Stdio::null());
    if machine::succeeds(&mut bench)? { Ok(()) } else { Err("a benchmark failed".to_owned()) }
}
