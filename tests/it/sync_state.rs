//! The synchronisation over a real service on loopback: what the state says, when "as of" moves,
//! and that training and real services never meet.

use crate::process::{EMAIL, Service, Station, VENUE, today};
use serde_json::Value;

fn register_as_of(station: &Station) -> Value {
    station.run(&["check", "A9990000071"]).json["register_as_of"].clone()
}

#[test]
fn as_of_moves_on_a_complete_reply_and_an_empty_one_and_on_nothing_else() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    let first = register_as_of(&station);
    assert!(first.is_string());
    assert_eq!(station.run(&["sync"]).code, Some(0));
    let second = register_as_of(&station);
    assert!(second.as_str() > first.as_str(), "a complete reply with nothing new moves it: {first} {second}");
    service.kill();
    assert_eq!(station.run(&["sync"]).code, Some(69));
    assert_eq!(register_as_of(&station), second, "no reply does not");
    let portal = std::net::TcpListener::bind(service.url().trim_start_matches("http://")).unwrap();
    std::thread::spawn(move || {
        use std::io::{Read, Write};
        for stream in portal.incoming() {
            let mut stream = stream.unwrap();
            let _ = stream.read(&mut [0; 65536]);
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>");
        }
    });
    assert_eq!(station.run(&["sync"]).code, Some(69));
    assert_eq!(register_as_of(&station), second, "someone else's reply does not");
}

#[test]
fn a_card_blocked_at_the_service_is_refused_after_the_next_pull() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    assert_eq!(station.run(&["check", "A9990000071"]).code, Some(0));
    service.admin(&["card", "block", "A9990000071"], "");
    assert_eq!(station.run(&["check", "A9990000071"]).code, Some(0), "it is judged from the copy");
    assert_eq!(station.run(&["sync"]).code, Some(0));
    let done = station.run(&["check", "A9990000071"]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert_eq!(station.run(&["record", "A9990000071", "--discretion"]).code, Some(2), "nothing overrides a bar");
    service.admin(&["card", "unblock", "A9990000071"], "");
    assert_eq!(station.run(&["sync"]).code, Some(0));
    assert_eq!(station.run(&["check", "A9990000071"]).code, Some(0));
}

#[test]
fn every_answer_has_its_exit_code() {
    let mut service = Service::prepared();
    // Cards that ended more than two years ago are left out of the feed.
    let a_month_ago = today().checked_sub(jiff::ToSpan::days(30)).unwrap().to_string();
    service.admin(&["card", "register", "A1000000001", "--valid-until", &a_month_ago, "--children", "0"], "");
    service.admin(&["card", "register", "AM10000002", "--valid-until", "2099-01-31", "--children", "0"], "");
    service.admin(&["card", "block", "AM10000002"], "");
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    for (arguments, code) in [
        (&["check", "A9990000071"][..], 0),
        (&["check", "A1000000001"], 1),
        (&["record", "A1000000001"], 1),
        (&["record", "A1000000001", "--discretion", "--reason", "johtajan lupa"], 0),
        (&["check", "AM10000002"], 2),
        (&["record", "AM10000002"], 2),
        (&["check", "A5555555555"], 3),
        (&["record", "A5555555555"], 3),
        (&["check", "A9990000071", "--date", "31.2.2026"], 64),
        (&["record", "A9990000071", "--value", "-3"], 64),
        (&["record", "A9990000071", "--customer-cards", "3"], 64),
        (&["record", "A9990000071", "--venue", "Olematon"], 64),
    ] {
        let done = station.run(arguments);
        assert_eq!(done.code, Some(code), "{arguments:?}: {done:?}");
    }
    let records = station.run(&["records"]).json;
    assert_eq!(records["count"], 1, "{records}");
    assert_eq!(records["records"][0]["usage"]["discretion"]["reason"], "johtajan lupa");
    assert_eq!(station.run(&["check", "A9990000071", "--venue", VENUE]).code, Some(0));
}

#[test]
fn a_training_service_and_a_real_station_never_meet() {
    let mut service = Service::prepared();
    service.start_training();
    let station = Station::new();
    let done = station.run(&["login", "--server", &service.url(), "--email", EMAIL]);
    assert_eq!(done.code, Some(2), "{done:?}");
    assert_eq!(station.run(&["sync"]).code, Some(75), "it belongs to no service");
}

#[test]
fn training_lies_apart_and_takes_no_other_service() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    assert_eq!(station.run(&["--training", "login", "--server", &service.url(), "--email", EMAIL]).code, Some(64));
    let venue = ["--venue", "Kaupunginkirjasto"];
    let done = station.run(&[&["--training", "record", "A9990000071", "--event", "Kopiot", "--value", "1,50"][..], &venue].concat());
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(station.run(&["--training", "sync"]).code, Some(0));
    assert_eq!(service.usages().len(), 0, "nothing of it reached the real service");
    assert_eq!(station.run(&["records"]).json["count"], 0, "nor the station's own records");
    let new_year = format!("1.1.{}", today().year());
    let example = ["--training", "records", "--card", "A9990000071", "--event", "Myöhästymismaksut", "--all", "--from", &new_year];
    let done = station.run(&[&example[..], &venue].concat());
    assert_eq!(done.json["count"], 2, "the guide's example (R81) comes out right: {done:?}");
}

#[test]
fn a_time_that_is_in_no_list_is_recorded_by_hand() {
    let station = Station::new();
    let theatre = ["--venue", "Kaupunginteatteri, päänäyttämö", "--event", "Peppi Pitkätossu karkuteillä"];
    let made = station.run(&[&["--training", "record", "A9990000071"][..], &theatre, &["--time", "4.44"]].concat());
    assert_eq!(made.code, Some(0), "{made:?}");
    let usage = &made.json["usage"];
    assert!(usage["showing"].is_null() && usage["event"].is_string(), "{usage}");
    assert_eq!(usage["event_time"], "04:44:00");
}

#[test]
fn a_use_at_a_showing_is_not_recorded_twice_by_accident() {
    let station = Station::new();
    let theatre = ["--venue", "Kaupunginteatteri, päänäyttämö", "--event", "Peppi Pitkätossu karkuteillä"];
    let record = |more: &[&str]| station.run(&[&["--training", "record", "A9990000071"][..], &theatre, more].concat());
    let first = record(&[]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let usage = &first.json["usage"];
    assert!(usage["showing"].is_string() && usage["event_time"].is_string(), "the next showing is meant: {usage}");
    assert_eq!(record(&[]).code, Some(1), "the same again is asked about");
    let date = usage["event_date"].as_str().unwrap();
    assert_eq!(record(&["--date", date]).code, Some(1), "also when its day is named");
    assert_eq!(record(&["--again"]).code, Some(0), "and done when it is meant");
}
