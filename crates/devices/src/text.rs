//! From the bytes of one code to its text, the same for every reader that sends bytes.

use crate::reader::Trouble;

/// The longest code that is kept, in bytes: no card number and no link to one comes near.
pub const LONGEST: usize = 512;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of one code, if it holds any.
///
/// What stands around it (an end of line, STX and ETX, padding with NUL, a byte order mark) is dropped.
/// Spaces are the code's own and stay.
///
/// # Errors
/// [`Trouble::TooLong`]; [`Trouble::Garbled`] for bytes that are no UTF-8 (which encoding they are is never
/// guessed) and for control characters within.
pub fn of(bytes: &[u8]) -> Result<Option<String>, Trouble> {
    if bytes.len() > LONGEST {
        return Err(Trouble::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Trouble::Garbled)?;
    let text = text.trim_matches(is_foreign);
    if text.trim().is_empty() {
        return Ok(None);
    }
    // A QR code may hold lines and columns.
    if text.chars().any(|c| is_foreign(c) && !matches!(c, '\t' | '\r' | '\n')) {
        return Err(Trouble::Garbled);
    }
    Ok(Some(text.to_owned()))
}

fn is_foreign(c: char) -> bool {
    c.is_control() || c == BYTE_ORDER_MARK
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> Option<String> {
        of(bytes).unwrap()
    }

    #[test]
    fn what_stands_around_a_code_is_dropped() {
        for around in [
            &b"A9912345678"[..],
            b"A9912345678\r\n",
            b"\x02A9912345678\x03",
            b"A9912345678\0\0\0\0",
            b"\xef\xbb\xbfA9912345678",
            b"\x1dA9912345678\x1d",
        ] {
            assert_eq!(text(around).as_deref(), Some("A9912345678"));
        }
        assert_eq!(text(b" A99 ").as_deref(), Some(" A99 "), "spaces are the code's own");
    }

    #[test]
    fn nothing_is_no_code() {
        for nothing in [&b""[..], b"\0\0\0", b"\r\n", b"  ", b"\xef\xbb\xbf"] {
            assert_eq!(text(nothing), None);
        }
    }

    #[test]
    fn nul_gs_escape_or_a_byte_order_mark_within_is_garbled() {
        for garbled in [&b"A99\x0012345678"[..], b"01\x1d10", b"A\x1b[2J9", "A99\u{feff}12".as_bytes(), "A99\u{85}12".as_bytes()] {
            assert_eq!(of(garbled), Err(Trouble::Garbled));
        }
    }

    #[test]
    fn bytes_that_are_no_utf8_are_garbled_and_no_encoding_is_guessed() {
        for garbled in [&b"\xff\xfeA\x009\x00"[..], b"P\xe4iv\xe4", b"A99\xc3", b"\xed\xa0\x80"] {
            assert_eq!(of(garbled), Err(Trouble::Garbled));
        }
        assert_eq!(text("Päivä".as_bytes()).as_deref(), Some("Päivä"));
    }

    #[test]
    fn lines_and_columns_of_a_qr_code_stay() {
        assert_eq!(text(b"BEGIN:VCARD\r\nN:\tx\r\n").as_deref(), Some("BEGIN:VCARD\r\nN:\tx"));
    }

    #[test]
    fn a_code_of_more_than_the_longest_is_too_long() {
        assert!(text(&[b'1'; LONGEST]).is_some());
        assert_eq!(of(&[b'1'; LONGEST + 1]), Err(Trouble::TooLong));
    }

    proptest! {
        #[test]
        fn any_bytes_give_a_clean_text_or_a_trouble(bytes in proptest::collection::vec(any::<u8>(), 0..700)) {
            if let Ok(Some(text)) = of(&bytes) {
                prop_assert!(!text.trim().is_empty() && text.len() <= LONGEST);
                prop_assert!(!text.chars().any(|c| c == '\0' || c == BYTE_ORDER_MARK));
            }
        }
    }
}
