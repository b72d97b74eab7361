//! Examples and properties of reading card numbers.

use super::*;
use crate::card::CardCode;
use proptest::prelude::*;

fn read(text: &str) -> Result<String, CardNumberError> {
    CardNumber::parse(text).map(|n| n.to_string())
}

#[test]
fn the_prefix_tells_kind_and_form() {
    use CardForm::{MobileOnly, Paper};
    use CardKind::{Community, Customer};
    for (text, kind, form) in [
        ("A999000007", Customer, Paper),
        ("A9990000071", Customer, Paper),
        ("AM38000412", Customer, Paper),
        ("AM380004123", Customer, Paper),
        ("X5500001203", Customer, MobileOnly),
        ("Y2210000456", Community, Paper),
        ("YM22100004", Community, Paper),
        ("Z550000120", Community, MobileOnly),
    ] {
        let number = CardNumber::parse(text).unwrap();
        assert_eq!((number.kind(), number.form()), (kind, form), "{text}");
    }
}

#[test]
fn what_surrounds_a_number_does_not_matter() {
    for text in [
        "A9990000071",
        "a9990000071",
        "  A9990000071\r\n",
        "A9990000071\t",
        "*A9990000071*",
        "A999 0000 071",
        "A-999-0000071",
        "]A0A9990000071",
        "]Q1A9990000071",
        "]a0*A9990000071*\r",
        "\u{feff}A9990000071",
        "A9990000071\u{1d}",
        "kaikukortti:A9990000071",
        "KAIKU: a9990000071 ",
        "https://kaikukortti.fi/k/A9990000071",
        "https://omakaiku.fi/?id=a9990000071&lang=fi",
        "https://x.fi/A9990000071/#A9990000071",
        "HTTPS://X.FI/A9990000071",
    ] {
        assert_eq!(read(text).as_deref(), Ok("A9990000071"), "{text:?}");
    }
}

#[test]
fn a_check_character_goes_only_when_the_scanner_says_that_it_is_one() {
    // A + 9*3 + 7 + 1: 10+27+8 = 45, 45 mod 43 = 2.
    assert_eq!(read("]A1A99900000712").as_deref(), Ok("A9990000071"));
    assert_eq!(read("]A1A99900000713"), Err(CardNumberError::CheckCharacter));
    assert_eq!(read("]A3A9990000071").as_deref(), Ok("A9990000071"));
    assert_eq!(read("A99900000712"), Err(CardNumberError::TooLong { length: 12 }));
    // Eleven characters that happen to verify stay eleven characters.
    assert_eq!(read("A0000000001B").map(|t| t.len()), Err(CardNumberError::NotADigit { found: 'B' }));
    assert_eq!(read("A0000000010").as_deref(), Ok("A0000000010"));
    assert_eq!(read("]A1"), Err(CardNumberError::CheckCharacter));
    // A check character may be a space or a hyphen.
    assert_eq!(read("]A1A311008726 \r\n").as_deref(), Ok("A311008726"));
    assert_eq!(read("]A1A311008724-\r").as_deref(), Ok("A311008724"));
    assert_eq!(read("]A1 *A99900000712* ").as_deref(), Ok("A9990000071"));
}

#[test]
fn malformed_and_foreign_codes_are_refused_with_their_reason() {
    use CardNumberError::*;
    for (text, error) in [
        ("", Empty),
        (" \r\n", Empty),
        ("**", Empty),
        ("A", TooShort { length: 1 }),
        ("A99900000", TooShort { length: 9 }),
        ("A99900000711", TooLong { length: 12 }),
        ("A9990000071A3110087254", TwoCards),
        ("*A9990000071**A3110087254*", TwoCards),
        ("A999000007A311008725", TwoCards),
        ("B999000007", Prefix { first: 'B' }),
        ("9789510404232", Prefix { first: '9' }),
        ("M999000007", Prefix { first: 'M' }),
        ("YX99000007", NotADigit { found: 'X' }),
        ("A99900O007", NotADigit { found: 'O' }),
        ("AMM9900007", NotADigit { found: 'M' }),
        ("\u{410}999000007", ForeignCharacter),
        ("A99900000\u{ff17}", ForeignCharacter),
        ("A9990\u{0}00007", ForeignCharacter),
        ("https://example.invalid/", NotACard),
        ("https://x.fi/A9990000071/A3110087254", TwoCards),
        ("https://A9990000071/", NotACard),
        ("WIFI:T:WPA;S:net;P:A9990000071;;", NotACard),
        ("BEGIN:VCARD\nN:A9990000071\nEND:VCARD", NotACard),
        ("mailto:a@b.fi", NotACard),
        (":A9990000071", NotACard),
    ] {
        assert_eq!(read(text), Err(error), "{text:?}");
    }
    assert_eq!(read(&"1".repeat(7089)), Err(NotACard));
}

#[test]
fn a_log_never_holds_a_whole_number() {
    let number = CardNumber::parse("A9990000071").unwrap();
    assert_eq!(format!("{number:?}"), "A99…071");
    assert_eq!(format!("{:?}", CardCode::from(number)), "CardCode(A99…071)");
    assert!(!format!("{:?}", CardNumber::parse("A9990000071A3110087254")).contains("0000"));
}

fn well_formed() -> impl Strategy<Value = String> {
    prop_oneof!["A[0-9]{9,10}", "AM[0-9]{8,9}", "Y[0-9]{9,10}", "YM[0-9]{8,9}", "X[0-9A-Z]{9,10}", "Z[0-9A-Z]{9,10}"]
}

proptest! {
    #[test]
    fn every_well_formed_number_reads_as_itself(text in well_formed()) {
        let number = CardNumber::parse(&text).unwrap();
        prop_assert_eq!(number.as_str(), &text);
        prop_assert_eq!(CardNumber::parse(&text.to_lowercase()).unwrap(), number);
        let json = serde_json::to_string(&number).unwrap();
        prop_assert_eq!(serde_json::from_str::<CardNumber>(&json).unwrap(), number);
    }

    #[test]
    fn code_and_number_are_one_to_one(a in well_formed(), b in well_formed()) {
        let (a, b) = (CardNumber::parse(&a).unwrap(), CardNumber::parse(&b).unwrap());
        let (code_a, code_b) = (CardCode::from(a), CardCode::from(b));
        prop_assert_eq!(code_a.number().unwrap(), a);
        prop_assert_eq!(CardCode::from_i64(code_a.to_i64()).unwrap(), code_a);
        prop_assert_eq!(code_a == code_b, a == b);
        prop_assert!(code_a.to_i64() >= 0);
    }

    #[test]
    fn no_integer_is_a_code_of_a_malformed_number(code in any::<i64>()) {
        if let Ok(code) = CardCode::from_i64(code) {
            let number = code.number().unwrap();
            prop_assert_eq!(CardCode::from(number), code);
        }
    }

    #[test]
    fn reading_never_panics_and_what_it_yields_is_well_formed(text in any::<String>()) {
        if let Ok(number) = CardNumber::parse(&text) {
            prop_assert_eq!(CardNumber::parse(number.as_str()), Ok(number));
            prop_assert!((10..=11).contains(&number.as_str().len()));
        }
    }

    #[test]
    fn near_misses_never_panic(text in "[]AYXZMaym*:/?=& 0-9\\-]{0,30}") {
        let _ = CardNumber::parse(&text);
    }

    #[test]
    fn decoration_never_changes_the_number(text in well_formed(), at in 1usize..9, lead in "[ \t\r\n]{0,3}", end in "(\r|\n|\r\n|\t)?") {
        let number = CardNumber::parse(&text).unwrap();
        let spaced = format!("{} {}", &text[..at], &text[at..]);
        for decorated in [format!("{lead}{text}{end}"), format!("*{text}*"), format!("]A0{text}"), spaced, format!("kaiku:{text}")] {
            prop_assert_eq!(CardNumber::parse(&decorated), Ok(number), "{}", decorated);
        }
    }

    #[test]
    fn two_cards_run_together_are_never_one(a in well_formed(), b in well_formed()) {
        let joined = format!("{a}{b}");
        prop_assert!(CardNumber::parse(&joined).is_err());
    }
}
