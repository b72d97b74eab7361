//! What several stations sold beyond a cap while they did not know of each other (R154, ADR 3).

use super::cap::{EffectiveCap, effective_cap};
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
    /// The day; the first one that counts, where the cap is over the whole event.
    pub date: Date,
    /// The clock time, where known.
    pub time: Option<Time>,
    /// Tickets recorded without a clerk's discretion.
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
        let mut sums: BTreeMap<(Option<Date>, Option<Time>, Option<ShowingId>), Sum> = BTreeMap::new();
        for counted in so_far.iter().filter(|c| c.event == Some(event.id) && !c.is_cancelled && !c.at_discretion) {
            let showing = showing_of(counted, showings);
            let Some(EffectiveCap { most, per }) = effective_cap(event, showing, limits) else { continue };
            let (date, time) = (counted.event_date, counted.event_time);
            let key = match per {
                CapPer::Event => (None, None, None),
                CapPer::Day => (Some(date), None, None),
                CapPer::Showing => match showing {
                    Some(showing) => (Some(showing.date), showing.time, Some(showing.id)),
                    None => (Some(date), time, None),
                },
            };
            let sum = sums.entry(key).or_insert(Sum { used: 0, most, first: date });
            sum.used = sum.used.saturating_add(counted.tickets(limits.caps_leave_children_out));
            // Showings of one day may have capacities of their own: the largest cap holds.
            sum.most = sum.most.max(most);
            sum.first = sum.first.min(date);
        }
        let clash = |((date, time, showing), sum): (_, Sum)| {
            let date: Option<Date> = date;
            Oversold { event: event.id, showing, date: date.unwrap_or(sum.first), time, used: sum.used, most: sum.most }
        };
        clashes.extend(sums.into_iter().filter(|(_, sum)| sum.used > sum.most).map(clash));
    }
    clashes.sort_by_key(|clash| (clash.date, clash.time, clash.event));
    clashes
}

struct Sum {
    used: u32,
    most: u32,
    first: Date,
}

/// The showing of a usage: by its id, else the one of that day and time.
fn showing_of<'a>(counted: &Counted, showings: &'a [Showing]) -> Option<&'a Showing> {
    match counted.showing {
        Some(id) => showings.iter().find(|showing| showing.id == id),
        None => showings.iter().find(|showing| showing.date == counted.event_date && showing.time == counted.event_time),
    }
}
