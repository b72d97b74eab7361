//! Cards read faster than they are saved: key events at the root widget, a real station on a real disk.
//! Each is recorded once, in the order read; what stops for the clerk is seen before what was read after it.

use crate::harness::Harness;
use crate::harness::keyboard::Named;
use crate::harness::network::{Network, Till};
use crate::ui_limits::PAUSE;
use kaikuasema::app::App;
use kaikuasema::locale::Language;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{CardNumber, VenueId};
use kaikuasema_store::UsageFilter;

fn desk(one_scan: bool) -> (Network, VenueId, Till) {
    let network = Network::new();
    let venue = network.venue("Museo", VenueKind::Museum, VenueRules { one_scan, ..VenueRules::default() });
    let till = network.till("Museo");
    (network, venue, till)
}

/// So many good cards, which the station knows.
fn cards(network: &Network, till: &Till, count: usize) -> Vec<CardNumber> {
    let cards = (0..count).map(|n| network.card(&format!("A10000001{n:02}"))).collect();
    till.sync();
    cards
}

/// Every card recorded, in the order recorded.
fn recorded(till: &Till) -> Vec<CardNumber> {
    let mut records = iced::futures::executor::block_on(till.station.records(UsageFilter::default())).unwrap();
    records.sort_by_key(|record| record.usage.id);
    records.into_iter().map(|record| record.usage.card).collect()
}

/// Reads the cards one right after the other: a scanner's pace within each, and no time between two.
fn reads(window: &mut Harness<App>, cards: &[CardNumber]) {
    let texts: Vec<String> = cards.iter().map(ToString::to_string).collect();
    reads_texts(window, &texts);
}

fn reads_texts(window: &mut Harness<App>, texts: &[String]) {
    window.at_once(|window| texts.iter().for_each(|text| window.scans(text)));
    window.pause(PAUSE);
}

#[track_caller]
fn all_recorded(window: &mut Harness<App>, till: &Till, cards: &[CardNumber]) {
    let last = cards[cards.len() - 1];
    window.wait_for(&format!("Tallennettu: {last}"));
    window.pause(PAUSE);
    assert_eq!(recorded(till), cards, "{:#?}", window.texts());
    assert!(window.is_focused("number"));
}

#[test]
fn three_cards_read_in_a_row_are_recorded_once_each_and_in_order() {
    let (network, venue, till) = desk(true);
    let cards = cards(&network, &till, 3);
    let mut window = till.window(Language::Fi, venue);
    reads(&mut window, &cards);
    all_recorded(&mut window, &till, &cards);
}

#[test]
fn ten_cards_read_in_a_row_are_recorded_once_each_and_in_order() {
    let (network, venue, till) = desk(true);
    let cards = cards(&network, &till, 10);
    let mut window = till.window(Language::Fi, venue);
    reads(&mut window, &cards);
    all_recorded(&mut window, &till, &cards);
}

#[test]
fn a_card_read_again_while_others_wait_is_recorded_once() {
    let (network, venue, till) = desk(true);
    let cards = cards(&network, &till, 3);
    let mut window = till.window(Language::Fi, venue);
    reads(&mut window, &[cards[0], cards[0], cards[1], cards[2], cards[1], cards[2]]);
    all_recorded(&mut window, &till, &cards);
}

#[test]
fn more_cards_than_can_wait_are_said_to_be_read_again() {
    let (network, venue, till) = desk(true);
    let cards = cards(&network, &till, 20);
    let mut window = till.window(Language::Fi, venue);
    reads(&mut window, &cards);
    window.wait_for("Kaikki kortit eivät mahtuneet odottamaan. Lue uudelleen");
    window.pause(PAUSE);
    let recorded = recorded(&till);
    assert_eq!(recorded, cards[..17], "one being looked up, sixteen waiting, in order");
    for missed in &cards[recorded.len()..] {
        assert!(window.sees(&missed.to_string()), "{:#?}", window.texts());
    }
}

#[test]
fn what_stops_for_the_clerk_is_seen_before_the_cards_read_after_it() {
    let (network, venue, till) = desk(true);
    let good = cards(&network, &till, 4);
    let barred = network.card("A1000000201");
    network.central().admin().block(barred).unwrap();
    till.sync();
    let unknown: CardNumber = "A2999999991".parse().unwrap();
    let mut window = till.window(Language::Fi, venue);
    let mut texts: Vec<String> = [good[0], barred, good[1], unknown, good[2], good[3]].iter().map(ToString::to_string).collect();
    texts.insert(5, "A10000001".to_owned());
    reads_texts(&mut window, &texts);
    // The barred card stops: the next is named, and what waits behind it counted.
    window.wait_for(&format!("Sillä välin luettiin {}. Se avautuu, kun poistut tästä kortista. Lisäksi 4 korttia odottaa.", good[1]));
    assert_eq!(recorded(&till), good[..1]);
    window.press(Named::Escape);
    // The one behind it is good and saves itself; the unknown one stops.
    window.wait_for("Mitä nyt?");
    assert_eq!(recorded(&till), good[..2]);
    assert!(window.sees("Lisäksi 2 korttia odottaa."), "{:#?}", window.texts());
    window.pause(PAUSE);
    window.press(Named::F12);
    // Then a good one, and half a number, which is no card.
    window.wait_for(&format!("Sillä välin luettiin {}", good[3]));
    assert_eq!(recorded(&till), good[..3]);
    window.press(Named::Escape);
    window.wait_for(&format!("Tallennettu: {}", good[3]));
    window.pause(PAUSE);
    assert_eq!(recorded(&till), good);
    assert_eq!(iced::futures::executor::block_on(till.station.set_asides()).unwrap().len(), 1);
}

#[test]
fn without_one_scan_mode_each_waiting_card_is_asked_about_in_its_turn() {
    let (network, venue, till) = desk(false);
    let cards = cards(&network, &till, 4);
    let mut window = till.window(Language::Fi, venue);
    reads(&mut window, &cards);
    window.wait_for(&format!("Seuraava: {}. Lisäksi 2 korttia odottaa.", cards[1]));
    assert!(recorded(&till).is_empty(), "nothing saves itself");
    window.wait_for("Kortti kelpaa");
    window.key(Named::Enter);
    window.wait_for(&format!("Seuraava: {}. Lisäksi 1 kortti odottaa.", cards[2]));
    assert_eq!(recorded(&till), cards[..1]);
    // One is dropped by the clerk, who is told of which.
    window.key(Named::Escape);
    window.wait_for(&format!("Kortin {} kirjaus on tallentamatta. Seuraava: {}.", cards[2], cards[3]));
    window.wait_for("Kortti kelpaa");
    window.key(Named::Enter);
    window.wait_for(&format!("Tallennettu: {}", cards[2]));
    window.pause(PAUSE);
    assert!(!window.sees("tallentamatta"), "none waits any more: {:#?}", window.texts());
    window.wait_for("Kortti kelpaa");
    window.key(Named::Enter);
    window.wait_for(&format!("Tallennettu: {}", cards[3]));
    assert_eq!(recorded(&till), [cards[0], cards[2], cards[3]]);
}
