//! Caps on tickets: per showing, day, event and course (R129–R134, R145, C13–C15, C23, C36).

use super::*;
use crate::usage::Usage;

/// Used, this and most, and how much it weighs.
fn cap(scene: &Scene) -> Option<(u32, u32, u32, Severity)> {
    scene.judge().into_iter().find_map(|finding| match finding.cause {
        Cause::Cap { used, this, most, .. } => Some((used, this, most, finding.severity)),
        _ => None,
    })
}

#[test]
fn a_cap_is_said_near_its_end_and_asks_beyond_it() {
    for (capacity, used, weight) in [
        (100, 0, None),
        (100, 1, None),
        (100, 2, ADVICE),
        (100, 3, DISCRETION),
        (100, 4, DISCRETION),
        (334, 7, None),
        (334, 8, ADVICE),
        (334, 10, ADVICE),
        (334, 11, DISCRETION),
        (700, 14, None),
        (700, 15, ADVICE),
        (700, 20, ADVICE),
        (700, 21, DISCRETION),
        (33, 0, ADVICE),
        (33, 1, DISCRETION),
    ] {
        let mut scene = Scene::showing_for(capacity);
        scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
        scene.used_by_others(used);
        assert_eq!(weight!(scene, Cause::Cap { .. }), weight, "{used} used of {capacity} seats");
    }
}

#[test]
fn a_finding_tells_its_numbers() {
    let mut scene = Scene::showing_for(700);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.children = 2;
    for _ in 0..5 {
        let family = Counted { card: card(50), children: 2, ..scene.same() };
        scene.add(family);
    }
    assert_eq!(cap(&scene), Some((15, 3, 21, Severity::Advice)));
    let family = Counted { card: card(51), children: 3, ..scene.same() };
    scene.add(family);
    let expected = Cause::Cap { per: CapPer::Showing, course: false, used: 19, this: 3, most: 21, elsewhere: vec![] };
    assert_eq!(scene.judge(), [Finding { severity: Severity::Discretion, cause: expected }]);
}

#[test]
fn a_family_that_fits_in_part_asks_and_one_that_just_fits_does_not() {
    for (children, weight) in [(0, None), (1, ADVICE), (2, DISCRETION)] {
        let mut scene = Scene::showing_for(100);
        scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
        scene.used_by_others(1);
        scene.children = children;
        assert_eq!(weight!(scene, Cause::Cap { .. }), weight, "{children} children, two tickets left");
    }
}

#[test]
fn an_applied_cap_is_raised_to_the_floor_whatever_is_stored() {
    for (cap, capacity, most) in [
        (Cap::Tickets { most: 0, per: CapPer::Showing }, 700, 21),
        (Cap::Tickets { most: 20, per: CapPer::Showing }, 700, 21),
        (Cap::Tickets { most: 21, per: CapPer::Showing }, 700, 21),
        (Cap::Tickets { most: 22, per: CapPer::Showing }, 700, 22),
        (Cap::Share { percent: 0 }, 334, 11),
        (Cap::Share { percent: 2 }, 334, 11),
        (Cap::Share { percent: 4 }, 334, 14),
        (Cap::Share { percent: 100 }, 334, 334),
        (Cap::Tickets { most: 5, per: CapPer::Day }, 1_001, 20),
        (Cap::Tickets { most: 5, per: CapPer::Event }, 1_001, 20),
        (Cap::Tickets { most: 5, per: CapPer::Day }, 1_000, 30),
    ] {
        for of_event in [true, false] {
            let mut scene = Scene::showing_for(capacity);
            if of_event {
                scene.event_limits().cap = Some(cap);
            } else {
                scene.limits().performance_cap = Some(cap);
            }
            let event = scene.event.clone().unwrap();
            let applied = effective_cap(&event, scene.showings.first(), &scene.venue.rules.limits).unwrap();
            assert_eq!(applied.most, most, "{cap:?} of {capacity}");
        }
    }
}

#[test]
fn a_cap_per_day_or_event_applies_above_a_thousand_people_and_not_at_a_thousand() {
    for per in [CapPer::Day, CapPer::Event] {
        for (capacity, expected, applied) in [
            (Some(1_000), None, CapPer::Showing),
            (Some(1_001), None, per),
            (None, Some(1_000), CapPer::Showing),
            (None, Some(1_001), per),
            (None, None, CapPer::Showing),
        ] {
            let mut scene = Scene::showing_for(0);
            scene.showings[0].capacity = capacity;
            scene.event_limits().expected = expected;
            scene.limits().performance_cap = Some(Cap::Tickets { most: 25, per });
            let event = scene.event.clone().unwrap();
            let cap = effective_cap(&event, scene.showings.first(), &scene.venue.rules.limits).unwrap();
            assert_eq!(cap.per, applied, "{per:?} {capacity:?} {expected:?}");
        }
    }
}

#[test]
fn a_days_cap_counts_the_day_and_an_events_cap_the_whole_run() {
    let next_day = date(2026, 11, 27);
    for (per, used) in [(CapPer::Showing, 2), (CapPer::Day, 5), (CapPer::Event, 9)] {
        let mut scene = Scene::showing_for(5_000);
        scene.add_showing(2, THURSDAY, time(13, 0, 0, 0), Some(5_000));
        scene.add_showing(3, next_day, EVENING, Some(5_000));
        for (showing, records) in [(2, 3), (3, 4), (1, 2)] {
            scene.choose(showing);
            scene.used_by_others(records);
        }
        scene.limits().performance_cap = Some(Cap::Tickets { most: 20, per });
        // What is below the floor of a single showing is raised to it: 150 of 5,000.
        let most = if per == CapPer::Showing { 150 } else { 20 };
        assert_eq!(weight!(scene, Cause::Cap { .. }), None, "{per:?}: {used} used");
        scene.used_by_others(most - used);
        assert_eq!(cap(&scene), Some((most, 1, most, Severity::Discretion)), "{per:?}");
    }
}

#[test]
fn two_showings_of_one_day_are_counted_apart() {
    let mut scene = Scene::showing_for(100);
    scene.add_showing(2, THURSDAY, time(13, 0, 0, 0), Some(100));
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.choose(2);
    scene.used_by_others(3);
    assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION, "the matinee is full");
    scene.choose(1);
    assert_eq!(weight!(scene, Cause::Cap { .. }), None, "the evening is not");
}

#[test]
fn without_a_schedule_the_event_its_day_and_its_time_are_counted() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 3, per: CapPer::Showing });
    scene.used_by_others(3);
    assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION);
    for (what, date, time, id) in [
        ("another day", date(2026, 11, 27), Some(EVENING), 1),
        ("another time", THURSDAY, Some(Time::midnight()), 1),
        ("no time", THURSDAY, None, 1),
        ("another event", THURSDAY, Some(EVENING), 2),
    ] {
        let mut other = scene.clone();
        (other.date, other.time, other.event) = (date, time, Some(event(id, EventKind::Performance)));
        assert_eq!(weight!(other, Cause::Cap { .. }), None, "{what}");
    }
    scene.time = None;
    scene.so_far.iter_mut().for_each(|counted| counted.event_time = None);
    assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION, "none on both sides is the same");
}

#[test]
fn a_record_typed_without_its_showing_counts_by_day_and_time() {
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.used_by_others(3);
    scene.so_far[0].showing = None;
    assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION);
    scene.so_far[0].event_time = Some(time(18, 0, 0, 0));
    assert_eq!(weight!(scene, Cause::Cap { .. }), ADVICE, "another time is another showing");
    scene.so_far[1].event_time = Some(time(18, 0, 0, 0));
    assert_eq!(weight!(scene, Cause::Cap { .. }), ADVICE, "a showing is told by its id, not by its time");
}

#[test]
fn the_events_own_cap_stands_in_place_of_the_venues() {
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.event_limits().cap = Some(Cap::Tickets { most: 50, per: CapPer::Showing });
    scene.used_by_others(30);
    assert_eq!(weight!(scene, Cause::Cap { .. }), None);
    scene.used_by_others(20);
    assert_eq!(cap(&scene), Some((50, 1, 50, Severity::Discretion)));
}

#[test]
fn a_share_of_an_unknown_capacity_is_no_cap_unless_a_size_is_expected() {
    let mut scene = Scene::showing_for(0);
    scene.showings[0].capacity = None;
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.used_by_others(100);
    assert_eq!(weight!(scene, Cause::Cap { .. }), None);
    scene.event_limits().expected = Some(3_334);
    assert_eq!(cap(&scene), Some((100, 1, 101, Severity::Advice)), "3 % of 3,334, rounded up");
    scene.showings[0].capacity = Some(3_333);
    assert_eq!(cap(&scene), Some((100, 1, 100, Severity::Discretion)), "the showing's own capacity comes first");
}

#[test]
fn a_courses_places_are_the_courses_over_all_its_meetings() {
    for (places, enrolled, weight) in
        [(1, 0, ADVICE), (1, 1, DISCRETION), (2, 0, None), (2, 1, ADVICE), (2, 2, DISCRETION), (0, 1, DISCRETION)]
    {
        let mut scene = Scene::of(EventKind::Course);
        scene.limits().course_places = Some(places);
        // Enrolled for another meeting of the same course.
        scene.date = date(2026, 12, 3);
        scene.used_by_others(enrolled);
        scene.date = THURSDAY;
        assert_eq!(weight!(scene, Cause::Cap { per: CapPer::Event, course: true, .. }), weight, "{enrolled} of {places} places");
    }
    for per in [CapPer::Showing, CapPer::Day, CapPer::Event] {
        let mut course = event(1, EventKind::Course);
        course.limits.cap = Some(Cap::Tickets { most: 5, per });
        let cap = occasion_cap(&course, Some(700), &VenueLimits::default());
        assert_eq!(cap, Some(EffectiveCap { most: 5, per: CapPer::Event }), "set per {per:?}");
    }
    let mut scene = Scene::of(EventKind::Course);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 1, per: CapPer::Showing });
    scene.used_by_others(1);
    assert_eq!(weight!(scene, Cause::Cap { .. }), None, "a cap on performances is none on courses");
}

#[test]
fn a_guest_production_has_its_own_cap_per_showing() {
    for (cap, used, weight) in
        [(2, 1, ADVICE), (2, 2, DISCRETION), (10, 9, ADVICE), (10, 10, DISCRETION), (1, 1, ADVICE), (1, 2, DISCRETION)]
    {
        let mut scene = Scene::showing_for(900);
        scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
        scene.limits().guest_cap = Some(cap);
        scene.used_by_others(used);
        assert_eq!(weight!(scene, Cause::Cap { .. }), None, "27 of an own production");
        scene.event_limits().guest = true;
        assert_eq!(weight!(scene, Cause::Cap { per: CapPer::Showing, .. }), weight, "{used} of {cap}");
    }
    let mut scene = Scene::showing_for(900);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.event_limits().guest = true;
    scene.used_by_others(27);
    assert_eq!(cap(&scene), Some((27, 1, 27, Severity::Discretion)), "without a cap of its own a guest has the others'");
}

#[test]
fn a_mass_guest_production_has_twenty_tickets_over_its_run() {
    for per in [CapPer::Day, CapPer::Event] {
        let mut scene = Scene::showing_for(5_000);
        scene.event_limits().guest = true;
        scene.event_limits().cap = Some(Cap::Tickets { most: 2, per });
        scene.used_by_others(20);
        assert_eq!(cap(&scene), Some((20, 1, 20, Severity::Discretion)), "{per:?}");
    }
}

#[test]
fn visits_and_fees_are_capped_only_by_their_own_setting() {
    for kind in [EventKind::Visit, EventKind::Fee] {
        let mut scene = Scene::of(kind);
        scene.limits().performance_cap = Some(Cap::Tickets { most: 1, per: CapPer::Showing });
        scene.limits().course_places = Some(1);
        scene.limits().guest_cap = Some(2);
        scene.used_by_others(10);
        assert_eq!(weight!(scene, Cause::Cap { .. }), None, "{kind:?}");
        scene.event_limits().cap = Some(Cap::Tickets { most: 10, per: CapPer::Showing });
        assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION, "{kind:?}");
    }
}

#[test]
fn a_cap_is_set_for_an_event_exactly_where_one_can_hold() {
    let tickets = |most| Some(Cap::Tickets { most, per: CapPer::Showing });
    let share = Some(Cap::Share { percent: 3 });
    for kind in [EventKind::Performance, EventKind::Course, EventKind::Visit, EventKind::Fee] {
        for guest in [false, true] {
            for own in [None, tickets(5), share] {
                for (performance_cap, course_places, guest_cap) in
                    [(None, None, None), (share, None, None), (None, Some(2), None), (None, None, Some(4)), (share, Some(2), Some(4))]
                {
                    let mut scene = Scene::of(kind);
                    *scene.event_limits() = EventLimits { cap: own, guest, ..EventLimits::default() };
                    *scene.limits() = VenueLimits { performance_cap, course_places, guest_cap, ..VenueLimits::default() };
                    let limits = scene.limits().clone();
                    let event = scene.event.clone().unwrap();
                    let holds = occasion_cap(&event, Some(100), &limits).is_some();
                    assert_eq!(is_capped(&event, &limits), holds, "{event:?} {limits:?}");
                }
            }
        }
    }
}

#[test]
fn children_count_as_tickets_unless_the_venue_leaves_them_out() {
    for (leave_out, used, this) in [(false, 8, 3), (true, 3, 1)] {
        let mut scene = Scene::showing_for(100);
        scene.limits().performance_cap = Some(Cap::Tickets { most: 3, per: CapPer::Showing });
        scene.limits().caps_leave_children_out = leave_out;
        for children in [0, 1, 4] {
            let family = Counted { card: card(50), children, ..scene.same() };
            scene.add(family);
        }
        scene.children = 2;
        assert_eq!(cap(&scene), Some((used, this, 3, Severity::Discretion)), "left out: {leave_out}");
    }
}

#[test]
fn a_group_counts_its_staff_member_and_children_and_never_its_customer_cards() {
    let usage: Usage = serde_json::from_value(serde_json::json!({
        "id": Uuid::from_u128(9), "venue": Uuid::from_u128(1), "card": "Y000000001",
        "event": Uuid::from_u128(1), "event_name": "Vanja-eno", "showing": null,
        "event_date": "2026-11-26", "event_time": "19:00:00",
        "children": 3, "customer_cards": 5, "value": null,
        "recorded_at": "2026-11-22T10:00:00Z", "clerk": Uuid::from_u128(2), "station": Uuid::from_u128(3),
    }))
    .unwrap();
    let group = Counted::of(&usage, Some(EventKind::Performance));
    assert_eq!((group.tickets(false), group.tickets(true), group.visits()), (4, 1, 4));
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 4, per: CapPer::Showing });
    scene.add(group);
    assert_eq!(cap(&scene), Some((4, 1, 4, Severity::Discretion)));
    scene.so_far.clear();
    scene.card = community(1);
    scene.children = 3;
    assert_eq!(cap(&scene), Some((0, 4, 4, Severity::Advice)), "a group takes tickets of the cap as well");
    scene.children = 4;
    assert_eq!(cap(&scene), Some((0, 5, 4, Severity::Discretion)));
}

#[test]
fn every_staff_member_of_a_group_takes_a_ticket_of_the_cap() {
    for (leave_out, staff, used, severity) in [
        (false, 3, 7, Severity::Advice),
        (false, 4, 8, Severity::Discretion),
        (true, 7, 7, Severity::Advice),
        (true, 8, 8, Severity::Discretion),
    ] {
        let mut scene = Scene::of(EventKind::Performance);
        scene.limits().performance_cap = Some(Cap::Tickets { most: 7, per: CapPer::Showing });
        scene.limits().caps_leave_children_out = leave_out;
        (scene.card, scene.children, scene.staff) = (community(1), 4, staff);
        assert_eq!(cap(&scene), Some((0, used, 7, severity)), "asked, {leave_out} {staff}");
        let group = scene.same();
        assert_eq!((group.tickets(leave_out), group.visits()), (used, u32::from(staff) + 4));
        scene.add(group);
        (scene.card, scene.children, scene.staff) = (card(9), 0, 1);
        assert_eq!(cap(&scene).map(|(used, ..)| used), Some(used), "counted, {leave_out} {staff}");
    }
}

#[test]
fn a_cancelled_ticket_frees_its_seat_and_one_who_arrived_has_it() {
    use crate::usage::{Fact, Facts};
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.used_by_others(3);
    assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION);
    scene.so_far[1].is_cancelled = true;
    assert_eq!(cap(&scene), Some((2, 1, 3, Severity::Advice)));
    let mut facts = Facts::default();
    facts.mark(Fact::Cancelled, Timestamp::UNIX_EPOCH, false);
    assert!(facts.status().is_cancelled());
    facts.mark(Fact::Arrived, Timestamp::UNIX_EPOCH, false);
    assert!(!facts.status().is_cancelled(), "who is here has the seat");
}

#[test]
fn other_venues_of_the_organisation_do_not_fill_a_showing() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 3, per: CapPer::Showing });
    scene.used_by_others(10);
    for total in &mut scene.so_far {
        (total.venue, total.event, total.showing) = (VenueId(Uuid::from_u128(2)), None, None);
    }
    assert_eq!(weight!(scene, Cause::Cap { .. }), None);
}

#[test]
fn a_cap_keeps_no_seats() {
    // A ceiling on use only: an unused cap is not spoken of, and what is asked is not refused for
    // seats that nobody has taken (R134).
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 90, per: CapPer::Showing });
    assert_eq!(scene.judge(), []);
    scene.children = 89;
    assert_eq!(weight!(scene, Cause::Cap { .. }), ADVICE);
    scene.children = 90;
    assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION);
}
