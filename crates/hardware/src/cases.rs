//! The cases: each plugs something in, lets the station read it, and tells one result.

mod bench;
mod camera;
mod figures;
mod keyboard;
mod nodes;
mod pos;
mod serial;
mod together;

pub(crate) use bench::Bench;

use crate::failure::Failure;
use crate::talk::Talk;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::Instant;
use tracing::Level;

/// The word on the kernel's command line before the names of the cases that are wanted.
const WANTED: &str = "kaikuasema.cases=";

/// A case: what it was worth telling, or why it failed.
type Case = fn(&mut Bench) -> Result<String, Failure>;

/// Every case by its name, in the order in which they run.
const CASES: &[(&str, Case)] = &[
    ("nodes", nodes::come_and_go),
    ("hid_pos_read", pos::read),
    ("hid_pos_unplug", pos::unplug),
    ("hid_pos_latency", pos::latency),
    ("keyboard_held", keyboard::held),
    ("keyboard_unplug", keyboard::unplug),
    ("serial_acm_read", serial::modem_read),
    ("serial_acm_unplug", serial::modem_unplug),
    ("serial_usb", serial::converter),
    ("camera_qr", camera::qr),
    ("camera_code39", camera::code39),
    ("camera_unplug", camera::unplug),
    ("camera_stall", camera::stall),
    ("camera_in_use", camera::in_use),
    ("camera_focus_and_cover", camera::focus_and_cover),
    ("two_at_once", together::at_once),
    ("two_ways_once", together::two_ways),
    ("no_permission", together::no_permission),
    ("in_use", together::in_use),
    ("idle", together::idle),
];

/// Runs the cases that are wanted and tells of each.
pub(crate) fn run() -> ExitCode {
    // To the console of the guest, whose end is shown when something fails.
    tracing_subscriber::fmt().with_max_level(Level::DEBUG).with_ansi(false).with_writer(io::stderr).init();
    let Ok(talk) = Talk::open() else { return ExitCode::FAILURE };
    let mut bench = match Bench::new(talk) {
        Ok(bench) => bench,
        Err((mut talk, failure)) => {
            talk.tell("failed", format!("bench {failure}"));
            return ExitCode::SUCCESS;
        }
    };
    let command_line = fs::read_to_string("/proc/cmdline").unwrap_or_default();
    let mut count = 0;
    for (name, case) in CASES.iter().filter(|(name, _)| is_wanted(name, &command_line)) {
        tracing::info!(name, "a case begins");
        let began = Instant::now();
        // A panic of a driver's is a failed case, not the end of the guest.
        let outcome = catch_unwind(AssertUnwindSafe(|| case(&mut bench)))
            .unwrap_or_else(|_| Err(Failure::Otherwise("the case panicked; the console says where".to_owned())));
        let tidied = bench.tidy();
        let took = began.elapsed().as_secs_f32();
        match outcome.and_then(|figures| tidied.map(|()| figures)) {
            Ok(figures) => bench.talk.tell("ok", format!("{name} {figures} ({took:.1} s)")),
            Err(failure) => bench.talk.tell("failed", format!("{name} {failure} ({took:.1} s)")),
        }
        count += 1;
    }
    bench.talk.tell("done", count);
    ExitCode::SUCCESS
}

/// Whether a case is wanted: where any are named, those whose names begin so.
fn is_wanted(name: &str, command_line: &str) -> bool {
    let wanted = command_line.split_whitespace().find_map(|word| word.strip_prefix(WANTED)).unwrap_or_default();
    wanted.is_empty() || wanted.split(',').any(|wanted| name.starts_with(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_cases_run_unless_some_are_named() {
        assert!(is_wanted("camera_qr", "quiet kaikuasema.cases= panic=-1\n"));
        assert!(is_wanted("camera_qr", "quiet kaikuasema.cases=hid,camera panic=-1\n"));
        assert!(!is_wanted("camera_qr", "quiet kaikuasema.cases=none\n"));
        assert!(is_wanted("camera_qr", "quiet\n"));
    }

    #[test]
    fn every_case_has_a_name_of_its_own_that_can_be_asked_for() {
        for (number, (name, _)) in CASES.iter().enumerate() {
            assert!(CASES.iter().skip(number + 1).all(|(other, _)| other != name), "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'), "{name}");
        }
    }
}
