//! What limits count: usages of a venue and of its organisation's other venues of the same sort, as
//! far as limits need them (C17).

use super::{Read, StorageError, column};
use jiff::civil::Date;
use kaikuasema_domain::api::{TotalRow, True};
use kaikuasema_domain::limits::Counted;
use kaikuasema_domain::usage::{Discretion, Facts};
use kaikuasema_domain::{CardCode, CardNumber, Cents, EventId, ShowingId, Usage, Venue};
use rusqlite::{Row, params};

const COUNTED: &str = "SELECT u.id, u.venue_id, u.card, u.event_id, e.kind, u.showing_id, u.event_date, u.event_time, u.children,
                       u.value_cents, u.recorded_at, u.facts, u.discretion, u.version, u.deleted, u.over_cap, u.staff
                       FROM usages u LEFT JOIN events e ON e.id = u.event_id";

/// Uses that may be under a cap.
#[derive(Clone, Copy)]
pub(crate) struct Capped {
    /// Of this event.
    pub(crate) event: EventId,
    /// Of this day, unless the cap is over the whole event.
    pub(crate) day: Option<Date>,
    /// Or of this showing, whatever day it was told for.
    pub(crate) showing: Option<ShowingId>,
}

fn counted(row: &Row<'_>) -> rusqlite::Result<Counted> {
    let facts: Facts = column::json(row, 11)?;
    let value: Option<u32> = row.get(9)?;
    let discretion: Option<Discretion> = column::optional_json(row, 12)?;
    Ok(Counted {
        id: column::text(row, 0)?,
        venue: column::text(row, 1)?,
        card: column::card(row, 2)?,
        event: column::optional_text(row, 3)?,
        kind: column::optional_named(row, 4)?,
        showing: column::optional_text(row, 5)?,
        event_date: column::text(row, 6)?,
        event_time: column::optional_text(row, 7)?,
        children: row.get(8)?,
        staff: row.get(16)?,
        value: value.and_then(Cents::new),
        recorded_at: column::text(row, 10)?,
        is_cancelled: facts.status().is_cancelled(),
        over_cap: row.get::<_, bool>(15)? || discretion.is_some_and(|discretion| discretion.over_cap),
    })
}

impl Read<'_> {
    /// The changes of the usages at the organisation's other venues of the same sort after a version,
    /// in order. Which event and showing they were for stays with those venues.
    pub(crate) fn total_changes(&self, venue: &Venue, after: u64, most: usize) -> Result<Vec<(u64, TotalRow)>, StorageError> {
        let sql = format!(
            "{COUNTED} WHERE u.version > ?1 AND u.venue_id IN
             (SELECT id FROM venues WHERE organisation = ?2 AND kind = ?3 AND id <> ?4) ORDER BY u.version LIMIT ?5"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let parameters =
            params![column::stored(after), venue.organisation.to_string(), column::name(&venue.kind)?, venue.id.to_string(), most];
        let rows = statement.query_map(parameters, |row| {
            let (version, deleted) = (column::version(row, 13)?, row.get(14)?);
            let counted = counted(row)?;
            let row = if deleted {
                TotalRow::Deleted { id: counted.id, version, deleted: True }
            } else {
                TotalRow::Present { version, entity: Counted { event: None, showing: None, ..counted } }
            };
            Ok((version, row))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What counts for a use of a card: the card's uses at the venue and its organisation's other
    /// venues of the same sort, and, where a cap holds, the uses of the event that may be under it.
    /// What is set aside is among them, and nothing is there twice.
    pub(crate) fn counted(&self, venue: &Venue, card: CardNumber, capped: Option<Capped>) -> Result<Vec<Counted>, StorageError> {
        let sisters = "SELECT id FROM venues WHERE organisation = ?3 AND kind = ?4";
        let event = capped.map(|capped| capped.event.to_string());
        let day = capped.and_then(|capped| capped.day).map(|day| day.to_string());
        let showing = capped.and_then(|capped| capped.showing).map(|showing| showing.to_string());
        let (venue_id, organisation, kind) = (venue.id.to_string(), venue.organisation.to_string(), column::name(&venue.kind)?);
        let card = CardCode::from(card).to_i64();

        // The plus keeps the search from going by the venue: an event has far fewer usages.
        let sql = format!(
            "{COUNTED} WHERE NOT u.deleted AND ((u.card = ?2 AND u.venue_id IN ({sisters})) OR
             (+u.venue_id = ?1 AND u.event_id = ?5 AND (?6 IS NULL OR u.event_date = ?6 OR u.showing_id = ?7)))"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let parameters = params![venue_id, card, organisation, kind, event, day, showing];
        let mut all: Vec<Counted> = statement.query_map(parameters, counted)?.collect::<Result<_, _>>()?;

        // Who was let in on a card set aside has the seat, under the id of the record to come.
        let sql = format!(
            "SELECT s.usage, e.kind FROM set_asides s LEFT JOIN events e ON e.id = s.event_id
             WHERE s.granted AND NOT s.deleted AND NOT EXISTS (SELECT 1 FROM usages u WHERE u.id = s.id) AND
             ((s.card = ?2 AND s.venue_id IN ({sisters})) OR (s.venue_id = ?1 AND s.event_id = ?5))"
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let set_aside = statement.query_map(params![venue_id, card, organisation, kind, event], |row| {
            let usage: Usage = column::json(row, 0)?;
            Ok(Counted::of(&usage, column::optional_named(row, 1)?))
        })?;
        for counted in set_aside {
            all.push(counted?);
        }
        Ok(all)
    }
}
