//! Cards of no register, set aside to be recorded once they are in one (R34, R35).
//!
//! The service is told by an operation; the row here is what the station goes back to. It is never
//! removed: it ends when the use is recorded under its id, or when a clerk drops it or discards that record.

use crate::columns;
use crate::error::{StoreError, WriteError};
use crate::recording::{self, Stamp};
use crate::store::Store;
use jiff::Timestamp;
use kaikuasema_domain::operation::{Change, SetAside};
use kaikuasema_domain::{OpId, Operation, Usage, UsageId, VenueId};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use uuid::Uuid;

/// A card set aside that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAsideEntry {
    /// What was set aside.
    pub aside: SetAside,
    /// When, by the corrected clock.
    pub at: Timestamp,
}

/// How one ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Recorded,
    Dropped,
}

impl Store {
    /// The cards set aside that have not ended, at every venue, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_asides(&self) -> Result<Vec<SetAsideEntry>, StoreError> {
        self.read(|database| {
            let mut statement = database.prepare_cached("SELECT body, at FROM set_asides WHERE ended IS NULL ORDER BY at, id")?;
            let mut rows = statement.query([])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                let aside = serde_json::from_str(&row.get::<_, String>(0)?)?;
                entries.push(SetAsideEntry { aside, at: columns::to_instant(row.get(1)?)? });
            }
            Ok(entries)
        })
    }

    /// Gives one up that no record follows: dropped by the clerk, or never granted and the card is known
    /// by now. Its seat is free here at once, and the service is told. It is kept with its end. One that
    /// has ended already, or that there is not, stays as it is.
    ///
    /// # Errors
    /// As for [`Store::record`].
    pub fn give_up_aside(&self, id: UsageId, stamp: Stamp) -> Result<(), WriteError> {
        self.write(move |writer| recording::give_up_aside(writer, id, &stamp))
    }
}

/// Whether something was set aside under this id, ended or not.
pub(crate) fn is_known(database: &Connection, id: UsageId) -> Result<bool, StoreError> {
    let mut statement = database.prepare_cached("SELECT EXISTS (SELECT 1 FROM set_asides WHERE id = ?1)")?;
    Ok(statement.query_row([id.0], |row| row.get(0))?)
}

/// The venue of one that has not ended.
pub(crate) fn venue_of_open(database: &Connection, id: UsageId) -> Result<Option<VenueId>, StoreError> {
    let mut statement = database.prepare_cached("SELECT venue FROM set_asides WHERE id = ?1 AND ended IS NULL")?;
    Ok(statement.query_row([id.0], |row| row.get(0).map(VenueId)).optional()?)
}

/// Whether something was set aside under this id and given up.
pub(crate) fn is_given_up(database: &Connection, id: UsageId) -> Result<bool, StoreError> {
    let mut statement = database.prepare_cached("SELECT EXISTS (SELECT 1 FROM set_asides WHERE id = ?1 AND ended = 'dropped')")?;
    Ok(statement.query_row([id.0], |row| row.get(0))?)
}

/// The uses of a venue that were granted and are not recorded yet.
pub(crate) fn granted(database: &Connection, venue: VenueId) -> Result<Vec<Usage>, StoreError> {
    let sql = "SELECT body FROM set_asides WHERE ended IS NULL AND granted AND venue = ?1";
    let mut statement = database.prepare_cached(sql)?;
    let bodies = statement.query_map([venue.0], |row| row.get::<_, String>(0))?;
    bodies.map(|body| Ok(serde_json::from_str::<SetAside>(&body?)?.usage)).collect()
}

/// Keeps what an operation that is being queued means for what is set aside.
pub(crate) fn note(transaction: &Transaction<'_>, operation: &Operation) -> Result<(), StoreError> {
    match &operation.change {
        Change::CardUnknown(aside) => {
            let sql = "INSERT INTO set_asides (id, venue, body, granted, at) VALUES (?1, ?2, ?3, ?4, ?5)";
            let at = columns::instant(operation.made_at());
            let body = serde_json::to_string(aside)?;
            transaction.prepare_cached(sql)?.execute(params![aside.usage.id.0, operation.venue.0, body, aside.granted, at])?;
            Ok(())
        }
        Change::UsageCreate(create) => end(transaction, create.usage.id, End::Recorded, operation.made_at()),
        Change::UsageDelete { id } => end(transaction, *id, End::Dropped, operation.made_at()),
        Change::OpVoid { op_id, .. } => match set_aside_by(transaction, *op_id)? {
            Some(id) => end(transaction, id, End::Dropped, operation.made_at()),
            None => without_its_record(transaction, *op_id, operation.made_at()),
        },
        _ => Ok(()),
    }
}

/// The same of an operation that was queued before, where what it meant may have been lost.
pub(crate) fn note_again(transaction: &Transaction<'_>, operation: &Operation) -> Result<(), StoreError> {
    match &operation.change {
        Change::CardUnknown(aside) if is_known(transaction, aside.usage.id)? => Ok(()),
        _ => note(transaction, operation),
    }
}

/// Ends one that no record follows.
pub(crate) fn drop_here(transaction: &Transaction<'_>, id: UsageId) -> Result<(), StoreError> {
    end(transaction, id, End::Dropped, Timestamp::now())
}

/// What an operation set aside, where it is such a one.
fn set_aside_by(transaction: &Transaction<'_>, op: OpId) -> Result<Option<UsageId>, StoreError> {
    let mut statement = transaction.prepare_cached("SELECT entity FROM outbox WHERE op = ?1 AND kind = 'card.unknown'")?;
    Ok(statement.query_row([op.0], |row| row.get::<_, Uuid>(0).map(UsageId)).optional()?)
}

/// The record that one ended with was discarded: none follows any more.
fn without_its_record(transaction: &Transaction<'_>, op: OpId, at: Timestamp) -> Result<(), StoreError> {
    let sql = "UPDATE set_asides SET ended = 'dropped', ended_at = ?2
               WHERE id = (SELECT entity FROM outbox WHERE op = ?1 AND kind = 'usage.create')";
    transaction.prepare_cached(sql)?.execute(params![op.0, columns::instant(at)])?;
    Ok(())
}

fn end(transaction: &Transaction<'_>, id: UsageId, end: End, at: Timestamp) -> Result<(), StoreError> {
    let how = match end {
        End::Recorded => "recorded",
        End::Dropped => "dropped",
    };
    let sql = "UPDATE set_asides SET ended = ?2, ended_at = ?3 WHERE id = ?1 AND ended IS NULL";
    transaction.prepare_cached(sql)?.execute(params![id.0, how, columns::instant(at)])?;
    Ok(())
}
