//! The program that serves a disk: mounts it on the folder it is given, obeys the lines of its standard input, and
//! unmounts it when they end. Started by tests.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    match linux::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    ExitCode::FAILURE
}

#[cfg(target_os = "linux")]
mod linux {
    use kaikuasema_faultdisk::serve::Served;
    use kaikuasema_faultdisk::{Answer, Command};
    use std::io::{self, BufRead, Write};
    use std::path::PathBuf;
    use std::sync::mpsc::{self, RecvTimeoutError};
    use std::time::{Duration, Instant};

    /// A disk lives no longer than this: a test that hangs on it then fails, and nothing stays mounted.
    const LONGEST_LIFE: Duration = Duration::from_secs(20 * 60);

    pub(super) fn run() -> io::Result<()> {
        let folder = std::env::args_os().nth(1).map(PathBuf::from).ok_or(io::ErrorKind::InvalidInput)?;
        let disk = Served::default();
        let session = match disk.mount(&folder) {
            Ok(session) => session,
            Err(error) => {
                say(&Answer::Failed(error.to_string()))?;
                return Err(error);
            }
        };
        say(&Answer::Done)?;
        let end = Instant::now() + LONGEST_LIFE;
        let (lines, told) = mpsc::channel();
        std::thread::spawn(move || {
            for line in io::stdin().lock().lines().map_while(Result::ok) {
                if lines.send(line).is_err() {
                    break;
                }
            }
        });
        loop {
            let line = match told.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(line) => line,
                Err(RecvTimeoutError::Disconnected) => break,
                // With this process the kernel tells whatever waits for the disk that it is gone.
                Err(RecvTimeoutError::Timeout) => return Err(io::ErrorKind::TimedOut.into()),
            };
            let answer = match serde_json::from_str::<Command>(&line) {
                Ok(command) => disk.obey(command),
                Err(error) => Answer::Failed(error.to_string()),
            };
            say(&answer)?;
        }
        // Flushes that still wait would keep whoever asked for them.
        let _ = disk.obey(Command::LetGo);
        session.umount_and_join()
    }

    fn say(answer: &Answer) -> io::Result<()> {
        let mut out = io::stdout().lock();
        serde_json::to_writer(&mut out, answer)?;
        out.write_all(b"\n")?;
        out.flush()
    }
}
