//! What may be set: the model's floor under every limit, one under, at and over it.

use super::*;

/// What the settings say to a value one under, at and one over a floor.
fn around(floor: u32, check: impl Fn(u32) -> Result<(), BelowFloor>) -> BelowFloor {
    assert_eq!(check(floor), Ok(()), "at the floor of {floor}");
    assert_eq!(check(floor + 1), Ok(()), "over the floor of {floor}");
    let refused = check(floor - 1).expect_err("under the floor");
    assert_eq!((refused.asked, refused.floor), (floor - 1, floor));
    refused
}

fn venue(set: impl Fn(&mut VenueLimits, u32)) -> impl Fn(u32) -> Result<(), BelowFloor> {
    move |asked| {
        let mut limits = VenueLimits::default();
        set(&mut limits, asked);
        limits.check()
    }
}

#[test]
fn three_percent_of_the_capacity_is_rounded_up() {
    for (capacity, floor) in [(100, 3), (334, 11), (700, 21), (33, 1), (34, 2), (66, 2), (67, 3), (1, 1), (0, 1), (1_000, 30), (1_001, 31)]
    {
        for kind in [EventKind::Performance, EventKind::Visit, EventKind::Fee] {
            let (least, reason) = cap_floor(kind, false, Some(capacity), CapPer::Showing);
            assert_eq!((least, reason), (floor, FloorReason::ThreePercent { capacity: Some(capacity) }), "{capacity} {kind:?}");
        }
    }
    assert_eq!(cap_floor(EventKind::Performance, false, Some(u32::MAX), CapPer::Showing).0, 128_849_019);
    assert_eq!(cap_floor(EventKind::Performance, false, None, CapPer::Showing), (1, FloorReason::AtLeastOne));
}

#[test]
fn an_event_refuses_a_cap_below_three_percent_of_its_largest_showing() {
    for (largest, floor) in [(100, 3), (334, 11), (700, 21), (67, 3)] {
        let refused = around(floor, |most| {
            let cap = Some(Cap::Tickets { most, per: CapPer::Showing });
            EventLimits { cap, ..EventLimits::default() }.check(EventKind::Performance, Some(largest))
        });
        assert_eq!(refused.setting, CappedSetting::Cap);
        assert_eq!(refused.reason, FloorReason::ThreePercent { capacity: Some(largest) });
    }
    let expected = |most| {
        let cap = Some(Cap::Tickets { most, per: CapPer::Showing });
        EventLimits { cap, expected: Some(700), ..EventLimits::default() }.check(EventKind::Performance, None)
    };
    around(21, expected);
}

#[test]
fn a_share_is_three_to_a_hundred_percent() {
    for (percent, fits) in [(0, false), (2, false), (3, true), (4, true), (100, true), (101, false), (255, false)] {
        let cap = Some(Cap::Share { percent });
        let of_venue = VenueLimits { performance_cap: cap, ..VenueLimits::default() }.check();
        let of_event = EventLimits { cap, ..EventLimits::default() }.check(EventKind::Performance, Some(100));
        assert_eq!((of_venue.is_ok(), of_event.is_ok()), (fits, fits), "{percent} %");
        for refused in [of_venue, of_event].into_iter().filter_map(Result::err) {
            assert_eq!(
                (refused.setting, refused.floor, refused.reason),
                (CappedSetting::Cap, 3, FloorReason::ThreePercent { capacity: None })
            );
        }
    }
}

#[test]
fn twenty_tickets_per_day_or_event_are_for_more_than_a_thousand_people() {
    for per in [CapPer::Day, CapPer::Event] {
        let check = |most, expected, largest| {
            let cap = Some(Cap::Tickets { most, per });
            EventLimits { cap, expected, ..EventLimits::default() }.check(EventKind::Performance, largest)
        };
        for (expected, largest) in [(Some(1_001), None), (None, Some(1_001)), (Some(50_000), None)] {
            let refused = around(20, |most| check(most, expected, largest));
            assert_eq!(refused.reason, FloorReason::MassEvent);
        }
        for (expected, largest) in [(Some(1_000), None), (None, Some(1_000)), (Some(1), Some(999))] {
            let refused = check(500, expected, largest).unwrap_err();
            assert_eq!((refused.floor, refused.reason), (1_001, FloorReason::MassEventsOnly), "{per:?} {expected:?} {largest:?}");
        }
        assert_eq!(check(500, None, None).unwrap_err().reason, FloorReason::MassEventsOnly, "nobody said how many are expected");
        let refused = around(20, venue(|limits, most| limits.performance_cap = Some(Cap::Tickets { most, per })));
        assert_eq!(refused.reason, FloorReason::MassEvent);
    }
    for per in [CapPer::Day, CapPer::Event] {
        let floor = |people| cap_floor(EventKind::Performance, false, Some(people), per);
        assert_eq!(floor(1_000), (30, FloorReason::ThreePercent { capacity: Some(1_000) }));
        assert_eq!(floor(1_001), (20, FloorReason::MassEvent));
    }
    let per_showing = cap_floor(EventKind::Performance, false, Some(1_001), CapPer::Showing);
    assert_eq!(per_showing.0, 31, "per showing it stays three percent");
}

#[test]
fn a_course_has_at_least_one_place() {
    let refused = around(1, venue(|limits, places| limits.course_places = Some(places)));
    assert_eq!((refused.setting, refused.reason), (CappedSetting::CoursePlaces, FloorReason::CoursePlaces));
    for per in [CapPer::Showing, CapPer::Day, CapPer::Event] {
        let refused = around(1, |most| {
            let cap = Some(Cap::Tickets { most, per });
            EventLimits { cap, ..EventLimits::default() }.check(EventKind::Course, Some(700))
        });
        assert_eq!(refused.reason, FloorReason::CoursePlaces, "{per:?}");
    }
}

#[test]
fn a_guest_production_has_at_least_two_tickets_per_showing_and_may_have_ten_or_more() {
    let check = venue(|limits, most| limits.guest_cap = Some(most));
    let refused = around(2, &check);
    assert_eq!((refused.setting, refused.reason), (CappedSetting::GuestCap, FloorReason::GuestTickets));
    assert_eq!((check(10), check(11)), (Ok(()), Ok(())), "more than the model asks for is the venue's good will");
    let of_event = |most, per, largest| {
        let cap = Some(Cap::Tickets { most, per });
        EventLimits { cap, guest: true, ..EventLimits::default() }.check(EventKind::Performance, largest)
    };
    around(2, |most| of_event(most, CapPer::Showing, Some(900)));
    around(2, |most| of_event(most, CapPer::Showing, None));
}

#[test]
fn two_guest_tickets_over_a_whole_run_are_below_the_floor() {
    for per in [CapPer::Day, CapPer::Event] {
        let of_event = |most, largest| {
            let cap = Some(Cap::Tickets { most, per });
            EventLimits { cap, guest: true, ..EventLimits::default() }.check(EventKind::Performance, largest)
        };
        assert_eq!(of_event(2, Some(900)).unwrap_err().reason, FloorReason::MassEventsOnly, "{per:?}");
        assert_eq!(around(20, |most| of_event(most, Some(1_001))).reason, FloorReason::MassEvent, "{per:?}");
    }
}

#[test]
fn a_series_has_at_least_thirty_visits() {
    for period in Period::ALL {
        let refused = around(30, venue(move |limits, most| limits.visits = Some(VisitLimit { most, period })));
        assert_eq!((refused.setting, refused.reason), (CappedSetting::Visits, FloorReason::ThirtyVisits));
    }
}

#[test]
fn a_limit_of_nothing_is_refused() {
    let period = Period::CalendarYear;
    let uses = around(1, venue(move |limits, most| limits.uses = vec![UseLimit { kind: None, most, period }]));
    let second = around(
        1,
        venue(move |limits, most| limits.uses = vec![UseLimit { kind: None, most: 5, period }, UseLimit { kind: None, most, period }]),
    );
    let value = around(1, venue(move |limits, most| limits.value = Some(ValueLimit { most: Cents::new(most).unwrap(), period })));
    let reservations = around(1, venue(|limits, most| limits.reservations = Some(most)));
    let cap = around(1, venue(|limits, most| limits.performance_cap = Some(Cap::Tickets { most, per: CapPer::Showing })));
    assert_eq!(uses, second);
    let settings = [uses, value, reservations, cap].map(|refused| (refused.setting, refused.reason));
    let at_least_one = |setting| (setting, FloorReason::AtLeastOne);
    let expected = [CappedSetting::Uses, CappedSetting::Value, CappedSetting::Reservations, CappedSetting::Cap];
    assert_eq!(settings, expected.map(at_least_one));
}

#[test]
fn tickets_open_at_the_latest_a_week_before() {
    let venue = around(7, venue(|limits, days| limits.opens_days_before = Some(u16::try_from(days).unwrap())));
    let event = around(7, |days| {
        let opens_days_before = Some(u16::try_from(days).unwrap());
        EventLimits { opens_days_before, ..EventLimits::default() }.check(EventKind::Performance, None)
    });
    assert_eq!(venue, event);
    assert_eq!((venue.setting, venue.reason), (CappedSetting::OpensDaysBefore, FloorReason::AWeekBefore));
}

#[test]
fn tickets_are_handed_over_at_the_latest_thirty_minutes_before() {
    let refused = around(30, venue(|limits, minutes| limits.hands_over_minutes_before = Some(u16::try_from(minutes).unwrap())));
    assert_eq!((refused.setting, refused.reason), (CappedSetting::HandsOverMinutesBefore, FloorReason::ThirtyMinutes));
}

#[test]
fn limits_that_count_by_the_event_need_one() {
    let period = Period::CalendarYear;
    let of = |set: fn(&mut VenueLimits)| {
        let mut limits = VenueLimits::default();
        set(&mut limits);
        limits.needs_event()
    };
    assert!(of(|limits| limits.performance_cap = Some(Cap::Share { percent: 3 })));
    assert!(of(|limits| limits.course_places = Some(1)));
    assert!(of(|limits| limits.guest_cap = Some(2)));
    assert!(of(|limits| limits.once_per_production = true));
    assert!(of(|limits| limits.reservations = Some(1)));
    let uses = |kind| VenueLimits { uses: vec![UseLimit { kind, most: 2, period }], ..VenueLimits::default() };
    assert!(uses(Some(EventKind::Course)).needs_event());
    assert!(!uses(None).needs_event(), "every use counts, named or not");
    assert!(!of(|limits| limits.visits = Some(VisitLimit { most: 30, period: Period::CalendarYear })), "a hall with only swimming");
    assert!(!of(|limits| limits.opens_days_before = Some(7)));
}
