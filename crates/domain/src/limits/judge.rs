//! Judging one use by the limits: pure, and the same at the counter, on the command line and in the service.

use super::cap::{EffectiveCap, Occasion, effective_cap, used};
use super::counted::{Counted, begins, tickets};
use super::finding::{Cause, Finding, LeftOutWhy, Room, Severity};
use super::period::Period;
use super::settings::{CapPer, IsoDay, VenueLimits};
use crate::card::{CardKind, CardNumber};
use crate::event::{Event, EventKind, Showing, ShowingOccasion};
use crate::id::UsageId;
use crate::money::Cents;
use crate::usage::visitors;
use crate::venue::Venue;
use crate::verdict::Policy;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};

/// The most other showings that are offered.
const MOST_ROOMS: usize = 3;

/// A use that somebody is about to record.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The card.
    pub card: CardNumber,
    /// The card's last valid day, where the register copy knows the card.
    pub valid_until: Option<Date>,
    /// How many children the issuer recorded, where it did (R55).
    pub children_max: Option<u16>,
    /// Where.
    pub venue: &'a Venue,
    /// The event, where one is chosen.
    pub event: Option<&'a Event>,
    /// Its showing, where one is chosen.
    pub showing: Option<&'a Showing>,
    /// All showings of the event, for the next possibility (R151).
    pub showings: &'a [Showing],
    /// The day of the event.
    pub date: Date,
    /// Its clock time, where known.
    pub time: Option<Time>,
    /// Children along.
    pub children: u16,
    /// Staff members of a group; 1 for a customer's own card (C22).
    pub staff: u16,
    /// The monetary value.
    pub value: Option<Cents>,
    /// Now, in Finland; for a late entry, the moment of the event.
    pub now: DateTime,
    /// A record that this one corrects: it is not counted.
    pub instead_of: Option<UsageId>,
    /// Whether the clerk may pass the venue's limits (R152); who may not is refused where others are asked.
    pub may_override: bool,
}

/// Judges a use by the venue's limits and the usages so far, in any order. The weightiest finding
/// comes first; findings of one weight stand in the order of the model.
///
/// `so_far` holds the usages of the venue and, for limits per organisation, of its other venues of
/// the same sort; none of them twice. Community cards are exempt from per-card limits.
#[must_use]
pub fn findings(asked: &Asked<'_>, so_far: &[Counted]) -> Vec<Finding> {
    let counting: Vec<&Counted> = so_far.iter().filter(|c| !c.is_cancelled && Some(c.id) != asked.instead_of).collect();
    let judge = Judge { asked, limits: &asked.venue.rules.limits, counting };
    let mut found = Vec::new();
    found.extend(judge.called_off());
    found.extend(judge.left_out());
    found.extend(judge.not_open_yet());
    found.extend(judge.cap());
    if asked.card.kind() == CardKind::Customer {
        found.extend(judge.once());
        found.extend(judge.uses());
        found.extend(judge.value());
        found.extend(judge.visits());
        found.extend(judge.reservations());
    }
    found.extend(judge.advice());
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

struct Judge<'a> {
    asked: &'a Asked<'a>,
    limits: &'a VenueLimits,
    counting: Vec<&'a Counted>,
}

impl Judge<'_> {
    /// How much it weighs that a limit is passed.
    fn passed(&self) -> Severity {
        match self.asked.venue.rules.limit_reached {
            Policy::Allow => Severity::Advice,
            Policy::Ask if self.asked.may_override => Severity::Discretion,
            Policy::Ask => Severity::Stop,
            Policy::Refuse => Severity::Stop,
        }
    }

    /// A finding where the limit is passed, advice where its end is near, else nothing.
    fn limit(&self, used: u32, this: u32, most: u32, cause: Cause) -> Option<Finding> {
        if used.saturating_add(this) > most {
            Some(Finding { severity: self.passed(), cause })
        } else {
            is_near(used, this, most).then_some(Finding { severity: Severity::Advice, cause })
        }
    }

    fn of_this_card(&self) -> impl Iterator<Item = &Counted> {
        self.counting.iter().copied().filter(|c| c.card == self.asked.card)
    }

    fn in_period(&self, period: Period) -> impl Iterator<Item = &Counted> {
        let (first, last) = period.around(self.asked.date, self.asked.valid_until);
        self.of_this_card().filter(move |c| (first..=last).contains(&c.event_date))
    }

    fn again_from(&self, period: Period) -> Option<Date> {
        period.next_begins(self.asked.date, self.asked.valid_until)
    }

    fn tickets(&self) -> u32 {
        tickets(self.asked.staff, self.asked.children, self.limits.caps_leave_children_out)
    }

    fn used(&self, occasion: &Occasion, per: CapPer) -> u32 {
        used(self.counting.iter().copied(), occasion, per, self.limits.caps_leave_children_out)
    }

    fn called_off(&self) -> Option<Finding> {
        let showing = self.asked.showing.filter(|showing| showing.cancelled)?;
        Some(Finding { severity: Severity::Discretion, cause: Cause::CalledOff { elsewhere: self.elsewhere(Some(showing)) } })
    }

    fn left_out(&self) -> Option<Finding> {
        let why = self.why_left_out(self.asked.event, self.asked.showing, self.asked.date)?;
        let elsewhere = match why {
            LeftOutWhy::Event | LeftOutWhy::Guest => Vec::new(),
            LeftOutWhy::Premiere | LeftOutWhy::Gala | LeftOutWhy::Day => self.elsewhere(self.asked.showing),
        };
        Some(Finding { severity: self.passed(), cause: Cause::LeftOut { why, elsewhere } })
    }

    fn why_left_out(&self, event: Option<&Event>, showing: Option<&Showing>, date: Date) -> Option<LeftOutWhy> {
        let left_out = &self.limits.left_out;
        let occasion = showing.map(|showing| showing.occasion).unwrap_or_default();
        if event.is_some_and(|event| event.limits.left_out) {
            Some(LeftOutWhy::Event)
        } else if left_out.guests && event.is_some_and(|event| event.limits.guest) {
            Some(LeftOutWhy::Guest)
        } else if left_out.premieres && occasion == ShowingOccasion::Premiere {
            Some(LeftOutWhy::Premiere)
        } else if left_out.galas && occasion == ShowingOccasion::Gala {
            Some(LeftOutWhy::Gala)
        } else if left_out.days.contains(&IsoDay::of(date)) {
            Some(LeftOutWhy::Day)
        } else {
            None
        }
    }

    /// It bounds the opening only; no closing follows from it (C16).
    fn not_open_yet(&self) -> Option<Finding> {
        let days = self.asked.event.and_then(|event| event.limits.opens_days_before).or(self.limits.opens_days_before)?;
        let days = days.max(super::floor::OPENS_DAYS);
        let opens = self.asked.date.checked_sub(i32::from(days).days()).ok()?;
        (self.asked.now.date() < opens).then(|| Finding { severity: self.passed(), cause: Cause::NotOpenYet { opens } })
    }

    fn cap(&self) -> Option<Finding> {
        let asked = self.asked;
        let event = asked.event?;
        let EffectiveCap { most, per } = effective_cap(event, asked.showing, self.limits)?;
        let showing = asked.showing.map(|showing| showing.id);
        let used = self.used(&Occasion { event: event.id, showing, date: asked.date, time: asked.time }, per);
        let this = self.tickets();
        let elsewhere = if used.saturating_add(this) > most && per != CapPer::Event { self.elsewhere(asked.showing) } else { Vec::new() };
        self.limit(used, this, most, Cause::Cap { per, course: event.kind == EventKind::Course, used, this, most, elsewhere })
    }

    /// Coming showings of the same event that are not left out and have room for this record.
    fn elsewhere(&self, than: Option<&Showing>) -> Vec<Room> {
        let Some(event) = self.asked.event else { return Vec::new() };
        let mut showings: Vec<&Showing> = self.asked.showings.iter().filter(|s| Some(s.id) != than.map(|than| than.id)).collect();
        showings.sort_by_key(|s| (s.starts(), s.id));
        let room = |showing: &Showing| {
            let is_open = !showing.cancelled
                && begins(showing.date, showing.time) > self.asked.now
                && self.why_left_out(Some(event), Some(showing), showing.date).is_none();
            if !is_open {
                return None;
            }
            let left = match effective_cap(event, Some(showing), self.limits) {
                None => None,
                Some(cap) => {
                    let used = self.used(&Occasion::of(showing), cap.per);
                    Some(cap.most.checked_sub(used).filter(|left| *left >= self.tickets())?)
                }
            };
            Some(Room { showing: showing.id, date: showing.date, time: showing.time, left })
        };
        showings.into_iter().filter_map(room).take(MOST_ROOMS).collect()
    }

    /// Only a production: a course's meetings and a hall's visits are no showings of one (C13). A second
    /// ticket to the very same showing is found too; that it is a repeat is asked besides (R74).
    fn once(&self) -> Option<Finding> {
        let event = self.asked.event.filter(|event| event.kind == EventKind::Performance)?;
        if !event.limits.once.unwrap_or(self.limits.once_per_production) {
            return None;
        }
        let earlier = self.of_this_card().filter(|c| c.event == Some(event.id)).min_by_key(|c| (c.event_date, c.event_time, c.id))?;
        Some(Finding { severity: self.passed(), cause: Cause::Once { date: earlier.event_date, time: earlier.event_time } })
    }

    fn uses(&self) -> Vec<Finding> {
        let kind_now = self.asked.event.map(|event| event.kind);
        let applies = |kind: Option<EventKind>, of: Option<EventKind>| kind.is_none_or(|kind| of == Some(kind));
        let judged = self.limits.uses.iter().filter(|limit| applies(limit.kind, kind_now)).filter_map(|limit| {
            let used = count(self.in_period(limit.period).filter(|c| applies(limit.kind, c.kind)));
            let most = limit.most.max(1);
            let again_from = self.again_from(limit.period);
            self.limit(used, 1, most, Cause::Uses { kind: limit.kind, period: limit.period, used, most, again_from })
        });
        judged.collect()
    }

    fn value(&self) -> Option<Finding> {
        let limit = self.limits.value?;
        let this = self.asked.value?.get();
        if this == 0 {
            return None;
        }
        let used = self.in_period(limit.period).filter_map(|c| c.value).fold(0_u32, |sum, value| sum.saturating_add(value.get()));
        let most = limit.most.get().max(1);
        let own_share = used.saturating_add(this).saturating_sub(most).min(this);
        let again_from = self.again_from(limit.period);
        self.limit(used, this, most, Cause::Value { period: limit.period, used, this, most, own_share, again_from })
    }

    /// A record without an event counts as a visit where visits are limited: a hall with only "uinti"
    /// may leave the event empty (R52).
    fn visits(&self) -> Option<Finding> {
        let limit = self.limits.visits?;
        let is_visit = |kind: Option<EventKind>| kind.is_none_or(|kind| kind == EventKind::Visit);
        if !is_visit(self.asked.event.map(|event| event.kind)) {
            return None;
        }
        let used = self.in_period(limit.period).filter(|c| is_visit(c.kind)).map(Counted::visits).fold(0, u32::saturating_add);
        let this = visitors(self.asked.staff, self.asked.children);
        let most = limit.most.max(super::floor::VISITS_A_YEAR);
        let again_from = self.again_from(limit.period);
        self.limit(used, this, most, Cause::Visits { period: limit.period, used, this, most, again_from })
    }

    /// A coming record is a reservation, and frees itself when its time has come (R143).
    fn reservations(&self) -> Option<Finding> {
        let most = self.limits.reservations?.max(1);
        let asked = self.asked;
        let is_bookable = |kind: Option<EventKind>| matches!(kind, Some(EventKind::Performance | EventKind::Course));
        if !is_bookable(asked.event.map(|event| event.kind)) || begins(asked.date, asked.time) <= asked.now {
            return None;
        }
        let coming: Vec<&Counted> = self.of_this_card().filter(|c| is_bookable(c.kind) && c.begins() > asked.now).collect();
        let open = count(coming.iter().copied());
        let frees_on = coming.iter().map(|c| c.event_date).min().and_then(|first| first.tomorrow().ok());
        self.limit(open, 1, most, Cause::Reservations { open, most, frees_on })
    }

    fn advice(&self) -> Vec<Finding> {
        let asked = self.asked;
        let rules = &asked.venue.rules;
        let kind = asked.event.map(|event| event.kind);
        let is_customer = asked.card.kind() == CardKind::Customer;
        let children_max = asked.children_max.filter(|_| is_customer);
        let over = children_max.and_then(|most| Some((asked.children.checked_sub(most).filter(|over| *over > 0)?, most)));
        let course = kind == Some(EventKind::Course);
        let causes = [
            over.map(|(over, most)| Cause::ChildrenOverMaximum { over, most }),
            (course && asked.children > 0).then_some(Cause::ChildrenOnCourse),
            self.hand_over().map(|from| Cause::HandOver { from }),
            (rules.asks_identity && is_customer).then_some(Cause::Identity),
            rules.course_terms.clone().filter(|_| course).map(|terms| Cause::CourseTerms { terms }),
            rules.wristband_fee.filter(|_| kind.is_none_or(|kind| kind == EventKind::Visit)).map(|fee| Cause::Wristband { fee }),
        ];
        causes.into_iter().flatten().map(|cause| Finding { severity: Severity::Advice, cause }).collect()
    }

    /// A ticket for later is handed over on the night only (R157, C32).
    fn hand_over(&self) -> Option<DateTime> {
        let asked = self.asked;
        let kind = asked.event.map(|event| event.kind);
        let from = (kind == Some(EventKind::Performance)).then(|| hands_over_from(self.limits, asked.date, asked.time)).flatten()?;
        (from > asked.now).then_some(from)
    }
}

/// From when a ticket is handed over, where the venue hands over on the night only (R157). Without a
/// clock time it is handed over all that day.
#[must_use]
pub fn hands_over_from(limits: &VenueLimits, date: Date, time: Option<Time>) -> Option<DateTime> {
    let minutes = limits.hands_over_minutes_before?.max(super::floor::HAND_OVER_MINUTES);
    match time {
        Some(time) => date.to_datetime(time).checked_sub(i64::from(minutes).minutes()).ok(),
        None => Some(date.to_datetime(Time::midnight())),
    }
}

/// The record that this use would repeat: the same card at the same event, day and time, recorded
/// already and not cancelled (R74). Of several the latest.
#[must_use]
pub fn repeat_of<'a>(asked: &Asked<'_>, so_far: &'a [Counted]) -> Option<&'a Counted> {
    let is_same = |c: &&Counted| {
        c.card == asked.card
            && c.venue == asked.venue.id
            && c.event == asked.event.map(|event| event.id)
            && c.event_date == asked.date
            && c.event_time == asked.time
            && !c.is_cancelled
            && Some(c.id) != asked.instead_of
    };
    so_far.iter().filter(is_same).max_by_key(|c| (c.recorded_at, c.id))
}

/// Whether the end of a limit is near enough to be said: a quarter or less is left before this record,
/// or this record takes the last of it.
fn is_near(used: u32, this: u32, most: u32) -> bool {
    let left = most.saturating_sub(used);
    left <= most.div_ceil(4) || left <= this
}

fn count<'a>(counted: impl Iterator<Item = &'a Counted>) -> u32 {
    u32::try_from(counted.count()).unwrap_or(u32::MAX)
}
