//! What holds of every venue, whatever its settings and whatever was recorded.

use super::*;
use jiff::ToSpan;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

fn any_kind() -> impl Strategy<Value = EventKind> {
    prop_oneof![Just(EventKind::Performance), Just(EventKind::Course), Just(EventKind::Visit), Just(EventKind::Fee)]
}

fn any_period() -> impl Strategy<Value = Period> {
    proptest::sample::select(Period::ALL.to_vec())
}

/// Small numbers mostly, so that limits are reached; now and then one beyond all reason.
fn any_number() -> impl Strategy<Value = u32> {
    prop_oneof![8 => 0..40_u32, 1 => any::<u32>(), 1 => Just(u32::MAX)]
}

fn any_capacity() -> impl Strategy<Value = Option<u32>> {
    option::of(prop_oneof![0..400_u32, 990..1_010_u32, Just(5_000), Just(u32::MAX)])
}

fn any_cap() -> impl Strategy<Value = Cap> {
    let per = prop_oneof![Just(CapPer::Showing), Just(CapPer::Day), Just(CapPer::Event)];
    prop_oneof![
        any::<u8>().prop_map(|percent| Cap::Share { percent }),
        (any_number(), per).prop_map(|(most, per)| Cap::Tickets { most, per })
    ]
}

fn any_limits() -> impl Strategy<Value = VenueLimits> {
    let uses = (option::of(any_kind()), any_number(), any_period()).prop_map(|(kind, most, period)| UseLimit { kind, most, period });
    let value = (0..=Cents::MAX.get(), any_period()).prop_map(|(most, period)| ValueLimit { most: Cents::new(most).unwrap(), period });
    let visits = (any_number(), any_period()).prop_map(|(most, period)| VisitLimit { most, period });
    let days = proptest::sample::subsequence(IsoDay::ALL.to_vec(), 0..=3);
    let left_out = (any::<bool>(), any::<bool>(), any::<bool>(), days).prop_map(|(premieres, galas, guests, days)| LeftOut {
        premieres,
        galas,
        guests,
        days: days.into_iter().collect(),
    });
    let caps = (option::of(any_cap()), option::of(any_number()), option::of(any_number()), any::<bool>(), any::<bool>());
    let per_card = (vec(uses, 0..3), option::of(value), option::of(visits), option::of(any_number()));
    let times = (option::of(any::<u16>()), option::of(any::<u16>()));
    (caps, per_card, left_out, times).prop_map(|(caps, per_card, left_out, times)| VenueLimits {
        performance_cap: caps.0,
        course_places: caps.1,
        guest_cap: caps.2,
        caps_leave_children_out: caps.3,
        once_per_production: caps.4,
        uses: per_card.0,
        value: per_card.1,
        visits: per_card.2,
        reservations: per_card.3,
        left_out,
        opens_days_before: times.0,
        hands_over_minutes_before: times.1,
    })
}

fn any_event_limits() -> impl Strategy<Value = EventLimits> {
    let rest = (option::of(any::<bool>()), proptest::bool::weighted(0.1), any::<bool>(), any_capacity(), option::of(any::<u16>()));
    (option::of(any_cap()), rest).prop_map(|(cap, (once, left_out, guest, expected, opens_days_before))| EventLimits {
        cap,
        once,
        left_out,
        guest,
        expected,
        opens_days_before,
    })
}

/// A record of one of few cards, at one of few events, showings, days and venues.
#[derive(Clone, Debug)]
struct Record {
    card: usize,
    event: u128,
    showing: Option<usize>,
    days: i32,
    kind: EventKind,
    children: u16,
    value: Option<u32>,
    is_cancelled: bool,
    over_cap: bool,
}

fn any_record() -> impl Strategy<Value = Record> {
    let where_ = (0..4_usize, 0..3_u128, option::of(0..3_usize), -200..200_i32);
    let what = (any_kind(), 0..6_u16, option::of(0..5_000_u32), proptest::bool::weighted(0.1), proptest::bool::weighted(0.1));
    (where_, what).prop_map(|((card, event, showing, days), (kind, children, value, is_cancelled, over_cap))| Record {
        card,
        event,
        showing,
        days,
        kind,
        children,
        value,
        is_cancelled,
        over_cap,
    })
}

const CARDS: usize = 4;

/// Three customers' cards and a community's.
fn of_cards(at: usize) -> CardNumber {
    if at + 1 == CARDS { community(1) } else { card(1 + u32::try_from(at).unwrap()) }
}

fn counted(record: &Record, at: usize, scene: &Scene) -> Counted {
    let showing = record.showing.filter(|_| record.event == 1).map(|at| &scene.showings[at]);
    let day = THURSDAY.checked_add(record.days.days()).unwrap();
    Counted {
        id: UsageId(Uuid::from_u128(100 + at as u128)),
        // What has no event was told by another venue of the organisation.
        venue: VenueId(Uuid::from_u128(if record.event == 0 { 2 } else { 1 })),
        card: of_cards(record.card),
        event: (record.event > 0).then(|| EventId(Uuid::from_u128(record.event))),
        kind: Some(if record.event == 1 { scene.event.as_ref().unwrap().kind } else { record.kind }),
        showing: showing.map(|showing| showing.id),
        event_date: showing.map_or(day, |showing| showing.date),
        event_time: showing.map_or(Some(EVENING), |showing| showing.time),
        children: record.children,
        staff: 1,
        value: record.value.and_then(Cents::new),
        recorded_at: Timestamp::from_second(i64::try_from(at).unwrap()).unwrap(),
        is_cancelled: record.is_cancelled,
        over_cap: record.over_cap,
    }
}

/// A use at any venue, after any usages. `capacities` are those of three showings.
fn scene_with(capacities: impl Strategy<Value = [Option<u32>; 3]>) -> impl Strategy<Value = Scene> {
    let policy = prop_oneof![Just(Policy::Allow), Just(Policy::Ask), Just(Policy::Refuse)];
    let occasion = prop_oneof![Just(ShowingOccasion::Ordinary), Just(ShowingOccasion::Premiere), Just(ShowingOccasion::Gala)];
    let venue = (any_limits(), policy, any::<bool>());
    let event = (any_kind(), any_event_limits(), capacities, [occasion.clone(), occasion.clone(), occasion], any::<[bool; 3]>());
    let use_ = (0..CARDS, option::of(0..3_u128), 0..6_u16, option::of(0..5_000_u32), 0..40_i32, option::of(-400..400_i32));
    (venue, event, use_, vec(any_record(), 0..40)).prop_map(|(venue, event, use_, records)| {
        let mut scene = Scene::of(event.0);
        scene.venue.rules.limits = venue.0;
        scene.venue.rules.limit_reached = venue.1;
        scene.may_override = venue.2;
        *scene.event_limits() = event.1;
        for at in 0..3_u8 {
            let index = usize::from(at);
            let starts = if at == 1 { time(13, 0, 0, 0) } else { EVENING };
            let showing = scene.add_showing(u128::from(at), date(2026, 11, 26 + i8::try_from(at / 2).unwrap()), starts, event.2[index]);
            showing.occasion = event.3[index];
            // Most showings are held.
            showing.cancelled = event.4.iter().all(|cancelled| *cancelled);
        }
        if let Some(showing) = use_.1 {
            scene.choose(showing);
        }
        (scene.card, scene.children, scene.value) = (of_cards(use_.0), use_.2, use_.3.and_then(Cents::new));
        scene.now = NOW.checked_sub(use_.4.days()).unwrap();
        scene.valid_until = use_.5.map(|days| THURSDAY.checked_add(days.days()).unwrap());
        scene.so_far = records.iter().enumerate().map(|(at, record)| counted(record, at, &scene)).collect();
        scene
    })
}

fn any_scene() -> impl Strategy<Value = Scene> {
    scene_with([any_capacity(), any_capacity(), any_capacity()])
}

/// The model's floor under a cap, reckoned here by itself.
fn model_floor(kind: EventKind, guest: bool, people: Option<u32>, per: CapPer) -> u32 {
    let people = u64::from(people.unwrap_or(0));
    match (kind, per) {
        (EventKind::Course, _) => 1,
        (_, CapPer::Day | CapPer::Event) => 20,
        (_, CapPer::Showing) if guest => 2,
        (_, CapPer::Showing) => u32::try_from((people * 3).div_ceil(100).max(1)).unwrap(),
    }
}

fn has_passed_cap(found: &[Finding]) -> bool {
    found.iter().any(|finding| match finding.cause {
        Cause::Cap { used, this, most, .. } => used.saturating_add(this) > most,
        _ => false,
    })
}

fn clashes(scene: &Scene) -> Vec<Oversold> {
    oversold(&[(scene.event.clone().unwrap(), scene.showings.clone())], &scene.venue.rules.limits, &scene.so_far)
}

proptest! {
    #[test]
    fn the_order_of_records_does_not_matter(
        (scene, shuffled) in any_scene().prop_flat_map(|scene| { let so_far = scene.so_far.clone(); (Just(scene), Just(so_far).prop_shuffle()) })
    ) {
        let mut other = scene.clone();
        other.so_far = shuffled;
        other.showings.reverse();
        prop_assert_eq!(scene.judge(), other.judge());
        prop_assert_eq!(clashes(&scene), clashes(&other));
        prop_assert_eq!(repeat_of(&scene.asked(), &scene.so_far), repeat_of(&other.asked(), &other.so_far));
    }

    #[test]
    fn a_deletion_a_cancelling_and_a_correction_free_what_the_creation_took(scene in any_scene(), record in any_record(), at in 0..40_usize) {
        let before = scene.judge();
        let created = Counted { is_cancelled: false, ..counted(&record, 900, &scene) };
        let mut after = scene.clone();
        after.so_far.insert(at.min(after.so_far.len()), created.clone());
        after.instead_of = Some(created.id);
        prop_assert_eq!(&after.judge(), &before, "corrected");
        after.instead_of = None;
        let place = after.so_far.iter().position(|counted| counted.id == created.id).unwrap();
        after.so_far[place].is_cancelled = true;
        prop_assert_eq!(&after.judge(), &before, "cancelled");
        prop_assert_eq!(clashes(&after), clashes(&scene));
        after.so_far.retain(|counted| counted.id != created.id);
        prop_assert_eq!(&after.judge(), &before, "deleted");
        prop_assert_eq!(clashes(&after), clashes(&scene));
    }

    #[test]
    fn one_more_record_never_makes_a_use_easier(scene in any_scene(), record in any_record()) {
        let weight = |scene: &Scene| usability(&usable(), &scene.judge());
        let before = weight(&scene);
        let mut after = scene.clone();
        after.add(counted(&record, 900, &scene));
        prop_assert!(weight(&after) >= before);
    }

    #[test]
    fn a_stricter_policy_never_makes_a_use_easier(scene in any_scene()) {
        let weights = [Policy::Allow, Policy::Ask, Policy::Refuse].map(|policy| {
            let mut scene = scene.clone();
            scene.venue.rules.limit_reached = policy;
            usability(&usable(), &scene.judge())
        });
        prop_assert!(weights.is_sorted(), "{weights:?}");
    }

    #[test]
    fn no_cap_is_ever_below_its_floor(kind in any_kind(), of_event in any_event_limits(), limits in any_limits(), capacity in any_capacity()) {
        let mut event = event(1, kind);
        event.limits = of_event;
        if let Some(cap) = occasion_cap(&event, capacity, &limits) {
            let people = capacity.or(of_event.expected);
            let floor = model_floor(kind, of_event.guest, people, cap.per);
            prop_assert!(cap.most >= floor, "{} under {floor}", cap.most);
            prop_assert!(kind == EventKind::Course || cap.per == CapPer::Showing || people.is_some_and(|people| people > 1_000));
        }
    }

    #[test]
    fn no_limit_that_is_found_is_ever_below_its_floor(scene in any_scene()) {
        for finding in scene.judge() {
            match finding.cause {
                Cause::Cap { per, most, .. } => {
                    let event = scene.event.as_ref().unwrap();
                    let capacity = scene.asked().showing.and_then(|showing| showing.capacity).or(event.limits.expected);
                    prop_assert!(most >= model_floor(event.kind, event.limits.guest, capacity, per));
                }
                Cause::Visits { most, .. } => prop_assert!(most >= 30),
                Cause::Uses { most, .. } | Cause::Reservations { most, .. } | Cause::Value { most, .. } => prop_assert!(most >= 1),
                Cause::NotOpenYet { opens } => prop_assert!(opens <= scene.date.checked_sub(7.days()).unwrap()),
                Cause::HandOver { from } => prop_assert!(from <= scene.date.to_datetime(EVENING).checked_sub(30.minutes()).unwrap()),
                _ => {}
            }
        }
    }

    #[test]
    fn settings_that_are_accepted_are_at_or_above_every_floor(limits in any_limits()) {
        let stored = limits.clone();
        if limits.check().is_ok() {
            match stored.performance_cap {
                Some(Cap::Share { percent }) => prop_assert!((3..=100).contains(&percent)),
                Some(Cap::Tickets { most, per: CapPer::Day | CapPer::Event }) => prop_assert!(most >= 20),
                Some(Cap::Tickets { most, per: CapPer::Showing }) => prop_assert!(most >= 1),
                None => {}
            }
            prop_assert!(stored.course_places.is_none_or(|places| places >= 1));
            prop_assert!(stored.guest_cap.is_none_or(|tickets| tickets >= 2));
            prop_assert!(stored.uses.iter().all(|uses| uses.most >= 1));
            prop_assert!(stored.value.is_none_or(|value| value.most.get() >= 1));
            prop_assert!(stored.visits.is_none_or(|visits| visits.most >= 30));
            prop_assert!(stored.reservations.is_none_or(|most| most >= 1));
            prop_assert!(stored.opens_days_before.is_none_or(|days| days >= 7));
            prop_assert!(stored.hands_over_minutes_before.is_none_or(|minutes| minutes >= 30));
        }
    }

    #[test]
    fn an_events_cap_that_is_accepted_is_applied_as_it_was_set(kind in any_kind(), of_event in any_event_limits(), largest in any_capacity()) {
        let mut event = event(1, kind);
        // A showing with a capacity of its own does not go by what the event expects.
        event.limits = EventLimits { expected: of_event.expected.filter(|_| largest.is_none()), ..of_event };
        let of_event = event.limits;
        if let (Ok(()), Some(Cap::Tickets { most, .. })) = (of_event.check(kind, largest), of_event.cap) {
            let applied = occasion_cap(&event, largest, &VenueLimits::default());
            prop_assert_eq!(applied.map(|cap| cap.most), Some(most));
        }
    }

    #[test]
    fn a_station_that_is_not_told_of_a_cap_does_not_oversell_by_itself(
        scene in scene_with(any_capacity().prop_map(|capacity| [capacity; 3])), chosen in 0..3_u128, card in 0..CARDS
    ) {
        let mut scene = scene;
        scene.choose(chosen);
        // Where some showings draw more than a thousand and others do not, a day's cap is not told at the others.
        if scene.showings[0].capacity.is_some() {
            scene.event_limits().expected = None;
        }
        scene.card = of_cards(card);
        let before = clashes(&scene);
        if !has_passed_cap(&scene.judge()) {
            let record = scene.same();
            scene.so_far.push(record);
            prop_assert_eq!(clashes(&scene).len(), before.len());
        }
    }

    #[test]
    fn a_community_card_meets_no_limit_per_card(scene in any_scene()) {
        if scene.card == community(1) {
            for cause in scene.causes() {
                let is_per_card = matches!(
                    cause,
                    Cause::Once { .. } | Cause::Uses { .. } | Cause::Value { .. } | Cause::Visits { .. } | Cause::Reservations { .. }
                );
                prop_assert!(!is_per_card, "{cause:?}");
            }
        }
    }

    #[test]
    fn what_is_found_and_what_is_set_survive_the_wire(scene in any_scene()) {
        let rules = &scene.venue.rules;
        prop_assert_eq!(&serde_json::from_str::<VenueRules>(&serde_json::to_string(rules).unwrap()).unwrap(), rules);
        let event = scene.event.as_ref().unwrap();
        prop_assert_eq!(&serde_json::from_str::<Event>(&serde_json::to_string(event).unwrap()).unwrap(), event);
        let found = scene.judge();
        prop_assert_eq!(&serde_json::from_str::<Vec<Finding>>(&serde_json::to_string(&found).unwrap()).unwrap(), &found);
        prop_assert_eq!(&serde_json::from_str::<Vec<Counted>>(&serde_json::to_string(&scene.so_far).unwrap()).unwrap(), &scene.so_far);
        let clashes = clashes(&scene);
        prop_assert_eq!(&serde_json::from_str::<Vec<Oversold>>(&serde_json::to_string(&clashes).unwrap()).unwrap(), &clashes);
    }

    #[test]
    fn a_period_holds_its_day_and_the_next_one_begins_after_it(
        period in any_period(), days in -3_000..3_000_i32, until in option::of(-3_000..3_000_i32)
    ) {
        let day = THURSDAY.checked_add(days.days()).unwrap();
        let until = until.map(|days| THURSDAY.checked_add(days.days()).unwrap());
        let (first, last) = period.around(day, until);
        prop_assert!(first <= day && day <= last);
        let is_fixed = match period {
            Period::CalendarYear | Period::HalfYear | Period::Month => true,
            Period::CardYear => until.is_some_and(|until| day <= until),
            Period::TwelveMonths => false,
        };
        if is_fixed {
            prop_assert_eq!(period.around(first, until), (first, last), "every day of it has the same period");
            prop_assert_eq!(period.around(last, until), (first, last));
            prop_assert_eq!(period.next_begins(day, until), Some(last.tomorrow().unwrap()));
        }
    }
}

#[test]
fn sums_beyond_all_reason_do_not_overflow() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.children = u16::MAX;
    scene.value = Some(Cents::MAX);
    scene.limits().performance_cap = Some(Cap::Tickets { most: u32::MAX, per: CapPer::Showing });
    scene.limits().value = Some(ValueLimit { most: Cents::MAX, period: Period::CalendarYear });
    scene.limits().visits = Some(VisitLimit { most: u32::MAX, period: Period::CalendarYear });
    scene.limits().reservations = Some(u32::MAX);
    scene.limits().opens_days_before = Some(u16::MAX);
    scene.limits().hands_over_minutes_before = Some(u16::MAX);
    let mine = scene.same();
    scene.so_far = vec![mine; 70_000];
    assert_eq!(weight!(scene, Cause::Cap { used: u32::MAX, most: u32::MAX, .. }), ADVICE);
    assert_eq!(weight!(scene, Cause::Value { used: u32::MAX, own_share: 9_999_999, .. }), DISCRETION);
    assert_eq!(clashes(&scene), []);
    scene.event.as_mut().unwrap().kind = EventKind::Visit;
    scene.so_far.iter_mut().for_each(|counted| counted.kind = Some(EventKind::Visit));
    assert_eq!(weight!(scene, Cause::Visits { used: u32::MAX, .. }), ADVICE);
}

#[test]
fn the_first_and_the_last_day_that_there_are_break_nothing() {
    for day in [Date::MIN, Date::MAX] {
        for clock in [None, Some(Time::MIN), Some(Time::MAX)] {
            let mut scene = Scene::of(EventKind::Performance);
            scene.limits().performance_cap = Some(Cap::Tickets { most: 1, per: CapPer::Showing });
            scene.limits().opens_days_before = Some(u16::MAX);
            scene.limits().hands_over_minutes_before = Some(u16::MAX);
            scene.limits().reservations = Some(1);
            scene.limits().uses = Period::ALL.map(|period| UseLimit { kind: None, most: 1, period }).to_vec();
            (scene.date, scene.time, scene.valid_until) = (day, clock, Some(day));
            let mine = scene.same();
            scene.add(mine);
            for now in [DateTime::MIN, DateTime::MAX] {
                scene.now = now;
                assert!(scene.judge().iter().any(|finding| matches!(finding.cause, Cause::Uses { used: 1, .. })));
            }
        }
    }
}
