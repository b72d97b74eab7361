//! The disk itself: files in memory, what it was told to refuse, and what it remembers. Knows nothing of the kernel.

use crate::command::{Errno, Fault, Mode, Operation};
use crate::step::{Node, ROOT, Step};
use std::collections::{BTreeMap, HashMap};

/// Why something was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// There is no such file.
    #[error("there is no such file")]
    NotFound,
    /// There is one already.
    #[error("there is one already")]
    Exists,
    /// A folder where a file should be, or the other way round.
    #[error("it is of the other kind")]
    OtherKind,
    /// The folder has something in it.
    #[error("the folder is not empty")]
    NotEmpty,
    /// The disk was told to fail.
    #[error("the disk does not do it")]
    Io,
    /// There is no room.
    #[error("there is no room")]
    NoSpace,
    /// The disk is read-only now.
    #[error("the disk is read-only")]
    ReadOnly,
    /// Nothing may be opened now.
    #[error("it is not allowed")]
    Denied,
}

/// A file or a folder.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name, the last one that it had.
    pub name: String,
    /// What is in it, of a file.
    pub bytes: Vec<u8>,
    /// What is in it, of a folder.
    pub children: Option<BTreeMap<String, Node>>,
    /// The rights, as set by whoever uses it; they are shown and not enforced.
    pub mode: u16,
}

/// A fault that was told, and how many of its kind were since.
#[derive(Debug)]
struct Armed {
    fault: Fault,
    seen: u64,
}

/// The disk.
#[derive(Debug)]
pub struct Tree {
    entries: HashMap<Node, Entry>,
    next: Node,
    faults: Vec<Armed>,
    failures: u64,
    mode: Mode,
    room: Option<u64>,
    steps: Vec<Step>,
}

impl Default for Tree {
    fn default() -> Self {
        let root = Entry { name: String::new(), bytes: Vec::new(), children: Some(BTreeMap::new()), mode: 0o700 };
        Self {
            entries: HashMap::from([(ROOT, root)]),
            next: ROOT + 1,
            faults: Vec::new(),
            failures: 0,
            mode: Mode::Writable,
            room: None,
            steps: Vec::new(),
        }
    }
}

impl Tree {
    /// Lets something fail.
    pub fn fail(&mut self, fault: Fault) {
        self.faults.push(Armed { fault, seen: 0 });
    }

    /// Lets nothing fail any more, and tells how many failures there were since the last time.
    pub fn heal(&mut self) -> u64 {
        self.faults.clear();
        std::mem::take(&mut self.failures)
    }

    /// Sets what may be done.
    pub fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// Sets how many bytes fit.
    pub fn set_room(&mut self, room: Option<u64>) {
        self.room = room;
    }

    /// Notes something among the steps.
    pub fn mark(&mut self, text: String) {
        self.steps.push(Step::Mark(text));
    }

    /// All that was done.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many bytes the files have that have a name.
    #[must_use]
    pub fn used(&self) -> u64 {
        let named = self.entries.values().filter_map(|entry| entry.children.as_ref()).flat_map(BTreeMap::values);
        named.filter_map(|node| self.entries.get(node)).map(|entry| entry.bytes.len() as u64).sum()
    }

    /// A file or folder.
    ///
    /// # Errors
    /// [`TreeError::NotFound`].
    pub fn entry(&self, node: Node) -> Result<&Entry, TreeError> {
        self.entries.get(&node).ok_or(TreeError::NotFound)
    }

    /// What has a name in a folder.
    ///
    /// # Errors
    /// [`TreeError::NotFound`] and [`TreeError::OtherKind`].
    pub fn lookup(&self, folder: Node, name: &str) -> Result<Node, TreeError> {
        let children = self.entry(folder)?.children.as_ref().ok_or(TreeError::OtherKind)?;
        children.get(name).copied().ok_or(TreeError::NotFound)
    }

    /// Whether a file may be opened now.
    ///
    /// # Errors
    /// [`TreeError::Denied`], and [`TreeError::ReadOnly`] for writing.
    pub fn open(&self, node: Node, to_write: bool) -> Result<(), TreeError> {
        self.entry(node)?;
        match self.mode {
            Mode::Denied => Err(TreeError::Denied),
            Mode::ReadOnly if to_write => Err(TreeError::ReadOnly),
            _ => Ok(()),
        }
    }

    /// Makes a file or a folder.
    ///
    /// # Errors
    /// What the disk was told to fail with; [`TreeError::Exists`].
    pub fn create(&mut self, folder: Node, name: &str, mode: u16, is_folder: bool) -> Result<Node, TreeError> {
        match self.lookup(folder, name) {
            Err(TreeError::NotFound) => {}
            Err(error) => return Err(error),
            Ok(_) => return Err(TreeError::Exists),
        }
        self.names_may_change()?;
        self.may(Operation::Create, name)?;
        let node = self.next;
        self.next += 1;
        let children = is_folder.then(BTreeMap::new);
        self.entries.insert(node, Entry { name: name.to_owned(), bytes: Vec::new(), children, mode });
        self.children(folder)?.insert(name.to_owned(), node);
        self.steps.push(Step::Create { node, folder, name: name.to_owned(), is_folder });
        Ok(node)
    }

    /// Writes bytes; tells how many, which are fewer where the room ends.
    ///
    /// # Errors
    /// What the disk was told to fail with; [`TreeError::NoSpace`] where not one byte fits.
    pub fn write(&mut self, node: Node, at: u64, bytes: &[u8]) -> Result<usize, TreeError> {
        let entry = self.entry(node)?;
        let (name, length) = (entry.name.clone(), entry.bytes.len() as u64);
        self.may_write()?;
        self.may(Operation::Write, &name)?;
        let mut fits = bytes.len();
        if let Some(room) = self.room {
            let end = length.saturating_add(room.saturating_sub(self.used()));
            fits = fits.min(usize::try_from(end.saturating_sub(at)).unwrap_or(usize::MAX));
            if fits == 0 && !bytes.is_empty() {
                return Err(TreeError::NoSpace);
            }
        }
        let bytes = bytes.get(..fits).unwrap_or_default();
        self.put(node, at, bytes)?;
        self.steps.push(Step::Write { node, at, bytes: bytes.to_vec() });
        Ok(fits)
    }

    /// Takes in what the kernel writes by itself of a file that is mapped into memory: it is neither refused nor
    /// remembered, since no program waits for it and none is told of it.
    ///
    /// # Errors
    /// [`TreeError::NotFound`].
    pub fn write_back(&mut self, node: Node, at: u64, bytes: &[u8]) -> Result<(), TreeError> {
        self.put(node, at, bytes)
    }

    /// Sets a file's length.
    ///
    /// # Errors
    /// What the disk was told to fail with; [`TreeError::NoSpace`].
    pub fn truncate(&mut self, node: Node, length: u64) -> Result<(), TreeError> {
        let entry = self.entry(node)?;
        let (name, former) = (entry.name.clone(), entry.bytes.len() as u64);
        self.may_write()?;
        self.may(Operation::Truncate, &name)?;
        if self.room.is_some_and(|room| length > former && self.used() + (length - former) > room) {
            return Err(TreeError::NoSpace);
        }
        self.file(node)?.resize(usize::try_from(length).unwrap_or(usize::MAX), 0);
        self.steps.push(Step::Truncate { node, length });
        Ok(())
    }

    /// Sets what rights are shown.
    ///
    /// # Errors
    /// [`TreeError::NotFound`].
    pub fn set_rights(&mut self, node: Node, mode: u16) -> Result<(), TreeError> {
        self.entries.get_mut(&node).ok_or(TreeError::NotFound)?.mode = mode;
        Ok(())
    }

    /// Gives a file another name; what had that name is gone.
    ///
    /// # Errors
    /// What the disk was told to fail with; [`TreeError::NotFound`].
    pub fn rename(&mut self, folder: Node, name: &str, to_folder: Node, to_name: &str) -> Result<(), TreeError> {
        let node = self.lookup(folder, name)?;
        self.names_may_change()?;
        self.may(Operation::Rename, to_name)?;
        self.children(folder)?.remove(name);
        self.children(to_folder)?.insert(to_name.to_owned(), node);
        if let Some(entry) = self.entries.get_mut(&node) {
            entry.name = to_name.to_owned();
        }
        let (name, to_name) = (name.to_owned(), to_name.to_owned());
        self.steps.push(Step::Rename { folder, name, to_folder, to_name });
        Ok(())
    }

    /// Removes a name. What is open under it stays.
    ///
    /// # Errors
    /// What the disk was told to fail with; [`TreeError::NotFound`]; [`TreeError::NotEmpty`].
    pub fn unlink(&mut self, folder: Node, name: &str) -> Result<(), TreeError> {
        let node = self.lookup(folder, name)?;
        if self.entry(node)?.children.as_ref().is_some_and(|children| !children.is_empty()) {
            return Err(TreeError::NotEmpty);
        }
        self.names_may_change()?;
        self.may(Operation::Unlink, name)?;
        self.children(folder)?.remove(name);
        self.steps.push(Step::Unlink { folder, name: name.to_owned() });
        Ok(())
    }

    /// Flushes a file, or a folder's names.
    ///
    /// # Errors
    /// What the disk was told to fail with.
    pub fn sync(&mut self, node: Node) -> Result<(), TreeError> {
        let name = self.entry(node)?.name.clone();
        self.may(Operation::Sync, &name)?;
        self.steps.push(Step::Sync { node });
        Ok(())
    }

    fn may_write(&self) -> Result<(), TreeError> {
        if self.mode == Mode::ReadOnly { Err(TreeError::ReadOnly) } else { Ok(()) }
    }

    fn names_may_change(&self) -> Result<(), TreeError> {
        match self.mode {
            Mode::Writable => Ok(()),
            Mode::ReadOnly => Err(TreeError::ReadOnly),
            Mode::Denied => Err(TreeError::Denied),
        }
    }

    fn may(&mut self, operation: Operation, name: &str) -> Result<(), TreeError> {
        let mut failed = None;
        for armed in &mut self.faults {
            let fault = &armed.fault;
            if fault.operation != operation || !name.ends_with(&fault.name_ends) {
                continue;
            }
            armed.seen += 1;
            if armed.seen == fault.nth || (fault.stays && armed.seen > fault.nth) {
                failed = Some(fault.errno);
            }
        }
        match failed {
            None => Ok(()),
            Some(errno) => {
                self.failures += 1;
                Err(match errno {
                    Errno::Io => TreeError::Io,
                    Errno::NoSpace => TreeError::NoSpace,
                })
            }
        }
    }

    fn children(&mut self, folder: Node) -> Result<&mut BTreeMap<String, Node>, TreeError> {
        self.entries.get_mut(&folder).ok_or(TreeError::NotFound)?.children.as_mut().ok_or(TreeError::OtherKind)
    }

    fn file(&mut self, node: Node) -> Result<&mut Vec<u8>, TreeError> {
        let entry = self.entries.get_mut(&node).ok_or(TreeError::NotFound)?;
        if entry.children.is_some() { Err(TreeError::OtherKind) } else { Ok(&mut entry.bytes) }
    }

    fn put(&mut self, node: Node, at: u64, bytes: &[u8]) -> Result<(), TreeError> {
        put(self.file(node)?, at, bytes);
        Ok(())
    }
}

/// Puts bytes into a file's, which grow where they have to.
pub(crate) fn put(file: &mut Vec<u8>, at: u64, bytes: &[u8]) {
    let at = usize::try_from(at).unwrap_or(usize::MAX);
    let end = at.saturating_add(bytes.len());
    if file.len() < end {
        file.resize(end, 0);
    }
    if let Some(place) = file.get_mut(at..end) {
        place.copy_from_slice(bytes);
    }
}
