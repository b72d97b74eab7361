//! The station's clocks: the device's, corrected by what the service told; and the machine's
//! monotonic one, with which a record can be placed in time whatever the device's clock did.

use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_domain::{UserId, civil};
use kaikuasema_store::{ClockState, Stamp};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use uuid::Uuid;

/// The only place where the application asks for the time.
#[derive(Clone, Debug)]
pub struct Clock {
    boot_id: Uuid,
    started: Instant,
    told: Arc<Mutex<ClockState>>,
}

impl Clock {
    /// A clock that knows what the service told last.
    #[must_use]
    pub fn new(told: &ClockState) -> Self {
        Self { boot_id: boot_id(), started: Instant::now(), told: Arc::new(Mutex::new(*told)) }
    }

    /// Takes over what the service told meanwhile.
    pub fn set_told(&self, told: ClockState) {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = told;
    }

    fn told(&self) -> ClockState {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How far the service's clock is ahead of the device's, in milliseconds, as last compared.
    #[must_use]
    pub fn offset_ms(&self) -> Option<i64> {
        self.told().offset_ms
    }

    /// Now, by the device's clock corrected by the last known offset; never on a day before the
    /// newest that the service told.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let told = self.told();
        let offset = jiff::SignedDuration::from_millis(told.offset_ms.unwrap_or(0));
        let device = Timestamp::now();
        let corrected = device.saturating_add(offset).unwrap_or(device);
        told.newest_day.map_or(corrected, |day| corrected.max(civil::start_of_day(day)))
    }

    /// Today in Finland, never before the newest day that the service told (R44).
    #[must_use]
    pub fn today(&self) -> Date {
        civil::today(self.now(), self.told().newest_day)
    }

    /// The time stamp of an operation: the device's clock as it stands, the offset known, and
    /// the monotonic time, so that nothing is lost by a wrong clock.
    #[must_use]
    pub fn stamp(&self, clerk: UserId) -> Stamp {
        Stamp {
            recorded_at: Timestamp::now(),
            clock_offset_ms: self.told().offset_ms,
            boot_id: self.boot_id,
            monotonic_ms: monotonic_ms(self.started),
            clerk,
        }
    }
}

/// Which run of the machine this is; where the system does not say, which run of the program.
fn boot_id() -> Uuid {
    std::fs::read_to_string("/proc/sys/kernel/random/boot_id")
        .ok()
        .and_then(|text| Uuid::parse_str(text.trim()).ok())
        .unwrap_or_else(Uuid::now_v7)
}

/// Milliseconds since the machine started, counting sleep; elsewhere since the program did.
#[cfg(target_os = "linux")]
fn monotonic_ms(_started: Instant) -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    u64::try_from(now.tv_sec).unwrap_or(0) * 1000 + u64::try_from(now.tv_nsec).unwrap_or(0) / 1_000_000
}

#[cfg(not(target_os = "linux"))]
fn monotonic_ms(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;

    #[test]
    fn the_time_follows_what_the_service_told() {
        let clock = Clock::new(&ClockState { offset_ms: Some(3_600_000), newest_day: None });
        let ahead = clock.now().as_millisecond() - Timestamp::now().as_millisecond();
        assert!((3_590_000..3_610_000).contains(&ahead), "{ahead}");
    }

    #[test]
    fn today_is_never_before_the_day_the_service_told() {
        let tomorrow = civil::in_finland(Timestamp::now()).date().checked_add(1.day()).unwrap();
        let clock = Clock::new(&ClockState { offset_ms: None, newest_day: Some(tomorrow) });
        assert_eq!(clock.today(), tomorrow);
        assert_eq!(civil::in_finland(clock.now()).date(), tomorrow, "a record made now is of today");
    }

    #[test]
    fn the_stamp_keeps_the_device_clock_as_it_stands() {
        let clock = Clock::new(&ClockState { offset_ms: Some(86_400_000), newest_day: None });
        let stamp = clock.stamp(UserId(Uuid::nil()));
        assert!((Timestamp::now().as_second() - stamp.recorded_at.as_second()).abs() < 10);
        assert_eq!(stamp.clock_offset_ms, Some(86_400_000));
        assert!(clock.stamp(UserId(Uuid::nil())).monotonic_ms >= stamp.monotonic_ms);
    }
}
