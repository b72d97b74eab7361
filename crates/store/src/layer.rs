//! The own layer: the state after this station's operations that the feed has not passed yet.
//!
//! It is never edited by hand: it is what the open operations of the outbox make, played from the
//! first to the last, so that discarding or settling one of them cannot leave anything behind.

use crate::columns;
use crate::error::StoreError;
use crate::event;
use kaikuasema_domain::operation::{Change, EntityId};
use kaikuasema_domain::{CardCode, Event, EventId, OpId, Operation, Usage, UsageId, VenueId};
use rusqlite::{Row, Transaction, params};
use uuid::Uuid;

/// Makes the own layer of one entity anew from its open operations.
pub(crate) fn rebuild(transaction: &Transaction<'_>, entity: EntityId) -> Result<(), StoreError> {
    match entity {
        EntityId::Usage(id) => rebuild_usage(transaction, id),
        EntityId::Event(id) => rebuild_event(transaction, id),
        EntityId::Op(_) => Ok(()),
    }
}

/// Ends the accepted operations whose version the feed has passed, all of them or one: from here on
/// the feed tells the truth.
pub(crate) fn settle(transaction: &Transaction<'_>, only: Option<OpId>) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET state = 'settled'
        WHERE state = 'sent' AND kind IN ('usage.create', 'usage.delete')
          AND EXISTS (SELECT 1 FROM usages_base AS b WHERE b.id = outbox.entity AND b.version >= outbox.version)";
    for id in settled(transaction, sql, only)? {
        rebuild_usage(transaction, UsageId(id))?;
    }
    let sql = "UPDATE outbox SET state = 'settled'
        WHERE state = 'sent' AND kind = 'event.create'
          AND EXISTS (SELECT 1 FROM events_base AS b
                      WHERE b.id = coalesce((SELECT into_id FROM event_aliases AS a WHERE a.id = outbox.entity), outbox.entity)
                        AND b.version >= outbox.version)";
    for id in settled(transaction, sql, only)? {
        rebuild_event(transaction, EventId(id))?;
    }
    Ok(())
}

fn settled(transaction: &Transaction<'_>, sql: &str, only: Option<OpId>) -> Result<Vec<Uuid>, StoreError> {
    let entity = |row: &Row<'_>| row.get(0);
    let found = match only {
        Some(op) => {
            let mut statement = transaction.prepare_cached(&format!("{sql} AND op = ?1 RETURNING entity"))?;
            statement.query_map([op.0], entity)?.collect::<rusqlite::Result<_>>()
        }
        None => {
            let mut statement = transaction.prepare_cached(&format!("{sql} RETURNING entity"))?;
            statement.query_map([], entity)?.collect()
        }
    };
    Ok(found?)
}

fn rebuild_usage(transaction: &Transaction<'_>, id: UsageId) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM usages_own WHERE id = ?1")?.execute([id.0])?;
    // A rejected recording happened all the same and is shown until it is discarded; a rejected
    // deletion did not come about, and the record stands.
    let sql = "SELECT bytes FROM outbox
        WHERE entity = ?1 AND (state IN ('waiting', 'sent') OR (state IN ('rejected', 'conflict') AND kind = 'usage.create'))
        ORDER BY sequence";
    let mut statement = transaction.prepare_cached(sql)?;
    let operations = statement.query_map([id.0], |row| row.get::<_, Vec<u8>>(0))?;
    let mut own: Option<(VenueId, Option<Usage>)> = None;
    for bytes in operations {
        let operation: Operation = serde_json::from_slice(&bytes?)?;
        match operation.change {
            Change::UsageCreate(create) => own = Some((operation.venue, Some(create.usage))),
            Change::UsageDelete { .. } => own = Some((operation.venue, None)),
            Change::EventCreate(_) | Change::OpVoid { .. } => {}
        }
    }
    let Some((venue, usage)) = own else { return Ok(()) };
    let Some(usage) = usage else {
        transaction.prepare_cached("INSERT INTO usages_own (id, venue) VALUES (?1, ?2)")?.execute([id.0, venue.0])?;
        return Ok(());
    };
    let sql = "INSERT INTO usages_own (id, venue, body, clerk, card, event, event_date, event_time, recorded_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    transaction.prepare_cached(sql)?.execute(params![
        id.0,
        venue.0,
        serde_json::to_string(&usage)?,
        usage.clerk.0,
        CardCode::from(usage.card).to_i64(),
        usage.event.map(|event| event.0),
        columns::day(usage.event_date),
        usage.event_time.map(columns::time),
        columns::instant(usage.recorded_at),
    ])?;
    Ok(())
}

/// Several events of this station may have been merged into one: they are made anew together.
fn rebuild_event(transaction: &Transaction<'_>, id: EventId) -> Result<(), StoreError> {
    let target = event::resolve(transaction, id)?;
    let sql = "DELETE FROM events_own WHERE id = ?1 OR id IN (SELECT id FROM event_aliases WHERE into_id = ?1)";
    transaction.prepare_cached(sql)?.execute([target.0])?;
    // The one that keeps its id comes first; those merged into it stand in for it only while the
    // feed has not told it.
    let sql = "SELECT bytes FROM outbox
        WHERE kind = 'event.create' AND state IN ('waiting', 'sent', 'rejected', 'conflict')
          AND (entity = ?1
               OR (entity IN (SELECT id FROM event_aliases WHERE into_id = ?1)
                   AND NOT EXISTS (SELECT 1 FROM events_base AS b WHERE b.id = ?1)))
        ORDER BY entity <> ?1, sequence LIMIT 1";
    let mut statement = transaction.prepare_cached(sql)?;
    let operations = statement.query_map([target.0], |row| row.get::<_, Vec<u8>>(0))?;
    for bytes in operations {
        let operation: Operation = serde_json::from_slice(&bytes?)?;
        if let Change::EventCreate(event) = operation.change {
            let event = Event { id: target, ..event };
            let sql = "INSERT INTO events_own (id, venue, body) VALUES (?1, ?2, ?3)";
            transaction.prepare_cached(sql)?.execute(params![target.0, event.venue.0, serde_json::to_string(&event)?])?;
        }
    }
    Ok(())
}
