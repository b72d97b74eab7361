//! The guest's first process: mounts what the kernel offers, loads the drivers, runs the cases, and ends the guest.

use crate::failure::{Failure, trying};
use crate::talk::Talk;
use rustix::mount::{MountFlags, mount};
use rustix::system::{RebootCommand, init_module, reboot};
use std::ffi::CStr;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

/// The argument by which the program runs the cases, as a process that may end badly.
pub(crate) const CASES: &str = "--cases";
/// Where the drivers lie, named so that their order is that of loading.
const MODULES: &str = "/modules";
/// What drivers are told: as many USB ports for gadgets as there are gadgets.
const PARAMETERS: &[(&str, &CStr)] = &[("dummy_hcd", c"num=4")];

/// Runs the guest. Comes back only where the guest cannot be ended.
pub(crate) fn run() -> ExitCode {
    let outcome = prepare().and_then(|()| cases());
    if let (Err(failure), Ok(mut talk)) = (outcome, Talk::open()) {
        talk.tell("failed", format!("start {failure}"));
    }
    match reboot(RebootCommand::PowerOff) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn prepare() -> Result<(), Failure> {
    for (kind, folder) in [("devtmpfs", "/dev"), ("proc", "/proc"), ("sysfs", "/sys"), ("tmpfs", "/tmp"), ("tmpfs", "/run")] {
        attach(kind, folder)?;
    }
    let mut modules: Vec<PathBuf> = fs::read_dir(MODULES)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(trying(MODULES))?;
    modules.sort();
    for path in modules {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let parameters = PARAMETERS.iter().find(|(module, _)| name.ends_with(module)).map_or(c"", |(_, parameters)| parameters);
        let content = fs::read(&path).map_err(trying(path.display().to_string()))?;
        init_module(&content, parameters).map_err(|error| trying(format!("load {name}"))(error.into()))?;
    }
    attach("configfs", "/sys/kernel/config")
}

fn attach(kind: &str, folder: &str) -> Result<(), Failure> {
    mount(kind, folder, kind, MountFlags::empty(), None).map_err(|error| trying(format!("mount {folder}"))(error.into()))
}

fn cases() -> Result<(), Failure> {
    Talk::open()?.tell("note", "every driver is loaded");
    let mut cases = Command::new("/proc/self/exe");
    let status = cases.arg(CASES).stdin(Stdio::null()).status().map_err(trying("run the cases"))?;
    if status.success() { Ok(()) } else { Err(Failure::Otherwise(format!("the cases ended with {status}"))) }
}
