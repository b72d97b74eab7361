//! A real window on a virtual display takes real key events: a scanned card, Enter, and the
//! use is recorded, on disk and at the service.

use crate::display::{Display, key, write_png};
use crate::process::{Done, Station};
use std::path::PathBuf;
use std::process::{Child, Stdio};

/// Where the pictures of this run go.
fn pictures() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("real-window");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

struct Window(Child);

impl Window {
    fn open(station: &Station, display: &Display, language: &str) -> Self {
        let mut command = station.command(&["--training", "--lang", language]);
        command.env("DISPLAY", display.name()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(command.spawn().unwrap())
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn recorded(station: &Station) -> Done {
    station.run(&["--training", "records", "--card", "A9990000071"])
}

#[test]
fn a_card_scanned_into_a_real_window_is_recorded() {
    let display = Display::start();
    let station = Station::new();
    let before = recorded(&station).json["records"].as_array().unwrap().len();
    let window = Window::open(&station, &display, "fi");
    display.window();
    let idle = display.settled(None);
    write_png(&pictures().join("idle.png"), &idle);
    display.scan("A9990000071");
    let verdict = display.settled(Some(&idle));
    write_png(&pictures().join("valid.png"), &verdict);
    display.press(key::ENTER);
    let saved = display.settled(Some(&verdict));
    write_png(&pictures().join("saved.png"), &saved);
    drop(window);
    let after = recorded(&station);
    assert_eq!(after.json["records"].as_array().unwrap().len(), before + 1, "{after:?}");
}
