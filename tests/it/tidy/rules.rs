//! The table of rules, `docs/rules.md`: every rule has its row, and every row a test that is there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Complaints, Text, none, read, texts};

/// The columns of the table: number, rule, then the tests in the domain, the station and the service.
const COLUMNS: usize = 5;

/// Contradictions that touch no rule of the table: lists of earlier records, ratings, notifications,
/// words of the guide, passwords, statistics of municipalities, chapters of the guide still unwritten.
const ELSEWHERE: [u16; 8] = [3, 4, 10, 11, 25, 26, 28, 35];

/// The numbers that must have a row.
fn required() -> BTreeSet<String> {
    let counter = (33..=74).chain([107, 108, 124, 126]);
    let limits = (127..=162).chain([196, 202]);
    let contradictions = (1..=36).filter(|number| !ELSEWHERE.contains(number));
    counter.chain(limits).map(|number| format!("R{number}")).chain(contradictions.map(|number| format!("C{number}"))).collect()
}

/// A row of the table.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    number: String,
    rule: String,
    /// The names of its tests, of every column.
    tests: Vec<String>,
}

/// A number of the requirements: `R36`, `C1`.
fn is_number(text: &str) -> bool {
    text.strip_prefix(['R', 'C']).is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The cells of a row of a table.
pub(super) fn cells(line: &str) -> Option<Vec<&str>> {
    let cells = line.strip_prefix('|')?.trim_end().strip_suffix('|')?;
    Some(cells.split('|').map(str::trim).collect())
}

/// What a cell names in backticks.
pub(super) fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The rows of every table of the document whose first cell is a number, and what cannot be read of them.
fn rows(document: &str) -> (Vec<Row>, Complaints) {
    let (mut rows, mut complaints) = (vec![], vec![]);
    for cells in document.lines().filter_map(cells) {
        let number = cells[0];
        if !is_number(number) {
            continue;
        }
        if cells.len() != COLUMNS {
            complaints.push(format!("docs/rules.md: {number} has {} columns instead of {COLUMNS}", cells.len()));
            continue;
        }
        let tests = cells[2..].iter().flat_map(|cell| names(cell)).map(str::to_owned).collect();
        rows.push(Row { number: number.to_owned(), rule: cells[1].to_owned(), tests });
    }
    (rows, complaints)
}

/// The names of the tests in a source that are run: `#[test]`, `#[tokio::test]` and the like, not `#[ignore]`.
pub(super) fn tests_of(source: &str) -> Vec<&str> {
    let (mut found, mut is_test, mut is_ignored) = (vec![], false, false);
    for line in source.lines().map(str::trim_start) {
        if let Some(attribute) = line.strip_prefix("#[") {
            let name = attribute.split([']', '(']).next().unwrap_or_default();
            is_test |= name == "test" || name.ends_with("::test");
            is_ignored |= attribute.starts_with("ignore");
        } else if let Some((_, rest)) = line.split_once("fn ").filter(|(before, _)| ["", "async ", "pub ", "pub async "].contains(before)) {
            if is_test && !is_ignored {
                found.extend(rest.split(['(', '<']).next());
            }
            (is_test, is_ignored) = (false, false);
        }
    }
    found
}

/// What is wrong with the table: a rule without a row or with two, a row without a test or with one that is not there.
fn table_is_whole(document: &str, required: &BTreeSet<String>, sources: &[Text]) -> Complaints {
    let (rows, mut complaints) = rows(document);
    let there: BTreeSet<&str> = sources.iter().flat_map(|source| tests_of(&source.text)).collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        let number = &row.number;
        *times.entry(number).or_default() += 1;
        if row.rule.is_empty() {
            complaints.push(format!("docs/rules.md: {number} does not say what it asks for"));
        }
        if row.tests.is_empty() {
            complaints.push(format!("docs/rules.md: {number} names no test"));
        }
        let lost = row.tests.iter().filter(|test| !there.contains(test.as_str()));
        complaints.extend(lost.map(|test| format!("docs/rules.md: {number} names `{test}`, and there is no such test")));
    }
    let twice = times.iter().filter(|(_, times)| **times > 1);
    complaints.extend(twice.map(|(number, _)| format!("docs/rules.md: {number} has more than one row")));
    let missing = required.iter().filter(|number| !times.contains_key(number.as_str()));
    complaints.extend(missing.map(|number| format!("docs/rules.md: {number} has no row")));
    complaints
}

/// The sources that tests may stand in.
pub(super) fn tested() -> Vec<Text> {
    texts(".rs").into_iter().filter(|source| ["crates/", "src/", "tests/"].iter().any(|at| source.path.starts_with(at))).collect()
}

#[test]
fn every_rule_has_a_row_and_every_row_a_test_that_is_there() {
    none(&table_is_whole(&read("docs/rules.md"), &required(), &tested()));
}

#[test]
fn the_required_rules_are_those_of_the_counter_and_the_operating_model() {
    let required = required();
    for number in ["R33", "R74", "R107", "R108", "R124", "R126", "R127", "R154", "R155", "R162", "R196", "R202", "C1", "C2", "C36"] {
        assert!(required.contains(number), "{number}");
    }
    for number in ["R32", "R75", "R125", "R163", "C0", "C3", "C37"] {
        assert!(!required.contains(number), "{number}");
    }
    assert_eq!(required.len(), 42 + 4 + 36 + 2 + 28);
}

mod bad_samples {
    use super::*;

    const GOOD: &str = "# Rules\n\n| No. | Rule | Domain | Station | Service |\n|---|---|---|---|---|\n\
        | R1 | It is so. | `it_is_so` | – | `it_is_so_there`, `and_there` |\n\
        | C2 | As well. | – | `it_is_so` | – |\n";

    fn complaints(document: &str) -> Complaints {
        let required = ["R1", "C2"].map(str::to_owned).into();
        let text = "#[test]\nfn it_is_so() {}\n    #[tokio::test(flavor = \"multi_thread\")]\n    async fn it_is_so_there() {\n\
            proptest! {\n    #[test]\n    fn and_there(\n        a in 0..3\n    ) {}\n}\n\
            #[test]\n#[ignore]\nfn left_aside() {}\nfn no_test() {}\n";
        table_is_whole(document, &required, &[Text { path: "a.rs".to_owned(), text: text.to_owned() }])
    }

    #[test]
    fn a_whole_table_has_nothing_wrong() {
        assert_eq!(complaints(GOOD), Complaints::new());
    }

    #[test]
    fn a_missing_row_is_found() {
        let (without, _) = GOOD.split_once("| C2").expect("the sample has it");
        assert_eq!(complaints(without), ["docs/rules.md: C2 has no row"]);
        assert_eq!(complaints("").len(), 2);
        assert_eq!(complaints(&GOOD.replace("| C2 |", "| C2, C3 |")), ["docs/rules.md: C2 has no row"]);
    }

    #[test]
    fn a_row_that_names_no_test_is_found() {
        let without = GOOD.replace("| – | `it_is_so` | – |", "| – | it_is_so | to be written |");
        assert_eq!(complaints(&without), ["docs/rules.md: C2 names no test"]);
    }

    #[test]
    fn a_test_that_is_not_there_or_is_none_is_found() {
        for name in ["it_is_not_so", "no_test", "left_aside", "it_is"] {
            let other = GOOD.replace("`and_there`", &format!("`{name}`"));
            assert_eq!(complaints(&other), [format!("docs/rules.md: R1 names `{name}`, and there is no such test")]);
        }
    }

    #[test]
    fn a_row_that_stands_twice_is_torn_or_says_nothing_is_found() {
        let twice = format!("{GOOD}| C2 | Again. | `it_is_so` | – | – |\n");
        assert_eq!(complaints(&twice), ["docs/rules.md: C2 has more than one row"]);
        let torn = GOOD.replace("| C2 | As well. |", "| C2 | As well. | More. |");
        assert_eq!(complaints(&torn), ["docs/rules.md: C2 has 6 columns instead of 5", "docs/rules.md: C2 has no row"]);
        let silent = GOOD.replace("As well.", "");
        assert_eq!(complaints(&silent), ["docs/rules.md: C2 does not say what it asks for"]);
    }
}
