//! The store through its public face: one binary, one module for each part.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test's helpers may fail as the test does")]

mod asides;
mod changes;
mod counted;
mod damage;
mod feeds;
mod interleaving;
mod layers;
mod opening;
mod outbox;
mod queue;
mod recording;
mod settings;
mod small_service;
mod support;
