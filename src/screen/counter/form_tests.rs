//! Tests of the recording form.

use super::*;
use crate::ui::{combo, date_field, drop_down, stepper};
use jiff::civil::{date, time};
use kaikuasema_domain::Event;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::EventLimits;
use uuid::Uuid;

const NOW: DateTime = date(2026, 11, 22).at(14, 20, 0, 0);

fn venue() -> VenueId {
    VenueId(Uuid::from_u128(1))
}

fn event(id: u128, name: &str, asks_value: bool) -> Event {
    Event {
        id: EventId(Uuid::from_u128(id)),
        venue: venue(),
        name: name.to_owned(),
        kind: EventKind::Performance,
        active: true,
        asks_value,
        made_at_counter: false,
        limits: EventLimits::default(),
    }
}

fn showing(id: u128, day: i8, hour: i8) -> Showing {
    Showing {
        id: ShowingId(Uuid::from_u128(id)),
        event: EventId(Uuid::from_u128(10)),
        date: date(2026, 11, day),
        time: Some(time(hour, 0, 0, 0)),
        capacity: None,
        cancelled: false,
        occasion: ShowingOccasion::Ordinary,
    }
}

fn events() -> Vec<EventWithShowings> {
    let mut inactive = event(13, "Kirsikkatarha", false);
    inactive.active = false;
    vec![
        EventWithShowings {
            event: event(10, "Peppi Pitkätossu", false),
            showings: vec![showing(1, 20, 13), showing(2, 28, 13), showing(3, 29, 15)],
        },
        EventWithShowings { event: event(11, "Teatterikierros", false), showings: vec![] },
        EventWithShowings { event: event(12, "Kopiot", true), showings: vec![] },
        EventWithShowings { event: inactive, showings: vec![] },
    ]
}

fn form() -> Form {
    let mut form = Form::new(NOW.date());
    form.set_events(events(), NOW);
    form
}

fn choose(form: &mut Form, name: &str) {
    form.update(Message::Event(combo::Message::Typed(name.to_owned())), NOW);
    form.update(Message::Event(combo::Message::Accepted), NOW);
}

fn card(text: &str) -> CardNumber {
    CardNumber::parse(text).unwrap()
}

#[test]
fn inactive_events_are_in_no_list() {
    assert_eq!(form().names(), ["Peppi Pitkätossu", "Teatterikierros", "Kopiot"]);
}

#[test]
fn a_scheduled_event_gives_its_next_showing_and_its_date_and_time() {
    let mut form = form();
    choose(&mut form, "peppi");
    assert!(form.is_scheduled());
    let draft = form.draft(card("A9990000071"), venue(), None).unwrap();
    assert_eq!((draft.event_date, draft.event_time), (date(2026, 11, 28), Some(time(13, 0, 0, 0))));
    assert_eq!(draft.showing, Some(ShowingId(Uuid::from_u128(2))));
    let order: Vec<i8> = form.ordered_showings(NOW).iter().map(|s| s.date.day()).collect();
    assert_eq!(order, [28, 29, 20], "past ones come last");
}

#[test]
fn an_unscheduled_event_takes_the_day_typed_and_a_time_if_there_is_one() {
    let mut form = form();
    choose(&mut form, "teatteri");
    form.update(Message::Date(date_field::Message::Typed("24.12.".into())), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None).unwrap().event_time, None);
    form.update(Message::TimeTyped("19".into()), NOW);
    let draft = form.draft(card("A9990000071"), venue(), None).unwrap();
    assert_eq!((draft.event_date, draft.event_time), (date(2026, 12, 24), Some(time(19, 0, 0, 0))));
    form.update(Message::TimeTyped("25".into()), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None), Err(Problem::Time));
    form.update(Message::Date(date_field::Message::Typed("31.2.".into())), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None), Err(Problem::Date));
}

#[test]
fn a_name_typed_but_not_chosen_is_never_left_out_silently() {
    let mut form = form();
    form.update(Message::Event(combo::Message::Typed("Uusi".into())), NOW);
    form.update(Message::Event(combo::Message::Dismissed), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None), Err(Problem::EventUndecided));
    form.update(Message::Event(combo::Message::Moved(-1)), NOW);
    form.update(Message::Event(combo::Message::Accepted), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None).unwrap().event, EventChoice::New("Uusi".into()));
}

#[test]
fn the_value_is_asked_for_only_where_the_event_wants_it() {
    let mut form = form();
    choose(&mut form, "kopiot");
    form.update(Message::ValueTyped("4,5".into()), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None).unwrap().value, Cents::new(450));
    form.update(Message::ValueTyped("4,505".into()), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None), Err(Problem::Value));
    choose(&mut form, "teatteri");
    assert_eq!(form.draft(card("A9990000071"), venue(), None).unwrap().value, None);
}

#[test]
fn only_a_community_card_counts_customer_cards() {
    let mut form = form();
    form.update(Message::CustomerCards(stepper::Message::Typed("5".into())), NOW);
    assert_eq!(form.draft(card("Y9990000126"), venue(), None).unwrap().customer_cards, Some(5));
    assert_eq!(form.draft(card("A9990000071"), venue(), None).unwrap().customer_cards, None);
}

fn steps_staff(form: &mut Form, message: stepper::Message) -> u16 {
    form.update(Message::Staff(message), NOW);
    form.draft(card("Y9990000126"), venue(), None).unwrap().staff
}

#[test]
fn only_a_community_card_counts_staff_members_and_one_where_the_venue_sets_no_number() {
    let mut form = form();
    assert_eq!(form.most_staff(), None, "nobody is asked");
    assert_eq!(steps_staff(&mut form, stepper::Message::Stepped(1)), 1);
    form.set_most_staff(3);
    assert_eq!(form.most_staff(), Some(3));
    let steps = [1, 1, 1, -1, -1, -1].map(|by| steps_staff(&mut form, stepper::Message::Stepped(by)));
    assert_eq!(steps, [2, 3, 3, 2, 1, 1]);
    let typed = ["3", "4", "0", "", "2"].map(|text| steps_staff(&mut form, stepper::Message::Typed(text.into())));
    assert_eq!(typed, [3, 3, 1, 1, 2]);
    assert_eq!(form.draft(card("A9990000071"), venue(), None).unwrap().staff, 1);
    // The setting was lowered while the form was open.
    form.set_most_staff(1);
    assert_eq!(form.draft(card("Y9990000126"), venue(), None).unwrap().staff, 1);
}

#[test]
fn staff_members_are_one_again_for_the_next_customer() {
    let mut form = form();
    form.set_most_staff(3);
    assert_eq!(steps_staff(&mut form, stepper::Message::Stepped(2)), 3);
    form.reset_for_next();
    assert_eq!((form.along.staff, form.most_staff()), (1, Some(3)));
}

#[test]
fn the_next_customer_keeps_event_and_date_but_not_children_and_tick() {
    let mut form = form();
    choose(&mut form, "peppi");
    form.update(Message::Children(stepper::Message::Stepped(2)), NOW);
    form.update(Message::SameCardTicked(true), NOW);
    form.reset_for_next();
    assert_eq!((form.along.children, form.same_card), (0, false));
    assert_eq!(form.event.combo.text(), "Peppi Pitkätossu");
    assert_eq!(form.event_date(), Some(date(2026, 11, 28)));
}

#[test]
fn at_midnight_the_date_goes_back_to_today() {
    let mut form = form();
    form.update(Message::Date(date_field::Message::Typed("24.12.".into())), NOW);
    form.day_changed(date(2026, 11, 23).at(0, 0, 30, 0));
    assert_eq!(form.event_date(), Some(date(2026, 11, 23)));
}

#[test]
fn an_event_that_the_service_merged_is_found_again_by_its_name() {
    let mut form = form();
    choose(&mut form, "teatteri");
    let merged = EventWithShowings { event: event(99, "Teatterikierros", false), showings: vec![] };
    form.set_events(vec![merged], NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None).unwrap().event, EventChoice::Existing(EventId(Uuid::from_u128(99))));
}

#[test]
fn events_that_are_read_while_the_clerk_types_or_chooses_leave_the_field_alone() {
    let mut form = form();
    choose(&mut form, "peppi");
    let events = events();
    form.update(Message::Event(combo::Message::Typed("Kop".into())), NOW);
    form.set_events(events.clone(), NOW);
    assert_eq!((form.event.combo.text(), form.event.combo.is_open()), ("Kop", true));
    form.update(Message::Event(combo::Message::Dismissed), NOW);
    form.set_events(events.clone(), NOW);
    assert_eq!(form.draft(card("A9990000071"), venue(), None), Err(Problem::EventUndecided), "the former event is not put back");
    choose(&mut form, "peppi");
    form.update(Message::Event(combo::Message::Pressed), NOW);
    form.update(Message::Event(combo::Message::Moved(1)), NOW);
    let mut more = vec![EventWithShowings { event: event(14, "Avoimet ovet", false), showings: vec![] }];
    more.extend(events);
    form.set_events(more, NOW);
    assert!(form.event.combo.is_open(), "the list stays open");
    form.update(Message::Event(combo::Message::Accepted), NOW);
    assert_eq!(form.event.combo.text(), "Teatterikierros", "and the same row stays lit");
}

#[test]
fn a_showing_that_was_chosen_stays_when_the_events_are_read_again_and_a_new_name_is_shown() {
    let mut form = form();
    choose(&mut form, "peppi");
    form.update(Message::Showing(drop_down::Message::Chosen(1)), NOW);
    let mut events = events();
    events[0].event.name = "Peppi Pitkätossu karkuteillä".to_owned();
    form.set_events(events, NOW);
    assert_eq!(form.event.combo.text(), "Peppi Pitkätossu karkuteillä");
    assert_eq!(form.event_date(), Some(date(2026, 11, 29)));
}
