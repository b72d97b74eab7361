//! Cards in no register, set aside and recorded once they are in one.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, Station, add_event, good, number, one, present, rejected, set_rules, told};
use jiff::civil::date;
use kaikuasema_central::StoredSetAside;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{Cap, CapPer, VenueLimits};
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, SetAside};
use kaikuasema_domain::usage::Flag;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Card, EventId, Operation, Usage};
use uuid::Uuid;

const UNKNOWN: &str = "A9990000999";

fn set_aside(station: &Station<'_>, usage: &Usage, granted: bool) -> Operation {
    station.operation(Change::CardUnknown(SetAside { usage: usage.clone(), granted }))
}

async fn listed(station: &Station<'_>) -> Vec<StoredSetAside> {
    let venue = station.venue;
    station.service.admin(move |admin| admin.set_asides(venue).unwrap()).await
}

#[tokio::test]
async fn a_card_set_aside_is_listed_until_its_record_follows_under_the_same_id() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let usage = Usage { event_date: date(2026, 11, 20), ..station.usage(UNKNOWN) };
    let aside = set_aside(&station, &usage, true);
    let version = good(&station, &aside).await;
    assert_eq!(one(&station, &aside).await, Outcome::Duplicate { version });
    let stored = StoredSetAside { set_aside: SetAside { usage: usage.clone(), granted: true }, version };
    assert_eq!(listed(&station).await, [stored]);
    assert!(present(&station).await.is_empty(), "it is no record yet");

    let card = Card { number: number(UNKNOWN), active: true, valid_until: date(2199, 1, 1), children_max: Some(2) };
    service.admin(move |admin| admin.register_card(&card).unwrap()).await;
    // Another clerk is at the desk by now.
    let mut create = station.create(usage.clone());
    create.clerk = service.main_user;
    good(&station, &create).await;
    assert_eq!(present(&station).await, [usage]);
    assert!(listed(&station).await.is_empty());
}

#[tokio::test]
async fn a_record_that_was_set_aside_is_judged_as_of_its_event() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    // Its validity ended long ago; it had not when it was used.
    let usage = Usage { event_date: date(2026, 1, 31), ..station.usage("A9990000093") };
    good(&station, &set_aside(&station, &usage, true)).await;
    good(&station, &station.create(usage.clone())).await;
    assert!(told(&station, usage.id).await.flags.is_empty());
    let after = Usage { event_date: date(2026, 2, 1), ..station.usage("A9990000093") };
    good(&station, &set_aside(&station, &after, true)).await;
    good(&station, &station.create(after.clone())).await;
    assert_eq!(told(&station, after.id).await.flags, [Flag::CardEnded, Flag::EventAfterLastDay]);
}

#[tokio::test]
async fn one_id_is_set_aside_once_and_only_for_ones_own_venue() {
    let service = Service::start().await;
    let (station, other) = (service.station(CLERK).await, service.station(OTHER).await);
    let usage = station.usage(UNKNOWN);
    good(&station, &set_aside(&station, &usage, false)).await;
    assert_eq!(one(&station, &set_aside(&station, &usage, true)).await, rejected(RejectionCode::EntityExists));
    let recorded = station.usage(UNKNOWN);
    good(&station, &station.create(recorded.clone())).await;
    assert_eq!(one(&station, &set_aside(&station, &recorded, true)).await, rejected(RejectionCode::EntityExists));
    let elsewhere = Usage { venue: service.library, ..station.usage(UNKNOWN) };
    assert_eq!(one(&station, &set_aside(&station, &elsewhere, true)).await, rejected(RejectionCode::WrongVenue));
    let stolen = other.create(Usage { venue: service.library, ..usage });
    assert_eq!(one(&other, &stolen).await, rejected(RejectionCode::WrongVenue));
    let odd = Usage { children: 500, ..station.usage(UNKNOWN) };
    assert_eq!(one(&station, &set_aside(&station, &odd, true)).await, rejected(RejectionCode::Malformed));
    let unknown_event = Usage { event: Some(EventId(Uuid::now_v7())), ..station.usage(UNKNOWN) };
    good(&station, &set_aside(&station, &unknown_event, true)).await;
    assert_eq!(listed(&station).await.len(), 2);
}

#[tokio::test]
async fn a_card_set_aside_is_given_up_by_who_records_there_and_by_no_other() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let [mine, others, kept] = [service.clerk, service.main_user, service.clerk].map(|clerk| Usage { clerk, ..station.usage(UNKNOWN) });
    for usage in [&mine, &others, &kept] {
        good(&station, &set_aside(&station, usage, true)).await;
    }
    let delete = |station: &Station<'_>, usage: &Usage| station.operation(Change::UsageDelete { id: usage.id });
    let version = good(&station, &delete(&station, &mine)).await;
    assert_eq!(good(&station, &delete(&station, &mine)).await, version);
    // Who works the next shift goes on with the list of the one before.
    good(&station, &delete(&station, &others)).await;
    assert_eq!(listed(&station).await.len(), 1);
    let (clerk, theatre, ended) = (service.clerk, service.theatre, jiff::Timestamp::now());
    service.admin(move |admin| admin.end_right(clerk, theatre, Right::Record, ended).unwrap()).await;
    let later = Operation { recorded_at: ended + jiff::SignedDuration::from_secs(10), ..delete(&station, &kept) };
    assert_eq!(one(&station, &later).await, rejected(RejectionCode::NotAllowed));
    assert_eq!(listed(&station).await.len(), 1);
}

#[tokio::test]
async fn who_was_let_in_on_a_card_set_aside_takes_a_seat() {
    let service = Service::start().await;
    let (station, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let event = add_event(&station, "Peppi", EventKind::Performance).await;
    let cap = Some(Cap::Tickets { most: 2, per: CapPer::Showing });
    set_rules(&office, VenueRules { limits: VenueLimits { performance_cap: cap, ..Default::default() }, ..Default::default() }).await;
    let ticket = |card| Usage { event: Some(event.id), children: 0, ..station.usage(card) };
    let (let_in, sent_home) = (ticket(UNKNOWN), ticket("A9990000998"));
    good(&station, &set_aside(&station, &let_in, true)).await;
    good(&station, &set_aside(&station, &sent_home, false)).await;
    let (first, second) = (ticket("A9990000071"), ticket("A9990000071"));
    good(&station, &station.create(first.clone())).await;
    assert!(told(&station, first.id).await.flags.is_empty());
    good(&station, &station.create(second.clone())).await;
    assert_eq!(told(&station, second.id).await.flags, [Flag::OverCap]);
    // The record that follows is the same seat, not another.
    good(&office, &office.operation(Change::UsageDelete { id: second.id })).await;
    good(&station, &station.create(let_in.clone())).await;
    assert_eq!(told(&station, let_in.id).await.flags, [Flag::CardUnknown]);
}
