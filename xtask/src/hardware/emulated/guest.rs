//! The emulated machine: started, listened to, served, and ended in time whatever happens.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::monitor::{self, Monitor};
use super::report::{Line, Report, Request};
use crate::machine::Sentence;

/// The emulator's program.
pub(super) const EMULATOR: &str = "qemu-system-x86_64";
/// The longest that a whole run may take.
const DEADLINE: Duration = Duration::from_secs(240);
/// The longest without a line.
const SILENCE: Duration = Duration::from_secs(60);
/// The longest until the emulator offers its sockets.
const START: Duration = Duration::from_secs(10);
/// The longest that a trial boot on the processor itself may take: KVM can be there and hang all the same.
const TRIAL: Duration = Duration::from_secs(15);
/// The longest until the serial scanner can be plugged in.
const PLUGGED: Duration = Duration::from_secs(5);
/// What the kernel is told; `panic=-1` ends the emulator where the kernel would stand still.
const KERNEL: &str = "console=ttyS0 quiet loglevel=4 panic=-1 tsc=reliable no_timer_check mitigations=off nokaslr random.trust_cpu=on";
/// Pulls the serial scanner out.
const UNPLUG: &str = r#"{"execute":"device_del","arguments":{"id":"scanner"}}"#;
/// Plugs it in, each time at another port. It has a serial number of its own.
const PLUG: &str = concat!(
    r#"{"execute":"device_add","arguments":{"driver":"usb-serial","id":"scanner","serial":"USB0001","#,
    r#""chardev":"line","bus":"usb.0","always-plugged":true}}"#
);

/// What is booted, and how.
pub(super) struct Machine {
    /// The kernel.
    pub(super) kernel: PathBuf,
    /// Its file system.
    pub(super) initramfs: PathBuf,
    /// Where the kernel's own messages go.
    pub(super) console: PathBuf,
    /// Whether the processor runs it itself (KVM) instead of being emulated.
    pub(super) is_direct: bool,
}

/// A machine that runs; ended when dropped.
struct Running {
    emulator: Child,
    sockets: PathBuf,
    monitor: Monitor,
    /// To the serial scanner.
    scanner: UnixStream,
    /// To the guest.
    answers: UnixStream,
    /// From the guest.
    lines: Receiver<String>,
}

impl Drop for Running {
    fn drop(&mut self) {
        end(&mut self.emulator, &self.sockets);
    }
}

fn end(emulator: &mut Child, sockets: &Path) {
    // It may have ended by itself already, and then there is nothing to end.
    let _ = emulator.kill();
    let _ = emulator.wait();
    let _ = fs::remove_dir_all(sockets);
}

/// Boots the machine, prints what it tells and does what it asks for, until its last line.
///
/// # Errors
/// A sentence, where the emulator cannot be started.
pub(super) fn run(machine: &Machine, wanted: &[String]) -> Result<Report, Sentence> {
    let mut running = start(machine, &format!("kaikuasema.cases={}", wanted.join(",")))?;
    let began = Instant::now();
    let mut report = Report::default();
    let mut is_up = false;
    loop {
        let wait = SILENCE.min(DEADLINE.saturating_sub(began.elapsed()));
        let line = match running.lines.recv_timeout(wait) {
            Ok(line) => line,
            Err(RecvTimeoutError::Timeout) => {
                report.give_up(format!("the guest was ended: it told nothing for {} s", wait.as_secs()));
                return Ok(report);
            }
            Err(RecvTimeoutError::Disconnected) => return Ok(report),
        };
        if !is_up {
            println!("The guest is up after {:.1} s.", began.elapsed().as_secs_f32());
            is_up = true;
        }
        match Line::parse(&line) {
            Some(Line::Asked(request)) => serve(&mut running, &request),
            Some(told) => {
                println!("  {}", line.trim_end());
                if report.take(&told) {
                    return Ok(report);
                }
            }
            None => println!("  {}", line.trim_end()),
        }
    }
}

/// Whether a machine that the processor runs itself comes up; one that hangs is ended.
pub(super) fn trial(machine: &Machine) -> bool {
    let direct =
        Machine { kernel: machine.kernel.clone(), initramfs: machine.initramfs.clone(), console: machine.console.clone(), is_direct: true };
    // A case of no name: the guest comes up, finds nothing to do and says so.
    start(&direct, "kaikuasema.cases=none").is_ok_and(|running| running.lines.recv_timeout(TRIAL).is_ok())
}

/// The last lines of the kernel's own messages.
pub(super) fn tail(console: &Path) -> String {
    let text = fs::read(console).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    let last = &lines[lines.len().saturating_sub(40)..];
    format!("The end of the guest's console ({}):\n{}", console.display(), last.join("\n"))
}

fn serve(running: &mut Running, request: &Request) {
    let outcome = match request {
        Request::Plug => plug(&mut running.monitor),
        Request::Unplug => running.monitor.command(UNPLUG),
        Request::Send(text) => running.scanner.write_all(text.as_bytes()).map_err(|error| format!("the serial line: {error}")),
    };
    let answer = match outcome {
        Ok(()) => "answer ok\n".to_owned(),
        Err(sentence) => format!("answer failed {}\n", sentence.replace('\n', " ")),
    };
    // A guest that is gone is noticed by its silence.
    let _ = running.answers.write_all(answer.as_bytes());
}

/// Plugs the serial scanner in. For a moment after it was pulled out, QEMU takes its line for used.
fn plug(monitor: &mut Monitor) -> Result<(), Sentence> {
    let began = Instant::now();
    loop {
        let outcome = monitor.command(PLUG);
        if outcome.is_ok() || began.elapsed() > PLUGGED {
            return outcome;
        }
        thread::sleep(Duration::from_millis(50));
    }
}

/// Starts the emulator and connects to all its sockets.
fn start(machine: &Machine, wish: &str) -> Result<Running, Sentence> {
    // In the folder for passing things: a socket's path has at most 107 bytes.
    let sockets = std::env::temp_dir().join(format!("kaikuasema-hw-{}", std::process::id()));
    fs::create_dir_all(&sockets).map_err(|error| format!("{} cannot be made: {error}", sockets.display()))?;
    let mut emulator = command(machine, &sockets, wish).spawn().map_err(|error| format!("cannot start {EMULATOR}: {error}"))?;
    match connections(&sockets) {
        Ok((monitor, scanner, answers, lines)) => Ok(Running { emulator, sockets, monitor, scanner, answers, lines }),
        Err(sentence) => {
            end(&mut emulator, &sockets);
            Err(sentence)
        }
    }
}

type Connections = (Monitor, UnixStream, UnixStream, Receiver<String>);

fn connections(sockets: &Path) -> Result<Connections, Sentence> {
    let answers = monitor::connect(&sockets.join("talk"), START)?;
    let scanner = monitor::connect(&sockets.join("line"), START)?;
    let monitor = Monitor::connect(&sockets.join("monitor"), START)?;
    let talk = answers.try_clone().map_err(|error| format!("the line to the guest: {error}"))?;
    let (sender, lines) = mpsc::channel();
    // Ends with the emulator, whose end of the socket it reads.
    thread::spawn(move || {
        let mut talk = BufReader::new(talk);
        let mut bytes = Vec::new();
        while talk.read_until(b'\n', &mut bytes).is_ok_and(|read| read > 0) {
            if sender.send(String::from_utf8_lossy(&bytes).into_owned()).is_err() {
                break;
            }
            bytes.clear();
        }
    });
    Ok((monitor, scanner, answers, lines))
}

fn command(machine: &Machine, sockets: &Path, wish: &str) -> Command {
    let socket = |name: &str| format!("socket,id={name},path={},server=on,wait=off", sockets.join(name).display());
    let mut command = Command::new(EMULATOR);
    if machine.is_direct {
        command.args(["-accel", "kvm", "-cpu", "host"]);
    } else {
        command.args(["-accel", "tcg,thread=multi", "-cpu", "max"]);
    }
    command.args(["-M", "q35", "-smp", "2", "-m", "768", "-nodefaults", "-no-reboot", "-display", "none"]);
    command.arg("-kernel").arg(&machine.kernel).arg("-initrd").arg(&machine.initramfs);
    command.arg("-append").arg(format!("{KERNEL} {wish}"));
    command.arg("-serial").arg(format!("file:{}", machine.console.display()));
    command.arg("-chardev").arg(socket("talk")).args(["-serial", "chardev:talk"]);
    command.arg("-chardev").arg(socket("line")).arg("-qmp").arg(format!("unix:{},server=on,wait=off", sockets.join("monitor").display()));
    command.args(["-device", "qemu-xhci,id=usb"]);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_console_the_end_is_shown() {
        let console = std::env::temp_dir().join(format!("kaikuasema-console-{}", std::process::id()));
        let lines: Vec<String> = (0..100).map(|number| format!("line {number}")).collect();
        fs::write(&console, lines.join("\n")).unwrap();
        let tail = tail(&console);
        fs::remove_file(&console).unwrap();
        assert!(tail.contains("line 60\n") && tail.ends_with("line 99") && !tail.contains("line 59\n"));
    }

    #[test]
    fn the_kernel_is_told_which_cases_are_wanted() {
        let machine = Machine { kernel: "k".into(), initramfs: "i".into(), console: "c".into(), is_direct: false };
        let command = command(&machine, Path::new("/s"), "kaikuasema.cases=hid,camera");
        let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
        assert!(words.iter().any(|word| word.ends_with(" kaikuasema.cases=hid,camera")));
        assert!(words.contains(&"socket,id=talk,path=/s/talk,server=on,wait=off".to_owned()));
    }
}
