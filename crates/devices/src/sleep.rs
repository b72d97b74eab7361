//! Whether the machine slept. The readers' time is monotonic and stands still meanwhile on some systems, so that what
//! had begun before would be gone on with hours later.

use std::time::Duration;

/// The clocks do not part by so much but in a sleep.
const SHORTEST: Duration = Duration::from_millis(500);

/// Notices that the machine slept.
#[derive(Debug, Default)]
pub(crate) struct Sleep {
    /// The longest that the machine may have slept since it was started.
    slept: Option<Duration>,
}

impl Sleep {
    /// Whether the machine slept since this was asked before; not at the first time.
    ///
    /// Linux only: on Windows the readers' time goes on in a sleep, so that a pause ends what had begun; on macOS no
    /// reader goes on with what it had begun, since USB is started anew.
    pub(crate) fn was(&mut self) -> bool {
        system::slept().is_some_and(|slept| self.take(slept))
    }

    /// The machine has slept at least and at most for so long.
    fn take(&mut self, (least, most): (Duration, Duration)) -> bool {
        let before = self.slept.replace(most);
        before.is_some_and(|before| least > before + SHORTEST)
    }
}

#[cfg(target_os = "linux")]
mod system {
    use rustix::time::{ClockId, clock_gettime};
    use std::time::Duration;

    /// By how much the clock that goes on in a sleep is before the one that does not: between these two.
    pub(super) fn slept() -> Option<(Duration, Duration)> {
        let time = |clock| Duration::try_from(clock_gettime(clock)).ok();
        let (before, with_sleep, after) = (time(ClockId::Monotonic)?, time(ClockId::Boottime)?, time(ClockId::Monotonic)?);
        // A thread may stand still between two looks.
        Some((with_sleep.saturating_sub(after), with_sleep.saturating_sub(before)))
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::time::Duration;

    pub(super) fn slept() -> Option<(Duration, Duration)> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_sleep_is_noticed_once_and_a_thread_that_stood_still_is_none() {
        let mut sleep = Sleep::default();
        let hour = Duration::from_secs(3_600);
        assert!(!sleep.take((hour, hour + MS)), "what was before it began is no matter");
        assert!(!sleep.take((hour, hour + MS)));
        assert!(!sleep.take((hour - hour / 2, hour + hour)), "a thread that stood still between two looks at the clocks");
        assert!(!sleep.take((hour, hour + MS)));
        assert!(sleep.take((hour * 2, hour * 2 + MS)));
        assert!(!sleep.take((hour * 2, hour * 2 + MS)));
    }

    #[test]
    fn a_machine_that_is_awake_does_not_sleep() {
        let mut sleep = Sleep::default();
        for _ in 0..1_000 {
            assert!(!sleep.was());
        }
    }
}
