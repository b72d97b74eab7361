//! The counter end to end, without a display: real key events at the root widget, a real
//! station with its embedded service, what is on the disk afterwards. No message is injected.

use crate::harness::keyboard::{Modifiers, Named};
use crate::harness::station::{Counter, counter};
use kaikuasema::locale::Language;
use kaikuasema_domain::civil;
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_store::{RecordedUsage, UsageFilter};
use std::time::Duration;

const VALID: &str = "A9990000071";
const ENDS_SOON: &str = "A9990000082";
const ENDS_TODAY: &str = "A999000093";
const ENDED: &str = "A9990000104";
const BARRED: &str = "AM999000115";
const UNKNOWN: &str = "A9990000999";
const COMMUNITY: &str = "Y9990000126";
const MOBILE: &str = "X9990000KA";
const ENDS_IN_A_MONTH: &str = "AM99900137";
const MALFORMED: &str = "A99900014";

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The records of a card that were made at this station today.
fn records(counter: &Counter, card: &str) -> Vec<RecordedUsage> {
    let since = civil::start_of_day(counter.station.today());
    let filter = UsageFilter { card: Some(card.parse().unwrap()), recorded_from: Some(since), ..UsageFilter::default() };
    block_on(counter.station.records(filter)).unwrap()
}

/// What the screen says in one language.
struct Words {
    language: Language,
    usable: &'static str,
    discretion: &'static str,
    barred: &'static str,
    unknown: &'static str,
    malformed: &'static str,
    valid_notice: &'static str,
    soon_notice: &'static str,
    ended_notice: &'static str,
    saved: &'static str,
    ready: &'static str,
}

const WORDS: [Words; 3] = [
    Words {
        language: Language::Fi,
        usable: "Kortti kelpaa",
        discretion: "Harkintasi mukaan",
        barred: "Kortti ei ole aktiivinen!",
        unknown: "Korttia ei löytynyt tietokannasta!",
        malformed: "Ei Kaikukortin tunnus",
        valid_notice: "Kortin viimeinen voimassaolopäivä on",
        soon_notice: "Kortin voimassaoloajan päättyminen lähestyy",
        ended_notice: "Kortin voimassaoloaika on päättynyt",
        saved: "Tallennettu",
        ready: "Valmis lukemaan",
    },
    Words {
        language: Language::Sv,
        usable: "Kortet gäller",
        discretion: "Enligt ditt omdöme",
        barred: "Kortet är inte aktivt!",
        unknown: "Kortet hittades inte i databasen!",
        malformed: "Inte ett Kaikukortsnummer",
        valid_notice: "Kortets sista giltighetsdag är",
        soon_notice: "Kortets giltighetstid går snart ut",
        ended_notice: "Kortets giltighetstid har gått ut",
        saved: "Sparat",
        ready: "Redo att läsa",
    },
    Words {
        language: Language::En,
        usable: "The card is good",
        discretion: "At your discretion",
        barred: "The card is not active!",
        unknown: "Card not found in the database!",
        malformed: "Not a Kaikukortti number",
        valid_notice: "The card's last day of validity is",
        soon_notice: "The card's validity will end soon",
        ended_notice: "The card's validity has ended",
        saved: "Saved",
        ready: "Ready to read",
    },
];

#[track_caller]
fn judged(counter: &mut Counter, card: &str, seen: &[&str]) {
    counter.window.pause(Duration::from_millis(300));
    counter.window.scans(card);
    for words in seen {
        counter.window.wait_for(words);
    }
    counter.window.pause(Duration::from_millis(300));
}

#[track_caller]
fn saved_by(counter: &mut Counter, key: Named, card: &str, words: &Words) {
    counter.window.press(key);
    counter.window.wait_for(&format!("{}: {card}", words.saved));
    counter.window.wait_for(words.ready);
    assert!(counter.window.is_focused("number"), "{:?}", counter.window.focused());
    assert_eq!(records(counter, card).len(), 1, "{card}");
}

/// After a use of [`VALID`]: records another behind the window's back, and waits until the window shows so
/// many records.
#[track_caller]
fn recorded_behind(counter: &mut Counter, card: &str, shown: usize) {
    let today = counter.station.today();
    let venue = records(counter, VALID)[0].usage.venue;
    let draft = UsageDraft::of(venue, card.parse().unwrap(), today);
    block_on(counter.station.record(draft)).unwrap();
    counter.window.wait_for(&format!("{shown} kirjau"));
}

#[track_caller]
fn nothing_saved_by_enter(counter: &mut Counter, card: &str, words: &Words) {
    counter.window.press(Named::Enter);
    counter.window.wait_for(words.ready);
    if card != MALFORMED {
        assert_eq!(records(counter, card).len(), 0, "{card}");
    }
}

fn every_verdict(words: &Words) {
    let mut counter = counter(words.language);
    for card in [VALID, COMMUNITY, MOBILE] {
        judged(&mut counter, card, &[words.usable, words.valid_notice]);
        saved_by(&mut counter, Named::Enter, card, words);
    }
    for card in [ENDS_SOON, ENDS_TODAY] {
        judged(&mut counter, card, &[words.usable, words.soon_notice]);
        saved_by(&mut counter, Named::Enter, card, words);
    }
    judged(&mut counter, ENDED, &[words.discretion, words.ended_notice]);
    counter.window.press(Named::Enter);
    counter.window.pause(Duration::from_millis(300));
    assert_eq!(records(&counter, ENDED).len(), 0, "Enter never saves at discretion");
    saved_by(&mut counter, Named::F11, ENDED, words);
    judged(&mut counter, BARRED, &[words.barred]);
    nothing_saved_by_enter(&mut counter, BARRED, words);
    judged(&mut counter, UNKNOWN, &[words.unknown]);
    counter.window.press(Named::Enter);
    counter.window.wait_for("Shift+F12");
    assert_eq!(records(&counter, UNKNOWN).len(), 0, "Enter decides nothing about an unknown card");
    counter.window.press(Named::Escape);
    counter.window.wait_for(words.ready);
    judged(&mut counter, MALFORMED, &[words.malformed]);
    counter.window.press(Named::Escape);
    counter.window.wait_for(words.ready);
    after_the_last_day(&mut counter, words);
}

fn after_the_last_day(counter: &mut Counter, words: &Words) {
    judged(counter, ENDS_IN_A_MONTH, &[words.usable]);
    counter.window.focus_on("date");
    counter.window.control('a');
    let later = counter.station.today().checked_add(jiff::ToSpan::days(40)).unwrap();
    counter.window.types(&format!("{}.{}.{}", later.day(), later.month(), later.year()));
    counter.window.wait_for(words.discretion);
    counter.window.key(Named::Enter);
    assert_eq!(records(counter, ENDS_IN_A_MONTH).len(), 0, "Enter never saves at discretion");
    saved_by(counter, Named::F11, ENDS_IN_A_MONTH, words);
    assert_eq!(records(counter, ENDS_IN_A_MONTH)[0].usage.event_date, later);
}

#[test]
fn every_verdict_is_shown_and_recorded_in_finnish() {
    every_verdict(&WORDS[0]);
}

#[test]
fn every_verdict_is_shown_and_recorded_in_swedish() {
    every_verdict(&WORDS[1]);
}

#[test]
fn every_verdict_is_shown_and_recorded_in_english() {
    every_verdict(&WORDS[2]);
}

#[test]
fn a_use_is_recorded_with_the_keyboard_alone_and_sent() {
    let mut counter = counter(Language::Fi);
    let window = &mut counter.window;
    window.types("a9990000071");
    window.key(Named::Enter);
    window.wait_for("Kortti kelpaa");
    window.focus_on("event");
    window.types("Joulukonsertti");
    window.wait_for("Luo ”Joulukonsertti”");
    window.press(Named::ArrowUp);
    window.key(Named::Enter);
    assert_eq!(window.field("event"), "Joulukonsertti");
    assert!(window.is_focused("save"), "an event picked, the next key saves or counts children");
    window.focus_on("event");
    window.press(Named::Tab);
    assert!(window.is_focused("date"));
    window.press(Named::Tab);
    window.types("19.30");
    window.press(Named::Tab);
    assert!(window.is_focused("children"));
    window.types("++");
    window.press(Named::Tab);
    assert!(window.is_focused("channel"));
    window.press(Named::Tab);
    assert!(window.is_focused("same-card"));
    window.press(Named::Tab);
    window.press(Named::Tab);
    assert!(window.is_focused("save"));
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A9990000071 · Joulukonsertti");
    let made = records(&counter, VALID);
    assert_eq!(made.len(), 1);
    let usage = &made[0].usage;
    assert_eq!((usage.event_name.as_deref(), usage.children), (Some("Joulukonsertti"), 2));
    assert_eq!(usage.event_time, jiff::civil::Time::new(19, 30, 0, 0).ok());
    counter.window.wait_for("Lähetetty");
}

#[test]
fn what_is_remembered_stays_and_what_belongs_to_the_customer_goes() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    counter.window.focus_on("event");
    counter.window.types("Kirjavinkkaus");
    counter.window.key(Named::Enter);
    counter.window.focus_on("save");
    counter.window.types("+++-");
    assert_eq!(counter.window.field("children"), "2", "plus and minus count children where the focus is on Save");
    saved_by(&mut counter, Named::Enter, VALID, &WORDS[0]);
    judged(&mut counter, MOBILE, &["Kortti kelpaa"]);
    assert_eq!(counter.window.field("event"), "Kirjavinkkaus");
    assert_eq!(counter.window.field("children"), "0");
    saved_by(&mut counter, Named::Enter, MOBILE, &WORDS[0]);
    let names: Vec<_> = [VALID, MOBILE].iter().map(|card| records(&counter, card)[0].usage.event).collect();
    assert!(names[0].is_some() && names[0] == names[1], "the event was made once");
}

#[test]
fn events_that_come_while_the_clerk_types_never_put_the_former_event_back() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    counter.window.focus_on("event");
    counter.window.types("peppi");
    counter.window.key(Named::Enter);
    counter.window.wait_for("Tapahtuman ajankohta");
    counter.window.focus_on("save");
    saved_by(&mut counter, Named::Enter, VALID, &WORDS[0]);
    judged(&mut counter, MOBILE, &["Kortti kelpaa"]);
    counter.window.focus_on("event");
    counter.window.control('a');
    counter.window.types("Joulukons");
    // Two, so that the events read for the first are there for sure.
    recorded_behind(&mut counter, COMMUNITY, 2);
    recorded_behind(&mut counter, ENDS_SOON, 3);
    assert_eq!(counter.window.field("event"), "Joulukons");
    counter.window.types("ertti");
    counter.window.key(Named::Enter);
    counter.window.focus_on("save");
    saved_by(&mut counter, Named::Enter, MOBILE, &WORDS[0]);
    assert_eq!(records(&counter, MOBILE)[0].usage.event_name.as_deref(), Some("Joulukonsertti"));
}

#[test]
fn a_scan_never_lands_in_any_field_of_the_form() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    for field in ["event", "date", "time", "children", "number", "save"] {
        counter.window.focus_on(field);
        let before = counter.window.fields();
        counter.window.scans(VALID);
        counter.window.pause(Duration::from_millis(300));
        assert_eq!(counter.window.fields(), before, "{field}");
    }
    assert_eq!(records(&counter, VALID).len(), 0, "and its Enter saves nothing");
}

#[test]
fn double_enter_and_double_scan_never_save_twice() {
    let mut counter = counter(Language::Fi);
    counter.window.scans(VALID);
    counter.window.scans(VALID);
    counter.window.press(Named::Enter);
    counter.window.wait_for("Kortti kelpaa");
    counter.window.pause(Duration::from_millis(300));
    assert_eq!(records(&counter, VALID).len(), 0, "a second suffix is the scanner's");
    counter.window.press(Named::Enter);
    counter.window.press(Named::Enter);
    counter.window.wait_for("Tallennettu");
    counter.window.press(Named::Enter);
    counter.window.pause(Duration::from_millis(300));
    assert_eq!(records(&counter, VALID).len(), 1);
}

#[test]
fn the_same_use_again_is_asked_about_and_enter_declines() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    saved_by(&mut counter, Named::Enter, VALID, &WORDS[0]);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    counter.window.press(Named::Enter);
    counter.window.wait_for("Kirjataanko uudelleen");
    counter.window.key(Named::Enter);
    assert!(!counter.window.sees("Kirjataanko uudelleen"));
    assert_eq!(records(&counter, VALID).len(), 1);
    counter.window.press(Named::Enter);
    counter.window.wait_for("Kirjataanko uudelleen");
    counter.window.press(Named::Tab);
    counter.window.key(Named::Enter);
    counter.window.wait_for("Valmis lukemaan");
    assert_eq!(records(&counter, VALID).len(), 2);
}

#[test]
fn the_same_card_tick_keeps_the_card_and_goes_off() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    counter.window.focus_on("same-card");
    counter.window.key(Named::Space);
    // Enter saves from here too; it does not empty the tick.
    counter.window.press(Named::Enter);
    counter.window.wait_for("Tallennettu");
    assert!(counter.window.sees("Kortti kelpaa"), "the card stays");
    assert_eq!(records(&counter, VALID).len(), 1);
    counter.window.focus_on("save");
    counter.window.types("+");
    counter.window.focus_on("event");
    counter.window.types("Toinen");
    counter.window.key(Named::Enter);
    counter.window.focus_on("save");
    counter.window.press(Named::Enter);
    counter.window.wait_for("Valmis lukemaan");
    assert_eq!(records(&counter, VALID).len(), 2, "the tick did not stay on");
}

#[test]
fn escape_leaves_without_recording() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    counter.window.press(Named::Escape);
    counter.window.wait_for("Valmis lukemaan");
    assert!(counter.window.is_focused("number"));
    assert_eq!(records(&counter, VALID).len(), 0);
}

#[test]
fn a_scan_while_a_form_is_unsaved_asks_in_one_line() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    judged(&mut counter, COMMUNITY, &["Kortin A9990000071 kirjaus on tallentamatta. Seuraava: Y9990000126."]);
    // A third card waits behind the second, and the question says so.
    judged(&mut counter, MOBILE, &["Seuraava: Y9990000126. Lisäksi 1 kortti odottaa."]);
    counter.window.press(Named::Enter);
    counter.window.wait_for("Tallennettu: A9990000071");
    counter.window.wait_for("Kortin Y9990000126 kirjaus on tallentamatta. Seuraava: X9990000KA.");
    counter.window.press(Named::Escape);
    counter.window.wait_until("the last card", |window| window.field("number") == MOBILE && window.sees("Kortti kelpaa"));
    assert_eq!((records(&counter, VALID).len(), records(&counter, COMMUNITY).len(), records(&counter, MOBILE).len()), (1, 0, 0));
    judged(&mut counter, COMMUNITY, &["Kortin X9990000KA kirjaus on tallentamatta"]);
    counter.window.press(Named::Escape);
    counter.window.wait_for("Yhteisön Kaikukortti");
    assert_eq!(records(&counter, MOBILE).len(), 0, "dropped");
}

#[test]
fn at_discretion_the_question_is_answered_by_the_deliberate_key_only() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, ENDED, &["Harkintasi mukaan"]);
    judged(&mut counter, VALID, &["Kortin A9990000104 kirjaus on tallentamatta"]);
    counter.window.press(Named::Enter);
    counter.window.pause(Duration::from_millis(300));
    assert_eq!(records(&counter, ENDED).len(), 0);
    counter.window.press(Named::F11);
    counter.window.wait_for("Tallennettu: A9990000104");
    counter.window.wait_for("Kortti kelpaa");
    let made = records(&counter, ENDED);
    assert!(made.len() == 1 && made[0].usage.discretion.is_some(), "the record keeps that discretion was used");
}

#[test]
fn control_z_takes_the_last_record_back() {
    let mut counter = counter(Language::Fi);
    for card in [VALID, MOBILE] {
        judged(&mut counter, card, &["Kortti kelpaa"]);
        saved_by(&mut counter, Named::Enter, card, &WORDS[0]);
    }
    counter.window.wait_for("2 kirjausta");
    counter.window.control('z');
    counter.window.wait_for("Kumottu: X9990000KA");
    counter.window.control('z');
    counter.window.wait_for("Kumottu: A9990000071");
    assert_eq!((records(&counter, VALID).len(), records(&counter, MOBILE).len()), (0, 0));
}

#[test]
fn tab_reaches_every_control_of_the_counter_and_goes_round() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    let stops = counter.window.stops();
    let mut seen = Vec::new();
    for _ in 0..stops {
        counter.window.press(Named::Tab);
        let focused = counter.window.focused();
        assert!(focused.is_some() && !seen.contains(&focused), "{focused:?} after {seen:?}");
        seen.push(focused);
    }
    assert!(counter.window.is_focused("save"), "round once");
    counter.window.press(Named::Tab);
    assert_eq!(counter.window.focused(), seen[0]);
    counter.window.press_with(Named::Tab, Modifiers::SHIFT);
    assert!(counter.window.is_focused("save"));
}

#[test]
fn language_and_colours_change_at_run_time_and_are_remembered() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    counter.window.focus_on("language");
    counter.window.press(Named::ArrowDown);
    counter.window.press(Named::ArrowDown);
    counter.window.press(Named::Enter);
    assert!(counter.window.sees("Kortet gäller"), "the form stays open");
    let light = counter.window.window.theme().palette().background;
    counter.window.focus_on("look");
    counter.window.press(Named::Enter);
    assert_ne!(counter.window.window.theme().palette().background, light);
    counter.window.settle();
    let station = counter.station.clone();
    counter.window.wait_until("the settings", |_| {
        let kept: Option<String> = block_on(station.setting("language")).unwrap();
        let look: Option<String> = block_on(station.setting("look")).unwrap();
        (kept.as_deref(), look.as_deref()) == (Some("sv"), Some("dark"))
    });
}

#[test]
fn another_venue_has_other_events() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    counter.window.focus_on("event");
    counter.window.types("peppi");
    counter.window.wait_for("Peppi Pitkätossu karkuteillä");
    counter.window.key(Named::Enter);
    counter.window.wait_for("Tapahtuman ajankohta");
    counter.window.focus_on("venue");
    counter.window.press(Named::ArrowDown);
    counter.window.click("Kansalaisopisto");
    counter.window.wait_for("Tapahtuman päivämäärä");
    counter.window.focus_on("event");
    counter.window.types("kitara");
    counter.window.wait_for("Kitaransoiton alkeet");
}

#[test]
fn the_queue_page_tells_what_was_sent_and_a_scan_leads_back() {
    let mut counter = counter(Language::Fi);
    judged(&mut counter, VALID, &["Kortti kelpaa"]);
    saved_by(&mut counter, Named::Enter, VALID, &WORDS[0]);
    counter.window.press(Named::F9);
    counter.window.wait_for("Lähetetty tänään");
    counter.window.press(Named::F1);
    assert!(counter.window.sees("palvelu on kuitannut"));
    counter.window.press(Named::Escape);
    assert!(!counter.window.sees("palvelu on kuitannut") && counter.window.sees("Lähetetty tänään"));
    counter.window.press(Named::F5);
    counter
        .window
        .wait_until("the record at the service", |window| window.texts().windows(2).any(|pair| pair == ["Lähetetty tänään", "1"]));
    judged(&mut counter, MOBILE, &["Kortti kelpaa"]);
}

#[test]
fn a_sample_card_opens_at_the_counter_by_keyboard_and_by_mouse() {
    let mut counter = counter(Language::Fi);
    counter.window.focus_on("nav-samples");
    counter.window.press(Named::Enter);
    counter.window.wait_for("Viimeinen päivä");
    counter.window.click(ENDED);
    counter.window.wait_for("Harkintasi mukaan");
    counter.window.press(Named::Escape);
    counter.window.focus_on("nav-samples");
    counter.window.key(Named::Space);
    assert!(counter.window.is_focused("sample-1"));
    counter.window.press(Named::Enter);
    counter.window.wait_for("Kortti kelpaa");
}
