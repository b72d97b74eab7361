//! What becomes of a ticket, in whatever order stations tell it (R107, R108, R157, R158, R161, C12).

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

const ALL: [Fact; 4] = [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow];

fn marked(facts: &[Fact]) -> Facts {
    let mut all = Facts::default();
    for (second, fact) in (1..).zip(facts) {
        all.mark(*fact, at(second), false);
    }
    all
}

#[test]
fn a_holders_cancelling_stands_in_place_of_a_clerks_in_either_order() {
    let mut holder_last = Facts::default();
    holder_last.mark(Fact::Cancelled, at(1), false);
    holder_last.cancel_by_holder(at(2));
    let mut holder_first = Facts::default();
    holder_first.cancel_by_holder(at(2));
    holder_first.mark(Fact::Cancelled, at(1), false);
    assert_eq!(holder_first, holder_last);
    assert_eq!(holder_first.cancelled, Some(Cancelled { at: at(2), by: CancelledBy::Holder }));
    holder_first.cancel_by_holder(at(3));
    holder_first.mark(Fact::Cancelled, at(4), true);
    assert_eq!(holder_first, holder_last, "not taken back by a clerk, and not moved by a second one");
}

#[test]
fn who_arrived_has_the_seat_then_a_cancelling_counts_then_a_no_show_then_a_hand_over() {
    use Fact::{Arrived, Cancelled, HandedOver, NoShow};
    let cancelled = |second| Status::Cancelled(super::Cancelled { at: at(second), by: CancelledBy::Clerk });
    for (facts, status) in [
        (&[][..], Status::Recorded),
        (&[HandedOver], Status::HandedOver(at(1))),
        (&[HandedOver, Arrived], Status::Arrived(at(2))),
        (&[NoShow], Status::NoShow(at(1))),
        (&[HandedOver, NoShow], Status::NoShow(at(2))),
        (&[NoShow, Arrived], Status::Arrived(at(2))),
        (&[Cancelled], cancelled(1)),
        (&[Cancelled, HandedOver], cancelled(1)),
        (&[HandedOver, Cancelled], cancelled(2)),
        (&[NoShow, Cancelled], cancelled(2)),
        (&[Arrived, Cancelled], Status::Arrived(at(1))),
        (&[Cancelled, Arrived], Status::Arrived(at(2))),
        (&[HandedOver, Arrived, Cancelled, NoShow], Status::Arrived(at(2))),
    ] {
        assert_eq!(marked(facts).status(), status, "{facts:?}");
        assert_eq!(status.is_cancelled(), matches!(status, Status::Cancelled(_)));
    }
}

#[test]
fn only_arriving_with_a_cancelled_ticket_is_contradictory() {
    for (facts, contradictory) in [
        (&[Fact::Arrived, Fact::Cancelled][..], true),
        (&[Fact::Cancelled, Fact::Arrived], true),
        (&[Fact::Arrived], false),
        (&[Fact::Cancelled], false),
        (&[Fact::Cancelled, Fact::HandedOver, Fact::NoShow], false),
    ] {
        assert_eq!(marked(facts).is_contradictory(), contradictory, "{facts:?}");
    }
}

#[test]
fn a_fact_told_twice_keeps_its_first_instant_and_one_taken_back_is_gone() {
    for fact in ALL {
        let mut facts = Facts::default();
        assert!(facts.is_empty());
        facts.mark(fact, at(5), false);
        let once = facts;
        assert!(!once.is_empty());
        facts.mark(fact, at(9), false);
        assert_eq!(facts.status(), once.status(), "{fact:?} told again");
        facts.mark(fact, at(2), false);
        assert_eq!(facts.status(), marked_once(fact, at(2)).status(), "{fact:?}: the earlier instant comes later");
        facts.mark(fact, at(10), true);
        assert!(facts.is_empty(), "{fact:?} taken back");
        facts.mark(fact, at(11), true);
        assert!(facts.is_empty(), "{fact:?} taken back again");
    }
}

#[test]
fn taking_one_fact_back_leaves_the_others() {
    for taken in ALL {
        let mut facts = marked(&ALL);
        facts.mark(taken, at(9), true);
        for other in ALL.into_iter().filter(|other| *other != taken) {
            let mut without = facts;
            without.mark(other, at(9), true);
            assert_ne!(without, facts, "{other:?} was still marked when {taken:?} was taken back");
        }
    }
}

#[test]
fn a_cancelled_ticket_that_is_taken_back_is_a_ticket_again_unless_the_holder_cancelled_it() {
    let mut facts = marked(&[Fact::Cancelled]);
    facts.mark(Fact::Cancelled, at(9), true);
    assert_eq!(facts.status(), Status::Recorded);
    facts.cancel_by_holder(at(10));
    facts.mark(Fact::Cancelled, at(11), true);
    assert_eq!(facts.status(), Status::Cancelled(Cancelled { at: at(10), by: CancelledBy::Holder }));
}

#[test]
fn a_taking_back_leaves_what_another_station_marked_after_it() {
    for fact in ALL {
        // Marked and taken back at one station, marked at another: in the order in which each reaches the service.
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let told = [(at(1), false), (at(5), true), (at(9), false)];
            let mut facts = Facts::default();
            order.iter().for_each(|index| facts.mark(fact, told[*index].0, told[*index].1));
            assert_eq!(facts.status(), marked_once(fact, at(9)).status(), "{fact:?} {order:?}");
        }
        let mut at_once = marked_once(fact, at(5));
        at_once.mark(fact, at(5), true);
        assert_eq!(at_once.status(), Status::Recorded, "taken back in the very instant");
    }
}

fn marked_once(fact: Fact, at: Timestamp) -> Facts {
    let mut facts = Facts::default();
    facts.mark(fact, at, false);
    facts
}

/// A fact marked or taken back, or a holder's cancelling.
fn any_told() -> impl Strategy<Value = (Option<Fact>, i64, bool)> {
    (proptest::option::of(proptest::sample::select(ALL.to_vec())), 0..20_i64, any::<bool>())
}

fn told(all: &[(Option<Fact>, i64, bool)]) -> Facts {
    let mut facts = Facts::default();
    for (fact, second, taken_back) in all {
        match fact {
            Some(fact) => facts.mark(*fact, at(*second), *taken_back),
            None => facts.cancel_by_holder(at(*second)),
        }
    }
    facts
}

proptest! {
    #[test]
    fn facts_of_several_stations_come_to_the_same_in_every_order(
        (all, shuffled) in vec(any_told(), 0..12).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle()))
    ) {
        prop_assert_eq!(told(&all), told(&shuffled));
        prop_assert_eq!(told(&all).status(), told(&shuffled).status());
    }

    #[test]
    fn facts_told_twice_are_told_once(all in vec(any_told(), 0..12)) {
        let twice = [all.clone(), all.clone()].concat();
        prop_assert_eq!(told(&all), told(&twice));
    }

    #[test]
    fn the_later_of_marking_and_taking_back_stands(all in vec((0..20_i64, any::<bool>()), 0..12)) {
        let mut facts = Facts::default();
        all.iter().for_each(|(second, taken_back)| facts.mark(Fact::Arrived, at(*second), *taken_back));
        let last = |back: bool| all.iter().filter(|told| told.1 == back).map(|told| told.0).max();
        prop_assert_eq!(facts.arrived.is_some(), last(false) > last(true));
        let first = all.iter().map(|told| told.0).min();
        let expected = if last(true).is_none() { first } else { last(false).filter(|_| last(false) > last(true)) };
        prop_assert_eq!(facts.arrived, expected.map(at));
    }

    #[test]
    fn facts_survive_the_wire(all in vec(any_told(), 0..12)) {
        let facts = told(&all);
        prop_assert_eq!(serde_json::from_str::<Facts>(&serde_json::to_string(&facts).unwrap()).unwrap(), facts);
    }
}

#[test]
fn facts_of_the_first_version_still_read_and_a_mark_alone_is_written_as_it_was() {
    let old = r#"{"handed_over":"2026-11-22T10:00:00Z","cancelled":{"at":"2026-11-22T11:00:00Z","by":"clerk"}}"#;
    let mut facts: Facts = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&facts).unwrap(), old);
    let at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
    facts.mark(Fact::Cancelled, at, true);
    let new = r#"{"handed_over":"2026-11-22T10:00:00Z","besides":{"cancelled":{"taken_back":"2026-11-22T12:00:00Z"}}}"#;
    assert_eq!(serde_json::to_string(&facts).unwrap(), new);
}

#[test]
fn every_channel_has_its_name_on_the_wire_and_only_the_desk_has_seen_the_card() {
    let names = Channel::ALL.map(|channel| serde_json::to_value(channel).unwrap());
    assert_eq!(names, ["desk", concat!("pho", "ne"), "email"]);
    assert_eq!(Channel::ALL.map(|channel| channel.is_desk()), [true, false, false]);
    assert_eq!(Channel::default(), Channel::Desk);
}

#[test]
fn a_flag_of_a_newer_service_is_read_as_one_that_is_not_known() {
    assert_eq!(serde_json::from_str::<Vec<Flag>>(r#"["over_cap","invented_later"]"#).unwrap(), [Flag::OverCap, Flag::Other]);
}
