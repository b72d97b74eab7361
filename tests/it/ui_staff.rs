//! The staff members of a group (C22): the setting and what it changes at the counter, on the paper form
//! and at the door; key events at the root widget, real stations and the real service.

use crate::harness::Harness;
use crate::harness::keyboard::Named;
use crate::harness::network::{HELPER, Network, Till};
use crate::process::today;
use crate::ui_limits::{PAUSE, choose_event, scan};
use iced::futures::executor::block_on;
use jiff::ToSpan;
use jiff::civil::{Date, time};
use kaikuasema::app::App;
use kaikuasema::command_line::{self, Command, Exit, RecordArguments};
use kaikuasema::error_text;
use kaikuasema::locale::{Language, Locale};
use kaikuasema::station::RecordError;
use kaikuasema_domain::event::{EventKind, ShowingOccasion};
use kaikuasema_domain::limits::{Cap, CapPer, EventLimits, VenueLimits};
use kaikuasema_domain::usage::{DraftError, EventChoice, UsageDraft};
use kaikuasema_domain::venue::VenueKind;
use kaikuasema_domain::verdict::VenueRules;
use kaikuasema_domain::{CardNumber, VenueId};

const FIELD: &str = "Työntekijöiden määrä";

struct Museum {
    network: Network,
    venue: VenueId,
    group: CardNumber,
    customer: CardNumber,
}

fn museum(staff_max: Option<u16>) -> Museum {
    let network = Network::new();
    let venue = network.venue("Museo", VenueKind::Museum, VenueRules { staff_max, ..VenueRules::default() });
    network.event(venue, "Opastus", EventKind::Visit, EventLimits::default());
    let (group, customer) = (network.card("Y1000000001"), network.card("A1000000001"));
    Museum { network, venue, group, customer }
}

impl Museum {
    /// Records of today, adults and children as the service counts them.
    fn counts(&self) -> (u32, u32, u32) {
        let counts = self.network.counts(self.venue, today());
        (counts.records, counts.adults, counts.children)
    }
}

/// The newest record of a card.
fn staff_of(till: &Till, card: CardNumber) -> u16 {
    till.records(card)[0].usage.staff
}

#[track_caller]
fn save(window: &mut Harness<App>, seen: &str) {
    window.focus_on("save");
    window.press(Named::Enter);
    window.wait_for(seen);
    window.pause(PAUSE);
}

#[test]
fn nobody_is_asked_for_staff_members_where_the_venue_sets_no_number() {
    let museum = museum(None);
    let till = museum.network.till("Museo");
    let mut window = till.window(Language::Fi, museum.venue);
    scan(&mut window, museum.group, "Kortti kelpaa");
    window.wait_for("Asiakaskorttien määrä");
    assert!(!window.sees(FIELD));
    save(&mut window, "Tallennettu: Y1000000001");
    assert_eq!(staff_of(&till, museum.group), 1);
    till.sync();
    assert_eq!(museum.counts(), (1, 1, 0));
}

#[test]
fn up_to_the_venues_number_of_staff_members_are_counted_and_one_again_for_the_next_group() {
    let museum = museum(Some(3));
    let till = museum.network.till("Museo");
    let mut window = till.window(Language::Fi, museum.venue);
    scan(&mut window, museum.customer, "Kortti kelpaa");
    assert!(!window.sees(FIELD), "a customer's own card has one holder");
    window.press(Named::Escape);
    scan(&mut window, museum.group, "Kortti kelpaa");
    choose_event(&mut window, "Opastus");
    window.wait_for(FIELD);
    window.wait_for("Enintään 3.");
    assert_eq!(window.field("staff"), "1");
    window.focus_on("staff");
    window.types("-");
    window.pause(PAUSE);
    assert_eq!(window.field("staff"), "1", "the group has somebody who shows its card");
    window.types("++");
    window.pause(PAUSE);
    assert_eq!(window.field("staff"), "3");
    window.types("+");
    window.pause(PAUSE);
    assert_eq!(window.field("staff"), "3", "not more than the venue's number");
    save(&mut window, "3 työntekijää");
    assert_eq!(staff_of(&till, museum.group), 3);
    // Another group: the number is one again.
    let second = museum.network.card("Y1000000002");
    scan(&mut window, second, "Kortti kelpaa");
    window.wait_for(FIELD);
    assert_eq!(window.field("staff"), "1");
    save(&mut window, "Tallennettu: Y1000000002");
    till.sync();
    assert_eq!(museum.counts(), (2, 4, 0));
}

#[test]
fn a_groups_staff_members_children_and_customer_cards_are_each_counted_once() {
    let museum = museum(Some(3));
    let till = museum.network.till("Museo");
    let mut window = till.window(Language::Fi, museum.venue);
    scan(&mut window, museum.group, "Kortti kelpaa");
    choose_event(&mut window, "Opastus");
    for (field, keys) in [("children", "++++"), ("customer-cards", "+"), ("staff", "+")] {
        window.focus_on(field);
        window.types(keys);
        window.pause(PAUSE);
    }
    save(&mut window, "Ryhmän kortit: 0 / 1 kirjattu");
    window.wait_for("2 työntekijää · 4 lasta · 1 asiakaskorttia");
    scan(&mut window, museum.customer, "Kortti kelpaa");
    save(&mut window, "Ryhmä on valmis");
    assert_eq!((staff_of(&till, museum.group), staff_of(&till, museum.customer)), (2, 1));
    till.sync();
    assert_eq!(museum.counts(), (2, 3, 4), "two of the staff and one holder; four children");
    // Told back by the feed it is the same, and a correction keeps it.
    till.sync();
    let group = till.records(museum.group)[0].usage.clone();
    block_on(till.station.correct_children(museum.venue, group.id, 5)).unwrap();
    till.sync();
    assert_eq!((staff_of(&till, museum.group), museum.counts()), (2, (2, 3, 5)));
}

#[test]
fn the_station_refuses_more_staff_members_than_the_venues_number_with_a_sentence() {
    for (staff_max, staff, most) in
        [(None, 2, Some(1)), (Some(3), 0, Some(3)), (Some(3), 1, None), (Some(3), 3, None), (Some(3), 4, Some(3))]
    {
        let museum = museum(staff_max);
        let till = museum.network.till("Museo");
        let draft = UsageDraft { staff, ..UsageDraft::of(museum.venue, museum.group, today()) };
        match (till.record(draft), most) {
            (Ok(saved), None) => assert_eq!((saved.usage.staff, saved.usage.visitors()), (staff, u32::from(staff))),
            (Err(error), Some(most)) => {
                assert!(matches!(error, RecordError::Draft(DraftError::Staff { most: told }) if told == most), "{error:?}");
                let sentence = error_text::record(&error, &Locale::new(Language::Fi));
                assert!(sentence.contains(if most == 1 { "kirjataan 1 työntekijä" } else { "1–3" }), "{sentence}");
            }
            (result, _) => panic!("{staff_max:?} {staff}: {result:?}"),
        }
        let draft = UsageDraft { staff: 2, ..UsageDraft::of(museum.venue, museum.customer, today()) };
        assert!(matches!(till.record(draft), Err(RecordError::Draft(DraftError::StaffOnCustomerCard))));
    }
}

#[test]
fn the_command_line_counts_staff_members_too() {
    let museum = museum(Some(3));
    let till = museum.network.till("Museo");
    let record = |staff| {
        let arguments =
            RecordArguments { id: museum.group.to_string(), channel: "desk".to_owned(), staff, again: true, ..Default::default() };
        block_on(command_line::answer(&till.station, &Command::Record(arguments), &Locale::new(Language::Fi)))
    };
    assert_eq!(record(None).exit, Exit::Usable);
    assert_eq!(staff_of(&till, museum.group), 1);
    assert_eq!(record(Some(3)).exit, Exit::Usable);
    let staff: Vec<u16> = till.records(museum.group).iter().map(|record| record.usage.staff).collect();
    assert!(staff.len() == 2 && staff.contains(&3), "{staff:?}");
    assert_ne!(record(Some(4)).exit, Exit::Usable);
    assert_eq!(till.records(museum.group).len(), 2);
}

#[test]
fn a_number_set_on_the_settings_page_holds_at_this_counter_and_soon_at_the_others() {
    let museum = museum(None);
    let (office, till) = (museum.network.till("Toimisto"), museum.network.till_of("Museo", HELPER));
    let mut window = office.window(Language::Fi, museum.venue);
    window.press(Named::F10);
    window.wait_for("Työntekijöitä yhteisön kirjauksessa enintään");
    window.focus_on("settings-staff");
    window.types("+");
    window.pause(PAUSE);
    assert_eq!(window.field("settings-staff"), "2", "nothing set is one");
    window.control('a');
    window.types("11");
    window.pause(PAUSE);
    window.control('s');
    window.wait_for("1–10");
    window.focus_on("settings-staff");
    window.control('a');
    window.types("3");
    window.pause(PAUSE);
    window.control('s');
    window.wait_for("Tallennettu");
    window.press(Named::F2);
    scan(&mut window, museum.group, "Kortti kelpaa");
    window.wait_for(FIELD);
    office.sync();
    till.sync();
    let draft = |staff| UsageDraft { staff, ..UsageDraft::of(museum.venue, museum.group, today()) };
    assert_eq!(till.record(draft(3)).unwrap().usage.staff, 3);
    assert!(till.record(draft(4)).is_err());
}

#[test]
fn staff_members_are_typed_in_from_the_paper_form_too() {
    let museum = museum(Some(3));
    let till = museum.network.till("Museo");
    let mut window = till.window(Language::Fi, museum.venue);
    window.control('l');
    window.wait_for("Tänään paperilta kirjatut");
    window.pause(PAUSE);
    for (card, has_field) in [(museum.customer, false), (museum.group, true)] {
        window.focus_on("number");
        window.control('a');
        window.types(&card.to_string());
        window.pause(PAUSE);
        assert_eq!(window.sees(FIELD), has_field, "{card}");
    }
    window.focus_on("staff");
    window.types("+++");
    window.pause(PAUSE);
    assert_eq!(window.field("staff"), "3");
    window.focus_on("number");
    window.key(Named::Enter);
    window.wait_for("Tallennettu: Y1000000001");
    window.wait_for("3 työntekijää");
    window.pause(PAUSE);
    let usage = till.records(museum.group)[0].usage.clone();
    assert!(usage.entered_late && usage.staff == 3, "{usage:?}");
    till.sync();
    assert_eq!(museum.counts(), (1, 3, 0));
}

#[test]
fn a_groups_staff_members_take_seats_of_the_cap_and_are_people_at_the_door() {
    let network = Network::new();
    let limits = VenueLimits { performance_cap: Some(Cap::Tickets { most: 7, per: CapPer::Showing }), ..VenueLimits::default() };
    let venue = network.venue("Teatteri", VenueKind::Theatre, VenueRules { limits, staff_max: Some(3), ..VenueRules::default() });
    let play = network.event(venue, "Kesäyön uni", EventKind::Performance, EventLimits::default());
    let evening = |day: Date| network.showing(play, day, Some(time(23, 59, 0, 0)), None, ShowingOccasion::Ordinary);
    let (tonight, other) = (evening(today()), evening(today().checked_add(1.days()).unwrap()));
    let (group, customer) = (network.card("Y1000000001"), network.card("A1000000001"));
    let till = network.till("Lippukassa");
    let of =
        |card, showing, day| UsageDraft { event: EventChoice::Existing(play), showing: Some(showing), ..UsageDraft::of(venue, card, day) };
    // Three of the staff and four children are seven tickets, and the cap is full.
    let full = UsageDraft { staff: 3, children: 4, ..of(group, tonight, today()) };
    till.record(full.clone()).unwrap();
    assert!(matches!(till.record(of(customer, tonight, today())), Err(RecordError::NeedsDiscretion(_))));
    let tomorrow = today().checked_add(1.days()).unwrap();
    let beyond = UsageDraft { children: 5, ..full };
    let beyond = UsageDraft { showing: Some(other), event_date: tomorrow, ..beyond };
    assert!(matches!(till.record(beyond), Err(RecordError::NeedsDiscretion(_))), "eight are one too many");

    let mut window = till.window(Language::Fi, venue);
    window.control('d');
    window.wait_for("Kesäyön uni");
    scan(&mut window, group, "Lippu 7 henkilölle, joista 4 lasta.");
}
