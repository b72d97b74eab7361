//! What counts towards a venue's limits, derived each time from what is present: never a counter.

use crate::aside;
use crate::columns;
use crate::error::StoreError;
use crate::event;
use crate::feed::{self, Feed};
use crate::station;
use crate::store::Store;
use crate::totals;
use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::Counted;
use kaikuasema_domain::{CardCode, CardNumber, Cents, EventId, ShowingId, Usage, UsageId, Venue, VenueId};
use rusqlite::{Connection, ToSql, params};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The columns of a base row that count, as [`Reading::base`] reads them.
const COLUMNS: &str = "id, card, event, showing, event_date, event_time, children, value, recorded_at, is_cancelled, over_cap,
    staff";
/// A base row that is present, of a venue `?1`: not deleted, and not under an own row.
const IS_PRESENT: &str = "base.venue = ?1 AND base.card IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM usages_own AS own WHERE own.id = base.id)";
/// And not moved to another venue since.
const IS_NOT_MOVED: &str = "AND NOT EXISTS (SELECT 1 FROM usages_base AS newer WHERE newer.id = base.id AND newer.version > base.version)";
/// And not told anew by the totals of the venue `?3`: the two feeds are not fetched at one moment.
const IS_NOT_IN_NEWER_TOTALS: &str = "AND NOT EXISTS (SELECT 1 FROM totals_base AS newer
    WHERE newer.venue = ?3 AND newer.id = base.id AND newer.version > base.version)";

impl Store {
    /// What a venue's limits count for a card or an event: the venue's present usages of that card or
    /// of that event, under whichever of its ids; the card's usages at the organisation's other venues of
    /// the same sort (C17); and cards set aside whose holders were let in, until they are recorded. In the
    /// order of their ids, none twice. The kind is the event's as it now is.
    ///
    /// Where the clerk serves several of the organisation's venues of one sort, what this station did at
    /// each of them counts at the others at once; what it knows of a usage goes before the totals. Without
    /// its event and showing, as the totals tell it: it takes no seat here.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn counted(&self, venue: VenueId, card: Option<CardNumber>, event: Option<EventId>) -> Result<Vec<Counted>, StoreError> {
        self.read(|database| {
            let mut reading = Reading::new(database, venue)?;
            let event = event.map(|event| event::resolve(database, event)).transpose()?;
            if let Some(card) = card {
                reading.of_card(venue, card)?;
            }
            if let Some(event) = event {
                reading.of_event(event)?;
            }
            let event_of = |counted: &Counted| event.is_some() && counted.event == event;
            reading.set_asides(venue, |counted| card == Some(counted.card) || event_of(counted))?;
            if let Some(card) = card {
                for sister in sisters(database, venue)? {
                    reading.of_card(sister, card)?;
                    reading.set_asides(sister, |counted| counted.card == card)?;
                }
                for counted in totals::of_card(database, venue, card)? {
                    reading.found.entry(counted.id).or_insert(counted);
                }
            }
            Ok(reading.found.into_values().collect())
        })
    }

    /// The same for every usage of the venue, and every card set aside there, with an event on a day or
    /// later, whatever its card and event. What the organisation's other venues count is not among them.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn counted_from(&self, venue: VenueId, from: Date) -> Result<Vec<Counted>, StoreError> {
        self.read(|database| {
            let mut reading = Reading::new(database, venue)?;
            reading.since(from)?;
            reading.set_asides(venue, |counted| counted.event_date >= from)?;
            Ok(reading.found.into_values().collect())
        })
    }

    /// As of when what [`Store::counted`] tells is whole, of what others did: when the venue's usages, or
    /// the totals where the service tells them, were last told to their end, whichever is longer ago. None
    /// while the usages never were.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn counts_as_of(&self, venue: VenueId) -> Result<Option<Timestamp>, StoreError> {
        self.read(|database| {
            let usages = feed::state(database, Feed::Usages(venue))?.as_of;
            let totals = feed::state(database, Feed::Totals(venue))?.as_of;
            Ok(usages.map(|usages| totals.map_or(usages, |totals| usages.min(totals))))
        })
    }
}

/// The organisation's other venues of the same sort that the clerk who is signed in serves too.
fn sisters(database: &Connection, venue: VenueId) -> Result<Vec<VenueId>, StoreError> {
    let Some(session) = station::session(database)? else { return Ok(Vec::new()) };
    let venues = || session.venues.iter().map(|access| &access.venue);
    let Some(asked) = venues().find(|each| each.id == venue) else { return Ok(Vec::new()) };
    let is_sister = |each: &&Venue| each.id != venue && each.organisation == asked.organisation && each.kind == asked.kind;
    Ok(venues().filter(is_sister).map(|each| each.id).collect())
}

/// What was found so far, and what is known of the events that it names.
struct Reading<'a> {
    database: &'a Connection,
    /// Whose limits are asked for.
    venue: VenueId,
    /// Whether usages of other venues are told to this station too: one may have moved there.
    has_others: bool,
    events: HashMap<EventId, (EventId, Option<EventKind>)>,
    found: BTreeMap<UsageId, Counted>,
}

impl<'a> Reading<'a> {
    fn new(database: &'a Connection, venue: VenueId) -> Result<Self, StoreError> {
        let sql = "SELECT EXISTS (SELECT 1 FROM usages_base WHERE venue < ?1) OR EXISTS (SELECT 1 FROM usages_base WHERE venue > ?1)";
        let has_others = database.prepare_cached(sql)?.query_row([venue.0], |row| row.get(0))?;
        Ok(Self { database, venue, has_others, events: HashMap::new(), found: BTreeMap::new() })
    }

    /// What a card used at a venue, be it the one asked for or a sister of it.
    fn of_card(&mut self, at: VenueId, card: CardNumber) -> Result<(), StoreError> {
        let code = CardCode::from(card).to_i64();
        self.base(at, "card = ?2", &code)?;
        self.own(at, "card = ?2", &code)
    }

    fn of_event(&mut self, event: EventId) -> Result<(), StoreError> {
        for id in event::ids_of(self.database, event)? {
            self.base(self.venue, "event = ?2", &id.0)?;
            self.own(self.venue, "event = ?2", &id.0)?;
        }
        Ok(())
    }

    fn since(&mut self, from: Date) -> Result<(), StoreError> {
        let day = columns::day(from);
        self.base(self.venue, "event_date >= ?2", &day)?;
        self.own(self.venue, "event_date >= ?2", &day)
    }

    /// What the feed of a venue told: read from the indexes alone, without opening a body.
    fn base(&mut self, at: VenueId, condition: &str, value: &dyn ToSql) -> Result<(), StoreError> {
        let (database, asked) = (self.database, self.venue.0);
        let is_sister = at != self.venue;
        let mut statement = database.prepare_cached(&base_sql(condition, self.has_others, is_sister))?;
        let parameters: &[&dyn ToSql] = if is_sister { &[&at.0, value, &asked] } else { &[&at.0, value] };
        let mut rows = statement.query(parameters)?;
        while let Some(row) = rows.next()? {
            let event = row.get::<_, Option<Uuid>>(2)?.map(EventId);
            let (event, kind) = self.event_now(event)?;
            self.keep(Counted {
                id: UsageId(row.get(0)?),
                venue: at,
                card: CardCode::from_i64(row.get(1)?)?.number()?,
                event,
                kind,
                showing: row.get::<_, Option<Uuid>>(3)?.map(ShowingId),
                event_date: columns::to_day(row.get(4)?)?,
                event_time: row.get::<_, Option<i64>>(5)?.map(columns::to_time).transpose()?,
                children: row.get(6)?,
                value: row.get::<_, Option<u32>>(7)?.and_then(Cents::new),
                recorded_at: columns::to_instant(row.get(8)?)?,
                is_cancelled: row.get(9)?,
                over_cap: row.get(10)?,
                staff: row.get(11)?,
            });
        }
        Ok(())
    }

    /// What this station did at a venue that the feed has not passed yet.
    fn own(&mut self, at: VenueId, condition: &str, value: &dyn ToSql) -> Result<(), StoreError> {
        let sql = format!("SELECT body FROM usages_own WHERE venue = ?1 AND {condition} AND body IS NOT NULL");
        let database = self.database;
        let mut statement = database.prepare_cached(&sql)?;
        let bodies = statement.query_map(params![at.0, value], |row| row.get::<_, String>(0))?;
        for body in bodies {
            let usage: Usage = serde_json::from_str(&body?)?;
            let counted = self.count(&usage)?;
            self.keep(counted);
        }
        Ok(())
    }

    /// Cards set aside at a venue whose holders were let in: each takes its seat under the id of the
    /// record that follows.
    fn set_asides(&mut self, at: VenueId, is_asked: impl Fn(&Counted) -> bool) -> Result<(), StoreError> {
        for usage in aside::granted(self.database, at)? {
            let counted = self.count(&usage)?;
            if is_asked(&counted) && !self.found.contains_key(&counted.id) {
                self.keep(counted);
            }
        }
        Ok(())
    }

    /// Keeps what counts; of another venue's no more than the totals tell of it.
    fn keep(&mut self, counted: Counted) {
        let is_here = counted.venue == self.venue;
        let counted = if is_here { counted } else { Counted { event: None, showing: None, ..counted } };
        self.found.insert(counted.id, counted);
    }

    fn count(&mut self, usage: &Usage) -> Result<Counted, StoreError> {
        let (event, kind) = self.event_now(usage.event)?;
        Ok(Counted { event, ..Counted::of(usage, kind) })
    }

    /// The id under which an event is now known, and its kind where the event is known.
    fn event_now(&mut self, event: Option<EventId>) -> Result<(Option<EventId>, Option<EventKind>), StoreError> {
        let Some(event) = event else { return Ok((None, None)) };
        if let Some((now, kind)) = self.events.get(&event) {
            return Ok((Some(*now), *kind));
        }
        let now = event::resolve(self.database, event)?;
        let kind = event::present(self.database, now)?.map(|event| event.kind);
        self.events.insert(event, (now, kind));
        Ok((Some(now), kind))
    }
}

/// Reads the present base rows of a venue `?1` that meet a condition on one column; of a sister's those
/// that the totals of the venue asked for, `?3`, do not tell anew.
fn base_sql(condition: &str, has_others: bool, is_sister: bool) -> String {
    let is_not_moved = if has_others { IS_NOT_MOVED } else { "" };
    let is_newest = if is_sister { IS_NOT_IN_NEWER_TOTALS } else { "" };
    format!("SELECT {COLUMNS} FROM usages_base AS base WHERE base.{condition} AND {IS_PRESENT} {is_not_moved} {is_newest}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KeyChoice, StoreConfig};

    fn plan(store: &Store, sql: &str, parameters: usize) -> Vec<String> {
        store
            .read(|database| {
                let mut statement = database.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                let lines = statement.query_map(rusqlite::params_from_iter(vec![1; parameters]), |row| row.get("detail"))?;
                Ok(lines.collect::<rusqlite::Result<_>>()?)
            })
            .unwrap()
    }

    #[test]
    fn counting_opens_no_body_of_what_the_feed_told() {
        let place = tempfile::tempdir().unwrap();
        let store = Store::open(&StoreConfig { dir: place.path().join("data"), key: KeyChoice::File }).unwrap();
        for (condition, index) in [("card = ?2", "card"), ("event = ?2", "event"), ("event_date >= ?2", "date")] {
            for (has_others, is_sister) in [(false, false), (true, false), (true, true)] {
                let plan = plan(&store, &base_sql(condition, has_others, is_sister), if is_sister { 3 } else { 2 });
                assert!(plan[0].starts_with(&format!("SEARCH base USING COVERING INDEX usages_base_{index} (")), "{plan:?}");
                assert!(!plan.iter().any(|line| line.starts_with("SCAN")), "{plan:?}");
                let by_id = "SEARCH newer USING PRIMARY KEY (venue=? AND id=?)".to_owned();
                assert_eq!(plan.contains(&by_id), is_sister, "{plan:?}");
            }
        }
        let plan = plan(&store, totals::OF_CARD, 2);
        assert!(plan[0].starts_with("SEARCH totals USING INDEX totals_base_card (venue=? AND card=?)"), "{plan:?}");
        assert!(!plan.iter().any(|line| line.starts_with("SCAN")), "{plan:?}");
    }
}
