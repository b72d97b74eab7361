//! What a disk is told to do, and what it answers: one line of JSON each.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What can be made to fail. What the kernel writes by itself of a file that is mapped into memory never counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Operation {
    /// Bytes are written.
    Write,
    /// A file or a folder is flushed.
    Sync,
    /// A file is made.
    Create,
    /// A file's length is set.
    Truncate,
    /// A file gets another name.
    Rename,
    /// A file is removed.
    Unlink,
}

/// What the system says of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Errno {
    /// `EIO`: the disk does not do it.
    Io,
    /// `ENOSPC`: there is no room.
    NoSpace,
}

/// A failure to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Of what.
    pub operation: Operation,
    /// The how manieth from now on fails, from 1.
    pub nth: u64,
    /// Whether all after it fail too.
    pub stays: bool,
    /// With what.
    pub errno: Errno,
    /// Only of files whose names end so; an empty text is every file.
    pub name_ends: String,
}

/// What may be done with the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// All.
    #[default]
    Writable,
    /// Nothing that changes it (`EROFS`), as after an error that made the kernel mount it read-only.
    ReadOnly,
    /// No file can be opened, made, renamed or removed (`EACCES`); what is open stays open.
    Denied,
}

/// What a disk can be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// A failure, beside those told before.
    Fail(Fault),
    /// No more failures. Answers how many there were.
    Heal,
    /// What may be done from now on.
    Mode(Mode),
    /// How many bytes fit on it in all; none for any number.
    Room(Option<u64>),
    /// How many bytes are on it.
    Used,
    /// Every flush waits until it is let go.
    HoldSyncs,
    /// How many flushes wait.
    HeldSyncs,
    /// What waits goes on, and nothing waits any more.
    LetGo,
    /// A note among the remembered steps, such as what was told as saved.
    Mark(String),
    /// Writes what is remembered to a file, one step a line.
    Steps(PathBuf),
}

/// What a disk says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It is so.
    Done,
    /// How many.
    Count(u64),
    /// It could not be done.
    Failed(String),
}
