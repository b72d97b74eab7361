//! Own over base: what the clerk sees while the service and its feed catch up.

use crate::support::*;
use jiff::civil::{date, time};
use kaikuasema_domain::api::{EventOrShowing, EventRow, True, UsageRow};
use kaikuasema_domain::operation::Outcome;
use kaikuasema_domain::*;
use kaikuasema_store::*;

fn feed(station: &Station, rows: Vec<UsageRow>, complete: bool) {
    station.apply_usages(venue(), batch(rows, "u", complete)).unwrap();
}

fn event_feed(station: &Station, rows: Vec<EventRow>) {
    station.apply_events(venue(), batch(rows, "e", true)).unwrap();
}

#[test]
fn a_record_is_seen_once_all_the_way_from_the_counter_to_the_feed() {
    let station = Station::new();
    feed(&station, vec![], true);
    let (usage, recorded) = station.record_one();
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)]);
    station.result(recorded.op, Outcome::Accepted { version: 7 });
    assert_eq!(station.seen(), [(usage.id, UsageState::Sent)]);
    assert_eq!(station.queue().unwrap().len(), 1, "kept until the feed has passed it");
    feed(&station, vec![present(7, &usage)], true);
    assert_eq!(station.seen(), [(usage.id, UsageState::Sent)]);
    assert_eq!(station.queue().unwrap(), []);
    // From here on the feed tells the truth.
    let changed = Usage { children: 5, ..usage.clone() };
    feed(&station, vec![present(8, &changed)], true);
    assert_eq!(station.usages(&UsageFilter::default()).unwrap()[0].usage, changed);
    feed(&station, vec![UsageRow::Deleted { id: usage.id, version: 9, deleted: True }], true);
    assert_eq!(station.seen(), []);
}

#[test]
fn a_feed_that_is_faster_than_the_answer_shows_nothing_twice() {
    let station = Station::new();
    feed(&station, vec![], true);
    let (usage, recorded) = station.record_one();
    feed(&station, vec![present(7, &usage)], true);
    assert_eq!(station.seen(), [(usage.id, UsageState::Waiting)]);
    station.result(recorded.op, Outcome::Accepted { version: 7 });
    assert_eq!(station.seen(), [(usage.id, UsageState::Sent)]);
    assert_eq!(station.queue().unwrap(), []);
}

#[test]
fn a_deleted_record_stays_deleted_while_the_feed_still_tells_it() {
    let station = Station::new();
    feed(&station, vec![], true);
    let (usage, recorded) = station.record_one();
    station.delete_usage(usage.id, venue(), stamp()).unwrap();
    let delete = station.due_ops()[1];
    station.result(recorded.op, Outcome::Accepted { version: 7 });
    feed(&station, vec![present(7, &usage)], true);
    assert_eq!(station.seen(), []);
    station.result(delete, Outcome::Accepted { version: 8 });
    assert_eq!(station.seen(), []);
    feed(&station, vec![UsageRow::Deleted { id: usage.id, version: 8, deleted: True }], true);
    assert_eq!(station.seen(), []);
    assert_eq!(station.queue().unwrap(), []);
}

#[test]
fn a_first_load_of_usages_hides_no_record_of_ones_own() {
    let station = Station::new();
    let (usage, recorded) = station.record_one();
    station.result(recorded.op, Outcome::Accepted { version: 7 });
    feed(&station, vec![present(7, &usage)], false);
    assert_eq!(station.seen(), [(usage.id, UsageState::Sent)]);
    assert_eq!(station.queue().unwrap().len(), 1, "what lies beside has passed nothing");
    feed(&station, vec![], true);
    assert_eq!(station.seen(), [(usage.id, UsageState::Sent)]);
    assert_eq!(station.queue().unwrap(), []);
}

#[test]
fn a_usage_that_moved_to_another_venue_is_seen_there_only() {
    let station = Station::new();
    let usage = usage();
    feed(&station, vec![present(3, &usage)], true);
    let other = VenueId(uuid::Uuid::from_u128(50));
    let moved = Usage { venue: other, ..usage.clone() };
    station.apply_usages(other, batch(vec![present(4, &moved)], "o", true)).unwrap();
    let seen = station.usages(&UsageFilter::default()).unwrap();
    assert_eq!(seen.iter().map(|each| each.usage.venue).collect::<Vec<_>>(), [other]);
}

#[test]
fn usages_of_a_merged_event_follow_it() {
    let station = Station::new();
    event_feed(&station, vec![]);
    let ours = event("joulukonsertti");
    let recorded = station.record(NewUsage { new_event: Some(ours.clone()), ..new_usage(usage_of(&ours)) }).unwrap();
    let event_op = station.due_ops()[0];
    let theirs = event("Joulukonsertti");
    station.result(event_op, Outcome::Merged { id: theirs.id, version: 3 });
    // Before the feed has told the other event, ours stands in for it under its id.
    let events = station.events(venue()).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!((events[0].event.id, events[0].event.name.as_str()), (theirs.id, "joulukonsertti"));
    let seen = |filter| station.usages(&filter).unwrap().into_iter().map(|each| each.usage).collect::<Vec<_>>();
    let of = |event| UsageFilter { event: Some(event), ..UsageFilter::default() };
    assert_eq!(seen(of(theirs.id))[0].event, Some(theirs.id));
    event_feed(
        &station,
        vec![
            EventRow::Present { version: 3, entity: EventOrShowing::Event(theirs.clone()) },
            EventRow::Present { version: 4, entity: EventOrShowing::Alias { id: ours.id, into: theirs.id } },
        ],
    );
    assert_eq!(station.events(venue()).unwrap(), [EventWithShowings { event: theirs.clone(), showings: vec![] }]);
    station.result(recorded.op, Outcome::Accepted { version: 1 });
    for id in [ours.id, theirs.id] {
        let usages = seen(of(id));
        assert_eq!(usages.len(), 1);
        assert_eq!((usages[0].event, usages[0].event_name.as_deref()), (Some(theirs.id), Some("Joulukonsertti")));
    }
    // And for ever: also when that event is merged once more, and after a restart.
    let third = event("Konsertti");
    event_feed(
        &station,
        vec![
            EventRow::Present { version: 6, entity: EventOrShowing::Event(third.clone()) },
            EventRow::Present { version: 7, entity: EventOrShowing::Alias { id: theirs.id, into: third.id } },
        ],
    );
    let station = station.reopen();
    let usages = station.usages(&of(ours.id)).unwrap();
    assert_eq!((usages[0].usage.event, usages[0].usage.event_name.as_deref()), (Some(third.id), Some("Konsertti")));
    assert_eq!(station.events(venue()).unwrap(), [EventWithShowings { event: third, showings: vec![] }]);
}

#[test]
fn two_events_of_one_name_made_here_become_one() {
    let station = Station::new();
    event_feed(&station, vec![]);
    let (first, second) = (event("Uinti"), event("uinti"));
    for event in [&first, &second] {
        station.record(NewUsage { new_event: Some(event.clone()), ..new_usage(usage_of(event)) }).unwrap();
    }
    let due = station.due_ops();
    station.result(due[0], Outcome::Accepted { version: 1 });
    station.result(due[2], Outcome::Merged { id: first.id, version: 1 });
    assert_eq!(station.events(venue()).unwrap(), [EventWithShowings { event: first.clone(), showings: vec![] }]);
    event_feed(&station, vec![EventRow::Present { version: 1, entity: EventOrShowing::Event(first.clone()) }]);
    assert_eq!(station.events(venue()).unwrap(), [EventWithShowings { event: first, showings: vec![] }]);
    assert_eq!(station.queue().unwrap().len(), 2, "the two events are settled, the two usages are not");
}

#[test]
fn a_renamed_event_is_shown_under_its_new_name() {
    let station = Station::new();
    let play = event("Peppi");
    event_feed(&station, vec![EventRow::Present { version: 1, entity: EventOrShowing::Event(play.clone()) }]);
    station.record(new_usage(usage_of(&play))).unwrap();
    let renamed = Event { name: "Peppi Pitkätossu".to_owned(), ..play };
    event_feed(&station, vec![EventRow::Present { version: 2, entity: EventOrShowing::Event(renamed) }]);
    let shown = station.usages(&UsageFilter::default()).unwrap();
    assert_eq!(shown[0].usage.event_name.as_deref(), Some("Peppi Pitkätossu"));
}

#[test]
fn every_filter_narrows_the_choice() {
    let station = Station::new();
    let base = usage();
    let earlier = "2026-11-21T10:00:00Z".parse().unwrap();
    let theirs = Usage {
        id: UsageId(uuid::Uuid::now_v7()),
        card: CardNumber::parse("Y123456789").unwrap(),
        clerk: UserId(uuid::Uuid::from_u128(90)),
        event_date: date(2026, 12, 24),
        event_time: Some(time(19, 30, 0, 0)),
        recorded_at: earlier,
        ..base.clone()
    };
    feed(&station, vec![present(1, &theirs)], true);
    station.record(new_usage(base.clone())).unwrap();
    let all = UsageFilter::default();
    let found = |filter: UsageFilter| station.usages(&filter).unwrap().into_iter().map(|each| each.usage.id).collect::<Vec<_>>();
    let (ours, theirs_id) = (vec![base.id], vec![theirs.id]);
    assert_eq!(found(all.clone()), [base.id, theirs.id], "the newest first");
    assert_eq!(found(UsageFilter { limit: Some(1), ..all.clone() }), ours);
    assert_eq!(found(UsageFilter { clerk: Some(base.clerk), ..all.clone() }), ours);
    assert_eq!(found(UsageFilter { card: Some(theirs.card), ..all.clone() }), theirs_id);
    assert_eq!(found(UsageFilter { event_date_from: Some(date(2026, 12, 24)), ..all.clone() }), theirs_id);
    assert_eq!(found(UsageFilter { event_date_to: Some(date(2026, 11, 22)), ..all.clone() }), ours);
    assert_eq!(found(UsageFilter { event_time: theirs.event_time, ..all.clone() }), theirs_id);
    assert_eq!(found(UsageFilter { recorded_from: Some(base.recorded_at), ..all.clone() }), ours);
    assert_eq!(found(UsageFilter { recorded_to: Some(base.recorded_at), ..all.clone() }), theirs_id);
    assert_eq!(found(UsageFilter { venue: Some(VenueId(uuid::Uuid::from_u128(50))), ..all.clone() }), []);
    assert_eq!(found(UsageFilter { clerk: Some(base.clerk), card: Some(theirs.card), ..all }), []);
}
