//! Reading and writing columns that SQLite has no type for.

use crate::storage::StorageError;
use jiff::Timestamp;
use kaikuasema_domain::{CardCode, CardNumber};
use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// A column kept as the text of its value: ids, dates, instants.
pub(super) fn text<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<T>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    let text = row.get_ref(index)?.as_str()?;
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error)))
}

/// Like [`text`], for a column that may be empty.
pub(super) fn optional_text<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>>
where
    T: FromStr,
    T::Err: std::error::Error + Send + Sync + 'static,
{
    match row.get_ref(index)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => text(row, index).map(Some),
    }
}

/// A column kept as JSON.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str()?;
    serde_json::from_str(text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error)))
}

/// Like [`json`], for a column that may be empty.
pub(super) fn optional_json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>> {
    match row.get_ref(index)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => json(row, index).map(Some),
    }
}

/// The JSON of a value, for a column.
pub(super) fn to_json<T: Serialize>(value: &T) -> Result<String, StorageError> {
    Ok(serde_json::to_string(value)?)
}

/// An enumeration's name on the wire, for a column that people may read.
pub(super) fn name<T: Serialize>(value: &T) -> Result<String, StorageError> {
    match serde_json::to_value(value)? {
        serde_json::Value::String(name) => Ok(name),
        other => Ok(other.to_string()),
    }
}

/// The value of a name that [`name`] wrote.
pub(super) fn named<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    let name: String = row.get(index)?;
    serde_json::from_value(serde_json::Value::String(name))
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(error)))
}

/// Like [`named`], for a column that may be empty.
pub(super) fn optional_named<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<Option<T>> {
    match row.get_ref(index)? {
        rusqlite::types::ValueRef::Null => Ok(None),
        _ => named(row, index).map(Some),
    }
}

/// A card number, kept as its code.
pub(super) fn card(row: &Row<'_>, index: usize) -> rusqlite::Result<CardNumber> {
    CardCode::from_i64(row.get(index)?)
        .and_then(CardCode::number)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Integer, Box::new(error)))
}

/// A version; never negative.
pub(super) fn version(row: &Row<'_>, index: usize) -> rusqlite::Result<u64> {
    let version: i64 = row.get(index)?;
    u64::try_from(version).map_err(|error| rusqlite::Error::FromSqlConversionFailure(index, Type::Integer, Box::new(error)))
}

/// A version as SQLite compares it.
pub(super) fn stored(version: u64) -> i64 {
    i64::try_from(version).unwrap_or(i64::MAX)
}

/// An instant in milliseconds, for columns that are compared.
pub(super) fn millis(at: Timestamp) -> i64 {
    at.as_millisecond()
}
