//! A disk as a test holds it: started, commanded, and always unmounted.

use crate::command::{Answer, Command, Errno, Fault, Mode, Operation};
use crate::step::Step;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Set to have a test fail, and not be skipped, where no disk can be mounted.
pub const REQUIRED: &str = "REQUIRE_FUSE";
/// How long the program may take to unmount and end before it is ended.
const TIME_TO_END: Duration = Duration::from_secs(20);

/// Why there is no disk, or it does not obey.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// This machine has no FUSE, or nobody may mount here.
    #[error("no file system can be mounted here: {reason}")]
    NoFuse {
        /// What was said.
        reason: String,
    },
    /// The program cannot be started or does not answer.
    #[error("the program that serves the disk does not answer")]
    Silent(#[from] io::Error),
    /// What it said is no answer.
    #[error("what the disk said is no answer")]
    NoAnswer(#[from] serde_json::Error),
    /// It refused.
    #[error("the disk refused: {reason}")]
    Refused {
        /// Why.
        reason: String,
    },
}

/// A mounted disk, empty at first.
#[derive(Debug)]
pub struct Disk {
    place: TempDir,
    mount: PathBuf,
    program: Mutex<Program>,
}

#[derive(Debug)]
struct Program {
    child: Child,
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Program {
    fn answer(&mut self) -> Result<Answer, DiskError> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        Ok(serde_json::from_str(&line)?)
    }
}

impl Disk {
    /// Mounts a disk that `program` (the binary `kaikuasema-faultdisk`) serves; none, and a line about why, where this
    /// machine cannot mount one and [`REQUIRED`] is not set.
    ///
    /// # Errors
    /// [`DiskError::NoFuse`] where it is required and cannot be had; else when the program does not start.
    pub fn mount_or_skip(program: &Path) -> Result<Option<Self>, DiskError> {
        match Self::mount(program) {
            Err(DiskError::NoFuse { reason }) if std::env::var_os(REQUIRED).is_none_or(|value| value != "1") => {
                // Not by the macro, which the test runner would keep to itself.
                let _ = writeln!(io::stderr(), "skipped: no disk can be mounted here ({reason}); {REQUIRED}=1 makes this a failure");
                Ok(None)
            }
            Err(error) => Err(error),
            Ok(disk) => Ok(Some(disk)),
        }
    }

    /// Mounts a disk.
    ///
    /// # Errors
    /// [`DiskError::NoFuse`] where none can be mounted; else when the program does not start.
    pub fn mount(program: &Path) -> Result<Self, DiskError> {
        if !Path::new("/dev/fuse").exists() {
            return Err(DiskError::NoFuse { reason: "there is no /dev/fuse".to_owned() });
        }
        let place = tempfile::tempdir()?;
        let mount = place.path().join("disk");
        std::fs::create_dir(&mount)?;
        let mut child = std::process::Command::new(program).arg(&mount).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let (commands, Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::from(io::ErrorKind::BrokenPipe).into());
        };
        let mut program = Program { child, commands, answers: BufReader::new(answers) };
        let mounted = program.answer();
        // From here on it is unmounted and the program ended, whatever happens.
        let disk = Self { place, mount, program: Mutex::new(program) };
        match mounted? {
            Answer::Failed(reason) => Err(DiskError::NoFuse { reason }),
            _ => Ok(disk),
        }
    }

    /// Where it is mounted.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.mount
    }

    /// Tells the disk something.
    ///
    /// # Errors
    /// When it does not answer, or refuses.
    pub fn tell(&self, command: &Command) -> Result<u64, DiskError> {
        let mut program = self.program.lock().unwrap_or_else(PoisonError::into_inner);
        let mut line = serde_json::to_vec(command)?;
        line.push(b'\n');
        program.commands.as_mut().ok_or(io::ErrorKind::BrokenPipe).map_err(io::Error::from)?.write_all(&line)?;
        match program.answer()? {
            Answer::Done => Ok(0),
            Answer::Count(count) => Ok(count),
            Answer::Failed(reason) => Err(DiskError::Refused { reason }),
        }
    }

    /// Lets the nth operation from now on fail, of files whose names end so, and all after it where it `stays`.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn fail(&self, operation: Operation, nth: u64, errno: Errno, name_ends: &str, stays: bool) -> Result<(), DiskError> {
        let fault = Fault { operation, nth, stays, errno, name_ends: name_ends.to_owned() };
        self.tell(&Command::Fail(fault)).map(|_| ())
    }

    /// Ends all failures and tells how many there were.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn heal(&self) -> Result<u64, DiskError> {
        self.tell(&Command::Heal)
    }

    /// Sets what may be done.
    ///
    /// # Errors
    /// When the disk does not answer.
    pub fn set_mode(&self, mode: Mode) -> Result<(), DiskError> {
        self.tell(&Command::Mode(mode)).map(|_| ())
    }

    /// All that was done to the disk so far.
    ///
    /// # Errors
    /// When the disk does not answer, or what it wrote cannot be read.
    pub fn steps(&self) -> Result<Vec<Step>, DiskError> {
        let path = self.place.path().join("steps");
        self.tell(&Command::Steps(path.clone()))?;
        let mut steps = Vec::new();
        for line in BufReader::new(File::open(path)?).lines() {
            steps.push(serde_json::from_str(&line?)?);
        }
        Ok(steps)
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let program = self.program.get_mut().unwrap_or_else(PoisonError::into_inner);
        // The program unmounts and ends when nothing more can come.
        program.commands = None;
        let started = Instant::now();
        while started.elapsed() < TIME_TO_END {
            match program.child.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(2)),
                _ => break,
            }
        }
        let has_ended_well = matches!(program.child.try_wait(), Ok(Some(status)) if status.success());
        if !has_ended_well {
            // With the program the kernel lets go of whatever waits for the disk; the name stays mounted until taken off.
            let _ = program.child.kill();
            let _ = program.child.wait();
            take_off(&self.mount);
        }
    }
}

/// Unmounts what its program left mounted, by whichever of the system's programs may.
fn take_off(mount: &Path) {
    for (program, arguments) in [("umount", &["-l"][..]), ("fusermount3", &["-u", "-z"][..])] {
        let done = std::process::Command::new(program).args(arguments).arg(mount).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if done.is_ok_and(|status| status.success()) {
            return;
        }
    }
}
