//! Coming reservations that one card has at once (R141–R143).

use super::*;

fn add(scene: &mut Scene, day: Date, time: Option<Time>) {
    let record = Counted { event_date: day, event_time: time, event: None, ..scene.same() };
    scene.add(record);
}

#[test]
fn the_second_reservation_is_the_last_of_two() {
    for kind in [EventKind::Performance, EventKind::Course] {
        for (open, weight) in [(0, None), (1, ADVICE), (2, DISCRETION), (3, DISCRETION)] {
            let mut scene = Scene::of(kind);
            scene.limits().reservations = Some(2);
            for days in 0..open {
                add(&mut scene, date(2026, 12, 10 + days), Some(EVENING));
            }
            assert_eq!(weight!(scene, Cause::Reservations { .. }), weight, "{open} open {kind:?}");
            if open == 2 {
                assert_eq!(scene.causes(), [Cause::Reservations { open: 2, most: 2, frees_on: Some(date(2026, 12, 11)) }]);
            }
        }
    }
}

#[test]
fn a_reservation_frees_itself_when_its_time_has_come() {
    for (now, weight) in [
        (THURSDAY.at(18, 59, 59, 0), DISCRETION),
        (THURSDAY.at(19, 0, 0, 0), ADVICE),
        (THURSDAY.at(19, 0, 1, 0), ADVICE),
        (date(2026, 11, 27).at(0, 0, 0, 0), ADVICE),
    ] {
        let mut scene = Scene::of(EventKind::Performance);
        scene.limits().reservations = Some(1);
        add(&mut scene, THURSDAY, Some(EVENING));
        scene.date = date(2026, 12, 10);
        scene.now = now;
        assert_eq!(weight!(scene, Cause::Reservations { .. }), weight, "{now}");
    }
}

#[test]
fn one_without_a_time_holds_until_the_end_of_its_day() {
    for (now, weight) in [(THURSDAY.at(23, 59, 59, 0), DISCRETION), (date(2026, 11, 27).at(0, 0, 0, 0), ADVICE)] {
        let mut scene = Scene::of(EventKind::Course);
        scene.limits().reservations = Some(1);
        add(&mut scene, THURSDAY, None);
        scene.date = date(2026, 12, 10);
        scene.now = now;
        assert_eq!(weight!(scene, Cause::Reservations { .. }), weight, "{now}");
    }
}

#[test]
fn who_comes_in_now_reserves_nothing() {
    for (now, weight) in [(THURSDAY.at(18, 59, 0, 0), DISCRETION), (THURSDAY.at(19, 0, 0, 0), None), (THURSDAY.at(20, 0, 0, 0), None)] {
        let mut scene = Scene::of(EventKind::Performance);
        scene.limits().reservations = Some(1);
        add(&mut scene, date(2026, 12, 10), Some(EVENING));
        scene.now = now;
        assert_eq!(weight!(scene, Cause::Reservations { .. }), weight, "{now}");
    }
}

#[test]
fn only_performances_and_courses_are_reserved() {
    for (kind, weight) in
        [(Some(EventKind::Visit), ADVICE), (Some(EventKind::Fee), ADVICE), (None, ADVICE), (Some(EventKind::Course), DISCRETION)]
    {
        let mut scene = Scene::of(EventKind::Performance);
        scene.limits().reservations = Some(1);
        let coming = Counted { kind, event_date: date(2026, 12, 10), ..scene.same() };
        scene.add(coming);
        assert_eq!(weight!(scene, Cause::Reservations { .. }), weight, "{kind:?} reserved");
        scene.so_far[0].kind = Some(EventKind::Performance);
        scene.event = kind.map(|kind| event(1, kind));
        let expected = if kind == Some(EventKind::Course) { DISCRETION } else { None };
        assert_eq!(weight!(scene, Cause::Reservations { .. }), expected, "{kind:?} asked");
    }
}

#[test]
fn a_cancelled_one_and_another_cards_are_not_open() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().reservations = Some(1);
    add(&mut scene, date(2026, 12, 10), Some(EVENING));
    assert_eq!(weight!(scene, Cause::Reservations { open: 1, .. }), DISCRETION);
    scene.so_far[0].is_cancelled = true;
    assert_eq!(weight!(scene, Cause::Reservations { open: 0, frees_on: None, .. }), ADVICE);
    scene.so_far[0].is_cancelled = false;
    scene.so_far[0].card = card(2);
    assert_eq!(weight!(scene, Cause::Reservations { open: 0, .. }), ADVICE);
}

#[test]
fn a_stored_limit_of_none_lets_one_through() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().reservations = Some(0);
    assert_eq!(weight!(scene, Cause::Reservations { most: 1, .. }), ADVICE);
}
