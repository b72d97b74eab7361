//! `door` and `mark` on the command line, through real processes.

use crate::process::{Service, Station};

fn tickets(station: &Station) -> Vec<serde_json::Value> {
    let listed = station.run(&["door"]);
    assert_eq!(listed.code, Some(0), "{listed:?}");
    listed.json["showings"].as_array().unwrap().iter().flat_map(|showing| showing["tickets"].as_array().unwrap().clone()).collect()
}

#[test]
fn tickets_are_listed_and_marked_and_the_service_told() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    assert!(tickets(&station).is_empty());
    let recorded = station.run(&["record", "A9990000071", "--event", "Kesäyön uni", "--time", "23.59", "--children", "2"]);
    assert_eq!(recorded.code, Some(0), "{recorded:?}");
    let listed = tickets(&station);
    assert_eq!(listed.len(), 1);
    assert_eq!((&listed[0]["status"], &listed[0]["children"]), (&"reserved".into(), &2.into()));
    let id = listed[0]["id"].as_str().unwrap().to_owned();
    for (what, status) in [("handed-over", "handed_over"), ("arrived", "arrived")] {
        let marked = station.run(&["mark", &id, what]);
        assert_eq!(marked.code, Some(0), "{marked:?}");
        assert_eq!(tickets(&station)[0]["status"], status);
    }
    assert_eq!(station.run(&["mark", &id, "arrived", "--take-back"]).code, Some(0));
    assert_eq!(tickets(&station)[0]["status"], "handed_over");
    assert_eq!(station.run(&["mark", &id, "cancelled"]).code, Some(0));
    assert_eq!(tickets(&station)[0]["cancelled_by"], "clerk");
    assert_eq!(station.run(&["sync"]).code, Some(0));
    let there = service.usages();
    assert_eq!(there[0]["facts"]["cancelled"]["by"], "clerk", "{there:?}");
    assert!(there[0]["facts"]["arrived"].is_null());
}

#[test]
fn what_is_no_ticket_or_no_mark_is_refused() {
    let mut service = Service::prepared();
    service.start("");
    let station = Station::new();
    station.sign_in(&service);
    assert_eq!(station.run(&["mark", "nothing", "arrived"]).code, Some(64));
    let unknown = station.run(&["mark", "0193ffff-0000-7000-8000-000000000000", "arrived"]);
    assert_eq!((unknown.code, &unknown.json["error"]), (Some(64), &"no_such_ticket".into()));
    assert_eq!(station.run(&["door", "--day", "31.2."]).code, Some(64));
}
