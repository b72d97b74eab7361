//! Recording, deleting and discarding: what is on the disk afterwards.

use crate::support::*;
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode};
use kaikuasema_domain::*;
use kaikuasema_store::*;

fn operations(station: &Station) -> Vec<Operation> {
    station.due(now(), 500, 1 << 20).unwrap().iter().map(|queued| serde_json::from_slice(&queued.bytes).unwrap()).collect()
}

#[test]
fn a_recording_survives_reopening() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    let id = station.store.station();
    let station = station.reopen();
    assert_eq!(station.store.station(), id);
    let seen = station.usages(&UsageFilter::default()).unwrap();
    assert_eq!(seen, [RecordedUsage { usage: usage.clone(), state: UsageState::Waiting }]);
    let [operation] = <[_; 1]>::try_from(operations(&station)).unwrap();
    assert_eq!((operation.op_id, operation.sequence), (recorded.op, 1));
    assert!(matches!(operation.change, Change::UsageCreate(create) if create.usage == usage));
    let (_, second) = station.record_one();
    assert_eq!(second.sequence, 2);
}

#[test]
fn the_sealed_copy_opens_to_the_very_bytes_of_the_outbox() {
    let station = Station::new();
    for _ in 0..3 {
        station.record_one();
    }
    let queued: Vec<_> = station.due(now(), 500, 1 << 20).unwrap().into_iter().map(|each| (each.sequence, each.bytes)).collect();
    assert_eq!(queued.len(), 3);
    assert_eq!(station.sealed(), queued);
}

#[test]
fn a_usage_is_recorded_once_however_often_it_is_asked() {
    let station = Station::new();
    let (usage, _) = station.record_one();
    let again = station.record(new_usage(usage.clone()));
    assert!(matches!(again, Err(WriteError::AlreadyRecorded(id)) if id == usage.id));
    assert_eq!(station.sealed().len(), 1);
}

#[test]
fn without_a_service_nothing_is_recorded() {
    let place = tempfile::tempdir().unwrap();
    let store = Store::open(&config(place.path())).unwrap();
    assert!(matches!(store.record(new_usage(usage())), Err(WriteError::NoService)));
    assert_eq!(store.usages(&UsageFilter::default()).unwrap(), []);
}

#[test]
fn an_event_made_with_the_record_comes_first_and_the_usage_depends_on_it() {
    let station = Station::new();
    let event = event("Uusi näytelmä");
    let usage = usage_of(&event);
    let recorded = station.record(NewUsage { new_event: Some(event.clone()), ..new_usage(usage.clone()) }).unwrap();
    let [first, second] = <[_; 2]>::try_from(operations(&station)).unwrap();
    assert_eq!(first.change, Change::EventCreate(event.clone()));
    assert_eq!((second.op_id, second.sequence, second.depends_on), (recorded.op, 2, vec![first.op_id]));
    let events = station.events(venue()).unwrap();
    assert_eq!(events, [EventWithShowings { event: event.clone(), showings: vec![] }]);
    // A later use of the event waits for it as well.
    let later = station.record(new_usage(usage_of(&event))).unwrap();
    let third = operations(&station).pop().unwrap();
    assert_eq!((third.op_id, third.depends_on), (later.op, vec![first.op_id]));
    // Once the service has the event, nothing needs to wait for it.
    station.result(first.op_id, Outcome::Accepted { version: 1 });
    station.record(new_usage(usage_of(&event))).unwrap();
    assert!(operations(&station).pop().unwrap().depends_on.is_empty());
}

#[test]
fn an_unsent_record_is_deleted_by_an_operation_of_its_own() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    assert_eq!(station.seen(), []);
    let [create, delete] = <[_; 2]>::try_from(operations(&station)).unwrap();
    assert_eq!(create.op_id, recorded.op);
    assert_eq!(delete.change, Change::UsageDelete { id: usage.id });
    assert_eq!((delete.base_version, delete.depends_on), (None, vec![recorded.op]));
    let again = station.delete_usage(usage.id, venue(), stamp());
    assert!(matches!(again, Err(WriteError::NoSuchUsage(_))));
}

#[test]
fn a_sent_record_is_deleted_upon_the_version_that_the_service_told() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    station.result(recorded.op, Outcome::Accepted { version: 9 });
    let elsewhere = station.delete_usage(usage.id, VenueId(uuid::Uuid::from_u128(99)), stamp());
    assert!(matches!(elsewhere, Err(WriteError::NoSuchUsage(_))));
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    let [delete] = <[_; 1]>::try_from(operations(&station)).unwrap();
    assert_eq!((delete.base_version, delete.depends_on), (Some(9), vec![]));
}

#[test]
fn what_is_discarded_goes_from_sight_but_its_operation_is_kept_and_the_service_told() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    let early = station.discard(recorded.op, "väärä kortti", stamp());
    assert!(matches!(early, Err(WriteError::NotToDiscard(_))));
    station.result(recorded.op, Outcome::Rejected { code: RejectionCode::VenueUnknown });
    assert_eq!(station.seen(), [(usage.id, UsageState::NeedsYou)]);
    station.discard(recorded.op, "väärä kortti", stamp()).unwrap();
    assert_eq!(station.seen(), []);
    let queue = station.queue().unwrap();
    assert_eq!(queue.len(), 1);
    assert_eq!(queue[0].change, Change::OpVoid { op_id: recorded.op, reason: "väärä kortti".to_owned() });
    assert_eq!(station.sealed().len(), 2);
    // The discarded usage is never recorded a second time under the same id.
    assert!(matches!(station.record(new_usage(usage)), Err(WriteError::AlreadyRecorded(_))));
    station.result(queue[0].op, Outcome::Accepted { version: 1 });
    assert_eq!(station.queue().unwrap(), []);
}

#[test]
fn a_deletion_goes_with_the_record_that_is_discarded() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    station.result(recorded.op, Outcome::Rejected { code: RejectionCode::VenueUnknown });
    station.discard(recorded.op, "turha", stamp()).unwrap();
    assert_eq!(station.seen(), []);
    let voids = operations(&station);
    assert_eq!(voids.len(), 2);
    assert!(voids.iter().all(|each| matches!(each.change, Change::OpVoid { .. })));
    assert_eq!(station.queue().unwrap().len(), 2);
}
