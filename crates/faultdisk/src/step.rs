//! What a disk remembers: everything that changed it, in order.

use serde::{Deserialize, Serialize};

/// A file or folder, by a number that stays its own whatever its name is. The root is 1.
pub type Node = u64;

/// The root folder.
pub const ROOT: Node = 1;

/// One change, or one flush.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// A file, or a folder, was made.
    Create {
        /// What was made.
        node: Node,
        /// In which folder.
        folder: Node,
        /// Under which name.
        name: String,
        /// Whether it is a folder.
        is_folder: bool,
    },
    /// Bytes were written.
    Write {
        /// To which file.
        node: Node,
        /// From which byte on.
        at: u64,
        /// What.
        #[serde(with = "hexadecimal")]
        bytes: Vec<u8>,
    },
    /// A file's length was set.
    Truncate {
        /// Which file's.
        node: Node,
        /// In bytes.
        length: u64,
    },
    /// A file got another name; what had that name before is gone.
    Rename {
        /// From which folder.
        folder: Node,
        /// Under which name it was there.
        name: String,
        /// To which folder.
        to_folder: Node,
        /// Under which name.
        to_name: String,
    },
    /// A name was removed.
    Unlink {
        /// From which folder.
        folder: Node,
        /// Which name.
        name: String,
    },
    /// A file, or a folder's names, were flushed: all that was done to it before is on the disk.
    Sync {
        /// Which.
        node: Node,
    },
    /// A note of the test.
    Mark(String),
}

mod hexadecimal {
    //! Bytes as a text, since JSON has none.

    use data_encoding::HEXLOWER;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&HEXLOWER.encode(bytes))
    }

    pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        HEXLOWER.decode(text.as_bytes()).map_err(D::Error::custom)
    }
}
