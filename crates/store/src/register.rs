//! The register copy: what the station knows of cards (R165).

use crate::columns;
use crate::error::StoreError;
use crate::feed::{self, Feed, FeedBatch};
use crate::store::Store;
use jiff::Timestamp;
use kaikuasema_domain::api::{CardRow, ChangeRow};
use kaikuasema_domain::{Card, CardCode, CardNumber};
use rusqlite::{OptionalExtension, Transaction, params};

/// How the register copy stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterState {
    /// How many cards are in it.
    pub cards: u64,
    /// When a reply was last complete: how old the copy is.
    pub as_of: Option<Timestamp>,
    /// The cursor of the copy in use, for the record of what a verdict was given by.
    pub cursor: Option<String>,
}

impl Store {
    /// A card by its number; none where the copy holds none.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn card(&self, number: CardNumber) -> Result<Option<Card>, StoreError> {
        self.read(|database| {
            let sql = "SELECT valid_until, active, children_max FROM cards WHERE code = ?1 AND valid_until IS NOT NULL";
            let mut statement = database.prepare_cached(sql)?;
            let row = statement.query_row([CardCode::from(number).to_i64()], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, bool>(1)?, row.get::<_, Option<u16>>(2)?))
            });
            let Some((valid_until, active, children_max)) = row.optional()? else { return Ok(None) };
            Ok(Some(Card { number, active, valid_until: columns::to_day(valid_until)?, children_max }))
        })
    }

    /// Keeps a card that the service told by itself, where the copy holds none: the feed's row,
    /// when it comes, replaces it.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn keep_card(&self, card: &Card) -> Result<(), StoreError> {
        let card = card.clone();
        self.write(move |writer| {
            let transaction = writer.begin()?;
            transaction.execute(
                "INSERT OR IGNORE INTO cards (code, version, valid_until, active, children_max) VALUES (?1, 0, ?2, ?3, ?4)",
                params![CardCode::from(card.number).to_i64(), columns::day(card.valid_until), card.active, card.children_max],
            )?;
            transaction.commit()?;
            Ok(())
        })
    }

    /// How the register copy stands.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn register(&self) -> Result<RegisterState, StoreError> {
        self.read(|database| {
            let sql = "SELECT count(*) FROM cards WHERE valid_until IS NOT NULL";
            let cards: i64 = database.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
            let state = feed::state(database, Feed::Cards)?;
            Ok(RegisterState { cards: columns::to_number(cards), as_of: state.as_of, cursor: state.cursor })
        })
    }

    /// Applies rows of the register's feed with their cursor, in one transaction. Until a first load is
    /// complete the rows go beside the copy in use.
    ///
    /// # Errors
    /// [`StoreError::OutOfStep`] when the batch does not go on from the stored cursor, or when the database
    /// refuses; nothing of the batch is applied then.
    pub fn apply_cards(&self, batch: FeedBatch<CardRow>) -> Result<(), StoreError> {
        self.write(move |writer| {
            let transaction = writer.begin()?;
            feed::apply(&transaction, Feed::Cards, batch, insert)?;
            transaction.commit()?;
            Ok(())
        })
    }
}

fn insert(transaction: &Transaction<'_>, table: &str, rows: Vec<CardRow>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(&format!(
        "INSERT INTO {table} (code, version, valid_until, active, children_max) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (code) DO UPDATE SET version = excluded.version, valid_until = excluded.valid_until,
             active = excluded.active, children_max = excluded.children_max
         WHERE excluded.version > version"
    ))?;
    for row in rows {
        match row {
            ChangeRow::Checkpoint { .. } => {}
            ChangeRow::Present { version, entity: card } => {
                let code = CardCode::from(card.number).to_i64();
                let valid_until = columns::day(card.valid_until);
                statement.execute(params![code, columns::integer(version), valid_until, card.active, card.children_max])?;
            }
            ChangeRow::Deleted { id, version, .. } => {
                let code = CardCode::from(id).to_i64();
                statement.execute(params![code, columns::integer(version), None::<i64>, false, None::<u16>])?;
            }
        }
    }
    Ok(())
}
