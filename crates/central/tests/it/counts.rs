//! The service's own count of a venue's days, and the customers turned away.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, Station, add_event, frozen, good, ok, one, problem, rejected, set_rules, told};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use kaikuasema_domain::api::{Counts, ProblemCode};
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{Cap, CapPer, VenueLimits};
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, SetAside, TurnedAway, TurnedAwayReason, UsageUpdate};
use kaikuasema_domain::usage::{Discretion, Fact, Flag};
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Cents, EventId, Operation, ShowingId, Usage, VenueId};
use reqwest::StatusCode;
use std::collections::BTreeMap;
use uuid::Uuid;

const CARD: &str = "A9990000071";
const DAY: Date = date(2026, 11, 20);

fn path(venue: VenueId, from: Date, to: Date) -> String {
    format!("/v1/venues/{venue}/counts?from={from}&to={to}")
}

async fn counts(station: &Station<'_>, from: Date, to: Date) -> Counts {
    ok(station.get(&path(station.venue, from, to)).await).await
}

fn turned_away(station: &Station<'_>, reason: TurnedAwayReason, event_date: Date) -> TurnedAway {
    TurnedAway {
        id: Uuid::now_v7(),
        venue: station.venue,
        event: None,
        showing: None,
        event_date,
        event_time: None,
        reason,
        at: Timestamp::now(),
        station: station.id,
    }
}

#[tokio::test]
async fn a_days_records_are_counted_and_nobody_twice() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let of_day = |card: &str, children| Usage { event_date: DAY, children, ..station.usage(card) };
    let family = Usage { value: Cents::new(420), ..of_day(CARD, 2) };
    let group = Usage { customer_cards: Some(5), ..of_day("Y9990000126", 7) };
    let of_group = Usage { group: Some(group.id), ..of_day(CARD, 1) };
    let at_discretion = Usage { discretion: Some(Discretion::default()), value: Cents::new(80), ..of_day(CARD, 0) };
    let cancelled = Usage { value: Cents::new(9_999), discretion: Some(Discretion::default()), ..of_day(CARD, 3) };
    let (no_show, arrived_after_all, deleted) = (of_day(CARD, 4), of_day(CARD, 1), of_day(CARD, 8));
    let day_before = Usage { event_date: date(2026, 11, 19), ..of_day(CARD, 6) };
    let recorded = [&family, &group, &of_group, &at_discretion, &cancelled, &no_show, &arrived_after_all, &deleted, &day_before];
    for usage in recorded {
        good(&station, &station.create(usage.clone())).await;
    }
    let aside = SetAside { usage: of_day("A9990000999", 5), granted: true };
    for change in [
        Change::of_fact(cancelled.id, Fact::Cancelled, false),
        Change::of_fact(no_show.id, Fact::NoShow, false),
        Change::of_fact(arrived_after_all.id, Fact::Cancelled, false),
        Change::of_fact(arrived_after_all.id, Fact::NoShow, false),
        Change::of_fact(arrived_after_all.id, Fact::Arrived, false),
        Change::of_fact(family.id, Fact::HandedOver, false),
        Change::UsageDelete { id: deleted.id },
        Change::CardUnknown(aside),
    ] {
        good(&station, &station.operation(change)).await;
    }
    let expected = Counts {
        records: 6,
        adults: 5,
        children: 2 + 7 + 1 + 1,
        groups: 1,
        value_cents: 500,
        cancelled: 1,
        no_shows: 1,
        at_discretion: 1,
        turned_away: BTreeMap::new(),
    };
    assert_eq!(counts(&station, DAY, DAY).await, expected);
    let both = counts(&station, date(2026, 11, 19), DAY).await;
    assert_eq!((both.records, both.adults, both.children), (7, 6, 17));
    assert_eq!(counts(&station, date(2026, 11, 21), date(2026, 12, 31)).await, Counts::default());
}

#[tokio::test]
async fn a_groups_staff_members_are_counted_kept_corrected_and_told_and_one_where_nobody_said() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let group = |staff| Usage { event_date: DAY, customer_cards: Some(5), staff, children: 7, ..station.usage("Y9990000126") };
    let (one_member, three) = (group(1), group(3));
    // Bytes as a station wrote them before staff members were counted.
    let old = frozen(&[station.create(one_member.clone())]);
    assert!(!old[0].contains("\"staff\""), "{}", old[0]);
    assert!(matches!(station.push_bytes(&old).await.as_slice(), [Outcome::Accepted { .. }]));
    let created = good(&station, &station.create(three.clone())).await;
    let day = counts(&station, DAY, DAY).await;
    assert_eq!((day.records, day.groups, day.adults, day.children), (2, 2, 4, 14), "their customer cards are not added");
    assert_eq!((told(&station, one_member.id).await.staff, told(&station, three.id).await.staff), (1, 3));
    // The venue counts one where it sets no other number: what was recorded stands, and the venue is told.
    assert!(told(&station, three.id).await.flags.contains(&Flag::OverStaff));
    assert!(!told(&station, one_member.id).await.flags.contains(&Flag::OverStaff));

    set_rules(&station, VenueRules { staff_max: Some(3), ..VenueRules::default() }).await;
    for (staff, is_told) in [(2, false), (3, false), (4, true)] {
        let usage = group(staff);
        good(&station, &station.create(usage.clone())).await;
        let kept = told(&station, usage.id).await;
        assert_eq!((kept.staff, kept.flags.contains(&Flag::OverStaff)), (staff, is_told));
        good(&station, &station.operation(Change::UsageDelete { id: usage.id })).await;
    }
    let update = station.operation(Change::UsageUpdate(UsageUpdate { usage: Usage { staff: 2, ..three.clone() } }));
    good(&station, &Operation { base_version: Some(created), ..update }).await;
    let kept = told(&station, three.id).await;
    assert_eq!((kept.staff, kept.visitors(), kept.flags.contains(&Flag::OverStaff)), (2, 9, false));
    assert_eq!(counts(&station, DAY, DAY).await.adults, 3);
}

#[tokio::test]
async fn every_staff_member_of_a_group_takes_a_ticket_of_the_cap_at_the_service_too() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let cap = Some(Cap::Tickets { most: 6, per: CapPer::Showing });
    let limits = VenueLimits { performance_cap: cap, ..VenueLimits::default() };
    set_rules(&station, VenueRules { limits, staff_max: Some(3), ..VenueRules::default() }).await;
    let event = add_event(&station, "Peppi", EventKind::Performance).await;
    let of = |card: &str| Usage { event: Some(event.id), event_date: DAY, children: 0, ..station.usage(card) };
    let group = Usage { staff: 3, children: 2, ..of("Y9990000126") };
    good(&station, &station.create(group.clone())).await;
    for (card, is_over) in [("A9990000104", false), (CARD, true)] {
        let usage = of(card);
        good(&station, &station.create(usage.clone())).await;
        assert_eq!(station.flags(usage.id).await.contains(&Flag::OverCap), is_over, "{card}");
    }
}

#[tokio::test]
async fn customers_turned_away_are_counted_by_reason_and_day() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    for (times, reason) in (1..).zip(TurnedAwayReason::ALL) {
        for _ in 0..times {
            let turned = station.operation(Change::TurnedAway(turned_away(&station, reason, DAY)));
            let version = good(&station, &turned).await;
            assert_eq!(one(&station, &turned).await, Outcome::Duplicate { version });
        }
    }
    let day_after = turned_away(&station, TurnedAwayReason::Full, date(2026, 11, 21));
    good(&station, &station.operation(Change::TurnedAway(day_after))).await;
    let expected: BTreeMap<TurnedAwayReason, u32> = TurnedAwayReason::ALL.into_iter().zip(1..).collect();
    assert_eq!(counts(&station, DAY, DAY).await, Counts { turned_away: expected, ..Counts::default() });
}

#[tokio::test]
async fn one_customer_turned_away_is_counted_once_and_only_at_ones_own_venue() {
    let service = Service::start().await;
    let (station, other) = (service.station(CLERK).await, service.station(OTHER).await);
    let once = turned_away(&station, TurnedAwayReason::Unknown, DAY);
    let version = good(&station, &station.operation(Change::TurnedAway(once.clone()))).await;
    assert_eq!(good(&station, &station.operation(Change::TurnedAway(once.clone()))).await, version, "told under two operations");
    let claimed = other.operation(Change::TurnedAway(TurnedAway { venue: other.venue, ..once.clone() }));
    assert_eq!(one(&other, &claimed).await, rejected(RejectionCode::WrongVenue));
    let foreign = TurnedAway { venue: service.library, ..turned_away(&station, TurnedAwayReason::Full, DAY) };
    assert_eq!(one(&station, &station.operation(Change::TurnedAway(foreign))).await, rejected(RejectionCode::WrongVenue));
    let long_ago = turned_away(&station, TurnedAwayReason::Full, date(1999, 12, 31));
    assert_eq!(one(&station, &station.operation(Change::TurnedAway(long_ago))).await, rejected(RejectionCode::Malformed));
    // Whatever it was for: nothing else is refused.
    let theirs = add_event(&other, "Satutunti", EventKind::Visit).await;
    for event in [theirs.id, EventId(Uuid::now_v7())] {
        let named = TurnedAway {
            event: Some(event),
            showing: Some(ShowingId(Uuid::now_v7())),
            ..turned_away(&station, TurnedAwayReason::Unknown, DAY)
        };
        let mut operation = station.operation(Change::TurnedAway(named));
        operation.clerk = service.other;
        good(&station, &operation).await;
    }
    assert_eq!(counts(&station, DAY, DAY).await.turned_away, BTreeMap::from([(TurnedAwayReason::Unknown, 3)]));
    // No card number is kept with them, whatever is sent along.
    let mut with_card =
        serde_json::to_value(station.operation(Change::TurnedAway(turned_away(&station, TurnedAwayReason::Full, DAY)))).unwrap();
    with_card["body"]["card"] = serde_json::json!("A7770001112");
    station.push_bytes(&[with_card.to_string()]).await;
    for entry in std::fs::read_dir(service.dir.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        assert!(!bytes.windows(11).any(|window| window == b"A7770001112"));
    }
}

#[tokio::test]
async fn counts_are_for_the_clerk_or_station_that_sees_the_venue() {
    let service = Service::start().await;
    let (station, other) = (service.station(CLERK).await, service.station(OTHER).await);
    let own = path(station.venue, DAY, DAY);
    assert_eq!(station.get(&own).await.status(), StatusCode::OK);
    let by_clerk = service.get(&own).bearer_auth(&station.session.access_token.0).send().await.unwrap();
    assert_eq!(by_clerk.status(), StatusCode::OK);
    assert_eq!(problem(other.get(&own).await).await.code, ProblemCode::Forbidden);
    assert_eq!(problem(service.get(&own).send().await.unwrap()).await.code, ProblemCode::NotSignedIn);
    assert_eq!(problem(station.get(&path(VenueId(Uuid::now_v7()), DAY, DAY)).await).await.code, ProblemCode::NotFound);
    let base = format!("/v1/venues/{}/counts", station.venue);
    for query in
        ["", "?from=2026-11-20", "?from=2026-11-20&to=20.11.2026", "?from=2026-11-21&to=2026-11-20", "?from=&to=", "?from=%FF&to=%FF"]
    {
        let refused = problem(station.get(&format!("{base}{query}")).await).await;
        assert_eq!((refused.status, refused.code), (400, ProblemCode::BadRequest), "{query}");
    }
}
