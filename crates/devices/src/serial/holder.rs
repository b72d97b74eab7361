//! Who else has a port open. The lock that the station sets and looks for binds only programs that set it too; one
//! that opened the port plainly takes some of its bytes, and what is left of a card's number may be another's.

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

/// Where the system tells of processes.
const PROCESSES: &str = "/proc";
/// Where it tells of serial ports.
const PORTS: &str = "/sys/class/tty";
/// Where pseudo-terminals are.
const PSEUDO: &str = "/dev/pts";

/// Whether a process other than this one has the port open, as far as this user may see.
pub(super) fn is_held_by_another(path: &str) -> bool {
    let Some(port) = Node::of(Path::new(path)).filter(|_| is_terminal(path)) else { return false };
    let own = std::process::id().to_string();
    let processes = fs::read_dir(PROCESSES).into_iter().flatten().flatten();
    let processes = processes.filter(|process| process.file_name().to_str().is_some_and(|name| is_number(name) && name != own));
    processes
        .filter_map(|process| fs::read_dir(process.path().join("fd")).ok())
        .flatten()
        .flatten()
        .any(|file| is_open(&file.path(), &port))
}

/// What is no port at all is found out when it is opened.
fn is_terminal(path: &str) -> bool {
    let Ok(path) = fs::canonicalize(path) else { return false };
    path.starts_with(PSEUDO) || path.file_name().is_some_and(|name| Path::new(PORTS).join(name).exists())
}

/// What tells a port from every other.
#[derive(PartialEq, Eq)]
struct Node {
    device: u64,
    /// The file system of its node: pseudo-terminals have the same numbers in each.
    file_system: u64,
}

impl Node {
    fn of(path: &Path) -> Option<Self> {
        let node = fs::metadata(path).ok().filter(|node| node.file_type().is_char_device())?;
        Some(Self { device: node.rdev(), file_system: node.dev() })
    }
}

fn is_open(file: &Path, port: &Node) -> bool {
    // What lies elsewhere may be on a server that does not answer.
    let is_device = fs::read_link(file).is_ok_and(|target: PathBuf| target.starts_with("/dev"));
    is_device && Node::of(file).as_ref() == Some(port)
}

fn is_number(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit())
}
