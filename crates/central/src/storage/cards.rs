//! The register of cards.

use super::{Read, StorageError, Write, column};
use jiff::ToSpan;
use jiff::civil::Date;
use kaikuasema_domain::api::CardRow;
use kaikuasema_domain::{Card, CardCode, CardNumber};
use rusqlite::{OptionalExtension, Row, params};

/// The first last valid day that the feed still tells: two years back.
fn oldest_told(today: Date) -> Date {
    today.checked_sub(2.years()).unwrap_or(today)
}

fn card(row: &Row<'_>) -> rusqlite::Result<Card> {
    Ok(Card { number: column::card(row, 0)?, active: row.get(1)?, valid_until: column::text(row, 2)?, children_max: row.get(3)? })
}

impl Read<'_> {
    /// One card as it now is.
    pub(crate) fn card(&self, number: CardNumber) -> Result<Option<Card>, StorageError> {
        let sql = "SELECT code, active, valid_until, children_max FROM cards WHERE code = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([CardCode::from(number).to_i64()], card).optional()?)
    }

    /// The changes after a version, in order, without the cards that ended long before a day.
    pub(crate) fn card_changes(&self, after: u64, today: Date, most: usize) -> Result<Vec<(u64, CardRow)>, StorageError> {
        let sql = "SELECT code, active, valid_until, children_max, version FROM cards
                   WHERE version > ?1 AND (valid_until >= ?2 OR changed_old) ORDER BY version LIMIT ?3";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params![column::stored(after), oldest_told(today).to_string(), most], |row| {
            let version = column::version(row, 4)?;
            Ok((version, CardRow::Present { version, entity: card(row)? }))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How many cards the register holds.
    pub(crate) fn card_count(&self) -> Result<u64, StorageError> {
        Ok(self.connection.query_row("SELECT count(*) FROM cards", [], |row| column::version(row, 0))?)
    }
}

impl Write<'_> {
    /// Puts a card into the register or brings it up to date.
    pub(crate) fn put_card(&self, card: &Card, today: Date) -> Result<(), StorageError> {
        let sql = "INSERT INTO cards (code, active, valid_until, children_max, changed_old, version) VALUES (?1, ?2, ?3, ?4, 0, ?6)
                   ON CONFLICT (code) DO UPDATE SET active = excluded.active, valid_until = excluded.valid_until,
                   children_max = excluded.children_max, changed_old = excluded.valid_until < ?5, version = excluded.version";
        self.connection.prepare_cached(sql)?.execute(params![
            CardCode::from(card.number).to_i64(),
            card.active,
            card.valid_until.to_string(),
            card.children_max,
            oldest_told(today).to_string(),
            self.next_version()
        ])?;
        Ok(())
    }

    /// Bars a card from use or lets it be used again; false where there is no such card.
    pub(crate) fn set_card_active(&self, number: CardNumber, active: bool, today: Date) -> Result<bool, StorageError> {
        let sql = "UPDATE cards SET active = ?2, changed_old = valid_until < ?3, version = ?4 WHERE code = ?1";
        let code = CardCode::from(number).to_i64();
        let changed = self.connection.execute(sql, params![code, active, oldest_told(today).to_string(), self.next_version()])?;
        Ok(changed > 0)
    }
}
