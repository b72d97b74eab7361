//! What is changed, what is wrong where, and in which order it goes.

use super::super::draft::{CapDraft, CapKind};
use super::*;
use jiff::civil::date;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer};
use kaikuasema_domain::{Event, VenueId};
use uuid::Uuid;

const EVENT: EventId = EventId(Uuid::from_u128(1));
const FIRST: ShowingId = ShowingId(Uuid::from_u128(11));

fn whole(capacity: Option<u32>, limits: EventLimits) -> Whole {
    let event = Event {
        id: EVENT,
        venue: VenueId(Uuid::nil()),
        name: "Peppi".to_owned(),
        kind: EventKind::Performance,
        active: true,
        asks_value: false,
        made_at_counter: false,
        limits,
    };
    let showing = |id, day, cancelled| Showing {
        id: ShowingId(Uuid::from_u128(id)),
        event: EVENT,
        date: date(2026, 11, day),
        time: None,
        capacity,
        cancelled,
        occasion: ShowingOccasion::Ordinary,
    };
    let closed = Event { id: EventId(Uuid::from_u128(2)), active: false, ..event.clone() };
    let mut whole = Whole::new(VenueRules::default(), 70);
    whole.set_events(vec![
        EventWithShowings { event, showings: vec![showing(11, 28, false), showing(12, 21, false), showing(13, 29, true)] },
        EventWithShowings { event: closed, showings: Vec::new() },
    ]);
    whole
}

fn hall(whole: &mut Whole, capacity: &str) {
    let showing = whole.events[0].showings[0].clone();
    let draft = ShowingDraft { capacity: capacity.to_owned(), ..whole.showing_draft(&showing) };
    whole.set_showing_draft(FIRST, draft);
}

fn cap(whole: &mut Whole, number: &str) {
    let draft = whole.event_draft(EVENT).unwrap();
    whole.set_event_draft(EVENT, EventDraft { cap: CapDraft { kind: CapKind::Showing, number: number.to_owned() }, ..draft });
}

fn tickets(most: u32) -> EventLimits {
    EventLimits { cap: Some(Cap::Tickets { most, per: CapPer::Showing }), ..EventLimits::default() }
}

#[test]
fn nothing_typed_is_nothing_changed() {
    let whole = whole(Some(100), EventLimits::default());
    assert!(!whole.is_changed());
    assert_eq!((whole.changes(), whole.problems()), (Vec::new(), Vec::new()));
}

#[test]
fn only_events_in_use_and_coming_showings_are_offered() {
    let whole = whole(Some(100), EventLimits::default());
    assert_eq!(whole.events.len(), 1);
    let coming: Vec<ShowingId> = whole.coming(EVENT, date(2026, 11, 22)).iter().map(|showing| showing.id).collect();
    assert_eq!(coming, [FIRST]);
}

#[test]
fn a_change_typed_back_is_no_change() {
    let mut whole = whole(Some(100), tickets(5));
    cap(&mut whole, "6");
    assert!(whole.is_changed());
    cap(&mut whole, "5");
    assert!(!whole.is_changed());
    whole.gap_text = "80".to_owned();
    assert!(whole.is_changed());
    whole.drop_changes();
    assert!(!whole.is_changed());
}

#[test]
fn a_larger_hall_goes_after_the_larger_cap_and_a_smaller_one_before_the_smaller() {
    let kinds = |whole: &Whole| -> Vec<&'static str> {
        let kind = |change: &Settings| match change {
            Settings::Venue { .. } => "venue",
            Settings::Event { .. } => "event",
            Settings::Showing { .. } => "showing",
        };
        whole.changes().iter().map(kind).collect()
    };
    let mut grows = whole(Some(100), tickets(3));
    hall(&mut grows, "334");
    cap(&mut grows, "11");
    assert_eq!(kinds(&grows), ["event", "showing"]);
    let mut shrinks = whole(None, tickets(11));
    shrinks.events[0].showings[0].capacity = Some(334);
    hall(&mut shrinks, "100");
    cap(&mut shrinks, "3");
    assert_eq!(kinds(&shrinks), ["showing", "event"]);
}

#[test]
fn a_larger_hall_makes_a_cap_that_was_enough_too_small() {
    let mut whole = whole(Some(100), tickets(3));
    hall(&mut whole, "334");
    let problems = whole.problems();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!((problems[0].section, problems[0].event, problems[0].field), (Section::Event, Some(EVENT), Field::EventCap));
    assert!(problems[0].is_of(Field::EventCap, Some(EVENT), None));
    assert!(!problems[0].is_of(Field::EventCap, None, None), "of another event nothing is wrong");
}

#[test]
fn a_hall_of_nobody_is_wrong_at_its_showing() {
    let mut whole = whole(Some(100), EventLimits::default());
    hall(&mut whole, "0");
    let problems = whole.problems();
    assert_eq!((problems[0].showing, problems[0].field, problems[0].wrong), (Some(FIRST), Field::Capacity, Wrong::Nought));
}

#[test]
fn the_pause_of_a_scan_keeps_to_its_bounds() {
    let mut whole = Whole::new(VenueRules::default(), 70);
    for (text, gap) in [("20", Some(20)), ("200", Some(200)), ("19", None), ("201", None), ("", None), ("x", None)] {
        whole.gap_text = text.to_owned();
        assert_eq!(whole.gap().ok(), gap, "{text}");
    }
    assert_eq!(whole.problems()[0].section, Section::Station);
}

#[test]
fn rules_set_elsewhere_are_taken_over_and_what_is_typed_stays() {
    let other = VenueRules { one_scan: true, ..VenueRules::default() };
    let mut whole = Whole::new(VenueRules::default(), 70);
    assert!(!whole.set_rules(other.clone()));
    assert!(whole.draft.rules.one_scan && !whole.is_changed());
    let mut typed = Whole::new(VenueRules::default(), 70);
    typed.draft.set_text(Field::Visits, "40".to_owned());
    assert!(!typed.set_rules(other.clone()));
    assert_eq!(typed.draft.text(Field::Visits), "40");
    assert!(typed.draft.rules.one_scan, "shown at once");
    let changes = typed.changes();
    let [Settings::Venue { rules }] = changes.as_slice() else { panic!("the venue's rules alone: {changes:?}") };
    assert!(rules.one_scan, "saving does not take it back");
    assert_eq!(rules.limits.visits.map(|visits| visits.most), Some(40));
}

/// Another station's rules with so many visits.
fn visits(most: u32) -> VenueRules {
    let visits = Some(kaikuasema_domain::limits::VisitLimit { most, period: Default::default() });
    VenueRules { limits: kaikuasema_domain::limits::VenueLimits { visits, ..Default::default() }, ..VenueRules::default() }
}

#[test]
fn what_both_changed_is_told_until_the_clerk_keeps_one_of_the_two() {
    let both = Both { event: None, showing: None, setting: Setting::Field(Field::Visits) };
    let typed = || {
        let mut whole = Whole::new(VenueRules::default(), 70);
        whole.draft.set_text(Field::Visits, "40".to_owned());
        whole.draft.set_text(Field::GuestCap, "5".to_owned());
        assert!(whole.set_rules(visits(35)));
        assert_eq!(whole.both(), [both]);
        assert_eq!(whole.draft.text(Field::Visits), "40");
        whole
    };
    let mut again = typed();
    assert!(!again.set_rules(visits(35)), "told once of one change");
    assert!(again.set_rules(visits(36)), "and anew of another");
    assert_eq!(again.both(), [both]);
    let mut theirs = typed();
    theirs.take_others();
    assert_eq!((theirs.draft.text(Field::Visits), theirs.draft.text(Field::GuestCap)), ("35", "5"));
    assert!(theirs.both().is_empty() && theirs.is_changed(), "all else that was typed stays");
    let mut mine = typed();
    let meant = mine.draft.read().meant;
    mine.saved(meant.clone(), 70, Vec::new());
    assert!(mine.both().is_empty() && !mine.is_changed());
    assert_eq!(meant.limits.visits.map(|visits| visits.most), Some(40));
    let mut same = typed();
    same.draft.set_text(Field::Visits, "35".to_owned());
    assert!(same.both().is_empty(), "typed to the same there is nothing to choose");
    let mut dropped = typed();
    dropped.drop_changes();
    assert!(dropped.both().is_empty());
}

#[test]
fn an_events_limits_and_a_showing_follow_part_by_part_too() {
    let mut whole = whole(Some(100), tickets(5));
    cap(&mut whole, "6");
    hall(&mut whole, "120");
    let mut events = whole.events.clone();
    events[0].event.limits = EventLimits { once: Some(true), ..tickets(5) };
    events[0].showings[0].occasion = ShowingOccasion::Gala;
    assert!(!whole.set_events(events.clone()));
    let draft = whole.event_draft(EVENT).unwrap();
    assert_eq!((draft.limits.once, draft.cap.number.as_str()), (Some(true), "6"));
    let draft = whole.showing_draft(&whole.events[0].showings[0]);
    assert_eq!((draft.occasion, draft.capacity.as_str()), (ShowingOccasion::Gala, "120"));
    events[0].event.limits.cap = tickets(7).cap;
    events[0].showings[0].capacity = Some(130);
    assert!(whole.set_events(events));
    let both = |showing, setting| Both { event: Some(EVENT), showing, setting };
    let expected = [both(None, Setting::Field(Field::EventCap)), both(Some(FIRST), Setting::Field(Field::Capacity))];
    assert_eq!(whole.both(), expected);
    whole.take_others();
    assert!(whole.both().is_empty() && !whole.is_changed(), "what the other station set is all there is");
}

#[test]
fn what_is_wrong_with_the_venue_comes_before_its_limits() {
    let mut whole = Whole::new(VenueRules::default(), 70);
    whole.draft.set_text(Field::Visits, "29".to_owned());
    whole.draft.set_text(Field::Wristband, "x".to_owned());
    let sections: Vec<Section> = whole.problems().iter().map(|problem| problem.section).collect();
    assert_eq!(sections, [Section::Venue, Section::Limits]);
}
