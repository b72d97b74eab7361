//! QEMU's monitor: plugging in and pulling out while the guest runs.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::machine::Sentence;

/// The longest that QEMU may take to answer.
const ANSWER: Duration = Duration::from_secs(10);

/// A connection over which QEMU takes commands (its protocol is called QMP).
pub(super) struct Monitor {
    stream: BufReader<UnixStream>,
}

impl Monitor {
    /// Connects to the monitor's socket.
    ///
    /// # Errors
    /// A sentence, where QEMU does not offer it in time.
    pub(super) fn connect(socket: &Path, within: Duration) -> Result<Self, Sentence> {
        let stream = connect(socket, within)?;
        stream.set_read_timeout(Some(ANSWER)).map_err(|error| format!("QEMU's monitor: {error}"))?;
        let mut monitor = Self { stream: BufReader::new(stream) };
        // QEMU speaks first, then waits to be told which of its abilities are used: none.
        monitor.line()?;
        monitor.command("{\"execute\":\"qmp_capabilities\"}")?;
        Ok(monitor)
    }

    /// Gives a command and waits until QEMU says that it is done.
    ///
    /// # Errors
    /// A sentence with QEMU's own words, where it refuses or does not answer.
    pub(super) fn command(&mut self, json: &str) -> Result<(), Sentence> {
        writeln!(self.stream.get_mut(), "{json}").map_err(|error| format!("QEMU's monitor: {error}"))?;
        loop {
            let line = self.line()?;
            match answer(&line) {
                Some(true) => return Ok(()),
                Some(false) => return Err(format!("QEMU refuses {json}: {}", line.trim())),
                None => {}
            }
        }
    }

    fn line(&mut self) -> Result<String, Sentence> {
        let mut line = String::new();
        match self.stream.read_line(&mut line) {
            Ok(0) => Err("QEMU closed its monitor".to_owned()),
            Ok(_) => Ok(line),
            Err(error) => Err(format!("QEMU's monitor: {error}")),
        }
    }
}

/// Whether a line tells that a command was done; `None` for anything else, such as an event.
fn answer(line: &str) -> Option<bool> {
    if line.starts_with("{\"return\"") {
        Some(true)
    } else if line.starts_with("{\"error\"") {
        Some(false)
    } else {
        None
    }
}

/// Connects to a socket that another program is about to offer.
///
/// # Errors
/// A sentence, where it does not in time.
pub(super) fn connect(socket: &Path, within: Duration) -> Result<UnixStream, Sentence> {
    let began = Instant::now();
    loop {
        match UnixStream::connect(socket) {
            Ok(stream) => return Ok(stream),
            Err(error) if began.elapsed() > within => return Err(format!("QEMU does not offer {}: {error}", socket.display())),
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_no_answers() {
        assert_eq!(answer("{\"return\": {}}\r\n"), Some(true));
        assert_eq!(answer("{\"error\": {\"class\": \"GenericError\"}}"), Some(false));
        assert_eq!(answer("{\"timestamp\": {}, \"event\": \"DEVICE_DELETED\"}"), None);
    }
}
