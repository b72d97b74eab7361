//! Pictures of the settings page in its states, in three languages, light and dark.

use crate::harness::scene::{Scene, TODAY, at, id, offline, signed_in, sync};
use crate::ui_pictures::draw;
use kaikuasema::app::{Message, Page};
use kaikuasema::locale::Language;
use kaikuasema::screen::settings::field::{Field, List, Pick, Tick};
use kaikuasema::screen::settings::{self, Section};
use kaikuasema::station::VenueSettings;
use kaikuasema::ui::theme::Look;
use kaikuasema::ui::{combo, drop_down, number_field};
use kaikuasema_domain::operation::{Change, RejectionCode, Settings};
use kaikuasema_domain::user::Right;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{OpId, UserId, VenueId};
use kaikuasema_store::{NeedsYou, QueueEntry, QueueState};

/// The page at one of its parts, the usual events read.
fn at_part(language: Language, look: Look, part: Section) -> Scene {
    let mut scene = Scene::open(language, look);
    scene.tell(Message::PagePressed(Page::Settings));
    read(&mut scene, VenueRules::default());
    told(&mut scene, settings::Message::SectionPressed(part));
    scene
}

/// The usual events, one of them in a hall of 334 seats.
fn events() -> Vec<kaikuasema_store::EventWithShowings> {
    let mut events = crate::harness::scene::events();
    for showing in events.iter_mut().flat_map(|each| &mut each.showings) {
        showing.capacity = Some(334);
    }
    assert!(events.iter().flat_map(|each| &each.showings).all(|showing| showing.date >= TODAY));
    events
}

/// What the page reads of the station: these rules and the usual events.
fn read(scene: &mut Scene, rules: VenueRules) {
    told(scene, settings::Message::SettingsRead(VenueId(id(1)), Ok(VenueSettings { rules, events: events() })));
}

fn told(scene: &mut Scene, message: settings::Message) {
    scene.tell(Message::Settings(message));
}

fn typed(scene: &mut Scene, field: Field, text: &str) {
    told(scene, settings::Message::Number(field, number_field::Message::Typed(text.to_owned())));
}

fn chosen(scene: &mut Scene, list: List, row: usize) {
    told(scene, settings::Message::List(list, drop_down::Message::Chosen(row)));
}

fn queued(scene: &mut Scene, state: QueueState) {
    let entry = QueueEntry {
        op: OpId(id(1)),
        sequence: 1,
        venue: VenueId(id(1)),
        clerk: UserId(id(7)),
        change: Change::SettingsUpdate(Settings::Venue { rules: VenueRules::default() }),
        recorded_at: at("12:02"),
        state,
        attempts: 1,
        last_error: None,
        about: None,
        next_try: None,
    };
    told(scene, settings::Message::QueueLoaded(Ok(vec![entry])));
}

#[test]
fn the_venue_with_changes_that_are_not_saved() {
    draw("settings-venue", Some("default-event"), |language, look| {
        let mut scene = at_part(language, look, Section::Venue);
        told(&mut scene, settings::Message::Ticked(Tick::Identity, true));
        told(&mut scene, settings::Message::Picked(Pick::Ended, 2));
        told(&mut scene, settings::Message::Typed(Field::Wristband, "5".to_owned()));
        scene
    });
}

#[test]
fn the_limits_each_with_its_floor() {
    draw("settings-limits", Some("settings-uses-2"), |language, look| {
        let mut scene = at_part(language, look, Section::Limits);
        chosen(&mut scene, List::CapKind, 2);
        typed(&mut scene, Field::CoursePlaces, "1");
        told(&mut scene, settings::Message::UsesAdded);
        told(&mut scene, settings::Message::UsesAdded);
        chosen(&mut scene, List::UsesKind(0), 2);
        chosen(&mut scene, List::UsesPeriod(0), 3);
        scene
    });
}

#[test]
fn limits_below_their_floors_are_refused() {
    draw("settings-refused", Some("settings-visits"), |language, look| {
        let mut scene = at_part(language, look, Section::Limits);
        typed(&mut scene, Field::Visits, "29");
        typed(&mut scene, Field::HandsOver, "20");
        told(&mut scene, settings::Message::Typed(Field::Value, "50".to_owned()));
        told(&mut scene, settings::Message::SavePressed);
        scene
    });
}

#[test]
fn the_end_of_the_limits_is_scrolled_into_sight() {
    draw("settings-end", Some("settings-hands-over"), |language, look| {
        let mut scene = at_part(language, look, Section::Limits);
        told(&mut scene, settings::Message::Ticked(Tick::Premieres, true));
        typed(&mut scene, Field::Opens, "14");
        scene
    });
}

#[test]
fn the_limits_of_one_event() {
    draw("settings-event", Some("settings-event-cap"), |language, look| {
        let mut scene = at_part(language, look, Section::Event);
        told(&mut scene, settings::Message::Event(combo::Message::Typed("Peppi".to_owned())));
        told(&mut scene, settings::Message::Event(combo::Message::Accepted));
        chosen(&mut scene, List::EventCapKind, 2);
        typed(&mut scene, Field::EventCap, "10");
        scene
    });
}

#[test]
fn the_list_for_the_web_page_saved_and_waiting() {
    draw("settings-list", Some("list-copy"), |language, look| {
        let mut scene = at_part(language, look, Section::List);
        scene.tell(Message::SyncChanged(offline()));
        let mut signed_in = signed_in();
        let limits = &mut signed_in.venues[0].venue.rules.limits;
        limits.course_places = Some(2);
        limits.once_per_production = true;
        limits.left_out.premieres = true;
        limits.opens_days_before = Some(14);
        let rules = signed_in.venues[0].venue.rules.clone();
        scene.tell(Message::AccessRead(Ok(Some(signed_in))));
        read(&mut scene, rules);
        queued(&mut scene, QueueState::Waiting);
        scene
    });
}

#[test]
fn without_the_right_it_only_shows_and_says_who_can() {
    draw("settings-read-only", Some("section-limits"), |language, look| {
        let mut scene = at_part(language, look, Section::Limits);
        let mut signed_in = signed_in();
        signed_in.venues[0].rights.remove(&Right::ManageEvents);
        signed_in.venues[0].venue.rules.limits.visits =
            Some(kaikuasema_domain::limits::VisitLimit { most: 30, period: kaikuasema_domain::limits::Period::CalendarYear });
        let rules = signed_in.venues[0].venue.rules.clone();
        scene.tell(Message::AccessRead(Ok(Some(signed_in))));
        read(&mut scene, rules);
        scene
    });
}

#[test]
fn another_station_changed_the_same() {
    draw("settings-both", Some("settings-take-others"), |language, look| {
        let mut scene = at_part(language, look, Section::Limits);
        typed(&mut scene, Field::Visits, "40");
        typed(&mut scene, Field::GuestCap, "6");
        let mut rules = VenueRules::default();
        rules.limits.visits =
            Some(kaikuasema_domain::limits::VisitLimit { most: 35, period: kaikuasema_domain::limits::Period::CalendarYear });
        rules.limits.guest_cap = Some(5);
        rules.limits.course_places = Some(2);
        read(&mut scene, rules);
        scene
    });
}

#[test]
fn leaving_unsaved_after_the_service_refused() {
    draw("settings-leave", Some("leave-save"), |language, look| {
        let mut scene = at_part(language, look, Section::Venue);
        queued(&mut scene, QueueState::NeedsYou(NeedsYou::Rejected(RejectionCode::BelowFloor)));
        told(&mut scene, settings::Message::Ticked(Tick::OneScan, true));
        scene.tell(Message::PagePressed(Page::Counter));
        scene
    });
}

#[test]
fn this_station_and_help() {
    draw("settings-station", Some("settings-gap"), |language, look| {
        let mut scene = at_part(language, look, Section::Station);
        told(&mut scene, settings::Message::HelpPressed);
        scene
    });
}

#[test]
fn without_a_venue() {
    let mut scene = Scene::open(Language::Fi, Look::Light);
    let mut signed_in = signed_in();
    signed_in.venues.clear();
    scene.tell(Message::AccessRead(Ok(Some(signed_in))));
    scene.tell(Message::SyncChanged(sync()));
    scene.tell(Message::PagePressed(Page::Settings));
    scene.picture("settings-no-venue-fi-light", Some("section-venue")).unwrap();
}
