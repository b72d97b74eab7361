//! The schema and its forward steps: each in one transaction with the version it leads to.

use super::{OpenError, service};
use rusqlite::{Connection, TransactionBehavior};
use std::path::Path;

/// The steps in order; the schema version is how many have been taken.
const STEPS: [&str; 4] = [
    include_str!("../../migrations/0001_first.sql"),
    include_str!("../../migrations/0002_limits.sql"),
    include_str!("../../migrations/0003_recording.sql"),
    include_str!("../../migrations/0004_staff.sql"),
];

/// Brings the file up to date; refuses a newer one unharmed.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let not_usable = |source| OpenError::NotUsable { path: path.to_owned(), source };
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let version = |connection: &Connection| connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    // A file that is up to date is opened without waiting for whoever writes to it.
    while version(connection).map_err(not_usable)? != known {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(not_usable)?;
        // Another process may have taken the step meanwhile.
        let found = version(&transaction).map_err(not_usable)?;
        if found > known || found < 0 {
            return Err(OpenError::Newer { path: path.to_owned(), found, known });
        }
        let Some(step) = usize::try_from(found).ok().and_then(|taken| STEPS.get(taken)) else { break };
        transaction.execute_batch(step).map_err(not_usable)?;
        if found == 0 {
            let service = service::New::random().map_err(OpenError::Random)?;
            service.insert(&transaction).map_err(not_usable)?;
        }
        transaction.pragma_update(None, "user_version", found + 1).map_err(not_usable)?;
        transaction.commit().map_err(not_usable)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::STEPS;
    use crate::storage::{OpenError, Storage};
    use kaikuasema_domain::limits::VenueLimits;
    use kaikuasema_domain::usage::{Discretion, Flag};
    use kaikuasema_domain::verdict::Policy;
    use kaikuasema_domain::{CardCode, CardNumber, EventId, ShowingId, StationId, UsageId, VenueId};
    use uuid::Uuid;

    #[test]
    fn a_newer_file_is_refused_unharmed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        drop(Storage::open(&file).unwrap());
        let connection = rusqlite::Connection::open(&file).unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        drop(connection);
        let before = std::fs::read(&file).unwrap();
        assert!(matches!(Storage::open(&file), Err(OpenError::Newer { found: 99, .. })));
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }

    /// What a service of the first version holds: one of everything that a later step touches.
    const FIRST: &str = "
        INSERT INTO service VALUES (1, '018f0000-0000-7000-8000-000000000001', zeroblob(32), 40);
        INSERT INTO venues VALUES ('018f0000-0000-7000-8000-000000000012', '018f0000-0000-7000-8000-000000000002', 'Teatteri',
            'Mallila', 'theatre', '{\"ended\":\"refuse\",\"event_after_last_day\":\"ask\"}');
        INSERT INTO venues VALUES ('018f0000-0000-7000-8000-000000000011', '018f0000-0000-7000-8000-000000000002', 'Kirjasto',
            'Mallila', 'library', '{}');
        INSERT INTO events VALUES ('018f0000-0000-7000-8000-000000000021', '018f0000-0000-7000-8000-000000000012', 'Peppi', 'peppi',
            'performance', 1, 0, 1, '[\"clerk_without_right\"]', 31);
        INSERT INTO showings VALUES ('018f0000-0000-7000-8000-000000000031', '018f0000-0000-7000-8000-000000000021',
            '018f0000-0000-7000-8000-000000000012', '2026-11-28', '18:00:00', 334, 0, 32);
        INSERT INTO usages VALUES ('018f0000-0000-7000-8000-000000000041', '018f0000-0000-7000-8000-000000000012', {card},
            '018f0000-0000-7000-8000-000000000021', 'Peppi', '018f0000-0000-7000-8000-000000000031', '2026-11-28', '18:00:00', 2,
            NULL, 420, '2026-11-20T10:00:00Z', '018f0000-0000-7000-8000-000000000051', '018f0000-0000-7000-8000-000000000061',
            '{\"reason\":\"syy\"}', NULL, 'c1', '[\"card_ended\",\"clerk_differs\"]', 0, 33);
        INSERT INTO usages VALUES ('018f0000-0000-7000-8000-000000000042', '018f0000-0000-7000-8000-000000000012', {card}, NULL, NULL,
            NULL, '2026-11-28', NULL, 0, NULL, NULL, '2026-11-20T10:00:00Z', '018f0000-0000-7000-8000-000000000051',
            '018f0000-0000-7000-8000-000000000061', NULL, NULL, NULL, '[]', 1, 40);
        PRAGMA user_version = 1;";

    #[test]
    fn a_file_of_the_first_version_is_brought_up_to_date_with_all_it_holds() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let card = CardNumber::parse("A9990000071").unwrap();
        let old = rusqlite::Connection::open(&file).unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        old.execute_batch(&FIRST.replace("{card}", &CardCode::from(card).to_i64().to_string())).unwrap();
        drop(old);

        let storage = Storage::open(&file).unwrap();
        let id = |last: u128| Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0000 + last);
        let (theatre, library) = (VenueId(id(0x12)), VenueId(id(0x11)));
        storage
            .read(|read| {
                assert_eq!(read.identity()?.instance_id, id(1));
                // Both rules are news to whoever has read up to the newest version there was.
                assert_eq!(read.newest_version()?, 42);
                let (rules, version) = read.rules(theatre)?.unwrap();
                assert_eq!((rules.ended, rules.limits, version), (Policy::Refuse, VenueLimits::default(), 42));
                assert_eq!(read.rules(library)?.unwrap().1, 41);
                assert!(matches!(read.event_changes(theatre, 40, 10)?.as_slice(), [(42, _)]));
                assert_eq!(read.event_changes(theatre, 0, 10)?.len(), 3);
                let event = read.event(EventId(id(0x21)))?.unwrap();
                assert!(event.event.limits.is_empty() && event.version == 31);
                assert!(read.showing(ShowingId(id(0x31)))?.unwrap().showing.occasion.is_ordinary());
                let record = read.usage(UsageId(id(0x41)))?.unwrap();
                assert_eq!((record.usage.card, record.version, record.deleted), (card, 33, false));
                assert_eq!(record.usage.flags, [Flag::CardEnded, Flag::ClerkDiffers]);
                assert_eq!(record.usage.staff, 1);
                assert!(record.usage.facts.is_empty() && record.usage.channel.is_desk() && !record.usage.entered_late);
                assert_eq!(record.usage.discretion, Some(Discretion { reason: Some("syy".to_owned()), ..Discretion::default() }));
                assert!(read.usage(UsageId(id(0x42)))?.unwrap().deleted);
                // What was there is news to a station that builds on something older.
                let station = record.usage.station;
                let newest = [0x41, 0x42, 0x21, 0x31, 0x12].map(|last| read.newest_by_others(id(last), station).unwrap());
                assert_eq!(newest, [33, 40, 31, 32, 42]);
                assert_eq!(read.version_recorded_by(id(0x41), station)?, Some(33));
                assert_eq!(read.version_recorded_by(id(0x41), StationId(id(0x62)))?, None, "not this station's");
                Ok(())
            })
            .unwrap();
        storage.write(|write| write.delete_usage(UsageId(id(0x41)), StationId(id(0x61)))).unwrap();
        assert_eq!(storage.read(|read| read.newest_version()).unwrap(), 43);
    }

    /// What the second version added to it: a late entry, corrected at another station, and a cancelled ticket.
    const SECOND: &str = "
        INSERT INTO usages (id, venue_id, card, event_date, children, recorded_at, clerk_id, station_id, flags, deleted, version,
            entered_late, facts, discretion)
            SELECT '018f0000-0000-7000-8000-000000000043', venue_id, card, event_date, 1, recorded_at, clerk_id, station_id, '[]', 0,
            44, 1, '{\"cancelled\":{\"at\":\"2026-11-21T10:00:00Z\",\"by\":\"clerk\"}}', '{\"reason\":\"syy\",\"over_cap\":true}'
            FROM usages WHERE id = '018f0000-0000-7000-8000-000000000041';
        INSERT INTO edits VALUES ('018f0000-0000-7000-8000-000000000043', '', 43);
        INSERT INTO edits VALUES ('018f0000-0000-7000-8000-000000000043', '018f0000-0000-7000-8000-000000000062', 44);
        UPDATE service SET version = 44;
        PRAGMA user_version = 2;";

    #[test]
    fn a_file_of_the_second_version_is_brought_up_to_date_with_all_it_holds() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let card = CardNumber::parse("A9990000071").unwrap();
        let old = rusqlite::Connection::open(&file).unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        old.execute_batch(&FIRST.replace("{card}", &CardCode::from(card).to_i64().to_string())).unwrap();
        old.execute_batch(STEPS[1]).unwrap();
        old.execute_batch(SECOND).unwrap();
        drop(old);

        let storage = Storage::open(&file).unwrap();
        let id = |last: u128| Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_0000 + last);
        let (usage, station) = (id(0x43), StationId(id(0x61)));
        let record = storage.read(|read| read.usage(UsageId(usage))).unwrap().unwrap();
        assert_eq!((record.version, record.deleted), (44, false));
        assert_eq!((record.usage.entered_late, record.usage.entered_by, record.usage.over_cap), (true, None, false));
        assert!(record.usage.knew_of_cap(), "as its discretion says");
        assert!(record.usage.facts.status().is_cancelled());
        storage
            .read(|read| {
                assert_eq!(read.newest_version()?, 44);
                // A change queued before the record's version was known is told of what the other station did.
                assert_eq!(read.version_recorded_by(usage, station)?, Some(43));
                assert_eq!(read.newest_by_others(usage, station)?, 44);
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn a_file_that_is_no_database_is_refused_unharmed() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let text = "not a database at all ".repeat(100);
        std::fs::write(&file, &text).unwrap();
        assert!(matches!(Storage::open(&file), Err(OpenError::NotUsable { .. })));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_the_file_and_nothing_is_left_in_its_log() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        let storage = Storage::open(&dir.path().join("central.db")).unwrap();
        storage.read(|r| r.identity()).unwrap();
        let names = || std::fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
        for path in names() {
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
        }
        assert_eq!(names().count(), 3, "the file, its log and its index");
        drop(storage);
        assert_eq!(names().count(), 1);
    }

    #[test]
    fn a_file_that_is_being_written_to_is_opened_at_once() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let storage = Storage::open(&file).unwrap();
        storage
            .write(|_| {
                let beside = Storage::open(&file).unwrap();
                beside.read(|r| r.identity())
            })
            .unwrap();
    }

    #[test]
    fn four_that_make_the_same_file_at_once_make_one_service() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let open = |_| {
            let file = file.clone();
            std::thread::spawn(move || Storage::open(&file).unwrap().read(|r| r.identity()).unwrap())
        };
        let threads: Vec<_> = (0..4).map(open).collect();
        let identities: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        assert!(identities.windows(2).all(|pair| pair[0] == pair[1]));
    }

    #[test]
    fn opening_again_keeps_who_the_service_is() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("central.db");
        let first = Storage::open(&file).unwrap().read(|r| r.identity()).unwrap();
        let again = Storage::open(&file).unwrap().read(|r| r.identity()).unwrap();
        assert_eq!(first, again);
    }
}
