//! Tests of the door's list: which records are tickets, of which showing, and how they are counted.

use super::*;
use jiff::civil::{date, time};
use kaikuasema_domain::Event;
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::usage::{Cancelled, Facts};
use kaikuasema_domain::{StationId, UserId};
use kaikuasema_store::UsageState;

const TONIGHT: Date = date(2026, 11, 27);
const PLAY: u128 = 20;
const SWIM: u128 = 21;
const FEE: u128 = 22;
const EVENING: u128 = 30;
const MOVED: u128 = 31;

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn event(number: u128, kind: EventKind, showings: Vec<Showing>) -> EventWithShowings {
    let event = Event {
        id: EventId(id(number)),
        venue: VenueId(id(1)),
        name: format!("Event {number}"),
        kind,
        active: true,
        asks_value: false,
        made_at_counter: false,
        limits: EventLimits::default(),
    };
    EventWithShowings { event, showings }
}

fn showing(number: u128, day: Date, hour: i8) -> Showing {
    Showing {
        id: ShowingId(id(number)),
        event: EventId(id(PLAY)),
        date: day,
        time: Some(time(hour, 0, 0, 0)),
        capacity: None,
        cancelled: false,
        occasion: ShowingOccasion::Ordinary,
    }
}

fn events() -> Vec<EventWithShowings> {
    let showings = vec![showing(EVENING, TONIGHT, 19), showing(MOVED, TONIGHT, 13), showing(32, date(2026, 11, 28), 19)];
    vec![event(PLAY, EventKind::Performance, showings), event(SWIM, EventKind::Visit, vec![]), event(FEE, EventKind::Fee, vec![])]
}

/// A record of the play tonight at 19, made the day before.
fn ticket(number: u128) -> RecordedUsage {
    let usage = Usage {
        id: UsageId(id(number)),
        venue: VenueId(id(1)),
        card: "A9990000071".parse().unwrap(),
        event: Some(EventId(id(PLAY))),
        event_name: Some("Event 20".to_owned()),
        showing: Some(ShowingId(id(EVENING))),
        event_date: TONIGHT,
        event_time: Some(time(19, 0, 0, 0)),
        children: 0,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at: instant("2026-11-26T10:00:00Z"),
        clerk: UserId(id(7)),
        station: StationId(id(9)),
        discretion: None,
        over_cap: false,
        channel: Channel::Desk,
        group: None,
        entered_late: false,
        entered_by: None,
        facts: Facts::default(),
        flags: Vec::new(),
    };
    RecordedUsage { usage, state: UsageState::Sent }
}

fn changed(number: u128, change: impl FnOnce(&mut Usage)) -> RecordedUsage {
    let mut ticket = ticket(number);
    change(&mut ticket.usage);
    ticket
}

fn listed(usages: Vec<RecordedUsage>) -> Vec<DoorShowing> {
    let limits = VenueLimits { hands_over_minutes_before: Some(30), ..VenueLimits::default() };
    showings_of(TONIGHT, &events(), usages, &limits)
}

/// The numbers of the tickets of the showing at an hour.
fn at(showings: &[DoorShowing], hour: i8) -> Vec<u128> {
    let found = showings.iter().find(|showing| showing.occasion.time == Some(time(hour, 0, 0, 0)));
    found.map(|showing| showing.tickets.iter().map(|t| t.usage.id.0.as_u128()).collect()).unwrap_or_default()
}

#[test]
fn the_showings_of_the_day_are_there_with_or_without_tickets() {
    let showings = listed(vec![]);
    let hours: Vec<_> = showings.iter().map(|showing| showing.occasion.time.unwrap().hour()).collect();
    assert_eq!(hours, [13, 19]);
    assert_eq!(showings[1].hands_over_from, Some(TONIGHT.at(18, 30, 0, 0)));
}

#[test]
fn a_ticket_is_of_its_showing_whatever_day_it_was_moved_from_and_is_listed_once() {
    let moved_here = changed(1, |usage| {
        usage.showing = Some(ShowingId(id(MOVED)));
        usage.event_date = date(2026, 11, 20);
    });
    let moved_away = changed(2, |usage| usage.showing = Some(ShowingId(id(32))));
    let by_hand = changed(3, |usage| usage.showing = None);
    let of_a_lost_showing = changed(4, |usage| usage.showing = Some(ShowingId(id(99))));
    let showings = listed(vec![moved_here.clone(), moved_here, moved_away, by_hand, of_a_lost_showing, ticket(5)]);
    assert_eq!(at(&showings, 13), [1]);
    assert_eq!(at(&showings, 19), [3, 4, 5]);
    assert_eq!(showings.len(), 2);
}

#[test]
fn an_occasion_without_a_schedule_is_listed_by_its_day_and_time() {
    let by_hand = changed(1, |usage| {
        usage.showing = None;
        usage.event_time = Some(time(15, 0, 0, 0));
    });
    let showings = listed(vec![by_hand]);
    assert_eq!(at(&showings, 15), [1]);
    let own = showings.iter().find(|showing| showing.occasion.showing.is_none()).unwrap();
    assert_eq!(own.hands_over_from, Some(TONIGHT.at(14, 30, 0, 0)));
}

#[test]
fn a_swim_of_the_day_is_no_ticket_and_one_asked_for_beforehand_is() {
    let of = |number, event: Option<u128>, day: &str, channel| {
        changed(number, |usage| {
            usage.event = event.map(|event| EventId(id(event)));
            usage.showing = None;
            usage.event_time = Some(time(10, 0, 0, 0));
            usage.recorded_at = instant(day);
            usage.channel = channel;
        })
    };
    let (before, same_day) = ("2026-11-20T08:00:00Z", "2026-11-27T08:00:00Z");
    let table = [
        (Some(SWIM), same_day, Channel::Desk, false),
        (Some(SWIM), same_day, Channel::Phone, true),
        (Some(SWIM), before, Channel::Desk, true),
        (None, same_day, Channel::Desk, false),
        (None, before, Channel::Email, true),
        (Some(FEE), before, Channel::Email, false),
        (Some(PLAY), same_day, Channel::Desk, true),
    ];
    for (event, day, channel, expected) in table {
        let showings = listed(vec![of(1, event, day, channel)]);
        assert_eq!(at(&showings, 10) == [1], expected, "{event:?} {day} {channel:?}");
    }
}

#[test]
fn tickets_are_counted_once_by_what_became_of_them_with_their_people() {
    let now = instant("2026-11-27T17:00:00Z");
    let cancelled = Cancelled { at: now, by: CancelledBy::Holder };
    let showings = listed(vec![
        changed(1, |usage| usage.children = 2),
        changed(2, |usage| usage.facts.handed_over = Some(now)),
        changed(3, |usage| {
            usage.facts = Facts { handed_over: Some(now), arrived: Some(now), ..Facts::default() };
            usage.children = 1;
        }),
        changed(4, |usage| usage.facts.cancelled = Some(cancelled)),
        changed(5, |usage| usage.facts = Facts { arrived: Some(now), cancelled: Some(cancelled), ..Facts::default() }),
        changed(6, |usage| usage.facts.no_show = Some(now)),
    ]);
    let tally = |tickets, people| Tally { tickets, people };
    let expected =
        Tallies { reserved: tally(1, 3), handed_over: tally(1, 1), arrived: tally(2, 3), cancelled: tally(1, 1), no_show: tally(1, 1) };
    assert_eq!(showings[1].tallies(), expected);
}

#[test]
fn who_is_missing_is_neither_the_one_of_the_paper_form_nor_the_one_recorded_after_the_beginning() {
    let showings = listed(vec![
        ticket(1),
        changed(2, |usage| usage.facts.handed_over = Some(usage.recorded_at)),
        changed(3, |usage| usage.facts.arrived = Some(usage.recorded_at)),
        changed(4, |usage| usage.entered_late = true),
        changed(5, |usage| usage.recorded_at = instant("2026-11-27T17:05:00Z")),
    ]);
    let missing: Vec<_> = showings[1].missing().iter().map(|ticket| ticket.usage.id.0.as_u128()).collect();
    assert_eq!(missing, [1, 2]);
    assert!(!showings[1].has_begun(TONIGHT.at(18, 59, 0, 0)) && showings[1].has_begun(TONIGHT.at(19, 0, 0, 0)));
}

#[test]
fn of_two_tickets_of_a_card_the_one_that_can_still_be_used_is_taken() {
    let now = instant("2026-11-27T17:00:00Z");
    let arrived = changed(1, |usage| usage.facts.arrived = Some(now));
    let cancelled = changed(2, |usage| usage.facts.cancelled = Some(Cancelled { at: now, by: CancelledBy::Clerk }));
    let card = arrived.usage.card;
    let taken = |tickets| listed(tickets)[1].ticket_of(card).map(|ticket| ticket.usage.id.0.as_u128());
    assert_eq!(taken(vec![cancelled.clone(), arrived.clone(), ticket(3)]), Some(3));
    assert_eq!(taken(vec![cancelled.clone(), arrived]), Some(1));
    assert_eq!(taken(vec![cancelled]), Some(2));
    assert_eq!(taken(vec![]), None);
}

#[test]
fn the_showing_under_way_or_next_is_chosen_first() {
    let mut showings = listed(vec![]);
    assert_eq!(default_of(&showings, TONIGHT.at(9, 0, 0, 0)), Some(showings[0].occasion));
    assert_eq!(default_of(&showings, TONIGHT.at(18, 0, 0, 0)), Some(showings[1].occasion));
    showings[1].is_called_off = true;
    assert_eq!(default_of(&showings, TONIGHT.at(18, 0, 0, 0)), Some(showings[0].occasion));
    assert_eq!(default_of(&[], TONIGHT.at(18, 0, 0, 0)), None);
}
