//! Events and their showings (R49–R53, R64–R67, R91–R99).

use crate::id::{EventId, ShowingId, VenueId};
use crate::limits::EventLimits;
use crate::venue::VenueKind;
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// What sort of thing an event is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A play, a concert, a film.
    #[default]
    Performance,
    /// A course with places.
    Course,
    /// A visit within opening hours: a swim, a museum.
    Visit,
    /// A fee forgiven, such as a library's late fee.
    Fee,
}

/// An event of a venue. Its name is only the name; dates and times are showings (R93).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// The venue whose event it is.
    pub venue: VenueId,
    /// The name of the play, the course, the service.
    pub name: String,
    /// What sort of thing it is.
    #[serde(default)]
    pub kind: EventKind,
    /// An inactive event is in no recording list (R53, R91).
    pub active: bool,
    /// Whether a record asks for the monetary value (R62, R92).
    #[serde(default)]
    pub asks_value: bool,
    /// Made with "Luo" on the recording form, not in the events view (R50): only such events merge (R199).
    #[serde(default)]
    pub made_at_counter: bool,
    /// Its own limits, in place of the venue's.
    #[serde(default, skip_serializing_if = "EventLimits::is_empty")]
    pub limits: EventLimits,
}

impl Event {
    /// An event made with "Luo" on the recording form (R50), of the sort that is usual at such a venue;
    /// the name's spaces are put right. It asks no value, a library's fee neither: that is set afterwards.
    #[must_use]
    pub fn made_at_counter(id: EventId, venue: VenueId, kind: VenueKind, name: &str) -> Self {
        Self {
            id,
            venue,
            name: name.split_whitespace().collect::<Vec<_>>().join(" "),
            kind: kind.usual_event(),
            active: true,
            asks_value: false,
            made_at_counter: true,
            limits: EventLimits::default(),
        }
    }
}

/// What is special about a showing (R146).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShowingOccasion {
    /// Nothing.
    #[default]
    Ordinary,
    /// A premiere.
    Premiere,
    /// A gala.
    Gala,
}

impl ShowingOccasion {
    /// Whether nothing is special about it.
    #[must_use]
    pub fn is_ordinary(&self) -> bool {
        *self == ShowingOccasion::Ordinary
    }
}

/// One showing, or one meeting of a course. An event with showings is *scheduled* (R66).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Showing {
    /// Its id; the showing is this, not its local time.
    pub id: ShowingId,
    /// The event shown.
    pub event: EventId,
    /// The Finnish day.
    pub date: Date,
    /// The Finnish clock time, where one is known.
    pub time: Option<Time>,
    /// How many people it holds, where known (R129).
    #[serde(default)]
    pub capacity: Option<u32>,
    /// Called off (R98).
    #[serde(default)]
    pub cancelled: bool,
    /// Whether it is a premiere or a gala (R146).
    #[serde(default, skip_serializing_if = "ShowingOccasion::is_ordinary")]
    pub occasion: ShowingOccasion,
}

impl Showing {
    /// When it begins; the start of the day where no time is known.
    #[must_use]
    pub fn starts(&self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }
}

/// How long after its start a showing still counts as under way.
const UNDER_WAY_HOURS: i64 = 3;

/// The showing to offer first: the one under way or the next to come; the last past one
/// when all are past; never a cancelled one (R67). `showings` in any order.
#[must_use]
pub fn default_showing(showings: &[Showing], now: DateTime) -> Option<&Showing> {
    let begun = now.checked_sub(jiff::Span::new().hours(UNDER_WAY_HOURS)).unwrap_or(now);
    let open = |s: &&Showing| !s.cancelled;
    let is_ahead = |s: &&Showing| if s.time.is_some() { s.starts() >= begun } else { s.date >= now.date() };
    showings
        .iter()
        .filter(open)
        .filter(is_ahead)
        .min_by_key(|s| (s.starts(), s.id))
        .or_else(|| showings.iter().filter(open).max_by_key(|s| (s.starts(), s.id)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};
    use uuid::Uuid;

    fn showing(id: u128, day: i8, hour: i8) -> Showing {
        Showing {
            id: ShowingId(Uuid::from_u128(id)),
            event: EventId(Uuid::nil()),
            date: date(2026, 11, day),
            time: Some(time(hour, 0, 0, 0)),
            capacity: None,
            cancelled: false,
            occasion: ShowingOccasion::Ordinary,
        }
    }

    #[test]
    fn the_showing_under_way_comes_first_then_the_next_then_the_last_past_one() {
        let mut all = vec![showing(3, 28, 13), showing(1, 20, 19), showing(2, 22, 19)];
        let at = |day, hour| date(2026, 11, day).at(hour, 30, 0, 0);
        let chosen = |all: &[Showing], now| default_showing(all, now).map(|s| s.id.0.as_u128());
        assert_eq!(chosen(&all, at(22, 20)), Some(2), "under way");
        assert_eq!(chosen(&all, at(22, 23)), Some(3), "next to come");
        assert_eq!(chosen(&all, at(30, 10)), Some(3), "all past");
        all[0].cancelled = true;
        assert_eq!(chosen(&all, at(22, 23)), Some(2), "a cancelled one is never offered");
        assert_eq!(chosen(&[], at(22, 23)), None);
    }

    #[test]
    fn a_showing_without_a_time_is_open_all_day() {
        let mut all_day = showing(1, 22, 0);
        all_day.time = None;
        let all = [all_day, showing(2, 23, 19)];
        assert_eq!(default_showing(&all, date(2026, 11, 22).at(23, 0, 0, 0)).map(|s| s.id.0.as_u128()), Some(1));
    }
}
