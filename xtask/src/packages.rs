//! The system packages: the one list of them, what is missing, and how it is installed.

use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::process::Command;

use crate::machine::{self, Sentence};

/// What a package is needed for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Need {
    /// To compile and link.
    Build,
    /// To open a window.
    Window,
    /// To run the tests.
    Test,
    /// To run the readers against real devices in an emulated guest.
    Guest,
}

/// A Debian package, and the reason why it is needed.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Package {
    /// Its Debian name.
    pub(crate) name: &'static str,
    /// What for, in words.
    pub(crate) why: &'static str,
    /// When.
    pub(crate) need: Need,
}

/// Every system package that building, running or testing takes on Debian, the C library and the Rust toolchain apart.
///
/// The libraries of `Need::Window` are loaded by name when the window opens, so no linker misses them.
pub(crate) const PACKAGES: &[Package] = &[
    Package { name: "gcc", why: "compiles SQLCipher, ring and zstd, and links", need: Need::Build },
    Package { name: "libc6-dev", why: "headers of the C library", need: Need::Build },
    Package { name: "libclang1", why: "reads the kernel's header for cameras (bindgen)", need: Need::Build },
    Package { name: "libssl-dev", why: "libcrypto, which SQLCipher encrypts with", need: Need::Build },
    Package { name: "libx11-6", why: "windows under X11", need: Need::Window },
    Package { name: "libx11-xcb1", why: "windows under X11", need: Need::Window },
    Package { name: "libxcb1", why: "windows under X11", need: Need::Window },
    Package { name: "libxcursor1", why: "the mouse pointer under X11", need: Need::Window },
    Package { name: "libxi6", why: "keyboard and mouse under X11", need: Need::Window },
    Package { name: "libxkbcommon0", why: "keyboard layouts", need: Need::Window },
    Package { name: "libxkbcommon-x11-0", why: "keyboard layouts under X11", need: Need::Window },
    Package { name: "libwayland-client0", why: "windows under Wayland", need: Need::Window },
    Package { name: "xkb-data", why: "the keyboard layouts themselves", need: Need::Window },
    Package { name: "xvfb", why: "a display for tests that open a real window", need: Need::Test },
    Package { name: "x11-xkb-utils", why: "sets the keyboard layout of that display", need: Need::Test },
    Package { name: "dbus", why: "a session for tests of the keyring", need: Need::Test },
    Package { name: "fuse3", why: "mounts the disk that fails, for tests, where root does not run them", need: Need::Test },
    Package { name: "gnome-keyring", why: "a keyring for tests of the keyring", need: Need::Test },
    Package { name: "qemu-system-x86", why: "emulates a machine with readers plugged in", need: Need::Guest },
    Package { name: "xz-utils", why: "unpacks that machine's kernel", need: Need::Guest },
];

/// The packages for any of these needs.
pub(crate) fn needed(needs: &[Need]) -> Vec<&'static Package> {
    PACKAGES.iter().filter(|package| needs.contains(&package.need)).collect()
}

/// Those that are not installed, by what `dpkg-query -W -f '${Package} ${db:Status-Abbrev}\n'` printed.
pub(crate) fn missing(wanted: &[&'static Package], dpkg: &str) -> Vec<&'static Package> {
    let installed = |name: &str| {
        dpkg.lines().any(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some(name) && words.next() == Some("ii")
        })
    };
    wanted.iter().copied().filter(|package| !installed(package.name)).collect()
}

/// The whole list, for people.
pub(crate) fn list() -> String {
    let mut text = String::new();
    let needs = [
        (Need::Build, "to build"),
        (Need::Window, "to open the window"),
        (Need::Test, "to run the tests"),
        (Need::Guest, "to run the readers against real devices"),
    ];
    for (need, title) in needs {
        let _ = writeln!(text, "{title}:");
        for package in needed(&[need]) {
            let _ = writeln!(text, "  {:<22} {}", package.name, package.why);
        }
    }
    text
}

/// Sees to it that what these needs ask for is installed, and says what it does.
///
/// # Errors
/// A sentence naming the missing packages and the command that installs them, where it cannot be done from here.
pub(crate) fn ensure(needs: &[Need], interactive: bool) -> Result<(), Sentence> {
    let wanted = needed(needs);
    if !machine::is_debian_like(&machine::os_release()) {
        if cfg!(target_os = "linux") {
            println!("This is not a Debian system: see \"System packages\" in README.md for what to install; going on without.");
        }
        return Ok(());
    }
    let lacking = lacking(&wanted)?;
    if lacking.is_empty() {
        println!("System packages: nothing is missing.");
        return Ok(());
    }
    println!("System packages that are missing:");
    for package in &lacking {
        println!("  {:<22} {}", package.name, package.why);
    }
    install(&lacking, interactive)?;
    Ok(())
}

fn lacking(wanted: &[&'static Package]) -> Result<Vec<&'static Package>, Sentence> {
    let mut arguments = vec!["-W", "-f", "${Package} ${db:Status-Abbrev}\n"];
    arguments.extend(wanted.iter().map(|package| package.name));
    let dpkg =
        machine::output("dpkg-query", &arguments).ok_or("dpkg-query cannot be started, so nobody can tell which packages are missing")?;
    Ok(missing(wanted, &dpkg))
}

/// How root's rights are come by.
#[derive(PartialEq, Eq, Debug)]
enum Rights {
    /// They are here.
    Root,
    /// Through sudo, which may ask for a password.
    Sudo,
    /// Through sudo, if it does so without a question.
    SudoWithoutQuestion,
    /// Not at all.
    None,
}

fn rights(root: bool, sudo: bool, interactive: bool) -> Rights {
    match (root, sudo, interactive) {
        (true, _, _) => Rights::Root,
        (false, true, true) => Rights::Sudo,
        (false, true, false) => Rights::SudoWithoutQuestion,
        (false, false, _) => Rights::None,
    }
}

/// The command line that runs apt-get with these rights; `None` if there are none.
fn apt_get(rights: &Rights, arguments: &[&str]) -> Option<Vec<String>> {
    let before: &[&str] = match rights {
        Rights::Root => &["env"],
        Rights::Sudo => &["sudo", "env"],
        Rights::SudoWithoutQuestion => &["sudo", "-n", "env"],
        Rights::None => return None,
    };
    let words = before.iter().chain(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-y", "-q"].iter()).chain(arguments);
    Some(words.map(ToString::to_string).collect())
}

fn install(packages: &[&'static Package], interactive: bool) -> Result<(), Sentence> {
    let names: Vec<&str> = packages.iter().map(|package| package.name).collect();
    let by_hand = format!("as root, run: apt-get update && apt-get install --no-install-recommends {}", names.join(" "));
    let asks = interactive && std::io::stdin().is_terminal();
    let rights = rights(machine::is_root(), machine::has_program("sudo"), asks);
    let mut arguments = vec!["install", "--no-install-recommends"];
    arguments.extend(&names);
    let (Some(install), Some(update)) = (apt_get(&rights, &arguments), apt_get(&rights, &["update"])) else {
        return Err(format!("system packages are missing, and there is neither root nor sudo to install them; {by_hand}"));
    };
    println!("Installing them: {}", install.join(" "));
    // A fresh machine has no package lists yet, one that stood long has old ones: the second try comes after fetching them.
    if run(&install)? || (run(&update)? && run(&install)?) {
        return Ok(());
    }
    Err(format!("the missing packages could not be installed (the lines above say why); {by_hand}"))
}

/// Fetches the package lists anew, where that can be done without a question.
///
/// # Errors
/// If apt-get cannot be started.
pub(crate) fn refresh() -> Result<bool, Sentence> {
    let rights = rights(machine::is_root(), machine::has_program("sudo"), false);
    apt_get(&rights, &["update"]).map_or(Ok(false), |words| run(&words))
}

fn run(words: &[String]) -> Result<bool, Sentence> {
    let Some((program, arguments)) = words.split_first() else { return Ok(false) };
    machine::succeeds(Command::new(program).args(arguments))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_there_only_when_it_is_wholly_installed() {
        let wanted = needed(&[Need::Build]);
        let dpkg = "gcc ii \nlibc6-dev rc \nlibssl-dev un \n";
        let names: Vec<&str> = missing(&wanted, dpkg).iter().map(|package| package.name).collect();
        assert_eq!(names, ["libc6-dev", "libclang1", "libssl-dev"]);
    }

    #[test]
    fn nothing_is_missing_where_all_is_installed() {
        let wanted = needed(&[Need::Build, Need::Window, Need::Test, Need::Guest]);
        let dpkg: String = PACKAGES.iter().map(|package| format!("{} ii \n", package.name)).collect();
        assert!(missing(&wanted, &dpkg).is_empty());
        assert_eq!(missing(&wanted, "").len(), PACKAGES.len());
    }

    #[test]
    fn a_name_that_begins_like_another_is_another() {
        let wanted = needed(&[Need::Build]);
        let lacking = missing(&wanted, "gcc-12 ii \nlibc6-dev ii \nlibclang1 ii \nlibssl-dev ii \n");
        assert_eq!(lacking.len(), 1);
        assert_eq!(lacking[0].name, "gcc");
    }

    #[test]
    fn root_needs_no_sudo_and_a_script_is_never_asked() {
        assert_eq!(rights(true, true, true), Rights::Root);
        assert_eq!(rights(false, true, true), Rights::Sudo);
        assert_eq!(rights(false, true, false), Rights::SudoWithoutQuestion);
        assert_eq!(rights(false, false, true), Rights::None);
        assert_eq!(apt_get(&Rights::None, &["update"]), None);
        let words = apt_get(&Rights::SudoWithoutQuestion, &["update"]).unwrap();
        assert_eq!(words.join(" "), "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -y -q update");
    }

    #[test]
    fn every_package_is_listed_once_with_its_reason_and_in_the_readme() {
        let list = list();
        let readme = std::fs::read_to_string(machine::root().join("README.md")).unwrap();
        for package in PACKAGES {
            assert_eq!(PACKAGES.iter().filter(|other| other.name == package.name).count(), 1, "{}", package.name);
            assert!(list.contains(package.name) && !package.why.is_empty());
            assert!(readme.contains(&format!("`{}`", package.name)), "{} is not in README.md", package.name);
        }
    }
}
