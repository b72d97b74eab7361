//! What the counter does about facts that a real station tells rarely: midnight, a venue that
//! refuses, a card that arrives while it is looked at, a disk that cannot be written.

use crate::harness::Harness;
use crate::harness::scene::{Scene, Still, TODAY, id, now, signed_in, todays, usage};
use jiff::Timestamp;
use jiff::civil::date;
use kaikuasema::app::{Message, Opened};
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::{self, form};
use kaikuasema::station::{Checked, CopyAge, RecordError, SoFar};
use kaikuasema::ui::date_field;
use kaikuasema::ui::theme::Look;
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::{Card, CardNumber, VenueId, civil, verdict};
use kaikuasema_store::{StoreError, WriteError};
use std::cell::Cell;
use std::sync::Arc;

fn open() -> Scene {
    Scene::open(Language::Fi, Look::Light)
}

fn shown(scene: Scene) -> Harness<Still> {
    Harness::open(Still(scene.app), iced::Task::none())
}

#[test]
fn at_midnight_the_remembered_date_goes_back_to_today() {
    thread_local!(static NOW: Cell<Timestamp> = const { Cell::new(Timestamp::UNIX_EPOCH) });
    NOW.set(now());
    let mut scene = Scene::at_time(Language::Fi, Look::Light, |_| (NOW.get(), civil::today(NOW.get(), None))).signed_in();
    scene.fresh("A9990000071", true, date(2027, 5, 31));
    scene.counter(counter::Message::Form(form::Message::Date(date_field::Message::Typed("24.12.2026".into()))));
    scene.tell(Message::Ticked);
    let mut before = shown(scene);
    assert_eq!(before.field("date"), "24.12.2026");
    NOW.set("2026-11-22T22:00:20Z".parse().unwrap());
    drop(before.window.0.update(Message::Ticked));
    assert_eq!(before.field("date"), "24.12.2026", "a form that is open keeps what was chosen for this customer");
    let number: CardNumber = "A9990000071".parse().unwrap();
    let card = Card { number, active: true, valid_until: date(2027, 5, 31), children_max: None };
    let today = date(2026, 11, 23);
    let judged = verdict(Some(&card), today, today, &VenueRules::default());
    let checked = Checked { number, card: Some(card), verdict: judged, copy: CopyAge::Fresh { as_of: NOW.get() } };
    for message in [
        counter::Message::BackPressed,
        counter::Message::NumberTyped("A9990000071".to_owned().into()),
        counter::Message::NumberSubmitted,
        counter::Message::CardChecked(number, Ok(Box::new((checked, SoFar::default())))),
    ] {
        drop(before.window.0.update(Message::Counter(message)));
    }
    assert_eq!(before.field("date"), "23.11.2026", "the next customer's is today");
}

#[test]
fn a_venue_that_refuses_leaves_no_way_to_save() {
    let refuse = VenueRules { ended: Policy::Refuse, event_after_last_day: Policy::Refuse, ..VenueRules::default() };
    let mut strict = signed_in();
    for access in &mut strict.venues {
        access.venue.rules = refuse.clone();
    }
    let opened = Opened {
        signed_in: Ok(Some(strict)),
        language: None,
        look: None,
        venue: None,
        has_service: true,
        gap: None,
        readers: kaikuasema_devices::Settings::default(),
        is_mirrored: None,
        camera_off_after: None,
    };
    let mut scene = open();
    scene.tell(Message::Opened(opened.clone()));
    scene.fresh("A9990000071", true, date(2026, 11, 2));
    let mut window = shown(scene);
    assert!(window.sees("Ei voi kirjata") && window.sees("Toimipiste ei hyväksy päättynyttä korttia"));
    assert!(!window.sees("Tallenna"), "{:#?}", window.texts());
    let mut scene = open();
    scene.tell(Message::Opened(opened));
    scene.fresh("A9990000071", true, date(2026, 11, 27));
    scene.counter(counter::Message::Form(form::Message::Date(date_field::Message::Typed("28.11.2026".into()))));
    let mut window = shown(scene);
    assert!(window.sees("Valitse aiempi päivä") && !window.sees("Tallenna"), "another day may do: the form stays");
    assert_eq!(window.field("date"), "28.11.2026");
}

#[test]
fn a_card_that_the_register_has_but_the_copy_has_not_is_shown_when_it_arrives() {
    let number: CardNumber = "A9990000072".parse().unwrap();
    let mut scene = open();
    scene.card("A9990000072", None, CopyAge::Fresh { as_of: now() });
    scene.counter(counter::Message::RegisterAsked(number, Some(true)));
    let mut window = shown(scene);
    assert!(window.sees("Kortti on rekisterissä"));
    let card = Some(Card { number, active: true, valid_until: date(2027, 1, 31), children_max: Some(1) });
    let judged = verdict(card.as_ref(), TODAY, TODAY, &VenueRules::default());
    let checked = Checked { number, card, verdict: judged, copy: CopyAge::Fresh { as_of: now() } };
    drop(window.window.0.update(Message::Counter(counter::Message::CardChecked(number, Ok(Box::new((checked, SoFar::default())))))));
    assert!(window.sees("Kortti kelpaa") && window.sees("31.1.2027"));
}

#[test]
fn what_could_not_be_written_is_told_and_the_form_stays() {
    let mut scene = open();
    scene.fresh("A9990000071", true, date(2027, 5, 31));
    scene.event("Peppi");
    let error = RecordError::NotSaved(WriteError::NotSaved(StoreError::Stopped));
    scene.counter(counter::Message::SaveFinished(Err(Arc::new(error))));
    let mut window = shown(scene);
    assert!(window.sees("Ei tallennettu"));
    assert!(window.sees("Kortti kelpaa") && window.field("event") == "Peppi Pitkätossu karkuteillä");
}

#[test]
fn events_of_a_venue_left_meanwhile_are_not_shown() {
    let mut scene = open();
    scene.fresh("A9990000071", true, date(2027, 5, 31));
    scene.counter(counter::Message::EventsLoaded(VenueId(id(2)), Ok(Vec::new())));
    scene.event("Peppi");
    assert_eq!(shown(scene).field("event"), "Peppi Pitkätossu karkuteillä");
}

#[test]
fn a_record_is_among_todays_at_once_and_an_older_reading_does_not_take_it_away() {
    let mut scene = open();
    scene.saved(usage(99, "AM99900137", "14:19", None, 4));
    scene.counter(counter::Message::RecordsLoaded(VenueId(id(1)), 0, Ok(todays(0))));
    let mut window = shown(scene);
    assert!(window.sees("AM99900137") && window.sees("8 kirjausta · 21 lasta"), "{:#?}", window.texts());
}

#[test]
fn rules_and_venues_that_the_synchronisation_brought_hold_at_once() {
    let mut scene = open();
    scene.fresh("A9990000071", true, date(2026, 11, 2));
    let mut now = signed_in();
    now.venues[0].venue.rules.ended = Policy::Refuse;
    scene.tell(Message::AccessRead(Ok(Some(now.clone()))));
    let mut window = shown(scene);
    assert!(window.sees("Ei voi kirjata"), "the venue's new rule holds for the open card: {:#?}", window.texts());
    let mut scene = open();
    now.venues.remove(0);
    scene.tell(Message::AccessRead(Ok(Some(now))));
    let mut window = shown(scene);
    assert!(window.sees("Kaupunginteatteri, studio") && !window.sees("Kaupunginteatteri, päänäyttämö"), "{:#?}", window.texts());
}
