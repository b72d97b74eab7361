//! The one integration binary: the window without a display.
#![allow(unreachable_pub, reason = "everything here is private to this binary")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

mod harness;
mod ui_widgets;
