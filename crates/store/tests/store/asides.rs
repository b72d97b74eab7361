//! Cards of no register, set aside: until they are recorded under the same id, or dropped.

use crate::support::*;
use jiff::ToSpan;
use kaikuasema_domain::api::{True, UsageRow};
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode};
use kaikuasema_domain::*;
use kaikuasema_store::*;

const REJECTED: Outcome = Outcome::Rejected { code: RejectionCode::NotAllowed };

fn counted(station: &Station) -> Vec<UsageId> {
    station.counted(venue(), Some(usage().card), None).unwrap().into_iter().map(|each| each.id).collect()
}

#[test]
fn what_is_set_aside_is_kept_oldest_first_and_told_to_the_service() {
    let station = Station::new();
    let (first, second) = (usage(), usage());
    let later = Stamp { recorded_at: now().checked_add(5.minutes()).unwrap(), ..stamp() };
    station.set_aside(aside(&second, false), later).unwrap();
    station.set_aside(aside(&first, true), stamp()).unwrap();
    let station = station.reopen();
    let kept = station.set_asides().unwrap();
    assert_eq!(kept.iter().map(|entry| entry.aside.clone()).collect::<Vec<_>>(), [aside(&first, true), aside(&second, false)]);
    assert_eq!(kept[0].at, now().checked_add(120.milliseconds()).unwrap());
    assert_eq!(station.seen(), [], "it is no record");
    let operation = station.last_op();
    assert_eq!(operation.change, Change::CardUnknown(aside(&first, true)));
    assert_eq!(station.due_ops().len(), 2);
    for op in station.due_ops() {
        station.result(op, Outcome::Accepted { version: 3 });
    }
    assert_eq!(station.queue().unwrap(), [], "no feed tells it back");
    assert_eq!(station.set_asides().unwrap().len(), 2, "told, and still open");
}

#[test]
fn a_holder_who_was_let_in_takes_a_seat_once_all_the_way_to_the_feed() {
    let station = Station::new();
    station.tell(vec![]);
    let (usage, refused) = (usage(), usage());
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    station.set_aside(aside(&refused, false), stamp()).unwrap();
    assert_eq!(counted(&station), [usage.id], "who was not let in takes none");
    let recorded = station.record(new_usage(usage.clone())).unwrap();
    assert_eq!(counted(&station), [usage.id]);
    assert_eq!(station.set_asides().unwrap().iter().map(|entry| entry.aside.usage.id).collect::<Vec<_>>(), [refused.id]);
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)]);
    let ops = station.due_ops();
    assert_eq!((ops.len(), ops[2]), (3, recorded.op), "the word of it goes first");
    for op in ops {
        station.result(op, Outcome::Accepted { version: 4 });
    }
    assert_eq!(counted(&station), [usage.id]);
    station.tell(vec![present(4, &usage)]);
    assert_eq!((counted(&station), station.queue().unwrap()), (vec![usage.id], vec![]));
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    assert_eq!(counted(&station), [], "its seat is free when it is undone");
}

#[test]
fn nothing_is_set_aside_twice_nor_recorded_twice_under_one_id() {
    let station = Station::new();
    let usage = usage();
    let is_known = |result| matches!(result, Err(WriteError::AlreadyRecorded(id)) if id == usage.id);
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    assert!(is_known(station.set_aside(aside(&usage, true), stamp())));
    station.record(new_usage(usage.clone())).unwrap();
    assert!(is_known(station.record(new_usage(usage.clone())).map(|_| ())));
    assert!(is_known(station.set_aside(aside(&usage, false), stamp())));
    assert_eq!(station.sealed().len(), 2);
}

#[test]
fn what_is_given_up_takes_no_seat_and_the_service_is_told_after_the_word_of_it() {
    let station = Station::new();
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    let word = station.last_op().op_id;
    station.give_up_aside(usage.id, stamp()).unwrap();
    assert_eq!((station.set_asides().unwrap(), counted(&station)), (vec![], vec![]));
    let operation = station.last_op();
    assert_eq!((operation.change, operation.depends_on), (Change::UsageDelete { id: usage.id }, vec![word]));
    station.give_up_aside(usage.id, stamp()).unwrap();
    station.give_up_aside(UsageId(uuid::Uuid::now_v7()), stamp()).unwrap();
    let station = station.reopen();
    let ops = station.due_ops();
    assert_eq!(ops, [word, operation.op_id], "told once");
    for op in ops {
        station.result(op, Outcome::Accepted { version: 5 });
    }
    assert_eq!(station.queue().unwrap(), [], "no feed tells it back");
    assert_eq!(station.seen(), []);
    assert!(station.set_aside(aside(&usage, true), stamp()).is_err(), "its end is kept");
}

#[test]
fn what_the_service_refused_to_set_aside_is_given_up_here_alone() {
    let station = Station::new();
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    let word = station.last_op().op_id;
    station.result(word, REJECTED);
    station.give_up_aside(usage.id, stamp()).unwrap();
    assert_eq!((station.set_asides().unwrap(), counted(&station)), (vec![], vec![]));
    assert_eq!(station.due_ops(), []);
    station.discard(word, "turha", stamp()).unwrap();
    assert_eq!(station.due_ops().len(), 1, "only the discarding is told");
}

#[test]
fn given_up_before_the_service_refused_it_both_are_discarded_together() {
    let station = Station::new();
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    let word = station.last_op().op_id;
    station.give_up_aside(usage.id, stamp()).unwrap();
    station.result(word, REJECTED);
    assert_eq!(station.due_ops(), [], "there is nothing to give up at the service");
    station.discard(word, "turha", stamp()).unwrap();
    for op in station.due_ops() {
        station.result(op, Outcome::Accepted { version: 1 });
    }
    assert_eq!(station.queue().unwrap(), []);
}

#[test]
fn a_record_goes_up_although_the_word_that_its_card_was_set_aside_was_refused() {
    let station = Station::new();
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    let word = station.last_op().op_id;
    station.result(word, REJECTED);
    assert_eq!(station.set_asides().unwrap().len(), 1, "refused, and still to be recorded");
    let recorded = station.record(new_usage(usage.clone())).unwrap();
    assert_eq!(station.due_ops(), [recorded.op]);
    assert_eq!(station.seen(), [(usage.id, UsageState::NeedsYou)]);
    station.discard(word, "turha", stamp()).unwrap();
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)], "the record stands");
}

#[test]
fn discarding_the_refused_word_drops_what_was_set_aside() {
    let station = Station::new();
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    let word = station.last_op().op_id;
    station.result(word, REJECTED);
    station.discard(word, "turha", stamp()).unwrap();
    assert_eq!((station.set_asides().unwrap(), counted(&station)), (vec![], vec![]));
}

#[test]
fn what_is_set_aside_for_an_event_of_ones_own_waits_for_the_event() {
    let station = Station::new();
    let event = event("Uusi");
    station.record(NewUsage { new_event: Some(event.clone()), ..new_usage(usage_of(&event)) }).unwrap();
    let event_op = station.due_ops()[0];
    station.set_aside(aside(&usage_of(&event), true), stamp()).unwrap();
    assert_eq!(station.last_op().depends_on, [event_op]);
}

/// A card set aside, recorded and deleted before anything was sent.
fn recorded_and_deleted(station: &Station) -> (Usage, [OpId; 3]) {
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    station.record(new_usage(usage.clone())).unwrap();
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    let ops = station.due_ops().try_into().unwrap();
    (usage, ops)
}

/// The recording still needs the clerk, and is all that the queue has.
fn only_the_recording_is_left(station: &Station, create: OpId) {
    let queue = station.queue().unwrap();
    assert_eq!(queue.iter().map(|entry| entry.op).collect::<Vec<_>>(), [create], "no feed tells the deletion");
    assert!(matches!(queue[0].state, QueueState::NeedsYou(_)));
    assert_eq!((station.seen(), counted(station), station.due_ops()), (vec![], vec![], vec![]), "it was deleted");
}

#[test]
fn a_deletion_ends_at_once_where_the_service_refused_the_record_and_gave_up_what_was_set_aside() {
    let station = Station::new();
    let (_, [word, create, delete]) = recorded_and_deleted(&station);
    station.result(word, Outcome::Accepted { version: 3 });
    station.result(create, REJECTED);
    station.result(delete, Outcome::Accepted { version: 4 });
    only_the_recording_is_left(&station, create);
    let station = station.reopen();
    station.tell(vec![]);
    only_the_recording_is_left(&station, create);
    station.discard(create, "turha", stamp()).unwrap();
    for op in station.due_ops() {
        station.result(op, Outcome::Accepted { version: 1 });
    }
    assert_eq!((station.queue().unwrap(), station.seen(), counted(&station)), (vec![], vec![], vec![]));
}

#[test]
fn a_deletion_accepted_before_the_refusal_of_its_record_is_known_ends_with_the_next_of_the_feed() {
    let station = Station::new();
    let (_, [word, create, delete]) = recorded_and_deleted(&station);
    station.result(word, Outcome::Accepted { version: 3 });
    station.result(delete, Outcome::Accepted { version: 4 });
    station.result(create, REJECTED);
    assert_eq!((station.seen(), counted(&station)), (vec![], vec![]));
    station.tell(vec![]);
    only_the_recording_is_left(&station, create);
}

#[test]
fn with_the_word_and_the_record_refused_the_deletion_is_discarded_with_the_record() {
    let station = Station::new();
    let (usage, [word, create, delete]) = recorded_and_deleted(&station);
    station.result(word, REJECTED);
    station.result(create, REJECTED);
    station.result(delete, Outcome::Rejected { code: RejectionCode::EntityUnknown });
    assert_eq!(station.seen(), [(usage.id, UsageState::NeedsYou)], "nothing was deleted");
    station.discard(create, "turha", stamp()).unwrap();
    station.discard(word, "turha", stamp()).unwrap();
    for op in station.due_ops() {
        station.result(op, Outcome::Accepted { version: 1 });
    }
    assert_eq!((station.queue().unwrap(), station.seen(), counted(&station)), (vec![], vec![], vec![]));
}

#[test]
fn the_deletion_of_a_record_that_the_service_took_waits_for_the_feed() {
    let station = Station::new();
    let (usage, ops) = recorded_and_deleted(&station);
    for (op, version) in ops.into_iter().zip(3..) {
        station.result(op, Outcome::Accepted { version });
    }
    station.tell(vec![]);
    let sent = station.queue().unwrap().into_iter().filter(|entry| entry.state == QueueState::Sent).map(|entry| entry.op);
    assert_eq!(sent.collect::<Vec<_>>(), ops[1..]);
    station.tell(vec![UsageRow::Deleted { id: usage.id, version: 5, deleted: True }]);
    assert_eq!((station.queue().unwrap(), station.seen()), (vec![], vec![]));
}

/// A card set aside and told, whose record the service refused.
fn refused_record(station: &Station) -> (Usage, OpId, OpId) {
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    let word = station.last_op().op_id;
    station.result(word, Outcome::Accepted { version: 3 });
    let create = station.record(new_usage(usage.clone())).unwrap().op;
    station.result(create, REJECTED);
    (usage, word, create)
}

/// What is due, as the service is told it.
fn told(station: &Station) -> Vec<Operation> {
    let due = station.due(now(), 500, 1 << 20).unwrap();
    due.iter().map(|queued| serde_json::from_slice(&queued.bytes).unwrap()).collect()
}

fn void(op: OpId) -> Change {
    Change::OpVoid { op_id: op, reason: "turha".to_owned() }
}

fn accept_all(station: &Station) {
    for (op, version) in station.due_ops().into_iter().zip(7..) {
        station.result(op, Outcome::Accepted { version });
    }
}

#[test]
fn a_discarded_record_of_a_card_set_aside_gives_up_its_seat_at_the_service() {
    let station = Station::new();
    let (usage, _, create) = refused_record(&station);
    station.discard(create, "turha", stamp()).unwrap();
    let operations = told(&station);
    let changes: Vec<Change> = operations.iter().map(|operation| operation.change.clone()).collect();
    assert_eq!(changes, [void(create), Change::UsageDelete { id: usage.id }]);
    assert!(operations[1].depends_on.is_empty() && operations[1].base_version.is_none());
    assert_eq!((station.seen(), counted(&station), station.set_asides().unwrap()), (vec![], vec![], vec![]));
    accept_all(&station);
    assert_eq!((station.queue().unwrap(), station.seen(), counted(&station)), (vec![], vec![], vec![]));
    assert_eq!(told(&station.reopen()), [], "told once");
}

#[test]
fn discarded_while_everything_is_offered_again_the_seat_is_given_up_after_the_word() {
    let station = Station::new();
    let (usage, word, create) = refused_record(&station);
    station.offer_again().unwrap();
    station.discard(create, "turha", stamp()).unwrap();
    let operations = told(&station);
    assert_eq!(operations.iter().map(|operation| operation.op_id).next(), Some(word));
    assert_eq!(operations[2].change, Change::UsageDelete { id: usage.id });
    assert_eq!(operations[2].depends_on, [word]);
    // The service that was put back refuses the word now: both go with it.
    station.result(word, REJECTED);
    station.discard(word, "turha", stamp()).unwrap();
    assert!(told(&station).iter().all(|operation| matches!(operation.change, Change::OpVoid { .. })));
    accept_all(&station);
    assert_eq!((station.queue().unwrap(), station.seen(), counted(&station)), (vec![], vec![], vec![]));
}

#[test]
fn a_deletion_that_the_service_took_is_not_voided_and_is_said_again_without_the_record() {
    let station = Station::new();
    let (usage, [word, create, delete]) = recorded_and_deleted(&station);
    station.result(word, Outcome::Accepted { version: 3 });
    station.result(create, REJECTED);
    station.result(delete, Outcome::Accepted { version: 4 });
    station.offer_again().unwrap();
    station.discard(create, "turha", stamp()).unwrap();
    let operations = told(&station);
    assert!(operations.iter().all(|operation| operation.op_id != delete && operation.change != void(delete)));
    let last = operations.last().unwrap();
    assert_eq!((&last.change, last.depends_on.as_slice()), (&Change::UsageDelete { id: usage.id }, [word].as_slice()));
    accept_all(&station);
    assert_eq!((station.queue().unwrap(), station.seen(), counted(&station)), (vec![], vec![], vec![]));
}

#[test]
fn where_the_service_has_no_seat_for_it_a_discarded_record_gives_up_none() {
    let station = Station::new();
    let usage = usage();
    station.set_aside(aside(&usage, true), stamp()).unwrap();
    let word = station.last_op().op_id;
    station.result(word, REJECTED);
    let create = station.record(new_usage(usage.clone())).unwrap().op;
    station.result(create, REJECTED);
    station.discard(create, "turha", stamp()).unwrap();
    assert_eq!(told(&station).into_iter().map(|operation| operation.change).collect::<Vec<_>>(), [void(create)]);
    // One deleted already gave it up.
    let station = Station::new();
    let (_, [word, create, delete]) = recorded_and_deleted(&station);
    station.result(word, Outcome::Accepted { version: 3 });
    station.result(create, REJECTED);
    station.result(delete, Outcome::Accepted { version: 4 });
    station.discard(create, "turha", stamp()).unwrap();
    assert_eq!(told(&station).into_iter().map(|operation| operation.change).collect::<Vec<_>>(), [void(create)]);
}
