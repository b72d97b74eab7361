//! The table of bad input, `docs/bad-input.md`: every sort has its rows, and every row a test that is there.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::rules::{cells, names, tested, tests_of};
use super::{Complaints, Text, none, read};

/// The sorts.
const SORTS: RangeInclusive<u8> = 1..=19;
/// The columns of the table: number, what comes, what the station does, tests, cases of the emulated guest.
const COLUMNS: usize = 5;
/// Where the cases of the guest are named.
const CASES: &str = "crates/hardware/src/cases.rs";

/// What is wrong with the table: a sort without a row, a row that says nothing, without a test, or with a test or a
/// case that is not there.
fn table_is_whole(document: &str, sources: &[Text]) -> Complaints {
    let there: BTreeSet<&str> = sources.iter().flat_map(|source| tests_of(&source.text)).collect();
    let cases = sources.iter().find(|source| source.path == CASES).map_or("", |source| source.text.as_str());
    let mut missing: BTreeSet<u8> = SORTS.collect();
    let mut complaints = vec![];
    for row in document.lines().filter_map(cells) {
        let Ok(number) = row[0].parse::<u8>() else { continue };
        missing.remove(&number);
        let name = format!("docs/bad-input.md: {number}, {}", row.get(1).copied().unwrap_or_default());
        if row.len() != COLUMNS {
            complaints.push(format!("{name}: {} columns instead of {COLUMNS}", row.len()));
            continue;
        }
        if row[1].is_empty() || row[2].is_empty() {
            complaints.push(format!("{name}: does not say what comes and what the station does"));
        }
        if names(row[3]).next().is_none() {
            complaints.push(format!("{name}: names no test"));
        }
        let lost = names(row[3]).filter(|test| !there.contains(test));
        complaints.extend(lost.map(|test| format!("{name}: there is no test `{test}`")));
        let lost = names(row[4]).filter(|case| !cases.contains(&format!("(\"{case}\", ")));
        complaints.extend(lost.map(|case| format!("{name}: the guest has no case `{case}`")));
    }
    complaints.extend(missing.iter().map(|number| format!("docs/bad-input.md: {number} has no row")));
    complaints
}

#[test]
fn every_sort_of_bad_input_has_its_tests() {
    none(&table_is_whole(&read("docs/bad-input.md"), &tested()));
}

mod bad_samples {
    use super::*;

    fn complaints(row: &str) -> Complaints {
        let good: String = (1..=18).map(|number| format!("| {number} | This. | That. | `it_is_so` | – |\n")).collect();
        let source = |path: &str, text: &str| Text { path: path.to_owned(), text: text.to_owned() };
        let sources = [source("a.rs", "#[test]\nfn it_is_so() {}\nfn no_test() {}\n"), source(CASES, "(\"serial_read\", serial::read),")];
        table_is_whole(&format!("| No. | What | Does | Tests | Guest |\n|---|---|---|---|---|\n{good}{row}\n"), &sources)
    }

    #[test]
    fn a_whole_table_has_nothing_wrong() {
        assert_eq!(complaints("| 19 | This. | That. | `it_is_so` | `serial_read` |"), Complaints::new());
    }

    #[test]
    fn what_is_missing_or_not_there_is_found() {
        for (row, complaint) in [
            ("", "docs/bad-input.md: 19 has no row"),
            ("| 19 | This. | That. | it is so | – |", "docs/bad-input.md: 19, This.: names no test"),
            ("| 19 | This. | That. | `no_test` | – |", "docs/bad-input.md: 19, This.: there is no test `no_test`"),
            ("| 19 | This. | That. | `it_is_so` | `serial` |", "docs/bad-input.md: 19, This.: the guest has no case `serial`"),
            ("| 19 | This. | | `it_is_so` | – |", "docs/bad-input.md: 19, This.: does not say what comes and what the station does"),
            ("| 19 | This. | That. | `it_is_so` |", "docs/bad-input.md: 19, This.: 4 columns instead of 5"),
        ] {
            assert_eq!(complaints(row), [complaint]);
        }
    }
}
