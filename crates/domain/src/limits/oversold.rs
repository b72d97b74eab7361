//! What several stations sold beyond a cap while they did not know of each other (R154, ADR 3).

use super::cap::{EffectiveCap, Occasion, effective_cap, used};
use super::counted::Counted;
use super::settings::{CapPer, VenueLimits};
use crate::event::{Event, Showing};
use crate::id::{EventId, ShowingId};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A showing, day or event with more tickets than its cap. The occasion is flagged, not the last
/// record: all of them stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Oversold {
    /// The event.
    pub event: EventId,
    /// The showing, where the cap is per showing of a schedule.
    pub showing: Option<ShowingId>,
    /// The day; the last one that counts, where the cap is over the whole event.
    pub date: Date,
    /// The clock time, where known.
    pub time: Option<Time>,
    /// Tickets recorded by clerks who did not know that the cap was reached.
    pub used: u32,
    /// The cap.
    pub most: u32,
}

/// Occasions with more tickets than their cap, soonest first. What a clerk recorded knowing that the
/// cap was reached is no clash, and is not counted. `so_far` in any order.
#[must_use]
pub fn oversold(events: &[(Event, Vec<Showing>)], limits: &VenueLimits, so_far: &[Counted]) -> Vec<Oversold> {
    let mut clashes = Vec::new();
    for (event, showings) in events {
        let counting: Vec<&Counted> = so_far.iter().filter(|c| c.event == Some(event.id) && !c.is_cancelled && !c.over_cap).collect();
        let mut caps: BTreeMap<(CapPer, Occasion), u32> = BTreeMap::new();
        for counted in &counting {
            let showing = showing_of(counted, showings);
            let Some(EffectiveCap { most, per }) = effective_cap(event, showing, limits) else { continue };
            let cap = caps.entry((per, occasion_of(event, showing, counted, per, &counting))).or_insert(most);
            // Showings of one day may have capacities of their own: the largest cap holds.
            *cap = most.max(*cap);
        }
        clashes.extend(caps.into_iter().filter_map(|((per, occasion), most)| {
            let used = used(counting.iter().copied(), &occasion, per, limits.caps_leave_children_out);
            let Occasion { event, showing, date, time } = occasion;
            (used > most).then_some(Oversold { event, showing, date, time, used, most })
        }));
    }
    clashes.sort_by_key(|clash| (clash.date, clash.time, clash.event, clash.showing));
    clashes
}

/// The occasion that stands for all usages under one cap, this one among them.
fn occasion_of(event: &Event, showing: Option<&Showing>, counted: &Counted, per: CapPer, counting: &[&Counted]) -> Occasion {
    let whole_day = |date| Occasion { event: event.id, showing: None, date, time: None };
    match (per, showing) {
        (CapPer::Event, _) => whole_day(counting.iter().map(|c| c.event_date).max().unwrap_or(counted.event_date)),
        (CapPer::Day, _) => whole_day(counted.event_date),
        (CapPer::Showing, Some(showing)) => Occasion::of(showing),
        (CapPer::Showing, None) => Occasion { time: counted.event_time, ..whole_day(counted.event_date) },
    }
}

/// The showing of a usage: by its id, else the one of that day and time.
fn showing_of<'a>(counted: &Counted, showings: &'a [Showing]) -> Option<&'a Showing> {
    match counted.showing {
        Some(id) => showings.iter().find(|showing| showing.id == id),
        None => showings.iter().find(|showing| showing.date == counted.event_date && showing.time == counted.event_time),
    }
}
