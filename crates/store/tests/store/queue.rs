//! The queue as the clerk reads it: every operation can be named, also one that tells only an id.

use crate::support::*;
use kaikuasema_domain::api::EventOrShowing;
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, Settings, TurnedAway, TurnedAwayReason};
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::*;
use kaikuasema_store::*;

fn turned_away(event: Option<EventId>) -> TurnedAway {
    TurnedAway {
        id: uuid::Uuid::now_v7(),
        venue: venue(),
        event,
        showing: None,
        event_date: usage().event_date,
        event_time: None,
        reason: TurnedAwayReason::Full,
        at: now(),
        station: StationId(uuid::Uuid::from_u128(5)),
    }
}

fn about(station: &Station) -> Option<About> {
    station.queue().unwrap().pop().unwrap().about
}

fn about_usage(usage: &Usage) -> Option<About> {
    Some(About::Usage(Box::new(usage.clone())))
}

#[test]
fn what_was_done_to_a_use_names_the_use() {
    let station = Station::new();
    let theirs = usage();
    station.tell(vec![present(3, &theirs)]);
    station.mark(theirs.id, venue(), Fact::Arrived, false, stamp()).unwrap();
    assert!(matches!(about(&station), Some(About::Usage(usage)) if usage.card == theirs.card && usage.id == theirs.id));
    station.delete_usage(theirs.id, venue(), stamp()).unwrap();
    assert_eq!(about(&station), about_usage(&theirs), "a deleted one, as it was told");
    let (ours, recorded) = station.record_one();
    assert_eq!(about(&station), about_usage(&ours));
    let corrected = Usage { children: 7, ..ours.clone() };
    station.update_usage(corrected.clone(), stamp()).unwrap();
    assert_eq!(about(&station), about_usage(&corrected));
    station.delete_usage(ours.id, venue(), stamp()).unwrap();
    assert_eq!(about(&station), about_usage(&corrected), "one that was never told, as it last was here");
    station.result(recorded.op, Outcome::Rejected { code: RejectionCode::NotAllowed });
    station.discard(recorded.op, "turha", stamp()).unwrap();
    let voids: Vec<_> = station.queue().unwrap().into_iter().filter(|entry| matches!(entry.change, Change::OpVoid { .. })).collect();
    assert_eq!(voids.len(), 3);
    assert_eq!(voids[0].about, about_usage(&ours), "a discarding is about what was discarded");
    let kept = usage();
    station.set_aside(aside(&kept, true), stamp()).unwrap();
    assert_eq!(about(&station), about_usage(&kept));
}

#[test]
fn what_was_set_names_the_event_or_the_showing() {
    let station = Station::new();
    let play = event("Peppi");
    let showing = showing_of(&play, 27);
    station.tell_events(vec![(1, EventOrShowing::Event(play.clone())), (2, EventOrShowing::Showing(showing.clone()))]);
    let set = |settings| station.set_settings(venue(), settings, stamp()).unwrap();
    set(Settings::Event { event: play.id, limits: EventLimits::default() });
    assert_eq!(about(&station), Some(About::Event { name: "Peppi".to_owned() }));
    set(Settings::Showing { showing: showing.id, occasion: showing.occasion, capacity: None });
    assert_eq!(about(&station), Some(About::Showing { event: "Peppi".to_owned(), date: showing.date, time: showing.time }));
    set(Settings::Venue { rules: VenueRules::default() });
    assert_eq!(about(&station), None, "it is the venue's own");
    station.record(NewUsage { new_event: Some(event("Uusi")), ..new_usage(usage()) }).unwrap();
    let named: Vec<_> = station.queue().unwrap().into_iter().map(|entry| entry.about).collect();
    assert!(named.contains(&Some(About::Event { name: "Uusi".to_owned() })));
}

#[test]
fn a_customer_turned_away_is_told_once_and_settled_when_the_service_has_it() {
    let station = Station::new();
    let play = event("Peppi");
    station.tell_events(vec![(1, EventOrShowing::Event(play.clone()))]);
    let each = turned_away(Some(play.id));
    station.turn_away(each.clone(), stamp()).unwrap();
    assert_eq!(about(&station), Some(About::Event { name: "Peppi".to_owned() }));
    let operation = station.last_op();
    assert_eq!((operation.venue, &operation.change), (venue(), &Change::TurnedAway(each)));
    assert_eq!(station.due_ops(), [operation.op_id]);
    station.result(operation.op_id, Outcome::Accepted { version: 9 });
    assert_eq!((station.due_ops(), station.queue().unwrap()), (vec![], vec![]));
    // One that is refused waits for the clerk and can be discarded.
    station.turn_away(turned_away(None), stamp()).unwrap();
    let refused = station.last_op().op_id;
    station.result(refused, Outcome::Rejected { code: RejectionCode::VenueNotYours });
    station.discard(refused, "turha", stamp()).unwrap();
    assert_eq!(station.queue().unwrap().len(), 1, "the word of the discarding");
}
