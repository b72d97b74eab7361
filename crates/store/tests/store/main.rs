//! The store through its public face: one binary, one module for each part.

#![allow(clippy::unwrap_used, reason = "a test's helpers may fail as the test does")]

mod recording;
mod support;
