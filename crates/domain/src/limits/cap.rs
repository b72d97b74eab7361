//! The cap that holds for one showing: the event's own, else the venue's, never below the floor.

use super::counted::Counted;
use super::floor::{MASS_EVENT_PEOPLE, cap_floor, share};
use super::settings::{Cap, CapPer, VenueLimits};
use crate::event::{Event, EventKind, Showing};
use crate::id::{EventId, ShowingId};
use jiff::civil::{Date, Time};

/// The cap on one showing, day or event, in tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EffectiveCap {
    /// The most tickets.
    pub most: u32,
    /// What they are counted over.
    pub per: CapPer,
}

/// The cap that holds for a showing of an event, or for the event where it has no schedule.
#[must_use]
pub fn effective_cap(event: &Event, showing: Option<&Showing>, limits: &VenueLimits) -> Option<EffectiveCap> {
    occasion_cap(event, showing.and_then(|showing| showing.capacity), limits)
}

/// The same for a capacity, where known.
#[must_use]
pub fn occasion_cap(event: &Event, capacity: Option<u32>, limits: &VenueLimits) -> Option<EffectiveCap> {
    let capacity = capacity.or(event.limits.expected);
    let (asked, per) = match set_cap(event, limits)? {
        Cap::Share { percent } => (share(capacity?, percent), CapPer::Showing),
        Cap::Tickets { most, per } => (most, per),
    };
    // A course's places are the course's, not one meeting's; a cap per day or event is for mass events only.
    let per = match (event.kind, per) {
        (EventKind::Course, _) => CapPer::Event,
        (_, CapPer::Day | CapPer::Event) if capacity.is_none_or(|people| people <= MASS_EVENT_PEOPLE) => CapPer::Showing,
        (_, per) => per,
    };
    let (floor, _) = cap_floor(event.kind, event.limits.guest, capacity, per);
    Some(EffectiveCap { most: asked.max(floor), per })
}

/// Whether a cap is set for an event: where none is, its usages need not be counted. A share of a
/// capacity that nobody knows is set and holds nowhere.
#[must_use]
pub fn is_capped(event: &Event, limits: &VenueLimits) -> bool {
    set_cap(event, limits).is_some()
}

/// The event's own cap, else what the venue set for events of its sort.
fn set_cap(event: &Event, limits: &VenueLimits) -> Option<Cap> {
    let of_venue = || match event.kind {
        EventKind::Course => limits.course_places.map(|most| Cap::Tickets { most, per: CapPer::Event }),
        EventKind::Performance if event.limits.guest && limits.guest_cap.is_some() => {
            limits.guest_cap.map(|most| Cap::Tickets { most, per: CapPer::Showing })
        }
        EventKind::Performance => limits.performance_cap,
        EventKind::Visit | EventKind::Fee => None,
    };
    event.limits.cap.or_else(of_venue)
}

/// One day and time of an event, at which tickets are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Occasion {
    pub(super) event: EventId,
    /// The showing, where it is one of a schedule.
    pub(super) showing: Option<ShowingId>,
    pub(super) date: Date,
    pub(super) time: Option<Time>,
}

impl Occasion {
    pub(super) fn of(showing: &Showing) -> Self {
        Self { event: showing.event, showing: Some(showing.id), date: showing.date, time: showing.time }
    }

    /// Whether a usage counts towards the occasion's cap. A usage without a showing, typed in by hand,
    /// counts by its day and time (C36).
    fn has(&self, counted: &Counted, per: CapPer) -> bool {
        counted.event == Some(self.event)
            && match per {
                CapPer::Event => true,
                CapPer::Day => counted.event_date == self.date,
                CapPer::Showing => match (self.showing, counted.showing) {
                    (Some(own), Some(of)) => own == of,
                    _ => counted.event_date == self.date && counted.event_time == self.time,
                },
            }
    }
}

/// Tickets used under a cap at an occasion.
pub(super) fn used<'a>(counting: impl Iterator<Item = &'a Counted>, occasion: &Occasion, per: CapPer, leave_children_out: bool) -> u32 {
    counting.filter(|counted| occasion.has(counted, per)).map(|c| c.tickets(leave_children_out)).fold(0, u32::saturating_add)
}
