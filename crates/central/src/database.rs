//! Where the service keeps its data, as written on the command line.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A database to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    path: PathBuf,
}

/// A text that names no database.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatabaseError {
    /// It does not begin with a kind that the service knows.
    #[error("a database is written sqlite:FILE")]
    UnknownKind,
    /// The file is missing.
    #[error("sqlite: needs a file after it")]
    NoFile,
}

impl Database {
    /// Reads `sqlite:FILE`.
    ///
    /// # Errors
    /// [`DatabaseError`] when the text names no database.
    pub fn parse(text: &str) -> Result<Self, DatabaseError> {
        let file = text.strip_prefix("sqlite:").ok_or(DatabaseError::UnknownKind)?;
        // The service has readers beside its writer: a database in memory is another one to each.
        if file.is_empty() || file.starts_with(":memory:") { Err(DatabaseError::NoFile) } else { Ok(Self::sqlite(file)) }
    }

    /// An SQLite file.
    pub fn sqlite(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl FromStr for Database {
    type Err = DatabaseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "sqlite:{}", self.path.display())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_an_sqlite_file() {
        assert_eq!(Database::parse("sqlite:/var/lib/central.db"), Ok(Database::sqlite("/var/lib/central.db")));
        assert_eq!(Database::parse("sqlite:"), Err(DatabaseError::NoFile));
        assert_eq!(Database::parse("sqlite::memory:"), Err(DatabaseError::NoFile));
        assert_eq!(Database::parse("postgres://x"), Err(DatabaseError::UnknownKind));
    }
}
