//! What the fields hold and what comes of it, at the boundaries.

use super::*;
use kaikuasema_domain::limits::{CappedSetting, FloorReason, IsoDay, LeftOut};
use kaikuasema_domain::verdict::Policy;

fn everything() -> VenueRules {
    VenueRules {
        ended: Policy::Refuse,
        limits: VenueLimits {
            performance_cap: Some(Cap::Tickets { most: 20, per: CapPer::Showing }),
            course_places: Some(2),
            guest_cap: Some(5),
            caps_leave_children_out: true,
            once_per_production: true,
            uses: vec![UseLimit { kind: Some(EventKind::Course), most: 2, period: Period::HalfYear }],
            value: Some(ValueLimit { most: Cents::new(5050).unwrap(), period: Period::Month }),
            visits: Some(VisitLimit { most: 30, period: Period::CardYear }),
            reservations: Some(3),
            left_out: LeftOut { premieres: true, days: [IsoDay::ALL[6]].into(), ..LeftOut::default() },
            opens_days_before: Some(14),
            hands_over_minutes_before: Some(30),
        },
        one_scan: true,
        course_terms: Some("Peruuta ajoissa.".to_owned()),
        wristband_fee: Cents::new(500),
        staff_max: Some(3),
        ..VenueRules::default()
    }
}

/// The rules with one field holding a text.
fn typed(field: Field, text: &str) -> Read<VenueRules> {
    let mut draft = RulesDraft::of(&VenueRules::default());
    draft.set_text(field, text.to_owned());
    draft.read()
}

fn below(field: Field, text: &str) -> Option<(CappedSetting, u32, FloorReason)> {
    match typed(field, text).wrong.as_slice() {
        [(at, Wrong::Below(below))] if *at == field => Some((below.setting, below.floor, below.reason)),
        _ => None,
    }
}

#[test]
fn rules_that_are_set_come_back_as_they_are() {
    for rules in [VenueRules::default(), everything()] {
        let read = RulesDraft::of(&rules).read();
        assert_eq!(read, Read { meant: rules, wrong: Vec::new() });
    }
}

#[test]
fn limits_of_uses_beyond_what_the_page_shows_are_kept() {
    let mut rules = VenueRules::default();
    rules.limits.uses = vec![UseLimit { kind: None, most: 9, period: Period::Month }; MOST_USES + 2];
    let mut draft = RulesDraft::of(&rules);
    assert_eq!(draft.uses.len(), MOST_USES);
    assert!(!draft.add_uses());
    assert_eq!(draft.read().meant, rules);
    draft.remove_uses(0);
    assert_eq!(draft.read().meant.limits.uses.len(), MOST_USES + 1);
}

#[test]
fn an_empty_field_is_no_limit() {
    let mut draft = RulesDraft::of(&everything());
    for field in [Field::CoursePlaces, Field::GuestCap, Field::Value, Field::Visits, Field::Reservations, Field::Opens, Field::HandsOver] {
        draft.set_text(field, "  ".to_owned());
    }
    draft.cap.choose(CapKind::None, 3);
    draft.remove_uses(0);
    let read = draft.read();
    assert!(read.wrong.is_empty(), "{:?}", read.wrong);
    let limits = read.meant.limits;
    let kept = VenueLimits {
        caps_leave_children_out: true,
        once_per_production: true,
        left_out: limits.left_out.clone(),
        ..VenueLimits::default()
    };
    assert_eq!(limits, kept);
}

#[test]
fn one_below_each_floor_is_refused_and_the_floor_taken() {
    let floors = [
        (Field::CoursePlaces, 1, CappedSetting::CoursePlaces, FloorReason::CoursePlaces),
        (Field::GuestCap, 2, CappedSetting::GuestCap, FloorReason::GuestTickets),
        (Field::Visits, 30, CappedSetting::Visits, FloorReason::ThirtyVisits),
        (Field::Reservations, 1, CappedSetting::Reservations, FloorReason::AtLeastOne),
        (Field::Opens, 7, CappedSetting::OpensDaysBefore, FloorReason::AWeekBefore),
        (Field::HandsOver, 30, CappedSetting::HandsOverMinutesBefore, FloorReason::ThirtyMinutes),
    ];
    for (field, floor, setting, reason) in floors {
        assert_eq!(below(field, &(floor - 1).to_string()), Some((setting, floor, reason)), "{field:?}");
        assert!(typed(field, &floor.to_string()).wrong.is_empty(), "{field:?}");
    }
    assert_eq!(below(Field::Value, "0"), Some((CappedSetting::Value, 1, FloorReason::AtLeastOne)));
    assert_eq!(typed(Field::Value, "0,01").meant.limits.value.map(|value| value.most.get()), Some(1));
}

#[test]
fn a_cap_is_judged_by_what_it_is_counted_over() {
    let read = |kind, number: &str| {
        let mut draft = RulesDraft::of(&VenueRules::default());
        draft.cap = CapDraft { kind, number: number.to_owned() };
        draft.read()
    };
    for (kind, floor) in [(CapKind::Share, 3), (CapKind::Showing, 1), (CapKind::Day, 20), (CapKind::Event, 20)] {
        let wrong = read(kind, &(floor - 1).to_string()).wrong;
        assert!(matches!(wrong.as_slice(), [(Field::Cap, Wrong::Below(below))] if below.floor == floor), "{kind:?}: {wrong:?}");
        assert!(read(kind, &floor.to_string()).wrong.is_empty(), "{kind:?}");
    }
    assert_eq!(read(CapKind::Share, "").wrong, [(Field::Cap, Wrong::Missing)]);
    assert!(matches!(read(CapKind::Share, "101").wrong.as_slice(), [(Field::Cap, Wrong::Below(_))]));
    assert!(matches!(read(CapKind::Share, "3000").wrong.as_slice(), [(Field::Cap, Wrong::Below(_))]));
    assert_eq!(read(CapKind::Share, "100").meant.limits.performance_cap, Some(Cap::Share { percent: 100 }));
}

#[test]
fn another_kind_of_cap_begins_at_its_floor_and_none_is_empty() {
    let mut cap = CapDraft::default();
    cap.choose(CapKind::Day, 20);
    assert_eq!((cap.kind, cap.number.as_str()), (CapKind::Day, "20"));
    cap.number = "25".to_owned();
    cap.choose(CapKind::Day, 20);
    assert_eq!(cap.number, "25", "the same kind again changes nothing");
    cap.choose(CapKind::None, 20);
    assert_eq!(cap, CapDraft::default());
}

#[test]
fn what_is_no_number_or_too_large_is_told_at_its_field() {
    assert_eq!(typed(Field::Visits, "kolme").wrong, [(Field::Visits, Wrong::NotANumber)]);
    assert_eq!(typed(Field::Value, "5,555").wrong, [(Field::Value, Wrong::NotAnAmount)]);
    assert_eq!(typed(Field::Wristband, "x").wrong, [(Field::Wristband, Wrong::NotAnAmount)]);
    assert_eq!(typed(Field::Opens, "366").wrong, [(Field::Opens, Wrong::TooLarge(365))]);
    assert_eq!(typed(Field::HandsOver, "99999").wrong, [(Field::HandsOver, Wrong::TooLarge(1440))]);
}

#[test]
fn several_things_wrong_are_all_told() {
    let mut draft = RulesDraft::of(&VenueRules::default());
    draft.set_text(Field::CoursePlaces, "0".to_owned());
    draft.set_text(Field::Visits, "29".to_owned());
    assert!(draft.add_uses());
    draft.set_text(Field::Uses(0), String::new());
    let fields: Vec<Field> = draft.read().wrong.into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, [Field::CoursePlaces, Field::Uses(0), Field::Visits]);
}

#[test]
fn terms_are_no_longer_than_the_service_takes_them() {
    let long = "ä\n".repeat(LONGEST_COURSE_TERMS + 1);
    let terms = typed(Field::CourseTerms, &long).meant.course_terms.unwrap();
    assert_eq!(terms, "ä".repeat(LONGEST_COURSE_TERMS));
}

#[test]
fn staff_members_are_from_one_to_ten_and_one_is_as_good_as_nothing() {
    let outside = || vec![(Field::Staff, Wrong::Outside(1, 10))];
    for (text, staff_max, wrong) in [
        ("", None, Vec::new()),
        ("0", None, outside()),
        ("1", None, Vec::new()),
        ("2", Some(2), Vec::new()),
        ("10", Some(10), Vec::new()),
        ("11", None, outside()),
        ("99999", None, outside()),
        ("x", None, vec![(Field::Staff, Wrong::NotANumber)]),
    ] {
        let read = typed(Field::Staff, text);
        assert_eq!((read.meant.staff_max, read.wrong), (staff_max, wrong), "{text:?}");
    }
}

#[test]
fn no_fee_and_no_terms_are_none_at_all() {
    assert_eq!(typed(Field::Wristband, "0").meant.wristband_fee, None);
    assert_eq!(typed(Field::CourseTerms, "  ").meant.course_terms, None);
    assert_eq!(typed(Field::CourseTerms, " a ").meant.course_terms.as_deref(), Some("a"));
}
