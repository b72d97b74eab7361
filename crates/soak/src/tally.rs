//! What was tried and what came of it, as a table.

use crate::fault::Fault;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Counts of one schedule or of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Schedules run to their end.
    pub schedules: u64,
    /// Calls that stations made.
    pub calls: u64,
    /// How often each fault struck.
    pub faults: BTreeMap<Fault, u64>,
    /// Engines that were stopped and put in place anew.
    pub engines: u64,
    /// Stations closed and opened again.
    pub reopened: u64,
    /// Stations killed after a confirmation, and opened from what was in their files.
    pub kills: u64,
    /// The service ended and started again.
    pub services: u64,
    /// Operations that a clerk was told are saved.
    pub acknowledged: u64,
    /// Uses among them.
    pub records: u64,
    /// Operations that waited for the clerk in the end, and said why.
    pub said_why: u64,
    /// Stations at which the clerk was asked to sign in though the session was good.
    pub asked_to_sign_in: u64,
    /// Operations that were confirmed and are not at the service.
    pub lost: u64,
    /// Operations that were applied more than once.
    pub doubled: u64,
}

impl Tally {
    /// Adds another's counts.
    pub fn add(&mut self, other: &Tally) {
        self.schedules += other.schedules;
        self.calls += other.calls;
        for (fault, count) in &other.faults {
            *self.faults.entry(*fault).or_default() += count;
        }
        self.engines += other.engines;
        self.reopened += other.reopened;
        self.kills += other.kills;
        self.services += other.services;
        self.acknowledged += other.acknowledged;
        self.records += other.records;
        self.said_why += other.said_why;
        self.asked_to_sign_in += other.asked_to_sign_in;
        self.lost += other.lost;
        self.doubled += other.doubled;
    }

    /// How many faults struck.
    #[must_use]
    pub fn struck(&self) -> u64 {
        self.faults.values().sum()
    }

    /// The table.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = String::new();
        let mut row = |name: &str, count: u64| {
            let _ = writeln!(text, "{name:<52}{count:>10}");
        };
        row("schedules", self.schedules);
        row("calls to the service", self.calls);
        for fault in Fault::ALL {
            row(&format!("  {}", fault.name()), self.faults.get(&fault).copied().unwrap_or(0));
        }
        row("faults in all", self.struck());
        row("engines stopped and replaced", self.engines);
        row("stations closed and opened", self.reopened);
        row("stations killed", self.kills);
        row("services ended and started", self.services);
        row("clerks asked to sign in anew", self.asked_to_sign_in);
        row("operations acknowledged", self.acknowledged);
        row("  uses among them", self.records);
        row("  waited for the clerk and said why", self.said_why);
        row("lost", self.lost);
        row("doubled", self.doubled);
        text
    }
}
