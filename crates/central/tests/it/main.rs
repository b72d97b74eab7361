//! The service as a station meets it: real HTTP over loopback.

// All of this is tests, the helpers outside the test functions too.
#![allow(clippy::unwrap_used, clippy::panic)]

mod bad_input;
mod commands;
mod corrections;
mod counts;
mod facts;
#[cfg(feature = "failpoints")]
mod faults;
mod feeds;
mod harness;
mod limit_boundaries;
mod limits;
mod once;
mod operations;
mod sessions;
mod set_asides;
mod settings;
mod stations;
mod totals;
