//! The documents: what they name is there, and what is there is named.

use std::path::Path;

use super::{Complaints, Text, none, read, root, texts};

/// An ADR that no document leads to, or without one of its parts, or out of the row of numbers.
fn decisions_are_in_order(adrs: &[Text], index: &str) -> Complaints {
    let mut complaints = vec![];
    for (number, adr) in adrs.iter().enumerate() {
        if !index.contains(&adr.path) {
            complaints.push(format!("{}: neither README.md nor ARCHITECTURE.md leads to it", adr.path));
        }
        if !adr.path.starts_with(&format!("docs/adr/{:04}-", number + 1)) {
            complaints.push(format!("{}: is not number {:04}", adr.path, number + 1));
        }
        for part in ["## Context", "## Decision", "## Consequences"] {
            if !adr.text.lines().any(|line| line == part) {
                complaints.push(format!("{}: has no `{part}`", adr.path));
            }
        }
    }
    complaints
}

/// The versions in a change log, in the order of the file: `## [0.1.0] - 2026-11-22` has `0.1.0`.
fn versions(changelog: &str) -> Vec<String> {
    let headings = changelog.lines().filter_map(|line| line.strip_prefix("## ["));
    headings
        .filter_map(|rest| rest.split_once(']'))
        .map(|(version, _)| version.to_owned())
        .filter(|version| version != "Unreleased")
        .collect()
}

fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// The version that the workspace has, which must be the newest in the change log, newest first.
fn changelog_is_in_order(changelog: &str, manifest: &str) -> Complaints {
    let versions = versions(changelog);
    let current = manifest.lines().find_map(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    let mut complaints = vec![];
    if versions.first().map(String::as_str) != current {
        complaints.push(format!("CHANGELOG.md begins with {:?}, Cargo.toml says {current:?}", versions.first()));
    }
    for pair in versions.windows(2).filter(|pair| numbers(&pair[0]) <= numbers(&pair[1])) {
        complaints.push(format!("CHANGELOG.md: {} stands above {}", pair[0], pair[1]));
    }
    complaints
}

/// What stands in a document between single backticks, fenced blocks left out.
fn quoted(document: &str) -> Vec<&str> {
    let mut fenced = false;
    let prose = document.lines().filter(|line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fence && !fenced
    });
    prose.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// Paths of the repository that a document names and that are not there.
fn names_paths_that_are_there(document: &Text, is_there: impl Fn(&str) -> bool) -> Complaints {
    let begins = ["src/", "crates/", "tests/", "xtask/", "docs/", "locales/", "assets/", ".ci/"];
    let paths = quoted(&document.text).into_iter().filter(|quote| begins.iter().any(|begin| quote.starts_with(begin)));
    let pattern = |path: &str| path.contains(['<', '*', '{', ' ']) || path.contains("NNNN");
    paths.filter(|path| !pattern(path) && !is_there(path)).map(|path| format!("{}: `{path}` is not there", document.path)).collect()
}

/// Tests that a document names, told by the three and more `_` of a sentence, and that are nowhere; the cases of the
/// emulated guest are in a table of their own.
fn names_tests_that_are_there(document: &Text, sources: &[Text]) -> Complaints {
    let sentence = |quote: &&str| {
        quote.matches('_').count() >= 3
            && quote.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
    };
    let is_in = |source: &Text, name: &str| source.text.contains(&format!("fn {name}(")) || source.text.contains(&format!("(\"{name}\", "));
    let is_there = |name: &str| sources.iter().any(|source| is_in(source, name));
    let named = quoted(&document.text).into_iter().filter(sentence);
    named.filter(|name| !is_there(name)).map(|name| format!("{}: there is no test `{name}`", document.path)).collect()
}

/// The targets of a document's links within the repository, from the root.
fn links(document: &Text) -> Vec<String> {
    let folder = document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let targets = document.text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let within = targets.filter(|target| !target.contains("://") && !target.starts_with(['#', '<']) && !target.starts_with("mailto:"));
    within.map(|target| format!("{folder}/{}", target.split('#').next().unwrap_or(target)).trim_start_matches('/').to_owned()).collect()
}

#[test]
fn every_decision_is_numbered_whole_and_led_to() {
    let adrs: Vec<Text> = texts(".md").into_iter().filter(|text| text.path.starts_with("docs/adr/")).collect();
    assert!(!adrs.is_empty());
    none(&decisions_are_in_order(&adrs, &(read("README.md") + &read("ARCHITECTURE.md"))));
}

#[test]
fn the_change_log_begins_with_the_version_at_hand() {
    none(&changelog_is_in_order(&read("CHANGELOG.md"), &read("Cargo.toml")));
}

#[test]
fn documents_name_only_what_is_there() {
    let (documents, sources) = (texts(".md"), texts(".rs"));
    let is_there = |path: &str| root().join(path).exists();
    let checks = documents.iter().flat_map(|document| {
        let lost = links(document).into_iter().filter(|link| !is_there(link));
        let lost: Complaints = lost.map(|link| format!("{}: the link to {link} leads nowhere", document.path)).collect();
        [names_paths_that_are_there(document, is_there), names_tests_that_are_there(document, &sources), lost].concat()
    });
    none(&checks.collect());
}

#[test]
fn the_build_server_runs_the_test_command_of_the_readme() {
    let command = "cargo xtask test";
    assert!(read("README.md").contains(command) && read("CONTRIBUTING.md").contains(command));
    assert!(read(".ci/run").lines().any(|line| line.starts_with("exec") && line.contains(command)));
}

#[test]
fn the_licence_is_the_one_that_the_packages_name() {
    assert!(read("LICENSE").starts_with("EUROPEAN UNION PUBLIC LICENCE v. 1.2"));
    assert!(read("Cargo.toml").contains("license = \"EUPL-1.2\""));
}

#[test]
fn migrations_are_numbered_without_a_gap() {
    for folder in ["crates/store/migrations", "crates/central/migrations"] {
        let files: Vec<Text> = texts(".sql").into_iter().filter(|file| Path::new(&file.path).parent() == Some(Path::new(folder))).collect();
        assert!(!files.is_empty(), "{folder} is empty");
        for (number, file) in files.iter().enumerate() {
            assert!(file.path.starts_with(&format!("{folder}/{:04}_", number + 1)), "{} is not number {:04}", file.path, number + 1);
        }
    }
}

mod bad_samples {
    use super::*;

    fn sample(path: &str, text: &str) -> Text {
        Text { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_decision_out_of_order_is_found() {
        let whole = "# Title\n\n## Context\n\n## Decision\n\n## Consequences\n";
        let index = "docs/adr/0001-one.md docs/adr/0003-three.md";
        let good = [sample("docs/adr/0001-one.md", whole)];
        assert!(decisions_are_in_order(&good, index).is_empty());
        let bad =
            [sample("docs/adr/0001-one.md", "# Title\n"), sample("docs/adr/0003-three.md", whole), sample("docs/adr/0003-more.md", whole)];
        let complaints = decisions_are_in_order(&bad, index);
        assert_eq!(complaints.len(), 5, "{complaints:?}");
    }

    #[test]
    fn a_change_log_that_does_not_fit_is_found() {
        let manifest = "[workspace.package]\nversion = \"0.2.0\"\n";
        assert!(changelog_is_in_order("## [Unreleased]\n## [0.2.0] - 2026-12-01\n## [0.1.0]\n", manifest).is_empty());
        assert_eq!(changelog_is_in_order("## [0.1.0]\n", manifest).len(), 1);
        assert_eq!(changelog_is_in_order("## [0.2.0]\n## [0.10.0]\n", manifest).len(), 1);
    }

    #[test]
    fn a_document_that_names_what_is_not_there_is_found() {
        let document = sample(
            "docs/a.md",
            "`src/gone.rs` `src/<each>.rs` `a_test_that_is_not` [b](gone.md#part) [c](https://a.invalid/x)\n```\n`src/fenced.rs`\n```\n",
        );
        assert_eq!(names_paths_that_are_there(&document, |_| false), ["docs/a.md: `src/gone.rs` is not there"]);
        assert_eq!(names_tests_that_are_there(&document, &[sample("a.rs", "fn a_test_that_is()")]).len(), 1);
        assert!(names_tests_that_are_there(&document, &[sample("a.rs", "fn a_test_that_is_not() {")]).is_empty());
        assert_eq!(links(&document), ["docs/gone.md"]);
    }
}
