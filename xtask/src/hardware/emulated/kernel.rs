//! The guest's kernel: Debian's own package, unpacked into a folder, not installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::modules::Tree;
use super::read;
use crate::machine::{self, Sentence};
use crate::packages;

/// The package that always depends on Debian's newest kernel. The one for clouds has neither USB nor cameras.
const NEWEST: &str = "linux-image-amd64";
/// The drivers that a counter's readers use, and those that make such readers in the guest.
const WANTED: &[&str] = &[
    "hid-generic",
    "usbhid",
    "evdev",
    "cdc-acm",
    "ftdi_sio",
    "uvcvideo",
    "xhci-pci",
    "dummy_hcd",
    "libcomposite",
    "usb_f_hid",
    "usb_f_acm",
    "vhci-hcd",
];
/// Fetching and unpacking 70 MB.
const DEADLINE: Duration = Duration::from_secs(180);

/// A kernel that is ready to boot.
pub(in crate::hardware) struct Kernel {
    /// What QEMU loads.
    pub(super) image: PathBuf,
    /// The files of its modules in the order of loading.
    pub(super) modules: Vec<PathBuf>,
}

/// The kernel in the folder, fetched and unpacked if there is none yet.
///
/// # Errors
/// A sentence: why the kernel cannot be had.
pub(super) fn ready(cache: &Path) -> Result<Kernel, Sentence> {
    let folder = cache.join(format!("kernel-{:016x}", fingerprint(WANTED)));
    if !folder.is_dir() {
        let half = cache.join("kernel-half");
        // What an interrupted run left behind.
        let _ = fs::remove_dir_all(&half);
        fetch(&half)?;
        fs::rename(&half, &folder).map_err(|error| format!("{} cannot be put in its place: {error}", half.display()))?;
    }
    let mut modules: Vec<PathBuf> = fs::read_dir(folder.join("modules"))
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    modules.sort();
    Ok(Kernel { image: folder.join("image"), modules })
}

/// Fetches the package and leaves image and modules in the folder.
fn fetch(folder: &Path) -> Result<(), Sentence> {
    let made = |path: &Path| fs::create_dir_all(path).map_err(|error| format!("{} cannot be made: {error}", path.display()));
    let package = folder.join("package");
    made(&package)?;
    made(&folder.join("modules"))?;
    println!("Fetching the guest's kernel, some 70 MB, once.");
    let file = download(&package)?;
    let root = folder.join("unpacked");
    if !machine::succeeds_within(Command::new("dpkg-deb").arg("-x").arg(&file).arg(&root), DEADLINE)? {
        return Err(format!("{} cannot be unpacked", file.display()));
    }
    let release = only(&root.join("lib/modules"), |_| true)?;
    let image = only(&root.join("boot"), |name| name.starts_with("vmlinuz-"))?;
    write(&folder.join("image"), &bare(&read(&image)?, folder)?)?;
    for (number, module) in Tree::of(&release)?.closure(WANTED)?.iter().enumerate() {
        write(&folder.join(format!("modules/{number:02}-{}.ko", module.name)), &module.content)?;
    }
    for done in [package, root] {
        fs::remove_dir_all(&done).map_err(|error| format!("{} cannot be removed: {error}", done.display()))?;
    }
    Ok(())
}

/// Downloads the newest kernel's package into the folder.
fn download(folder: &Path) -> Result<PathBuf, Sentence> {
    let by_hand = "on Debian, as root, run: apt-get update";
    // A fresh machine has no package lists, and one that stood long names packages that are gone: then the lists are fetched.
    for is_second_try in [false, true] {
        if is_second_try && !packages::refresh()? {
            break;
        }
        let Some(name) = machine::output("apt-cache", &["depends", NEWEST]).as_deref().and_then(newest) else { continue };
        let mut apt = Command::new("apt-get");
        apt.args(["download", "-q", "-o", "Acquire::http::Timeout=30", "-o", "Acquire::Retries=2", &name]);
        // The command warns when root fetches into root's folder: harmless.
        apt.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if machine::succeeds_within(&mut apt, DEADLINE)? {
            return only(folder, |file| file.ends_with(".deb"));
        }
    }
    Err(format!("the kernel package that {NEWEST} depends on cannot be downloaded; {by_hand}"))
}

/// The kernel's own package in what `apt-cache depends` printed.
fn newest(depends: &str) -> Option<String> {
    let names = depends.lines().filter_map(|line| line.trim().strip_prefix("Depends: "));
    names.map(str::trim).find(|name| name.starts_with("linux-image-")).map(ToOwned::to_owned)
}

/// The one entry of a folder that fits.
fn only(folder: &Path, fits: impl Fn(&str) -> bool) -> Result<PathBuf, Sentence> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let mut found = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(&fits));
    found.next().map(|entry| entry.path()).ok_or_else(|| format!("{} lacks what a kernel's package has", folder.display()))
}

/// The bare kernel out of its self-unpacking form: unpacking here takes a second, in the emulated guest many.
///
/// What is packed in a way that no program here undoes stays as it is, and boots all the same.
fn bare(image: &[u8], scratch: &Path) -> Result<Vec<u8>, Sentence> {
    let Some((program, packed)) = payload(image) else { return Ok(image.to_vec()) };
    let file = scratch.join("payload");
    write(&file, packed)?;
    let source = fs::File::open(&file).map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
    let output = Command::new(program[0]).args(&program[1..]).stdin(source).stderr(Stdio::null()).output();
    fs::remove_file(&file).map_err(|error| format!("{} cannot be removed: {error}", file.display()))?;
    match output {
        Ok(output) if output.stdout.starts_with(b"\x7fELF") => Ok(output.stdout),
        _ => Ok(image.to_vec()),
    }
}

/// The packed kernel in an image, and the program that unpacks it.
///
/// Linux' boot protocol: the number of set-up sectors stands at 0x1f1, place and length of the payload at
/// 0x248 and 0x24c. Behind the payload follows its unpacked length in four bytes.
fn payload(image: &[u8]) -> Option<(&'static [&'static str], &[u8])> {
    let number = |at: usize| Some(u32::from_le_bytes(image.get(at..at + 4)?.try_into().ok()?) as usize);
    let sectors = match *image.get(0x1f1)? {
        0 => 4,
        sectors => usize::from(sectors),
    };
    let begin = (sectors + 1) * 512 + number(0x248)?;
    let packed = image.get(begin..begin + number(0x24c)?.checked_sub(4)?)?;
    let program: &[&str] = match packed {
        [0xfd, b'7', b'z', b'X', b'Z', ..] => &["xz", "-dc", "--single-stream"],
        [0x28, 0xb5, 0x2f, 0xfd, ..] => &["zstd", "-dcq"],
        [0x1f, 0x8b, ..] => &["gzip", "-dc"],
        [0x02, 0x21, 0x4c, 0x18, ..] => &["lz4", "-dc"],
        _ => return None,
    };
    Some((program, packed))
}

fn write(path: &Path, content: &[u8]) -> Result<(), Sentence> {
    fs::write(path, content).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

/// Tells lists apart (FNV-1a), so that a kernel unpacked for another list is not taken for this one.
fn fingerprint(names: &[&str]) -> u64 {
    let bytes = names.iter().flat_map(|name| name.bytes().chain([0]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_of_today_is_what_the_newest_depends_on() {
        let depends = "linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n  Suggests: linux-doc\n";
        assert_eq!(newest(depends).as_deref(), Some("linux-image-6.1.0-56-amd64"));
        assert_eq!(newest("N: Unable to locate package\n"), None);
    }

    #[test]
    fn another_list_of_modules_is_another_kernel() {
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
        assert_eq!(fingerprint(WANTED), fingerprint(WANTED));
    }

    /// An image as the boot protocol lays it out.
    fn image(payload: &[u8]) -> Vec<u8> {
        let mut image = vec![0; 3 * 512 + 16];
        image[0x1f1] = 2;
        image[0x248..0x24c].copy_from_slice(&16_u32.to_le_bytes());
        image[0x24c..0x250].copy_from_slice(&u32::try_from(payload.len() + 4).unwrap().to_le_bytes());
        image.extend(payload);
        image.extend([9; 4]);
        image
    }

    #[test]
    fn the_packed_kernel_is_found_by_the_boot_protocol() {
        let image = image(b"\xfd7zXZ\0packed");
        let (program, packed) = payload(&image).unwrap();
        assert_eq!((program[0], packed), ("xz", b"\xfd7zXZ\0packed".as_slice()));
    }

    #[test]
    fn what_is_packed_otherwise_boots_as_it_is() {
        let scratch = std::env::temp_dir();
        let other = image(b"something else");
        assert!(payload(&other).is_none());
        assert_eq!(bare(&other, &scratch), Ok(other.clone()));
        assert_eq!(bare(b"short", &scratch), Ok(b"short".to_vec()));
        assert!(payload(&image(b"\xfd7zXZ\0")[..1550]).is_none());
    }
}
