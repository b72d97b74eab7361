//! What was recorded at a venue, counted (R82, R123, R124, R126).

use super::{Read, StorageError, column};
use jiff::civil::Date;
use kaikuasema_domain::api::Counts;
use kaikuasema_domain::usage::{Facts, Status};
use kaikuasema_domain::{CardKind, VenueId};
use rusqlite::params;

impl Read<'_> {
    /// What was recorded at a venue for events of these days, both included. Customer cards of a group
    /// have records of their own and are never added (R124).
    pub(crate) fn counts(&self, venue: VenueId, from: Date, to: Date) -> Result<Counts, StorageError> {
        let parameters = params![venue.to_string(), from.to_string(), to.to_string()];
        let mut counts = Counts::default();
        let sql = "SELECT card, children, value_cents, facts, discretion IS NOT NULL, staff FROM usages
                   WHERE venue_id = ?1 AND event_date BETWEEN ?2 AND ?3 AND NOT deleted";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(parameters)?;
        while let Some(row) = rows.next()? {
            let facts: Facts = column::json(row, 3)?;
            match facts.status() {
                Status::Cancelled(_) => {
                    counts.cancelled += 1;
                    continue;
                }
                Status::NoShow(_) => counts.no_shows += 1,
                Status::Recorded | Status::HandedOver(_) | Status::Arrived(_) => {
                    counts.adults += row.get::<_, u32>(5)?;
                    counts.children += row.get::<_, u32>(1)?;
                }
            }
            counts.records += 1;
            counts.groups += u32::from(column::card(row, 0)?.kind() == CardKind::Community);
            counts.value_cents += u64::from(row.get::<_, Option<u32>>(2)?.unwrap_or(0));
            counts.at_discretion += u32::from(row.get::<_, bool>(4)?);
        }

        let sql = "SELECT reason, count(*) FROM turned_away WHERE venue_id = ?1 AND event_date BETWEEN ?2 AND ?3 GROUP BY reason";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(parameters, |row| Ok((column::named(row, 0)?, row.get(1)?)))?;
        counts.turned_away = rows.collect::<Result<_, _>>()?;
        Ok(counts)
    }
}
