//! The state of the synchronisation, each time it changes.

use crate::station::Station;
use iced::Subscription;
use iced::futures::{Stream, stream};
use kaikuasema_sync::SyncState;
use std::hash::{Hash, Hasher};

/// The one station of this window; two subscriptions to it are the same.
struct OfStation(Station);

impl Hash for OfStation {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "sync state".hash(state);
    }
}

/// The present state at once, then every change.
pub fn states(station: &Station) -> Subscription<SyncState> {
    Subscription::run_with(OfStation(station.clone()), listen)
}

fn listen(station: &OfStation) -> impl Stream<Item = SyncState> + use<> {
    let mut changes = station.0.sync_changes();
    changes.mark_changed();
    stream::unfold(changes, async |mut changes| {
        changes.changed().await.ok()?;
        let state = changes.borrow_and_update().clone();
        Some((state, changes))
    })
}
