//! Two managers at two stations change the settings at once, with the real service between them:
//! nobody's change is taken back unseen.

use super::{PAUSE, Theatre, choose, event, replace, rules, save, settings, theatre};
use crate::harness::Harness;
use crate::harness::keyboard::Named;
use crate::harness::network::Till;
use iced::futures::executor::block_on;
use kaikuasema::app::App;
use kaikuasema_domain::event::ShowingOccasion;
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits};
use kaikuasema_domain::operation::Settings;
use kaikuasema_domain::verdict::{Policy, VenueRules};

const BAR: &str = "Toinen asema muutti samaa:";

/// The other manager changes the venue's rules, and both stations hear of it.
fn set_there(other: &Till, till: &Till, theatre: &Theatre, change: impl FnOnce(&mut VenueRules)) {
    let mut rules = rules(other, theatre.venue);
    change(&mut rules);
    send(other, till, theatre, Settings::Venue { rules });
}

fn send(other: &Till, till: &Till, theatre: &Theatre, settings: Settings) {
    block_on(other.station.set_settings(theatre.venue, settings)).unwrap();
    other.sync();
    till.sync();
}

/// What was saved is at the service without a conflict, and at the other station.
fn sent(window: &mut Harness<App>, till: &Till, other: &Till) {
    window.wait_until("it is sent", |_| till.station.queue_counts().unwrap().waiting == 0);
    other.sync();
    assert_eq!(till.station.queue_counts().unwrap().needs_you, 0);
}

fn visits(rules: &VenueRules) -> Option<u32> {
    rules.limits.visits.map(|visits| visits.most)
}

fn at_the_play(till: &Till, theatre: &Theatre) -> Harness<App> {
    let mut window = settings(till, theatre.venue, "section-event");
    window.focus_on("settings-event");
    window.types("kesä");
    window.key(Named::Enter);
    window.wait_for("Tapahtuman oma yläraja");
    window
}

#[test]
fn what_another_station_set_while_one_field_was_typed_is_kept_and_shown_at_once() {
    let theatre = theatre();
    let (till, other) = (theatre.network.till("Lippukassa"), theatre.network.till("Toimisto"));
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-visits", "40");
    set_there(&other, &till, &theatre, |rules| {
        rules.limit_reached = Policy::Refuse;
        rules.limits.guest_cap = Some(5);
    });
    window.wait_until("the other's value", |window| window.field("settings-guest-cap") == "5");
    assert_eq!(window.field("settings-visits"), "40", "what was typed stays");
    assert!(!window.sees(BAR), "{:#?}", window.texts());
    save(&mut window);
    sent(&mut window, &till, &other);
    for station in [&till, &other] {
        let rules = rules(station, theatre.venue);
        assert_eq!((rules.limit_reached, rules.limits.guest_cap, visits(&rules)), (Policy::Refuse, Some(5), Some(40)));
    }
}

#[test]
fn what_both_changed_is_said_and_saving_keeps_ones_own() {
    let theatre = theatre();
    let (till, other) = (theatre.network.till("Lippukassa"), theatre.network.till("Toimisto"));
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-visits", "40");
    set_there(&other, &till, &theatre, |rules| {
        rules.limits.visits = Some(kaikuasema_domain::limits::VisitLimit { most: 35, period: Default::default() });
        rules.limits.guest_cap = Some(5);
    });
    window.wait_for("Toinen asema muutti samaa: Käyntejä kortilla enintään: 35, Kalenterivuosi. Tallenna, jos haluat pitää omasi.");
    assert_eq!((window.field("settings-visits"), window.field("settings-guest-cap")), ("40".into(), "5".into()));
    save(&mut window);
    assert!(!window.sees(BAR));
    sent(&mut window, &till, &other);
    let rules = rules(&other, theatre.venue);
    assert_eq!((visits(&rules), rules.limits.guest_cap), (Some(40), Some(5)));
}

#[test]
fn what_both_changed_can_be_taken_from_the_other_station() {
    let theatre = theatre();
    let (till, other) = (theatre.network.till("Lippukassa"), theatre.network.till("Toimisto"));
    let mut window = settings(&till, theatre.venue, "section-limits");
    replace(&mut window, "settings-visits", "40");
    set_there(&other, &till, &theatre, |rules| {
        rules.limits.visits = Some(kaikuasema_domain::limits::VisitLimit { most: 35, period: Default::default() });
    });
    window.wait_for(BAR);
    window.focus_on("settings-take-others");
    window.key(Named::Enter);
    window.wait_until("the other's value", |window| window.field("settings-visits") == "35");
    assert!(!window.sees(BAR) && !window.sees("Muutoksia tallentamatta"), "{:#?}", window.texts());
    assert_eq!(visits(&rules(&till, theatre.venue)), Some(35));
}

#[test]
fn a_page_with_nothing_unsaved_follows_the_other_station() {
    let theatre = theatre();
    let (till, other) = (theatre.network.till("Lippukassa"), theatre.network.till("Toimisto"));
    let mut window = settings(&till, theatre.venue, "section-limits");
    set_there(&other, &till, &theatre, |rules| rules.limits.guest_cap = Some(5));
    window.wait_until("the other's value", |window| window.field("settings-guest-cap") == "5");
    set_there(&other, &till, &theatre, |rules| rules.limits.guest_cap = None);
    window.wait_until("none again", |window| window.field("settings-guest-cap") != "5");
    assert!(!window.sees(BAR) && !window.sees("Muutoksia tallentamatta"));
}

#[test]
fn the_limits_of_one_event_and_its_showing_are_kept_part_by_part() {
    let theatre = theatre();
    let (till, other) = (theatre.network.till("Lippukassa"), theatre.network.till("Toimisto"));
    let mut window = at_the_play(&till, &theatre);
    replace(&mut window, "settings-event-opens", "14");
    replace(&mut window, "settings-capacity", "400");
    let play = block_on(other.station.events(theatre.venue)).unwrap().into_iter().find(|each| each.event.name == "Kesäyön uni").unwrap();
    let cap = Some(Cap::Tickets { most: 15, per: CapPer::Showing });
    let limits = EventLimits { cap, ..EventLimits::default() };
    send(&other, &till, &theatre, Settings::Event { event: play.event.id, limits });
    let showing = play.showings[0].id;
    send(&other, &till, &theatre, Settings::Showing { showing, occasion: ShowingOccasion::Premiere, capacity: Some(350) });
    window.wait_for("Paikkoja näytöksessä: 350.");
    assert_eq!((window.field("settings-event-cap"), window.field("settings-capacity")), ("15".into(), "400".into()));
    save(&mut window);
    sent(&mut window, &till, &other);
    let limits = event(&other, theatre.venue, "Kesäyön uni").limits;
    assert_eq!((limits.cap, limits.opens_days_before), (cap, Some(14)));
    let now = block_on(other.station.events(theatre.venue)).unwrap().into_iter().find(|each| each.event.id == play.event.id).unwrap();
    assert_eq!((now.showings[0].occasion, now.showings[0].capacity), (ShowingOccasion::Premiere, Some(400)));
}

#[test]
fn saving_before_the_page_has_heard_takes_nothing_back() {
    let theatre = theatre();
    let (till, other) = (theatre.network.till("Lippukassa"), theatre.network.till("Toimisto"));
    let mut window = settings(&till, theatre.venue, "section-limits");
    choose(&mut window, "cap-kind", 1);
    window.pause(PAUSE);
    set_there(&other, &till, &theatre, |rules| rules.limit_reached = Policy::Refuse);
    save(&mut window);
    sent(&mut window, &till, &other);
    let rules = rules(&other, theatre.venue);
    assert_eq!((rules.limit_reached, rules.limits.performance_cap), (Policy::Refuse, Some(Cap::Share { percent: 3 })));
}
