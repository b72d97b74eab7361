//! The client of the central API and the engine that keeps the store and the service in step.
//!
//! [`Client`] speaks the contract and believes nothing else; [`plan`] decides, purely, what to
//! do next; [`Engine`] runs one upload and one download task over the store, independent of
//! each other, and publishes one [`SyncState`].

pub mod address;
pub mod carrier;
pub mod client;
mod download;
pub mod engine;
pub mod feed;
mod lane;
pub mod plan;
pub mod reply;
mod session;
mod standing;
pub mod state;
pub mod surroundings;
mod upload;

pub use address::{Address, AddressError};
pub use carrier::Carrier;
pub use client::Client;
pub use engine::{Engine, SyncHandle};
pub use reply::ClientError;
pub use state::{Headline, Link, SyncState};
pub use surroundings::Surroundings;
