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

#[test]
fn limit_reached() {
    draw("limit", Some("save-anyway"), |language, look| {
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
    });
}

#[test]
fn group_half_way() {
    draw("group", Some("number"), |language, look| {
        let mut scene = Scene::open(language, look);
        let event = Some("Peppi Pitkätossu karkuteillä");
        let community = Usage { customer_cards: Some(5), ..usage(60, "Y2210000456", "12:10", event, 11) };
        let member = |number, card, recorded, children| RecordedUsage {
            usage: Usage { group: Some(community.id), ..usage(number, card, recorded, event, children) },
            state: UsageState::Sent,
        };
        let members = vec![member(61, "A3110087254", "12:11", 1), member(62, "AM38000412", "12:12", 0)];
        let group = Group { community: community.clone(), members, set_aside: Vec::new() };
        scene.counter(counter::Message::GroupsLoaded(Ok(vec![group])));
        scene.counter(counter::Message::RunResumed(community.id));
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
        scene.tell(Message::Check(check::Message::NumberTyped(number.to_string().into())));
        scene.tell(Message::Check(check::Message::CardChecked(Ok(checked))));
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
