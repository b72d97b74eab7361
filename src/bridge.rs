//! What happens outside the window, as subscriptions: thin, no decisions.

pub mod sync;
