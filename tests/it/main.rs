//! The one integration binary: the window without a display, and tidy checks.
#![allow(unreachable_pub, reason = "everything here is private to this binary")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod harness;
mod tidy;
mod ui_counter;
mod ui_widgets;
