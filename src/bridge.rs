//! What happens outside the window, as subscriptions: thin, no decisions.

pub mod camera;
pub mod front;
pub mod readers;
pub mod sync;

use iced::futures::{Stream, StreamExt, stream};
use tokio::sync::mpsc::Receiver;

/// What was told first, then every event as it comes; nothing more where there is no receiver.
fn told<Event, Told>(first: Told, receiver: Option<Receiver<Event>>, tell: impl Fn(Event) -> Told) -> impl Stream<Item = Told> {
    let events = stream::unfold(receiver, async |receiver| {
        let mut receiver = receiver?;
        let event = receiver.recv().await?;
        Some((event, Some(receiver)))
    });
    stream::once(async move { first }).chain(events.map(tell))
}
