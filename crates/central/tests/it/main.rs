//! The service as a station meets it: real HTTP over loopback.

// All of this is tests, the helpers outside the test functions too.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bad_input;
mod commands;
#[cfg(feature = "failpoints")]
mod faults;
mod feeds;
mod harness;
mod once;
mod operations;
mod sessions;
mod stations;
