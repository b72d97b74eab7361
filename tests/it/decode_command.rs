//! `decode` on the command line, through real processes.

use crate::process::Station;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn picture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/decode/tests/pictures").join(name)
}

/// The command without `--json`, with this on standard input.
fn decode(arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kaikuasema"));
    command.args(["decode", "--lang", "en"]).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A process that does not read its input may be gone already.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().unwrap()
}

#[test]
fn each_code_is_a_line_and_what_gave_none_is_named_beside_it() {
    let card = picture("code39-1/4.png");
    let office = picture("qrcode-3/21.png");
    let text = picture("README.md");
    let names = [card.to_str().unwrap(), "not-there.png", text.to_str().unwrap(), office.to_str().unwrap()];
    let output = decode(&names, b"");
    let lines = String::from_utf8(output.stdout).unwrap();
    let expected = format!(
        "{}\tCODE_39\tABC123\n{}\tQR_CODE\tUI office hours signup\\r\\nhttp://www.corp.google.com/sparrow/ui_office_hours/ \\r\\n\n",
        names[0], names[3]
    );
    assert_eq!(lines, expected);
    let complaints = String::from_utf8(output.stderr).unwrap();
    assert!(complaints.contains("not-there.png: the file cannot be opened."), "{complaints}");
    assert!(complaints.contains("README.md: the file is no picture"), "{complaints}");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn a_picture_comes_from_standard_input_too_and_all_read_is_zero() {
    let output = decode(&["-"], &fs::read(picture("code39-1/4.png")).unwrap());
    assert_eq!(String::from_utf8_lossy(&output.stdout), "-\tCODE_39\tABC123\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn as_json_every_file_has_its_codes_and_no_station_is_opened() {
    let station = Station::new();
    let card = picture("code39-1/4.png");
    let done = station.run(&["decode", card.to_str().unwrap(), "not-there.png"]);
    assert_eq!(done.code, Some(3), "{done:?}");
    let files = done.json["files"].as_array().unwrap();
    assert_eq!((&files[0]["symbols"][0]["format"], &files[0]["symbols"][0]["text"]), (&"CODE_39".into(), &"ABC123".into()));
    assert_eq!(files[1]["error"], "not_opened");
    assert_eq!(fs::read_dir(station.dir()).unwrap().count(), 0, "a file of the station was made");
    assert_eq!(station.run(&["decode"]).code, Some(64));
}
