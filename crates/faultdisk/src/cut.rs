//! What a power cut may leave of a disk, from the steps that it remembered.
//!
//! What was done to a file before its last flush is on the disk. Everything else may be there or not, each write for
//! itself, and the last one may be there by half. Names are flushed with their folder alone, and in their order: a later
//! name is never there without the earlier ones of its folder, as in a file system with a journal.

use crate::step::{Node, ROOT, Step};
use crate::tree::put;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// What of the steps that were not flushed is there after the cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Survivors {
    /// All.
    All,
    /// None.
    None,
    /// All names, and nothing that was written.
    Names,
    /// All that was written, and no name.
    Content,
    /// All but one write.
    AllBut(usize),
    /// One write, and all names.
    Only(usize),
    /// The names before one, and all that was written.
    NamesBefore(usize),
    /// All, the last write by half.
    LastTorn,
    /// The last write by half, all names, and no other write.
    OnlyLastTorn,
}

/// A cut after some of the steps.
#[derive(Debug)]
pub struct Cut<'a> {
    steps: &'a [Step],
    /// The places of writes and lengths that no flush followed.
    content: Vec<usize>,
    /// The places of names that no flush of their folder followed.
    names: Vec<usize>,
}

fn content_of(step: &Step) -> Option<Node> {
    match step {
        Step::Write { node, .. } | Step::Truncate { node, .. } => Some(*node),
        _ => None,
    }
}

fn folders_of(step: &Step) -> Option<(Node, Node)> {
    match step {
        Step::Create { folder, .. } | Step::Unlink { folder, .. } => Some((*folder, *folder)),
        Step::Rename { folder, to_folder, .. } => Some((*folder, *to_folder)),
        _ => None,
    }
}

impl<'a> Cut<'a> {
    /// A cut after these steps.
    #[must_use]
    pub fn after(steps: &'a [Step]) -> Self {
        let mut flushed = HashSet::new();
        let (mut content, mut names) = (Vec::new(), Vec::new());
        for (place, step) in steps.iter().enumerate().rev() {
            if let Step::Sync { node } = step {
                flushed.insert(*node);
            }
            if content_of(step).is_some_and(|node| !flushed.contains(&node)) {
                content.push(place);
            }
            if folders_of(step).is_some_and(|(from, to)| !flushed.contains(&from) || !flushed.contains(&to)) {
                names.push(place);
            }
        }
        content.reverse();
        names.reverse();
        Self { steps, content, names }
    }

    /// What was noted before the cut, oldest first.
    pub fn marks(&self) -> impl Iterator<Item = &'a str> {
        self.steps.iter().filter_map(|step| match step {
            Step::Mark(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// Every way in which this cut may turn out that differs from the others.
    #[must_use]
    pub fn outcomes(&self) -> Vec<Survivors> {
        let mut outcomes = vec![Survivors::All];
        if self.content.is_empty() && self.names.is_empty() {
            return outcomes;
        }
        outcomes.push(Survivors::None);
        if !self.content.is_empty() && !self.names.is_empty() {
            outcomes.extend([Survivors::Names, Survivors::Content]);
        }
        if self.names.len() > 1 {
            outcomes.extend(self.names.iter().skip(1).map(|place| Survivors::NamesBefore(*place)));
        }
        if self.content.len() > 1 {
            outcomes.extend(self.content.iter().map(|place| Survivors::AllBut(*place)));
            outcomes.extend(self.content.iter().map(|place| Survivors::Only(*place)));
        }
        if self.last_write().is_some() {
            outcomes.extend([Survivors::LastTorn, Survivors::OnlyLastTorn]);
        }
        outcomes
    }

    /// The last write, where it was not flushed.
    fn last_write(&self) -> Option<usize> {
        self.content.iter().copied().rfind(|place| matches!(self.steps.get(*place), Some(Step::Write { .. })))
    }

    fn survives(&self, place: usize, survivors: Survivors) -> bool {
        let is_name = self.names.binary_search(&place).is_ok();
        let is_content = self.content.binary_search(&place).is_ok();
        if !is_name && !is_content {
            return true;
        }
        match survivors {
            Survivors::All | Survivors::LastTorn => true,
            Survivors::None => false,
            Survivors::Names => is_name,
            Survivors::Content => is_content,
            Survivors::AllBut(lost) => place != lost,
            Survivors::Only(kept) => is_name || place == kept,
            Survivors::NamesBefore(end) => is_content || place < end,
            Survivors::OnlyLastTorn => is_name || Some(place) == self.last_write(),
        }
    }

    /// Makes what is there after the cut, in an empty folder.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn materialise(&self, survivors: Survivors, folder: &Path) -> io::Result<()> {
        let torn = matches!(survivors, Survivors::LastTorn | Survivors::OnlyLastTorn).then(|| self.last_write()).flatten();
        let mut files: HashMap<Node, Vec<u8>> = HashMap::new();
        let mut folders = BTreeSet::from([ROOT]);
        let mut names: BTreeMap<(Node, &str), Node> = BTreeMap::new();
        for (place, step) in self.steps.iter().enumerate().filter(|(place, _)| self.survives(*place, survivors)) {
            match step {
                Step::Create { node, folder, name, is_folder } => {
                    if *is_folder {
                        folders.insert(*node);
                    }
                    names.insert((*folder, name), *node);
                }
                Step::Write { node, at, bytes } => {
                    let length = if torn == Some(place) { bytes.len() / 2 } else { bytes.len() };
                    put(files.entry(*node).or_default(), *at, bytes.get(..length).unwrap_or_default());
                }
                Step::Truncate { node, length } => {
                    files.entry(*node).or_default().resize(usize::try_from(*length).unwrap_or(usize::MAX), 0);
                }
                Step::Rename { folder, name, to_folder, to_name } => {
                    if let Some(node) = names.remove(&(*folder, name.as_str())) {
                        names.insert((*to_folder, to_name), node);
                    }
                }
                Step::Unlink { folder, name } => {
                    names.remove(&(*folder, name.as_str()));
                }
                Step::Sync { .. } | Step::Mark(_) => {}
            }
        }
        let mut paths: HashMap<Node, PathBuf> = HashMap::from([(ROOT, folder.to_owned())]);
        // A folder's number is smaller than those of what was made in it.
        let mut by_node: Vec<(Node, Node, &str)> = names.into_iter().map(|((parent, name), node)| (node, parent, name)).collect();
        by_node.sort_unstable();
        for (node, parent, name) in by_node {
            let Some(parent) = paths.get(&parent) else { continue };
            let path = parent.join(name);
            if folders.contains(&node) {
                std::fs::create_dir(&path)?;
                paths.insert(node, path);
            } else {
                std::fs::write(&path, files.get(&node).map(Vec::as_slice).unwrap_or_default())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(node: Node, bytes: &[u8]) -> Step {
        Step::Write { node, at: 0, bytes: bytes.to_vec() }
    }

    fn created(node: Node, name: &str) -> Step {
        Step::Create { node, folder: ROOT, name: name.to_owned(), is_folder: false }
    }

    /// What is in a folder after a cut, by names.
    fn left(steps: &[Step], survivors: Survivors) -> Vec<(String, Vec<u8>)> {
        let place = tempfile::tempdir().unwrap();
        Cut::after(steps).materialise(survivors, place.path()).unwrap();
        let mut files: Vec<_> = std::fs::read_dir(place.path())
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
            .collect();
        files.sort();
        files
    }

    fn file(name: &str, bytes: &[u8]) -> (String, Vec<u8>) {
        (name.to_owned(), bytes.to_vec())
    }

    #[test]
    fn what_was_flushed_survives_and_what_was_not_may_not() {
        let steps = [created(2, "a"), written(2, b"old!"), Step::Sync { node: 2 }, Step::Sync { node: ROOT }, written(2, b"new?")];
        assert_eq!(left(&steps, Survivors::All), [file("a", b"new?")]);
        assert_eq!(left(&steps, Survivors::None), [file("a", b"old!")]);
        assert_eq!(left(&steps, Survivors::LastTorn), [file("a", b"ned!")], "half a write is its first half");
        assert_eq!(left(&steps[..3], Survivors::None), [], "a name goes with its folder, which was not flushed");
    }

    #[test]
    fn a_name_that_was_changed_and_not_flushed_is_the_old_or_the_new_one() {
        let renamed = Step::Rename { folder: ROOT, name: "a".to_owned(), to_folder: ROOT, to_name: "b".to_owned() };
        let steps = [created(2, "a"), written(2, b"x"), Step::Sync { node: 2 }, Step::Sync { node: ROOT }, renamed];
        assert_eq!(left(&steps, Survivors::None), [file("a", b"x")]);
        assert_eq!(left(&steps, Survivors::All), [file("b", b"x")]);
    }

    #[test]
    fn of_names_that_were_not_flushed_the_later_never_is_there_without_the_earlier() {
        let steps = [created(2, "a"), created(3, "b"), created(4, "c")];
        assert!(Cut::after(&steps).outcomes().contains(&Survivors::NamesBefore(2)));
        assert_eq!(left(&steps, Survivors::NamesBefore(2)), [file("a", b""), file("b", b"")]);
    }

    #[test]
    fn every_unflushed_write_is_once_lost_alone_and_once_kept_alone() {
        let second = Step::Write { node: 2, at: 1, bytes: b"z".to_vec() };
        let steps = [created(2, "a"), Step::Sync { node: ROOT }, written(2, b"x"), second];
        let outcomes = Cut::after(&steps).outcomes();
        for outcome in [Survivors::AllBut(2), Survivors::AllBut(3), Survivors::Only(2), Survivors::Only(3)] {
            assert!(outcomes.contains(&outcome), "{outcome:?}");
        }
        assert_eq!(left(&steps, Survivors::AllBut(2)), [file("a", b"\0z")]);
        assert_eq!(left(&steps, Survivors::Only(2)), [file("a", b"x")]);
    }
}
