//! The service failing or dying around its commit: nothing lost, nothing twice.
//! A process of its own, since failpoints are for the whole process.

use crate::commands::{Served, good, sign_in};
use crate::harness::{batch, frozen, ok, problem};
use jiff::Timestamp;
use kaikuasema_central::{StoredUsage, seed};
use kaikuasema_domain::api::{ProblemCode, PushAnswer, Session};
use kaikuasema_domain::operation::{Change, Operation, Outcome, UsageCreate};
use kaikuasema_domain::usage::{Channel, Facts};
use kaikuasema_domain::verdict::{Usability, Verdict};
use kaikuasema_domain::{OpId, StationId, Usage, UsageId, civil};
use reqwest::{Response, StatusCode};
use std::path::Path;
use std::time::Duration;
use uuid::Uuid;

fn operations() -> Vec<Operation> {
    (1..=3).map(operation).collect()
}

fn operation(sequence: u64) -> Operation {
    let now = Timestamp::now();
    let today = civil::today(now, None);
    let usage = Usage {
        id: UsageId(Uuid::now_v7()),
        venue: seed::THEATRE,
        card: "A9990000071".parse().unwrap(),
        event: None,
        event_name: None,
        showing: None,
        event_date: today,
        event_time: None,
        children: 0,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at: now,
        clerk: seed::CLERK,
        station: StationId(Uuid::nil()),
        discretion: None,
        over_cap: false,
        channel: Channel::Desk,
        group: None,
        entered_late: false,
        entered_by: None,
        facts: Facts::default(),
        flags: Vec::new(),
    };
    let standing = kaikuasema_domain::verdict::Standing::Valid { until: today };
    let verdict = Verdict { usability: Usability::Usable, standing, event_after_last_day: false };
    Operation {
        op_id: OpId(Uuid::now_v7()),
        sequence,
        venue: seed::THEATRE,
        change: Change::UsageCreate(UsageCreate { usage, verdict, register_cursor: None, findings: Vec::new() }),
        base_version: None,
        depends_on: Vec::new(),
        recorded_at: now,
        clock_offset_ms: None,
        boot_id: Uuid::nil(),
        monotonic_ms: 0,
        clerk: seed::CLERK,
    }
}

async fn token(served: &Served) -> String {
    let session: Session = ok(sign_in(served, seed::CLERK_EMAIL, seed::TRAINING_PASSWORD).await).await;
    session.access_token.0
}

async fn push(served: &Served, token: &str, operations: &[Operation]) -> reqwest::Result<Response> {
    let call = reqwest::Client::new().post(format!("{}/v1/operations", served.url)).bearer_auth(token);
    call.body(batch(&frozen(operations))).send().await
}

/// How many of the operations were applied just now, and how many before.
async fn push_well(served: &Served, token: &str, operations: &[Operation]) -> (usize, usize) {
    let answer: PushAnswer = ok(push(served, token, operations).await.unwrap()).await;
    let count = |wanted: fn(&Outcome) -> bool| answer.results.iter().filter(|result| wanted(&result.outcome)).count();
    (count(|outcome| matches!(outcome, Outcome::Accepted { .. })), count(|outcome| matches!(outcome, Outcome::Duplicate { .. })))
}

fn stored(dir: &Path) -> usize {
    let usages: Vec<StoredUsage> = serde_json::from_str(&good(dir, &["usages", "--json"], "")).unwrap();
    usages.iter().filter(|stored| stored.usage.station == StationId(Uuid::nil())).count()
}

fn seeded() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    good(dir.path(), &["seed", "--cards", "20"], "");
    dir
}

#[tokio::test]
async fn a_commit_that_fails_applies_nothing_and_a_lost_answer_everything() {
    for (point, first_try, expected) in [("before_commit", 0, (3, 0)), ("after_commit", 3, (0, 3))] {
        let dir = seeded();
        let served = Served::start_with(dir.path(), &[("FAILPOINTS", &format!("central.operations.{point}=1*return"))]);
        let token = token(&served).await;
        let operations = operations();
        let failed = push(&served, &token, &operations).await.unwrap();
        assert_eq!(failed.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(failed.headers().contains_key("retry-after"));
        assert_eq!(problem(failed).await.code, ProblemCode::Unavailable);
        assert_eq!(stored(dir.path()), first_try, "{point}");
        assert_eq!(push_well(&served, &token, &operations).await, expected, "{point}");
        assert_eq!(stored(dir.path()), 3, "{point}");
    }
}

#[tokio::test]
async fn a_service_killed_around_its_commit_has_each_operation_once() {
    for (point, committed, expected) in [("before_commit", 0, (3, 0)), ("after_commit", 3, (0, 3))] {
        let dir = seeded();
        let operations = operations();
        let served = Served::start_with(dir.path(), &[("FAILPOINTS", &format!("central.operations.{point}=sleep(60000)"))]);
        let token = token(&served).await;
        let stands_there = async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            while stored(dir.path()) < committed {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::select! {
            answer = push(&served, &token, &operations) => panic!("answered at {point}: {answer:?}"),
            () = stands_there => {}
        }
        // SIGKILL.
        drop(served);
        let served = Served::start(dir.path());
        assert_eq!(push_well(&served, &token, &operations).await, expected, "{point}");
        assert_eq!(push_well(&served, &token, &operations).await, (0, 3), "{point}");
        assert_eq!(stored(dir.path()), 3, "{point}");
    }
}
