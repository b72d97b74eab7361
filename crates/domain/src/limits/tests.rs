//! The operating model's limits, rule by rule, each with its boundary: one under, exactly at, one over.

mod advice;
mod caps;
mod floors;
mod left_out;
mod once;
mod openings;
mod overselling;
mod per_card;
mod periods;
mod possibilities;
mod properties;
mod reservations;

use super::*;
use crate::card::CardNumber;
use crate::event::{Event, EventKind, Showing, ShowingOccasion};
use crate::id::{EventId, OrganisationId, ShowingId, UsageId, VenueId};
use crate::money::Cents;
use crate::venue::{Venue, VenueKind};
use crate::verdict::{Policy, VenueRules};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, date, time};
use uuid::Uuid;

/// A Sunday at noon.
const NOW: DateTime = date(2026, 11, 22).at(12, 0, 0, 0);
/// The Thursday after it.
const THURSDAY: Date = date(2026, 11, 26);
const EVENING: Time = time(19, 0, 0, 0);

/// The weight of what was found of one cause; none where it was not found.
macro_rules! weight {
    ($scene:expr, $cause:pat) => {
        $scene.judge().into_iter().find(|finding| matches!(finding.cause, $cause)).map(|finding| finding.severity)
    };
}
use weight;

/// A use about to be recorded, with everything that bears on it. The card is [`card`] 1.
#[derive(Clone, Debug)]
struct Scene {
    venue: Venue,
    event: Option<Event>,
    showings: Vec<Showing>,
    chosen: Option<ShowingId>,
    card: CardNumber,
    valid_until: Option<Date>,
    children_max: Option<u16>,
    date: Date,
    time: Option<Time>,
    children: u16,
    staff: u16,
    value: Option<Cents>,
    now: DateTime,
    instead_of: Option<UsageId>,
    may_override: bool,
    so_far: Vec<Counted>,
}

impl Scene {
    /// An event of this kind without a schedule, on Thursday evening; nothing is limited.
    fn of(kind: EventKind) -> Self {
        Self {
            venue: Venue {
                id: VenueId(Uuid::from_u128(1)),
                organisation: OrganisationId(Uuid::from_u128(1)),
                name: "Kaupunginteatteri".to_owned(),
                municipality: "Kaikula".to_owned(),
                kind: VenueKind::Theatre,
                rules: VenueRules::default(),
            },
            event: Some(event(1, kind)),
            showings: Vec::new(),
            chosen: None,
            card: card(1),
            valid_until: Some(date(2027, 5, 31)),
            children_max: None,
            date: THURSDAY,
            time: Some(EVENING),
            children: 0,
            staff: 1,
            value: None,
            now: NOW,
            instead_of: None,
            may_override: true,
            so_far: Vec::new(),
        }
    }

    /// A performance with one showing for so many people, on Thursday evening.
    fn showing_for(capacity: u32) -> Self {
        let mut scene = Self::of(EventKind::Performance);
        scene.add_showing(1, THURSDAY, EVENING, Some(capacity));
        scene.choose(1);
        scene
    }

    fn add_showing(&mut self, id: u128, date: Date, time: Time, capacity: Option<u32>) -> &mut Showing {
        let id = ShowingId(Uuid::from_u128(id));
        let occasion = ShowingOccasion::Ordinary;
        self.showings.push(Showing {
            id,
            event: event(1, EventKind::Performance).id,
            date,
            time: Some(time),
            capacity,
            cancelled: false,
            occasion,
        });
        self.showings.last_mut().unwrap()
    }

    fn choose(&mut self, id: u128) {
        let chosen = self.showings.iter().find(|showing| showing.id.0.as_u128() == id).unwrap();
        (self.chosen, self.date, self.time) = (Some(chosen.id), chosen.date, chosen.time);
    }

    fn limits(&mut self) -> &mut VenueLimits {
        &mut self.venue.rules.limits
    }

    fn event_limits(&mut self) -> &mut EventLimits {
        &mut self.event.as_mut().unwrap().limits
    }

    /// So many records of as many other cards, without children, for what is asked now.
    fn used_by_others(&mut self, records: u32) {
        for _ in 0..records {
            let other = card(1_000 + u32::try_from(self.so_far.len()).unwrap());
            self.add(Counted { card: other, ..self.same() });
        }
    }

    /// A record of what is asked now, with an id of its own.
    fn same(&self) -> Counted {
        Counted {
            id: UsageId(Uuid::from_u128(1_000 + self.so_far.len() as u128)),
            venue: self.venue.id,
            card: self.card,
            event: self.event.as_ref().map(|event| event.id),
            kind: self.event.as_ref().map(|event| event.kind),
            showing: self.chosen,
            event_date: self.date,
            event_time: self.time,
            children: self.children,
            staff: self.staff,
            value: self.value,
            recorded_at: Timestamp::UNIX_EPOCH,
            is_cancelled: false,
            over_cap: false,
        }
    }

    fn add(&mut self, counted: Counted) {
        self.so_far.push(counted);
    }

    fn asked(&self) -> Asked<'_> {
        Asked {
            card: self.card,
            valid_until: self.valid_until,
            children_max: self.children_max,
            venue: &self.venue,
            event: self.event.as_ref(),
            showing: self.showings.iter().find(|showing| Some(showing.id) == self.chosen),
            showings: &self.showings,
            date: self.date,
            time: self.time,
            children: self.children,
            staff: self.staff,
            value: self.value,
            now: self.now,
            instead_of: self.instead_of,
            may_override: self.may_override,
        }
    }

    fn judge(&self) -> Vec<Finding> {
        findings(&self.asked(), &self.so_far)
    }

    fn causes(&self) -> Vec<Cause> {
        self.judge().into_iter().map(|finding| finding.cause).collect()
    }
}

/// A customer's card.
fn card(number: u32) -> CardNumber {
    CardNumber::parse(&format!("A{number:09}")).unwrap()
}

/// A community's card.
fn community(number: u32) -> CardNumber {
    CardNumber::parse(&format!("Y{number:09}")).unwrap()
}

fn event(id: u128, kind: EventKind) -> Event {
    Event {
        id: EventId(Uuid::from_u128(id)),
        venue: VenueId(Uuid::from_u128(1)),
        name: "Vanja-eno".to_owned(),
        kind,
        active: true,
        asks_value: kind == EventKind::Fee,
        made_at_counter: false,
        limits: EventLimits::default(),
    }
}

fn cents(cents: u32) -> Option<Cents> {
    Some(Cents::new(cents).unwrap())
}

const ADVICE: Option<Severity> = Some(Severity::Advice);
const DISCRETION: Option<Severity> = Some(Severity::Discretion);
const STOP: Option<Severity> = Some(Severity::Stop);

#[test]
fn nothing_is_limited_until_the_venue_limits_it() {
    for kind in [EventKind::Performance, EventKind::Course, EventKind::Visit, EventKind::Fee] {
        let mut scene = Scene::of(kind);
        scene.value = cents(99_999);
        let mine = scene.same();
        scene.add(mine);
        scene.used_by_others(500);
        assert_eq!(scene.judge(), [], "{kind:?}");
        assert_eq!(usability(&usable(), &scene.judge()), crate::verdict::Usability::Usable);
    }
    assert_eq!(VenueLimits::default().check(), Ok(()));
    assert!(!VenueLimits::default().needs_event());
}

fn usable() -> crate::verdict::Verdict {
    let number = card(1);
    let registered = crate::card::Card { number, active: true, valid_until: date(2027, 5, 31), children_max: None };
    crate::verdict::verdict(Some(&registered), THURSDAY, NOW.date(), &VenueRules::default())
}

#[test]
fn each_policy_weighs_a_passed_limit_its_own_way_and_only_who_may_override_is_asked() {
    use crate::verdict::Usability::{Discretion, Refused, Usable};
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.used_by_others(3);
    for (policy, may_override, weight, may_be) in [
        (Policy::Allow, true, ADVICE, Usable),
        (Policy::Allow, false, ADVICE, Usable),
        (Policy::Ask, true, DISCRETION, Discretion),
        (Policy::Ask, false, STOP, Refused),
        (Policy::Refuse, true, STOP, Refused),
        (Policy::Refuse, false, STOP, Refused),
    ] {
        scene.venue.rules.limit_reached = policy;
        scene.may_override = may_override;
        assert_eq!(weight!(scene, Cause::Cap { .. }), weight, "{policy:?} {may_override}");
        assert_eq!(usability(&usable(), &scene.judge()), may_be, "{policy:?} {may_override}");
    }
}

#[test]
fn the_graver_of_card_and_limits_decides() {
    use crate::verdict::{Standing, Usability, Verdict};
    let of = |usability| Verdict { usability, standing: Standing::Unknown, event_after_last_day: false };
    let found =
        |severity| vec![Finding { severity, cause: Cause::Identity }, Finding { severity: Severity::Advice, cause: Cause::Identity }];
    let all = [Usability::Usable, Usability::Discretion, Usability::Refused, Usability::Unknown];
    for card in all {
        assert_eq!(usability(&of(card), &[]), card);
        for (severity, least) in
            [(Severity::Advice, Usability::Usable), (Severity::Discretion, Usability::Discretion), (Severity::Stop, Usability::Refused)]
        {
            assert_eq!(usability(&of(card), &found(severity)), card.max(least), "{card:?} {severity:?}");
        }
    }
}

#[test]
fn the_weightiest_finding_comes_first_and_equals_stand_in_the_order_of_the_model() {
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    scene.limits().once_per_production = true;
    scene.limits().reservations = Some(2);
    scene.venue.rules.asks_identity = true;
    let mine = scene.same();
    scene.add(mine);
    scene.used_by_others(1);
    let order: Vec<_> = scene.judge().into_iter().map(|finding| (finding.severity, std::mem::discriminant(&finding.cause))).collect();
    let cause = |at: usize| scene.judge()[at].cause.clone();
    assert_eq!(order.len(), 4, "{order:?}");
    assert!(order.windows(2).all(|pair| pair[0].0 >= pair[1].0), "{order:?}");
    assert!(matches!(cause(0), Cause::Once { .. }), "{:?}", cause(0));
    assert!(matches!(cause(1), Cause::Cap { .. }), "the end of the cap is near");
    assert!(matches!(cause(2), Cause::Reservations { .. }));
    assert!(matches!(cause(3), Cause::Identity));
}

#[test]
fn only_the_venues_limits_are_passed_by_override() {
    let mut scene = Scene::showing_for(100);
    scene.showings[0].cancelled = true;
    scene.children_max = Some(1);
    scene.children = 2;
    let causes = scene.causes();
    assert_eq!(causes.len(), 2);
    assert!(causes.iter().all(|cause| !cause.is_limit()), "{causes:?}");
    scene.limits().performance_cap = Some(Cap::Share { percent: 3 });
    assert!(scene.causes().iter().any(Cause::is_limit));
}

#[test]
fn a_late_entry_is_judged_as_of_its_day() {
    let mut scene = Scene::of(EventKind::Performance);
    scene.date = date(2026, 11, 5);
    scene.limits().reservations = Some(1);
    scene.limits().opens_days_before = Some(7);
    scene.limits().hands_over_minutes_before = Some(30);
    scene.limits().uses = vec![UseLimit { kind: None, most: 2, period: Period::Month }];
    // What was reserved by now is of another day; what was used in October is of another month.
    for day in [date(2026, 12, 10), date(2026, 10, 31), date(2026, 10, 1)] {
        let other = Counted { event_date: day, ..scene.same() };
        scene.add(other);
    }
    scene.now = scene.date.to_datetime(EVENING);
    assert_eq!(scene.judge(), []);
    let used_then = Counted { event_date: date(2026, 11, 1), ..scene.same() };
    scene.add(used_then);
    assert_eq!(weight!(scene, Cause::Uses { used: 1, .. }), ADVICE);
    let verdict = |until| {
        let registered = crate::card::Card { number: card(1), active: true, valid_until: until, children_max: None };
        crate::verdict::verdict(Some(&registered), scene.date, scene.date, &VenueRules::default()).usability
    };
    assert_eq!(verdict(date(2026, 11, 5)), crate::verdict::Usability::Usable, "ended since, valid on that day");
    assert_eq!(verdict(date(2026, 11, 4)), crate::verdict::Usability::Discretion);
}

#[test]
fn a_record_that_is_corrected_is_not_counted_against_itself() {
    let mut scene = Scene::showing_for(100);
    scene.limits().performance_cap = Some(Cap::Tickets { most: 3, per: CapPer::Showing });
    scene.limits().once_per_production = true;
    scene.limits().reservations = Some(1);
    scene.used_by_others(2);
    let mine = scene.same();
    scene.instead_of = Some(mine.id);
    scene.add(mine);
    assert_eq!(weight!(scene, Cause::Cap { .. }), ADVICE, "two others, and this is the last ticket");
    assert_eq!(weight!(scene, Cause::Once { .. }), None);
    assert_eq!(weight!(scene, Cause::Reservations { .. }), ADVICE);
    scene.instead_of = None;
    assert_eq!(weight!(scene, Cause::Cap { .. }), DISCRETION);
    assert_eq!(weight!(scene, Cause::Once { .. }), DISCRETION);
    assert_eq!(weight!(scene, Cause::Reservations { .. }), DISCRETION);
}
