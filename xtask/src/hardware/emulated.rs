//! The emulated machine: what it is made of, how it runs, what it tells.

mod guest;
mod initramfs;
mod kernel;
mod modules;
mod monitor;
mod report;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::machine::{self, Sentence};
use crate::packages::{self, Need};

/// The package with the guest's one program.
const PROGRAM: &str = "kaikuasema-hardware";
/// Set to let the guest run on the processor itself, if a trial shows that it does.
const KVM: &str = "KAIKUASEMA_KVM";

/// The kernel and its modules.
pub(super) use kernel::Kernel;

/// Boots the guest and runs the wanted cases.
///
/// # Errors
/// A sentence, where a case failed, or the guest could not be made or did not tell of its end.
pub(super) fn run(kernel: Kernel, wanted: &[String]) -> Result<(), Sentence> {
    let began = Instant::now();
    let program = build()?;
    println!("The guest's program is built after {}.", seconds(began.elapsed()));
    let folder = cache();
    let initramfs = folder.join("initramfs");
    initramfs::write(&initramfs, &program, &kernel.modules)?;
    let mut machine = guest::Machine { kernel: kernel.image, initramfs, console: folder.join("console.log"), is_direct: false };
    if env::var_os(KVM).is_some_and(|value| value == "1") {
        machine.is_direct = guest::trial(&machine);
        println!(
            "{}",
            if machine.is_direct { "The processor runs the guest itself." } else { "KVM does not run the guest: it is emulated." }
        );
    }
    let boot = Instant::now();
    let report = guest::run(&machine, wanted)?;
    println!("{} The guest ran for {}, the whole took {}.", report.summary(), seconds(boot.elapsed()), seconds(began.elapsed()));
    report.verdict().inspect_err(|_| println!("{}", guest::tail(&machine.console)))
}

/// The kernel and its modules, once everything that runs them is installed.
///
/// # Errors
/// A sentence: what is missing on this machine and how it is come by.
pub(super) fn gather() -> Result<Kernel, Sentence> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err("the emulated guest needs Linux on a 64-bit PC processor".to_owned());
    }
    packages::ensure(&[Need::Build, Need::Guest], false)?;
    if !machine::has_program(guest::EMULATOR) {
        return Err(format!("{} is missing; on Debian: apt-get install --no-install-recommends qemu-system-x86", guest::EMULATOR));
    }
    kernel::ready(&cache())
}

/// Builds the guest's program.
fn build() -> Result<PathBuf, Sentence> {
    let root = machine::root();
    let mut cargo = Command::new(machine::cargo());
    // With the features of the whole workspace under test, so that what the tests built is not built a second time.
    cargo.args(["build", "--quiet", "--workspace", "--features", "failpoints", "--bin", PROGRAM]);
    cargo.current_dir(&root).stdin(Stdio::null());
    if !machine::succeeds(&mut cargo)? {
        return Err("the guest's program could not be built: the lines above say why".to_owned());
    }
    let program = machine::target_dir(&root).join("debug").join(PROGRAM);
    if program.is_file() { Ok(program) } else { Err(format!("{} is not where cargo builds it", program.display())) }
}

/// Where kernel, file system and console log are kept from run to run.
fn cache() -> PathBuf {
    machine::target_dir(&machine::root()).join("hardware")
}

fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f32())
}

/// Reads a file whole; says which one if that fails.
fn read(path: &Path) -> Result<Vec<u8>, Sentence> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}
