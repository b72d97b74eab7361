//! What a code held, whoever read it.

use kaikuasema_domain::{CardCode, CardNumber};

/// Any bytes as the text of a code.
///
/// # Panics
/// When a number is not the same after being written and read again, as text or as an integer, or when its short
/// form shows all of it.
pub fn qr_contents(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(number) = CardNumber::parse(&text) else { return };
    assert_eq!(CardNumber::parse(number.as_str()), Ok(number));
    let code = CardCode::from(number);
    assert_eq!(CardCode::from_i64(code.to_i64()).and_then(CardCode::number), Ok(number));
    assert!(!number.short().contains(number.as_str()), "the short form shows the whole");
    assert!(matches!(number.as_str().len(), 10 | 11));
}
