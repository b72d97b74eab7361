//! How often threads of this process gave the processor back to wait for something, as Linux counts it. One that is
//! woken counts once more when it goes back to sleep, so that a count which stays is a thread that nothing woke.

use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

/// The counts of the threads whose names begin so and end in a number, by their ids.
pub fn of_threads(begin: &str) -> BTreeMap<String, u64> {
    let threads = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let count = |thread: fs::DirEntry| {
        let text = |file: &str| fs::read_to_string(thread.path().join(file)).ok();
        let number = text("comm")?.trim_end().strip_prefix(begin)?.to_owned();
        if number.is_empty() || number.bytes().any(|byte| !byte.is_ascii_digit()) {
            return None;
        }
        let status = text("status")?;
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?;
        Some((thread.file_name().into_string().ok()?, line.trim().parse().ok()?))
    };
    threads.filter_map(count).collect()
}

/// Whether there comes a time so long in which none of these threads was woken, and how many threads they are. What
/// wakes a thread now and then leaves no such time; what had to be done at first is waited for.
pub fn come_to_rest(begin: &str, quiet: Duration, at_most: Duration) -> Option<usize> {
    let began = Instant::now();
    while began.elapsed() < at_most {
        let before = of_threads(begin);
        thread::sleep(quiet);
        if of_threads(begin) == before {
            return Some(before.len());
        }
    }
    None
}
