//! Every operation, setting and answer reads back as it was written, and what an older version wrote
//! still reads.

use crate::api::{Counts, EventOrShowing, EventRow, TotalRow, UsageRow};
use crate::card::CardNumber;
use crate::event::{Event, EventKind, Showing, ShowingOccasion};
use crate::id::{EventId, OpId, OrganisationId, ShowingId, StationId, UsageId, UserId, VenueId};
use crate::limits::{
    BelowFloor, Cap, CapPer, CappedSetting, Cause, Counted, EventLimits, Finding, FloorReason, LeftOutWhy, Period, Room, Severity,
    VenueLimits,
};
use crate::money::Cents;
use crate::operation::{
    Change, FactOf, Operation, OperationResult, Outcome, RejectionCode, SetAside, Settings, TurnedAway, TurnedAwayReason, UsageCreate,
    UsageUpdate,
};
use crate::usage::{CancelledBy, Channel, Discretion, Fact, Flag, Usage};
use crate::user::VenueAccess;
use crate::venue::{Venue, VenueKind};
use crate::verdict::{Policy, Standing, Usability, VenueRules, Verdict};
use jiff::Timestamp;
use jiff::civil::{date, time};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::fmt::Debug;
use uuid::Uuid;

/// Reads back what was written, and answers what was written.
fn there_and_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> serde_json::Value {
    let text = serde_json::to_string(value).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap_or_else(|error| panic!("{error}: {text}")), value, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn id(id: u128) -> Uuid {
    Uuid::from_u128(id)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// A record with every field filled.
fn usage() -> Usage {
    let mut usage = Usage {
        id: UsageId(id(1)),
        venue: VenueId(id(2)),
        card: CardNumber::parse("A9990000071").unwrap(),
        event: Some(EventId(id(3))),
        event_name: Some("Vanja-eno".to_owned()),
        showing: Some(ShowingId(id(4))),
        event_date: date(2026, 11, 26),
        event_time: Some(time(19, 0, 0, 0)),
        children: 2,
        customer_cards: None,
        staff: 3,
        value: Cents::new(450),
        recorded_at: at(1_000),
        clerk: UserId(id(5)),
        station: StationId(id(6)),
        discretion: Some(Discretion {
            reason: Some("Sovittu esihenkilön kanssa".to_owned()),
            by: Some(UserId(id(8))),
            at: Some(at(900)),
            over_cap: true,
        }),
        over_cap: true,
        channel: Channel::Email,
        group: Some(UsageId(id(7))),
        entered_late: true,
        entered_by: Some(UserId(id(9))),
        facts: Default::default(),
        flags: vec![Flag::OverCap, Flag::ClerkDiffers],
    };
    usage.facts.mark(Fact::HandedOver, at(2_000), false);
    usage.facts.mark(Fact::Arrived, at(3_000), false);
    usage.facts.mark(Fact::NoShow, at(4_000), false);
    usage.facts.cancel_by_holder(at(1_500));
    usage
}

fn event() -> Event {
    let cap = Some(Cap::Tickets { most: 25, per: CapPer::Day });
    let limits = EventLimits { cap, once: Some(false), left_out: true, guest: true, expected: Some(1_001), opens_days_before: Some(14) };
    Event {
        id: EventId(id(3)),
        venue: VenueId(id(2)),
        name: "Vanja-eno".to_owned(),
        kind: EventKind::Course,
        active: true,
        asks_value: true,
        made_at_counter: true,
        limits,
    }
}

fn rules() -> VenueRules {
    VenueRules {
        ended: Policy::Refuse,
        event_after_last_day: Policy::Allow,
        limit_reached: Policy::Refuse,
        limits: VenueLimits { performance_cap: Some(Cap::Share { percent: 3 }), course_places: Some(2), ..VenueLimits::default() },
        default_event: Some(EventId(id(3))),
        one_scan: true,
        asks_identity: true,
        course_terms: Some("Peru viimeistään 10 päivää ennen.".to_owned()),
        wristband_fee: Cents::new(700),
        staff_max: Some(3),
    }
}

/// One finding of every cause.
fn every_finding() -> Vec<Finding> {
    let room = Room { showing: ShowingId(id(4)), date: date(2026, 12, 3), time: Some(time(19, 0, 0, 0)), left: Some(2) };
    let elsewhere = vec![room, Room { time: None, left: None, ..room }];
    let again_from = Some(date(2027, 1, 1));
    let period = Period::CalendarYear;
    let causes = vec![
        Cause::Cap { per: CapPer::Event, course: true, used: 2, this: 1, most: 2, elsewhere: elsewhere.clone() },
        Cause::Once { date: date(2026, 11, 26), time: None },
        Cause::Uses { kind: Some(EventKind::Course), period: Period::TwelveMonths, used: 2, most: 2, again_from: None },
        Cause::Value { period, used: 3_900, this: 450, most: 4_000, own_share: 350, again_from },
        Cause::Visits { period: Period::CardYear, used: 28, this: 3, most: 30, again_from },
        Cause::Reservations { open: 2, most: 2, frees_on: Some(date(2026, 11, 27)) },
        Cause::LeftOut { why: LeftOutWhy::Premiere, elsewhere: elsewhere.clone() },
        Cause::NotOpenYet { opens: date(2026, 11, 19) },
        Cause::CalledOff { elsewhere },
        Cause::HandOver { from: date(2026, 11, 26).at(18, 30, 0, 0) },
        Cause::ChildrenOverMaximum { over: 1, most: 2 },
        Cause::ChildrenOnCourse,
        Cause::Identity,
        Cause::CourseTerms { terms: "Peru viimeistään 10 päivää ennen.".to_owned() },
        Cause::Wristband { fee: Cents::new(700).unwrap() },
    ];
    let weights = [Severity::Advice, Severity::Discretion, Severity::Stop];
    weights.into_iter().cycle().zip(causes).map(|(severity, cause)| Finding { severity, cause }).collect()
}

fn every_change() -> Vec<Change> {
    let verdict = Verdict {
        usability: Usability::Discretion,
        standing: Standing::Ended { until: date(2026, 11, 20), days_ago: 2 },
        event_after_last_day: true,
    };
    let create = UsageCreate { usage: usage(), verdict, register_cursor: Some("c1".to_owned()), findings: every_finding() };
    let turned_away = TurnedAway {
        id: id(8),
        venue: VenueId(id(2)),
        event: Some(EventId(id(3))),
        showing: None,
        event_date: date(2026, 11, 26),
        event_time: None,
        reason: TurnedAwayReason::Full,
        at: at(5_000),
        station: StationId(id(6)),
    };
    let showing = Settings::Showing { showing: ShowingId(id(4)), occasion: ShowingOccasion::Gala, capacity: Some(700) };
    let mut changes = vec![
        Change::UsageCreate(create),
        Change::UsageDelete { id: UsageId(id(1)) },
        Change::UsageUpdate(UsageUpdate { usage: usage() }),
        Change::CardUnknown(SetAside { usage: usage(), granted: true }),
        Change::SettingsUpdate(Settings::Venue { rules: rules() }),
        Change::SettingsUpdate(Settings::Event { event: EventId(id(3)), limits: event().limits }),
        Change::SettingsUpdate(showing),
        Change::EventCreate(event()),
        Change::OpVoid { op_id: OpId(id(9)), reason: "Kirjattu kahdesti".to_owned() },
    ];
    changes.extend(TurnedAwayReason::ALL.map(|reason| Change::TurnedAway(TurnedAway { reason, ..turned_away.clone() })));
    for fact in [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow] {
        changes.extend([false, true].map(|taken_back| Change::of_fact(UsageId(id(1)), fact, taken_back)));
    }
    changes
}

#[test]
fn every_operation_reads_back_and_goes_by_its_name() {
    for change in every_change() {
        let operation = Operation {
            op_id: OpId(id(10)),
            sequence: 7,
            venue: VenueId(id(2)),
            change,
            base_version: Some(3),
            depends_on: vec![OpId(id(9))],
            recorded_at: at(6_000),
            clock_offset_ms: Some(-40),
            boot_id: id(11),
            monotonic_ms: 12_345,
            clerk: UserId(id(5)),
        };
        let written = there_and_back(&operation);
        assert_eq!(written["kind"], operation.change.kind());
    }
}

#[test]
fn a_status_fact_is_told_by_its_own_operation_and_no_other_change_is_one() {
    for fact in [Fact::HandedOver, Fact::Arrived, Fact::Cancelled, Fact::NoShow] {
        for taken_back in [false, true] {
            let of = FactOf { id: UsageId(id(1)), taken_back };
            assert_eq!(Change::of_fact(of.id, fact, taken_back).fact(), Some((fact, of)));
        }
    }
    assert_eq!(every_change().iter().filter(|change| change.fact().is_some()).count(), 8);
}

#[test]
fn every_finding_reads_back_under_its_own_name() {
    let mut names: Vec<String> = every_finding().iter().map(|f| there_and_back(f)["cause"].as_str().unwrap().to_owned()).collect();
    let all = names.len();
    names.sort();
    names.dedup();
    assert_eq!((names.len(), all), (15, 15));
}

#[test]
fn every_reason_of_a_floor_reads_back() {
    let reasons = [
        FloorReason::ThreePercent { capacity: Some(334) },
        FloorReason::ThreePercent { capacity: None },
        FloorReason::MassEvent,
        FloorReason::MassEventsOnly,
        FloorReason::CoursePlaces,
        FloorReason::GuestTickets,
        FloorReason::ThirtyVisits,
        FloorReason::AWeekBefore,
        FloorReason::ThirtyMinutes,
        FloorReason::AtLeastOne,
    ];
    let settings = [
        CappedSetting::Cap,
        CappedSetting::CoursePlaces,
        CappedSetting::GuestCap,
        CappedSetting::Uses,
        CappedSetting::Value,
        CappedSetting::Visits,
        CappedSetting::Reservations,
        CappedSetting::OpensDaysBefore,
        CappedSetting::HandsOverMinutesBefore,
    ];
    for (reason, setting) in reasons.into_iter().zip(settings.into_iter().cycle()) {
        there_and_back(&BelowFloor { setting, asked: 2, floor: 3, reason });
    }
}

#[test]
fn one_staff_member_is_written_and_read_as_before_staff_members_were_counted() {
    let of = |staff| Usage { staff, ..usage() };
    let counted = |staff| Counted::of(&of(staff), None);
    for (staff, is_written) in [(1, false), (2, true), (10, true)] {
        let rows = [there_and_back(&of(staff)), there_and_back(&counted(staff))];
        assert_eq!(rows.map(|row| row.get("staff").is_some()), [is_written; 2], "{staff}");
    }
    // Bytes that a station or the service wrote before, to the letter.
    let old = r#"{"id":"00000000-0000-0000-0000-000000000015","venue":"00000000-0000-0000-0000-000000000001","card":"Y000000001","event":null,"event_name":null,"showing":null,"event_date":"2026-11-22","event_time":null,"children":2,"customer_cards":5,"value":null,"recorded_at":"2026-11-22T10:01:00Z","clerk":"00000000-0000-0000-0000-000000000002","station":"00000000-0000-0000-0000-000000000005"}"#;
    let read: Usage = serde_json::from_str(old).unwrap();
    assert_eq!((read.staff, read.visitors()), (1, 3));
    assert_eq!(serde_json::to_string(&read).unwrap(), old);
    let rules: VenueRules = serde_json::from_str("{}").unwrap();
    assert_eq!((rules.staff_max, rules.most_staff()), (None, 1));
    assert!(!serde_json::to_string(&rules).unwrap().contains("staff"));
}

#[test]
fn a_turned_away_customers_card_is_nowhere_in_the_operation() {
    for change in every_change().iter().filter(|change| matches!(change, Change::TurnedAway(_))) {
        let written = serde_json::to_string(change).unwrap();
        assert!(!written.contains("card") && !written.contains("A999"), "{written}");
    }
}

#[test]
fn every_row_of_a_feed_reads_back() {
    there_and_back(&UsageRow::Present { version: 3, entity: usage() });
    let counted = Counted { event: None, showing: None, ..Counted::of(&usage(), Some(EventKind::Performance)) };
    let total = there_and_back(&TotalRow::Present { version: 4, entity: counted });
    assert!(total.get("event").is_none() && total.get("showing").is_none(), "another venue tells no more than is counted: {total}");
    let showing = Showing {
        id: ShowingId(id(4)),
        event: EventId(id(3)),
        date: date(2026, 11, 26),
        time: None,
        capacity: Some(700),
        cancelled: true,
        occasion: ShowingOccasion::Premiere,
    };
    for entity in [
        EventOrShowing::Event(event()),
        EventOrShowing::Showing(showing),
        EventOrShowing::Rules { id: VenueId(id(2)), rules: rules() },
        EventOrShowing::Alias { id: EventId(id(3)), into: EventId(id(12)) },
    ] {
        there_and_back(&EventRow::Present { version: 5, entity });
    }
    let mut counts = Counts { records: 3, adults: 3, children: 4, value_cents: 450, cancelled: 1, ..Counts::default() };
    counts.turned_away = TurnedAwayReason::ALL.map(|reason| (reason, 1)).into();
    there_and_back(&counts);
}

#[test]
fn every_answer_to_an_operation_reads_back_and_an_unknown_code_is_other() {
    let outcomes = vec![
        Outcome::Accepted { version: 1 },
        Outcome::Duplicate { version: 1 },
        Outcome::Merged { id: EventId(id(3)), version: 2 },
        Outcome::Conflict { current: json!({"id": id(1)}) },
        Outcome::Blocked,
        Outcome::Rejected { code: RejectionCode::BelowFloor },
    ];
    for outcome in outcomes {
        there_and_back(&OperationResult { op_id: OpId(id(10)), outcome });
    }
    assert_eq!(serde_json::from_value::<RejectionCode>(json!("invented_later")).unwrap(), RejectionCode::Other);
}

#[test]
fn a_usage_of_the_first_version_still_reads() {
    let old = json!({
        "id": id(1), "venue": id(2), "card": "A9990000071", "event": null, "event_name": null, "showing": null,
        "event_date": "2026-11-22", "event_time": null, "children": 0, "customer_cards": null, "value": null,
        "recorded_at": "2026-11-22T10:00:00Z", "clerk": id(5), "station": id(6), "discretion": {"reason": "Uusi kortti tulossa"},
    });
    let usage: Usage = serde_json::from_value(old.clone()).unwrap();
    assert_eq!(usage.discretion, Some(Discretion { reason: Some("Uusi kortti tulossa".to_owned()), ..Discretion::default() }));
    assert!(!usage.over_cap && !usage.knew_of_cap());
    assert_eq!((usage.channel, usage.group, usage.entered_late, usage.entered_by), (Channel::Desk, None, false, None));
    assert!(usage.facts.is_empty() && usage.flags.is_empty());
    assert_eq!(serde_json::to_value(&usage).unwrap(), old, "and is written as it was");
}

#[test]
fn rules_events_and_showings_of_the_first_version_still_read() {
    let rules: VenueRules = serde_json::from_value(json!({"ended": "allow", "event_after_last_day": "refuse"})).unwrap();
    assert_eq!(rules, VenueRules { ended: Policy::Allow, event_after_last_day: Policy::Refuse, ..VenueRules::default() });
    assert_eq!(serde_json::from_value::<VenueRules>(json!({})).unwrap(), VenueRules::default());
    let event: Event = serde_json::from_value(json!({"id": id(3), "venue": id(2), "name": "Uinti", "active": true})).unwrap();
    assert_eq!((event.kind, event.asks_value, event.made_at_counter), (EventKind::Performance, false, false));
    assert!(event.limits.is_empty());
    assert!(serde_json::to_value(&event).unwrap().get("limits").is_none(), "nothing set is not written");
    let showing: Showing = serde_json::from_value(json!({"id": id(4), "event": id(3), "date": "2026-11-26", "time": "19:00:00"})).unwrap();
    assert_eq!((showing.capacity, showing.cancelled, showing.occasion), (None, false, ShowingOccasion::Ordinary));
    let venue: Venue = serde_json::from_value(json!({
        "id": id(2), "organisation": id(1), "name": "Uimahalli", "municipality": "Kaikula", "kind": "swimming_hall",
    }))
    .unwrap();
    assert_eq!((venue.organisation, venue.kind, &venue.rules), (OrganisationId(id(1)), VenueKind::SwimmingHall, &VenueRules::default()));
    let access: VenueAccess = serde_json::from_value(json!({"venue": venue, "rights": ["record"]})).unwrap();
    assert!(access.colleagues.is_empty());
}

#[test]
fn a_usage_create_of_the_first_version_still_reads() {
    let create: UsageCreate = serde_json::from_value(json!({
        "usage": usage(), "register_cursor": null,
        "verdict": {"usability": "usable", "standing": "valid", "until": "2027-05-31", "event_after_last_day": false},
    }))
    .unwrap();
    assert_eq!((create.findings, create.usage.facts.cancelled.map(|c| c.by)), (vec![], Some(CancelledBy::Holder)));
}

#[test]
fn limits_that_are_not_set_are_read_from_nothing() {
    assert_eq!(serde_json::from_value::<VenueLimits>(json!({})).unwrap(), VenueLimits::default());
    assert_eq!(serde_json::from_value::<EventLimits>(json!({})).unwrap(), EventLimits::default());
    let weekend: VenueLimits = serde_json::from_value(json!({"left_out": {"days": [6, 7]}})).unwrap();
    assert_eq!(there_and_back(&weekend)["left_out"]["days"], json!([6, 7]));
    assert!(serde_json::from_value::<VenueLimits>(json!({"left_out": {"days": [8]}})).is_err(), "there is no eighth day");
}
