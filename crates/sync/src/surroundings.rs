//! What the engine takes from the machine: the time of day, chance, and threads to wait on.

use jiff::Timestamp;
use std::fmt;
use std::sync::Arc;

type Now = dyn Fn() -> Timestamp + Send + Sync;
type Chance = dyn Fn() -> f64 + Send + Sync;

/// Where the time of day and chance come from. Waits are not measured by it: those are on the monotonic clock.
#[derive(Clone)]
pub struct Surroundings {
    now: Arc<Now>,
    chance: Arc<Chance>,
    has_threads: bool,
}

impl Surroundings {
    /// A device clock and a die of one's own; `chance` gives numbers from 0 to 1.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static, chance: impl Fn() -> f64 + Send + Sync + 'static) -> Self {
        Self { now: Arc::new(now), chance: Arc::new(chance), has_threads: true }
    }

    /// The same without threads: the store is called where the call is made, and everything comes in one
    /// order. Only for who waits for nothing else meanwhile.
    #[must_use]
    pub fn without_threads(self) -> Self {
        Self { has_threads: false, ..self }
    }

    /// Whether there are threads on which blocking is allowed.
    pub(crate) fn has_threads(&self) -> bool {
        self.has_threads
    }

    /// The time of day by the device's clock, right or wrong.
    pub(crate) fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// A number from 0 to 1 by chance.
    pub(crate) fn chance(&self) -> f64 {
        (self.chance)()
    }
}

impl Default for Surroundings {
    /// The machine's own.
    fn default() -> Self {
        Self::new(Timestamp::now, || getrandom::u32().map_or(0.5, |n| f64::from(n) / f64::from(u32::MAX)))
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Surroundings")
    }
}
