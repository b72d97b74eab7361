//! The clock that keys are timed by; each test has its own, and moves it on itself.

use std::cell::Cell;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

thread_local! {
    static PASSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

static START: OnceLock<Instant> = OnceLock::new();

/// Now, by the test's clock.
pub fn now() -> Instant {
    *START.get_or_init(Instant::now) + PASSED.get()
}

/// Lets time pass.
pub fn advance(by: Duration) {
    PASSED.set(PASSED.get() + by);
}
