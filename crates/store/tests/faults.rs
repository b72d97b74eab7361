//! Recording, stopped between its steps. A binary of its own: failpoints are the process's.

#![allow(clippy::unwrap_used, reason = "a test's helpers may fail as the test does")]

#[path = "store/support.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod support;

use fail::FailScenario;
use kaikuasema_domain::operation::Settings;
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::{OpId, Usage, UsageId};
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

/// What counts towards limits of the one card of these tests.
fn counted(station: &Station) -> Vec<UsageId> {
    station.counted(venue(), Some(usage().card), None).unwrap().into_iter().map(|each| each.id).collect()
}

fn open_asides(station: &Station) -> Vec<UsageId> {
    station.set_asides().unwrap().into_iter().map(|entry| entry.aside.usage.id).collect()
}

#[test]
fn setting_aside_stopped_before_its_commit_left_nothing_and_after_it_all() {
    let faults = Faults::none();
    let station = Station::new();
    let usage = usage();
    faults.on(&["store.record.before_commit"], "return");
    assert!(station.set_aside(aside(&usage, true), stamp()).is_err());
    faults.off();
    assert_eq!((open_asides(&station), counted(&station), queued(&station)), (vec![], vec![], vec![]));
    faults.on(&["store.record.after_commit"], "panic");
    assert!(station.set_aside(aside(&usage, true), stamp()).is_err());
    faults.off();
    let station = station.reopen();
    assert_eq!((open_asides(&station), counted(&station), queued(&station)), (vec![usage.id], vec![usage.id], vec![2]));
    // The clerk, who saw no confirmation, sets it aside again.
    assert!(matches!(station.set_aside(aside(&usage, true), stamp()), Err(WriteError::AlreadyRecorded(_))));
}

#[test]
fn what_was_set_aside_is_recorded_and_ended_together_or_neither() {
    let faults = Faults::none();
    for (point, action, is_recorded) in [
        ("store.record.before_seal", "return", false),
        ("store.record.before_commit", "return", false),
        ("store.record.before_commit", "panic", false),
        ("store.record.after_commit", "panic", true),
    ] {
        let station = Station::new();
        let usage = usage();
        station.set_aside(aside(&usage, true), stamp()).unwrap();
        faults.on(&[point], action);
        assert!(station.record(new_usage(usage.clone())).is_err(), "{point} {action}");
        faults.off();
        let station = station.reopen();
        assert_eq!(counted(&station), [usage.id], "{point} {action}: it takes its seat once, come what may");
        assert_eq!(open_asides(&station).is_empty(), is_recorded, "{point} {action}");
        assert_eq!(station.seen().len(), usize::from(is_recorded), "{point} {action}");
        // Recording is tried again after every refresh of the register: once is enough.
        let again = station.record(new_usage(usage.clone()));
        assert_eq!(again.is_ok(), !is_recorded, "{point} {action}");
        assert_eq!((counted(&station), open_asides(&station)), (vec![usage.id], vec![]), "{point} {action}");
        assert_eq!(queued(&station).len(), 2, "{point} {action}: one word of the card, one record");
    }
}

#[test]
fn a_change_stopped_before_its_commit_did_not_come_about() {
    let faults = Faults::none();
    let station = Station::new();
    let (usage, _) = station.record_one();
    faults.on(&["store.record.before_commit"], "return");
    assert!(station.update_usage(Usage { children: 9, ..usage.clone() }, stamp()).is_err());
    assert!(station.mark(usage.id, venue(), Fact::Cancelled, false, stamp()).is_err());
    assert!(station.set_settings(venue(), Settings::Venue { rules: strict() }, stamp()).is_err());
    faults.off();
    assert_eq!(station.one(usage.id), Some(usage));
    assert_eq!(station.rules(venue()).unwrap(), VenueRules::default());
    assert_eq!((queued(&station), sealed(&station)), (vec![1], vec![1, 2, 3, 4]));
}

fn strict() -> VenueRules {
    VenueRules { limit_reached: Policy::Refuse, ..VenueRules::default() }
}
