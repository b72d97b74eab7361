//! Reading a feed: newline-delimited JSON, one checkpoint's rows at a time.

use crate::reply::{Broken, ClientError};
use kaikuasema_domain::api::ChangeRow;
use reqwest::Response;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// No line of a feed is longer.
const LONGEST_LINE: usize = 1024 * 1024;
/// No checkpoint is further away than this many rows.
const MOST_ROWS: usize = 50_000;
/// From one checkpoint to the next takes no longer; a few thousand rows come in far less, even over a
/// poor mobile network.
const LONGEST_PORTION: Duration = Duration::from_secs(120);

/// What a feed told up to one checkpoint.
#[derive(Debug)]
pub struct Portion<R> {
    /// The rows; no checkpoint among them.
    pub rows: Vec<R>,
    /// Where to go on from.
    pub cursor: String,
    /// Whether the feed is told to its end.
    pub complete: bool,
}

/// A feed being read.
pub struct FeedReader<T, I> {
    response: Response,
    lines: Lines,
    rows: std::marker::PhantomData<(T, I)>,
}

impl<T: DeserializeOwned, I: DeserializeOwned> FeedReader<T, I> {
    pub(crate) fn new(response: Response) -> Self {
        Self { response, lines: Lines::default(), rows: std::marker::PhantomData }
    }

    /// The rows up to the next checkpoint. Only what a checkpoint closes is ever given out, so
    /// that a feed cut anywhere goes on from its last checkpoint.
    ///
    /// # Errors
    /// [`ClientError`] when the feed breaks off, comes too slowly or holds what is no row of it.
    pub async fn next(&mut self) -> Result<Portion<ChangeRow<T, I>>, ClientError> {
        let portion = tokio::time::timeout(LONGEST_PORTION, self.portion()).await;
        portion.unwrap_or(Err(ClientError::NoConnection(Broken::TooSlow)))
    }

    async fn portion(&mut self) -> Result<Portion<ChangeRow<T, I>>, ClientError> {
        let broken = ClientError::NotTheService { status: self.response.status().as_u16() };
        let mut rows = Vec::new();
        loop {
            while let Some(line) = self.lines.next() {
                match serde_json::from_slice(&line) {
                    Ok(ChangeRow::Checkpoint { cursor, complete }) => return Ok(Portion { rows, cursor, complete }),
                    Ok(row) if rows.len() < MOST_ROWS => rows.push(row),
                    _ => return Err(broken),
                }
            }
            match self.response.chunk().await? {
                Some(chunk) if self.lines.waiting() + chunk.len() <= LONGEST_LINE * 2 => self.lines.push(&chunk),
                _ => return Err(broken),
            }
        }
    }
}

/// Bytes that arrive in any cut, given out line by line.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
    read: usize,
}

impl Lines {
    fn push(&mut self, chunk: &[u8]) {
        self.bytes.drain(..self.read);
        self.read = 0;
        self.bytes.extend_from_slice(chunk);
    }

    fn waiting(&self) -> usize {
        self.bytes.len() - self.read
    }

    fn next(&mut self) -> Option<Vec<u8>> {
        loop {
            let rest = self.bytes.get(self.read..)?;
            let end = rest.iter().position(|b| *b == b'\n')?;
            let line = rest.get(..end)?.to_vec();
            self.read += end + 1;
            if !line.iter().all(u8::is_ascii_whitespace) {
                return Some(line);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kaikuasema_domain::{Card, CardNumber};

    #[test]
    fn lines_come_out_whole_however_they_are_cut() {
        let text = b"{\"a\":1}\n\n{\"b\":2}\r\n{\"c\":3}\nrest";
        for cut in 1..text.len() {
            let mut lines = Lines::default();
            let mut read = Vec::new();
            for chunk in text.chunks(cut) {
                lines.push(chunk);
                while let Some(line) = lines.next() {
                    read.push(String::from_utf8(line).unwrap().trim().to_owned());
                }
            }
            assert_eq!(read, ["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"], "cut {cut}");
            assert_eq!(lines.waiting(), 4);
        }
    }
    #[tokio::test(start_paused = true)]
    async fn a_feed_that_drips_is_given_up() {
        let drip = futures::stream::unfold((), |()| async {
            tokio::time::sleep(Duration::from_secs(19)).await;
            Some((Ok::<_, std::io::Error>(" "), ()))
        });
        let body = reqwest::Body::wrap_stream(Box::pin(drip));
        let mut reader = FeedReader::<Card, CardNumber>::new(axum::http::Response::new(body).into());
        let began = tokio::time::Instant::now();
        assert!(matches!(reader.next().await, Err(ClientError::NoConnection(Broken::TooSlow))));
        assert_eq!(began.elapsed(), LONGEST_PORTION);
    }
}
