//! Typing in from the paper form: key events at the root widget, a real station and the real service.

use crate::harness::Harness;
use crate::harness::keyboard::Named;
use crate::harness::network::{EMAIL, HELPER, Network, Till};
use crate::process::today;
use iced::futures::executor::block_on;
use jiff::ToSpan;
use jiff::civil::{Date, time};
use kaikuasema::app::App;
use kaikuasema::locale::Language;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, VenueLimits};
use kaikuasema_domain::usage::{EventChoice, UsageDraft};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{CardNumber, EventId, UserId, VenueId};
use kaikuasema_store::QueueState;
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(300);

struct Library {
    network: Network,
    venue: VenueId,
    talk: EventId,
}

fn library() -> Library {
    let network = Network::new();
    let venue = network.venue("Kirjasto", VenueKind::Library, VenueRules::default());
    let talk = network.event(venue, "Kirjailijavieras", EventKind::Performance, EventLimits::default());
    network.event(venue, "Kopiot", EventKind::Fee, EventLimits::default());
    Library { network, venue, talk }
}

fn before(days: i32) -> Date {
    today().checked_sub(days.days()).unwrap()
}

fn written(day: Date) -> String {
    format!("{}.{}.{}", day.day(), day.month(), day.year())
}

#[track_caller]
fn late(till: &Till, venue: VenueId, language: Language, seen: &str) -> Harness<App> {
    let mut window = till.window(language, venue);
    window.control('l');
    window.wait_for(seen);
    window.pause(PAUSE);
    window
}

fn fill(window: &mut Harness<App>, field: &'static str, text: &str) {
    window.focus_on(field);
    window.control('a');
    window.types(text);
    window.pause(PAUSE);
}

fn choose_event(window: &mut Harness<App>, name: &str) {
    window.focus_on("event");
    window.types(&name.chars().take(4).collect::<String>());
    window.wait_for(name);
    window.key(Named::Enter);
    window.pause(PAUSE);
}

#[track_caller]
fn row(window: &mut Harness<App>, card: CardNumber, seen: &str) {
    fill(window, "number", &card.to_string());
    window.key(Named::Enter);
    window.wait_for(seen);
    window.pause(PAUSE);
}

fn id_of(till: &Till, email: &str) -> UserId {
    let signed_in = till.station.signed_in().unwrap().unwrap();
    let colleagues = signed_in.venues.iter().flat_map(|access| access.colleagues.clone());
    colleagues.chain([signed_in.user.clone()]).find(|user| user.email == email).unwrap().id
}

/// Two rows with one occasion, in one language.
fn many_in_a_row(language: Language, empty: &str, saved: &str) {
    let library = library();
    let [anna, berit] = ["A1000000001", "A1000000002"].map(|number| library.network.card(number));
    let till = library.network.till("Lainaustiski");
    let mut window = late(&till, library.venue, language, empty);
    assert!(window.is_focused("number"));
    fill(&mut window, "date", &written(before(3)));
    choose_event(&mut window, "Kirjailijavieras");
    assert!(window.is_focused("number"), "an event picked, the first number comes next: {:?}", window.focused());
    fill(&mut window, "time", "18.30");
    fill(&mut window, "number", &anna.to_string());
    window.press(Named::Tab);
    assert!(window.is_focused("children"));
    window.types("++");
    window.key(Named::Enter);
    window.wait_for(&format!("{saved}: {anna}"));
    window.wait_until("the next row", |window| window.is_focused("number") && window.field("number") != anna.to_string());
    assert_eq!(window.field("children"), "0");
    row(&mut window, berit, &format!("{saved}: {berit}"));
    till.sync();
    let at_service = library.network.central().admin().usages(&Default::default()).unwrap();
    assert_eq!(at_service.len(), 2);
    for (card, children) in [(anna, 2), (berit, 0)] {
        let usage = &at_service.iter().find(|stored| stored.usage.card == card).unwrap().usage;
        assert!(usage.entered_late && usage.flags.is_empty(), "{usage:?}");
        assert_eq!((usage.event, usage.event_date, usage.children), (Some(library.talk), before(3), children));
        assert_eq!(usage.event_time, Some(time(18, 30, 0, 0)));
    }
}

#[test]
fn rows_are_typed_in_one_after_another_in_finnish() {
    many_in_a_row(Language::Fi, "Tänään paperilta kirjatut", "Tallennettu");
}

#[test]
fn rows_are_typed_in_one_after_another_in_swedish() {
    many_in_a_row(Language::Sv, "Registrerade från papper i dag", "Sparat");
}

#[test]
fn rows_are_typed_in_one_after_another_in_english() {
    many_in_a_row(Language::En, "Entered from paper today", "Saved");
}

#[test]
fn a_card_is_judged_as_of_the_day_on_the_form() {
    let library = library();
    let ended = library.network.card_until("A1000000001", before(3));
    let till = library.network.till("Lainaustiski");
    let mut window = late(&till, library.venue, Language::Fi, "Tänään paperilta");
    fill(&mut window, "date", &written(before(3)));
    fill(&mut window, "number", &ended.to_string());
    window.press(Named::Tab);
    window.wait_for("Kortti oli voimassa");
    fill(&mut window, "date", &written(before(2)));
    row(&mut window, ended, "oli päättynyt");
    assert!(till.records(ended).is_empty(), "Enter never saves at discretion");
    window.wait_until("the deliberate key", |window| window.is_focused("save-anyway"));
    window.key(Named::Enter);
    assert!(till.records(ended).is_empty(), "nor does it on the button");
    window.press(Named::F11);
    window.wait_for("Tallennettu: A1000000001");
    assert!(till.records(ended)[0].usage.discretion.is_some());
    fill(&mut window, "date", &written(before(3)));
    row(&mut window, ended, "Tallennettu");
    window.wait_until("two rows", |_| till.records(ended).len() == 2);
    assert!(till.records(ended).iter().any(|record| record.usage.discretion.is_none()), "clean on its own day");
}

#[test]
fn limits_are_judged_with_the_records_of_that_day() {
    let network = Network::new();
    let limits = VenueLimits { performance_cap: Some(Cap::Tickets { most: 1, per: CapPer::Showing }), ..VenueLimits::default() };
    let venue = network.venue("Teatteri", VenueKind::Theatre, VenueRules { limits, ..VenueRules::default() });
    let play = network.event(venue, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let showing = network.showing(play, before(2), Some(time(19, 0, 0, 0)), None, ShowingOccasion::Ordinary);
    let [anna, berit] = ["A1000000001", "A1000000002"].map(|number| network.card(number));
    let till = network.till("Lippukassa");
    let mut window = late(&till, venue, Language::Fi, "Tänään paperilta");
    fill(&mut window, "date", &written(before(2)));
    choose_event(&mut window, "Kesäyön uni");
    row(&mut window, anna, "Tallennettu: A1000000001");
    assert_eq!(till.records(anna)[0].usage.showing, Some(showing), "the showing of that day");
    row(&mut window, berit, "1/1");
    assert!(till.records(berit).is_empty());
    window.press(Named::F11);
    window.wait_for("Tallennettu: A1000000002");
    assert!(till.records(berit)[0].usage.discretion.as_ref().is_some_and(|discretion| discretion.over_cap));
}

#[test]
fn the_same_card_event_and_day_twice_asks() {
    let library = library();
    let card = library.network.card("A1000000001");
    let till = library.network.till("Lainaustiski");
    let usual = UsageDraft { event: EventChoice::Existing(library.talk), ..UsageDraft::of(library.venue, card, today()) };
    till.record(usual).unwrap();
    let mut window = late(&till, library.venue, Language::Fi, "Tänään paperilta");
    choose_event(&mut window, "Kirjailijavieras");
    row(&mut window, card, "on jo kirjattu");
    window.key(Named::Enter);
    assert_eq!(till.records(card).len(), 1, "Enter declines");
    window.focus_on("number");
    window.key(Named::Enter);
    window.wait_for("on jo kirjattu");
    window.press(Named::Tab);
    window.key(Named::Enter);
    window.wait_for("Tallennettu");
    assert_eq!(till.records(card).len(), 2);
}

#[test]
fn a_day_to_come_is_refused_at_its_field() {
    let library = library();
    let card = library.network.card("A1000000001");
    let till = library.network.till("Lainaustiski");
    let mut window = late(&till, library.venue, Language::Fi, "Tänään paperilta");
    fill(&mut window, "date", &written(today().tomorrow().unwrap()));
    row(&mut window, card, "Päivä ei voi olla tuleva.");
    assert!(window.is_focused("date") && till.records(card).is_empty());
}

#[test]
fn an_unknown_card_is_set_aside_with_its_day() {
    let library = library();
    let till = library.network.till("Lainaustiski");
    let mut window = late(&till, library.venue, Language::Fi, "Tänään paperilta");
    fill(&mut window, "date", &written(before(4)));
    choose_event(&mut window, "Kirjailijavieras");
    let unknown: CardNumber = "A1000000009".parse().unwrap();
    row(&mut window, unknown, "F12");
    window.press(Named::F12);
    window.wait_for("Otettu talteen: A1000000009");
    let asides = block_on(till.station.set_asides()).unwrap();
    assert_eq!(asides.len(), 1);
    let usage = &asides[0].aside.usage;
    assert!(asides[0].aside.granted && usage.entered_late);
    assert_eq!((usage.event, usage.event_date), (Some(library.talk), before(4)));
    // Registered meanwhile, it becomes the record of its own day.
    library.network.card("A1000000009");
    till.sync();
    window.wait_until("recorded", |_| !till.records(unknown).is_empty());
    assert_eq!(till.records(unknown)[0].usage.event_date, before(4));
}

#[test]
fn who_served_stands_on_the_record_and_who_typed_takes_it_back() {
    let library = library();
    let [anna, berit] = ["A1000000001", "A1000000002"].map(|number| library.network.card(number));
    // A helper may take back of today only what is her own.
    let till = library.network.till_of("Lainaustiski", HELPER);
    let served = id_of(&till, EMAIL);
    let mut window = late(&till, library.venue, Language::Fi, "Tänään paperilta");
    window.focus_on("late-clerk");
    window.press(Named::ArrowDown);
    window.press(Named::ArrowUp);
    window.press(Named::Enter);
    window.wait_until("the clerk", |window| window.texts().iter().filter(|text| *text == EMAIL).count() == 1);
    for card in [anna, berit] {
        row(&mut window, card, &format!("Tallennettu: {card}"));
        assert_eq!(till.records(card)[0].usage.clerk, served);
    }
    till.sync();
    window.control('z');
    window.wait_for("Kumottu: A1000000002");
    window.control('z');
    window.wait_for("Kumottu: A1000000001");
    till.sync();
    assert_eq!(block_on(till.station.queue()).unwrap().iter().filter(|entry| !matches!(entry.state, QueueState::Sent)).count(), 0);
    let left = library.network.central().admin().usages(&Default::default()).unwrap();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_scan_fills_an_empty_row_and_never_takes_the_place_of_an_unsaved_one() {
    let library = library();
    let [anna, berit] = ["A1000000001", "A1000000002"].map(|number| library.network.card(number));
    let till = library.network.till("Lainaustiski");
    let mut window = late(&till, library.venue, Language::Fi, "Tänään paperilta");
    window.scans(&anna.to_string());
    window.wait_for("Kortti oli voimassa");
    window.pause(PAUSE);
    assert!(window.is_focused("children") && till.records(anna).is_empty());
    window.scans(&berit.to_string());
    window.wait_for("Rivi on tallentamatta");
    assert_eq!(window.field("number"), anna.to_string());
    window.pause(PAUSE);
    window.key(Named::Escape);
    assert_ne!(window.field("number"), anna.to_string(), "emptied");
}
