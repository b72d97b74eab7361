//! A thousand schedules of faults: what clerks were told is saved is at the service exactly once.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test fails by panicking, and tells what it tried")]

use kaikuasema_soak::certificates::Certificates;
use kaikuasema_soak::schedule::{LEAST_FAULTS, LEAST_OPERATIONS};
use kaikuasema_soak::{Fault, Findings, Template, Way, run, run_all};

fn assert_nothing_wrong(findings: &Findings, how: &str) {
    println!("{}", findings.tally.table());
    let failures: Vec<String> = findings
        .failures
        .iter()
        .map(|(seed, wrong)| format!("{wrong}\n  again: cargo run --package kaikuasema-soak -- --seed {seed}{how}"))
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert_eq!((findings.tally.lost, findings.tally.doubled), (0, 0));
}

#[test]
fn in_a_thousand_schedules_of_faults_nothing_confirmed_is_lost_or_doubled() {
    let findings = run_all(1, 1_000, Way::InProcess).unwrap();
    assert_nothing_wrong(&findings, "");
    let tally = &findings.tally;
    assert_eq!(tally.schedules, 1_000);
    assert!(tally.acknowledged >= 1_000 * LEAST_OPERATIONS as u64 && tally.struck() >= 1_000 * LEAST_FAULTS as u64);
    for fault in Fault::ALL {
        assert!(tally.faults.get(&fault).is_some_and(|count| *count >= 100), "{} struck too seldom", fault.name());
    }
    assert!(tally.kills >= 100 && tally.reopened >= 100 && tally.engines >= 100 && tally.services >= 100);
}

#[test]
fn over_real_sockets_and_tls_nothing_confirmed_is_lost_or_doubled() {
    let certificates = Certificates::make().unwrap();
    let findings = run_all(1, 50, Way::Sockets(&certificates)).unwrap();
    assert_nothing_wrong(&findings, " --sockets");
    let tally = &findings.tally;
    assert_eq!(tally.schedules, 50);
    for fault in [Fault::WrongName, Fault::Expired, Fault::Bomb, Fault::ResetMidBody, Fault::Truncated, Fault::AnswerDropped] {
        assert!(tally.faults.contains_key(&fault), "{} did not strike", fault.name());
    }
}

#[test]
fn a_seed_repeats_its_schedule() {
    let template = Template::make().unwrap();
    for seed in 1..=5 {
        let ((first, outcome), (second, again)) = (run(&template, seed, Way::InProcess), run(&template, seed, Way::InProcess));
        outcome.unwrap();
        again.unwrap();
        assert_eq!(first, second, "seed {seed}");
    }
}
