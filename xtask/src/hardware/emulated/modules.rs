//! Kernel modules: which ones are needed for those that are wanted, and in what order they are loaded.
//!
//! A module tells in its own text what it depends on, so that nobody has to run `depmod` first.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::read;
use crate::machine::Sentence;

/// The module files below a folder, by name.
pub(super) struct Tree {
    files: BTreeMap<String, PathBuf>,
    /// Names of what the kernel itself has in it.
    built_in: Vec<String>,
}

/// A module to load: its name and its whole content, unpacked.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Module {
    pub(super) name: String,
    pub(super) content: Vec<u8>,
}

impl Tree {
    /// Looks through a folder such as `lib/modules/6.1.0-56-amd64`.
    ///
    /// # Errors
    /// A sentence, where the folder cannot be read.
    pub(super) fn of(folder: &Path) -> Result<Self, Sentence> {
        let mut files = BTreeMap::new();
        collect(folder, &mut files).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
        let list = fs::read_to_string(folder.join("modules.builtin")).unwrap_or_default();
        let built_in = list.lines().filter_map(|line| name_of(Path::new(line))).collect();
        Ok(Self { files, built_in })
    }

    /// The wanted modules and all that they need, each once, in an order in which they can be loaded.
    ///
    /// # Errors
    /// A sentence naming a module that the kernel does not have, or a file that cannot be read or unpacked.
    pub(super) fn closure(&self, wanted: &[&str]) -> Result<Vec<Module>, Sentence> {
        let mut modules = Vec::new();
        for name in wanted {
            self.add(&normal(name), &mut modules)?;
        }
        Ok(modules)
    }

    fn add(&self, name: &str, modules: &mut Vec<Module>) -> Result<(), Sentence> {
        if modules.iter().any(|module| module.name == name) || self.built_in.iter().any(|built_in| built_in == name) {
            return Ok(());
        }
        let path = self.files.get(name).ok_or_else(|| format!("the kernel has no module `{name}`"))?;
        let content = unpacked(path)?;
        for needed in depends(&content) {
            self.add(&needed, modules)?;
        }
        modules.push(Module { name: name.to_owned(), content });
        Ok(())
    }
}

fn collect(folder: &Path, files: &mut BTreeMap<String, PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), files)?;
        } else if let Some(name) = name_of(&entry.path()) {
            files.insert(name, entry.path());
        }
    }
    Ok(())
}

/// The name of the module in a file, if there is one: `hid-generic.ko.xz` holds `hid_generic`.
fn name_of(path: &Path) -> Option<String> {
    let (name, _packed) = path.file_name()?.to_str()?.split_once(".ko")?;
    Some(normal(name))
}

/// The kernel takes `-` and `_` for the same in a name.
fn normal(name: &str) -> String {
    name.replace('-', "_")
}

/// What a module says that it depends on: the text after `depends=` in its section of facts.
fn depends(module: &[u8]) -> Vec<String> {
    let mark = b"\0depends=";
    let Some(at) = module.windows(mark.len()).position(|window| window == mark) else { return Vec::new() };
    let rest = &module[at + mark.len()..];
    let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
    let text = String::from_utf8_lossy(&rest[..end]);
    text.split(',').filter(|name| !name.is_empty()).map(normal).collect()
}

/// What is in a module's file, unpacked if need be.
fn unpacked(path: &Path) -> Result<Vec<u8>, Sentence> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("xz") => unpack(Command::new("xz").arg("-dc").arg(path), path),
        Some("zst") => unpack(Command::new("zstd").arg("-dcq").arg(path), path),
        Some("gz") => unpack(Command::new("gzip").arg("-dc").arg(path), path),
        _ => read(path),
    }
}

fn unpack(command: &mut Command, path: &Path) -> Result<Vec<u8>, Sentence> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output();
    match output {
        Ok(output) if output.status.success() => Ok(output.stdout),
        _ => Err(format!("{} cannot be unpacked with {}", path.display(), command.get_program().display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of modules as they lie in a kernel's package; taken away at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn of(name: &str, files: &[(&str, &[u8])]) -> Self {
            let folder = std::env::temp_dir().join(format!("kaikuasema-modules-{name}-{}", std::process::id()));
            for (path, content) in files {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, content).unwrap();
            }
            Self(folder)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_module_says_itself_what_it_depends_on() {
        assert_eq!(depends(b"\x7fELF\0license=GPL\0depends=videobuf2-v4l2,usbcore\0name=uvcvideo\0"), ["videobuf2_v4l2", "usbcore"]);
        assert!(depends(b"\x7fELF\0depends=\0name=hid\0").is_empty());
        assert!(depends(b"\x7fELF").is_empty());
        assert_eq!(depends(b"\0depends=cut"), ["cut"]);
    }

    #[test]
    fn what_is_needed_comes_first_and_once_and_what_is_built_in_never() {
        let folder = Folder::of(
            "order",
            &[
                ("kernel/hid/hid.ko", b"\0depends=\0"),
                ("kernel/hid/hid-generic.ko", b"\0depends=hid\0"),
                ("kernel/hid/usbhid.ko", b"\0depends=hid,usbcore\0"),
                ("kernel/usb/usbcore.ko", b"\0depends=usb-common\0"),
                ("modules.builtin", b"kernel/usb/usb-common.ko\n"),
            ],
        );
        let modules = Tree::of(&folder.0).unwrap().closure(&["hid-generic", "usbhid"]).unwrap();
        let names: Vec<&str> = modules.iter().map(|module| module.name.as_str()).collect();
        assert_eq!(names, ["hid", "hid_generic", "usbcore", "usbhid"]);
    }

    #[test]
    fn a_module_that_the_kernel_lacks_is_named() {
        let folder = Folder::of("lacking", &[("kernel/uvcvideo.ko", b"\0depends=media\0")]);
        assert_eq!(Tree::of(&folder.0).unwrap().closure(&["uvcvideo"]), Err("the kernel has no module `media`".to_owned()));
    }
}
