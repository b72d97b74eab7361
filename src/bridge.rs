//! What happens outside the window, as subscriptions: thin, no decisions.

pub mod camera;
pub mod front;
pub mod readers;
pub mod sync;
