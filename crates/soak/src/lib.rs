//! Breaks what lies between real stations and the real service, by seed, and holds against a ledger of its
//! own what arrived.
//!
//! A [`schedule`] is everything that happens in one run: what clerks do at one to three stations, what breaks
//! meanwhile, and how it ends: healed, and within a bounded time everything that a clerk was told is saved is
//! at the service exactly once, in order per record, and every queue is empty or says why not. It is drawn from
//! a seed and nothing else, and runs on a clock of its own, so that a wait of a minute costs nothing.
//!
//! Only tests and `cargo xtask soak` use this; nothing of it is in the station or the service.

pub mod air;
pub mod audit;
pub mod breaker;
pub mod certificates;
pub mod clock;
pub mod dice;
pub mod fault;
pub mod front;
pub mod ledger;
pub mod runs;
pub mod schedule;
pub mod service;
pub mod tally;
pub mod template;
pub mod till;
pub mod way;
pub mod wire;
pub mod work;
pub mod wrong;

pub use fault::Fault;
pub use runs::{Findings, run_all};
pub use schedule::run;
pub use tally::Tally;
pub use template::Template;
pub use way::Way;
pub use wrong::Wrong;
