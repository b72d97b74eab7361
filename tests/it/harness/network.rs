//! A small network in this process: the real service on loopback with venues, events and cards of a
//! test's own, and as many stations as it needs, each with its own files.

use super::{Harness, SCREEN, clock};
use iced::Size;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use kaikuasema::app::{App, Time as AppTime};
use kaikuasema::locale::Language;
use kaikuasema::station::{Config, Judged, RecordError, Saved, Station};
use kaikuasema_central::{Central, Database, Options};
use kaikuasema_domain::api::{Counts, Secret, Session};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::usage::UsageDraft;
use kaikuasema_domain::user::Right;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Card, CardNumber, Event, EventId, OrganisationId, Showing, ShowingId, StationId, Venue, VenueId};
use kaikuasema_store::{KeyChoice, RecordedUsage, UsageFilter};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// The clerk of every station, with all rights.
pub const EMAIL: &str = "kassa@esimerkki.invalid";
/// A clerk who may record, and no more.
pub const HELPER: &str = "kesatyo@esimerkki.invalid";
const PASSWORD: &str = "kokeiltava salasana 1";

/// The service, and what it was given.
pub struct Network {
    runtime: Runtime,
    central: Central,
    address: SocketAddr,
    organisation: OrganisationId,
    _dir: TempDir,
}

/// One station of the network.
pub struct Till {
    /// The station.
    pub station: Station,
    folder: TempDir,
    name: &'static str,
}

impl Network {
    /// A service with nothing in it yet.
    pub fn new() -> Self {
        let dir = TempDir::new().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let central = Central::open(&Database::sqlite(dir.path().join("central.db")), Options::default()).unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind(("127.0.0.1", 0))).unwrap();
        let address = listener.local_addr().unwrap();
        let serving = central.clone();
        runtime.spawn(async move { serving.serve(listener, std::future::pending()).await });
        Self { runtime, central, address, organisation: OrganisationId(Uuid::now_v7()), _dir: dir }
    }

    /// The service itself, for what only an administrator does.
    pub fn central(&self) -> &Central {
        &self.central
    }

    /// A venue with its rules, and both clerks' rights there.
    pub fn venue(&self, name: &str, kind: VenueKind, rules: VenueRules) -> VenueId {
        self.venue_of(self.organisation, name, kind, rules)
    }

    /// A venue of an organisation of its own: nothing that is recorded elsewhere counts here.
    pub fn venue_apart(&self, name: &str, kind: VenueKind, rules: VenueRules) -> VenueId {
        self.venue_of(OrganisationId(Uuid::now_v7()), name, kind, rules)
    }

    fn venue_of(&self, organisation: OrganisationId, name: &str, kind: VenueKind, rules: VenueRules) -> VenueId {
        let id = VenueId(Uuid::now_v7());
        let venue = Venue { id, organisation, name: name.into(), municipality: "Tampere".into(), kind, rules };
        let admin = self.central.admin();
        admin.add_venue(&venue).unwrap();
        admin.add_user(EMAIL, Some(PASSWORD), &[id], &Right::ALL, Timestamp::UNIX_EPOCH).unwrap();
        admin.add_user(HELPER, Some(PASSWORD), &[id], &[Right::Record, Right::DeleteOwnToday], Timestamp::UNIX_EPOCH).unwrap();
        id
    }

    /// An event.
    pub fn event(&self, venue: VenueId, name: &str, kind: EventKind, limits: EventLimits) -> EventId {
        let id = EventId(Uuid::now_v7());
        let asks_value = kind == EventKind::Fee;
        let event = Event { id, venue, name: name.into(), kind, active: true, asks_value, made_at_counter: false, limits };
        self.central.admin().add_event(&event).unwrap();
        id
    }

    /// A showing.
    pub fn showing(&self, event: EventId, date: Date, time: Option<Time>, capacity: Option<u32>, occasion: ShowingOccasion) -> ShowingId {
        let id = ShowingId(Uuid::now_v7());
        self.central.admin().add_showing(&Showing { id, event, date, time, capacity, cancelled: false, occasion }).unwrap();
        id
    }

    /// A card that is valid for long.
    pub fn card(&self, number: &str) -> CardNumber {
        self.card_until(number, jiff::civil::date(2199, 12, 31))
    }

    /// A card with its last valid day.
    pub fn card_until(&self, number: &str, valid_until: Date) -> CardNumber {
        let number: CardNumber = number.parse().unwrap();
        let children_max = (number.kind() == kaikuasema_domain::CardKind::Customer).then_some(3);
        self.central.admin().register_card(&Card { number, active: true, valid_until, children_max }).unwrap();
        number
    }

    /// A station, signed in by the clerk with all rights and up to date.
    pub fn till(&self, name: &'static str) -> Till {
        self.till_of(name, EMAIL)
    }

    /// A station, signed in by this clerk and up to date.
    pub fn till_of(&self, name: &'static str, email: &str) -> Till {
        let folder = TempDir::new().unwrap();
        let till = Till { station: open(folder.path(), name), folder, name };
        let server = Some(format!("http://{}", self.address));
        self.runtime.block_on(till.station.sign_in(server, email.into(), Secret(PASSWORD.into()))).unwrap();
        till.sync();
        till
    }

    /// What the service itself counted for events of a day.
    pub fn counts(&self, venue: VenueId, day: Date) -> Counts {
        let sign_in = serde_json::json!({ "email": EMAIL, "password": PASSWORD, "station": StationId(Uuid::now_v7()) });
        let session: Session = serde_json::from_str(&self.exchange("POST", "/v1/sessions", None, &sign_in.to_string())).unwrap();
        let path = format!("/v1/venues/{venue}/counts?from={day}&to={day}");
        serde_json::from_str(&self.exchange("GET", &path, Some(&session.access_token), "")).unwrap()
    }

    fn exchange(&self, method: &str, path: &str, token: Option<&Secret>, body: &str) -> String {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let authorization = token.map(|token| format!("authorization: Bearer {}\r\n", token.0)).unwrap_or_default();
        let length = body.len();
        let head = format!("{method} {path} HTTP/1.0\r\nhost: localhost\r\ncontent-type: application/json\r\n");
        stream.write_all(format!("{head}{authorization}content-length: {length}\r\n\r\n{body}").as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.lines().next().unwrap().contains("200"), "{head}\n{body}");
        body.to_owned()
    }
}

fn open(folder: &std::path::Path, name: &str) -> Station {
    let config = Config { data_dir: folder.to_owned(), training: false, key: KeyChoice::File, name: name.to_owned() };
    Station::open(&config).unwrap()
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    iced::futures::executor::block_on(future)
}

impl Till {
    /// Sends and fetches everything, twice: what others sent meanwhile is here afterwards.
    pub fn sync(&self) {
        block_on(self.station.sync_once()).unwrap();
    }

    /// Records a use.
    pub fn record(&self, draft: UsageDraft) -> Result<Saved, RecordError> {
        block_on(self.station.record(draft))
    }

    /// Judges a use.
    pub fn judge(&self, draft: UsageDraft) -> Judged {
        block_on(self.station.judge(draft)).unwrap()
    }

    /// Opens a window on it and waits until it is ready at the venue.
    pub fn window(&self, language: Language, venue: VenueId) -> Harness<App> {
        self.window_sized(language, venue, SCREEN)
    }

    /// The same, of another size.
    pub fn window_sized(&self, language: Language, venue: VenueId, size: Size) -> Harness<App> {
        block_on(self.station.set_setting("venue", venue)).unwrap();
        let (app, boot) = App::with_time(self.station.clone(), language, AppTime { pace: clock::now, ..AppTime::default() });
        let mut window = Harness::open_sized(app, boot, size);
        window.wait_until("the counter", |window| window.is_focused("number"));
        window
    }

    /// The records of a card.
    pub fn records(&self, card: CardNumber) -> Vec<RecordedUsage> {
        block_on(self.station.records(UsageFilter { card: Some(card), ..UsageFilter::default() })).unwrap()
    }

    /// Ends the program and starts it again on the same files.
    pub fn restart(self) -> Self {
        let Self { station, folder, name } = self;
        drop(station);
        // The lock is given up once the station's own threads have ended.
        let begun = std::time::Instant::now();
        let config = Config { data_dir: folder.path().to_owned(), training: false, key: KeyChoice::File, name: name.to_owned() };
        loop {
            match Station::open(&config) {
                Ok(station) => return Self { station, folder, name },
                Err(error) => assert!(begun.elapsed() < Duration::from_secs(10), "{error}"),
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}
