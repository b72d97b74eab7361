//! The disk fills while things are done, and then room is made.

use crate::bench::*;
use crate::opening::{old_file, sample_is_there};
use kaikuasema_faultdisk::Command;
use kaikuasema_store::*;
use std::fs;

/// Bytes left, from none to enough for a record or a register of these tests.
fn rooms(enough: u64) -> impl Iterator<Item = u64> {
    (0..enough).step_by(1536)
}

fn leave(bench: &Bench, bytes: u64) {
    let used = bench.disk.tell(&Command::Used).unwrap();
    bench.disk.tell(&Command::Room(Some(used + bytes))).unwrap();
}

fn make_room(bench: &Bench) {
    bench.disk.tell(&Command::Room(None)).unwrap();
}

#[test]
fn on_a_full_disk_a_record_is_told_as_not_saved_for_want_of_room_and_is_saved_once_there_is_some() {
    let Some(mut bench) = Bench::new() else { return };
    let mut refused = 0;
    for room in rooms(64 << 10) {
        leave(&bench, room);
        for _ in 0..3 {
            if let Err(error) = bench.record() {
                refused += 1;
                assert!(error.is_disk_full() && !error.is_permanent(), "{room} bytes left: {error:?}");
            }
            bench.check(&format!("{room} bytes left"));
        }
        make_room(&bench);
        bench.record().unwrap();
        if room % 4096 == 0 {
            bench.reopen();
        }
        bench.check(&format!("room was made after {room} bytes"));
    }
    println!("{refused} records refused for want of room");
    assert!(refused > 20);
}

#[test]
fn on_a_full_disk_the_register_in_use_stays_whole_and_what_was_recorded_too() {
    let Some(mut bench) = Bench::new() else { return };
    let cards = 2000;
    fetch_register(bench.store(), cards, 1).unwrap();
    let (mut held, mut refused) = (1, 0);
    for (asked, room) in (2..).zip((0..1_200_000).step_by(60_000)) {
        leave(&bench, room);
        match fetch_register(bench.store(), cards, asked) {
            Ok(()) => held = asked,
            Err(error) => {
                refused += 1;
                assert!(error.is_disk_full() && !error.is_permanent(), "{room} bytes left: {error:?}");
            }
        }
        register_is_whole(bench.store(), &[(cards, held)], &format!("{room} bytes left"));
        make_room(&bench);
        bench.record().unwrap();
        bench.check(&format!("{room} bytes left"));
        bench.reopen();
        register_is_whole(bench.store(), &[(cards, held)], &format!("opened anew after {room} bytes"));
    }
    println!("{refused} registers refused for want of room");
    assert!(refused > 0);
}

#[test]
fn a_station_that_is_opened_on_a_full_disk_says_so_and_opens_once_there_is_room() {
    let Some(mut bench) = Bench::new() else { return };
    bench.store = None;
    for room in rooms(80 << 10) {
        leave(&bench, room);
        if let Err(error) = bench.open() {
            assert!(!matches!(error, OpenError::NotADatabase { .. }), "a full disk is no damage");
        }
        bench.store = None;
        make_room(&bench);
        bench.open().unwrap();
        bench.check("room was made");
        bench.store = None;
    }
}

#[test]
fn without_room_for_the_copy_before_a_migration_the_file_stays_as_it_is_and_that_is_told() {
    let Some(disk) = disk() else { return };
    let old = tempfile::tempdir().unwrap();
    old_file(&old.path().join("data"));
    let content = fs::read(old.path().join("data/station.db")).unwrap();
    let mut refused = 0;
    for room in (0..content.len() as u64 + 40_960).step_by(12_288) {
        let data = disk.path().join("data");
        let _ = fs::remove_dir_all(&data);
        fs::create_dir(&data).unwrap();
        for entry in fs::read_dir(old.path().join("data")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, data.join(path.file_name().unwrap())).unwrap();
        }
        let used = disk.tell(&Command::Used).unwrap();
        disk.tell(&Command::Room(Some(used + room))).unwrap();
        match open(disk.path()) {
            Ok(_) => {}
            Err(OpenError::NoCopy(_)) => {
                refused += 1;
                let names: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
                assert!(names.iter().all(|name| !name.to_string_lossy().contains("copy")), "{names:?}");
            }
            Err(error) => assert!(!error.is_permanent() || matches!(error, OpenError::NotWritable { .. }), "{room} bytes left: {error:?}"),
        }
        disk.tell(&Command::Room(None)).unwrap();
        sample_is_there(&open(disk.path()).unwrap(), "room was made");
        assert!(data.join("station.db.version-0001").exists());
    }
    println!("{refused} migrations refused for want of room for the copy");
    assert!(refused > 3);
}
