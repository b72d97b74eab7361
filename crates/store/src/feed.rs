//! How far each feed of the service has been read, and the copy that is built beside the one in use.

use crate::columns;
use crate::error::StoreError;
use jiff::Timestamp;
use kaikuasema_domain::VenueId;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

/// A collection that the service tells the changes of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feed {
    /// The register of cards.
    Cards,
    /// A venue's events and showings, and its rules.
    Events(VenueId),
    /// A venue's usages.
    Usages(VenueId),
    /// What limits per organisation count of its other venues (C17).
    Totals(VenueId),
}

impl Feed {
    fn name(self) -> String {
        match self {
            Feed::Cards => "cards".to_owned(),
            Feed::Events(venue) => format!("events {venue}"),
            Feed::Usages(venue) => format!("usages {venue}"),
            Feed::Totals(venue) => format!("totals {venue}"),
        }
    }

    /// The table of the copy that is built beside.
    fn table_beside(self) -> &'static str {
        match self {
            Feed::Cards => "cards_next",
            Feed::Events(_) => "events_base_next",
            Feed::Usages(_) => "usages_base_next",
            Feed::Totals(_) => "totals_base_next",
        }
    }

    /// The table of the copy in use.
    fn table_in_use(self) -> &'static str {
        match self {
            Feed::Cards => "cards",
            Feed::Events(_) => "events_base",
            Feed::Usages(_) => "usages_base",
            Feed::Totals(_) => "totals_base",
        }
    }

    fn venue(self) -> Option<VenueId> {
        match self {
            Feed::Cards => None,
            Feed::Events(venue) | Feed::Usages(venue) | Feed::Totals(venue) => Some(venue),
        }
    }
}

/// Rows of a feed up to a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedBatch<R> {
    /// The cursor that the feed was asked with; none from its beginning.
    pub after: Option<String>,
    /// The rows, in the feed's order; the checkpoint itself is not one of them.
    pub rows: Vec<R>,
    /// The checkpoint's cursor.
    pub cursor: String,
    /// Whether the feed was told to its end.
    pub complete: bool,
    /// When it was received, by the station's clock.
    pub received_at: Timestamp,
}

/// Where a batch went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Applied {
    /// Beside the copy in use, which is as it was.
    Beside,
    /// Into the copy in use.
    InUse,
    /// It made the copy beside whole, which is now the one in use.
    Swapped,
}

/// How far a feed has been read.
pub(crate) struct FeedState {
    /// The cursor of the copy in use.
    pub(crate) cursor: Option<String>,
    beside_cursor: Option<String>,
    /// Whether rows go beside the copy in use: until the first load is whole.
    is_beside: bool,
    pub(crate) as_of: Option<Timestamp>,
}

impl FeedState {
    /// The cursor to go on from.
    pub(crate) fn cursor_to_ask_with(&self) -> Option<&str> {
        if self.is_beside { self.beside_cursor.as_deref() } else { self.cursor.as_deref() }
    }
}

/// Reads how far a feed has been read.
pub(crate) fn state(database: &Connection, feed: Feed) -> Result<FeedState, StoreError> {
    let mut statement = database.prepare_cached("SELECT cursor, beside_cursor, is_beside, as_of FROM feeds WHERE name = ?1")?;
    let row = statement.query_row([feed.name()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, Option<i64>>(3)?)));
    match row.optional()? {
        Some((cursor, beside_cursor, is_beside, as_of)) => {
            Ok(FeedState { cursor, beside_cursor, is_beside, as_of: as_of.map(columns::to_instant).transpose()? })
        }
        None => Ok(FeedState { cursor: None, beside_cursor: None, is_beside: true, as_of: None }),
    }
}

fn set_state(transaction: &Transaction<'_>, feed: Feed, state: &FeedState) -> Result<(), StoreError> {
    let sql = "INSERT INTO feeds (name, cursor, beside_cursor, is_beside, as_of) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor, beside_cursor = excluded.beside_cursor,
                   is_beside = excluded.is_beside, as_of = excluded.as_of";
    let as_of = state.as_of.map(columns::instant);
    transaction.prepare_cached(sql)?.execute(params![feed.name(), state.cursor, state.beside_cursor, state.is_beside, as_of])?;
    Ok(())
}

/// Applies a batch with its cursor. `insert` gets the table that the rows go to. A batch that does not go
/// on from the stored cursor would leave a copy with a gap, and is refused.
pub(crate) fn apply<R>(
    transaction: &Transaction<'_>,
    feed: Feed,
    batch: FeedBatch<R>,
    insert: impl FnOnce(&Transaction<'_>, &str, Vec<R>) -> Result<(), StoreError>,
) -> Result<Applied, StoreError> {
    let mut state = state(transaction, feed)?;
    if state.cursor_to_ask_with() != batch.after.as_deref() {
        return Err(StoreError::OutOfStep);
    }
    let table = if state.is_beside { feed.table_beside() } else { feed.table_in_use() };
    insert(transaction, table, batch.rows)?;
    let mut applied = if state.is_beside { Applied::Beside } else { Applied::InUse };
    if state.is_beside && batch.complete {
        swap(transaction, feed)?;
        applied = Applied::Swapped;
        state.is_beside = false;
        state.beside_cursor = None;
    }
    if state.is_beside {
        state.beside_cursor = Some(batch.cursor);
    } else {
        state.cursor = Some(batch.cursor);
    }
    if batch.complete {
        state.as_of = Some(batch.received_at);
    }
    set_state(transaction, feed, &state)?;
    Ok(applied)
}

/// Forgets the cursor and what was built beside; the copy in use stays.
pub(crate) fn start_afresh(transaction: &Transaction<'_>, feed: Feed) -> Result<(), StoreError> {
    let former = state(transaction, feed)?;
    clear(transaction, feed, feed.table_beside())?;
    set_state(transaction, feed, &FeedState { beside_cursor: None, is_beside: true, ..former })
}

fn swap(transaction: &Transaction<'_>, feed: Feed) -> Result<(), StoreError> {
    let (in_use, beside) = (feed.table_in_use(), feed.table_beside());
    clear(transaction, feed, in_use)?;
    match feed.venue() {
        None => transaction.execute(&format!("INSERT INTO {in_use} SELECT * FROM {beside}"), [])?,
        Some(venue) => transaction.execute(&format!("INSERT INTO {in_use} SELECT * FROM {beside} WHERE venue = ?1"), [venue.0])?,
    };
    clear(transaction, feed, beside)
}

fn clear(transaction: &Transaction<'_>, feed: Feed, table: &str) -> Result<(), StoreError> {
    match feed.venue() {
        None => transaction.execute(&format!("DELETE FROM {table}"), [])?,
        Some(venue) => transaction.execute(&format!("DELETE FROM {table} WHERE venue = ?1"), [venue.0])?,
    };
    Ok(())
}
