//! Pictures of every state of every page, in three languages, light and dark, compared with
//! those kept.
//!
//! The station under the window is an empty one; what the page shows is told to it as facts,
//! with a fixed time, so that the pictures are the same on every day and machine.

use crate::harness::station::{config, training};
use crate::harness::{Harness, Window, clock};
use jiff::Timestamp;
use jiff::civil::{Date, Time as ClockTime, date, time};
use kaikuasema::app::{App, Message, Opened, Page, Time};
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::{self, form};
use kaikuasema::screen::{check, login, queue};
use kaikuasema::station::{Checked, CopyAge, SignInError, SignedIn, Station, TodaysRecords};
use kaikuasema::ui::theme::Look;
use kaikuasema::ui::{combo, stepper};
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::operation::{Change, RejectionCode, UsageCreate};
use kaikuasema_domain::user::{Right, User, VenueAccess};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{
    Card, CardKind, CardNumber, Cents, Event, EventId, OpId, OrganisationId, Showing, ShowingId, StationId, Usage, UsageId, UserId, Venue,
    VenueId, verdict,
};
use kaikuasema_store::{EventWithShowings, NeedsYou, QueueEntry, QueueState, RecordedUsage, UsageState};
use kaikuasema_sync::state::OfflineReason;
use kaikuasema_sync::{Link, SyncState};
use std::sync::Arc;
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 22);

/// 14.21 in Finland.
fn now() -> Timestamp {
    "2026-11-22T12:21:00Z".parse().unwrap()
}

fn at(time: &str) -> Timestamp {
    format!("2026-11-22T{time}:00Z").parse().unwrap()
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

/// A window that is only looked at.
struct Still(App);

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

fn venue(number: u128, name: &str) -> VenueAccess {
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
    }
}

fn signed_in() -> SignedIn {
    SignedIn {
        user: User { id: UserId(id(7)), email: "lippukassa@teatteri.fi".to_owned() },
        venues: vec![venue(1, "Kaupunginteatteri, päänäyttämö"), venue(2, "Kaupunginteatteri, studio")],
        since: now(),
    }
}

fn sync() -> SyncState {
    SyncState {
        link: Link::UpToDate { at: now() },
        sent_today: 41,
        register_as_of: Some(now()),
        cards: 88_188,
        data_version: 1,
        ..SyncState::unknown()
    }
}

fn offline() -> SyncState {
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

fn events() -> Vec<EventWithShowings> {
    let event = |number, name: &str, asks_value| Event {
        id: EventId(id(number)),
        venue: VenueId(id(1)),
        name: name.to_owned(),
        kind: EventKind::Performance,
        active: true,
        asks_value,
        made_at_counter: false,
    };
    let showing = |number, day: i8, hour| Showing {
        id: ShowingId(id(number)),
        event: EventId(id(PEPPI)),
        date: date(2026, 11, day),
        time: Some(time(hour, 0, 0, 0)),
        capacity: None,
        cancelled: false,
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

fn usage(number: u128, card: &str, recorded: &str, event: Option<&str>, children: u16) -> Usage {
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
        value: None,
        recorded_at: at(recorded),
        clerk: UserId(id(7)),
        station: StationId(id(9)),
        discretion: None,
    }
}

fn todays(waiting: usize) -> TodaysRecords {
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
struct Scene {
    app: App,
    _folder: tempfile::TempDir,
}

impl Scene {
    fn closed(language: Language, look: Look) -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let station = Station::open(&config(folder.path(), false)).unwrap();
        Self::on(station, folder, language, look)
    }

    fn on(station: Station, folder: tempfile::TempDir, language: Language, look: Look) -> Self {
        let (app, _) = App::with_time(station, language, Time { pace: clock::now, now: |_| (now(), TODAY) });
        let mut scene = Self { app, _folder: folder };
        scene.tell(Message::Opened(Opened {
            signed_in: Ok(None),
            language: None,
            look: Some(look),
            venue: None,
            has_service: false,
            gap: None,
        }));
        scene
    }

    fn open(language: Language, look: Look) -> Self {
        Self::closed(language, look).signed_in()
    }

    fn training(language: Language, look: Look) -> Self {
        let (station, folder) = training();
        Self::on(station, folder, language, look).signed_in()
    }

    fn signed_in(self) -> Self {
        let mut scene = self;
        scene.tell(Message::Opened(Opened {
            signed_in: Ok(Some(signed_in())),
            language: None,
            look: None,
            venue: None,
            has_service: true,
            gap: None,
        }));
        scene.tell(Message::SyncChanged(sync()));
        scene.counter(counter::Message::EventsLoaded(VenueId(id(1)), Ok(events())));
        scene.counter(counter::Message::RecordsLoaded(VenueId(id(1)), Ok(todays(0))));
        scene
    }

    /// Tells a fact; what the window would do about it is not done.
    fn tell(&mut self, message: Message) {
        drop(self.app.update(message));
    }

    fn counter(&mut self, message: counter::Message) {
        self.tell(Message::Counter(message));
    }

    fn event(&mut self, name: &str) {
        self.counter(counter::Message::Form(form::Message::Event(combo::Message::Typed(name.to_owned()))));
        self.counter(counter::Message::Form(form::Message::Event(combo::Message::Accepted)));
    }

    fn offline(&mut self) {
        self.tell(Message::SyncChanged(offline()));
        self.counter(counter::Message::RecordsLoaded(VenueId(id(1)), Ok(todays(3))));
    }

    fn card(&mut self, text: &str, card: Option<(bool, Date)>, copy: CopyAge) {
        let number: CardNumber = text.parse().unwrap();
        let children_max = (number.kind() == CardKind::Customer).then_some(3);
        let card = card.map(|(active, valid_until)| Card { number, active, valid_until, children_max });
        self.counter(counter::Message::NumberTyped(text.to_owned()));
        self.counter(counter::Message::NumberSubmitted);
        let judged = verdict(card.as_ref(), TODAY, TODAY, &VenueRules::default());
        self.counter(counter::Message::CardChecked(number, Ok(Checked { number, card, verdict: judged, copy })));
    }

    fn fresh(&mut self, text: &str, active: bool, until: Date) {
        self.card(text, Some((active, until)), CopyAge::Fresh { as_of: now() });
    }

    fn picture(self, name: &str, focus: Option<&'static str>) -> Result<(), String> {
        let boot = focus.map_or_else(iced::Task::none, kaikuasema::ui::focus::set);
        Harness::open(Still(self.app), boot).picture().compare(name)
    }
}

/// Draws one state in every language, light and dark.
#[track_caller]
fn draw(name: &str, focus: Option<&'static str>, scene: impl Fn(Language, Look) -> Scene) {
    let mut wrong = Vec::new();
    for language in Language::ALL {
        for look in [Look::Light, Look::Dark] {
            let name = format!("{name}-{}-{}", language.code(), look.name());
            wrong.extend(scene(language, look).picture(&name, focus).err());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn login() {
    draw("login", Some(login::SERVER), |language, look| {
        let mut scene = Scene::closed(language, look);
        scene.tell(Message::Login(login::Message::EmailTyped("lippukassa@teatteri.fi".to_owned())));
        scene.tell(Message::Login(login::Message::Answered(Err(Arc::new(SignInError::WrongPassword)))));
        scene
    });
}

#[test]
fn idle() {
    draw("idle", Some(counter::NUMBER), Scene::open);
}

#[test]
fn valid() {
    draw("valid", Some(counter::SAVE), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene.event("Peppi");
        scene
    });
}

#[test]
fn expiring_with_children_over_the_maximum_and_a_value() {
    draw("expiring", Some(counter::SAVE), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("A9990000071", true, date(2026, 11, 30));
        scene.event("kopiot");
        scene.counter(counter::Message::Form(form::Message::Children(stepper::Message::Typed("5".to_owned()))));
        scene.counter(counter::Message::Form(form::Message::ValueTyped(Cents::new(450).unwrap().to_string())));
        scene
    });
}

#[test]
fn expired() {
    draw("expired", Some(counter::SAVE_ANYWAY), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("A9990000071", true, date(2026, 11, 2));
        scene.event("teatteri");
        scene
    });
}

#[test]
fn event_after_the_last_valid_day() {
    draw("after-last-day", Some(counter::SAVE_ANYWAY), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("A9990000071", true, date(2026, 11, 27));
        scene.event("Peppi");
        scene
    });
}

#[test]
fn blocked() {
    draw("blocked", Some(counter::NEXT), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("A9990000071", false, date(2027, 5, 31));
        scene
    });
}

#[test]
fn not_found() {
    draw("notfound", Some(counter::NEXT), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.card("A9990000072", None, CopyAge::Fresh { as_of: now() });
        scene.counter(counter::Message::RegisterAsked("A9990000072".parse().unwrap(), Some(false)));
        scene
    });
}

#[test]
fn not_in_copy() {
    draw("notincopy", Some(counter::NEXT), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.offline();
        scene.card("A9990000072", None, CopyAge::Stale { as_of: at("12:05") });
        scene.counter(counter::Message::RegisterAsked("A9990000072".parse().unwrap(), None));
        scene
    });
}

#[test]
fn malformed() {
    draw("malformed", Some(counter::NUMBER), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.counter(counter::Message::NumberTyped("A99900O0071".to_owned()));
        scene.counter(counter::Message::NumberSubmitted);
        scene
    });
}

#[test]
fn valid_offline() {
    draw("offline", Some(counter::SAVE), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.offline();
        scene.card("AM38000412", Some((true, date(2027, 3, 14))), CopyAge::Stale { as_of: at("12:05") });
        scene.event("Peppi");
        scene
    });
}

#[test]
fn community_card_with_help() {
    draw("community", Some(counter::SAVE), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("Y2210000456", true, date(2027, 5, 31));
        scene.event("Peppi");
        scene.counter(counter::Message::HelpPressed);
        scene
    });
}

#[test]
fn needs_login_and_an_unsaved_form_when_the_next_card_is_read() {
    draw("unsaved", Some("ask-first"), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.tell(Message::SyncChanged(SyncState { link: Link::SignInNeeded, ..sync() }));
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene.event("Peppi");
        scene.counter(counter::Message::NumberTyped("AM38000412".to_owned()));
        scene.counter(counter::Message::NumberSubmitted);
        scene
    });
}

#[test]
fn choosing_an_event_and_a_day() {
    draw("choosing", Some(form::EVENT), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene.counter(counter::Message::Form(form::Message::Event(combo::Message::Typed("ki".to_owned()))));
        scene
    });
}

#[test]
fn queue_with_one_that_needs_you() {
    draw("queue", Some("send-now"), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.tell(Message::SyncChanged(SyncState { needs_you: 1, ..offline() }));
        scene.tell(Message::PagePressed(Page::Queue));
        let entry = |number: u64, card: &str, recorded: &str, event: &str, state, attempts| {
            let usage = usage(u128::from(number), card, recorded, Some(event), 0);
            let judged = verdict(None, TODAY, TODAY, &VenueRules::default());
            QueueEntry {
                op: OpId(id(u128::from(number))),
                sequence: number,
                venue: VenueId(id(1)),
                clerk: UserId(id(7)),
                change: Change::UsageCreate(UsageCreate { usage, verdict: judged, register_cursor: None }),
                recorded_at: at(recorded),
                state,
                attempts,
                last_error: None,
                next_try: (attempts > 1).then(|| at("12:25")),
            }
        };
        let entries = vec![
            entry(1, "A8800215570", "12:02", "Teatterikierros", QueueState::NeedsYou(NeedsYou::Rejected(RejectionCode::VenueUnknown)), 1),
            entry(2, "Y2210000456", "11:47", "Peppi Pitkätossu karkuteillä", QueueState::Waiting, 1),
            entry(3, "AM38000412", "12:19", "Peppi Pitkätossu karkuteillä", QueueState::Waiting, 0),
            entry(4, "A9990000071", "12:20", "Peppi Pitkätossu karkuteillä", QueueState::Waiting, 4),
        ];
        scene.tell(Message::Queue(queue::Message::Loaded(Ok(entries))));
        scene.tell(Message::Queue(queue::Message::DiscardPressed(OpId(id(1)))));
        scene
    });
}

#[test]
fn sample_cards_in_training() {
    draw("samples", Some("sample-1"), |language, look| {
        let mut scene = Scene::training(language, look);
        scene.tell(Message::PagePressed(Page::Samples));
        scene
    });
}

#[test]
fn a_small_window_keeps_verdict_and_save_in_sight() {
    let mut scene = Scene::open(Language::Fi, Look::Light);
    scene.offline();
    scene.card("AM38000412", Some((true, date(2026, 11, 30))), CopyAge::Stale { as_of: at("12:05") });
    scene.event("Peppi");
    let size = iced::Size::new(1024.0, 640.0);
    scene.tell(Message::Resized(size));
    let mut window = Harness::open_sized(Still(scene.app), kaikuasema::ui::focus::set(counter::SAVE), size);
    let save = window.find("Tallenna").unwrap();
    assert!(save.y + save.height < 640.0 && save.x + save.width < 1024.0, "{save:?}");
    window.picture().compare("small-fi-light").unwrap();
}

#[test]
fn checking_a_card_without_signing_in() {
    draw("check", Some(check::NUMBER), |language, look| {
        let mut scene = Scene::closed(language, look);
        scene.tell(Message::SyncChanged(sync()));
        scene.tell(Message::Login(login::Message::CheckPressed));
        let number: CardNumber = "A9990000071".parse().unwrap();
        let card = Some(Card { number, active: true, valid_until: date(2026, 11, 2), children_max: Some(3) });
        let judged = verdict(card.as_ref(), TODAY, TODAY, &VenueRules::default());
        let checked = Checked { number, card, verdict: judged, copy: CopyAge::Fresh { as_of: now() } };
        scene.tell(Message::Check(check::Message::NumberTyped(number.to_string())));
        scene.tell(Message::Check(check::Message::CardChecked(Ok(checked))));
        scene
    });
}
