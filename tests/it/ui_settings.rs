//! The settings page: key events at the root widget, a real station and the real service, what is
//! set afterwards here and at another station.

mod pictures;
mod two_stations;

use crate::harness::Harness;
use crate::harness::keyboard::{Modifiers, Named};
use crate::harness::network::{HELPER, Network, Till};
use crate::process::today;
use iced::futures::executor::block_on;
use jiff::ToSpan;
use jiff::civil::{date, time};
use kaikuasema::app::App;
use kaikuasema::command_line::{self, Command, Exit};
use kaikuasema::locale::{Language, Locale};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, VenueLimits, VisitLimit};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::{Event, VenueId};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(300);

/// A theatre with one play in a hall of 334 seats, and one course.
struct Theatre {
    network: Network,
    venue: VenueId,
}

fn theatre() -> Theatre {
    let network = Network::new();
    let venue = network.venue("Teatteri", VenueKind::Theatre, VenueRules::default());
    let play = network.event(venue, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let when = today().checked_add(3.days()).unwrap();
    network.showing(play, when, Some(time(19, 0, 0, 0)), Some(334), ShowingOccasion::Ordinary);
    network.event(venue, "Posliininmaalaus", EventKind::Course, EventLimits::default());
    Theatre { network, venue }
}

fn rules(till: &Till, venue: VenueId) -> VenueRules {
    till.station.signed_in().unwrap().unwrap().access(venue).unwrap().venue.rules.clone()
}

fn event(till: &Till, venue: VenueId, name: &str) -> Event {
    block_on(till.station.events(venue)).unwrap().into_iter().map(|each| each.event).find(|event| event.name == name).unwrap()
}

/// The settings page of a till's venue, at one of its parts.
fn settings(till: &Till, venue: VenueId, part: &'static str) -> Harness<App> {
    let mut window = till.window(Language::Fi, venue);
    window.press(Named::F10);
    window.wait_for("Kortin voimassaolo on päättynyt");
    window.focus_on(part);
    window.key(Named::Enter);
    window.pause(PAUSE);
    window
}

fn replace(window: &mut Harness<App>, field: &'static str, text: &str) {
    window.focus_on(field);
    window.control('a');
    if text.is_empty() {
        window.key(Named::Backspace);
    }
    window.types(text);
    window.pause(PAUSE);
}

#[track_caller]
fn save(window: &mut Harness<App>) {
    window.control('s');
    window.wait_for("Tallennettu");
}

/// A row of a list, so many below the present one.
fn choose(window: &mut Harness<App>, list: &'static str, down: usize) {
    window.focus_on(list);
    window.press(Named::ArrowDown);
    for _ in 0..down {
        window.press(Named::ArrowDown);
    }
    window.key(Named::Enter);
    window.pause(PAUSE);
}

#[test]
fn each_floor_of_the_venue_is_refused_with_its_sentence_and_taken_on_it() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    let floors = [
        ("settings-course-places", "0", "0 ei riitä. Vähintään 1–2 paikkaa kurssia kohden.", "1"),
        ("settings-guest-cap", "1", "1 ei riitä. Vierailunäytökseen vähintään 2 lippua", "2"),
        ("settings-visits", "29", "29 ei riitä. Vähintään 30 käyntiä vuodessa.", "30"),
        ("settings-value", "0", "ei riitä. Enemmän kuin 0 €.", "0,01"),
        ("settings-reservations", "0", "0 ei riitä. Vähintään 1.", "1"),
        ("settings-opens", "6", "6 ei riitä. Lippu on saatava viimeistään viikkoa ennen: vähintään 7 päivää.", "7"),
        ("settings-hands-over", "29", "29 ei riitä. Lippu annetaan viimeistään 30 minuuttia ennen alkua.", "30"),
    ];
    for (field, below, sentence, floor) in floors {
        replace(&mut window, field, below);
        assert!(window.sees(sentence), "{field}: {:#?}", window.texts());
        window.control('s');
        window.wait_for("on korjattava ennen tallentamista");
        assert!(window.is_focused(field), "{field}: {:?}", window.focused());
        assert_eq!(rules(&till, theatre.venue), VenueRules::default(), "{field}: nothing below a floor is saved");
        replace(&mut window, field, floor);
        assert!(!window.sees(sentence) && !window.sees("on korjattava"), "{field}: {:#?}", window.texts());
    }
    save(&mut window);
    let limits = rules(&till, theatre.venue).limits;
    assert_eq!((limits.course_places, limits.guest_cap, limits.reservations), (Some(1), Some(2), Some(1)));
    assert_eq!((limits.visits.map(|v| v.most), limits.value.map(|v| v.most.get())), (Some(30), Some(1)));
    assert_eq!((limits.opens_days_before, limits.hands_over_minutes_before), (Some(7), Some(30)));
}

#[test]
fn each_sort_of_cap_has_its_own_floor_and_begins_on_it() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    let kinds = [
        ("3", "2", "2 % ei riitä. Vähintään 3 % lipuista", Cap::Share { percent: 3 }),
        ("11", "0", "0 ei riitä. Vähintään 1.", Cap::Tickets { most: 11, per: CapPer::Showing }),
        ("20", "19", "19 ei riitä. Yli 1\u{a0}000 hengen tapahtumassa vähintään 20 lippua", Cap::Tickets { most: 20, per: CapPer::Day }),
        ("20", "19", "19 ei riitä. Yli 1\u{a0}000 hengen tapahtumassa vähintään 20 lippua", Cap::Tickets { most: 20, per: CapPer::Event }),
    ];
    for (floor, below, sentence, cap) in kinds {
        choose(&mut window, "cap-kind", 1);
        assert_eq!(window.field("settings-cap"), floor, "{cap:?} begins at its floor");
        replace(&mut window, "settings-cap", below);
        assert!(window.sees(sentence), "{cap:?}: {:#?}", window.texts());
        replace(&mut window, "settings-cap", floor);
        save(&mut window);
        assert_eq!(rules(&till, theatre.venue).limits.performance_cap, Some(cap));
    }
    window.wait_until("all of it sent", |_| till.station.queue_counts().unwrap().waiting == 0);
    assert_eq!(till.station.queue_counts().unwrap().needs_you, 0, "one save after another is no conflict");
}

#[test]
fn a_cap_too_small_for_the_largest_hall_is_taken_and_the_floor_told_that_is_applied_there() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    choose(&mut window, "cap-kind", 2);
    assert!(!window.sees("sovelletaan lukua"));
    replace(&mut window, "settings-cap", "10");
    assert!(window.sees("Suurimmassa näytöksessä sovelletaan lukua 11."), "{:#?}", window.texts());
    save(&mut window);
}

#[test]
fn what_the_service_refuses_is_told_on_the_page() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-event");
    window.focus_on("settings-event");
    window.types("kesä");
    window.key(Named::Enter);
    window.wait_for("Tapahtuman oma yläraja");
    // A larger hall that this station has not heard of: 11 are no 3 % of it.
    let play = event(&till, theatre.venue, "Kesäyön uni").id;
    theatre.network.showing(play, today().checked_add(9.days()).unwrap(), None, Some(1000), ShowingOccasion::Ordinary);
    choose(&mut window, "event-cap-kind", 2);
    window.control('s');
    window.wait_for("Palvelu ei ottanut muutosta. Raja alittaa toimintamallin vähimmäisrajan.");
    assert_eq!(event(&till, theatre.venue, "Kesäyön uni").limits.cap, None, "what was refused does not hold");
}

#[test]
fn signing_out_after_a_card_asks_about_what_was_left_unsaved_behind_it() {
    let theatre = theatre();
    let card = theatre.network.card("A1000000001");
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-visits", "40");
    window.pause(PAUSE);
    window.scans(&card.to_string());
    window.wait_for("Kortti kelpaa");
    window.pause(PAUSE);
    window.press(Named::Escape);
    window.focus_on("sign-out");
    window.key(Named::Enter);
    window.wait_for("Muutoksia on tallentamatta.");
    window.focus_on("leave-drop");
    window.key(Named::Enter);
    window.wait_until("the sign-in page", |window| window.is_focused("email") || window.is_focused("password"));
    assert!(till.station.signed_in().unwrap().is_none());
}

#[test]
fn the_save_button_works_by_keyboard_and_the_focus_goes_on() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-guest-cap", "5");
    window.focus_on("settings-save");
    window.key(Named::Enter);
    window.wait_for("Tallennettu");
    window.wait_until("a focus", |window| window.is_focused("section-limits"));
    assert_eq!(rules(&till, theatre.venue).limits.guest_cap, Some(5));
}

#[test]
fn three_percent_of_the_hall_bind_the_cap_of_one_event() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-event");
    window.focus_on("settings-event");
    window.types("kesä");
    window.key(Named::Enter);
    window.wait_for("Tapahtuman oma yläraja");
    choose(&mut window, "event-cap-kind", 2);
    assert!(window.sees("Vähintään 3 % lipuista, tässä vähintään 11 (334 paikkaa)."), "{:#?}", window.texts());
    replace(&mut window, "settings-event-cap", "10");
    assert!(window.sees("10 ei riitä. Vähintään 3 % lipuista, tässä vähintään 11"), "{:#?}", window.texts());
    window.control('s');
    window.wait_for("1 kohta on korjattava");
    replace(&mut window, "settings-event-cap", "11");
    save(&mut window);
    let cap = Some(Cap::Tickets { most: 11, per: CapPer::Showing });
    assert_eq!(event(&till, theatre.venue, "Kesäyön uni").limits.cap, cap);
    replace(&mut window, "settings-capacity", "335");
    save(&mut window);
    replace(&mut window, "settings-capacity", "400");
    assert!(window.sees("11 ei riitä. Vähintään 3 % lipuista, tässä vähintään 12 (400 paikkaa)."), "{:#?}", window.texts());
}

#[test]
fn a_cap_per_day_is_for_more_than_a_thousand_people() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-event");
    window.focus_on("settings-event");
    window.types("kesä");
    window.key(Named::Enter);
    window.wait_for("Tapahtuman oma yläraja");
    choose(&mut window, "event-cap-kind", 3);
    assert!(window.sees("vain, kun väkeä on yhtä aikaa yli 1\u{a0}000"), "{:#?}", window.texts());
    replace(&mut window, "settings-expected", "1001");
    replace(&mut window, "settings-event-cap", "19");
    assert!(window.sees("19 ei riitä. Yli 1\u{a0}000 hengen tapahtumassa"), "{:#?}", window.texts());
    replace(&mut window, "settings-event-cap", "20");
    save(&mut window);
    let limits = event(&till, theatre.venue, "Kesäyön uni").limits;
    assert_eq!((limits.cap, limits.expected), (Some(Cap::Tickets { most: 20, per: CapPer::Day }), Some(1001)));
}

#[test]
fn a_course_has_places_and_nothing_else_to_cap() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-event");
    window.focus_on("settings-event");
    window.types("posl");
    window.key(Named::Enter);
    window.wait_for("Tapahtuman oma yläraja");
    choose(&mut window, "event-cap-kind", 1);
    assert!(window.sees("Paikkaa kurssille") && window.sees("Vähintään 1–2 paikkaa kurssia kohden."), "{:#?}", window.texts());
    save(&mut window);
    let cap = event(&till, theatre.venue, "Posliininmaalaus").limits.cap;
    assert_eq!(cap, Some(Cap::Tickets { most: 1, per: CapPer::Event }));
}

#[test]
fn one_place_on_a_course_is_taken_with_advice() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-course-places", "1");
    assert!(window.sees("Harkitse kahta"), "{:#?}", window.texts());
    replace(&mut window, "settings-course-places", "2");
    assert!(!window.sees("Harkitse kahta"));
    save(&mut window);
    assert_eq!(rules(&till, theatre.venue).limits.course_places, Some(2));
}

#[test]
fn without_the_right_the_page_only_shows() {
    let theatre = theatre();
    let till = theatre.network.till_of("Lippukassa", HELPER);
    let mut window = till.window(Language::Fi, theatre.venue);
    window.press(Named::F10);
    window.wait_for("Niitä muuttaa se, jolla on oikeus hallita tapahtumia.");
    for part in ["section-venue", "section-limits", "section-event"] {
        window.focus_on(part);
        window.key(Named::Enter);
        window.pause(PAUSE);
        let fields = window.fields();
        assert!(fields.len() <= usize::from(part == "section-event"), "{part}: {fields:?}");
    }
    assert!(!window.sees("Muutoksia tallentamatta"));
    window.control('s');
    window.pause(PAUSE);
    assert_eq!(rules(&till, theatre.venue), VenueRules::default());
    window.press(Named::Escape);
    window.wait_for("Valmis lukemaan");
}

#[test]
fn what_is_saved_holds_at_once_at_this_counter_and_soon_at_the_others() {
    let theatre = theatre();
    let ended = theatre.network.card_until("A1000000001", date(2020, 1, 1));
    let valid = theatre.network.card("A1000000002");
    let (till, other) = (theatre.network.till("Lippukassa"), theatre.network.till("Ovi"));
    let mut window = settings(&till, theatre.venue, "section-venue");
    window.focus_on("ended");
    window.press(Named::ArrowRight);
    window.focus_on("asks-identity");
    window.key(Named::Space);
    assert!(window.sees("Muutoksia tallentamatta"));
    save(&mut window);
    window.press(Named::F2);
    window.wait_for("Valmis lukemaan");
    window.pause(PAUSE);
    window.scans(&ended.to_string());
    window.wait_for("Ei voi kirjata");
    window.press(Named::Escape);
    window.pause(PAUSE);
    window.scans(&valid.to_string());
    window.wait_for("Katso henkilötodistus ja vertaa kortin nimeen.");
    window.press(Named::Escape);
    window.press(Named::F10);
    window.wait_until("it is sent", |_| till.station.queue_counts().unwrap().waiting == 0);
    other.sync();
    let there = rules(&other, theatre.venue);
    assert_eq!((there.ended, there.asks_identity), (Policy::Refuse, true));
}

#[test]
fn leaving_asks_what_becomes_of_what_is_not_saved() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-visits", "31");
    window.press(Named::Escape);
    window.wait_for("Muutoksia on tallentamatta.");
    window.press(Named::Escape);
    window.wait_until("the question gone", |window| !window.sees("Muutoksia on tallentamatta."));
    assert_eq!(window.field("settings-visits"), "31", "stayed, and what was typed too");
    window.press(Named::F9);
    window.wait_for("Muutoksia on tallentamatta.");
    window.focus_on("leave-drop");
    window.key(Named::Enter);
    window.wait_for("Jono on tyhjä");
    assert_eq!(rules(&till, theatre.venue), VenueRules::default(), "dropped");
    window.press(Named::F10);
    window.wait_for("Kortin voimassaolo on päättynyt");
    window.focus_on("section-limits");
    window.key(Named::Enter);
    replace(&mut window, "settings-visits", "32");
    window.press(Named::F2);
    window.wait_for("Muutoksia on tallentamatta.");
    window.key(Named::Enter);
    window.wait_for("Valmis lukemaan");
    assert_eq!(rules(&till, theatre.venue).limits.visits.map(|visits| visits.most), Some(32), "saved, then left");
}

#[test]
fn leaving_with_a_value_below_its_floor_stays_at_the_field() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-visits", "29");
    window.press(Named::F2);
    window.wait_for("Muutoksia on tallentamatta.");
    window.key(Named::Enter);
    window.wait_for("1 kohta on korjattava");
    assert!(window.is_focused("settings-visits"), "{:?}", window.focused());
    window.pause(PAUSE);
    assert!(window.sees("Käyntejä kortilla enintään") && !window.sees("Valmis lukemaan"));
}

#[test]
fn a_card_read_meanwhile_is_served_and_what_was_typed_is_still_there() {
    let theatre = theatre();
    let card = theatre.network.card("A1000000001");
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-visits", "40");
    window.pause(PAUSE);
    window.scans(&card.to_string());
    window.wait_for("Kortti kelpaa");
    window.press(Named::Escape);
    window.press(Named::F10);
    window.wait_for("Muutoksia tallentamatta");
    assert_eq!(window.field("settings-visits"), "40");
    save(&mut window);
    assert_eq!(rules(&till, theatre.venue).limits.visits.map(|visits| visits.most), Some(40));
}

#[test]
fn limits_of_uses_come_and_go_by_the_keyboard() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    window.focus_on("uses-add");
    window.key(Named::Enter);
    window.pause(PAUSE);
    assert!(window.is_focused("settings-uses-1"), "{:?}", window.focused());
    replace(&mut window, "settings-uses-1", "0");
    assert!(window.sees("0 ei riitä. Vähintään 1."), "{:#?}", window.texts());
    replace(&mut window, "settings-uses-1", "2");
    choose(&mut window, "uses-kind-1", 2);
    choose(&mut window, "uses-period-1", 3);
    save(&mut window);
    let uses = rules(&till, theatre.venue).limits.uses;
    assert_eq!(uses.len(), 1);
    assert_eq!((uses[0].kind, uses[0].most), (Some(EventKind::Course), 2));
    assert_eq!(uses[0].period, kaikuasema_domain::limits::Period::HalfYear);
    window.focus_on("uses-remove-1");
    window.key(Named::Enter);
    save(&mut window);
    assert!(rules(&till, theatre.venue).limits.uses.is_empty());
}

#[test]
fn the_list_for_the_web_page_is_of_what_is_saved() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-list");
    assert!(window.sees("Ei rajoituksia"));
    window.focus_on("section-limits");
    window.key(Named::Enter);
    replace(&mut window, "settings-visits", "30");
    window.focus_on("section-list");
    window.key(Named::Enter);
    window.wait_for("Tallentamattomat muutokset eivät ole listassa.");
    assert!(window.sees("Ei rajoituksia"));
    save(&mut window);
    window.wait_for("Yhdellä kortilla voi käydä enintään 30 kertaa kalenterivuoden aikana.");
    window.focus_on("list-copy");
    window.key(Named::Enter);
    window.wait_for("Lista on leikepöydällä.");
    let line = "Yhdellä kortilla voi käydä enintään 30 kertaa kalenterivuoden aikana. Mukana olevien lasten käynnit lasketaan mukaan.";
    assert_eq!(window.copied(), Some(line));
}

#[test]
fn the_pause_of_the_reader_is_this_stations_own() {
    let theatre = theatre();
    let till = theatre.network.till_of("Lippukassa", HELPER);
    let mut window = till.window(Language::Fi, theatre.venue);
    window.press(Named::F10);
    window.wait_for("Niitä muuttaa se");
    window.focus_on("section-station");
    window.key(Named::Enter);
    replace(&mut window, "settings-gap", "201");
    assert!(window.sees("Kirjoita luku väliltä 20–200."), "{:#?}", window.texts());
    replace(&mut window, "settings-gap", "90");
    save(&mut window);
    window.wait_until("it is kept", |_| block_on(till.station.setting::<u64>("scan_gap_ms")).unwrap() == Some(90));
}

#[test]
fn every_control_is_reached_by_tab_and_back() {
    let theatre = theatre();
    let till = theatre.network.till("Lippukassa");
    let mut window = settings(&till, theatre.venue, "section-limits");
    for id in ["cap-kind", "settings-course-places", "once", "premieres", "day-1", "day-7", "settings-hands-over"] {
        window.focus_on(id);
    }
    window.press_with(Named::Tab, Modifiers::SHIFT);
    assert!(window.is_focused("settings-opens"), "{:?}", window.focused());
}

#[test]
fn the_command_line_tells_the_limits_of_a_venue() {
    let network = Network::new();
    let limits = VenueLimits { visits: Some(VisitLimit { most: 30, period: Default::default() }), ..VenueLimits::default() };
    let hall = network.venue("Uimahalli", VenueKind::SwimmingHall, VenueRules { limits, ..VenueRules::default() });
    network.venue("Museo", VenueKind::Museum, VenueRules::default());
    let till = network.till("Lippukassa");
    let ask = |venue: Option<&str>, language| {
        let command = Command::Limits { venue: venue.map(str::to_owned) };
        block_on(command_line::answer(&till.station, &command, &Locale::new(language)))
    };
    let said = ask(Some("uimahalli"), Language::Fi);
    assert_eq!(said.exit, Exit::Usable);
    assert_eq!(
        said.text,
        "Uimahalli:\n- Yhdellä kortilla voi käydä enintään 30 kertaa kalenterivuoden aikana. Mukana olevien lasten käynnit lasketaan mukaan."
    );
    assert_eq!(said.json["venue"]["id"], serde_json::json!(hall));
    assert_eq!(said.json["limits"]["visits"]["most"], 30);
    assert_eq!(ask(Some("Museo"), Language::En).text, "Museo:\n- No limits");
    assert_eq!(ask(None, Language::Fi).exit, Exit::Usage, "several venues: one must be named");
    assert_eq!(ask(Some("Kirjasto"), Language::Fi).exit, Exit::Usage);
}
