//! The nth write, flush or change of a name fails while something is done: for every n, until it runs through.

use crate::bench::*;
use crate::support::*;
use kaikuasema_domain::UsageId;
use kaikuasema_faultdisk::{Errno, Operation};
use kaikuasema_store::*;
use std::cell::Cell;

const OPERATIONS: [Operation; 6] =
    [Operation::Write, Operation::Sync, Operation::Create, Operation::Truncate, Operation::Rename, Operation::Unlink];
/// No act takes more steps than this: one that goes on failing beyond never succeeds.
const MOST_STEPS: u64 = 400;
/// The register of these tests, in cards: several pages.
const CARDS: u32 = 400;

/// What the disk does, and how often.
#[derive(Clone, Copy, Debug)]
struct Failing {
    operation: Operation,
    errno: Errno,
    /// The end of the names of the files that fail; every file where it is empty.
    of: &'static str,
    stays: bool,
}

/// Every way to fail: each operation once, with either error; and from some moment on, of all files or of one kind.
fn ways() -> Vec<Failing> {
    let mut ways = Vec::new();
    for errno in [Errno::Io, Errno::NoSpace] {
        for operation in OPERATIONS {
            ways.push(Failing { operation, errno, of: "", stays: false });
            ways.push(Failing { operation, errno, of: "", stays: true });
        }
        for of in [".kbx", "station.db", "-wal"] {
            for operation in [Operation::Write, Operation::Sync] {
                ways.push(Failing { operation, errno, of, stays: true });
            }
        }
    }
    ways
}

/// Lets `act` fail in each way at each n, on a new station for each way; none where there is no disk. It gets the station,
/// and says whether it was told as done; after the disk is healed `look` is asked, with whether it was told as done and
/// whether the station was opened anew since.
fn fail_everywhere(
    mut act: impl FnMut(&mut Bench) -> Result<UsageId, String>,
    mut look: impl FnMut(&Bench, Option<UsageId>, bool, &str),
) -> Option<u64> {
    let mut failures = 0;
    for way in ways() {
        let Some(bench) = &mut Bench::new() else { return None };
        for nth in 1.. {
            assert!(nth < MOST_STEPS, "{way:?}: it never ran through");
            let context = format!("{way:?}, the {nth}th");
            bench.disk.fail(way.operation, nth, way.errno, way.of, way.stays).unwrap();
            let told = act(bench);
            let failed = bench.disk.heal().unwrap();
            failures += u64::from(failed > 0);
            assert!(failed > 0 || told.is_ok(), "{context}: {told:?}, and nothing had failed");
            look(bench, told.clone().ok(), false, &context);
            // Without a restart.
            bench.record().unwrap_or_else(|error| panic!("{context}: the next record: {error:?}"));
            bench.reopen();
            look(bench, told.ok(), true, &context);
            if failed == 0 {
                break;
            }
        }
    }
    Some(failures)
}

#[test]
fn a_record_is_saved_or_told_as_not_saved_whatever_the_disk_does() {
    let saved = Cell::new(0);
    let failures = fail_everywhere(
        |bench| {
            bench.record().map_err(|error| {
                assert!(matches!(error, WriteError::NotSaved(_)) && !error.is_permanent(), "{error:?}");
                format!("{error:?}")
            })
        },
        |bench, told, _, context| {
            saved.set(saved.get() + u64::from(told.is_some()));
            bench.check(context);
        },
    );
    let Some(failures) = failures else { return };
    println!("{failures} failures while recording");
    assert!(failures > 50 && saved.get() > 0);
}

#[test]
fn a_record_told_as_not_saved_can_be_saved_again_at_once_or_after_a_restart_and_is_there_once() {
    for way in ways() {
        let Some(mut bench) = Bench::new() else { return };
        for nth in 1.. {
            assert!(nth < MOST_STEPS, "{way:?}: it never ran through");
            let context = format!("{way:?}, the {nth}th");
            let form = usage();
            bench.disk.fail(way.operation, nth, way.errno, way.of, way.stays).unwrap();
            let first = bench.store().record(new_usage(form.clone()));
            let failed = bench.disk.heal().unwrap();
            if first.is_err() {
                if nth % 2 == 0 {
                    // The machine is started anew before the clerk saves again.
                    bench.reopen();
                    let perhaps = if bench.store().queue().unwrap().len() > bench.ledger.len() { vec![form.id] } else { vec![] };
                    check(bench.store(), &bench.ledger, &perhaps, &context);
                }
                match bench.store().record(new_usage(form.clone())) {
                    Ok(_) | Err(WriteError::AlreadyRecorded(_)) => {}
                    Err(error) => panic!("{context}: {error:?}"),
                }
            }
            bench.told(form.id);
            bench.check(&context);
            if failed == 0 {
                break;
            }
        }
    }
}

#[test]
fn a_correction_is_whole_or_not_there_whatever_the_disk_does() {
    let (now, wanted) = (Cell::new(2), Cell::new(2));
    fail_everywhere(
        |bench| {
            let id = bench.ledger[0];
            if bench.ledger.len() == 1 {
                // A new station.
                now.set(2);
            }
            wanted.set(now.get() + 1);
            let told = bench.store().update_usage(corrected(bench.store(), id, wanted.get()), stamp());
            told.map(|()| id).map_err(|error| format!("{error:?}"))
        },
        |bench, told, is_reopened, context| {
            if told.is_some() {
                now.set(wanted.get());
            }
            let id = bench.ledger[0];
            let seen = bench.store().usages(&UsageFilter::default()).unwrap();
            let children = seen.iter().find(|each| each.usage.id == id).unwrap().usage.children;
            assert_eq!(children, now.get(), "{context}, opened anew: {is_reopened}");
            assert!(seen.iter().all(|each| each.usage.id == id || each.usage.children == 2), "{context}");
            let queued = bench.store().queue().unwrap().into_iter().filter(|entry| entry.change.kind() == "usage.update").count();
            assert_eq!(queued, usize::from(now.get()) - 2, "{context}: each correction is queued once");
            bench.check(context);
        },
    );
}

#[test]
fn a_register_is_the_old_one_or_the_new_one_whatever_the_disk_does() {
    let Some(mut bench) = Bench::new() else { return };
    fetch_register(bench.store(), CARDS, 1).unwrap();
    let mut version = 1;
    let mut asked = 1;
    let mut held = 1;
    let mut failures = 0;
    for way in ways().into_iter().filter(|way| way.of != ".kbx") {
        // Every third step: the many pages of a register are written by the same few lines.
        for nth in (1..).step_by(3) {
            assert!(nth < 4 * MOST_STEPS, "{way:?}: it never ran through");
            let context = format!("{way:?}, the {nth}th");
            asked += 1;
            bench.disk.fail(way.operation, nth, way.errno, way.of, way.stays).unwrap();
            let told = fetch_register(bench.store(), CARDS, asked);
            let failed = bench.disk.heal().unwrap();
            failures += u64::from(failed > 0);
            assert!(failed > 0 || told.is_ok(), "{context}: {told:?}, and nothing had failed");
            if told.is_ok() {
                held = asked;
            }
            register_is_whole(bench.store(), &[(CARDS, held)], &context);
            bench.record().unwrap_or_else(|error| panic!("{context}: the next record: {error:?}"));
            if nth % 2 == 0 {
                bench.reopen();
                register_is_whole(bench.store(), &[(CARDS, held)], &context);
            }
            version += 1;
            if failed == 0 {
                break;
            }
        }
    }
    bench.reopen();
    bench.check("at last");
    println!("{failures} failures while the register was fetched, {version} times");
    fetch_register(bench.store(), CARDS, asked + 1).unwrap();
    register_is_whole(bench.store(), &[(CARDS, asked + 1)], "healed");
}

#[test]
fn a_setting_of_the_station_is_kept_or_told_as_not_kept() {
    let Some(mut bench) = Bench::new() else { return };
    bench.store().set_setting("theme", &0_u64).unwrap();
    let mut kept = 0;
    let mut number = 0;
    for way in ways().into_iter().filter(|way| way.of != ".kbx") {
        for nth in 1.. {
            number += 1;
            bench.disk.fail(way.operation, nth, way.errno, way.of, way.stays).unwrap();
            let told = bench.store().set_setting("theme", &number);
            let failed = bench.disk.heal().unwrap();
            if told.is_ok() {
                kept = number;
            }
            assert_eq!(bench.store().setting::<u64>("theme").unwrap(), Some(kept), "{way:?}, the {nth}th");
            if failed == 0 {
                break;
            }
        }
    }
    bench.reopen();
    assert_eq!(bench.store().setting::<u64>("theme").unwrap(), Some(kept));
}

#[test]
fn closing_loses_nothing_though_what_is_written_at_closing_fails() {
    for way in ways() {
        let Some(mut bench) = Bench::new() else { return };
        for nth in 1.. {
            let context = format!("{way:?}, the {nth}th");
            bench.record().unwrap();
            bench.disk.fail(way.operation, nth, way.errno, way.of, way.stays).unwrap();
            // The log is written into the file, and removed.
            bench.store = None;
            let failed = bench.disk.heal().unwrap();
            bench.open().unwrap_or_else(|error| panic!("{context}: {error:?}"));
            bench.check(&context);
            if failed == 0 {
                break;
            }
        }
    }
}
