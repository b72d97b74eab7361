//! The key in the system's keyring, and what happens where there is none. Each case runs in a
//! process of its own, because the keyring is found by the environment.

#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::panic,
    reason = "a test's helpers may fail as the test does, and say what was skipped"
)]

use kaikuasema_store::{KeyChoice, KeyPlace, OpenError, Store, StoreConfig};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

const DIRECTORY: &str = "KAIKUASEMA_TEST_DIR";
const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";
/// What a case says about how it went.
const PLACES: [&str; 3] = ["in the keyring", "in a file", "the keyring is silent"];

/// Opens a store as the environment says, and says where the key lies. Not a test of its own.
#[test]
#[ignore = "run by the others, in an environment of their own"]
fn child() {
    let Some(dir) = std::env::var_os(DIRECTORY) else { return };
    let said = match Store::open(&StoreConfig { dir: dir.into(), key: KeyChoice::Keyring }) {
        Ok(store) if store.key_place() == KeyPlace::Keyring => PLACES[0],
        Ok(_) => PLACES[1],
        Err(OpenError::Key(_)) => PLACES[2],
        Err(error) => panic!("{error}"),
    };
    eprintln!("<{said}>");
}

/// Runs the child by a command, and tells what it said and how long it took.
fn run(command: &mut Command, dir: &Path) -> (String, Duration) {
    let begun = Instant::now();
    let output = command.env(DIRECTORY, dir.join("data")).env("HOME", dir).env("XDG_DATA_HOME", dir).output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let said = PLACES.iter().find(|place| text.contains(&format!("<{place}>")));
    (said.map_or(text, |place| (*place).to_owned()), begun.elapsed())
}

fn child_command() -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child", "--ignored", "--nocapture"]);
    command
}

#[test]
fn without_a_session_bus_the_key_lies_in_a_file_at_once() {
    let place = tempfile::tempdir().unwrap();
    let (said, took) = run(child_command().env_remove(BUS), place.path());
    assert_eq!(said, PLACES[1]);
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert!(place.path().join("data/station.key").exists());
}

#[test]
fn a_bus_that_is_gone_or_never_answers_delays_start_by_a_moment_only() {
    let place = tempfile::tempdir().unwrap();
    let (said, took) = run(child_command().env(BUS, "unix:path=/nonexistent/bus"), place.path());
    assert_eq!(said, PLACES[1]);
    assert!(took < Duration::from_secs(5), "{took:?}");
    let place = tempfile::tempdir().unwrap();
    let silent = place.path().join("bus");
    let _listener = UnixListener::bind(&silent).unwrap();
    let (said, took) = run(child_command().env(BUS, format!("unix:path={}", silent.display())), place.path());
    assert_eq!(said, PLACES[1]);
    assert!(took < Duration::from_secs(6), "{took:?}");
}

#[test]
fn with_a_keyring_no_key_lies_in_a_file_and_it_is_found_again() {
    let place = tempfile::tempdir().unwrap();
    let session = "gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 <<END\nsecret\nEND\nexec \"$0\" --exact child --ignored --nocapture";
    let in_session = || {
        let mut command = Command::new("dbus-run-session");
        command.args(["--", "sh", "-c", session]).arg(std::env::current_exe().unwrap());
        command.env("XDG_RUNTIME_DIR", place.path());
        command
    };
    let has = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !has("dbus-run-session") || !has("gnome-keyring-daemon") {
        eprintln!("skipped: dbus-run-session and gnome-keyring-daemon are needed (Debian: dbus, gnome-keyring)");
        return;
    }
    let data = place.path().join("data");
    assert_eq!(run(&mut in_session(), place.path()).0, PLACES[0]);
    assert!(!data.join("station.key").exists());
    assert_eq!(run(&mut in_session(), place.path()).0, PLACES[0], "the same key, after a new sign-in");
    let database = std::fs::read(data.join("station.db")).unwrap();
    assert_eq!(run(child_command().env_remove(BUS), place.path()).0, PLACES[2]);
    assert_eq!(std::fs::read(data.join("station.db")).unwrap(), database);
    assert!(!data.join("station.key").exists(), "no second key is made");
}
