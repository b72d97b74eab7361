//! Opening: what is refused, and that nothing is harmed by it; and the small things kept.

use crate::support::*;
use jiff::civil::date;
use kaikuasema_domain::UserId;
use kaikuasema_domain::api::Secret;
use kaikuasema_domain::user::User;
use kaikuasema_store::*;
use std::fs;
use std::path::Path;

/// Closes a station with one record and gives its directory.
fn closed() -> tempfile::TempDir {
    let station = Station::new();
    station.record_one();
    let Station { place, store } = station;
    drop(store);
    place
}

fn open(place: &Path) -> Result<Store, OpenError> {
    Store::open(&config(place))
}

#[test]
fn a_second_station_on_the_same_directory_is_refused() {
    let station = Station::new();
    let second = open(station.place.path());
    assert!(matches!(second, Err(OpenError::InUse)));
    let station = station.reopen();
    assert_eq!(station.seen(), [], "it is free again after the first is closed");
}

#[test]
fn a_directory_that_cannot_be_written_is_named() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("data"), "a file where a directory should be").unwrap();
    let Err(OpenError::NotWritable { path, .. }) = open(place.path()) else { panic!("it opened") };
    assert_eq!(path, place.path().join("data"));
}

#[test]
fn a_wrong_key_and_a_missing_one_are_errors_of_their_own_and_harm_nothing() {
    let place = closed();
    let (database, key) = (place.path().join("data/station.db"), place.path().join("data/station.key"));
    let (content, right) = (fs::read(&database).unwrap(), fs::read(&key).unwrap());
    fs::write(&key, "00".repeat(32)).unwrap();
    assert!(matches!(open(place.path()), Err(OpenError::WrongKey)));
    fs::remove_file(&key).unwrap();
    assert!(matches!(open(place.path()), Err(OpenError::KeyMissing)));
    assert!(!key.exists());
    assert_eq!(fs::read(&database).unwrap(), content);
    fs::write(&key, right).unwrap();
    assert_eq!(open(place.path()).unwrap().usages(&UsageFilter::default()).unwrap().len(), 1);
}

#[test]
fn nothing_in_the_files_can_be_read_without_the_key() {
    let station = Station::new();
    station.set_credential(&Secret("salasana-salasana".to_owned())).unwrap();
    station.record_one();
    for name in ["station.db", "station.db-wal", "blackbox-0001.kbx"] {
        let content = fs::read(station.file(name)).unwrap();
        for text in ["A9990000071", "salasana", "SQLite format"] {
            assert!(!content.windows(text.len()).any(|window| window == text.as_bytes()), "{text} in {name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_what_a_station_writes() {
    use std::os::unix::fs::PermissionsExt;
    let station = Station::new();
    station.record_one();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&station.file("")), 0o700);
    let mut files = 0;
    for entry in fs::read_dir(station.file("")).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
        files += 1;
    }
    assert!(files >= 6, "database, its log, lock, key, fingerprint, black box");
}

#[cfg(unix)]
#[test]
fn a_directory_with_other_things_in_it_keeps_its_rights() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let data = place.path().join("data");
    fs::create_dir(&data).unwrap();
    fs::write(data.join("someone's"), "").unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
    open(place.path()).unwrap();
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o755);
}

#[test]
fn what_the_station_knows_about_itself_survives_reopening() {
    let station = Station::new();
    let session = SavedSession {
        user: User { id: UserId(uuid::Uuid::from_u128(8)), email: "kassa@teatteri.invalid".to_owned() },
        venues: vec![],
        refresh_token: Secret("r".to_owned()),
        signed_in_at: now(),
    };
    station.set_session(Some(&session)).unwrap();
    station.set_credential(&Secret("c".to_owned())).unwrap();
    station.set_setting("language", &"sv").unwrap();
    let station = station.reopen();
    assert_eq!(station.service().unwrap(), Some(service()));
    assert_eq!(station.session().unwrap(), Some(session));
    assert_eq!(station.credential().unwrap(), Some(Secret("c".to_owned())));
    assert_eq!(station.setting::<String>("language").unwrap().as_deref(), Some("sv"));
    assert_eq!(station.setting::<String>("theme").unwrap(), None);
    assert!(matches!(station.setting::<u32>("language"), Err(StoreError::Value(_))));
    station.set_session(None).unwrap();
    assert_eq!(station.session().unwrap(), None);
}

#[test]
fn a_training_station_never_becomes_a_real_one_nor_the_other_way_round() {
    let station = Station::new();
    let training = Service { training: true, ..service() };
    assert!(matches!(station.set_service(&training), Err(StoreError::OtherKindOfService)));
    assert_eq!(station.service().unwrap(), Some(service()));
    station.set_service(&Service { url: "https://moved.invalid".to_owned(), ..service() }).unwrap();
}

#[test]
fn the_newest_day_told_never_goes_back() {
    let station = Station::new();
    assert_eq!(station.clock().unwrap(), ClockState::default());
    station.note_service_time(1500, date(2026, 11, 22)).unwrap();
    station.note_service_time(-20, date(2026, 11, 20)).unwrap();
    assert_eq!(station.clock().unwrap(), ClockState { offset_ms: Some(-20), newest_day: Some(date(2026, 11, 22)) });
}

#[test]
fn a_refresh_that_comes_too_late_restores_no_session() {
    let station = Station::new();
    let secret = |text: &str| Secret(text.to_owned());
    let user = User { id: clerk(), email: "kassa@teatteri.invalid".to_owned() };
    let session = SavedSession { user: user.clone(), venues: vec![], refresh_token: secret("first"), signed_in_at: now() };
    let renew = |shown: &str, next: &str| station.renew_session(&secret(shown), user.clone(), vec![], secret(next)).unwrap();
    assert!(!renew("first", "second"), "nobody is signed in");
    station.set_session(Some(&session)).unwrap();
    assert!(renew("first", "second"));
    assert_eq!(station.session().unwrap(), Some(SavedSession { refresh_token: secret("second"), ..session }));
    assert!(!renew("first", "third"), "another refresh came first");
    station.set_session(None).unwrap();
    assert!(!renew("second", "third"));
    assert_eq!(station.session().unwrap(), None);
}
