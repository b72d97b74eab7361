//! Tests of the paper form: what stays, what goes, which days it takes, and the draft it makes.

use super::*;
use jiff::civil::{date, time};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Event, OrganisationId, Venue};
use std::collections::BTreeSet;
use uuid::Uuid;

const TODAY: Date = date(2027, 1, 5);
const CARD: &str = "A9990000071";

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn user(number: u128, email: &str) -> User {
    User { id: UserId(id(number)), email: email.to_owned() }
}

fn access(colleagues: Vec<User>) -> VenueAccess {
    let venue = Venue {
        id: VenueId(id(1)),
        organisation: OrganisationId(id(2)),
        name: "Theatre".to_owned(),
        municipality: "Kajaani".to_owned(),
        kind: VenueKind::Theatre,
        rules: VenueRules::default(),
    };
    VenueAccess { venue, rights: BTreeSet::new(), colleagues }
}

fn events() -> Vec<EventWithShowings> {
    let event = |number, name: &str, asks_value| Event {
        id: EventId(id(number)),
        venue: VenueId(id(1)),
        name: name.to_owned(),
        kind: EventKind::Performance,
        active: true,
        asks_value,
        made_at_counter: false,
        limits: EventLimits::default(),
    };
    let showing = |number, day, hour, cancelled| Showing {
        id: ShowingId(id(number)),
        event: EventId(id(10)),
        date: date(2027, 1, day),
        time: Some(time(hour, 0, 0, 0)),
        capacity: None,
        cancelled,
        occasion: ShowingOccasion::Ordinary,
    };
    let showings = vec![showing(20, 3, 13, false), showing(21, 3, 18, false), showing(22, 4, 18, true)];
    vec![
        EventWithShowings { event: event(10, "Peppi", false), showings },
        EventWithShowings { event: event(11, "Kopiot", true), showings: vec![] },
    ]
}

fn form() -> Form {
    let me = user(7, "kassa@teatteri.fi");
    let mut form = Form::new(TODAY, Some(&access(vec![user(8, "anna@teatteri.fi"), me.clone()])), Some(&me));
    form.set_events(events());
    form
}

fn types(form: &mut Form, day: &str) {
    form.update(Message::Date(date_field::Message::Typed(day.to_owned())), TODAY);
}

fn chooses(form: &mut Form, event: &str) {
    form.update(Message::Event(combo::Message::Typed(event.to_owned())), TODAY);
    assert!(form.update(Message::Event(combo::Message::Accepted), TODAY));
}

fn draft(form: &Form) -> Result<UsageDraft, Problem> {
    form.draft(VenueId(id(1)), TODAY, None)
}

#[test]
fn no_day_to_come_is_taken_and_today_is() {
    let mut form = form();
    form.number = CARD.to_owned().into();
    assert_eq!(draft(&form).unwrap().event_date, TODAY);
    types(&mut form, "6.1.2027");
    assert_eq!(draft(&form), Err(Problem::DateToCome));
    types(&mut form, "5.1.2027");
    assert_eq!(draft(&form).unwrap().event_date, TODAY);
    types(&mut form, "31.2.");
    assert_eq!(draft(&form), Err(Problem::Date));
}

#[test]
fn a_day_without_a_year_is_the_last_such_day() {
    let mut form = form();
    form.number = CARD.to_owned().into();
    types(&mut form, "28.12.");
    assert_eq!(draft(&form).unwrap().event_date, date(2026, 12, 28), "Enter before the field was left");
    form.update(Message::Date(date_field::Message::Closed), TODAY);
    assert_eq!((form.date.text(), form.date.date()), ("28.12.2026", Some(date(2026, 12, 28))));
    types(&mut form, "28.12.2027");
    assert_eq!(draft(&form), Err(Problem::DateToCome), "a year that was typed is meant");
}

#[test]
fn the_showings_are_those_of_the_day_and_none_called_off() {
    let mut form = form();
    form.number = CARD.to_owned().into();
    types(&mut form, "3.1.2027");
    chooses(&mut form, "peppi");
    assert_eq!(form.showings().len(), 2);
    let made = draft(&form).unwrap();
    assert_eq!((made.showing, made.event_time), (Some(ShowingId(id(20))), Some(time(13, 0, 0, 0))));
    form.update(Message::Showing(drop_down::Message::Chosen(1)), TODAY);
    assert_eq!(draft(&form).unwrap().event_time, Some(time(18, 0, 0, 0)));
    types(&mut form, "4.1.2027");
    assert!(form.showings().is_empty());
    form.update(Message::TimeTyped("18.30".to_owned()), TODAY);
    let made = draft(&form).unwrap();
    assert_eq!((made.showing, made.event_time), (None, Some(time(18, 30, 0, 0))), "by hand");
    form.update(Message::TimeTyped("25".to_owned()), TODAY);
    assert_eq!(draft(&form), Err(Problem::Time));
}

#[test]
fn the_clerk_signed_in_served_unless_another_is_chosen() {
    let mut form = form();
    form.number = CARD.to_owned().into();
    assert_eq!(draft(&form).unwrap().late, Some(LateEntry { clerk: UserId(id(7)) }));
    let emails: Vec<&str> = form.clerks.iter().map(|user| user.email.as_str()).collect();
    assert_eq!(emails, ["anna@teatteri.fi", "kassa@teatteri.fi"], "each once");
    form.update(Message::Clerk(drop_down::Message::Chosen(0)), TODAY);
    assert_eq!(draft(&form).unwrap().late, Some(LateEntry { clerk: UserId(id(8)) }));
    form.set_clerks(Some(&access(vec![])), Some(&user(7, "kassa@teatteri.fi")));
    assert_eq!(form.clerk, Some(UserId(id(7))), "who records here no longer is chosen no longer");
}

#[test]
fn from_row_to_row_the_occasion_stays_and_the_customers_own_goes() {
    let mut form = form();
    types(&mut form, "3.1.2027");
    form.update(Message::Clerk(drop_down::Message::Chosen(0)), TODAY);
    chooses(&mut form, "kopiot");
    form.update(Message::TimeTyped("12.00".to_owned()), TODAY);
    form.number = CARD.to_owned().into();
    form.along.children = 2;
    form.along.value = "4,50".to_owned();
    let first = draft(&form).unwrap();
    assert_eq!(first.value.map(Cents::get), Some(450));
    form.reset_row();
    assert!(form.row_is_empty());
    form.number = "AM99900137".to_owned().into();
    let second = draft(&form).unwrap();
    assert_eq!((second.children, second.value), (0, None));
    assert_eq!(
        (second.event, second.event_date, second.event_time, second.late),
        (first.event, first.event_date, first.event_time, first.late)
    );
}

#[test]
fn what_cannot_be_recorded_is_said_at_its_field() {
    let mut form = form();
    assert!(matches!(draft(&form), Err(Problem::Number(_))));
    form.number = CARD.to_owned().into();
    form.update(Message::Event(combo::Message::Typed("tuntematon".to_owned())), TODAY);
    form.update(Message::Event(combo::Message::Dismissed), TODAY);
    assert_eq!(draft(&form), Err(Problem::EventUndecided));
    form.update(Message::Event(combo::Message::Typed(String::new())), TODAY);
    chooses(&mut form, "kopiot");
    form.along.value = "paljon".to_owned();
    assert_eq!(draft(&form), Err(Problem::Value));
    assert_eq!(Problem::Value.field(), VALUE);
}

#[test]
fn only_a_community_card_counts_staff_members_and_each_row_begins_with_one() {
    let mut form = form();
    form.number = "Y9990000126".to_owned().into();
    assert_eq!(form.most_staff(), None, "nobody is asked where the venue sets no number");
    form.set_most_staff(3);
    for (by, staff) in [(1, 2), (1, 3), (1, 3), (-1, 2)] {
        form.update(Message::Staff(stepper::Message::Stepped(by)), TODAY);
        assert_eq!(draft(&form).unwrap().staff, staff);
    }
    form.number = CARD.to_owned().into();
    assert_eq!(draft(&form).unwrap().staff, 1);
    form.reset_row();
    assert_eq!(form.along.staff, 1);
}

#[test]
fn only_a_community_card_counts_customer_cards() {
    let mut form = form();
    form.along.customer_cards = 3;
    form.number = "Y9990000126".to_owned().into();
    assert!(form.is_community());
    assert_eq!(draft(&form).unwrap().customer_cards, Some(3));
    form.number = CARD.to_owned().into();
    assert!(!form.is_community());
    assert_eq!(draft(&form).unwrap().customer_cards, None);
}
