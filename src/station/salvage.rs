//! What became of a damaged file: told until the clerk has read it.

use super::{Station, StationError};
use kaikuasema_store::Salvage;

impl Station {
    /// What became of a damaged file, until it is forgotten.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub async fn salvage(&self) -> Result<Option<Salvage>, StationError> {
        self.with_store(|station| Ok(station.0.store.salvage()?)).await
    }

    /// The clerk has read it.
    ///
    /// # Errors
    /// [`StationError::Store`].
    pub async fn forget_salvage(&self) -> Result<(), StationError> {
        self.with_store(|station| Ok(station.0.store.forget_salvage()?)).await
    }
}
