//! The reports of one open device, as they come.

pub(super) use system::Reports;

/// hidapi can wait for a report no longer than for a time, so that a reader that is idle would wake five times a
/// second to look whether it shall stop. The node can be waited for together with the sign to stop.
#[cfg(target_os = "linux")]
mod system {
    use crate::driver::{Came, Ended, Stop};
    use hidapi::HidDevice;
    use rustix::fs::{Mode, OFlags, open};
    use std::io;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    /// Reads a device's node.
    pub(in crate::hid) struct Reports(OwnedFd);

    impl Reports {
        /// Of a device that was opened at this path.
        pub(in crate::hid) fn of(device: HidDevice, path: &str) -> Result<Self, Ended> {
            let flags = OFlags::RDONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
            let node = open(path, flags, Mode::empty());
            // Only now: a device that nobody has open may go to sleep.
            drop(device);
            node.map(Self).map_err(|error| super::super::ended(&io::Error::from(error).to_string()))
        }

        /// Waits for a report: until the pause is over where one is given, and otherwise as long as it takes.
        pub(in crate::hid) fn read(&mut self, buffer: &mut [u8], pause: Option<Duration>, stop: &Stop) -> Came {
            stop.read(&self.0, buffer, pause)
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod system {
    use crate::driver::{Came, Ended, PATIENCE, Stop};
    use hidapi::HidDevice;
    use std::time::{Duration, Instant};

    /// Reads a device through hidapi.
    pub(in crate::hid) struct Reports(HidDevice);

    impl Reports {
        /// Of a device that was opened.
        pub(in crate::hid) fn of(device: HidDevice, _path: &str) -> Result<Self, Ended> {
            Ok(Self(device))
        }

        /// Waits for a report: until the pause is over where one is given, and otherwise as long as it takes.
        pub(in crate::hid) fn read(&mut self, buffer: &mut [u8], pause: Option<Duration>, stop: &Stop) -> Came {
            let until = pause.and_then(|pause| Instant::now().checked_add(pause));
            loop {
                if stop.is_set() {
                    return Came::Stop;
                }
                let left = until.map(|until| until.saturating_duration_since(Instant::now()));
                match self.0.read_timeout(buffer, milliseconds(left.unwrap_or(PATIENCE).min(PATIENCE))) {
                    Ok(0) if left.is_some_and(|left| left <= PATIENCE) => return Came::Nothing,
                    Ok(0) => {}
                    Ok(length) => return Came::Bytes(length),
                    Err(error) => {
                        tracing::debug!(%error, "a HID scanner went away");
                        return Came::HangUp;
                    }
                }
            }
        }
    }

    /// No shorter than the time, and at least one, so that waiting is no busy loop.
    fn milliseconds(time: Duration) -> i32 {
        i32::try_from(time.as_micros().div_ceil(1_000)).unwrap_or(i32::MAX).max(1)
    }
}
