//! From the bytes of a code to text.

/// The text of bytes whose encoding was not said: UTF-8 where they are, otherwise Latin-1, which gives each
/// byte a character: a code is not lost for its encoding.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
