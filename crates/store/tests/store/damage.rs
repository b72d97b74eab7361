//! A damaged file: set aside as it is, a new one made, and everything that can be read is in it.

use crate::support::*;
use kaikuasema_domain::api::{CardRow, Secret};
use kaikuasema_domain::user::User;
use kaikuasema_domain::{Card, CardNumber};
use kaikuasema_store::*;
use std::fs;
use std::path::{Path, PathBuf};

const PAGE: usize = 4096;
const RECORDS: usize = 60;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

fn session() -> SavedSession {
    SavedSession {
        user: User { id: clerk(), email: "kassa@teatteri.invalid".to_owned() },
        venues: vec![],
        refresh_token: Secret("r".to_owned()),
        signed_in_at: now(),
    }
}

/// A station with a clerk, settings, a register and records, of which the first half was sent.
fn busy() -> Station {
    let station = Station::new();
    station.set_session(Some(&session())).unwrap();
    station.set_credential(&Secret("c".to_owned())).unwrap();
    station.set_setting("language", &"sv").unwrap();
    let card = |n: u64| CardRow::Present {
        version: n,
        entity: Card {
            number: CardNumber::parse(&format!("A{n:09}")).unwrap(),
            active: true,
            valid_until: jiff::civil::date(2027, 5, 31),
            children_max: None,
        },
    };
    station.apply_cards(batch((1..=500).map(card).collect(), "c1", true)).unwrap();
    for number in 0..RECORDS {
        let (_, recorded) = station.record_one();
        if number < RECORDS / 2 {
            station.result(recorded.op, kaikuasema_domain::operation::Outcome::Accepted { version: 7 });
        }
    }
    station.set_aside(aside(&usage(), true), stamp()).unwrap();
    station
}

/// A folder of a station like that, closed; the station's id, and its last number.
fn closed() -> (tempfile::TempDir, kaikuasema_domain::StationId, u64) {
    let station = busy();
    let (id, last) = (station.station(), station.last_op().sequence);
    let Station { place, store } = station;
    drop(store);
    (place, id, last)
}

fn copied(from: &Path) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    copy(&from.join("data"), &place.path().join("data"));
    place
}

fn database(place: &Path) -> PathBuf {
    place.join("data/station.db")
}

/// Reads all that a window would.
fn read_all(store: &Store) -> Result<(), StoreError> {
    store.usages(&UsageFilter::default())?;
    store.queue()?;
    store.due(now(), 500, 1 << 20)?;
    store.set_asides()?;
    store.register()?;
    for n in (1..=500).step_by(7) {
        store.card(CardNumber::parse(&format!("A{n:09}")).unwrap())?;
    }
    store.session()?;
    store.setting::<String>("language")?;
    store.rules(venue())?;
    store.counted(venue(), Some(usage().card), None)?;
    Ok(())
}

/// Opens, reads, and where a damaged page was met opens again, as a station that is started anew.
fn open_and_read(place: &Path) -> Store {
    let store = Store::open(&config(place)).unwrap();
    match read_all(&store) {
        Ok(()) => store,
        Err(error) => {
            assert!(error.is_damage(), "{error:?}");
            drop(store);
            let store = Store::open(&config(place)).unwrap();
            assert!(store.salvage().unwrap().is_some(), "a damaged page was met, and the next opening made a new file");
            read_all(&store).unwrap();
            store
        }
    }
}

/// That the station goes on under its own id, after its own last number.
fn goes_on(store: &Store, id: kaikuasema_domain::StationId, last: u64, context: &str) {
    assert_eq!(store.station(), id, "{context}");
    store.set_service(&service()).unwrap();
    let recorded = store.record(new_usage(usage())).unwrap();
    assert!(recorded.sequence > last, "{context}: {} is given again", recorded.sequence);
}

#[test]
fn what_is_no_database_is_set_aside_as_it_is_and_a_new_one_made() {
    let (whole, id, last) = closed();
    let half = fs::read(database(whole.path())).unwrap();
    let half = half[..half.len() / 2 / PAGE * PAGE].to_vec();
    let foreign = b"SQLite format 3\0".repeat(256);
    for content in [Vec::new(), foreign, b"hello".to_vec(), vec![0; 8192], vec![7; 8192], half] {
        let place = copied(whole.path());
        fs::write(database(place.path()), &content).unwrap();
        let store = open_and_read(place.path());
        let salvage = store.salvage().unwrap().unwrap();
        let kept = place.path().join("data").join(salvage.kept_as.as_deref().unwrap());
        assert_eq!(fs::read(&kept).unwrap(), content, "it is left as it is");
        assert!(salvage.operations + salvage.only_sealed >= last, "{salvage:?}: each operation is saved or told as sealed");
        assert_eq!(store.feed_cursor(Feed::Cards).unwrap(), None, "the register is fetched anew");
        goes_on(&store, id, last, "no database");
        drop(store);
        let store = Store::open(&config(place.path())).unwrap();
        assert_eq!(store.salvage().unwrap(), Some(salvage), "it is told until it was read");
        store.forget_salvage().unwrap();
        assert_eq!(store.salvage().unwrap(), None);
        assert!(kept.exists(), "and the damaged file stays for good");
    }
}

#[test]
fn a_directory_in_the_place_of_the_file_is_set_aside_too() {
    let (place, id, last) = closed();
    fs::remove_file(database(place.path())).unwrap();
    fs::create_dir(database(place.path())).unwrap();
    fs::write(database(place.path()).join("someone's"), "own").unwrap();
    let store = Store::open(&config(place.path())).unwrap();
    let kept = store.salvage().unwrap().unwrap().kept_as.unwrap();
    assert_eq!(fs::read(place.path().join("data").join(kept).join("someone's")).unwrap(), b"own");
    goes_on(&store, id, last, "a directory");
}

#[test]
fn with_one_flipped_bit_in_any_page_every_operation_is_saved_or_told_as_sealed() {
    let (whole, id, last) = closed();
    let content = fs::read(database(whole.path())).unwrap();
    let (mut salvaged, mut untouched, mut saved_all) = (0, 0, 0);
    for page in 0..content.len() / PAGE {
        let context = format!("page {page}");
        let place = copied(whole.path());
        let mut damaged = content.clone();
        // Which bit: another one in each page.
        damaged[page * PAGE + (page * 977 + 131) % PAGE] ^= 1 << (page % 8);
        fs::write(database(place.path()), &damaged).unwrap();
        let store = open_and_read(place.path());
        let queue = store.queue().unwrap();
        let sequences: Vec<u64> = queue.iter().map(|entry| entry.sequence).collect();
        assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]), "{context}");
        match store.salvage().unwrap() {
            None => {
                assert_eq!(sequences.len() as u64, last, "{context}: an unused page");
                untouched += 1;
            }
            Some(salvage) => {
                salvaged += 1;
                assert!(salvage.operations + salvage.only_sealed >= last, "{context}: {salvage:?}");
                assert_eq!(fs::read(place.path().join("data").join(salvage.kept_as.unwrap())).unwrap(), damaged, "{context}");
                if salvage.operations == last {
                    saved_all += 1;
                    assert_eq!(salvage.waiting, last - RECORDS as u64 / 2, "{context}");
                    assert_eq!(store.usages(&UsageFilter::default()).unwrap().len(), RECORDS, "{context}");
                    assert_eq!(store.set_asides().unwrap().len(), 1, "{context}");
                }
                if salvage.keeps_sign_in {
                    assert_eq!(store.session().unwrap(), Some(session()), "{context}");
                }
            }
        }
        store.set_service(&service()).unwrap();
        let store = match store.record(new_usage(usage())) {
            Ok(_) => store,
            Err(error) => {
                // A page that only writing reads: it was told as not saved, and the next opening makes a new file.
                assert!(matches!(&error, WriteError::NotSaved(error) if error.is_damage()), "{context}: {error:?}");
                drop(store);
                let store = Store::open(&config(place.path())).unwrap();
                assert!(store.salvage().unwrap().is_some_and(|salvage| salvage.operations == last), "{context}");
                store
            }
        };
        goes_on(&store, id, last, &context);
    }
    println!("{salvaged} pages whose damage was met, in {saved_all} cases with every operation saved; {untouched} not in use");
    assert!(saved_all > salvaged / 2, "most pages hold no operation");
    assert!(salvaged > untouched);
}

#[test]
fn a_log_that_was_lost_or_torn_is_told_and_no_number_is_given_again() {
    let station = Station::new();
    let id = station.station();
    for _ in 0..5 {
        station.record_one();
    }
    let live = tempfile::tempdir().unwrap();
    copy(&station.file(""), &live.path().join("data"));
    let log = fs::read(live.path().join("data/station.db-wal")).unwrap();
    for length in [0, 20, log.len() / 3, log.len() / 2, log.len() - 1, log.len()] {
        let context = format!("{length} of {} bytes of the log", log.len());
        let place = copied(live.path());
        let path = place.path().join("data/station.db-wal");
        fs::write(&path, &log[..length]).unwrap();
        if length == 0 {
            fs::remove_file(&path).unwrap();
        }
        let store = open_and_read(place.path());
        let held = store.queue().unwrap().len() as u64;
        let salvage = store.salvage().unwrap();
        assert_eq!(salvage.as_ref().map_or(0, |salvage| salvage.only_sealed), 5 - held, "{context}");
        assert!(salvage.is_none_or(|salvage| salvage.kept_as.is_none()), "{context}: the file itself is good");
        goes_on(&store, id, 5, &context);
        drop(store);
        let store = open_and_read(place.path());
        store.forget_salvage().unwrap();
        drop(store);
        assert_eq!(open_and_read(place.path()).salvage().unwrap(), None, "{context}: it is told once");
    }
}

#[test]
fn a_page_that_was_begun_at_the_files_end_when_the_power_went_is_no_damage() {
    let station = Station::new();
    station.record_one();
    let live = tempfile::tempdir().unwrap();
    copy(&station.file(""), &live.path().join("data"));
    let mut content = fs::read(database(live.path())).unwrap();
    content.extend([9; PAGE / 2]);
    fs::write(database(live.path()), content).unwrap();
    let store = open_and_read(live.path());
    assert_eq!(store.salvage().unwrap(), None);
    assert_eq!(store.queue().unwrap().len(), 1);
}

#[test]
fn a_file_taken_away_from_under_its_log_is_made_anew_and_the_log_is_kept() {
    let (place, id, last) = closed();
    let data = place.path().join("data");
    fs::rename(data.join("station.db"), place.path().join("elsewhere")).unwrap();
    fs::write(data.join("station.db-wal"), "records").unwrap();
    let store = Store::open(&config(place.path())).unwrap();
    let salvage = store.salvage().unwrap().unwrap();
    assert_eq!(salvage.only_sealed, last, "{salvage:?}");
    assert_eq!(fs::read(data.join(format!("{}-wal", salvage.kept_as.unwrap()))).unwrap(), b"records");
    goes_on(&store, id, last, "a log alone");
}

#[test]
fn a_salvage_that_was_cut_off_goes_on_at_the_next_opening() {
    let (whole, id, last) = closed();
    // Set aside, and no new file yet.
    let place = copied(whole.path());
    fs::rename(database(place.path()), place.path().join("data/station.db.damaged")).unwrap();
    let store = Store::open(&config(place.path())).unwrap();
    let salvage = store.salvage().unwrap().unwrap();
    assert_eq!((salvage.operations, salvage.only_sealed, salvage.keeps_sign_in), (last, 0, true));
    assert_eq!(store.setting::<String>("language").unwrap().as_deref(), Some("sv"));
    goes_on(&store, id, last, "set aside");
    assert!(!place.path().join("data/station.db.damaged").exists(), "it has its dated name");
    drop(store);
    // The new file is there, and the damaged one has no dated name yet.
    fs::write(place.path().join("data/station.db.damaged"), "of earlier").unwrap();
    let store = Store::open(&config(place.path())).unwrap();
    assert_eq!(store.queue().unwrap().len() as u64, last + 1);
    assert!(!place.path().join("data/station.db.damaged").exists());
    let kept = fs::read_dir(place.path().join("data"))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().contains("damaged-"));
    assert_eq!(kept.count(), 2, "nothing that was set aside is overwritten");
}

#[test]
fn a_torn_black_box_beside_a_lost_file_gives_no_number_again() {
    let (place, id, last) = closed();
    fs::write(database(place.path()), "").unwrap();
    let path = place.path().join("data/blackbox-0001.kbx");
    let sealed = fs::read(&path).unwrap();
    // A bit in the middle: what comes after it cannot be counted.
    let mut torn = sealed.clone();
    torn[sealed.len() / 2] ^= 1;
    fs::write(&path, &torn).unwrap();
    let store = Store::open(&config(place.path())).unwrap();
    goes_on(&store, id, last, "a torn black box");
    assert_eq!(fs::read(&path).unwrap(), torn, "it is left as it is");
}
