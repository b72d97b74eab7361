//! Code 39's check character (modulo 43): when it is taken off a card's number.
//!
//! A scanner that sends it and tells which sort of code it read says so by an AIM identifier: `]A1`. One that sends it
//! and tells nothing sends QR codes too, which have none: then the text itself has to tell, and of one text in many
//! both readings are good numbers.

use super::number::CardNumber;

/// Characters of Code 39 in the order of their check values.
const CODE39: &[u8; 43] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";
/// The AIM identifier of a Code 39 whose last character is its check character.
const VERIFIED: &str = "]A1";
/// The station's own sign for a text whose last character may be a check character or the number's own.
pub(super) const UNCERTAIN: &str = "]A?";

/// A text without its check character, if that verifies. In capitals, with nothing around it.
pub(super) fn without(text: &str) -> Option<&str> {
    let value = |byte: u8| CODE39.iter().position(|&c| c == byte);
    let mut bytes = text.bytes();
    let last = bytes.next_back().and_then(value)?;
    let sum = bytes.map(value).try_fold(0, |sum, v| v.map(|v| sum + v))?;
    if sum % CODE39.len() == last { text.get(..text.len() - 1) } else { None }
}

/// What a scanner read that sends Code 39's check character and may not tell which sort of code it read, with an
/// identifier in front where one is needed for [`CardNumber::parse`] to read it rightly:
///
/// - `]A1` where the number is good only without its last character, which verifies; also where that does not verify
///   and the number is good in no other way, so that it is refused for that;
/// - `]A?` where it is good both with and without it: a number of eleven characters in a QR code, or one of ten in
///   Code 39. [`CardNumber::either`] gives both;
/// - nothing where a reader told an identifier itself, and for whatever else is in a code.
#[must_use]
pub fn marked(text: String) -> String {
    if text.starts_with(']') {
        return text;
    }
    let with_mark = format!("{VERIFIED}{text}");
    match (CardNumber::parse(&with_mark), CardNumber::parse(&text)) {
        (Ok(without), Ok(with)) if without == with => text,
        (Ok(_), Ok(_)) => format!("{UNCERTAIN}{text}"),
        (Ok(_), Err(_)) => with_mark,
        (Err(_), Err(_)) if is_number_but_for_the_last(&text) => with_mark,
        (Err(_), _) => text,
    }
}

/// A text without what [`marked`] put in front of it.
#[must_use]
pub fn unmarked(text: &str) -> &str {
    text.strip_prefix(VERIFIED).or_else(|| text.strip_prefix(UNCERTAIN)).unwrap_or(text)
}

fn is_number_but_for_the_last(text: &str) -> bool {
    let text = text.trim();
    let text = text.strip_prefix('*').and_then(|text| text.strip_suffix('*')).unwrap_or(text);
    let mut characters = text.chars();
    characters.next_back().is_some_and(|last| last.is_ascii()) && CardNumber::parse(characters.as_str()).is_ok()
}

impl CardNumber {
    /// Both numbers that a text may be which [`marked`] could not decide: without its last character, and with it.
    /// [`CardNumber::parse`] gives the first. Which one is a card's, the register tells.
    #[must_use]
    pub fn either(text: &str) -> Option<[Self; 2]> {
        let bare = text.strip_prefix(UNCERTAIN)?;
        let (without, with) = (Self::parse(text).ok()?, Self::parse(bare).ok()?);
        (without != with).then_some([without, with])
    }
}

#[cfg(test)]
mod tests {
    use super::super::CardNumberError;
    use super::*;
    use proptest::prelude::*;

    /// The text as Code 39 with its check character.
    fn code39(text: &str) -> String {
        let sum: usize = text.bytes().map(|byte| CODE39.iter().position(|&c| c == byte).unwrap()).sum();
        format!("{text}{}", char::from(CODE39[sum % 43]))
    }

    fn read(text: &str) -> Result<String, CardNumberError> {
        CardNumber::parse(&marked(text.to_owned())).map(|number| number.to_string())
    }

    #[test]
    fn of_a_scanner_that_sends_it_both_a_code_39_and_a_qr_code_are_read() {
        // Of eleven characters, of ten; K and L are no part of a number that begins with A.
        for number in ["A9990000089", "A999000016", "AM38000412", "Y2210000456", "X12AB34CD5"] {
            assert_eq!(read(&code39(number)).as_deref(), Ok(number), "Code 39");
            assert_eq!(read(number).as_deref(), Ok(number), "QR");
            assert_eq!(read(&format!("*{}*", code39(number))).as_deref(), Ok(number), "with its start and stop signs");
            assert_eq!(read(&code39(number).to_lowercase()).as_deref(), Ok(number), "in small letters");
        }
        for link in ["https://kaikukortti.fi/k/A9990000071", "kaikukortti:A9990000071"] {
            assert_eq!((marked(link.to_owned()).as_str(), read(link).as_deref()), (link, Ok("A9990000071")));
        }
    }

    #[test]
    fn a_check_character_that_is_a_space_or_a_hyphen_is_one_too() {
        for number in ["A311008724", "A311008726"] {
            let sent = code39(number);
            assert!(sent.ends_with(['-', ' ']), "{sent:?}");
            for around in [sent.clone(), format!("{sent}\r\n"), format!("]A1{sent}")] {
                assert_eq!(read(&around).as_deref(), Ok(number), "{around:?}");
            }
        }
    }

    #[test]
    fn where_the_number_is_good_both_ways_both_are_told() {
        // The last character of one is the check character of the other.
        assert_eq!(code39("A999000007"), "A9990000071");
        let uncertain = marked("A9990000071".to_owned());
        assert_eq!(uncertain, "]A?A9990000071");
        let either = CardNumber::either(&uncertain).map(|either| either.map(|number| number.to_string()));
        assert_eq!(either, Some(["A999000007".to_owned(), "A9990000071".to_owned()]));
        assert_eq!(read("A9990000071").as_deref(), Ok("A999000007"));
        for certain in ["]A1A9990000071", "]Q1A9990000071", "A9990000071", "]A?A9990000089", "]A?", "]A?https://x.fi/A9990000071"] {
            assert_eq!(CardNumber::either(certain), None, "{certain}");
        }
    }

    #[test]
    fn what_the_reader_itself_tells_stands() {
        for told in ["]A0A9990000071", "]A3A9990000071", "]Q1A9990000071"] {
            assert_eq!((marked(told.to_owned()).as_str(), read(told).as_deref()), (told, Ok("A9990000071")));
        }
    }

    #[test]
    fn a_misread_character_is_told_as_such_where_the_number_is_good_in_no_other_way() {
        assert_eq!(code39("A9990000089"), "A9990000089B");
        assert_eq!(read("A9990000088B"), Err(CardNumberError::CheckCharacter));
        assert_eq!(read("A99900000890"), Err(CardNumberError::CheckCharacter));
    }

    #[test]
    fn no_card_is_made_of_what_is_none() {
        for foreign in
            ["9789510404232", "LIB-0042", "https://example.invalid/", "WIFI:T:WPA;S:net;P:A9990000071;;", "", "A", "YZ-0123456789"]
        {
            assert!(read(foreign).is_err(), "{foreign}");
            assert_eq!(marked(foreign.to_owned()), foreign);
            if foreign.bytes().all(|byte| CODE39.contains(&byte)) {
                assert!(read(&code39(foreign)).is_err(), "{foreign}");
            }
        }
        for two in ["A9990000071A3110087254", "A999000008K", "*A9990000089**A9990000089*"] {
            assert!(read(&format!("{two}{two}")).is_err(), "two cards run together");
        }
    }

    fn well_formed() -> impl Strategy<Value = String> {
        prop_oneof!["A[0-9]{9,10}", "AM[0-9]{8,9}", "Y[0-9]{9,10}", "YM[0-9]{8,9}", "X[0-9A-Z]{9,10}", "Z[0-9A-Z]{9,10}"]
    }

    proptest! {
        #[test]
        fn no_card_is_lost_and_none_is_another(number in well_formed(), has_check_character in any::<bool>()) {
            let sent = if has_check_character { code39(&number) } else { number.clone() };
            let told = marked(sent);
            let expected = CardNumber::parse(&number).unwrap();
            match CardNumber::either(&told) {
                Some(either) => prop_assert!(either.contains(&expected)),
                None => prop_assert_eq!(CardNumber::parse(&told).unwrap(), expected),
            }
        }

        #[test]
        fn whatever_comes_only_an_identifier_is_put_in_front(text in any::<String>()) {
            let told = marked(text.clone());
            prop_assert!(told == text || unmarked(&told) == text);
        }
    }
}
