//! What stays and what goes when another clerk signs in, another venue is chosen or the form is
//! changed: real keys, a real station, what is on the disk afterwards.

use crate::harness::Harness;
use crate::harness::keyboard::Named;
use crate::harness::station::{Counter, counter};
use kaikuasema::app::App;
use kaikuasema::locale::Language;
use kaikuasema_domain::civil;
use kaikuasema_store::{RecordedUsage, UsageFilter};
use std::time::Duration;

const CARD: &str = "A9990000071";

fn records(counter: &Counter) -> Vec<RecordedUsage> {
    let since = civil::start_of_day(counter.station.today());
    let filter = UsageFilter { recorded_from: Some(since), ..UsageFilter::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(counter.station.records(filter)).unwrap()
}

#[track_caller]
fn judged(window: &mut Harness<App>) {
    window.pause(Duration::from_millis(300));
    window.scans(CARD);
    window.wait_for("Kortti kelpaa");
    window.pause(Duration::from_millis(300));
}

#[test]
fn an_open_card_of_the_clerk_before_is_not_there_for_the_next() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    judged(window);
    window.focus_on("sign-out");
    window.press(Named::Enter);
    window.wait_until("the sign-in page", |window| window.is_focused("email"));
    window.types("kassa@esimerkki.invalid");
    window.press(Named::Tab);
    window.types("harjoitus-kaiku");
    window.key(Named::Enter);
    window.wait_until("the counter", |window| window.is_focused("number") || window.is_focused("save"));
    window.key(Named::Enter);
    window.pause(Duration::from_millis(300));
    assert!(window.sees("Valmis lukemaan") && !window.sees("Kortti kelpaa"), "{:#?}", window.texts());
    assert!(records(&counter).is_empty(), "a second Enter at sign-in records nothing");
}

#[test]
fn the_question_about_a_record_of_one_venue_is_not_answered_at_another() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    judged(window);
    window.press(Named::Enter);
    window.wait_for("Tallennettu");
    judged(window);
    window.press(Named::Enter);
    window.wait_for("Kirjataanko uudelleen");
    window.focus_on("venue");
    window.press(Named::ArrowDown);
    window.click("Kaupunginkirjasto");
    window.wait_until("the question gone", |window| !window.sees("Kirjataanko uudelleen"));
    window.focus_on("save");
    window.key(Named::Enter);
    window.wait_for("Valmis lukemaan");
    let made = records(&counter);
    assert_eq!(made.len(), 2);
    assert_ne!(made[0].usage.venue, made[1].usage.venue, "recorded once at each");
}

#[test]
fn enter_in_an_emptied_event_field_saves_without_event() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    judged(window);
    window.focus_on("event");
    window.types("peppi");
    window.key(Named::Enter);
    window.wait_for("Tapahtuman ajankohta");
    assert!(window.is_focused("save"), "an event picked, the next key saves");
    window.focus_on("event");
    window.control('a');
    window.press(Named::Backspace);
    window.wait_for("Tapahtuman päivämäärä");
    window.key(Named::Enter);
    window.wait_for("Valmis lukemaan");
    assert_eq!(records(&counter)[0].usage.event, None);
}

#[test]
fn the_question_whether_to_record_again_ends_where_the_form_is_changed() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    judged(window);
    window.press(Named::Enter);
    window.wait_for("Tallennettu");
    judged(window);
    window.press(Named::Enter);
    window.wait_for("Kirjataanko uudelleen");
    window.focus_on("time");
    window.types("19.30");
    assert!(!window.sees("Kirjataanko uudelleen"));
    window.focus_on("save");
    window.key(Named::Enter);
    window.wait_for("Valmis lukemaan");
    let times: Vec<_> = records(&counter).iter().map(|record| record.usage.event_time).collect();
    assert_eq!(times, [jiff::civil::Time::new(19, 30, 0, 0).ok(), None]);
}
