//! The real store on a disk that fails, is full, slow or read-only, or loses its power.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test's helpers may fail as the test does")]

mod bench;
mod failing;
mod full;
mod opening;
mod power_cuts;
mod states;
#[path = "../../../store/tests/store/support.rs"]
#[allow(dead_code, reason = "shared with the store's own tests")]
mod support;
