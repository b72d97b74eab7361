//! The limits, groups, unknown cards and one-scan mode at the counter: key events at the root widget,
//! a real station and the real service, what is on the disk afterwards.

use crate::harness::Harness;
use crate::harness::keyboard::Named;
use crate::harness::network::{HELPER, Network, Till};
use crate::process::today;
use jiff::ToSpan;
use jiff::civil::{Date, time};
use kaikuasema::app::App;
use kaikuasema::locale::Language;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, Period, ValueLimit, VenueLimits, VisitLimit};
use kaikuasema_domain::operation::TurnedAwayReason;
use kaikuasema_domain::usage::{Channel, EventChoice, UsageDraft};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{CardNumber, Cents, EventId, ShowingId, VenueId};
use std::time::Duration;

pub(crate) const PAUSE: Duration = Duration::from_millis(300);

/// A theatre with one ticket a showing, once per production; two showings to come.
pub(crate) struct Theatre {
    pub(crate) network: Network,
    pub(crate) venue: VenueId,
    pub(crate) play: EventId,
    pub(crate) first: ShowingId,
    pub(crate) second: ShowingId,
    pub(crate) when: Date,
}

pub(crate) fn theatre() -> Theatre {
    let network = Network::new();
    let limits = VenueLimits {
        performance_cap: Some(Cap::Tickets { most: 1, per: CapPer::Showing }),
        once_per_production: true,
        ..VenueLimits::default()
    };
    let venue = network.venue("Teatteri", VenueKind::Theatre, VenueRules { limits, ..VenueRules::default() });
    let play = network.event(venue, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let when = today().checked_add(3.days()).unwrap();
    let evening = Some(time(19, 0, 0, 0));
    let first = network.showing(play, when, evening, None, ShowingOccasion::Ordinary);
    let second = network.showing(play, when.tomorrow().unwrap(), evening, None, ShowingOccasion::Ordinary);
    Theatre { network, venue, play, first, second, when }
}

impl Theatre {
    pub(crate) fn fill(&self, till: &Till, card: CardNumber) {
        let draft = UsageDraft {
            event: EventChoice::Existing(self.play),
            showing: Some(self.first),
            ..UsageDraft::of(self.venue, card, self.when)
        };
        till.record(draft).unwrap();
    }
}

pub(crate) fn choose_event(window: &mut Harness<App>, name: &str) {
    window.focus_on("event");
    window.types(&name.chars().take(3).collect::<String>());
    window.wait_for(name);
    window.key(Named::Enter);
    window.pause(PAUSE);
}

#[track_caller]
pub(crate) fn scan(window: &mut Harness<App>, card: CardNumber, seen: &str) {
    window.pause(PAUSE);
    window.scans(&card.to_string());
    window.wait_for(seen);
    window.pause(PAUSE);
}

/// A full showing, in one language: what is said, that only the deliberate key records, and the reason.
fn full_showing(language: Language, usable: &str, full: &str, elsewhere: &str, saved: &str) {
    let theatre = theatre();
    let [first, second] = ["A1000000001", "A1000000002"].map(|number| theatre.network.card(number));
    let till = theatre.network.till("Lippukassa");
    theatre.fill(&till, first);
    let mut window = till.window(language, theatre.venue);
    scan(&mut window, second, usable);
    choose_event(&mut window, "Kesäyön uni");
    window.wait_for(full);
    window.wait_for(elsewhere);
    window.press(Named::Enter);
    window.pause(PAUSE);
    assert!(till.records(second).is_empty(), "Enter never saves at discretion");
    window.focus_on("discretion-reason");
    window.types("johtajan lupa");
    window.press(Named::F11);
    window.wait_for(saved);
    let usage = till.records(second).remove(0).usage;
    assert_eq!(usage.showing, Some(theatre.first));
    let discretion = usage.discretion.unwrap();
    assert_eq!(discretion.reason.as_deref(), Some("johtajan lupa"));
    assert!(discretion.over_cap);
}

#[test]
fn a_full_showing_needs_the_deliberate_key_in_finnish() {
    full_showing(Language::Fi, "Kortti kelpaa", "1/1", "Seuraavat näytökset, joissa on tilaa", "Tallennettu: A1000000002");
}

#[test]
fn a_full_showing_needs_the_deliberate_key_in_swedish() {
    full_showing(Language::Sv, "Kortet gäller", "1/1", "Följande föreställningar med plats", "Sparat: A1000000002");
}

#[test]
fn a_full_showing_needs_the_deliberate_key_in_english() {
    full_showing(Language::En, "The card is good", "1/1", "Next showings with room", "Saved: A1000000002");
}

#[test]
fn another_showing_with_room_is_one_press_away() {
    let theatre = theatre();
    let [first, second] = ["A1000000001", "A1000000002"].map(|number| theatre.network.card(number));
    let till = theatre.network.till("Lippukassa");
    theatre.fill(&till, first);
    let mut window = till.window(Language::Fi, theatre.venue);
    scan(&mut window, second, "Kortti kelpaa");
    choose_event(&mut window, "Kesäyön uni");
    window.wait_for("1/1");
    window.focus_on("room-1");
    window.press(Named::Enter);
    window.wait_for("Kortti kelpaa");
    assert!(window.is_focused("save"));
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A1000000002");
    let usage = till.records(second).remove(0).usage;
    assert_eq!((usage.showing, usage.discretion), (Some(theatre.second), None));
}

#[test]
fn who_may_not_override_is_refused_and_the_customer_is_counted_once() {
    let theatre = theatre();
    let [first, second] = ["A1000000001", "A1000000002"].map(|number| theatre.network.card(number));
    let till = theatre.network.till_of("Lippukassa", HELPER);
    theatre.fill(&till, first);
    let mut window = till.window(Language::Fi, theatre.venue);
    scan(&mut window, second, "Kortti kelpaa");
    choose_event(&mut window, "Kesäyön uni");
    window.wait_for("Kysy henkilöltä, jolla on siihen oikeus");
    window.press(Named::F11);
    window.pause(PAUSE);
    assert!(till.records(second).is_empty());
    window.press(Named::Escape);
    window.wait_for("Valmis lukemaan");
    // The same card again is no second customer.
    scan(&mut window, second, "1/1");
    window.press(Named::Escape);
    window.wait_for("Valmis lukemaan");
    till.sync();
    let counts = theatre.network.counts(theatre.venue, theatre.when);
    assert_eq!(counts.turned_away.get(&TurnedAwayReason::Full), Some(&1), "{counts:?}");
}

#[test]
fn a_limit_that_counts_by_the_event_asks_for_the_event() {
    let theatre = theatre();
    let card = theatre.network.card("A1000000001");
    let till = theatre.network.till("Lippukassa");
    let mut window = till.window(Language::Fi, theatre.venue);
    scan(&mut window, card, "Kortti kelpaa");
    window.press(Named::Enter);
    window.wait_for("Valitse tapahtuma");
    assert!(window.is_focused("event"));
    assert!(till.records(card).is_empty());
}

#[test]
fn a_phone_reservation_keeps_its_channel_and_the_next_customer_is_at_the_desk() {
    let theatre = theatre();
    let [first, second] = ["A1000000001", "A1000000002"].map(|number| theatre.network.card(number));
    let till = theatre.network.till("Lippukassa");
    let mut window = till.window(Language::Fi, theatre.venue);
    scan(&mut window, first, "Kortti kelpaa");
    choose_event(&mut window, "Kesäyön uni");
    window.focus_on("channel");
    window.key(Named::ArrowDown);
    window.key(Named::ArrowDown);
    window.key(Named::Enter);
    window.wait_for("Puhelimitse");
    window.focus_on("save");
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A1000000001");
    assert_eq!(till.records(first)[0].usage.channel, Channel::Phone);
    scan(&mut window, second, "1/1");
    assert!(window.sees("Kortti on paikalla"));
}

#[test]
fn the_same_use_again_says_how_long_ago_and_how_many_children() {
    let theatre = theatre();
    let card = theatre.network.card("A1000000001");
    let venue = theatre.network.venue("Kirjasto", VenueKind::Library, VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    till.record(UsageDraft { children: 2, ..UsageDraft::of(venue, card, today()) }).unwrap();
    let mut window = till.window(Language::Fi, venue);
    scan(&mut window, card, "Käytetty täällä juuri äsken, 2 lasta.");
    window.press(Named::Enter);
    window.wait_for("Kirjataanko uudelleen?");
    window.press(Named::Escape);
    window.pause(PAUSE);
    assert_eq!(till.records(card).len(), 1);
}

#[test]
fn what_is_left_of_the_visits_is_said_before_saving() {
    let network = Network::new();
    let limits = VenueLimits { visits: Some(VisitLimit { most: 30, period: Period::CalendarYear }), ..VenueLimits::default() };
    let hall = network.venue("Uimahalli", VenueKind::SwimmingHall, VenueRules { limits, ..VenueRules::default() });
    let card = network.card("A1000000001");
    let till = network.till("Uimahalli");
    let yesterday = today().yesterday().unwrap();
    till.record(UsageDraft { children: 22, ..UsageDraft::of(hall, card, yesterday) }).unwrap();
    let mut window = till.window(Language::Fi, hall);
    // 7 of 30 are left, a family of three uses three.
    scan(&mut window, card, "7");
    window.types("++");
    window.wait_until("what the family uses", |window| {
        window.texts().iter().any(|text| text.contains('7') && text.contains("30") && text.contains('3'))
    });
    window.press(Named::Enter);
    window.wait_for("Tallennettu");
    assert_eq!(till.records(card).len(), 2);
}

#[test]
fn the_holders_own_share_is_said_and_the_value_cut_by_one_press() {
    let network = Network::new();
    let most = Cents::new(1000).unwrap();
    let limits = VenueLimits { value: Some(ValueLimit { most, period: Period::CalendarYear }), ..VenueLimits::default() };
    let library = network.venue("Kirjasto", VenueKind::Library, VenueRules { limits, ..VenueRules::default() });
    network.event(library, "Myöhästymismaksu", EventKind::Fee, EventLimits::default());
    let card = network.card("A1000000001");
    let till = network.till("Kirjasto");
    let mut window = till.window(Language::Fi, library);
    scan(&mut window, card, "Kortti kelpaa");
    choose_event(&mut window, "Myöhästymismaksu");
    window.focus_on("value");
    window.types("12,50");
    window.wait_for("asiakas maksaa");
    window.focus_on("room-1");
    window.press(Named::Enter);
    window.wait_for("Kortti kelpaa");
    window.focus_on("save");
    window.press(Named::Enter);
    window.wait_for("Tallennettu");
    assert_eq!(till.records(card)[0].usage.value, Some(most));
}

#[test]
fn a_time_that_is_in_no_list_is_typed_by_hand() {
    let theatre = theatre();
    let card = theatre.network.card("A1000000001");
    let till = theatre.network.till("Lippukassa");
    let mut window = till.window(Language::Fi, theatre.venue);
    scan(&mut window, card, "Kortti kelpaa");
    choose_event(&mut window, "Kesäyön uni");
    window.focus_on("showing");
    window.key(Named::ArrowDown);
    window.wait_for("Muu aika…");
    window.key(Named::ArrowUp);
    window.key(Named::Enter);
    window.wait_for("Valitse näytös listasta");
    window.focus_on("time");
    window.types("14.30");
    window.focus_on("save");
    window.press(Named::Enter);
    window.wait_for("Tallennettu: A1000000001");
    let usage = till.records(card).remove(0).usage;
    assert_eq!((usage.event, usage.showing, usage.event_time), (Some(theatre.play), None, Some(time(14, 30, 0, 0))));
}

#[test]
fn what_two_stations_oversold_is_said_on_both_and_both_records_stand() {
    let theatre = theatre();
    let [first, second] = ["A1000000001", "A1000000002"].map(|number| theatre.network.card(number));
    let (desk, office) = (theatre.network.till("Lippukassa"), theatre.network.till("Toimisto"));
    theatre.fill(&desk, first);
    theatre.fill(&office, second);
    for till in [&desk, &office, &desk] {
        till.sync();
    }
    for till in [&desk, &office] {
        let mut window = till.window(Language::Fi, theatre.venue);
        window.wait_for("lippuja on kirjattu 2, yläraja on 1");
        window.focus_on("oversold-seen");
        window.press(Named::Enter);
        window.wait_until("the word gone", |window| !window.sees("lippuja on kirjattu 2"));
        assert_eq!((till.records(first).len(), till.records(second).len()), (1, 1));
    }
}
