//! The locale files: the same messages in every language.

use std::collections::{BTreeMap, BTreeSet};

use super::{Complaints, none, texts};

/// The languages of the station (R171).
const LANGUAGES: [&str; 3] = ["fi", "sv", "en"];

/// What a Fluent file defines: messages, `-terms` and `message.attributes`.
fn keys(ftl: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    let mut message = String::new();
    for line in ftl.lines() {
        let name = |text: &str| text.split_once('=').map(|(name, _)| name.trim().to_owned()).filter(|name| !name.contains(' '));
        if line.starts_with(|first: char| first.is_ascii_alphabetic() || first == '-') {
            if let Some(found) = name(line) {
                message.clone_from(&found);
                keys.insert(found);
            }
        } else if let Some(attribute) = line.trim_start().strip_prefix('.').and_then(name) {
            keys.insert(format!("{message}.{attribute}"));
        }
    }
    keys
}

/// What one language has and another lacks.
fn differences(by_language: &BTreeMap<&str, BTreeSet<String>>) -> Complaints {
    let all: BTreeSet<&String> = by_language.values().flatten().collect();
    let lacking = by_language.iter().flat_map(|(language, keys)| {
        all.iter().filter(|key| !keys.contains(**key)).map(move |key| format!("`{key}` is missing in {language}"))
    });
    lacking.collect()
}

#[test]
fn every_language_has_the_same_messages() {
    let mut by_language: BTreeMap<&str, BTreeSet<String>> = LANGUAGES.into_iter().map(|language| (language, BTreeSet::new())).collect();
    for file in texts(".ftl") {
        let language = file.path.split('/').nth(1).unwrap_or_default().to_owned();
        let found =
            by_language.get_mut(language.as_str()).unwrap_or_else(|| panic!("{}: `{language}` is no language of the station", file.path));
        found.extend(keys(&file.text));
    }
    assert!(by_language.values().all(|keys| !keys.is_empty()), "a language has no messages at all");
    none(&differences(&by_language));
}

#[test]
fn children_are_those_under_eighteen_in_every_language() {
    for language in LANGUAGES {
        let file = texts("kaikuasema.ftl").into_iter().find(|file| file.path.split('/').nth(1) == Some(language));
        let text = file.map(|file| file.text).unwrap_or_default();
        for key in ["form-children = ", "form-children-group = "] {
            let label = text.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
            assert!(label.contains("18"), "{language}: `{key}{label}` does not say under which age (C20)");
        }
    }
}

#[test]
fn a_message_missing_in_one_language_is_found() {
    let fi = keys("save = Tallenna\n    .hint = Enter\n# back = no key\nback =\n    Takaisin\n-name = Kaikuasema\n");
    assert_eq!(fi.iter().map(String::as_str).collect::<Vec<_>>(), ["-name", "back", "save", "save.hint"]);
    let sv = keys("save = Spara\nback = Tillbaka\n-name = Kaikuasema\n");
    let complaints = differences(&BTreeMap::from([("fi", fi), ("sv", sv)]));
    assert_eq!(complaints, ["`save.hint` is missing in sv"]);
}
