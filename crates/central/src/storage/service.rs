//! Who the service is: its instance, its key pair, the newest version given.

use super::{Read, StorageError, column};
use crypto_box::SecretKey;
use rusqlite::{Connection, params};
use uuid::Uuid;
use zeroize::Zeroizing;

/// What the world may know of the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// Made with the file.
    pub(crate) instance_id: Uuid,
    /// The public half of the key pair to which black boxes are sealed.
    pub(crate) public_key: [u8; 32],
}

/// A service's beginning.
pub(super) struct New {
    instance_id: Uuid,
    secret_key: Zeroizing<[u8; 32]>,
}

impl New {
    /// A new instance with a key pair of its own.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        let mut id = [0; 16];
        getrandom::fill(&mut id)?;
        let mut secret_key = Zeroizing::new([0; 32]);
        getrandom::fill(secret_key.as_mut())?;
        Ok(Self { instance_id: uuid::Builder::from_random_bytes(id).into_uuid(), secret_key })
    }

    pub(super) fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT INTO service (only_row, instance_id, secret_key, version) VALUES (1, ?1, ?2, 0)";
        connection.execute(sql, params![self.instance_id.to_string(), self.secret_key.as_slice()])?;
        Ok(())
    }
}

/// The newest version given so far; 0 where none was.
pub(super) fn newest_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT version FROM service")?.query_row([], |row| row.get(0))
}

/// Keeps the newest version with the transaction that gave it.
pub(super) fn set_newest_version(connection: &Connection, version: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE service SET version = ?1")?.execute([version])?;
    Ok(())
}

impl Read<'_> {
    /// Who the service is.
    pub(crate) fn identity(&self) -> Result<Identity, StorageError> {
        let mut statement = self.connection.prepare_cached("SELECT instance_id, secret_key FROM service")?;
        let identity = statement.query_row([], |row| {
            let secret_key = Zeroizing::new(row.get::<_, [u8; 32]>(1)?);
            let public_key = SecretKey::from(*secret_key).public_key();
            Ok(Identity { instance_id: column::text(row, 0)?, public_key: *public_key.as_bytes() })
        })?;
        Ok(identity)
    }

    /// The newest version given so far.
    pub(crate) fn newest_version(&self) -> Result<u64, StorageError> {
        Ok(u64::try_from(newest_version(self.connection)?).unwrap_or(0))
    }
}
