//! One open port: exclusive, raw, with DTR set; bytes or what came instead of them.

use crate::driver::{Came, Ended, PATIENCE, Stop};
use crate::reader::Obstacle;
use serialport::{ClearBuffer, ErrorKind, SerialPort};
use std::io;
use std::time::Duration;
#[cfg(not(unix))]
use std::time::Instant;

/// An open port.
pub(super) struct Port {
    /// What is set on the port, and its lock.
    settings: Box<dyn SerialPort>,
    /// The same port opened once more, to read. The library cannot be woken by a sign, and loses what was not
    /// read yet where a hang-up comes with it.
    #[cfg(unix)]
    file: std::os::fd::OwnedFd,
}

impl Port {
    /// Opens a port for the station alone. One that somebody else has is left untouched.
    pub(super) fn open(path: &str, baud: u32) -> Result<Self, Ended> {
        // Before anything is done to it.
        #[cfg(target_os = "linux")]
        if super::holder::is_held_by_another(path) {
            return Err(Ended::Blocked(Obstacle::InUse));
        }
        // Before it is locked: afterwards it cannot be opened again.
        #[cfg(unix)]
        let file = open_file(path).map_err(|error| ended(&io::Error::from(error)))?;
        let settings = serialport::new(path, baud)
            .timeout(PATIENCE)
            // Some CDC scanners stay silent without it.
            .dtr_on_open(true)
            .open()
            .map_err(|error| match error.kind() {
                ErrorKind::NoDevice => not_given(is_there(path)),
                ErrorKind::Io(kind) => ended(&io::Error::new(kind, error.description)),
                ErrorKind::InvalidInput | ErrorKind::Unknown => Ended::Blocked(Obstacle::Failed { detail: error.description }),
            })?;
        // A card scanned before nobody was listening is not the one that lies here now.
        if let Err(error) = settings.clear(ClearBuffer::Input) {
            tracing::debug!(port = path, %error, "what waited in a serial port could not be dropped");
        }
        Ok(Self {
            settings,
            #[cfg(unix)]
            file,
        })
    }

    /// Waits for bytes: until the pause is over where one is given, and otherwise as long as it takes.
    #[cfg(unix)]
    pub(super) fn read(&mut self, buffer: &mut [u8], pause: Option<Duration>, stop: &Stop) -> Came {
        let came = stop.read(&self.file, buffer, pause);
        if came == Came::HangUp {
            tracing::debug!(port = self.settings.name(), "a serial port hung up");
        }
        came
    }

    /// The same, and otherwise for a moment.
    #[cfg(not(unix))]
    pub(super) fn read(&mut self, buffer: &mut [u8], pause: Option<Duration>, stop: &Stop) -> Came {
        use io::Read as _;
        let until = pause.and_then(|pause| Instant::now().checked_add(pause));
        loop {
            if stop.is_set() {
                return Came::Stop;
            }
            let left = until.map(|until| until.saturating_duration_since(Instant::now()));
            // Nothing more is there: the wait at its shortest is as long as the system's clock ticks.
            if left == Some(Duration::ZERO) && matches!(self.settings.bytes_to_read(), Ok(0)) {
                return Came::Nothing;
            }
            let patience = left.map_or(PATIENCE, |left| left.clamp(Duration::from_millis(1), PATIENCE));
            if self.settings.set_timeout(patience).is_err() {
                return Came::HangUp;
            }
            match self.settings.read(buffer) {
                Ok(0) => return Came::HangUp,
                Ok(count) => return Came::Bytes(count),
                Err(error) if matches!(error.kind(), io::ErrorKind::TimedOut | io::ErrorKind::Interrupted) => {}
                Err(error) => {
                    tracing::debug!(port = self.settings.name(), %error, "a serial port hung up");
                    return Came::HangUp;
                }
            }
        }
    }
}

/// What a port is that the library did not give and that is there or not. On Windows it says the same of one that was
/// just unplugged as of one that another program has; on Unix of the latter only, since the port is open here by then.
fn not_given(is_there: bool) -> Ended {
    if is_there { Ended::Blocked(Obstacle::InUse) } else { Ended::Unplugged }
}

fn is_there(path: &str) -> bool {
    // Where ports cannot be listed it cannot be told, and one that is tried again harms nobody.
    cfg!(unix) || serialport::available_ports().map_or(true, |ports| ports.iter().any(|port| port.port_name == path))
}

/// Whether this user may open a port, without opening it.
pub(super) fn check_permission(path: &str) -> Result<(), Obstacle> {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        if access(path, Access::READ_OK | Access::WRITE_OK) == Err(rustix::io::Errno::ACCESS) {
            return Err(Obstacle::NoPermission);
        }
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(unix)]
fn open_file(path: &str) -> rustix::io::Result<std::os::fd::OwnedFd> {
    use rustix::fs::{Mode, OFlags, open};
    // Without waiting for a carrier, and not as the terminal that this process belongs to.
    open(path, OFlags::RDONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())
}

/// What an error on opening means.
fn ended(error: &io::Error) -> Ended {
    // Errors of a driver in the kernel: the device went while it was opened.
    #[cfg(unix)]
    if let Some(rustix::io::Errno::NODEV | rustix::io::Errno::NXIO) = rustix::io::Errno::from_io_error(error) {
        return Ended::Unplugged;
    }
    match error.kind() {
        io::ErrorKind::NotFound => Ended::Unplugged,
        io::ErrorKind::PermissionDenied => Ended::Blocked(Obstacle::NoPermission),
        io::ErrorKind::ResourceBusy => Ended::Blocked(Obstacle::InUse),
        _ => Ended::Blocked(Obstacle::Failed { detail: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_not_given_and_no_longer_there_was_unplugged_and_is_not_in_use() {
        assert_eq!(not_given(true), Ended::Blocked(Obstacle::InUse));
        assert_eq!(not_given(false), Ended::Unplugged);
    }
}
