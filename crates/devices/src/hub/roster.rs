//! Which readers are there and how each stands, pure: what was listed, chosen and ended goes in, what to start,
//! to stop and to tell comes out.

use crate::driver::{Ended, Found};
use crate::hub::Backoff;
use crate::reader::{Kind, Obstacle, Reader, ReaderId, State};
use crate::settings::{Profile, Settings};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// How long a driver may take to let go of a reader that is no longer listed, before it is told gone all the same.
const GRACE: Duration = Duration::from_secs(1);
/// A reader that was read for so long works: what failed before is forgotten.
const PROVEN: Duration = Duration::from_secs(10);

/// The system sets the rights of a node some time after it made it: that a reader which just came is not permitted is
/// held back for so long, and tried again meanwhile.
const RIGHTS: Duration = Duration::from_secs(2);
/// How often.
const RIGHTS_RETRY: Duration = Duration::from_millis(200);

/// Where a reader is.
pub(super) type Key = (Kind, String);

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Read it, on a thread of its own.
    Start { key: Key, run: u64, found: Found, profile: Profile },
    /// Tell its thread to stop.
    Stop { run: u64 },
    /// Tell how it stands.
    Tell(Reader, State),
    /// List the readers again soon.
    Look,
}

/// The readers.
pub(super) struct Roster {
    entries: BTreeMap<Key, Entry>,
    settings: Settings,
    is_focused: bool,
    backoff: Backoff,
    runs: u64,
}

struct Entry {
    found: Found,
    /// Since when it is there.
    since: Instant,
    /// It could not be opened for want of a permission, told or not yet.
    is_forbidden: bool,
    /// How it stands, as far as it was told.
    told: Option<State>,
    run: Option<Run>,
    /// How often it failed since it last worked.
    failures: u32,
    retry_at: Option<Instant>,
    /// Since when it is no longer listed.
    left_at: Option<Instant>,
}

struct Run {
    number: u64,
    profile: Profile,
    since: Instant,
    is_stopping: bool,
}

/// Whether a reader is held only while the window has the focus: it would type nowhere else otherwise.
pub(super) fn needs_focus(kind: Kind) -> bool {
    kind == Kind::Keyboard
}

/// Whether a reader was chosen, or may be read without having been.
pub(super) fn is_chosen(found: &Found, settings: &Settings) -> bool {
    settings.profile(&found.reader.id).map_or(found.is_read_unasked, |profile| profile.is_used)
}

/// The id, or a twin's where one of the others has it.
pub(super) fn distinct(id: &ReaderId, others: &BTreeSet<ReaderId>) -> ReaderId {
    if !others.contains(id) {
        return id.clone();
    }
    (2..).map(|number| id.twin(number)).find(|twin| !others.contains(twin)).unwrap_or_else(|| id.clone())
}

impl Roster {
    pub(super) fn new(settings: Settings, is_focused: bool, backoff: Backoff) -> Self {
        Self { entries: BTreeMap::new(), settings, is_focused, backoff, runs: 0 }
    }

    /// What was chosen, and whether the window has the focus.
    pub(super) fn want(&mut self, settings: Settings, is_focused: bool, now: Instant) -> Vec<Act> {
        self.settings = settings;
        self.is_focused = is_focused;
        self.reconcile(now)
    }

    /// What a driver listed.
    pub(super) fn listed(&mut self, kind: Kind, found: Vec<Found>, now: Instant) -> Vec<Act> {
        let mut acts = Vec::new();
        let listed: BTreeSet<&str> = found.iter().map(|found| found.path.as_str()).collect();
        for (key, entry) in &mut self.entries {
            if key.0 == kind && !listed.contains(key.1.as_str()) && entry.left_at.is_none() {
                entry.left_at = Some(now);
                acts.extend(entry.stop());
            }
        }
        acts.extend(self.drop_left(now));
        for found in found {
            acts.extend(self.add(found, now));
        }
        acts.extend(self.reconcile(now));
        acts
    }

    /// A thread came to its end.
    pub(super) fn ended(&mut self, run: u64, ended: Ended, was_ready: bool, now: Instant) -> Vec<Act> {
        let is_of_run = |entry: &Entry| entry.run.as_ref().is_some_and(|of| of.number == run);
        let Some(entry) = self.entries.values_mut().find(|entry| is_of_run(entry)) else { return Vec::new() };
        let Some(of) = entry.run.take() else { return Vec::new() };
        if was_ready {
            entry.told = Some(State::Ready);
            if now.saturating_duration_since(of.since) >= PROVEN {
                entry.failures = 0;
            }
        }
        let mut acts = Vec::new();
        if entry.left_at.is_some() {
            acts.extend(self.drop_left(now));
            // What took its place, under its path or its id, was waiting.
            acts.push(Act::Look);
            return acts;
        }
        entry.is_forbidden = ended == Ended::Blocked(Obstacle::NoPermission);
        match ended {
            Ended::Stopped => entry.retry_at = None,
            Ended::Unplugged => {
                acts.extend(entry.tell(State::Gone));
                entry.fail(&self.backoff, now);
                // If it is plugged in again before it is looked for, its node is new.
                entry.since = now;
                acts.push(Act::Look);
            }
            Ended::Blocked(Obstacle::NoPermission) if entry.has_just_come(now) => entry.retry_at = now.checked_add(RIGHTS_RETRY),
            Ended::Blocked(obstacle) => {
                acts.extend(entry.tell(State::Blocked { obstacle }));
                entry.fail(&self.backoff, now);
            }
        }
        acts.extend(self.reconcile(now));
        acts
    }

    /// A device node changed: what was not permitted may be now.
    pub(super) fn changed(&mut self, now: Instant) {
        for entry in self.entries.values_mut() {
            if entry.is_forbidden && entry.retry_at.is_some() {
                entry.retry_at = Some(now);
            }
        }
    }

    /// What is due by now.
    pub(super) fn tick(&mut self, now: Instant) -> Vec<Act> {
        let before = self.entries.len();
        let mut acts = self.drop_left(now);
        if self.entries.len() < before {
            acts.push(Act::Look);
        }
        acts.extend(self.reconcile(now));
        acts
    }

    /// When something will be due.
    pub(super) fn due(&self) -> Option<Instant> {
        let retries =
            self.entries.values().filter(|entry| entry.run.is_none() && entry.left_at.is_none()).filter_map(|entry| entry.retry_at);
        let leaving = self.entries.values().filter_map(|entry| entry.left_at?.checked_add(GRACE));
        retries.chain(leaving).min()
    }

    fn add(&mut self, mut found: Found, now: Instant) -> Vec<Act> {
        let key = (found.reader.kind, found.path.clone());
        if let Some(entry) = self.entries.get_mut(&key) {
            let id = entry.found.reader.id.clone();
            let is_same = id == found.reader.id || id.first_of_twins().as_ref() == Some(&found.reader.id);
            if entry.left_at.is_none() && !is_same {
                // Another reader at the same place, changed between two looks.
                entry.left_at = Some(now);
                let mut acts: Vec<Act> = entry.stop().into_iter().collect();
                acts.push(Act::Look);
                return acts;
            }
            entry.found.is_read_unasked = found.is_read_unasked;
            return Vec::new();
        }
        let has_id = |entry: &&Entry| entry.found.reader.id == found.reader.id;
        if self.entries.values().filter(has_id).any(|entry| entry.left_at.is_some()) {
            // The same reader at a new place, while its thread at the old one still has to let go.
            return Vec::new();
        }
        let others = self.entries.values().filter(|entry| entry.told != Some(State::Gone));
        let others = others.map(|entry| entry.found.reader.id.clone()).collect();
        found.reader.id = distinct(&found.reader.id, &others);
        let entry = Entry { found, since: now, is_forbidden: false, told: None, run: None, failures: 0, retry_at: None, left_at: None };
        self.entries.insert(key, entry);
        Vec::new()
    }

    /// Forgets readers that are no longer listed and that nobody reads any more.
    fn drop_left(&mut self, now: Instant) -> Vec<Act> {
        let mut acts = Vec::new();
        self.entries.retain(|_, entry| {
            let Some(left_at) = entry.left_at else { return true };
            let is_over = entry.run.is_none() || now.saturating_duration_since(left_at) >= GRACE;
            if is_over && (entry.told.is_some() || entry.run.is_some()) {
                acts.extend(entry.tell(State::Gone));
            }
            !is_over
        });
        acts
    }

    fn reconcile(&mut self, now: Instant) -> Vec<Act> {
        let mut acts = Vec::new();
        for (key, entry) in &mut self.entries {
            if entry.left_at.is_some() {
                continue;
            }
            let profile = self.settings.profile(&entry.found.reader.id).cloned().unwrap_or_default();
            let is_wanted = is_chosen(&entry.found, &self.settings) && (self.is_focused || !needs_focus(key.0));
            match &entry.run {
                Some(run) if !run.is_stopping && (!is_wanted || run.profile != profile) => acts.extend(entry.stop()),
                Some(_) => {}
                None if !is_wanted => {
                    entry.retry_at = None;
                    entry.failures = 0;
                    acts.extend(entry.tell(State::Idle));
                }
                None if entry.retry_at.is_some_and(|at| at > now) => {}
                None => {
                    self.runs += 1;
                    entry.run = Some(Run { number: self.runs, profile: profile.clone(), since: now, is_stopping: false });
                    acts.push(Act::Start { key: key.clone(), run: self.runs, found: entry.found.clone(), profile });
                }
            }
        }
        acts
    }
}

impl Entry {
    fn stop(&mut self) -> Option<Act> {
        let run = self.run.as_mut().filter(|run| !run.is_stopping)?;
        run.is_stopping = true;
        Some(Act::Stop { run: run.number })
    }

    /// Whether its rights may still be on their way.
    fn has_just_come(&self, now: Instant) -> bool {
        matches!(self.told, None | Some(State::Gone)) && now.saturating_duration_since(self.since) < RIGHTS
    }

    fn tell(&mut self, state: State) -> Option<Act> {
        if self.told.as_ref() == Some(&state) {
            return None;
        }
        self.told = Some(state.clone());
        Some(Act::Tell(self.found.reader.clone(), state))
    }

    fn fail(&mut self, backoff: &Backoff, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        self.retry_at = now.checked_add(backoff.wait(self.failures));
    }
}

#[cfg(test)]
#[path = "roster_tests.rs"]
mod tests;
