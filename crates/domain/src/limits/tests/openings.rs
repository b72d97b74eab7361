//! From when tickets are had and handed over (R150, R157, C16, C32).

use super::*;

#[test]
fn tickets_open_seven_days_before_and_not_eight() {
    for (event, days_before, weight) in [
        (THURSDAY, 8, DISCRETION),
        (THURSDAY, 7, None),
        (THURSDAY, 6, None),
        (THURSDAY, 0, None),
        (date(2024, 3, 5), 8, DISCRETION),
        (date(2024, 3, 5), 7, None),
        (date(2027, 1, 3), 8, DISCRETION),
        (date(2027, 1, 3), 7, None),
    ] {
        let mut scene = Scene::of(EventKind::Performance);
        scene.limits().opens_days_before = Some(7);
        scene.date = event;
        let opens = event.checked_sub(jiff::Span::new().days(7)).unwrap();
        for clock in [Time::midnight(), time(23, 59, 59, 0)] {
            scene.now = event.checked_sub(jiff::Span::new().days(days_before)).unwrap().to_datetime(clock);
            assert_eq!(weight!(scene, Cause::NotOpenYet { .. }), weight, "{days_before} days before {event} at {clock}");
        }
        if weight.is_some() {
            assert_eq!(scene.causes(), [Cause::NotOpenYet { opens }]);
        }
    }
}

#[test]
fn a_venue_may_open_earlier_but_never_later_than_a_week_before() {
    for (venue, event, days_before, weight) in [
        (Some(30), None, 31, DISCRETION),
        (Some(30), None, 30, None),
        (Some(3), None, 8, DISCRETION),
        (Some(3), None, 7, None),
        (Some(0), Some(0), 7, None),
        (Some(30), Some(7), 8, DISCRETION),
        (Some(30), Some(7), 7, None),
        (None, Some(14), 15, DISCRETION),
        (None, Some(14), 14, None),
        (None, None, 400, None),
    ] {
        let mut scene = Scene::of(EventKind::Performance);
        scene.limits().opens_days_before = venue;
        scene.event_limits().opens_days_before = event;
        scene.now = THURSDAY.checked_sub(jiff::Span::new().days(days_before)).unwrap().at(12, 0, 0, 0);
        assert_eq!(weight!(scene, Cause::NotOpenYet { .. }), weight, "{venue:?} {event:?}, {days_before} days before");
    }
}

#[test]
fn opening_never_closes() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.limits().opens_days_before = Some(7);
    for now in [THURSDAY.at(18, 59, 0, 0), THURSDAY.at(19, 30, 0, 0), date(2027, 1, 1).at(0, 0, 0, 0)] {
        scene.now = now;
        assert_eq!(scene.judge(), [], "{now}");
    }
}

#[test]
fn a_ticket_is_handed_over_thirty_minutes_before_any_showing() {
    for starts in [EVENING, time(13, 0, 0, 0), time(0, 15, 0, 0)] {
        let begins = THURSDAY.to_datetime(starts);
        for (minutes, seconds, is_later) in [(31, 0, true), (30, 1, true), (30, 0, false), (29, 0, false), (-60, 0, false)] {
            let mut scene = Scene::of(EventKind::Performance);
            scene.limits().hands_over_minutes_before = Some(30);
            scene.time = Some(starts);
            scene.now = begins.checked_sub(jiff::Span::new().minutes(minutes).seconds(seconds)).unwrap();
            let from = begins.checked_sub(jiff::Span::new().minutes(30)).unwrap();
            let expected = if is_later { vec![Cause::HandOver { from }] } else { vec![] };
            assert_eq!(scene.causes(), expected, "{starts}: {minutes} minutes before");
        }
    }
}

#[test]
fn handing_over_may_begin_earlier_but_never_later_than_thirty_minutes_before() {
    let from = |minutes, time| {
        let limits = VenueLimits { hands_over_minutes_before: minutes, ..VenueLimits::default() };
        hands_over_from(&limits, THURSDAY, time)
    };
    assert_eq!(from(None, Some(EVENING)), None, "handed over at once");
    for (minutes, hour, minute) in [(0, 18, 30), (29, 18, 30), (30, 18, 30), (31, 18, 29), (60, 18, 0)] {
        assert_eq!(from(Some(minutes), Some(EVENING)), Some(THURSDAY.at(hour, minute, 0, 0)), "{minutes}");
    }
    assert_eq!(from(Some(30), Some(time(0, 15, 0, 0))), Some(date(2026, 11, 25).at(23, 45, 0, 0)));
    assert_eq!(from(Some(30), None), Some(THURSDAY.at(0, 0, 0, 0)), "without a time, all that day");
    assert_eq!(from(Some(u16::MAX), Some(EVENING)), Some(date(2026, 10, 12).at(6, 45, 0, 0)));
}

#[test]
fn handing_over_is_advice_and_of_performances_only() {
    for kind in [EventKind::Performance, EventKind::Course, EventKind::Visit, EventKind::Fee] {
        let mut scene = Scene::of(kind);
        scene.limits().hands_over_minutes_before = Some(30);
        scene.venue.rules.limit_reached = Policy::Refuse;
        let expected = if kind == EventKind::Performance { ADVICE } else { None };
        assert_eq!(weight!(scene, Cause::HandOver { .. }), expected, "{kind:?}");
    }
}
