//! `cargo xtask hardware`: the station's own readers against real kernel devices, in an emulated guest.
//!
//! A Debian kernel boots in QEMU with one program in its file system: `kaikuasema-hardware`, which makes the
//! devices, reads them with the station's code and tells one result a line.

#[cfg(unix)]
mod emulated;

use std::env;

use crate::machine::Sentence;

/// Set where a skip shall count as a failure, as on a build server.
const REQUIRED: &str = "REQUIRE_HW";

/// How a run ended that did not fail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Ending {
    /// Every case passed.
    Passed,
    /// Nothing was tried.
    Skipped,
}

/// Runs the cases whose names begin with one of `wanted`, all of them if none is given.
///
/// Where the guest cannot be had on this machine, says what is missing and how to get it.
///
/// # Errors
/// A sentence, where a case failed, or where nothing could be tried and `REQUIRE_HW` is set.
pub(crate) fn run(wanted: &[String]) -> Result<Ending, Sentence> {
    if let Some(odd) = wanted.iter().find(|name| !is_case_name(name)) {
        return Err(format!("`{odd}` is not the name of a case: those are made of small letters, digits and `_`"));
    }
    let why = match emulated(wanted) {
        Ok(outcome) => return outcome.map(|()| Ending::Passed),
        Err(why) => why,
    };
    if is_required(env::var(REQUIRED).ok().as_deref()) {
        return Err(format!("{why} ({REQUIRED} is set, so this is a failure)"));
    }
    println!("The readers were not tried against real devices: {why}");
    Ok(Ending::Skipped)
}

/// What came of the cases; or else why they cannot be run here.
#[cfg(unix)]
fn emulated(wanted: &[String]) -> Result<Result<(), Sentence>, Sentence> {
    emulated::gather().map(|kernel| emulated::run(kernel, wanted))
}

/// What came of the cases; or else why they cannot be run here.
#[cfg(not(unix))]
fn emulated(_wanted: &[String]) -> Result<Result<(), Sentence>, Sentence> {
    Err("the emulated guest needs Linux on a 64-bit PC processor".to_owned())
}

fn is_required(value: Option<&str>) -> bool {
    value.is_some_and(|value| !matches!(value, "" | "0"))
}

/// Names travel to the guest on the kernel's command line, where a blank or a comma would end them.
fn is_case_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skip_is_a_failure_only_where_that_was_asked_for() {
        assert!(is_required(Some("1")) && is_required(Some("yes")));
        assert!(!is_required(None) && !is_required(Some("")) && !is_required(Some("0")));
    }

    #[test]
    fn what_could_say_more_than_a_name_to_the_kernel_is_no_case() {
        assert!(is_case_name("hid_pos_read"));
        for odd in ["", "a b", "a,b", "init=/bin/sh", "A"] {
            assert!(!is_case_name(odd), "{odd}");
        }
    }
}
