//! Recording: what a clerk did, sealed and on the disk before it is said to be saved.
//!
//! In this order: a sequence number is given, the operation's bytes are frozen, the sealed copy is
//! appended to the black box and is on the disk, then outbox and own layer are written in one
//! transaction. A sequence number that may be in the black box is never given again.

use crate::aside;
use crate::columns;
use crate::error::{StoreError, WriteError};
use crate::layer;
use crate::outbox;
use crate::station;
use crate::store::Store;
use crate::writer::{self, Writer};
use jiff::Timestamp;
use kaikuasema_domain::limits::Finding;
use kaikuasema_domain::operation::{Change, SetAside, TurnedAway, UsageCreate, UsageUpdate};
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::{Event, EventId, OpId, Operation, Usage, UsageId, UserId, VenueId, Verdict};
use rusqlite::{Connection, OptionalExtension};
use uuid::Uuid;

/// Under what an operation is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When, by the station's clock as it stands.
    pub recorded_at: Timestamp,
    /// How far the service's clock was ahead when last compared, in milliseconds.
    pub clock_offset_ms: Option<i64>,
    /// Which run of the machine.
    pub boot_id: Uuid,
    /// Milliseconds of that run's monotonic clock.
    pub monotonic_ms: u64,
    /// Who does it.
    pub clerk: UserId,
}

/// A use to be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUsage {
    /// The usage, under a fresh id, or under the one that it was set aside under.
    pub usage: Usage,
    /// The verdict it is recorded under.
    pub verdict: Verdict,
    /// What the venue's limits said.
    pub findings: Vec<Finding>,
    /// The cursor of the register copy that gave the verdict.
    pub register_cursor: Option<String>,
    /// The event to make with it ("Luo", R50); the usage names it.
    pub new_event: Option<Event>,
    /// When, and by whom.
    pub stamp: Stamp,
}

/// A use that is on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recorded {
    /// The usage.
    pub usage: UsageId,
    /// Its operation.
    pub op: OpId,
    /// The operation's place in the station's order.
    pub sequence: u64,
}

impl Store {
    /// Records a use, and makes its event where it asks for one. It is on the disk when this returns. What
    /// was set aside under its id ends with it.
    ///
    /// # Errors
    /// [`WriteError::NotSaved`] when it is not on the disk; [`WriteError::NoService`] and
    /// [`WriteError::AlreadyRecorded`] as they say. Nothing is in the database then.
    pub fn record(&self, new: NewUsage) -> Result<Recorded, WriteError> {
        self.write(move |writer| record(writer, new))
    }

    /// Undoes or deletes a usage of a venue. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`WriteError::NoSuchUsage`] when there is none, or it is deleted already; else as for [`Store::record`].
    pub fn delete_usage(&self, id: UsageId, venue: VenueId, stamp: Stamp) -> Result<(), WriteError> {
        self.write(move |writer| delete_usage(writer, id, venue, &stamp))
    }

    /// Corrects a usage: the whole record as it is to be. It is on the disk when this returns. Who recorded
    /// it, where and when, and what became of the ticket stay as they are.
    ///
    /// # Errors
    /// [`WriteError::NoSuchUsage`] when its venue has none, or it is deleted already; else as for [`Store::record`].
    pub fn update_usage(&self, usage: Usage, stamp: Stamp) -> Result<(), WriteError> {
        self.write(move |writer| update_usage(writer, usage, &stamp))
    }

    /// Marks what became of a ticket (R157, R158, R161, C12), or takes it back. It is on the disk when this
    /// returns.
    ///
    /// # Errors
    /// [`WriteError::NoSuchUsage`] when the venue has none, or it is deleted already; else as for [`Store::record`].
    pub fn mark(&self, usage: UsageId, venue: VenueId, fact: Fact, taken_back: bool, stamp: Stamp) -> Result<(), WriteError> {
        self.write(move |writer| mark(writer, usage, venue, fact, taken_back, &stamp))
    }

    /// Sets aside a card that is in no register (R34, R35): kept here until its use is recorded or it is
    /// dropped, and told to the service. It is on the disk when this returns.
    ///
    /// # Errors
    /// [`WriteError::AlreadyRecorded`] when there is a usage, or something set aside, under its id; else as
    /// for [`Store::record`].
    pub fn set_aside(&self, aside: SetAside, stamp: Stamp) -> Result<(), WriteError> {
        self.write(move |writer| set_aside(writer, aside, &stamp))
    }

    /// Counts a customer who was turned away (R126). It is on the disk when this returns.
    ///
    /// # Errors
    /// As for [`Store::record`].
    pub fn turn_away(&self, turned_away: TurnedAway, stamp: Stamp) -> Result<(), WriteError> {
        self.write(move |writer| {
            let venue = turned_away.venue;
            write(writer, venue, &stamp, vec![Planned::new(Change::TurnedAway(turned_away))], &[]).map(|_| ())
        })
    }

    /// Discards an operation that the service rejected or that is in conflict, with a reason, and tells
    /// the service so. Its bytes stay. What the clerk did to a discarded record later is discarded with it,
    /// and where its card had been set aside, the service is told that the seat is free.
    ///
    /// # Errors
    /// [`WriteError::NotToDiscard`] when the operation is not such a one; else as for [`Store::record`].
    pub fn discard(&self, op: OpId, reason: &str, stamp: Stamp) -> Result<(), WriteError> {
        let reason = reason.to_owned();
        self.write(move |writer| discard(writer, op, &reason, &stamp))
    }
}

/// An operation before it has its place.
pub(crate) struct Planned {
    op_id: OpId,
    change: Change,
    pub(crate) base_version: Option<u64>,
    pub(crate) depends_on: Vec<OpId>,
}

impl Planned {
    pub(crate) fn new(change: Change) -> Self {
        Self { op_id: OpId(Uuid::now_v7()), change, base_version: None, depends_on: Vec::new() }
    }
}

fn record(writer: &mut Writer, new: NewUsage) -> Result<Recorded, WriteError> {
    let usage_id = new.usage.id;
    let venue = new.usage.venue;
    if is_known(&writer.database, usage_id)? {
        return Err(WriteError::AlreadyRecorded(usage_id));
    }
    let event_op = match new.usage.event {
        Some(event) if new.new_event.is_none() => unsettled_event(&writer.database, event)?,
        _ => None,
    };
    let mut planned = Vec::new();
    let create = UsageCreate { usage: new.usage, verdict: new.verdict, register_cursor: new.register_cursor, findings: new.findings };
    let mut usage = Planned::new(Change::UsageCreate(create));
    usage.depends_on.extend(event_op);
    if let Some(event) = new.new_event {
        let event = Planned::new(Change::EventCreate(event));
        usage.depends_on.push(event.op_id);
        planned.push(event);
    }
    let op = usage.op_id;
    planned.push(usage);
    let sequence = write(writer, venue, &new.stamp, planned, &[])?;
    Ok(Recorded { usage: usage_id, op, sequence })
}

fn delete_usage(writer: &mut Writer, id: UsageId, venue: VenueId, stamp: &Stamp) -> Result<(), WriteError> {
    must_be_present(&writer.database, id, venue)?;
    let mut planned = Planned::new(Change::UsageDelete { id });
    (planned.base_version, planned.depends_on) = basis(&writer.database, id.0)?;
    write(writer, venue, stamp, vec![planned], &[])?;
    Ok(())
}

fn update_usage(writer: &mut Writer, usage: Usage, stamp: &Stamp) -> Result<(), WriteError> {
    let (id, venue, event) = (usage.id, usage.venue, usage.event);
    must_be_present(&writer.database, id, venue)?;
    let mut planned = Planned::new(Change::UsageUpdate(UsageUpdate { usage }));
    (planned.base_version, planned.depends_on) = basis(&writer.database, id.0)?;
    if let Some(event) = event {
        planned.depends_on.extend(unsettled_event(&writer.database, event)?);
    }
    write(writer, venue, stamp, vec![planned], &[])?;
    Ok(())
}

/// Facts of several stations commute: one needs the record, and no version of it.
fn mark(writer: &mut Writer, id: UsageId, venue: VenueId, fact: Fact, taken_back: bool, stamp: &Stamp) -> Result<(), WriteError> {
    must_be_present(&writer.database, id, venue)?;
    let mut planned = Planned::new(Change::of_fact(id, fact, taken_back));
    planned.depends_on.extend(unsettled(&writer.database, id.0, "usage.create")?);
    write(writer, venue, stamp, vec![planned], &[])?;
    Ok(())
}

fn set_aside(writer: &mut Writer, aside: SetAside, stamp: &Stamp) -> Result<(), WriteError> {
    let (id, venue, event) = (aside.usage.id, aside.usage.venue, aside.usage.event);
    if is_known(&writer.database, id)? || aside::is_known(&writer.database, id)? {
        return Err(WriteError::AlreadyRecorded(id));
    }
    let mut planned = Planned::new(Change::CardUnknown(aside));
    if let Some(event) = event {
        planned.depends_on.extend(unsettled_event(&writer.database, event)?);
    }
    write(writer, venue, stamp, vec![planned], &[])?;
    Ok(())
}

pub(crate) fn give_up_aside(writer: &mut Writer, id: UsageId, stamp: &Stamp) -> Result<(), WriteError> {
    let Some(venue) = aside::venue_of_open(&writer.database, id)? else { return Ok(()) };
    match giving_up(&writer.database, id)? {
        Some(planned) => write(writer, venue, stamp, vec![planned], &[]).map(|_| ()),
        None => {
            let transaction = writer.begin()?;
            aside::drop_here(&transaction, id)?;
            transaction.commit()?;
            Ok(())
        }
    }
}

/// Tells the service that nothing set aside under an id is to be recorded any more, after the word of it;
/// none where the service did not take that word, and has nothing to give up.
fn giving_up(database: &Connection, id: UsageId) -> Result<Option<Planned>, StoreError> {
    let sql = "SELECT op, state FROM outbox WHERE entity = ?1 AND kind = 'card.unknown'";
    let word: Option<(Uuid, String)> = database.query_row(sql, [id.0], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let mut planned = Planned::new(Change::UsageDelete { id });
    match word {
        Some((op, state)) if state == "waiting" => planned.depends_on.push(OpId(op)),
        Some((_, state)) if matches!(state.as_str(), "sent" | "settled") => {}
        _ => return Ok(None),
    }
    Ok(Some(planned))
}

/// Whether the service still holds a seat for what was set aside under an id, whose record it refused: it
/// has no record under it, and took no deletion.
fn keeps_its_seat(database: &Connection, id: UsageId) -> Result<bool, StoreError> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM usages_base WHERE id = ?1)
                  AND NOT EXISTS (SELECT 1 FROM outbox WHERE entity = ?1 AND kind = 'usage.delete' AND state IN ('sent', 'settled'))";
    Ok(database.query_row(sql, [id.0], |row| row.get(0))?)
}

fn discard(writer: &mut Writer, op: OpId, reason: &str, stamp: &Stamp) -> Result<(), WriteError> {
    let sql = "SELECT sequence, bytes FROM outbox WHERE op = ?1 AND state IN ('rejected', 'conflict')";
    let found = writer.database.query_row(sql, [op.0], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Vec<u8>>(1)?)));
    let Some((sequence, bytes)) = found.optional()? else { return Err(WriteError::NotToDiscard(op)) };
    let operation: Operation = serde_json::from_slice(&bytes)?;
    let mut discarded = vec![op];
    let with_what_followed = match &operation.change {
        Change::UsageCreate(create) => Some(create.usage.id),
        // Giving it up waits for the word of it; a record stands without that word.
        Change::CardUnknown(aside) if aside::is_given_up(&writer.database, aside.usage.id)? => Some(aside.usage.id),
        _ => None,
    };
    // Without its record nothing of what was set aside is to follow.
    let given_up = match &operation.change {
        Change::UsageCreate(create) if keeps_its_seat(&writer.database, create.usage.id)? => giving_up(&writer.database, create.usage.id)?,
        _ => None,
    };
    let mut voided = vec![op];
    if let Some(id) = with_what_followed {
        let sql = "SELECT op, kind = 'usage.delete' AND state = 'waiting' AND attempts > 0 FROM outbox
                   WHERE entity = ?1 AND sequence > ?2 AND state IN ('waiting', 'rejected', 'conflict') ORDER BY sequence";
        let mut statement = writer.database.prepare_cached(sql)?;
        let later = statement.query_map((id.0, sequence), |row| Ok((OpId(row.get(0)?), row.get::<_, bool>(1)?)))?;
        for found in later {
            let (op, may_be_taken) = found?;
            discarded.push(op);
            // The service may have taken this deletion, and what it took is not voided: another one, that does
            // not wait for the record, goes in its place and says the same.
            if !(may_be_taken && given_up.is_some()) {
                voided.push(op);
            }
        }
    }
    let void = |op: OpId| Planned::new(Change::OpVoid { op_id: op, reason: reason.to_owned() });
    let planned = voided.into_iter().map(void).chain(given_up).collect();
    write(writer, operation.venue, stamp, planned, &discarded)?;
    Ok(())
}

/// Whether a usage was ever recorded under this id. That its card was set aside is no record.
fn is_known(database: &Connection, id: UsageId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM outbox WHERE entity = ?1 AND kind <> 'card.unknown')
                   OR EXISTS (SELECT 1 FROM usages_base WHERE id = ?1)";
    Ok(database.query_row(sql, [id.0], |row| row.get(0))?)
}

fn must_be_present(database: &Connection, id: UsageId, venue: VenueId) -> Result<(), WriteError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM usages_present WHERE id = ?1 AND venue = ?2)";
    let is_present: bool = database.query_row(sql, [id.0, venue.0], |row| row.get(0))?;
    if is_present { Ok(()) } else { Err(WriteError::NoSuchUsage(id)) }
}

fn unsettled_event(database: &Connection, event: EventId) -> Result<Option<OpId>, StoreError> {
    unsettled(database, event.0, "event.create")
}

/// The operation that makes an entity, as long as the service has not accepted it.
fn unsettled(database: &Connection, entity: Uuid, kind: &str) -> Result<Option<OpId>, StoreError> {
    let sql = "SELECT op FROM outbox WHERE entity = ?1 AND kind = ?2 AND state IN ('waiting', 'rejected', 'conflict')";
    Ok(database.query_row(sql, (entity, kind), |row| row.get(0).map(OpId)).optional()?)
}

/// What a change of an entity builds on: the version that the feed last told, or the one that its
/// making here was given; and this station's own operations on it that are not answered. A later version
/// of one's own is none to build on: what others did before it may not be told yet.
pub(crate) fn basis(database: &Connection, entity: Uuid) -> Result<(Option<u64>, Vec<OpId>), StoreError> {
    let sql = "SELECT coalesce(
        (SELECT max(version) FROM (SELECT version FROM usages_base WHERE id = ?1 UNION ALL SELECT version FROM events_base WHERE id = ?1)),
        (SELECT version FROM outbox WHERE entity = ?1 AND kind IN ('usage.create', 'event.create')))";
    let version: Option<i64> = database.query_row(sql, [entity], |row| row.get(0))?;
    let sql = "SELECT op FROM outbox
        WHERE entity = ?1
          AND (state IN ('rejected', 'conflict') AND kind IN ('usage.create', 'event.create')
               OR sequence = (SELECT max(sequence) FROM outbox WHERE entity = ?1 AND state = 'waiting' AND kind <> 'card.unknown'))
        ORDER BY sequence";
    let mut statement = database.prepare_cached(sql)?;
    let depends_on = statement.query_map([entity], |row| row.get(0).map(OpId))?;
    Ok((version.map(columns::to_number), depends_on.collect::<rusqlite::Result<_>>()?))
}

/// Gives the operations their places, seals them, and writes them with all that follows from them.
/// Returns the last one's sequence number.
pub(crate) fn write(
    writer: &mut Writer,
    venue: VenueId,
    stamp: &Stamp,
    planned: Vec<Planned>,
    discarded: &[OpId],
) -> Result<u64, WriteError> {
    let service = station::service(&writer.database)?.ok_or(WriteError::NoService)?;
    let mut last = writer.last_sequence;
    let mut operations = Vec::new();
    for planned in planned {
        last += 1;
        let operation = Operation {
            op_id: planned.op_id,
            sequence: last,
            venue,
            change: planned.change,
            base_version: planned.base_version,
            depends_on: planned.depends_on,
            recorded_at: stamp.recorded_at,
            clock_offset_ms: stamp.clock_offset_ms,
            boot_id: stamp.boot_id,
            monotonic_ms: stamp.monotonic_ms,
            clerk: stamp.clerk,
        };
        let bytes = serde_json::to_vec(&operation)?;
        operations.push((operation, bytes));
    }
    fail::fail_point!("store.record.before_seal", |_| Err(interrupted()));
    let to_seal: Vec<_> = operations.iter().map(|(operation, bytes)| (operation.sequence, bytes.as_slice())).collect();
    match writer.black_box.append(&service.public_key, &to_seal) {
        Ok(()) => writer.last_sequence = last,
        Err(failed) => {
            if failed.may_be_there {
                writer.last_sequence = last;
            }
            return Err(failed.error.into());
        }
    }
    let transaction = writer.begin()?;
    for (operation, bytes) in &operations {
        outbox::insert(&transaction, operation, bytes)?;
        aside::note(&transaction, operation)?;
    }
    for op in discarded {
        outbox::mark_discarded(&transaction, *op)?;
    }
    for (operation, _) in &operations {
        layer::rebuild(&transaction, operation.change.entity(operation.venue))?;
    }
    fail::fail_point!("store.record.before_commit", |_| Err(interrupted()));
    writer::commit_before_confirming(transaction)?;
    fail::fail_point!("store.record.after_commit", |_| Err(interrupted()));
    Ok(last)
}

/// What a failpoint that returns stands for: the disk stopped answering between two steps.
#[cfg_attr(not(feature = "failpoints"), allow(dead_code, reason = "failpoints are compiled out"))]
fn interrupted() -> WriteError {
    let error = std::io::Error::other("the disk does not answer");
    StoreError::BlackBox(crate::black_box::BlackBoxError::File { path: "".into(), source: error }).into()
}

#[cfg(test)]
#[path = "recording_tests.rs"]
mod tests;
