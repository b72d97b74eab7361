//! Cards set aside until they are registered: exactly one ordinary record each, of the true day and
//! clerk, through the station against the real service; and nothing where nothing is to be recorded.

use crate::harness::network::{Network, Till};
use crate::process::{self, Service, today, until};
use iced::futures::executor::block_on;
use jiff::ToSpan;
use jiff::civil::{Date, time};
use kaikuasema::station::{Prospect, RecordError, Retried};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, VenueLimits};
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::{Discretion, DraftError, EventChoice, Flag, UsageDraft};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Policy, Usability, VenueRules};
use kaikuasema_domain::{CardNumber, EventId, UsageId, VenueId};

const NEW: &str = "A1000000009";

/// A theatre with one event, and a till there.
struct Theatre {
    network: Network,
    venue: VenueId,
    play: EventId,
}

fn theatre(rules: VenueRules) -> Theatre {
    let network = Network::new();
    let venue = network.venue("Teatteri", VenueKind::Theatre, rules);
    let play = network.event(venue, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    Theatre { network, venue, play }
}

impl Theatre {
    fn draft(&self, number: &str, day: Date) -> UsageDraft {
        UsageDraft { event: EventChoice::Existing(self.play), ..UsageDraft::of(self.venue, card(number), day) }
    }

    /// How many uses of the card the service holds.
    fn at_service(&self, number: &str) -> usize {
        let filter = kaikuasema_central::UsageFilter { card: Some(card(number)), ..Default::default() };
        self.network.central().admin().usages(&filter).unwrap().len()
    }
}

fn card(number: &str) -> CardNumber {
    number.parse().unwrap()
}

fn ago(days: i32) -> Date {
    today().checked_sub(days.days()).unwrap()
}

fn set_aside(till: &Till, draft: UsageDraft, granted: bool) -> SetAside {
    block_on(till.station.set_aside(draft, granted)).unwrap()
}

fn retry(till: &Till) -> Retried {
    block_on(till.station.retry_asides()).unwrap()
}

fn prospects(till: &Till) -> Vec<(CardNumber, Prospect)> {
    let asides = block_on(till.station.set_asides()).unwrap();
    asides.iter().map(|aside| (aside.aside.usage.card, aside.prospect())).collect()
}

/// How often the use counts at its venue.
fn counted(till: &Till, aside: &SetAside) -> usize {
    let so_far = block_on(till.station.so_far(aside.usage.venue, Some(aside.usage.card), None)).unwrap();
    so_far.counted.iter().filter(|counted| counted.id == aside.usage.id).count()
}

#[test]
fn a_card_set_aside_becomes_one_record_of_the_true_day_and_clerk_when_it_is_registered() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let aside = set_aside(&till, UsageDraft { children: 2, ..theatre.draft(NEW, ago(3)) }, true);
    assert_eq!(counted(&till, &aside), 1, "it has its seat at once");
    assert!(till.records(card(NEW)).is_empty(), "and is no record yet");
    till.sync();
    let admin = theatre.network.central().admin();
    assert_eq!(admin.set_asides(theatre.venue).unwrap().len(), 1);
    assert_eq!((theatre.at_service(NEW), counted(&till, &aside)), (0, 1));
    assert_eq!(retry(&till), Retried { unknown: 1, ..Retried::default() });

    theatre.network.card(NEW);
    till.sync();
    let recorded = till.records(card(NEW));
    assert_eq!(recorded.len(), 1);
    let usage = &recorded[0].usage;
    assert_eq!((usage.id, usage.clerk, usage.children), (aside.usage.id, aside.usage.clerk, 2));
    assert_eq!((usage.event, usage.event_date, usage.recorded_at), (Some(theatre.play), ago(3), aside.usage.recorded_at));
    assert!(usage.flags.is_empty() && usage.discretion.is_none(), "{usage:?}");
    for _ in 0..2 {
        till.sync();
        assert_eq!(retry(&till), Retried::default());
        assert_eq!((theatre.at_service(NEW), till.records(card(NEW)).len(), counted(&till, &aside)), (1, 1, 1));
    }
    assert!(admin.set_asides(theatre.venue).unwrap().is_empty(), "the service waits for it no more");
}

#[test]
fn by_itself_after_a_refresh_in_the_background() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    block_on(till.station.start_sync()).unwrap();
    set_aside(&till, theatre.draft(NEW, today()), true);
    theatre.network.card(NEW);
    until("the use is at the service", || {
        till.station.sync_now();
        theatre.at_service(NEW) == 1
    });
    assert!(prospects(&till).is_empty());
}

#[test]
fn a_key_pressed_twice_sets_aside_once_and_who_is_let_in_after_all_is_set_aside_anew() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let draft = || theatre.draft(NEW, ago(1));
    let sent_home = set_aside(&till, draft(), false);
    let twice = iced::futures::future::join_all((0..4).map(|_| till.station.set_aside(draft(), true)));
    let (made, refused): (Vec<_>, Vec<_>) = block_on(twice).into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (1, 3));
    assert!(refused.iter().all(|result| matches!(result, Err(RecordError::AsideAlready))), "{refused:?}");
    assert_eq!((prospects(&till).len(), counted(&till, &sent_home)), (2, 0));
    theatre.network.card(NEW);
    till.sync();
    assert_eq!((theatre.at_service(NEW), till.records(card(NEW)).len(), prospects(&till).len()), (1, 1, 0));
}

#[test]
fn tried_from_several_places_at_once_it_is_recorded_once() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let numbers: Vec<String> = (0..12).map(|n| format!("A10000002{n:02}")).collect();
    for number in &numbers {
        set_aside(&till, theatre.draft(number, ago(1)), true);
        theatre.network.card(number);
        assert_eq!(block_on(till.station.ask_register(card(number))), Some(true));
    }
    let together = iced::futures::future::join_all((0..6).map(|_| till.station.retry_asides()));
    let recorded: usize = block_on(together).into_iter().map(|retried| retried.unwrap().recorded).sum();
    assert_eq!(recorded, numbers.len());
    till.sync();
    assert!(numbers.iter().all(|number| theatre.at_service(number) == 1 && till.records(card(number)).len() == 1));
}

#[test]
fn a_station_started_again_goes_on_with_what_it_had_set_aside() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let aside = set_aside(&till, theatre.draft(NEW, ago(1)), true);
    let till = till.restart();
    assert_eq!(prospects(&till), [(card(NEW), Prospect::Awaited)]);
    assert_eq!(counted(&till, &aside), 1);
    theatre.network.card(NEW);
    till.sync();
    let till = till.restart();
    till.sync();
    assert_eq!((theatre.at_service(NEW), till.records(card(NEW)).len(), counted(&till, &aside)), (1, 1, 1));
}

#[test]
fn barred_and_ended_cards_wait_for_the_clerk_and_ended_is_judged_on_the_events_day() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let [on_its_last_day, ended, barred] = ["A1000000011", "A1000000012", "A1000000013"];
    for number in [on_its_last_day, ended, barred] {
        set_aside(&till, theatre.draft(number, ago(5)), true);
    }
    theatre.network.card_until(on_its_last_day, ago(5));
    theatre.network.card_until(ended, ago(6));
    theatre.network.card(barred);
    theatre.network.central().admin().block(card(barred)).unwrap();
    till.sync();
    assert_eq!(till.records(card(on_its_last_day)).len(), 1, "its last day was the event's");
    assert_eq!(prospects(&till), [(card(ended), Prospect::AtDiscretion), (card(barred), Prospect::Refused)]);
    assert_eq!(retry(&till), Retried { for_clerk: 2, ..Retried::default() }, "trying again records neither");

    let asides = block_on(till.station.set_asides()).unwrap();
    let id = |number: &str| asides.iter().find(|aside| aside.aside.usage.card == card(number)).unwrap().aside.usage.id;
    let discretion = Discretion { reason: Some("johtajan lupa".into()), ..Discretion::default() };
    let refused = block_on(till.station.record_aside_at_discretion(id(barred), discretion.clone()));
    assert!(matches!(refused, Err(RecordError::NoRight)), "{refused:?}");
    block_on(till.station.record_aside_at_discretion(id(ended), discretion.clone())).unwrap();
    let again = block_on(till.station.record_aside_at_discretion(id(ended), discretion.clone()));
    assert!(matches!(again, Err(RecordError::UsageUnknown)), "{again:?}");
    block_on(till.station.drop_aside(id(barred))).unwrap();
    assert!(prospects(&till).is_empty());
    till.sync();
    let recorded = till.records(card(ended));
    assert_eq!(recorded.len(), 1);
    let kept = recorded[0].usage.discretion.clone().unwrap();
    assert_eq!(kept.reason, discretion.reason);
    assert!(kept.by.is_some() && kept.at.is_some(), "who decided, and when: {kept:?}");
    assert_eq!(recorded[0].usage.flags, [Flag::CardEnded, Flag::EventAfterLastDay], "the service sees the same, on the event's day");
    assert_eq!((theatre.at_service(ended), theatre.at_service(barred)), (1, 0));
}

#[test]
fn a_venue_that_refuses_ended_cards_lets_none_be_recorded_and_one_that_allows_them_does_so_by_itself() {
    for (policy, expected) in [(Policy::Refuse, 0), (Policy::Allow, 1)] {
        let rules = VenueRules { ended: policy, event_after_last_day: policy, ..VenueRules::default() };
        let theatre = theatre(rules);
        let till = theatre.network.till("Lippukassa");
        let aside = set_aside(&till, theatre.draft(NEW, ago(2)), true);
        theatre.network.card_until(NEW, ago(3));
        till.sync();
        assert_eq!(till.records(card(NEW)).len(), expected, "{policy:?}");
        if policy == Policy::Refuse {
            let refused = block_on(till.station.record_aside_at_discretion(aside.usage.id, Discretion::default()));
            assert!(matches!(refused, Err(RecordError::NoRight)), "{refused:?}");
        }
    }
}

#[test]
fn one_that_was_not_granted_never_becomes_a_record_and_takes_no_seat() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let aside = set_aside(&till, theatre.draft(NEW, ago(1)), false);
    assert_eq!(counted(&till, &aside), 0);
    theatre.network.card(NEW);
    let done = block_on(till.station.try_asides()).unwrap();
    assert_eq!(done, Retried { has_answer: true, over: 1, ..Retried::default() });
    let late = block_on(till.station.record_aside_at_discretion(aside.usage.id, Discretion::default()));
    assert!(matches!(late, Err(RecordError::UsageUnknown)), "{late:?}");
    till.sync();
    assert!(prospects(&till).is_empty());
    assert_eq!((theatre.at_service(NEW), till.records(card(NEW)).len()), (0, 0));
    assert!(theatre.network.central().admin().set_asides(theatre.venue).unwrap().is_empty(), "the service knows that it is over");
    assert!(block_on(till.station.queue()).unwrap().is_empty());
}

#[test]
fn one_given_up_is_given_up_at_the_service_too_whenever_and_by_whom() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let [before, after] = [NEW, "A1000000010"].map(|number| set_aside(&till, theatre.draft(number, ago(1)), true));
    block_on(till.station.drop_aside(before.usage.id)).unwrap();
    assert_eq!(counted(&till, &before), 0, "its seat is free at once");
    till.sync();
    let at_service = || theatre.network.central().admin().set_asides(theatre.venue).unwrap().len();
    assert_eq!(at_service(), 1);
    block_on(till.station.drop_aside(after.usage.id)).unwrap();
    till.sync();
    assert_eq!(at_service(), 0);
    theatre.network.card(NEW);
    till.sync();
    assert_eq!((theatre.at_service(NEW), till.records(card(NEW)).len()), (0, 0), "what was given up is never recorded");
    assert!(block_on(till.station.queue()).unwrap().is_empty(), "nothing is left in the queue");
}

#[test]
fn the_seat_counts_towards_the_cap_meanwhile_and_once_after() {
    let limits = VenueLimits { performance_cap: Some(Cap::Tickets { most: 2, per: CapPer::Showing }), ..VenueLimits::default() };
    let theatre = theatre(VenueRules { limits, ..VenueRules::default() });
    let tonight = today().checked_add(1.day()).unwrap();
    let showing = theatre.network.showing(theatre.play, tonight, Some(time(19, 0, 0, 0)), None, ShowingOccasion::Ordinary);
    let other = theatre.network.card("A1000000001");
    let till = theatre.network.till("Lippukassa");
    let to = |draft: UsageDraft| UsageDraft { showing: Some(showing), ..draft };
    let usability = || till.judge(to(theatre.draft(&other.to_string(), tonight))).usability;
    set_aside(&till, to(theatre.draft("A1000000021", tonight)), false);
    set_aside(&till, to(theatre.draft(NEW, tonight)), true);
    assert_eq!(usability(), Usability::Usable, "one of two seats is taken");
    let second = set_aside(&till, to(theatre.draft("A1000000022", tonight)), true);
    assert_eq!(usability(), Usability::Discretion, "both are");
    block_on(till.station.drop_aside(second.usage.id)).unwrap();
    assert_eq!(usability(), Usability::Usable, "one given up frees its seat");
    theatre.network.card(NEW);
    for _ in 0..2 {
        till.sync();
        assert_eq!(till.records(card(NEW)).len(), 1);
        assert_eq!(usability(), Usability::Usable, "as a record it has one seat, not two");
    }
    till.record(to(theatre.draft(&other.to_string(), tonight))).unwrap();
    till.sync();
    let flags = |number: &str| till.records(card(number)).remove(0).usage.flags;
    assert!(flags(NEW).is_empty() && flags("A1000000001").is_empty(), "neither is over the cap for the service");
}

#[test]
fn where_limits_count_by_the_event_one_who_is_let_in_needs_an_event_and_one_who_is_not_needs_none() {
    let limits = VenueLimits { once_per_production: true, ..VenueLimits::default() };
    let theatre = theatre(VenueRules { limits, ..VenueRules::default() });
    let till = theatre.network.till("Lippukassa");
    let without = || UsageDraft::of(theatre.venue, card(NEW), today());
    let needs = block_on(till.station.set_aside(without(), true));
    assert!(matches!(needs, Err(RecordError::Draft(DraftError::EventNeeded))), "{needs:?}");
    set_aside(&till, without(), false);
    set_aside(&till, theatre.draft(NEW, today()), true);
    assert_eq!(prospects(&till).len(), 2);
}

#[test]
fn what_the_clerk_recorded_besides_is_not_recorded_twice_by_itself() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let aside = set_aside(&till, theatre.draft(NEW, ago(1)), true);
    theatre.network.card(NEW);
    // The register answers for the one card, and the clerk records as usual.
    assert_eq!(block_on(till.station.ask_register(card(NEW))), Some(true));
    till.record(theatre.draft(NEW, ago(1))).unwrap();
    till.sync();
    assert_eq!((theatre.at_service(NEW), till.records(card(NEW)).len()), (1, 1));
    assert_eq!(prospects(&till), [(card(NEW), Prospect::RecordedAlready)]);
    // It was another visit after all.
    block_on(till.station.record_aside_at_discretion(aside.usage.id, Discretion::default())).unwrap();
    till.sync();
    assert_eq!((theatre.at_service(NEW), till.records(card(NEW)).len()), (2, 2));
    assert!(till.records(card(NEW)).iter().all(|recorded| recorded.usage.discretion.is_none()), "no discretion was needed");
}

#[test]
fn an_event_named_at_the_counter_is_made_with_the_record_and_only_once() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let named = |number: &str| UsageDraft { event: EventChoice::New("Jouluisa ilta".into()), ..theatre.draft(number, ago(1)) };
    let names = || -> Vec<String> {
        let events = block_on(till.station.events(theatre.venue)).unwrap();
        events.into_iter().map(|e| e.event.name).filter(|name| name != "Kesäyön uni").collect()
    };
    for number in ["A1000000031", "A1000000032"] {
        let aside = set_aside(&till, named(number), true);
        assert_eq!((aside.usage.event, aside.usage.event_name.as_deref()), (None, Some("Jouluisa ilta")));
    }
    assert!(names().is_empty(), "a card that may never be registered makes no event");
    for number in ["A1000000031", "A1000000032"] {
        theatre.network.card(number);
    }
    till.sync();
    assert_eq!(names(), ["Jouluisa ilta"]);
    let events: Vec<_> = ["A1000000031", "A1000000032"].map(|number| till.records(card(number)).remove(0).usage.event).into();
    assert!(events[0].is_some() && events[0] == events[1], "{events:?}");
}

#[test]
fn a_known_card_is_not_set_aside_and_one_unknown_is_so_only_by_who_may_record() {
    let theatre = theatre(VenueRules::default());
    let known = theatre.network.card("A1000000001").to_string();
    let till = theatre.network.till("Lippukassa");
    let refused = block_on(till.station.set_aside(theatre.draft(&known, today()), true));
    assert!(matches!(refused, Err(RecordError::Refused(_))), "{refused:?}");
    let elsewhere = UsageDraft { venue: VenueId(uuid::Uuid::now_v7()), event: EventChoice::None, ..theatre.draft(NEW, today()) };
    let foreign = block_on(till.station.set_aside(elsewhere, true));
    assert!(matches!(foreign, Err(RecordError::NoRight)), "{foreign:?}");
    set_aside(&till, theatre.draft(NEW, today()), true);
    block_on(till.station.sign_out()).unwrap();
    assert!(prospects(&till).is_empty(), "nobody signed in, nobody sees card numbers");
    let nobody = block_on(till.station.set_aside(theatre.draft("A1000000041", today()), true));
    assert!(matches!(nobody, Err(RecordError::NotSignedIn)), "{nobody:?}");
    let unknown = block_on(till.station.record_aside_at_discretion(UsageId(uuid::Uuid::now_v7()), Discretion::default()));
    assert!(matches!(unknown, Err(RecordError::NotSignedIn)), "{unknown:?}");
}

#[test]
fn recorded_although_nobody_is_signed_in_when_the_register_brings_it() {
    let theatre = theatre(VenueRules::default());
    let till = theatre.network.till("Lippukassa");
    let aside = set_aside(&till, theatre.draft(NEW, ago(1)), true);
    till.sync();
    block_on(till.station.sign_out()).unwrap();
    theatre.network.card(NEW);
    till.sync();
    let filter = kaikuasema_central::UsageFilter { card: Some(card(NEW)), ..Default::default() };
    let stored = theatre.network.central().admin().usages(&filter).unwrap();
    assert_eq!(stored.len(), 1);
    assert_eq!((stored[0].usage.id, stored[0].usage.clerk), (aside.usage.id, aside.usage.clerk));
}

// Real processes, ended with `kill -9` at a named place.

const SET: &[&str] = &["set-aside", NEW, "--event", "Kesäyön uni", "--children", "1"];

fn offline() -> (Service, process::Station) {
    let mut service = Service::prepared();
    service.start("");
    let station = process::Station::new();
    station.sign_in(&service);
    service.kill();
    (service, station)
}

fn register(service: &Service) {
    service.admin(&["card", "register", NEW, "--valid-until", "2099-12-31", "--children", "3"], "");
}

fn assert_there_once(service: &Service, station: &process::Station, id: &serde_json::Value) {
    let usages = service.usages();
    assert_eq!(usages.len(), 1, "{usages:?}");
    assert_eq!((&usages[0]["id"], &usages[0]["card"], &usages[0]["children"]), (id, &NEW.into(), &1.into()));
    assert_eq!(station.run(&["asides"]).json["count"], 0);
    assert_eq!(station.run(&["queue"]).json["waiting"], 0);
}

fn sync(station: &process::Station) {
    let done = station.run(&["sync"]);
    assert_eq!(done.code, Some(0), "{done:?}");
}

#[test]
fn set_aside_on_the_command_line_it_is_listed_tried_and_recorded() {
    let (mut service, station) = offline();
    let set = station.run(SET);
    assert_eq!(set.code, Some(0), "{set:?}");
    assert_eq!(set.json["granted"], true);
    let listed = station.run(&["asides"]);
    assert_eq!((listed.code, &listed.json["count"], &listed.json["asides"][0]["prospect"]), (Some(0), &1.into(), &"awaited".into()));
    let silent = station.run(&["asides", "--retry"]);
    assert_eq!((silent.code, &silent.json["retried"]["has_answer"]), (Some(69), &false.into()), "{silent:?}");
    assert_eq!(station.run(&["set-aside", "A9990000071"]).code, Some(2), "a card that is registered is to be recorded");
    assert_eq!(station.run(&["set-aside", "A99"]).code, Some(2));
    assert_eq!(station.run(SET).json["error"], "set_aside_already");
    assert_eq!(station.run(&["set-aside", "A1000000008", "--not-granted"]).json["granted"], false);
    service.start("");
    register(&service);
    let tried = station.run(&["asides", "--retry"]);
    assert_eq!((tried.code, &tried.json["retried"]["recorded"], &tried.json["count"]), (Some(0), &1.into(), &1.into()), "{tried:?}");
    service.admin(&["card", "register", "A1000000008", "--valid-until", "2099-12-31"], "");
    sync(&station);
    assert_there_once(&service, &station, &set.json["usage"]["id"]);
}

#[test]
fn one_that_waits_for_the_clerk_is_told_by_the_exit() {
    let (mut service, station) = offline();
    assert_eq!(station.run(SET).code, Some(0));
    service.start("");
    register(&service);
    service.admin(&["card", "block", NEW], "");
    let tried = station.run(&["asides", "--retry"]);
    assert_eq!((tried.code, &tried.json["needs_you"], &tried.json["asides"][0]["prospect"]), (Some(75), &1.into(), &"refused".into()));
}

#[test]
fn killed_while_it_is_set_aside_it_is_there_or_not_and_never_half() {
    for (failpoint, expected) in [("store.record.before_seal", 0), ("store.record.before_commit", 0), ("store.record.after_commit", 1)] {
        let (mut service, station) = offline();
        station.run_killed_at(failpoint, SET);
        assert_eq!(station.run(&["asides"]).json["count"], expected, "{failpoint}");
        service.start("");
        register(&service);
        sync(&station);
        assert_eq!(service.usages().len(), expected, "{failpoint}");
    }
}

#[test]
fn killed_while_it_becomes_a_record_it_is_recorded_once() {
    for failpoint in [
        "store.record.before_seal",
        "store.record.before_commit",
        "store.record.after_commit",
        "sync.push.after_send",
        "sync.push.after_reply",
    ] {
        let (mut service, station) = offline();
        let set = station.run(SET);
        service.start("");
        sync(&station);
        register(&service);
        // The card arrives with this round, and its use is recorded and sent.
        station.run_killed_at(failpoint, &["sync"]);
        sync(&station);
        sync(&station);
        assert_there_once(&service, &station, &set.json["usage"]["id"]);
    }
}
