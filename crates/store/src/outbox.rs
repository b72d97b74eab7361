//! The outbox: every operation of this station, in the order it happened, and how far each is.

use crate::about::{self, About};
use crate::columns;
use crate::error::StoreError;
use crate::event;
use crate::layer;
use crate::store::Store;
use crate::writer::Writer;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::civil::start_of_day;
use kaikuasema_domain::operation::{Change, EntityId, OperationResult, Outcome, RejectionCode};
use kaikuasema_domain::{EventId, OpId, Operation, UsageId, UserId, VenueId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::collections::HashSet;
use uuid::Uuid;

/// How long an operation rests that the service holds back behind another.
const REST_WHEN_BLOCKED: SignedDuration = SignedDuration::from_secs(15);
/// No operation is ever put off for longer. A next try further ahead was noted under another clock.
pub const LONGEST_REST: SignedDuration = SignedDuration::from_mins(15);

/// An operation to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedOperation {
    /// Its id.
    pub op: OpId,
    /// Its place in the station's order.
    pub sequence: u64,
    /// The frozen bytes, sent as they are.
    pub bytes: Vec<u8>,
    /// How often it was tried before.
    pub attempts: u32,
}

/// How far an operation is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueueState {
    /// Not sent yet, or no answer came.
    Waiting,
    /// The service has it; the feed has not told it back yet.
    Sent,
    /// It is the clerk's turn.
    NeedsYou(NeedsYou),
}

/// Why it is the clerk's turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedsYou {
    /// The service refused it.
    Rejected(RejectionCode),
    /// Someone changed the entity meanwhile.
    Conflict {
        /// The entity as it then was at the service.
        current: serde_json::Value,
    },
}

/// One row of the queue that the clerk reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueEntry {
    /// The operation.
    pub op: OpId,
    /// Its place in the station's order.
    pub sequence: u64,
    /// The venue in whose name it was made.
    pub venue: VenueId,
    /// Who made it.
    pub clerk: UserId,
    /// What it does.
    pub change: Change,
    /// What it is about, as far as this station knows it: to name what tells only an id.
    pub about: Option<About>,
    /// When it was made.
    pub recorded_at: Timestamp,
    /// How far it is.
    pub state: QueueState,
    /// How often it was tried.
    pub attempts: u32,
    /// What went wrong at the last try.
    pub last_error: Option<String>,
    /// Not tried again before this.
    pub next_try: Option<Timestamp>,
}

/// The queue in numbers of operations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueCounts {
    /// Not sent yet.
    pub waiting: u64,
    /// Rejected or in conflict.
    pub needs_you: u64,
    /// Sent on the day asked for.
    pub sent_today: u64,
}

impl Store {
    /// The operations to send now, in the station's order: `most` at most, of `most_bytes` together at
    /// most, but always one where one is due. An operation waits while an earlier one on the same entity,
    /// or one that it depends on, is rejected, in conflict or not due itself; a usage does not wait for a
    /// rejected event, since the service takes it by the event's name, nor for the rejected word that its
    /// card was set aside; and settings, which are whole each time, do not wait for refused ones. A next try that is further ahead than
    /// [`LONGEST_REST`] holds nothing back: the clock was set back since it was noted.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn due(&self, now: Timestamp, most: usize, most_bytes: usize) -> Result<Vec<QueuedOperation>, StoreError> {
        self.read(|database| {
            let sql = "SELECT sequence, op, kind, entity, state, next_try, bytes, attempts FROM outbox
                       WHERE state IN ('waiting', 'rejected', 'conflict') ORDER BY sequence";
            let mut statement = database.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let furthest = columns::instant(now.saturating_add(LONGEST_REST).unwrap_or(Timestamp::MAX));
            let now = columns::instant(now);
            let mut held_entities = HashSet::new();
            let mut held_ops = HashSet::new();
            let mut due: Vec<QueuedOperation> = Vec::new();
            let mut total = 0;
            while let Some(row) = rows.next()? {
                let op: Uuid = row.get(1)?;
                let entity: Uuid = row.get(3)?;
                let state: String = row.get(4)?;
                let is_resting = row.get::<_, Option<i64>>(5)?.is_some_and(|next_try| next_try > now && next_try <= furthest);
                let mut is_held = state != "waiting" || is_resting || held_entities.contains(&entity);
                let bytes: Vec<u8> = if is_held { Vec::new() } else { row.get(6)? };
                if !is_held && !held_ops.is_empty() {
                    let operation: Operation = serde_json::from_slice(&bytes)?;
                    is_held = operation.depends_on.iter().any(|needed| held_ops.contains(&needed.0));
                }
                if is_held {
                    let kind: String = row.get(2)?;
                    if !(state != "waiting" && is_by_itself(&kind)) {
                        held_entities.insert(entity);
                    }
                    let is_rejected_event = state == "rejected" && kind == "event.create";
                    if !is_rejected_event {
                        held_ops.insert(op);
                    }
                    continue;
                }
                if due.len() >= most || (!due.is_empty() && total + bytes.len() > most_bytes) {
                    break;
                }
                total += bytes.len();
                due.push(QueuedOperation { op: OpId(op), sequence: columns::to_number(row.get(0)?), bytes, attempts: row.get(7)? });
            }
            Ok(due)
        })
    }

    /// Notes a try that got no answer of the service: what went wrong, and when to try again.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn note_failed_try(&self, ops: &[OpId], error: &str, next_try: Timestamp) -> Result<(), StoreError> {
        let (ops, error) = (ops.to_vec(), error.to_owned());
        self.write(move |writer| {
            let transaction = writer.begin()?;
            let sql = "UPDATE outbox SET attempts = attempts + 1, last_error = ?2, next_try = ?3 WHERE op = ?1 AND state = 'waiting'";
            for op in ops {
                transaction.prepare_cached(sql)?.execute(params![op.0, error, columns::instant(next_try)])?;
            }
            transaction.commit()?;
            Ok(())
        })
    }

    /// Applies the service's results one by one, each in a transaction of its own. A result that comes
    /// a second time changes nothing.
    ///
    /// # Errors
    /// When the database refuses; the results before are applied then.
    pub fn apply_results(&self, results: &[OperationResult], at: Timestamp) -> Result<(), StoreError> {
        let results = results.to_vec();
        self.write(move |writer| results.iter().try_for_each(|result| apply_result(writer, result, at)))
    }

    /// Lets everything that waits be tried at once.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn try_now(&self) -> Result<(), StoreError> {
        self.write(|writer| {
            writer.database.execute("UPDATE outbox SET next_try = NULL WHERE state = 'waiting'", [])?;
            Ok(())
        })
    }

    /// Lets everything that the service once took wait again, for a service that was put back to an
    /// earlier state and may not know of it any more. What it still knows it answers as a duplicate.
    ///
    /// # Errors
    /// When the database refuses; nothing is changed then.
    pub fn offer_again(&self) -> Result<(), StoreError> {
        self.write(|writer| {
            let transaction = writer.begin()?;
            // The versions are of a state that may be undone: no deletion is to be based on them.
            let sql = "UPDATE outbox SET state = 'waiting', version = NULL, outcome = NULL, next_try = NULL
                       WHERE state IN ('sent', 'settled') RETURNING kind, entity";
            let mut statement = transaction.prepare_cached(sql)?;
            let offered = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Uuid>(1)?)))?;
            let entities: HashSet<EntityId> = offered
                .filter_map(|row| row.map(|(kind, entity)| entity_of(&kind, entity)).transpose())
                .collect::<rusqlite::Result<_>>()?;
            drop(statement);
            for entity in entities {
                layer::rebuild(&transaction, entity)?;
            }
            transaction.commit()?;
            Ok(())
        })
    }

    /// Everything that is not over and done with, oldest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn queue(&self) -> Result<Vec<QueueEntry>, StoreError> {
        self.read(|database| {
            let sql = "SELECT bytes, state, outcome, attempts, last_error, next_try FROM outbox
                       WHERE state IN ('waiting', 'sent', 'rejected', 'conflict') ORDER BY sequence";
            let mut statement = database.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            let mut entries = Vec::new();
            while let Some(row) = rows.next()? {
                entries.push(entry(database, row)?);
            }
            Ok(entries)
        })
    }

    /// The queue in numbers. `day` is the Finnish day whose sent operations are counted.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn queue_counts(&self, day: Date) -> Result<QueueCounts, StoreError> {
        let from = start_of_day(day);
        let to = day.tomorrow().map_or(Timestamp::MAX, start_of_day);
        self.read(|database| {
            let sql = "SELECT (SELECT count(*) FROM outbox WHERE state = 'waiting'),
                              (SELECT count(*) FROM outbox WHERE state IN ('rejected', 'conflict')),
                              (SELECT count(*) FROM outbox WHERE sent_at >= ?1 AND sent_at < ?2)";
            let mut statement = database.prepare_cached(sql)?;
            let counts = statement.query_row([columns::instant(from), columns::instant(to)], |row| {
                Ok(QueueCounts { waiting: row.get(0)?, needs_you: row.get(1)?, sent_today: row.get(2)? })
            })?;
            Ok(counts)
        })
    }
}

fn entry(database: &Connection, row: &Row<'_>) -> Result<QueueEntry, StoreError> {
    let operation: Operation = serde_json::from_slice(&row.get::<_, Vec<u8>>(0)?)?;
    let state: String = row.get(1)?;
    let outcome: Option<Outcome> = row.get::<_, Option<String>>(2)?.map(|text| serde_json::from_str(&text)).transpose()?;
    let state = match (state.as_str(), outcome) {
        ("waiting", _) => QueueState::Waiting,
        ("sent", _) => QueueState::Sent,
        (_, Some(Outcome::Conflict { current })) => QueueState::NeedsYou(NeedsYou::Conflict { current }),
        (_, Some(Outcome::Rejected { code })) => QueueState::NeedsYou(NeedsYou::Rejected(code)),
        _ => return Err(StoreError::Damaged { what: "outcome" }),
    };
    Ok(QueueEntry {
        op: operation.op_id,
        sequence: operation.sequence,
        venue: operation.venue,
        clerk: operation.clerk,
        about: about::of(database, &operation)?,
        change: operation.change,
        recorded_at: operation.recorded_at,
        state,
        attempts: row.get(3)?,
        last_error: row.get(4)?,
        next_try: row.get::<_, Option<i64>>(5)?.map(columns::to_instant).transpose()?,
    })
}

/// Puts an operation into the queue.
pub(crate) fn insert(transaction: &Transaction<'_>, operation: &Operation, bytes: &[u8]) -> Result<(), StoreError> {
    let entity = operation.change.entity(operation.venue).uuid();
    let sql = "INSERT INTO outbox (sequence, op, bytes, kind, entity, recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    transaction.prepare_cached(sql)?.execute(params![
        columns::integer(operation.sequence),
        operation.op_id.0,
        bytes,
        operation.change.kind(),
        entity,
        columns::instant(operation.recorded_at),
    ])?;
    Ok(())
}

/// Marks an operation as discarded, and takes what it did out of the own layer.
pub(crate) fn mark_discarded(transaction: &Transaction<'_>, op: OpId) -> Result<(), StoreError> {
    let sql = "UPDATE outbox SET state = 'discarded' WHERE op = ?1 RETURNING kind, entity";
    let (kind, entity): (String, Uuid) = transaction.prepare_cached(sql)?.query_row([op.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    entity_of(&kind, entity).map_or(Ok(()), |entity| layer::rebuild(transaction, entity))
}

/// The entity whose own layer an operation is part of; none where it is part of none.
fn entity_of(kind: &str, entity: Uuid) -> Option<EntityId> {
    match kind.split_once('.') {
        Some(("usage", _)) => Some(EntityId::Usage(UsageId(entity))),
        Some(("event", _)) => Some(EntityId::Event(EventId(entity))),
        _ => None,
    }
}

/// Whether later operations on the same entity stand without it: a record without the word that its card
/// was set aside, whole settings without the settings before.
fn is_by_itself(kind: &str) -> bool {
    matches!(kind, "card.unknown" | "settings.update")
}

fn apply_result(writer: &mut Writer, result: &OperationResult, at: Timestamp) -> Result<(), StoreError> {
    let transaction = writer.begin()?;
    let sql = "SELECT kind, entity, state FROM outbox WHERE op = ?1";
    let found = transaction
        .prepare_cached(sql)?
        .query_row([result.op_id.0], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Uuid>(1)?, row.get::<_, String>(2)?)));
    let Some((kind, entity, state)) = found.optional()? else {
        tracing::warn!(op = %result.op_id, "a result for an operation that this station never made");
        return Ok(());
    };
    if !matches!(state.as_str(), "waiting" | "rejected" | "conflict") {
        return Ok(());
    }
    let mut new_state = state;
    let mut new_version = None;
    let mut next_try = None;
    match &result.outcome {
        Outcome::Accepted { version } | Outcome::Duplicate { version } => {
            // No feed tells these back.
            let is_never_told = matches!(kind.as_str(), "op.void" | "card.unknown" | "turned_away");
            new_state = if is_never_told { "settled" } else { "sent" }.to_owned();
            new_version = Some(*version);
        }
        Outcome::Merged { id, version } => {
            event::add_alias(&transaction, EventId(entity), *id)?;
            new_state = "sent".to_owned();
            new_version = Some(*version);
        }
        Outcome::Conflict { .. } => new_state = "conflict".to_owned(),
        Outcome::Rejected { .. } => new_state = "rejected".to_owned(),
        Outcome::Blocked if new_state == "waiting" => next_try = at.checked_add(REST_WHEN_BLOCKED).ok(),
        // The earlier answer says more.
        Outcome::Blocked => return Ok(()),
    }
    let sent_at = new_version.map(|_| columns::instant(at));
    let sql = "UPDATE outbox SET state = ?2, version = ?3, outcome = ?4, sent_at = ?5, next_try = ?6,
                   attempts = attempts + 1, last_error = NULL
               WHERE op = ?1";
    transaction.prepare_cached(sql)?.execute(params![
        result.op_id.0,
        new_state,
        new_version.map(columns::integer),
        serde_json::to_string(&result.outcome)?,
        sent_at,
        next_try.map(columns::instant),
    ])?;
    if let Some(entity) = entity_of(&kind, entity) {
        layer::rebuild(&transaction, entity)?;
    }
    // A merger may let the feed's version stand for other operations too.
    let is_merger = matches!(result.outcome, Outcome::Merged { .. });
    layer::settle(&transaction, (!is_merger).then_some(result.op_id))?;
    transaction.commit()?;
    Ok(())
}
