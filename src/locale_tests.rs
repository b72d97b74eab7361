//! Tests of the languages: the same keys and values in all, none missing, none idle.

use super::*;
use fluent_bundle::FluentError;
use jiff::civil::{date, time};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The keys of a language file, each with the values that its words use.
fn keys(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in language.source().lines() {
        if let Some((name, _)) = line.split_once(" =")
            && line.starts_with(|c: char| c.is_ascii_lowercase())
        {
            name.clone_into(&mut key);
            assert!(found.insert(key.clone(), BTreeSet::new()).is_none(), "{language:?}: {key} stands twice");
        }
        for part in line.split('$').skip(1) {
            let name: String = part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            found.entry(key.clone()).or_default().insert(name);
        }
    }
    found
}

/// Every key that the sources ask for.
fn asked() -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    let mut folders = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if is_source(&path) {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
                for call in ["say!(", "key!("] {
                    asked.extend(text.split(call).skip(1).filter_map(first_literal));
                }
            }
        }
    }
    asked
}

fn is_source(path: &Path) -> bool {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    name.ends_with(".rs") && !name.ends_with("_tests.rs")
}

/// The first string of a call, leaving out the macro itself.
fn first_literal(after: &str) -> Option<String> {
    let call = after.split(';').next()?;
    let literal = call.split('"').nth(1)?;
    let is_key = literal.starts_with(|c: char| c.is_ascii_lowercase())
        && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    is_key.then(|| literal.to_owned())
}

#[test]
fn all_languages_have_the_same_keys_and_values() {
    let finnish = keys(Language::Fi);
    for language in [Language::Sv, Language::En] {
        let other = keys(language);
        for (key, values) in &finnish {
            assert_eq!(Some(values), other.get(key), "{language:?}: {key}");
        }
        let extra: Vec<_> = other.keys().filter(|key| !finnish.contains_key(*key)).collect();
        assert!(extra.is_empty(), "{language:?} has more: {extra:?}");
    }
}

#[test]
fn every_key_asked_for_exists_and_every_key_is_asked_for() {
    let finnish: BTreeSet<String> = keys(Language::Fi).into_keys().collect();
    let asked = asked();
    let missing: Vec<_> = asked.difference(&finnish).collect();
    assert!(missing.is_empty(), "missing: {missing:?}");
    let idle: Vec<_> = finnish.difference(&asked).collect();
    assert!(idle.is_empty(), "idle: {idle:?}");
}

#[test]
fn every_message_is_well_formed() {
    for language in Language::ALL {
        assert!(FluentResource::try_new(language.source().to_owned()).is_ok(), "{language:?} does not parse");
        let locale = Locale::new(language);
        for (key, values) in keys(language) {
            let pattern = locale.bundle.get_message(&key).and_then(|m| m.value()).unwrap_or_else(|| panic!("{language:?}: {key} is empty"));
            let mut args = FluentArgs::new();
            for value in values {
                args.set(value, 1);
            }
            let mut errors: Vec<FluentError> = Vec::new();
            let words = locale.bundle.format_pattern(pattern, Some(&args), &mut errors);
            assert!(errors.is_empty(), "{language:?}: {key}: {errors:?}");
            assert!(!words.trim().is_empty(), "{language:?}: {key} says nothing");
        }
    }
}

/// The words of a key as they stand in the file, with every variant.
fn written(language: Language) -> Vec<(String, String)> {
    let mut messages: Vec<(String, String)> = Vec::new();
    for line in language.source().lines() {
        match line.split_once(" =") {
            Some((key, words)) if line.starts_with(|c: char| c.is_ascii_lowercase()) => messages.push((key.to_owned(), words.to_owned())),
            _ if line.starts_with('#') => {}
            _ => {
                if let Some((_, words)) = messages.last_mut() {
                    words.push('\n');
                    words.push_str(line);
                }
            }
        }
    }
    messages
}

#[test]
fn nothing_that_is_said_aloud_names_the_card() {
    for language in Language::ALL {
        let said: Vec<_> = written(language).into_iter().filter(|(key, _)| key.ends_with("-say")).collect();
        assert!(said.len() > 20, "{language:?}: {said:?}");
        for (key, words) in said {
            assert!(!words.to_lowercase().contains("kaiku"), "{language:?}: {key}: {words}");
        }
    }
}

#[test]
fn in_swedish_the_person_at_the_counter_is_a_customer_and_only_the_card_is_a_clients() {
    let terms = ["Klientens Kaikukort", "klientkort"];
    for (key, words) in written(Language::Sv) {
        let rest = terms.iter().fold(words.clone(), |rest, term| rest.replace(term, ""));
        assert!(!rest.to_lowercase().contains("klient"), "{key}: {words}");
        assert!(!rest.contains("kundkort"), "{key}: {words}");
    }
}

#[test]
fn days_times_numbers_and_euros_follow_the_language() {
    let [fi, sv, en] = Language::ALL.map(Locale::new);
    let day = date(2026, 11, 28);
    let at = Some(time(13, 0, 0, 0));
    assert_eq!(fi.occasion(day, at), "la 28.11.2026 klo 13.00");
    assert_eq!(sv.occasion(day, at), "lö 28.11.2026 kl. 13.00");
    assert_eq!(en.occasion(day, at), "Sat 28.11.2026 at 13:00");
    assert_eq!(fi.number(88_188), "88\u{a0}188");
    assert_eq!(en.number(1_234_567), "1,234,567");
    assert_eq!(fi.number(7), "7");
    let amount = Cents::new(128_450).unwrap();
    assert_eq!(fi.euros(amount), "1\u{a0}284,50\u{a0}€");
    assert_eq!(en.euros(amount), "€1,284.50");
    assert_eq!(fi.month_and_year(day), "marraskuu 2026");
}

#[test]
fn a_moment_of_another_day_says_which() {
    let fi = Locale::new(Language::Fi);
    let at: Timestamp = "2026-11-22T12:21:00Z".parse().unwrap();
    assert_eq!(fi.moment(at, date(2026, 11, 22)), "klo 14.21");
    assert_eq!(fi.moment(at, date(2026, 11, 23)), "22.11.2026 klo 14.21");
}

#[test]
fn a_language_is_found_by_its_code() {
    assert_eq!(Language::from_code("sv_FI.UTF-8"), Some(Language::Sv));
    assert_eq!(Language::from_code("FI"), Some(Language::Fi));
    assert_eq!(Language::from_code("de"), None);
    assert_eq!(Language::from_code(""), None);
}
