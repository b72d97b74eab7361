//! What the station knows about itself: its id, its service, who is signed in, the clock, settings.

use crate::error::StoreError;
use crate::salvage::Salvage;
use crate::store::Store;
use jiff::Timestamp;
use jiff::civil::Date;
use kaikuasema_domain::StationId;
use kaikuasema_domain::api::Secret;
use kaikuasema_domain::user::{User, VenueAccess};
use rusqlite::{Connection, OptionalExtension};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const ID: &str = "id";
const SERVICE: &str = "service";
const SESSION: &str = "session";
const CREDENTIAL: &str = "credential";
const CLOCK: &str = "clock";
const FLOOR: &str = "sequence_floor";
const SALVAGE: &str = "salvage";

/// The central service that this station belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// Where it answers.
    pub url: String,
    /// Which service it is; changes when it was restored or replaced.
    pub instance_id: Uuid,
    /// Its public key (X25519), to which the black box is sealed.
    pub public_key: [u8; 32],
    /// Whether it is a training service.
    pub training: bool,
}

/// Who is signed in, kept over a restart. Lies in the encrypted file only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedSession {
    /// The clerk.
    pub user: User,
    /// Where the clerk may act, and with which rights.
    pub venues: Vec<VenueAccess>,
    /// The newest refresh token.
    pub refresh_token: Secret,
    /// When the clerk signed in, by the station's clock.
    pub signed_in_at: Timestamp,
}

/// The clock as last compared with the service's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockState {
    /// How far the service's clock was ahead, in milliseconds.
    pub offset_ms: Option<i64>,
    /// The newest Finnish day that the service has told; never goes back.
    pub newest_day: Option<Date>,
}

impl Store {
    /// The service that this station belongs to; none before the first sign-in.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn service(&self) -> Result<Option<Service>, StoreError> {
        self.read(service)
    }

    /// Remembers the service, or what changed about it.
    ///
    /// # Errors
    /// [`StoreError::OtherKindOfService`] when a training station would become a real one or the other
    /// way round; else when the database refuses.
    pub fn set_service(&self, service: &Service) -> Result<(), StoreError> {
        let new = service.clone();
        self.write(move |writer| {
            let transaction = writer.begin()?;
            let former: Option<Service> = value(&transaction, SERVICE)?;
            if former.is_some_and(|former| former.training != new.training) {
                return Err(StoreError::OtherKindOfService);
            }
            set_value(&transaction, SERVICE, &new)?;
            transaction.commit()?;
            Ok(())
        })
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn session(&self) -> Result<Option<SavedSession>, StoreError> {
        self.read(session)
    }

    /// Remembers who is signed in; `None` signs out.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_session(&self, session: Option<&SavedSession>) -> Result<(), StoreError> {
        let session = session.cloned();
        self.write(move |writer| match session {
            Some(session) => set_value(&writer.database, SESSION, &session),
            None => {
                writer.database.execute("DELETE FROM station WHERE name = ?1", [SESSION])?;
                Ok(())
            }
        })
    }

    /// Takes over what a refresh of the session brought: the clerk's access as it now is, and the next
    /// refresh token. Since when the clerk is signed in stays. Nothing is taken over, and the answer is
    /// false, where `shown` is no longer the kept refresh token: the clerk signed out meanwhile, or
    /// another signed in.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn renew_session(&self, shown: &Secret, user: User, venues: Vec<VenueAccess>, next: Secret) -> Result<bool, StoreError> {
        let shown = shown.clone();
        self.write(move |writer| {
            let transaction = writer.begin()?;
            let kept: Option<SavedSession> = value(&transaction, SESSION)?;
            let Some(kept) = kept.filter(|kept| kept.refresh_token == shown) else { return Ok(false) };
            let renewed = SavedSession { user, venues, refresh_token: next, signed_in_at: kept.signed_in_at };
            set_value(&transaction, SESSION, &renewed)?;
            transaction.commit()?;
            Ok(true)
        })
    }

    /// The station's own credential.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn credential(&self) -> Result<Option<Secret>, StoreError> {
        self.read(|database| value(database, CREDENTIAL))
    }

    /// Remembers the station's own credential.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn set_credential(&self, credential: &Secret) -> Result<(), StoreError> {
        let credential = credential.clone();
        self.write(move |writer| set_value(&writer.database, CREDENTIAL, &credential))
    }

    /// The clock as last compared with the service's.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn clock(&self) -> Result<ClockState, StoreError> {
        self.read(|database| Ok(value(database, CLOCK)?.unwrap_or_default()))
    }

    /// Remembers the service's clock: how many milliseconds it is ahead, and its Finnish day.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn note_service_time(&self, offset_ms: i64, day: Date) -> Result<(), StoreError> {
        self.write(move |writer| {
            let transaction = writer.begin()?;
            let former: ClockState = value(&transaction, CLOCK)?.unwrap_or_default();
            let newest_day = former.newest_day.map_or(day, |newest| newest.max(day));
            set_value(&transaction, CLOCK, &ClockState { offset_ms: Some(offset_ms), newest_day: Some(newest_day) })?;
            transaction.commit()?;
            Ok(())
        })
    }

    /// A setting of the application by its name; none where it was never set.
    ///
    /// # Errors
    /// [`StoreError::Value`] when the value is of another kind, so that this setting alone falls back;
    /// else when the database refuses.
    pub fn setting<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, StoreError> {
        self.read(|database| {
            let mut statement = database.prepare_cached("SELECT value FROM settings WHERE name = ?1")?;
            let text: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
            Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
        })
    }

    /// Remembers a setting of the application.
    ///
    /// # Errors
    /// When the value cannot be written as JSON or the database refuses.
    pub fn set_setting<T: Serialize>(&self, name: &str, value: &T) -> Result<(), StoreError> {
        let name = name.to_owned();
        let value = serde_json::to_string(value)?;
        self.write(move |writer| {
            let sql = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
            writer.database.prepare_cached(sql)?.execute([name, value])?;
            Ok(())
        })
    }
}

/// The station's id, made now where there is none yet.
pub(crate) fn own_id(database: &Connection) -> Result<StationId, StoreError> {
    if let Some(id) = value(database, ID)? {
        return Ok(id);
    }
    let id = StationId(Uuid::now_v7());
    set_value(database, ID, &id)?;
    Ok(id)
}

/// Whether the station has an id.
pub(crate) fn has_id(database: &Connection) -> Result<bool, StoreError> {
    Ok(value::<StationId>(database, ID)?.is_some())
}

/// Gives the station the id that it had.
pub(crate) fn set_id(database: &Connection, id: StationId) -> Result<(), StoreError> {
    set_value(database, ID, &id)
}

/// A sequence number that may have been given, though the queue holds none so great.
pub(crate) fn floor(database: &Connection) -> Result<u64, StoreError> {
    Ok(value(database, FLOOR)?.unwrap_or_default())
}

/// Sets it; it never goes down.
pub(crate) fn set_floor(database: &Connection, at_least: u64) -> Result<(), StoreError> {
    set_value(database, FLOOR, &at_least.max(floor(database)?))
}

/// What became of a damaged file.
pub(crate) fn salvage(database: &Connection) -> Result<Option<Salvage>, StoreError> {
    value(database, SALVAGE)
}

/// Keeps it for the clerk, or forgets it.
pub(crate) fn set_salvage(database: &Connection, salvage: Option<&Salvage>) -> Result<(), StoreError> {
    match salvage {
        Some(salvage) => set_value(database, SALVAGE, salvage),
        None => {
            database.execute("DELETE FROM station WHERE name = ?1", [SALVAGE])?;
            Ok(())
        }
    }
}

/// The service that this station belongs to.
pub(crate) fn service(database: &Connection) -> Result<Option<Service>, StoreError> {
    value(database, SERVICE)
}

/// Who is signed in.
pub(crate) fn session(database: &Connection) -> Result<Option<SavedSession>, StoreError> {
    value(database, SESSION)
}

fn value<T: DeserializeOwned>(database: &Connection, name: &str) -> Result<Option<T>, StoreError> {
    let mut statement = database.prepare_cached("SELECT value FROM station WHERE name = ?1")?;
    let text: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
    Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
}

fn set_value<T: Serialize>(database: &Connection, name: &str, value: &T) -> Result<(), StoreError> {
    let sql = "INSERT INTO station (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    database.prepare_cached(sql)?.execute([name, &serde_json::to_string(value)?])?;
    Ok(())
}
