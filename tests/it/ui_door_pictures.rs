//! Pictures of the door and of typing in from paper, in three languages, light and dark.

use crate::harness::Harness;
use crate::harness::scene::{Scene, Still, TODAY, at, id, now, usage};
use crate::ui_pictures::draw;
use iced::Size;
use jiff::civil::{Date, date, time};
use kaikuasema::app::{Message, Page};
use kaikuasema::locale::Language;
use kaikuasema::screen::late::form;
use kaikuasema::screen::{door, late};
use kaikuasema::station::door::{CancelledByHolders, DoorShowing, Occasion};
use kaikuasema::station::{Checked, CopyAge, Judged, Saved};
use kaikuasema::typed::Typed;
use kaikuasema::ui::theme::Look;
use kaikuasema::ui::{combo, date_field, drop_down, stepper};
use kaikuasema_domain::limits::{self, CapPer, Cause, Finding, Severity};
use kaikuasema_domain::usage::{Cancelled, CancelledBy, Channel, EventChoice, Fact, Facts, LateEntry, UsageDraft};
use kaikuasema_domain::verdict::{Policy, VenueRules};
use kaikuasema_domain::{Card, CardNumber, EventId, ShowingId, Usage, UsageId, UserId, VenueId, verdict};
use kaikuasema_store::{RecordedUsage, UsageState};

/// A ticket of tonight; `day` of November is when it was recorded.
fn ticket(number: u128, card: &str, day: &str, children: u16, channel: Channel, facts: Facts) -> RecordedUsage {
    let recorded_at = format!("2026-11-{day}T09:00:00Z").parse().unwrap();
    let usage = usage(number, card, "12:00", Some("Kesäyön uni"), children);
    let state = if facts.handed_over.is_some() && facts.arrived.is_none() { UsageState::Waiting } else { UsageState::Sent };
    RecordedUsage { usage: Usage { recorded_at, channel, facts, event_date: TODAY, ..usage }, state }
}

/// The tickets of a showing at this hour. It is 14.21.
fn showing(hour: i8, tickets: Vec<RecordedUsage>) -> DoorShowing {
    let occasion = Occasion {
        event: Some(EventId(id(10))),
        showing: Some(ShowingId(id(u128::from(hour.unsigned_abs())))),
        date: TODAY,
        time: Some(time(hour, 0, 0, 0)),
    };
    let from = TODAY.at(hour - 1, 30, 0, 0);
    DoorShowing { occasion, event_name: Some("Kesäyön uni".to_owned()), is_called_off: false, hands_over_from: Some(from), tickets }
}

fn tickets() -> Vec<RecordedUsage> {
    let handed = |time| Facts { handed_over: Some(at(time)), ..Facts::default() };
    let arrived = |over, time| Facts { arrived: Some(at(time)), ..handed(over) };
    let by_holder = Cancelled { at: "2026-11-21T08:00:00Z".parse().unwrap(), by: CancelledBy::Holder };
    vec![
        ticket(1, "A9990000071", "12", 2, Channel::Desk, arrived("12:05", "12:11")),
        ticket(2, "AM38000412", "15", 0, Channel::Phone, handed("12:05")),
        ticket(3, "Y2210000456", "18", 11, Channel::Email, Facts::default()),
        ticket(4, "A3110087254", "20", 1, Channel::Desk, Facts { cancelled: Some(by_holder), ..Facts::default() }),
        ticket(5, "A1270044518", "20", 0, Channel::Desk, Facts { cancelled: Some(by_holder), ..arrived("12:02", "12:03") }),
        ticket(6, "X550000120", "22", 0, Channel::Desk, Facts::default()),
    ]
}

/// The door before a showing at this hour.
fn at_the_door(language: Language, look: Look, hour: i8) -> Scene {
    let mut scene = Scene::open(language, look);
    scene.tell(Message::PagePressed(Page::Door));
    let matinee = showing(11, vec![ticket(8, "A8800215570", "10", 0, Channel::Desk, Facts::default())]);
    tell(&mut scene, door::Message::ShowingsLoaded(u64::MAX, Ok(vec![matinee, showing(hour, tickets())])));
    tell(&mut scene, door::Message::Showings(drop_down::Message::Chosen(1)));
    scene
}

fn tell(scene: &mut Scene, message: door::Message) {
    scene.tell(Message::Door(message));
}

/// A card is read at the door.
fn scanned(scene: &mut Scene, card: &str, until: Date, active: bool) {
    let number: CardNumber = card.parse().unwrap();
    let card = Some(Card { number, active, valid_until: until, children_max: Some(3) });
    let judged = verdict(card.as_ref(), TODAY, TODAY, &VenueRules::default());
    let checked = Checked { number, card, verdict: judged, copy: CopyAge::Fresh { as_of: now() } };
    tell(scene, door::Message::CardChecked(number, None, Ok(checked)));
}

#[test]
fn the_door_before_the_time() {
    draw("door", Some(door::NUMBER), |language, look| at_the_door(language, look, 19));
}

#[test]
fn the_door_when_a_card_was_read() {
    draw("door-arrived", Some(door::NUMBER), |language, look| {
        let mut scene = at_the_door(language, look, 14);
        scanned(&mut scene, "AM38000412", date(2026, 11, 30), true);
        let mark = door::Mark { ticket: UsageId(id(2)), fact: Fact::Arrived, taken_back: false };
        tell(&mut scene, door::Message::Marked(mark, Ok(())));
        scene
    });
}

#[test]
fn the_door_when_the_holder_has_cancelled() {
    draw("door-cancelled", Some(door::ANYWAY), |language, look| {
        let mut scene = at_the_door(language, look, 14);
        scanned(&mut scene, "A3110087254", date(2027, 5, 31), true);
        scene
    });
}

#[test]
fn the_door_when_a_card_has_its_ticket_elsewhere() {
    draw("door-elsewhere", Some(door::NUMBER), |language, look| {
        let mut scene = at_the_door(language, look, 14);
        scanned(&mut scene, "A8800215570", date(2027, 5, 31), true);
        scene
    });
}

#[test]
fn the_door_when_the_showing_has_begun() {
    draw("door-missing", Some(door::ASK_FIRST), |language, look| {
        let mut scene = at_the_door(language, look, 14);
        tell(&mut scene, door::Message::MissingPressed);
        tell(&mut scene, door::Message::AllMissingPressed);
        scene
    });
}

#[test]
fn a_ticket_with_what_can_be_done() {
    draw("door-ticket", Some(door::TICKETS), |language, look| {
        let mut scene = at_the_door(language, look, 14);
        tell(&mut scene, door::Message::RowPressed(UsageId(id(2))));
        tell(&mut scene, door::Message::HelpPressed);
        scene
    });
}

#[test]
fn the_door_in_a_small_window() {
    let mut scene = at_the_door(Language::Fi, Look::Light, 14);
    let size = Size::new(1024.0, 640.0);
    scene.tell(Message::Resized(size));
    scanned(&mut scene, "AM38000412", date(2026, 11, 2), true);
    let mark = door::Mark { ticket: UsageId(id(2)), fact: Fact::Arrived, taken_back: false };
    tell(&mut scene, door::Message::Marked(mark, Ok(())));
    let mut window = Harness::open_sized(Still(scene.app), kaikuasema::ui::focus::set(door::NUMBER), size);
    for words in ["Tervetuloa", "A9990000071", "Kortin voimassaoloaika on päättynyt"] {
        let seen = window.find(words).unwrap_or_else(|| panic!("{words}: {:#?}", window.texts()));
        assert!(seen.y + seen.height < 640.0, "{words}: {seen:?}");
    }
    window.picture().compare("door-small-fi-light").unwrap();
}

#[test]
fn a_holders_cancelling_is_said_above_the_counter() {
    draw("cancelled-by-holder", Some("cancellation-noticed"), |language, look| {
        let mut scene = Scene::open(language, look);
        let cancelled =
            |number| Usage { event_date: date(2026, 11, 28), ..usage(number, "A3110087254", "09:15", Some("Kesäyön uni"), 1) };
        let read = CancelledByHolders { news: vec![cancelled(1), cancelled(2)], noticed: vec![] };
        scene.tell(Message::CancellationsRead(VenueId(id(1)), Ok(read)));
        scene
    });
}

#[test]
fn the_paper_form_in_a_small_window_with_every_field() {
    let mut scene = paper(Language::Sv, Look::Light, "Y2210000456");
    typed(&mut scene, form::Message::Event(combo::Message::Typed("Kopiot".to_owned())));
    typed(&mut scene, form::Message::Event(combo::Message::Accepted));
    typed(&mut scene, form::Message::ValueTyped("4,50".to_owned()));
    typing(&mut scene, late::Message::HelpPressed);
    let size = Size::new(1024.0, 640.0);
    scene.tell(Message::Resized(size));
    let mut window = Harness::open_sized(Still(scene.app), kaikuasema::ui::focus::set(form::VALUE), size);
    let save = window.find("Spara").unwrap();
    assert!(save.x + save.width < 1024.0, "{save:?}");
    window.picture().compare("late-small-sv-light").unwrap();
}

fn typing(scene: &mut Scene, message: late::Message) {
    scene.tell(Message::Late(message));
}

fn typed(scene: &mut Scene, message: form::Message) {
    typing(scene, late::Message::Form(message));
}

fn draft(card: &str) -> UsageDraft {
    UsageDraft {
        event: EventChoice::Existing(EventId(id(10))),
        event_time: Some(time(18, 30, 0, 0)),
        children: 2,
        late: Some(LateEntry { clerk: UserId(id(7)) }),
        ..UsageDraft::of(VenueId(id(1)), card.parse().unwrap(), date(2026, 11, 20))
    }
}

fn judged(card: &str, known: Option<Date>, findings: Vec<Finding>, ended: Policy) -> Judged {
    let number: CardNumber = card.parse().unwrap();
    let card = known.map(|valid_until| Card { number, active: true, valid_until, children_max: Some(3) });
    let day = date(2026, 11, 20);
    let judged = verdict(card.as_ref(), day, day, &VenueRules { ended, ..VenueRules::default() });
    let usability = limits::usability(&judged, &findings);
    Judged { checked: Checked { number, card, verdict: judged, copy: CopyAge::Fresh { as_of: now() } }, findings, usability }
}

/// The paper form with three rows typed in, and the next begun.
fn paper(language: Language, look: Look, card: &str) -> Scene {
    let mut scene = Scene::open(language, look);
    scene.tell(Message::PagePressed(Page::Late));
    typing(&mut scene, late::Message::EventsLoaded(VenueId(id(1)), Ok(crate::harness::scene::events())));
    typed(&mut scene, form::Message::Date(date_field::Message::Typed("20.11.2026".to_owned())));
    typed(&mut scene, form::Message::Event(combo::Message::Typed("Peppi".to_owned())));
    typed(&mut scene, form::Message::Event(combo::Message::Accepted));
    typed(&mut scene, form::Message::TimeTyped("18.30".to_owned()));
    let row = |number, card: &str, children, state| {
        let usage = usage(number, card, "12:20", Some("Peppi Pitkätossu karkuteillä"), children);
        let event_time = Some(time(18, 30, 0, 0));
        RecordedUsage { usage: Usage { entered_late: true, event_date: date(2026, 11, 20), event_time, ..usage }, state }
    };
    let rows = vec![
        row(3, "X550000120", 0, UsageState::Waiting),
        row(2, "AM38000412", 1, UsageState::Sent),
        row(1, "A9990000071", 3, UsageState::Sent),
    ];
    typing(&mut scene, late::Message::RowsLoaded(u64::MAX, Ok(rows)));
    typed(&mut scene, form::Message::NumberTyped(Typed(card.to_owned())));
    typed(&mut scene, form::Message::Children(stepper::Message::Typed("2".to_owned())));
    scene
}

#[test]
fn typing_in_from_paper() {
    draw("late", Some(form::CHILDREN), |language, look| {
        let mut scene = paper(language, look, "A3110087254");
        let known = judged("A3110087254", Some(date(2027, 5, 31)), vec![], Policy::Ask);
        typing(&mut scene, late::Message::RowJudged(Box::new(draft("A3110087254")), Ok(known)));
        scene
    });
}

#[test]
fn typing_in_a_card_that_had_ended_to_a_full_showing() {
    draw("late-discretion", Some(late::SAVE_ANYWAY), |language, look| {
        let mut scene = paper(language, look, "A3110087254");
        let cause = Cause::Cap { per: CapPer::Showing, course: false, used: 20, this: 3, most: 20, elsewhere: vec![] };
        let findings = vec![Finding { severity: Severity::Discretion, cause }];
        let known = judged("A3110087254", Some(date(2026, 11, 18)), findings, Policy::Ask);
        typing(&mut scene, late::Message::RowJudged(Box::new(draft("A3110087254")), Ok(known)));
        scene
    });
}

#[test]
fn typing_in_an_unknown_card() {
    draw("late-unknown", Some(late::NUMBER), |language, look| {
        let mut scene = paper(language, look, "A9990000072");
        let unknown = judged("A9990000072", None, vec![], Policy::Ask);
        typing(&mut scene, late::Message::RowJudged(Box::new(draft("A9990000072")), Ok(unknown)));
        scene
    });
}

#[test]
fn typing_in_what_is_recorded_already_and_an_empty_page() {
    draw("late-again", Some("ask-first"), |language, look| {
        let mut scene = paper(language, look, "A9990000071");
        let twin = RecordedUsage { usage: usage(1, "A9990000071", "12:20", Some("Peppi"), 3), state: UsageState::Sent };
        typing(&mut scene, late::Message::SavePressed);
        typing(&mut scene, late::Message::TwinSought(Box::new(draft("A9990000071")), Ok(Some(twin))));
        scene
    });
    draw("late-empty", Some(late::NUMBER), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.tell(Message::PagePressed(Page::Late));
        scene
    });
}

#[test]
fn a_row_saved_shows_itself_at_once() {
    let mut scene = paper(Language::Fi, Look::Light, "A3110087254");
    typing(&mut scene, late::Message::SavePressed);
    typing(&mut scene, late::Message::TwinSought(Box::new(draft("A3110087254")), Ok(None)));
    let usage = Usage { entered_late: true, ..usage(9, "A3110087254", "12:21", Some("Peppi"), 2) };
    let saved =
        Saved { usage, verdict: judged("A3110087254", Some(date(2027, 5, 31)), vec![], Policy::Ask).checked.verdict, findings: vec![] };
    typing(&mut scene, late::Message::SaveFinished(Box::new(draft("A3110087254")), Ok(saved)));
    let mut window = Harness::open(Still(scene.app), iced::Task::none());
    assert!(window.sees("Tallennettu: A3110087254") && window.sees("4 kirjausta"), "{:#?}", window.texts());
    assert_eq!(window.field(form::CHILDREN), "0");
}
