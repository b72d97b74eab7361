//! A running service behind its front, and a station of its own with an engine.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::date;
use kaikuasema_central::{Central, Database, Options};
use kaikuasema_domain::api::{PROBLEM_JSON, Problem, ProblemCode, Secret, SignIn};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::{Standing, Usability, Verdict};
use kaikuasema_domain::{Card, CardNumber, OpId, OrganisationId, Usage, UsageId, UserId, Venue, VenueId, civil};
use kaikuasema_store::{KeyChoice, NewUsage, Recorded, Service, Stamp, Store, StoreConfig};
use kaikuasema_sync::engine::EngineOptions;
use kaikuasema_sync::{Address, Client, Engine, SyncHandle, SyncState};
use std::ffi::OsString;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::watch;
use uuid::Uuid;

const EMAIL: &str = "kassa@teatteri.invalid";
const PASSWORD: &str = "oikea salasana";

/// A call as it reached the front.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Bytes,
    pub(crate) at: Instant,
}

impl Call {
    pub(crate) fn is_push(&self) -> bool {
        self.path == "/v1/operations"
    }

    pub(crate) fn is_feed(&self) -> bool {
        self.path.ends_with("/changes")
    }

    /// How many operations a push holds.
    pub(crate) fn operations(&self) -> usize {
        String::from_utf8_lossy(&self.body).matches("\"op_id\"").count()
    }

    pub(crate) fn holds(&self, op: OpId) -> bool {
        String::from_utf8_lossy(&self.body).contains(&op.to_string())
    }
}

/// What the front does with a call.
pub(crate) enum Does {
    /// The service answers.
    Pass,
    /// The service answers, and its answer comes late.
    PassLate(Duration),
    /// This is the answer.
    Say(Response),
    /// The service takes the call, and its answer is lost: this one comes in its place.
    PassAndSay(Response),
}

type Rule = Box<dyn FnMut(&Call) -> Does + Send>;

#[derive(Clone)]
struct Front {
    calls: Arc<Mutex<Vec<Call>>>,
    rule: Arc<Mutex<Rule>>,
}

impl Front {
    async fn answer(self, request: Request, next: Next) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let call = Call { method: parts.method.clone(), path: parts.uri.path().to_owned(), body: body.clone(), at: Instant::now() };
        self.calls.lock().unwrap().push(call.clone());
        let does = (self.rule.lock().unwrap())(&call);
        let request = Request::from_parts(parts, Body::from(body));
        match does {
            Does::Pass => next.run(request).await,
            Does::PassLate(by) => {
                let answer = next.run(request).await;
                tokio::time::sleep(by).await;
                answer
            }
            Does::Say(answer) => answer,
            Does::PassAndSay(answer) => {
                next.run(request).await;
                answer
            }
        }
    }
}

/// The service's own refusal.
pub(crate) fn refusal(status: u16, code: ProblemCode, retry_after: Option<u64>) -> Does {
    let problem = serde_json::to_string(&Problem { status, code, title: String::new() }).unwrap();
    let mut answer = Response::builder().status(status).header(header::CONTENT_TYPE, PROBLEM_JSON);
    if let Some(seconds) = retry_after {
        answer = answer.header(header::RETRY_AFTER, seconds);
    }
    Does::Say(answer.body(Body::from(problem)).unwrap())
}

/// A success of some content type, whatever it holds.
pub(crate) fn success(content_type: &str, body: &str) -> Does {
    let answer = Response::builder().status(StatusCode::OK).header(header::CONTENT_TYPE, content_type);
    Does::Say(answer.body(Body::from(body.to_owned())).unwrap())
}

/// The service, its front, and a clerk's station with an engine that is not running yet.
pub(crate) struct Scene {
    pub(crate) central: Central,
    pub(crate) theatre: VenueId,
    /// The clerk acts here too.
    pub(crate) museum: VenueId,
    /// The clerk has no access here.
    pub(crate) library: VenueId,
    pub(crate) clerk: UserId,
    pub(crate) store: Store,
    pub(crate) engine: SyncHandle,
    pub(crate) state: watch::Receiver<SyncState>,
    pub(crate) address: String,
    front: Front,
    dir: tempfile::TempDir,
    restored: Vec<tempfile::TempDir>,
}

impl Scene {
    /// A signed-in station with its own credential, nothing fetched yet. The engine rests `poll`
    /// between rounds once it runs.
    pub(crate) async fn new(poll: Duration) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let central = Central::open(&Database::sqlite(dir.path().join("central.db")), Options::default()).unwrap();
        let setting_up = central.clone();
        let ([theatre, museum, library], clerk) = tokio::task::spawn_blocking(move || set_up(&setting_up)).await.unwrap();
        let (front, address) = serve(&central).await;
        let store = Store::open(&StoreConfig { dir: dir.path().join("station"), key: KeyChoice::File }).unwrap();
        let client = client(&address);
        let instance_id = client.meta().await.unwrap().instance_id;
        store.set_service(&Service { url: address.clone(), instance_id, public_key: [9; 32], training: false }).unwrap();
        let (engine, state) = engine(&store, client, poll);
        let scene = Self { central, theatre, museum, library, clerk, store, engine, state, address, front, dir, restored: Vec::new() };
        scene.sign_in().await;
        scene.forget_calls();
        scene
    }

    pub(crate) async fn sign_in(&self) {
        let sign_in = SignIn { email: EMAIL.to_owned(), password: Secret(PASSWORD.to_owned()), station: self.store.station() };
        let session = self.engine.client().sign_in(&sign_in).await.unwrap();
        self.engine.signed_in(session).await.unwrap();
    }

    /// Gives the clerk further rights at the theatre.
    pub(crate) async fn give(&self, rights: &[Right]) {
        let (central, theatre, rights) = (self.central.clone(), self.theatre, rights.to_vec());
        let give = move || central.admin().add_user(EMAIL, None, &[theatre], &rights, a_day_ago()).map(|_| ());
        tokio::task::spawn_blocking(give).await.unwrap().unwrap();
    }

    /// Does something on the operator's side.
    pub(crate) async fn at_the_service<T: Send + 'static>(&self, does: impl FnOnce(&Central) -> T + Send + 'static) -> T {
        let central = self.central.clone();
        tokio::task::spawn_blocking(move || does(&central)).await.unwrap()
    }

    /// Another station of the same clerk, signed in, nothing fetched yet.
    pub(crate) async fn another_station(&self) -> (Store, SyncHandle) {
        let store = Store::open(&StoreConfig { dir: self.dir.path().join("another"), key: KeyChoice::File }).unwrap();
        store.set_service(&self.store.service().unwrap().unwrap()).unwrap();
        let (engine, _) = engine(&store, client(&self.address), Duration::from_secs(30));
        let sign_in = SignIn { email: EMAIL.to_owned(), password: Secret(PASSWORD.to_owned()), station: store.station() };
        let session = engine.client().sign_in(&sign_in).await.unwrap();
        engine.signed_in(session).await.unwrap();
        (store, engine)
    }

    /// Another engine over the same station, as after a restart.
    pub(crate) fn another_engine(&self, poll: Duration) -> SyncHandle {
        engine(&self.store, client(&self.address), poll).0
    }

    /// The service's files as they are now.
    pub(crate) fn backup(&self) -> Vec<(OsString, Vec<u8>)> {
        let entries = std::fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap());
        let files = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with("central.db"));
        files.map(|entry| (entry.file_name(), std::fs::read(entry.path()).unwrap())).collect()
    }

    /// The same station, with a service that was put back to an earlier state.
    pub(crate) async fn restored(self, backup: Vec<(OsString, Vec<u8>)>) -> Self {
        let place = tempfile::tempdir().unwrap();
        for (name, bytes) in backup {
            std::fs::write(place.path().join(name), bytes).unwrap();
        }
        let central = Central::open(&Database::sqlite(place.path().join("central.db")), Options::default()).unwrap();
        let (front, address) = serve(&central).await;
        let (engine, state) = engine(&self.store, client(&address), Duration::from_secs(30));
        let restored = self.restored.into_iter().chain([place]).collect();
        Self { central, front, address, engine, state, restored, ..self }
    }

    pub(crate) fn rule(&self, rule: impl FnMut(&Call) -> Does + Send + 'static) {
        *self.front.rule.lock().unwrap() = Box::new(rule);
    }

    pub(crate) fn calls(&self, which: impl Fn(&Call) -> bool) -> Vec<Call> {
        self.front.calls.lock().unwrap().iter().filter(|call| which(call)).cloned().collect()
    }

    pub(crate) fn forget_calls(&self) {
        self.front.calls.lock().unwrap().clear();
    }

    pub(crate) fn state(&self) -> SyncState {
        self.state.borrow().clone()
    }

    pub(crate) fn stamp(&self) -> Stamp {
        Stamp { recorded_at: Timestamp::now(), clock_offset_ms: Some(0), boot_id: Uuid::nil(), monotonic_ms: 1, clerk: self.clerk }
    }

    /// A use as it would be recorded now.
    pub(crate) fn usage_at(&self, venue: VenueId) -> Usage {
        Usage {
            id: UsageId(Uuid::now_v7()),
            venue,
            card: number(),
            event: None,
            event_name: None,
            showing: None,
            event_date: civil::today(Timestamp::now(), None),
            event_time: None,
            children: 1,
            customer_cards: None,
            staff: 1,
            value: None,
            recorded_at: Timestamp::now(),
            clerk: self.clerk,
            station: self.store.station(),
            discretion: None,
            over_cap: false,
            channel: Default::default(),
            group: None,
            entered_late: false,
            entered_by: None,
            facts: Default::default(),
            flags: Vec::new(),
        }
    }

    pub(crate) fn record_at(&self, venue: VenueId) -> Recorded {
        self.record_usage(self.usage_at(venue))
    }

    pub(crate) fn record_usage(&self, usage: Usage) -> Recorded {
        let until = date(2199, 5, 31);
        let verdict = Verdict { usability: Usability::Usable, standing: Standing::Valid { until }, event_after_last_day: false };
        let new = NewUsage { usage, verdict, findings: Vec::new(), register_cursor: None, new_event: None, stamp: self.stamp() };
        self.store.record(new).unwrap()
    }

    pub(crate) fn record(&self) -> Recorded {
        self.record_at(self.theatre)
    }

    /// The usages that the service has.
    pub(crate) async fn arrived(&self) -> Vec<UsageId> {
        let central = self.central.clone();
        let stored = tokio::task::spawn_blocking(move || central.admin().usages(&Default::default()).unwrap()).await.unwrap();
        stored.into_iter().map(|stored| stored.usage.id).collect()
    }

    /// Waits until something holds, for at most ten seconds.
    pub(crate) async fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let began = Instant::now();
        while !holds(self) {
            assert!(began.elapsed() < Duration::from_secs(10), "never came about: {what}; {:?}", self.state());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// Serves behind a front of its own; gives the address too.
async fn serve(central: &Central) -> (Front, String) {
    let front = Front { calls: Arc::default(), rule: Arc::new(Mutex::new(Box::new(|_| Does::Pass))) };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let at_front = front.clone();
    let router = central.router().layer(from_fn(move |request, next| at_front.clone().answer(request, next)));
    tokio::spawn(async move { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await.unwrap() });
    (front, address)
}

fn client(address: &str) -> Client {
    Client::new(Address::parse(address).unwrap()).unwrap()
}

fn engine(store: &Store, client: Client, poll: Duration) -> (SyncHandle, watch::Receiver<SyncState>) {
    let (sender, state) = watch::channel(SyncState::unknown());
    (Engine::prepare(store.clone(), client, EngineOptions { station_name: "Lippukassa 1".to_owned(), poll }, sender), state)
}

pub(crate) fn number() -> CardNumber {
    CardNumber::parse("A9990000071").unwrap()
}

fn a_day_ago() -> Timestamp {
    Timestamp::now() - jiff::SignedDuration::from_hours(24)
}

fn set_up(central: &Central) -> ([VenueId; 3], UserId) {
    let admin = central.admin();
    let organisation = OrganisationId(Uuid::now_v7());
    let venues = ["Teatteri", "Museo", "Kirjasto"].map(|name| Venue {
        id: VenueId(Uuid::now_v7()),
        organisation,
        name: name.to_owned(),
        municipality: "Mallila".to_owned(),
        kind: VenueKind::Theatre,
        rules: Default::default(),
    });
    venues.iter().for_each(|venue| admin.add_venue(venue).unwrap());
    let ids = venues.map(|venue| venue.id);
    let rights = [Right::Record, Right::DeleteOwnToday];
    let clerk = admin.add_user(EMAIL, Some(PASSWORD), &ids[..2], &rights, a_day_ago()).unwrap();
    admin.register_card(&Card { number: number(), active: true, valid_until: date(2199, 5, 31), children_max: Some(3) }).unwrap();
    (ids, clerk)
}
