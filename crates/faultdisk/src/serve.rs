//! The disk as a file system of the kernel's: what FUSE asks, put to the [`Tree`].

use crate::command::{Answer, Command};
use crate::step::Step;
use crate::tree::{Entry, Tree, TreeError};
use fuser::{
    BackgroundSession, Config, Errno, FileAttr, FileHandle, FileType, Filesystem, FopenFlags, Generation, INodeNo, LockOwner, MountOption,
    OpenAccMode, OpenFlags, RenameFlags, ReplyAttr, ReplyCreate, ReplyData, ReplyDirectory, ReplyEmpty, ReplyEntry, ReplyOpen, ReplyStatfs,
    ReplyWrite, Request, Session, TimeOrNow, WriteFlags,
};
use std::ffi::OsStr;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// The kernel asks each time: what a test changes holds at once.
const NEVER_KEPT: Duration = Duration::ZERO;
const BLOCK: u32 = 4096;
const BLOCKS_SHOWN: u64 = 1 << 20;

/// The disk and the flushes that wait, in the hands of the kernel's thread and of whoever commands.
#[derive(Clone, Default)]
pub struct Served {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    tree: Tree,
    holds: bool,
    held: Vec<(u64, ReplyEmpty)>,
}

impl Served {
    /// Mounts the disk on a folder, until what is returned is dropped.
    ///
    /// # Errors
    /// What the system says, such as that nobody but root may mount where `fusermount3` is missing.
    pub fn mount(&self, folder: &Path) -> io::Result<BackgroundSession> {
        let mut config = Config::default();
        config.mount_options = vec![MountOption::FSName("faultdisk".to_owned()), MountOption::NoAtime];
        Session::new(self.clone(), folder, &config)?.spawn()
    }

    /// Does what it is told.
    #[must_use]
    pub fn obey(&self, command: Command) -> Answer {
        let mut state = self.state();
        match command {
            Command::Fail(fault) => state.tree.fail(fault),
            Command::Heal => return Answer::Count(state.tree.heal()),
            Command::Mode(mode) => state.tree.set_mode(mode),
            Command::Room(room) => state.tree.set_room(room),
            Command::Used => return Answer::Count(state.tree.used()),
            Command::HoldSyncs => state.holds = true,
            Command::HeldSyncs => return Answer::Count(state.held.len() as u64),
            Command::LetGo => {
                state.holds = false;
                for (node, reply) in std::mem::take(&mut state.held) {
                    empty(state.tree.sync(node), reply);
                }
            }
            Command::Mark(text) => state.tree.mark(text),
            Command::Steps(path) => {
                if let Err(error) = write_steps(state.tree.steps(), &path) {
                    return Answer::Failed(error.to_string());
                }
            }
        }
        Answer::Done
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn flush_now_or_later(&self, node: INodeNo, reply: ReplyEmpty) {
        let mut state = self.state();
        if state.holds {
            state.held.push((node.0, reply));
        } else {
            empty(state.tree.sync(node.0), reply);
        }
    }
}

fn write_steps(steps: &[Step], path: &Path) -> io::Result<()> {
    let mut file = BufWriter::new(std::fs::File::create(path)?);
    for step in steps {
        serde_json::to_writer(&mut file, step)?;
        file.write_all(b"\n")?;
    }
    file.flush()
}

fn errno(error: TreeError) -> Errno {
    match error {
        TreeError::NotFound => Errno::ENOENT,
        TreeError::Exists => Errno::EEXIST,
        TreeError::OtherKind => Errno::EISDIR,
        TreeError::NotEmpty => Errno::ENOTEMPTY,
        TreeError::Io => Errno::EIO,
        TreeError::NoSpace => Errno::ENOSPC,
        TreeError::ReadOnly => Errno::EROFS,
        TreeError::Denied => Errno::EACCES,
    }
}

fn empty(result: Result<(), TreeError>, reply: ReplyEmpty) {
    match result {
        Ok(()) => reply.ok(),
        Err(error) => reply.error(errno(error)),
    }
}

fn attributes(node: u64, entry: &Entry) -> FileAttr {
    let time = SystemTime::UNIX_EPOCH;
    let size = entry.bytes.len() as u64;
    FileAttr {
        ino: INodeNo(node),
        size,
        blocks: size.div_ceil(512),
        atime: time,
        mtime: time,
        ctime: time,
        crtime: time,
        kind: if entry.children.is_some() { FileType::Directory } else { FileType::RegularFile },
        perm: entry.mode,
        nlink: 1,
        uid: rustix::process::geteuid().as_raw(),
        gid: rustix::process::getegid().as_raw(),
        rdev: 0,
        blksize: BLOCK,
        flags: 0,
    }
}

fn text(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

fn rights(mode: u32, umask: u32) -> u16 {
    u16::try_from(mode & !umask & 0o777).unwrap_or_default()
}

impl Filesystem for Served {
    fn lookup(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEntry) {
        let state = self.state();
        let found = state.tree.lookup(parent.0, &text(name)).and_then(|node| Ok(attributes(node, state.tree.entry(node)?)));
        match found {
            Ok(found) => reply.entry(&NEVER_KEPT, &found, Generation(0)),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn getattr(&self, _: &Request, node: INodeNo, _: Option<FileHandle>, reply: ReplyAttr) {
        match self.state().tree.entry(node.0) {
            Ok(entry) => reply.attr(&NEVER_KEPT, &attributes(node.0, entry)),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn setattr(
        &self,
        _: &Request,
        node: INodeNo,
        mode: Option<u32>,
        _: Option<u32>,
        _: Option<u32>,
        size: Option<u64>,
        _: Option<TimeOrNow>,
        _: Option<TimeOrNow>,
        _: Option<SystemTime>,
        _: Option<FileHandle>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<SystemTime>,
        _: Option<fuser::BsdFileFlags>,
        reply: ReplyAttr,
    ) {
        let tree = &mut self.state().tree;
        let sized = size.map_or(Ok(()), |length| tree.truncate(node.0, length));
        let set = sized.and_then(|()| mode.map_or(Ok(()), |mode| tree.set_rights(node.0, rights(mode, 0))));
        match set.and_then(|()| Ok(attributes(node.0, tree.entry(node.0)?))) {
            Ok(attributes) => reply.attr(&NEVER_KEPT, &attributes),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn mkdir(&self, _: &Request, parent: INodeNo, name: &OsStr, mode: u32, umask: u32, reply: ReplyEntry) {
        let tree = &mut self.state().tree;
        let made = tree.create(parent.0, &text(name), rights(mode, umask), true);
        match made.and_then(|node| Ok(attributes(node, tree.entry(node)?))) {
            Ok(made) => reply.entry(&NEVER_KEPT, &made, Generation(0)),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn unlink(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        empty(self.state().tree.unlink(parent.0, &text(name)), reply);
    }

    fn rmdir(&self, _: &Request, parent: INodeNo, name: &OsStr, reply: ReplyEmpty) {
        empty(self.state().tree.unlink(parent.0, &text(name)), reply);
    }

    fn rename(&self, _: &Request, parent: INodeNo, name: &OsStr, to: INodeNo, to_name: &OsStr, _: RenameFlags, reply: ReplyEmpty) {
        empty(self.state().tree.rename(parent.0, &text(name), to.0, &text(to_name)), reply);
    }

    fn open(&self, _: &Request, node: INodeNo, flags: OpenFlags, reply: ReplyOpen) {
        match self.state().tree.open(node.0, flags.acc_mode() != OpenAccMode::O_RDONLY) {
            Ok(()) => reply.opened(FileHandle(0), FopenFlags::empty()),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn create(&self, _: &Request, parent: INodeNo, name: &OsStr, mode: u32, umask: u32, _: i32, reply: ReplyCreate) {
        let tree = &mut self.state().tree;
        let made = tree.create(parent.0, &text(name), rights(mode, umask), false);
        match made.and_then(|node| Ok(attributes(node, tree.entry(node)?))) {
            Ok(made) => reply.created(&NEVER_KEPT, &made, Generation(0), FileHandle(0), FopenFlags::empty()),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn read(&self, _: &Request, node: INodeNo, _: FileHandle, at: u64, size: u32, _: OpenFlags, _: Option<LockOwner>, reply: ReplyData) {
        match self.state().tree.entry(node.0) {
            Ok(entry) => {
                let from = usize::try_from(at).unwrap_or(usize::MAX).min(entry.bytes.len());
                let to = from.saturating_add(size as usize).min(entry.bytes.len());
                reply.data(entry.bytes.get(from..to).unwrap_or_default());
            }
            Err(error) => reply.error(errno(error)),
        }
    }

    fn write(
        &self,
        _: &Request,
        node: INodeNo,
        _: FileHandle,
        at: u64,
        bytes: &[u8],
        how: WriteFlags,
        _: OpenFlags,
        _: Option<LockOwner>,
        reply: ReplyWrite,
    ) {
        let tree = &mut self.state().tree;
        let written = if how.contains(WriteFlags::FUSE_WRITE_CACHE) {
            tree.write_back(node.0, at, bytes).map(|()| bytes.len())
        } else {
            tree.write(node.0, at, bytes)
        };
        match written {
            Ok(written) => reply.written(u32::try_from(written).unwrap_or(u32::MAX)),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn flush(&self, _: &Request, _: INodeNo, _: FileHandle, _: LockOwner, reply: ReplyEmpty) {
        reply.ok();
    }

    fn fsync(&self, _: &Request, node: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        self.flush_now_or_later(node, reply);
    }

    fn opendir(&self, _: &Request, node: INodeNo, _: OpenFlags, reply: ReplyOpen) {
        match self.state().tree.open(node.0, false) {
            Ok(()) => reply.opened(FileHandle(0), FopenFlags::empty()),
            Err(error) => reply.error(errno(error)),
        }
    }

    fn readdir(&self, _: &Request, node: INodeNo, _: FileHandle, offset: u64, mut reply: ReplyDirectory) {
        let state = self.state();
        let Some(children) = state.tree.entry(node.0).ok().and_then(|entry| entry.children.as_ref()) else {
            reply.error(Errno::ENOTDIR);
            return;
        };
        let skipped = usize::try_from(offset).unwrap_or(usize::MAX);
        for (place, (name, child)) in (1..).zip(children).skip(skipped) {
            let is_folder = state.tree.entry(*child).is_ok_and(|entry| entry.children.is_some());
            let kind = if is_folder { FileType::Directory } else { FileType::RegularFile };
            if reply.add(INodeNo(*child), place, kind, name) {
                break;
            }
        }
        reply.ok();
    }

    fn fsyncdir(&self, _: &Request, node: INodeNo, _: FileHandle, _: bool, reply: ReplyEmpty) {
        self.flush_now_or_later(node, reply);
    }

    fn statfs(&self, _: &Request, _: INodeNo, reply: ReplyStatfs) {
        reply.statfs(BLOCKS_SHOWN, BLOCKS_SHOWN, BLOCKS_SHOWN, BLOCKS_SHOWN, BLOCKS_SHOWN, BLOCK, 255, BLOCK);
    }

    fn access(&self, _: &Request, _: INodeNo, _: fuser::AccessFlags, reply: ReplyEmpty) {
        reply.ok();
    }
}
