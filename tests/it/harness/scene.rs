//! A window with facts told to it: what the station and the service would have told, with a
//! fixed time, so that it looks the same on every day and machine.

use super::station::{config, training};
use super::{Harness, Window, clock};
use jiff::Timestamp;
use jiff::civil::{Date, Time as ClockTime, date, time};
use kaikuasema::app::{App, Message, Opened, Time};
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::{self, form};
use kaikuasema::station::{Checked, CopyAge, Saved, SignedIn, SoFar, Station, TodaysRecords};
use kaikuasema::ui::combo;
use kaikuasema::ui::theme::Look;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::EventLimits;
use kaikuasema_domain::usage::{Channel, Facts};
use kaikuasema_domain::user::{Right, User, VenueAccess};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{
    Card, CardKind, CardNumber, Event, EventId, OrganisationId, Showing, ShowingId, StationId, Usage, UsageId, UserId, Venue, VenueId,
    verdict,
};
use kaikuasema_store::{EventWithShowings, RecordedUsage, UsageState};
use kaikuasema_sync::state::OfflineReason;
use kaikuasema_sync::{Link, SyncState};
use uuid::Uuid;

pub const TODAY: Date = date(2026, 11, 22);

/// 14.21 in Finland.
pub fn now() -> Timestamp {
    "2026-11-22T12:21:00Z".parse().unwrap()
}

pub fn at(time: &str) -> Timestamp {
    format!("2026-11-22T{time}:00Z").parse().unwrap()
}

pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A window that is only looked at.
pub struct Still(pub App);

impl Window for Still {
    type Message = Message;

    fn view(&self) -> iced::Element<'_, Message> {
        self.0.view()
    }

    fn update(&mut self, _message: Message) -> iced::Task<Message> {
        iced::Task::none()
    }

    fn theme(&self) -> iced::Theme {
        self.0.theme()
    }
}

pub fn venue(number: u128, name: &str) -> VenueAccess {
    VenueAccess {
        venue: Venue {
            id: VenueId(id(number)),
            organisation: OrganisationId(id(1)),
            name: name.to_owned(),
            municipality: "Kajaani".to_owned(),
            kind: VenueKind::Theatre,
            rules: VenueRules::default(),
        },
        rights: Right::ALL.into_iter().collect(),
        colleagues: Vec::new(),
    }
}

pub fn signed_in() -> SignedIn {
    SignedIn {
        user: User { id: UserId(id(7)), email: "lippukassa@teatteri.fi".to_owned() },
        venues: vec![venue(1, "Kaupunginteatteri, päänäyttämö"), venue(2, "Kaupunginteatteri, studio")],
        since: now(),
    }
}

pub fn sync() -> SyncState {
    SyncState {
        link: Link::UpToDate { at: now() },
        sent_today: 41,
        register_as_of: Some(now()),
        cards: 88_188,
        data_version: 1,
        ..SyncState::unknown()
    }
}

pub fn offline() -> SyncState {
    SyncState {
        link: Link::Offline { since: at("12:05"), why: OfflineReason::NoConnection },
        waiting: 3,
        register_as_of: Some(at("12:05")),
        ..sync()
    }
}

const PEPPI: u128 = 10;
const TOUR: u128 = 11;
const COPIES: u128 = 12;

pub fn events() -> Vec<EventWithShowings> {
    let event = |number, name: &str, asks_value| Event {
        id: EventId(id(number)),
        venue: VenueId(id(1)),
        name: name.to_owned(),
        kind: EventKind::Performance,
        active: true,
        asks_value,
        made_at_counter: false,
        limits: EventLimits::default(),
    };
    let showing = |number, day: i8, hour| Showing {
        id: ShowingId(id(number)),
        event: EventId(id(PEPPI)),
        date: date(2026, 11, day),
        time: Some(time(hour, 0, 0, 0)),
        capacity: None,
        cancelled: false,
        occasion: ShowingOccasion::Ordinary,
    };
    vec![
        EventWithShowings {
            event: event(PEPPI, "Peppi Pitkätossu karkuteillä", false),
            showings: vec![showing(1, 28, 13), showing(2, 29, 15)],
        },
        EventWithShowings { event: event(TOUR, "Teatterikierros", false), showings: vec![] },
        EventWithShowings { event: event(COPIES, "Kopiot ja tulosteet", true), showings: vec![] },
    ]
}

pub fn usage(number: u128, card: &str, recorded: &str, event: Option<&str>, children: u16) -> Usage {
    Usage {
        id: UsageId(id(number)),
        venue: VenueId(id(1)),
        card: card.parse().unwrap(),
        event: event.map(|_| EventId(id(PEPPI))),
        event_name: event.map(str::to_owned),
        showing: None,
        event_date: date(2026, 11, 28),
        event_time: ClockTime::new(13, 0, 0, 0).ok(),
        children,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at: at(recorded),
        clerk: UserId(id(7)),
        station: StationId(id(9)),
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

pub fn todays(waiting: usize) -> TodaysRecords {
    let made = [
        ("A9990000071", "12:20", Some("Peppi Pitkätossu karkuteillä"), 2),
        ("AM38000412", "12:02", Some("Peppi Pitkätossu karkuteillä"), 0),
        ("Y2210000456", "11:47", Some("Uudenvuoden gaalakonsertti: Straussin valsseja ja polkkia"), 11),
        ("A3110087254", "11:30", Some("Kesäyön uni"), 1),
        ("X550000120", "10:58", None, 0),
        ("A1270044518", "10:41", Some("Kesäyön uni"), 3),
        ("A8800215570", "09:15", Some("Teatterikierros"), 0),
    ];
    let records: Vec<RecordedUsage> = made
        .iter()
        .enumerate()
        .map(|(n, (card, recorded, event, children))| RecordedUsage {
            usage: usage(n as u128, card, recorded, *event, *children),
            state: if n < waiting { UsageState::Waiting } else { UsageState::Sent },
        })
        .collect();
    TodaysRecords { children: records.iter().map(|r| u32::from(r.usage.children)).sum(), records }
}

/// A window in a language and look, with the facts of a usual day told to it.
pub struct Scene {
    pub app: App,
    /// The station under the window: the day's records were made there.
    station: StationId,
    _folder: tempfile::TempDir,
}

impl Scene {
    pub fn closed(language: Language, look: Look) -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let station = Station::open(&config(folder.path(), false)).unwrap();
        Self::on(station, folder, language, look, |_| (now(), TODAY))
    }

    /// Nobody signed in, and a time that moves.
    pub fn at_time(language: Language, look: Look, time: fn(&Station) -> (Timestamp, Date)) -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let station = Station::open(&config(folder.path(), false)).unwrap();
        Self::on(station, folder, language, look, time)
    }

    fn on(station: Station, folder: tempfile::TempDir, language: Language, look: Look, time: fn(&Station) -> (Timestamp, Date)) -> Self {
        let id = station.id();
        let (app, _) = App::with_time(station, language, Time { pace: clock::now, now: time });
        let mut scene = Self { app, station: id, _folder: folder };
        scene.tell(Message::Opened(Opened {
            signed_in: Ok(None),
            language: None,
            look: Some(look),
            venue: None,
            has_service: false,
            gap: None,
            readers: kaikuasema_devices::Settings::default(),
            is_mirrored: None,
            camera_off_after: None,
        }));
        scene
    }

    /// The records as this station's own, so that the last can be undone.
    fn made_here(&self, mut made: TodaysRecords) -> TodaysRecords {
        for record in &mut made.records {
            record.usage.station = self.station;
        }
        made
    }

    pub fn open(language: Language, look: Look) -> Self {
        Self::closed(language, look).signed_in()
    }

    pub fn training(language: Language, look: Look) -> Self {
        let (station, folder) = training();
        Self::on(station, folder, language, look, |_| (now(), TODAY)).signed_in()
    }

    pub fn signed_in(self) -> Self {
        let mut scene = self;
        scene.tell(Message::Opened(Opened {
            signed_in: Ok(Some(signed_in())),
            language: None,
            look: None,
            venue: None,
            has_service: true,
            gap: None,
            readers: kaikuasema_devices::Settings::default(),
            is_mirrored: None,
            camera_off_after: None,
        }));
        scene.tell(Message::SyncChanged(sync()));
        scene.counter(counter::Message::EventsLoaded(VenueId(id(1)), Ok(events())));
        let made = scene.made_here(todays(0));
        scene.counter(counter::Message::RecordsLoaded(VenueId(id(1)), u64::MAX, Ok(made)));
        scene
    }

    /// Tells a fact; what the window would do about it is not done.
    pub fn tell(&mut self, message: Message) {
        drop(self.app.update(message));
    }

    pub fn counter(&mut self, message: counter::Message) {
        self.tell(Message::Counter(message));
    }

    pub fn event(&mut self, name: &str) {
        self.counter(counter::Message::Form(form::Message::Event(combo::Message::Typed(name.to_owned()))));
        self.counter(counter::Message::Form(form::Message::Event(combo::Message::Accepted)));
    }

    pub fn offline(&mut self) {
        self.tell(Message::SyncChanged(offline()));
        let made = self.made_here(todays(3));
        self.counter(counter::Message::RecordsLoaded(VenueId(id(1)), u64::MAX, Ok(made)));
    }

    /// The rules of the first venue are these.
    pub fn rules(&mut self, rules: VenueRules) {
        let mut now = signed_in();
        now.venues[0].venue.rules = rules;
        self.tell(Message::AccessRead(Ok(Some(now))));
    }

    /// A use was written at this station.
    pub fn saved(&mut self, usage: Usage) {
        let verdict = verdict(None, TODAY, TODAY, &VenueRules::default());
        self.counter(counter::Message::SaveFinished(Ok(Saved { usage, verdict, findings: Vec::new() })));
    }

    pub fn card(&mut self, text: &str, card: Option<(bool, Date)>, copy: CopyAge) {
        self.card_after(text, card, copy, SoFar::default());
    }

    /// A card is read, after these usages.
    pub fn card_after(&mut self, text: &str, card: Option<(bool, Date)>, copy: CopyAge, so_far: SoFar) {
        self.looked_for(text);
        self.found(text, card, copy, so_far);
    }

    /// A card is read, and not found yet.
    pub fn looked_for(&mut self, text: &str) {
        self.counter(counter::Message::NumberTyped(text.to_owned().into()));
        self.counter(counter::Message::NumberSubmitted);
    }

    /// What was looked for is found.
    pub fn found(&mut self, text: &str, card: Option<(bool, Date)>, copy: CopyAge, so_far: SoFar) {
        let number: CardNumber = text.parse().unwrap();
        let children_max = (number.kind() == CardKind::Customer).then_some(3);
        let card = card.map(|(active, valid_until)| Card { number, active, valid_until, children_max });
        let judged = verdict(card.as_ref(), TODAY, TODAY, &VenueRules::default());
        self.counter(counter::Message::CardChecked(number, Ok(Box::new((Checked { number, card, verdict: judged, copy }, so_far)))));
    }

    pub fn fresh(&mut self, text: &str, active: bool, until: Date) {
        self.card(text, Some((active, until)), CopyAge::Fresh { as_of: now() });
    }

    pub fn picture(self, name: &str, focus: Option<&'static str>) -> Result<(), String> {
        let boot = focus.map_or_else(iced::Task::none, |id| kaikuasema::ui::focus::set(id).chain(kaikuasema::ui::reveal::reveal()));
        Harness::open(Still(self.app), boot).picture().compare(name)
    }
}
