//! What kind of machine this is, and how to start a program on it.

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// A sentence for the person at the terminal: what did not work and what to do.
pub(crate) type Sentence = String;

/// The root of the repository: the folder above xtask's own.
pub(crate) fn root() -> PathBuf {
    let own = env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    own.parent().map_or_else(|| own.clone(), Path::to_path_buf)
}

/// The folder that cargo builds into.
pub(crate) fn target_dir(root: &Path) -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir))
}

/// The cargo that started xtask, so that every step uses the same toolchain.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Whether packages are kept by dpkg here, read from the text of `/etc/os-release`.
pub(crate) fn is_debian_like(os_release: &str) -> bool {
    os_release.lines().any(|line| {
        let Some((key, value)) = line.split_once('=') else { return false };
        matches!(key, "ID" | "ID_LIKE") && value.trim_matches('"').split_whitespace().any(|name| name == "debian" || name == "ubuntu")
    })
}

/// The text of `/etc/os-release`, empty where there is none.
pub(crate) fn os_release() -> String {
    std::fs::read_to_string("/etc/os-release").unwrap_or_default()
}

/// Whether a window can be opened, told from the value of an environment variable by its name.
///
/// Only X11 and Wayland need one; Windows and macOS always have a display.
pub(crate) fn has_display(variable: impl Fn(&str) -> Option<OsString>) -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].iter().any(|name| variable(name).is_some_and(|value| !value.is_empty()))
}

/// Whether this process runs as root.
pub(crate) fn is_root() -> bool {
    output("id", &["-u"]).is_some_and(|text| text.trim() == "0")
}

/// Whether a program of this name can be started.
pub(crate) fn has_program(name: &str) -> bool {
    Command::new(name).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// What a program printed, whatever its exit code; `None` if it could not be started.
pub(crate) fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program to its end; `Ok(false)` if it failed.
///
/// # Errors
/// If the program cannot be started at all.
pub(crate) fn succeeds(command: &mut Command) -> Result<bool, Sentence> {
    let status = command.status().map_err(|error| format!("cannot start {}: {error}", command.get_program().display()))?;
    Ok(status.success())
}

/// Runs a program that may take so long and no longer; `Ok(false)` if it failed or was ended.
///
/// # Errors
/// If the program cannot be started at all.
pub(crate) fn succeeds_within(command: &mut Command, deadline: Duration) -> Result<bool, Sentence> {
    let mut child = command.spawn().map_err(|error| format!("cannot start {}: {error}", command.get_program().display()))?;
    let began = Instant::now();
    while began.elapsed() < deadline {
        match child.try_wait() {
            Ok(None) => thread::sleep(Duration::from_millis(20)),
            Ok(Some(status)) => return Ok(status.success()),
            Err(_) => return Ok(false),
        }
    }
    // Ended by itself in this very moment, or now.
    let _ = child.kill();
    let _ = child.wait();
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_its_relatives_are_known_by_their_release_file() {
        assert!(is_debian_like("PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\n"));
        assert!(is_debian_like("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian_like("ID=fedora\nNAME=\"not debian\"\n"));
        assert!(!is_debian_like(""));
    }

    #[cfg(not(any(windows, target_os = "macos")))]
    #[test]
    fn a_display_is_a_variable_that_is_not_empty() {
        assert!(has_display(|name| (name == "DISPLAY").then(|| ":0".into())));
        assert!(has_display(|name| (name == "WAYLAND_DISPLAY").then(|| "wayland-0".into())));
        assert!(!has_display(|name| (name == "DISPLAY").then(OsString::new)));
        assert!(!has_display(|_| None));
    }

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(root().join("Cargo.lock").is_file());
    }

    #[test]
    fn a_program_that_is_not_there_is_said_in_words() {
        let outcome = succeeds(&mut Command::new("no-such-program-as-this"));
        assert!(outcome.is_err_and(|sentence| sentence.contains("no-such-program-as-this")));
        assert!(!has_program("no-such-program-as-this"));
    }

    #[cfg(unix)]
    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let began = Instant::now();
        assert_eq!(succeeds_within(Command::new("sleep").arg("60"), Duration::from_millis(50)), Ok(false));
        assert!(began.elapsed() < Duration::from_secs(30));
        assert_eq!(succeeds_within(&mut Command::new("true"), Duration::from_secs(30)), Ok(true));
        assert_eq!(succeeds_within(&mut Command::new("false"), Duration::from_secs(30)), Ok(false));
    }
}
