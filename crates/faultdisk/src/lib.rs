//! For tests only: a disk that fails when it is told to, and that remembers every write in order.
//!
//! The disk is a FUSE file system in memory, served by the program `kaikuasema-faultdisk` in a process of its own: a
//! process that serves files to itself can wait for itself for ever. [`Disk`] starts it, mounts it, commands it over its
//! standard input, and unmounts it when it is dropped; the program unmounts by itself when whoever started it is gone.
//!
//! [`Cut`] takes what the disk remembered up to any step and makes a folder of what a power cut may leave there.

mod client;
pub mod command;
pub mod cut;
#[cfg(target_os = "linux")]
pub mod serve;
pub mod step;
pub mod tree;

pub use client::{Disk, DiskError, REQUIRED};
pub use command::{Answer, Command, Errno, Fault, Mode, Operation};
pub use cut::{Cut, Survivors};
pub use step::Step;
