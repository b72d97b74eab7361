//! The data directory: its rights, its lock, and the names of what lies in it.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The encrypted database.
pub(crate) const DATABASE: &str = "station.db";
/// The database while it is being made for the first time.
pub(crate) const DATABASE_UNFINISHED: &str = "station.db.new";
/// There where a damaged page was found: at the next opening every page is looked at.
pub(crate) const DOUBTFUL: &str = "station.db.doubtful";
const LOCK: &str = "station.lock";

/// A data directory that this process, and no other, has in use. The lock goes with the value.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    _lock: File,
}

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DirectoryError {
    /// It cannot be made, entered or written.
    #[error("{path} cannot be written")]
    NotWritable {
        /// What could not be written.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Another station has it in use.
    #[error("another station has this data directory in use")]
    InUse,
}

impl Directory {
    /// Makes the directory where it is missing, and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, DirectoryError> {
        let not_writable = |path: &Path| {
            let path = path.to_owned();
            move |source| DirectoryError::NotWritable { path, source }
        };
        make(path).map_err(not_writable(path))?;
        let lock_path = path.join(LOCK);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).read(true).write(true);
        let lock = private(&mut options).open(&lock_path).map_err(not_writable(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DirectoryError::InUse),
            Err(TryLockError::Error(source)) => Err(not_writable(&lock_path)(source)),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A file in it.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Options under which a new file is readable by its owner only.
pub(crate) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

/// Makes a renamed or newly made entry of the directory survive a power cut.
pub(crate) fn sync(directory: &Path) -> io::Result<()> {
    // Windows has no handle for a directory to flush; NTFS journals the entry itself.
    if cfg!(unix) { File::open(directory)?.sync_all() } else { Ok(()) }
}

fn make(path: &Path) -> io::Result<()> {
    let ours = !path.exists() || is_ours(path)?;
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists()).collect();
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)?;
    // All that is ever flushed in a folder is gone with a folder whose own name was not.
    for folder in missing.iter().rev().filter_map(|folder| folder.parent()) {
        sync(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?;
    }
    #[cfg(unix)]
    if ours {
        use std::os::unix::fs::PermissionsExt;
        if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(path, fs::Permissions::from_mode(0o700))?;
        }
    }
    #[cfg(not(unix))]
    let _ = ours;
    Ok(())
}

/// Whether a directory that is there already may be closed to others: it is empty or a station's.
/// One that holds other things, such as a home or `/tmp`, keeps its rights.
fn is_ours(path: &Path) -> io::Result<bool> {
    if path.join(LOCK).exists() {
        return Ok(true);
    }
    Ok(fs::read_dir(path)?.next().is_none())
}

/// Whether a station's file lies in the directory, in use or not.
#[must_use]
pub fn has_station(path: &Path) -> bool {
    path.join(DATABASE).exists()
}

/// Whether a station has the directory in use now. A directory without a lock file is nobody's.
#[must_use]
pub fn is_in_use(path: &Path) -> bool {
    let Ok(lock) = File::open(path.join(LOCK)) else { return false };
    matches!(lock.try_lock(), Err(TryLockError::WouldBlock))
}
