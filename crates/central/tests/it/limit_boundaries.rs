//! Each limit of an event, a showing or a day at its boundary: the last record that keeps to it comes in
//! without a word, and the next one is told.

use crate::harness::{MAIN_USER, Service, Station, add_event, good, set_rules};
use crate::limits::{cards, flags, ticket, with_limits};
use jiff::civil::{Date, time};
use jiff::{Timestamp, ToSpan};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, IsoDay, LeftOut, VenueLimits};
use kaikuasema_domain::operation::{Change, Settings};
use kaikuasema_domain::usage::Flag;
use kaikuasema_domain::{EventId, Showing, ShowingId, Usage, civil};
use uuid::Uuid;

const NOTHING: &[Flag] = &[];
const OVER_CAP: &[Flag] = &[Flag::OverCap];
const OVER_LIMIT: &[Flag] = &[Flag::OverLimit];

/// One use, by a card that was never used before.
struct Use {
    /// From today to the event.
    days: i32,
    children: u16,
    /// The showing of that day; none where the event has no schedule.
    occasion: Option<ShowingOccasion>,
    /// What the service tells of it.
    told: &'static [Flag],
}

/// A use of a ticket in three days; who comes along takes a ticket each.
fn tickets(count: u16, told: &'static [Flag]) -> Use {
    Use { days: 3, children: count - 1, occasion: Some(ShowingOccasion::Ordinary), told }
}

/// A use of one ticket in so many days.
fn in_days(days: i32, told: &'static [Flag]) -> Use {
    Use { days, ..tickets(1, told) }
}

/// A limit, and uses in a row around its boundary.
struct Case {
    name: &'static str,
    venue: VenueLimits,
    kind: EventKind,
    event: EventLimits,
    uses: Vec<Use>,
}

fn of_venue(name: &'static str, venue: VenueLimits, uses: Vec<Use>) -> Case {
    Case { name, venue, kind: EventKind::Performance, event: EventLimits::default(), uses }
}

fn of_event(name: &'static str, event: EventLimits, uses: Vec<Use>) -> Case {
    Case { event, ..of_venue(name, VenueLimits::default(), uses) }
}

fn day(days: i32) -> Date {
    civil::today(Timestamp::now(), None).checked_add(days.days()).unwrap()
}

fn caps() -> Vec<Case> {
    let course = |places, uses| {
        let limits = VenueLimits { course_places: Some(places), ..VenueLimits::default() };
        Case { kind: EventKind::Course, ..of_venue("places on a course", limits, uses) }
    };
    let guest = |most, uses| {
        let limits = VenueLimits { guest_cap: Some(most), ..VenueLimits::default() };
        Case { event: EventLimits { guest: true, ..EventLimits::default() }, ..of_venue("tickets for a guest", limits, uses) }
    };
    let mass = |per| EventLimits { cap: Some(Cap::Tickets { most: 20, per }), expected: Some(1_001), ..EventLimits::default() };
    vec![
        course(1, vec![tickets(1, NOTHING), tickets(1, OVER_CAP)]),
        course(2, vec![tickets(1, NOTHING), tickets(1, NOTHING), tickets(1, OVER_CAP)]),
        // A child on a course takes a place too; and one over it is told of the first record.
        course(2, vec![tickets(2, NOTHING), tickets(1, OVER_CAP)]),
        course(2, vec![tickets(3, OVER_CAP)]),
        // Its meetings on other days are the same course.
        course(2, vec![in_days(3, NOTHING), in_days(4, NOTHING), in_days(5, OVER_CAP)]),
        Case {
            event: EventLimits { cap: Some(Cap::Tickets { most: 3, per: CapPer::Event }), ..EventLimits::default() },
            ..course(2, vec![tickets(2, NOTHING), tickets(1, NOTHING), tickets(1, OVER_CAP)])
        },
        guest(2, vec![tickets(1, NOTHING), tickets(1, NOTHING), tickets(1, OVER_CAP), in_days(4, NOTHING)]),
        guest(10, vec![tickets(9, NOTHING), tickets(1, NOTHING), tickets(1, OVER_CAP)]),
        guest(10, vec![tickets(11, OVER_CAP)]),
        of_event("20 a day", mass(CapPer::Day), vec![tickets(19, NOTHING), tickets(1, NOTHING), tickets(1, OVER_CAP), in_days(4, NOTHING)]),
        of_event("20 a day at once", mass(CapPer::Day), vec![tickets(20, NOTHING), tickets(1, OVER_CAP)]),
        of_event("21 on one day", mass(CapPer::Day), vec![tickets(21, OVER_CAP)]),
        of_event(
            "20 for the whole event",
            mass(CapPer::Event),
            vec![tickets(19, NOTHING), in_days(4, NOTHING), in_days(4, OVER_CAP), in_days(5, OVER_CAP)],
        ),
        of_event("21 for the whole event", mass(CapPer::Event), vec![tickets(21, OVER_CAP)]),
    ]
}

fn left_out() -> Vec<Case> {
    let venue = |left_out| VenueLimits { left_out, ..VenueLimits::default() };
    let at = |occasion, told| Use { occasion: Some(occasion), ..tickets(1, told) };
    let [ordinary, premiere, gala] = [ShowingOccasion::Ordinary, ShowingOccasion::Premiere, ShowingOccasion::Gala];
    let unscheduled = |use_: Use| Use { occasion: None, ..use_ };
    let this_day = venue(LeftOut { days: [IsoDay::of(day(3))].into(), ..LeftOut::default() });
    vec![
        of_venue("none is left out", VenueLimits::default(), vec![at(ordinary, NOTHING), at(premiere, NOTHING), at(gala, NOTHING)]),
        of_venue(
            "premieres",
            venue(LeftOut { premieres: true, ..LeftOut::default() }),
            vec![at(ordinary, NOTHING), at(premiere, OVER_LIMIT), at(gala, NOTHING)],
        ),
        of_venue(
            "galas",
            venue(LeftOut { galas: true, ..LeftOut::default() }),
            vec![at(ordinary, NOTHING), at(premiere, NOTHING), at(gala, OVER_LIMIT)],
        ),
        of_venue(
            "a day of the week",
            this_day.clone(),
            vec![in_days(2, NOTHING), in_days(3, OVER_LIMIT), in_days(4, NOTHING), in_days(10, OVER_LIMIT)],
        ),
        of_venue(
            "a day of the week without a schedule",
            this_day,
            vec![unscheduled(in_days(2, NOTHING)), unscheduled(in_days(3, OVER_LIMIT)), unscheduled(in_days(4, NOTHING))],
        ),
        of_event("an event that is not left out", EventLimits { guest: true, ..EventLimits::default() }, vec![tickets(1, NOTHING)]),
        of_event("an event left out", EventLimits { left_out: true, ..EventLimits::default() }, vec![tickets(1, OVER_LIMIT)]),
    ]
}

fn openings() -> Vec<Case> {
    let venue = |days| VenueLimits { opens_days_before: Some(days), ..VenueLimits::default() };
    let event = |days| EventLimits { opens_days_before: Some(days), ..EventLimits::default() };
    let around = |last| vec![in_days(0, NOTHING), in_days(last - 1, NOTHING), in_days(last, NOTHING), in_days(last + 1, OVER_LIMIT)];
    vec![
        of_venue("a week before", venue(7), around(7)),
        of_venue("30 days before", venue(30), around(30)),
        Case { event: event(14), ..of_venue("an event that opens earlier than others", venue(7), around(14)) },
        Case { event: event(7), ..of_venue("an event that opens later than others", venue(14), around(7)) },
    ]
}

async fn hold(cases: Vec<Case>) {
    let service = Service::start().await;
    let till = service.station(MAIN_USER).await;
    let mut unused = cards(&service, cases.iter().map(|case| case.uses.len()).sum()).await.into_iter();
    for case in cases {
        set_rules(&till, with_limits(case.venue)).await;
        let event = add_event(&till, &format!("{} {}", case.name, unused.len()), case.kind).await;
        let settings = Settings::Event { event: event.id, limits: case.event };
        good(&till, &till.operation(Change::SettingsUpdate(settings))).await;
        let mut showings: Vec<Showing> = Vec::new();
        for (at, each) in case.uses.iter().enumerate() {
            let showing = match each.occasion {
                Some(occasion) => Some(showing(&till, event.id, day(each.days), occasion, &mut showings).await),
                None => None,
            };
            let card = unused.next().unwrap();
            let usage = Usage { children: each.children, event_date: day(each.days), ..ticket(&till, &card, &event, showing.as_ref()) };
            assert_eq!(flags(&till, usage).await, each.told, "{}, use {}", case.name, at + 1);
        }
    }
}

/// The event's showing of that day and occasion, made where there is none yet.
async fn showing(till: &Station<'_>, event: EventId, date: Date, occasion: ShowingOccasion, made: &mut Vec<Showing>) -> Showing {
    if let Some(showing) = made.iter().find(|showing| (showing.date, showing.occasion) == (date, occasion)) {
        return showing.clone();
    }
    let time = Some(time(18, 0, 0, 0));
    let showing = Showing { id: ShowingId(Uuid::now_v7()), event, date, time, capacity: None, cancelled: false, occasion };
    let adding = showing.clone();
    till.service.admin(move |admin| admin.add_showing(&adding).unwrap()).await;
    made.push(showing.clone());
    showing
}

#[tokio::test]
async fn a_cap_is_told_from_the_first_ticket_beyond_it() {
    hold(caps()).await;
}

#[tokio::test]
async fn what_is_left_out_is_told_and_what_lies_beside_it_is_not() {
    hold(left_out()).await;
}

#[tokio::test]
async fn a_ticket_had_a_day_before_the_opening_is_told_and_one_of_that_day_is_not() {
    hold(openings()).await;
}
