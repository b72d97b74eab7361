//! The cards set aside on the queue page: real keys at the root widget, a real station and the real
//! service, what is on the disk afterwards; and pictures of the page.

use crate::harness::Harness;
use crate::harness::keyboard::Named;
use crate::harness::network::{Network, Till};
use crate::harness::scene::{Scene, Still, at, id, offline, usage};
use crate::process::today;
use crate::ui_pictures::draw;
use iced::futures::executor::block_on;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use kaikuasema::app::{App, Message, Page};
use kaikuasema::locale::Language;
use kaikuasema::screen::queue::{self, Tab, asides};
use kaikuasema::station::{Aside, CopyAge, Retried};
use kaikuasema::ui::theme::Look;
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Card, CardNumber, UserId, VenueId, verdict};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(300);

/// A venue whose till has set these cards aside for a day of the week before.
struct Desk {
    network: Network,
    venue: VenueId,
    till: Till,
}

fn desk(cards: &[&str]) -> Desk {
    let network = Network::new();
    let venue = network.venue("Teatteri", VenueKind::Theatre, VenueRules::default());
    let till = network.till("Lippukassa");
    for number in cards {
        let draft = UsageDraft::of(venue, card(number), the_day());
        block_on(till.station.set_aside(draft, true)).unwrap();
    }
    Desk { network, venue, till }
}

impl Desk {
    /// A window on the list, reached with F9 alone.
    fn list(&self, language: Language) -> Harness<App> {
        let mut window = self.till.window(language, self.venue);
        window.pause(PAUSE);
        window.key(Named::F9);
        window.wait_until("the queue", |window| window.is_focused("send-now") || window.is_focused("asides-try"));
        if window.is_focused("send-now") {
            window.key(Named::F9);
            window.wait_until("the list", |window| window.is_focused("asides-try"));
        }
        window
    }

    fn records(&self, number: &str) -> usize {
        self.till.records(card(number)).len()
    }
}

fn card(number: &str) -> CardNumber {
    number.parse().unwrap()
}

fn the_day() -> Date {
    today().checked_sub(5.days()).unwrap()
}

const FIRST: &str = "A1000000001";
const SECOND: &str = "A1000000002";
const THIRD: &str = "A1000000003";

/// Registered by now: the first as it should be, the second ended the day before the event, the third barred.
fn register(desk: &Desk) {
    desk.network.card(FIRST);
    desk.network.card_until(SECOND, the_day().yesterday().unwrap());
    desk.network.card(THIRD);
    desk.network.central().admin().block(card(THIRD)).unwrap();
}

/// The words of one language.
struct Words {
    language: Language,
    awaited: &'static str,
    tried: &'static str,
    ended: &'static str,
    barred: &'static str,
    recorded: &'static str,
    question: &'static str,
    removed: &'static str,
    empty: &'static str,
}

/// The whole of it by keyboard: try, record one at discretion with a reason, take the other from the list.
fn by_keyboard(words: &Words) {
    let desk = desk(&[FIRST, SECOND, THIRD]);
    let mut window = desk.list(words.language);
    window.wait_for(words.awaited);
    register(&desk);
    window.press(Named::Enter);
    window.wait_for(words.tried);
    assert_eq!(desk.records(FIRST), 1);
    window.wait_until("the first gone", |window| !window.sees(FIRST));
    assert!(window.sees(words.ended) && window.sees(words.barred), "{:#?}", window.texts());

    // What waits for the clerk: newest first, so the barred one, then the ended one.
    window.focus_on("asides");
    window.press(Named::Home);
    window.press(Named::F11);
    window.pause(PAUSE);
    assert!(!window.fields().iter().any(String::is_empty) && !window.is_focused("reason"), "a barred card is never recorded");
    window.press(Named::ArrowDown);
    window.press(Named::Enter);
    window.press(Named::F11);
    window.wait_until("the reason", |window| window.is_focused("reason"));
    window.types("johtajan lupa");
    window.key(Named::Enter);
    window.pause(PAUSE);
    assert_eq!(desk.records(SECOND), 0, "Enter records nothing at discretion");
    window.key(Named::F11);
    window.wait_for(words.recorded);
    let usage = desk.till.records(card(SECOND)).remove(0).usage;
    assert_eq!((usage.event_date, usage.discretion.unwrap().reason.as_deref()), (the_day(), Some("johtajan lupa")));

    window.wait_until("the list", |window| window.is_focused("asides") && !window.sees(SECOND));
    window.key(Named::Delete);
    window.wait_for(words.question);
    window.key(Named::Escape);
    window.wait_until("the list again", |window| window.is_focused("asides"));
    assert!(window.sees(THIRD), "left, it stays");
    window.key(Named::Delete);
    window.wait_for(words.question);
    window.wait_until("the keeping", |window| window.is_focused("asides-leave"));
    window.key(Named::Enter);
    window.wait_until("the list once more", |window| window.is_focused("asides"));
    assert!(window.sees(THIRD) && !window.sees(words.question), "Enter alone takes nothing from the list");
    window.key(Named::Delete);
    window.wait_until("the question", |window| window.is_focused("asides-leave"));
    window.press(Named::Tab);
    assert!(window.is_focused("asides-remove-now"));
    window.key(Named::Enter);
    window.wait_for(words.removed);
    window.wait_for(words.empty);
    assert!(block_on(desk.till.station.set_asides()).unwrap().is_empty());
    assert_eq!(desk.records(THIRD), 0);
}

#[test]
fn tried_recorded_at_discretion_and_removed_by_keyboard_in_finnish() {
    by_keyboard(&Words {
        language: Language::Fi,
        awaited: "Ei vielä rekisterissä",
        tried: "2 korttia odottaa sinua.",
        ended: "Voimassaolo oli päättynyt",
        barred: "Kortti ei ole aktiivinen",
        recorded: "Kirjattu.",
        question: "Poistetaanko listalta A1000000003",
        removed: "Poistettu listalta.",
        empty: "Talteen otettuja kortteja ei ole.",
    });
}

#[test]
fn tried_recorded_at_discretion_and_removed_by_keyboard_in_swedish() {
    by_keyboard(&Words {
        language: Language::Sv,
        awaited: "Ännu inte i registret",
        tried: "2 kort väntar på dig.",
        ended: "Giltighetstiden hade gått ut",
        barred: "Kortet är inte aktivt",
        recorded: "Registrerat.",
        question: "Ta bort A1000000003",
        removed: "Borttaget från listan.",
        empty: "Inga kort har lagts undan.",
    });
}

#[test]
fn tried_recorded_at_discretion_and_removed_by_keyboard_in_english() {
    by_keyboard(&Words {
        language: Language::En,
        awaited: "Not in the register yet",
        tried: "2 cards wait for you.",
        ended: "The validity had ended",
        barred: "The card is not active",
        recorded: "Recorded.",
        question: "Remove A1000000003",
        removed: "Removed from the list.",
        empty: "No cards are set aside.",
    });
}

#[test]
fn delete_asks_about_the_chosen_row_wherever_the_focus_is_and_deletes_a_letter_in_the_reason() {
    let desk = desk(&[SECOND]);
    register(&desk);
    desk.till.sync();
    let mut window = desk.list(Language::Fi);
    window.wait_for("Voimassaolo oli päättynyt");
    assert!(window.is_focused("asides-try"));
    window.press(Named::Delete);
    window.wait_for("Poistetaanko listalta A1000000002");
    window.key(Named::Escape);
    window.wait_until("the list", |window| window.is_focused("asides"));
    window.key(Named::F11);
    window.wait_until("the reason", |window| window.is_focused("reason"));
    window.types("lupa");
    window.press(Named::Delete);
    window.press(Named::Tab);
    window.press(Named::Delete);
    window.pause(PAUSE);
    assert!(!window.sees("Poistetaanko listalta"), "a question that is open is answered first");
    assert_eq!(block_on(desk.till.station.set_asides()).unwrap().len(), 1);
}

#[test]
fn the_text_is_copied_for_one_card_and_for_all_and_names_only_what_is_not_registered() {
    let desk = desk(&[FIRST, SECOND, THIRD]);
    let mut window = desk.list(Language::Fi);
    window.wait_for("Ei vielä rekisterissä");
    window.focus_on("asides-copy-all");
    window.press(Named::Enter);
    window.wait_for("Teksti on kopioitu: 3 korttia.");
    let all = window.copied().unwrap().to_owned();
    for number in [FIRST, SECOND, THIRD] {
        assert!(all.contains(number), "{all}");
    }
    assert!(all.contains("Teatteri") && all.contains("kaikukeskus@cultureforall.fi"), "{all}");
    window.focus_on("asides");
    window.press(Named::End);
    window.focus_on("asides-copy");
    window.press(Named::Enter);
    window.wait_for("Teksti on kopioitu: 1 kortti.");
    let one = window.copied().unwrap().to_owned();
    assert!(one.contains(FIRST) && !one.contains(SECOND) && !one.contains("kassa@"), "{one}");
    // Barred is registered: there is nothing to ask for.
    register(&desk);
    window.focus_on("asides-try");
    window.press(Named::Enter);
    window.wait_for("odottaa sinua.");
    assert_eq!(window.copied(), Some(one.as_str()));
    let stops = window.stops();
    window.focus_on("asides");
    for _ in 0..stops {
        window.press(Named::Tab);
        let focused = window.focused();
        assert!(focused != Some(iced::widget::Id::new("asides-copy")) && focused != Some(iced::widget::Id::new("asides-copy-all")));
    }
}

#[test]
fn the_rail_counts_what_waits_for_the_clerk_and_the_page_opens_on_it() {
    let desk = desk(&[SECOND]);
    let mut window = desk.till.window(Language::Fi, desk.venue);
    assert!(!window.texts().contains(&"1".to_owned()));
    register(&desk);
    desk.till.sync();
    window.wait_until("the badge", |window| window.texts().contains(&"1".to_owned()));
    window.pause(PAUSE);
    window.key(Named::F9);
    window.wait_until("the list", |window| window.is_focused("asides-try"));
    window.wait_for("Voimassaolo oli päättynyt");
}

#[test]
fn a_long_list_scrolls_with_the_chosen_row() {
    let cards: Vec<String> = (0..40).map(|n| format!("A10000001{n:02}")).collect();
    let desk = desk(&cards.iter().map(String::as_str).collect::<Vec<_>>());
    let mut window = desk.list(Language::Fi);
    window.wait_for(&cards[39]);
    window.focus_on("asides");
    window.press(Named::End);
    window.wait_for(&cards[0]);
    let row = window.find(&cards[0]).unwrap();
    assert!(row.y > 0.0, "{row:?}");
    window.press(Named::Delete);
    window.wait_for(&format!("Poistetaanko listalta {}", cards[0]));
    window.key(Named::Escape);
    window.press(Named::Home);
    window.press(Named::PageDown);
    window.press(Named::ArrowDown);
    window.press(Named::ArrowUp);
    window.press(Named::Delete);
    window.wait_for(&format!("Poistetaanko listalta {}", cards[33]));
}

#[test]
fn a_scan_on_the_page_opens_at_the_counter_and_answers_no_question() {
    let desk = desk(&[FIRST]);
    let mut window = desk.list(Language::Fi);
    window.wait_for(FIRST);
    window.focus_on("asides");
    window.key(Named::Delete);
    window.wait_for("Poistetaanko listalta");
    window.pause(PAUSE);
    desk.network.card(SECOND);
    desk.till.sync();
    window.scans(SECOND);
    window.wait_for("Kortti kelpaa");
    assert_eq!(block_on(desk.till.station.set_asides()).unwrap().len(), 1);
}

// Pictures.

fn aside(number: u128, text: &str, recorded: &str, event: Option<&str>, card: Option<(bool, Date)>, granted: bool) -> Aside {
    let usage = usage(number, text, recorded, event, 1);
    let known = card.map(|(active, valid_until)| Card { number: usage.card, active, valid_until, children_max: Some(3) });
    let verdict = verdict(known.as_ref(), usage.event_date, usage.event_date, &VenueRules::default());
    let copy = CopyAge::Stale { as_of: at("12:05") };
    Aside { aside: SetAside { usage, granted }, at: at(recorded), verdict, copy, is_recorded_already: false }
}

fn rows() -> Vec<Aside> {
    let peppi = Some("Peppi Pitkätossu karkuteillä");
    let mut elsewhere = aside(6, "A3110087254", "11:15", None, None, true);
    elsewhere.aside.usage.venue = VenueId(id(2));
    elsewhere.aside.usage.clerk = UserId(id(8));
    vec![
        aside(1, "A9990000072", "12:20", peppi, None, true),
        aside(2, "AM38000412", "12:02", Some("Kesäyön uni"), None, false),
        aside(3, "X550000120", "11:47", peppi, Some((true, date(2026, 11, 20))), true),
        aside(
            4,
            "A1270044518",
            "11:40",
            Some("Uudenvuoden gaalakonsertti: Straussin valsseja ja polkkia"),
            Some((false, date(2027, 5, 31))),
            true,
        ),
        Aside { is_recorded_already: true, ..aside(5, "A8800215570", "11:30", peppi, Some((true, date(2027, 5, 31))), true) },
        elsewhere,
        aside(7, "Y2210000456", "11:05", peppi, Some((true, date(2027, 5, 31))), true),
    ]
}

fn page(language: Language, look: Look) -> Scene {
    let mut scene = Scene::open(language, look);
    scene.tell(Message::SyncChanged(offline()));
    scene.tell(Message::AsidesCounted(3));
    scene.tell(Message::PagePressed(Page::Queue));
    scene.tell(Message::Queue(queue::Message::TabPressed(Tab::Asides)));
    scene.tell(told(asides::Message::Loaded(Ok(rows()))));
    scene
}

fn told(message: asides::Message) -> Message {
    Message::Queue(queue::Message::Asides(message))
}

#[test]
fn the_cards_set_aside_each_as_it_stands() {
    draw("asides", Some("asides"), page);
}

#[test]
fn recording_at_discretion_with_a_reason() {
    draw("asides-discretion", Some(queue::REASON), |language, look| {
        let mut scene = page(language, look);
        scene.tell(told(asides::Message::Chosen(rows()[2].aside.usage.id)));
        scene.tell(told(asides::Message::DiscretionPressed));
        let retried = Retried { has_answer: false, recorded: 1, over: 0, for_clerk: 3, unknown: 3 };
        scene.tell(told(asides::Message::Tried(Ok(retried))));
        scene
    });
}

#[test]
fn removing_one_and_the_help_of_the_page() {
    draw("asides-removing", Some("asides-leave"), |language, look| {
        let mut scene = page(language, look);
        scene.tell(Message::Queue(queue::Message::HelpPressed));
        scene.tell(told(asides::Message::Chosen(rows()[3].aside.usage.id)));
        scene.tell(told(asides::Message::RemovePressed));
        scene
    });
}

#[test]
fn in_a_small_window_the_chosen_row_and_what_can_be_done_with_it_stay_in_sight() {
    let mut scene = page(Language::Sv, Look::Light);
    let size = iced::Size::new(1024.0, 640.0);
    scene.tell(Message::Resized(size));
    let mut window = Harness::open_sized(Still(scene.app), kaikuasema::ui::focus::set("asides"), size);
    for words in ["X550000120", "Försök nu", "Ta bort från listan"] {
        let place = window.find(words).unwrap();
        assert!(place.y + place.height < 640.0 && place.x + place.width < 1024.0, "{words}: {place:?}");
    }
    window.picture().compare("asides-small-sv-light").unwrap();
}
