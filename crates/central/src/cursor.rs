//! Cursors: how far a station has read a feed. Opaque outside this file.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// How many bytes of the mark a cursor carries.
const MARK: usize = 12;

/// One feed of one service: its cursors fit no other.
#[derive(Clone, Copy)]
pub(crate) struct Feed {
    mark: [u8; MARK],
}

impl Feed {
    /// The feed of a name at an instance of the service.
    pub(crate) fn new(instance: Uuid, name: &str) -> Self {
        let digest = Sha256::new().chain_update(instance.as_bytes()).chain_update(name).finalize();
        let mut mark = [0; MARK];
        mark.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self { mark }
    }

    /// The cursor after a version.
    pub(crate) fn cursor(&self, version: u64) -> String {
        let mut bytes = self.mark.to_vec();
        bytes.extend(version.to_be_bytes());
        BASE64URL_NOPAD.encode(&bytes)
    }

    /// The version that a cursor of this feed stands for; none for any other text.
    pub(crate) fn version(&self, cursor: &str) -> Option<u64> {
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
        let version = bytes.strip_prefix(&self.mark)?;
        Some(u64::from_be_bytes(version.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_fits_only_its_own_feed_and_instance() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let feed = Feed::new(one, "cards");
        assert_eq!(feed.version(&feed.cursor(0)), Some(0));
        assert_eq!(feed.version(&feed.cursor(u64::MAX)), Some(u64::MAX));
        assert_eq!(Feed::new(other, "cards").version(&feed.cursor(7)), None);
        assert_eq!(Feed::new(one, "events").version(&feed.cursor(7)), None);
        for text in ["", "c1", "ä", &feed.cursor(7)[1..], &format!("{}AA", feed.cursor(7)), "<html>"] {
            assert_eq!(feed.version(text), None, "{text}");
        }
    }
}
