//! Many schedules of faults: what clerks were told is saved is at the service exactly once.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking, and tells what it tried")]

use kaikuasema_soak::schedule::{LEAST_FAULTS, LEAST_OPERATIONS};
use kaikuasema_soak::{Fault, Findings, run_all};

fn assert_nothing_wrong(findings: &Findings) {
    println!("{}", findings.tally.table());
    let failures: Vec<String> = findings
        .failures
        .iter()
        .map(|(seed, wrong)| format!("{wrong}\n  again: cargo run --package kaikuasema-soak -- --seed {seed}"))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!((findings.tally.lost, findings.tally.doubled), (0, 0));
}

#[test]
fn in_many_schedules_of_faults_nothing_confirmed_is_lost_or_doubled() {
    let findings = run_all(1, 200).unwrap();
    assert_nothing_wrong(&findings);
    let tally = &findings.tally;
    assert_eq!(tally.schedules, 200);
    assert!(tally.acknowledged >= 200 * LEAST_OPERATIONS as u64 && tally.struck() >= 200 * LEAST_FAULTS as u64);
    for fault in Fault::ALL {
        assert!(tally.faults.get(&fault).is_some_and(|count| *count >= 20), "{} struck too seldom", fault.name());
    }
    assert!(tally.kills >= 20 && tally.reopened >= 20 && tally.engines >= 20 && tally.services >= 20);
}
