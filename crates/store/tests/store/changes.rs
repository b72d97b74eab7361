//! Corrections and status facts: what the clerk sees while the service and its feed catch up.

use crate::support::*;
use jiff::ToSpan;
use kaikuasema_domain::api::UsageRow;
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode};
use kaikuasema_domain::usage::{Fact, Facts, Flag, Status};
use kaikuasema_domain::*;
use kaikuasema_store::*;

const REJECTED: Outcome = Outcome::Rejected { code: RejectionCode::NotAllowed };
const FACTS: [Fact; 4] = [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow];

fn facts(station: &Station, id: UsageId) -> Facts {
    station.one(id).unwrap().facts
}

/// When a fact is marked under [`stamp`]: the station's clock corrected by its offset.
fn marked_at() -> jiff::Timestamp {
    now().checked_add(120.milliseconds()).unwrap()
}

#[test]
fn a_correction_shows_at_once_and_until_the_feed_has_passed_it() {
    let station = Station::new();
    station.tell(vec![]);
    let (usage, recorded) = station.record_one();
    let corrected = Usage { children: 5, ..usage.clone() };
    station.update_usage(corrected.clone(), stamp()).unwrap();
    assert_eq!(station.one(usage.id), Some(corrected.clone()));
    let operation = station.last_op();
    assert_eq!((operation.base_version, operation.depends_on.as_slice()), (None, [recorded.op].as_slice()));
    station.result(recorded.op, Outcome::Accepted { version: 4 });
    station.tell(vec![present(4, &usage)]);
    assert_eq!(station.one(usage.id), Some(corrected.clone()), "the feed is not there yet");
    station.result(operation.op_id, Outcome::Accepted { version: 5 });
    assert_eq!(station.one(usage.id), Some(corrected.clone()));
    station.tell(vec![present(5, &corrected)]);
    assert_eq!((station.seen(), station.queue().unwrap()), (vec![(usage.id, UsageState::Sent)], vec![]));
    let theirs = Usage { children: 1, ..corrected };
    station.tell(vec![present(6, &theirs)]);
    assert_eq!(station.one(usage.id), Some(theirs), "from here on the feed tells the truth");
}

#[test]
fn a_correction_builds_on_what_the_feed_told_and_on_no_later_version_of_ones_own() {
    let station = Station::new();
    let usage = usage();
    station.tell(vec![present(7, &usage)]);
    station.mark(usage.id, venue(), Fact::Arrived, false, stamp()).unwrap();
    let fact = station.last_op();
    assert_eq!((fact.base_version, fact.depends_on.len()), (None, 0), "facts of several stations commute");
    // Another station's change may lie between what the feed told and the version of this fact.
    station.result(fact.op_id, Outcome::Accepted { version: 9 });
    station.update_usage(Usage { children: 3, ..usage.clone() }, stamp()).unwrap();
    let first = station.last_op();
    assert_eq!((first.base_version, first.depends_on), (Some(7), vec![]));
    station.update_usage(Usage { children: 4, ..usage.clone() }, stamp()).unwrap();
    let second = station.last_op();
    assert_eq!((second.base_version, second.depends_on), (Some(7), vec![first.op_id]));
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    let deletion = station.last_op();
    assert_eq!((deletion.base_version, deletion.depends_on), (Some(7), vec![second.op_id]));
}

#[test]
fn a_correction_leaves_who_when_where_and_what_became_of_the_ticket_as_they_were() {
    let station = Station::new();
    let mut theirs =
        Usage { flags: vec![Flag::OverCap], entered_late: true, entered_by: Some(UserId(uuid::Uuid::from_u128(90))), ..usage() };
    theirs.facts.mark(Fact::HandedOver, now(), false);
    station.tell(vec![present(3, &theirs)]);
    let later = now().checked_add(1.hour()).unwrap();
    let wanted = Usage {
        clerk: UserId(uuid::Uuid::from_u128(91)),
        station: StationId(uuid::Uuid::from_u128(92)),
        recorded_at: later,
        entered_late: false,
        entered_by: None,
        facts: Facts::default(),
        flags: vec![],
        children: 9,
        ..theirs.clone()
    };
    station.update_usage(wanted, stamp()).unwrap();
    assert_eq!(station.one(theirs.id), Some(Usage { children: 9, ..theirs }));
}

#[test]
fn a_record_corrected_onto_an_event_of_ones_own_waits_for_the_event() {
    let station = Station::new();
    let event = event("Uusi näytelmä");
    station.record(NewUsage { new_event: Some(event.clone()), ..new_usage(usage_of(&event)) }).unwrap();
    let event_op = station.due_ops()[0];
    let theirs = usage();
    station.tell(vec![present(3, &theirs)]);
    station.update_usage(Usage { event: Some(event.id), ..theirs.clone() }, stamp()).unwrap();
    assert_eq!(station.last_op().depends_on, [event_op]);
    assert_eq!(station.one(theirs.id).unwrap().event_name.as_deref(), Some("Uusi näytelmä"));
}

#[test]
fn what_another_station_does_meanwhile_shows_under_ones_own_change() {
    let station = Station::new();
    let usage = usage();
    station.tell(vec![present(3, &usage)]);
    station.update_usage(Usage { children: 4, ..usage.clone() }, stamp()).unwrap();
    let mut theirs = usage.clone();
    theirs.facts.mark(Fact::HandedOver, now(), false);
    station.tell(vec![present(4, &theirs)]);
    let seen = station.one(usage.id).unwrap();
    assert_eq!((seen.children, seen.facts), (4, theirs.facts));
    // Also when the feed is told afresh, and the record is gone meanwhile.
    station.start_afresh(Feed::Usages(venue())).unwrap();
    theirs.facts.mark(Fact::Arrived, now(), false);
    station.tell(vec![present(5, &theirs)]);
    assert_eq!(facts(&station, usage.id), theirs.facts);
    station.tell(vec![UsageRow::Deleted { id: usage.id, version: 6, deleted: api::True }]);
    assert_eq!(station.one(usage.id), None, "a correction brings no deleted record back");
}

#[test]
fn what_others_did_to_ones_own_record_shows_although_the_answer_to_it_was_lost() {
    let station = Station::new();
    station.tell(vec![]);
    let (usage, recorded) = station.record_one();
    let mut theirs = usage.clone();
    theirs.facts.mark(Fact::Arrived, now(), false);
    station.tell(vec![present(5, &theirs)]);
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)]);
    assert_eq!(facts(&station, usage.id), theirs.facts);
    station.result(recorded.op, Outcome::Duplicate { version: 4 });
    assert_eq!((station.seen(), facts(&station, usage.id)), (vec![(usage.id, UsageState::Sent)], theirs.facts));
}

#[test]
fn each_fact_is_marked_at_the_corrected_instant_and_taken_back() {
    let station = Station::new();
    for fact in FACTS {
        let (usage, recorded) = station.record_one();
        station.mark(usage.id, venue(), fact, false, stamp()).unwrap();
        let mut expected = Facts::default();
        expected.mark(fact, marked_at(), false);
        assert_eq!(facts(&station, usage.id), expected);
        let operation = station.last_op();
        assert_eq!(operation.change, Change::of_fact(usage.id, fact, false));
        assert_eq!((operation.base_version, operation.depends_on), (None, vec![recorded.op]));
        station.mark(usage.id, venue(), fact, true, stamp()).unwrap();
        assert!(facts(&station, usage.id).is_empty());
    }
}

#[test]
fn a_fact_is_settled_when_the_feed_has_told_it() {
    let station = Station::new();
    let usage = usage();
    station.tell(vec![present(3, &usage)]);
    station.mark(usage.id, venue(), Fact::Cancelled, false, stamp()).unwrap();
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)]);
    let fact = station.last_op().op_id;
    station.result(fact, Outcome::Accepted { version: 4 });
    assert!(station.one(usage.id).unwrap().facts.status().is_cancelled());
    assert_eq!(station.queue().unwrap().len(), 1);
    let mut told = usage.clone();
    told.facts.mark(Fact::Cancelled, marked_at(), false);
    station.tell(vec![present(4, &told)]);
    assert_eq!((station.one(usage.id), station.queue().unwrap()), (Some(told), vec![]));
}

#[test]
fn a_rejected_or_conflicting_change_needs_the_clerk_and_does_not_change_the_present() {
    for outcome in [REJECTED, Outcome::Conflict { current: serde_json::Value::Null }] {
        let station = Station::new();
        let usage = usage();
        station.tell(vec![present(3, &usage)]);
        station.update_usage(Usage { children: 9, ..usage.clone() }, stamp()).unwrap();
        let update = station.last_op().op_id;
        station.result(update, outcome.clone());
        station.mark(usage.id, venue(), Fact::Arrived, false, stamp()).unwrap();
        let fact = station.last_op().op_id;
        assert_eq!(station.due_ops(), [], "later ones on the same record wait for the clerk");
        station.discard(update, "ei näin", stamp()).unwrap();
        let void = station.last_op().op_id;
        assert_eq!(station.due_ops(), [fact, void]);
        station.result(fact, outcome);
        assert_eq!(station.seen(), [(usage.id, UsageState::NeedsYou)]);
        assert_eq!(station.one(usage.id), Some(usage.clone()), "neither came about");
        station.discard(fact, "ei näin", stamp()).unwrap();
        assert_eq!(station.seen(), [(usage.id, UsageState::Sent)]);
        assert_eq!(station.one(usage.id), Some(usage));
    }
}

#[test]
fn a_discarded_record_takes_its_corrections_and_facts_with_it() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    station.update_usage(Usage { children: 9, ..usage.clone() }, stamp()).unwrap();
    station.mark(usage.id, venue(), Fact::Arrived, false, stamp()).unwrap();
    station.result(recorded.op, REJECTED);
    let seen = station.one(usage.id).unwrap();
    assert_eq!((seen.children, seen.facts.status()), (9, Status::Arrived(marked_at())), "it happened, and is shown as corrected");
    station.discard(recorded.op, "turha", stamp()).unwrap();
    assert_eq!(station.seen(), []);
    let queue = station.queue().unwrap();
    assert!(queue.len() == 3 && queue.iter().all(|entry| matches!(entry.change, Change::OpVoid { .. })), "{queue:?}");
}

#[test]
fn what_is_not_there_is_neither_corrected_nor_marked() {
    let station = Station::new();
    let missing = |result| matches!(result, Err(WriteError::NoSuchUsage(_)));
    assert!(missing(station.update_usage(usage(), stamp())));
    let (usage, _) = station.record_one();
    let elsewhere = VenueId(uuid::Uuid::from_u128(50));
    assert!(missing(station.update_usage(Usage { venue: elsewhere, ..usage.clone() }, stamp())));
    assert!(missing(station.mark(usage.id, elsewhere, Fact::Arrived, false, stamp())));
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    assert!(missing(station.update_usage(usage.clone(), stamp())));
    assert!(missing(station.mark(usage.id, venue(), Fact::Arrived, false, stamp())));
    assert_eq!(station.sealed().len(), 2);
}

#[test]
fn corrections_and_facts_survive_reopening() {
    let station = Station::new();
    let theirs = usage();
    station.tell(vec![present(3, &theirs)]);
    station.update_usage(Usage { children: 4, ..theirs.clone() }, stamp()).unwrap();
    station.mark(theirs.id, venue(), Fact::HandedOver, false, stamp()).unwrap();
    let before = station.one(theirs.id);
    let station = station.reopen();
    assert_eq!(station.one(theirs.id), before);
    assert_eq!(before.unwrap().facts.status(), Status::HandedOver(marked_at()));
}
