//! The time of day in a schedule: one clock that goes with the monotonic one, and device clocks that may be wrong.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::time::Instant;

/// When every schedule begins: 2026-11-02 09:00 UTC, late morning in Finland.
const BEGINNING: i64 = 1_793_610_000;

/// The true time of day, which goes with the runtime's clock.
#[derive(Clone, Copy, Debug)]
pub struct TrueClock {
    began: Instant,
}

impl TrueClock {
    /// A clock that begins now.
    #[must_use]
    pub fn begin() -> Self {
        Self { began: Instant::now() }
    }

    /// The time of day.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.began.elapsed()).unwrap_or(SignedDuration::MAX);
        beginning().saturating_add(passed).unwrap_or(Timestamp::MAX)
    }
}

/// When every schedule begins.
#[must_use]
pub fn beginning() -> Timestamp {
    Timestamp::from_second(BEGINNING).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A device's clock: true, or off by as much as somebody set it.
#[derive(Clone, Debug)]
pub struct DeviceClock {
    truth: TrueClock,
    off_ms: Arc<AtomicI64>,
}

impl DeviceClock {
    /// A clock that is right.
    #[must_use]
    pub fn right(truth: TrueClock) -> Self {
        Self { truth, off_ms: Arc::default() }
    }

    /// Sets it so far from the truth.
    pub fn set_off(&self, by: SignedDuration) {
        self.off_ms.store(i64::try_from(by.as_millis()).unwrap_or(0), Ordering::Relaxed);
    }

    /// The time of day that it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let off = SignedDuration::from_millis(self.off_ms.load(Ordering::Relaxed));
        self.truth.now().saturating_add(off).unwrap_or(Timestamp::MAX)
    }

    /// Milliseconds since the schedule began, whatever the clock shows.
    #[must_use]
    pub fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.truth.began.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
