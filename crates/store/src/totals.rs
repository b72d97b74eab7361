//! Totals: what limits per organisation count of the organisation's other venues (C17).

use crate::columns;
use crate::error::StoreError;
use crate::feed::{self, Feed, FeedBatch};
use crate::store::Store;
use kaikuasema_domain::api::{ChangeRow, TotalRow};
use kaikuasema_domain::limits::Counted;
use kaikuasema_domain::{CardCode, CardNumber, VenueId};
use rusqlite::{Connection, Transaction, params};

impl Store {
    /// Applies rows of a venue's feed of totals with their cursor, in one transaction. Until a first
    /// load is complete the rows go beside the copy in use.
    ///
    /// # Errors
    /// [`StoreError::OutOfStep`] when the batch does not go on from the stored cursor, or when the database
    /// refuses; nothing of the batch is applied then.
    pub fn apply_totals(&self, venue: VenueId, batch: FeedBatch<TotalRow>) -> Result<(), StoreError> {
        self.write(move |writer| {
            let transaction = writer.begin()?;
            let insert = |transaction: &Transaction<'_>, table: &str, rows| insert(transaction, table, venue, rows);
            feed::apply(&transaction, Feed::Totals(venue), batch, insert)?;
            transaction.commit()?;
            Ok(())
        })
    }
}

/// The totals of a venue `?1` that tell of a card `?2`, but for what this station knows better: what it
/// deleted itself, and what the feed of the usage's own venue told since to be gone or of another card.
/// The index is named: left to itself the search goes by the venue, over all that its sisters recorded.
pub(crate) const OF_CARD: &str = "SELECT body FROM totals_base AS totals INDEXED BY totals_base_card
    WHERE totals.venue = ?1 AND totals.card = ?2 AND totals.body IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM usages_own AS own WHERE own.id = totals.id AND own.card IS NOT totals.card)
      AND NOT EXISTS (SELECT 1 FROM usages_base AS newer
                      WHERE newer.id = totals.id AND newer.version > totals.version AND newer.card IS NOT totals.card)";

/// The card's usages at the other venues that a venue's limits count.
pub(crate) fn of_card(database: &Connection, venue: VenueId, card: CardNumber) -> Result<Vec<Counted>, StoreError> {
    let mut statement = database.prepare_cached(OF_CARD)?;
    let bodies = statement.query_map(params![venue.0, CardCode::from(card).to_i64()], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
}

fn insert(transaction: &Transaction<'_>, table: &str, venue: VenueId, rows: Vec<TotalRow>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(&format!(
        "INSERT INTO {table} (venue, id, version, card, body) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (venue, id) DO UPDATE SET version = excluded.version, card = excluded.card, body = excluded.body
         WHERE excluded.version > version"
    ))?;
    for row in rows {
        let (id, version, card, body) = match row {
            ChangeRow::Checkpoint { .. } => continue,
            ChangeRow::Deleted { id, version, .. } => (id, version, None, None),
            ChangeRow::Present { version, entity } => {
                (entity.id, version, Some(CardCode::from(entity.card).to_i64()), Some(serde_json::to_string(&entity)?))
            }
        };
        statement.execute(params![venue.0, id.0, columns::integer(version), card, body])?;
    }
    Ok(())
}
