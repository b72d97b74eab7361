//! The engine against the real service, behind a front that answers otherwise when told to.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod asides;
mod clerk;
mod download;
mod lanes;
mod limits;
mod support;
mod upload;
