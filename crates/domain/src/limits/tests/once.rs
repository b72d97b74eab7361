//! One ticket per card and production, over all its showings (R135, C13).

use super::*;

fn with_two_showings() -> Scene {
    let mut scene = Scene::showing_for(500);
    scene.add_showing(2, date(2026, 12, 3), EVENING, Some(500));
    scene.limits().once_per_production = true;
    scene
}

#[test]
fn a_second_ticket_to_a_production_is_found_whichever_its_showing() {
    let mut scene = with_two_showings();
    assert_eq!(weight!(scene, Cause::Once { .. }), None, "the first ticket");
    let first = scene.same();
    scene.add(first);
    let earlier = Cause::Once { date: THURSDAY, time: Some(EVENING) };
    for showing in [2, 1] {
        scene.choose(showing);
        assert_eq!(scene.judge(), [Finding { severity: Severity::Discretion, cause: earlier.clone() }], "showing {showing}");
    }
}

#[test]
fn a_ticket_for_a_later_showing_counts_before_it_is_used_and_the_earliest_is_told() {
    let mut scene = with_two_showings();
    scene.choose(2);
    let later = scene.same();
    scene.add(later);
    scene.choose(1);
    assert_eq!(scene.causes(), [Cause::Once { date: date(2026, 12, 3), time: Some(EVENING) }]);
    let earlier = Counted { event_date: date(2026, 11, 24), event_time: None, showing: None, ..scene.same() };
    scene.add(earlier);
    assert_eq!(scene.causes(), [Cause::Once { date: date(2026, 11, 24), time: None }]);
}

#[test]
fn another_card_another_production_or_a_cancelled_ticket_is_not_the_same() {
    let mut scene = with_two_showings();
    let mine = scene.same();
    for (what, other) in [
        ("another card", Counted { card: card(2), ..mine.clone() }),
        ("another production", Counted { event: Some(event(2, EventKind::Performance).id), ..mine.clone() }),
        ("no event", Counted { event: None, ..mine.clone() }),
        ("cancelled", Counted { is_cancelled: true, ..mine.clone() }),
    ] {
        scene.so_far = vec![other];
        assert_eq!(weight!(scene, Cause::Once { .. }), None, "{what}");
    }
    scene.so_far = vec![mine];
    assert_eq!(weight!(scene, Cause::Once { .. }), DISCRETION);
}

#[test]
fn a_course_a_visit_and_a_fee_come_again() {
    for kind in [EventKind::Course, EventKind::Visit, EventKind::Fee] {
        let mut scene = Scene::of(kind);
        scene.limits().once_per_production = true;
        scene.event_limits().once = Some(true);
        let mine = scene.same();
        scene.add(mine);
        assert_eq!(weight!(scene, Cause::Once { .. }), None, "{kind:?}");
    }
}

#[test]
fn an_event_says_for_itself_whether_it_is_seen_once() {
    for (venue, event, weight) in [
        (false, None, None),
        (true, None, DISCRETION),
        (false, Some(true), DISCRETION),
        (true, Some(false), None),
        (true, Some(true), DISCRETION),
    ] {
        let mut scene = with_two_showings();
        scene.limits().once_per_production = venue;
        scene.event_limits().once = event;
        let mine = scene.same();
        scene.add(mine);
        assert_eq!(weight!(scene, Cause::Once { .. }), weight, "{venue} {event:?}");
    }
}

#[test]
fn a_group_may_come_to_a_production_again() {
    let mut scene = with_two_showings();
    scene.card = community(1);
    let ours = scene.same();
    scene.add(ours);
    assert_eq!(weight!(scene, Cause::Once { .. }), None);
}

#[test]
fn a_repeat_is_the_same_card_at_the_same_event_day_and_time() {
    let mut scene = with_two_showings();
    let mine = Counted { children: 2, ..scene.same() };
    assert_eq!(repeat_of(&scene.asked(), &[]), None);
    assert_eq!(repeat_of(&scene.asked(), std::slice::from_ref(&mine)), Some(&mine));
    for (what, other) in [
        ("another card", Counted { card: card(2), ..mine.clone() }),
        ("another venue", Counted { venue: VenueId(Uuid::from_u128(2)), ..mine.clone() }),
        ("another event", Counted { event: Some(event(2, EventKind::Performance).id), ..mine.clone() }),
        ("no event", Counted { event: None, ..mine.clone() }),
        ("another day", Counted { event_date: date(2026, 11, 27), ..mine.clone() }),
        ("another time", Counted { event_time: Some(time(19, 1, 0, 0)), ..mine.clone() }),
        ("no time", Counted { event_time: None, ..mine.clone() }),
        ("cancelled", Counted { is_cancelled: true, ..mine.clone() }),
    ] {
        assert_eq!(repeat_of(&scene.asked(), &[other]), None, "{what}");
    }
    scene.instead_of = Some(mine.id);
    assert_eq!(repeat_of(&scene.asked(), std::slice::from_ref(&mine)), None, "the record that is corrected");
    scene.instead_of = None;
    let at = |second| Timestamp::from_second(second).unwrap();
    let later = Counted { id: UsageId(Uuid::from_u128(1)), recorded_at: at(60), ..mine.clone() };
    for so_far in [[mine.clone(), later.clone()], [later.clone(), mine]] {
        assert_eq!(repeat_of(&scene.asked(), &so_far), Some(&later), "the latest of several");
    }
}

#[test]
fn a_repeat_without_an_event_or_a_time_is_a_repeat_all_the_same() {
    let mut scene = Scene::of(EventKind::Visit);
    (scene.event, scene.time) = (None, None);
    let mine = scene.same();
    assert_eq!(repeat_of(&scene.asked(), std::slice::from_ref(&mine)), Some(&mine));
    scene.event = Some(event(1, EventKind::Visit));
    assert_eq!(repeat_of(&scene.asked(), &[mine]), None);
}
