//! The door: key events at the root widget, real stations and the real service, what is on the disk
//! and at the service afterwards.

use crate::harness::keyboard::Named;
use crate::harness::network::{Network, Till};
use crate::harness::{Harness, clock};
use iced::futures::executor::block_on;
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use kaikuasema::app::{App, Time as AppTime};
use kaikuasema::locale::Language;
use kaikuasema::station::Station;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{EventLimits, VenueLimits};
use kaikuasema_domain::usage::{CancelledBy, Channel, EventChoice, Fact, Facts, Status, UsageDraft};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{CardNumber, EventId, ShowingId, Usage, UsageId, VenueId, civil};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(300);
/// Longer than two readings of one scan lie apart.
const LATER: Duration = Duration::from_millis(3200);

/// A theatre that hands over half an hour before, with a play that begins this very minute, so that it is
/// tonight whenever the test runs, and one tomorrow.
struct Theatre {
    network: Network,
    venue: VenueId,
    play: EventId,
    tonight: ShowingId,
    tomorrow: ShowingId,
    today: Date,
}

fn theatre() -> Theatre {
    let network = Network::new();
    let limits = VenueLimits { hands_over_minutes_before: Some(30), ..VenueLimits::default() };
    let venue = network.venue("Teatteri", VenueKind::Theatre, VenueRules { limits, ..VenueRules::default() });
    let play = network.event(venue, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let now = civil::in_finland(Timestamp::now());
    let minute = Time::new(now.hour(), now.minute(), 0, 0).unwrap();
    let today = now.date();
    let showing = |date: Date| network.showing(play, date, Some(minute), Some(100), ShowingOccasion::Ordinary);
    let (tonight, tomorrow) = (showing(today), showing(today.tomorrow().unwrap()));
    Theatre { network, venue, play, tonight, tomorrow, today }
}

impl Theatre {
    fn cards<const N: usize>(&self) -> [CardNumber; N] {
        std::array::from_fn(|index| self.network.card(&format!("A100000000{}", index + 1)))
    }

    fn ticket(&self, till: &Till, card: CardNumber, channel: Channel, children: u16) -> Usage {
        self.ticket_for(till, card, self.tonight, self.today, channel, children)
    }

    fn ticket_for(&self, till: &Till, card: CardNumber, showing: ShowingId, day: Date, channel: Channel, children: u16) -> Usage {
        let draft = UsageDraft {
            event: EventChoice::Existing(self.play),
            showing: Some(showing),
            channel,
            children,
            ..UsageDraft::of(self.venue, card, day)
        };
        // Recorded before the beginning, as a reservation is; the play begins this minute.
        till.record(draft).unwrap().usage
    }

    fn at_service(&self, ticket: UsageId) -> Facts {
        let all = self.network.central().admin().usages(&Default::default()).unwrap();
        all.into_iter().find(|stored| stored.usage.id == ticket).unwrap().usage.facts
    }
}

fn facts(till: &Till, card: CardNumber) -> Facts {
    till.records(card).remove(0).usage.facts
}

#[track_caller]
fn door(till: &Till, language: Language, venue: VenueId, seen: &str) -> Harness<App> {
    let mut window = till.window(language, venue);
    window.control('d');
    window.wait_for(seen);
    window.pause(PAUSE);
    window
}

#[track_caller]
fn scan(window: &mut Harness<App>, card: CardNumber, seen: &str) {
    window.pause(PAUSE);
    window.scans(&card.to_string());
    window.wait_for(seen);
    window.pause(PAUSE);
}

/// The number beside a label, such as how many arrived.
fn tally(window: &mut Harness<App>, label: &str) -> String {
    let texts = window.texts();
    texts
        .windows(2)
        .find(|pair| pair[0] == label && pair[1].chars().all(|c| c.is_ascii_digit()))
        .map(|pair| pair[1].clone())
        .unwrap_or_default()
}

/// Chooses the ticket of a card with the arrows.
#[track_caller]
fn light(window: &mut Harness<App>, card: CardNumber) {
    window.focus_on("tickets");
    for _ in 0..5 {
        window.press(Named::ArrowUp);
    }
    for _ in 0..10 {
        // The lit ticket's number stands once more beside what can be done with it.
        if window.texts().iter().filter(|text| **text == card.to_string()).count() > 1 {
            return;
        }
        window.press(Named::ArrowDown);
        window.pause(PAUSE);
    }
    panic!("{card} is not reached");
}

/// One ticket from the telephone to the hall, in one language.
fn from_reserved_to_arrived(language: Language, reserved: &str, hand_over: &str, just: &str, welcome: &str, again: &str) {
    let theatre = theatre();
    let [anna] = theatre.cards();
    let (office, desk) = (theatre.network.till("Toimisto"), theatre.network.till("Ovi"));
    let ticket = theatre.ticket(&office, anna, Channel::Phone, 2);
    office.sync();
    desk.sync();
    let mut window = door(&desk, language, theatre.venue, &anna.to_string());
    assert!(window.sees(reserved), "{:#?}", window.texts());
    scan(&mut window, anna, hand_over);
    assert!(facts(&desk, anna).handed_over.is_some());
    scan(&mut window, anna, just);
    assert_eq!(facts(&desk, anna).arrived, None, "a scan read twice lets nobody in");
    std::thread::sleep(LATER);
    scan(&mut window, anna, welcome);
    assert!(facts(&desk, anna).arrived.is_some());
    scan(&mut window, anna, again);
    desk.sync();
    let there = theatre.at_service(ticket.id);
    assert!(there.handed_over.is_some() && matches!(there.status(), Status::Arrived(_)), "{there:?}");
}

#[test]
fn a_ticket_goes_from_reserved_to_arrived_by_two_scans_in_finnish() {
    from_reserved_to_arrived(Language::Fi, "Puhelin", "Luovuta lippu", "Lippu luovutettu", "Tervetuloa", "Saapunut jo");
}

#[test]
fn a_ticket_goes_from_reserved_to_arrived_by_two_scans_in_swedish() {
    from_reserved_to_arrived(Language::Sv, "Telefon", "Lämna ut biljetten", "Biljetten utlämnad", "Välkommen", "Kom redan");
}

#[test]
fn a_ticket_goes_from_reserved_to_arrived_by_two_scans_in_english() {
    from_reserved_to_arrived(Language::En, "Telephone", "Hand over the ticket", "Ticket handed over", "Welcome", "Already arrived");
}

#[test]
fn a_ticket_is_cancelled_by_request_only_after_the_question_and_taken_back() {
    let theatre = theatre();
    let [anna, berit] = theatre.cards();
    let till = theatre.network.till("Ovi");
    theatre.ticket(&till, anna, Channel::Desk, 0);
    theatre.ticket(&till, berit, Channel::Email, 1);
    let mut window = door(&till, Language::Fi, theatre.venue, &berit.to_string());
    assert_eq!(tally(&mut window, "Varattu"), "2");
    light(&mut window, berit);
    window.press(Named::Delete);
    window.wait_for("Perutaanko lippu A1000000002, klo");
    window.key(Named::Enter);
    assert!(facts(&till, berit).is_empty(), "Enter leaves the ticket as it is");
    light(&mut window, berit);
    window.press(Named::Delete);
    window.wait_for("Perutaanko lippu");
    window.press(Named::Tab);
    window.press(Named::Enter);
    window.wait_for("Paikka vapautui");
    assert!(matches!(facts(&till, berit).status(), Status::Cancelled(cancelled) if cancelled.by == CancelledBy::Clerk));
    window.wait_until("one reserved", |window| tally(window, "Varattu") == "1" && tally(window, "Peruttu") == "1");
    // Cancelled, it is never let in unnoticed.
    scan(&mut window, berit, "Lippu on peruttu");
    assert_eq!(facts(&till, berit).arrived, None);
    window.control('z');
    window.wait_for("Otettu takaisin: A1000000002");
    assert!(facts(&till, berit).is_empty());
    till.sync();
    assert!(theatre.at_service(till.records(berit)[0].usage.id).is_empty());
}

#[test]
fn a_holders_own_cancelling_is_said_at_the_counter_and_stops_at_the_door() {
    let theatre = theatre();
    let [anna, berit] = theatre.cards();
    let till = theatre.network.till("Ovi");
    let ticket = theatre.ticket(&till, anna, Channel::Desk, 1);
    theatre.ticket(&till, berit, Channel::Desk, 0);
    till.sync();
    theatre.network.central().admin().cancel_ticket(ticket.id, Timestamp::now()).unwrap();
    till.sync();
    let mut window = till.window(Language::Fi, theatre.venue);
    window.wait_for("Asiakas perui: Kesäyön uni");
    window.focus_on("cancellation-noticed");
    window.press(Named::Enter);
    window.wait_until("noticed", |window| !window.sees("Asiakas perui: Kesäyön uni"));
    window.control('d');
    window.wait_for("Asiakas perui");
    window.wait_until("its seat is free", |window| tally(window, "Peruttu") == "1");
    scan(&mut window, anna, "Asiakas perui lipun itse");
    window.press(Named::Enter);
    window.pause(PAUSE);
    assert_eq!(facts(&till, anna).arrived, None, "Enter lets nobody in with a cancelled ticket");
    window.press(Named::F11);
    window.wait_for("Tervetuloa");
    window.wait_for("lippu oli peruttu");
    till.sync();
    let there = theatre.at_service(ticket.id);
    assert!(there.is_contradictory() && matches!(there.status(), Status::Arrived(_)), "arrived beats cancelled: {there:?}");
    // Noticed once, it is not said again after a new start.
    let mut window = till.window(Language::Fi, theatre.venue);
    window.pause(PAUSE);
    assert!(!window.sees("Asiakas perui"), "{:#?}", window.texts());
}

/// A window three hours from now, when what begins in an hour is over.
fn hours_later(till: &Till, venue: VenueId) -> Harness<App> {
    block_on(till.station.set_setting("venue", venue)).unwrap();
    let later = |station: &Station| {
        let now = station.now().checked_add(SignedDuration::from_hours(3)).unwrap();
        (now, civil::in_finland(now).date())
    };
    let (app, boot) = App::with_time(till.station.clone(), Language::Fi, AppTime { pace: clock::now, now: later });
    let mut window = Harness::open(app, boot);
    window.wait_until("the counter", |window| window.is_focused("number"));
    window
}

#[test]
fn those_who_did_not_come_are_listed_and_marked_in_one_go_or_singly() {
    let theatre = theatre();
    let [anna, berit, cecil, dan, eero] = theatre.cards();
    let till = theatre.network.till("Ovi");
    let soon = civil::in_finland(Timestamp::now().checked_add(SignedDuration::from_hours(1)).unwrap());
    let minute = Time::new(soon.hour(), soon.minute(), 0, 0).ok();
    let evening = theatre.network.showing(theatre.play, soon.date(), minute, None, ShowingOccasion::Ordinary);
    till.sync();
    for card in [anna, berit, cecil, dan] {
        theatre.ticket_for(&till, card, evening, soon.date(), Channel::Desk, 0);
    }
    let [arrived, _, _, cancelled] = [anna, berit, cecil, dan].map(|card| till.records(card).remove(0).usage.id);
    block_on(till.station.mark(arrived, theatre.venue, Fact::Arrived, false)).unwrap();
    block_on(till.station.mark(cancelled, theatre.venue, Fact::Cancelled, false)).unwrap();
    theatre.ticket_for(&till, eero, evening, soon.date(), Channel::Phone, 1);

    let mut window = hours_later(&till, theatre.venue);
    window.control('d');
    choose_day(&mut window, soon.date());
    choose_last_showing(&mut window);
    window.wait_for("Merkitse 3 tulematta jääneiksi");
    // One came after all, and one is marked singly.
    light(&mut window, berit);
    window.focus_on("door-act-no-show");
    window.press(Named::Enter);
    window.wait_for("Jäi tulematta: A1000000002");
    assert!(facts(&till, berit).no_show.is_some());
    window.focus_on("door-missing");
    window.press(Named::Enter);
    window.wait_until("only the missing", |window| !window.sees("A1000000001") && window.sees("A1000000003"));
    window.focus_on("door-all-missing");
    window.press(Named::Enter);
    window.wait_for("Merkitäänkö 2 lippua tulematta jääneiksi?");
    window.press(Named::Tab);
    window.press(Named::Enter);
    window.wait_for("Kaikki ovat saapuneet.");
    for card in [berit, cecil, eero] {
        assert!(matches!(facts(&till, card).status(), Status::NoShow(_)), "{card}");
    }
    assert_eq!((facts(&till, anna).no_show, facts(&till, dan).no_show), (None, None));
    scan(&mut window, cecil, "Tervetuloa");
    assert!(matches!(facts(&till, cecil).status(), Status::Arrived(_)), "who came after all has arrived");
    till.sync();
    let counts = theatre.network.counts(theatre.venue, soon.date());
    assert_eq!((counts.adults, counts.no_shows, counts.cancelled), (2, 2, 1), "{counts:?}");
}

/// Chooses the last showing of the day's list.
fn choose_last_showing(window: &mut Harness<App>) {
    window.wait_until("the showings", |window| !window.sees("Ei näytöksiä"));
    window.focus_on("door-showing");
    window.press(Named::ArrowDown);
    window.press(Named::ArrowUp);
    // From the first row up is the last; where the last is chosen already, one down again.
    window.press(Named::Enter);
    window.pause(PAUSE);
    if !window.sees("tulematta jääneiksi") {
        window.focus_on("door-showing");
        window.press(Named::ArrowDown);
        window.press(Named::ArrowDown);
        window.press(Named::Enter);
        window.pause(PAUSE);
    }
}

#[track_caller]
fn choose_day(window: &mut Harness<App>, day: Date) {
    window.focus_on("door-day");
    window.control('a');
    window.types(&format!("{}.{}.{}", day.day(), day.month(), day.year()));
    window.pause(PAUSE);
}

#[test]
fn before_the_time_only_the_deliberate_key_hands_over_and_another_day_can_be_chosen() {
    let theatre = theatre();
    let [anna] = theatre.cards();
    let till = theatre.network.till("Ovi");
    let tomorrow = theatre.today.tomorrow().unwrap();
    theatre.ticket_for(&till, anna, theatre.tomorrow, tomorrow, Channel::Desk, 0);
    let mut window = door(&till, Language::Fi, theatre.venue, "Tähän näytökseen ei ole lippuja");
    scan(&mut window, anna, "Ei lippua");
    choose_day(&mut window, tomorrow);
    window.wait_for(&anna.to_string());
    scan(&mut window, anna, "Sano: ”Lippusi on varattu.");
    window.press(Named::Enter);
    window.pause(PAUSE);
    assert!(facts(&till, anna).is_empty(), "Enter hands nothing over before the time");
    window.press(Named::F11);
    window.wait_for("Luovuta lippu");
    assert!(facts(&till, anna).handed_over.is_some());
    std::thread::sleep(LATER);
    scan(&mut window, anna, "Näytös on");
    assert_eq!(facts(&till, anna).arrived, None, "nobody arrives the day before");
}

#[test]
fn a_card_without_a_ticket_is_opened_at_the_counter_and_one_of_another_showing_is_told() {
    let theatre = theatre();
    let [anna, berit] = theatre.cards();
    let till = theatre.network.till("Ovi");
    let other = theatre.network.event(theatre.venue, "Teatterikierros", EventKind::Performance, EventLimits::default());
    till.sync();
    let tour = UsageDraft { event: EventChoice::Existing(other), ..UsageDraft::of(theatre.venue, anna, theatre.today) };
    till.record(tour).unwrap();
    let mut window = door(&till, Language::Fi, theatre.venue, &anna.to_string());
    // What has no clock time stands first and is the default; the play is the next row.
    window.focus_on("door-showing");
    window.press(Named::ArrowDown);
    window.press(Named::ArrowDown);
    window.press(Named::Enter);
    window.pause(PAUSE);
    scan(&mut window, anna, "Lippu toiseen näytökseen");
    assert!(window.sees("lippu: Teatterikierros"), "{:#?}", window.texts());
    window.focus_on("door-elsewhere");
    window.press(Named::Enter);
    // The tour has no clock time: it is handed over all day.
    window.wait_for("Luovuta lippu");
    assert!(facts(&till, anna).handed_over.is_some());
    scan(&mut window, berit, "Ei lippua");
    window.focus_on("door-to-counter");
    window.press(Named::Enter);
    window.wait_for("Kortti kelpaa");
    assert_eq!(window.field("number"), berit.to_string());
}

#[test]
fn a_card_barred_since_stops_at_the_door() {
    let theatre = theatre();
    let [anna] = theatre.cards();
    let till = theatre.network.till("Ovi");
    theatre.ticket(&till, anna, Channel::Desk, 0);
    theatre.network.central().admin().block(anna).unwrap();
    till.sync();
    let mut window = door(&till, Language::Fi, theatre.venue, &anna.to_string());
    scan(&mut window, anna, "Kortti ei ole aktiivinen!");
    assert!(facts(&till, anna).is_empty());
    window.press(Named::F11);
    window.wait_for("Luovuta lippu");
    assert!(facts(&till, anna).handed_over.is_some(), "deliberately, all the same");
}

#[test]
fn two_stations_mark_at_once_offline_and_both_come_to_the_same() {
    let theatre = theatre();
    let [anna, berit] = theatre.cards();
    let (desk, hall) = (theatre.network.till("Lippukassa"), theatre.network.till("Sali"));
    let (first, second) = (theatre.ticket(&desk, anna, Channel::Desk, 0), theatre.ticket(&desk, berit, Channel::Desk, 3));
    desk.sync();
    hall.sync();
    // Neither knows of the other: one hands over, the other marks arrived; one cancels, the other marks arrived.
    let mark = |till: &Till, ticket: &Usage, fact| block_on(till.station.mark(ticket.id, theatre.venue, fact, false)).unwrap();
    mark(&desk, &first, Fact::HandedOver);
    mark(&hall, &first, Fact::Arrived);
    mark(&desk, &second, Fact::Cancelled);
    mark(&hall, &second, Fact::Arrived);
    for till in [&hall, &desk, &hall, &desk] {
        till.sync();
    }
    for till in [&desk, &hall] {
        assert!(facts(till, anna).handed_over.is_some() && matches!(facts(till, anna).status(), Status::Arrived(_)));
        assert!(facts(till, berit).is_contradictory() && matches!(facts(till, berit).status(), Status::Arrived(_)));
    }
    let mut window = door(&desk, Language::Fi, theatre.venue, "lippu oli peruttu");
    window.wait_until("both arrived", |window| tally(window, "Saapunut") == "2" && tally(window, "Peruttu") == "0");
    assert!(window.sees("5 henkeä"), "{:#?}", window.texts());
}

#[test]
fn the_end_of_a_number_is_enough_and_the_row_is_worked_by_enter() {
    let theatre = theatre();
    let [anna, berit] = theatre.cards();
    let till = theatre.network.till("Ovi");
    theatre.ticket(&till, anna, Channel::Desk, 0);
    theatre.ticket(&till, berit, Channel::Desk, 0);
    let mut window = door(&till, Language::Fi, theatre.venue, &anna.to_string());
    window.focus_on("number");
    window.types("0002");
    assert!(window.sees("A1000000002") && !window.sees("A1000000001"), "{:#?}", window.texts());
    window.key(Named::Enter);
    window.wait_for("Luovuta lippu");
    assert!(facts(&till, berit).handed_over.is_some() && facts(&till, anna).is_empty());
    light(&mut window, anna);
    window.press(Named::Enter);
    window.wait_until("handed over", |_| facts(&till, anna).handed_over.is_some());
    assert!(window.is_focused("tickets"), "the arrows go on from the row: {:?}", window.focused());
}

#[test]
fn without_a_handing_over_one_scan_marks_arrived() {
    let network = Network::new();
    let venue = network.venue("Klubi", VenueKind::Other, VenueRules::default());
    let gig = network.event(venue, "Keikka", EventKind::Performance, EventLimits::default());
    let now = civil::in_finland(Timestamp::now());
    network.showing(gig, now.date(), None, None, ShowingOccasion::Ordinary);
    let card = network.card("A1000000001");
    let till = network.till("Ovi");
    till.record(UsageDraft { event: EventChoice::Existing(gig), ..UsageDraft::of(venue, card, now.date()) }).unwrap();
    let mut window = door(&till, Language::Fi, venue, &card.to_string());
    scan(&mut window, card, "Tervetuloa");
    assert!(facts(&till, card).arrived.is_some());
    window.control('z');
    window.wait_for("Otettu takaisin");
    assert!(facts(&till, card).is_empty());
}

#[test]
fn tab_reaches_every_control_of_the_door_and_of_the_paper_form_and_goes_round() {
    let theatre = theatre();
    let [anna, berit] = theatre.cards();
    let till = theatre.network.till("Ovi");
    theatre.ticket(&till, anna, Channel::Desk, 0);
    let mut window = door(&till, Language::Fi, theatre.venue, &anna.to_string());
    light(&mut window, anna);
    goes_round(&mut window);
    scan(&mut window, berit, "Ei lippua");
    assert!(!window.sees("Peru pyynnöstä"), "no other card's ticket is offered: {:#?}", window.texts());
    goes_round(&mut window);
    window.control('l');
    window.wait_for("Tänään paperilta kirjatut");
    goes_round(&mut window);
}

/// Tab reaches each stop once, and then the first again.
#[track_caller]
fn goes_round(window: &mut Harness<App>) {
    let mut seen = Vec::new();
    for _ in 0..window.stops() {
        window.press(Named::Tab);
        let focused = window.focused();
        assert!(focused.is_some() && !seen.contains(&focused), "{focused:?} after {seen:?}");
        seen.push(focused);
    }
    window.press(Named::Tab);
    assert_eq!(window.focused(), seen[0]);
}

#[test]
fn with_the_service_away_the_door_works_as_always() {
    let theatre = theatre();
    let [anna] = theatre.cards();
    let till = theatre.network.till("Ovi");
    theatre.ticket(&till, anna, Channel::Desk, 0);
    till.sync();
    let Theatre { network, venue, .. } = theatre;
    drop(network);
    let mut window = door(&till, Language::Fi, venue, &anna.to_string());
    window.wait_for("Ei yhteyttä");
    scan(&mut window, anna, "Luovuta lippu");
    window.wait_for("Jonossa");
    assert!(facts(&till, anna).handed_over.is_some());
    std::thread::sleep(LATER);
    scan(&mut window, anna, "Tervetuloa");
    assert!(facts(&till, anna).arrived.is_some());
}
