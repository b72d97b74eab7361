//! What a form may hold (R46, R56–R63, C2, C22, C23, C30), and who counts as a visitor (R124).

use super::*;
use crate::event::EventKind;
use crate::limits::{Period, UseLimit, ValueLimit};
use crate::venue::VenueKind;
use crate::verdict::VenueRules;
use jiff::civil::date;
use uuid::Uuid;

fn draft(card: &str) -> UsageDraft {
    UsageDraft::of(VenueId(Uuid::nil()), CardNumber::parse(card).unwrap(), date(2026, 11, 22))
}

fn event(asks_value: bool) -> Event {
    let mut event = Event::made_at_counter(EventId(Uuid::nil()), VenueId(Uuid::nil()), VenueKind::Library, "Maksut");
    (event.kind, event.asks_value) = (EventKind::Fee, asks_value);
    event
}

fn check(draft: &UsageDraft) -> Result<(), DraftError> {
    draft.check(None, &VenueLimits::default(), MOST_STAFF)
}

#[test]
fn a_plain_form_can_be_recorded_without_an_event() {
    assert_eq!(check(&draft("A9990000071")), Ok(()));
    assert_eq!(check(&draft("Y2210000456")), Ok(()));
}

#[test]
fn two_hundred_children_are_many_and_one_more_is_a_slip() {
    for (children, result) in [(0, Ok(())), (199, Ok(())), (200, Ok(())), (201, Err(DraftError::TooManyChildren))] {
        for card in ["A9990000071", "Y2210000456"] {
            assert_eq!(check(&UsageDraft { children, ..draft(card) }), result, "{children}");
        }
    }
}

#[test]
fn customer_cards_are_counted_on_a_community_card_only() {
    for (customer_cards, result) in
        [(None, Ok(())), (Some(0), Ok(())), (Some(200), Ok(())), (Some(201), Err(DraftError::TooManyCustomerCards))]
    {
        assert_eq!(check(&UsageDraft { customer_cards, ..draft("Y2210000456") }), result, "{customer_cards:?}");
    }
    for customer_cards in [Some(0), Some(5)] {
        let draft = UsageDraft { customer_cards, ..draft("A9990000071") };
        assert_eq!(check(&draft), Err(DraftError::CustomerCardsOnCustomerCard));
    }
}

#[test]
fn a_new_events_name_is_neither_blank_nor_too_long() {
    let named = |name: &str| check(&UsageDraft { event: EventChoice::New(name.to_owned()), ..draft("A9990000071") });
    assert_eq!(named("Uinti"), Ok(()));
    assert_eq!(named(&"ä".repeat(200)), Ok(()));
    for name in ["", "  ", "Uinti\n", &"ä".repeat(201)] {
        assert_eq!(named(name), Err(DraftError::EventName), "{name:?}");
    }
}

#[test]
fn an_event_is_needed_only_where_a_limit_counts_by_it() {
    let limits = VenueLimits { once_per_production: true, ..VenueLimits::default() };
    let without = draft("A9990000071");
    assert_eq!(without.check(None, &limits, ONE_STAFF), Err(DraftError::EventNeeded));
    let new = UsageDraft { event: EventChoice::New("Vanja-eno".to_owned()), ..without.clone() };
    assert_eq!(new.check(None, &limits, ONE_STAFF), Ok(()));
    let existing = UsageDraft { event: EventChoice::Existing(EventId(Uuid::nil())), ..without.clone() };
    assert_eq!(existing.check(Some(&event(false)), &limits, ONE_STAFF), Ok(()));
    let uses = UseLimit { kind: None, most: 2, period: Period::CalendarYear };
    assert_eq!(without.check(None, &VenueLimits { uses: vec![uses], ..VenueLimits::default() }, ONE_STAFF), Ok(()));
}

#[test]
fn a_value_is_optional_until_a_limit_counts_it() {
    let limited = VenueLimits {
        value: Some(ValueLimit { most: Cents::new(4_000).unwrap(), period: Period::CalendarYear }),
        ..VenueLimits::default()
    };
    let with = |card, value| UsageDraft { event: EventChoice::Existing(EventId(Uuid::nil())), value, ..draft(card) };
    let (none, some) = (None, Cents::new(450));
    for (card, value, asks, limits, result) in [
        ("A9990000071", none, true, &VenueLimits::default(), Ok(())),
        ("A9990000071", some, true, &VenueLimits::default(), Ok(())),
        ("A9990000071", some, false, &VenueLimits::default(), Err(DraftError::ValueNotAsked)),
        ("A9990000071", none, true, &limited, Err(DraftError::ValueNeeded)),
        ("A9990000071", some, true, &limited, Ok(())),
        ("A9990000071", none, false, &limited, Ok(())),
        ("Y2210000456", none, true, &limited, Ok(())),
    ] {
        assert_eq!(with(card, value).check(Some(&event(asks)), limits, ONE_STAFF), result, "{card} {value:?} {asks}");
    }
    let no_event = UsageDraft { value: some, ..draft("A9990000071") };
    assert_eq!(check(&no_event), Err(DraftError::ValueNotAsked));
}

#[test]
fn visitors_are_one_adult_and_the_children() {
    for (children, expected) in [(0, 1), (1, 2), (200, 201), (u16::MAX, 65_536)] {
        assert_eq!(visitors(ONE_STAFF, children), expected);
    }
}

#[test]
fn visitors_are_all_of_a_groups_staff_members_and_the_children() {
    for (staff, children, expected) in [(1, 0, 1), (2, 0, 2), (3, 11, 14), (10, 200, 210), (u16::MAX, u16::MAX, 131_070)] {
        assert_eq!(visitors(staff, children), expected);
    }
}

#[test]
fn staff_members_are_counted_on_a_community_card_from_one_to_what_the_venue_sets() {
    for (staff_max, staff, result) in [
        (None, 0, Err(DraftError::Staff { most: 1 })),
        (None, 1, Ok(())),
        (None, 2, Err(DraftError::Staff { most: 1 })),
        (Some(0), 1, Ok(())),
        (Some(0), 2, Err(DraftError::Staff { most: 1 })),
        (Some(1), 2, Err(DraftError::Staff { most: 1 })),
        (Some(3), 0, Err(DraftError::Staff { most: 3 })),
        (Some(3), 1, Ok(())),
        (Some(3), 3, Ok(())),
        (Some(3), 4, Err(DraftError::Staff { most: 3 })),
        (Some(10), 10, Ok(())),
        (Some(10), 11, Err(DraftError::Staff { most: 10 })),
        (Some(u16::MAX), 10, Ok(())),
        (Some(u16::MAX), 11, Err(DraftError::Staff { most: 10 })),
    ] {
        let rules = VenueRules { staff_max, ..VenueRules::default() };
        let draft = UsageDraft { staff, ..draft("Y2210000456") };
        assert_eq!(draft.check(None, &rules.limits, rules.most_staff()), result, "{staff_max:?} {staff}");
    }
    for staff in [0, 2, 10] {
        assert_eq!(check(&UsageDraft { staff, ..draft("A9990000071") }), Err(DraftError::StaffOnCustomerCard), "{staff}");
    }
}
