//! One keyboard of the kernel's, opened.

use super::stream::Input;
use crate::driver::Ended;
use crate::reader::Obstacle;
use evdev::raw_stream::RawDevice;
use evdev::{EventType, SynchronizationCode};
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::OpenOptionsExt as _;

/// What [`hold`](super::hold) needs of a keyboard.
pub(super) trait Device: AsFd {
    /// The events that are there now, without waiting for more.
    fn events(&mut self, into: &mut Vec<Input>) -> io::Result<()>;
    /// The keys that are down, in Linux's numbers.
    fn down(&self) -> io::Result<Vec<u16>>;
    /// Takes the keyboard from every other program. The system gives it back when this is dropped, however the
    /// program ends.
    fn grab(&mut self) -> io::Result<()>;
    /// Gives it back.
    fn release(&mut self) -> io::Result<()>;
}

/// A keyboard by its node.
pub(super) struct Evdev(RawDevice);

impl Evdev {
    /// Opens it, reading only.
    pub(super) fn open(path: &str) -> io::Result<Self> {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        let flags = i32::try_from(flags.bits()).unwrap_or(0);
        let file = File::options().read(true).custom_flags(flags).open(path)?;
        RawDevice::try_from(file).map(Self)
    }
}

impl AsFd for Evdev {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Device for Evdev {
    fn events(&mut self, into: &mut Vec<Input>) -> io::Result<()> {
        loop {
            let before = into.len();
            // Each read takes a part of what the kernel holds, and the library may keep some of it for the next.
            match self.0.fetch_events() {
                Ok(events) => into.extend(events.filter_map(|event| input(event.event_type(), event.code(), event.value()))),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            }
            if into.len() == before {
                return Ok(());
            }
        }
    }

    fn down(&self) -> io::Result<Vec<u16>> {
        Ok(self.0.get_key_state()?.iter().map(evdev::KeyCode::code).collect())
    }

    fn grab(&mut self) -> io::Result<()> {
        self.0.grab()
    }

    fn release(&mut self) -> io::Result<()> {
        self.0.ungrab()
    }
}

fn input(kind: EventType, code: u16, value: i32) -> Option<Input> {
    match kind {
        EventType::KEY => Some(Input::Key { code, value }),
        EventType::SYNCHRONIZATION if code == SynchronizationCode::SYN_REPORT.0 => Some(Input::Report),
        EventType::SYNCHRONIZATION if code == SynchronizationCode::SYN_DROPPED.0 => Some(Input::Lost),
        _ => None,
    }
}

/// What an error of the system means for the keyboard.
pub(super) fn ended(error: &io::Error) -> Ended {
    use rustix::io::Errno;
    match error.raw_os_error().map(Errno::from_raw_os_error) {
        Some(Errno::NODEV | Errno::NOENT | Errno::NXIO) => Ended::Unplugged,
        Some(Errno::ACCESS | Errno::PERM) => Ended::Blocked(Obstacle::NoPermission),
        Some(Errno::BUSY) => Ended::Blocked(Obstacle::InUse),
        _ => Ended::Blocked(Obstacle::Failed { detail: error.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(errno: rustix::io::Errno) -> Ended {
        ended(&io::Error::from_raw_os_error(errno.raw_os_error()))
    }

    #[test]
    fn busy_forbidden_and_gone_are_told_apart() {
        use rustix::io::Errno;
        assert_eq!(error(Errno::BUSY), Ended::Blocked(Obstacle::InUse));
        assert_eq!(error(Errno::ACCESS), Ended::Blocked(Obstacle::NoPermission));
        assert_eq!(error(Errno::NODEV), Ended::Unplugged);
        assert_eq!(error(Errno::NOENT), Ended::Unplugged);
        assert!(matches!(error(Errno::IO), Ended::Blocked(Obstacle::Failed { detail }) if !detail.is_empty()));
    }

    #[test]
    fn what_is_no_keyboard_of_the_kernels_is_not_opened() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = Evdev::open(file.path().to_str().unwrap()).err().unwrap();
        assert!(matches!(ended(&error), Ended::Blocked(Obstacle::Failed { .. })), "{error}");
        let error = Evdev::open("/dev/input/event-that-is-not").err().unwrap();
        assert_eq!(ended(&error), Ended::Unplugged);
    }

    #[test]
    fn only_keys_and_what_belongs_to_them_is_taken_from_the_kernel() {
        assert_eq!(input(EventType::KEY, 30, 1), Some(Input::Key { code: 30, value: 1 }));
        assert_eq!(input(EventType::SYNCHRONIZATION, 0, 0), Some(Input::Report));
        assert_eq!(input(EventType::SYNCHRONIZATION, 3, 0), Some(Input::Lost));
        assert_eq!(input(EventType::MISC, 4, 0x70004), None);
        assert_eq!(input(EventType::LED, 1, 1), None);
    }
}
