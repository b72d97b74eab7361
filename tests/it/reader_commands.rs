//! The commands about readers, and the camera's process: real processes that open no file of a station.

use crate::process::Station;
use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[test]
fn readers_are_listed_without_a_station_and_in_every_language() {
    let station = Station::new();
    let done = station.run(&["readers"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    for reader in done.json["readers"].as_array().unwrap_or_else(|| panic!("{done:?}")) {
        assert!(reader["reader"]["name"].is_string() && reader["state"].is_string(), "{reader}");
    }
    for language in ["fi", "sv", "en"] {
        let output = station.command(&["readers", "--lang", language]).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success() && !output.stdout.is_empty(), "{language}: {output:?}");
    }
    assert!(station.is_untouched(), "a file of the station was opened");
}

#[test]
fn readers_are_watched_for_as_long_as_is_asked() {
    let station = Station::new();
    let begun = Instant::now();
    let output = station.command(&["readers", "watch", "--for", "1"]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(begun.elapsed() >= Duration::from_secs(1) && begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    assert!(station.is_untouched());
}

/// Ctrl and C ends it as a wish, not as a fault.
#[test]
#[cfg(unix)]
fn watching_ends_with_ctrl_c() {
    let station = Station::new();
    let mut watching = station.command(&["readers", "watch"]).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    let pid = rustix::process::Pid::from_child(&watching);
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let begun = Instant::now();
    while watching.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(8), "it goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(watching.wait().unwrap().code(), Some(0));
}

#[test]
fn the_cameras_process_opens_no_file_of_the_station_and_ends_with_it() {
    let station = Station::new();
    let mut worker = station.worker().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(worker.try_wait().unwrap().is_none(), "it works while its station does");
    // The station is gone: its end of the pipes closes.
    drop(worker.stdin.take());
    let mut out = worker.stdout.take().unwrap();
    std::thread::spawn(move || out.read_to_end(&mut Vec::new()));
    let begun = Instant::now();
    while worker.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(8), "it goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(station.is_untouched());
}
