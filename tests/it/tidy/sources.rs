//! What every Rust file keeps to.

use super::{Complaints, Text, has_word, none, read, texts};

/// The most lines of a file, its tests left out.
const MOST_LINES: usize = 500;

/// A file that holds tests only.
fn is_test_file(path: &str) -> bool {
    path.ends_with("_tests.rs") || path.starts_with("tests/") || path.contains("/tests/") || path.ends_with("/tests.rs")
}

/// The part of a file that is not a test: up to the first `#[cfg(test)]` at the margin that a module follows.
fn without_tests(text: &str) -> &str {
    let mut from = 0;
    while let Some(found) = text[from..].find("\n#[cfg(test)]\n") {
        let at = from + found;
        let next = text[at + 1..].lines().find(|line| !line.starts_with("#[")).unwrap_or_default();
        if next.starts_with("mod ") {
            return &text[..at];
        }
        from = at + 1;
    }
    text
}

fn opens_with_its_purpose(source: &Text) -> Complaints {
    if source.text.starts_with("//! ") { vec![] } else { vec![format!("{}: does not open with `//!`", source.path)] }
}

fn is_short_enough(source: &Text) -> Complaints {
    let lines = without_tests(&source.text).lines().count();
    if is_test_file(&source.path) || lines <= MOST_LINES {
        return vec![];
    }
    vec![format!("{}: {lines} lines without tests, more than {MOST_LINES}", source.path)]
}

fn is_finished(source: &Text) -> Complaints {
    // In two halves, or this file would complain of itself.
    let left_over = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("todo", "!"),
        concat!("unimplemented", "!"),
        concat!("dbg", "!"),
    ];
    let mut complaints = vec![];
    for (number, line) in source.text.lines().enumerate() {
        for word in left_over.iter().filter(|word| has_word(line, word)) {
            complaints.push(format!("{}:{}: `{word}` is left over", source.path, number + 1));
        }
    }
    complaints
}

fn names_no_home_folder(source: &Text) -> Complaints {
    let homes = [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/Us", "ers/"), concat!(r"C:\Us", "ers")];
    let found = homes.iter().filter(|home| source.text.contains(**home));
    found.map(|home| format!("{}: names a home folder, `{home}`", source.path)).collect()
}

/// Where a holder's name, address or contact could be kept: words for it that must not come up (R165, R166).
fn keeps_no_holder(text: &Text) -> Complaints {
    let words = [
        concat!("first", "_name"),
        concat!("last", "_name"),
        concat!("sur", "name"),
        concat!("family", "_name"),
        concat!("holder", "_name"),
        concat!("customer", "_name"),
        // As a field or a column; as the way in which a ticket was asked for it is a word like others (R155).
        concat!("pho", "ne:"),
        concat!("pho", "ne TEXT"),
        concat!("pho", "ne_number"),
        concat!("street", "_address"),
        concat!("postal", "_code"),
        concat!("birth", "_date"),
        concat!("birth", "_year"),
    ];
    let found = words.iter().filter(|word| text.text.lines().any(|line| has_word(line, word)));
    found.map(|word| format!("{}: `{word}` of a card holder has no place here", text.path)).collect()
}

/// Whole words that a part of the code must not use, and why.
struct Ban {
    /// Where: the beginning of the path.
    under: &'static [&'static str],
    /// Where it is allowed nevertheless.
    except: &'static [&'static str],
    words: &'static [&'static str],
    why: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        under: &["crates/domain/src"],
        except: &[],
        words: &[
            "std::fs",
            "std::net",
            "std::env",
            "std::thread",
            "std::process",
            "Timestamp::now",
            "Zoned::now",
            "SystemTime",
            "async fn",
        ],
        why: "the domain is pure: no I/O, no clock, no async",
    },
    Ban {
        under: &["src/screen", "src/ui", "src/app.rs", "src/context.rs"],
        except: &[],
        words: &["std::fs", "std::net", "std::process", "thread::sleep", "block_on", "kaikuasema_sync::Client", "kaikuasema_store::Store"],
        why: "what draws never blocks, and touches no disk, network or device itself",
    },
    Ban {
        under: &["crates/devices/src"],
        except: &[],
        words: &["SystemTime", "Timestamp::now", "Zoned::now", "UNIX_EPOCH"],
        why: "what a scan is does not hang on a clock that can be set",
    },
    Ban { under: &["src/ui"], except: &[], words: &["crate::screen", "screen::"], why: "`ui` knows no screen" },
    Ban {
        under: &["src"],
        except: &["src/station/training.rs"],
        words: &["kaikuasema_central"],
        why: "the station knows the central service only in its training mode",
    },
];

fn keeps_to_its_place(source: &Text) -> Complaints {
    let text = without_tests(&source.text);
    let mut complaints = vec![];
    for ban in BANS {
        let within = |paths: &[&str]| paths.iter().any(|path| source.path.starts_with(path));
        if is_test_file(&source.path) || !within(ban.under) || within(ban.except) {
            continue;
        }
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            for word in ban.words.iter().filter(|word| has_word(line, word)) {
                complaints.push(format!("{}:{}: `{word}`: {}", source.path, number + 1, ban.why));
            }
        }
    }
    complaints
}

/// The screen that a file belongs to: `src/screen/counter/form.rs` and `src/screen/counter.rs` to `counter`.
fn screen(path: &str) -> Option<&str> {
    let below = path.strip_prefix("src/screen/")?;
    let name = below.split('/').next().unwrap_or(below);
    Some(name.strip_suffix(".rs").unwrap_or(name))
}

/// A screen's own name, and in it no other screen's.
fn imports_no_other_screen(source: &Text, screens: &[String]) -> Complaints {
    let Some(own) = screen(&source.path) else { return vec![] };
    let mut complaints = vec![];
    for (number, line) in without_tests(&source.text).lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
        for other in screens.iter().filter(|other| *other != own) {
            let direct = [format!("screen::{other}"), format!("super::{other}")].iter().any(|path| has_word(line, path));
            let among = ["screen::{", "super::{"].iter().any(|open| line.split_once(open).is_some_and(|(_, list)| has_word(list, other)));
            if direct || among {
                complaints.push(format!("{}:{}: the screen `{own}` knows the screen `{other}`", source.path, number + 1));
            }
        }
    }
    complaints
}

fn for_every_source(check: impl Fn(&Text) -> Complaints) {
    none(&texts(".rs").iter().flat_map(check).collect());
}

#[test]
fn every_file_says_what_lives_there() {
    for_every_source(opens_with_its_purpose);
}

#[test]
fn no_file_is_too_long() {
    for_every_source(is_short_enough);
}

#[test]
fn nothing_is_left_unfinished() {
    for_every_source(is_finished);
}

#[test]
fn no_file_names_a_home_folder() {
    let endings = [".rs", ".toml", ".md", ".sql", ".ftl", ".ci/run", ".editorconfig", ".gitattributes", ".gitignore"];
    none(&endings.iter().flat_map(|ending| texts(ending)).flat_map(|text| names_no_home_folder(&text)).collect());
}

#[test]
fn each_layer_keeps_to_its_place() {
    for_every_source(keeps_to_its_place);
}

#[test]
fn there_is_no_place_for_a_card_holders_name() {
    none(&[".rs", ".sql"].iter().flat_map(|ending| texts(ending)).flat_map(|text| keeps_no_holder(&text)).collect());
}

#[test]
fn screens_do_not_know_each_other() {
    let sources = texts(".rs");
    let mut screens: Vec<String> = sources.iter().filter_map(|source| screen(&source.path)).map(str::to_owned).collect();
    screens.dedup();
    none(&sources.iter().flat_map(|source| imports_no_other_screen(source, &screens)).collect());
}

#[test]
fn the_workspace_forbids_unsafe_code() {
    assert!(read("Cargo.toml").contains("unsafe_code = \"forbid\""));
}

mod bad_samples {
    use super::*;

    fn sample(path: &str, text: &str) -> Text {
        Text { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn a_file_without_its_purpose_is_found() {
        assert_eq!(opens_with_its_purpose(&sample("a.rs", "use std::fmt;\n")).len(), 1);
        assert_eq!(opens_with_its_purpose(&sample("a.rs", "//!\n")).len(), 1);
        assert!(opens_with_its_purpose(&sample("a.rs", "//! What lives here.\n")).is_empty());
    }

    #[test]
    fn a_long_file_is_found_and_its_tests_do_not_count() {
        let code = "let a = 1;\n".repeat(MOST_LINES);
        let tests = format!("{code}\n#[cfg(test)]\nmod tests {{\n{code}}}\n");
        assert!(is_short_enough(&sample("src/a.rs", &tests)).is_empty());
        assert_eq!(is_short_enough(&sample("src/a.rs", &format!("{code}{code}"))).len(), 1);
        assert!(is_short_enough(&sample("src/a_tests.rs", &format!("{code}{code}"))).is_empty());
        let only_for_tests = format!("fn a() {{}}\n#[cfg(test)]\nfn only_for_tests() {{}}\n{code}");
        assert_eq!(is_short_enough(&sample("src/a.rs", &only_for_tests)).len(), 1);
    }

    #[test]
    fn left_overs_are_found_with_their_line() {
        let text = ["//! Fine.", concat!("// TO", "DO: later"), concat!("    todo", "!()"), "let todos = 1;"].join("\n");
        let complaints = is_finished(&sample("a.rs", &text));
        assert_eq!(complaints.len(), 2, "{complaints:?}");
        assert!(complaints[0].starts_with("a.rs:2") && complaints[1].starts_with("a.rs:3"));
    }

    #[test]
    fn a_home_folder_is_found() {
        assert_eq!(names_no_home_folder(&sample("a.md", concat!("see /ho", "me/me/notes"))).len(), 1);
        assert!(names_no_home_folder(&sample("a.md", "see ~/notes")).is_empty());
    }

    #[test]
    fn a_field_for_a_holders_name_is_found() {
        assert_eq!(keeps_no_holder(&sample("a.sql", concat!("    holder", "_name TEXT,"))).len(), 1);
        assert_eq!(keeps_no_holder(&sample("a.rs", concat!("    pho", "ne: Option<String>,"))).len(), 1);
        assert_eq!(keeps_no_holder(&sample("a.sql", concat!("    pho", "ne TEXT,"))).len(), 1);
        assert!(keeps_no_holder(&sample("a.rs", "event_name: String, venue_name: String, \"phone\" => Channel::Phone")).is_empty());
    }

    #[test]
    fn a_layer_that_reaches_out_is_found_but_its_tests_may() {
        assert_eq!(keeps_to_its_place(&sample("crates/domain/src/a.rs", "let now = Timestamp::now();")).len(), 1);
        assert_eq!(keeps_to_its_place(&sample("src/screen/a.rs", "std::fs::read(path)")).len(), 1);
        assert_eq!(keeps_to_its_place(&sample("src/ui/a.rs", "use crate::screen::counter;")).len(), 2);
        assert_eq!(keeps_to_its_place(&sample("src/app.rs", "use kaikuasema_central::seed;")).len(), 1);
        assert!(keeps_to_its_place(&sample("src/station/training.rs", "use kaikuasema_central::seed;")).is_empty());
        assert!(keeps_to_its_place(&sample("src/ui/a.rs", "fn a() {}\n#[cfg(test)]\nmod tests {\n std::fs::read(path) }")).is_empty());
        assert!(keeps_to_its_place(&sample("crates/domain/src/a.rs", "// never Timestamp::now")).is_empty());
    }

    #[test]
    fn a_screen_that_knows_another_is_found() {
        let screens = ["counter".to_owned(), "login".to_owned()];
        let complaints = |path: &str, text: &str| imports_no_other_screen(&sample(path, text), &screens).len();
        assert_eq!(complaints("src/screen/counter.rs", "use crate::screen::login;"), 1);
        assert_eq!(complaints("src/screen/counter.rs", "use super::login::Login;"), 1);
        assert_eq!(complaints("src/screen/counter/form.rs", "use crate::screen::{counter, login};"), 1);
        assert_eq!(complaints("src/screen/counter/form.rs", "use crate::screen::counter::Counter;"), 0);
        assert_eq!(complaints("src/app.rs", "use crate::screen::{counter, login};"), 0);
    }
}
