//! Limits per card and period: uses, value, visits (R128, R136–R140, C17, C18); community cards are exempt.

use super::*;

const YEAR: Period = Period::CalendarYear;

/// Adds a record of this card on a day.
fn add_on(scene: &mut Scene, day: Date, children: u16, value: Option<Cents>) {
    let record = Counted { event_date: day, children, value, ..scene.same() };
    scene.add(record);
}

#[test]
fn two_uses_a_year_are_two_and_not_three() {
    for (used, weight) in [(0, None), (1, ADVICE), (2, DISCRETION), (3, DISCRETION)] {
        let mut scene = Scene::of(EventKind::Course);
        scene.limits().uses = vec![UseLimit { kind: Some(EventKind::Course), most: 2, period: YEAR }];
        for _ in 0..used {
            add_on(&mut scene, date(2026, 1, 1), 5, None);
        }
        assert_eq!(weight!(scene, Cause::Uses { .. }), weight, "{used} used; children do not count");
        if used == 2 {
            let again_from = Some(date(2027, 1, 1));
            assert_eq!(scene.causes(), [Cause::Uses { kind: Some(EventKind::Course), period: YEAR, used: 2, most: 2, again_from }]);
        }
    }
}

#[test]
fn uses_of_another_kind_card_or_period_do_not_count() {
    let mut scene = Scene::of(EventKind::Course);
    scene.limits().uses = vec![UseLimit { kind: Some(EventKind::Course), most: 1, period: YEAR }];
    let mine = scene.same();
    for (what, other) in [
        ("another kind", Counted { kind: Some(EventKind::Visit), ..mine.clone() }),
        ("no kind", Counted { kind: None, ..mine.clone() }),
        ("another card", Counted { card: card(2), ..mine.clone() }),
        ("the year before", Counted { event_date: date(2025, 12, 31), ..mine.clone() }),
        ("the year after", Counted { event_date: date(2027, 1, 1), ..mine.clone() }),
        ("cancelled", Counted { is_cancelled: true, ..mine.clone() }),
    ] {
        scene.so_far = vec![other];
        assert_eq!(weight!(scene, Cause::Uses { .. }), ADVICE, "{what}");
    }
    for (what, same) in [
        ("the first day", Counted { event_date: date(2026, 1, 1), ..mine.clone() }),
        ("the last day", Counted { event_date: date(2026, 12, 31), ..mine.clone() }),
        ("another venue of the organisation", Counted { venue: VenueId(Uuid::from_u128(2)), event: None, showing: None, ..mine.clone() }),
        ("another course", Counted { event: Some(event(2, EventKind::Course).id), ..mine }),
    ] {
        scene.so_far = vec![same];
        assert_eq!(weight!(scene, Cause::Uses { .. }), DISCRETION, "{what}");
    }
    scene.event = Some(event(1, EventKind::Visit));
    assert_eq!(weight!(scene, Cause::Uses { .. }), None, "what is asked is of another kind");
}

#[test]
fn a_limit_on_every_kind_counts_what_has_no_event_too() {
    let mut scene = Scene::of(EventKind::Visit);
    scene.limits().uses = vec![UseLimit { kind: None, most: 3, period: Period::Month }];
    for kind in [None, Some(EventKind::Fee), Some(EventKind::Course)] {
        let record = Counted { kind, event: None, ..scene.same() };
        scene.add(record);
    }
    assert_eq!(weight!(scene, Cause::Uses { .. }), DISCRETION);
    scene.event = None;
    assert_eq!(weight!(scene, Cause::Uses { kind: None, period: Period::Month, used: 3, most: 3, .. }), DISCRETION);
}

#[test]
fn each_of_several_use_limits_is_judged() {
    let mut scene = Scene::of(EventKind::Course);
    scene.limits().uses = vec![
        UseLimit { kind: None, most: 1, period: Period::Month },
        UseLimit { kind: Some(EventKind::Course), most: 2, period: YEAR },
        UseLimit { kind: Some(EventKind::Performance), most: 1, period: YEAR },
    ];
    add_on(&mut scene, THURSDAY, 0, None);
    let found: Vec<_> = scene.judge().into_iter().map(|finding| finding.severity).collect();
    assert_eq!(found, [Severity::Discretion, Severity::Advice]);
}

#[test]
fn every_period_counts_from_its_first_day_to_its_last() {
    // The card's last valid day is 2027-05-31.
    for (period, first, last, again_from) in [
        (Period::CalendarYear, date(2026, 1, 1), date(2026, 12, 31), Some(date(2027, 1, 1))),
        (Period::TwelveMonths, date(2025, 11, 27), date(2026, 11, 26), None),
        (Period::CardYear, date(2026, 6, 1), date(2027, 5, 31), Some(date(2027, 6, 1))),
        (Period::HalfYear, date(2026, 7, 1), date(2026, 12, 31), Some(date(2027, 1, 1))),
        (Period::Month, date(2026, 11, 1), date(2026, 11, 30), Some(date(2026, 12, 1))),
    ] {
        let mut scene = Scene::of(EventKind::Course);
        scene.limits().uses = vec![UseLimit { kind: None, most: 1, period }];
        for (day, counts) in [(first.yesterday().unwrap(), false), (first, true), (last, true), (last.tomorrow().unwrap(), false)] {
            scene.so_far.clear();
            add_on(&mut scene, day, 0, None);
            assert_eq!(weight!(scene, Cause::Uses { .. }), if counts { DISCRETION } else { ADVICE }, "{period:?} {day}");
        }
        assert!(scene.causes().contains(&Cause::Uses { kind: None, period, used: 0, most: 1, again_from }), "{period:?}");
    }
}

#[test]
fn the_value_of_a_period_is_shared_with_the_holder_beyond_its_limit() {
    for (used, this, own_share, weight) in [
        (0, 100, 0, None),
        (0, 2_500, 0, ADVICE),
        (0, 2_499, 0, None),
        (2_000, 500, 0, ADVICE),
        (2_000, 501, 1, DISCRETION),
        (2_500, 500, 500, DISCRETION),
        (2_600, 500, 500, DISCRETION),
        (1_874, 1, 0, None),
        (1_875, 1, 0, ADVICE),
    ] {
        let mut scene = Scene::of(EventKind::Fee);
        scene.limits().value = Some(ValueLimit { most: Cents::new(2_500).unwrap(), period: YEAR });
        add_on(&mut scene, date(2026, 1, 1), 0, cents(used));
        add_on(&mut scene, date(2026, 3, 1), 0, None);
        add_on(&mut scene, date(2025, 12, 31), 0, cents(99_999));
        scene.value = cents(this);
        assert_eq!(weight!(scene, Cause::Value { .. }), weight, "{used} + {this}");
        if weight.is_some() {
            let again_from = Some(date(2027, 1, 1));
            assert_eq!(scene.causes(), [Cause::Value { period: YEAR, used, this, most: 2_500, own_share, again_from }]);
        }
    }
}

#[test]
fn a_record_without_value_is_not_limited_by_value() {
    let mut scene = Scene::of(EventKind::Fee);
    scene.limits().value = Some(ValueLimit { most: Cents::new(100).unwrap(), period: YEAR });
    add_on(&mut scene, THURSDAY, 0, cents(100));
    for value in [None, cents(0)] {
        scene.value = value;
        assert_eq!(weight!(scene, Cause::Value { .. }), None, "{value:?}");
    }
    scene.value = cents(1);
    assert_eq!(weight!(scene, Cause::Value { own_share: 1, .. }), DISCRETION);
    scene.so_far[0].card = card(2);
    assert_eq!(weight!(scene, Cause::Value { used: 0, .. }), None, "another card's value");
    scene.so_far[0].card = card(1);
    scene.so_far[0].is_cancelled = true;
    assert_eq!(weight!(scene, Cause::Value { .. }), None, "cancelled");
}

#[test]
fn a_family_uses_up_its_visits_and_the_series_can_end_in_its_midst() {
    for (used, children, weight) in [
        (0, 0, None),
        (21, 0, None),
        (22, 0, ADVICE),
        (23, 2, ADVICE),
        (27, 2, ADVICE),
        (28, 2, DISCRETION),
        (29, 0, ADVICE),
        (29, 1, DISCRETION),
        (30, 0, DISCRETION),
    ] {
        let mut scene = Scene::of(EventKind::Visit);
        scene.limits().visits = Some(VisitLimit { most: 30, period: YEAR });
        let mut left: u16 = used;
        while left > 0 {
            // Families of three first: the children's visits reduce the series.
            let along = left.min(3) - 1;
            add_on(&mut scene, date(2026, 2, 1), along, None);
            left -= along + 1;
        }
        scene.children = children;
        assert_eq!(weight!(scene, Cause::Visits { .. }), weight, "{used} used, {children} children");
        if weight.is_some() {
            let (used, this, again_from) = (u32::from(used), u32::from(children) + 1, Some(date(2027, 1, 1)));
            assert_eq!(scene.causes(), [Cause::Visits { period: YEAR, used, this, most: 30, again_from }]);
        }
    }
}

#[test]
fn seven_of_thirty_visits_are_left_and_a_family_of_three_uses_three() {
    let mut scene = Scene::of(EventKind::Visit);
    scene.limits().visits = Some(VisitLimit { most: 30, period: YEAR });
    add_on(&mut scene, date(2026, 2, 1), 22, None);
    scene.children = 2;
    assert_eq!(weight!(scene, Cause::Visits { used: 23, this: 3, most: 30, .. }), ADVICE);
}

#[test]
fn a_series_is_never_shorter_than_thirty_visits() {
    for stored in [0, 1, 29] {
        let mut scene = Scene::of(EventKind::Visit);
        scene.limits().visits = Some(VisitLimit { most: stored, period: YEAR });
        add_on(&mut scene, date(2026, 2, 1), 28, None);
        assert_eq!(weight!(scene, Cause::Visits { used: 29, most: 30, .. }), ADVICE, "{stored}");
    }
    let mut scene = Scene::of(EventKind::Visit);
    scene.limits().visits = Some(VisitLimit { most: 31, period: YEAR });
    add_on(&mut scene, date(2026, 2, 1), 29, None);
    assert_eq!(weight!(scene, Cause::Visits { used: 30, most: 31, .. }), ADVICE, "a longer one is");
}

#[test]
fn what_has_no_event_is_a_visit_and_a_course_is_none() {
    let mut scene = Scene::of(EventKind::Visit);
    scene.limits().visits = Some(VisitLimit { most: 30, period: YEAR });
    scene.event = None;
    for _ in 0..30 {
        add_on(&mut scene, THURSDAY, 0, None);
    }
    assert_eq!(weight!(scene, Cause::Visits { .. }), DISCRETION);
    scene.event = Some(event(1, EventKind::Visit));
    assert_eq!(weight!(scene, Cause::Visits { .. }), DISCRETION);
    for kind in [EventKind::Performance, EventKind::Course, EventKind::Fee] {
        scene.event = Some(event(1, kind));
        assert_eq!(weight!(scene, Cause::Visits { .. }), None, "{kind:?}");
    }
    scene.event = Some(event(1, EventKind::Visit));
    scene.so_far.iter_mut().for_each(|counted| counted.kind = Some(EventKind::Course));
    assert_eq!(weight!(scene, Cause::Visits { .. }), None);
}

#[test]
fn visits_at_the_organisations_other_halls_count() {
    let mut scene = Scene::of(EventKind::Visit);
    scene.limits().visits = Some(VisitLimit { most: 30, period: YEAR });
    for _ in 0..10 {
        let elsewhere = Counted { venue: VenueId(Uuid::from_u128(2)), event: None, children: 2, ..scene.same() };
        scene.add(elsewhere);
    }
    assert_eq!(weight!(scene, Cause::Visits { used: 30, .. }), DISCRETION);
}

#[test]
fn community_cards_are_exempt_from_every_limit_per_card() {
    let everything = |kind| {
        let mut scene = Scene::of(kind);
        let limits = scene.limits();
        limits.once_per_production = true;
        limits.uses = vec![UseLimit { kind: None, most: 1, period: YEAR }];
        limits.value = Some(ValueLimit { most: Cents::new(1).unwrap(), period: YEAR });
        limits.visits = Some(VisitLimit { most: 30, period: YEAR });
        limits.reservations = Some(1);
        scene.value = cents(500);
        scene
    };
    for kind in [EventKind::Performance, EventKind::Course, EventKind::Visit, EventKind::Fee] {
        let mut scene = everything(kind);
        scene.card = community(1);
        for _ in 0..40 {
            let ours = scene.same();
            scene.add(ours);
        }
        assert_eq!(scene.judge(), [], "{kind:?}");
        scene.so_far.iter_mut().for_each(|counted| counted.card = card(1));
        scene.card = card(1);
        assert!(scene.judge().len() >= 2, "{kind:?}: the same on a customer's card is limited");
    }
}
