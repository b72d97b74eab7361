//! Whatever is sent, the answer is a problem of the contract and never a 500.

use crate::harness::{CLERK, MAIN_USER, Service, problem};
use kaikuasema_domain::Usage;
use kaikuasema_domain::api::{Counts, EventRow, ProblemCode, PushAnswer, TotalRow, UsageRow};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, Cause, EventLimits, Finding, IsoDay, LeftOut, Period, Severity, UseLimit, VenueLimits, VisitLimit};
use kaikuasema_domain::operation::{Change, Outcome, SetAside, Settings, TurnedAway, TurnedAwayReason, UsageCreate, UsageUpdate};
use kaikuasema_domain::usage::Fact;
use kaikuasema_domain::verdict::{Standing, Usability, VenueRules, Verdict};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const POSTS: [&str; 5] = ["/v1/sessions", "/v1/sessions/refresh", "/v1/stations", "/v1/cards/lookup", "/v1/operations"];

#[tokio::test]
async fn bodies_that_are_no_requests_are_bad_requests() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    let bodies: [&[u8]; 14] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"\"\\ud800\"",
        b"<html><body>Kirjaudu verkkoon</body></html>",
        b"\xff\xfe\x00\x01\x80",
        b"{\"operations\":null}",
        b"{\"operations\":{}}",
        b"{\"operations\":[{\"op_id\":\"\xff\"}]}",
        b"{\"operations\":[]} trailing",
        b"{\"email\":1,\"password\":[],\"station\":{}}",
        deep.as_bytes(),
    ];
    for path in POSTS {
        for body in bodies {
            let token = if path == "/v1/stations" { &station.session.access_token.0 } else { &station.credential };
            let answer = service.post(path).bearer_auth(token).body(body.to_vec()).send().await.unwrap();
            let problem = problem(answer).await;
            assert_eq!((problem.status, problem.code), (400, ProblemCode::BadRequest), "{path} {:?}", &body[..body.len().min(40)]);
        }
    }
}

#[tokio::test]
async fn unknown_paths_and_wrong_methods_are_problems_too() {
    let service = Service::start().await;
    for path in ["/", "/v1", "/v2/meta", "/v1/meta/", "/v1/cards/changes/x", "/%00", "/v1/venues/a/b"] {
        let answer = service.get(path).send().await.unwrap();
        let problem = problem(answer).await;
        assert_eq!((problem.status, problem.code), (404, ProblemCode::NotFound), "{path}");
    }
    let client = reqwest::Client::new();
    for (method, path) in [(Method::POST, "/v1/meta"), (Method::GET, "/v1/sessions"), (Method::PUT, "/v1/operations")] {
        let answer = client.request(method.clone(), service.url(path)).send().await.unwrap();
        assert!(answer.headers().contains_key("allow"));
        let problem = problem(answer).await;
        assert_eq!((problem.status, problem.code), (405, ProblemCode::BadRequest), "{method} {path}");
    }
}

#[tokio::test]
async fn a_body_too_large_is_told_so() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let body = vec![b' '; 8 * 1024 * 1024 + 1];
    let answer = service.post("/v1/operations").bearer_auth(&station.credential).body(body).send().await.unwrap();
    let problem = problem(answer).await;
    assert_eq!((problem.status, problem.code), (413, ProblemCode::TooLarge));
    // Just within the limit: read, and found to be no request.
    let body = vec![b' '; 8 * 1024 * 1024];
    let answer = service.post("/v1/operations").bearer_auth(&station.credential).body(body).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    // What anyone may send is kept much smaller.
    let sign_in = service.post("/v1/sessions").body(vec![b' '; 100_000]).send().await.unwrap();
    assert_eq!(crate::harness::problem(sign_in).await.code, ProblemCode::TooLarge);
}

/// Every way to replace one value within `whole` by `odd`.
fn replaced(whole: &Value, odd: &Value) -> Vec<Value> {
    let mut all = vec![odd.clone()];
    match whole {
        Value::Object(fields) => {
            for (name, value) in fields {
                for inner in replaced(value, odd) {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), inner);
                    all.push(Value::Object(fields));
                }
                let mut without = fields.clone();
                without.remove(name);
                all.push(Value::Object(without));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                for inner in replaced(item, odd) {
                    let mut items = items.clone();
                    items[index] = inner;
                    all.push(Value::Array(items));
                }
            }
        }
        _ => {}
    }
    all
}

fn is_id(value: &Value) -> bool {
    value.as_str().is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
}

#[tokio::test]
async fn no_odd_value_anywhere_in_an_operation_is_a_fault_of_the_service() {
    let service = Service::start().await;
    let station = service.station(MAIN_USER).await;
    let mut usage = station.usage("Y9990000071");
    usage.event = Some(station.event("x").id);
    usage.event_name = Some("Peppi".to_owned());
    usage.showing = Some(kaikuasema_domain::ShowingId(uuid::Uuid::nil()));
    usage.event_time = Some(jiff::civil::time(18, 0, 0, 0));
    usage.customer_cards = Some(2);
    usage.staff = 2;
    usage.value = kaikuasema_domain::Cents::new(1);
    usage.discretion = Some(kaikuasema_domain::usage::Discretion { reason: Some("syy".to_owned()), ..Default::default() });
    let mut delete = station.operation(Change::UsageDelete { id: usage.id });
    delete.base_version = Some(1);
    let mut waiting = station.create(usage.clone());
    waiting.depends_on = vec![kaikuasema_domain::OpId(uuid::Uuid::nil())];
    usage.group = Some(kaikuasema_domain::UsageId(uuid::Uuid::now_v7()));
    usage.facts.mark(Fact::Arrived, usage.recorded_at, false);
    let kept = station.usage("Y9990000071");
    assert!(matches!(station.push(&[station.create(kept.clone())]).await[0], Outcome::Accepted { .. }));
    let event = station.event("Peppi");
    let with_findings = UsageCreate {
        usage: usage.clone(),
        verdict: Verdict { usability: Usability::Unknown, standing: Standing::Unknown, event_after_last_day: false },
        register_cursor: None,
        findings: vec![Finding {
            severity: Severity::Advice,
            cause: Cause::Uses { kind: None, period: Period::Month, used: 1, most: 2, again_from: Some(usage.event_date) },
        }],
    };
    let turned_away = TurnedAway {
        id: uuid::Uuid::nil(),
        venue: station.venue,
        event: Some(event.id),
        showing: None,
        event_date: usage.event_date,
        event_time: usage.event_time,
        reason: TurnedAwayReason::Full,
        at: usage.recorded_at,
        station: station.id,
    };
    let limits = EventLimits { cap: Some(Cap::Share { percent: 5 }), expected: Some(100), ..EventLimits::default() };
    let rules = VenueRules {
        limits: VenueLimits {
            performance_cap: limits.cap,
            course_places: Some(2),
            visits: Some(VisitLimit { most: 30, period: Period::CardYear }),
            uses: vec![UseLimit { kind: Some(EventKind::Fee), most: 3, period: Period::HalfYear }],
            left_out: LeftOut { days: IsoDay::ALL.into_iter().take(2).collect(), ..LeftOut::default() },
            ..VenueLimits::default()
        },
        course_terms: Some("Peru ajoissa.".to_owned()),
        ..VenueRules::default()
    };
    let occasion = ShowingOccasion::Premiere;
    let showing = kaikuasema_domain::ShowingId(uuid::Uuid::nil());
    let settings = |settings| station.operation(Change::SettingsUpdate(settings));
    let whole = [
        station.create(usage.clone()),
        waiting,
        delete,
        station.operation(Change::EventCreate(event.clone())),
        station.operation(Change::OpVoid { op_id: kaikuasema_domain::OpId(uuid::Uuid::nil()), reason: "syy".to_owned() }),
        station.operation(Change::UsageCreate(with_findings)),
        station.operation(Change::UsageUpdate(UsageUpdate { usage: Usage { children: 3, ..kept.clone() } })),
        station.operation(Change::of_fact(kept.id, Fact::HandedOver, false)),
        station.operation(Change::of_fact(kept.id, Fact::Arrived, true)),
        station.operation(Change::of_fact(kept.id, Fact::Cancelled, false)),
        station.operation(Change::of_fact(kept.id, Fact::NoShow, false)),
        station.operation(Change::CardUnknown(SetAside { usage, granted: true })),
        station.operation(Change::TurnedAway(turned_away)),
        settings(Settings::Venue { rules }),
        settings(Settings::Event { event: event.id, limits }),
        settings(Settings::Showing { showing, occasion, capacity: Some(334) }),
    ];
    let odd = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!("\u{0}"),
        json!("'; DROP TABLE usages; --"),
        json!("\u{202e}\u{1f4a9}ääk"),
        json!("x".repeat(5_000)),
        json!("-009999-01-02"),
        json!("9999-12-30T22:00:00.999999999Z"),
        json!("-009999-01-02T01:59:59Z"),
        json!("23:59:60"),
        json!("Z9990000071"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!([]),
        json!({}),
        json!([[{}]]),
    ];
    let (mut sent, mut accepted) = (0, 0);
    for operation in whole {
        for odd in &odd {
            let mut batch = Vec::new();
            for mut changed in replaced(&serde_json::to_value(&operation).unwrap(), odd) {
                // Ids of their own, unless it was the id that was replaced.
                if changed.get("op_id") == Some(&json!(operation.op_id)) {
                    changed["op_id"] = json!(uuid::Uuid::now_v7());
                }
                for path in ["/body/usage/id", "/body/id"] {
                    // But a correction or a fact is of the record that is there.
                    if let Some(id) = changed.pointer_mut(path).filter(|id| is_id(id) && **id != json!(kept.id)) {
                        *id = json!(uuid::Uuid::now_v7());
                    }
                }
                let text = changed.to_string();
                if changed.get("op_id").is_some_and(is_id) {
                    batch.push(text);
                } else {
                    assert_eq!(station.send(&[text]).await.status(), StatusCode::BAD_REQUEST);
                }
            }
            sent += batch.len();
            let answer = station.send(&batch).await;
            assert_eq!(answer.status(), StatusCode::OK, "{odd}");
            let answer: PushAnswer = answer.json().await.unwrap();
            assert_eq!(answer.results.len(), batch.len());
            accepted += answer.results.iter().filter(|result| matches!(result.outcome, Outcome::Accepted { .. })).count();
        }
    }
    assert!(sent > 8_000 && accepted > 2_000, "{sent} sent, {accepted} accepted");
    // What was taken in can be told.
    let _: Vec<UsageRow> = station.lines(&station.usages_path(), None).await;
    let _: Vec<EventRow> = station.lines(&station.events_path(), None).await;
    let _: Vec<TotalRow> = station.lines(&format!("/v1/venues/{}/totals/changes", station.venue), None).await;
    let counts = station.get(&format!("/v1/venues/{}/counts?from=2000-01-01&to=2199-12-31", station.venue)).await;
    assert!(crate::harness::ok::<Counts>(counts).await.records > 0);
    service.sign_in(MAIN_USER, station.id).await;
    let venue = station.venue;
    service.admin(move |admin| admin.set_asides(venue).map(|_| ()).unwrap()).await;
}

#[tokio::test]
async fn a_body_that_breaks_off_and_bytes_that_are_no_http_leave_the_service_standing() {
    let service = Service::start().await;
    for bytes in [
        &b"POST /v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{\"email\""[..],
        b"POST /v1/sessions HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /\xff\xfe HTTP/1.1\r\n\r\n",
        b"BREW /v1/meta HTTP/9.9\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(service.address()).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.starts_with("HTTP/1.1 5"), "{answer}");
    }
    assert_eq!(service.get("/v1/meta").send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn nothing_of_the_inside_leaves_with_an_error() {
    let service = Service::start().await;
    let station = service.station(CLERK).await;
    let body = "{\"operations\":[{\"op_id\":\"'; DROP TABLE cards; --\"}]}";
    let answer = service.post("/v1/operations").bearer_auth(&station.credential).body(body).send().await.unwrap();
    let title = problem(answer).await.title;
    for word in ["sql", "SQL", "rs:", "line", "DROP", "/"] {
        assert!(!title.contains(word), "{title}");
    }
}
