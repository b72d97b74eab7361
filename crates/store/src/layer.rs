//! The own layer: the state after this station's operations that the feed has not passed yet.
//!
//! It is never edited by hand: it is what the open operations of the outbox make, played from the
//! first to the last, so that discarding or settling one of them cannot leave anything behind.

use crate::columns;
use crate::error::StoreError;
use crate::event;
use kaikuasema_domain::operation::{Change, EntityId};
use kaikuasema_domain::{CardCode, Event, EventId, OpId, Operation, Usage, UsageId, VenueId};
use rusqlite::{OptionalExtension, Row, Transaction, params};
use uuid::Uuid;

/// The operations on a usage that the own layer is made of. A rejected recording happened all the same
/// and is shown until it is discarded, or until the service took its deletion as the giving up of what was
/// set aside; a rejected change did not come about, and the record stands.
const OPEN: &str = "(state IN ('waiting', 'sent')
    OR (state IN ('rejected', 'conflict') AND kind = 'usage.create'
        AND NOT EXISTS (SELECT 1 FROM outbox AS given_up WHERE given_up.entity = outbox.entity
                        AND given_up.kind = 'usage.delete' AND given_up.state = 'settled')))";

/// Makes the own layer of one entity anew from its open operations. Only usages and events have one:
/// what is set of venues, events and showings is applied when it is read.
pub(crate) fn rebuild(transaction: &Transaction<'_>, entity: EntityId) -> Result<(), StoreError> {
    match entity {
        EntityId::Usage(id) => rebuild_usage(transaction, id),
        EntityId::Event(id) => rebuild_event(transaction, id),
        EntityId::Showing(_) | EntityId::Venue(_) | EntityId::TurnedAway(_) | EntityId::Op(_) => Ok(()),
    }
}

/// Makes the own layer of those of these usages anew that have open operations: the feed told what
/// they build on.
pub(crate) fn rebuild_open(transaction: &Transaction<'_>, told: Vec<UsageId>) -> Result<(), StoreError> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM outbox WHERE entity = ?1 AND {OPEN})");
    for id in told {
        if transaction.prepare_cached(&sql)?.query_row([id.0], |row| row.get(0))? {
            rebuild_usage(transaction, id)?;
        }
    }
    Ok(())
}

/// The same for every usage: all that they build on was told afresh.
pub(crate) fn rebuild_all_open(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let sql = format!("SELECT DISTINCT entity FROM outbox WHERE kind GLOB 'usage.*' AND {OPEN}");
    let mut statement = transaction.prepare_cached(&sql)?;
    let ids: Vec<Uuid> = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    ids.into_iter().try_for_each(|id| rebuild_usage(transaction, UsageId(id)))
}

/// Ends the accepted operations whose version the feed has passed, all of them or one: from here on
/// the feed tells the truth. A deletion ends without it where the service has no such record, and only
/// gave up what was set aside under the id: none was recorded, or the recording was refused.
pub(crate) fn settle(transaction: &Transaction<'_>, only: Option<OpId>) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET state = 'settled'
        WHERE state = 'sent' AND kind GLOB 'usage.*'
          AND EXISTS (SELECT 1 FROM usages_base AS b WHERE b.id = outbox.entity AND b.version >= outbox.version)";
    for id in settled(transaction, sql, only)? {
        rebuild_usage(transaction, UsageId(id))?;
    }
    let sql = "UPDATE outbox SET state = 'settled'
        WHERE state = 'sent' AND kind = 'usage.delete'
          AND EXISTS (SELECT 1 FROM set_asides AS s WHERE s.id = outbox.entity)
          AND NOT EXISTS (SELECT 1 FROM usages_base AS b WHERE b.id = outbox.entity)
          AND NOT EXISTS (SELECT 1 FROM outbox AS made WHERE made.entity = outbox.entity
                          AND made.kind = 'usage.create' AND made.state IN ('waiting', 'sent', 'settled'))";
    for id in settled(transaction, sql, only)? {
        rebuild_usage(transaction, UsageId(id))?;
    }
    let sql = "UPDATE outbox SET state = 'settled'
        WHERE state = 'sent' AND kind IN ('event.create', 'settings.update')
          AND EXISTS (SELECT 1 FROM events_base AS b
                      WHERE b.id = coalesce((SELECT into_id FROM event_aliases AS a WHERE a.id = outbox.entity), outbox.entity)
                        AND b.version >= outbox.version)";
    // A venue or a showing has no own layer: making it anew finds nothing.
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

/// What the feed last told of a usage, whichever venue it was at then.
struct Told {
    venue: VenueId,
    version: u64,
    usage: Option<Usage>,
}

fn told(transaction: &Transaction<'_>, id: UsageId) -> Result<Option<Told>, StoreError> {
    let sql = "SELECT venue, version, body FROM usages_base WHERE id = ?1 ORDER BY version DESC LIMIT 1";
    let mut statement = transaction.prepare_cached(sql)?;
    let row = statement.query_row([id.0], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<String>>(2)?)));
    let Some((venue, version, body)) = row.optional()? else { return Ok(None) };
    let usage = body.map(|body| serde_json::from_str(&body)).transpose()?;
    Ok(Some(Told { venue: VenueId(venue), version: columns::to_number(version), usage }))
}

fn rebuild_usage(transaction: &Transaction<'_>, id: UsageId) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM usages_own WHERE id = ?1")?.execute([id.0])?;
    let sql = format!("SELECT bytes, version FROM outbox WHERE entity = ?1 AND kind GLOB 'usage.*' AND {OPEN} ORDER BY sequence");
    let mut statement = transaction.prepare_cached(&sql)?;
    let operations = statement.query_map([id.0], |row| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, Option<i64>>(1)?)))?;
    let operations: Vec<_> = operations.collect::<rusqlite::Result<_>>()?;
    if operations.is_empty() {
        return Ok(());
    }
    let base = told(transaction, id)?;
    let told_version = base.as_ref().map(|base| base.version);
    let mut own: Option<(VenueId, Option<Usage>)> = base.map(|base| (base.venue, base.usage));
    for (bytes, version) in operations {
        let operation: Operation = serde_json::from_slice(&bytes)?;
        let is_told = told_version.is_some_and(|told| version.is_none_or(|version| columns::to_number(version) <= told));
        own = play(own, operation, is_told);
    }
    if let Some((venue, usage)) = own {
        keep(transaction, id, venue, usage.as_ref())?;
    }
    Ok(())
}

/// The state after one more operation. A recording that the feed has told already is not played: what
/// others did to the record since is in what was told.
fn play(own: Option<(VenueId, Option<Usage>)>, operation: Operation, is_told: bool) -> Option<(VenueId, Option<Usage>)> {
    let made_at = operation.made_at();
    if let Some((fact, of)) = operation.change.fact() {
        return own.map(|(venue, usage)| {
            let marked = usage.map(|mut usage| {
                usage.facts.mark(fact, made_at, of.taken_back);
                usage
            });
            (venue, marked)
        });
    }
    match operation.change {
        Change::UsageCreate(_) if is_told => own,
        Change::UsageCreate(create) => Some((operation.venue, Some(create.usage))),
        Change::UsageUpdate(update) => own.map(|(venue, usage)| (venue, usage.map(|former| corrected(former, update.usage)))),
        Change::UsageDelete { .. } => Some((operation.venue, None)),
        _ => own,
    }
}

/// A corrected record: who recorded it, where and when, and what became of the ticket stay as they were.
fn corrected(former: Usage, new: Usage) -> Usage {
    Usage {
        id: former.id,
        venue: former.venue,
        recorded_at: former.recorded_at,
        clerk: former.clerk,
        station: former.station,
        entered_late: former.entered_late,
        entered_by: former.entered_by,
        facts: former.facts,
        flags: former.flags,
        ..new
    }
}

/// Writes the own layer's row; one without a usage says that it is deleted.
fn keep(transaction: &Transaction<'_>, id: UsageId, venue: VenueId, usage: Option<&Usage>) -> Result<(), StoreError> {
    let Some(usage) = usage else {
        transaction.prepare_cached("INSERT INTO usages_own (id, venue) VALUES (?1, ?2)")?.execute([id.0, venue.0])?;
        return Ok(());
    };
    let sql = "INSERT INTO usages_own (id, venue, body, clerk, card, event, event_date, event_time, recorded_at, showing, group_of)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
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
        usage.showing.map(|showing| showing.0),
        usage.group.map(|group| group.0),
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
