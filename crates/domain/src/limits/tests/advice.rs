//! What is said and never asked (R56, R140, R156, R162, C19, C21, C27).

use super::*;

#[test]
fn more_children_than_the_issuer_recorded_is_advice_with_the_number() {
    for (most, children, over) in
        [(Some(2), 2, None), (Some(2), 3, Some(1)), (Some(0), 1, Some(1)), (Some(3), 10, Some(7)), (None, 200, None), (Some(0), 0, None)]
    {
        let mut scene = Scene::of(EventKind::Visit);
        (scene.children_max, scene.children) = (most, children);
        let found: Vec<_> = over.map(|over| Cause::ChildrenOverMaximum { over, most: most.unwrap() }).into_iter().collect();
        assert_eq!(scene.causes(), found, "{most:?} {children}");
        scene.venue.rules.limit_reached = Policy::Refuse;
        assert!(scene.judge().iter().all(|finding| finding.severity == Severity::Advice));
        scene.card = community(1);
        assert_eq!(scene.causes(), [], "a community card has no maximum");
    }
}

#[test]
fn children_on_a_course_are_spoken_of_and_not_blocked() {
    for (kind, children, weight) in [
        (EventKind::Course, 0, None),
        (EventKind::Course, 1, ADVICE),
        (EventKind::Performance, 1, None),
        (EventKind::Visit, 1, None),
        (EventKind::Fee, 1, None),
    ] {
        let mut scene = Scene::of(kind);
        scene.venue.rules.limit_reached = Policy::Refuse;
        scene.children = children;
        assert_eq!(weight!(scene, Cause::ChildrenOnCourse), weight, "{kind:?} {children}");
    }
}

#[test]
fn the_identity_document_is_a_reminder_where_the_venue_asks_and_for_a_persons_card_only() {
    for (asks, number, weight) in [(false, card(1), None), (true, card(1), ADVICE), (true, community(1), None)] {
        let mut scene = Scene::of(EventKind::Performance);
        scene.venue.rules.asks_identity = asks;
        scene.card = number;
        assert_eq!(weight!(scene, Cause::Identity), weight);
        scene.event = None;
        assert_eq!(weight!(scene, Cause::Identity), weight, "without an event as well");
    }
}

#[test]
fn a_courses_terms_are_shown_with_a_course_only() {
    for (kind, weight) in [(EventKind::Course, ADVICE), (EventKind::Performance, None), (EventKind::Visit, None), (EventKind::Fee, None)] {
        let mut scene = Scene::of(kind);
        assert_eq!(weight!(scene, Cause::CourseTerms { .. }), None);
        scene.venue.rules.course_terms = Some("Peru viimeistään 10 päivää ennen.".to_owned());
        assert_eq!(weight!(scene, Cause::CourseTerms { .. }), weight, "{kind:?}");
        if weight.is_some() {
            assert_eq!(scene.causes(), [Cause::CourseTerms { terms: "Peru viimeistään 10 päivää ennen.".to_owned() }]);
        }
    }
}

#[test]
fn a_wristbands_fee_is_told_with_a_visit() {
    for (kind, weight) in [
        (Some(EventKind::Visit), ADVICE),
        (None, ADVICE),
        (Some(EventKind::Performance), None),
        (Some(EventKind::Course), None),
        (Some(EventKind::Fee), None),
    ] {
        let mut scene = Scene::of(EventKind::Visit);
        scene.event = kind.map(|kind| event(1, kind));
        assert_eq!(scene.judge(), []);
        scene.venue.rules.wristband_fee = cents(700);
        assert_eq!(weight!(scene, Cause::Wristband { .. }), weight, "{kind:?}");
        if weight.is_some() {
            assert_eq!(scene.causes(), [Cause::Wristband { fee: Cents::new(700).unwrap() }]);
        }
    }
}
