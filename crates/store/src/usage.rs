//! Usages: what the feed said, and reading the present.

use crate::columns;
use crate::error::StoreError;
use crate::event;
use crate::feed::{self, Applied, Feed, FeedBatch};
use crate::layer;
use crate::store::Store;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kaikuasema_domain::api::{ChangeRow, UsageRow};
use kaikuasema_domain::{CardCode, CardNumber, Cents, EventId, ShowingId, Usage, UsageId, UserId, VenueId};
use rusqlite::types::Value;
use rusqlite::{Connection, Transaction, params, params_from_iter};

/// Which usages to read. Every part that is set narrows the choice (R75–R78); nothing set means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsageFilter {
    /// Only this one.
    pub id: Option<UsageId>,
    /// Of this venue.
    pub venue: Option<VenueId>,
    /// Recorded by this clerk.
    pub clerk: Option<UserId>,
    /// Of this card.
    pub card: Option<CardNumber>,
    /// Of this event, under whichever of its ids.
    pub event: Option<EventId>,
    /// Of this showing.
    pub showing: Option<ShowingId>,
    /// Of the group of this community card's record (R60).
    pub group: Option<UsageId>,
    /// Of an event on this day or later.
    pub event_date_from: Option<Date>,
    /// Of an event on this day or earlier.
    pub event_date_to: Option<Date>,
    /// Of an event at this clock time.
    pub event_time: Option<Time>,
    /// Recorded at this instant or later.
    pub recorded_from: Option<Timestamp>,
    /// Recorded before this instant.
    pub recorded_to: Option<Timestamp>,
    /// No more than this many, the newest.
    pub limit: Option<u32>,
}

/// How far a usage is on its way to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UsageState {
    /// Something about it has not been sent.
    Waiting,
    /// The service has all of it.
    Sent,
    /// The service rejected something about it: the clerk has to act.
    NeedsYou,
}

/// A usage as it now is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedUsage {
    /// The usage, with its event's present id and name.
    pub usage: Usage,
    /// How far it is on its way.
    pub state: UsageState,
}

impl Store {
    /// Usages as they now are, the newest first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn usages(&self, filter: &UsageFilter) -> Result<Vec<RecordedUsage>, StoreError> {
        self.read(|database| read(database, filter))
    }

    /// Applies rows of a venue's feed of usages with their cursor, in one transaction. Until a first
    /// load is complete the rows go beside the copy in use.
    ///
    /// # Errors
    /// [`StoreError::OutOfStep`] when the batch does not go on from the stored cursor, or when the database
    /// refuses; nothing of the batch is applied then.
    pub fn apply_usages(&self, venue: VenueId, batch: FeedBatch<UsageRow>) -> Result<(), StoreError> {
        self.write(move |writer| {
            let transaction = writer.begin()?;
            let insert = |transaction: &Transaction<'_>, table: &str, rows| insert(transaction, table, venue, rows);
            let told: Vec<UsageId> = batch.rows.iter().filter_map(id_of).collect();
            let applied = feed::apply(&transaction, Feed::Usages(venue), batch, insert)?;
            if applied != Applied::Beside {
                layer::settle(&transaction, None)?;
            }
            match applied {
                Applied::Beside => {}
                Applied::InUse => layer::rebuild_open(&transaction, told)?,
                Applied::Swapped => layer::rebuild_all_open(&transaction)?,
            }
            transaction.commit()?;
            Ok(())
        })
    }
}

fn read(database: &Connection, filter: &UsageFilter) -> Result<Vec<RecordedUsage>, StoreError> {
    let event = filter.event.map(|event| event::resolve(database, event)).transpose()?;
    let id = |id: uuid::Uuid| Value::Blob(id.as_bytes().to_vec());
    let conditions = [
        ("id = ?", filter.id.map(|usage| id(usage.0))),
        ("venue = ?", filter.venue.map(|venue| id(venue.0))),
        ("clerk = ?", filter.clerk.map(|clerk| id(clerk.0))),
        ("card = ?", filter.card.map(|card| Value::Integer(CardCode::from(card).to_i64()))),
        ("event IN (SELECT ? UNION ALL SELECT id FROM event_aliases WHERE into_id = ?)", event.map(|event| id(event.0))),
        ("showing = ?", filter.showing.map(|showing| id(showing.0))),
        ("group_of = ?", filter.group.map(|group| id(group.0))),
        ("event_date >= ?", filter.event_date_from.map(|date| Value::Integer(columns::day(date)))),
        ("event_date <= ?", filter.event_date_to.map(|date| Value::Integer(columns::day(date)))),
        ("event_time = ?", filter.event_time.map(|time| Value::Integer(columns::time(time)))),
        ("recorded_at >= ?", filter.recorded_from.map(|at| Value::Integer(columns::instant(at)))),
        ("recorded_at < ?", filter.recorded_to.map(|at| Value::Integer(columns::instant(at)))),
    ];
    let mut sql = "SELECT body,
            coalesce((SELECT into_id FROM event_aliases AS a WHERE a.id = event), event) AS event_now,
            (SELECT json_extract(e.body, '$.name') FROM events_present AS e
             WHERE e.id = coalesce((SELECT into_id FROM event_aliases AS a WHERE a.id = event), event)),
            EXISTS (SELECT 1 FROM outbox WHERE entity = u.id AND state IN ('rejected', 'conflict')),
            EXISTS (SELECT 1 FROM outbox WHERE entity = u.id AND state = 'waiting')
        FROM usages_present AS u WHERE true"
        .to_owned();
    let mut values = Vec::new();
    for (condition, value) in conditions {
        if let Some(value) = value {
            values.push(value);
            sql.push_str(&format!(" AND {}", condition.replace('?', &format!("?{}", values.len()))));
        }
    }
    sql.push_str(" ORDER BY recorded_at DESC, id DESC");
    if let Some(limit) = filter.limit {
        sql.push_str(&format!(" LIMIT {limit}"));
    }
    let mut statement = database.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let mut usage: Usage = serde_json::from_str(&row.get::<_, String>(0)?)?;
        usage.event = row.get::<_, Option<uuid::Uuid>>(1)?.map(EventId);
        usage.event_name = row.get::<_, Option<String>>(2)?.or(usage.event_name);
        let state = match (row.get(3)?, row.get(4)?) {
            (true, _) => UsageState::NeedsYou,
            (false, true) => UsageState::Waiting,
            (false, false) => UsageState::Sent,
        };
        found.push(RecordedUsage { usage, state });
    }
    Ok(found)
}

fn id_of(row: &UsageRow) -> Option<UsageId> {
    match row {
        ChangeRow::Checkpoint { .. } => None,
        ChangeRow::Deleted { id, .. } => Some(*id),
        ChangeRow::Present { entity, .. } => Some(entity.id),
    }
}

fn insert(transaction: &Transaction<'_>, table: &str, venue: VenueId, rows: Vec<UsageRow>) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(&format!(
        "INSERT INTO {table} (venue, id, version, body, clerk, card, event, event_date, event_time, recorded_at,
                              showing, group_of, children, value, is_cancelled, over_cap, staff)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT (venue, id) DO UPDATE SET version = excluded.version, body = excluded.body, clerk = excluded.clerk,
             card = excluded.card, event = excluded.event, event_date = excluded.event_date,
             event_time = excluded.event_time, recorded_at = excluded.recorded_at, showing = excluded.showing,
             group_of = excluded.group_of, children = excluded.children, value = excluded.value,
             is_cancelled = excluded.is_cancelled, over_cap = excluded.over_cap, staff = excluded.staff
         WHERE excluded.version > version"
    ))?;
    let mut gone = transaction.prepare_cached(&format!(
        "INSERT INTO {table} (venue, id, version) VALUES (?1, ?2, ?3)
         ON CONFLICT (venue, id) DO UPDATE SET version = excluded.version, body = NULL, clerk = NULL, card = NULL,
             event = NULL, event_date = NULL, event_time = NULL, recorded_at = NULL, showing = NULL, group_of = NULL,
             children = NULL, value = NULL, is_cancelled = NULL, over_cap = NULL, staff = NULL
         WHERE excluded.version > version"
    ))?;
    for row in rows {
        match row {
            ChangeRow::Checkpoint { .. } => {}
            ChangeRow::Deleted { id, version, .. } => {
                gone.execute(params![venue.0, id.0, columns::integer(version)])?;
            }
            ChangeRow::Present { version, entity: usage } => {
                statement.execute(params![
                    venue.0,
                    usage.id.0,
                    columns::integer(version),
                    serde_json::to_string(&usage)?,
                    usage.clerk.0,
                    CardCode::from(usage.card).to_i64(),
                    usage.event.map(|event| event.0),
                    columns::day(usage.event_date),
                    usage.event_time.map(columns::time),
                    columns::instant(usage.recorded_at),
                    usage.showing.map(|showing| showing.0),
                    usage.group.map(|group| group.0),
                    usage.children,
                    usage.value.map(Cents::get),
                    usage.facts.status().is_cancelled(),
                    usage.knew_of_cap(),
                    usage.staff,
                ])?;
            }
        }
    }
    Ok(())
}
