//! The disk turns read-only, denies, or answers late, and then is as before.

use crate::bench::*;
use crate::support::*;
use kaikuasema_domain::CardNumber;
use kaikuasema_faultdisk::{Command, Mode};
use kaikuasema_store::*;
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Longer than any machine takes: only what hangs takes so long.
const FOR_EVER: Duration = Duration::from_secs(120);

#[test]
fn on_a_disk_that_turned_read_only_nothing_is_told_as_saved_and_reading_goes_on() {
    let Some(mut bench) = Bench::new() else { return };
    fetch_register(bench.store(), 10, 1).unwrap();
    bench.disk.set_mode(Mode::ReadOnly).unwrap();
    for _ in 0..3 {
        let error = bench.record().unwrap_err();
        assert!(matches!(error, WriteError::NotSaved(_)), "{error:?}");
        assert!(bench.store().set_setting("theme", &1).is_err());
        assert!(fetch_register(bench.store(), 10, 2).is_err());
        bench.check("read-only");
        register_is_whole(bench.store(), &[(10, 1)], "read-only");
    }
    bench.disk.set_mode(Mode::Writable).unwrap();
    for _ in 0..3 {
        bench.record().unwrap();
    }
    fetch_register(bench.store(), 10, 3).unwrap();
    bench.check("writable again");
    bench.reopen();
    bench.check("opened anew");
    register_is_whole(bench.store(), &[(10, 3)], "opened anew");
}

#[test]
fn a_disk_that_is_read_only_at_the_start_says_so_and_the_data_are_unharmed() {
    let Some(mut bench) = Bench::new() else { return };
    bench.store = None;
    bench.disk.set_mode(Mode::ReadOnly).unwrap();
    let error = bench.open().unwrap_err();
    assert!(matches!(error, OpenError::NotWritable { .. }), "{error:?}");
    bench.disk.set_mode(Mode::Denied).unwrap();
    let error = bench.open().unwrap_err();
    assert!(matches!(error, OpenError::NotWritable { .. }), "{error:?}");
    bench.disk.set_mode(Mode::Writable).unwrap();
    bench.open().unwrap();
    bench.check("writable again");
}

#[test]
fn a_station_whose_rights_were_taken_goes_on_or_says_so_and_loses_nothing() {
    let Some(mut bench) = Bench::new() else { return };
    bench.disk.set_mode(Mode::Denied).unwrap();
    // What is open stays open; what has to be opened cannot be.
    for _ in 0..5 {
        match bench.record() {
            Ok(_) | Err(WriteError::NotSaved(_)) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
    bench.disk.set_mode(Mode::Writable).unwrap();
    bench.record().unwrap();
    bench.check("rights given back");
    bench.reopen();
    bench.check("opened anew");
}

/// Waits until so many flushes wait on the disk.
fn until_held(bench: &Bench, many: u64) {
    let started = Instant::now();
    while bench.disk.tell(&Command::HeldSyncs).unwrap() < many {
        assert!(started.elapsed() < FOR_EVER, "nobody flushes");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn on_a_disk_that_answers_late_a_record_is_told_late_and_rightly_and_reading_and_judging_wait_for_nothing() {
    let Some(mut bench) = Bench::new() else { return };
    fetch_register(bench.store(), 10, 1).unwrap();
    let form = usage();
    bench.disk.tell(&Command::HoldSyncs).unwrap();
    let (told, tells) = mpsc::channel();
    let (store, new, tell) = (bench.store().clone(), new_usage(form.clone()), told.clone());
    let recording = std::thread::spawn(move || tell.send(("recorded", store.record(new).is_ok())).unwrap());
    until_held(&bench, 1);

    // All that the counter does before a record, and what other screens show, on this thread: were one to wait, it would
    // wait for ever.
    let card = CardNumber::parse("A000000001").unwrap();
    assert!(bench.store().card(card).unwrap().is_some());
    assert_eq!(bench.store().register().unwrap().cards, 10);
    assert_eq!(bench.store().counted(venue(), Some(usage().card), None).unwrap().len(), 1);
    assert_eq!(bench.store().events(venue()).unwrap(), []);
    assert_eq!(bench.store().rules(venue()).unwrap(), Default::default());
    assert_eq!(bench.store().due(now(), 500, 1 << 20).unwrap().len(), 1, "what was saved before can be sent meanwhile");
    bench.check("while the record waits it is not seen");

    // What writes waits its turn, and only that.
    let (store, tell) = (bench.store().clone(), told);
    let setting = std::thread::spawn(move || tell.send(("set", store.set_setting("theme", &1).is_ok())).unwrap());
    assert!(tells.try_recv().is_err(), "nothing is told as saved before the disk has answered");
    bench.disk.tell(&Command::LetGo).unwrap();
    assert_eq!(tells.recv_timeout(FOR_EVER).unwrap(), ("recorded", true));
    assert_eq!(tells.recv_timeout(FOR_EVER).unwrap(), ("set", true));
    recording.join().unwrap();
    setting.join().unwrap();
    bench.told(form.id);
    bench.check("let go");
}
