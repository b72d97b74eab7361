//! What several stations sold beyond a cap while they did not know of each other (R154).

use super::*;

/// The occasions of the scene's event that were oversold.
fn clashes(scene: &Scene) -> Vec<Oversold> {
    oversold(&[(scene.event.clone().unwrap(), scene.showings.clone())], &scene.venue.rules.limits, &scene.so_far)
}

fn capped_at_three() -> Scene {
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene
}

#[test]
fn a_showing_is_oversold_beyond_its_cap_and_not_at_it() {
    let mut scene = capped_at_three();
    scene.used_by_others(3);
    assert_eq!(clashes(&scene), []);
    scene.used_by_others(1);
    let event = scene.event.as_ref().unwrap().id;
    assert_eq!(clashes(&scene), [Oversold { event, showing: scene.chosen, date: THURSDAY, time: Some(EVENING), used: 4, most: 3 }]);
}

#[test]
fn tickets_of_children_oversell_too_unless_they_are_left_out() {
    let mut scene = capped_at_three();
    scene.children = 3;
    scene.used_by_others(1);
    assert_eq!(clashes(&scene).len(), 1);
    scene.limits().caps_leave_children_out = true;
    assert_eq!(clashes(&scene), []);
}

#[test]
fn a_cancelled_ticket_and_one_that_knowingly_passed_the_cap_are_no_clash() {
    let mut scene = capped_at_three();
    scene.used_by_others(4);
    scene.so_far[0].is_cancelled = true;
    assert_eq!(clashes(&scene), []);
    scene.so_far[0].is_cancelled = false;
    scene.so_far[3].over_cap = true;
    assert_eq!(clashes(&scene), []);
    scene.used_by_others(1);
    assert_eq!(clashes(&scene)[0].used, 4, "the other station's fourth is");
}

#[test]
fn discretion_on_another_matter_does_not_hide_a_clash() {
    use crate::id::UserId;
    use crate::usage::Discretion;
    let cap = |severity, used| {
        vec![Finding { severity, cause: Cause::Cap { per: CapPer::Showing, course: false, used, this: 1, most: 3, elsewhere: vec![] } }]
    };
    let reason = Some("Sovittu puhelimessa".to_owned());
    let (by, at) = (Some(UserId(Uuid::from_u128(2))), Some(Timestamp::UNIX_EPOCH));
    let given = Discretion { reason, by, at, over_cap: false };
    assert_eq!(given.clone().on(&[]), given, "an ended card");
    assert_eq!(given.clone().on(&cap(Severity::Advice, 2)), given, "the cap's end was near, not passed");
    let once = vec![Finding { severity: Severity::Discretion, cause: Cause::Once { date: THURSDAY, time: None } }];
    assert_eq!(given.clone().on(&once), given);
    let knew = Discretion { over_cap: true, ..given.clone() };
    assert_eq!(given.clone().on(&cap(Severity::Discretion, 3)), knew);
    assert_eq!(given.clone().on(&cap(Severity::Advice, 3)), knew, "passed where the venue does not ask");
    assert_eq!(knew.on(&once), given, "judged anew");
}

#[test]
fn records_without_their_showing_are_counted_with_it() {
    let mut scene = capped_at_three();
    scene.used_by_others(4);
    scene.so_far[1].showing = None;
    assert_eq!(clashes(&scene)[0].used, 4);
    scene.so_far[1].event_time = None;
    assert_eq!(clashes(&scene), [], "at another time they are of another showing");
}

#[test]
fn a_day_and_an_event_are_oversold_as_a_whole() {
    let next_day = date(2026, 11, 27);
    for (per, expected) in [(CapPer::Day, vec![(None, THURSDAY, None, 21)]), (CapPer::Event, vec![(None, next_day, None, 31)])] {
        let mut scene = Scene::showing_for(1_001);
        scene.add_showing(2, THURSDAY, time(13, 0, 0, 0), Some(2_000));
        scene.add_showing(3, next_day, EVENING, Some(1_001));
        scene.limits().performance_cap = Some(Cap::Tickets { most: 20, per });
        for (showing, records) in [(3, 10), (2, 11), (1, 10)] {
            scene.choose(showing);
            scene.used_by_others(records);
        }
        let found: Vec<_> = clashes(&scene).into_iter().map(|clash| (clash.showing, clash.date, clash.time, clash.used)).collect();
        assert_eq!(found, expected, "{per:?}");
    }
}

#[test]
fn without_a_schedule_day_and_time_are_oversold() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 3, per: CapPer::Showing });
    scene.used_by_others(4);
    scene.date = date(2026, 11, 25);
    scene.used_by_others(4);
    let found: Vec<_> = clashes(&scene).into_iter().map(|clash| (clash.showing, clash.date, clash.time, clash.used)).collect();
    assert_eq!(found, [(None, date(2026, 11, 25), Some(EVENING), 4), (None, THURSDAY, Some(EVENING), 4)], "soonest first");
}

#[test]
fn nothing_is_oversold_where_nothing_is_capped_or_the_event_is_another() {
    let mut scene = Scene::showing_for(100);
    scene.used_by_others(90);
    assert_eq!(clashes(&scene), []);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.event.as_mut().unwrap().id = EventId(Uuid::from_u128(2));
    assert_eq!(clashes(&scene), []);
    assert_eq!(oversold(&[], &scene.venue.rules.limits, &scene.so_far), []);
}

#[test]
fn two_stations_that_each_saw_a_seat_left_have_oversold() {
    let mut scene = capped_at_three();
    scene.used_by_others(2);
    let (mut one, mut other) = (scene.clone(), scene);
    for station in [&mut one, &mut other] {
        assert_eq!(weight!(station, Cause::Cap { .. }), ADVICE, "the last ticket, without a question");
    }
    let (first, second) =
        (Counted { card: card(7), ..one.same() }, Counted { card: card(8), id: UsageId(Uuid::from_u128(5)), ..other.same() });
    one.add(first);
    assert_eq!(clashes(&one), [], "neither knows of the other");
    one.add(second);
    assert_eq!((clashes(&one)[0].used, clashes(&one)[0].most), (4, 3), "both are kept, the showing is told");
}

#[test]
fn a_courses_share_goes_by_its_largest_meeting() {
    // 3 % of 50 and of 100: two places and three.
    let mut scene = Scene::of(EventKind::Course);
    scene.add_showing(1, THURSDAY, EVENING, Some(50));
    scene.add_showing(2, date(2026, 11, 27), EVENING, Some(100));
    scene.event_limits().cap = Some(Cap::Share { percent: 3 });
    for (showing, records, clash) in [(1, 2, false), (2, 1, false), (1, 1, true)] {
        scene.choose(showing);
        scene.used_by_others(records);
        assert_eq!(clashes(&scene).len(), usize::from(clash), "{records} more at meeting {showing}");
    }
    assert_eq!((clashes(&scene)[0].used, clashes(&scene)[0].most), (4, 3));
    scene.so_far.truncate(2);
    let full = Cause::Cap { per: CapPer::Event, course: true, used: 2, this: 1, most: 2, elsewhere: vec![] };
    assert_eq!(scene.causes(), [full], "another meeting of a full course is no other possibility");
}

#[test]
fn what_counts_of_a_usage_is_taken_from_it_whole() {
    let whole_usage = |facts: serde_json::Value, discretion: serde_json::Value| {
        serde_json::json!({
            "id": Uuid::from_u128(9), "venue": Uuid::from_u128(1), "card": "A000000007",
            "event": Uuid::from_u128(1), "event_name": "Vanja-eno", "showing": Uuid::from_u128(4),
            "event_date": "2026-11-26", "event_time": "19:00:00", "children": 3, "customer_cards": null, "value": 450,
            "recorded_at": "1970-01-01T00:00:00Z", "clerk": Uuid::from_u128(2), "station": Uuid::from_u128(3),
            "facts": facts, "discretion": discretion,
        })
    };
    let usage = |facts, discretion| Counted::of(&serde_json::from_value(whole_usage(facts, discretion)).unwrap(), Some(EventKind::Course));
    let none = serde_json::json!(null);
    let whole = usage(serde_json::json!({}), none.clone());
    let expected = Counted {
        id: UsageId(Uuid::from_u128(9)),
        venue: VenueId(Uuid::from_u128(1)),
        card: card(7),
        event: Some(EventId(Uuid::from_u128(1))),
        kind: Some(EventKind::Course),
        showing: Some(ShowingId(Uuid::from_u128(4))),
        event_date: THURSDAY,
        event_time: Some(EVENING),
        children: 3,
        staff: 1,
        value: cents(450),
        recorded_at: Timestamp::UNIX_EPOCH,
        is_cancelled: false,
        over_cap: false,
    };
    assert_eq!(whole, expected);
    assert_eq!((whole.visits(), whole.begins()), (4, THURSDAY.at(19, 0, 0, 0)));
    let cancelled = serde_json::json!({"cancelled": {"at": "2026-11-22T10:00:00Z", "by": "holder"}});
    assert_eq!(usage(cancelled, none.clone()), Counted { is_cancelled: true, ..expected.clone() });
    let came = serde_json::json!({"cancelled": {"at": "2026-11-22T10:00:00Z", "by": "clerk"}, "arrived": "2026-11-26T17:00:00Z"});
    assert_eq!(usage(came, none), expected.clone(), "who is here has the seat");
    let told = serde_json::json!({"over_cap": true});
    let policy_allows = |discretion| {
        let mut whole = whole_usage(serde_json::json!({}), discretion);
        whole["over_cap"] = true.into();
        Counted::of(&serde_json::from_value(whole).unwrap(), Some(EventKind::Course))
    };
    assert_eq!(policy_allows(serde_json::json!(null)), Counted { over_cap: true, ..expected.clone() }, "no decision was asked for");
    assert_eq!(policy_allows(told), Counted { over_cap: true, ..expected });
    for (discretion, over_cap) in [(serde_json::json!({"reason": "Kortti uusitaan"}), false), (serde_json::json!({"over_cap": true}), true)]
    {
        assert_eq!(usage(serde_json::json!({}), discretion).over_cap, over_cap);
    }
}
