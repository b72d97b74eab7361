//! A worker as a process: started with pipes, heard by a thread, ended and reaped.

use super::Input;
use crate::camera::wire::{self, Command, Message, Told};
use crate::camera::{CameraError, Program};
use crate::{Reader, State};
use std::io::{self, BufReader};
use std::process::{Child, ChildStdin, ChildStdout, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::{Duration, Instant};

/// More messages than this a second come from no sound worker.
const MOST_A_SECOND: u32 = 400;
/// How long an ended process may take to be gone before a thread of its own waits for it.
const REAPED_WITHIN: Duration = Duration::from_millis(300);

/// So many ended processes at most may be held in the kernel before no other is started: each holds memory and a
/// camera, and there is no end to them where a driver lets none go.
const HELD_AT_MOST: usize = 2;

/// Ended processes that the kernel holds.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// One of them, as long as it is.
struct Held(&'static AtomicUsize);

impl Held {
    fn new(count: &'static AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::AcqRel);
        Self(count)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// Whether another process may be started.
fn room(held: &AtomicUsize) -> io::Result<()> {
    if held.load(Ordering::Acquire) < HELD_AT_MOST {
        return Ok(());
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "earlier processes of the camera do not end"))
}

/// Why there is nothing more to hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It ended, or closed its pipe.
    Closed,
    /// What it sent is no message.
    Garbage,
    /// It sends more than anybody can use.
    Flood,
}

/// A worker's process.
pub(super) struct Process {
    child: Child,
    commands: ChildStdin,
}

impl Process {
    /// Starts a worker and sends it its first command. What it says comes to `inputs` under this number.
    pub(super) fn start(program: &Program, number: u64, inputs: &SyncSender<Input>, first: &Command) -> io::Result<Self> {
        let (mut process, output) = Self::spawn(program)?;
        let inputs = inputs.clone();
        let hear = move || {
            let ending = hear(output, |message| inputs.send(Input::Heard(number, message)).is_ok());
            // Nobody listens any more when the camera was closed meanwhile.
            let _ = inputs.send(Input::Ended(number, ending));
        };
        let heard = thread::Builder::new().name("camera-ear".to_owned()).spawn(hear);
        if let Err(error) = heard {
            process.end();
            return Err(error);
        }
        // A worker that ended at once is heard of by its pipe.
        let _ = process.command(first);
        Ok(process)
    }

    /// An error of the kind [`io::ErrorKind::ResourceBusy`]: too many before it do not end.
    fn spawn(program: &Program) -> io::Result<(Self, ChildStdout)> {
        room(&HELD)?;
        let mut command = std::process::Command::new(&program.path);
        // Its standard error is nobody's: libraries print there what they please.
        command.args(&program.arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        #[cfg(unix)]
        std::os::unix::process::CommandExt::arg0(&mut command, "kaikuasema-camera");
        #[cfg(windows)]
        {
            /// No console window.
            const CREATE_NO_WINDOW: u32 = 0x0800_0000;
            std::os::windows::process::CommandExt::creation_flags(&mut command, CREATE_NO_WINDOW);
        }
        let mut child = command.spawn()?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(commands), Some(output)) => Ok((Self { child, commands }, output)),
            _ => Err(io::Error::other("no pipes")),
        }
    }

    /// Sends a command. They are few and short, so that the pipe always has room for one.
    pub(super) fn command(&mut self, command: &Command) -> io::Result<()> {
        wire::write_command(&mut self.commands, command)
    }

    /// Ends it at once; its camera is closed by the system. Gives how it had ended, if it had.
    pub(super) fn end(self) -> Option<ExitStatus> {
        let Self { mut child, commands } = self;
        let ended = child.try_wait().ok().flatten();
        if ended.is_some() {
            return ended;
        }
        // An error: it has ended this moment.
        let _ = child.kill();
        drop(commands);
        let until = Instant::now() + REAPED_WITHIN;
        while Instant::now() < until {
            if !matches!(child.try_wait(), Ok(None)) {
                return None;
            }
            thread::sleep(Duration::from_millis(2));
        }
        // A driver holds it in the kernel: whoever waits for that must not be the station.
        let held = Held::new(&HELD);
        let reap = move || {
            let _ = child.wait();
            drop(held);
        };
        let _ = thread::Builder::new().name("camera-reaper".to_owned()).spawn(reap);
        None
    }
}

/// Hears a worker until it ends, or must not be heard any longer; `pass` says whether to go on.
fn hear(output: ChildStdout, mut pass: impl FnMut(Message) -> bool) -> Ending {
    let mut output = BufReader::with_capacity(256 * 1024, output);
    let (mut second, mut count) = (Instant::now(), 0);
    loop {
        let message = match wire::read_message(&mut output) {
            Ok(Some(message)) => message,
            Ok(None) | Err(wire::WireError::Pipe(_) | wire::WireError::CutOff) => return Ending::Closed,
            Err(_) => return Ending::Garbage,
        };
        if second.elapsed() >= Duration::from_secs(1) {
            (second, count) = (Instant::now(), 0);
        }
        count += 1;
        if count > MOST_A_SECOND {
            return Ending::Flood;
        }
        if !pass(message) {
            return Ending::Closed;
        }
    }
}

/// See [`crate::camera::list`].
pub(crate) fn list(program: &Program, patience: Duration) -> Result<Vec<(Reader, State)>, CameraError> {
    let (mut process, output) = Process::spawn(program).map_err(CameraError::Start)?;
    let (answer, answered) = mpsc::channel();
    let hear = move || {
        hear(output, |message| match message {
            Message::Told(told @ (Told::Checked(_) | Told::Unlisted(_))) => {
                let _ = answer.send(told);
                false
            }
            _ => true,
        })
    };
    let heard = thread::Builder::new().name("camera-ear".to_owned()).spawn(hear).map_err(CameraError::Thread);
    let answer = heard.and_then(|_| {
        // A worker that ended at once is heard of by its pipe.
        let _ = process.command(&Command::Check);
        answered.recv_timeout(patience).map_err(|error| match error {
            RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected => CameraError::NoAnswer,
        })
    });
    process.end();
    match answer? {
        Told::Checked(readers) => Ok(readers),
        Told::Unlisted(obstacle) => Err(CameraError::Unlisted(obstacle)),
        _ => Err(CameraError::NoAnswer),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_the_kernel_holds_two_ended_processes_no_other_is_started() {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let first = Held::new(&COUNT);
        assert!(room(&COUNT).is_ok());
        let second = Held::new(&COUNT);
        assert_eq!(room(&COUNT).unwrap_err().kind(), io::ErrorKind::ResourceBusy);
        drop(first);
        assert!(room(&COUNT).is_ok());
        drop(second);
        assert_eq!(COUNT.load(Ordering::Acquire), 0);
    }
}
