//! What becomes of operations: every outcome, each operation by itself.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, batch, frozen, number, one, present, problem, rejected, usages, version};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::api::{EventOrShowing, EventRow, ProblemCode, UsageRow};
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode};
use kaikuasema_domain::usage::{Discretion, Flag};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{Event, OpId, Operation, Showing, ShowingId, Usage, UsageId, VenueId};
use reqwest::StatusCode;
use uuid::Uuid;

const CARD: &str = "A9990000071";

#[tokio::test]
async fn a_usage_is_taken_in_whole() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let event = station.event("Peppi");
    let mut usage = station.usage("A9990000071");
    usage.event = Some(event.id);
    usage.event_name = Some("Peppi".to_owned());
    usage.event_time = Some(jiff::civil::time(18, 0, 0, 0));
    usage.value = kaikuasema_domain::Cents::new(420);
    usage.recorded_at = "2026-11-22T03:04:05.123456789Z".parse().unwrap();
    usage.discretion = Some(Discretion {
        reason: Some("ääkkösiä \"ja\" 'muuta' \u{0}".to_owned()),
        by: Some(service.main_user),
        at: Some("2026-11-22T03:04:01.987654321Z".parse().unwrap()),
        over_cap: false,
    });
    let outcomes = station.push(&[station.operation(Change::EventCreate(event)), station.create(usage.clone())]).await;
    assert!(version(&outcomes[0]) < version(&outcomes[1]));
    assert_eq!(present(&station).await, [usage.clone()]);
    assert!(station.flags(usage.id).await.is_empty());
}

#[tokio::test]
async fn the_same_operation_again_is_a_duplicate_with_the_same_version() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let operation = station.create(station.usage(CARD));
    let first = one(&station, &operation).await;
    for _ in 0..3 {
        assert_eq!(one(&station, &operation).await, Outcome::Duplicate { version: version(&first) });
    }
    assert_eq!(present(&station).await.len(), 1);
}

#[tokio::test]
async fn the_same_id_with_other_bytes_is_refused() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let operation = station.create(station.usage(CARD));
    let first = one(&station, &operation).await;
    let mut other = operation.clone();
    other.monotonic_ms += 1;
    assert_eq!(one(&station, &other).await, rejected(RejectionCode::OpIdReused));
    // The bytes count, not their meaning.
    let spaced = frozen(std::slice::from_ref(&operation))[0].replacen(':', ": ", 1);
    assert_eq!(station.push_bytes(&[spaced]).await, [rejected(RejectionCode::OpIdReused)]);
    assert_eq!(one(&station, &operation).await, Outcome::Duplicate { version: version(&first) });
}

#[tokio::test]
async fn one_bad_operation_in_the_middle_stops_no_other() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let good: Vec<Operation> = (0..4).map(|_| station.create(station.usage(CARD))).collect();
    let taken = station.create(Usage { id: usage_of(&good[0]), ..station.usage(CARD) });
    let broken = format!("{{\"op_id\":\"{}\",\"kind\":\"usage.explode\",\"body\":[1,2,{{}}]}}", Uuid::now_v7());
    let mut bytes = frozen(&good);
    bytes.insert(2, frozen(&[taken])[0].clone());
    bytes.insert(3, broken.clone());
    let outcomes = station.push_bytes(&bytes).await;
    assert_eq!(outcomes[2], rejected(RejectionCode::EntityExists));
    assert_eq!(outcomes[3], rejected(RejectionCode::Malformed));
    for index in [0, 1, 4, 5] {
        assert!(matches!(outcomes[index], Outcome::Accepted { .. }), "{outcomes:?}");
    }
    assert_eq!(present(&station).await.len(), 4);
    assert_eq!(station.push_bytes(&[broken]).await, [rejected(RejectionCode::Malformed)]);
}

fn usage_of(operation: &Operation) -> UsageId {
    match &operation.change {
        Change::UsageCreate(create) => create.usage.id,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_no_form_lets_through_is_malformed() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let usage = |change: fn(&mut Usage)| {
        let mut usage = station.usage(CARD);
        change(&mut usage);
        station.create(usage)
    };
    let mut waits_for_itself = station.create(station.usage(CARD));
    waits_for_itself.depends_on.push(waits_for_itself.op_id);
    let bad = [
        usage(|u| u.children = 201),
        usage(|u| u.customer_cards = Some(1)),
        usage(|u| u.staff = 2),
        usage(|u| u.staff = 0),
        usage(|u| (u.card, u.staff) = (number("Y9990000126"), 0)),
        usage(|u| (u.card, u.staff) = (number("Y9990000126"), 11)),
        usage(|u| u.event_name = Some("x".repeat(201))),
        usage(|u| u.event_name = Some("a\u{0}b".to_owned())),
        usage(|u| u.event_date = date(-9999, 1, 1)),
        station.operation(Change::EventCreate(station.event("  "))),
        waits_for_itself,
    ];
    for outcome in station.push(&bad).await {
        assert_eq!(outcome, rejected(RejectionCode::Malformed));
    }
    let dear = frozen(&[usage(|u| u.value = kaikuasema_domain::Cents::new(1))])[0].replace("\"value\":1", "\"value\":4000000000");
    assert_eq!(station.push_bytes(&[dear]).await, [rejected(RejectionCode::Malformed)]);
    assert!(present(&station).await.is_empty());
}

#[tokio::test]
async fn what_waits_for_something_unsettled_is_blocked_and_not_for_ever() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let event = station.event("Kesäyön uni");
    let making = station.operation(Change::EventCreate(event.clone()));
    let mut use_ = station.create(Usage { event: Some(event.id), ..station.usage(CARD) });
    use_.depends_on = vec![making.op_id];
    assert_eq!(one(&station, &use_).await, Outcome::Blocked);
    assert!(present(&station).await.is_empty());
    let outcomes = station.push(&[making, use_]).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");
}

#[tokio::test]
async fn a_rejected_event_does_not_reject_its_usages() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    // Not made with "Luo", by a clerk who may not manage events.
    let event = Event { made_at_counter: false, ..station.event("Salaa tehty") };
    let making = station.operation(Change::EventCreate(event.clone()));
    let usage = Usage { event: Some(event.id), event_name: Some("Salaa tehty".to_owned()), ..station.usage(CARD) };
    let id = usage.id;
    let mut use_ = station.create(usage);
    use_.depends_on = vec![making.op_id];
    let outcomes = station.push(&[making, use_]).await;
    assert_eq!(outcomes[0], rejected(RejectionCode::NotAllowed));
    assert!(matches!(outcomes[1], Outcome::Accepted { .. }));
    let kept = present(&station).await.remove(0);
    assert_eq!((kept.event, kept.event_name.as_deref()), (None, Some("Salaa tehty")));
    assert_eq!(station.flags(id).await, [Flag::EventUnknown]);
}

#[tokio::test]
async fn nothing_that_happened_is_refused_for_what_is_known_later() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let cases = [
        ("A9990000082", vec![Flag::CardBarred]),
        ("A9990000104", vec![Flag::CardEnded, Flag::EventAfterLastDay]),
        ("A9990000999", vec![Flag::CardUnknown]),
    ];
    for (card, flags) in cases {
        let usage = station.usage(card);
        let id = usage.id;
        assert!(matches!(one(&station, &station.create(usage)).await, Outcome::Accepted { .. }), "{card}");
        assert_eq!(station.flags(id).await, flags, "{card}");
    }
    // A clerk that nobody knows.
    let mut stranger = station.create(station.usage(CARD));
    stranger.clerk = kaikuasema_domain::UserId(Uuid::now_v7());
    let id = usage_of(&stranger);
    assert!(matches!(one(&station, &stranger).await, Outcome::Accepted { .. }));
    assert_eq!(station.flags(id).await, [Flag::ClerkUnknown, Flag::ClerkDiffers]);
    // The clerk of another venue.
    let mut borrowed = station.create(Usage { clerk: service.other, ..station.usage(CARD) });
    borrowed.clerk = service.other;
    let id = usage_of(&borrowed);
    assert!(matches!(one(&station, &borrowed).await, Outcome::Accepted { .. }));
    assert_eq!(station.flags(id).await, [Flag::ClerkWithoutRight]);
}

#[tokio::test]
async fn rights_are_judged_as_they_were_when_it_was_recorded() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let (clerk, theatre) = (service.clerk, service.theatre);
    let hour_ago = Timestamp::now() - SignedDuration::from_hours(1);
    service.admin(move |admin| admin.end_right(clerk, theatre, Right::Record, hour_ago).unwrap()).await;
    let at = |minutes: i64| {
        let mut operation = station.create(station.usage(CARD));
        operation.recorded_at = hour_ago + SignedDuration::from_mins(minutes);
        operation
    };
    let (before, after) = (at(-5), at(5));
    // The station's clock was ten minutes fast, and it knew.
    let mut fast = at(5);
    fast.clock_offset_ms = Some(-600_000);
    let outcomes = station.push(&[before.clone(), after.clone(), fast.clone()]).await;
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Accepted { .. })), "{outcomes:?}");
    assert!(station.flags(usage_of(&before)).await.is_empty());
    assert_eq!(station.flags(usage_of(&after)).await, [Flag::ClerkWithoutRight]);
    assert!(station.flags(usage_of(&fast)).await.is_empty());
}

#[tokio::test]
async fn the_station_of_a_clerk_who_lost_every_right_still_hands_in_what_happened() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let mut operation = station.create(station.usage(CARD));
    operation.recorded_at -= SignedDuration::from_secs(5);
    let (clerk, theatre) = (service.clerk, service.theatre);
    service
        .admin(move |admin| {
            for right in Right::ALL {
                admin.end_right(clerk, theatre, right, Timestamp::now()).unwrap();
            }
        })
        .await;
    assert!(matches!(one(&station, &operation).await, Outcome::Accepted { .. }));
    assert_eq!(station.flags(usage_of(&operation)).await, [Flag::VenueNoLongerTheStations]);
    assert_eq!(station.get(&station.usages_path()).await.status(), StatusCode::FORBIDDEN, "but sees nothing more");
}

#[tokio::test]
async fn a_station_writes_only_for_its_own_venues() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let for_venue = |venue: VenueId| {
        let mut operation = station.create(Usage { venue, ..station.usage(CARD) });
        operation.venue = venue;
        operation
    };
    assert_eq!(one(&station, &for_venue(service.library)).await, rejected(RejectionCode::VenueNotYours));
    assert_eq!(one(&station, &for_venue(VenueId(Uuid::now_v7()))).await, rejected(RejectionCode::VenueUnknown));
    let crossed = station.create(Usage { venue: service.library, ..station.usage(CARD) });
    assert_eq!(one(&station, &crossed).await, rejected(RejectionCode::WrongVenue));
    let other = service.station(OTHER).await;
    let theirs = other.event("Satutunti");
    one(&other, &other.operation(Change::EventCreate(theirs.clone()))).await;
    let named = station.create(Usage { event: Some(theirs.id), ..station.usage(CARD) });
    assert_eq!(one(&station, &named).await, rejected(RejectionCode::WrongVenue));
    let made = station.operation(Change::EventCreate(Event { venue: service.library, ..station.event("x") }));
    assert_eq!(one(&station, &made).await, rejected(RejectionCode::WrongVenue));
}

#[tokio::test]
async fn a_deleted_usage_leaves_a_tombstone_and_can_be_deleted_again() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let usage = station.usage(CARD);
    let id = usage.id;
    let created = version(&one(&station, &station.create(usage)).await);
    let delete = || station.operation(Change::UsageDelete { id });
    let deleted = version(&one(&station, &Operation { base_version: Some(created), ..delete() }).await);
    assert!(deleted > created);
    assert!(usages(&station).await.contains(&UsageRow::Deleted { id, version: deleted, deleted: kaikuasema_domain::api::True }));
    assert_eq!(one(&station, &delete()).await, Outcome::Accepted { version: deleted });
    let unknown = station.operation(Change::UsageDelete { id: UsageId(Uuid::now_v7()) });
    assert_eq!(one(&station, &unknown).await, rejected(RejectionCode::EntityUnknown));
    let again = station.create(Usage { id, ..station.usage(CARD) });
    assert_eq!(one(&station, &again).await, rejected(RejectionCode::EntityExists), "a tombstone is never written over");
    assert!(service.admin(|admin| admin.usages(&Default::default()).unwrap()).await.is_empty());
}

#[tokio::test]
async fn an_old_base_version_is_a_conflict_that_shows_the_present() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let usage = station.usage(CARD);
    let created = version(&one(&station, &station.create(usage.clone())).await);
    let delete = Operation { base_version: Some(created - 1), ..station.operation(Change::UsageDelete { id: usage.id }) };
    let Outcome::Conflict { current } = one(&station, &delete).await else { panic!("no conflict") };
    assert_eq!(current["version"], created);
    assert_eq!(serde_json::from_value::<Usage>(current.clone()).unwrap(), usage);
    assert_eq!(one(&station, &delete).await, Outcome::Conflict { current }, "the answer is kept");
    assert_eq!(present(&station).await.len(), 1);
}

#[tokio::test]
async fn a_clerk_undoes_ones_own_of_the_same_day_and_the_main_user_any() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let record = async |days: i64, clerk| {
        let recorded_at = Timestamp::now() - SignedDuration::from_hours(24 * days);
        let mut operation = station.create(Usage { recorded_at, clerk, ..station.usage(CARD) });
        operation.clerk = clerk;
        one(&station, &operation).await;
        usage_of(&operation)
    };
    let (today, earlier, others) = (record(0, service.clerk).await, record(3, service.clerk).await, record(0, service.main_user).await);
    let delete = |id| station.operation(Change::UsageDelete { id });
    assert_eq!(one(&station, &delete(earlier)).await, rejected(RejectionCode::NotAllowed));
    assert_eq!(one(&station, &delete(others)).await, rejected(RejectionCode::NotAllowed));
    assert!(matches!(one(&station, &delete(today)).await, Outcome::Accepted { .. }));
    let main_user = service.station(MAIN_USER).await;
    for id in [earlier, others] {
        let delete = main_user.operation(Change::UsageDelete { id });
        assert!(matches!(one(&main_user, &delete).await, Outcome::Accepted { .. }));
    }
    let wrong = service.station(OTHER).await;
    let theirs = wrong.operation(Change::UsageDelete { id: today });
    assert_eq!(one(&wrong, &theirs).await, rejected(RejectionCode::WrongVenue));
}

#[tokio::test]
async fn a_day_that_a_stations_clock_is_off_does_not_move_the_day_of_undoing() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let noon = kaikuasema_domain::civil::start_of_day(date(2026, 11, 20)) + SignedDuration::from_hours(12);
    let a_day = SignedDuration::from_hours(24);
    for (offset, day_ms) in [(a_day, 86_400_000), (-a_day, -86_400_000), (SignedDuration::ZERO, 0)] {
        // Both by the service's clock; the station's own is off by the offset.
        for (undone_at, may) in [(noon, true), (noon + a_day, false), (noon - a_day, false)] {
            let usage = Usage { recorded_at: noon, ..station.usage(CARD) };
            let create = Operation { recorded_at: noon - offset, clock_offset_ms: Some(day_ms), ..station.create(usage.clone()) };
            assert!(matches!(one(&station, &create).await, Outcome::Accepted { .. }));
            let undo = station.operation(Change::UsageDelete { id: usage.id });
            let undo = Operation { recorded_at: undone_at - offset, clock_offset_ms: Some(day_ms), ..undo };
            let outcome = one(&station, &undo).await;
            assert_eq!(matches!(outcome, Outcome::Accepted { .. }), may, "{offset} {undone_at}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn two_events_of_one_name_made_at_counters_become_one() {
    let service = Service::start().await;
    let (one_till, other_till) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let (first, second) = (one_till.event("Kesäyön Uni"), other_till.event("  kesäyön   UNI "));
    let kept = version(&one(&one_till, &one_till.operation(Change::EventCreate(first.clone()))).await);
    let making = other_till.operation(Change::EventCreate(second.clone()));
    let mut use_ = other_till.create(Usage { event: Some(second.id), ..other_till.usage(CARD) });
    use_.depends_on = vec![making.op_id];
    let merged = Outcome::Merged { id: first.id, version: kept };
    let outcomes = other_till.push(&[making.clone(), use_]).await;
    assert_eq!(outcomes[0], merged);
    assert_eq!(one(&other_till, &making).await, merged, "told again to whoever asks again");
    assert_eq!(present(&other_till).await[0].event, Some(first.id));
    // Long after, under the id that only this station ever knew.
    let late = other_till.create(Usage { event: Some(second.id), ..other_till.usage(CARD) });
    one(&other_till, &late).await;
    assert_eq!(present(&other_till).await[1].event, Some(first.id));

    let rows: Vec<EventRow> = one_till.lines(&one_till.events_path(), None).await;
    let alias = EventOrShowing::Alias { id: second.id, into: first.id };
    assert!(rows.iter().any(|row| matches!(row, EventRow::Present { entity, .. } if *entity == alias)));
    assert_eq!(rows.len(), 4, "the venue's rules, one event, one alias, one checkpoint");
    let reused = one_till.operation(Change::EventCreate(Event { name: "Muu".to_owned(), ..second }));
    assert_eq!(one(&one_till, &reused).await, rejected(RejectionCode::EntityExists));
}

#[tokio::test]
async fn only_what_is_active_unscheduled_and_of_the_same_venue_merges() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let managed = |name: &str| Event { made_at_counter: false, ..station.event(name) };
    let scheduled = managed("Peppi");
    let inactive = Event { active: false, ..managed("Vanha") };
    let plain = managed("Kierros");
    for event in [&scheduled, &inactive, &plain] {
        let event = event.clone();
        service.admin(move |admin| admin.add_event(&event).unwrap()).await;
    }
    let showing = Showing {
        id: ShowingId(Uuid::now_v7()),
        event: scheduled.id,
        date: date(2026, 12, 5),
        time: None,
        capacity: None,
        cancelled: false,
        occasion: Default::default(),
    };
    service.admin(move |admin| admin.add_showing(&showing).unwrap()).await;
    let make = async |event: Event| one(&station, &station.operation(Change::EventCreate(event))).await;
    assert!(matches!(make(station.event("Peppi")).await, Outcome::Accepted { .. }));
    assert!(matches!(make(station.event("Vanha")).await, Outcome::Accepted { .. }));
    assert!(matches!(make(managed("Kierros")).await, Outcome::Accepted { .. }), "made on purpose in the events view");
    assert!(matches!(make(station.event("kierros")).await, Outcome::Merged { id, .. } if id == plain.id));
    let library = service.station(OTHER).await;
    let elsewhere = library.operation(Change::EventCreate(library.event("Kierros")));
    assert!(matches!(one(&library, &elsewhere).await, Outcome::Accepted { .. }));
}

#[tokio::test]
async fn a_showing_is_kept_only_with_its_own_event() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let event = Event { made_at_counter: false, ..station.event("Peppi") };
    let showing = Showing {
        id: ShowingId(Uuid::now_v7()),
        event: event.id,
        date: date(2026, 12, 5),
        time: None,
        capacity: None,
        cancelled: false,
        occasion: Default::default(),
    };
    let (adding, adding_showing) = (event.clone(), showing.clone());
    service
        .admin(move |admin| {
            admin.add_event(&adding).unwrap();
            admin.add_showing(&adding_showing).unwrap();
        })
        .await;
    let record = async |event, showing| {
        let operation = station.create(Usage { event, showing: Some(showing), ..station.usage(CARD) });
        one(&station, &operation).await;
        let kept = present(&station).await.pop().unwrap().showing;
        (kept, station.flags(usage_of(&operation)).await)
    };
    assert_eq!(record(Some(event.id), showing.id).await, (Some(showing.id), vec![]));
    let flagged = (None, vec![Flag::ShowingUnknown]);
    assert_eq!(record(Some(event.id), ShowingId(Uuid::now_v7())).await, flagged);
    assert_eq!(record(None, showing.id).await, flagged);
}

#[tokio::test]
async fn a_rejected_operation_can_be_discarded_and_an_applied_one_cannot() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let refused = station.operation(Change::UsageDelete { id: UsageId(Uuid::now_v7()) });
    let applied = station.create(station.usage(CARD));
    station.push(&[refused.clone(), applied.clone()]).await;
    let void = |op_id: OpId| station.operation(Change::OpVoid { op_id, reason: "Väärä kortti".to_owned() });
    assert!(matches!(one(&station, &void(refused.op_id)).await, Outcome::Accepted { .. }));
    assert_eq!(one(&station, &void(applied.op_id)).await, rejected(RejectionCode::NotAllowed));
}

#[tokio::test]
async fn a_clerk_without_a_station_credential_pushes_too() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let none = "{\"operations\":[]}";
    let answer = service.post("/v1/operations").bearer_auth(&station.session.access_token.0).body(none).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let body = batch(&frozen(&[station.create(station.usage(CARD))]));
    let answer = service.post("/v1/operations").bearer_auth(&station.session.access_token.0).body(body).send().await.unwrap();
    assert!(answer.text().await.unwrap().contains("\"outcome\":\"accepted\""));
}

#[tokio::test]
async fn a_batch_too_long_is_refused_whole() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let operations: Vec<String> = frozen(&(0..501).map(|_| station.create(station.usage(CARD))).collect::<Vec<_>>());
    assert_eq!(problem(station.send(&operations).await).await.code, ProblemCode::TooLarge);
    assert!(present(&station).await.is_empty());
    assert_eq!(station.push_bytes(&operations[..500]).await.len(), 500);
    assert_eq!(present(&station).await.len(), 500);
}

#[tokio::test]
async fn an_unreadable_op_id_refuses_the_whole_batch() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let good = frozen(&[station.create(station.usage(CARD))]).remove(0);
    for bad in ["{}", "null", "7", "[]", "\"x\"", "{\"op_id\":\"x\"}", "{\"op_id\":1}"] {
        let refused = station.send(&[good.clone(), bad.to_owned()]).await;
        assert_eq!(problem(refused).await.code, ProblemCode::BadRequest, "{bad}");
    }
    assert!(present(&station).await.is_empty());
}
