//! The door: the tickets of a day's showings, and what became of each (R155–R162). What a scan does
//! to a ticket stands in [`scan`].

pub mod scan;

pub use scan::{Already, AtTheDoor, Scan, Why, scan};

use super::{RecordError, Station, StationError};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use kaikuasema_domain::event::{EventKind, ShowingOccasion, default_showing};
use kaikuasema_domain::limits::{VenueLimits, hands_over_from};
use kaikuasema_domain::usage::{CancelledBy, Channel, Fact, Status};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::{CardNumber, EventId, Showing, ShowingId, Usage, UsageId, VenueId, civil};
use kaikuasema_store::{EventWithShowings, RecordedUsage, UsageFilter, WriteError};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Which showing; without a schedule, which day and time of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Occasion {
    /// The event, where the tickets name one.
    pub event: Option<EventId>,
    /// The showing, where it is a scheduled one.
    pub showing: Option<ShowingId>,
    /// The day.
    pub date: Date,
    /// The clock time, where known.
    pub time: Option<Time>,
}

/// A showing with its tickets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorShowing {
    /// Which.
    pub occasion: Occasion,
    /// The event's name, where there is an event.
    pub event_name: Option<String>,
    /// The showing is called off (R98).
    pub is_called_off: bool,
    /// From when tickets are handed over, where the venue does that on the night only (R157).
    pub hands_over_from: Option<DateTime>,
    /// Its tickets in the order in which they were recorded.
    pub tickets: Vec<RecordedUsage>,
}

/// Tickets and the people that come with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Tickets: one a record.
    pub tickets: u32,
    /// People: the holders, the groups' staff members, and the children (R124, C22).
    pub people: u32,
}

/// The tickets of a showing by what became of them; each is counted in one of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tallies {
    /// Recorded, and nothing since.
    pub reserved: Tally,
    /// Handed over.
    pub handed_over: Tally,
    /// Arrived.
    pub arrived: Tally,
    /// Cancelled by a clerk or by the holder.
    pub cancelled: Tally,
    /// Did not come.
    pub no_show: Tally,
}

impl DoorShowing {
    /// When it begins; the start of its day where no time is known.
    #[must_use]
    pub fn starts(&self) -> DateTime {
        self.occasion.date.to_datetime(self.occasion.time.unwrap_or(Time::midnight()))
    }

    /// Whether it has begun: from then on it can be said who did not come.
    #[must_use]
    pub fn has_begun(&self, now: DateTime) -> bool {
        match self.occasion.time {
            Some(_) => now >= self.starts(),
            None => now.date() > self.occasion.date,
        }
    }

    /// Its tickets counted by what became of them.
    #[must_use]
    pub fn tallies(&self) -> Tallies {
        let mut tallies = Tallies::default();
        for ticket in &self.tickets {
            let tally = match ticket.usage.facts.status() {
                Status::Recorded => &mut tallies.reserved,
                Status::HandedOver(_) => &mut tallies.handed_over,
                Status::Arrived(_) => &mut tallies.arrived,
                Status::Cancelled(_) => &mut tallies.cancelled,
                Status::NoShow(_) => &mut tallies.no_show,
            };
            tally.tickets += 1;
            tally.people += ticket.usage.visitors();
        }
        tallies
    }

    /// The card's ticket here. Of several it is the one that a scan can still do something to.
    #[must_use]
    pub fn ticket_of(&self, card: CardNumber) -> Option<&RecordedUsage> {
        let rank = |ticket: &&RecordedUsage| match ticket.usage.facts.status() {
            Status::HandedOver(_) => 0,
            Status::Recorded => 1,
            Status::NoShow(_) => 2,
            Status::Arrived(_) => 3,
            Status::Cancelled(_) => 4,
        };
        self.tickets.iter().filter(|ticket| ticket.usage.card == card).min_by_key(rank)
    }

    /// The tickets whose holders are not known to have come, and can still be waited for or be marked
    /// as not come (R158). Who was typed in from the paper form, or recorded after the beginning, was there.
    #[must_use]
    pub fn missing(&self) -> Vec<&RecordedUsage> {
        let is_missing = |ticket: &&RecordedUsage| {
            let is_open = matches!(ticket.usage.facts.status(), Status::Recorded | Status::HandedOver(_));
            let recorded = civil::in_finland(ticket.usage.recorded_at).datetime();
            is_open && !ticket.usage.entered_late && !self.has_begun(recorded)
        };
        self.tickets.iter().filter(is_missing).collect()
    }
}

/// Tickets for today and later that their holders have cancelled (R107).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CancelledByHolders {
    /// Not noticed at this station yet, the newest first.
    pub news: Vec<Usage>,
    /// Noticed before.
    pub noticed: Vec<UsageId>,
}

/// The setting that keeps which cancellings were noticed at this station.
pub const NOTICED: &str = "cancellations_noticed";

/// The showing to choose first: the one under way or the next to come, as on the form (R67).
#[must_use]
pub fn default_of(showings: &[DoorShowing], now: DateTime) -> Option<Occasion> {
    let numbered = |(number, showing): (u128, &DoorShowing)| Showing {
        id: ShowingId(Uuid::from_u128(number)),
        event: EventId(Uuid::nil()),
        date: showing.occasion.date,
        time: showing.occasion.time,
        capacity: None,
        cancelled: showing.is_called_off,
        occasion: ShowingOccasion::Ordinary,
    };
    let candidates: Vec<Showing> = (0..).zip(showings).map(numbered).collect();
    let chosen = default_showing(&candidates, now)?;
    let index = usize::try_from(chosen.id.0.as_u128()).ok()?;
    showings.get(index).map(|showing| showing.occasion)
}

impl Station {
    /// The showings of a day at a venue that have a schedule or tickets, by time; from the station's
    /// own copy, never waiting for the network.
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn door_showings(&self, venue: VenueId, day: Date) -> Result<Vec<DoorShowing>, StationError> {
        self.with_store(move |station| {
            let store = &station.0.store;
            let events = store.events(venue)?;
            let on_the_day =
                UsageFilter { venue: Some(venue), event_date_from: Some(day), event_date_to: Some(day), ..UsageFilter::default() };
            let mut usages = store.usages(&on_the_day)?;
            // A moved showing takes its tickets with it, whatever day stands on them.
            for showing in events.iter().flat_map(|each| &each.showings).filter(|showing| showing.date == day) {
                let filter = UsageFilter { venue: Some(venue), showing: Some(showing.id), ..UsageFilter::default() };
                usages.extend(store.usages(&filter)?);
            }
            Ok(showings_of(day, &events, usages, &store.rules(venue)?.limits))
        })
        .await
    }

    /// Marks what became of a ticket, or takes it back: on the disk when this returns, sent later. It
    /// needs the right to record.
    ///
    /// # Errors
    /// [`RecordError`]; with [`RecordError::NotSaved`] nothing was marked.
    pub async fn mark(&self, usage: UsageId, venue: VenueId, fact: Fact, taken_back: bool) -> Result<(), RecordError> {
        self.with_store(move |station| {
            let signed_in = station.signed_in()?.ok_or(RecordError::NotSignedIn)?;
            if !signed_in.may(Right::Record, venue) {
                return Err(RecordError::NoRight);
            }
            let stamp = station.0.clock.stamp(signed_in.user.id);
            match station.0.store.mark(usage, venue, fact, taken_back, stamp) {
                Err(WriteError::NoSuchUsage(_)) => Err(RecordError::UsageUnknown),
                marked => marked.map_err(RecordError::from),
            }
        })
        .await?;
        self.recorded().await;
        Ok(())
    }

    /// Tickets for today and later that their holders have cancelled themselves (R107), parted by whether
    /// that was noticed at this station.
    ///
    /// # Errors
    /// [`StationError::Store`] when they cannot be read.
    pub async fn cancelled_by_holders(&self, venue: VenueId) -> Result<CancelledByHolders, StationError> {
        self.with_store(move |station| {
            let filter = UsageFilter { venue: Some(venue), event_date_from: Some(station.today()), ..UsageFilter::default() };
            let found = station.0.store.usages(&filter)?;
            let mut cancelled: Vec<(Timestamp, Usage)> =
                found.into_iter().filter_map(|each| Some((when_cancelled_by_holder(&each.usage)?, each.usage))).collect();
            cancelled.sort_by_key(|(at, usage)| std::cmp::Reverse((*at, usage.id)));
            let noticed: Vec<UsageId> = station.0.store.setting(NOTICED)?.unwrap_or_default();
            let usages = cancelled.into_iter().map(|(_, usage)| usage);
            let (old, news): (Vec<Usage>, Vec<Usage>) = usages.partition(|usage| noticed.contains(&usage.id));
            Ok(CancelledByHolders { news, noticed: old.into_iter().map(|usage| usage.id).collect() })
        })
        .await
    }
}

/// When the holder cancelled it, where that is how it stands.
fn when_cancelled_by_holder(usage: &Usage) -> Option<Timestamp> {
    match usage.facts.status() {
        Status::Cancelled(cancelled) if cancelled.by == CancelledBy::Holder => Some(cancelled.at),
        _ => None,
    }
}

/// The showings of a day from a venue's events and usages. A usage may come twice.
fn showings_of(day: Date, events: &[EventWithShowings], usages: Vec<RecordedUsage>, limits: &VenueLimits) -> Vec<DoorShowing> {
    let kinds: BTreeMap<EventId, EventKind> = events.iter().map(|each| (each.event.id, each.event.kind)).collect();
    let hands_over = |event: Option<EventId>, date, time| {
        let is_performance = event.and_then(|event| kinds.get(&event)) == Some(&EventKind::Performance);
        is_performance.then(|| hands_over_from(limits, date, time)).flatten()
    };
    let mut showings: Vec<DoorShowing> = Vec::new();
    for each in events {
        for showing in each.showings.iter().filter(|showing| showing.date == day) {
            let event = Some(each.event.id);
            showings.push(DoorShowing {
                occasion: Occasion { event, showing: Some(showing.id), date: showing.date, time: showing.time },
                event_name: Some(each.event.name.clone()),
                is_called_off: showing.cancelled,
                hands_over_from: hands_over(event, showing.date, showing.time),
                tickets: Vec::new(),
            });
        }
    }
    let days: BTreeMap<ShowingId, Date> = events.iter().flat_map(|each| &each.showings).map(|showing| (showing.id, showing.date)).collect();
    let mut seen = BTreeSet::new();
    for ticket in usages {
        let usage = &ticket.usage;
        let moved_away = usage.showing.and_then(|showing| days.get(&showing)).is_some_and(|date| *date != day);
        if moved_away || !is_ticket(usage, &kinds) || !seen.insert(usage.id) {
            continue;
        }
        let known = usage.showing.filter(|showing| days.contains_key(showing));
        let is_of = |showing: &DoorShowing| match known {
            Some(id) => showing.occasion.showing == Some(id),
            None => {
                (showing.occasion.event, showing.occasion.date, showing.occasion.time) == (usage.event, usage.event_date, usage.event_time)
            }
        };
        if let Some(showing) = showings.iter_mut().find(|showing| is_of(showing)) {
            showing.tickets.push(ticket);
            continue;
        }
        let (event, date, time) = (usage.event, usage.event_date, usage.event_time);
        showings.push(DoorShowing {
            occasion: Occasion { event, showing: None, date, time },
            event_name: usage.event_name.clone(),
            is_called_off: false,
            hands_over_from: hands_over(event, date, time),
            tickets: vec![ticket],
        });
    }
    for showing in &mut showings {
        showing.tickets.sort_by_key(|ticket| (ticket.usage.recorded_at, ticket.usage.id));
    }
    showings.sort_by_cached_key(|showing| (showing.occasion.time, showing.event_name.clone(), showing.occasion.showing));
    showings
}

/// Whether a record is a ticket to be looked for at the door: of a performance, a course or a showing, or
/// asked for beforehand. A swim or a fee recorded on its own day is used as it is recorded.
fn is_ticket(usage: &Usage, kinds: &BTreeMap<EventId, EventKind>) -> bool {
    let kind = usage.event.and_then(|event| kinds.get(&event));
    let recorded_on = civil::in_finland(usage.recorded_at).date();
    let is_beforehand = recorded_on < usage.event_date || usage.channel != Channel::Desk;
    match kind {
        Some(EventKind::Performance | EventKind::Course) => true,
        Some(EventKind::Fee) => false,
        Some(EventKind::Visit) | None => usage.showing.is_some() || is_beforehand,
    }
}

#[cfg(test)]
#[path = "door_tests.rs"]
mod tests;
