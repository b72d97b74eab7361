//! The power is cut after every step of a run, in every way that a disk may come back: what was told as saved is there.
//!
//! A run's cuts are more than a test has time for: a part of them is tried, picked by a seed that is printed, and all of
//! them with `ALL_CUTS=1`. `CUT_SEED` picks another part.

use crate::bench::*;
use crate::opening::{old_file, sample_is_there};
use crate::support::*;
use kaikuasema_domain::UsageId;
use kaikuasema_domain::operation::Settings;
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_faultdisk::{Command, Cut, Step, Survivors};
use kaikuasema_store::*;
use std::fs::{self, File};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use uuid::Uuid;

/// How many cuts of a run are tried where not all are.
const TRIED: usize = 500;
/// The cards of the registers of a run.
const CARDS: u32 = 300;

/// What a run tells while it goes on, in its own words among the disk's steps.
#[derive(Debug, Default)]
struct Told {
    saved: Vec<UsageId>,
    /// The uses whose children were corrected, and to how many.
    corrected: Vec<(UsageId, u16)>,
    deleted: Vec<UsageId>,
    /// The version of the register that was told as whole; none is 0.
    register: u64,
    theme: u64,
    is_begun: bool,
}

impl Told {
    fn of<'a>(marks: impl Iterator<Item = &'a str>) -> Self {
        let mut told = Self::default();
        for mark in marks {
            let words: Vec<&str> = mark.split(' ').collect();
            let id = |text: &str| UsageId(text.parse::<Uuid>().unwrap());
            match words[..] {
                ["begun"] => told.is_begun = true,
                ["saved", usage] => told.saved.push(id(usage)),
                ["corrected", usage, children] => told.corrected.push((id(usage), children.parse().unwrap())),
                ["deleted", usage] => told.deleted.push(id(usage)),
                ["register", version] => told.register = version.parse().unwrap(),
                ["theme", number] => told.theme = number.parse().unwrap(),
                _ => panic!("{mark}"),
            }
        }
        told
    }

    fn children(&self, usage: UsageId) -> u16 {
        self.corrected.iter().rev().find(|(id, _)| *id == usage).map_or(2, |(_, children)| *children)
    }
}

/// A station on a disk, and the uses that it has.
struct Run {
    bench: Bench,
    version: u64,
    theme: u64,
}

impl Run {
    fn tell(&self, text: String) {
        self.bench.disk.tell(&Command::Mark(text)).unwrap();
    }

    fn record(&mut self) -> UsageId {
        let usage = usage();
        let id = usage.id;
        self.bench.store().record(new_usage(usage)).unwrap();
        self.bench.ledger.push(id);
        self.tell(format!("saved {}", id.0));
        id
    }

    fn correct(&self, id: UsageId, children: u16) {
        self.bench.store().update_usage(corrected(self.bench.store(), id, children), stamp()).unwrap();
        self.tell(format!("corrected {} {children}", id.0));
    }

    fn delete(&self, id: UsageId) {
        self.bench.store().delete_usage(id, venue(), stamp()).unwrap();
        self.tell(format!("deleted {}", id.0));
    }

    fn fetch(&mut self, many: u32) {
        self.version += 1;
        fetch_register(self.bench.store(), many, self.version).unwrap();
        self.tell(format!("register {}", self.version));
    }

    fn set_theme(&mut self) {
        self.theme += 1;
        self.bench.store().set_setting("theme", &self.theme).unwrap();
        self.tell(format!("theme {}", self.theme));
    }

    /// Some forty operations of every kind, with a close and an opening in the middle.
    fn work(&mut self) {
        let store = |run: &Self| run.bench.store().clone();
        store(self).set_service(&service()).unwrap();
        for round in 0..3_u16 {
            let ids: Vec<_> = (0..5).map(|_| self.record()).collect();
            self.correct(ids[0], 3 + round);
            self.correct(ids[1], 4 + round);
            self.correct(ids[0], 5 + round);
            self.delete(ids[2]);
            store(self).mark(ids[3], venue(), Fact::Cancelled, false, stamp()).unwrap();
            store(self).set_aside(aside(&usage(), true), stamp()).unwrap();
            self.set_theme();
            self.fetch(CARDS);
            store(self).set_settings(venue(), Settings::Venue { rules: VenueRules::default() }, stamp()).unwrap();
            let due: Vec<_> = store(self).due(now(), 500, 1 << 20).unwrap().into_iter().map(|each| each.op).collect();
            store(self).note_failed_try(&due, "no connection", now()).unwrap();
            if round == 1 {
                // The log is written into the file, and removed.
                self.bench.reopen();
            }
        }
    }
}

/// Which cuts of a run are tried: the places after which the power goes, and how the disk comes back.
fn chosen(steps: &[Step], from: usize) -> (Vec<(usize, Survivors)>, usize) {
    let mut all: Vec<(usize, Survivors)> = Vec::new();
    for place in from..=steps.len() {
        // A note is no step of the disk's: the cut before it is the same.
        if place > from && matches!(steps[place - 1], Step::Mark(_)) && place < steps.len() {
            // But what it says was told by then, so that it stands for the one before it.
            all.retain(|(before, _)| *before != place - 1);
        }
        all.extend(Cut::after(&steps[..place]).outcomes().into_iter().map(|survivors| (place, survivors)));
    }
    let many = all.len();
    if std::env::var("ALL_CUTS").is_ok_and(|value| value == "1") {
        return (all, many);
    }
    let seed: u64 = std::env::var("CUT_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("seed {seed}");
    let mut state = seed;
    let mut picked = Vec::new();
    while picked.len() < TRIED && !all.is_empty() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let place = usize::try_from(state >> 33).unwrap() % all.len();
        picked.push(all.swap_remove(place));
    }
    (picked, many)
}

/// A folder in memory where there is one: it is written thousands of times.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// Opens what a cut left and holds it against what was told before the cut. `all` is what the whole run tells.
fn comes_back(cut: &Cut<'_>, survivors: Survivors, all: &Told, has_sample: bool, context: &str) {
    let place = folder();
    cut.materialise(survivors, place.path()).unwrap();
    let told = Told::of(cut.marks());
    let store = open(place.path()).unwrap_or_else(|error| panic!("{context}: {error:?}"));
    // What was being done when the power went may be there.
    let next: Vec<UsageId> = all.saved.iter().skip(told.saved.len()).take(1).copied().collect();
    let may_be_gone = |id: &UsageId| all.deleted.get(told.deleted.len()) == Some(id);
    check_told(&store, &told, &next, may_be_gone, context);
    let seen = store.usages(&UsageFilter::default()).unwrap();
    for usage in seen.iter().map(|each| &each.usage).filter(|usage| told.saved.contains(&usage.id)) {
        let in_progress = all.corrected.get(told.corrected.len()).filter(|(id, _)| *id == usage.id).map(|(_, children)| *children);
        let is_right = usage.children == told.children(usage.id) || Some(usage.children) == in_progress;
        assert!(is_right, "{context}: {:?} has {} children", usage.id, usage.children);
    }
    if !has_sample {
        register_is_whole(&store, &[(CARDS, told.register), (CARDS, told.register + 1)], context);
    }
    let theme = store.setting::<u64>("theme").unwrap().unwrap_or_default();
    assert!(theme == told.theme || theme == told.theme + 1, "{context}: theme {theme} after {}", told.theme);
    if has_sample {
        assert!(store.card(kaikuasema_domain::CardNumber::parse("A000000001").unwrap()).unwrap().is_some(), "{context}");
        let of_sample = |id: &UsageId| is_of_sample(*id);
        assert_eq!(seen.iter().map(|each| each.usage.id).filter(of_sample).count(), 2, "{context}: what the old file held");
    }
    // And it works.
    store.set_service(&service()).unwrap();
    let recorded = store.record(new_usage(usage())).unwrap_or_else(|error| panic!("{context}: {error:?}"));
    let sequences: Vec<u64> = store.queue().unwrap().iter().map(|entry| entry.sequence).collect();
    assert_eq!(sequences.iter().max(), Some(&recorded.sequence), "{context}");
    assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]), "{context}: no number is given twice");
}

fn check_told(store: &Store, told: &Told, next: &[UsageId], may_be_gone: impl Fn(&UsageId) -> bool, context: &str) {
    let seen: Vec<UsageId> = store.usages(&UsageFilter::default()).unwrap().into_iter().map(|each| each.usage.id).collect();
    for id in &told.saved {
        let times = seen.iter().filter(|seen| *seen == id).count();
        let expected = usize::from(!told.deleted.contains(id));
        assert!(times == expected || (times == 0 && may_be_gone(id)), "{context}: {id:?} is seen {times} times");
    }
    check_queue(store, &told.saved, next, context);
}

/// Cuts a run at many places and looks at what comes back.
fn cut_everywhere(name: &str, steps: &[Step], from: usize, has_sample: bool) {
    let all = Told::of(Cut::after(steps).marks());
    let (tried, many) = chosen(steps, from);
    println!("{name}: {} of {many} cuts tried, of a run of {} steps, {} records told as saved", tried.len(), steps.len(), all.saved.len());
    for (place, survivors) in tried {
        let context = format!("{name}, cut after step {place} ({:?}), {survivors:?}", steps[..place].last().map(brief));
        comes_back(&Cut::after(&steps[..place]), survivors, &all, has_sample, &context);
    }
}

fn brief(step: &Step) -> String {
    match step {
        Step::Write { node, at, bytes } => format!("{} bytes at {at} of {node}", bytes.len()),
        other => format!("{other:?}"),
    }
}

fn new_run() -> Option<Run> {
    let disk = disk()?;
    let mut bench = Bench { store: None, ledger: Vec::new(), disk };
    bench.open().unwrap();
    Some(Run { bench, version: 0, theme: 0 })
}

#[test]
fn after_every_power_cut_of_a_new_stations_run_what_was_told_as_saved_is_there() {
    let Some(mut run) = new_run() else { return };
    run.work();
    cut_everywhere("a new station", &run.bench.disk.steps().unwrap(), 0, false);
}

#[test]
fn after_every_power_cut_of_a_migration_and_what_follows_all_is_there() {
    let Some(disk) = disk() else { return };
    let old = tempfile::tempdir().unwrap();
    old_file(&old.path().join("data"));
    let data = disk.path().join("data");
    fs::create_dir(&data).unwrap();
    for entry in fs::read_dir(old.path().join("data")).unwrap() {
        let to = data.join(entry.as_ref().unwrap().file_name());
        fs::copy(entry.unwrap().path(), &to).unwrap();
        File::open(&to).unwrap().sync_all().unwrap();
    }
    File::open(&data).unwrap().sync_all().unwrap();
    File::open(disk.path()).unwrap().sync_all().unwrap();
    disk.tell(&Command::Mark("begun".to_owned())).unwrap();
    let mut bench = Bench { store: None, ledger: Vec::new(), disk };
    bench.open().unwrap();
    sample_is_there(bench.store(), "migrated");
    let mut run = Run { bench, version: 0, theme: 0 };
    run.bench.store().set_service(&service()).unwrap();
    for _ in 0..4 {
        run.record();
    }
    let steps = run.bench.disk.steps().unwrap();
    let from = steps.iter().position(|step| *step == Step::Mark("begun".to_owned())).unwrap() + 1;
    cut_everywhere("a migration", &steps, from, true);
}

#[test]
fn without_its_flushes_the_same_run_is_caught_losing_what_it_told_as_saved() {
    let Some(mut run) = new_run() else { return };
    run.bench.store().set_service(&service()).unwrap();
    for _ in 0..3 {
        run.record();
    }
    let steps = run.bench.disk.steps().unwrap();
    let named = |ending: &str| {
        steps.iter().find_map(|step| match step {
            Step::Create { node, name, .. } if name.ends_with(ending) => Some(*node),
            _ => None,
        })
    };
    let all = Told::of(Cut::after(&steps).marks());
    for file in [named("-wal").unwrap(), named(".kbx").unwrap()] {
        let never_flushed: Vec<Step> = steps.iter().filter(|step| **step != Step::Sync { node: file }).cloned().collect();
        let caught = std::panic::catch_unwind(AssertUnwindSafe(|| {
            comes_back(&Cut::after(&never_flushed), Survivors::None, &all, false, "without flushes");
        }));
        assert!(caught.is_err(), "file {file} was never flushed, and nothing was missed");
    }
    comes_back(&Cut::after(&steps), Survivors::None, &all, false, "with its flushes nothing is missed");
}
