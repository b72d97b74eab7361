//! Work beside the window that takes at least a while, as on a busy machine.

use iced::futures::Stream;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

/// Several streams in one come up for breath between two, although the next is ready.
const TRIES: usize = 4;

/// Passes on what is ready when first asked for, such as the window's own messages; anything else comes no
/// sooner than `delay` of real time after that.
pub fn late<S: Stream>(stream: S, delay: Duration) -> Late<S> {
    Late { stream: Box::pin(stream), delay, sleeping: None }
}

/// See [`late`].
pub struct Late<S> {
    stream: Pin<Box<S>>,
    delay: Duration,
    sleeping: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl<S: Stream> Stream for Late<S> {
    type Item = S::Item;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<S::Item>> {
        if self.sleeping.is_none() {
            for _ in 0..TRIES {
                if let Poll::Ready(item) = self.stream.as_mut().poll_next(context) {
                    return Poll::Ready(item);
                }
            }
            self.sleeping = Some(Box::pin(tokio::time::sleep(self.delay)));
        }
        if let Some(sleep) = &mut self.sleeping {
            ready!(sleep.as_mut().poll(context));
        }
        let item = ready!(self.stream.as_mut().poll_next(context));
        self.sleeping = None;
        Poll::Ready(item)
    }
}
