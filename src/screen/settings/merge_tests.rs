//! What is typed laid over what another station set: each part of the settings, in every case.

use super::super::draft::{CapDraft, CapKind, RulesDraft, UseDraft};
use super::super::event_draft::{EventDraft, ShowingDraft};
use super::*;
use kaikuasema_domain::Cents;
use kaikuasema_domain::EventId;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, IsoDay, LeftOut, Period, UseLimit, ValueLimit, VenueLimits, VisitLimit};
use kaikuasema_domain::verdict::{Policy, VenueRules};
use std::fmt::Debug;
use uuid::Uuid;

/// Rules that have nothing in common with the default ones. Every field is named: a new one belongs to
/// a part of the page too.
fn rules() -> VenueRules {
    VenueRules {
        ended: Policy::Refuse,
        event_after_last_day: Policy::Refuse,
        limit_reached: Policy::Refuse,
        limits: VenueLimits {
            performance_cap: Some(Cap::Tickets { most: 20, per: CapPer::Showing }),
            course_places: Some(2),
            guest_cap: Some(5),
            caps_leave_children_out: true,
            once_per_production: true,
            uses: vec![UseLimit { kind: Some(EventKind::Course), most: 2, period: Period::HalfYear }; 7],
            value: Some(ValueLimit { most: Cents::new(5050).unwrap(), period: Period::Month }),
            visits: Some(VisitLimit { most: 30, period: Period::CardYear }),
            reservations: Some(3),
            left_out: LeftOut { premieres: true, galas: true, guests: true, days: IsoDay::ALL.into() },
            opens_days_before: Some(14),
            hands_over_minutes_before: Some(45),
        },
        default_event: Some(EventId(Uuid::from_u128(1))),
        one_scan: true,
        asks_identity: true,
        course_terms: Some("Peruuta ajoissa.".to_owned()),
        wristband_fee: Cents::new(500),
        staff_max: Some(3),
    }
}

fn limits() -> EventLimits {
    EventLimits {
        cap: Some(Cap::Share { percent: 5 }),
        once: Some(true),
        left_out: true,
        guest: true,
        expected: Some(2000),
        opens_days_before: Some(10),
    }
}

fn plain() -> RulesDraft {
    RulesDraft::of(&VenueRules::default())
}

/// A draft with a change of its own.
fn but(draft: &RulesDraft, change: impl FnOnce(&mut RulesDraft)) -> RulesDraft {
    let mut draft = draft.clone();
    change(&mut draft);
    draft
}

fn nothing() -> EventDraft {
    EventDraft::of(&EventLimits::default())
}

fn showing(occasion: ShowingOccasion, capacity: &str) -> ShowingDraft {
    ShowingDraft { occasion, capacity: capacity.to_owned() }
}

/// A draft with one part of another in it.
fn with<D: Parts>(draft: &D, setting: Setting, other: &D) -> D {
    let mut draft = draft.clone();
    draft.take(setting, other);
    draft
}

/// Every part of a sort of draft in every case; `all` has nothing in common with `began`.
fn every_part_in_every_case<D: Parts + Debug>(began: &D, all: &D) {
    for setting in D::settings() {
        let changed = with(began, setting, all);
        assert_ne!(changed, *began, "{setting:?} is a part");
        let cases = [
            ("nobody", began, began, began, false),
            ("only here", began, &changed, &changed, false),
            ("only there", &changed, began, &changed, false),
            ("both to the same", &changed, &changed, &changed, false),
        ];
        for (who, set, mine, expected, is_both) in cases {
            let mut typed = mine.clone();
            let both = merge(&mut typed, began, set);
            assert_eq!(typed, *expected, "{setting:?}: {who}");
            assert_eq!(!both.is_empty(), is_both, "{setting:?}: {who}");
        }
        for other in D::settings().filter(|other| *other != setting) {
            let mut typed = changed.clone();
            let set = with(began, other, all);
            assert_eq!(merge(&mut typed, began, &set), [], "{setting:?} here and {other:?} there");
            assert_eq!(typed, with(&changed, other, all), "{setting:?} here and {other:?} there");
        }
    }
}

#[test]
fn every_part_of_the_venues_rules_follows_unless_it_is_typed_over() {
    every_part_in_every_case(&plain(), &RulesDraft::of(&rules()));
}

#[test]
fn every_part_of_an_events_limits_follows_unless_it_is_typed_over() {
    every_part_in_every_case(&nothing(), &EventDraft::of(&limits()));
}

#[test]
fn every_part_of_a_showing_follows_unless_it_is_typed_over() {
    every_part_in_every_case(&showing(ShowingOccasion::Ordinary, ""), &showing(ShowingOccasion::Gala, "334"));
}

#[test]
fn the_parts_together_are_all_that_is_set() {
    let taken = RulesDraft::settings().fold(plain(), |draft, setting| with(&draft, setting, &RulesDraft::of(&rules())));
    assert_eq!(taken.read().meant, rules());
    let taken = EventDraft::settings().fold(nothing(), |draft, setting| with(&draft, setting, &EventDraft::of(&limits())));
    assert_eq!(taken.read(EventKind::Performance, Some(334)).meant, limits());
}

#[test]
fn what_both_changed_to_two_values_stays_as_it_is_typed_and_is_told() {
    let mut visits = plain();
    visits.set_text(Field::Visits, "40".to_owned());
    let period = but(&plain(), |draft| draft.visits_period = Period::TwelveMonths);
    let cap = |kind, number: &str| but(&plain(), |draft| draft.cap = CapDraft { kind, number: number.to_owned() });
    let uses = |most: &str| {
        let limit = UseDraft { kind: None, most: most.to_owned(), period: Period::default() };
        but(&plain(), |draft| draft.uses = vec![limit])
    };
    let policy = |limit_reached| RulesDraft::of(&VenueRules { limit_reached, ..VenueRules::default() });
    let mut wrong = plain();
    wrong.set_text(Field::GuestCap, "x".to_owned());
    let all = RulesDraft::of(&rules());
    let cases = [
        (Setting::Field(Field::Visits), visits, all.clone()),
        (Setting::Field(Field::Visits), period, all.clone()),
        (Setting::Field(Field::Cap), cap(CapKind::Showing, "11"), cap(CapKind::Showing, "12")),
        (Setting::Field(Field::Cap), cap(CapKind::Day, "20"), cap(CapKind::Event, "20")),
        (Setting::Uses, uses("1"), uses("2")),
        (Setting::Pick(Pick::LimitReached), policy(Policy::Allow), policy(Policy::Refuse)),
        (Setting::Field(Field::GuestCap), wrong, all),
    ];
    for (setting, mine, set) in cases {
        let mut typed = mine.clone();
        assert_eq!(merge(&mut typed, &plain(), &set), [setting]);
        assert_eq!(typed, with(&set, setting, &mine), "{setting:?} as typed, all else as set");
    }
}

#[test]
fn one_limit_is_never_put_together_from_two_stations() {
    let began = RulesDraft::of(&VenueRules {
        limits: VenueLimits { visits: Some(VisitLimit { most: 30, period: Period::CalendarYear }), ..VenueLimits::default() },
        ..VenueRules::default()
    });
    let mut number = began.clone();
    number.set_text(Field::Visits, "40".to_owned());
    let period = but(&began, |draft| draft.visits_period = Period::CardYear);
    let mut typed = number.clone();
    assert_eq!(merge(&mut typed, &began, &period), [Setting::Field(Field::Visits)]);
    assert_eq!(typed, number);
}

#[test]
fn two_stations_that_tick_the_same_agree() {
    let ticked = VenueRules { one_scan: true, ..VenueRules::default() };
    let mut typed = RulesDraft::of(&ticked);
    assert_eq!(merge(&mut typed, &plain(), &RulesDraft::of(&ticked)), []);
    assert_eq!(typed, RulesDraft::of(&ticked));
}
