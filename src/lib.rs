//! The recording station's window, as a library so that tests can open it.

pub mod locale;
pub mod ui;
