//! Who may know whom, read from the `Cargo.toml` of every member.

use super::{Complaints, Text, none, texts};

/// One line of a dependency table.
#[derive(PartialEq, Eq, Debug)]
struct Dependency {
    name: String,
    /// Only for tests.
    dev: bool,
}

/// The dependencies that a `Cargo.toml` names, the table of the whole workspace left out.
fn dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found = vec![];
    let mut table = None;
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_matches(['[', ']']);
            let dev = header.contains("dev-dependencies");
            table = None;
            if header.ends_with("dependencies") && header != "workspace.dependencies" {
                table = Some(dev);
            } else if let Some((_, name)) = header.split_once("dependencies.").filter(|_| !header.starts_with("workspace.")) {
                // A table of its own: `[dependencies.serde]`.
                found.push(Dependency { name: name.to_owned(), dev });
            }
        } else if let Some(dev) = table
            && let Some(end) = line.find(['.', '=', ' '])
            && !line.starts_with('#')
        {
            found.push(Dependency { name: line[..end].trim_matches('"').to_owned(), dev });
        }
    }
    found
}

/// A crate that only some members may use.
struct Only {
    /// Its name, or the beginning of it.
    names: &'static [&'static str],
    /// The folders of those that may, `""` for the root package.
    members: &'static [&'static str],
    /// Whether anybody's tests may.
    tests_may: bool,
}

const ONLY: &[Only] = &[
    Only { names: &["iced", "iced_test"], members: &[""], tests_may: false },
    Only { names: &["rusqlite"], members: &["crates/store", "crates/central", "crates/soak"], tests_may: true },
    Only { names: &["reqwest"], members: &["crates/sync", "crates/soak"], tests_may: true },
    Only { names: &["hidapi", "nokhwa", "v4l"], members: &["crates/devices"], tests_may: false },
    // Tests make pseudo-terminals with it.
    Only { names: &["serialport"], members: &["crates/devices"], tests_may: true },
    // The station makes no sound: it works the same where there is none.
    Only { names: &["rodio", "cpal", "alsa", "kira", "pulseaudio"], members: &[], tests_may: false },
    Only { names: &["axum"], members: &["crates/central", "crates/soak"], tests_may: true },
    Only { names: &["fuser"], members: &["crates/faultdisk"], tests_may: false },
    Only { names: &["anyhow"], members: &["", "crates/central"], tests_may: true },
];

/// Which of the project's own crates a member may know, its tests apart.
const SIBLINGS: &[(&str, &[&str])] = &[
    ("crates/domain", &[]),
    ("crates/store", &["kaikuasema-domain"]),
    ("crates/devices", &["kaikuasema-domain", "kaikuasema-decode"]),
    ("crates/decode", &[]),
    ("crates/faultdisk", &[]),
    ("crates/fuzzing", &["kaikuasema-decode", "kaikuasema-devices", "kaikuasema-domain"]),
    ("crates/central", &["kaikuasema-domain"]),
    ("crates/sync", &["kaikuasema-domain", "kaikuasema-store"]),
    ("crates/hardware", &["kaikuasema-devices"]),
    // Nobody may know it: it is there for tests only.
    ("crates/soak", &["kaikuasema-central", "kaikuasema-domain", "kaikuasema-store", "kaikuasema-sync"]),
    ("xtask", &[]),
];

/// The manifests of all members. The fuzzer's targets are a workspace of their own, which the project builds without.
fn members() -> Vec<Text> {
    texts("Cargo.toml").into_iter().filter(|manifest| manifest.path != "fuzz/Cargo.toml").collect()
}

/// The folder of a member, from the path of its manifest.
fn member(path: &str) -> &str {
    path.strip_suffix("Cargo.toml").unwrap_or(path).trim_end_matches('/')
}

fn knows_only_whom_it_may(manifest: &Text) -> Complaints {
    let member = member(&manifest.path);
    let mut complaints = vec![];
    for dependency in dependencies(&manifest.text) {
        let name = dependency.name.as_str();
        for only in ONLY.iter().filter(|only| only.names.contains(&name)) {
            let may = only.members.contains(&member) || (only.tests_may && dependency.dev);
            if !may {
                complaints.push(format!("{}: `{name}` belongs to {:?} only", manifest.path, only.members));
            }
        }
        let siblings = SIBLINGS.iter().find(|(of, _)| *of == member);
        if let Some((_, siblings)) = siblings
            && name.starts_with("kaikuasema")
            && !dependency.dev
            && !siblings.contains(&name)
        {
            complaints.push(format!("{}: may not know `{name}`", manifest.path));
        }
    }
    complaints
}

/// The lints of the workspace hold for a member only if it takes them over.
fn takes_over_the_lints(manifest: &Text) -> Complaints {
    let lines: Vec<&str> = manifest.text.lines().map(str::trim).collect();
    let taken = lines.windows(2).any(|pair| pair == ["[lints]", "workspace = true"]);
    if taken { vec![] } else { vec![format!("{}: does not take over the lints of the workspace", manifest.path)] }
}

/// Versions are said once, in the workspace's own table.
fn takes_over_the_versions(manifest: &Text) -> Complaints {
    let mut complaints = vec![];
    let mut within = false;
    for line in manifest.text.lines().map(str::trim) {
        if line.starts_with('[') {
            within = line.ends_with("dependencies]") && line != "[workspace.dependencies]";
        } else if within && line.contains('=') && !line.starts_with('#') && !line.contains("workspace") {
            complaints.push(format!("{}: `{line}` belongs into the table of the workspace", manifest.path));
        }
    }
    complaints
}

#[test]
fn each_member_knows_only_whom_it_may() {
    none(&texts("Cargo.toml").iter().flat_map(knows_only_whom_it_may).collect());
}

#[test]
fn each_member_takes_over_lints_and_versions() {
    none(&members().iter().flat_map(|manifest| [takes_over_the_lints(manifest), takes_over_the_versions(manifest)].concat()).collect());
}

#[test]
fn every_library_has_its_rule() {
    let members = members();
    let unknown = members.iter().map(|manifest| member(&manifest.path)).filter(|member| !member.is_empty());
    for member in unknown {
        assert!(SIBLINGS.iter().any(|(of, _)| *of == member), "say in SIBLINGS whom {member} may know");
    }
}

mod bad_samples {
    use super::*;

    fn sample(path: &str, text: &str) -> Text {
        Text { path: path.to_owned(), text: text.to_owned() }
    }

    #[test]
    fn every_form_of_a_dependency_is_read() {
        let manifest = "[workspace.dependencies]\nnot-this = \"1\"\n[dependencies]\n# iced = \"0\"\none.workspace = true\ntwo = \"1\"\n\
            [dev-dependencies]\nthree = { version = \"1\" }\n[target.'cfg(unix)'.dependencies]\nfour.workspace = true\n[dependencies.five]\nversion = \"1\"\n";
        let read: Vec<(String, bool)> = dependencies(manifest).into_iter().map(|found| (found.name, found.dev)).collect();
        let expected = [("one", false), ("two", false), ("three", true), ("four", false), ("five", false)];
        assert_eq!(read, expected.map(|(name, dev)| (name.to_owned(), dev)));
    }

    #[test]
    fn a_crate_in_the_wrong_place_is_found() {
        let complaints = |path: &str, text: &str| knows_only_whom_it_may(&sample(path, text)).len();
        assert_eq!(complaints("crates/domain/Cargo.toml", "[dependencies]\niced.workspace = true\n"), 1);
        assert_eq!(complaints("crates/store/Cargo.toml", "[dev-dependencies]\niced.workspace = true\n"), 1);
        assert_eq!(complaints("Cargo.toml", "[dependencies]\nrusqlite.workspace = true\n"), 1);
        assert_eq!(complaints("Cargo.toml", "[dependencies]\nreqwest.workspace = true\n"), 1);
        assert_eq!(complaints("Cargo.toml", "[dev-dependencies]\nreqwest.workspace = true\n"), 0);
        assert_eq!(complaints("crates/store/Cargo.toml", "[dependencies]\nrusqlite.workspace = true\n"), 0);
        assert_eq!(complaints("crates/store/Cargo.toml", "[dependencies]\nkaikuasema-sync.workspace = true\n"), 1);
        assert_eq!(complaints("crates/domain/Cargo.toml", "[dependencies]\nkaikuasema-store.workspace = true\n"), 1);
        assert_eq!(complaints("crates/sync/Cargo.toml", "[dev-dependencies]\nkaikuasema-central.workspace = true\n"), 0);
    }

    #[test]
    fn a_member_with_rules_of_its_own_is_found() {
        assert_eq!(takes_over_the_lints(&sample("a/Cargo.toml", "[lints]\n[dependencies]\n")).len(), 1);
        assert_eq!(takes_over_the_versions(&sample("a/Cargo.toml", "[dependencies]\nserde = \"1\"\n")).len(), 1);
        assert!(takes_over_the_versions(&sample("a/Cargo.toml", "[dependencies]\nserde = { workspace = true }\n")).is_empty());
    }
}
