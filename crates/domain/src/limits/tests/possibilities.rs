//! The next possibility: other showings with room (R151).

use super::*;

/// Eight showings on the Thursdays to come, the first one full and chosen.
fn full() -> Scene {
    let mut scene = Scene::showing_for(100);
    for week in 1..8_i64 {
        let day = THURSDAY.checked_add(jiff::Span::new().weeks(week)).unwrap();
        scene.add_showing(1 + u128::try_from(week).unwrap(), day, EVENING, Some(100));
    }
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    fill(&mut scene, 1, 3);
    scene
}

/// Records so many tickets for a showing, and goes back to the first one.
fn fill(scene: &mut Scene, showing: u128, tickets: u32) {
    scene.choose(showing);
    scene.used_by_others(tickets);
    scene.choose(1);
}

/// The numbers of the showings offered, with the tickets left.
fn offered(scene: &Scene) -> Vec<(u128, Option<u32>)> {
    let rooms = scene.causes().into_iter().find_map(|cause| match cause {
        Cause::Cap { elsewhere, .. } | Cause::LeftOut { elsewhere, .. } | Cause::CalledOff { elsewhere } => Some(elsewhere),
        _ => None,
    });
    rooms.expect("something is offered or not").into_iter().map(|room| (room.showing.0.as_u128(), room.left)).collect()
}

#[test]
fn the_three_soonest_showings_with_room_are_offered() {
    let mut scene = full();
    scene.showings.reverse();
    assert_eq!(offered(&scene), [(2, Some(3)), (3, Some(3)), (4, Some(3))]);
    scene.showings.retain(|showing| showing.id.0.as_u128() <= 3);
    assert_eq!(offered(&scene), [(2, Some(3)), (3, Some(3))]);
}

#[test]
fn a_full_a_cancelled_and_a_left_out_showing_is_not_offered() {
    let mut scene = full();
    fill(&mut scene, 2, 3);
    scene.showings[2].cancelled = true;
    scene.limits().left_out.premieres = true;
    scene.showings[3].occasion = ShowingOccasion::Premiere;
    fill(&mut scene, 5, 2);
    assert_eq!(offered(&scene), [(5, Some(1)), (6, Some(3)), (7, Some(3))]);
    scene.children = 1;
    assert_eq!(offered(&scene), [(6, Some(3)), (7, Some(3)), (8, Some(3))], "one ticket is too few for two");
    scene.children = 2;
    assert_eq!(offered(&scene).len(), 3, "exactly enough for three");
    scene.children = 3;
    assert_eq!(offered(&scene), [], "no showing has four");
    scene.limits().caps_leave_children_out = true;
    assert_eq!(offered(&scene)[0], (5, Some(1)));
}

#[test]
fn a_past_showing_is_not_offered() {
    let mut scene = full();
    scene.add_showing(9, date(2026, 11, 20), EVENING, Some(100));
    scene.add_showing(10, NOW.date(), time(11, 59, 0, 0), Some(100));
    scene.add_showing(11, NOW.date(), NOW.time(), Some(100));
    assert_eq!(offered(&scene)[0], (2, Some(3)));
    scene.add_showing(12, NOW.date(), time(12, 1, 0, 0), Some(100));
    assert_eq!(offered(&scene)[0], (12, Some(3)));
    scene.add_showing(13, NOW.date(), Time::midnight(), Some(100)).time = None;
    assert_eq!(offered(&scene)[0], (13, Some(3)), "one without a time is open all day");
}

#[test]
fn a_showing_that_nothing_caps_has_room_without_a_number() {
    let mut scene = full();
    scene.showings[1].capacity = None;
    assert_eq!(offered(&scene)[0], (2, None));
}

#[test]
fn a_full_day_has_room_on_another_day_only_and_a_full_event_nowhere() {
    let mut scene = Scene::showing_for(2_000);
    scene.add_showing(2, THURSDAY, time(21, 0, 0, 0), Some(2_000));
    scene.add_showing(3, date(2026, 11, 27), EVENING, Some(2_000));
    fill(&mut scene, 1, 20);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 20, per: CapPer::Day });
    assert_eq!(offered(&scene), [(3, Some(20))]);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 20, per: CapPer::Event });
    assert_eq!(offered(&scene), []);
}

#[test]
fn near_its_end_nothing_else_is_offered() {
    let mut scene = full();
    scene.so_far.pop();
    assert_eq!(weight!(scene, Cause::Cap { .. }), ADVICE);
    assert_eq!(offered(&scene), []);
}

#[test]
fn a_called_off_showing_asks_and_offers_another() {
    let mut scene = full();
    scene.so_far.clear();
    scene.showings[0].cancelled = true;
    assert_eq!(weight!(scene, Cause::CalledOff { .. }), DISCRETION);
    assert_eq!(offered(&scene)[0], (2, Some(3)));
    for (policy, may_override) in [(Policy::Refuse, true), (Policy::Ask, false)] {
        scene.venue.rules.limit_reached = policy;
        scene.may_override = may_override;
        assert_eq!(weight!(scene, Cause::CalledOff { .. }), DISCRETION, "it is no limit: it may have been held after all");
    }
}

#[test]
fn a_day_left_out_offers_a_day_that_is_not() {
    let mut scene = full();
    scene.so_far.clear();
    scene.limits().left_out.days = [IsoDay::of(THURSDAY)].into();
    assert_eq!(offered(&scene), []);
    scene.add_showing(9, date(2026, 11, 27), EVENING, Some(100));
    assert_eq!(offered(&scene), [(9, Some(3))]);
}
