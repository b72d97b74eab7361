//! The outbox: what is due, what waits, and what becomes of each answer of the service.

use crate::support::*;
use jiff::ToSpan;
use jiff::civil::date;
use kaikuasema_domain::api::{ChangeRow, True};
use kaikuasema_domain::operation::{OperationResult, Outcome, RejectionCode};
use kaikuasema_domain::*;
use kaikuasema_store::*;

const REJECTED: Outcome = Outcome::Rejected { code: RejectionCode::NotAllowed };

fn state(station: &Station, op: OpId) -> Option<QueueState> {
    station.queue().unwrap().into_iter().find(|entry| entry.op == op).map(|entry| entry.state)
}

#[test]
fn operations_are_due_in_the_order_made_and_within_the_bounds() {
    let station = Station::new();
    let ops: Vec<_> = (0..5).map(|_| station.record_one().1.op).collect();
    assert_eq!(station.due_ops(), ops);
    let few = station.due(now(), 2, 1 << 20).unwrap();
    assert_eq!(few.iter().map(|each| each.sequence).collect::<Vec<_>>(), [1, 2]);
    let size = few[0].bytes.len();
    assert_eq!(station.due(now(), 500, size * 2 + size / 2).unwrap().len(), 2);
    assert_eq!(station.due(now(), 500, 1).unwrap().len(), 1, "one always goes, or nothing ever would");
}

#[test]
fn a_failed_try_is_counted_and_rests_until_its_time_or_until_told() {
    let station = Station::new();
    let (_, recorded) = station.record_one();
    let later = now().checked_add(30.seconds()).unwrap();
    station.note_failed_try(&[recorded.op], "timed out", later).unwrap();
    assert_eq!(station.due_ops(), []);
    let entry = station.queue().unwrap().remove(0);
    assert_eq!((entry.attempts, entry.last_error.as_deref(), entry.next_try), (1, Some("timed out"), Some(later)));
    assert_eq!(station.due(later, 500, 1 << 20).unwrap().len(), 1);
    station.try_now().unwrap();
    assert_eq!(station.due_ops(), [recorded.op]);
}

#[test]
fn what_comes_after_a_resting_operation_on_the_same_record_rests_too() {
    let station = Station::new();
    let (usage, first) = station.record_one();
    let (_, other) = station.record_one();
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    station.note_failed_try(&[first.op], "timed out", now().checked_add(30.seconds()).unwrap()).unwrap();
    assert_eq!(station.due_ops(), [other.op]);
}

#[test]
fn each_outcome_is_applied_by_itself() {
    let station = Station::new();
    let ops: Vec<_> = (0..6).map(|_| station.record_one().1.op).collect();
    let current = serde_json::json!({"id": "x"});
    let outcomes = [
        Outcome::Accepted { version: 4 },
        Outcome::Duplicate { version: 5 },
        Outcome::Conflict { current: current.clone() },
        Outcome::Rejected { code: RejectionCode::VenueUnknown },
        Outcome::Blocked,
    ];
    let mut results: Vec<_> = ops.iter().zip(outcomes).map(|(op, outcome)| OperationResult { op_id: *op, outcome }).collect();
    // One that this station never made stops none of the others.
    results.insert(0, OperationResult { op_id: OpId(uuid::Uuid::from_u128(1)), outcome: Outcome::Accepted { version: 1 } });
    station.apply_results(&results, now()).unwrap();
    let states: Vec<_> = ops.iter().map(|op| state(&station, *op).unwrap()).collect();
    assert_eq!(
        states,
        [
            QueueState::Sent,
            QueueState::Sent,
            QueueState::NeedsYou(NeedsYou::Conflict { current }),
            QueueState::NeedsYou(NeedsYou::Rejected(RejectionCode::VenueUnknown)),
            QueueState::Waiting,
            QueueState::Waiting,
        ]
    );
    assert_eq!(station.due_ops(), [ops[5]], "what the service holds back rests a little");
    assert_eq!(station.due(now().checked_add(1.minute()).unwrap(), 500, 1 << 20).unwrap().len(), 2);
    let counts = station.queue_counts(date(2026, 11, 22)).unwrap();
    assert_eq!(counts, QueueCounts { waiting: 2, needs_you: 2, sent_today: 2 });
    assert_eq!(station.queue_counts(date(2026, 11, 23)).unwrap().sent_today, 0);
    let seen = station.seen();
    assert_eq!(seen.len(), 6, "nothing goes from sight");
    assert_eq!(seen.iter().filter(|(_, state)| *state == UsageState::NeedsYou).count(), 2);
}

#[test]
fn a_rejected_operation_holds_back_later_ones_of_its_record_only() {
    let station = Station::new();
    let (usage, first) = station.record_one();
    let (_, other) = station.record_one();
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    station.result(first.op, REJECTED);
    assert_eq!(station.due_ops(), [other.op]);
}

#[test]
fn a_conflict_holds_back_what_depends_on_it_and_a_rejected_event_does_not() {
    for (outcome, is_held) in [(Outcome::Conflict { current: serde_json::Value::Null }, true), (REJECTED, false)] {
        let station = Station::new();
        let event = event("Konsertti");
        let recorded = station.record(NewUsage { new_event: Some(event.clone()), ..new_usage(usage_of(&event)) }).unwrap();
        let event_op = station.due_ops()[0];
        station.result(event_op, outcome);
        let due = station.due_ops();
        assert_eq!(due, if is_held { vec![] } else { vec![recorded.op] });
        station.discard(event_op, "turha", stamp()).unwrap();
        assert_eq!(station.due_ops()[0], recorded.op, "a discarded event holds nothing back");
        assert_eq!(station.events(venue()).unwrap(), []);
        assert_eq!(station.usages(&UsageFilter::default()).unwrap()[0].usage.event_name.as_deref(), Some("Konsertti"));
    }
}

#[test]
fn an_answer_that_comes_twice_changes_nothing() {
    let station = Station::new();
    let (_, recorded) = station.record_one();
    station.result(recorded.op, Outcome::Accepted { version: 4 });
    station.result(recorded.op, REJECTED);
    station.result(recorded.op, Outcome::Duplicate { version: 4 });
    assert_eq!(state(&station, recorded.op), Some(QueueState::Sent));
    assert_eq!(station.queue().unwrap()[0].attempts, 1);
}

#[test]
fn a_rejected_deletion_did_not_come_about() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    station.result(recorded.op, Outcome::Accepted { version: 4 });
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    assert_eq!(station.seen(), []);
    let delete = station.due_ops()[0];
    station.result(delete, REJECTED);
    assert_eq!(station.seen(), [(usage.id, UsageState::NeedsYou)]);
    station.discard(delete, "jää", stamp()).unwrap();
    assert_eq!(station.seen(), [(usage.id, UsageState::Sent)]);
}

#[test]
fn a_clock_that_was_set_back_holds_nothing_back() {
    let station = Station::new();
    let (_, recorded) = station.record_one();
    let longest = now().checked_add(LONGEST_REST).unwrap();
    station.note_failed_try(&[recorded.op], "service_busy", longest).unwrap();
    assert_eq!(station.due_ops(), []);
    let years_ahead = now().checked_add(jiff::SignedDuration::from_hours(24 * 365 * 3)).unwrap();
    station.note_failed_try(&[recorded.op], "service_busy", years_ahead).unwrap();
    assert_eq!(station.due_ops(), [recorded.op]);
    assert_eq!(station.due(now(), 1, 1 << 20).unwrap()[0].attempts, 2);
}

#[test]
fn what_the_service_once_took_is_offered_again_and_seen_once_all_the_while() {
    let station = Station::new();
    let (usage, taken) = station.record_one();
    let (undone, first) = station.record_one();
    let (refused, rejected) = station.record_one();
    station.result(taken.op, Outcome::Accepted { version: 4 });
    station.result(first.op, Outcome::Accepted { version: 5 });
    station.result(rejected.op, REJECTED);
    let row = |version, usage: &Usage| ChangeRow::Present { version, entity: usage.clone() };
    station.apply_usages(venue(), batch(vec![row(4, &usage), row(5, &undone)], "u5", true)).unwrap();
    station.delete_usage(undone.id, venue(), stamp()).unwrap();
    let deletion = station.due_ops()[0];
    station.result(deletion, Outcome::Accepted { version: 6 });
    assert_eq!(station.due_ops(), []);
    station.offer_again().unwrap();
    assert_eq!(station.due_ops(), [taken.op, first.op, deletion], "in the order made; what was rejected still needs the clerk");
    let ids = |station: &Station| station.seen().into_iter().map(|(id, _)| id).collect::<std::collections::HashSet<_>>();
    assert_eq!(ids(&station), [usage.id, refused.id].into());
    // The service knew one of them, and takes the others anew.
    station.result(taken.op, Outcome::Duplicate { version: 4 });
    station.result(first.op, Outcome::Accepted { version: 7 });
    station.result(deletion, Outcome::Accepted { version: 8 });
    let gone = ChangeRow::Deleted { id: undone.id, version: 8, deleted: True };
    station.apply_usages(venue(), batch(vec![gone], "u8", true)).unwrap();
    assert_eq!(station.due_ops(), []);
    assert_eq!(ids(&station), [usage.id, refused.id].into());
    assert_eq!(station.queue().unwrap().len(), 1);
}
