//! A real window on a virtual display takes real key events: cards scanned at a scanner's pace,
//! Enter, F11, Ctrl+Z; what is recorded is asked of the open window's own station.

use crate::display::{Display, key, write_png};
use crate::process::{Station, today, until};
use kaikuasema_central::seed::{SampleKind, samples};
use kaikuasema_devices::wedge::Layout;
use std::path::PathBuf;
use std::process::{Child, Stdio};

/// Where the pictures of this run go.
fn pictures() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("real-window");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

struct Window {
    program: Child,
    station: Station,
    display: Display,
    shown: x11rb::protocol::xproto::Window,
    language: &'static str,
    /// What was on the screen last.
    last: Vec<u8>,
}

impl Window {
    fn open(language: &'static str) -> Self {
        Self::open_on(Display::start(), language)
    }

    fn open_on(display: Display, language: &'static str) -> Self {
        let station = Station::new();
        let mut command = station.command(&["--training", "--lang", language]);
        command.env("DISPLAY", display.name()).stdout(Stdio::null()).stderr(Stdio::null());
        let program = command.spawn().unwrap();
        let shown = display.window();
        until("the window's station answers", || station.run(&["--training", "queue"]).code == Some(0));
        let last = display.settled(None);
        Self { program, station, display, shown, language, last }
    }

    /// Does something at the keyboard and waits until the screen shows it.
    fn does(&mut self, picture: &str, what: impl FnOnce(&Display)) {
        what(&self.display);
        self.last = self.display.settled(Some(&self.last));
        write_png(&pictures().join(format!("{picture}-{}.png", self.language)), &self.last);
    }

    /// Asks the window to close, as its button does.
    fn close(&self) {
        self.display.close(self.shown);
    }

    /// The program ends by itself, without a fault.
    fn ends(&mut self) {
        let program = &mut self.program;
        until("the program ends", || program.try_wait().unwrap().is_some());
        let status = self.program.wait().unwrap();
        assert!(status.success(), "{status}");
    }

    fn records(&self) -> Vec<serde_json::Value> {
        self.station.run(&["--training", "records"]).json["records"].as_array().unwrap().clone()
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Records one card after the other by a scanner's keys; the numbers that were recorded.
fn recorded_by_places(window: &mut Window, scanner: Layout, cards: &[&str]) -> Vec<String> {
    for card in cards {
        let before = window.records().len();
        window.does("layout-scanned", |display| display.scan_by_places(scanner, card));
        window.display.press(key::ENTER);
        until("the card is recorded", || window.records().len() > before);
        window.last = window.display.settled(None);
    }
    window.records().iter().rev().map(|record| record["usage"]["card"].as_str().unwrap().to_owned()).collect()
}

fn sample(kind: SampleKind) -> &'static str {
    samples(today()).into_iter().find(|sample| sample.kind == kind).unwrap().text
}

#[test]
fn cards_scanned_into_a_real_window_are_recorded_and_undone_with_the_keyboard_alone() {
    for language in ["fi", "sv", "en"] {
        let mut window = Window::open(language);
        assert_eq!(window.records().len(), 0);
        window.does("valid", |display| display.scan("A9990000071"));
        window.does("saved", |display| display.press(key::ENTER));
        let records = window.records();
        assert_eq!(records.len(), 1, "{language}");
        assert_eq!(records[0]["usage"]["card"], "A9990000071");

        window.does("ended", |display| display.scan(sample(SampleKind::Ended)));
        window.display.press(key::ENTER);
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert_eq!(window.records().len(), 1, "Enter never saves at discretion");
        window.does("ended-saved", |display| display.press(key::F11));
        let records = window.records();
        assert_eq!(records.len(), 2, "{language}");
        assert!(records[0]["usage"]["discretion"].is_object(), "{records:?}");

        window.does("undone", |display| display.with(key::CONTROL, |display| display.press(u32::from('z'))));
        assert_eq!(window.records().len(), 1, "the last one is taken back");

        window.does("barred", |display| display.scan(sample(SampleKind::Barred)));
        window.display.press(key::ENTER);
        window.does("next", |display| display.press(key::ESCAPE));
        window.does("unknown", |display| display.scan(sample(SampleKind::Unknown)));
        window.display.press(key::ENTER);
        window.display.press(key::F11);
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert_eq!(window.records().len(), 1, "neither can be recorded");
    }
}

#[test]
fn a_scanner_is_read_in_a_real_window_on_finnish_german_and_french_layouts() {
    let (customer, community) = ("A9990000071", sample(SampleKind::Community));
    assert!(community.starts_with('Y'), "the letter that German machines have elsewhere");
    for layout in ["fi", "de", "fr"] {
        let mut window = Window::open_on(Display::with_layout(layout), "fi");
        assert_eq!(recorded_by_places(&mut window, Layout::Us, &[customer, community]), [customer, community], "{layout}");
    }
}

#[test]
fn caps_lock_and_a_scanner_that_follows_a_french_machine_are_no_matter_in_a_real_window() {
    let (customer, community) = ("A9990000071", sample(SampleKind::Community));
    let mut window = Window::open_on(Display::with_layout("fr"), "fi");
    window.display.caps_lock();
    assert_eq!(recorded_by_places(&mut window, Layout::Us, &[customer]), [customer], "set to US, Caps Lock on");
    window.display.caps_lock();
    assert_eq!(recorded_by_places(&mut window, Layout::French, &[community]), [customer, community], "set to French");
}

/// A setting of the venue is changed with the keyboard and not saved.
fn change_a_setting(window: &mut Window) {
    window.does("settings", |display| display.press(key::F10));
    // Past the parts of the page to what the venue leaves to its discretion.
    window.does("settings-changed", |display| {
        for _ in 0..8 {
            display.press(key::TAB);
            display.press(key::RIGHT);
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    });
}

#[test]
fn a_window_without_unsaved_settings_closes_at_once() {
    let mut window = Window::open("fi");
    window.does("settings", |display| display.press(key::F10));
    window.close();
    window.ends();
}

#[test]
fn closing_the_window_asks_what_becomes_of_unsaved_settings_and_closes_after_the_answer() {
    let mut window = Window::open("fi");
    change_a_setting(&mut window);
    let shown = window.shown;
    window.does("closing-asks", |display| display.close(shown));
    assert!(window.program.try_wait().unwrap().is_none(), "it asks and stays");
    // Going on: the window stays, and asks again the next time.
    window.does("closing-stayed", |display| display.press(key::ESCAPE));
    assert!(window.program.try_wait().unwrap().is_none());
    window.does("closing-asks-again", |display| display.close(shown));
    // The second answer drops the changes.
    window.display.press(key::TAB);
    std::thread::sleep(std::time::Duration::from_millis(200));
    window.display.press(key::ENTER);
    window.ends();
}

#[test]
fn settings_left_unsaved_behind_a_card_are_asked_about_and_saved_before_the_window_closes() {
    let mut window = Window::open("fi");
    change_a_setting(&mut window);
    window.does("closing-card", |display| display.scan("A9990000071"));
    let shown = window.shown;
    window.does("closing-asks-behind-card", |display| display.close(shown));
    assert!(window.program.try_wait().unwrap().is_none(), "it asks and stays");
    // The first answer saves; then the window closes by itself.
    window.display.press(key::ENTER);
    window.ends();
}
