//! Groups, unknown cards and one-scan mode at the counter: key events at the root widget, a real
//! station and the real service, what is on the disk afterwards.

use crate::harness::keyboard::{Modifiers, Named};
use crate::harness::network::{HELPER, Network};
use crate::process::today;
use crate::ui_limits::{PAUSE, choose_event, scan, theatre};
use iced::futures::executor::block_on;
use jiff::ToSpan;
use kaikuasema::locale::Language;
use kaikuasema_domain::CardNumber;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{EventLimits, Period, VenueLimits, VisitLimit};
use kaikuasema_domain::operation::TurnedAwayReason;
use kaikuasema_domain::usage::{EventChoice, UsageDraft};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;

#[test]
fn a_group_is_led_through_interrupted_and_gone_on_with() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules::default());
    network.event(museum, "Opastus", EventKind::Visit, EventLimits::default());
    let community = network.card("Y1000000001");
    let [one, two, other] = ["A1000000001", "A1000000002", "A1000000003"].map(|number| network.card(number));
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    scan(&mut window, community, "Kortti kelpaa");
    choose_event(&mut window, "Opastus");
    window.focus_on("customer-cards");
    window.types("++");
    window.focus_on("save");
    window.press(Named::Enter);
    window.wait_for("Ryhmän kortit: 0 / 2 kirjattu");
    let group = till.records(community).remove(0).usage;
    scan(&mut window, one, "Kortti kelpaa");
    window.press(Named::Enter);
    window.wait_for("Ryhmän kortit: 1 / 2 kirjattu");
    // The same card twice in one group.
    scan(&mut window, one, "Tämä kortti on jo kirjattu tähän ryhmään");
    window.wait_for("Ryhmän kortit: 1 / 2 kirjattu");
    // Another customer in between, who is not of the group.
    window.press(Named::Escape);
    window.wait_for("on kesken: 1 / 2 kirjattu");
    scan(&mut window, other, "Kortti kelpaa");
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A1000000003");
    assert_eq!(till.records(other)[0].usage.group, None);
    window.focus_on("resume-1");
    window.press(Named::Enter);
    window.wait_for("Ryhmän kortit: 1 / 2 kirjattu");
    scan(&mut window, two, "Kortti kelpaa");
    window.press(Named::Enter);
    window.wait_for("Ryhmä on valmis: 2 asiakaskorttia kirjattu");
    for card in [one, two] {
        let usage = till.records(card).remove(0).usage;
        assert_eq!((usage.group, usage.event), (Some(group.id), group.event));
    }
}

#[test]
fn an_unknown_card_is_set_aside_with_one_key() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules::default());
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    let [new, old]: [CardNumber; 2] = ["A2999999991", "A2999999992"].map(|number| number.parse().unwrap());
    scan(&mut window, new, "Mitä nyt?");
    assert!(window.is_focused("aside"));
    window.press(Named::Enter);
    window.pause(PAUSE);
    assert!(block_on(till.station.set_asides()).unwrap().is_empty(), "Enter lets nobody in");
    window.press(Named::F12);
    window.press(Named::F12);
    window.wait_for("A2999999991 on otettu talteen");
    scan(&mut window, old, "Mitä nyt?");
    window.press_with(Named::F12, Modifiers::SHIFT);
    window.wait_for("Käyttöä ei kirjata");
    let asides = block_on(till.station.set_asides()).unwrap();
    let granted: Vec<bool> = asides.iter().map(|aside| aside.aside.granted).collect();
    assert_eq!(granted, [true, false]);
    till.sync();
    let counts = network.counts(museum, today());
    assert_eq!(counts.turned_away.get(&TurnedAwayReason::Unknown), Some(&1), "who was not let in is counted: {counts:?}");
    network.card("A2999999991");
    till.sync();
    block_on(till.station.retry_asides()).unwrap();
    assert_eq!(till.records(new).len(), 1);
}

#[test]
fn one_scan_saves_a_clean_card_and_stops_for_anything_else() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules { one_scan: true, ..VenueRules::default() });
    let clean = network.card("A1000000001");
    let soon = network.card_until("A1000000002", today().checked_add(5.days()).unwrap());
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    assert!(window.sees("Selvä kortti tallentuu heti"));
    scan(&mut window, clean, "Tallennettu");
    assert_eq!(till.records(clean).len(), 1);
    // Children are counted afterwards, on the same record.
    window.types("++-");
    window.wait_until("the child", |_| till.records(clean)[0].usage.children == 1);
    // Read again, it asks; soon to end, it stops.
    scan(&mut window, clean, "Käytetty täällä");
    assert_eq!(till.records(clean).len(), 1);
    window.press(Named::Escape);
    scan(&mut window, soon, "Kortin voimassaoloajan päättyminen lähestyy");
    assert!(till.records(soon).is_empty());
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A1000000002");
    // Undo always.
    window.control('z');
    window.wait_until("undone", |_| till.records(soon).is_empty());
}

#[test]
fn an_unknown_card_read_again_is_set_aside_once() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules::default());
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    let card: CardNumber = "A2999999991".parse().unwrap();
    scan(&mut window, card, "Mitä nyt?");
    window.press(Named::F12);
    window.wait_for("on otettu talteen");
    scan(&mut window, card, "Mitä nyt?");
    window.press(Named::F12);
    window.wait_for("on jo otettu talteen tähän");
    assert_eq!(block_on(till.station.set_asides()).unwrap().len(), 1);
}

#[test]
fn a_full_showing_is_said_for_an_unknown_card_too_and_refused_without_the_right() {
    let theatre = theatre();
    let known = theatre.network.card("A1000000001");
    let till = theatre.network.till_of("Lippukassa", HELPER);
    theatre.fill(&till, known);
    let mut window = till.window(Language::Fi, theatre.venue);
    let card: CardNumber = "A2999999991".parse().unwrap();
    scan(&mut window, card, "Mitä nyt?");
    choose_event(&mut window, "Kesäyön uni");
    window.wait_for("Kysy henkilöltä, jolla on siihen oikeus");
    window.press(Named::F12);
    window.wait_for("Tätä korttia ei voi kirjata");
    assert!(block_on(till.station.set_asides()).unwrap().is_empty());
}

#[test]
fn a_group_whose_record_is_undone_is_led_through_no_further() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules::default());
    let community = network.card("Y1000000001");
    let other = network.card("A1000000003");
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    scan(&mut window, community, "Kortti kelpaa");
    window.focus_on("customer-cards");
    window.types("++");
    window.focus_on("save");
    window.press(Named::Enter);
    window.wait_for("Ryhmän kortit: 0 / 2 kirjattu");
    window.control('z');
    window.wait_for("Valmis lukemaan");
    scan(&mut window, other, "Kortti kelpaa");
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A1000000003");
    assert_eq!(till.records(other)[0].usage.group, None);
}

#[test]
fn a_groups_unknown_card_is_set_aside_as_one_of_the_group() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules::default());
    let community = network.card("Y1000000001");
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    scan(&mut window, community, "Kortti kelpaa");
    window.focus_on("customer-cards");
    window.types("++");
    window.focus_on("save");
    window.press(Named::Enter);
    window.wait_for("Ryhmän kortit: 0 / 2 kirjattu");
    let card: CardNumber = "A2999999991".parse().unwrap();
    scan(&mut window, card, "Mitä nyt?");
    window.press(Named::F12);
    window.wait_for("Ryhmän kortit: 1 / 2 kirjattu");
    let group = till.records(community).remove(0).usage.id;
    assert_eq!(block_on(till.station.set_asides()).unwrap()[0].aside.usage.group, Some(group));
}

#[test]
fn children_counted_after_a_scan_keep_to_the_limit() {
    let network = Network::new();
    let limits = VenueLimits { visits: Some(VisitLimit { most: 30, period: Period::TwelveMonths }), ..VenueLimits::default() };
    let rules = VenueRules { limits, one_scan: true, ..VenueRules::default() };
    let hall = network.venue("Uimahalli", VenueKind::SwimmingHall, rules);
    let card = network.card("A1000000001");
    let till = network.till("Uimahalli");
    let yesterday = today().yesterday().unwrap();
    till.record(UsageDraft { children: 20, ..UsageDraft::of(hall, card, yesterday) }).unwrap();
    // 21 of 30: nothing to say yet, so the scan saves; eight children more, and the ninth does not fit.
    let mut window = till.window(Language::Fi, hall);
    scan(&mut window, card, "Tallennettu");
    for _ in 0..9 {
        window.types("+");
        window.pause(PAUSE);
    }
    window.wait_for("9 mahtuu vielä");
    window.wait_until("eight children", |window| window.sees("8") && till.records(card).iter().any(|record| record.usage.children == 8));
    assert!(till.records(card).iter().all(|record| record.usage.children != 9));
}

#[test]
fn control_z_after_setting_aside_takes_that_back_and_no_record() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules::default());
    let known = network.card("A1000000001");
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    scan(&mut window, known, "Kortti kelpaa");
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A1000000001");
    scan(&mut window, "A2999999991".parse().unwrap(), "Mitä nyt?");
    window.press(Named::F12);
    window.wait_for("on otettu talteen");
    window.control('z');
    window.wait_for("Talteenotto on kumottu");
    assert!(block_on(till.station.set_asides()).unwrap().is_empty());
    assert_eq!(till.records(known).len(), 1);
}

#[test]
fn a_group_gone_on_with_leaves_the_form_as_it_was_for_the_next_customer() {
    let theatre = theatre();
    let museum = theatre.network.venue("Museo", VenueKind::Museum, VenueRules { one_scan: true, ..VenueRules::default() });
    let community = theatre.network.card("Y1000000001");
    let card = theatre.network.card("A1000000003");
    let till = theatre.network.till("Lippukassa");
    let draft = UsageDraft {
        event: EventChoice::Existing(theatre.play),
        showing: Some(theatre.first),
        customer_cards: Some(2),
        ..UsageDraft::of(theatre.venue, community, theatre.when)
    };
    till.record(draft).unwrap();
    let mut window = till.window(Language::Fi, theatre.venue);
    window.wait_for("on kesken: 0 / 2");
    window.focus_on("resume-1");
    window.press(Named::Enter);
    window.wait_for("Ryhmän kortit: 0 / 2 kirjattu");
    window.press(Named::Escape);
    window.wait_for("on kesken");
    scan(&mut window, card, "Kortti kelpaa");
    assert_eq!(window.field("event"), "Hae tai kirjoita uusi", "the group's event is not the next customer's");
    window.press(Named::Escape);
    // At another venue the day is today's again.
    window.wait_for("on kesken: 0 / 2");
    window.focus_on("resume-1");
    window.press(Named::Enter);
    window.wait_for("Ryhmän kortit: 0 / 2 kirjattu");
    window.focus_on("venue");
    window.press(Named::ArrowDown);
    window.click("Museo");
    window.wait_for("Selvä kortti tallentuu heti");
    scan(&mut window, card, "Tallennettu");
    let usage = till.records(card).remove(0).usage;
    assert_eq!((usage.venue, usage.event_date, usage.event_time), (museum, today(), None));
}

#[test]
fn quick_presses_after_a_scan_come_to_what_is_shown() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules { one_scan: true, ..VenueRules::default() });
    let [first, second] = ["A1000000001", "A1000000002"].map(|number| network.card(number));
    let till = network.till("Museo");
    let mut window = till.window(Language::Fi, museum);
    scan(&mut window, first, "Tallennettu");
    for key in ["+", "+", "+", "-", "+", "+", "-"] {
        window.types(key);
    }
    // The next card does not cut off what was counted.
    window.scans(&second.to_string());
    window.wait_until("three children", |_| till.records(first)[0].usage.children == 3);
    window.wait_until("the next card", |_| till.records(second).len() == 1);
    window.wait_for("Tallennettu: A1000000002");
    window.control('z');
    window.wait_until("undone", |window| till.records(second).is_empty() && !window.sees("Lisää lapset"));
}

#[test]
fn what_plus_and_minus_count_comes_into_sight_wherever_the_focus_is() {
    let network = Network::new();
    let museum = network.venue("Museo", VenueKind::Museum, VenueRules::default());
    let community = network.card("Y1000000001");
    let till = network.till("Museo");
    let mut window = till.window_sized(Language::Fi, museum, iced::Size::new(1024.0, 460.0));
    scan(&mut window, community, "Kortti kelpaa");
    for key in ["+", "-"] {
        window.focus_on("channel");
        let below = window.scrolled();
        assert!(below > 60.0, "the form is scrolled to its end: {below}");
        window.types(key);
        let above = window.scrolled();
        assert!(above < below, "{key}: {above} of {below}");
        assert!(window.is_focused("channel"));
        window.focus_on("number");
    }
}
