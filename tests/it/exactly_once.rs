//! A record made offline reaches the service exactly once, wherever the station is killed.
//!
//! Every test runs real processes: the station is ended with `kill -9` at a named place and
//! started again from what is on disk.

use crate::process::{EMAIL, Service, Station, VENUE, until};

const CARD: &str = "A9990000071";
const RECORD: &[&str] = &["record", CARD, "--event", "Kesäyön uni", "--children", "2"];

/// A station that has signed in and fetched the register, with the service gone again.
fn offline() -> (Service, Station) {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    service.kill();
    (service, station)
}

fn records(station: &Station) -> usize {
    station.run(&["records"]).json["records"].as_array().map_or(0, Vec::len)
}

fn waiting(station: &Station) -> u64 {
    station.run(&["queue"]).json["waiting"].as_u64().unwrap()
}

/// The one usage at the service is the one recorded, and nothing waits any more.
fn assert_there_once(service: &Service, station: &Station) {
    let usages = service.usages();
    assert_eq!(usages.len(), 1, "{usages:?}");
    assert_eq!(usages[0]["card"], CARD);
    assert_eq!(usages[0]["children"], 2);
    assert_eq!(usages[0]["event_name"], "Kesäyön uni");
    assert_eq!(waiting(station), 0);
    assert_eq!(records(station), 1);
}

fn sync(station: &Station) {
    let done = station.run(&["sync"]);
    assert_eq!(done.code, Some(0), "{done:?}");
}

#[test]
fn a_use_recorded_offline_reaches_the_service_once_it_is_back() {
    let (mut service, station) = offline();
    let done = station.run(RECORD);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(station.run(&["sync"]).code, Some(69), "the service is away");
    assert!(waiting(&station) > 0);
    service.start("");
    sync(&station);
    sync(&station);
    assert_there_once(&service, &station);
}

#[test]
fn killed_before_the_commit_nothing_was_recorded_and_recording_again_gives_one() {
    for failpoint in ["store.record.before_seal", "store.record.before_commit"] {
        let (mut service, station) = offline();
        station.run_killed_at(failpoint, RECORD);
        assert_eq!((records(&station), waiting(&station)), (0, 0), "{failpoint}: nothing was confirmed, nothing is there");
        assert_eq!(station.run(RECORD).code, Some(0));
        service.start("");
        sync(&station);
        assert_there_once(&service, &station);
    }
}

#[test]
fn killed_after_the_commit_the_use_is_there_and_goes_out_once() {
    let (mut service, station) = offline();
    station.run_killed_at("store.record.after_commit", RECORD);
    assert_eq!(records(&station), 1);
    service.start("");
    sync(&station);
    assert_there_once(&service, &station);
}

#[test]
fn killed_after_the_send_it_is_sent_again_and_counted_once() {
    let (mut service, station) = offline();
    assert_eq!(station.run(RECORD).code, Some(0));
    service.start("");
    station.run_killed_at("sync.push.after_send", &["sync"]);
    sync(&station);
    assert_there_once(&service, &station);
}

#[test]
fn killed_after_the_services_commit_and_before_its_reply_it_is_counted_once() {
    let (mut service, station) = offline();
    assert_eq!(station.run(RECORD).code, Some(0));
    // The service commits, then holds its reply back.
    service.start("central.operations.after_commit=1*sleep(20000)");
    let mut syncing = station.command(&["sync"]).spawn().unwrap();
    until("the service has committed", || service.usages().len() == 1);
    assert!(syncing.try_wait().unwrap().is_none(), "the station still waits for the reply");
    syncing.kill().unwrap();
    syncing.wait().unwrap();
    assert!(waiting(&station) > 0, "without a reply nothing counts as sent");
    service.kill();
    service.start("");
    sync(&station);
    assert_there_once(&service, &station);
}

#[test]
fn killed_after_the_reply_it_is_sent_again_and_counted_once() {
    let (mut service, station) = offline();
    assert_eq!(station.run(RECORD).code, Some(0));
    service.start("");
    station.run_killed_at("sync.push.after_reply", &["sync"]);
    assert_eq!(service.usages().len(), 1);
    assert!(waiting(&station) > 0, "the reply was never applied");
    sync(&station);
    assert_there_once(&service, &station);
}

#[test]
fn the_service_killed_before_its_commit_takes_it_at_the_next_try() {
    let (mut service, station) = offline();
    assert_eq!(station.run(RECORD).code, Some(0));
    service.start("central.operations.before_commit=1*sleep(20000)");
    let mut syncing = station.command(&["sync"]).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1500));
    service.kill();
    syncing.wait().unwrap();
    assert_eq!(service.usages().len(), 0);
    service.start("");
    sync(&station);
    assert_there_once(&service, &station);
}

#[test]
fn two_stations_that_make_the_same_event_offline_end_up_with_one() {
    let (mut service, one) = offline();
    service.start("");
    let two = Station::new();
    two.sign_in(&service);
    service.kill();
    assert_eq!(one.run(RECORD).code, Some(0));
    assert_eq!(two.run(&["record", CARD, "--event", "kesäyön  UNI", "--children", "1"]).code, Some(0));
    service.start("");
    for station in [&one, &two, &one] {
        sync(station);
        assert_eq!(waiting(station), 0);
    }
    let usages = service.usages();
    assert_eq!(usages.len(), 2);
    assert_eq!(usages[0]["event"], usages[1]["event"], "{usages:?}");
}

#[test]
fn signing_in_tells_who_and_where() {
    let mut service = Service::prepared();
    service.start("");
    let done = Station::new().run(&["login", "--server", &service.url(), "--email", EMAIL]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(done.json["email"], EMAIL);
    assert_eq!(done.json["venues"][0]["name"], VENUE);
}
