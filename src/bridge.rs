//! What happens outside the window, as subscriptions: thin, no decisions.

pub mod front;
pub mod sync;
