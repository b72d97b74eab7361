//! The feeds: built beside and swapped in, their age, and that no version goes back.

use crate::support::*;
use jiff::ToSpan;
use jiff::civil::date;
use kaikuasema_domain::api::{CardRow, EventOrShowing, EventRow, True};
use kaikuasema_domain::*;
use kaikuasema_store::*;

fn number(n: u32) -> CardNumber {
    CardNumber::parse(&format!("A{n:09}")).unwrap()
}

fn card(n: u32, version: u64, active: bool) -> CardRow {
    CardRow::Present { version, entity: Card { number: number(n), active, valid_until: date(2027, 5, 31), children_max: Some(3) } }
}

fn is_active(station: &Station, n: u32) -> Option<bool> {
    station.card(number(n)).unwrap().map(|card| card.active)
}

#[test]
fn a_card_is_found_as_it_was_told() {
    let station = Station::new();
    station.apply_cards(batch(vec![card(1, 1, true)], "c1", true)).unwrap();
    let expected = Card { number: number(1), active: true, valid_until: date(2027, 5, 31), children_max: Some(3) };
    assert_eq!(station.card(number(1)).unwrap(), Some(expected));
    assert_eq!(station.card(number(2)).unwrap(), None);
}

#[test]
fn a_first_load_is_not_seen_before_it_is_whole_and_goes_on_after_a_restart() {
    let station = Station::new();
    assert_eq!(station.feed_cursor(Feed::Cards).unwrap(), None);
    station.apply_cards(batch(vec![card(1, 1, true)], "c1", false)).unwrap();
    assert_eq!(station.register().unwrap(), RegisterState::default());
    assert_eq!(is_active(&station, 1), None);
    let station = station.reopen();
    assert_eq!(station.feed_cursor(Feed::Cards).unwrap().as_deref(), Some("c1"));
    station.apply_cards(batch(vec![card(2, 2, true)], "c2", true)).unwrap();
    assert_eq!(station.register().unwrap(), RegisterState { cards: 2, as_of: Some(now()), cursor: Some("c2".to_owned()) });
    assert_eq!((is_active(&station, 1), is_active(&station, 2)), (Some(true), Some(true)));
}

#[test]
fn a_fresh_start_keeps_the_old_copy_in_use_until_the_new_one_is_whole() {
    let station = Station::new();
    station.apply_cards(batch(vec![card(1, 5, true), card(2, 6, true)], "old", true)).unwrap();
    station.start_afresh(Feed::Cards).unwrap();
    assert_eq!(station.feed_cursor(Feed::Cards).unwrap(), None);
    station.apply_cards(batch(vec![card(1, 9, false)], "new1", false)).unwrap();
    assert_eq!(is_active(&station, 1), Some(true));
    let register = station.register().unwrap();
    assert_eq!((register.cards, register.cursor.as_deref()), (2, Some("old")));
    // A second fresh start in the middle forgets what was built beside.
    station.start_afresh(Feed::Cards).unwrap();
    station.apply_cards(batch(vec![card(3, 10, true)], "new2", true)).unwrap();
    assert_eq!((is_active(&station, 1), is_active(&station, 3)), (None, Some(true)));
    assert_eq!(station.feed_cursor(Feed::Cards).unwrap().as_deref(), Some("new2"));
}

#[test]
fn as_of_moves_on_a_complete_reply_an_empty_one_included_and_on_nothing_else() {
    let station = Station::new();
    let at = |minutes: i64| now().checked_add(minutes.minutes()).unwrap();
    let as_of = || station.feed_as_of(Feed::Cards).unwrap();
    let apply = |rows, cursor, complete, minutes| {
        station.apply_cards(FeedBatch { received_at: at(minutes), ..batch(rows, cursor, complete) }).unwrap();
    };
    apply(vec![card(1, 1, true)], "c1", false, 1);
    assert_eq!(as_of(), None);
    apply(vec![], "c1", true, 2);
    assert_eq!(as_of(), Some(at(2)));
    apply(vec![card(2, 2, true)], "c2", false, 3);
    assert_eq!(as_of(), Some(at(2)));
    apply(vec![], "c2", true, 4);
    assert_eq!(as_of(), Some(at(4)));
    station.start_afresh(Feed::Cards).unwrap();
    apply(vec![card(2, 2, true)], "d1", false, 5);
    assert_eq!(as_of(), Some(at(4)));
}

#[test]
fn a_version_never_goes_back() {
    let station = Station::new();
    station.apply_cards(batch(vec![card(1, 5, false)], "c1", true)).unwrap();
    station.apply_cards(batch(vec![card(1, 4, true), card(1, 5, true)], "c2", true)).unwrap();
    assert_eq!(is_active(&station, 1), Some(false));
    let gone = CardRow::Deleted { id: number(1), version: 7, deleted: True };
    station.apply_cards(batch(vec![gone], "c3", true)).unwrap();
    station.apply_cards(batch(vec![card(1, 6, true)], "c4", true)).unwrap();
    assert_eq!(is_active(&station, 1), None);
    assert_eq!(station.register().unwrap().cards, 0);
    station.apply_cards(batch(vec![card(1, 8, true)], "c5", true)).unwrap();
    assert_eq!(is_active(&station, 1), Some(true));
}

#[test]
fn events_come_with_their_showings_in_order_and_feeds_of_venues_lie_apart() {
    let station = Station::new();
    let play = event("Peppi");
    let showing = |n: u128, day| Showing {
        id: ShowingId(uuid::Uuid::from_u128(n)),
        event: play.id,
        date: date(2026, 11, day),
        time: None,
        capacity: Some(40),
        cancelled: false,
        occasion: Default::default(),
    };
    let present = |version, entity| EventRow::Present { version, entity };
    let rows = vec![
        present(1, EventOrShowing::Event(play.clone())),
        present(2, EventOrShowing::Showing(showing(11, 29))),
        present(3, EventOrShowing::Showing(showing(12, 28))),
        present(4, EventOrShowing::Showing(showing(13, 27))),
        EventRow::Deleted { id: uuid::Uuid::from_u128(13), version: 5, deleted: True },
    ];
    station.apply_events(venue(), batch(rows, "e5", true)).unwrap();
    let other = VenueId(uuid::Uuid::from_u128(50));
    let elsewhere = Event { venue: other, ..event("Uinti") };
    let row = present(9, EventOrShowing::Event(elsewhere.clone()));
    station.apply_events(other, batch(vec![row], "o9", true)).unwrap();
    let expected = EventWithShowings { event: play.clone(), showings: vec![showing(12, 28), showing(11, 29)] };
    assert_eq!(station.events(venue()).unwrap(), [expected]);
    assert_eq!(station.events(other).unwrap(), [EventWithShowings { event: elsewhere, showings: vec![] }]);
    assert_eq!(station.feed_cursor(Feed::Events(venue())).unwrap().as_deref(), Some("e5"));
    assert_eq!(station.feed_cursor(Feed::Usages(venue())).unwrap(), None);
    station.start_afresh(Feed::Events(venue())).unwrap();
    station.apply_events(venue(), batch(vec![], "f1", true)).unwrap();
    assert_eq!(station.events(venue()).unwrap(), []);
    assert_eq!(station.events(other).unwrap().len(), 1);
}

#[test]
fn rows_that_do_not_go_on_from_the_copy_are_refused() {
    let station = Station::new();
    let told = |after: Option<&str>, n, cursor, complete| {
        let after = after.map(str::to_owned);
        station.store.apply_cards(FeedBatch { after, ..batch(vec![card(n, u64::from(n), true)], cursor, complete) })
    };
    told(None, 1, "c1", false).unwrap();
    // A second round that also began at the beginning: its rows are no part of this copy.
    assert!(matches!(told(None, 2, "c2", true), Err(StoreError::OutOfStep)));
    told(Some("c1"), 3, "c3", true).unwrap();
    assert!(matches!(told(Some("c1"), 4, "c4", true), Err(StoreError::OutOfStep)));
    assert_eq!((1..=4).map(|n| is_active(&station, n).is_some()).collect::<Vec<_>>(), [true, false, true, false]);
    assert_eq!(station.feed_cursor(Feed::Cards).unwrap().as_deref(), Some("c3"));
}
