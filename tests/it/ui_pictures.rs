//! Pictures of every state of every page, in three languages, light and dark, compared with
//! those kept.

use crate::harness::Harness;
use crate::harness::scene::{Scene, Still, TODAY, at, id, now, offline, sync, usage};
use jiff::civil::date;
use kaikuasema::app::{Message, Page};
use kaikuasema::locale::Language;
use kaikuasema::screen::counter::{self, form};
use kaikuasema::screen::{check, login, queue};
use kaikuasema::station::{Checked, CopyAge, Group, SignInError, SoFar};
use kaikuasema::ui::theme::Look;
use kaikuasema::ui::{combo, stepper};
use kaikuasema_devices::wedge::TEST_CARD;
use kaikuasema_domain::event::EventKind;
use kaikuasema_domain::limits::{Cap, CapPer, Counted, VenueLimits};
use kaikuasema_domain::operation::{Change, RejectionCode, UsageCreate};
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{Card, CardNumber, Cents, EventId, OpId, ShowingId, Usage, UserId, VenueId, verdict};
use kaikuasema_store::{About, NeedsYou, QueueEntry, QueueState, RecordedUsage, UsageState};
use kaikuasema_sync::{Link, SyncState};
use std::sync::Arc;

/// Draws one state in every language, light and dark.
#[track_caller]
pub fn draw(name: &str, focus: Option<&'static str>, scene: impl Fn(Language, Look) -> Scene) {
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
    draw("notfound", Some(counter::ASIDE), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.card("A9990000072", None, CopyAge::Fresh { as_of: now() });
        scene.counter(counter::Message::RegisterAsked("A9990000072".parse().unwrap(), Some(false)));
        scene
    });
}

#[test]
fn not_in_copy() {
    draw("notincopy", Some(counter::ASIDE), |language, look| {
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
        scene.counter(counter::Message::NumberTyped("A99900O0071".to_owned().into()));
        scene.counter(counter::Message::NumberSubmitted);
        scene
    });
}

#[test]
fn test_card_at_the_counter() {
    draw("test-card", Some(counter::NUMBER), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.tell(Message::Scanned(format!("]A0{TEST_CARD}").into()));
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
fn community_card_at_a_venue_that_counts_staff_members() {
    draw("community-staff", Some(form::STAFF), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.rules(VenueRules { staff_max: Some(3), ..VenueRules::default() });
        scene.fresh("Y2210000456", true, date(2027, 5, 31));
        scene.event("Peppi");
        scene.counter(counter::Message::Form(form::Message::Staff(stepper::Message::Stepped(1))));
        scene
    });
}

#[test]
fn a_card_read_while_nothing_can_be_saved_of_the_open_one_waits() {
    draw("next-waits", Some(counter::NEXT), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.looked_for("A9990000071");
        for next in ["AM38000412", "X9990000KA"] {
            scene.tell(Message::Scanned(next.to_owned().into()));
        }
        scene.found("A9990000071", Some((false, date(2027, 5, 31))), CopyAge::Fresh { as_of: now() }, SoFar::default());
        scene
    });
}

#[test]
fn needs_login() {
    draw("needs-login", Some(counter::NUMBER), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.tell(Message::SyncChanged(SyncState { link: Link::SignInNeeded, ..sync() }));
        scene
    });
}

#[test]
fn an_unsaved_form_when_the_next_card_is_read() {
    draw("unsaved", Some("ask-first"), |language, look| {
        let mut scene = Scene::open(language, look);
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene.event("Peppi");
        scene.counter(counter::Message::NumberTyped("AM38000412".to_owned().into()));
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

fn at_a_limit(language: Language, look: Look) -> Scene {
    let mut scene = Scene::open(language, look);
    let limits = VenueLimits { performance_cap: Some(Cap::Tickets { most: 20, per: CapPer::Showing }), ..VenueLimits::default() };
    scene.rules(VenueRules { limits, ..VenueRules::default() });
    let mut sold = usage(50, "AM38000412", "10:00", Some("Peppi Pitkätossu karkuteillä"), 19);
    sold.showing = Some(ShowingId(id(1)));
    let counted = vec![Counted::of(&sold, Some(EventKind::Performance))];
    let so_far = SoFar { counted, as_of: Some(now()) };
    let card = (true, date(2027, 5, 31));
    scene.card_after("A9990000071", Some(card), CopyAge::Fresh { as_of: now() }, so_far.clone());
    scene.event("Peppi Pitkätossu karkuteillä");
    scene.counter(counter::Message::SoFarRead("A9990000071".parse().unwrap(), Some(EventId(id(10))), Ok(so_far)));
    scene
}

#[test]
fn limit_reached() {
    draw("limit", Some("save-anyway"), at_a_limit);
}

#[test]
fn a_limit_in_a_small_window_leaves_showing_children_and_buttons_in_sight() {
    let mut window = small(at_a_limit(Language::Fi, Look::Light), counter::SAVE_ANYWAY);
    in_sight(&mut window, &["Tapahtuman ajankohta", "kortilla enintään 3", "Tallenna silti", "su 29.11.2026 klo 15.00 · 20 vapaana"]);
    window.picture().compare("limit-small-fi-light").unwrap();
}

/// A group of five that came so far.
fn group_of(came: usize) -> Group {
    let event = Some("Peppi Pitkätossu karkuteillä");
    let showing = Some(ShowingId(id(1)));
    let community = Usage { customer_cards: Some(5), showing, ..usage(60, "Y2210000456", "12:10", event, 11) };
    let member = |number, card, recorded, children| RecordedUsage {
        usage: Usage { group: Some(community.id), ..usage(number, card, recorded, event, children) },
        state: UsageState::Sent,
    };
    let mut members = vec![member(61, "A3110087254", "12:11", 1), member(62, "AM38000412", "12:12", 0)];
    members.truncate(came);
    Group { community, members, set_aside: Vec::new() }
}

/// A record was undone, and a confirmation says so.
fn undone(scene: &mut Scene) {
    let taken = usage(70, "A9990000071", "12:21", Some("Peppi Pitkätossu karkuteillä"), 2);
    scene.counter(counter::Message::UndoFinished(taken.id, Ok(taken)));
}

fn within_a_group(came: usize, language: Language, look: Look) -> Scene {
    let mut scene = Scene::open(language, look);
    let group = group_of(came);
    let community = group.community.id;
    scene.counter(counter::Message::GroupsLoaded(Ok(vec![group])));
    scene.counter(counter::Message::RunResumed(community));
    scene
}

#[test]
fn group_half_way() {
    draw("group", Some("number"), |language, look| within_a_group(2, language, look));
}

#[test]
fn a_group_in_a_small_window_shows_its_rows_and_both_buttons() {
    let mut scene = within_a_group(0, Language::Fi, Look::Light);
    undone(&mut scene);
    let mut window = small(scene, counter::NUMBER);
    in_sight(&mut window, &["odottaa korttia…", "Palvele toista asiakasta välissä", "Ketään ei tullut: ryhmä on valmis"]);
    window.picture().compare("group-small-fi-light").unwrap();
}

#[test]
fn a_card_within_a_group_says_which_of_how_many() {
    draw("group-card", Some(counter::SAVE), |language, look| {
        let mut scene = within_a_group(2, language, look);
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene
    });
}

#[test]
fn a_limit_within_a_group_in_a_small_window_offers_no_other_showing() {
    let mut scene = within_a_group(2, Language::Fi, Look::Light);
    let limits = VenueLimits { performance_cap: Some(Cap::Tickets { most: 20, per: CapPer::Showing }), ..VenueLimits::default() };
    scene.rules(VenueRules { limits, ..VenueRules::default() });
    let mut sold = usage(50, "A9990000071", "10:00", Some("Peppi Pitkätossu karkuteillä"), 19);
    sold.showing = Some(ShowingId(id(1)));
    let so_far = SoFar { counted: vec![Counted::of(&sold, Some(EventKind::Performance))], as_of: Some(now()) };
    scene.card_after("A1270044518", Some((true, date(2027, 5, 31))), CopyAge::Fresh { as_of: now() }, so_far.clone());
    scene.counter(counter::Message::SoFarRead("A1270044518".parse().unwrap(), Some(EventId(id(10))), Ok(so_far)));
    let mut window = small(scene, counter::SAVE_ANYWAY);
    in_sight(&mut window, &["Ryhmä Y2210000456 · kortti 3 / 5", "kortilla enintään 3", "Tallenna silti"]);
    assert!(!window.sees("vapaana"), "{:#?}", window.texts());
    window.picture().compare("group-card-small-fi-light").unwrap();
}

#[test]
fn a_small_window_shows_both_counts_of_a_community_card_and_help_over_them() {
    for (helps, name) in [(false, "community-small-fi-light"), (true, "help-small-fi-light")] {
        let mut scene = Scene::open(Language::Fi, Look::Light);
        scene.fresh("Y2210000456", true, date(2027, 5, 31));
        scene.event("Peppi");
        if helps {
            scene.counter(counter::Message::HelpPressed);
        }
        let mut window = small(scene, counter::SAVE);
        in_sight(&mut window, &["Aikuisten omat lapset", "Kirjaa lisäksi jokainen asiakaskortti", "Tallenna"]);
        window.picture().compare(name).unwrap();
    }
}

#[test]
fn a_small_window_between_two_cards_says_what_waits_and_what_was_done() {
    let mut scene = Scene::open(Language::Fi, Look::Light);
    scene.tell(Message::SyncChanged(SyncState { link: Link::SignInNeeded, ..sync() }));
    let groups = (0..5).map(|n| {
        let group = group_of(n % 3);
        Group { community: Usage { id: kaikuasema_domain::UsageId(id(100 + n as u128)), ..group.community }, ..group }
    });
    scene.counter(counter::Message::GroupsLoaded(Ok(groups.collect())));
    undone(&mut scene);
    let mut window = small(scene, counter::NUMBER);
    in_sight(&mut window, &["Valmis lukemaan", "Kumoa viimeisin"]);
    assert!(window.sees("ja 2 muuta ryhmää kesken"), "{:#?}", window.texts());
    window.picture().compare("idle-small-fi-light").unwrap();
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
                change: Change::UsageCreate(UsageCreate {
                    usage: usage.clone(),
                    verdict: judged,
                    register_cursor: None,
                    findings: Vec::new(),
                }),
                recorded_at: at(recorded),
                state,
                attempts,
                last_error: None,
                about: Some(About::Usage(Box::new(usage))),
                next_try: (attempts > 1).then(|| at("12:25")),
            }
        };
        let entries = vec![
            entry(1, "A8800215570", "12:02", "Teatterikierros", QueueState::NeedsYou(NeedsYou::Rejected(RejectionCode::VenueUnknown)), 1),
            entry(2, "Y2210000456", "11:47", "Peppi Pitkätossu karkuteillä", QueueState::Waiting, 1),
            QueueEntry {
                venue: VenueId(id(2)), ..entry(3, "AM38000412", "12:19", "Peppi Pitkätossu karkuteillä", QueueState::Waiting, 0)
            },
            entry(4, "A9990000071", "12:20", "Peppi Pitkätossu karkuteillä", QueueState::Waiting, 4),
        ];
        scene.tell(Message::Queue(queue::Message::Operations(queue::operations::Message::Loaded(Ok(entries)))));
        scene.tell(Message::Queue(queue::Message::Operations(queue::operations::Message::DiscardPressed(OpId(id(1))))));
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

/// A window of the smallest size.
fn small(mut scene: Scene, focus: &'static str) -> Harness<Still> {
    let size = iced::Size::new(1024.0, 640.0);
    scene.tell(Message::Resized(size));
    Harness::open_sized(Still(scene.app), kaikuasema::ui::focus::set(focus).chain(kaikuasema::ui::reveal::reveal()), size)
}

/// Each of these is seen whole, above the buttons of the form where it is none of them.
#[track_caller]
fn in_sight(window: &mut Harness<Still>, wanted: &[&str]) {
    for words in wanted {
        let seen = window.find(words).unwrap_or_else(|| panic!("{words}: {:#?}", window.texts()));
        assert!(seen.y > 0.0 && seen.y + seen.height <= 628.0 && seen.x + seen.width < 1024.0, "{words}: {seen:?}");
    }
    let foot = window.find("Takaisin").map_or(640.0, |back| back.y - 12.0);
    for words in wanted.iter().filter(|words| !words.contains("Tallenna")) {
        let seen = window.find(words).unwrap();
        assert!(seen.y + seen.height <= foot, "{words} is under the buttons: {seen:?}");
    }
}

#[test]
fn a_small_window_keeps_verdict_and_save_in_sight() {
    let mut scene = Scene::open(Language::Fi, Look::Light);
    scene.offline();
    scene.card("AM38000412", Some((true, date(2026, 11, 30))), CopyAge::Stale { as_of: at("12:05") });
    scene.event("Peppi");
    let mut window = small(scene, counter::SAVE);
    in_sight(&mut window, &["Kortti kelpaa", "kortilla enintään 3", "Tallenna"]);
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
        scene.tell(Message::Check(check::Message::NumberTyped(number.to_string().into())));
        scene.tell(Message::Check(check::Message::NumberSubmitted));
        scene.tell(Message::Check(check::Message::CardChecked(number, Ok(checked.clone()))));
        // The late answer for a card that was read before stands over nothing.
        let before: CardNumber = "A9990000089".parse().unwrap();
        scene.tell(Message::Check(check::Message::CardChecked(before, Ok(Checked { number: before, card: None, ..checked }))));
        scene
    });
}

#[test]
fn high_contrast() {
    let mut scene = Scene::open(Language::Fi, Look::HighContrast);
    scene.fresh("A9990000071", true, date(2026, 11, 2));
    scene.event("Peppi");
    scene.picture("expired-fi-high-contrast", Some(counter::SAVE_ANYWAY)).unwrap();
}

#[test]
fn lists_open_below_their_fields_and_leave_the_verdict_in_sight() {
    for (opened, name) in [
        (form::Message::Date(kaikuasema::ui::date_field::Message::Toggled), "calendar"),
        (form::Message::Event(combo::Message::Pressed), "events"),
    ] {
        let mut scene = Scene::training(Language::Fi, Look::Light);
        scene.fresh("A9990000071", true, date(2027, 5, 31));
        scene.counter(counter::Message::Form(opened));
        scene.picture(&format!("open-{name}-fi-light"), None).unwrap();
    }
}
