//! Tidy checks: what neither the compiler nor clippy holds, but the project has agreed on.
//!
//! Each check is a function from text to complaints, so that a bad sample beside it can show
//! that it is able to fail.

mod bad_input;
mod dependencies;
mod documents;
mod locales;
mod rules;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

/// A text file of the repository.
struct Text {
    /// Its path from the root, with `/` between the parts.
    path: String,
    /// What it holds.
    text: String,
}

/// What a check found wrong; empty if nothing.
type Complaints = Vec<String>;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every text file of the repository whose name ends like this, in the order of their paths.
fn texts(ending: &str) -> Vec<Text> {
    let mut paths = Vec::new();
    walk(&root(), &mut paths);
    paths.sort();
    let ours = paths.iter().filter(|path| path.to_string_lossy().ends_with(ending));
    ours.map(|path| {
        let from_root = path.strip_prefix(root()).expect("the walk began at the root");
        let parts: Vec<_> = from_root.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        Text { path: parts.join("/"), text: fs::read_to_string(path).expect("a text file is UTF-8") }
    })
    .collect()
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository can be read") {
        let path = entry.expect("an entry of the repository can be read").path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // What is built or drawn is not source; `.git` is not ours to read.
        if path.is_symlink() || ["target", ".git", "out", "pictures", "proptest-regressions"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() { walk(&path, paths) } else { paths.push(path) }
    }
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Fails with every complaint at once, so that one run tells all there is to mend.
fn none(complaints: &Complaints) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// Whether `word` stands in `line` by itself, not as part of a longer word.
fn has_word(line: &str, word: &str) -> bool {
    let part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let goes_on = word.ends_with(char::is_alphanumeric) && after.is_some_and(part);
        !goes_on && !before.is_some_and(part)
    })
}

#[test]
fn the_walk_finds_the_sources() {
    let sources = texts(".rs");
    assert!(sources.iter().any(|source| source.path == "crates/domain/src/verdict.rs"));
    assert!(sources.iter().any(|source| source.path == "xtask/src/main.rs"));
    assert!(!sources.iter().any(|source| source.path.starts_with("target/")));
}

#[test]
fn a_word_within_a_word_is_no_word() {
    assert!(has_word("a word.", "word"));
    assert!(!has_word("a sword", "word"));
    assert!(!has_word("a words", "word"));
}
