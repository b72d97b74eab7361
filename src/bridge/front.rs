//! Word that the station was started a second time.

use crate::station::Station;
use iced::Subscription;
use iced::futures::{Stream, stream};
use std::hash::{Hash, Hasher};

/// The one station of this window; two subscriptions to it are the same.
struct OfStation(Station);

impl Hash for OfStation {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "front".hash(state);
    }
}

/// Every second start.
pub fn asked(station: &Station) -> Subscription<()> {
    Subscription::run_with(OfStation(station.clone()), listen)
}

fn listen(station: &OfStation) -> impl Stream<Item = ()> + use<> {
    stream::unfold(station.0.asked_to_the_front(), async |mut asked| {
        asked.changed().await.ok()?;
        Some(((), asked))
    })
}
