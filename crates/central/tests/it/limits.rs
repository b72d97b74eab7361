//! What the service notices of the limits when records come in: nothing is refused for it.

use crate::harness::{
    CLERK, MAIN_USER, Service, Station, add_event, add_showing, good, number, one, present, rejected, set_rules, sister, told, usages,
};
use jiff::civil::date;
use jiff::{SignedDuration, ToSpan};
use kaikuasema_domain::api::UsageRow;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{Cap, CapPer, Cause, Finding, LeftOut, Period, Severity, UseLimit, ValueLimit, VenueLimits, VisitLimit};
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, UsageUpdate};
use kaikuasema_domain::usage::{Discretion, Fact, Flag};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::{Card, Cents, Event, Showing, Usage, UserId, civil};
use uuid::Uuid;

const CARD: &str = "A9990000071";

pub(crate) fn with_limits(limits: VenueLimits) -> VenueRules {
    VenueRules { limits, ..VenueRules::default() }
}

fn two_tickets() -> VenueLimits {
    VenueLimits { performance_cap: Some(Cap::Tickets { most: 2, per: CapPer::Showing }), ..VenueLimits::default() }
}

/// Registers so many valid cards; their numbers.
pub(crate) async fn cards(service: &Service, count: usize) -> Vec<String> {
    let numbers: Vec<String> = (0..count).map(|n| format!("A881{n:06}")).collect();
    let valid = |text: &String| Card { number: number(text), active: true, valid_until: date(2199, 1, 1), children_max: Some(5) };
    let valid: Vec<Card> = numbers.iter().map(valid).collect();
    service.admin(move |admin| admin.register_cards(&valid).unwrap()).await;
    numbers
}

pub(crate) fn ticket(station: &Station<'_>, card: &str, event: &Event, showing: Option<&Showing>) -> Usage {
    Usage {
        event: Some(event.id),
        event_name: Some(event.name.clone()),
        showing: showing.map(|showing| showing.id),
        event_date: showing.map_or(civil::today(jiff::Timestamp::now(), None), |showing| showing.date),
        event_time: showing.and_then(|showing| showing.time),
        children: 0,
        ..station.usage(card)
    }
}

/// Records a use; what the service notices.
pub(crate) async fn flags(station: &Station<'_>, usage: Usage) -> Vec<Flag> {
    let id = usage.id;
    good(station, &station.create(usage)).await;
    told(station, id).await.flags
}

#[tokio::test]
async fn two_stations_that_oversold_a_showing_are_both_believed_and_the_later_records_are_told() {
    let service = Service::start().await;
    let (till, other_till) = (service.station(MAIN_USER).await, service.station(CLERK).await);
    set_rules(&till, with_limits(two_tickets())).await;
    let event = add_event(&till, "Peppi", EventKind::Performance).await;
    let showing = add_showing(&till, event.id, date(2026, 12, 5), Some(60)).await;
    let cards = cards(&service, 6).await;
    // Each sold the two last tickets while it did not know of the other.
    let at_one = [0, 1].map(|n| till.create(ticket(&till, &cards[n], &event, Some(&showing))));
    let at_other = [2, 3].map(|n| other_till.create(ticket(&other_till, &cards[n], &event, Some(&showing))));
    let outcomes = [till.push(&at_one).await, other_till.push(&at_other).await].concat();
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");
    let told: Vec<Vec<Flag>> = present(&till).await.into_iter().map(|usage| usage.flags).collect();
    assert_eq!(told, [vec![], vec![], vec![Flag::OverCap], vec![Flag::OverCap]]);
    // Another showing has its own cap, and who knew that this one was full is no clash.
    let evening = add_showing(&till, event.id, date(2026, 12, 6), Some(60)).await;
    assert_eq!(flags(&till, ticket(&till, &cards[4], &event, Some(&evening))).await, []);
    let knew = Some(Discretion { over_cap: true, ..Discretion::default() });
    assert_eq!(flags(&till, Usage { discretion: knew, ..ticket(&till, &cards[5], &event, Some(&showing)) }).await, []);
    let of_something_else = Some(Discretion::default());
    let usage = Usage { discretion: of_something_else, ..ticket(&till, &cards[5], &event, Some(&showing)) };
    assert_eq!(flags(&till, usage).await, [Flag::OverCap]);
}

#[tokio::test]
async fn a_record_made_where_passing_the_cap_is_allowed_is_no_clash_when_the_clerk_was_told() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    set_rules(&till, VenueRules { limit_reached: Policy::Allow, ..with_limits(two_tickets()) }).await;
    let event = add_event(&till, "Peppi", EventKind::Performance).await;
    let showing = add_showing(&till, event.id, date(2026, 12, 5), Some(60)).await;
    let cards = cards(&service, 6).await;
    let told_at_the_counter = |used| {
        let cause = Cause::Cap { per: CapPer::Showing, course: false, used, this: 1, most: 2, elsewhere: vec![] };
        vec![Finding { severity: Severity::Advice, cause }]
    };
    // What the station counted, and whether the service tells the venue of a clash.
    let cases = [(0, vec![]), (1, vec![]), (2, vec![]), (1, vec![Flag::OverCap]), (3, vec![])];
    for (card, (used, expected)) in cards.iter().zip(cases) {
        let usage = ticket(&till, card, &event, Some(&showing));
        let id = usage.id;
        let mut create = till.create(usage);
        let Change::UsageCreate(body) = &mut create.change else { panic!("not a recording") };
        body.findings = told_at_the_counter(used);
        good(&till, &create).await;
        assert_eq!(told(&till, id).await.flags, expected, "{used} used");
    }
}

#[tokio::test]
async fn a_cap_counts_children_and_capacity_and_a_cancelled_or_deleted_ticket_frees_its_seat() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    set_rules(&till, with_limits(VenueLimits { performance_cap: Some(Cap::Share { percent: 3 }), ..VenueLimits::default() })).await;
    let event = add_event(&till, "Peppi", EventKind::Performance).await;
    // 3 % of 100 seats, rounded up: 3 tickets.
    let showing = add_showing(&till, event.id, date(2026, 12, 5), Some(100)).await;
    let cards = cards(&service, 5).await;
    let family = Usage { children: 2, ..ticket(&till, &cards[0], &event, Some(&showing)) };
    let family_id = family.id;
    assert_eq!(flags(&till, family).await, []);
    assert_eq!(flags(&till, ticket(&till, &cards[1], &event, Some(&showing))).await, [Flag::OverCap]);
    good(&till, &till.operation(Change::of_fact(family_id, Fact::Cancelled, false))).await;
    let two = Usage { children: 1, ..ticket(&till, &cards[2], &event, Some(&showing)) };
    let two_id = two.id;
    assert_eq!(flags(&till, two).await, []);
    assert_eq!(flags(&till, ticket(&till, &cards[3], &event, Some(&showing))).await, [Flag::OverCap]);
    good(&till, &till.operation(Change::UsageDelete { id: two_id })).await;
    assert_eq!(flags(&till, ticket(&till, &cards[4], &event, Some(&showing))).await, []);
    // A correction is not counted beside the record that it corrects.
    let last = present(&till).await.pop().unwrap();
    let corrected = UsageUpdate { usage: Usage { channel: kaikuasema_domain::usage::Channel::Phone, ..last.clone() } };
    good(&till, &till.operation(Change::UsageUpdate(corrected))).await;
    assert_eq!(told(&till, last.id).await.flags, []);
    let larger = UsageUpdate { usage: Usage { children: 3, ..last.clone() } };
    good(&till, &till.operation(Change::UsageUpdate(larger))).await;
    assert_eq!(told(&till, last.id).await.flags, [Flag::OverCap]);
}

#[tokio::test]
async fn every_other_limit_that_is_passed_without_discretion_is_told() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    let none = VenueLimits::default;
    let period = Period::CalendarYear;
    let cents = |cents| Cents::new(cents);
    let play = add_event(&till, "Peppi", EventKind::Performance).await;
    let hall = add_event(&till, "Uinti", EventKind::Visit).await;
    let fees = add_event(&till, "Maksut", EventKind::Fee).await;
    let course = add_event(&till, "Keramiikka", EventKind::Course).await;
    let coming = civil::today(jiff::Timestamp::now(), None).checked_add(30.days()).unwrap();
    let later = |usage: Usage| Usage { event_date: coming, ..usage };
    let of = |event: &Event, card: &str| ticket(&till, card, event, None);
    // The limit, the use that still keeps to it, and the one that passes it.
    let numbers = cards(&service, 8).await;
    let cases: [(&str, VenueLimits, Usage, Usage); 7] = [
        ("once", VenueLimits { once_per_production: true, ..none() }, of(&play, &numbers[0]), later(of(&play, &numbers[0]))),
        (
            "uses",
            VenueLimits { uses: vec![UseLimit { kind: Some(EventKind::Fee), most: 1, period }], ..none() },
            of(&fees, &numbers[1]),
            of(&fees, &numbers[1]),
        ),
        (
            "value",
            VenueLimits { value: cents(4_000).map(|most| ValueLimit { most, period }), ..none() },
            Usage { value: cents(4_000), ..of(&fees, &numbers[2]) },
            Usage { value: cents(1), ..of(&fees, &numbers[2]) },
        ),
        (
            "visits",
            VenueLimits { visits: Some(VisitLimit { most: 30, period }), ..none() },
            Usage { children: 29, ..of(&hall, &numbers[3]) },
            of(&hall, &numbers[3]),
        ),
        ("reservations", VenueLimits { reservations: Some(1), ..none() }, later(of(&course, &numbers[4])), later(of(&play, &numbers[4]))),
        (
            "left out",
            VenueLimits { left_out: LeftOut { guests: true, ..LeftOut::default() }, ..none() },
            of(&play, &numbers[5]),
            of(&play, &numbers[5]),
        ),
        ("opens", VenueLimits { opens_days_before: Some(7), ..none() }, of(&play, &numbers[6]), later(of(&play, &numbers[6]))),
    ];
    for (limit, limits, within, beyond) in cases {
        set_rules(&till, with_limits(limits.clone())).await;
        assert_eq!(flags(&till, within).await, [], "{limit}");
        if limit == "left out" {
            let guest = kaikuasema_domain::limits::EventLimits { guest: true, ..Default::default() };
            let settings = kaikuasema_domain::operation::Settings::Event { event: play.id, limits: guest };
            good(&till, &till.operation(Change::SettingsUpdate(settings))).await;
        }
        let again = |usage: &Usage| Usage { id: kaikuasema_domain::UsageId(Uuid::now_v7()), ..usage.clone() };
        let with_discretion = Usage { discretion: Some(Discretion::default()), ..again(&beyond) };
        assert_eq!(flags(&till, beyond.clone()).await, [Flag::OverLimit], "{limit}");
        assert_eq!(flags(&till, with_discretion).await, [], "{limit}: a clerk decided so");
        // A venue that never asks, and a community card where the limit is one card's.
        set_rules(&till, VenueRules { limit_reached: Policy::Allow, ..with_limits(limits) }).await;
        assert_eq!(flags(&till, again(&beyond)).await, [], "{limit}: allowed");
    }
}

#[tokio::test]
async fn limits_of_one_card_count_the_organisations_other_venues_of_the_same_sort_and_no_other() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    let one_a_year = UseLimit { kind: None, most: 1, period: Period::CalendarYear };
    set_rules(&till, with_limits(VenueLimits { uses: vec![one_a_year], ..VenueLimits::default() })).await;
    let cards = cards(&service, 3).await;
    let (same, other) = (sister(&service, VenueKind::Theatre).await, sister(&service, VenueKind::Museum).await);
    for (venue, card, expected) in [(same, &cards[0], vec![Flag::OverLimit]), (other, &cards[1], vec![])] {
        let mut there = service.station(MAIN_USER).await;
        there.venue = venue;
        assert_eq!(flags(&there, there.usage(card)).await, []);
        assert_eq!(flags(&till, till.usage(card)).await, expected);
    }
    // A community card is nobody's own.
    let group = Card { number: number("Y9990000126"), active: true, valid_until: date(2199, 1, 1), children_max: None };
    service.admin(move |admin| admin.register_card(&group).unwrap()).await;
    for _ in 0..2 {
        assert_eq!(flags(&till, till.usage("Y9990000126")).await, []);
    }
}

#[tokio::test]
pub(crate) async fn flags_and_what_the_limits_said_are_the_services_to_tell() {
    let service = Service::start().await;
    let till = service.station(CLERK).await;
    let claimed = Usage { flags: vec![Flag::OverCap, Flag::CardBarred], ..till.usage(CARD) };
    assert_eq!(flags(&till, claimed).await, []);
    let mut unknown_to_it = serde_json::to_value(till.create(till.usage(CARD))).unwrap();
    unknown_to_it["body"]["usage"]["flags"] = serde_json::json!(["of_a_later_version"]);
    assert!(matches!(till.push_bytes(&[unknown_to_it.to_string()]).await.as_slice(), [Outcome::Accepted { .. }]));
    assert!(present(&till).await.iter().all(|usage| usage.flags.is_empty()));
    // Flags are told with the row itself.
    let barred = till.usage("A9990000082");
    good(&till, &till.create(barred.clone())).await;
    let rows = usages(&till).await;
    let row = rows.iter().find_map(|row| match row {
        UsageRow::Present { entity, .. } if entity.id == barred.id => Some(entity),
        _ => None,
    });
    assert_eq!(row.unwrap().flags, [Flag::CardBarred]);
}

#[tokio::test]
async fn a_late_entry_is_judged_as_of_its_event_and_names_who_served() {
    let service = Service::start().await;
    let till = service.station(CLERK).await;
    // Valid until 31.1.2026.
    let paper = |day| Usage { entered_late: true, event_date: day, clerk: service.main_user, ..till.usage("A9990000093") };
    assert_eq!(flags(&till, paper(date(2026, 1, 31))).await, []);
    assert_eq!(flags(&till, paper(date(2026, 2, 1))).await, [Flag::CardEnded, Flag::EventAfterLastDay]);
    let typed_at_the_desk = Usage { entered_late: false, ..paper(date(2026, 1, 31)) };
    assert_eq!(flags(&till, typed_at_the_desk).await, [Flag::CardEnded, Flag::ClerkDiffers]);
    let typed_by_another = Usage { entered_by: Some(service.main_user), ..paper(date(2026, 1, 29)) };
    assert_eq!(flags(&till, typed_by_another).await, [Flag::ClerkDiffers]);
    let by_nobody = Usage { clerk: UserId(Uuid::now_v7()), ..paper(date(2026, 1, 30)) };
    let kept = by_nobody.clone();
    assert_eq!(flags(&till, by_nobody).await, [Flag::ClerkUnknown]);
    assert_eq!(told(&till, kept.id).await.clerk, kept.clerk, "the name on the paper stands");
}

#[tokio::test]
async fn limits_of_a_late_entry_are_those_of_its_time() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    let limits = VenueLimits {
        uses: vec![UseLimit { kind: None, most: 1, period: Period::Month }],
        reservations: Some(1),
        opens_days_before: Some(7),
        ..VenueLimits::default()
    };
    set_rules(&till, with_limits(limits)).await;
    let play = add_event(&till, "Peppi", EventKind::Performance).await;
    let card = cards(&service, 1).await.remove(0);
    let paper = |day| Usage { entered_late: true, event_date: day, ..ticket(&till, &card, &play, None) };
    assert_eq!(flags(&till, paper(date(2026, 9, 12))).await, []);
    assert_eq!(flags(&till, paper(date(2026, 10, 3))).await, [], "another month");
    assert_eq!(flags(&till, paper(date(2026, 9, 30))).await, [Flag::OverLimit], "the same month");
}

#[tokio::test]
async fn a_record_is_judged_by_the_instant_at_which_it_was_made() {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    set_rules(&till, with_limits(VenueLimits { opens_days_before: Some(7), ..VenueLimits::default() })).await;
    let play = add_event(&till, "Peppi", EventKind::Performance).await;
    let card = cards(&service, 1).await.remove(0);
    let now = jiff::Timestamp::now();
    let opens_today = civil::today(now, None).checked_add(7.days()).unwrap();
    // Made yesterday and sent today: the tickets were not to be had yet.
    for (hours, expected) in [(24, vec![Flag::OverLimit]), (0, vec![])] {
        let usage = Usage { event_date: opens_today, ..ticket(&till, &card, &play, None) };
        let id = usage.id;
        let mut create = till.create(usage);
        create.recorded_at = now - SignedDuration::from_hours(hours);
        assert!(matches!(one(&till, &create).await, Outcome::Accepted { .. }));
        assert_eq!(told(&till, id).await.flags, expected);
    }
}

#[tokio::test]
async fn a_late_entry_is_corrected_and_undone_where_it_was_typed_in() {
    let service = Service::start().await;
    let (till, other_till) = (service.station(CLERK).await, service.station(CLERK).await);
    let (entered_by, clerk) = (Some(service.clerk), service.main_user);
    let paper = Usage { entered_late: true, entered_by, event_date: date(2026, 11, 2), clerk, ..till.usage(CARD) };
    good(&till, &till.create(paper.clone())).await;
    assert_eq!(told(&till, paper.id).await, paper, "who served and who typed it in are told");
    let update = |station: &Station<'_>| {
        station.operation(Change::UsageUpdate(UsageUpdate { usage: Usage { children: 2, entered_by: None, ..paper.clone() } }))
    };
    let delete = |station: &Station<'_>| station.operation(Change::UsageDelete { id: paper.id });
    for operation in [update(&other_till), delete(&other_till)] {
        assert_eq!(one(&other_till, &operation).await, rejected(RejectionCode::NotAllowed));
    }
    good(&till, &update(&till)).await;
    let kept = told(&till, paper.id).await;
    assert_eq!((kept.children, kept.clerk, kept.entered_late, kept.entered_by), (2, service.main_user, true, entered_by));
    good(&till, &delete(&till)).await;
    // Not another day, and not what somebody else served there without paper.
    let others = Usage { clerk: service.main_user, ..till.usage(CARD) };
    good(&till, &till.create(others.clone())).await;
    let undo = till.operation(Change::UsageDelete { id: others.id });
    assert_eq!(one(&till, &undo).await, rejected(RejectionCode::NotAllowed));
}
