//! The limits of one event at their boundaries.

use super::super::draft::CapKind;
use super::*;
use kaikuasema_domain::limits::FloorReason;

fn capped(kind: CapKind, number: &str, expected: &str) -> EventDraft {
    let draft = EventDraft::of(&EventLimits::default());
    EventDraft { cap: CapDraft { kind, number: number.to_owned() }, expected: expected.to_owned(), ..draft }
}

fn floor(read: &Read<EventLimits>) -> Option<(u32, FloorReason)> {
    match read.wrong.as_slice() {
        [(Field::EventCap, Wrong::Below(below))] => Some((below.floor, below.reason)),
        _ => None,
    }
}

#[test]
fn three_percent_of_the_hall_is_the_floor_rounded_up() {
    for (capacity, least) in [(100, 3), (334, 11), (700, 21)] {
        let read = |n: u32| capped(CapKind::Showing, &n.to_string(), "").read(EventKind::Performance, Some(capacity));
        assert_eq!(floor(&read(least - 1)), Some((least, FloorReason::ThreePercent { capacity: Some(capacity) })));
        assert!(read(least).wrong.is_empty(), "{capacity}");
    }
}

#[test]
fn twenty_tickets_a_day_are_allowed_only_above_a_thousand_people() {
    let read = |people: &str, n: &str| capped(CapKind::Day, n, people).read(EventKind::Performance, None);
    assert_eq!(floor(&read("1000", "40")), Some((1001, FloorReason::MassEventsOnly)));
    assert_eq!(floor(&read("1001", "19")), Some((20, FloorReason::MassEvent)));
    assert!(read("1001", "20").wrong.is_empty());
}

#[test]
fn a_guest_production_has_two_tickets_at_least() {
    let read = |n: &str| {
        let mut draft = capped(CapKind::Showing, n, "");
        draft.limits.guest = true;
        draft.read(EventKind::Performance, Some(700))
    };
    assert_eq!(floor(&read("1")), Some((2, FloorReason::GuestTickets)));
    assert!(read("2").wrong.is_empty());
}

#[test]
fn a_course_has_one_place_at_least() {
    let read = |n: &str| capped(CapKind::Event, n, "").read(EventKind::Course, Some(14));
    assert_eq!(floor(&read("0")), Some((1, FloorReason::CoursePlaces)));
    assert!(read("1").wrong.is_empty());
}

#[test]
fn numbers_of_people_and_days_are_judged_at_their_fields() {
    let mut draft = capped(CapKind::None, "", "0");
    draft.opens = "6".to_owned();
    let wrong = draft.read(EventKind::Performance, None).wrong;
    assert!(matches!(wrong.as_slice(), [(Field::Expected, Wrong::Nought), (Field::EventOpens, Wrong::Below(_))]), "{wrong:?}");
    draft.expected = "x".to_owned();
    draft.opens = "366".to_owned();
    let wrong = draft.read(EventKind::Performance, None).wrong;
    assert_eq!(wrong, [(Field::Expected, Wrong::NotANumber), (Field::EventOpens, Wrong::TooLarge(365))]);
}

#[test]
fn limits_that_are_set_come_back_as_they_are() {
    let limits = EventLimits {
        cap: Some(kaikuasema_domain::limits::Cap::Share { percent: 5 }),
        once: Some(false),
        left_out: true,
        guest: true,
        expected: Some(2000),
        opens_days_before: Some(10),
    };
    assert_eq!(EventDraft::of(&limits).read(EventKind::Performance, Some(334)), Read { meant: limits, wrong: Vec::new() });
}
