//! What is said about cards set aside, by table in three languages.

use super::*;
use crate::locale::Language;
use jiff::civil::{date, time};
use kaikuasema_domain::operation::SetAside;
use kaikuasema_domain::usage::{Channel, Facts};
use kaikuasema_domain::verdict::{Policy, VenueRules, verdict};
use kaikuasema_domain::{Card, StationId, Usage, UsageId, UserId, VenueId};
use uuid::Uuid;

const TODAY: Date = date(2026, 11, 30);

fn as_of() -> Timestamp {
    "2026-11-30T12:21:00Z".parse().unwrap()
}

fn wanted(card: &str, day: i8) -> Wanted {
    Wanted {
        card: card.parse().unwrap(),
        event_date: date(2026, 11, day),
        event_time: Some(time(13, 0, 0, 0)),
        venue: "Kaupunginteatteri".into(),
    }
}

fn set_aside(granted: bool) -> SetAside {
    let usage = Usage {
        id: UsageId(Uuid::from_u128(1)),
        venue: VenueId(Uuid::from_u128(2)),
        card: "A9990000072".parse().unwrap(),
        event: None,
        event_name: Some("Kesäyön uni".into()),
        showing: None,
        event_date: date(2026, 11, 28),
        event_time: None,
        children: 1,
        customer_cards: None,
        staff: 1,
        value: None,
        recorded_at: as_of(),
        clerk: UserId(Uuid::from_u128(3)),
        station: StationId(Uuid::from_u128(4)),
        discretion: None,
        over_cap: false,
        channel: Channel::Desk,
        group: None,
        entered_late: false,
        entered_by: None,
        facts: Facts::default(),
        flags: Vec::new(),
    };
    SetAside { usage, granted }
}

/// What was set aside for the 28th, with the card as the register has it by now.
fn aside(card: Option<(bool, Date)>, granted: bool, copy: CopyAge, rules: &VenueRules) -> Aside {
    let aside = set_aside(granted);
    let event_date = aside.usage.event_date;
    let number = aside.usage.card;
    let card = card.map(|(active, valid_until)| Card { number, active, valid_until, children_max: Some(3) });
    let verdict = verdict(card.as_ref(), event_date, event_date, rules);
    Aside { aside, at: as_of(), verdict, copy, is_recorded_already: false }
}

#[test]
fn the_text_names_the_card_the_day_and_the_venue_and_asks_to_register() {
    let one = [wanted("A9990000072", 28)];
    let [fi, sv, en] = Language::ALL.map(|language| text(&one, &Locale::new(language)));
    assert_eq!(
        fi,
        "Kaikukortti, jota ei löytynyt tietokannasta\n\n\
         Vastaanottaja: paikallinen Kaikukortti-vastuuhenkilö tai Kaikukeskus, kaikukeskus@cultureforall.fi\n\n\
         Hei!\n\n\
         Tätä korttia ei löytynyt, kun sitä yritettiin käyttää. Pyydämme rekisteröimään kortin Kaikukantaan.\n\n\
         Kortti A9990000072: tapahtuma la 28.11.2026 klo 13.00, Kaupunginteatteri\n\n\
         Kiitos!"
    );
    for (text, ask) in [(&sv, "registrera kortet i Kaikukanta"), (&en, "register the card in Kaikukanta")] {
        assert!(text.contains("A9990000072") && text.contains("28.11.2026") && text.contains("Kaupunginteatteri"), "{text}");
        assert!(text.contains(KAIKUKESKUS) && text.contains(ask), "{text}");
    }
}

#[test]
fn one_text_is_for_all_and_names_what_is_the_same_once() {
    let all = [wanted("A9990000072", 28), wanted("A9990000072", 28), wanted("A9990000072", 29), wanted("AM38000412", 28)];
    let fi = text(&all, &Locale::new(Language::Fi));
    assert_eq!(fi.lines().filter(|line| line.starts_with("Kortti ")).count(), 3, "{fi}");
    assert!(fi.contains("Pyydämme rekisteröimään kortit"), "{fi}");
}

#[test]
fn how_a_card_stands_is_said_by_what_is_known_of_it() {
    let rules = VenueRules::default();
    let refusing = VenueRules { ended: Policy::Refuse, ..VenueRules::default() };
    let fresh = CopyAge::Fresh { as_of: as_of() };
    let stale = CopyAge::Stale { as_of: as_of() };
    let valid = Some((true, date(2027, 5, 31)));
    let on_the_day = Some((true, date(2026, 11, 28)));
    let ended = Some((true, date(2026, 11, 27)));
    let barred = Some((false, date(2027, 5, 31)));
    let cases = [
        (None, true, fresh, &rules, Prospect::Awaited, "Ei vielä rekisterissä (klo 14.21). Kirjataan, kun kortti ilmestyy."),
        (None, false, fresh, &rules, Prospect::Awaited, "Ei vielä rekisterissä (klo 14.21)."),
        (None, true, stale, &rules, Prospect::Awaited, "Ei tämän aseman tiedoissa (klo 14.21). Kirjataan, kun kortti ilmestyy."),
        (
            None,
            true,
            CopyAge::Missing,
            &rules,
            Prospect::Awaited,
            "Asemalla ei ole vielä rekisterin tietoja. Kirjataan, kun kortti ilmestyy.",
        ),
        (valid, true, fresh, &rules, Prospect::Due, "Rekisterissä. Käyttö kirjataan seuraavaksi itsestään."),
        (on_the_day, true, fresh, &rules, Prospect::Due, "Rekisterissä. Käyttö kirjataan seuraavaksi itsestään."),
        (
            ended,
            true,
            fresh,
            &rules,
            Prospect::AtDiscretion,
            "Voimassaolo oli päättynyt 27.11.2026. Kirjaa harkintasi mukaan F11 tai poista listalta.",
        ),
        (
            ended,
            true,
            fresh,
            &refusing,
            Prospect::Refused,
            "Voimassaolo oli päättynyt 27.11.2026. Toimipiste ei hyväksy sitä: poista listalta.",
        ),
        (barred, true, fresh, &rules, Prospect::Refused, "Kortti ei ole aktiivinen. Käyttöä ei voi kirjata: poista listalta."),
        (valid, false, fresh, &rules, Prospect::Over, "Rekisterissä. Pääsyä ei myönnetty, joten mitään ei kirjata."),
        (barred, false, fresh, &rules, Prospect::Over, "Rekisterissä. Pääsyä ei myönnetty, joten mitään ei kirjata."),
    ];
    let fi = Locale::new(Language::Fi);
    for (card, granted, copy, rules, expected, words) in cases {
        let aside = aside(card, granted, copy, rules);
        assert_eq!((aside.prospect(), prospect(&aside, &fi, TODAY).as_str()), (expected, words));
    }
}

#[test]
fn what_was_recorded_besides_waits_for_the_clerk_unless_the_card_is_barred() {
    let rules = VenueRules::default();
    let fresh = CopyAge::Fresh { as_of: as_of() };
    for (card, expected) in [
        (Some((true, date(2027, 5, 31))), Prospect::RecordedAlready),
        (Some((true, date(2026, 11, 27))), Prospect::RecordedAlready),
        (Some((false, date(2027, 5, 31))), Prospect::Refused),
        (None, Prospect::Awaited),
    ] {
        let aside = Aside { is_recorded_already: true, ..aside(card, true, fresh, &rules) };
        assert_eq!(aside.prospect(), expected);
        assert_eq!(aside.can_be_recorded(), expected == Prospect::RecordedAlready);
        assert_eq!(aside.waits_for_clerk(), expected != Prospect::Awaited);
    }
}

#[test]
fn what_trying_came_to_is_said_in_every_language() {
    let all = Retried { has_answer: false, recorded: 1, over: 2, for_clerk: 1, unknown: 3 };
    let said = Language::ALL.map(|language| tried(&all, &Locale::new(language)));
    assert_eq!(
        said[0],
        "Palvelu ei vastannut. Katsottiin aseman omista tiedoista. 1 käyttö kirjattiin. \
         2 korttia on nyt rekisterissä ja poistui listalta: pääsyä ei myönnetty. 1 kortti odottaa sinua. 3 korttia ei vielä löydy."
    );
    assert_eq!(said.map(|said| said.matches('.').count()), [6, 6, 6]);
}

#[test]
fn trying_with_nothing_set_aside_says_so() {
    let fi = Locale::new(Language::Fi);
    assert_eq!(tried(&Retried { has_answer: true, ..Retried::default() }, &fi), "Talteen otettuja kortteja ei ole.");
}

#[test]
fn the_files_name_holds_no_card_number() {
    assert_eq!(file_name(as_of()), "kaikukortti-2026-11-30-142100.pdf");
}
