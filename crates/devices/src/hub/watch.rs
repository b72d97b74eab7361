//! Hot plug without polling: told by the system that a device node came, went or changed its rights.

use crate::driver::Stop;
use std::io;
use std::thread::JoinHandle;

/// What the system told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "such a system tells nothing"))]
pub(super) enum Told {
    /// Something was plugged in or out, or got other rights.
    Changed,
    /// It will tell no more.
    NoLonger,
}

/// Calls `tell` from a thread of its own whenever something was plugged in or out, until `stop` is set.
///
/// # Errors
/// Where the system cannot tell; it has to be asked now and then.
#[cfg(target_os = "linux")]
pub(super) fn start(stop: Stop, tell: impl Fn(Told) + Send + 'static) -> io::Result<JoinHandle<()>> {
    let nodes = linux::Nodes::new()?;
    std::thread::Builder::new().name("reader-watch".into()).spawn(move || nodes.watch(&stop, &tell))
}

/// The same on systems that do not tell.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub(super) fn start(_: Stop, _: impl Fn(Told) + Send + 'static) -> io::Result<JoinHandle<()>> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
mod linux {
    use super::Told;
    use crate::driver::{Stop, Woken};
    use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
    use std::io;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;

    const DEVICES: &str = "/dev";
    const INPUT: &str = "/dev/input";

    pub(super) struct Nodes(pub(super) OwnedFd);

    impl Nodes {
        pub(super) fn new() -> io::Result<Self> {
            let nodes = Self(init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?);
            nodes.add(DEVICES)?;
            // It comes with the first input device.
            let _ = nodes.add(INPUT);
            Ok(nodes)
        }

        fn add(&self, folder: &str) -> io::Result<()> {
            // A node's rights are set after it was made, and so told apart.
            let what = WatchFlags::CREATE | WatchFlags::DELETE | WatchFlags::ATTRIB | WatchFlags::MOVED_TO | WatchFlags::ONLYDIR;
            add_watch(&self.0, folder, what)?;
            Ok(())
        }

        pub(super) fn watch(self, stop: &Stop, tell: &dyn Fn(Told)) {
            let mut buffer = [MaybeUninit::uninit(); 4_096];
            while stop.wait_for(&self.0, None) != Woken::Stopped {
                let mut is_reader = false;
                let mut is_input = false;
                let mut events = Reader::new(&self.0, &mut buffer);
                loop {
                    match events.next() {
                        Ok(event) => {
                            let name = event.file_name().map(|name| name.to_bytes().to_vec()).unwrap_or_default();
                            is_input |= name == b"input";
                            is_reader |= concerns_readers(&name) || event.events().contains(ReadFlags::QUEUE_OVERFLOW);
                        }
                        Err(rustix::io::Errno::AGAIN) => break,
                        Err(rustix::io::Errno::INTR) => {}
                        Err(error) => {
                            tracing::warn!(%error, "hot plug is no longer told; readers are looked for each second");
                            tell(Told::NoLonger);
                            return;
                        }
                    }
                }
                if is_input {
                    let _ = self.add(INPUT);
                }
                if is_reader || is_input {
                    tell(Told::Changed);
                }
            }
        }
    }

    /// Whether a node of this name may be a reader: a scanner, a keyboard, a serial port.
    pub(super) fn concerns_readers(name: &[u8]) -> bool {
        let is_port = name.strip_prefix(b"tty").and_then(<[u8]>::first).is_some_and(u8::is_ascii_uppercase);
        is_port || [&b"hidraw"[..], b"event", b"rfcomm"].iter().any(|start| name.starts_with(start))
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_nodes_of_readers_wake() {
        for name in ["hidraw0", "ttyACM0", "ttyUSB12", "event3", "rfcomm0"] {
            assert!(linux::concerns_readers(name.as_bytes()), "{name}");
        }
        for name in ["tty", "tty1", "pts", "shm", "sda", "video0", ""] {
            assert!(!linux::concerns_readers(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn watching_ends_when_it_shall() {
        let stop = Stop::new();
        let watching = start(stop.clone(), |_| {}).unwrap();
        stop.set();
        watching.join().unwrap();
    }

    #[test]
    fn a_watch_that_breaks_says_so() {
        // What can only be written to fails as it is read.
        let (_, broken) = io::pipe().unwrap();
        let told = std::cell::RefCell::new(Vec::new());
        linux::Nodes(broken.into()).watch(&Stop::new(), &|what| told.borrow_mut().push(what));
        assert_eq!(*told.borrow(), [Told::NoLonger]);
    }
}
