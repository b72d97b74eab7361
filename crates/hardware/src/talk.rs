//! The line to the machine around the guest: what is told, what is asked for.
//!
//! It is a serial port of its own, so that no message of the kernel ever lands in the middle of a line.

use crate::failure::{Failure, trying};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
use std::fmt::Display;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

/// The port that the machine around the guest listens at.
const PORT: &str = "/dev/ttyS1";
/// The longest that the machine around the guest may take to do what it is asked.
const ANSWER: Duration = Duration::from_secs(20);

/// The line to the machine around the guest.
pub(crate) struct Talk {
    port: File,
}

/// Opens a terminal line and makes it pass every byte as it is.
pub(crate) fn open_raw(path: &Path) -> Result<File, Failure> {
    let name = || path.display().to_string();
    let file = OpenOptions::new().read(true).write(true).open(path).map_err(trying(name()))?;
    let mut settings = tcgetattr(&file).map_err(|error| trying(name())(error.into()))?;
    settings.make_raw();
    tcsetattr(&file, OptionalActions::Now, &settings).map_err(|error| trying(name())(error.into()))?;
    Ok(file)
}

impl Talk {
    /// Opens the line.
    pub(crate) fn open() -> Result<Self, Failure> {
        Ok(Self { port: open_raw(Path::new(PORT))? })
    }

    /// Tells one line. A line that cannot be told is missed on the other side.
    pub(crate) fn tell(&mut self, word: &str, rest: impl Display) {
        let line = format!("{word} {rest}").replace(['\r', '\n'], " ");
        let _ = self.port.write_all(format!("{}\n", line.trim_end()).as_bytes());
    }

    /// Asks for something and waits until it is done.
    pub(crate) fn ask(&mut self, what: &str) -> Result<(), Failure> {
        self.tell("ask", what);
        match self.line()?.strip_prefix("answer ") {
            Some("ok") => Ok(()),
            answer => Err(Failure::Otherwise(format!("asked to {what}, the answer was {answer:?}"))),
        }
    }

    fn line(&mut self) -> Result<String, Failure> {
        let until = Instant::now() + ANSWER;
        let mut line = Vec::new();
        loop {
            let left = Timespec::try_from(until.saturating_duration_since(Instant::now())).unwrap_or_default();
            let ready = poll(&mut [PollFd::new(&self.port, PollFlags::IN)], Some(&left));
            if ready.map_err(|error| trying(PORT)(error.into()))? == 0 {
                return Err(Failure::Otherwise("the machine around the guest gave no answer".to_owned()));
            }
            let mut byte = [0];
            self.port.read_exact(&mut byte).map_err(trying(PORT))?;
            match byte {
                [b'\n'] => return Ok(String::from_utf8_lossy(&line).trim_end().to_owned()),
                [byte] => line.push(byte),
            }
        }
    }
}
