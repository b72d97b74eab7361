//! The binary: its commands, beside a running service on the same file.

use kaikuasema_central::{StoredUsage, seed};
use kaikuasema_domain::StationId;
use kaikuasema_domain::api::{Meta, Secret, Session, SignIn};
use kaikuasema_domain::usage::CancelledBy;
use kaikuasema_domain::user::Right;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use uuid::Uuid;

fn command(dir: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaikuasema-central"));
    command.env("KAIKUASEMA_CENTRAL_DATABASE", format!("sqlite:{}", dir.join("central.db").display())).env("RUST_LOG", "warn");
    command
}

fn run(dir: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = command(dir);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads nothing may be gone before it is written to.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

pub(crate) fn good(dir: &Path, arguments: &[&str], input: &str) -> String {
    let output = run(dir, arguments, input);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

fn bad(dir: &Path, arguments: &[&str], input: &str) -> (i32, String) {
    let output = run(dir, arguments, input);
    assert!(!output.status.success(), "{arguments:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// A service process that is killed when this is dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) url: String,
}

impl Served {
    pub(crate) fn start(dir: &Path) -> Self {
        Self::start_with(dir, &[])
    }

    /// With further environment.
    pub(crate) fn start_with(dir: &Path, environment: &[(&str, &str)]) -> Self {
        let mut command = command(dir);
        command.envs(environment.iter().copied()).args(["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").unwrap().to_owned();
        Self { child, url }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) async fn sign_in(served: &Served, email: &str, password: &str) -> reqwest::Response {
    let station = StationId(Uuid::nil());
    let request = SignIn { email: email.to_owned(), password: Secret(password.to_owned()), station };
    reqwest::Client::new().post(format!("{}/v1/sessions", served.url)).json(&request).send().await.unwrap()
}

#[tokio::test]
async fn a_service_is_set_up_by_commands_while_it_runs() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let served = Served::start(dir);
    let meta: Meta = reqwest::get(format!("{}/v1/meta", served.url)).await.unwrap().json().await.unwrap();
    assert!(!meta.training);

    let venue = good(dir, &["venue", "add", "--name", "Teatteri", "--kind", "theatre", "--municipality", "Mallila"], "");
    let arguments = ["user", "add", "--email", "a@b.invalid", "--venue", "Teatteri", "--right", "record", "--right", "edit_own"];
    good(dir, &arguments, "salasana yksi\n");
    let session: Session = sign_in(&served, "a@b.invalid", "salasana yksi").await.json().await.unwrap();
    assert_eq!(session.venues[0].venue.id.to_string(), venue);
    assert_eq!(session.venues[0].rights.len(), 2);
    // Further rights, and no new password.
    good(dir, &["user", "add", "--email", "a@b.invalid", "--venue", &venue, "--right", "statistics"], "");
    let session: Session = sign_in(&served, "a@b.invalid", "salasana yksi").await.json().await.unwrap();
    assert_eq!(session.venues[0].rights.len(), 3);

    good(dir, &["card", "register", "A9990000071", "--valid-until", "2199-05-31", "--children", "3"], "");
    good(dir, &["card", "block", "a999-0000071"], "");
    let look_up = async || {
        let call = reqwest::Client::new().post(format!("{}/v1/cards/lookup", served.url)).bearer_auth(&session.access_token.0);
        call.body("{\"number\":\"A9990000071\"}").send().await.unwrap().text().await.unwrap()
    };
    assert!(look_up().await.contains("\"active\":false"));
    good(dir, &["card", "register", "A9990000071", "--valid-until", "2199-06-30", "--children", "2"], "");
    assert!(look_up().await.contains("\"active\":false"), "renewing does not lift a ban");
    good(dir, &["card", "unblock", "A9990000071"], "");
    assert_eq!(look_up().await, r#"{"card":{"number":"A9990000071","active":true,"valid_until":"2199-06-30","children_max":2}}"#);
    assert!(good(dir, &["venue", "list"], "").contains("Teatteri"));
    assert_eq!(good(dir, &["usages", "--json"], ""), "[]");
}

#[tokio::test]
async fn a_seeded_service_lets_the_training_clerk_in() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    let said = good(dir, &["seed", "--cards", "300"], "");
    assert!(said.starts_with("300 cards, 5 venues"), "{said}");
    let served = Served::start(dir);
    let session: Session = sign_in(&served, seed::CLERK_EMAIL, seed::TRAINING_PASSWORD).await.json().await.unwrap();
    assert_eq!(session.venues.len(), 5);
    for access in &session.venues {
        assert_eq!(access.rights.len(), Right::ALL.len(), "all of it can be practised");
        assert_eq!(access.colleagues.len(), 2);
    }
    let usages: Vec<StoredUsage> = serde_json::from_str(&good(dir, &["usages", "--json"], "")).unwrap();
    assert!(usages.len() > 300);
    let of_card: Vec<StoredUsage> =
        serde_json::from_str(&good(dir, &["usages", "--json", "--card", "A9990000071", "--venue", "Kaupunginkirjasto"], "")).unwrap();
    assert_eq!(of_card.len(), 3, "two of this year and one of last");
    assert!(good(dir, &["usages"], "").contains("Myöhästymismaksut"));
    let (code, said) = bad(dir, &["seed"], "");
    assert_eq!(code, 70);
    assert!(said.contains("only an empty service"), "{said}");
}

#[test]
fn a_ticket_is_cancelled_as_its_holder_by_a_command() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    good(dir, &["seed", "--cards", "300"], "");
    let usages = || -> Vec<StoredUsage> { serde_json::from_str(&good(dir, &["usages", "--json"], "")).unwrap() };
    let last = usages().pop().unwrap();
    let id = last.usage.id.to_string();
    let told: StoredUsage = serde_json::from_str(&good(dir, &["cancel-ticket", "--usage", &id, "--json"], "")).unwrap();
    assert!(told.version > last.version);
    let cancelled = told.usage.facts.cancelled.unwrap();
    assert_eq!(cancelled.by, CancelledBy::Holder);
    assert_eq!(usages().pop().unwrap(), told);
    let line = good(dir, &["cancel-ticket", "--usage", &id], "");
    assert!(line.starts_with(&format!("{}\t{}\t", last.usage.event_date, last.usage.card)), "{line}");
    assert_eq!(usages().pop().unwrap(), told, "cancelled once");
    let (code, said) = bad(dir, &["cancel-ticket", "--usage", &Uuid::nil().to_string()], "");
    assert_eq!((code, said.trim_end()), (70, "there is no such record"));
    assert_eq!(bad(dir, &["cancel-ticket", "--usage", "x"], "").0, 64);
}

#[test]
fn what_is_wrong_is_said_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let dir = dir.path();
    good(dir, &["venue", "add", "--name", "Teatteri", "--kind", "theatre", "--municipality", "Mallila"], "");
    let user = ["user", "add", "--email", "a@b.invalid", "--right", "record", "--venue"];
    let with = |venue| [&user[..], &[venue]].concat();
    let cases: [(Vec<&str>, &str, i32, &str); 12] = [
        (with("Teatteri"), "lyhyt\n", 70, "at least 8 characters"),
        (with("Teatteri"), "", 70, "at least 8 characters"),
        (with("Kirjasto"), "salasana yksi\n", 70, "no such venue"),
        (vec!["user", "add", "--email", "ei osoite", "--right", "record", "--venue", "Teatteri"], "salasana yksi\n", 70, "e-mail"),
        (vec!["user", "add", "--email", "a@b.invalid", "--right", "fly", "--venue", "Teatteri"], "", 64, "not a right"),
        (vec!["card", "block", "A9990000071"], "", 70, "A99…071"),
        (vec!["card", "block", "B9990000071"], "", 64, "does not begin"),
        (vec!["card", "register", "Y9990000071", "--valid-until", "2199-01-01", "--children", "2"], "", 70, "community"),
        (vec!["card", "register", "A9990000071", "--valid-until", "31.2.2026"], "", 64, "valid-until"),
        (vec!["venue", "add", "--name", "x", "--kind", "castle", "--municipality", "x"], "", 64, "swimming_hall"),
        (vec!["serve", "--listen", "0.0.0.0:0"], "", 70, "--behind-proxy"),
        (vec!["usages", "--database", "postgres://x"], "", 64, "sqlite:FILE"),
    ];
    for (arguments, input, code, words) in cases {
        let (found, said) = bad(dir, &arguments, input);
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert_eq!(found, code, "{arguments:?}: {said}");
    }
    let (code, said) = bad(&dir.join("absent"), &["usages"], "");
    assert_eq!(code, 70);
    assert!(said.contains("cannot make the database"), "{said}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_service_told_to_stop_stops_well() {
    let dir = tempfile::tempdir().unwrap();
    let mut served = Served::start(dir.path());
    reqwest::get(format!("{}/v1/meta", served.url)).await.unwrap();
    // The shell's own `kill`: the program of that name is not on every machine.
    let kill = format!("kill -TERM {}", served.child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    assert!(served.child.wait().unwrap().success());
}
