//! What becomes of tickets: facts of several stations, in any order.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, Station, good, one, rejected, told, usages, version};
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::api::UsageRow;
use kaikuasema_domain::operation::{Change, Outcome, RejectionCode};
use kaikuasema_domain::usage::{Cancelled, CancelledBy, Fact, Flag, Status};
use kaikuasema_domain::{Operation, Usage, UsageId, UserId};
use uuid::Uuid;

const CARD: &str = "A9990000071";
const ALL: [Fact; 4] = [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow];

fn mark(station: &Station<'_>, id: UsageId, fact: Fact) -> Operation {
    station.operation(Change::of_fact(id, fact, false))
}

fn take_back(station: &Station<'_>, id: UsageId, fact: Fact) -> Operation {
    station.operation(Change::of_fact(id, fact, true))
}

fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for index in 0..items.len() {
        let mut rest = items.to_vec();
        let first = rest.remove(index);
        for mut order in orders(&rest) {
            order.insert(0, first.clone());
            all.push(order);
        }
    }
    all
}

#[tokio::test]
async fn each_fact_is_marked_raises_the_version_and_can_be_taken_back() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    for fact in ALL {
        let usage = station.usage(CARD);
        let created = good(&station, &station.create(usage.clone())).await;
        let marking = mark(&station, usage.id, fact);
        let marked = good(&station, &marking).await;
        assert!(marked > created);
        assert_eq!(one(&station, &marking).await, Outcome::Duplicate { version: marked });
        let at = marking.recorded_at;
        let status = match fact {
            Fact::HandedOver => Status::HandedOver(at),
            Fact::Arrived => Status::Arrived(at),
            Fact::Cancelled => Status::Cancelled(Cancelled { at, by: CancelledBy::Clerk }),
            Fact::NoShow => Status::NoShow(at),
        };
        let rows = usages(&station).await;
        assert!(rows.iter().any(|row| matches!(row, UsageRow::Present { version, entity } if *version == marked && entity.id == usage.id)));
        assert_eq!(told(&station, usage.id).await.facts.status(), status);
        let taken_back = good(&station, &take_back(&station, usage.id, fact)).await;
        assert!(taken_back > marked);
        let kept = told(&station, usage.id).await;
        assert_eq!(kept.facts.status(), Status::Recorded);
        assert_eq!(Usage { facts: usage.facts, ..kept }, usage);
    }
}

#[tokio::test]
async fn facts_of_two_stations_come_to_one_state_in_every_order() {
    let service = Service::start().await;
    let (till, door) = (service.station(CLERK).await, service.station(MAIN_USER).await);
    let now = Timestamp::now();
    // Each till's mark is taken back there; what the door marked after that stands.
    let told_by = [
        (&till, Fact::HandedOver, 50, false),
        (&till, Fact::HandedOver, 45, true),
        (&door, Fact::HandedOver, 30, false),
        (&till, Fact::Cancelled, 40, false),
        (&door, Fact::Arrived, 20, false),
    ];
    let all = orders(&[0, 1, 2, 3, 4]);
    assert_eq!(all.len(), 120);
    let made: Vec<Usage> = all.iter().map(|_| till.usage(CARD)).collect();
    let creating: Vec<Operation> = made.iter().map(|usage| till.create(usage.clone())).collect();
    till.push(&creating).await;
    for (order, usage) in all.iter().zip(&made) {
        let marks = order.iter().map(|index| {
            let (station, fact, seconds, taken_back) = told_by[*index];
            let recorded_at = now - SignedDuration::from_secs(seconds);
            Operation { recorded_at, ..station.operation(Change::of_fact(usage.id, fact, taken_back)) }
        });
        let marks: Vec<Operation> = marks.collect();
        till.push(&marks).await.iter().for_each(|outcome| assert!(version(outcome) > 0));
    }
    let at = |seconds| now - SignedDuration::from_secs(seconds);
    let kept = crate::harness::present(&till).await;
    assert_eq!(kept.len(), 120);
    for usage in &kept {
        assert_eq!(usage.facts, kept[0].facts);
        assert_eq!((usage.facts.handed_over, usage.facts.arrived), (Some(at(30)), Some(at(20))));
        assert_eq!(usage.facts.cancelled, Some(Cancelled { at: at(40), by: CancelledBy::Clerk }));
        assert_eq!(usage.flags, [Flag::ArrivedThoughCancelled]);
    }
}

#[tokio::test]
async fn the_instant_of_a_fact_is_by_the_corrected_clock() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let usage = station.usage(CARD);
    good(&station, &station.create(usage.clone())).await;
    let fast = Operation { clock_offset_ms: Some(-90_000), ..mark(&station, usage.id, Fact::Arrived) };
    good(&station, &fast).await;
    assert_eq!(told(&station, usage.id).await.facts.arrived, Some(fast.recorded_at - SignedDuration::from_secs(90)));
}

#[tokio::test]
async fn arriving_with_a_cancelled_ticket_is_told_until_one_of_them_is_taken_back() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let usage = station.usage(CARD);
    good(&station, &station.create(usage.clone())).await;
    good(&station, &mark(&station, usage.id, Fact::Cancelled)).await;
    assert!(told(&station, usage.id).await.flags.is_empty());
    good(&station, &mark(&station, usage.id, Fact::Arrived)).await;
    let kept = told(&station, usage.id).await;
    assert!(matches!(kept.facts.status(), Status::Arrived(_)), "who is here has the seat");
    assert_eq!(kept.flags, [Flag::ArrivedThoughCancelled]);
    good(&station, &take_back(&station, usage.id, Fact::Cancelled)).await;
    assert!(told(&station, usage.id).await.flags.is_empty());
}

#[tokio::test]
async fn a_fact_by_a_clerk_without_the_right_stands_and_is_noticed() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    for (clerk, flag) in [(service.other, Flag::ClerkWithoutRight), (UserId(Uuid::now_v7()), Flag::ClerkUnknown)] {
        let usage = station.usage(CARD);
        good(&station, &station.create(usage.clone())).await;
        good(&station, &Operation { clerk, ..mark(&station, usage.id, Fact::Arrived) }).await;
        let kept = told(&station, usage.id).await;
        assert!(kept.facts.arrived.is_some());
        assert_eq!(kept.flags, [flag]);
    }
}

#[tokio::test]
async fn a_fact_about_what_the_venue_has_not_recorded_is_refused() {
    let service = Service::start().await;
    let (station, other) = (service.station(CLERK).await, service.station(OTHER).await);
    let usage = station.usage(CARD);
    good(&station, &station.create(usage.clone())).await;
    for fact in ALL {
        let unknown = mark(&station, UsageId(Uuid::now_v7()), fact);
        assert_eq!(one(&station, &unknown).await, rejected(RejectionCode::EntityUnknown));
        assert_eq!(one(&other, &mark(&other, usage.id, fact)).await, rejected(RejectionCode::WrongVenue));
    }
    // A record deleted meanwhile stays deleted, and what happened is no error.
    good(&station, &station.operation(Change::UsageDelete { id: usage.id })).await;
    good(&station, &mark(&station, usage.id, Fact::Arrived)).await;
    assert!(matches!(usages(&station).await.as_slice(), [UsageRow::Deleted { .. }, UsageRow::Checkpoint { .. }]));
}

#[tokio::test]
async fn a_holders_cancelling_reaches_the_stations_and_no_clerk_takes_it_back() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let usage = station.usage(CARD);
    let created = good(&station, &station.create(usage.clone())).await;
    let (id, at) = (usage.id, Timestamp::now());
    let stored = service.admin(move |admin| admin.cancel_ticket(id, at).unwrap()).await;
    assert!(stored.version > created);
    let by_holder = Some(Cancelled { at, by: CancelledBy::Holder });
    assert_eq!(told(&station, id).await.facts.cancelled, by_holder);
    let again = service.admin(move |admin| admin.cancel_ticket(id, at + SignedDuration::from_secs(9)).unwrap()).await;
    assert_eq!(again, stored, "cancelling again changes nothing");
    good(&station, &take_back(&station, id, Fact::Cancelled)).await;
    good(&station, &mark(&station, id, Fact::Arrived)).await;
    let kept = told(&station, id).await;
    assert_eq!((kept.facts.cancelled, kept.flags), (by_holder, vec![Flag::ArrivedThoughCancelled]));
    let unknown = service.admin(|admin| admin.cancel_ticket(UsageId(Uuid::now_v7()), Timestamp::now()).is_err()).await;
    assert!(unknown);
}
