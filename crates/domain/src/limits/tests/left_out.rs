//! What a venue leaves out: events, guests, premieres, galas, days of the week (R144–R149, C31).

use super::*;

fn why(scene: &Scene) -> Option<LeftOutWhy> {
    scene.causes().into_iter().find_map(|cause| match cause {
        Cause::LeftOut { why, .. } => Some(why),
        _ => None,
    })
}

#[test]
fn each_thing_is_left_out_only_where_the_venue_leaves_it_out() {
    type Set = fn(&mut Scene);
    let cases: [(Set, Set, LeftOutWhy); 5] = [
        (|s| s.event_limits().left_out = true, |_| {}, LeftOutWhy::Event),
        (|s| s.limits().left_out.guests = true, |s| s.event_limits().guest = true, LeftOutWhy::Guest),
        (|s| s.limits().left_out.premieres = true, |s| s.showings[0].occasion = ShowingOccasion::Premiere, LeftOutWhy::Premiere),
        (|s| s.limits().left_out.galas = true, |s| s.showings[0].occasion = ShowingOccasion::Gala, LeftOutWhy::Gala),
        (|s| s.limits().left_out.days = [IsoDay::new(4).unwrap()].into(), |_| {}, LeftOutWhy::Day),
    ];
    for (at, (venue, event, expected)) in cases.into_iter().enumerate() {
        for (other, (_, others_event, _)) in cases.into_iter().enumerate() {
            let mut scene = Scene::showing_for(100);
            others_event(&mut scene);
            assert_eq!(why(&scene), None, "{expected:?}: the venue leaves nothing out");
            venue(&mut scene);
            let is_left_out = at == other || matches!(expected, LeftOutWhy::Event | LeftOutWhy::Day);
            assert_eq!(why(&scene), is_left_out.then_some(expected), "{expected:?} with the event of case {other}");
        }
        let mut scene = Scene::showing_for(100);
        event(&mut scene);
        venue(&mut scene);
        for (policy, weight) in [(Policy::Allow, ADVICE), (Policy::Ask, DISCRETION), (Policy::Refuse, STOP)] {
            scene.venue.rules.limit_reached = policy;
            assert_eq!(weight!(scene, Cause::LeftOut { .. }), weight, "{expected:?} {policy:?}");
        }
        scene.card = community(1);
        assert_eq!(why(&scene), Some(expected), "a group finds it left out as well");
    }
}

#[test]
fn every_day_of_the_week_can_be_left_out_by_itself() {
    // 2026-11-23 is a Monday.
    for left_out in IsoDay::ALL {
        for day in IsoDay::ALL {
            let mut scene = Scene::of(EventKind::Performance);
            scene.limits().left_out.days = [left_out].into();
            scene.date = date(2026, 11, 22 + i8::try_from(day.number()).unwrap());
            assert_eq!(why(&scene), (day == left_out).then_some(LeftOutWhy::Day), "{left_out:?} {day:?}");
        }
    }
}

#[test]
fn a_weekend_left_out_is_saturday_and_sunday_and_not_friday_evening() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().left_out.days = [6, 7].into_iter().filter_map(IsoDay::new).collect();
    for (day, expected) in [(27, None), (28, Some(LeftOutWhy::Day)), (29, Some(LeftOutWhy::Day)), (30, None)] {
        scene.date = date(2026, 11, day);
        assert_eq!(why(&scene), expected, "{}", scene.date);
    }
}

#[test]
fn days_of_the_week_are_numbered_from_monday() {
    assert_eq!(IsoDay::of(date(2026, 11, 23)).number(), 1);
    assert_eq!(IsoDay::of(date(2026, 11, 29)).number(), 7);
    assert_eq!((IsoDay::new(0), IsoDay::new(8)), (None, None));
    assert_eq!(IsoDay::ALL.map(IsoDay::number), [1, 2, 3, 4, 5, 6, 7]);
    for day in IsoDay::ALL {
        assert_eq!(IsoDay::new(day.number()), Some(day));
    }
    assert!(serde_json::from_str::<IsoDay>("8").is_err() && serde_json::from_str::<IsoDay>("0").is_err());
}

#[test]
fn what_has_no_event_is_left_out_by_its_day_only() {
    let mut scene = Scene::of(EventKind::Visit);
    scene.event = None;
    scene.limits().left_out = LeftOut { premieres: true, galas: true, guests: true, days: [IsoDay::of(THURSDAY)].into() };
    assert_eq!(why(&scene), Some(LeftOutWhy::Day));
    scene.limits().left_out.days.clear();
    assert_eq!(why(&scene), None);
}

#[test]
fn an_event_or_guest_left_out_offers_no_other_showing_of_it() {
    let mut scene = Scene::showing_for(100);
    scene.add_showing(2, date(2026, 11, 27), EVENING, Some(100));
    scene.event_limits().left_out = true;
    assert_eq!(scene.causes(), [Cause::LeftOut { why: LeftOutWhy::Event, elsewhere: vec![] }]);
}
