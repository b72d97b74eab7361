//! Many schedules, on as many threads as the machine has.

use crate::schedule;
use crate::tally::Tally;
use crate::template::Template;
use crate::way::Way;
use crate::wrong::{Checked, Wrong};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What many schedules came to.
#[derive(Debug, Default)]
pub struct Findings {
    /// All counts together.
    pub tally: Tally,
    /// The seeds that found something wrong, and what.
    pub failures: Vec<(u64, Wrong)>,
}

/// More failures than this are not worth waiting for.
const MOST_FAILURES: usize = 5;

/// Runs the schedules of the seeds from `first` on, so many of them; stops early where many fail.
///
/// # Errors
/// When there is no beginning to run them from.
pub fn run_all(first: u64, schedules: u64, way: Way<'_>) -> Checked<Findings> {
    let template = Template::make()?;
    let findings = Mutex::new(Findings::default());
    let next = AtomicU64::new(first);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    // Over sockets most of the time is spent waiting.
    let threads = if way.is_real() { cores * 8 } else { cores };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first.saturating_add(schedules) {
                        return;
                    }
                    let (tally, outcome) = one(&template, seed, way);
                    let mut findings = findings.lock().unwrap_or_else(PoisonError::into_inner);
                    findings.tally.add(&tally);
                    if let Err(wrong) = outcome {
                        findings.failures.push((seed, wrong));
                    }
                    if findings.failures.len() >= MOST_FAILURES {
                        return;
                    }
                }
            });
        }
    });
    Ok(findings.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// One schedule, whose panic is a finding too.
fn one(template: &Template, seed: u64, way: Way<'_>) -> (Tally, Checked<()>) {
    let run = || schedule::run(template, seed, way);
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| (Tally::default(), Err(Wrong::of("it panicked"))))
}
