//! Bad input on the command line: each a clear sentence in the user's language and an exit code
//! of its own; nothing lost, no panic.

use crate::process::{Done, EMAIL, Service, Station};
use kaikuasema::station::{Config, Station as OpenStation};
use kaikuasema_store::KeyChoice;
use std::collections::HashSet;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

/// The sentences of one command in the three languages, and its one exit code.
fn in_every_language(station: &Station, arguments: &[&str]) -> (i32, Vec<String>) {
    let answers: Vec<Done> = ["fi", "sv", "en"].iter().map(|lang| station.run(&[&["--lang", lang], arguments].concat())).collect();
    let codes: HashSet<Option<i32>> = answers.iter().map(|done| done.code).collect();
    assert_eq!(codes.len(), 1, "{answers:?}");
    let sentences = answers.iter().map(|done| done.json["message"].as_str().unwrap_or_else(|| panic!("{done:?}")).to_owned()).collect();
    (answers[0].code.unwrap_or_else(|| panic!("killed: {answers:?}")), sentences)
}

fn assert_a_clear_sentence_in_each(sentences: &[String]) {
    let different: HashSet<&String> = sentences.iter().collect();
    assert_eq!(different.len(), sentences.len(), "{sentences:?}");
    for sentence in sentences {
        assert!(sentence.contains(' ') && sentence.ends_with('.'), "not a sentence: {sentence}");
    }
}

/// A server that says the same to everyone.
fn a_server_saying(reply: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 65536]);
            let _ = stream.write_all(reply.as_bytes());
        }
    });
    address
}

#[test]
fn malformed_doubled_and_foreign_codes_are_refused_with_a_sentence_each() {
    let station = Station::new();
    let mut seen = HashSet::new();
    for code in [
        "A999000",
        "A99900000711234",
        "A9990000071A3110087254",
        "9789510404232",
        "A99900O0071",
        "\u{410}9990000071",
        "https://example.invalid/book",
        "WIFI:T:WPA;S:net;P:A9990000071;;",
        "]A1A99900000713",
        "",
    ] {
        let (exit, sentences) = in_every_language(&station, &["check", code]);
        assert_eq!(exit, 2, "{code}");
        assert_a_clear_sentence_in_each(&sentences);
        seen.insert(sentences[0].clone());
        assert!(!sentences[0].contains(code) || code.is_empty(), "the code is not repeated: {}", sentences[0]);
    }
    assert!(seen.len() >= 8, "the reasons are told apart: {seen:?}");
}

#[test]
fn a_service_that_is_absent_or_another_or_broken_is_told_apart() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let absent = format!("http://127.0.0.1:{port}");
    let portal = a_server_saying("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 22\r\n\r\n<html>Welcome!</html>\n");
    let broken = a_server_saying("HTTP/1.1 500 Oops\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nOops\n");
    let station = Station::new();
    let mut finnish = Vec::new();
    for address in [&absent, &portal, &broken] {
        let (exit, sentences) = in_every_language(&station, &["login", "--server", address, "--email", EMAIL]);
        assert_eq!(exit, 69, "{address}");
        assert_a_clear_sentence_in_each(&sentences);
        finnish.push(sentences[0].clone());
    }
    assert_ne!(finnish[0], finnish[1], "no connection is not the same as someone else answering");
}

#[test]
fn a_service_that_never_answers_holds_nothing_up_at_the_counter() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    service.kill();
    // The same address accepts connections and says nothing.
    let address = service.url();
    let listener = TcpListener::bind(address.trim_start_matches("http://")).unwrap();
    let held = std::thread::spawn(move || listener.incoming().take(8).map(Result::unwrap).collect::<Vec<_>>());
    let mut syncing = station.command(&["sync"]).stdout(std::process::Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert!(syncing.try_wait().unwrap().is_none(), "it still waits for an answer");
    syncing.kill().unwrap();
    syncing.wait().unwrap();
    let started = std::time::Instant::now();
    assert_eq!(station.run(&["check", "A9990000071"]).code, Some(0));
    assert_eq!(station.run(&["record", "A9990000071", "--event", "Teatterikierros"]).code, Some(0));
    assert!(started.elapsed() < std::time::Duration::from_secs(10), "nothing waits for the network");
    drop(held);
}

#[test]
fn a_wrong_password_and_an_unknown_user_are_told_alike() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    let wrong = |email: &str| {
        let mut command = station.command(&["login", "--server", &service.url(), "--email", email]);
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(b"not the password\n").unwrap();
        let output = child.wait_with_output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, said) = wrong(EMAIL);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!((code, said), wrong("nobody@esimerkki.invalid"));
}

#[test]
fn addresses_that_would_show_secrets_are_refused() {
    let station = Station::new();
    for address in ["http://kaiku.example", "ftp://kaiku.example", "https://user:secret@kaiku.example", "kaiku example"] {
        let (exit, sentences) = in_every_language(&station, &["login", "--server", address, "--email", EMAIL]);
        assert_eq!(exit, 64, "{address}");
        assert_a_clear_sentence_in_each(&sentences);
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let station = Station::new();
    let file = station.dir().join("a file");
    std::fs::write(&file, "").unwrap();
    let folder = file.join("data");
    let (exit, sentences) = in_every_language(&station, &["--data-dir", folder.to_str().unwrap(), "queue"]);
    assert_eq!(exit, 73);
    assert_a_clear_sentence_in_each(&sentences);
    assert!(sentences.iter().all(|s| s.contains("data")), "{sentences:?}");
}

fn open_here(dir: &Path) -> OpenStation {
    let config = Config { data_dir: dir.to_owned(), training: false, key: KeyChoice::File, name: "Lippukassa 1".into() };
    OpenStation::open(&config).unwrap()
}

#[test]
fn a_second_station_on_the_same_folder_is_told_to_try_again() {
    let station = Station::new();
    let _first = open_here(station.dir());
    let (exit, sentences) = in_every_language(&station, &["check", "A9990000071"]);
    assert_eq!(exit, 75);
    assert_a_clear_sentence_in_each(&sentences);
}

#[test]
fn a_command_beside_an_open_window_is_answered_by_its_station() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    let first = open_here(station.dir());
    first.open_door();
    crate::process::until("the door is open", || station.run(&["queue"]).code == Some(0));
    let done = station.run(&["record", "A9990000071", "--event", "Teatterikierros"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let venue = first.signed_in().unwrap().unwrap().venues[0].venue.id;
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let today = runtime.block_on(first.todays_records(venue)).unwrap();
    assert_eq!(today.records.len(), 1, "the window's own station has the record");
    let (exit, sentences) = in_every_language(&station, &["login", "--email", EMAIL]);
    assert_eq!(exit, 75, "who is signed in is the window's own matter");
    assert_a_clear_sentence_in_each(&sentences);
    let mut asked = first.asked_to_the_front();
    let none = kaikuasema::handover::ask(station.dir(), &kaikuasema::handover::Request::Show).unwrap();
    assert_eq!(none, None);
    assert!(asked.has_changed().unwrap(), "a second start brings the window to the front");
    asked.mark_unchanged();
}

#[test]
fn a_file_that_is_no_database_is_set_aside_as_it_is_and_the_station_goes_on() {
    let station = Station::new();
    assert_eq!(station.run(&["queue"]).code, Some(0));
    let database = std::fs::read_dir(station.dir()).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().is_some_and(|e| e == "db"));
    let database = database.unwrap();
    let noise = b"this is no database at all".repeat(400);
    for side in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{side}", database.display()));
    }
    std::fs::write(&database, &noise).unwrap();
    assert_eq!(station.run(&["queue"]).code, Some(0));
    let paths = std::fs::read_dir(station.dir()).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<_> = paths.filter(|path| path.to_string_lossy().contains("station.db.damaged-")).collect();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(std::fs::read(&kept[0]).unwrap(), noise);
}

#[test]
fn a_file_of_a_newer_version_is_refused_unharmed() {
    let station = Station::new();
    assert_eq!(station.run(&["queue"]).code, Some(0));
    let key = std::fs::read_to_string(station.dir().join("station.key")).unwrap();
    let set_version = |version: u32| {
        let database = rusqlite::Connection::open(station.dir().join("station.db")).unwrap();
        database.execute_batch(&format!("PRAGMA key = \"x'{}'\"", key.trim())).unwrap();
        let before: u32 = database.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        database.pragma_update(None, "user_version", version).unwrap();
        before
    };
    let ours = set_version(9999);
    let (exit, sentences) = in_every_language(&station, &["queue"]);
    assert_eq!(exit, 70);
    assert_a_clear_sentence_in_each(&sentences);
    assert!(sentences[0].contains("uudemmalla"), "{sentences:?}");
    assert_eq!(set_version(ours), 9999, "it was left as it is");
    assert_eq!(station.run(&["queue"]).code, Some(0));
}

#[test]
fn a_missing_key_deletes_nothing() {
    let station = Station::new();
    assert_eq!(station.run(&["queue"]).code, Some(0));
    std::fs::rename(station.dir().join("station.key"), station.dir().join("elsewhere.key")).unwrap();
    let (exit, sentences) = in_every_language(&station, &["queue"]);
    assert_eq!(exit, 70);
    assert_a_clear_sentence_in_each(&sentences);
    std::fs::rename(station.dir().join("elsewhere.key"), station.dir().join("station.key")).unwrap();
    assert_eq!(station.run(&["queue"]).code, Some(0), "with its key back it opens as before");
}
