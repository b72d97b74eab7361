//! Every boundary of R33–R45, and properties over all days.

use super::*;
use crate::card::CardNumber;
use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 22);

fn card(valid_until: Date) -> Card {
    Card { number: CardNumber::parse("A9990000071").unwrap(), active: true, valid_until, children_max: Some(3) }
}

fn days(from: Date, days: i32) -> Date {
    from.checked_add(days.days()).unwrap()
}

fn judge(card: &Card, event: Date) -> Verdict {
    verdict(Some(card), event, TODAY, &VenueRules::default())
}

#[test]
fn an_unregistered_card_is_unknown() {
    let answer = verdict(None, TODAY, TODAY, &VenueRules::default());
    assert_eq!((answer.usability, answer.standing), (Usability::Unknown, Standing::Unknown));
}

#[test]
fn a_barred_card_is_refused_whatever_else_holds() {
    let mut barred = card(days(TODAY, 100));
    barred.active = false;
    let lenient = VenueRules { ended: Policy::Allow, event_after_last_day: Policy::Allow, ..VenueRules::default() };
    for until in [days(TODAY, 100), days(TODAY, -100)] {
        barred.valid_until = until;
        let answer = verdict(Some(&barred), TODAY, TODAY, &lenient);
        assert_eq!((answer.usability, answer.standing), (Usability::Refused, Standing::Barred));
    }
}

#[test]
fn the_last_valid_day_is_valid() {
    let answer = judge(&card(TODAY), TODAY);
    assert_eq!(answer.usability, Usability::Usable);
    assert_eq!(answer.standing, Standing::EndsSoon { until: TODAY, days_left: 0 });
}

#[test]
fn three_weeks_before_the_end_is_approaching_and_a_day_more_is_not() {
    let until = days(TODAY, 21);
    assert_eq!(judge(&card(until), TODAY).standing, Standing::EndsSoon { until, days_left: 21 });
    let until = days(TODAY, 22);
    assert_eq!(judge(&card(until), TODAY).standing, Standing::Valid { until });
}

#[test]
fn the_day_after_the_last_valid_day_is_at_discretion() {
    let until = days(TODAY, -1);
    let answer = judge(&card(until), until);
    assert_eq!(answer.usability, Usability::Discretion);
    assert_eq!(answer.standing, Standing::Ended { until, days_ago: 1 });
}

#[test]
fn an_event_on_the_last_valid_day_is_fine_and_a_day_later_is_at_discretion() {
    let until = days(TODAY, 60);
    let on_the_day = judge(&card(until), until);
    assert_eq!((on_the_day.usability, on_the_day.event_after_last_day), (Usability::Usable, false));
    let later = judge(&card(until), days(until, 1));
    assert_eq!((later.usability, later.event_after_last_day), (Usability::Discretion, true));
    assert_eq!(later.standing, Standing::Valid { until }, "the card itself is still valid today");
}

#[test]
fn a_past_event_while_the_card_was_valid_is_still_at_discretion_once_it_has_ended() {
    let until = days(TODAY, -5);
    let answer = judge(&card(until), days(until, -1));
    assert_eq!((answer.usability, answer.event_after_last_day), (Usability::Discretion, false));
}

#[test]
fn a_card_that_ended_or_was_barred_after_its_ticket_was_reserved_is_judged_anew_at_the_door() {
    let tonight = days(TODAY, 30);
    let reserved = card(tonight);
    assert_eq!(judge(&reserved, tonight).usability, Usability::Usable, "when it was reserved");
    let at_the_door = |card: &Card| verdict(Some(card), tonight, tonight, &VenueRules::default());
    assert_eq!(at_the_door(&reserved).usability, Usability::Usable);
    let shortened = card(days(tonight, -1));
    assert_eq!(at_the_door(&shortened).standing, Standing::Ended { until: days(tonight, -1), days_ago: 1 });
    assert_eq!(at_the_door(&shortened).usability, Usability::Discretion);
    let barred = Card { active: false, ..reserved };
    assert_eq!(at_the_door(&barred).usability, Usability::Refused);
}

#[test]
fn a_venue_may_allow_or_refuse_each_of_the_two() {
    let ended = card(days(TODAY, -1));
    let running = card(days(TODAY, 10));
    for (policy, expected) in
        [(Policy::Allow, Usability::Usable), (Policy::Ask, Usability::Discretion), (Policy::Refuse, Usability::Refused)]
    {
        let rules = VenueRules { ended: policy, event_after_last_day: Policy::Allow, ..VenueRules::default() };
        assert_eq!(verdict(Some(&ended), TODAY, TODAY, &rules).usability, expected);
        assert_eq!(verdict(Some(&running), days(TODAY, 11), TODAY, &rules).usability, Usability::Usable);
        let rules = VenueRules { ended: Policy::Allow, event_after_last_day: policy, ..VenueRules::default() };
        assert_eq!(verdict(Some(&running), days(TODAY, 11), TODAY, &rules).usability, expected);
    }
}

#[test]
fn refuse_beats_ask() {
    let rules = VenueRules { ended: Policy::Ask, event_after_last_day: Policy::Refuse, ..VenueRules::default() };
    assert_eq!(verdict(Some(&card(days(TODAY, -1))), TODAY, TODAY, &rules).usability, Usability::Refused);
}

#[test]
fn more_children_than_the_maximum_is_advice_only() {
    let mut card = card(TODAY);
    assert_eq!(children_over_maximum(&card, 3), None);
    assert_eq!(children_over_maximum(&card, 5), Some(2));
    card.children_max = None;
    assert_eq!(children_over_maximum(&card, 50), None, "a community card has no maximum");
}

fn any_day() -> impl Strategy<Value = Date> {
    (-3000i32..3000).prop_map(|n| days(TODAY, n))
}

fn any_rules() -> impl Strategy<Value = VenueRules> {
    let policy = || prop_oneof![Just(Policy::Allow), Just(Policy::Ask), Just(Policy::Refuse)];
    (policy(), policy()).prop_map(|(ended, event_after_last_day)| VenueRules { ended, event_after_last_day, ..VenueRules::default() })
}

proptest! {
    #[test]
    fn every_day_has_exactly_the_standing_of_the_rule(until in any_day(), today in any_day(), event in any_day(), rules in any_rules()) {
        let answer = verdict(Some(&card(until)), event, today, &rules);
        match answer.standing {
            Standing::Valid { until: u } => prop_assert!(u == until && days(today, 21) < until),
            Standing::EndsSoon { days_left, .. } => prop_assert!(today <= until && until <= days(today, 21) && days(today, days_left) == until),
            Standing::Ended { days_ago, .. } => prop_assert!(until < today && days(until, days_ago) == today),
            Standing::Unknown | Standing::Barred => prop_assert!(false, "an active registered card is neither"),
        }
        prop_assert_eq!(answer.event_after_last_day, event > until);
    }

    #[test]
    fn a_valid_card_for_an_event_within_its_validity_is_always_usable(until in any_day(), back in 0i32..2000, event_back in 0i32..2000, rules in any_rules()) {
        let answer = verdict(Some(&card(until)), days(until, -event_back), days(until, -back), &rules);
        prop_assert_eq!(answer.usability, Usability::Usable);
    }

    #[test]
    fn a_longer_validity_is_never_judged_harder(until in any_day(), more in 0i32..500, today in any_day(), event in any_day(), rules in any_rules()) {
        let shorter = verdict(Some(&card(until)), event, today, &rules).usability;
        let longer = verdict(Some(&card(days(until, more))), event, today, &rules).usability;
        prop_assert!(longer <= shorter);
    }

    #[test]
    fn a_stricter_venue_is_never_laxer(until in any_day(), today in any_day(), event in any_day(), a in any_rules(), b in any_rules()) {
        let stricter = VenueRules { ended: a.ended.max(b.ended), event_after_last_day: a.event_after_last_day.max(b.event_after_last_day), ..VenueRules::default() };
        let judged = verdict(Some(&card(until)), event, today, &a).usability;
        prop_assert!(verdict(Some(&card(until)), event, today, &stricter).usability >= judged);
    }

    #[test]
    fn a_verdict_survives_the_wire(until in any_day(), today in any_day(), event in any_day()) {
        let answer = verdict(Some(&card(until)), event, today, &VenueRules::default());
        let json = serde_json::to_string(&answer).unwrap();
        prop_assert_eq!(serde_json::from_str::<Verdict>(&json).unwrap(), answer);
    }
}
