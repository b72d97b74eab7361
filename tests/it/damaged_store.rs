//! A station whose file is damaged: the command line and the window say what happened, what was saved and what to do, and go
//! on.

use crate::harness::Harness;
use crate::harness::station::config;
use crate::process;
use kaikuasema::app::{App, Time};
use kaikuasema::locale::Language;
use kaikuasema::station::Station;
use std::fs;
use std::path::Path;

/// Makes the file of a closed station one that nothing can be read of.
fn damage(folder: &Path) -> Vec<u8> {
    let path = folder.join("station.db");
    let mut content = fs::read(&path).unwrap();
    for byte in &mut content {
        *byte ^= 0x55;
    }
    fs::write(&path, &content).unwrap();
    content
}

fn set_aside(folder: &Path) -> Vec<Vec<u8>> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| path.to_string_lossy().contains("station.db.damaged-")).map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn the_command_that_finds_the_file_damaged_says_so_and_doctor_says_it_later() {
    let station = process::Station::new();
    assert_eq!(station.run(&["queue", "--lang", "en"]).code, Some(0));
    let content = damage(station.dir());
    let first = station.run(&["queue", "--lang", "en"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    assert!(first.text.contains("The station's file was damaged"), "{first:?}");
    assert!(first.text.contains("Sign in again."), "{first:?}");
    assert_eq!(set_aside(station.dir()), [content], "it is kept as it was");
    let second = station.run(&["queue", "--lang", "en"]);
    assert!(!second.text.contains("damaged"), "{second:?}");
    let doctor = station.run(&["doctor", "--lang", "en"]);
    assert!(doctor.text.contains("The station's file was damaged"), "{doctor:?}");
}

#[test]
fn the_window_says_what_became_of_a_damaged_file_until_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    drop(Station::open(&config(folder.path(), false)).unwrap());
    crate::process::until("the station is closed", || !kaikuasema_store::is_in_use(folder.path()));
    damage(folder.path());
    let station = Station::open(&config(folder.path(), false)).unwrap();
    let (app, task) = App::with_time(station.clone(), Language::En, Time::default());
    let mut window = Harness::open(app, task);
    window.wait_for("The station's file was damaged");
    window.click("Understood");
    window.wait_until("it is forgotten", |_| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(station.salvage()).unwrap().is_none()
    });
    assert!(!window.sees("The station's file was damaged"));
}
