//! Settings and the model's floors, as the service holds to them.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, Station, add_event, add_showing, good, one, rejected, set_rules};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::api::{EventOrShowing, EventRow};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, Period, UseLimit, ValueLimit, VenueLimits, VisitLimit};
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, Settings};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::{Cents, Event, EventId, Operation, Showing, ShowingId};
use uuid::Uuid;

fn of_venue(station: &Station<'_>, rules: VenueRules) -> Operation {
    station.operation(Change::SettingsUpdate(Settings::Venue { rules }))
}

fn of_event(station: &Station<'_>, event: EventId, limits: EventLimits) -> Operation {
    station.operation(Change::SettingsUpdate(Settings::Event { event, limits }))
}

fn of_showing(station: &Station<'_>, showing: ShowingId, occasion: ShowingOccasion, capacity: Option<u32>) -> Operation {
    station.operation(Change::SettingsUpdate(Settings::Showing { showing, occasion, capacity }))
}

fn with_limits(limits: VenueLimits) -> VenueRules {
    VenueRules { limits, ..VenueRules::default() }
}

async fn rows(station: &Station<'_>) -> Vec<EventRow> {
    station.lines(&station.events_path(), None).await
}

async fn rules_told(station: &Station<'_>) -> (u64, VenueRules) {
    let row = rows(station).await.into_iter().find_map(|row| match row {
        EventRow::Present { version, entity: EventOrShowing::Rules { id, rules } } if id == station.venue => Some((version, rules)),
        _ => None,
    });
    row.unwrap()
}

async fn event_told(station: &Station<'_>, wanted: EventId) -> (u64, Event) {
    let row = rows(station).await.into_iter().find_map(|row| match row {
        EventRow::Present { version, entity: EventOrShowing::Event(event) } if event.id == wanted => Some((version, event)),
        _ => None,
    });
    row.unwrap()
}

async fn showing_told(station: &Station<'_>, wanted: ShowingId) -> (u64, Showing) {
    let row = rows(station).await.into_iter().find_map(|row| match row {
        EventRow::Present { version, entity: EventOrShowing::Showing(showing) } if showing.id == wanted => Some((version, showing)),
        _ => None,
    });
    row.unwrap()
}

#[tokio::test]
async fn every_floor_of_a_venue_is_held_at_its_boundary() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let none = VenueLimits::default;
    let tickets = |most, per| VenueLimits { performance_cap: Some(Cap::Tickets { most, per }), ..none() };
    let share = |percent| VenueLimits { performance_cap: Some(Cap::Share { percent }), ..none() };
    let period = Period::CalendarYear;
    let cases: [(&str, VenueLimits, VenueLimits); 14] = [
        ("3 % of the tickets (R129)", share(3), share(2)),
        ("all tickets are no more than all", share(100), share(101)),
        ("one ticket a showing", tickets(1, CapPer::Showing), tickets(0, CapPer::Showing)),
        ("20 tickets a day of a mass event (R131)", tickets(20, CapPer::Day), tickets(19, CapPer::Day)),
        ("20 tickets for a mass event (R132)", tickets(20, CapPer::Event), tickets(19, CapPer::Event)),
        (
            "one place on a course (R133)",
            VenueLimits { course_places: Some(1), ..none() },
            VenueLimits { course_places: Some(0), ..none() },
        ),
        ("two tickets to a guest (R145)", VenueLimits { guest_cap: Some(2), ..none() }, VenueLimits { guest_cap: Some(1), ..none() }),
        (
            "one use a period (R128)",
            VenueLimits { uses: vec![UseLimit { kind: None, most: 1, period }], ..none() },
            VenueLimits { uses: vec![UseLimit { kind: None, most: 0, period }], ..none() },
        ),
        (
            "some value (R136)",
            VenueLimits { value: Cents::new(1).map(|most| ValueLimit { most, period }), ..none() },
            VenueLimits { value: Cents::new(0).map(|most| ValueLimit { most, period }), ..none() },
        ),
        (
            "30 visits a year (R138)",
            VenueLimits { visits: Some(VisitLimit { most: 30, period }), ..none() },
            VenueLimits { visits: Some(VisitLimit { most: 29, period }), ..none() },
        ),
        ("one reservation (R141)", VenueLimits { reservations: Some(1), ..none() }, VenueLimits { reservations: Some(0), ..none() }),
        (
            "a week before (R150)",
            VenueLimits { opens_days_before: Some(7), ..none() },
            VenueLimits { opens_days_before: Some(6), ..none() },
        ),
        (
            "thirty minutes before (R157)",
            VenueLimits { hands_over_minutes_before: Some(30), ..none() },
            VenueLimits { hands_over_minutes_before: Some(29), ..none() },
        ),
        ("nothing limited at all (R127)", none(), tickets(0, CapPer::Day)),
    ];
    for (floor, least, below) in cases {
        good(&station, &of_venue(&station, with_limits(least.clone()))).await;
        assert_eq!(one(&station, &of_venue(&station, with_limits(below))).await, rejected(RejectionCode::BelowFloor), "{floor}");
        assert_eq!(rules_told(&station).await.1.limits, least, "{floor}: what was refused changed nothing");
    }
}

#[tokio::test]
async fn every_floor_of_an_event_is_held_at_its_boundary_with_its_largest_showing() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let none = EventLimits::default;
    let tickets = |most| EventLimits { cap: Some(Cap::Tickets { most, per: CapPer::Showing }), ..none() };
    let per = |most, per, expected| EventLimits { cap: Some(Cap::Tickets { most, per }), expected, ..none() };
    let share = |percent| EventLimits { cap: Some(Cap::Share { percent }), ..none() };
    let guest = |most| EventLimits { guest: true, ..tickets(most) };
    let (play, course) = (EventKind::Performance, EventKind::Course);
    // Kind, capacities of its showings, the least that is allowed, and what is below it.
    let cases: [(EventKind, &[u32], EventLimits, EventLimits); 12] = [
        (play, &[100], tickets(3), tickets(2)),
        (play, &[334], tickets(11), tickets(10)),
        (play, &[334, 700, 100], tickets(21), tickets(20)),
        (play, &[], tickets(1), tickets(0)),
        (play, &[334], share(3), share(2)),
        (play, &[], EventLimits { expected: Some(334), ..tickets(11) }, EventLimits { expected: Some(334), ..tickets(10) }),
        (play, &[], per(20, CapPer::Day, Some(1_001)), per(19, CapPer::Day, Some(1_001))),
        (play, &[5_000], per(20, CapPer::Event, None), per(19, CapPer::Event, None)),
        // Only of more than a thousand people.
        (play, &[], per(20, CapPer::Day, Some(1_001)), per(200, CapPer::Day, Some(1_000))),
        (play, &[334], guest(2), guest(1)),
        (course, &[14], per(1, CapPer::Event, None), per(0, CapPer::Event, None)),
        (play, &[], EventLimits { opens_days_before: Some(7), ..none() }, EventLimits { opens_days_before: Some(6), ..none() }),
    ];
    for (kind, capacities, least, below) in cases {
        let event = add_event(&station, "Peppi", kind).await;
        for capacity in capacities {
            add_showing(&station, event.id, date(2026, 12, 5), Some(*capacity)).await;
        }
        let version = good(&station, &of_event(&station, event.id, least)).await;
        let refused = one(&station, &of_event(&station, event.id, below)).await;
        assert_eq!(refused, rejected(RejectionCode::BelowFloor), "{capacities:?} {below:?}");
        assert_eq!(event_told(&station, event.id).await, (version, Event { limits: least, ..event }));
    }
}

#[tokio::test]
async fn an_event_is_not_made_with_a_limit_below_the_floor_nor_with_one_by_who_may_not_set_it() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let guest = |most| EventLimits { guest: true, cap: Some(Cap::Tickets { most, per: CapPer::Showing }), ..Default::default() };
    let make = |station: &Station<'_>, limits| station.operation(Change::EventCreate(Event { limits, ..station.event("Vierailu") }));
    assert_eq!(one(&office, &make(&office, guest(1))).await, rejected(RejectionCode::BelowFloor));
    assert_eq!(one(&till, &make(&till, guest(2))).await, rejected(RejectionCode::NotAllowed));
    good(&office, &make(&office, guest(2))).await;
}

#[tokio::test]
async fn rules_go_out_in_the_feed_of_events_and_with_the_session() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let (first, unset) = rules_told(&till).await;
    assert_eq!(unset, VenueRules::default());
    let hall = add_event(&office, "Uinti", EventKind::Visit).await;
    let rules = VenueRules {
        limit_reached: Policy::Refuse,
        default_event: Some(hall.id),
        one_scan: true,
        course_terms: Some("ä".repeat(500)),
        wristband_fee: Cents::new(200),
        ..with_limits(VenueLimits { reservations: Some(2), ..Default::default() })
    };
    let version = good(&office, &Operation { base_version: Some(first), ..of_venue(&office, rules.clone()) }).await;
    assert_eq!(rules_told(&till).await, (version, rules.clone()));
    let session = service.sign_in(CLERK, till.id).await;
    assert_eq!(session.venues[0].venue.rules, rules);
    // A station that has read up to here hears of it alone.
    let checkpoint = rows(&till).await.into_iter().find_map(|row| match row {
        EventRow::Checkpoint { cursor, .. } => Some(cursor),
        _ => None,
    });
    set_rules(&office, VenueRules::default()).await;
    let news: Vec<EventRow> = till.lines(&till.events_path(), checkpoint.as_deref()).await;
    assert!(matches!(news.as_slice(), [EventRow::Present { entity: EventOrShowing::Rules { .. }, .. }, EventRow::Checkpoint { .. }]));
}

#[tokio::test]
async fn a_showings_occasion_and_capacity_go_out_with_it() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let event = add_event(&office, "Peppi", EventKind::Performance).await;
    let showing = add_showing(&office, event.id, date(2026, 12, 5), None).await;
    let (first, _) = showing_told(&till, showing.id).await;
    for (occasion, capacity) in
        [(ShowingOccasion::Premiere, Some(334)), (ShowingOccasion::Gala, None), (ShowingOccasion::Ordinary, Some(0))]
    {
        let setting = Operation { base_version: Some(first), ..of_showing(&office, showing.id, occasion, capacity) };
        let version = good(&office, &setting).await;
        assert_eq!(showing_told(&till, showing.id).await, (version, Showing { occasion, capacity, ..showing.clone() }));
    }
}

#[tokio::test]
async fn settings_that_another_station_changed_meanwhile_are_a_conflict_that_shows_them() {
    let service = Service::start().await;
    let (one_office, other_office) = (service.station(MAIN_USER).await, service.station(MAIN_USER).await);
    let event = add_event(&one_office, "Peppi", EventKind::Performance).await;
    let showing = add_showing(&one_office, event.id, date(2026, 12, 5), Some(100)).await;
    let bases = (rules_told(&one_office).await.0, event_told(&one_office, event.id).await.0, showing_told(&one_office, showing.id).await.0);
    let set = |station: &Station<'_>, n: u32| {
        let rules = with_limits(VenueLimits { reservations: Some(n), ..Default::default() });
        let limits = EventLimits { expected: Some(n), ..Default::default() };
        let operations = [
            (bases.0, of_venue(station, rules)),
            (bases.1, of_event(station, event.id, limits)),
            (bases.2, of_showing(station, showing.id, ShowingOccasion::Gala, Some(n))),
        ];
        operations.map(|(base, operation)| Operation { base_version: Some(base), ..operation })
    };
    let mut versions = Vec::new();
    for n in [1, 2] {
        for operation in set(&one_office, n) {
            // The second time it builds on what the same office did.
            versions.push(good(&one_office, &operation).await);
        }
    }
    for (operation, version) in set(&other_office, 3).iter().zip(&versions[3..]) {
        let Outcome::Conflict { current } = one(&other_office, operation).await else { panic!("no conflict") };
        let row: EventRow = serde_json::from_value(current).unwrap();
        let EventRow::Present { version: shown, entity } = row else { panic!("{row:?}") };
        assert_eq!(shown, *version);
        match entity {
            EventOrShowing::Rules { rules, .. } => assert_eq!(rules.limits.reservations, Some(2)),
            EventOrShowing::Event(event) => assert_eq!(event.limits.expected, Some(2)),
            EventOrShowing::Showing(showing) => assert_eq!(showing.capacity, Some(2)),
            EventOrShowing::Alias { .. } => panic!("no event was merged"),
        }
        let seen = Operation { op_id: kaikuasema_domain::OpId(Uuid::now_v7()), base_version: Some(*version), ..operation.clone() };
        good(&other_office, &seen).await;
    }
}

#[tokio::test]
async fn only_who_manages_events_sets_anything_judged_at_the_clerks_instant() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let event = add_event(&office, "Peppi", EventKind::Performance).await;
    let showing = add_showing(&office, event.id, date(2026, 12, 5), None).await;
    for operation in [
        of_venue(&till, VenueRules::default()),
        of_event(&till, event.id, EventLimits::default()),
        of_showing(&till, showing.id, ShowingOccasion::Premiere, None),
    ] {
        assert_eq!(one(&till, &operation).await, rejected(RejectionCode::NotAllowed));
    }
    let (main_user, theatre, ended) = (service.main_user, service.theatre, Timestamp::now());
    service.admin(move |admin| admin.end_right(main_user, theatre, Right::ManageEvents, ended).unwrap()).await;
    let made_at = |recorded_at| Operation { recorded_at, ..of_venue(&office, VenueRules::default()) };
    good(&office, &made_at(ended - SignedDuration::from_secs(5))).await;
    assert_eq!(one(&office, &made_at(ended + SignedDuration::from_secs(5))).await, rejected(RejectionCode::NotAllowed));
}

#[tokio::test]
async fn settings_name_only_what_is_the_venues_own_and_keep_to_their_lengths() {
    let service = Service::start().await;
    let (office, other) = (service.station(MAIN_USER).await, service.station(OTHER).await);
    let theirs = add_event(&other, "Satutunti", EventKind::Visit).await;
    let their_showing = add_showing(&other, theirs.id, date(2026, 12, 5), None).await;
    let default_event = |event| VenueRules { default_event: Some(event), ..VenueRules::default() };
    let terms = |terms: String| VenueRules { course_terms: Some(terms), ..VenueRules::default() };
    let staff = |most| VenueRules { staff_max: Some(most), ..VenueRules::default() };
    let use_limit = UseLimit { kind: None, most: 1, period: Period::Month };
    let nothing = EventLimits::default();
    let cases = [
        (of_venue(&office, default_event(theirs.id)), RejectionCode::WrongVenue),
        (of_venue(&office, default_event(EventId(Uuid::now_v7()))), RejectionCode::EntityUnknown),
        (of_venue(&office, terms("ä".repeat(501))), RejectionCode::Malformed),
        (of_venue(&office, staff(0)), RejectionCode::Malformed),
        (of_venue(&office, staff(11)), RejectionCode::Malformed),
        (of_venue(&office, terms("a\u{7}b".to_owned())), RejectionCode::Malformed),
        (of_venue(&office, with_limits(VenueLimits { uses: vec![use_limit; 26], ..Default::default() })), RejectionCode::Malformed),
        (of_event(&office, theirs.id, nothing), RejectionCode::WrongVenue),
        (of_event(&office, EventId(Uuid::now_v7()), nothing), RejectionCode::EntityUnknown),
        (of_showing(&office, their_showing.id, ShowingOccasion::Gala, None), RejectionCode::WrongVenue),
        (of_showing(&office, ShowingId(Uuid::now_v7()), ShowingOccasion::Gala, None), RejectionCode::EntityUnknown),
    ];
    for (operation, code) in cases {
        assert_eq!(one(&office, &operation).await, rejected(code), "{:?}", operation.change);
    }
    good(&office, &of_venue(&office, terms("Peru ajoissa.\nMuuten maksat.".to_owned()))).await;
    good(&office, &of_venue(&office, with_limits(VenueLimits { uses: vec![use_limit; 25], ..Default::default() }))).await;
}

#[tokio::test]
async fn an_event_merged_into_another_is_set_under_either_id() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let (first, second) = (station.event("Kierros"), station.event("kierros"));
    good(&station, &station.operation(Change::EventCreate(first.clone()))).await;
    assert!(matches!(one(&station, &station.operation(Change::EventCreate(second.clone()))).await, Outcome::Merged { .. }));
    let limits = EventLimits { left_out: true, ..Default::default() };
    good(&station, &of_event(&station, second.id, limits)).await;
    assert_eq!(event_told(&station, first.id).await.1.limits, limits);
    good(&station, &of_venue(&station, VenueRules { default_event: Some(second.id), ..Default::default() })).await;
    assert_eq!(rules_told(&station).await.1.default_event, Some(first.id));
}
