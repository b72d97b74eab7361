//! Where every schedule begins: a service with a venue, an event, a clerk and cards, and three stations at which
//! the clerk is signed in and which have fetched everything. Made once; each schedule gets a copy.

use crate::air::Air;
use crate::breaker::Breaker;
use crate::clock::{DeviceClock, TrueClock};
use crate::fault::Weather;
use crate::service::Service;
use crate::till::{Till, client};
use crate::wrong::{Checked, Wrong};
use jiff::SignedDuration;
use jiff::civil::date;
use kaikuasema_central::Central;
use kaikuasema_domain::api::{Secret, SignIn};
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::{Card, CardNumber, Event, EventId, OrganisationId, Showing, ShowingId, UserId, Venue, VenueId};
use kaikuasema_store::{KeyChoice, Store, StoreConfig};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use uuid::Uuid;

/// The most stations of a schedule.
pub const MOST_STATIONS: usize = 3;
/// The service's file within a copy.
const SERVICE: &str = "central.db";
const EMAIL: &str = "kassa@teatteri.invalid";
const PASSWORD: &str = "oikea salasana";

/// What there is to work with.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Where the clerk may act.
    pub venue: VenueId,
    /// The clerk, with every right.
    pub clerk: UserId,
    /// An event of the venue, with showings.
    pub event: Event,
    /// One of its showings.
    pub showing: ShowingId,
    /// Cards of the register.
    pub cards: Vec<CardNumber>,
    /// A card of no register.
    pub unknown: CardNumber,
    /// The service's secret key, to which black boxes are sealed.
    pub secret_key: [u8; 32],
    /// The newest version that the service has given.
    pub version: u64,
}

/// The beginning of every schedule.
#[derive(Debug)]
pub struct Template {
    place: TempDir,
    scene: Scene,
}

/// A copy of it, for one schedule; it goes with this.
#[derive(Debug)]
pub struct Place(TempDir);

impl Place {
    /// The service's file.
    #[must_use]
    pub fn service(&self) -> PathBuf {
        self.0.path().join(SERVICE)
    }

    /// A station's folder, by its number and how often it was killed.
    #[must_use]
    pub fn station(&self, number: usize, kills: usize) -> PathBuf {
        self.0.path().join(format!("station-{number}-{kills}"))
    }
}

/// A folder in memory where the system has one: what is tried here is what the programs do, not the disk.
fn place() -> Checked<TempDir> {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(place) = TempDir::with_prefix_in("kaikuasema-soak-", memory)
    {
        return Ok(place);
    }
    Ok(TempDir::with_prefix("kaikuasema-soak-")?)
}

impl Template {
    /// Makes it.
    ///
    /// # Errors
    /// When the service or a station cannot be set up.
    pub fn make() -> Checked<Self> {
        let place = place()?;
        let copy = Place(place);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
        let mut scene = runtime.block_on(set_up(&copy))?;
        // Whatever is still open is closed before it is copied.
        drop(runtime);
        let service = Connection::open(copy.service())?;
        let kept = service
            .query_row("SELECT secret_key, version FROM service", [], |row| Ok((row.get::<_, [u8; 32]>(0)?, row.get::<_, i64>(1)?)))?;
        scene.secret_key = kept.0;
        scene.version = u64::try_from(kept.1)?;
        Ok(Self { place: copy.0, scene })
    }

    /// What there is to work with.
    #[must_use]
    pub fn scene(&self) -> &Scene {
        &self.scene
    }

    /// A copy for one schedule.
    ///
    /// # Errors
    /// When there is no room.
    pub fn copy(&self) -> Checked<Place> {
        let copy = Place(place()?);
        copy_folder(self.place.path(), copy.0.path())?;
        Ok(copy)
    }
}

/// Copies a folder as it is at this moment.
///
/// # Errors
/// When there is no room.
pub fn copy_folder(from: &Path, to: &Path) -> Checked<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let copy = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &copy)?;
        } else {
            fs::copy(entry.path(), copy)?;
        }
    }
    Ok(())
}

async fn set_up(copy: &Place) -> Checked<Scene> {
    let clock = TrueClock::begin();
    let service = Service::start(&copy.service(), clock, false)?;
    let central = service.central().ok_or_else(|| Wrong::of("the service is not running"))?;
    let scene = tokio::task::spawn_blocking(move || fill(&central, clock)).await??;
    let weather = Arc::new(Weather::new(0));
    for number in 0..MOST_STATIONS {
        let air = Air::new(Breaker::new(service.clone(), Duration::ZERO), Arc::clone(&weather), number);
        let store = Store::open(&StoreConfig { dir: copy.station(number, 0), key: KeyChoice::File })?;
        let client = client()?.carried_by(air);
        let meta = client.meta().await?;
        let key = data_key(&meta.public_key)?;
        store.set_service(&kaikuasema_store::Service {
            url: client.address().to_string(),
            instance_id: meta.instance_id,
            public_key: key,
            training: false,
        })?;
        let till = Till::new(number, store, client, DeviceClock::right(clock), 0, false);
        let sign_in = SignIn { email: EMAIL.to_owned(), password: Secret(PASSWORD.to_owned()), station: till.store().station() };
        let session = till.engine().client().sign_in(&sign_in).await?;
        till.engine().signed_in(session).await?;
        till.engine().sync_once().await?;
        till.end().await;
    }
    service.end();
    Ok(scene)
}

fn data_key(text: &str) -> Checked<[u8; 32]> {
    let bytes = data_encoding::BASE64.decode(text.as_bytes())?;
    bytes.try_into().map_err(|_| Wrong::of("the service's public key is of another length"))
}

fn id() -> Uuid {
    Uuid::now_v7()
}

fn fill(central: &Central, clock: TrueClock) -> Checked<Scene> {
    let admin = central.admin();
    let organisation = OrganisationId(id());
    let venue = VenueId(id());
    let (name, municipality) = ("Teatteri".to_owned(), "Mallila".to_owned());
    admin.add_venue(&Venue { id: venue, organisation, name, municipality, kind: VenueKind::Theatre, rules: Default::default() })?;
    let long_ago = clock.now() - SignedDuration::from_hours(24 * 400);
    let clerk = admin.add_user(EMAIL, Some(PASSWORD), &[venue], &Right::ALL, long_ago)?;
    let cards = (1..=12).map(|number| CardNumber::parse(&format!("A99900000{number:02}"))).collect::<Result<Vec<_>, _>>()?;
    let valid_until = date(2027, 5, 31);
    let registered: Vec<Card> =
        cards.iter().map(|number| Card { number: *number, active: true, valid_until, children_max: Some(3) }).collect();
    admin.register_cards(&registered)?;
    let event = Event {
        id: EventId(id()),
        venue,
        name: "Joulukonsertti".to_owned(),
        kind: EventKind::Performance,
        active: true,
        asks_value: false,
        made_at_counter: false,
        limits: Default::default(),
    };
    admin.add_event(&event)?;
    let mut showing = ShowingId(id());
    for day in 3..6 {
        showing = ShowingId(id());
        let (date, time) = (date(2026, 11, day), Some(jiff::civil::time(19, 0, 0, 0)));
        let occasion = ShowingOccasion::Ordinary;
        admin.add_showing(&Showing { id: showing, event: event.id, date, time, capacity: Some(340), cancelled: false, occasion })?;
    }
    let unknown = CardNumber::parse("A9999999999")?;
    Ok(Scene { venue, clerk, event, showing, cards, unknown, secret_key: [0; 32], version: 0 })
}
