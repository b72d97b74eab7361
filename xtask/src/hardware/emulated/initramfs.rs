//! The guest's whole file system as one file: its program, the libraries that this is linked with, the modules.
//!
//! The form is the kernel's own, "newc": a header of 110 characters, name and content, each filled up to four
//! bytes. It stays unpacked, since unpacking would cost the emulated guest more than reading does.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::read;
use crate::machine::{self, Sentence};

const FOLDER: u32 = 0o040_755;
const PROGRAM: u32 = 0o100_755;
/// Where the guest mounts what the kernel offers.
const FOLDERS: [&str; 6] = ["dev", "proc", "sys", "tmp", "run", "modules"];

/// Writes the file system with this program as `init`.
///
/// # Errors
/// A sentence, where a part cannot be read or the file not be written.
pub(super) fn write(path: &Path, program: &Path, modules: &[PathBuf]) -> Result<(), Sentence> {
    let mut parts = vec![("init".to_owned(), read(program)?)];
    for library in libraries(&machine::output("ldd", &[&program.to_string_lossy()]).unwrap_or_default()) {
        parts.push((library.trim_start_matches('/').to_owned(), read(Path::new(&library))?));
    }
    for module in modules {
        let name = module.file_name().unwrap_or_default().to_string_lossy();
        parts.push((format!("modules/{name}"), read(module)?));
    }
    let file = std::fs::File::create(path).map_err(|error| format!("{} cannot be written: {error}", path.display()))?;
    archive(BufWriter::new(file), &parts).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

/// The absolute paths in what `ldd` printed: `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x…)`.
fn libraries(ldd: &str) -> Vec<String> {
    let paths = ldd.lines().filter_map(|line| line.split_whitespace().find(|word| word.starts_with('/')));
    paths.map(ToOwned::to_owned).collect()
}

/// Every folder on the way to a file, the outermost first: `lib`, `lib/a` for `lib/a/b.so`.
fn folders_above(path: &str) -> Vec<&str> {
    path.match_indices('/').map(|(at, _)| &path[..at]).collect()
}

fn archive(mut to: impl Write, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let mut folders: Vec<&str> = FOLDERS.to_vec();
    for folder in files.iter().flat_map(|(path, _)| folders_above(path)) {
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    let mut number = 0;
    for folder in folders {
        number += 1;
        entry(&mut to, number, FOLDER, folder, &[])?;
    }
    for (path, content) in files {
        number += 1;
        entry(&mut to, number, PROGRAM, path, content)?;
    }
    entry(&mut to, 0, 0, "TRAILER!!!", &[])?;
    to.flush()
}

fn entry(to: &mut impl Write, number: u32, mode: u32, path: &str, content: &[u8]) -> io::Result<()> {
    let length = |length: usize| u32::try_from(length).map_err(io::Error::other);
    let links = if mode == FOLDER { 2 } else { 1 };
    // Number, mode, owner, group, links, time, length, four device numbers, length of the name with its end, no checksum.
    let fields = [number, mode, 0, 0, links, 0, length(content.len())?, 0, 0, 0, 0, length(path.len() + 1)?, 0];
    to.write_all(b"070701")?;
    for field in fields {
        write!(to, "{field:08X}")?;
    }
    to.write_all(path.as_bytes())?;
    to.write_all(&[0])?;
    fill(to, 110 + path.len() + 1)?;
    to.write_all(content)?;
    fill(to, content.len())
}

/// Fills up to a multiple of four.
fn fill(to: &mut impl Write, length: usize) -> io::Result<()> {
    to.write_all(&[0; 3][..length.next_multiple_of(4) - length])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_found_by_their_absolute_paths() {
        let ldd = "\tlinux-vdso.so.1 (0x00007ffd)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f)\n";
        assert_eq!(libraries(ldd), ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2"]);
        assert!(libraries("\tstatically linked\n").is_empty());
    }

    #[test]
    fn every_folder_comes_once_and_before_what_lies_in_it() {
        let files = [("lib/a/one.so".to_owned(), vec![1]), ("lib/a/two.so".to_owned(), vec![2])];
        let mut bytes = Vec::new();
        archive(&mut bytes, &files).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let place = |name: &str| text.find(&format!("{name}\0")).unwrap();
        assert!(place("lib") < place("lib/a") && place("lib/a") < place("lib/a/one.so"));
        assert_eq!(text.matches("lib/a\0").count(), 1);
        assert!(text.ends_with("TRAILER!!!\0\0\0\0"));
    }

    #[test]
    fn an_entry_is_what_the_kernel_reads() {
        let mut bytes = Vec::new();
        entry(&mut bytes, 7, PROGRAM, "init", b"hello").unwrap();
        let header = b"07070100000007000081ED00000000000000000000000100000000000000050000000000000000000000000000000000000005";
        assert_eq!(&bytes[..102], header);
        assert_eq!(&bytes[102..], b"00000000init\0\0hello\0\0\0");
        assert_eq!(bytes.len() % 4, 0);
    }
}
