//! Feeds: complete, in order, resumable anywhere, compressed, and only for who may see them.

use crate::harness::{CLERK, MAIN_USER, OTHER, Service, Station, number, ok, problem, version};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use kaikuasema_domain::api::{CardAnswer, CardLookup, CardRow, ChangeRow, ProblemCode, UsageRow};
use kaikuasema_domain::operation::{Change, UsageUpdate};
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::{Card, CardNumber, Operation, Usage, UsageId};
use proptest::test_runner::{Config, TestRunner};
use reqwest::StatusCode;
use std::collections::BTreeMap;
use uuid::Uuid;

fn checkpoint<T, I>(row: &ChangeRow<T, I>) -> Option<(&str, bool)> {
    match row {
        ChangeRow::Checkpoint { cursor, complete } => Some((cursor, *complete)),
        _ => None,
    }
}

/// Applies rows as a station does.
fn fold(held: &mut BTreeMap<CardNumber, (u64, Card)>, rows: &[CardRow]) {
    for row in rows {
        match row {
            CardRow::Present { version, entity } => {
                held.insert(entity.number, (*version, entity.clone()));
            }
            CardRow::Deleted { id, .. } => {
                held.remove(id);
            }
            CardRow::Checkpoint { .. } => {}
        }
    }
}

#[tokio::test]
async fn a_first_load_cut_at_any_checkpoint_goes_on_from_there() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    service.admin(|admin| admin.register_cards(&many(88, 4_500)).unwrap()).await;
    let whole: Vec<CardRow> = station.lines("/v1/cards/changes", None).await;
    let checkpoints: Vec<usize> = (0..whole.len()).filter(|index| checkpoint(&whole[*index]).is_some()).collect();
    assert_eq!(checkpoints.len(), 3, "one every 2,000 rows and one at the end");
    assert_eq!(checkpoints[0], 2_000);
    let mut expected = BTreeMap::new();
    fold(&mut expected, &whole);
    assert_eq!(expected.len(), 4_503, "the cards set up, without the one that ended over two years ago");
    for at in checkpoints {
        let (cursor, complete) = checkpoint(&whole[at]).unwrap();
        assert_eq!(complete, at == whole.len() - 1);
        let mut held = BTreeMap::new();
        fold(&mut held, &whole[..=at]);
        fold(&mut held, &station.lines("/v1/cards/changes", Some(cursor)).await);
        assert_eq!(held, expected);
    }
}

#[tokio::test]
async fn nothing_new_is_a_complete_answer_of_one_line() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let first: Vec<CardRow> = station.lines("/v1/cards/changes", None).await;
    let (cursor, _) = checkpoint(first.last().unwrap()).unwrap();
    let again: Vec<CardRow> = station.lines("/v1/cards/changes", Some(cursor)).await;
    assert_eq!(again, [CardRow::Checkpoint { cursor: cursor.to_owned(), complete: true }]);
    let usages: Vec<UsageRow> = station.lines(&station.usages_path(), None).await;
    assert!(matches!(usages.as_slice(), [UsageRow::Checkpoint { complete: true, .. }]));
}

#[tokio::test]
async fn a_block_is_the_only_change_after_it() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let first: Vec<CardRow> = station.lines("/v1/cards/changes", None).await;
    let (cursor, _) = checkpoint(first.last().unwrap()).unwrap();
    service.admin(|admin| admin.block(number("A9990000071")).unwrap()).await;
    let rows: Vec<CardRow> = station.lines("/v1/cards/changes", Some(cursor)).await;
    let [CardRow::Present { entity, .. }, CardRow::Checkpoint { complete: true, .. }] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((entity.number, entity.active), (number("A9990000071"), false));
}

#[tokio::test]
async fn a_card_that_ended_long_ago_is_told_only_when_it_is_changed() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let cards = async |after: Option<&str>| -> Vec<CardRow> { station.lines("/v1/cards/changes", after).await };
    let long_ago = number("A9990000104");
    let tells = |rows: &[CardRow]| rows.iter().any(|row| matches!(row, CardRow::Present { entity, .. } if entity.number == long_ago));
    let first = cards(None).await;
    assert!(!tells(&first));
    let (cursor, _) = checkpoint(first.last().unwrap()).unwrap();
    service.admin(move |admin| admin.block(long_ago).unwrap()).await;
    assert!(tells(&cards(Some(cursor)).await));
    // A last valid day set back by years is heard by who holds the card as valid.
    let valid = number("A9990000071");
    let set_back = Card { number: valid, active: true, valid_until: date(2019, 1, 1), children_max: Some(0) };
    service.admin(move |admin| admin.register_card(&set_back).unwrap()).await;
    let mut held = BTreeMap::new();
    fold(&mut held, &first);
    fold(&mut held, &cards(Some(cursor)).await);
    assert_eq!(held[&valid].1.valid_until, date(2019, 1, 1));
}

#[tokio::test]
async fn a_cursor_of_elsewhere_starts_the_station_afresh() {
    let (service, elsewhere) = (Service::start().await, Service::start().await);
    let (station, foreign) = (service.station(CLERK).await, elsewhere.station(CLERK).await);
    let path = "/v1/cards/changes";
    let cursor_of = async |station: &Station<'_>, path: &str| {
        let rows: Vec<CardRow> = station.lines(path, None).await;
        checkpoint(rows.last().unwrap()).unwrap().0.to_owned()
    };
    let own = cursor_of(&station, path).await;
    let of_another_feed = cursor_of(&station, &station.usages_path()).await;
    let of_another_service = cursor_of(&foreign, path).await;
    for cursor in [of_another_feed.as_str(), &of_another_service, "c1", "%F0%9F%92%A9", &"A".repeat(5_000)] {
        let refused = station.get(&format!("{path}?after={cursor}")).await;
        assert_eq!(refused.status(), StatusCode::GONE);
        assert_eq!(problem(refused).await.code, ProblemCode::CursorTooOld, "{cursor}");
    }
    assert_eq!(station.get(&format!("{path}?after={own}")).await.status(), StatusCode::OK);
    let all: Vec<CardRow> = station.lines(path, Some("")).await;
    assert_eq!(all.len(), 4, "an empty cursor is none");
    for query in ["after=a&after=b", "after=%FF%FE"] {
        let refused = station.get(&format!("{path}?{query}")).await;
        assert!(matches!(problem(refused).await.code, ProblemCode::BadRequest | ProblemCode::CursorTooOld), "{query}");
    }
}

#[tokio::test]
async fn a_cursor_of_a_state_that_a_restore_undid_starts_the_station_afresh() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let backup = std::fs::read(service.dir.path().join("central.db")).unwrap();
    let wal = std::fs::read(service.dir.path().join("central.db-wal")).unwrap();
    service.admin(|admin| admin.block(number("A9990000071")).unwrap()).await;
    let rows: Vec<CardRow> = station.lines("/v1/cards/changes", None).await;
    let (cursor, _) = checkpoint(rows.last().unwrap()).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("central.db");
    std::fs::write(&file, backup).unwrap();
    std::fs::write(dir.path().join("central.db-wal"), wal).unwrap();
    let central = kaikuasema_central::Central::open(&kaikuasema_central::Database::sqlite(&file), Default::default()).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/cards/changes?after={cursor}", listener.local_addr().unwrap());
    tokio::spawn(async move { central.serve(listener, std::future::pending()).await });
    let refused = reqwest::Client::new().get(url).bearer_auth(&station.credential).send().await.unwrap();
    assert_eq!(problem(refused).await.code, ProblemCode::CursorTooOld);
}

#[tokio::test]
async fn only_who_may_see_a_venue_gets_its_feeds() {
    let service = Service::start().await;
    let (station, other) = (service.station(CLERK).await, service.station(OTHER).await);
    for path in [station.usages_path(), station.events_path()] {
        assert_eq!(station.get(&path).await.status(), StatusCode::OK);
        let by_clerk = service.get(&path).bearer_auth(&station.session.access_token.0).send().await.unwrap();
        assert_eq!(by_clerk.status(), StatusCode::OK);
        assert_eq!(problem(other.get(&path).await).await.code, ProblemCode::Forbidden);
        assert_eq!(problem(service.get(&path).send().await.unwrap()).await.code, ProblemCode::NotSignedIn);
    }
    for venue in [Uuid::now_v7().to_string(), "kirjasto".to_owned(), "%FF".to_owned()] {
        let refused = station.get(&format!("/v1/venues/{venue}/events/changes")).await;
        assert_eq!(problem(refused).await.code, ProblemCode::NotFound, "{venue}");
    }
}

#[tokio::test]
async fn a_feed_comes_compressed_as_the_client_accepts() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let plain: Vec<CardRow> = station.lines("/v1/cards/changes", None).await;
    for (accepted, magic) in [("zstd", [0x28, 0xb5]), ("gzip", [0x1f, 0x8b])] {
        let client = reqwest::Client::builder().no_gzip().no_zstd().build().unwrap();
        let call = client.get(service.url("/v1/cards/changes")).bearer_auth(&station.credential);
        let answer = call.header("accept-encoding", accepted).send().await.unwrap();
        assert_eq!(answer.headers()["content-encoding"], accepted);
        assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
        assert_eq!(answer.bytes().await.unwrap()[..2], magic);
    }
    let identity = service.get("/v1/cards/changes").bearer_auth(&station.credential).header("accept-encoding", "identity");
    let identity = identity.send().await.unwrap();
    assert!(identity.headers().get("content-encoding").is_none());
    assert_eq!(identity.text().await.unwrap().lines().count(), plain.len());
}

#[tokio::test]
async fn a_reader_that_stands_still_stops_no_writer() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    service.admin(|admin| admin.register_cards(&many(77, 9_000)).unwrap()).await;
    let mut slow = station.get("/v1/cards/changes").await;
    let first = slow.chunk().await.unwrap().unwrap();
    assert!(!first.is_empty());
    service.admin(|admin| admin.block(number("A9990000071")).unwrap()).await;
    let mut rest = first.to_vec();
    while let Some(chunk) = slow.chunk().await.unwrap() {
        rest.extend(chunk);
    }
    let rows: Vec<CardRow> = rest.split(|b| *b == b'\n').filter(|l| !l.is_empty()).map(|l| serde_json::from_slice(l).unwrap()).collect();
    let mut held = BTreeMap::new();
    fold(&mut held, &rows);
    assert_eq!(held.len(), 9_003);
    assert!(!held[&number("A9990000071")].1.active, "changed while the answer was under way, and told in it");
}

/// So many valid cards of a series.
fn many(series: u32, cards: u32) -> Vec<Card> {
    let card = |n| Card { number: number(&format!("A{series}{n:08}")), active: true, valid_until: date(2199, 1, 1), children_max: Some(0) };
    (0..cards).map(card).collect()
}

#[tokio::test]
async fn one_card_is_asked_afresh_and_not_too_often() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let ask = async |station: &Station<'_>, text: &str| {
        let request = CardLookup { number: number(text) };
        service.post("/v1/cards/lookup").bearer_auth(&station.credential).json(&request).send().await.unwrap()
    };
    let answer: CardAnswer = ok(ask(&station, "A9990000082").await).await;
    assert_eq!(answer.card.map(|card| (card.active, card.children_max)), Some((false, Some(3))));
    let answer: CardAnswer = ok(ask(&station, "A9990000999").await).await;
    assert_eq!(answer.card, None);
    for _ in 0..58 {
        assert_eq!(ask(&station, "A9990000999").await.status(), StatusCode::OK);
    }
    let refused = ask(&station, "A9990000082").await;
    assert!(refused.headers().contains_key("retry-after"));
    assert_eq!(problem(refused).await.code, ProblemCode::TooManyTries);
    let other = service.station(MAIN_USER).await;
    assert_eq!(ask(&other, "A9990000082").await.status(), StatusCode::OK, "another station is not held back");
    let bad = service.post("/v1/cards/lookup").bearer_auth(&other.credential).body("{\"number\":\"B1\"}").send().await.unwrap();
    assert_eq!(problem(bad).await.code, ProblemCode::BadRequest);
}

/// What a property test writes.
#[derive(Clone, Debug)]
enum Step {
    Record,
    Correct(usize, u16),
    Mark(usize, Fact, bool),
    Delete(usize),
    Pull,
}

#[test]
fn folded_feeds_equal_the_table_after_random_writes() {
    use proptest::prelude::*;
    let fact = prop_oneof![Just(Fact::HandedOver), Just(Fact::Arrived), Just(Fact::Cancelled), Just(Fact::NoShow)];
    let step = prop_oneof![
        4 => Just(Step::Record),
        2 => (0_usize..50, 0_u16..9).prop_map(|(index, children)| Step::Correct(index, children)),
        3 => (0_usize..50, fact, any::<bool>()).prop_map(|(index, fact, taken_back)| Step::Mark(index, fact, taken_back)),
        2 => (0_usize..50).prop_map(Step::Delete),
        1 => Just(Step::Pull)
    ];
    let steps = proptest::collection::vec(step, 1..60);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let service = runtime.block_on(Service::start());
    let station = runtime.block_on(service.station(CLERK));
    let mut runner = TestRunner::new(Config { cases: 12, failure_persistence: None, ..Config::default() });
    let held = std::cell::RefCell::new((None::<String>, BTreeMap::<UsageId, (u64, Usage)>::new()));
    runner
        .run(&steps, |steps| {
            let mut held = held.borrow_mut();
            let mut made: Vec<UsageId> = Vec::new();
            for step in steps {
                match step {
                    Step::Correct(index, children) if !made.is_empty() => {
                        let usage = Usage { id: made[index % made.len()], children, ..station.usage("A9990000071") };
                        let correct = station.operation(Change::UsageUpdate(UsageUpdate { usage }));
                        // One that was deleted is refused.
                        runtime.block_on(station.push(&[correct]));
                    }
                    Step::Mark(index, fact, taken_back) if !made.is_empty() => {
                        let mark = station.operation(Change::of_fact(made[index % made.len()], fact, taken_back));
                        version(&runtime.block_on(station.push(&[mark]))[0]);
                    }
                    Step::Correct(..) | Step::Mark(..) => {}
                    Step::Record => {
                        let mut usage = station.usage("A9990000071");
                        usage.recorded_at = Timestamp::now() - SignedDuration::from_nanos(i64::try_from(made.len()).unwrap() * 37);
                        made.push(usage.id);
                        runtime.block_on(station.push(&[station.create(usage)]));
                    }
                    Step::Delete(index) if !made.is_empty() => {
                        let id = made[index % made.len()];
                        let delete: Operation = station.operation(Change::UsageDelete { id });
                        version(&runtime.block_on(station.push(&[delete]))[0]);
                    }
                    Step::Delete(_) => {}
                    Step::Pull => pull(&runtime, &station, &mut held),
                }
            }
            pull(&runtime, &station, &mut held);
            let table = service.central.admin().usages(&Default::default()).unwrap();
            let table: BTreeMap<UsageId, (u64, Usage)> = table.into_iter().map(|s| (s.usage.id, (s.version, s.usage))).collect();
            prop_assert_eq!(&held.1, &table);
            Ok(())
        })
        .unwrap();
}

fn pull(runtime: &tokio::runtime::Runtime, station: &Station<'_>, (cursor, held): &mut (Option<String>, BTreeMap<UsageId, (u64, Usage)>)) {
    let rows: Vec<UsageRow> = runtime.block_on(station.lines(&station.usages_path(), cursor.as_deref()));
    for row in rows {
        match row {
            UsageRow::Present { version, entity } => {
                held.insert(entity.id, (version, entity));
            }
            UsageRow::Deleted { id, .. } => {
                held.remove(&id);
            }
            UsageRow::Checkpoint { cursor: newest, .. } => *cursor = Some(newest),
        }
    }
}
