//! `cargo xtask bench`: what a clerk waits for, measured in an optimised build.

use std::process::{Command, Stdio};

use crate::machine::{self, Sentence};
use crate::packages::{self, Need};

/// The benchmarks, by package. Each package is built by itself: the window's dependencies are not built for them.
const BENCHMARKS: &[(&str, &str)] =
    &[("kaikuasema-store", "counter"), ("kaikuasema-devices", "latency"), ("kaikuasema-decode", "rates"), ("kaikuasema-devices", "camera")];

/// Installs what the build needs and runs every benchmark; each prints a table.
///
/// # Errors
/// A sentence, where something could not be installed or a benchmark failed.
pub(crate) fn run() -> Result<(), Sentence> {
    packages::ensure(&[Need::Build], false)?;
    for (package, name) in BENCHMARKS {
        let mut bench = Command::new(machine::cargo());
        bench.args(["bench", "--package", package, "--bench", name]);
        bench.current_dir(machine::root()).stdin(Stdio::null());
        if !machine::succeeds(&mut bench)? {
            return Err(format!("the benchmark {name} of {package} failed"));
        }
    }
    Ok(())
}
