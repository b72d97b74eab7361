//! Real processes: the central service and the station's command line, each on its own files.

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The clerk of these tests.
pub const EMAIL: &str = "kassa@esimerkki.invalid";
const PASSWORD: &str = "kokeiltava salasana 1";
/// The venue of these tests.
pub const VENUE: &str = "Kaupunginteatteri, päänäyttämö";

fn station_program() -> &'static str {
    env!("CARGO_BIN_EXE_kaikuasema")
}

/// The service's program, built beside the station's by the same `cargo test --workspace`.
fn service_program() -> PathBuf {
    let path = Path::new(station_program()).with_file_name(format!("kaikuasema-central{}", std::env::consts::EXE_SUFFIX));
    assert!(path.exists(), "{} is missing: run `cargo xtask test`, which builds the whole workspace", path.display());
    path
}

/// A central service with a file of its own; killed when dropped.
pub struct Service {
    dir: tempfile::TempDir,
    address: String,
    running: Option<Child>,
}

impl Service {
    /// A service that is set up (one venue, one clerk, one card) but not running.
    pub fn prepared() -> Self {
        let service = Self { dir: tempfile::tempdir().unwrap(), address: "127.0.0.1:0".into(), running: None };
        service.admin(&["venue", "add", "--name", VENUE, "--kind", "theatre", "--municipality", "Tampere"], "");
        let rights = ["--right", "record", "--right", "edit_own", "--right", "delete_own_today"];
        let user = [&["user", "add", "--email", EMAIL, "--venue", VENUE][..], &rights].concat();
        service.admin(&user, PASSWORD);
        service.admin(&["card", "register", "A9990000071", "--valid-until", "2099-12-31", "--children", "3"], "");
        service
    }

    fn database(&self) -> String {
        format!("sqlite:{}", self.dir.path().join("central.db").display())
    }

    /// Runs an administrator's command.
    pub fn admin(&self, arguments: &[&str], input: &str) -> String {
        let mut command = Command::new(service_program());
        command.args(arguments).env("KAIKUASEMA_CENTRAL_DATABASE", self.database());
        let output = run(command, input);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Starts it, at the same address as before; `failpoints` as the `fail` crate reads them.
    pub fn start(&mut self, failpoints: &str) {
        self.serve(failpoints, &[]);
    }

    /// Starts it as a training service.
    pub fn start_training(&mut self) {
        self.serve("", &["--training"]);
    }

    fn serve(&mut self, failpoints: &str, more: &[&str]) {
        let mut child = Command::new(service_program())
            .args(["serve", "--listen", &self.address, "--database", &self.database()])
            .args(more)
            .env("FAILPOINTS", failpoints)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split_whitespace().find_map(|word| word.trim_start_matches("http://").parse::<std::net::SocketAddr>().ok());
        self.address = address.unwrap_or_else(|| panic!("no address in {line:?}")).to_string();
        self.running = Some(child);
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The usages that it holds, deleted ones left out.
    pub fn usages(&self) -> Vec<Value> {
        let text = self.admin(&["usages", "--json"], "");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A station's data folder, worked through the command line.
pub struct Station {
    dir: tempfile::TempDir,
}

/// What a command did.
#[derive(Debug)]
pub struct Done {
    /// The exit code; none when it was killed.
    pub code: Option<i32>,
    /// The answer, where it is JSON.
    pub json: Value,
    /// Standard output and error, for the message of a test that fails.
    #[allow(dead_code, reason = "read by Debug")]
    pub text: String,
}

impl Station {
    /// A station that was never used.
    pub fn new() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// A command, ready to be spawned.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = self.plain(arguments);
        command.arg("--json");
        command
    }

    /// The same with its answer in words.
    pub fn plain(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(station_program());
        command.args(arguments).env("KAIKUASEMA_DATA_DIR", self.dir.path()).env("KAIKUASEMA_KEY_FILE", "true");
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env_remove("KAIKUASEMA_KILL_AT");
        command
    }

    /// The camera's process of a station, ready to be spawned.
    pub fn worker(&self) -> Command {
        let mut command = Command::new(station_program());
        command.arg("--camera-worker").env("KAIKUASEMA_DATA_DIR", self.dir.path());
        command
    }

    /// Whether nothing was ever written into its folder.
    pub fn is_untouched(&self) -> bool {
        std::fs::read_dir(self.dir.path()).unwrap().next().is_none()
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Done {
        done(run(self.command(arguments), PASSWORD))
    }

    /// Runs a command that ends itself with `kill -9` at the named place.
    pub fn run_killed_at(&self, failpoint: &str, arguments: &[&str]) {
        let mut command = self.command(arguments);
        command.env("KAIKUASEMA_KILL_AT", failpoint);
        let done = done(run(command, ""));
        assert_eq!(done.code, None, "it should have been killed at {failpoint}: {done:?}");
    }

    /// Signs in at the service and fetches everything.
    pub fn sign_in(&self, service: &Service) {
        let done = self.run(&["login", "--server", &service.url(), "--email", EMAIL]);
        assert_eq!(done.code, Some(0), "{done:?}");
        let done = self.run(&["sync"]);
        assert_eq!(done.code, Some(0), "{done:?}");
    }
}

fn done(output: Output) -> Done {
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let json = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    Done { code: output.status.code(), json, text }
}

fn run(mut command: Command, input: &str) -> Output {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A process that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(format!("{input}\n").as_bytes());
    child.wait_with_output().unwrap()
}

/// Today in Finland, as the station and the service reckon it.
pub fn today() -> jiff::civil::Date {
    kaikuasema_domain::civil::in_finland(jiff::Timestamp::now()).date()
}

/// Waits until something holds.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let started = Instant::now();
    while !holds() {
        assert!(started.elapsed() < Duration::from_secs(30), "did not happen: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
