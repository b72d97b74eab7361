//! The station's own SQLite file: register copy, venue data, records, outbox, and the sealed black box beside it.
//!
//! Nothing outside this crate knows SQL. All functions block: call them off the window's thread.
//!
//! One thread writes, in the order asked; readers stand beside it and never wait for it. What a clerk
//! recorded is on the disk twice when [`Store::record`] returns: sealed in the black box, and as a usage
//! with its operation in the outbox, in one transaction.
//!
//! The truth has layers: `usages_base` and `events_base` hold what the service's feed said, `usages_own`
//! and `events_own` what this station did that the feed has not passed yet. The present is own over base.
//! What counts towards a limit is derived from the present each time it is asked, and never kept.

mod about;
mod aside;
mod backup;
mod black_box;
mod columns;
mod counted;
mod database;
mod directory;
mod error;
mod event;
mod feed;
mod key;
mod layer;
mod mutant;
mod outbox;
mod recording;
mod register;
mod salvage;
mod settings;
mod station;
mod store;
mod totals;
mod usage;
mod writer;

pub use about::About;
pub use aside::SetAsideEntry;
pub use black_box::{BlackBoxError, BlackBoxHeader, Frame, Frames, KEY_LENGTH, open_frame, read_frames};
pub use directory::{has_station, is_in_use};
pub use error::{OpenError, StoreError, WriteError};
pub use event::EventWithShowings;
pub use feed::{Feed, FeedBatch};
pub use key::{KeyChoice, KeyError, KeyPlace};
pub use outbox::{LONGEST_REST, NeedsYou, QueueCounts, QueueEntry, QueueState, QueuedOperation};
pub use recording::{NewUsage, Recorded, Stamp};
pub use register::RegisterState;
pub use salvage::Salvage;
pub use station::{ClockState, SavedSession, Service};
pub use store::{Store, StoreConfig};
pub use usage::{RecordedUsage, UsageFilter, UsageState};
