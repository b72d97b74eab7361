//! Recording, stopped between its steps. A binary of its own: failpoints are the process's.

#![allow(clippy::unwrap_used, reason = "a test's helpers may fail as the test does")]

#[path = "store/support.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod support;

use fail::FailScenario;
use kaikuasema_domain::OpId;
use kaikuasema_store::*;
use std::fs;
use support::*;

/// The failpoints, which one test at a time has for itself.
struct Faults {
    _scenario: FailScenario<'static>,
}

impl Faults {
    fn none() -> Self {
        Self { _scenario: FailScenario::setup() }
    }

    fn on(&self, points: &[&str], action: &str) {
        for name in points {
            fail::cfg(*name, action).unwrap();
        }
    }

    fn off(&self) {
        for (name, _) in fail::list() {
            fail::remove(name);
        }
    }
}

fn queued(station: &Station) -> Vec<u64> {
    station.due(now(), 500, 1 << 20).unwrap().into_iter().map(|each| each.sequence).collect()
}

fn sealed(station: &Station) -> Vec<u64> {
    station.sealed().into_iter().map(|(sequence, _)| sequence).collect()
}

#[test]
fn a_recording_stopped_before_its_seal_leaves_nothing() {
    let faults = Faults::none();
    let station = Station::new();
    faults.on(&["store.record.before_seal"], "return");
    assert!(matches!(station.record(new_usage(usage())), Err(WriteError::NotSaved(_))));
    faults.off();
    assert_eq!((station.seen(), sealed(&station), queued(&station)), (vec![], vec![], vec![]));
    assert_eq!(station.record_one().1.sequence, 1, "no number was used up");
}

#[test]
fn the_sealed_copy_is_there_before_the_rows_and_usage_and_outbox_are_there_or_neither() {
    let faults = Faults::none();
    let station = Station::new();
    let event = event("Uusi");
    let new = NewUsage { new_event: Some(event.clone()), ..new_usage(usage_of(&event)) };
    faults.on(&["store.record.before_commit"], "return");
    assert!(matches!(station.record(new), Err(WriteError::NotSaved(_))));
    faults.off();
    assert_eq!((station.seen(), queued(&station)), (vec![], vec![]));
    assert_eq!(station.events(venue()).unwrap(), []);
    assert_eq!(sealed(&station), [1, 2], "both were sealed before the rows");
    assert_eq!(station.record_one().1.sequence, 3, "a number that was sealed is never given again");
}

#[test]
fn a_station_that_died_before_the_commit_never_gives_the_sealed_number_again() {
    let faults = Faults::none();
    let station = Station::new();
    station.record_one();
    faults.on(&["store.record.before_commit"], "panic");
    let died = station.record(new_usage(usage()));
    assert!(matches!(died, Err(WriteError::NotSaved(StoreError::Stopped))));
    faults.off();
    let station = station.reopen();
    assert_eq!((station.seen().len(), queued(&station), sealed(&station)), (1, vec![1], vec![1, 2]));
    assert_eq!(station.record_one().1.sequence, 3);
}

#[test]
fn a_station_that_died_after_the_commit_has_the_record_once() {
    let faults = Faults::none();
    let station = Station::new();
    let usage = usage();
    faults.on(&["store.record.after_commit"], "panic");
    assert!(station.record(new_usage(usage.clone())).is_err());
    faults.off();
    let station = station.reopen();
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)]);
    // The clerk, who saw no confirmation, saves the same form again.
    assert!(matches!(station.record(new_usage(usage)), Err(WriteError::AlreadyRecorded(_))));
    assert_eq!((queued(&station), sealed(&station)), (vec![1], vec![1]));
}

#[test]
fn a_full_disk_says_so_and_the_black_box_goes_on_being_used() {
    let faults = Faults::none();
    let station = Station::new();
    station.record_one();
    faults.on(&["store.black_box.short_write"], "return");
    let failed = station.record(new_usage(usage())).unwrap_err();
    assert!(failed.is_disk_full() && !failed.is_permanent());
    faults.off();
    assert_eq!((station.seen().len(), queued(&station)), (1, vec![1]));
    assert_eq!(station.record_one().1.sequence, 2);
    assert_eq!(station.black_boxes().unwrap().len(), 1);
    assert_eq!(sealed(&station), [1, 2]);
}

#[test]
fn a_black_box_that_cannot_be_brought_back_is_left_and_the_next_begun() {
    let faults = Faults::none();
    let station = Station::new();
    station.record_one();
    faults.on(&["store.black_box.short_write", "store.black_box.rewind"], "return");
    assert!(station.record(new_usage(usage())).is_err());
    faults.off();
    let torn = fs::read(station.file("blackbox-0001.kbx")).unwrap();
    assert_eq!(station.record_one().1.sequence, 3);
    assert_eq!(fs::read(station.file("blackbox-0001.kbx")).unwrap(), torn);
    assert_eq!(station.black_boxes().unwrap().len(), 2);
    assert_eq!(sealed(&station), [1, 3]);
}

#[test]
fn a_sealed_copy_that_may_not_be_on_the_disk_is_no_sealed_copy() {
    let faults = Faults::none();
    let station = Station::new();
    faults.on(&["store.black_box.sync", "store.black_box.rewind"], "return");
    let failed = station.record(new_usage(usage())).unwrap_err();
    assert!(!failed.is_disk_full());
    faults.off();
    let station = station.reopen();
    assert_eq!((station.seen(), queued(&station)), (vec![], vec![]));
    station.record_one();
    assert_eq!(queued(&station).len(), 1);
}

#[test]
fn a_black_box_that_cannot_even_be_begun_leaves_no_empty_files() {
    let faults = Faults::none();
    let station = Station::new();
    faults.on(&["store.black_box.short_write"], "return");
    for _ in 0..5 {
        assert!(station.record(new_usage(usage())).is_err());
    }
    faults.off();
    assert!(station.black_boxes().unwrap().is_empty());
    assert_eq!(station.record_one().1.sequence, 1);
}

#[test]
fn a_deletion_stopped_before_its_commit_did_not_come_about() {
    let faults = Faults::none();
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    faults.on(&["store.record.before_commit"], "return");
    assert!(station.delete_usage(usage.id, venue(), stamp()).is_err());
    faults.off();
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)]);
    let due: Vec<OpId> = station.due_ops();
    assert_eq!(due, [recorded.op]);
}
