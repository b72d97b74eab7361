//! Rules and limits that were set: here at once, at the service in its turn, everywhere by the feed.

use crate::support::*;
use kaikuasema_domain::api::{EventOrShowing, Secret};
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, Settings};
use kaikuasema_domain::user::{User, VenueAccess};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::*;
use kaikuasema_store::*;

fn rules(terms: &str) -> VenueRules {
    VenueRules { limit_reached: Policy::Refuse, course_terms: Some(terms.to_owned()), ..VenueRules::default() }
}

fn told(version: u64, terms: &str) -> (u64, EventOrShowing) {
    (version, EventOrShowing::Rules { id: venue(), rules: rules(terms) })
}

fn set(station: &Station, settings: Settings) -> Operation {
    station.set_settings(venue(), settings, stamp()).unwrap();
    station.last_op()
}

fn set_rules(station: &Station, terms: &str) -> Operation {
    set(station, Settings::Venue { rules: rules(terms) })
}

fn terms(station: &Station) -> Option<String> {
    station.rules(venue()).unwrap().course_terms
}

fn sign_in(station: &Station, terms: &str) {
    let venue = Venue {
        id: venue(),
        organisation: OrganisationId(uuid::Uuid::from_u128(70)),
        name: "Opisto".to_owned(),
        municipality: "Mallila".to_owned(),
        kind: VenueKind::AdultEducation,
        rules: rules(terms),
    };
    let session = SavedSession {
        user: User { id: clerk(), email: "kassa@opisto.invalid".to_owned() },
        venues: vec![VenueAccess { venue, rights: Default::default(), colleagues: vec![] }],
        refresh_token: Secret("r".to_owned()),
        signed_in_at: now(),
    };
    station.set_session(Some(&session)).unwrap();
}

#[test]
fn what_was_set_here_stands_over_the_feed_and_the_feed_over_the_session() {
    let station = Station::new();
    assert_eq!(station.rules(venue()).unwrap(), VenueRules::default(), "nothing is known of it");
    sign_in(&station, "istunto");
    assert_eq!(terms(&station).as_deref(), Some("istunto"));
    station.tell_events(vec![told(3, "syöte")]);
    assert_eq!(terms(&station).as_deref(), Some("syöte"));
    let operation = set_rules(&station, "oma");
    assert_eq!(terms(&station).as_deref(), Some("oma"));
    assert_eq!((operation.base_version, operation.depends_on), (Some(3), vec![]));
    let elsewhere = VenueId(uuid::Uuid::from_u128(50));
    assert_eq!(station.rules(elsewhere).unwrap(), VenueRules::default());
    let station = station.reopen();
    assert_eq!(terms(&station).as_deref(), Some("oma"));
}

#[test]
fn rules_set_here_hold_until_the_feed_has_passed_them() {
    let station = Station::new();
    station.tell_events(vec![told(3, "ennen")]);
    let operation = set_rules(&station, "oma");
    station.result(operation.op_id, Outcome::Accepted { version: 5 });
    assert_eq!(terms(&station).as_deref(), Some("oma"));
    station.tell_events(vec![told(4, "toinen asema ehti")]);
    assert_eq!(terms(&station).as_deref(), Some("oma"));
    assert_eq!(station.queue().unwrap().len(), 1);
    station.tell_events(vec![told(6, "myöhempi")]);
    assert_eq!(terms(&station).as_deref(), Some("myöhempi"));
    assert_eq!(station.queue().unwrap(), []);
}

#[test]
fn rules_set_twice_build_on_what_was_told_and_go_in_their_order() {
    let station = Station::new();
    station.tell_events(vec![told(3, "ennen")]);
    let first = set_rules(&station, "ensin");
    let second = set_rules(&station, "sitten");
    assert_eq!((second.base_version, second.depends_on), (Some(3), vec![first.op_id]));
    assert_eq!(terms(&station).as_deref(), Some("sitten"));
}

#[test]
fn refused_settings_need_the_clerk_do_not_hold_and_hold_nothing_back() {
    for outcome in [Outcome::Rejected { code: RejectionCode::BelowFloor }, Outcome::Conflict { current: serde_json::Value::Null }] {
        let station = Station::new();
        station.tell_events(vec![told(3, "ennen")]);
        let refused = set_rules(&station, "liian tiukka").op_id;
        station.result(refused, outcome);
        assert_eq!(terms(&station).as_deref(), Some("ennen"));
        let queue = station.queue().unwrap();
        assert!(matches!(queue[0].state, QueueState::NeedsYou(_)), "{queue:?}");
        let better = set_rules(&station, "parempi");
        assert_eq!(better.depends_on, []);
        assert_eq!(station.due_ops(), [better.op_id]);
        station.discard(refused, "korjattu", stamp()).unwrap();
        assert_eq!(terms(&station).as_deref(), Some("parempi"));
        assert!(station.queue().unwrap().iter().all(|entry| entry.state == QueueState::Waiting));
    }
}

#[test]
fn the_limits_of_an_event_and_the_occasion_of_a_showing_hold_at_once() {
    let station = Station::new();
    let play = event("Peppi");
    let premiere = showing_of(&play, 27);
    station.tell_events(vec![(1, EventOrShowing::Event(play.clone())), (2, EventOrShowing::Showing(premiere.clone()))]);
    let limits = EventLimits { guest: true, expected: Some(200), ..EventLimits::default() };
    let of_event = set(&station, Settings::Event { event: play.id, limits });
    let of_showing = set(&station, Settings::Showing { showing: premiere.id, occasion: ShowingOccasion::Premiere, capacity: Some(120) });
    assert_eq!((of_event.base_version, of_showing.base_version), (Some(1), Some(2)));
    let set_event = Event { limits, ..play.clone() };
    let set_showing = Showing { occasion: ShowingOccasion::Premiere, capacity: Some(120), ..premiere.clone() };
    let expected = [EventWithShowings { event: set_event.clone(), showings: vec![set_showing.clone()] }];
    assert_eq!(station.events(venue()).unwrap(), expected);
    // A new name from elsewhere shows under it.
    station.tell_events(vec![(3, EventOrShowing::Event(Event { name: "Pippi".to_owned(), ..play.clone() }))]);
    assert_eq!(station.events(venue()).unwrap()[0].event, Event { name: "Pippi".to_owned(), ..set_event.clone() });
    station.result(of_event.op_id, Outcome::Accepted { version: 4 });
    station.result(of_showing.op_id, Outcome::Accepted { version: 5 });
    station.tell_events(vec![(4, EventOrShowing::Event(set_event)), (5, EventOrShowing::Showing(set_showing))]);
    assert_eq!((station.events(venue()).unwrap(), station.queue().unwrap()), (expected.to_vec(), vec![]));
}

#[test]
fn the_limits_of_an_event_made_here_wait_for_it_and_follow_it_when_it_is_merged() {
    let station = Station::new();
    let ours = event("Joulukonsertti");
    station.record(NewUsage { new_event: Some(ours.clone()), ..new_usage(usage_of(&ours)) }).unwrap();
    let making = station.due_ops()[0];
    let limits = EventLimits { left_out: true, ..EventLimits::default() };
    let operation = set(&station, Settings::Event { event: ours.id, limits });
    assert_eq!((operation.base_version, operation.depends_on), (None, vec![making]));
    assert!(station.events(venue()).unwrap()[0].event.limits.left_out);
    let kept = event("joulukonsertti");
    station.result(making, Outcome::Merged { id: kept.id, version: 3 });
    station.tell_events(vec![(3, EventOrShowing::Event(kept.clone())), (4, EventOrShowing::Alias { id: ours.id, into: kept.id })]);
    assert_eq!(station.events(venue()).unwrap()[0].event, Event { limits, ..kept.clone() });
    // What is set from now on names the event that is left.
    let operation = set(&station, Settings::Event { event: ours.id, limits: EventLimits::default() });
    assert!(matches!(operation.change, Change::SettingsUpdate(Settings::Event { event, .. }) if event == kept.id));
    assert_eq!(station.events(venue()).unwrap()[0].event, kept);
}

#[test]
fn rules_are_told_afresh_with_the_events() {
    let station = Station::new();
    station.tell_events(vec![told(3, "vanha")]);
    station.start_afresh(Feed::Events(venue())).unwrap();
    assert_eq!(terms(&station).as_deref(), Some("vanha"), "until the new copy is whole");
    station.tell_events(vec![told(2, "palautettu")]);
    assert_eq!(terms(&station).as_deref(), Some("palautettu"));
    assert_eq!(station.events(venue()).unwrap(), [], "rules are no event");
}
