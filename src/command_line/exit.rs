//! The exit codes, as scripts rely on them (documented in the README).

use kaikuasema_domain::verdict::Usability;
use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exit {
    /// Usable, or done.
    Usable,
    /// At the venue's discretion.
    Discretion,
    /// Refused.
    Refused,
    /// Unknown card.
    Unknown,
    /// The command was not understood, or what it names does not exist.
    Usage,
    /// The service cannot be reached.
    Unavailable,
    /// A fault of the program.
    Internal,
    /// The station's files cannot be written.
    CannotWrite,
    /// Something is in the way for the moment: try again.
    TryAgain,
}

impl Exit {
    /// The code the process ends with.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Exit::Usable => 0,
            Exit::Discretion => 1,
            Exit::Refused => 2,
            Exit::Unknown => 3,
            Exit::Usage => 64,
            Exit::Unavailable => 69,
            Exit::Internal => 70,
            Exit::CannotWrite => 73,
            Exit::TryAgain => 75,
        }
    }
}

impl From<Usability> for Exit {
    fn from(usability: Usability) -> Self {
        match usability {
            Usability::Usable => Exit::Usable,
            Usability::Discretion => Exit::Discretion,
            Usability::Refused => Exit::Refused,
            Usability::Unknown => Exit::Unknown,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
