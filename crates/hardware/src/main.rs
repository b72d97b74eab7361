//! The one program of the emulated guest of `cargo xtask hardware`: it is the guest's first process, it makes
//! the devices, and it reads them with the station's own code.
//!
//! A device is made on one side of the kernel (a USB gadget, a camera at the end of a socket) and read on the
//! other through the same drivers as on a counter's machine. Nothing of the kernel is pretended.

#[cfg(target_os = "linux")]
mod cases;
#[cfg(target_os = "linux")]
mod failure;
#[cfg(target_os = "linux")]
mod gadget;
#[cfg(target_os = "linux")]
mod heard;
#[cfg(target_os = "linux")]
mod init;
#[cfg(target_os = "linux")]
mod onlooker;
#[cfg(target_os = "linux")]
mod readers;
#[cfg(target_os = "linux")]
mod scanner;
#[cfg(target_os = "linux")]
#[path = "../../devices/tests/idle/switches.rs"]
#[allow(unreachable_pub, reason = "private to this program")]
mod switches;
#[cfg(target_os = "linux")]
mod talk;
#[cfg(target_os = "linux")]
mod webcam;

#[cfg(target_os = "linux")]
use kaikuasema_devices::camera;
use std::process::ExitCode;

fn main() -> ExitCode {
    run(std::env::args().nth(1).as_deref())
}

#[cfg(target_os = "linux")]
fn run(part: Option<&str>) -> ExitCode {
    match part {
        Some(camera::worker::FLAG) => camera::worker::run(),
        Some(init::CASES) => cases::run(),
        Some(onlooker::ONLOOKER) => onlooker::run(),
        _ if std::process::id() == 1 => init::run(),
        _ => elsewhere(),
    }
}

#[cfg(not(target_os = "linux"))]
fn run(_part: Option<&str>) -> ExitCode {
    elsewhere()
}

/// Outside the guest there is nothing that this program could do.
#[allow(clippy::print_stderr, reason = "a program speaks on the terminal")]
fn elsewhere() -> ExitCode {
    eprintln!("This program runs as the first process of an emulated guest: use `cargo xtask hardware`.");
    ExitCode::from(64)
}
