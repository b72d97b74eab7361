//! A running service with a few venues and users, and what a station says to it.

use jiff::Timestamp;
use jiff::civil::{Date, date};
use kaikuasema_central::{Central, Database, Options};
use kaikuasema_domain::api::{ChangeRow, Problem, PushAnswer, RegisterStation, Secret, Session, SignIn, StationCredential, UsageRow};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::operation::{Change, Operation, Outcome, RejectionCode, Settings, UsageCreate};
use kaikuasema_domain::usage::{Channel, Facts, Flag};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Standing, Usability, VenueRules, Verdict};
use kaikuasema_domain::{
    Card, CardNumber, Event, EventId, OpId, OrganisationId, Showing, ShowingId, StationId, Usage, UsageId, UserId, Venue, VenueId,
};
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde::de::DeserializeOwned;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use uuid::Uuid;

pub(crate) const PASSWORD: &str = "oikea salasana";
pub(crate) const CLERK: &str = "kassa@teatteri.invalid";
pub(crate) const MAIN_USER: &str = "paa@teatteri.invalid";
pub(crate) const OTHER: &str = "kassa@kirjasto.invalid";

/// A service that runs until this is dropped.
pub(crate) struct Service {
    pub(crate) central: Central,
    pub(crate) theatre: VenueId,
    pub(crate) library: VenueId,
    pub(crate) clerk: UserId,
    pub(crate) main_user: UserId,
    pub(crate) other: UserId,
    pub(crate) dir: tempfile::TempDir,
    address: SocketAddr,
    client: Client,
    _stop: oneshot::Sender<()>,
}

pub(crate) fn venue(name: &str, kind: VenueKind) -> Venue {
    Venue {
        id: VenueId(Uuid::now_v7()),
        organisation: OrganisationId(Uuid::now_v7()),
        name: name.to_owned(),
        municipality: "Mallila".to_owned(),
        kind,
        rules: Default::default(),
    }
}

pub(crate) fn number(text: &str) -> CardNumber {
    CardNumber::parse(text).unwrap()
}

impl Service {
    /// A theatre with a clerk and a main user, a library with a clerk of its own, four cards.
    pub(crate) async fn start() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let central = Central::open(&Database::sqlite(dir.path().join("central.db")), Options { training: true }).unwrap();
        let setting_up = central.clone();
        let (theatre, library, clerk, main_user, other) = tokio::task::spawn_blocking(move || set_up(&setting_up)).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = central.clone();
        tokio::spawn(async move {
            let stop = async {
                let _ = stopped.await;
            };
            serving.serve(listener, stop).await.unwrap();
        });
        Self { central, theatre, library, clerk, main_user, other, dir, address, client: Client::new(), _stop: stop }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn get(&self, path: &str) -> RequestBuilder {
        self.client.get(self.url(path))
    }

    pub(crate) fn post(&self, path: &str) -> RequestBuilder {
        self.client.post(self.url(path))
    }

    pub(crate) fn delete(&self, path: &str) -> RequestBuilder {
        self.client.delete(self.url(path))
    }

    /// Runs a blocking call of the administrator's.
    pub(crate) async fn admin<T: Send + 'static>(&self, job: impl FnOnce(kaikuasema_central::Admin<'_>) -> T + Send + 'static) -> T {
        let central = self.central.clone();
        tokio::task::spawn_blocking(move || job(central.admin())).await.unwrap()
    }

    pub(crate) async fn try_sign_in(&self, email: &str, password: &str, station: StationId) -> Response {
        let request = SignIn { email: email.to_owned(), password: Secret(password.to_owned()), station };
        self.post("/v1/sessions").json(&request).send().await.unwrap()
    }

    pub(crate) async fn sign_in(&self, email: &str, station: StationId) -> Session {
        ok(self.try_sign_in(email, PASSWORD, station).await).await
    }

    /// A station registered by a user, signed in there.
    pub(crate) async fn station(&self, email: &str) -> Station<'_> {
        let id = StationId(Uuid::now_v7());
        let session = self.sign_in(email, id).await;
        let request = RegisterStation { station: id, name: "Lippukassa 1".to_owned() };
        let call = self.post("/v1/stations").bearer_auth(&session.access_token.0).json(&request);
        let answer: StationCredential = ok(call.send().await.unwrap()).await;
        let venue = if email == OTHER { self.library } else { self.theatre };
        Station { service: self, id, clerk: session.user.id, venue, credential: answer.credential.0, sequence: AtomicU64::new(0), session }
    }
}

fn set_up(central: &Central) -> (VenueId, VenueId, UserId, UserId, UserId) {
    let admin = central.admin();
    let (theatre, library) = (venue("Teatteri", VenueKind::Theatre), venue("Kirjasto", VenueKind::Library));
    admin.add_venue(&theatre).unwrap();
    admin.add_venue(&library).unwrap();
    let from = Timestamp::now() - jiff::SignedDuration::from_hours(24 * 30);
    let own = [Right::Record, Right::EditOwn, Right::DeleteOwnToday];
    let clerk = admin.add_user(CLERK, Some(PASSWORD), &[theatre.id], &own, from).unwrap();
    let main_user = admin.add_user(MAIN_USER, Some(PASSWORD), &[theatre.id], &Right::ALL, from).unwrap();
    let other = admin.add_user(OTHER, Some(PASSWORD), &[library.id], &own, from).unwrap();
    for (text, active, until) in [
        ("A9990000071", true, date(2199, 5, 31)),
        ("A9990000082", false, date(2199, 5, 31)),
        ("A9990000093", true, date(2026, 1, 31)),
        ("A9990000104", true, date(2020, 1, 31)),
    ] {
        admin.register_card(&Card { number: number(text), active, valid_until: until, children_max: Some(3) }).unwrap();
    }
    (theatre.id, library.id, clerk, main_user, other)
}

/// Reads a good answer.
pub(crate) async fn ok<T: DeserializeOwned>(response: Response) -> T {
    let status = response.status();
    let text = response.text().await.unwrap();
    assert_eq!(status, StatusCode::OK, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// Reads an error, which is always a problem of the contract.
pub(crate) async fn problem(response: Response) -> Problem {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let status = response.status();
    let problem: Problem = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(problem.status, status.as_u16());
    problem
}

/// A registered station with a clerk.
pub(crate) struct Station<'s> {
    pub(crate) service: &'s Service,
    pub(crate) id: StationId,
    pub(crate) clerk: UserId,
    pub(crate) venue: VenueId,
    pub(crate) credential: String,
    pub(crate) session: Session,
    sequence: AtomicU64,
}

impl Station<'_> {
    /// An operation of this station's, of now.
    pub(crate) fn operation(&self, change: Change) -> Operation {
        Operation {
            op_id: OpId(Uuid::now_v7()),
            sequence: self.sequence.fetch_add(1, Ordering::SeqCst) + 1,
            venue: self.venue,
            change,
            base_version: None,
            depends_on: Vec::new(),
            recorded_at: Timestamp::now(),
            clock_offset_ms: Some(0),
            boot_id: Uuid::nil(),
            monotonic_ms: 1,
            clerk: self.clerk,
        }
    }

    pub(crate) fn usage(&self, card: &str) -> Usage {
        Usage {
            id: UsageId(Uuid::now_v7()),
            venue: self.venue,
            card: number(card),
            event: None,
            event_name: None,
            showing: None,
            event_date: kaikuasema_domain::civil::today(Timestamp::now(), None),
            event_time: None,
            children: 1,
            customer_cards: None,
            staff: 1,
            value: None,
            recorded_at: Timestamp::now(),
            clerk: self.clerk,
            station: self.id,
            discretion: None,
            over_cap: false,
            channel: Channel::Desk,
            group: None,
            entered_late: false,
            entered_by: None,
            facts: Facts::default(),
            flags: Vec::new(),
        }
    }

    pub(crate) fn event(&self, name: &str) -> Event {
        Event {
            id: EventId(Uuid::now_v7()),
            venue: self.venue,
            name: name.to_owned(),
            kind: EventKind::Performance,
            active: true,
            asks_value: false,
            made_at_counter: true,
            limits: EventLimits::default(),
        }
    }

    pub(crate) fn create(&self, usage: Usage) -> Operation {
        let until = date(2199, 5, 31);
        let verdict = Verdict { usability: Usability::Usable, standing: Standing::Valid { until }, event_after_last_day: false };
        self.operation(Change::UsageCreate(UsageCreate { usage, verdict, register_cursor: Some("c".to_owned()), findings: Vec::new() }))
    }

    pub(crate) async fn send(&self, operations: &[String]) -> Response {
        let body = batch(operations);
        self.service.post("/v1/operations").bearer_auth(&self.credential).body(body).send().await.unwrap()
    }

    /// Sends frozen bytes; the outcomes in order.
    pub(crate) async fn push_bytes(&self, operations: &[String]) -> Vec<Outcome> {
        let answer: PushAnswer = ok(self.send(operations).await).await;
        answer.results.into_iter().map(|result| result.outcome).collect()
    }

    pub(crate) async fn push(&self, operations: &[Operation]) -> Vec<Outcome> {
        let answer: PushAnswer = ok(self.send(&frozen(operations)).await).await;
        let told: Vec<OpId> = answer.results.iter().map(|result| result.op_id).collect();
        let sent: Vec<OpId> = operations.iter().map(|operation| operation.op_id).collect();
        assert_eq!(told, sent, "one result for each, in order");
        answer.results.into_iter().map(|result| result.outcome).collect()
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.service.get(path).bearer_auth(&self.credential).send().await.unwrap()
    }

    /// The lines of a feed after a cursor.
    pub(crate) async fn lines<T: DeserializeOwned, I: DeserializeOwned>(&self, path: &str, after: Option<&str>) -> Vec<ChangeRow<T, I>> {
        let path = match after {
            Some(cursor) => format!("{path}?after={cursor}"),
            None => path.to_owned(),
        };
        let response = self.get(&path).await;
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["content-type"], "application/x-ndjson");
        let text = response.text().await.unwrap();
        assert!(text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn usages_path(&self) -> String {
        format!("/v1/venues/{}/usages/changes", self.venue)
    }

    pub(crate) fn events_path(&self) -> String {
        format!("/v1/venues/{}/events/changes", self.venue)
    }

    /// The flags kept on the venue's usages, by usage.
    pub(crate) async fn flags(&self, usage: UsageId) -> Vec<Flag> {
        let stored = self.service.admin(|admin| admin.usages(&Default::default()).unwrap()).await;
        stored.into_iter().find(|stored| stored.usage.id == usage).unwrap().usage.flags
    }
}

/// The frozen bytes of operations.
pub(crate) fn frozen(operations: &[Operation]) -> Vec<String> {
    operations.iter().map(|operation| serde_json::to_string(operation).unwrap()).collect()
}

/// The body of a push of frozen bytes.
pub(crate) fn batch(operations: &[String]) -> String {
    format!("{{\"operations\":[{}]}}", operations.join(","))
}

pub(crate) fn version(outcome: &Outcome) -> u64 {
    match outcome {
        Outcome::Accepted { version } | Outcome::Duplicate { version } | Outcome::Merged { version, .. } => *version,
        other => panic!("{other:?} has no version"),
    }
}

/// An operation refused, and why.
pub(crate) fn rejected(code: RejectionCode) -> Outcome {
    Outcome::Rejected { code }
}

/// Pushes one operation.
pub(crate) async fn one(station: &Station<'_>, operation: &Operation) -> Outcome {
    station.push(std::slice::from_ref(operation)).await.remove(0)
}

/// Pushes one operation that is to be accepted; its version.
pub(crate) async fn good(station: &Station<'_>, operation: &Operation) -> u64 {
    match one(station, operation).await {
        Outcome::Accepted { version } => version,
        other => panic!("{}: {other:?}", operation.change.kind()),
    }
}

/// The rows of the venue's usages.
pub(crate) async fn usages(station: &Station<'_>) -> Vec<UsageRow> {
    station.lines(&station.usages_path(), None).await
}

/// The venue's usages that are not deleted, in the order of their last changes.
pub(crate) async fn present(station: &Station<'_>) -> Vec<Usage> {
    let entity = |row| match row {
        UsageRow::Present { entity, .. } => Some(entity),
        _ => None,
    };
    usages(station).await.into_iter().filter_map(entity).collect()
}

/// One of the venue's usages as the feed tells it.
pub(crate) async fn told(station: &Station<'_>, id: UsageId) -> Usage {
    present(station).await.into_iter().find(|usage| usage.id == id).unwrap()
}

/// Sets the venue's rules by one who manages events there.
pub(crate) async fn set_rules(main_user: &Station<'_>, rules: VenueRules) -> u64 {
    good(main_user, &main_user.operation(Change::SettingsUpdate(Settings::Venue { rules }))).await
}

/// Adds an event as the service's administrator does; answers with it.
pub(crate) async fn add_event(station: &Station<'_>, name: &str, kind: EventKind) -> Event {
    let event = Event { kind, made_at_counter: false, ..station.event(name) };
    let adding = event.clone();
    station.service.admin(move |admin| admin.add_event(&adding).unwrap()).await;
    event
}

/// Adds a showing of an event.
pub(crate) async fn add_showing(station: &Station<'_>, event: EventId, date: Date, capacity: Option<u32>) -> Showing {
    let showing = Showing {
        id: ShowingId(Uuid::now_v7()),
        event,
        date,
        time: Some(jiff::civil::time(18, 0, 0, 0)),
        capacity,
        cancelled: false,
        occasion: ShowingOccasion::Ordinary,
    };
    let adding = showing.clone();
    station.service.admin(move |admin| admin.add_showing(&adding).unwrap()).await;
    showing
}

/// A further venue of the theatre's organisation, with the same clerk and main user.
pub(crate) async fn sister(service: &Service, kind: VenueKind) -> VenueId {
    let theatre = service.theatre;
    let add = move |admin: kaikuasema_central::Admin<'_>| {
        let organisation = admin.find_venue(&theatre.to_string()).unwrap().organisation;
        let sister = Venue { organisation, ..venue("Sivunäyttämö", kind) };
        admin.add_venue(&sister).unwrap();
        let from = Timestamp::now() - jiff::SignedDuration::from_hours(24 * 30);
        admin.add_user(CLERK, None, &[sister.id], &[Right::Record, Right::EditOwn, Right::DeleteOwnToday], from).unwrap();
        admin.add_user(MAIN_USER, None, &[sister.id], &Right::ALL, from).unwrap();
        sister.id
    };
    service.admin(add).await
}
