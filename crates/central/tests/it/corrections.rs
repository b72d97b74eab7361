//! Records corrected afterwards.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, Station, add_event, good, one, present, rejected, told, version};
use jiff::civil::{date, time};
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode, UsageUpdate};
use kaikuasema_domain::usage::{Channel, Discretion, Fact, Flag};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{Cents, EventId, Operation, ShowingId, Usage, UsageId, UserId};
use uuid::Uuid;

const CARD: &str = "A9990000071";

fn update(station: &Station<'_>, usage: &Usage) -> Operation {
    station.operation(Change::UsageUpdate(UsageUpdate { usage: usage.clone() }))
}

fn based_on(base: u64, operation: Operation) -> Operation {
    Operation { base_version: Some(base), ..operation }
}

#[tokio::test]
async fn a_correction_is_the_whole_record_and_leaves_what_stands_of_its_recording() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let event = add_event(&station, "Maksut", EventKind::Fee).await;
    let usage = station.usage(CARD);
    let created = good(&station, &station.create(usage.clone())).await;
    good(&station, &station.operation(Change::of_fact(usage.id, Fact::HandedOver, false))).await;
    let wanted = Usage {
        card: "A9990000104".parse().unwrap(),
        event: Some(event.id),
        event_name: Some("Maksut".to_owned()),
        event_date: date(2026, 11, 20),
        event_time: Some(time(18, 30, 0, 0)),
        children: 4,
        value: Cents::new(250),
        discretion: Some(Discretion { reason: Some("sovittu".to_owned()), ..Discretion::default() }),
        channel: Channel::Phone,
        group: Some(UsageId(Uuid::now_v7())),
        // None of these is the correction's to change.
        recorded_at: Timestamp::UNIX_EPOCH,
        clerk: service.other,
        station: kaikuasema_domain::StationId(Uuid::nil()),
        entered_late: true,
        flags: vec![Flag::OverCap],
        ..usage.clone()
    };
    let corrected = good(&station, &based_on(created, update(&station, &wanted))).await;
    let kept = told(&station, usage.id).await;
    assert!(corrected > created && kept.facts.handed_over.is_some());
    let expected = Usage {
        recorded_at: usage.recorded_at,
        clerk: usage.clerk,
        station: usage.station,
        entered_late: false,
        entered_by: None,
        facts: kept.facts,
        flags: vec![Flag::CardEnded, Flag::EventAfterLastDay],
        ..wanted
    };
    assert_eq!(kept, expected);
    // Put right again, its flags go.
    good(&station, &update(&station, &Usage { card: usage.card, ..kept })).await;
    assert!(told(&station, usage.id).await.flags.is_empty());
}

#[tokio::test]
async fn ones_own_is_corrected_with_one_right_and_anyones_with_another_judged_at_the_clerks_instant() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let own = till.usage(CARD);
    let others = Usage { clerk: service.main_user, ..till.usage(CARD) };
    for usage in [&own, &others] {
        let mut create = till.create(usage.clone());
        create.clerk = usage.clerk;
        good(&till, &create).await;
    }
    assert_eq!(one(&till, &update(&till, &others)).await, rejected(RejectionCode::NotAllowed));
    good(&till, &update(&till, &Usage { children: 2, ..own.clone() })).await;
    let newest = good(&office, &update(&office, &Usage { children: 3, ..own.clone() })).await;
    let nobody = Operation { clerk: UserId(Uuid::now_v7()), ..update(&till, &own) };
    assert_eq!(one(&till, &nobody).await, rejected(RejectionCode::NotAllowed));

    let (clerk, theatre) = (service.clerk, service.theatre);
    let ended = Timestamp::now();
    service.admin(move |admin| admin.end_right(clerk, theatre, Right::EditOwn, ended).unwrap()).await;
    let made_at = |recorded_at| Operation { recorded_at, ..based_on(newest, update(&till, &own)) };
    good(&till, &made_at(ended - SignedDuration::from_secs(10))).await;
    assert_eq!(one(&till, &made_at(ended + SignedDuration::from_secs(10))).await, rejected(RejectionCode::NotAllowed));
}

#[tokio::test]
async fn a_correction_of_what_another_station_changed_is_a_conflict_that_shows_the_present() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let usage = till.usage(CARD);
    let created = good(&till, &till.create(usage.clone())).await;
    let seven = Usage { children: 7, ..usage.clone() };
    let corrected = good(&office, &based_on(created, update(&office, &seven))).await;
    let late = based_on(created, update(&till, &Usage { children: 2, ..usage.clone() }));
    let Outcome::Conflict { current } = one(&till, &late).await else { panic!("no conflict") };
    assert_eq!(current["version"], corrected);
    assert_eq!(serde_json::from_value::<Usage>(current.clone()).unwrap(), seven);
    assert_eq!(one(&till, &late).await, Outcome::Conflict { current }, "the answer is kept");
    good(&till, &based_on(corrected, update(&till, &Usage { children: 2, ..usage.clone() }))).await;
    // Likewise after a fact, and for a deletion.
    good(&office, &office.operation(Change::of_fact(usage.id, Fact::Arrived, false))).await;
    let delete = based_on(corrected, till.operation(Change::UsageDelete { id: usage.id }));
    assert!(matches!(one(&till, &delete).await, Outcome::Conflict { .. }));
}

#[tokio::test]
async fn what_one_station_did_offline_in_its_order_is_no_conflict_with_itself() {
    let service = Service::start().await;
    let till = service.station(CLERK).await;
    let usage = till.usage(CARD);
    let created = good(&till, &till.create(usage.clone())).await;
    let two = based_on(created, update(&till, &Usage { children: 2, ..usage.clone() }));
    let three = based_on(created, update(&till, &Usage { children: 3, ..usage.clone() }));
    let arrived = till.operation(Change::of_fact(usage.id, Fact::Arrived, false));
    let four = based_on(created, update(&till, &Usage { children: 4, ..usage.clone() }));
    let delete = based_on(created, till.operation(Change::UsageDelete { id: usage.id }));
    let outcomes = till.push(&[two, three, arrived, four.clone(), delete]).await;
    let versions: Vec<u64> = outcomes.iter().map(version).collect();
    assert!(versions.windows(2).all(|pair| pair[0] < pair[1]), "{outcomes:?}");
    assert!(present(&till).await.is_empty());
    assert_eq!(one(&till, &four).await, Outcome::Duplicate { version: versions[3] });
}

#[tokio::test]
async fn a_change_made_before_the_station_knew_the_version_of_its_own_record_builds_on_that_record() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    // Recorded, corrected and undone while the till had no connection: nothing of it names a version.
    let usage = till.usage(CARD);
    let two = update(&till, &Usage { children: 2, ..usage.clone() });
    let three = update(&till, &Usage { children: 3, ..usage.clone() });
    let undo = till.operation(Change::UsageDelete { id: usage.id });
    let created = good(&till, &till.create(usage.clone())).await;
    good(&till, &two).await;
    // The connection went in between, and the office corrected the record.
    let seven = Usage { children: 7, ..usage.clone() };
    good(&office, &based_on(created + 1, update(&office, &seven))).await;
    for operation in [three, undo] {
        let Outcome::Conflict { current } = one(&till, &operation).await else { panic!("no conflict") };
        assert_eq!(serde_json::from_value::<Usage>(current).unwrap(), seven);
    }
    // What the holder did in between is news to the till too.
    let cancelled = till.usage(CARD);
    let (id, at) = (cancelled.id, Timestamp::now());
    good(&till, &till.create(cancelled.clone())).await;
    service.admin(move |admin| admin.cancel_ticket(id, at).unwrap()).await;
    assert!(matches!(one(&till, &update(&till, &cancelled)).await, Outcome::Conflict { .. }));
    // One that nobody else touched is corrected and undone.
    let own = till.usage(CARD);
    let (correct, undo) = (update(&till, &own), till.operation(Change::UsageDelete { id: own.id }));
    let outcomes = till.push(&[till.create(own), correct, undo]).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");
}

#[tokio::test]
async fn only_a_record_of_the_venue_that_is_there_is_corrected() {
    let service = Service::start().await;
    let (till, office, other) = (service.station(CLERK).await, service.station(MAIN_USER).await, service.station(OTHER).await);
    let usage = till.usage(CARD);
    good(&till, &till.create(usage.clone())).await;
    assert_eq!(one(&till, &update(&till, &till.usage(CARD))).await, rejected(RejectionCode::EntityUnknown));
    let moved = Usage { venue: service.library, ..usage.clone() };
    assert_eq!(one(&till, &update(&till, &moved)).await, rejected(RejectionCode::WrongVenue));
    assert_eq!(one(&other, &update(&other, &moved)).await, rejected(RejectionCode::WrongVenue));
    let theirs = add_event(&other, "Satutunti", EventKind::Visit).await;
    let named = Usage { event: Some(theirs.id), ..usage.clone() };
    assert_eq!(one(&till, &update(&till, &named)).await, rejected(RejectionCode::WrongVenue));
    assert_eq!(one(&till, &update(&till, &Usage { children: 201, ..usage.clone() })).await, rejected(RejectionCode::Malformed));
    assert_eq!(one(&till, &update(&till, &Usage { group: Some(usage.id), ..usage.clone() })).await, rejected(RejectionCode::Malformed));
    let unknown = Usage { event: Some(EventId(Uuid::now_v7())), showing: Some(ShowingId(Uuid::now_v7())), ..usage.clone() };
    good(&till, &update(&till, &unknown)).await;
    let kept = told(&till, usage.id).await;
    assert_eq!((kept.event, kept.showing), (None, None));
    assert_eq!(kept.flags, [Flag::EventUnknown, Flag::ShowingUnknown]);
    good(&office, &office.operation(Change::UsageDelete { id: usage.id })).await;
    assert_eq!(one(&till, &update(&till, &usage)).await, rejected(RejectionCode::EntityUnknown), "deleted");
}

#[tokio::test]
async fn who_recorded_it_stays_noticed_after_a_correction() {
    let service = Service::start().await;
    let (till, office) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let usage = till.usage("A9990000082");
    let mut create = till.create(usage.clone());
    create.clerk = service.other;
    good(&till, &create).await;
    assert_eq!(told(&till, usage.id).await.flags, [Flag::CardBarred, Flag::ClerkWithoutRight, Flag::ClerkDiffers]);
    good(&office, &update(&office, &Usage { card: CARD.parse().unwrap(), ..usage.clone() })).await;
    assert_eq!(told(&till, usage.id).await.flags, [Flag::ClerkWithoutRight, Flag::ClerkDiffers]);
}
